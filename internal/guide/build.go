package guide

// build makes the index. Texts are read twice: the first time gives the vocabulary.
func (g *Guide) build() {
	g.words = newVocabulary()
	g.concepts = newConcepts(g.base, g.words)
	r := &reader{v: g.words, c: g.concepts}
	narrow := map[string]bool{}
	for _, w := range g.base.Asking.Narrow {
		narrow[stem(w)] = true
	}
	var pages, passages, titles [][]fieldText
	var asked []wordingText
	for _, p := range g.pages {
		var headings, body []int32
		for _, x := range p.Passages {
			heading, asks := r.terms(x.Heading), r.all(x.asked)
			var text []int32
			text, x.places = r.read(x.Quote())
			if x.FAQ || p.Kind == KindArticle {
				headings = append(headings, heading...)
			}
			body = append(body, text...)
			named := []int32(nil) // a passage of an entry speaks of what the page is named after
			if p.Kind != KindArticle {
				named = r.terms(p.Title)
			}
			passages = append(passages, []fieldText{{1, text}, {1.4, heading}, {askField, asks}, {1, named}})
			if p.Kind == KindArticle && x.Heading != "" {
				asked = append(asked, wordingText{r.wording(x.Heading), int32(p.n), int32(x.n), false})
			}
			for _, a := range x.asked {
				asked = append(asked, wordingText{r.wording(a), int32(p.n), int32(x.n), false})
			}
		}
		title, names, asks := r.terms(p.Title), r.all(p.Names), r.all(p.asked)
		for _, t := range tokenize(p.Title) {
			if measure := p.Kind == KindActivity || p.Kind == KindExercise; !measure && narrow[g.words.stem(t.text)] {
				p.narrow = append(p.narrow, r.terms(t.text))
			}
		}
		titles = append(titles, []fieldText{{1, title}, {1, names}, {1, r.all(p.Tags)}})
		pages = append(pages, []fieldText{{3, title}, {2, names}, {askField, asks}, {1.5, r.terms(p.Summary)}, {1.2, headings}, {1, body}, {1, r.all(p.Tags)}})
		asked = append(asked, wordingText{r.wording(p.Title), int32(p.n), -1, true})
		for _, a := range p.Names {
			asked = append(asked, wordingText{r.wording(a), int32(p.n), -1, p.Kind != KindArticle})
		}
		for _, a := range p.asked {
			asked = append(asked, wordingText{r.wording(a), int32(p.n), -1, false})
		}
	}
	known := len(g.words.term) // what comes after stands in questions the guide does not answer
	for _, a := range g.base.Asking.OffTopic {
		asked = append(asked, wordingText{r.wordingBeyond(a, int32(known)), noPage, -1, false})
	}
	n := len(g.words.term)
	g.byPage, g.byText = newIndex(pages, n), newIndex(passages, n)
	g.titles = newIndex(titles, n)
	g.idf = make([]float32, n+1)
	for t := range g.idf { // lay wordings have words that no passage has
		if g.idf[t] = g.byText.idf[t]; g.idf[t] == 0 {
			g.idf[t] = g.byPage.idf[t]
		}
	}
	g.beyond = int32(known) + 1
	for t := known + 1; t <= n; t++ {
		g.idf[t] = unknownIDF
	}
	for w := range small {
		if t, used := g.words.term[smallTerm+w]; used {
			g.idf[t] = smallIDF
		}
	}
	g.wordings = newWordings(asked, n, g.idf)
	g.words.close()
	g.names = g.entryNames()
	g.topics, g.topicTerms = g.topical()
	g.otherParts = map[string]bool{}
	for _, w := range g.base.Asking.OtherParts {
		g.otherParts[stem(w)] = true
	}
	g.elsewhere = newPhrases(g.base, g.words, g.base.Asking.Elsewhere)
	g.medicines = medicineNames(g.base, g.words)
	g.fixed, g.alarms = newFixed(g.base, g.words), newAlarms(g.base, g.words)
	g.harmless, g.deniable = newHarmless(g.base, g.words), newDeniable(g.base, g.words)
}

// reader turns texts into terms.
type reader struct {
	v *vocabulary
	c *concepts
}

func (r *reader) terms(text string) []int32 {
	out, _ := r.read(text)
	return out
}

// read gives the terms of a text and the places of its words.
func (r *reader) read(text string) (out []int32, places []place) {
	l := newLine(text, r.v.stem)
	out, places = make([]int32, 0, len(l.all)), make([]place, 0, len(l.topics))
	for i, s := range l.all {
		if t := l.tokens[i]; !l.isSmall[i] {
			r.v.count[t.text]++
			n := r.v.number(s)
			out, places = append(out, n), append(places, place{start: int32(t.start), end: int32(t.end), term: n})
		}
	}
	for _, s := range r.c.find(l) {
		out = append(out, s.saying.term)
		for i := s.from; i < s.to && s.saying.kind != finding; i++ {
			places[i].concepts = append(places[i].concepts, s.saying.term)
		}
	}
	return out, places
}

// sharedWeight is what a word of the guide counts in a question that it does not answer.
const sharedWeight = 0.9

// coveredWeight is what a word counts in a wording when a synonym stands for it too.
const coveredWeight = 0.5

// wordingBeyond is wording for a question the guide does not answer: its words are no
// aims for mending, and no slips themselves. What the guide has too, up to the term
// known, tells less, and synonyms nothing.
func (r *reader) wordingBeyond(text string, known int32) map[int32]float64 {
	for _, t := range tokenize(text) {
		r.v.other[t.text] = true
	}
	out := r.wording(text)
	for _, t := range tokenize(text) {
		if r.v.count[t.text]--; r.v.count[t.text] <= 0 {
			delete(r.v.count, t.text)
		}
	}
	for _, s := range r.c.find(newLine(text, r.v.stem)) {
		delete(out, s.saying.term)
	}
	for _, t := range tokenize(text) {
		if n := r.v.number(r.v.stem(t.text)); !small[t.text] && n <= known && out[n] > 0 {
			out[n] = sharedWeight
		}
	}
	return out
}

// topical are the stems that show what the guide is about, and the synonyms of those.
func (g *Guide) topical() (stems map[string]bool, terms map[int32]bool) {
	stems, terms = map[string]bool{}, map[int32]bool{}
	for _, w := range g.base.Asking.Topics {
		stems[stem(w)], g.words.aims[w] = true, true
		for _, s := range g.concepts.find(newLine(w, g.words.stemOf)) {
			if s.saying.kind == synonym {
				terms[s.saying.term] = true
			}
		}
	}
	return stems, terms
}

// wording is the terms of a wording, small words included, with their weights.
func (r *reader) wording(text string) map[int32]float64 {
	l := newLine(text, r.v.stem)
	out := map[int32]float64{}
	covered := map[int]bool{}
	for _, s := range r.c.find(l) {
		out[s.saying.term] = 1
		for i := s.from; i < s.to && s.saying.kind == synonym; i++ {
			covered[i] = true
		}
	}
	for i, s := range l.all {
		switch {
		case l.isSmall[i]:
			out[r.v.number(smallTerm+l.tokens[i].text)] = 1
		case covered[l.topic[i]]:
			r.v.count[l.tokens[i].text]++
			n := r.v.number(s)
			out[n] = max(out[n], coveredWeight)
		default:
			r.v.count[l.tokens[i].text]++
			if out[r.v.number(s)] = 1; common[s] {
				out[r.v.number(s)] = commonWeight
			}
		}
	}
	return out
}

func (r *reader) all(texts []string) (out []int32) {
	for _, t := range texts {
		out = append(out, r.terms(t)...)
	}
	return out
}
