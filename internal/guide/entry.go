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
	p.URL = "/guide/" + p.Slug
	for _, s := range sources {
		p.Date = max(p.Date, e.checked[s])
	}
	if p.Date == "" {
		p.Date = e.latest
	}
	return p
}

// basis of what an entry says: its sources, or opinion where it names none.
func basis(sources []string) kb.Marker {
	if len(sources) == 0 {
		return kb.Marker{Grade: "D"}
	}
	return kb.Marker{Grade: kb.MarkFact, Sources: sources}
}

// text adds a paragraph, unless it is empty.
func (p *Page) text(anchor, heading, text string, sources []string) {
	if text = strings.TrimSpace(text); text != "" {
		p.Passages = append(p.Passages, &Passage{Anchor: anchor + "-1", Heading: heading, Text: text, Marker: basis(sources)})
	}
}

// list adds a list, unless it is empty.
func (p *Page) list(anchor, heading string, items, sources []string) {
	if len(items) > 0 {
		p.Passages = append(p.Passages, &Passage{Anchor: anchor + "-1", Heading: heading, Items: items, Marker: basis(sources)})
	}
}

func (e entryMaker) condition(c *kb.Condition) *Page {
	p := e.page(KindCondition, c.ID, c.PlainName, c.Reviewed, c.Sources)
	p.Names, p.Summary = []string{c.Name}, c.Summary
	p.text("what-it-is", "What it is", c.Summary, c.Sources)
	p.text("how-urgent", "How soon it needs care", c.Urgency.Reason, c.Sources)
	if d := c.Feared; d != nil {
		p.text("what-settles-it", "What settles it", d.SettledBy+" "+d.WatchFor, c.Sources)
	}
	p.list("get-help", "When to get help", e.signs(c.RedFlags), c.Sources)
	p.list("what-may-help", "What may help", e.names(c.SelfCare), c.Sources)
	p.list("treatment", "What a clinician may offer", c.Treatment, c.Sources)
	p.list("tests", "How it is found", c.Tests, c.Sources)
	p.list("do-not", "What not to do", c.DoNot, c.Sources)
	p.list("mistaken-for", "What it is mistaken for", e.conditions(c.Mimics), c.Sources)
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
	p.list("how", "How to do it", a.Steps, a.Sources)
	p.text("how-sure", "How sure this is", howSure(a.Grade, a.GradeNote), a.Sources)
	p.list("studies", "What studies found", a.Results, a.Sources)
	p.list("for", "What it is for", e.conditions(a.ForCauses), a.Sources)
	var wrong []string
	for _, c := range a.Contraindications {
		wrong = append(wrong, c.Text)
	}
	p.list("not-for", "Who should not do it, or should ask first", wrong, a.Sources)
	p.list("stop-if", "When to stop", a.StopIf, a.Sources)
	return p
}

func (e entryMaker) medicine(m *kb.Medicine) *Page {
	var sources, effects, drugs []string
	for _, x := range m.Effects {
		sources = append(sources, x.Source)
		effects = append(effects, Effect(x.Effect)+" ("+gradeWords[x.Strength]+")")
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
	p.text("what-to-know", "What to know", m.TellPerson, sources)
	p.text("get-help", "When to get help", capital(m.UrgentIf), sources)
	p.list("legs", "What it may do to legs", effects, sources)
	p.list("names", "Names", drugs, sources)
	return p
}

func (e entryMaker) analyte(a *kb.Analyte) *Page {
	p := e.page(KindLab, a.ID, a.Name, a.Reviewed, a.Sources)
	p.Names, p.Summary = a.Names, a.Meaning
	p.text("meaning", "What it tells", a.Meaning, a.Sources)
	p.text("sample", "Before the test", capital(a.SampleNote), a.Sources)
	var means []string
	for _, t := range a.LegThresholds {
		if m := t.Means; m != "" {
			if t.AppliesTo != "" {
				m = t.AppliesTo + ": " + m
			}
			means = append(means, capital(m))
		}
	}
	p.list("legs", "What it may mean for legs", means, a.Sources)
	p.list("remarks", "Good to know", a.Remarks, a.Sources)
	return p
}

func (e entryMaker) instrument(t *kb.Instrument) *Page {
	p := e.page(KindInstrument, t.ID, t.Name, t.Reviewed, t.Sources)
	p.Summary = t.Purpose
	p.text("purpose", "What it is for", t.Purpose, t.Sources)
	var levels []string
	for _, l := range t.Levels {
		levels = append(levels, capital(l.Label)+": "+l.Meaning)
	}
	p.list("levels", "What the result means", levels, t.Sources)
	return p
}

// words of an id.
func words(id string) string { return strings.ReplaceAll(id, "_", " ") }

// capital writes the first letter large.
func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
