package app_test

import (
	"encoding/json"
	"errors"
	"flag"
	"math"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/kb"
)

var update = flag.Bool("update", false, "rewrite golden files")

var service = sync.OnceValue(func() *app.Service {
	base, err := kb.Load(os.DirFS("../../knowledge"))
	if err != nil {
		panic(err)
	}
	s, err := app.New(base)
	if err != nil {
		panic(err)
	}
	return s
})

func request(t *testing.T, body string) *app.Request {
	t.Helper()
	r := new(app.Request)
	if err := json.Unmarshal([]byte(body), r); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return r
}

func assess(t *testing.T, body string) *app.Response {
	t.Helper()
	r, err := service().Assess(request(t, body))
	if err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return r
}

// A service that waits with what it needs answers like one that does not, and several may
// be the first to ask. One for a base that New refuses says so in both.
func TestLaterAnswersLikeNew(t *testing.T) {
	body := `{"person":{"age":62},"text":"my calf cramps at night","evidence":[{"finding":"fever","presence":"absent"}]}`
	want := assess(t, body)
	later := app.Later(service().Base())
	var asked sync.WaitGroup
	for range 4 {
		asked.Go(func() {
			if got, err := later.Assess(request(t, body)); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
	asked.Wait()
	if _, err := app.New(&kb.Base{}); err == nil {
		t.Error("a base without conditions is accepted")
	}
	defer func() {
		if recover() == nil {
			t.Error("a base that New refuses reasons")
		}
	}()
	app.Later(&kb.Base{}).Engine()
}

func TestBadRequestsNameTheField(t *testing.T) {
	long := strings.Repeat("ä", app.MaxText+1)
	for _, c := range []struct{ name, body, field string }{
		{"negative age", `{"person":{"age":-1}}`, "person.age"},
		{"age 400", `{"person":{"age":400}}`, "person.age"},
		{"sex", `{"person":{"sex":"f"}}`, "person.sex"},
		{"pregnant man", `{"person":{"sex":"male","pregnant":true}}`, "person.pregnant"},
		{"text too long", `{"text":"` + long + `"}`, "text"},
		{"unknown finding", `{"evidence":[{"finding":"fever","presence":"present"},{"finding":"feverr","presence":"present"}]}`, "evidence[1].finding"},
		{"no answer", `{"evidence":[{"finding":"fever"}]}`, "evidence[0].presence"},
		{"presence", `{"evidence":[{"finding":"fever","presence":"yes"}]}`, "evidence[0].presence"},
		{"number for yes/no", `{"evidence":[{"finding":"fever","value":1}]}`, "evidence[0].value"},
		{"word for number", `{"evidence":[{"finding":"body_temperature","value":"hot"}]}`, "evidence[0].value"},
		{"number too high", `{"evidence":[{"finding":"body_temperature","value":101}]}`, "evidence[0].value"},
		{"number without value", `{"evidence":[{"finding":"duration_days","presence":"present"}]}`, "evidence[0].value"},
		{"both", `{"evidence":[{"finding":"body_temperature","presence":"absent","value":38}]}`, "evidence[0].presence"},
		{"option", `{"evidence":[{"finding":"pregnancy_trimester","value":"fourth"}]}`, "evidence[0].value"},
		{"derived", `{"evidence":[{"finding":"claudication_pattern","presence":"present"}]}`, "evidence[0].finding"},
		{"contradiction", `{"evidence":[{"finding":"fever","presence":"present"},{"finding":"fever","presence":"absent"}]}`, "evidence[1]"},
		{"multi with presence", `{"evidence":[{"finding":"where_it_hurts","presence":"present"}]}`, "evidence[0].value"},
		{"multi with null", `{"evidence":[{"finding":"where_it_hurts","value":null}]}`, "evidence[0].value"},
		{"multi with a stranger", `{"evidence":[{"finding":"where_it_hurts","value":["fever"]}]}`, "evidence[0].value"},
		{"country", `{"country":"United Kingdom"}`, "country"},
		{"asked", `{"asked":-1}`, "asked"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := service().Assess(request(t, c.body))
			var e *errs.Error
			if !errors.As(err, &e) || e.Kind != errs.Invalid {
				t.Fatalf("error %v, want an invalid field", err)
			}
			if e.Field != c.field {
				t.Errorf("field %q, want %q (%s)", e.Field, c.field, e.Message)
			}
			if strings.Contains(e.Message, "feverr") || strings.Contains(e.Message, long[:40]) {
				t.Errorf("the message repeats what was sent: %s", e.Message)
			}
		})
	}
}

func TestInvalidUTF8IsRefused(t *testing.T) {
	if _, err := service().Assess(&app.Request{Text: "calf\xff"}); errs.KindOf(err) != errs.Invalid {
		t.Errorf("error %v, want an invalid text", err)
	}
}

func TestEmptyRequestStartsAnInterview(t *testing.T) {
	r := assess(t, `{}`)
	if r.Question == nil || r.Complete || r.Urgency.Level != clinical.SelfCare && r.Urgency.Level != clinical.Routine {
		t.Errorf("question %v, complete %v, urgency %v; want a question and no alarm", r.Question, r.Complete, r.Urgency.Level)
	}
}

func TestAnswersStandAboveTheText(t *testing.T) {
	body := `{"text":"my left calf hurts, and I have a fever","evidence":[{"finding":"fever","presence":"absent"}]}`
	for _, d := range assess(t, body).Differential {
		for _, term := range append(d.For, d.Against...) {
			if term.Finding == "fever" && term.Presence != clinical.Absent {
				t.Fatal("the text overruled the answer")
			}
		}
	}
}

func TestTicksAnswerTheirMembers(t *testing.T) {
	ticked := assess(t, `{"person":{"age":50},"evidence":[{"finding":"where_it_hurts","value":["calf_pain"]}]}`)
	single := assess(t, `{"person":{"age":50},"evidence":[{"finding":"calf_pain","presence":"present"}]}`)
	if ticked.Asked != 1 || single.Asked != 1 {
		t.Errorf("asked %d and %d, want 1: one screen is one question", ticked.Asked, single.Asked)
	}
	if cmp.Equal(ticked.Differential[0].Posttest, single.Differential[0].Posttest) {
		t.Error("places that were not ticked must count as absent")
	}
	unknown := assess(t, `{"evidence":[{"finding":"where_it_hurts","presence":"unknown"}]}`)
	empty := assess(t, `{}`)
	if got, want := unknown.Differential[0].Posttest, empty.Differential[0].Posttest; got != want {
		t.Errorf("don't know changed the probability from %v to %v", want, got)
	}
}

func TestAnEmergencyAsksToConfirmThenStops(t *testing.T) {
	r := assess(t, `{"country":"GB","evidence":[{"finding":"saddle_numbness","presence":"present"}]}`)
	if r.Urgency.Level != clinical.Emergency || r.Urgency.Call != "999" {
		t.Fatalf("level %v, call %q", r.Urgency.Level, r.Urgency.Call)
	}
	if !r.Urgency.Unconfirmed || r.Question == nil {
		t.Fatal("a single answer must be confirmed before it stops everything")
	}
	confirm := r.Question.Finding
	yes := assess(t, `{"evidence":[{"finding":"saddle_numbness","presence":"present"},{"finding":"`+confirm+`","presence":"present"}]}`)
	if yes.Question != nil || !yes.Complete || yes.Urgency.Level != clinical.Emergency {
		t.Errorf("after a yes: question %v, complete %v, level %v", yes.Question, yes.Complete, yes.Urgency.Level)
	}
	no := assess(t, `{"evidence":[{"finding":"saddle_numbness","presence":"present"},{"finding":"`+confirm+`","presence":"absent"}]}`)
	if no.Urgency.Level >= clinical.Emergency {
		t.Errorf("after a no the level is still %v", no.Urgency.Level)
	}
}

func TestWhatIsShownAddsUp(t *testing.T) {
	r := assess(t, `{"person":{"age":63,"sex":"female"},"text":"My left calf has been swollen and sore for three days, I had a knee operation a month ago."}`)
	for _, d := range r.Differential {
		odds := d.Pretest / (1 - d.Pretest) * d.Neutral
		for _, term := range append(d.For, d.Against...) {
			odds *= term.Ratio
		}
		if p := odds / (1 + odds); math.Abs(p-d.Posttest) > 1e-9 {
			t.Errorf("%s: the terms give %v, the page shows %v", d.Condition, p, d.Posttest)
		}
		if d.Low > d.Posttest || d.Posttest > d.High {
			t.Errorf("%s: %v is outside its range %v–%v", d.Condition, d.Posttest, d.Low, d.High)
		}
	}
}

func TestConflictsAreShown(t *testing.T) {
	r := assess(t, `{"evidence":[{"finding":"one_leg_only","presence":"present"},{"finding":"both_legs_affected","presence":"present"}]}`)
	if len(r.Conflicts) == 0 {
		t.Error("one leg only and both legs must be shown as a conflict")
	}
	if n := len(assess(t, `{}`).Conflicts); n != 0 {
		t.Errorf("%d conflicts in nothing", n)
	}
}

// The contract's shape, field by field: a change here is a change for other programs.
func TestResponseShape(t *testing.T) {
	r := assess(t, `{"person":{"age":71,"sex":"male"},"country":"GB","text":"My calves cramp at night and wake me, the muscle goes hard for a few minutes. No swelling in either leg."}`)
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(shape("", v), "\n") + "\n"
	const golden = "testdata/response.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("the shape changed (-want +got):\n%s", d)
	}
}
