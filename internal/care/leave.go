package care

import (
	"slices"

	"github.com/legible-health/legible/internal/clinical"
)

// leaves tells why a measure would be left out; nil when it fits.
func (v *visit) leaves(m *measure) *LeftOut {
	out, known := v.left[m]
	if !known {
		if x, leave := v.weigh(m); leave {
			out = &x
		}
		v.left[m] = out
	}
	return out
}

// weigh looks for a reason against a measure. Urgency comes first in an emergency;
// otherwise what is wrong for the person comes before what waits and what is not liked.
func (v *visit) weigh(m *measure) (LeftOut, bool) {
	out := LeftOut{ID: m.ID, Kind: m.kind(), Name: m.Name, Findings: []Question{}}
	because := func(reason, text string) (LeftOut, bool) {
		out.Reason, out.Text = reason, text
		return out, true
	}
	if v.level == clinical.Emergency {
		return because(OutUrgent, "Getting help comes first.")
	}
	if s := v.verdict(m); len(s.excluded) > 0 {
		out.Findings = v.questions(s.findings)
		return because(OutContraindicated, s.excluded[0].Text)
	}
	if w := v.withheld(m); w != nil {
		out.Condition = w.condition
		return because(OutCause, w.Text)
	}
	if v.level == clinical.SameDay && !m.WhileWaiting {
		return because(OutUrgent, "Have the leg looked at today first.")
	}
	switch {
	case v.pref.refuses(m):
		return because(OutNotWanted, "You said you do not want it.")
	case v.unneeded(m):
		return because(OutNotNeeded, "You said that this is not so for you.")
	case m.Category == "in_the_moment": // a cramp does not wait for preferences
	case m.exercise != nil && !v.pref.allows(m.exercise.Position):
		return because(OutPosition, "You said you cannot do it in this position.")
	case !v.pref.has(m.AtHand):
		return because(OutEquipment, "You do not have what it needs at hand.")
	case v.pref.Minutes > 0 && m.Minutes != nil && m.Minutes.Min > v.pref.Minutes:
		return because(OutTime, "It takes more minutes than you have.")
	}
	return out, false
}

// unneeded reports a habit whose risk factors were all denied.
func (v *visit) unneeded(m *measure) bool {
	return m.Category == "habit" && len(m.ForFindings) > 0 && !v.pref.wishes(m) &&
		!slices.ContainsFunc(m.ForFindings, func(id string) bool { return v.state(id) != clinical.Absent })
}

func (v *visit) leaveOut(m *measure, reason, text string, findings []string) {
	v.plan.LeftOut = append(v.plan.LeftOut, LeftOut{ID: m.ID, Kind: m.kind(), Name: m.Name, Reason: reason, Text: text, Findings: v.questions(findings)})
}
