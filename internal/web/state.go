package web

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/kb"
)

// Where an answer came from; it decides what "back" and "change" do with it.
const (
	fromWhere    = "w" // ticks of step 1
	fromText     = "t" // own words, confirmed or corrected
	fromQuestion = "q" // the interview of step 2; these count against the budget
	fromChange   = "c" // set on the result page
)

// state is a check under way. It lives in the hidden fields of the form.
type state struct {
	Who, Text, Age, Sex, Pregnant, Country, Side string
	Alarms, Places                               map[string]bool
	NoPain                                       bool
	Answers                                      []answer // in the order given, one a finding
}

// readState reads the form. The visible fields come back as typed, to be shown again;
// only the hidden ones, which no person types, are refused when they make no sense.
func readState(form url.Values, base *kb.Base) (*state, error) {
	st := &state{
		Who: form.Get("who"), Text: plainText(form.Get("text")), Age: strings.TrimSpace(form.Get("age")),
		Sex: form.Get("sex"), Pregnant: form.Get("pregnant"), Country: form.Get("country"), Side: form.Get("side"),
		NoPain: form.Get("nopain") != "", Alarms: map[string]bool{}, Places: map[string]bool{},
	}
	st.tick(form)
	if len(form["e"]) > app.MaxEvidence {
		return st, errState
	}
	seen := map[string]bool{}
	for _, field := range form["e"] {
		a, err := readAnswer(field, base)
		if err != nil || seen[a.Finding] {
			return st, errState
		}
		seen[a.Finding] = true
		st.Answers = append(st.Answers, a)
	}
	return st, nil
}

// tick reads the boxes of step 1; names it does not know are not on the page.
func (st *state) tick(form url.Values) {
	for _, a := range append([]alarm{{ID: "none"}}, alarms...) {
		if oneOf(a.ID, form["alarm"]...) {
			st.Alarms[a.ID] = true
		}
	}
	for _, p := range places {
		if oneOf(p.ID, form["place"]...) {
			st.Places[p.ID] = true
		}
	}
}

// plainText undoes the line ends of forms, so that positions in the text are the same
// for the parser and the page.
func plainText(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// set answers a finding, keeping its place in the order if it had one.
func (st *state) set(a answer) {
	for i, old := range st.Answers {
		if old.Finding == a.Finding {
			if a.From == fromChange {
				a.From = old.From
			}
			st.Answers[i] = a
			return
		}
	}
	st.Answers = append(st.Answers, a)
}

// get finds the answer to a finding.
func (st *state) get(finding string) (answer, bool) {
	for _, a := range st.Answers {
		if a.Finding == finding {
			return a, true
		}
	}
	return answer{}, false
}

// drop forgets every answer of one origin.
func (st *state) drop(from string) { st.keep(func(a answer) bool { return a.From != from }) }

// keep forgets the answers for which ok is false.
func (st *state) keep(ok func(answer) bool) {
	kept := st.Answers[:0]
	for _, a := range st.Answers {
		if ok(a) {
			kept = append(kept, a)
		}
	}
	st.Answers = kept
}

// undo takes back the last answer of the interview.
func (st *state) undo() (a answer, ok bool) {
	for i := len(st.Answers) - 1; i >= 0; i-- {
		if st.Answers[i].From == fromQuestion {
			a = st.Answers[i]
			st.Answers = append(st.Answers[:i:i], st.Answers[i+1:]...)
			return a, true
		}
	}
	return a, false
}

// hidden lists the fields that carry the state, except those the page shows itself.
func (st *state) hidden(shown ...string) []field {
	var out []field
	add := func(name, value string) {
		if value != "" && !oneOf(name, shown...) {
			out = append(out, field{name, strings.ToValidUTF8(value, "\uFFFD")})
		}
	}
	add("who", st.Who)
	add("text", st.Text)
	add("age", st.Age)
	add("sex", st.Sex)
	add("pregnant", st.Pregnant)
	add("country", st.Country)
	add("side", st.Side)
	if st.NoPain {
		add("nopain", "1")
	}
	for _, a := range append(alarms[:len(alarms):len(alarms)], alarm{ID: "none"}) {
		if st.Alarms[a.ID] {
			add("alarm", a.ID)
		}
	}
	for _, p := range places {
		if st.Places[p.ID] {
			add("place", p.ID)
		}
	}
	for _, a := range st.Answers {
		add("e", a.String())
	}
	return out
}

// field is one hidden field.
type field struct{ Name, Value string }

// asked counts the questions put so far.
func (st *state) asked() int {
	n := 0
	for _, a := range st.Answers {
		if a.From == fromQuestion {
			n++
		}
	}
	return n
}

// request puts the state in the shape of the contract. Call check first.
func (st *state) request(base *kb.Base, lang string) *app.Request {
	asked := st.asked()
	r := &app.Request{Text: st.Text, Locale: lang, Country: st.Country, Asked: &asked, Person: app.Person{Sex: st.Sex}}
	if oneOf(st.Who, "self", "other") {
		r.About = st.Who
	}
	if v, ok := number(st.Age); ok {
		r.Person.Age = &v
	}
	if st.Pregnant == "yes" || st.Pregnant == "no" {
		yes := st.Pregnant == "yes"
		r.Person.Pregnant = &yes
	}
	for _, a := range st.Answers {
		r.Evidence = append(r.Evidence, app.Answer{Finding: a.Finding, Presence: a.Presence, Value: a.json(base.Finding(a.Finding))})
	}
	return r
}

// problem is a fault beside a field: the id of the field, the message and its arguments.
type problem struct {
	Field, Key string
	Args       []any
}

// check looks at the fields a person fills in. Package app checks them again.
func (st *state) check() []problem {
	var out []problem
	add := func(field, key string, args ...any) {
		out = append(out, problem{field, "problem." + key, args})
	}
	if !utf8.ValidString(st.Text) {
		add("text", "text_encoding")
	} else if n := utf8.RuneCountInString(st.Text); n > app.MaxText {
		add("text", "text_long", "n", n, "max", app.MaxText, "over", n-app.MaxText)
	}
	if v, ok := number(st.Age); st.Age != "" && (!ok || v < 0 || v > 120) {
		add("age", "age")
	}
	if !oneOf(st.Sex, "", "female", "male", "intersex", "unknown") {
		add("sex", "sex")
	}
	if !oneOf(st.Pregnant, "", "yes", "no", "unknown") {
		add("pregnant", "pregnant")
	}
	if st.Pregnant == "yes" && st.Sex == "male" {
		add("pregnant", "pregnant_male")
	}
	if st.Alarms["none"] && len(st.Alarms) > 1 {
		add("alarm", "alarm_none")
	}
	return out
}

func oneOf(s string, list ...string) bool {
	for _, x := range list {
		if s == x {
			return true
		}
	}
	return false
}
