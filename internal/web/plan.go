package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/errs"
)

// planner is what the page of the care plan needs of app.Service.
type planner interface {
	Plan(*app.PlanRequest) (*app.PlanResponse, error)
	Equipment() []care.Equipment
}

// planTurn is one exchange about a care plan. The check's state travels in its hidden
// fields, so the plan rests on the same answers as the result; without a check the few
// questions of the form stand in for it.
type planTurn struct {
	turn
	ask planForm
}

// planShow offers the short form.
func (s *site) planShow(w http.ResponseWriter, r *http.Request) {
	st := &state{Country: s.likelyCountry(r), Alarms: map[string]bool{}, Places: map[string]bool{}}
	t := &planTurn{turn: turn{site: s, w: w, r: r, st: st}}
	t.form(http.StatusOK, nil)
}

// planPost makes the plan, or shows the form again where something does not fit.
func (s *site) planPost(w http.ResponseWriter, r *http.Request) {
	read, err := s.readTurn(w, r)
	if read == nil {
		return
	}
	t := &planTurn{turn: *read, ask: readPlanForm(r.PostForm)}
	if err != nil {
		t.form(http.StatusUnprocessableEntity, []problem{{"", "problem.state", nil}})
		return
	}
	t.step()
}

func (t *planTurn) step() {
	wrong := append(t.st.check(), t.ask.check(t.site)...)
	if chosen, on, ok := themeChosen(t.do); ok {
		keepTheme(t.w, t.r, chosen)
		if on != "plan" || len(wrong) > 0 {
			t.form(http.StatusOK, nil)
			return
		}
		t.make()
		return
	}
	if !t.checked() && len(t.st.Alarms) == 0 {
		wrong = append([]problem{{"alarm", "problem.alarm_missing", nil}}, wrong...)
	}
	if len(wrong) > 0 {
		t.form(http.StatusUnprocessableEntity, wrong)
		return
	}
	if t.do == "edit" {
		t.form(http.StatusOK, nil)
		return
	}
	t.ask.act(t.do)
	t.make()
}

// checked reports whether the answers of a check came along.
func (t *planTurn) checked() bool {
	return len(t.st.Answers) > 0 || strings.TrimSpace(t.st.Text) != "" || len(t.st.Places) > 0
}

// make asks the service for the plan, and once more for its routine when another
// length or position was chosen for that alone.
func (t *planTurn) make() {
	req := t.request()
	resp, err := t.svc.Plan(req)
	if err != nil {
		t.refusePlan(err)
		return
	}
	if t.ask.Length != "" || t.ask.Pose != "" {
		req.Preferences = t.ask.versioned(req.Preferences)
		other, err := t.svc.Plan(req)
		if err != nil {
			t.refusePlan(err)
			return
		}
		resp.Routine = other.Routine
	}
	t.showPlan(resp)
}

// request puts answers and preferences in the shape of the contract.
func (t *planTurn) request() *app.PlanRequest {
	st := *t.st
	if !t.checked() {
		st.Answers = t.ask.evidence(whereEvidence(&st, nil))
	}
	r := st.request(t.base, t.printer(t.r).Lang())
	return &app.PlanRequest{
		Person: r.Person, Text: r.Text, Evidence: r.Evidence, Locale: r.Locale, Country: r.Country,
		Preferences: t.ask.preferences(),
	}
}

// refusePlan puts an error of the service beside its field.
func (t *planTurn) refusePlan(err error) {
	var e *errs.Error
	if !errors.As(err, &e) || e.Kind != errs.Invalid {
		t.fail(t.w, t.r, err)
		return
	}
	field, ok := strings.CutPrefix(e.Field, "preferences.")
	if !ok {
		t.refuse(err)
		return
	}
	field, _, _ = strings.Cut(field, "[")
	known := map[string]problem{
		"minutes":   {"minutes", "problem.plan_minutes", nil},
		"places":    {"spot", "problem.plan_choice", nil},
		"equipment": {"kit", "problem.plan_kit", nil},
		"preset":    {"preset", "problem.plan_choice", nil},
		"wishes":    {"wish", "problem.plan_choice", nil},
	}
	p, ok := known[field]
	if !ok {
		p = problem{"", "problem.state", nil}
	}
	t.form(http.StatusUnprocessableEntity, []problem{p})
}
