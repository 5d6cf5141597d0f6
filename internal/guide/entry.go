package guide

import (
	"strings"

	"github.com/legible-health/legible/internal/kb"
)

// entryPages makes a page for every entry that a person may want to read about.
func entryPages(b *kb.Base) (out []*Page) {
	e := entryMaker{base: b, checked: map[string]string{}}
	for _, s := range b.Sources {
		e.checked[s.ID] = s.Checked
		e.latest = max(e.latest, s.Checked)
	}
	for _, x := range b.Conditions {
		out = append(out, e.condition(x))
	}
	for _, x := range b.Activities {
		out = append(out, e.activity(KindActivity, x))
	}
	for _, x := range b.Exercises {
		out = append(out, e.activity(KindExercise, &x.Activity))
	}
	for _, x := range b.Medicines {
		out = append(out, e.medicine(x))
	}
	for _, x := range b.Analytes {
		out = append(out, e.analyte(x))
	}
	for _, x := range b.Instruments {
		out = append(out, e.instrument(x))
	}
	return out
}

type entryMaker struct {
	base    *kb.Base
	checked map[string]string // by source
	latest  string            // of all sources
}

func (e entryMaker) page(kind, id, title string, reviewed *kb.Review, sources []string) *Page {
	p := &Page{Kind: kind, ID: id, Slug: slug(kind, id), Title: title, Category: kind, Reviewed: reviewed, Sources: sources}
	p.URL, p.asked = "/guide/"+p.Slug, e.base.Asking.AskedAs[kind+"/"+id]
	for _, s := range sources {
		p.Date = max(p.Date, e.checked[s])
	}
	if p.Date == "" {
		p.Date = e.latest
	}
	if kind == KindExercise { // which has the sections of an activity
		kind = KindActivity
	}
	p.headings = e.base.Headings[kind]
	return p
}

// basis of what an entry says: its sources, or opinion where it names none.
func basis(sources []string) kb.Marker {
	if len(sources) == 0 {
		return kb.Marker{Grade: "D"}
	}
	return kb.Marker{Grade: kb.MarkFact, Sources: sources}
}

// text adds a section of kb.Headings with a paragraph, unless it is empty.
func (p *Page) text(section, text string, sources []string) {
	if text = strings.TrimSpace(text); text != "" {
		p.Passages = append(p.Passages, &Passage{Anchor: section + "-1", Heading: p.headings[section], Text: text, Marker: basis(sources)})
	}
}

// list adds a section with a list, unless it is empty.
func (p *Page) list(section string, items, sources []string) {
	if len(items) > 0 {
		p.Passages = append(p.Passages, &Passage{Anchor: section + "-1", Heading: p.headings[section], Items: items, Marker: basis(sources)})
	}
}

func (e entryMaker) condition(c *kb.Condition) *Page {
	p := e.page(KindCondition, c.ID, c.PlainName, c.Reviewed, c.Sources)
	p.Names, p.Summary = []string{c.Name}, c.Summary
	p.text("what-it-is", c.Summary, c.Sources)
	p.text("how-urgent", c.Urgency.Reason, c.Sources)
	if d := c.Feared; d != nil {
		p.text("what-settles-it", d.SettledBy+" "+d.WatchFor, c.Sources)
	}
	p.list("get-help", e.signs(c.RedFlags), c.Sources)
	p.list("what-may-help", e.names(c.SelfCare), c.Sources)
	p.list("treatment", c.Treatment, c.Sources)
	p.list("tests", c.Tests, c.Sources)
	p.list("do-not", c.DoNot, c.Sources)
	p.list("mistaken-for", e.conditions(c.Mimics), c.Sources)
	return p
}

// signs writes "a -> b" as a person reads it, and findings by their names.
func (e entryMaker) signs(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strings.ReplaceAll(s, " -> ", ": ")
		if f := e.base.Finding(s); f != nil {
			out[i] = f.Name()
		}
	}
	return out
}

// names of activities and exercises; what is no id stays as written.
func (e entryMaker) names(ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = id
		for _, a := range e.base.Activities {
			if a.ID == id {
				out[i] = a.Name
			}
		}
		for _, x := range e.base.Exercises {
			if x.ID == id {
				out[i] = x.Name
			}
		}
	}
	return out
}

func (e entryMaker) conditions(ids []string) (out []string) {
	for _, id := range ids {
		if c := e.base.Condition(id); c != nil {
			out = append(out, c.PlainName)
		}
	}
	return out
}

func (e entryMaker) activity(kind string, a *kb.Activity) *Page {
	p := e.page(kind, a.ID, a.Name, a.Reviewed, a.Sources)
	p.Category = a.Category
	if len(a.Steps) > 0 {
		p.Summary = a.Steps[0]
	}
	p.list("how", a.Steps, a.Sources)
	p.text("how-sure", howSure(e.base.Care.Grades, a.Grade, a.GradeNote), a.Sources)
	p.list("studies", a.Results, a.Sources)
	p.list("for", e.conditions(a.ForCauses), a.Sources)
	var wrong []string
	for _, c := range a.Contraindications {
		wrong = append(wrong, c.Text)
	}
	p.list("not-for", wrong, a.Sources)
	p.list("stop-if", a.StopIf, a.Sources)
	return p
}

func (e entryMaker) medicine(m *kb.Medicine) *Page {
	var sources, effects, drugs []string
	for _, x := range m.Effects {
		sources = append(sources, x.Source)
		effects = append(effects, e.base.Effects[x.Effect]+" ("+e.base.Care.Grades[x.Strength].Name+")")
	}
	p := e.page(KindMedicine, m.ID, m.Name, m.Reviewed, sources)
	p.Summary = m.TellPerson
	for _, d := range m.Drugs {
		p.Names = append(append(p.Names, d.Name), d.Brands...)
		name := d.Name
		if len(d.Brands) > 0 {
			name += " (" + strings.Join(d.Brands, ", ") + ")"
		}
		drugs = append(drugs, name)
	}
	p.text("what-to-know", m.TellPerson, sources)
	p.text("get-help", capital(m.UrgentIf), sources)
	p.list("legs", effects, sources)
	p.list("names", drugs, sources)
	return p
}

func (e entryMaker) analyte(a *kb.Analyte) *Page {
	p := e.page(KindLab, a.ID, a.Name, a.Reviewed, a.Sources)
	p.Names, p.Summary = a.Names, a.Meaning
	p.text("meaning", a.Meaning, a.Sources)
	p.text("sample", capital(a.SampleNote), a.Sources)
	var means []string
	for _, t := range a.LegThresholds {
		if m := t.Means; m != "" {
			if t.AppliesTo != "" {
				m = t.AppliesTo + ": " + m
			}
			means = append(means, capital(m))
		}
	}
	p.list("legs", means, a.Sources)
	p.list("remarks", a.Remarks, a.Sources)
	return p
}

func (e entryMaker) instrument(t *kb.Instrument) *Page {
	p := e.page(KindInstrument, t.ID, t.Name, t.Reviewed, t.Sources)
	p.Summary = t.Purpose
	p.text("purpose", t.Purpose, t.Sources)
	var levels []string
	for _, l := range t.Levels {
		levels = append(levels, capital(l.Label)+": "+l.Meaning)
	}
	p.list("levels", levels, t.Sources)
	return p
}

// capital writes the first letter large.
func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
