package web

import (
	"context"
	"math"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/report"
)

var loadBase = sync.OnceValues(func() (*kb.Base, error) { return kb.Load(os.DirFS("../../knowledge")) })

func testBase(t testing.TB) *kb.Base {
	t.Helper()
	base, err := loadBase()
	if err != nil {
		t.Fatalf("load knowledge: %v", err)
	}
	return base
}

// testSite is the site over a fake service whose answers are known.
func testSite(t testing.TB) (http.Handler, *fake) {
	t.Helper()
	f := &fake{base: testBase(t)}
	h, err := newSite(f, f.base, Options{Country: "GB", Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return h, f
}

// fake is a service with five questions, one alarm and a fixed differential. Its
// sentences are made up for layout and are no medical content.
type fake struct {
	base  *kb.Base
	err   error
	panic any
	level func(*app.Urgency) // changes the urgency, if set
	seen  *app.Request       // the last request
}

func (f *fake) Report(r *app.ReportRequest) (*report.Report, error) {
	if f.err != nil {
		return nil, f.err
	}
	return must(realService()).Report(r)
}

func (f *fake) Document(r *app.ReportRequest, at time.Time) (*fhir.Bundle, error) {
	if f.err != nil {
		return nil, f.err
	}
	return must(realService()).Document(r, at)
}

func (f *fake) Guide() (*guide.Guide, error) { return must(realService()).Guide() }

func (f *fake) Ask(ctx context.Context, r *app.AskRequest) (*app.AskResponse, error) {
	if f.err != nil {
		return nil, f.err
	}
	return must(realService()).Ask(ctx, r)
}

func (f *fake) Labs(r *app.LabsRequest) (*app.LabsResponse, error) {
	if f.err != nil {
		return nil, f.err
	}
	return must(realService()).Labs(r)
}

func (f *fake) ReadLabs(r *app.LabsReadRequest) (*app.LabsRead, error) {
	return must(realService()).ReadLabs(r)
}

func (f *fake) LabUnits(analyte string) []string { return must(realService()).LabUnits(analyte) }

var fakeQuestions = []string{"urge_to_move_legs", "relieved_by_stretching", "pain_score_0_10", "pregnancy_trimester", "visible_hard_knot", "what_eases_it", "duration_days"}

var fakePhrases = []struct {
	text, finding string
	presence      clinical.Presence
	value         float64
}{
	{"calf", "calf_pain", clinical.Present, 0},
	{"calf cramp", "cramp_calf", clinical.Present, 0},
	{"no swelling", "unilateral_leg_swelling", clinical.Absent, 0},
	{"three weeks", "duration_days", clinical.Present, 21},
	{"cold and pale", "cold_pale_foot_sudden", clinical.Present, 0},
}

func (f *fake) Understand(text string) ([]app.Understood, error) {
	var out []app.Understood
	for _, p := range fakePhrases {
		i := strings.Index(text, p.text)
		if i < 0 {
			continue
		}
		start := utf8.RuneCountInString(text[:i])
		u := app.Understood{
			Finding: p.finding, Presence: p.presence, Question: f.base.Finding(p.finding).Question,
			Text: p.text, Start: start, End: start + utf8.RuneCountInString(p.text),
		}
		if p.value != 0 {
			u.Value = &p.value
		}
		out = append(out, u)
	}
	return out, f.err
}

func (f *fake) Assess(r *app.Request) (*app.Response, error) {
	f.seen = r
	if f.panic != nil {
		panic(f.panic)
	}
	if f.err != nil {
		return nil, f.err
	}
	understood, _ := f.Understand(r.Text)
	said := map[string]string{}
	for _, u := range understood {
		said[u.Finding] = string(u.Presence)
	}
	for _, a := range r.Evidence {
		k := f.base.Finding(a.Finding)
		if k == nil {
			return nil, errs.Field("evidence[0].finding", "unknown")
		}
		if _, err := app.ParseAnswer(k, a.Presence, a.Value); err != nil && len(k.Members) == 0 {
			return nil, err
		}
		said[a.Finding] = a.Presence
	}
	resp := &app.Response{
		Understood: understood, Person: r.Person, Asked: *r.Asked, Budget: 12,
		Urgency: app.Urgency{Level: clinical.SelfCare, Action: "You can care for this at home.",
			Meanwhile: "Try the simple measures for a few weeks.", SoonerIf: "See a doctor if anything new joins it.",
			Reasons: []app.Reason{{Rule: "expected_harm", Text: "Nothing you told us points to a danger.", Why: "None of the alarm signs you were asked about is there."}}},
		Differential: fakeDifferential(f.base), Feared: fakeFeared(),
		Instruments: []app.Instrument{{Name: "Wells score for a leg clot", Score: -2, Label: "Clot unlikely", Meaning: "On its own it does not exclude a clot.", Answered: 6, Items: 10}},
	}
	if strings.Contains(r.Text, "62") && r.Person.Age == nil {
		age := 62.0
		resp.Person.Age = &age
	}
	for _, id := range fakeQuestions {
		if _, answered := said[id]; !answered && resp.Question == nil && *r.Asked < len(fakeQuestions) {
			resp.Question = f.question(id)
		}
	}
	resp.Complete = resp.Question == nil
	if said["cold_pale_foot_sudden"] == "present" && said["cold_pale_foot_now"] != "absent" {
		f.emergency(resp, said["cold_pale_foot_now"] == "")
	}
	if f.level != nil {
		f.level(&resp.Urgency)
	}
	return resp, nil
}

func (f *fake) emergency(resp *app.Response, unconfirmed bool) {
	rule := f.base.RedFlag("limb_sudden_cold_pale")
	resp.Urgency = app.Urgency{
		Level: clinical.Emergency, Action: "Call an ambulance now.", Call: "999", Unconfirmed: unconfirmed,
		Reasons: []app.Reason{{Rule: rule.ID, Level: rule.Level, Text: rule.Tells, Why: rule.Why, Sources: rule.Sources}},
	}
	resp.Question = nil
	if unconfirmed {
		resp.Question = f.question("cold_pale_foot_now")
	}
}

func (f *fake) question(id string) *app.Question {
	k := f.base.Finding(id)
	q := &app.Question{Finding: id, Text: k.Question, Why: k.Why, Kind: k.Kind, Unit: k.Unit, Min: k.Min, Max: k.Max}
	for _, o := range k.Options {
		q.Options = append(q.Options, app.Option{Value: o, Text: o})
	}
	for _, m := range k.Members {
		q.Options = append(q.Options, app.Option{Value: m, Text: f.base.Finding(m).Question})
	}
	if k.Kind == "yes_no" { // as the service does
		q.Options = []app.Option{{Value: "present", Text: "Yes"}, {Value: "absent", Text: "No"}, {Value: "unknown", Text: "I don't know"}}
	}
	return q
}

func fakeDifferential(base *kb.Base) (out []app.Candidate) {
	for i, id := range []string{"nocturnal_leg_cramps_idiopathic", "rls_adult", "statin_muscle_symptoms", "chronic_venous_disease", "deep_vein_thrombosis", "no_specific_cause"} {
		k := base.Condition(id)
		pre := []float64{.24, .12, .05, .08, .01, .15}[i]
		c := app.Candidate{
			Condition: id, Name: k.PlainName, Clinical: k.Name, Summary: k.Summary, Pretest: pre, Neutral: .93, Sources: k.Sources[:min(2, len(k.Sources))],
			For: []app.Term{
				{Finding: "cramp_calf", Presence: clinical.Present, Ratio: 4.2, Estimate: true, Text: "You said yes: cramp in the calf."},
				{Finding: "visible_hard_knot", Presence: clinical.Present, Ratio: 2.1, Sources: k.Sources[:min(1, len(k.Sources))], Text: "You said yes: you can feel or see a hard knot."},
			},
			Against: []app.Term{{Finding: "urge_to_move_legs", Presence: clinical.Present, Ratio: .3, Estimate: true, Text: "You said yes: a strong need to move the legs."}},
		}
		odds := pre / (1 - pre) * 4.2 * 2.1 * .3 * .93
		c.Posttest = odds / (1 + odds)
		c.Low, c.High = c.Posttest*.6, math.Min(.95, c.Posttest*1.4)
		c.Frequency = "of 100 people who answer like you, about " + hundred(c.Posttest)
		out = append(out, c)
	}
	return out
}

func fakeFeared() []app.Feared {
	return []app.Feared{{
		Condition: "deep_vein_thrombosis", Name: "A clot in a leg vein", Posttest: .004,
		Text:    "A clot is not likely: neither leg is newly swollen, and the pain passes within minutes.",
		Against: []app.Term{{Finding: "unilateral_leg_swelling", Presence: clinical.Absent, Ratio: .2, Text: "You said no: one leg is swollen."}},
	}}
}
