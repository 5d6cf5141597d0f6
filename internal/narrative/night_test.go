package narrative_test

import "testing"

func TestTroublesOfTheNight(t *testing.T) {
	check(t, []reading{
		{text: "I have this urge to move my legs when I lie in bed.", present: []string{"urge_to_move_legs", "worse_evening_night", "worse_at_rest"}},
		{text: "I have this urge to move my legs in bed and all day long too.", silent: []string{"worse_evening_night"}},
		{text: "Cramp in my calf woke me in the middle of the night.", present: []string{"worse_evening_night"}},
		{text: "My legs ache when I walk.", silent: []string{"worse_evening_night", "worse_at_rest"}},
	})
}

func TestOneLegAtATime(t *testing.T) {
	check(t, []reading{
		{text: "I get a cramp in my calf.", present: []string{"one_leg_at_a_time"}},
		{text: "My foot cramps up in bed.", present: []string{"one_leg_at_a_time"}},
		{text: "I get cramps in both calves.", silent: []string{"one_leg_at_a_time"}},
		{text: "I get leg cramps at night.", silent: []string{"one_leg_at_a_time"}},
		{text: "My calf aches.", silent: []string{"one_leg_at_a_time"}},
	})
}

func TestAWhileInOnePostureDatesNothing(t *testing.T) {
	check(t, []reading{
		{text: "My knee hurts when I sit for a long time.", silent: []string{"duration_days", "onset_over_6_months"}},
		{text: "My ankles swell when I stand in one place for a long time.", silent: []string{"duration_days"}},
		{text: "I have had swollen ankles for a long time.", present: []string{"onset_over_6_months"}},
	})
}

func TestSupposedAndOtherwiseMeant(t *testing.T) {
	check(t, []reading{
		{text: "I thought I might have pulled a muscle.", silent: []string{"recent_injury"}},
		{text: "I pulled a muscle at football on Saturday.", present: []string{"recent_injury"}},
		{text: "It may be from a torn meniscus.", silent: []string{"previous_knee_injury"}},
		{text: "A sort of itch creeps up on you in the evening.", silent: []string{"pain_climbs_or_spreads"}},
		{text: "The pain creeps up my leg.", present: []string{"pain_climbs_or_spreads"}},
		{text: "After the cramp I limped to the kitchen.", silent: []string{"pain_worse_walking", "antalgic_gait"}},
		{text: "I have been limping for a week.", present: []string{"antalgic_gait"}},
		{text: "My ankles get swollen on hot days.", silent: []string{"joint_swollen_hot_red"}},
		{text: "My heels ache after a city trip.", silent: []string{"falls_or_trips"}},
		{text: "I get them every few months and last night I got one.", silent: []string{"onset_within_one_day"}},
		{text: "My dad came in, grabbing my leg to rub it.", silent: []string{"sudden_muscle_tightening"}},
	})
}

func TestWhatEasesIsNoCause(t *testing.T) {
	check(t, []reading{
		{text: "The pain is worse when he walks downhill and is relieved by sitting.", present: []string{"pain_worse_walking"}, silent: []string{"pain_worse_sitting", "worse_at_rest"}},
		{text: "The discomfort resolves when she gets up and walks around.", silent: []string{"pain_worse_walking"}},
		{text: "The pain gets worse when I sit.", present: []string{"pain_worse_sitting"}},
		{text: "She came home from a trip to Kenya with sore joints.", silent: []string{"falls_or_trips"}},
		{text: "He has pain in the upper part of his right calf.", silent: []string{"hands_or_arms_too"}},
		{text: "Examination was normal except for a tender shin.", silent: []string{"whole_exam_normal"}},
		{text: "Calf pain was increasing during dorsiflexion and knee extension.", silent: []string{"worse_over_weeks", "knee_pain"}},
	})
}
