package narrative_test

import "testing"

// When one of many attacks came is not how long the trouble has lasted.
func TestOneAttackOfMany(t *testing.T) {
	check(t, []reading{
		{text: "I often get cramp in my calves. Last night it was the left one.", present: []string{"sudden_muscle_tightening"}, silent: []string{"duration_days", "began_within_4_weeks"}},
		{text: "Yesterday evening my calf cramped for the first time ever.", present: []string{"duration_days"}},
		{text: "I woke this morning with an excruciating cramp in my calf.", silent: []string{"onset_within_one_day"}},
		{text: "I woke up with my big toe in agony, red and swollen.", present: []string{"onset_within_one_day"}},
		{text: "I get leg cramps. They come in bed most nights.", present: []string{"recurrent_nocturnal_leg_cramps"}},
		{text: "I get leg cramps. They come when I play football.", silent: []string{"recurrent_nocturnal_leg_cramps"}},
		{text: "I get bad cramps. It is mostly my calves.", present: []string{"cramp_calf"}},
		{text: "I get bad cramps. I pull my foot up and it helps.", silent: []string{"cramp_foot"}},
		{text: "My calf cramps at night. The next morning it feels like someone kicked me.", silent: []string{"pop_or_snap_felt"}},
		{text: "My calf cramps and stays sore for two days. I sleep badly.", silent: []string{"duration_days"}},
		{text: "My calf has been sore for two days.", present: []string{"duration_days"}},
		{text: "Half a mile short of home, 40 minutes into my run, both calves cramped.", silent: []string{"cramp_duration_minutes"}},
		{text: "My thigh seized and I could not bend my knee. Then it let go.", silent: []string{"joint_moves_less"}},
		{text: "I get cramp in my calf. People tell you to point your toes up.", present: []string{"cramp_calf"}, silent: []string{"pointing_foot_sets_it_off"}},
	})
}

// Spells of time that belong to something else than the trouble.
func TestSpellsOfOtherThings(t *testing.T) {
	check(t, []reading{
		{text: "I've taken naproxen each morning for the past few days and my knee hurts.", silent: []string{"duration_days"}},
		{text: "My boots, which I have worn for years, hurt my feet.", silent: []string{"duration_days", "onset_over_6_months"}},
		{text: "The nurse hasn't seen me since last year and my calves ache.", silent: []string{"duration_days"}},
		{text: "If I do the stretches for a week the tightness goes.", silent: []string{"duration_days"}},
		{text: "My calves have ached since last year.", present: []string{"duration_days"}},
		{text: "I take a statin, I've been on that for years. My calf aches.", silent: []string{"duration_days", "onset_over_6_months"}},
		{text: "I had my knee done two years ago and my heel aches.", silent: []string{"duration_days"}},
		{text: "My calf cramped today. The last time was ten years ago.", silent: []string{"onset_over_6_months"}},
		{text: "I do yoga three times a week and my calves cramp.", silent: []string{"attacks_per_week"}},
		{text: "I've been a postman for 22 years and my heel aches.", silent: []string{"duration_days"}},
		{text: "It has been a problem for two years, my heel aches.", present: []string{"duration_days"}},
		{text: "When I was a boy I had growing pains, mum rubbed my shins for years. Now my son's calves ache.", silent: []string{"duration_days"}},
		{text: "I twisted my knee in 2015. A dull ache down both shins when I sit.", present: []string{"shin_pain"}, silent: []string{"knee_pain", "twisting_injury", "inner_shin_tender_5cm"}},
		{text: "The first steps out of bed are agony in my heel.", present: []string{"heel_sole_pain_first_steps"}},
		{text: "My calves cramp three times a week.", present: []string{"attacks_per_week"}},
		{text: "My legs were sore, by the next day of work I'd forgotten.", silent: []string{"duration_days"}},
	})
}

func TestWeeksOfPregnancy(t *testing.T) {
	check(t, []reading{
		{text: "Second baby, 26 weeks, and my calves cramp.", present: []string{"pregnant", "pregnancy_or_postpartum"}, silent: []string{"duration_days"}},
		{text: "My midwife says it's normal. 31 weeks today, calf cramps each night.", present: []string{"pregnant"}, silent: []string{"duration_days"}},
		{text: "My calves have cramped for 26 weeks.", present: []string{"duration_days"}, silent: []string{"pregnant"}},
		{text: "33 weeks here and my legs crawl in bed.", present: []string{"pregnant"}},
		{text: "14 weeks here since I tore my Achilles, still in the boot.", silent: []string{"pregnant"}},
		{text: "When I was pregnant with my first I had cramps every night.", silent: []string{"recurrent_nocturnal_leg_cramps", "pregnant"}},
		{text: "My cramps began when I was pregnant and I still get them at night.", present: []string{"recurrent_nocturnal_leg_cramps"}},
		{text: "I broke my ankle in 1998 and it aches.", silent: []string{"recent_injury"}},
		{text: "My son is 5 and his legs ache. The midwife came, 20 weeks, for me.", silent: []string{"pregnant"}},
	})
}

// Degrees of the day are no fever, and crawling into bed no feeling in the legs.
func TestDayAndBed(t *testing.T) {
	check(t, []reading{
		{text: "It was 101F in the sun and my thighs cramped on the ride.", present: []string{"cramp_thigh"}, silent: []string{"fever", "body_temperature"}},
		{text: "My temperature is 102 F and my leg is red.", present: []string{"fever"}},
		{text: "I rub his legs and he crawls under our covers.", silent: []string{"unpleasant_leg_sensations"}},
		{text: "It crawls under my skin when I lie down.", present: []string{"unpleasant_leg_sensations"}},
		{text: "When I sit with a book the feeling creeps up.", silent: []string{"pain_climbs_or_spreads", "worse_over_weeks"}},
		{text: "The numbness creeps up my legs.", present: []string{"pain_climbs_or_spreads"}},
		{text: "I can't lie still in bed at night, my legs need to move.", present: []string{"urge_to_move_legs"}, silent: []string{"cannot_sit_still_daytime"}},
		{text: "I can't sit still in meetings or in bed, my legs need to move.", present: []string{"cannot_sit_still_daytime"}},
		{text: "My legs crawl and it keeps me awake.", silent: []string{"night_pain_wakes"}},
	})
}

func TestDenialsOfLists(t *testing.T) {
	check(t, []reading{
		{text: "They aren't crampy, or tingling, or itchy, but my legs must move.", absent: []string{"tingling"}},
		{text: "Nothing swollen, nothing hurts, my legs just jump.", present: []string{"no_pain_at_all"}, absent: []string{"unilateral_leg_swelling"}},
		{text: "Aching calves at night, no swelling, both legs.", present: []string{"both_legs_affected"}, absent: []string{"bilateral_leg_swelling"}},
		{text: "My clogs have no padding and after nine hours of standing my feet hurt.", present: []string{"foot_pain"}},
		{text: "The calf had a rock hard lump of cramped muscle.", silent: []string{"lump_or_mass"}},
		{text: "I don't smoke.", absent: []string{"smoking_current"}},
		{text: "Without it the ache in my legs keeps me up.", present: []string{"aching_heavy_legs"}},
		{text: "No veins, no swelling, my legs are just tired.", absent: []string{"varicose_veins_visible"}},
		{text: "Rest doesn't help.", absent: []string{"eased_by_rest"}},
	})
}

func TestEverydayWordsThatMeanLess(t *testing.T) {
	check(t, []reading{
		{text: "The cramp was throwing my leg up in the air, throwing up my leg.", silent: []string{"vomiting_or_diarrhoea"}},
		{text: "I had steroid shots in my back.", silent: []string{"pop_or_snap_felt"}},
		{text: "I worked my way up to ten miles.", silent: []string{"pain_climbs_or_spreads"}},
		{text: "My quad was convulsing after the ride.", silent: []string{"fit_or_seizure_recent"}},
		{text: "I took 20 mg of it per night and now I have cramp.", silent: []string{"recurrent_nocturnal_leg_cramps", "night_pain_wakes"}},
		{text: "He wakes screaming in pain, holding his shins.", present: []string{"night_pain_wakes"}, silent: []string{"severe_pain_steady"}},
		{text: "I paced the landing all night.", silent: []string{"pain_with_impact_or_hopping"}},
		{text: "Sore along a hand's length of my shin.", present: []string{"shin_pain"}, silent: []string{"hands_or_arms_too"}},
		{text: "I stayed off my legs for a week.", silent: []string{"recent_immobility", "walking_worse_weeks"}},
		{text: "I joined a boot camp and my thighs ache.", silent: []string{"tick_or_outdoor_exposure"}},
		{text: "Bed socks help my cold feet.", silent: []string{"stockings_help"}},
		{text: "I put my feet up on the sofa.", silent: []string{"relief_leg_elevation"}},
		{text: "Do compression socks help?", silent: []string{"stockings_help"}},
		{text: "Compression socks help.", present: []string{"stockings_help"}},
		{text: "I can't stand it any more.", silent: []string{"unable_to_bear_weight"}},
		{text: "I can't stand on it any more.", present: []string{"unable_to_bear_weight"}},
		{text: "The doctor told me to drink more water.", silent: []string{"thirst"}},
		{text: "I think it is low potassium.", silent: []string{"potassium_low"}},
		{text: "I had to hold on to the wall.", silent: []string{"walking_worse_weeks", "needs_help_to_walk"}},
		{text: "I drink a lot of cola.", silent: []string{"thirst"}},
		{text: "I take atorvastatin and have started to get cramp.", present: []string{"takes_statin"}, silent: []string{"statin_started_recently"}},
		{text: "My toes go white, then blue, then red.", silent: []string{"joint_redness", "warm_red_skin"}},
		{text: "As long as I walk about it's fine.", present: []string{"relieved_by_movement"}, silent: []string{"endurance_event"}},
		{text: "I put my feet up and the ache goes.", present: []string{"relief_leg_elevation"}},
		{text: "My calf muscles keep twitching.", present: []string{"muscle_twitching"}, silent: []string{"urge_to_move_legs"}},
		{text: "My mum said that my legs look fine.", silent: []string{"family_history_varicose"}},
	})
}

// Everyday ways of saying what a question would ask.
func TestEverydayWaysOfSaying(t *testing.T) {
	check(t, []reading{
		{text: "I only began jogging this month, more steps than I'm used to, and my shins hurt.", present: []string{"running_or_marching", "new_unaccustomed_exercise", "shin_pain"}},
		{text: "Calf cramp at night, and I'm stiff for days afterwards.", present: []string{"sore_after_cramp"}},
		{text: "We rub her calves and that does the trick.", present: []string{"massage_helps"}},
		{text: "As I got out of bed my foot touched the floor and a stabbing pain shot through my heel.", present: []string{"heel_sole_pain_first_steps", "foot_arch_heel_pain"}},
		{text: "The moment I stop running it goes away.", present: []string{"eased_by_rest"}},
		{text: "This has never happened to me before.", present: []string{"single_episode_only"}},
		{text: "I sell at the market, standing from morning till dark, and my legs ache.", present: []string{"prolonged_standing_job"}},
		{text: "My work boots are four years old.", present: []string{"poor_footwear"}},
		{text: "The cramp takes the right or the left calf.", present: []string{"switches_legs"}},
		{text: "My legs twitch, not helped by moving or a walk.", present: []string{"movement_does_not_relieve"}},
		{text: "An hour into the ride my quads cramped.", present: []string{"cramp_during_exercise"}},
		{text: "My daughter had a bout of leg pain, she runs around a lot.", present: []string{"comes_in_spells", "child_active_day_before"}},
		{text: "It feels like ants in my legs in the evening.", present: []string{"unpleasant_leg_sensations"}},
		{text: "I cramp. My father also suffers with this.", present: []string{"family_history_same_trouble"}},
		{text: "I am standing 9 hours in a shop.", present: []string{"prolonged_standing_job"}},
		{text: "I cut hair for a living.", present: []string{"prolonged_standing_job"}},
		{text: "I have sitting work in an office.", present: []string{"prolonged_sitting"}},
		{text: "When I take rest it becomes okay.", present: []string{"eased_by_rest"}},
		{text: "The cold gets into my legs.", present: []string{"after_cold_or_damp"}},
		{text: "In the morning he is jumping around again.", present: []string{"symptoms_gone_by_morning"}},
	})
}

// Which leg, and which medicines are really taken.
func TestSidesAndTabletsByTheWay(t *testing.T) {
	check(t, []reading{
		{text: "My left leg is worse than my right.", present: []string{"both_legs_affected"}},
		{text: "I crossed my right leg over my left and my calves cramped.", present: []string{"both_legs_affected"}},
		{text: "I sleep on my right side and my legs ache.", silent: []string{"one_leg_only"}},
		{text: "My right calf cramps at night.", present: []string{"one_leg_only"}},
		{text: "I sleep badly. Cramp in the left calf one night and the right the next.", present: []string{"switches_legs"}, silent: []string{"one_leg_only"}},
		{text: "They take turns, left then right.", present: []string{"switches_legs"}},
		{text: "I could be pregnant.", silent: []string{"pregnant"}},
		{text: "I'm breastfeeding my 3 month old and my calves cramp.", present: []string{"pregnancy_or_postpartum"}, silent: []string{"duration_days"}},
		{text: "I took one Nytol last night.", silent: []string{"takes_sedating_antihistamine"}},
		{text: "I take Nytol every night.", present: []string{"takes_sedating_antihistamine"}},
		{text: "Do statins cause this?", silent: []string{"takes_statin"}},
		{text: "Do you think my statin causes this?", present: []string{"takes_statin"}},
		{text: "My doctor wants to put me on a statin.", silent: []string{"takes_statin"}},
		{text: "I was on a water tablet but stopped.", silent: []string{"diuretic_use"}},
	})
}
