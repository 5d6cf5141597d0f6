package app_test

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
)

func planRequest(t *testing.T, body string) *app.PlanRequest {
	t.Helper()
	r := new(app.PlanRequest)
	if err := json.Unmarshal([]byte(body), r); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return r
}

func plan(t *testing.T, body string) *app.PlanResponse {
	t.Helper()
	p, err := service().Plan(planRequest(t, body))
	if err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return p
}

func TestBadPlanRequestsNameTheField(t *testing.T) {
	many := strings.Repeat(`"massage",`, app.MaxChoices) + `"massage"`
	for _, c := range []struct{ name, body, field string }{
		{"age", `{"person":{"age":400}}`, "person.age"},
		{"text", `{"text":"` + strings.Repeat("x", app.MaxText+1) + `"}`, "text"},
		{"unknown finding", `{"evidence":[{"finding":"feverr","presence":"present"}]}`, "evidence[0].finding"},
		{"country", `{"country":"United Kingdom"}`, "country"},
		{"about", `{"about":"them"}`, "about"},
		{"no minutes", `{"preferences":{"minutes":0}}`, "preferences.minutes"},
		{"an hour and more", `{"preferences":{"minutes":61}}`, "preferences.minutes"},
		{"minus one", `{"preferences":{"minutes":-1}}`, "preferences.minutes"},
		{"nowhere", `{"preferences":{"places":[]}}`, "preferences.places"},
		{"on the moon", `{"preferences":{"places":["bed","feverr"]}}`, "preferences.places[1]"},
		{"places without end", `{"preferences":{"places":[` + strings.ReplaceAll(many, "massage", "bed") + `]}}`, "preferences.places"},
		{"a trampoline", `{"preferences":{"equipment":["feverr"]}}`, "preferences.equipment[0]"},
		{"preset", `{"preferences":{"preset":"feverr"}}`, "preferences.preset"},
		{"wish of nothing known", `{"preferences":{"wishes":["massage","feverr"]}}`, "preferences.wishes[1]"},
		{"wishes without end", `{"preferences":{"wishes":[` + many + `]}}`, "preferences.wishes"},
		{"not wanted of nothing known", `{"preferences":{"not_wanted":["feverr"]}}`, "preferences.not_wanted[0]"},
		{"wished and not wanted", `{"preferences":{"wishes":["food"],"not_wanted":["massage","food"]}}`, "preferences.not_wanted[1]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := service().Plan(planRequest(t, c.body))
			var e *errs.Error
			if !errors.As(err, &e) || e.Kind != errs.Invalid {
				t.Fatalf("error %v, want an invalid field", err)
			}
			if e.Field != c.field {
				t.Errorf("field %q, want %q (%s)", e.Field, c.field, e.Message)
			}
			if strings.Contains(e.Message, "feverr") {
				t.Errorf("the message repeats what was sent: %s", e.Message)
			}
		})
	}
}

func TestPlanAgreesWithTheAssessment(t *testing.T) {
	const body = `{"person":{"age":63,"sex":"female"},"country":"GB","text":"My left calf has been swollen, warm and sore for three days."}`
	a, p := assess(t, body), plan(t, body)
	if d := cmp.Diff(a.Urgency, p.Urgency); d != "" {
		t.Errorf("urgency differs (-assess +plan):\n%s", d)
	}
	if d := cmp.Diff(a.Understood, p.Understood); d != "" {
		t.Errorf("understood differs (-assess +plan):\n%s", d)
	}
	if p.Knowledge != a.Knowledge || p.Urgency.Level < clinical.SameDay {
		t.Errorf("knowledge %v, level %v", p.Knowledge, p.Urgency.Level)
	}
}

func TestPlanInAnEmergency(t *testing.T) {
	p := plan(t, `{"country":"GB","text":"sudden chest pain and I am short of breath, one calf is swollen","preferences":{"wishes":["massage"]}}`)
	if p.Urgency.Level != clinical.Emergency || p.Urgency.Call != "999" {
		t.Fatalf("level %v, call %q", p.Urgency.Level, p.Urgency.Call)
	}
	if len(p.Tonight) != 1 || p.Tonight[0].ID != "urgent" || len(p.Week)+len(p.WithClinician)+len(p.Avoid)+len(p.More) > 0 {
		t.Errorf("an emergency plan holds more than getting help: %d, %d, %d", len(p.Tonight), len(p.Week), len(p.WithClinician))
	}
	if i := slices.IndexFunc(p.LeftOut, func(l planLeftOut) bool { return l.ID == "massage_self" }); i < 0 || p.LeftOut[i].Reason != "urgent" {
		t.Error("the massage that was wished for must be left out, urgent first")
	}
}

func TestANamedMedicineIsDiscussed(t *testing.T) {
	p := plan(t, `{"person":{"age":67,"sex":"male"},"text":"My calves cramp at night. I take atorvastatin."}`)
	if !slices.ContainsFunc(p.WithClinician, func(x planItem) bool { return x.ID == "statins" && x.Kind == "medicine" }) {
		t.Error("atorvastatin was read and is not discussed")
	}
}

// The same request gives the same bytes, whatever the order of its answers.
func TestPlanIsPure(t *testing.T) {
	const (
		forward  = `{"evidence":[{"finding":"calf_pain","presence":"present"},{"finding":"hard_floors","presence":"present"},{"finding":"known_pad","presence":"absent"}]}`
		backward = `{"evidence":[{"finding":"known_pad","presence":"absent"},{"finding":"hard_floors","presence":"present"},{"finding":"calf_pain","presence":"present"}]}`
	)
	text := func(body string) string {
		data, err := json.Marshal(plan(t, body))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	want := text(forward)
	for range 5 {
		if text(forward) != want {
			t.Fatal("two plans for one request")
		}
		if d := cmp.Diff(want, text(backward)); d != "" {
			t.Fatalf("the order of evidence matters:\n%s", d)
		}
	}
}

// A whole plan, to be read in review: a change of content or rule shows here.
func TestPlanGolden(t *testing.T) {
	p := plan(t, `{"person":{"age":71,"sex":"male"},"country":"GB","text":"My calves cramp at night and wake me, the muscle goes hard for a few minutes. No swelling in either leg. I take atorvastatin.",
		"evidence":[{"finding":"known_pad","presence":"absent"},{"finding":"heart_failure_known","presence":"present"}],
		"preferences":{"minutes":15,"places":["chair","standing"],"equipment":["wall","chair","bath"],"wishes":["leg_elevation","aromatherapy"],"not_wanted":["foods_potassium"]}}`)
	golden(t, "testdata/plan.golden", summary(p))
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/plan_shape.golden", strings.Join(shape("", v), "\n")+"\n")
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s changed (-want +got); read it and run with -update:\n%s", file, d)
	}
}
