package web

import (
	"html/template"
	"strings"

	"github.com/legible-health/legible/internal/app"
)

// stepView is what the pages of the check share.
type stepView struct {
	Step     int // 1–3
	Hidden   []field
	Problems []shownProblem // beside their fields, and in a summary on top
}

type shownProblem struct{ Field, Text string }

// Err is the message beside a field; empty without one.
func (v stepView) Err(field string) string {
	for _, p := range v.Problems {
		if p.Field == field {
			return p.Text
		}
	}
	return ""
}

// stepView words the problems and carries the state, except the fields in shown.
func (t *turn) stepView(step int, wrong []problem, shown ...string) stepView {
	v := stepView{Step: step, Hidden: t.st.hidden(shown...)}
	for _, w := range wrong {
		v.Problems = append(v.Problems, shownProblem{w.Field, t.printer(t.r).T(w.Key, w.Args...)})
	}
	return v
}

// box is a checkbox, a radio button or an option of a list.
type box struct {
	ID, Label string
	On        bool
}

// whereView is step 1: alarm signs, place, own words, whom it is about.
type whereView struct {
	page
	stepView
	Alarms, Places, Sides, Who, Sexes, Pregnant []box
	Countries                                   template.HTML // the options of the list
	NoneOfThese, NoPain                         bool
	Text, Age                                   string
	MaxText                                     int
	Country                                     string // the name of the chosen one
}

func (t *turn) where(status int, wrong []problem) {
	p, st := t.printer(t.r), t.st
	boxes := func(prefix string, on func(string) bool, ids ...string) (out []box) {
		for _, id := range ids {
			out = append(out, box{id, p.T(prefix + "." + id), on(id)})
		}
		return out
	}
	is := func(chosen string) func(string) bool { return func(id string) bool { return id == chosen } }
	v := whereView{
		page:        t.page(t.r, "where", p.T("where.title")),
		stepView:    t.stepView(1, wrong, "who", "text", "age", "sex", "pregnant", "country", "side", "alarm", "place", "nopain"),
		Who:         boxes("who", is(st.Who), "self", "other"),
		Sexes:       boxes("sex", is(st.Sex), "female", "male", "intersex", "unknown"),
		Pregnant:    boxes("pregnant", is(st.Pregnant), "no", "yes", "unknown"),
		NoneOfThese: st.Alarms["none"], NoPain: st.NoPain, MaxText: app.MaxText,
		Text: strings.ToValidUTF8(st.Text, "\uFFFD"), Age: strings.ToValidUTF8(st.Age, "\uFFFD"),
	}
	for _, a := range alarms {
		v.Alarms = append(v.Alarms, box{a.ID, p.T("alarm." + a.ID), st.Alarms[a.ID]})
	}
	for _, pl := range places {
		v.Places = append(v.Places, box{pl.ID, p.T("place." + pl.ID), st.Places[pl.ID]})
	}
	for _, sd := range sides {
		v.Sides = append(v.Sides, box{sd.ID, p.T("side." + sd.ID), st.Side == sd.ID})
	}
	v.Countries = t.countryOptions(st.Country)
	if c := t.country(st.Country); c != nil {
		v.Country = c.Name
	}
	if len(wrong) > 0 {
		v.Title = p.T("problem.title", "title", v.Title)
	}
	t.write(t.w, t.r, status, "where", v)
}
