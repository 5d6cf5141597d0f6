package reading_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/kb"
)

// passage is one text that people see. Entity is the page or the entry it stands on;
// texts too short to measure alone are pooled by it.
type passage struct {
	Kind, Entity, Field, Text string
}

// corpus lists what a person can meet: the catalogue of the pages, and of the content
// the sentences that pages show. What only clinicians are shown (clinical names, study
// figures, evidence notes) is not in it, nor a question in the third person, which is
// the same sentence with "they".
func corpus(t *testing.T) []passage {
	t.Helper()
	base, err := kb.Load(os.DirFS(filepath.Join("..", "..", "knowledge")))
	if err != nil {
		t.Fatalf("load knowledge: %v", err)
	}
	var c collector
	c.catalogue(t)
	c.assessment(base)
	c.care(base)
	c.experiments(&base.Experiments)
	return c.list
}

type collector struct{ list []passage }

func (c *collector) add(kind, entity, field string, texts ...string) {
	for _, text := range texts {
		if strings.TrimSpace(text) != "" {
			c.list = append(c.list, passage{kind, kind + "/" + entity, field, text})
		}
	}
}

func (c *collector) catalogue(t *testing.T) {
	t.Helper()
	bundle, err := i18n.Load(os.DirFS(filepath.Join("..", "web", "messages")))
	if err != nil {
		t.Fatalf("load messages: %v", err)
	}
	p := bundle.For("en")
	for _, key := range p.Keys() {
		page, rest, _ := strings.Cut(key, ".")
		c.add("messages", page, rest, p.T(key, "n", 2))
	}
}

// assessment collects what the check asks and answers.
func (c *collector) assessment(base *kb.Base) {
	for _, f := range base.Findings {
		c.add("findings", f.ID, "question", f.Question)
		c.add("findings", f.ID, "label", f.Label)
		c.add("findings", f.ID, "why", f.Why)
	}
	for _, x := range base.Conditions {
		c.add("conditions", x.ID, "plain_name", x.PlainName)
		c.add("conditions", x.ID, "summary", x.Summary)
		c.add("conditions", x.ID, "urgency.reason", x.Urgency.Reason)
	}
	for _, r := range base.RedFlags {
		c.add("redflags", r.ID, "tells", r.Tells)
		c.add("redflags", r.ID, "tells_other", r.Other)
		c.add("redflags", r.ID, "why", r.Why)
	}
	for _, a := range base.Actions {
		id := a.Level.String()
		c.add("actions", id, "action", a.Action)
		c.add("actions", id, "meanwhile", a.Meanwhile)
		c.add("actions", id, "sooner_if", a.SoonerIf)
		c.add("actions", id, "other.action", a.Other.Action)
		c.add("actions", id, "other.meanwhile", a.Other.Meanwhile)
		c.add("actions", id, "other.sooner_if", a.Other.SoonerIf)
	}
	for _, i := range base.Instruments {
		for _, l := range i.Levels {
			c.add("instruments", i.ID, "levels.meaning", l.Meaning)
		}
	}
	for _, m := range base.Medicines {
		c.add("medicines", m.ID, "tell_person", m.TellPerson)
		c.add("medicines", m.ID, "urgent_if", m.UrgentIf)
	}
}

// care collects what a plan tells.
func (c *collector) care(base *kb.Base) {
	for _, a := range base.Activities {
		c.activity("activities", a)
	}
	for _, e := range base.Exercises {
		c.activity("exercises", &e.Activity)
	}
	for _, d := range base.Disagreements {
		c.add("disagreements", d.ID, "topic", d.Topic)
		c.add("disagreements", d.ID, "seed_says", d.SeedSays)
		c.add("disagreements", d.ID, "evidence_says", d.EvidenceSays)
	}
}

func (c *collector) activity(kind string, a *kb.Activity) {
	c.add(kind, a.ID, "name", a.Name)
	c.add(kind, a.ID, "steps", strings.Join(a.Steps, "\n"))
	c.add(kind, a.ID, "easier_version", a.EasierVersion)
	c.add(kind, a.ID, "frequency", a.Frequency)
	c.add(kind, a.ID, "duration", a.Duration)
	c.add(kind, a.ID, "stop_if", a.StopIf...)
	for _, x := range a.Contraindications {
		c.add(kind, a.ID, "contraindications.text", x.Text)
	}
}

// experiments collects what a person who tries a measure is told.
func (c *collector) experiments(e *kb.Experiments) {
	c.add("experiments", "rules", "unknown_harm", e.Rules.UnknownHarm)
	c.add("experiments", "rules", "worse_nights", e.Rules.WorseNights)
	for _, m := range e.Measures {
		c.add("measures", m.ID, "name", m.Name)
		c.add("measures", m.ID, "with", m.With)
		c.add("measures", m.ID, "without", m.Without)
		for _, h := range m.Harms {
			c.add("measures", m.ID, "harms.text", h.Text)
			c.add("measures", m.ID, "harms.stop", h.Stop)
		}
	}
}
