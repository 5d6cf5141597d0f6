package web

import (
	"fmt"

	"github.com/legible-health/legible/internal/kb"
)

// The few questions that stand in for a check. The ids of findings stand in the
// knowledge base; checkPlan holds them to it at start-up.

// complaints say in one word what a check would find out; the answers follow from it.
var complaints = []place{
	{"cramps", []string{"recurrent_nocturnal_leg_cramps", "sudden_muscle_tightening"}, nil},
	{"restless", []string{"urge_to_move_legs", "worse_at_rest", "worse_evening_night"}, nil},
	{"standing", []string{"aching_heavy_legs", "pain_worse_standing_long"}, nil},
	{"unsure", nil, nil},
}

// safety lists what makes a measure wrong for somebody, in the words and the order of
// the form. Yes is present when it is ticked; No is absent when the list was answered
// and this line was not ticked. No never goes beyond what the line asks.
var safety = []struct {
	Group string
	Lines []alarm
}{
	{"legs", []alarm{
		{"swollen", []string{"unilateral_leg_swelling"}, []string{"unilateral_leg_swelling", "entire_leg_swollen", "calf_swelling_over_3cm"}},
		{"hot", []string{"warm_red_skin"}, []string{"warm_red_skin", "red_area_spreading"}},
		{"wound", []string{"skin_break_leg"}, []string{"skin_break_leg", "leg_ulcer_now", "foot_ulcer_or_wound"}},
		{"numb", []string{"numbness_in_feet_symmetrical"}, []string{"numbness_in_feet_symmetrical", "cannot_feel_hot_cold_feet", "known_neuropathy", "leg_sensory_loss"}},
		{"arteries", []string{"known_pad"}, []string{"known_pad"}},
		{"clot", []string{"previous_dvt_or_pe"}, []string{"previous_dvt_or_pe"}},
		{"veins", []string{"varicose_veins_visible"}, []string{"varicose_veins_visible"}},
		{"sciatica", []string{"pain_spreads_below_knee"}, []string{"pain_spreads_below_knee", "bilateral_sciatica"}},
	}},
	{"body", []alarm{
		{"operation", []string{"recent_surgery_12_weeks"}, []string{"recent_surgery_12_weeks", "recent_joint_surgery", "leg_in_plaster_or_paralysed"}},
		{"joint", []string{"joint_replacement"}, []string{"joint_replacement"}},
		{"tear", []string{"pop_or_snap_felt"}, []string{"pop_or_snap_felt"}},
		{"bones", []string{"low_energy_or_bone_risk"}, []string{"low_energy_or_bone_risk"}},
		{"falls", []string{"unsteady_walking"}, []string{"unsteady_walking", "falls_or_trips"}},
		{"dizzy", []string{"dizzy_on_standing"}, []string{"dizzy_on_standing", "fainting"}},
	}},
	{"health", []alarm{
		{"diabetes", []string{"diabetes"}, []string{"diabetes"}},
		{"kidney", []string{"kidney_disease"}, []string{"kidney_disease", "on_dialysis"}},
		{"heart", []string{"heart_failure_known"}, []string{"heart_failure_known"}},
		{"liver", []string{"known_cirrhosis"}, []string{"known_cirrhosis"}},
		{"lungs", []string{"lung_disease"}, []string{"lung_disease"}},
		{"thinner", []string{"takes_anticoagulant"}, []string{"takes_anticoagulant"}},
		{"antibiotic", []string{"quinolone_use"}, []string{"quinolone_use"}},
	}},
}

// planFindings lists what the form names, for the check at start-up.
func planFindings() (ids []string) {
	for _, c := range complaints {
		ids = append(ids, c.Yes...)
	}
	for _, g := range safety {
		for _, l := range g.Lines {
			ids = append(append(ids, l.Yes...), l.No...)
		}
	}
	return ids
}

// evidence turns the complaint and the ticks about safety into answers, after those
// given already: a yes stands above a no, whichever list it came from.
func (f *planForm) evidence(given []answer) []answer {
	st := state{Answers: given}
	add := func(ids []string, presence string) {
		for _, id := range ids {
			if old, ok := st.get(id); !ok || old.Presence != "present" {
				st.set(answer{From: fromWhere, Finding: id, Presence: presence})
			}
		}
	}
	for _, c := range complaints {
		if c.ID == f.Complaint {
			add(c.Yes, "present")
		}
	}
	for _, g := range safety {
		for _, l := range g.Lines {
			switch {
			case oneOf(l.ID, f.Had...):
				add(l.Yes, "present")
			case len(f.Had) > 0:
				add(l.No, "absent")
			}
		}
	}
	return st.Answers
}

// checkPlan reports a finding of the form that the knowledge base lacks.
func checkPlan(base *kb.Base) error {
	for _, id := range planFindings() {
		if base.Finding(id) == nil {
			return fmt.Errorf("web: the plan's form names the finding %q, which the knowledge base lacks", id)
		}
	}
	return nil
}
