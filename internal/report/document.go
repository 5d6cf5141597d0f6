package report

import (
	"reflect"
	"slices"

	"github.com/legible-health/legible/internal/i18n"
)

// Document is a report in words, ready to be drawn: First fills page one, Rest the pages
// after it. Renderings draw it as it is and add nothing.
type Document struct {
	Lang  string
	Title string // no health data: browsers and readers keep titles
	Head  []Pair // who, when, from what
	Note  string // that this is no diagnosis
	First []Section
	Rest  []Section
	Foot  string  // versions
	Room  Section // for a clinician to write in; empty but for its heading
	Words Words
}

// Words are what renderings need besides.
type Words struct {
	Voices  map[Voice]string // "Said by the person"
	Details string           // heading of Rest
	Key     string           // "Who says what"
	Page    func(n, of int) string
	// Unprintable says that some letters could not be drawn.
	Unprintable string
}

// Pair is a name with its value.
type Pair struct{ Name, Value string }

// Section is one part of a document in one voice.
type Section struct {
	ID      string
	Heading string
	Voice   Voice
	Alarm   bool // to be seen first
	Blocks  []Block
	More    string // "and 4 more on page 2"; empty when all is here
}

// Block is a paragraph, a list, a table or a raster; exactly one is set.
type Block struct {
	Text   string
	Strong bool // of Text
	List   []Line
	Table  *Table
	Raster *Raster
}

// Line is one of a list: what it is about, drawn strong, and what is said of it. Either
// may be empty.
type Line struct{ Lead, Text string }

// String is the line as one sentence after the other.
func (l Line) String() string {
	if l.Lead == "" || l.Text == "" {
		return l.Lead + l.Text
	}
	return l.Lead + ". " + l.Text
}

// plain are lines without a lead.
func plain(texts []string) (out []Line) {
	for _, t := range texts {
		out = append(out, Line{Text: t})
	}
	return out
}

// Table has a heading for each column; the first cell of a row is its heading.
type Table struct {
	Caption string // empty where the heading of the section says it
	Head    []string
	Rows    [][]string
}

// Raster is the nights of page one: a row for each outcome, a cell for each night.
type Raster struct {
	Title string
	Desc  string   // the same in words, for those who do not see it
	Days  []string // over the columns
	Rows  []RasterRow
}

// RasterRow is one outcome.
type RasterRow struct {
	Name   string
	Cells  []RasterCell
	Median string
}

// RasterCell is one night; Text is empty and Shade 0 where it is not known.
type RasterCell struct {
	Text  string
	Shade int // 0 good – 4 bad
	Known bool
}

// Limits say how much of each part page one shows; what is beyond stands in the rest.
type Limits struct {
	OwnWords   int // characters
	Line       int // characters of one entry
	Reasons    int
	Candidates int
	Terms      int // of the first candidate; the others show one less
	Criteria   int
	Flags      int
	Medicines  int
	Tests      int
	Labs       int
	Tried      int
	Questions  int
	Written    int
}

// Steps are the limits from the loosest to the tightest. The tightest fits one page
// whatever the report holds.
var Steps = []Limits{
	{1000, 300, 4, 4, 4, 4, 20, 6, 8, 10, 8, 8, 4},
	{800, 220, 3, 4, 4, 3, 14, 5, 6, 8, 6, 6, 3},
	{600, 160, 3, 3, 3, 3, 12, 4, 5, 6, 5, 5, 3},
	{460, 130, 3, 3, 3, 2, 10, 4, 4, 5, 4, 4, 2},
	{340, 100, 2, 3, 2, 2, 8, 3, 4, 4, 3, 3, 2},
	{240, 80, 2, 3, 2, 1, 6, 3, 3, 3, 3, 2, 1},
	{160, 60, 1, 2, 2, 1, 4, 2, 2, 2, 2, 2, 1},
	{120, 34, 1, 2, 1, 1, 3, 1, 2, 1, 1, 1, 1},
}

// Fit words the report with the loosest limits under which page one fits.
func (r *Report) Fit(p *i18n.Printer, fits func(*Document) bool) *Document {
	for _, l := range Steps[:len(Steps)-1] {
		if d := r.Document(p, l); fits(d) {
			return d
		}
	}
	return r.Document(p, Steps[len(Steps)-1])
}

// Document words the report within limits.
func (r *Report) Document(p *i18n.Printer, l Limits) *Document {
	w := &writer{r: r, p: p, l: l}
	d := &Document{Lang: p.Lang(), Title: w.say("title"), Note: w.say("note"), Head: w.head()}
	d.Foot = w.say("foot", "knowledge", r.Knowledge)
	if r.Invented { // the title stands on page one, the foot on every page
		d.Title, d.Foot = w.say("invented", "text", d.Title), w.say("invented", "text", d.Foot)
	}
	d.Room = Section{ID: "room", Heading: w.say("room"), Voice: Written}
	d.Words = Words{Voices: map[Voice]string{}, Details: w.say("details"), Key: w.say("key"), Unprintable: w.say("unprintable"),
		Page: func(n, of int) string { return w.say("page", "n", n, "of", of) }}
	for _, v := range Voices {
		d.Words.Voices[v] = w.say("voice." + string(v))
	}
	first, labs := Section{}, w.labs()
	if labs.Alarm { // a critical value stands at the top
		first, labs = labs, first
	}
	d.First = present(w.urgency(), first, w.ownWords(), w.written(), w.candidates(), w.criteria(), w.redFlags(), w.nights(), w.medicines(),
		w.changes(), labs, w.tests(), w.tried(), w.trials(), w.questions(), w.suggested())
	w.l, w.whole = everything, true
	d.Rest = present(w.wholeWords(), w.reasons(), w.candidates(), w.criteria(), w.redFlags(), w.nightTable(), w.medicines(), w.labTable(), w.tests(), w.tried(), w.trials(),
		w.plan(), w.answers(), w.questions(), w.suggested(), w.method())
	d.Rest = slices.DeleteFunc(d.Rest, func(s Section) bool { return slices.ContainsFunc(d.First, s.said) })
	return d
}

// said reports whether a section of page one says all that this one would say again.
func (s Section) said(first Section) bool {
	if s.ID != first.ID {
		return false
	}
	return s.ID == "own_words" && first.More == "" || reflect.DeepEqual(s.Blocks, first.Blocks)
}

// everything stands for no limits.
var everything = Limits{1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 20}

// present keeps the sections that hold something.
func present(all ...Section) (out []Section) {
	for _, s := range all {
		if len(s.Blocks) > 0 {
			out = append(out, s)
		}
	}
	return out
}
