package narrative_test

import "testing"

// A leg that fails while a muscle is cramped does not fail.
func TestWhatPassesWithACramp(t *testing.T) {
	check(t, []reading{
		{text: "My calf cramped so badly I couldn't stand on it for a minute.", present: []string{"cramp_calf"}, silent: []string{"unable_to_bear_weight", "cannot_stand_now"}},
		{text: "I get a cramp in my foot and can't walk until it passes.", present: []string{"cramp_foot"}, silent: []string{"unable_to_bear_weight"}},
		{text: "Charley horse in my thigh, couldn't bend my knee for thirty seconds.", silent: []string{"joint_moves_less", "unable_to_bear_weight"}},
		{text: "Since the cramp on Tuesday I still can't put weight on that leg.", present: []string{"unable_to_bear_weight"}},
		{text: "I fell and can't put any weight on my leg.", present: []string{"unable_to_bear_weight"}},
		{text: "Cramp in the calf wakes me. It lasts two minutes and is agony.", present: []string{"pain_very_severe"}, absent: []string{"severe_pain_steady"}},
		{text: "It began as a cramp that lasted two minutes after a long flight. Now my calf is in agony.", silent: []string{"severe_pain_steady"}},
	})
}

func TestEventsOfOneMoment(t *testing.T) {
	check(t, []reading{
		{text: "I collapsed with a sharp pain in my calf.", silent: []string{"fainting"}},
		{text: "My husband collapsed with leg pain, he's grey and sweaty.", present: []string{"fainting"}},
		{text: "I have trouble walking up stairs because of my knees.", silent: []string{"leg_weakness_new"}},
		{text: "I have trouble getting up the stairs, my thighs are weak.", present: []string{"leg_weakness_new"}},
		{text: "My legs are so sore after the gym I cannot walk properly.", silent: []string{"unable_to_bear_weight"}},
		{text: "My calf muscle won't stop twitching.", present: []string{"muscle_twitching"}},
		{text: "My leg was numb when I woke up but it came back.", silent: []string{"leg_sensory_loss"}},
		{text: "I'm worried about a clot, my calf hurts since yesterday.", present: []string{"calf_pain"}, silent: []string{"previous_dvt_or_pe"}},
		{text: "I feel I'm going to die if I don't move my legs.", silent: []string{"feels_very_unwell", "leg_weakness_new"}},
		{text: "It's like sleeping in an earthquake, he kicks all night.", silent: []string{"prolonged_crush_or_lying"}},
		{text: "My calf cramps and feels like the bone's going to snap.", silent: []string{"pop_or_snap_felt"}},
		{text: "I felt a snap in my calf.", present: []string{"pop_or_snap_felt"}},
		{text: "I collapsed in the shower and was unconscious.", present: []string{"fainting"}},
		{text: "I tripped on the kerb and hurt my knee.", present: []string{"recent_injury"}, silent: []string{"falls_or_trips"}},
		{text: "I keep tripping over my own toes.", present: []string{"falls_or_trips"}},
		{text: "My knee gave way on the stairs.", present: []string{"joint_locks_or_gives_way"}, silent: []string{"leg_weakness_new"}},
		{text: "My legs gave way on the stairs.", present: []string{"leg_weakness_new"}},
		{text: "I just want to take my legs off at night.", silent: []string{"amputation"}},
		{text: "I hang my leg off the bed.", silent: []string{"amputation"}},
		{text: "My leg was cut off below the knee.", present: []string{"amputation"}},
		{text: "My 4 year old wakes up crying with leg pain.", present: []string{"night_pain_wakes"}, silent: []string{"pain_very_severe", "onset_within_one_day"}},
		{text: "My 4 year old is in agony with leg pain.", present: []string{"pain_very_severe"}},
		{text: "I couldn't stand up straight for back pain.", silent: []string{"unable_to_bear_weight"}},
		{text: "I keep getting a sudden urge to wee.", silent: []string{"sudden_onset"}},
		{text: "My knee is red and boiling hot.", silent: []string{"heavy_sweating_heat"}},
		{text: "We worked in boiling hot sun.", present: []string{"heavy_sweating_heat"}},
	})
}

func TestBelongsToAnotherTrouble(t *testing.T) {
	check(t, []reading{
		{text: "My whole body was sore after a hike. It was tender afterwards.", silent: []string{"sore_after_cramp", "widespread_pain"}},
		{text: "My calf cramped at night. It was sore the next day.", present: []string{"sore_after_cramp"}},
		{text: "I flew home on Sunday. Two days later my calf ached.", silent: []string{"pain_after_exercise_24_72h"}},
		{text: "I did squats on Sunday. Two days later my thighs ached.", present: []string{"pain_after_exercise_24_72h"}},
		{text: "Cramp in my calf wakes me. I have to get up and walk about.", silent: []string{"urge_to_move_legs"}},
		{text: "My legs crawl in bed. I have to get up and walk about.", present: []string{"urge_to_move_legs"}},
		{text: "I pulled my calf muscle. It feels odd.", silent: []string{"unpleasant_leg_sensations"}},
		{text: "He tells us to pull on his leg. It helps.", silent: []string{"unpleasant_leg_sensations"}},
		{text: "Dark pee and my thighs are painful.", present: []string{"thigh_pain"}, silent: []string{"urinary_or_genital_symptoms"}},
		{text: "When I put my feet up the numbness in my right thigh goes.", silent: []string{"numbness_in_feet_symmetrical", "both_legs_affected"}},
	})
}

func TestOneOfTwoLegs(t *testing.T) {
	check(t, []reading{
		{text: "One of my legs is swollen.", present: []string{"unilateral_leg_swelling", "one_leg_only"}, silent: []string{"bilateral_leg_swelling"}},
		{text: "My legs are swollen.", present: []string{"bilateral_leg_swelling"}},
		{text: "My knees are shot. Both of them creak.", present: []string{"both_legs_affected"}},
		{text: "I twisted my ankle. It is swollen.", present: []string{"swelling_one_place"}, silent: []string{"unilateral_leg_swelling"}},
		{text: "My big toe woke me. It was red and swollen.", present: []string{"joint_swollen_hot_red"}},
	})
}

// The alarm of the saddle, in the order of words that people use.
func TestSaddleInLayWords(t *testing.T) {
	check(t, []reading{
		{text: "When I wipe I can't feel anything.", present: []string{"saddle_numbness"}},
		{text: "When I went for a poo I couldn't feel myself wiping.", present: []string{"saddle_numbness", "numb_saddle_new"}},
		{text: "I can't feel my bum since yesterday.", present: []string{"saddle_numbness"}},
		{text: "I'm peeing without feeling it.", present: []string{"bladder_trouble_new"}},
		{text: "I can feel myself when I wipe.", absent: []string{"saddle_numbness"}},
		{text: "My bits feel tingly and sort of numb.", present: []string{"saddle_numbness"}},
		{text: "I leaked a bit without realising.", present: []string{"bladder_trouble_new"}},
		{text: "My private parts have gone numb and my leg feels dead.", present: []string{"saddle_numbness", "leg_sensory_loss"}, silent: []string{"cold_pale_foot_sudden"}},
	})
}

func TestColourOfABruise(t *testing.T) {
	check(t, []reading{
		{text: "Stubbed my little toe, it's purple and sore.", present: []string{"recent_injury"}, silent: []string{"blue_or_mottled_foot", "hard_blow_or_crash"}},
		{text: "My toes have gone purple and numb since I dropped a box on them.", present: []string{"blue_or_mottled_foot"}},
		{text: "My foot has gone purple.", present: []string{"blue_or_mottled_foot"}},
		{text: "My feet have gone numb over the last year.", present: []string{"numbness_in_feet_symmetrical"}},
		{text: "My feet were numb last year.", silent: []string{"numbness_in_feet_symmetrical"}},
		{text: "Got hit on the shin by a ball, big lump.", silent: []string{"lump_or_mass"}},
		{text: "A lump on my shin has been growing for weeks since I hit it.", present: []string{"lump_or_mass"}},
		{text: "I'm a nurse and my feet hurt.", silent: []string{"pregnancy_or_postpartum"}},
		{text: "Water is leaking out of her legs.", silent: []string{"bladder_trouble_new"}},
		{text: "My feet tingle when I cross my legs.", silent: []string{"tingling_feet_symmetrical"}},
		{text: "My feet tingle and burn every night.", present: []string{"tingling_feet_symmetrical"}},
		{text: "I lost my balance and twisted my ankle.", silent: []string{"vision_or_speech_trouble", "falls_or_trips"}},
		{text: "I get cramps three times a month.", silent: []string{"menstrual_link"}},
		{text: "I twisted my knee playing football and it swelled up the next day.", silent: []string{"symptoms_gone_by_morning"}},
	})
}

// A story of days tells how long it has lasted.
func TestStepByStep(t *testing.T) {
	for text, want := range map[string]float64{
		"My shin itched. The next morning it was red. Two days later the whole shin was hot.": 3,
		"I woke with a sore calf. A few days later it hurt all day.":                          3,
	} {
		d, ok := parser().Parse(text).Evidence()["duration_days"]
		if !ok || d.Value == nil || *d.Value != want {
			t.Errorf("%q: duration_days = %+v, want %v", text, d, want)
		}
	}
	for _, text := range []string{"After squats I am always sore two days later.", "I fell in my twenties, years ago. The next day my knee hurt."} {
		if d, ok := parser().Parse(text).Evidence()["duration_days"]; ok && d.Value != nil && *d.Value < 14 {
			t.Errorf("%q: duration_days = %v, want none", text, *d.Value)
		}
	}
}
