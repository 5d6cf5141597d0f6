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
	Urgent    []string // what to do until help is there, in order
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
	Rest  []planCard // folded
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
		v.Urgent, tonight = append(v.Urgent, until(tonight[0], u)...), tonight[1:]
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

// until is what an urgent item says beyond the lines of the urgency that stand beside it.
func until(item care.Item, u app.Urgency) (out []string) {
	for _, line := range append(append([]string{}, item.Steps...), item.Cautions...) {
		if line != u.Action && line != u.SoonerIf {
			out = append(out, line)
		}
	}
	return out
}

// shownCards stand open in each list; the rest is folded.
const shownCards = 4

func planSections(wd *wording, open bool, tonight []care.Item, resp *app.PlanResponse) (out []planSection) {
	for _, s := range []planSection{
		planList(wd, open, "tonight", tonight), planList(wd, open, "week", resp.Week),
		planList(wd, open, "clinician", resp.WithClinician), planList(wd, open, "avoid", resp.Avoid),
	} {
		if len(s.Groups) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// planList makes the cards of one section. With a clinician they stand by kind.
func planList(wd *wording, open bool, id string, items []care.Item) planSection {
	kinds := []string{""}
	of := func(care.Item) string { return "" }
	if id == "clinician" {
		kinds, of = clinicianKinds, clinicianKind
	}
	s := planSection{ID: id}
	for _, kind := range kinds {
		g := planGroup{Kind: kind}
		for _, item := range items {
			if of(item) != kind {
				continue
			}
			if c := wd.card(id, item, open); len(g.Cards) < shownCards || open {
				g.Cards = append(g.Cards, c)
			} else {
				g.Rest = append(g.Rest, c)
			}
		}
		if len(g.Cards) > 0 {
			s.Groups = append(s.Groups, g)
		}
	}
	return s
}

// clinicianKinds is the order of the groups of "with a clinician".
var clinicianKinds = []string{care.KindUrgent, care.KindMedicine, care.KindTest, care.KindActivity, care.KindTreatment, "know"}

// clinicianKind names the group of an item; what only informs stands last.
func clinicianKind(item care.Item) string {
	if item.Kind != care.KindActivity && item.Kind != care.KindExercise {
		return item.Kind
	}
	if oneOf(item.Category, "action", "professional", "habit") {
		return care.KindActivity
	}
	return "know"
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
