package app_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
)

func years(n float64) *float64 { return &n }

func TestAskUsesTheCheck(t *testing.T) {
	s := service()
	check := &app.Request{Person: app.Person{Age: years(58), Sex: "female"},
		Text: "In the evening I have an urge to move my legs, it is worse at rest and gets better as soon as I walk about."}
	plain, err := s.Ask(context.Background(), &app.AskRequest{Question: "what can I do about it"})
	if err != nil || plain.Answered || plain.Check != nil {
		t.Fatalf("without a check: %+v, %v", plain, err)
	}
	a, err := s.Ask(context.Background(), &app.AskRequest{Question: "what can I do about it", Check: check})
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case a.Check == nil || len(a.Check.Causes) == 0 || a.Check.Text == "" || a.Check.Action == "":
		t.Fatalf("the answer does not say that it used the check: %+v", a.Check)
	case a.Check.Causes[0].Condition != "rls_adult" || a.Check.Causes[0].URL != "/guide/conditions/rls-adult":
		t.Errorf("the causes are %+v", a.Check.Causes)
	case len(a.Passages) == 0 || !slices.Contains([]string{"restless-legs", "conditions/rls-adult"}, strings.Split(a.Passages[0].ID, "#")[0]):
		t.Errorf("the passages are %+v", a.Passages)
	case a.Urgent != nil:
		t.Errorf("restless legs are urgent: %+v", a.Urgent)
	}
	same, err := s.Assess(check)
	if err != nil || same.Differential[0].Condition != a.Check.Causes[0].Condition || same.Urgency.Level != a.Check.Level {
		t.Errorf("the check itself says %v, the answer %+v", same.Urgency.Level, a.Check)
	}
}

// What is urgent in a check stands before the answer to any question, with the number to
// ring of the country it names.
func TestAnUrgentCheckLeads(t *testing.T) {
	s := service()
	check := &app.Request{Person: app.Person{Age: years(62)}, Country: "GB", Text: "One calf is suddenly swollen, red and warm, and I am short of breath."}
	for _, q := range []string{"how do I stretch before bed", "what is the capital of France"} {
		a, err := s.Ask(context.Background(), &app.AskRequest{Question: q, Check: check})
		if err != nil {
			t.Fatal(err)
		}
		if u := a.Urgent; u == nil || u.Level != clinical.Emergency || u.Call != "999" || len(u.Reasons) == 0 || u.Action == "" {
			t.Errorf("%q: %+v", q, u)
		}
	}
	both, err := s.Ask(context.Background(), &app.AskRequest{Question: "I want to die", Country: "GB", Check: check})
	if err != nil || both.Urgent == nil || both.Urgent.CrisisLine == "" || both.Urgent.Level != clinical.Emergency {
		t.Errorf("thoughts of death beside an urgent check: %+v, %v", both.Urgent, err)
	}
	seen := map[string]bool{}
	for _, r := range both.Urgent.Reasons {
		if seen[r.Rule] {
			t.Errorf("%s is said twice", r.Rule)
		}
		seen[r.Rule] = true
	}
}

// A check makes no answer of what the guide does not cover and no dose of a dose question.
func TestACheckOpensNothing(t *testing.T) {
	s := service()
	check := &app.Request{Person: app.Person{Age: years(58)}, Text: "My calf cramps at night."}
	for _, q := range askedQuestions(t) {
		if q.Kind != "offtopic" && q.Kind != "dose" && q.Kind != "stop" {
			continue
		}
		with, err := s.Ask(context.Background(), &app.AskRequest{Question: q.Q, Check: check})
		if err != nil {
			t.Fatal(err)
		}
		without, err := s.Ask(context.Background(), &app.AskRequest{Question: q.Q})
		if err != nil {
			t.Fatal(err)
		}
		if with.Kind != without.Kind || q.Kind != "offtopic" && with.Answer[0] != without.Answer[0] {
			t.Errorf("%q: %s with a check, %s without", q.Q, with.Kind, without.Kind)
		}
	}
}

func TestAskRefusesAWrongCheck(t *testing.T) {
	for field, check := range map[string]*app.Request{
		"check.person.age":          {Person: app.Person{Age: years(-1)}},
		"check.text":                {Text: strings.Repeat("a", app.MaxText+1)},
		"check.evidence[0].finding": {Evidence: []app.Answer{{Finding: "no_such", Presence: "present"}}},
		"check.about":               {About: "nobody"},
	} {
		_, err := service().Ask(context.Background(), &app.AskRequest{Question: "why do my legs ache", Check: check})
		var e *errs.Error
		if !errors.As(err, &e) || e.Kind != errs.Invalid || e.Field != field {
			t.Errorf("%v, want an error about %s", err, field)
		}
	}
}

// parrot repeats the passages, or what it was told to say.
type parrot struct {
	says string
	err  error
}

func (p parrot) Name() string { return "parrot" }

func (p parrot) Rephrase(_ context.Context, passages []string) (string, error) {
	if p.says == "" {
		return passages[0] + " [1]", p.err
	}
	return p.says, p.err
}

func TestRephraserIsNotBelieved(t *testing.T) {
	s, err := app.New(service().Base())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []parrot{{says: "Take 300 mg of magnesium [1]."}, {says: "Legs [1]", err: errors.New("down")}, {err: errors.New("down")}, {says: "\x00"}} {
		s.RephraseWith(p)
		a, err := s.Ask(context.Background(), &app.AskRequest{Question: "does magnesium help cramps"})
		if err != nil || a.Rephrased != nil || len(a.Answer) == 0 {
			t.Errorf("%+v: %+v, %v", p, a.Rephrased, err)
		}
	}
}
