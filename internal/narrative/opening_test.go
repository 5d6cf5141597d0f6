package narrative_test

import "testing"

func TestOneStatementAtATime(t *testing.T) {
	check(t, []reading{
		{text: "My back has been aching and my legs go numb.", present: []string{"low_back_pain"}, silent: []string{"aching_heavy_legs"}},
		{text: "My calf is tight but my knee is swollen.", present: []string{"knee_swelling"}, silent: []string{"unilateral_leg_swelling"}},
		{text: "The backs of my thighs and my calves ache.", present: []string{"thigh_pain", "calf_pain"}},
		{text: "The cramps wake me and I walk about.", present: []string{"night_pain_wakes"}},
		{text: "It aches by evening, brown skin round the ankle.", silent: []string{"ankle_pain"}},
		{text: "It aches every day, mostly in my left ankle.", present: []string{"ankle_pain"}},
		{text: "A dull pain for weeks, thighs and shins.", present: []string{"thigh_pain", "shin_pain"}},
		{text: "He drops off, his feet flick up.", silent: []string{"hard_blow_or_crash"}},
		{text: "My ankle's swollen and it's sore.", present: []string{"one_leg_only"}, silent: []string{"both_legs_affected", "bilateral_leg_swelling"}},
		{text: "My wife's whole leg's swollen since Monday.", present: []string{"unilateral_leg_swelling"}, silent: []string{"bilateral_leg_swelling"}},
		{text: "No rash, worse in the night, my legs itch.", present: []string{"worse_evening_night"}, absent: []string{"skin_rash_any"}},
	})
}

func TestSidesAgree(t *testing.T) {
	check(t, []reading{
		{text: "My left foot has gone numb, I can't feel my toes.", present: []string{"one_leg_only"}, silent: []string{"numbness_in_feet_symmetrical"}},
		{text: "Both feet are numb.", present: []string{"numbness_in_feet_symmetrical"}},
		{text: "My legs swell up, both of them.", present: []string{"bilateral_leg_swelling"}, silent: []string{"unilateral_leg_swelling"}},
		{text: "My left leg is swollen.", present: []string{"unilateral_leg_swelling"}},
		{text: "My legs ache, the left one is worse.", present: []string{"both_legs_affected"}, silent: []string{"one_leg_only"}},
		{text: "My legs ache, I have varicose veins on the left one.", present: []string{"both_legs_affected"}, silent: []string{"one_leg_only"}},
		{text: "It cramps at night, mostly the right calf.", present: []string{"one_leg_only"}},
		{text: "My leg has turned blue and it's huge.", present: []string{"unilateral_leg_swelling"}},
	})
}

func TestLegsThatDoNotCarry(t *testing.T) {
	check(t, []reading{
		{text: "Her legs give out, she can't stand, can't pass water.", present: []string{"unable_to_bear_weight"}},
		{text: "After the fall I couldn't walk.", present: []string{"unable_to_bear_weight"}},
		{text: "I can't stand the heat in bed.", silent: []string{"unable_to_bear_weight"}},
		{text: "I can't walk far.", silent: []string{"unable_to_bear_weight"}},
		{text: "My neighbour broke his hip and can't walk. My calf aches.", silent: []string{"unable_to_bear_weight"}},
		{text: "What if I can't walk?", silent: []string{"unable_to_bear_weight"}},
	})
}

func TestWhoseStory(t *testing.T) {
	check(t, []reading{
		{text: "I just can't sleep. I'm drained and always cold. My mum had a bad thyroid.", present: []string{"cold_intolerance", "poor_sleep"}},
		{text: "It's only age they say, but Dad (77) has lost two stone without trying. His hip hurts.", present: []string{"unexplained_weight_loss"}},
		{text: "My 68 yo husband woke me shouting with cramp in his calf.", present: []string{"cramp_calf"}},
		{text: "My 80 year old mum's legs are swollen.", present: []string{"bilateral_leg_swelling"}},
		{text: "Has anyone had a stress fracture? My foot hurts.", present: []string{"foot_pain"}, silent: []string{"recent_injury"}},
		{text: "Has anyone else had cramps in the calf every night?", present: []string{"cramp_calf"}},
		{text: "My nan has polio and my calf aches.", silent: []string{"old_stroke_or_polio"}},
	})
}
