package web

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/kb"
)

// questionView is step 2: one question a screen.
type questionView struct {
	page
	stepView
	Question question
	Given    answer   // the answer before, when it is asked again
	Typed    string   // what stood in the number field
	On       []string // boxes that were ticked
	Nr, Max  int      // "Question 4 of at most 12"; Nr 0 hides it
	Then     string   // "result" when one answer is changed
	ForOther bool     // the person answers for someone else
}

// Field is the id of the field that a problem stands beside.
func (v questionView) Field() string {
	if v.Question.Several() {
		return "m"
	}
	return "v"
}

// question is a question as the page shows it.
type question struct {
	Finding, Text, Why, Kind, Unit string
	UnitWord                       string
	Min, Max                       string
	Options                        []app.Option
}

func questionOf(q *app.Question) question {
	v := question{
		Finding: q.Finding, Text: q.Text, Why: q.Why, Kind: q.Kind, Unit: q.Unit,
		Min: bound(q.Min), Max: bound(q.Max),
	}
	for _, o := range q.Options {
		v.Options = append(v.Options, app.Option{Value: o.Value, Text: capital(o.Text)})
	}
	return v
}

// questionAbout words a question from the knowledge base, for "back" and "change".
func (s *site) questionAbout(f *kb.Finding, other bool) question {
	q := question{Finding: f.ID, Text: f.Ask(other), Why: f.Why, Kind: f.Kind, Unit: f.Unit, Min: bound(f.Min), Max: bound(f.Max)}
	for _, o := range f.Options {
		q.Options = append(q.Options, app.Option{Value: o, Text: optionText(o)})
	}
	for _, id := range f.Members {
		if m := s.base.Finding(id); m != nil {
			q.Options = append(q.Options, app.Option{Value: id, Text: m.Name()})
		}
	}
	return q
}

// Several reports a question with boxes to tick, Days one about a length of time.
func (q question) Several() bool { return q.Kind == "multi" || q.Kind == "body_map" }

// Days reports a question about a length of time, which may be given in longer units.
func (q question) Days() bool { return q.Kind == "number" && q.Unit == "days" }

func optionText(o string) string { return capital(strings.ReplaceAll(o, "_", " ")) }

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// spans are the units of a length of time, in days.
var spans = map[string]float64{"days": 1, "weeks": 7, "months": 30.4, "years": 365.25}

// days turns "3" weeks into "21"; other units and words stay as they are.
func days(typed, unit string) string {
	v, ok := number(typed)
	if !ok || spans[unit] == 0 || unit == "days" {
		return typed
	}
	return strconv.FormatFloat(math.Round(v*spans[unit]), 'f', -1, 64)
}

func bound(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}

func numberArgs(f *kb.Finding) []any { return []any{"min", bound(f.Min), "max", bound(f.Max)} }

// unit words a unit of the knowledge base; a scale such as "0-10" needs none.
func unit(p *i18n.Printer, u string) string {
	if key := "unit." + u; p.Has(key) {
		return p.T(key)
	}
	if strings.Trim(u, "0123456789-") == "" {
		return ""
	}
	return u
}

// showQuestion asks. given is the answer before, if any.
func (t *turn) showQuestion(q question, given answer, budget int, wrong []problem) {
	p := t.printer(t.r)
	title, status := p.T("question.title_change"), http.StatusOK
	q.UnitWord = unit(p, q.Unit)
	v := questionView{Question: q, Given: given, Typed: given.Value, Then: t.then, ForOther: t.st.Who == "other"}
	v.On = given.ticked()
	if t.then == "" {
		v.Nr = t.st.asked() + 1
		v.Max = max(budget, v.Nr)
		title = p.T("question.progress", "n", v.Nr, "max", v.Max)
	}
	if len(wrong) > 0 {
		status, v.Typed = http.StatusUnprocessableEntity, t.r.PostForm.Get("v")
	}
	v.page, v.stepView = t.page(t.r, "question", title), t.stepView(2, wrong)
	t.write(t.w, t.r, status, "question", v)
}

// again asks a finding that was answered before.
func (t *turn) again(finding string, given answer, wrong []problem) {
	f := t.base.Finding(finding)
	if f == nil || f.Kind == "derived" {
		t.refuse(errState)
		return
	}
	t.showQuestion(t.questionAbout(f, t.st.Who == "other"), given, t.base.Model.Budget.Questions, wrong)
}

// answer takes the answer to the question on the page: present, absent, unknown,
// "=option", or "value" for the number field.
func (t *turn) answer(arg string) {
	f := t.base.Finding(t.ask)
	if f == nil {
		t.refuse(errState)
		return
	}
	a := answer{From: fromQuestion, Finding: f.ID, Presence: arg}
	if t.then == "result" {
		a.From = fromChange
	}
	if v, ok := strings.CutPrefix(arg, "="); ok {
		a.Presence, a.Value = "", v
	} else if arg == "value" {
		a.Presence, a.Value = "", strings.TrimSpace(t.r.PostForm.Get("v"))
		if f.Unit == "days" {
			a.Value = days(a.Value, t.r.PostForm.Get("span"))
		}
	} else if arg == "none" {
		a.Presence, a.Value = "", none
	} else if arg == "list" {
		a.Presence, a.Value = "", strings.Join(t.r.PostForm["m"], ",")
		if a.Value == "" && len(f.Members) > 0 {
			t.again(f.ID, answer{}, []problem{{"m", "problem.list_missing", nil}})
			return
		}
	}
	if err := a.check(f); err != nil {
		if f.Kind != "number" {
			t.refuse(errState)
			return
		}
		key := "problem.number"
		if a.Value == "" {
			key = "problem.number_missing"
		}
		t.again(f.ID, answer{}, []problem{{"v", key, numberArgs(f)}})
		return
	}
	t.st.set(a)
	if t.then == "result" {
		t.then = ""
		t.result()
		return
	}
	t.next()
}
