// Package guide is the reading side: the articles of the knowledge base and a page for
// every condition, exercise, activity, class of medicines, instrument and laboratory
// analyte, cut into passages; a search over all of them; and answers to questions.
//
// An answer is made of passages, word for word, each with its page, date and review
// state. The package refuses to answer what the passages do not cover, never gives a
// dose and never says to stop a medicine: such questions get the fixed answers of
// knowledge/ask.yaml. It does not decide how urgent something is beyond the phrases of
// that file; red flags are for package triage.
//
// Everything is computed from the knowledge base: the same base and question give the
// same answer.
package guide

import (
	"fmt"
	"strings"

	"github.com/legible-health/legible/internal/kb"
)

// Kinds of pages.
const (
	KindArticle    = "article"
	KindCondition  = "condition"
	KindActivity   = "activity"
	KindExercise   = "exercise"
	KindMedicine   = "medicine"
	KindLab        = "lab"
	KindInstrument = "instrument"
	kindFixed      = "fixed" // of fixed answers; not searched
)

// Kinds lists the kinds of pages that can be searched, in the order of the guide.
var Kinds = []string{KindArticle, KindCondition, KindActivity, KindExercise, KindMedicine, KindLab, KindInstrument}

// folders of addresses under /guide/; articles stand at its root.
var folders = map[string]string{
	KindCondition: "conditions/", KindActivity: "activities/", KindExercise: "exercises/",
	KindMedicine: "medicines/", KindLab: "labs/", KindInstrument: "instruments/",
}

// Page is one page of the guide.
type Page struct {
	Kind     string
	ID       string // id of the entry in the knowledge base
	Slug     string // unique, the address under /guide/: "restless-legs", "labs/ferritin"
	URL      string
	Title    string
	Names    []string // other names: clinical, of drugs and brands, as in laboratory reports
	Summary  string
	Category string // articles: one of kb.ArticleCategories; activities, exercises: theirs; otherwise the kind
	Tags     []string
	// Date is when the text was last updated; of an entry that holds no date, when its
	// sources were last checked, or without sources those of the knowledge base. YYYY-MM-DD.
	Date     string
	Reviewed *kb.Review  // nil: not yet reviewed by a clinician
	Article  *kb.Article // nil for other kinds
	Minutes  int         // to read an article; 0 for other kinds, which are short
	Passages []*Passage  // in the order of the page
	Sources  []string    // source ids

	headings map[string]string // by section; nil for articles, which have their own

	asked  []string  // lay wordings of the question the page answers
	narrow [][]int32 // words of the title that narrow it to some people or one place, each with its terms
	about  []string  // "kind/id" of entries an article is about
	n      int       // place in Guide.pages
}

// Passage is a piece of a page that can be quoted alone.
type Passage struct {
	ID      string // <slug>#<anchor>, stable while the heading and what stands before it stay
	Page    *Page
	Anchor  string // the element's id in the page
	Heading string // of its section, the question of an FAQ; "" for the lead
	Text    string // plain text; may be empty where Items say it all
	Items   []string
	Marker  kb.Marker // what it rests on; of a list its first item's
	FAQ     bool

	asked  []string
	n      int     // place in Guide.passages
	places []place // of its words in Quote, in order
}

// place is a word that carries a topic, by its bytes in the text, with what it means.
type place struct {
	start, end int32
	term       int32   // its stem
	concepts   []int32 // that it is part of, those of findings left out
}

// Quote is the passage word for word: its text, then its items one a line.
func (p *Passage) Quote() string {
	if len(p.Items) == 0 {
		return p.Text
	}
	items := "– " + strings.Join(p.Items, "\n– ")
	if p.Text == "" {
		return items
	}
	return p.Text + "\n" + items
}

// URL is the address of the passage.
func (p *Passage) URL() string { return p.Page.URL + "#" + p.Anchor }

// Guide is the corpus with its index. Safe for concurrent use.
type Guide struct {
	base     *kb.Base
	pages    []*Page // articles first, then the kinds in order, by id
	passages []*Passage
	bySlug   map[string]*Page
	byEntry  map[string]*Page // "kind/id"

	words    *vocabulary
	concepts *concepts
	byPage   *index // of pages
	byText   *index // of passages
	wordings *wordings
	idf      []float32 // by term: how rare it is among passages, or pages
	titles   *index    // of pages, their titles, names and tags only
	names    map[string][]entryName
	fixed    []fixedAnswer
	alarms   []alarm
	harmless []harmless
	deniable map[string]bool // stems that a "not" before them takes back

	medicines map[string][][]string // names as stems, by the first stem
	topics    map[string]bool       // stems that show what the guide is about

	topicTerms map[int32]bool  // synonyms that show it
	beyond     int32           // from this term on words stand in no page
	otherParts map[string]bool // stems of parts of the body the guide is not about
	elsewhere  []phrase        // words of the guide in another sense
}

// New builds the guide of a base, which takes a fifth of a second: callers that start
// fast build it when first asked. An error means that the compiled form is damaged.
func New(base *kb.Base) (*Guide, error) {
	articles, err := base.Articles()
	if err != nil {
		return nil, fmt.Errorf("build the guide: %w", err)
	}
	g := &Guide{base: base, bySlug: map[string]*Page{}, byEntry: map[string]*Page{}}
	for _, a := range articles {
		g.add(articlePage(a))
	}
	for _, p := range entryPages(base) {
		g.add(p)
	}
	g.build()
	return g, nil
}

func (g *Guide) add(p *Page) {
	p.n = len(g.pages)
	g.pages = append(g.pages, p)
	g.bySlug[p.Slug], g.byEntry[p.Kind+"/"+p.ID] = p, p
	for _, x := range p.Passages {
		x.Page, x.n = p, len(g.passages)
		x.ID = p.Slug + "#" + x.Anchor
		g.passages = append(g.passages, x)
	}
}

// Base returns the knowledge the guide is made from.
func (g *Guide) Base() *kb.Base { return g.base }

// Pages lists all pages: articles first, then the other kinds, each by id. It must not
// be changed.
func (g *Guide) Pages() []*Page { return g.pages }

// Page returns the page of a slug, or nil.
func (g *Guide) Page(slug string) *Page { return g.bySlug[slug] }

// Entry returns the page of an entry of the knowledge base, or nil.
func (g *Guide) Entry(kind, id string) *Page { return g.byEntry[kind+"/"+id] }

// Passage returns the passage with that id, or nil.
func (g *Guide) Passage(id string) *Passage {
	slug, _, _ := strings.Cut(id, "#")
	if p := g.bySlug[slug]; p != nil {
		for _, x := range p.Passages {
			if x.ID == id {
				return x
			}
		}
	}
	return nil
}

// slug writes an id as part of an address.
func slug(kind, id string) string { return folders[kind] + strings.ReplaceAll(id, "_", "-") }
