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
			if s := g.words.stem(t.text); narrow[s] {
				p.narrow = append(p.narrow, r.terms(t.text)...)
			}
		}
		titles = append(titles, []fieldText{{1, title}, {1, names}, {1, r.all(p.Tags)}})
		pages = append(pages, []fieldText{{3, title}, {2, names}, {askField, asks}, {1.5, r.terms(p.Summary)}, {1.2, headings}, {1, body}, {1, r.all(p.Tags)}})
		asked = append(asked, wordingText{r.wording(p.Title), int32(p.n), -1, true})
		for _, list := range [][]string{p.Names, p.asked} {
			for _, a := range list {
				asked = append(asked, wordingText{r.wording(a), int32(p.n), -1, p.Kind != KindArticle})
			}
		}
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
	for w := range small {
		if t, used := g.words.term[smallTerm+w]; used {
			g.idf[t] = smallIDF
		}
	}
	g.wordings = newWordings(asked, n, g.idf)
	g.words.close()
	g.topics = map[string]bool{}
	for _, w := range g.base.Asking.Topics {
		g.topics[stem(w)] = true
	}
	g.medicines = medicineNames(g.base, g.words)
	g.fixed, g.alarms = newFixed(g.base, g.words), newAlarms(g.base, g.words)
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

// coveredWeight is what a word counts in a wording when a synonym stands for it too.
const coveredWeight = 0.5

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
			out[r.v.number(s)] = 1
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
