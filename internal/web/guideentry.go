package web

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/figure"
	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/kb"
)

// factsView is the page of one entry of the knowledge base: plain words first, then what
// the numbers are and where they come from. It never holds a dose.
type factsView struct {
	standing
	Title     string
	Kind      way // Key is its words
	Names     []string
	Lead      string
	LeadID    string
	Level     string // of urgency, if this is the cause; empty for what is no condition
	Urgency   string // why, with UrgencyID as its passage
	UrgencyID string
	Frames    []figure.Frame
	Steps     *entrySection
	Facts     []factView
	Sections  []entrySection
	Numbers   []entrySection // folded
	Plays     bool           // it is part of guided stretching
	Sources   []sourceView
	Related   []cardView
	Grades    []string // what each grade of evidence means
}

type factView struct{ Name, Value string }

// entrySection is a heading with a text, a list or a table. ID is that of the passage.
type entrySection struct {
	ID, Heading, Text string
	Items             []itemView
	Table             *tableView
	Rests             template.HTML
	Warn              bool // cannot wait
	Mind              bool // not to be overlooked
	Levels            []flagGroup
}

type itemView struct {
	Text, Href string
	Rests      template.HTML
}

// tableView has a head and rows; the first cell of a row names it.
type tableView struct {
	Head []string
	Rows []rowView
}

type rowView struct {
	Cells []string
	Basis string // how the number was obtained
	Rests template.HTML
}

func (pr *prose) entry(x *guide.Page) factsView {
	v := factsView{Title: x.Title, Kind: way{"/guide?kind=" + x.Kind, pr.p.T("guide.kind." + x.Kind)}, Names: otherNames(x)}
	for i, s := range x.Passages {
		if i == 0 && s.Text != "" && len(s.Items) == 0 {
			v.Lead, v.LeadID = s.Text, s.Anchor
			continue
		}
		sec := entrySection{ID: s.Anchor, Heading: s.Heading, Text: s.Text}
		for _, item := range s.Items {
			sec.Items = append(sec.Items, itemView{Text: capitalized(item)})
		}
		v.Sections = append(v.Sections, sec)
	}
	switch x.Kind {
	case guide.KindCondition:
		pr.condition(&v, pr.base.Condition(x.ID))
	case guide.KindActivity:
		pr.activity(&v, entryOf(pr.base.Activities, func(a *kb.Activity) bool { return a.ID == x.ID }))
	case guide.KindExercise:
		pr.exercise(&v, pr.exercises[x.ID])
	case guide.KindMedicine:
		pr.medicine(&v, entryOf(pr.base.Medicines, func(m *kb.Medicine) bool { return m.ID == x.ID }))
	case guide.KindLab:
		pr.analyte(&v, entryOf(pr.base.Analytes, func(a *kb.Analyte) bool { return a.ID == x.ID }))
	case guide.KindInstrument:
		pr.instrument(&v, entryOf(pr.base.Instruments, func(t *kb.Instrument) bool { return t.ID == x.ID }))
	}
	pr.cite(x.Sources) // those that no number names come last
	return v
}

// entryOf returns the entry, which exists where its page does.
func entryOf[T any](all []T, is func(T) bool) T { return all[slices.IndexFunc(all, is)] }

// otherNames lists the names of a page besides its title, each once.
func otherNames(x *guide.Page) (out []string) {
	for _, n := range x.Names {
		if !strings.EqualFold(n, x.Title) && !slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, n) }) {
			out = append(out, n)
		}
	}
	return out
}

// section returns the section of a passage, or nil.
func (v *factsView) section(name string) *entrySection {
	for i := range v.Sections {
		if v.Sections[i].ID == name+"-1" {
			return &v.Sections[i]
		}
	}
	return nil
}

// mind marks sections that somebody must not overlook.
func (v *factsView) mind(names ...string) {
	for _, n := range names {
		if s := v.section(n); s != nil {
			s.Mind = true
		}
	}
}

// take takes the section of a passage out; nil without one.
func (v *factsView) take(name string) *entrySection {
	s := v.section(name)
	if s == nil {
		return nil
	}
	taken := *s
	v.Sections = slices.DeleteFunc(v.Sections, func(x entrySection) bool { return x.ID == taken.ID })
	return &taken
}

// link makes the items of a section lead to the pages of entries, in the order of their
// ids; what has no page stays plain.
func (pr *prose) link(s *entrySection, ids []string, kinds ...string) {
	if s == nil || len(s.Items) != len(ids) {
		return
	}
	for i, id := range ids {
		for _, kind := range kinds {
			if x := pr.g.Entry(kind, id); x != nil {
				s.Items[i].Href = x.URL
			}
		}
	}
}

// known keeps the ids that have a page of that kind.
func (pr *prose) known(kind string, ids []string) (out []string) {
	for _, id := range ids {
		if pr.g.Entry(kind, id) != nil {
			out = append(out, id)
		}
	}
	return out
}

func (pr *prose) condition(v *factsView, c *kb.Condition) {
	v.Level = c.Urgency.Level.String()
	pr.link(v.section("what-may-help"), c.SelfCare, guide.KindActivity, guide.KindExercise)
	pr.link(v.section("mistaken-for"), pr.known(guide.KindCondition, c.Mimics), guide.KindCondition)
	v.mind("get-help")
	if s := v.take("how-urgent"); s != nil {
		v.Urgency, v.UrgencyID = s.Text, s.ID
	}
	if flags := pr.flags(c.ID); len(flags) > 0 {
		v.Sections = slices.Insert(v.Sections, 0, entrySection{ID: "red-flags", Heading: pr.p.T("guide.red_flags"), Warn: true, Levels: flags})
	}
	if labs := pr.known(guide.KindLab, c.Labs); len(labs) > 0 {
		s := entrySection{ID: "labs", Heading: pr.p.T("guide.labs")}
		for _, id := range labs {
			x := pr.g.Entry(guide.KindLab, id)
			s.Items = append(s.Items, itemView{Text: x.Title, Href: x.URL})
		}
		v.Sections = append(v.Sections, s)
	}
	v.Numbers = append(v.Numbers, pr.prevalence(c), pr.risks(c))
}

// flagsShown is how many red flags of a level a page names: those that stand for the fewest
// other conditions.
const flagsShown = 3

// ofAnswers is a red flag whose sentence speaks of answers, which a reader has not given.
const ofAnswers = "clot_wells_likely"

// flags lists the red flags that stand for a condition, most urgent first; only those that
// send somebody for help the same day.
func (pr *prose) flags(condition string) (out []flagGroup) {
	for _, level := range []string{"emergency", "same_day"} {
		g := flagGroup{Level: level}
		var fired []*kb.RedFlag
		for _, f := range pr.base.RedFlags {
			if f.Level.String() == level && slices.Contains(f.For, condition) && f.ID != ofAnswers {
				fired = append(fired, f)
			}
		}
		slices.SortStableFunc(fired, func(a, b *kb.RedFlag) int { return len(a.For) - len(b.For) })
		for _, f := range fired[:min(len(fired), flagsShown)] {
			g.Tells = append(g.Tells, f.Tells)
		}
		if len(g.Tells) > 0 {
			out = append(out, g)
		}
	}
	return out
}

func (pr *prose) activity(v *factsView, a *kb.Activity) {
	pr.link(v.section("for"), pr.known(guide.KindCondition, a.ForCauses), guide.KindCondition)
	v.Frames = figure.Exercise(a.ID)
	v.mind("not-for", "stop-if")
	v.Steps = v.take("how")
	for _, name := range []string{"stop-if", "not-for"} { // what must be known before it is done
		if s := v.take(name); s != nil {
			v.Sections = slices.Insert(v.Sections, 0, *s)
		}
	}
	add := func(key, value string) {
		if value != "" {
			v.Facts = append(v.Facts, factView{pr.p.T("guide.fact." + key), capitalized(value)})
		}
	}
	add("often", a.Frequency)
	add("long", a.Duration)
	if len(a.Equipment) > 0 {
		add("needs", strings.Join(a.Equipment, ", "))
	}
	if a.EasierVersion != "" {
		v.Sections = slices.Insert(v.Sections, 0, entrySection{ID: "easier", Heading: pr.p.T("guide.easier"), Text: strings.TrimSuffix(capitalized(a.EasierVersion), ".") + "."})
	}
}

func (pr *prose) exercise(v *factsView, e *kb.Exercise) {
	v.Plays = len(e.Doses) > 0
	v.Facts = append(v.Facts, factView{pr.p.T("guide.fact.position"), pr.p.T("guide.position." + e.Position)})
	span := func(key, one string, s *kb.Span) {
		if s == nil {
			return
		}
		n := fmt.Sprint(s.Min)
		if s.Max != s.Min {
			n = fmt.Sprintf("%d–%d", s.Min, s.Max)
		}
		v.Facts = append(v.Facts, factView{pr.p.T("guide.fact." + key), pr.p.T("guide.fact."+one, "span", n)})
	}
	span("hold", "hold_value", e.HoldSeconds)
	span("repeats", "repeats_value", e.RepeatsEachSide)
	pr.activity(v, &e.Activity)
}

func (pr *prose) medicine(v *factsView, m *kb.Medicine) {
	v.mind("get-help")
	v.Names = nil // they have a section of their own
	if s := v.section("legs"); s != nil && len(s.Items) == len(m.Effects) {
		for i, e := range m.Effects {
			s.Items[i].Rests = pr.cited([]string{e.Source})
		}
	}
	s := entrySection{ID: "figures", Heading: pr.p.T("guide.figures"), Table: &tableView{Head: pr.head("effect", "said")}}
	for _, e := range m.Effects {
		if e.Value != "" {
			s.Table.Rows = append(s.Table.Rows, rowView{[]string{pr.base.Effects[e.Effect], e.Value}, pr.basis(e.Status), pr.cited([]string{e.Source})})
		}
	}
	v.Numbers = append(v.Numbers, s)
}

// head words the head of a table.
func (pr *prose) head(keys ...string) (out []string) {
	for _, k := range keys {
		out = append(out, pr.p.T("guide.column."+k))
	}
	return out
}

// basis says how a figure was obtained.
func (pr *prose) basis(status string) string { return pr.p.T("guide.basis." + status) }
