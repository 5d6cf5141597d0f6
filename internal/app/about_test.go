package app_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
)

const story = `"text":"My left calf cramps at three in the morning and goes rock hard, for two months. I take a statin.","person":{"age":62,"sex":"male"}`

// Somebody who answers for another is never asked about themselves.
func TestAboutSomebodyElse(t *testing.T) {
	self, other := assess(t, `{`+story+`}`), assess(t, `{`+story+`,"about":"other"}`)
	if self.Differential[0].Posttest != other.Differential[0].Posttest || self.Urgency.Level != other.Urgency.Level {
		t.Error("the wording changed the reasoning")
	}
	speaks := regexp.MustCompile(`(?i)\byour\b|\bdo you\b|\bare you\b|\blike you\b`)
	for _, d := range other.Differential {
		for _, text := range append(texts(d.For, d.Against), d.Frequency) {
			if speaks.MatchString(text) {
				t.Errorf("speaks to the wrong person: %s", text)
			}
		}
	}
	for _, u := range other.Understood {
		if speaks.MatchString(u.Question) {
			t.Errorf("speaks to the wrong person: %s", u.Question)
		}
	}
	if _, err := service().Assess(&app.Request{About: "them"}); errs.KindOf(err) != errs.Invalid {
		t.Errorf("about them: %v, want an invalid field", err)
	}
}

// Nobody has to say whom it is about where the words do. What is said stands above them.
func TestAboutComesFromTheText(t *testing.T) {
	for _, c := range []struct{ body, about string }{
		{`{"text":"My son is 5 and his left leg hurts at night."}`, "other"},
		{`{"text":"My mum has had cramps in both calves since spring, she is 81."}`, "other"},
		{`{"text":"He wakes with leg pain and is hot."}`, "other"},
		{`{"text":"My calf cramps at night and my wife says I kick."}`, "self"},
		{`{"text":"After the birth of my daughter I woke up with pain behind my knee."}`, "self"},
		{`{"text":"leg cramps at night"}`, "self"},
		{`{"person":{"age":6}}`, "other"},
		{`{"person":{"age":12}}`, "self"},
		{`{"text":"My son is 5 and his left leg hurts at night.","about":"self"}`, "self"},
		{`{"text":"My calf cramps at night.","about":"other"}`, "other"},
		{`{}`, "self"},
	} {
		r := assess(t, c.body)
		if r.About != c.about {
			t.Errorf("%s: about %s", c.body, r.About)
		}
		if r.Question != nil && c.about == "other" && regexp.MustCompile(`(?i)\byou\b`).MatchString(r.Question.Text) {
			t.Errorf("%s: asks %q", c.body, r.Question.Text)
		}
	}
}

func texts(lists ...[]app.Term) (out []string) {
	for _, l := range lists {
		for _, t := range l {
			out = append(out, t.Text)
		}
	}
	return out
}

// Every question that says you has a wording for somebody else, with nothing else changed
// in it that a rule reads: the numbers stay.
func TestQuestionsAboutSomebodyElse(t *testing.T) {
	numbers := regexp.MustCompile(`\d+(\.\d+)?`)
	speaks := regexp.MustCompile(`(?i)\byour\b|\bdo you\b|\bare you\b|\bhave you\b|\bdid you\b`)
	for _, f := range service().Base().Findings {
		if f.Kind == "derived" {
			continue
		}
		ask := f.Ask(true)
		if speaks.MatchString(ask) && !strings.HasPrefix(ask, "Have you or someone else") {
			t.Errorf("%s speaks to the wrong person: %s", f.ID, ask)
		}
		if got, want := numbers.FindAllString(ask, -1), numbers.FindAllString(f.Question, -1); !cmp.Equal(got, want) {
			t.Errorf("%s: numbers %v, want %v", f.ID, got, want)
		}
	}
}

// What to do is said about the one it concerns, at every level and for every red flag.
func TestAdviceAboutSomebodyElse(t *testing.T) {
	speaks := regexp.MustCompile(`(?i)\byour\b|\byourself\b|\byou (are|have|feel|cannot|take)\b`)
	base := service().Base()
	for _, r := range base.RedFlags {
		if text := r.Sentence(true); speaks.MatchString(text) && !strings.Contains(text, "at once if you can") {
			t.Errorf("%s speaks to the wrong person: %s", r.ID, text)
		}
	}
	for _, a := range base.Actions {
		do := a.For(true)
		for _, text := range []string{do.Action, do.Meanwhile, do.SoonerIf} {
			if speaks.MatchString(text) || text == "" {
				t.Errorf("%v speaks to the wrong person: %q", a.Level, text)
			}
		}
	}
	r := assess(t, `{"about":"other","evidence":[{"finding":"saddle_numbness","presence":"present"}]}`)
	if text := r.Urgency.Reasons[0].Text; !strings.Contains(text, "They are numb between the legs") || !strings.Contains(r.Urgency.Action, "for them") {
		t.Errorf("%s: %s", r.Urgency.Action, text)
	}
}

// What is named as changing the advice does so when it is answered.
func TestChangesHoldWhenAnswered(t *testing.T) {
	for name, body := range map[string]string{"cramp": story, "nothing": `"person":{}`, "swollen": `"text":"One leg is swollen."`} {
		t.Run(name, func(t *testing.T) {
			before := assess(t, `{`+body+`,"changes":true}`)
			if len(before.Changes) == 0 || len(before.Changes) > 5 {
				t.Fatalf("%d changes, want 1 to 5", len(before.Changes))
			}
			for _, c := range before.Changes {
				after := assess(t, `{`+body+`,"evidence":[{"finding":"`+c.Finding+`","presence":"`+string(c.Presence)+`"}]}`)
				first := after.Differential[0].Condition
				if after.Urgency.Level != c.Level || first != c.First {
					t.Errorf("%s %s: %v and %s, promised %v and %s", c.Finding, c.Presence, after.Urgency.Level, first, c.Level, c.First)
				}
				if c.Level == before.Urgency.Level && c.First == before.Differential[0].Condition {
					t.Errorf("%s %s changes nothing", c.Finding, c.Presence)
				}
			}
		})
	}
	if n := len(assess(t, `{`+story+`}`).Changes); n != 0 {
		t.Errorf("%d changes nobody asked for", n)
	}
	r := assess(t, `{"changes":true,"evidence":[{"finding":"saddle_numbness","presence":"present"}]}`)
	if r.Urgency.Level != clinical.Emergency || len(r.Changes) != 0 {
		t.Errorf("%v with %d changes; nothing is said of an emergency", r.Urgency.Level, len(r.Changes))
	}
}

// The feared conditions are in the content, and one of them is a clot.
func TestFearedIsSpokenTo(t *testing.T) {
	for text, want := range map[string]string{
		"My calf cramps at night.": "unlikely",
		"My left calf is swollen, warm and sore for three days after a long flight.": "possible",
	} {
		r := assess(t, `{"text":"`+text+`"}`)
		if len(r.Feared) == 0 || r.Feared[0].Why == "" {
			t.Fatal("no danger is spoken to")
		}
		if got := r.Feared[0].Text; !strings.Contains(got, want) && !(want == "possible" && strings.Contains(got, "among the likely")) {
			t.Errorf("%s: %s", text, got)
		}
	}
}
