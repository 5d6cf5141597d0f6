package web

import (
	"strings"

	"github.com/legible-health/legible/internal/care"
)

// planFormView is the form: all of it without a check, the preferences after one.
type planFormView struct {
	page
	stepView
	planFields
	Checked bool
	Alarms  []box
	None    bool // none of the alarms
	Age     string
	Preg    []box
	Asks    []box // complaints
	Safety  []boxGroup
	NoneHad bool
}

// boxGroup is a list of boxes under a heading of the catalogue.
type boxGroup struct {
	ID    string
	Boxes []box
}

// planFields are the preferences, on the form and in place on the plan.
type planFields struct {
	Minutes             string
	Spots, Kit, Presets []box
	NoKit               bool
	Wishes              []box
}

// shownFields are the names of the preferences on the page.
var shownFields = []string{"minutes", "spot", "kit", "preset", "wish"}

func (t *planTurn) form(status int, wrong []problem) {
	p := t.printer(t.r)
	v := planFormView{page: t.page(t.r, "plan-form", p.T("plan.form_title")), planFields: t.fields(), Checked: t.checked()}
	shown := shownFields
	var own []string
	if !v.Checked {
		shown = append(shown[:len(shown):len(shown)], "complaint", "had")
		own = []string{"alarm", "age", "pregnant"}
		t.short(&v)
	}
	v.stepView = t.stepView(0, wrong, own...)
	v.Hidden = append(v.Hidden, t.ask.hidden(shown...)...)
	if len(wrong) > 0 {
		v.Title = p.T("problem.title", "title", v.Title)
	}
	t.write(t.w, t.r, status, "plan-form", v)
}

// short fills in the questions that stand in for a check.
func (t *planTurn) short(v *planFormView) {
	p := t.printer(t.r)
	for _, a := range alarms {
		v.Alarms = append(v.Alarms, box{a.ID, p.T("alarm." + a.ID), t.st.Alarms[a.ID]})
	}
	v.None, v.NoneHad = t.st.Alarms["none"], oneOf("none", t.ask.Had...)
	v.Age = strings.ToValidUTF8(t.st.Age, "\uFFFD")
	for _, id := range []string{"no", "yes", "unknown"} {
		v.Preg = append(v.Preg, box{id, p.T("pregnant." + id), t.st.Pregnant == id})
	}
	for _, c := range complaints {
		v.Asks = append(v.Asks, box{c.ID, p.T("plan.complaint." + c.ID), t.ask.Complaint == c.ID})
	}
	for _, g := range safety {
		group := boxGroup{ID: g.Group}
		for _, l := range g.Lines {
			group.Boxes = append(group.Boxes, box{l.ID, p.T("plan.had." + l.ID), oneOf(l.ID, t.ask.Had...)})
		}
		v.Safety = append(v.Safety, group)
	}
}

// fields fills in the preferences. What was typed and is not known stays to be seen.
func (t *planTurn) fields() planFields {
	p, f := t.printer(t.r), &t.ask
	v := planFields{Minutes: strings.ToValidUTF8(f.Minutes, "\uFFFD"), NoKit: oneOf("none", f.Kit...)}
	for _, id := range care.Places {
		v.Spots = append(v.Spots, box{id, p.T("plan.spot." + id), oneOf(id, f.Spots...)})
	}
	known := []string{"none"}
	for _, e := range t.svc.Equipment() {
		known = append(known, e.ID)
		v.Kit = append(v.Kit, box{e.ID, e.Name, oneOf(e.ID, f.Kit...)})
	}
	for _, id := range f.Kit {
		if !oneOf(id, known...) {
			v.Kit = append(v.Kit, box{id, p.T("plan.kit_unknown", "what", id), true})
		}
	}
	preset := f.Preset
	if preset == "" {
		preset = care.Presets[0]
	}
	for _, id := range care.Presets {
		v.Presets = append(v.Presets, box{id, p.T("plan.preset." + id), id == preset})
	}
	for _, id := range wishes {
		v.Wishes = append(v.Wishes, box{id, p.T("plan.wish." + id), oneOf(id, f.Wishes...)})
	}
	return v
}
