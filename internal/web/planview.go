package web

import (
	"net/http"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/clinical"
)

// planView is the care plan.
type planView struct {
	page
	stepView
	planFields
	Rest      []field // carried by the preferences that stand on the page
	Checked   bool    // rests on a check
	Print     bool    // everything open, nothing to press
	Level     string
	Emergency bool
	Action    string
	Meanwhile string
	SoonerIf  string
	Numbers   []phone
	Country   string
	Urgent    []care.Item // what to do until help is there
	Sections  []planSection
	Routine   planRoutine
	More      []moreView
	LeftOut   []outGroup
	Sources   []sourceView
}

// planSection is one card list: tonight, week, clinician or avoid.
type planSection struct {
	ID     string
	Groups []planGroup // with a clinician: by kind; elsewhere one without a name
}

type planGroup struct {
	Kind  string // of care.Item, or empty
	Cards []planCard
}

type moreView struct{ ID, Name string }

// outGroup lists what was left out for one kind of reason.
type outGroup struct {
	Reason string
	Items  []outView
}

type outView struct {
	ID, Name, Text string
	Because        []string // the answers that settled it
	CanReturn      bool
}

func (t *planTurn) showPlan(resp *app.PlanResponse) {
	p := t.printer(t.r)
	wd := &wording{site: t.site, p: p, numbers: map[string]int{}}
	u := resp.Urgency
	v := planView{
		page: t.page(t.r, "plan", p.T("plan.title")), planFields: t.fields(), Checked: t.checked(), Print: t.do == "print",
		Level: u.Level.String(), Emergency: u.Level == clinical.Emergency, Action: u.Action, Meanwhile: u.Meanwhile, SoonerIf: u.SoonerIf,
	}
	v.stepView = t.stepView(0, nil)
	v.Rest = append(v.Hidden[:len(v.Hidden):len(v.Hidden)], t.ask.hidden(shownFields...)...)
	v.Hidden = append(v.Hidden, t.ask.hidden()...)
	v.Numbers, v.Country = t.phones(u)
	tonight := resp.Tonight
	for len(tonight) > 0 && tonight[0].Kind == care.KindUrgent {
		v.Urgent, tonight = append(v.Urgent, tonight[0]), tonight[1:]
	}
	if !v.Emergency {
		v.Sections = planSections(wd, v.Print, tonight, resp)
		v.Routine = t.routine(resp.Routine)
		for _, m := range resp.More {
			v.More = append(v.More, moreView{m.ID, m.Name})
		}
		v.LeftOut = leftOut(resp.LeftOut)
	}
	v.Sources = wd.sources()
	t.write(t.w, t.r, http.StatusOK, "plan", v)
}

func planSections(wd *wording, open bool, tonight []care.Item, resp *app.PlanResponse) (out []planSection) {
	for _, s := range []struct {
		id    string
		items []care.Item
	}{{"tonight", tonight}, {"week", resp.Week}, {"clinician", resp.WithClinician}, {"avoid", resp.Avoid}} {
		section := planSection{ID: s.id}
		for _, item := range s.items {
			kind := ""
			if s.id == "clinician" {
				kind = item.Kind
				if kind == care.KindExercise {
					kind = care.KindActivity
				}
			}
			if n := len(section.Groups); n == 0 || section.Groups[n-1].Kind != kind {
				section.Groups = append(section.Groups, planGroup{Kind: kind})
			}
			g := &section.Groups[len(section.Groups)-1]
			g.Cards = append(g.Cards, wd.card(s.id, item, open))
		}
		if len(section.Groups) > 0 {
			out = append(out, section)
		}
	}
	return out
}

// outOrder is how the reasons stand on the page: what matters for health first.
var outOrder = []string{
	care.OutUrgent, care.OutContraindicated, care.OutCause, care.OutEquipment, care.OutPosition, care.OutTime,
	care.OutNotNeeded, care.OutNotWanted,
}

func leftOut(list []care.LeftOut) (out []outGroup) {
	for _, reason := range outOrder {
		g := outGroup{Reason: reason}
		for _, x := range list {
			if x.Reason != reason {
				continue
			}
			v := outView{ID: x.ID, Name: x.Name, Text: x.Text, CanReturn: reason == care.OutNotWanted}
			for _, f := range x.Findings {
				v.Because = append(v.Because, f.Text)
			}
			g.Items = append(g.Items, v)
		}
		if len(g.Items) > 0 {
			out = append(out, g)
		}
	}
	return out
}
