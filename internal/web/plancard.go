package web

import (
	"html/template"
	"strings"

	"github.com/legible-health/legible/internal/care"
)

// planCard is one item of the plan, in words.
type planCard struct {
	care.Item
	Section    string
	Picture    template.HTML // a drawing of the exercise, or empty
	Icon       string        // otherwise
	Because    string        // the first reason, in a few words
	Ask        []string      // questions that settle what stands under CheckFirst
	Evidence   string        // strong, some, weak, none; empty where no grade applies
	Doses      []doseView
	Cites      []int
	Contention []contention
	Open       bool
	CanLeave   bool // the person can leave it out
}

// doseView is one preset with whose it is: seed or trial.
type doseView struct{ Whose, Text string }

// contention is where our base texts and the evidence differ.
type contention struct {
	care.Disagreement
	Cites []int
}

// evidenceWords says the letter of a grade in a word.
var evidenceWords = map[string]string{"A": "strong", "B": "some", "C": "weak", "D": "none"}

func (wd *wording) card(section string, item care.Item, open bool) planCard {
	c := planCard{
		Item: item, Section: section, Evidence: evidenceWords[item.Grade], Cites: wd.cite(item.Sources), Open: open,
		CanLeave: section == "tonight" || section == "week",
	}
	if len(item.Why) > 0 && !wd.named(item) {
		c.Because = wd.because(item.Why[0])
	}
	for _, k := range item.CheckFirst {
		for _, q := range k.Questions {
			if !oneOf(q.Text, c.Ask...) {
				c.Ask = append(c.Ask, q.Text)
			}
		}
	}
	for i := len(item.Figures) - 1; i >= 0 && c.Picture == ""; i-- {
		c.Picture = drawing(item.Figures[i])
	}
	if c.Picture == "" {
		c.Icon = planIcon(item)
	}
	if item.SeedDose != "" {
		c.Doses = append(c.Doses, doseView{"seed", item.SeedDose})
	}
	if item.TrialDose != "" {
		c.Doses = append(c.Doses, doseView{"trial", wd.plainDose(item.TrialDose)})
	}
	for _, d := range item.Disagreements {
		c.Contention = append(c.Contention, contention{d, wd.cite(d.Sources)})
	}
	return c
}

// named reports an item whose name ends with its cause, so that the line below need not say it again.
func (wd *wording) named(item care.Item) bool {
	k := wd.base.Condition(item.Why[0].ID)
	return k != nil && strings.HasSuffix(item.Name, ": "+k.PlainName)
}

// because says a reason in a few words; the whole of it stands inside the card.
func (wd *wording) because(w care.Why) string {
	if k := wd.base.Condition(w.ID); k != nil && w.Kind == "cause" {
		return wd.p.T("plan.because", "cause", k.PlainName)
	}
	return w.Text
}

// plainDose takes the ids of sources out of a dose; the numbers beside the card say them.
func (wd *wording) plainDose(dose string) string {
	i := strings.LastIndex(dose, " (")
	if i < 0 || !strings.HasSuffix(dose, ")") {
		return dose
	}
	for _, id := range strings.Split(dose[i+2:len(dose)-1], ",") {
		if !wd.known(strings.TrimSpace(id)) {
			return dose
		}
	}
	return dose[:i]
}

// planIcons are the signs of what has no drawing, by category and by kind.
var planIcons = map[string]string{
	"heat_cold": "plan-warm", "massage": "plan-hand", "fluids": "plan-cup", "food": "plan-bowl", "supplement": "plan-pill",
	"sleep": "plan-moon", "posture": "plan-chair", "footwear": "plan-shoe", "elevation": "plan-legs", "device": "plan-legs",
	"mind": "plan-breath", "habit": "plan-note", "professional": "plan-person", "action": "plan-person",
	"movement": "plan-walk", "exercise": "plan-walk", "stretch": "plan-walk", "in_the_moment": "plan-walk",
	care.KindMedicine: "plan-pill", care.KindTest: "plan-tube", care.KindTreatment: "plan-person", care.KindUrgent: "alert",
}

func planIcon(item care.Item) string {
	for _, key := range []string{item.Kind, item.Category} {
		if name := planIcons[key]; name != "" {
			return name
		}
	}
	return "plan-note"
}
