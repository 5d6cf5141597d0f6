package narrative_test

import "testing"

func TestOtherSenses(t *testing.T) {
	check(t, []reading{
		{text: "A dull ache in the back of my lower leg.", present: []string{"calf_pain"}, silent: []string{"low_back_pain"}},
		{text: "I've a red hot poker down my leg.", silent: []string{"warm_red_skin"}},
		{text: "I can't put any weight on that foot.", silent: []string{"weight_gain"}},
		{text: "I have put on weight, two stone since spring.", present: []string{"weight_gain"}},
		{text: "He woke up this morning limping and his hip hurts.", silent: []string{"night_pain_wakes"}},
		{text: "One of my varicose veins has gone rock hard and red.", present: []string{"tender_cord_under_skin"}, silent: []string{"tense_hard_muscle", "visible_hard_knot"}},
		{text: "The doctor says it is a baker's cyst.", silent: []string{"prolonged_standing_job"}},
		{text: "The nurse could feel only weak pulses in my feet.", silent: []string{"leg_weakness_new"}},
		{text: "A rash on my chest and aching legs.", silent: []string{"chest_pain", "chest_pain_breathless"}},
		{text: "My big toe tingles and is a bit dead.", silent: []string{"black_toe", "saddle_numbness"}},
		{text: "I was laying laminate flooring all weekend.", silent: []string{"prolonged_crush_or_lying"}},
		{text: "Cracked skin between my toes.", silent: []string{"crackling_under_skin"}},
		{text: "I trip over my own feet.", silent: []string{"recent_injury"}},
		{text: "On exam, blood pressure is 142/88 and the calf is tender. He is in moderate distress.", silent: []string{"stress_high"}},
		{text: "A stress fracture was excluded; valgus stress testing is painful.", silent: []string{"stress_high"}},
		{text: "She complains of fatigue and aching calves.", silent: []string{"weakness_comes_and_goes"}},
		{text: "Pins and needles come and go, and my leg feels weak.", silent: []string{"weakness_comes_and_goes"}},
		{text: "My pulse races when a cramp in my calf wakes me.", present: []string{"cramp_calf"}, silent: []string{"cramp_during_exercise"}},
		{text: "The seats were cramped on the flight.", silent: []string{"sudden_muscle_tightening"}},
		{text: "Period cramps and heavy legs.", silent: []string{"sudden_muscle_tightening"}},
		{text: "The swelling came up last night.", silent: []string{"worse_evening_night"}},
		{text: "It gets worse at night.", present: []string{"worse_evening_night"}, silent: []string{"worse_over_weeks"}},
		{text: "It is getting worse each month.", present: []string{"worse_over_weeks"}},
		{text: "Sensation is reduced and reflexes are preserved.", silent: []string{"reflexes_reduced_or_absent"}},
		{text: "Foot pulses are palpable.", silent: []string{"foot_pain"}},
		{text: "Thyroid function tests are normal.", silent: []string{"thyroid_disease"}},
		{text: "He drinks two beers on weekends.", silent: []string{"alcohol_heavy"}},
		{text: "I have tried to quit smoking.", silent: []string{"smoking_former"}},
		{text: "My thighs ache like I've run a marathon.", silent: []string{"endurance_event"}},
		{text: "Prolonged standing makes it ache.", silent: []string{"prolonged_standing_job"}},
	})
}

func TestDenialsInEverydayOrder(t *testing.T) {
	check(t, []reading{
		{text: "My shin has gone hard and red.", present: []string{"warm_red_skin"}},
		{text: "Came over all breathless for no reason, tight chest.", present: []string{"any_breathlessness", "chest_pain"}},
		{text: "Full leg is swollen. Fever no.", absent: []string{"fever"}},
		{text: "No back pain no weakness.", absent: []string{"low_back_pain", "leg_weakness_new"}},
		{text: "He has no energy, comes up in bruises.", present: []string{"bruising_or_bleeding_unexplained"}},
		{text: "Two years ago I couldn't pee, all sorted with surgery. Now my calf hurts.", silent: []string{"bladder_trouble_new"}},
		{text: "Weeing normally and I can feel when I wipe.", silent: []string{"bladder_trouble_new", "saddle_numbness"}},
	})
}

func TestSomebodyElse(t *testing.T) {
	check(t, []reading{
		{text: "Leg cramps at night. My mate says he can't breathe.", silent: []string{"any_breathlessness", "breathing_or_swallowing_trouble"}},
		{text: "My calf aches. My sister had a clot after her hip operation.", present: []string{"family_history_clots"}, silent: []string{"recent_joint_surgery", "previous_dvt_or_pe"}},
		{text: "My colleague had a DVT and she can't walk. My calves are stiff.", silent: []string{"previous_dvt_or_pe", "unable_to_bear_weight"}},
		{text: "My brother in law had his leg amputated because of diabetes. I've had a sore foot for two days.", present: []string{"foot_pain"}, silent: []string{"amputation", "diabetes"}},
		{text: "My foot went cold and white an hour ago. The other foot is warm.", present: []string{"cold_pale_foot_sudden"}},
		{text: "My wife says my calf is swollen.", present: []string{"unilateral_leg_swelling"}},
	})
}

func TestSaidWithoutNamingIt(t *testing.T) {
	check(t, []reading{
		{text: "I had to sleep in the armchair with my foot down on the floor.", present: []string{"sleeps_in_chair", "relief_hanging_leg_down"}},
		{text: "It comes on when I walk to the shops and stops when I stand still.", present: []string{"pain_relieved_by_standing_still"}},
		{text: "My calf has a charley horse that just won't go away.", present: []string{"calf_sore_constant"}},
		{text: "My calf has been odd. It is tender when I squeeze it.", present: []string{"calf_tenderness"}},
		{text: "I can't tell whether I've finished weeing and it's numb when I wipe.", present: []string{"bladder_trouble_new", "saddle_numbness"}},
		{text: "I lost control of my bowels.", present: []string{"bowel_incontinence_new"}},
	})
}
