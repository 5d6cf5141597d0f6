package guide

import (
	"cmp"
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/kb"
)

// Kinds of answers.
const (
	FromPassages    = "passages"    // quoted from the guide
	AboutDose       = kb.DoseAnswer // the fixed answer first: Legible gives no doses
	AboutStopping   = kb.StopAnswer // the fixed answer first: nobody is told to stop a medicine here
	NothingAnswers  = "nothing"     // nothing in the guide answers this
	AnotherLanguage = "language"    // the question is in no language the guide is in
)

// MaxQuoted is how many passages an answer quotes at most.
const MaxQuoted = 3

// Answer is an answer to a question: passages word for word, or a plain no.
type Answer struct {
	Kind     string
	Passages []*Passage        // best first, at most MaxQuoted; none when nothing answers
	Message  string            // said when there are no passages
	Mended   map[string]string // words taken for slips of the keyboard, and what was read instead
}

// Answered reports whether anything was quoted.
func (a *Answer) Answered() bool { return len(a.Passages) > 0 }

// Limits of an answer, tuned on the parts of testdata/questions.yaml; its head tells how each
// part came out before.
const (
	leastScore    = 0.32 // of the best passage
	leastCoverage = 0.60 // of what a short question asks; for longer ones see needed
	leastOnTopic  = 0.20 // of a question about legs, cramps and the like
	leastUnknown  = 0.55 // of another with words the guide does not have
	leastLong     = 0.47
	shortQuestion = 4 // words that carry a topic
	perWord       = 0.03
	leastWording  = 0.34 // of another: how close it must come to a wording that the page is known to answer
	leastStrange  = 0.56 // the same, where it has words of other matters
	closeWording  = 0.72 // a question this close to a known wording is answered in any case
	nextShare     = 0.40 // of the best score, for a second and third passage
	coverShare    = 0.6  // of a score that depends on how much of the question is covered
	samePage      = 0.6  // later passages of a page already quoted
	candidates    = 40
	toldCoverage  = 0.5  // of a question by a page about what it tells of
	offTopic      = 1.25 // how much closer a question the guide does not answer must come
	offElse       = 0.9  // where the question is not about legs, cramps and the like
	offTold       = 3    // where it tells of symptoms
)

// Ask answers a question from the passages. Any text is accepted.
func (g *Guide) Ask(question string) *Answer { return g.AskAbout(question, nil) }

// AskAbout is Ask for somebody whose trouble may come from some conditions, the likeliest
// first: passages about these are preferred, and a question that names nothing, such as
// "what can I do about it", is taken to be about the first. What the guide does not cover
// is refused as ever.
func (g *Guide) AskAbout(question string, causes []string) *Answer {
	return g.AskTelling(question, causes, Told{})
}

// AskTelling is AskAbout for a question whose words tell of symptoms: pages about these,
// and about what they may come from, answer it too.
func (g *Guide) AskTelling(question string, causes []string, told Told) *Answer {
	if !inEnglish(question) || g.gibberish(question) {
		return &Answer{Kind: AnotherLanguage, Message: g.base.Asking.Language}
	}
	h := g.hear(question)
	a := &Answer{Kind: FromPassages}
	for _, f := range g.fixed {
		if h.says(f.phrases, beside) {
			a.Kind, a.Passages = f.kind, []*Passage{f.passage}
			break
		}
	}
	q := g.read(focus(expecting(question)), false)
	q.spoken = g.spoken(q)
	if q.topical || told.Felt > 0 && !g.otherPart(q) {
		q.told, q.topical = g.told(told), q.topical || told.Felt > 0
	}
	q.told = g.value(q, q.told)
	if a.Kind == FromPassages && h.says(g.elsewhere, 1) {
		return &Answer{Kind: NothingAnswers, Message: g.base.Asking.Nothing, Mended: q.mended}
	}
	a.Mended = q.mended
	f := g.favour(causes)
	a.Passages = append(a.Passages, g.choose(q, MaxQuoted-len(a.Passages), f)...)
	leading := g.leading(causes)
	switch {
	case leading != nil && !a.Answered() && q.open():
		a.Passages = g.choose(g.read(question+" "+leading.Title, false), MaxQuoted, f)
	case a.Kind == FromPassages:
		a.Passages = f.explain(a.Passages, leading, q)
	}
	if !a.Answered() {
		a.Kind, a.Message = NothingAnswers, g.base.Asking.Nothing
	}
	return a
}

// choose takes the passages worth quoting; none when the best does not cover the
// question.
func (g *Guide) choose(q *query, most int, f favour) (out []*Passage) {
	all := g.rank(q, candidates, nil)
	if near := nearest(all); !q.topical && q.everyday() && near < closeWording || q.off > q.offLimit()*near {
		return nil
	}
	kept := all[:0]
	need, least := q.needed(), float32(leastWording)
	strange := q.beyond || g.otherPart(q) || q.hasEveryday()
	if strange {
		least = leastStrange
	}
	if strange && q.topical && len(q.told) == 0 && !slices.Contains(q.said, "my") && nearest(all) < leastWording {
		return nil // words of the guide among those of other matters: "what shoes go with a suit"
	}
	for _, r := range all {
		if r.score < leastScore {
			break
		}
		if !q.topical && (r.wording < least || len(q.words) == 1 && r.wording < leastStrange && !g.named(q, r.passage.Page)) {
			continue
		}
		c := min(1, q.coverage(g.covers(r.passage))+toldCoverage*q.told[r.passage.Page])
		if c < need && (r.wording < closeWording || (q.unknown > 0 || q.beyond) && !q.topical) {
			continue
		}
		r.score *= (1 - coverShare + coverShare*c) * (1 + f[r.passage.Page])
		kept = append(kept, r)
	}
	slices.SortStableFunc(kept, func(a, b ranked) int { return cmp.Compare(b.score, a.score) })
	for len(out) < most && len(kept) > 0 {
		best := slices.MaxFunc(kept, func(a, b ranked) int {
			return cmp.Or(cmp.Compare(discounted(a, out), discounted(b, out)), b.passage.n-a.passage.n)
		})
		if discounted(best, out) < nextShare*kept[0].score {
			break
		}
		out = append(out, best.passage)
	}
	return out
}

// otherPart reports a question about a part of the body the guide is not about.
func (g *Guide) otherPart(q *query) bool {
	return slices.ContainsFunc(q.words, func(w queryWord) bool { return g.otherParts[w.stem] })
}

// offLimit is how much closer a question must come to one the guide does not answer than
// to what it answers, to be refused.
func (q *query) offLimit() float32 {
	switch {
	case len(q.told) > 0:
		return offTold
	case q.topical:
		return offTopic
	}
	return offElse
}

// nearest is how close the nearest wording of any of the passages comes.
func nearest(all []ranked) (most float32) {
	for _, r := range all {
		most = max(most, r.wording)
	}
	return most
}

// named reports whether the page's title or names have a word of the query.
func (g *Guide) named(q *query, p *Page) bool {
	return slices.ContainsFunc(q.terms, func(t queryTerm) bool { return t.weight >= mendedWeight && g.titles.has(t.term, int32(p.n)) })
}

// discounted is the score of a passage beside those already chosen: 0 when it is one of
// them or says the same, less on the same page.
func discounted(r ranked, chosen []*Passage) float32 {
	score := r.score
	for _, c := range chosen {
		if c == r.passage || c.Text != "" && c.Text == r.passage.Text {
			return 0
		}
		if c.Page == r.passage.Page {
			score = min(score, r.score*samePage)
		}
	}
	return score
}

// needed is the coverage a passage needs: long questions tell a story around what they ask.
func (q *query) needed() float32 {
	if q.topical {
		return leastOnTopic
	}
	if q.unknown > 0 || q.beyond {
		return leastUnknown
	}
	return max(leastLong, leastCoverage-perWord*float32(max(0, len(q.words)-shortQuestion)))
}

// everyday reports a question that holds no word but those of everyday use: "what is the
// meaning of life".
func (q *query) everyday() bool {
	return !slices.ContainsFunc(q.words, func(w queryWord) bool { return !common[w.stem] && !small[w.text] && !everyday[w.text] })
}

// hasEveryday reports a word that has nothing to do with the guide.
func (q *query) hasEveryday() bool {
	for i, w := range q.words {
		if (everyday[w.text] || everyday[strings.TrimSuffix(w.text, "s")]) && !q.synonym(i) {
			return true
		}
	}
	return false
}

// synonym reports whether a word is, or is part of, a way to say something of the guide.
func (q *query) synonym(word int) bool {
	return slices.ContainsFunc(q.terms, func(t queryTerm) bool { return t.quality == synonymQuality && t.from <= word && word < t.to })
}

// longText is the number of words from which a text is a story: then the sentences that
// ask count, if there are any.
const longText = 40

func focus(question string) string {
	if len(tokenize(question)) < longText || !strings.Contains(question, "?") {
		return question
	}
	var asking []string
	for _, s := range strings.SplitAfter(question, "?") {
		if !strings.HasSuffix(s, "?") {
			continue
		}
		if i := strings.LastIndexAny(strings.TrimSuffix(s, "?"), ".!\n"); i >= 0 {
			s = s[i+1:]
		}
		asking = append(asking, s)
	}
	if out := strings.Join(asking, " "); len(topicWords(out)) >= 3 {
		return out
	}
	return question
}

func topicWords(text string) (out []string) {
	for _, t := range tokenize(text) {
		if !small[t.text] {
			out = append(out, t.text)
		}
	}
	return out
}
