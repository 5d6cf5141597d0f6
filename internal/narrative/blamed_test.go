package narrative_test

import "testing"

func TestWhatItWasTakenFor(t *testing.T) {
	check(t, []reading{
		{text: "My calf hurts. I put it down to a pulled muscle.", present: []string{"calf_pain"}, silent: []string{"recent_injury"}},
		{text: "I thought I had only twisted it when I fell down the stairs yesterday.", present: []string{"recent_injury"}},
		{text: "I pulled a muscle in my calf on Sunday.", present: []string{"recent_injury"}},
		{text: "My heart was pounding and I thought it was anxiety.", silent: []string{"anxiety"}},
		{text: "My legs ache and I suffer from anxiety.", present: []string{"anxiety"}},
		{text: "He has a pain in his shin every night. We were told it was growing pains.", silent: []string{"child_evening_ache_hours"}},
		{text: "There is a red patch on my ankle. I assumed an insect bite.", silent: []string{"after_bite_or_sting", "skin_break_leg"}},
		{text: "I chalked it up to dehydration or fatigue.", silent: []string{"low_fluid_intake", "fatigue_marked"}},
		{text: "Calf pain for ten days, which I attributed to running uphill.", present: []string{"calf_pain"}, silent: []string{"pain_worse_uphill_or_hurrying"}},
	})
}

func TestWordsOfAnotherMatter(t *testing.T) {
	check(t, []reading{
		{text: "During the trip my calf cramped.", silent: []string{"falls_or_trips"}},
		{text: "I keep tripping over the rug.", present: []string{"falls_or_trips"}},
		{text: "It felt like a muscle strain and my leg hurts.", silent: []string{"pain_worse_coughing_leg"}},
		{text: "When I strain on the toilet the pain shoots down my leg.", present: []string{"pain_worse_coughing_leg"}},
		{text: "A red lump is pulsing on my big toe.", silent: []string{"pulsating_lump"}},
		{text: "A lump behind my knee is pulsing.", present: []string{"pulsating_lump"}},
		{text: "My heel gets a little better as the day goes on.", silent: []string{"worse_over_weeks", "progressive_unrelenting_pain"}},
		{text: "I have no feeling in the bottom of my feet.", silent: []string{"saddle_numbness", "loss_of_bladder_bowel_control"}},
		{text: "My bottom has gone numb since yesterday.", present: []string{"saddle_numbness"}},
		{text: "I wear a compression stocking on my left leg.", silent: []string{"numbness_in_feet_symmetrical"}},
		{text: "My feet feel as if I had stockings on.", present: []string{"numbness_in_feet_symmetrical"}},
		{text: "I spend long periods sitting at a desk.", silent: []string{"heavy_periods"}},
		{text: "Pain shot from my hip to my foot.", silent: []string{"pop_or_snap_felt"}},
		{text: "It felt as if I had been shot in the calf.", present: []string{"pop_or_snap_felt"}},
		{text: "I have had two weeks of intense pain in my shin.", silent: []string{"recent_hospital_or_catheter", "recent_immobility"}},
		{text: "She may have a stress fracture in her shin.", silent: []string{"recent_injury"}},
		{text: "We went to the minor injuries unit with his knee.", silent: []string{"minor_injury_only", "recent_injury"}},
		{text: "One evening I felt a cramp in my calf.", silent: []string{"worse_evening_night", "pain_worse_evening"}},
		{text: "A few weeks after starting school her knee swelled.", silent: []string{"started_after_new_medicine"}},
		{text: "My varicose veins showed up in my first pregnancy.", silent: []string{"collateral_superficial_veins"}},
		{text: "The veins in my legs are swollen.", silent: []string{"bilateral_leg_swelling"}},
		{text: "I lie on my side at night and it hurts.", silent: []string{"prolonged_crush_or_lying"}},
		{text: "It hurts most when I get out of bed.", silent: []string{"worse_evening_night", "pain_worse_lying_down"}},
		{text: "My left leg was aching.", silent: []string{"aching_heavy_legs"}},
		{text: "My left leg is heavy and tired.", present: []string{"aching_heavy_legs"}},
		{text: "I couldn't even walk up the stairs.", silent: []string{"unable_to_bear_weight"}},
		{text: "I put up with the pain in my hip.", silent: []string{"night_pain_wakes"}},
		{text: "I push myself out of the chair with my arms because my thighs are weak.", silent: []string{"arm_or_face_weakness"}},
		{text: "A red patch on my shin is getting bigger.", present: []string{"red_area_spreading"}, silent: []string{"bent_or_bowed_bone"}},
		{text: "I couldn't pass water since this morning.", present: []string{"bladder_trouble_new"}, silent: []string{"little_urine"}},
		{text: "Every step is like walking on glass.", silent: []string{"skin_break_leg"}},
		{text: "I jumped off a wall and my leg hurts.", silent: []string{"muscle_twitching"}},
		{text: "She was white as a sheet and sweating.", silent: []string{"night_sweats"}},
		{text: "If I stand for long it gets worse, if I sit down it is fine.", silent: []string{"worse_over_weeks"}},
		{text: "I was told to put my feet up and come back if it got worse.", silent: []string{"worse_at_rest"}},
		{text: "I went to bed hoping to feel better in the morning.", silent: []string{"symptoms_gone_by_morning"}},
		{text: "I have tried ice, stretching and new shoes.", silent: []string{"after_new_shoes"}},
		{text: "Just after Christmas my knee began to hurt.", silent: []string{"after_rich_meal_or_alcohol"}},
		{text: "I gave up smoking five years ago, after twenty a day.", present: []string{"smoking_former"}, silent: []string{"smoking_current", "onset_over_6_months"}},
		{text: "I can't settle in bed, sitting in a chair is better.", silent: []string{"pain_worse_sitting"}},
		{text: "It hurts when I take a step.", silent: []string{"pain_worse_stairs_or_slopes"}},
		{text: "It felt like walking on a block of wood.", silent: []string{"tick_or_outdoor_exposure"}},
		{text: "Whenever I sat down all was good.", silent: []string{"worse_at_rest"}},
		{text: "My calf feels as if a red hot skewer were in it.", silent: []string{"warm_red_skin"}},
		{text: "I tried ice and a heating pad but nothing helped.", silent: []string{"eased_by_warmth", "eased_by_cold"}},
		{text: "I had my first attack of gout at thirty and it has come back four times.", silent: []string{"single_episode_only"}},
		{text: "A lump the size of a large grapefruit on my thigh.", silent: []string{"statin_interacting_medicine"}},
		{text: "My calf is tight.", present: []string{"muscle_stiffness"}, silent: []string{"tense_hard_muscle", "ankle_dorsiflexion_limited"}},
		{text: "My calf is rock hard and shiny.", present: []string{"tense_hard_muscle"}},
	})
}

func TestDenialsThatAreNone(t *testing.T) {
	check(t, []reading{
		{text: "I could no longer walk and needed a wheelchair.", present: []string{"unable_to_bear_weight", "needs_help_to_walk"}},
		{text: "She could neither empty her bladder nor move her toes.", present: []string{"bladder_trouble_new"}},
		{text: "I never heard or felt a pop in my calf.", absent: []string{"pop_or_snap_felt"}},
		{text: "No sooner had I got back into my running than my shins hurt.", present: []string{"running_or_marching"}},
		{text: "The test run was a no-go because my calf hurt.", present: []string{"calf_pain"}},
		{text: "The pain was worse when I was sitting down.", present: []string{"pain_worse_sitting"}},
		{text: "When I was a boy my knees hurt.", silent: []string{"knee_pain"}},
		{text: "I breathe lightly to not have to take deep breaths, which are painful.", present: []string{"chest_pain"}},
		{text: "I couldn't even walk unaided.", present: []string{"needs_help_to_walk"}},
		{text: "I woke up with pins and needles in both feet. I thought I had slept badly. It stayed all day and crept up to my knees.", present: []string{"tingling_feet_symmetrical"}},
		{text: "He wouldn't walk on his right leg this morning.", present: []string{"one_leg_only"}},
		{text: "If I stand for long it gets worse, if I sit down it is fine.", present: []string{"pain_worse_standing_long"}},
		{text: "My legs ache, the right one more so. My right leg has bulging veins.", present: []string{"both_legs_affected"}},
	})
}

func TestToldInOtherWords(t *testing.T) {
	check(t, []reading{
		{text: "It hurts to breathe in.", present: []string{"chest_pain"}},
		{text: "My heart started racing.", present: []string{"palpitations"}},
		{text: "I was paralysed from the waist down.", present: []string{"leg_weakness_new", "both_legs_affected"}, silent: []string{"old_stroke_or_polio"}},
		{text: "I lost all feeling in my arms and legs.", present: []string{"leg_sensory_loss", "both_legs_affected"}},
		{text: "We noticed some bruising on his legs.", present: []string{"bruising_or_bleeding_unexplained"}},
		{text: "The ache is somewhere deep in my thigh.", present: []string{"bone_pain_deep"}},
		{text: "It goes away once I start walking.", present: []string{"relieved_by_movement"}},
		{text: "I am stiff when I first get up.", present: []string{"start_up_pain_after_rest"}},
		{text: "My calves cramp when I go for walks.", present: []string{"cramp_during_exercise"}},
		{text: "I woke with a purple leg.", present: []string{"dusky_or_blistered_skin"}},
		{text: "My calf is twice the size of my other leg.", present: []string{"unilateral_leg_swelling", "one_leg_only"}},
		{text: "I couldn't get up out of a chair.", present: []string{"proximal_weakness"}},
		{text: "I have lost a lot of muscle from my thigh.", present: []string{"muscle_wasting"}},
		{text: "The leg ballooned overnight.", present: []string{"unilateral_leg_swelling"}},
		{text: "My jeans are getting loose.", present: []string{"unexplained_weight_loss"}},
		{text: "My calves burn after 200 metres and I have to stop, then I can go on.", present: []string{"walking_distance_metres", "pain_relieved_by_standing_still"}},
		{text: "I take Lipitor to lower my cholesterol.", present: []string{"high_cholesterol", "takes_statin"}},
	})
}

func TestDistancesRun(t *testing.T) {
	for _, text := range []string{"I went for my six mile run and stopped for a walk.", "I ran 5 miles on Saturday and can walk."} {
		if d, ok := parser().Parse(text).Evidence()["walking_distance_metres"]; ok {
			t.Errorf("%q: walking_distance_metres = %+v, want none", text, d)
		}
	}
	if d := parser().Parse("I rate it a five on a scale of zero to ten.").Evidence()["pain_score_0_10"]; d.Value == nil || *d.Value != 5 {
		t.Errorf("pain_score_0_10 = %+v, want 5", d)
	}
}
