package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
)

// maxForm bounds a posted form: 10,000 four-byte characters, percent-encoded, and all
// findings answered stay well below it.
const maxForm = 256 << 10

// turn is one exchange: the request, what was read from it, and where to write.
type turn struct {
	*site
	w    http.ResponseWriter
	r    *http.Request
	st   *state
	do   string // the button
	ask  string // the finding of the question on the page that was sent
	then string // "result": return there after this answer
}

// checkShow starts a check.
func (s *site) checkShow(w http.ResponseWriter, r *http.Request) {
	t := &turn{site: s, w: w, r: r, st: &state{Country: s.likelyCountry(r), Alarms: map[string]bool{}, Places: map[string]bool{}}}
	t.where(http.StatusOK, nil)
}

// checkPost takes every step of the check. The button's value says which.
func (s *site) checkPost(w http.ResponseWriter, r *http.Request) {
	t, err := s.readTurn(w, r)
	if t == nil {
		return
	}
	if err != nil {
		t.refuse(err)
		return
	}
	wrong := t.st.check()
	if t.theme(wrong) {
		return
	}
	if t.do == "understood" && len(wrong) == 1 && wrong[0].Field == "age" {
		t.words(wrong) // the age stands on that page too
		return
	}
	if len(wrong) > 0 {
		t.where(http.StatusUnprocessableEntity, wrong)
		return
	}
	t.step()
}

// readTurn reads the form of a check. The error is of readState, and the state is there
// to be shown again; nil without an error after it has answered that the form cannot be read.
func (s *site) readTurn(w http.ResponseWriter, r *http.Request) (*turn, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			s.trouble(w, r, http.StatusRequestEntityTooLarge)
			return nil, nil
		}
		s.trouble(w, r, http.StatusUnprocessableEntity)
		return nil, nil
	}
	st, err := readState(r.PostForm, s.base)
	if st.Country == "" || s.country(st.Country) == nil {
		st.Country = s.opts.Country
	}
	return &turn{site: s, w: w, r: r, st: st, do: r.PostForm.Get("do"), ask: r.PostForm.Get("ask"), then: r.PostForm.Get("then")}, err
}

func (t *turn) step() {
	do, arg, _ := strings.Cut(t.do, ":")
	switch do {
	case "start":
		t.start()
	case "words":
		t.words(nil)
	case "understood", "add":
		t.correct(do == "add")
	case "answer":
		t.answer(arg)
	case "change":
		t.change(arg)
	case "back":
		t.back()
	case "more":
		t.next()
	case "result":
		t.result()
	default:
		t.where(http.StatusOK, nil)
	}
}

// assess asks the service. After an error it has answered and returns nil.
func (t *turn) assess() *app.Response {
	resp, err := t.svc.Assess(t.st.request(t.base, t.printer(t.r).Lang()))
	if err != nil {
		t.refuse(err)
		return nil
	}
	if t.st.Who == "" && resp.About == "other" { // nobody said, but the words did
		t.st.Who = "other"
	}
	return resp
}

// refuse puts an error of the service beside its field, on the page of step 1.
func (t *turn) refuse(err error) {
	var e *errs.Error
	if !errors.As(err, &e) || e.Kind != errs.Invalid {
		t.fail(t.w, t.r, err)
		return
	}
	known := map[string]problem{
		"text":            {"text", "problem.text", nil},
		"person.age":      {"age", "problem.age", nil},
		"person.sex":      {"sex", "problem.sex", nil},
		"person.pregnant": {"pregnant", "problem.pregnant", nil},
		"country":         {"country", "problem.country", nil},
	}
	p, ok := known[e.Field]
	if !ok {
		p = problem{"", "problem.state", nil}
	}
	t.where(http.StatusUnprocessableEntity, []problem{p})
}

// start takes step 1. What the words say decides which empty ticks mean no.
func (t *turn) start() {
	if len(t.st.Alarms) == 0 {
		t.where(http.StatusUnprocessableEntity, []problem{{"alarm", "problem.alarm_missing", nil}})
		return
	}
	understood, err := t.svc.Understand(t.st.Text)
	if err != nil {
		t.refuse(err)
		return
	}
	mentioned := map[string]bool{}
	for _, u := range understood {
		mentioned[u.Finding] = true
	}
	t.st.drop(fromWhere)
	t.st.keep(func(a answer) bool { return a.From != fromText || mentioned[a.Finding] })
	for _, a := range whereEvidence(t.st, mentioned) {
		// An empty tick never overrules an answer that was given in words or by a button.
		if _, given := t.st.get(a.Finding); !given || a.Presence == "present" {
			t.st.set(a)
		}
	}
	resp := t.assess()
	switch {
	case resp == nil:
	case resp.Urgency.Level == clinical.Emergency:
		t.showResult(resp)
	case strings.TrimSpace(t.st.Text) != "":
		t.showWords(http.StatusOK, resp, nil)
	default:
		t.ahead(resp)
	}
}

// next goes on with the interview.
func (t *turn) next() {
	if resp := t.assess(); resp != nil {
		t.ahead(resp)
	}
}

// ahead asks the next question, or shows the result where there is none to ask or
// where an emergency stops everything.
func (t *turn) ahead(resp *app.Response) {
	if resp.Urgency.Level == clinical.Emergency || resp.Question == nil || resp.Complete {
		t.showResult(resp)
		return
	}
	t.showQuestion(questionOf(resp.Question), answer{}, resp.Budget, nil)
}

// result stops the interview and concludes.
func (t *turn) result() {
	if resp := t.assess(); resp != nil {
		t.showResult(resp)
	}
}

// back takes the last answer back and asks it again.
func (t *turn) back() {
	last, ok := t.st.undo()
	switch {
	case ok:
		t.again(last.Finding, last, nil)
	case strings.TrimSpace(t.st.Text) != "":
		t.words(nil)
	default:
		t.where(http.StatusOK, nil)
	}
}

// change asks one question again and then returns to the result.
func (t *turn) change(finding string) {
	t.then = "result"
	given, _ := t.st.get(finding)
	t.again(finding, given, nil)
}
