package web

import (
	"fmt"

	"github.com/legible-health/legible/internal/kb"
)

// alarm is one line of the red-flag strip of step 1. Yes is present when it is ticked;
// No is absent when "none of these" is. No is empty where the line is narrower than the
// finding: denying "newly swollen" says nothing of an old swelling.
type alarm struct {
	ID      string
	Yes, No []string
}

var alarms = []alarm{
	{"cold", []string{"cold_pale_foot_sudden"}, []string{"cold_pale_foot_sudden"}},
	{"bladder", []string{"loss_of_bladder_bowel_control"}, []string{"loss_of_bladder_bowel_control", "saddle_numbness", "bowel_incontinence_new"}},
	{"chest", []string{"chest_pain_breathless"}, []string{"chest_pain_breathless", "sudden_breathlessness"}},
	{"swollen", []string{"unilateral_leg_swelling", "swelling_new_days"}, nil},
	{"weak", []string{"leg_weakness_both_rising"}, []string{"leg_weakness_both_rising"}},
	{"joint", []string{"joint_swollen_hot_red", "fever"}, nil},
}

// place is one area of the leg, in the order of the list from the hip down. Near are
// findings so close by that an empty tick beside this one denies nothing.
type place struct {
	ID   string
	Yes  []string
	Near []string
}

var places = []place{
	{"hip", []string{"hip_or_groin_pain"}, []string{"outer_hip_pain"}},
	{"hip_outer", []string{"outer_hip_pain"}, []string{"hip_or_groin_pain"}},
	{"buttock", []string{"buttock_pain"}, nil},
	{"thigh_front", []string{"thigh_pain"}, nil},
	{"thigh_back", []string{"thigh_pain"}, nil},
	{"thigh_inner", []string{"thigh_pain", "inner_thigh_pain"}, nil},
	{"knee_front", []string{"knee_pain", "front_knee_pain"}, nil},
	{"knee_back", []string{"knee_pain", "behind_knee_pain"}, nil},
	{"shin", []string{"shin_pain"}, nil},
	{"calf", []string{"calf_pain"}, nil},
	{"ankle", []string{"ankle_pain"}, nil},
	{"heel", []string{"heel_or_achilles_pain"}, []string{"foot_pain", "ankle_pain"}},
	{"foot", []string{"foot_pain"}, []string{"big_toe_pain", "ball_of_foot_pain", "foot_arch_heel_pain", "heel_or_achilles_pain"}},
	{"sole", []string{"foot_arch_heel_pain"}, []string{"foot_pain", "heel_or_achilles_pain"}},
	{"ball", []string{"ball_of_foot_pain"}, []string{"foot_pain"}},
	{"toe", []string{"big_toe_pain"}, []string{"foot_pain"}},
	{"back", []string{"low_back_pain"}, nil},
	{"whole", []string{"whole_leg_pain"}, nil},
}

// sides says which leg; the findings follow from it.
var sides = []place{
	{"left", []string{"one_leg_only"}, nil},
	{"right", []string{"one_leg_only"}, nil},
	{"both", []string{"both_legs_affected"}, nil},
	{"switches", []string{"switches_legs"}, nil},
}

const (
	noPain     = "no_pain_at_all"
	whereHurts = "where_it_hurts" // the same list as a question of the interview
)

// checkWhere reports a finding of the lists that the knowledge base lacks.
func checkWhere(base *kb.Base) error {
	ids := []string{noPain, whereHurts}
	for _, a := range alarms {
		ids = append(append(ids, a.Yes...), a.No...)
	}
	for _, p := range append(append([]place{}, places...), sides...) {
		ids = append(ids, p.Yes...)
	}
	for _, id := range ids {
		if base.Finding(id) == nil {
			return fmt.Errorf("web: the check names the finding %q, which the knowledge base lacks", id)
		}
	}
	return nil
}

// whereEvidence turns the ticks of step 1 into answers. What the own words speak of is
// left to them: a tick that is not set must not overrule a sentence.
func whereEvidence(st *state, mentioned map[string]bool) []answer {
	got := map[string]string{}
	for _, a := range alarms {
		for _, id := range a.Yes {
			if st.Alarms[a.ID] {
				got[id] = "present"
			}
		}
		for _, id := range a.No {
			if st.Alarms["none"] && !mentioned[id] {
				got[id] = "absent"
			}
		}
	}
	if st.NoPain {
		got[noPain], got[whereHurts] = "present", "unknown"
	} else {
		placeEvidence(st, mentioned, got)
	}
	for _, s := range sides {
		for _, id := range s.Yes {
			if st.Side == s.ID {
				got[id] = "present"
			}
		}
	}
	return inOrder(got)
}

// placeEvidence reads empty places as "not there" once at least one is ticked. The
// places are findings about pain, so they say nothing of a leg that does not hurt.
func placeEvidence(st *state, mentioned map[string]bool, got map[string]string) {
	near := map[string]bool{}
	for _, p := range places {
		for _, id := range p.Near {
			near[id] = near[id] || st.Places[p.ID]
		}
	}
	for _, p := range places {
		for _, id := range p.Yes {
			switch {
			case st.Places[p.ID]:
				got[id] = "present"
			case len(st.Places) > 0 && got[id] == "" && !mentioned[id] && !near[id] && !st.Places["whole"]:
				got[id] = "absent"
			}
		}
	}
}

// inOrder lists answers in the order of the page, so that the same ticks always give
// the same request.
func inOrder(got map[string]string) []answer {
	var out []answer
	add := func(ids []string) {
		for _, id := range ids {
			if got[id] != "" {
				out = append(out, answer{From: fromWhere, Finding: id, Presence: got[id]})
				delete(got, id)
			}
		}
	}
	for _, a := range alarms {
		add(a.Yes)
		add(a.No)
	}
	for _, p := range places {
		add(p.Yes)
	}
	for _, s := range sides {
		add(s.Yes)
	}
	add([]string{noPain, whereHurts})
	return out
}
