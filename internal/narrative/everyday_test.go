package narrative_test

import (
	"testing"

	"github.com/legible-health/legible/internal/clinical"
)

// days reads how long each text says the trouble has lasted; 0 is nothing said.
func days(t *testing.T, want map[string]float64) {
	t.Helper()
	for text, d := range want {
		got := 0.0
		if v := parser().Parse(text).Evidence()["duration_days"].Value; v != nil {
			got = *v
		}
		if got != d {
			t.Errorf("%q: lasted %v days, want %v", text, got, d)
		}
	}
}

func TestCourse(t *testing.T) {
	check(t, []reading{
		{text: "On the first day my fingertips prickled, on the second it was the toes as well.", present: []string{"hands_or_arms_too"}},
		{text: "Yesterday my toes were numb, now also my calves.", present: []string{"pain_climbs_or_spreads"}},
		{text: "The numbness was in my fingers first and now also in the toes.", present: []string{"pain_climbs_or_spreads"}},
		{text: "The tingling has spread to my thighs.", present: []string{"pain_climbs_or_spreads"}},
		{text: "The ache in my calf has moved up behind the knee.", present: []string{"pain_climbs_or_spreads"}},
		{text: "It hurts more each day and is getting worse every day.", present: []string{"worse_over_weeks"}},
		{text: "The pain in my hip went away and then moved to the other side of the bed.", silent: []string{"joint_moves_less"}},
		{text: "Every day it is a little worse.", present: []string{"worse_over_weeks"}},
		{text: "It was my toe first, then a week later the ankle, now the knee.", present: []string{"pain_moves_around"}},
		{text: "I have had it on and off since my teens, sometimes there are months without it.", present: []string{"comes_in_spells"}},
		{text: "It is the first time I have gone to a doctor about my calf cramps.", silent: []string{"single_episode_only"}},
	})
	notAbsent(t, map[string]string{
		"It is the first time I have gone to a doctor about my calf cramps.": "recurrent_for_years_unchanged",
		"I tried a rowing machine for the first time and my thighs ache.":    "recurrent_for_years_unchanged",
	})
	days(t, map[string]float64{
		"I was in a boot for five weeks. Now the calf is swollen.":                                                     0,
		"We waited for three hours in casualty with his sore hip.":                                                     0,
		"My knee hurts. The doctor ordered eight weeks of physical therapy.":                                           0,
		"On Monday my shin was red. Over the next four days it spread.":                                                4,
		"I walk every day, seven days a week. My calf aches.":                                                          0,
		"I rested it for a few days but the knee still aches.":                                                         0,
		"I broke my ankle ten years ago. Now it is stiff in the morning.":                                              0,
		"I broke my ankle ten years ago and it has ached ever since.":                                                  3650,
		"Eight years ago I slipped a disc. It got better with physio. Since last Thursday the pain is back in my leg.": 4,
		"I have had bad circulation for years but last night my foot went white.":                                      1,
		"His knee is hot. He had chickenpox two weeks ago.":                                                            0,
		"My toe is hot. I had the same two years ago in the other foot.":                                               0,
		"I had my gallbladder out three weeks ago. My calf aches.":                                                     0,
		"After two weeks of rest a lump came up on my shin.":                                                           0,
		"I stopped smoking five years ago. My calf aches when I walk.":                                                 0,
		"The ache stopped for a few days and came back in my hip.":                                                     0,
		"My shin has hurt for a fortnight. I rested it for a few days.":                                                14,
		"For about a year my hips have ached. I was in bed for a week in May.":                                         365,
	})
}

// notAbsent checks that a text does not deny a finding.
func notAbsent(t *testing.T, tests map[string]string) {
	t.Helper()
	for text, f := range tests {
		if parser().Parse(text).Evidence()[f].Presence == clinical.Absent {
			t.Errorf("%q: %s is absent, want nothing said", text, f)
		}
	}
}

func TestSizeAndColour(t *testing.T) {
	check(t, []reading{
		{text: "My right leg is double in size.", present: []string{"unilateral_leg_swelling"}},
		{text: "My left leg had become twice its normal size.", present: []string{"unilateral_leg_swelling", "entire_leg_swollen"}},
		{text: "One leg is twice the size of the other.", present: []string{"unilateral_leg_swelling", "entire_leg_swollen"}},
		{text: "My right calf is twice the size of the left.", present: []string{"unilateral_leg_swelling"}},
		{text: "My left leg is huge.", present: []string{"unilateral_leg_swelling"}},
		{text: "The leg is swollen from the hip to the toes and dark purple.", present: []string{"entire_leg_swollen", "dusky_or_blistered_skin"}, silent: []string{"pain_spreads_below_knee", "whole_leg_pain"}},
		{text: "My leg has swelled up. It is a deep purple colour.", present: []string{"dusky_or_blistered_skin"}},
		{text: "My thigh was turning shades of blue and purple.", present: []string{"dusky_or_blistered_skin"}},
		{text: "By night both ankles are twice their size.", present: []string{"bilateral_leg_swelling"}},
		{text: "My leg blew up, tight and purple.", present: []string{"dusky_or_blistered_skin"}},
		{text: "The bruise on my thigh is dark purple.", silent: []string{"dusky_or_blistered_skin"}},
		{text: "My toe is swollen, red and purple from the gout.", silent: []string{"dusky_or_blistered_skin"}},
		{text: "I sprained my ankle on Sunday. I iced it. I rested. The foot is swollen and dark purple.", silent: []string{"dusky_or_blistered_skin"}},
		{text: "I rolled my ankle and it is swollen and purple.", silent: []string{"dusky_or_blistered_skin"}},
		{text: "My left calf looks massive compared to the other leg.", present: []string{"unilateral_leg_swelling"}},
		{text: "My calf was mottled and red and the leg twice its size.", silent: []string{"blue_or_mottled_foot"}},
		{text: "My calf muscles are huge from cycling.", silent: []string{"unilateral_leg_swelling", "entire_leg_swollen"}},
		{text: "It made a huge difference to my leg.", silent: []string{"unilateral_leg_swelling", "entire_leg_swollen"}},
		{text: "I have a huge bruise on my leg.", silent: []string{"unilateral_leg_swelling", "entire_leg_swollen"}},
	})
}

func TestPainDenied(t *testing.T) {
	check(t, []reading{
		{text: "My ankle is swollen but not painful.", present: []string{"no_pain_at_all"}},
		{text: "The foot is puffy. It is neither red nor painful.", present: []string{"no_pain_at_all"}},
		{text: "It is not hot nor is it painful.", present: []string{"no_pain_at_all"}},
		{text: "My toes are numb. It doesn't hurt, they just feel dead.", present: []string{"no_pain_at_all"}},
		{text: "There is no actual pain, the legs just won't keep still.", present: []string{"no_pain_at_all"}},
		{text: "My calf aches at night. It is not painful when I walk.", silent: []string{"no_pain_at_all"}},
		{text: "My knee is not painful, my hip is sore though.", silent: []string{"no_pain_at_all"}},
		{text: "The swelling is not painful but the heel hurts.", silent: []string{"no_pain_at_all"}},
	})
}

func TestRestlessInOrdinaryWords(t *testing.T) {
	check(t, []reading{
		{text: "There is a tickling deep in my legs as soon as I lie down and I have to move them.", present: []string{"unpleasant_leg_sensations", "urge_to_move_legs", "worse_at_rest"}},
		{text: "Within minutes of lying down my legs begin to fizz.", present: []string{"unpleasant_leg_sensations", "worse_at_rest"}},
		{text: "When I retire to bed a niggle starts deep inside my calves.", present: []string{"unpleasant_leg_sensations", "worse_evening_night"}},
		{text: "As soon as I try to sleep my legs start up.", present: []string{"worse_at_rest"}},
		{text: "It is really hard not to move my legs, like an itch you must scratch.", present: []string{"urge_to_move_legs"}},
		{text: "The only way to stop it is to move my legs.", present: []string{"urge_to_move_legs", "relieved_by_movement"}},
		{text: "Legs crawling and fizzing in bed, it creeps up on you.", present: []string{"unpleasant_leg_sensations"}, silent: []string{"worse_over_weeks", "pain_climbs_or_spreads"}},
		{text: "She keeps me awake until I pass out.", silent: []string{"second_wind", "fainting", "fainted_recently"}},
	})
}

func TestChildOfTheStory(t *testing.T) {
	check(t, []reading{
		{text: "My son came home from school limping.", present: []string{"limp_child"}},
		{text: "He was limping after kindergarten and his pediatrician sent us home.", present: []string{"limp_child"}},
		{text: "By the weekend he wasn't wanting to walk and would scoot on his bottom. His pediatrician took blood.", present: []string{"refuses_to_walk_child"}},
		{text: "My daughter has stopped walking since nursery this morning.", present: []string{"refuses_to_walk_child"}},
		{text: "My son is a teacher and has come home from school with a limp.", silent: []string{"limp_child"}},
		{text: "I am a school nurse and I limp after work.", silent: []string{"limp_child"}},
		{text: "I took my kids to the pediatrician and now I limp.", silent: []string{"limp_child"}},
		{text: "My husband limps since soccer practice.", silent: []string{"limp_child"}},
		{text: "My daughter is in second grade. She does not limp.", silent: []string{"limp_child"}},
	})
}

func TestAgeOfTheChild(t *testing.T) {
	for text, want := range map[string]float64{
		"My son came home from school limping.":                                          10,
		"Our toddler will not stand on his left leg.":                                    2,
		"My daughter's legs ache after nursery.":                                         3,
		"He was limping after kindergarten and his pediatrician sent us home.":           5,
		"My son has a sore knee. He is in seventh grade and plays soccer at school.":     13,
		"She is in first grade and every few nights she cries that her legs hurt.":       7,
		"He's three. He wakes and cries that his legs hurt.":                             3,
		"My daughter is 9 and limps after school.":                                       9,
		"I am a school teacher and my son limps.":                                        0,
		"My son has had a bad knee since high school.":                                   0,
		"My son, a teacher, came home from school limping.":                              0,
		"My son's wife picked him up at the school where he works. He limps.":            0,
		"My calf has hurt since primary school.":                                         0,
		"My husband hurt his knee in high school. He limps.":                             0,
		"I limped to the pediatrician with my daughter, my knee hurts and I feel awful.": 0,
	} {
		got := 0.0
		if a := parser().Parse(text).Person.Age; a != nil {
			got = *a
		}
		if got != want {
			t.Errorf("%q: age %v, want %v", text, got, want)
		}
	}
}

func TestQuestionsAreNotFacts(t *testing.T) {
	check(t, []reading{
		{text: "Do I have peripheral artery disease? My calf hurts when I walk.", silent: []string{"known_pad"}},
		{text: "My big toe is red. Could it be gout?", silent: []string{"gout_known", "known_arthritis"}},
		{text: "My toes tingle. Is this MS or is it diabetes?", silent: []string{"diabetes"}},
		{text: "Does this sound like arthritis to you?", silent: []string{"known_arthritis"}},
		{text: "The nurse says it sounds like peripheral artery disease.", silent: []string{"known_pad"}},
		{text: "Would a statin help my legs?", silent: []string{"takes_statin", "statin_or_muscle_toxic_drug"}},
		{text: "Should I take ibuprofen every day?", silent: []string{"takes_nsaid_daily"}},
		{text: "Would heat help?", silent: []string{"eased_by_warmth"}},
		{text: "The doctor says it may be gout.", silent: []string{"gout_known", "known_arthritis"}},
		{text: "The doctor said I have gout.", present: []string{"gout_known"}},
		{text: "Is it safe to take ibuprofen with warfarin?", silent: []string{"takes_anticoagulant", "takes_nsaid_daily"}},
		{text: "Is it safe? I take warfarin.", present: []string{"takes_anticoagulant"}},
		{text: "They thought about narrowed arteries but the test was normal.", silent: []string{"known_pad"}},
		{text: "Does he have leukaemia? His bones hurt.", silent: []string{"active_cancer", "cancer_history"}},
		{text: "We thought it was a sprain. His knee is fat.", silent: []string{"twisting_injury"}},
		{text: "Do you think it is peripheral neuropathy?", silent: []string{"known_neuropathy"}},
		{text: "Is this MS? My feet tingle at night.", present: []string{"tingling_feet_symmetrical", "worse_evening_night"}},
		{text: "I have gout. Do I need to rest?", present: []string{"gout_known"}},
		{text: "Is it because I have diabetes?", present: []string{"diabetes"}},
		{text: "Can my diabetes cause this?", present: []string{"diabetes"}},
	})
}

func TestTakenOnce(t *testing.T) {
	check(t, []reading{
		{text: "I popped two Advil and went to bed.", silent: []string{"takes_nsaid_daily"}},
		{text: "Took some ibuprofen and the calf feels better.", silent: []string{"takes_nsaid_daily"}},
		{text: "I took two Advil last night.", silent: []string{"takes_nsaid_daily"}},
		{text: "I take ibuprofen every day for my knee.", present: []string{"takes_nsaid_daily"}, silent: []string{"night_pain_relieved_strongly_by_nsaid"}},
		{text: "At night aspirin takes the pain away.", present: []string{"night_pain_relieved_strongly_by_nsaid"}},
	})
}

func TestHomonyms(t *testing.T) {
	check(t, []reading{
		{text: "I sat in a cramped seat for two hours and my calf aches.", silent: []string{"cramp_calf", "sudden_muscle_tightening"}},
		{text: "It was a cramped flight and my calf is sore.", silent: []string{"cramp_calf", "sudden_muscle_tightening"}},
		{text: "Mum came running in to my room because my leg hurt.", silent: []string{"running_or_marching"}},
		{text: "I ran a bath for my sore legs.", silent: []string{"running_or_marching"}},
		{text: "I was running late and my heel hurt.", silent: []string{"running_or_marching"}},
		{text: "It is sore on either side of the heel.", silent: []string{"switches_legs"}},
		{text: "It hurts when I put pressure on the leg.", silent: []string{"started_after_new_medicine"}},
		{text: "My shoes come off and I cannot get them back on.", silent: []string{"poor_sleep"}},
		{text: "My calf tightens on hills. I waited five minutes before it went away.", silent: []string{"cramp_duration_minutes"}},
		{text: "The pain ended up moving to my hip.", silent: []string{"joint_moves_less"}},
		{text: "Stretching the calf was a bad idea, it made it worse.", absent: []string{"relieved_by_stretching"}},
		{text: "The calf is sore. Stretching it made it worse.", absent: []string{"relieved_by_stretching"}},
		{text: "I spent six years in the trade and landed on someone's foot at basketball.", silent: []string{"long_travel"}},
		{text: "I recently replaced my shoes.", silent: []string{"recent_surgery_12_weeks"}},
		{text: "I felt a bit better by rolling my foot over a can.", silent: []string{"twisting_injury", "recent_injury"}},
		{text: "After my knee operation there is still some residual pain.", silent: []string{"amputation"}},
		{text: "I rarely lie in bed for a minute before the feeling starts.", silent: []string{"recent_immobility"}},
	})
	notAbsent(t, map[string]string{
		"My calf tightens on hills. I waited five minutes before it went away.": "pain_relieved_by_standing_still",
		"The persistent burning in my heel is worse at the end of the day.":     "burning_pain",
		"It keeps me from sleeping well.":                                       "poor_sleep",
	})
}

func TestWordsOfOtherThings(t *testing.T) {
	check(t, []reading{
		{text: "The left side of my face drooped and both feet are numb.", silent: []string{"one_leg_only"}},
		{text: "I knew it was not right when I couldn't walk.", silent: []string{"relieved_by_movement"}},
		{text: "That evening I started to feel sick. My calf is sore.", silent: []string{"worse_evening_night", "pain_worse_evening"}},
		{text: "First it was the ankle, now the redness goes up to the knee and gets bigger.", silent: []string{"several_joints_painful", "bony_enlargement_knee"}, present: []string{"pain_climbs_or_spreads"}},
		{text: "A tickle inside my shins keeps me up.", silent: []string{"inner_shin_tender_5cm"}},
		{text: "My legs fizz when I try to fall asleep.", silent: []string{"pins_and_needles"}},
		{text: "It aches after my runs.", silent: []string{"endurance_event"}},
		{text: "It started after a long run on Sunday.", present: []string{"endurance_event"}},
		{text: "Yesterday the red patch was the size of a coin.", silent: []string{"focal_bone_tenderness"}},
		{text: "Sitting in the car is torture.", silent: []string{"long_travel"}},
		{text: "My calves grip. I lean on the wall until it eases.", silent: []string{"needs_help_to_walk"}},
		{text: "I couldn't get off the toilet, my thighs are so weak.", silent: []string{"poor_sleep"}},
		{text: "The first attack was in June, the second in August.", silent: []string{"single_episode_only"}},
		{text: "I used to run marathons. My hip hurts.", silent: []string{"running_or_marching"}},
		{text: "It is not the sharp, fleeting pain I know from football, my knee throbs.", silent: []string{"pain_intense_brief", "pain_moves_around"}},
		{text: "My right ankle is puffy. But my left ankle? Perfectly normal.", present: []string{"one_leg_only"}, silent: []string{"both_legs_affected"}},
		{text: "It was as if somebody hit my calf with a stick.", silent: []string{"needs_help_to_walk"}},
		{text: "A shock shot from my lower back down my left leg.", present: []string{"low_back_pain"}, silent: []string{"pop_or_snap_felt"}},
		{text: "Out of the blue, my feet burned.", silent: []string{"blue_or_mottled_foot"}},
		{text: "No amount of walking it off helped my shin.", silent: []string{"relieved_by_movement"}},
		{text: "I landed awkwardly and my ankle is fat.", silent: []string{"long_travel"}},
		{text: "I tore a ligament years ago and the knee has been weak since.", silent: []string{"leg_weakness_new"}},
		{text: "He sat for thirty years at a wheel. His calf aches.", silent: []string{"worse_at_rest"}},
		{text: "I have smoked for forty years. My calf aches.", silent: []string{"smoking_former"}},
		{text: "Arthritis runs in my family.", silent: []string{"running_or_marching"}},
		{text: "My dad gets cramps in bed every night. He rubs his calves.", silent: []string{"family_history_same_trouble"}},
		{text: "My calf cramps in bed. My dad gets cramps every night.", present: []string{"family_history_same_trouble"}},
	})
	notAbsent(t, map[string]string{
		"I knew it was not right when I couldn't walk.":     "relieved_by_movement",
		"No pain, just a numb patch on my foot.":            "leg_sensory_loss",
		"The first time was at school, then it came again.": "recurrent_for_years_unchanged",
		"He gets out of breath quite easily.":               "any_breathlessness",
		"It keeps me from sleeping through.":                "night_pain_wakes",
	})
	days(t, map[string]float64{
		"One night when we were out dancing I sprained my ankle.": 0,
		"It hurt for one night.":                                  1,
	})
}

func TestTheyHurtThemselves(t *testing.T) {
	check(t, []reading{
		{text: "He hurt his knee during training and it is still sore.", present: []string{"recent_injury"}},
		{text: "The pain radiated from my back into the leg.", present: []string{"low_back_pain"}},
		{text: "Numbness and burning from my lower back to my toes.", present: []string{"low_back_pain", "burning_pain"}},
		{text: "My leg has gone totally numb.", present: []string{"whole_leg_numb"}},
		{text: "He smoked for forty years. His calf hurts when he walks.", present: []string{"smoking_former"}},
		{text: "I am a keen cyclist. My knee aches.", absent: []string{"sedentary"}},
		{text: "I did a new bootcamp class. Two days later I could barely bend my sore legs.", present: []string{"pain_after_exercise_24_72h"}},
		{text: "I went for a run. Two days later the doctor rang. My calf is swollen.", silent: []string{"pain_after_exercise_24_72h"}},
	})
}

func TestInability(t *testing.T) {
	check(t, []reading{
		{text: "My knee was so sore I could hardly walk.", present: []string{"antalgic_gait"}, silent: []string{"unable_to_bear_weight"}},
		{text: "I could barely make it up the steps, my thighs are so weak.", present: []string{"proximal_weakness"}, silent: []string{"unable_to_bear_weight"}},
		{text: "I fell and couldn't put weight on it.", present: []string{"unable_to_bear_weight"}},
		{text: "I could barely make it up the steps for the ache.", present: []string{"pain_worse_stairs_or_slopes"}},
		{text: "I couldn't put weight on the foot for two days after the twist.", silent: []string{"squats_or_weights_days_before"}},
		{text: "After the tackle I couldn't even stand.", present: []string{"unable_to_bear_weight"}},
		{text: "He was not able to put any pressure on his foot.", present: []string{"unable_to_bear_weight"}},
	})
}

func TestTravelAndSitting(t *testing.T) {
	check(t, []reading{
		{text: "I travel a lot for work and flew home from Boston on Monday.", present: []string{"long_travel"}},
		{text: "I sat at a table sorting papers for three days on end.", present: []string{"prolonged_sitting"}, silent: []string{"sedentary"}},
		{text: "My job is sedentary but I swim most days.", silent: []string{"sedentary"}, present: []string{"prolonged_sitting"}},
		{text: "I am a frequent flyer and my ankles swell.", present: []string{"long_travel"}},
		{text: "For three days I sat at the desk with my accounts.", present: []string{"prolonged_sitting"}},
		{text: "I was seated for most of my working day.", present: []string{"prolonged_sitting"}},
	})
}

func TestWordsThatOnlySound(t *testing.T) {
	check(t, []reading{
		{text: "I have a five hour flight next week, should I worry about my sore calf?", silent: []string{"long_travel"}},
		{text: "We fly next week and I am worried about flying with a sore calf.", silent: []string{"long_travel"}},
		{text: "I flew twelve hours, next morning my calf was sore.", present: []string{"long_travel"}},
		{text: "My calf has been sore since the ten hour flight coming home.", present: []string{"long_travel"}},
		{text: "Suddenly my leg became acutely painful and pale.", present: []string{"sudden_onset"}},
		{text: "My shoulders are acutely painful.", silent: []string{"sudden_onset", "onset_within_one_day"}},
		{text: "I have a long flight booked and my calf is sore.", silent: []string{"long_travel"}},
		{text: "My calf is sore after a five hour flight.", present: []string{"long_travel"}},
		{text: "The pain is going down my leg.", silent: []string{"pain_worse_stairs_or_slopes"}},
		{text: "The pain is worse going down the stairs.", present: []string{"pain_worse_stairs_or_slopes"}},
		{text: "I flexed my foot to end the cramp.", silent: []string{"urge_to_move_legs"}},
		{text: "I get up, put weight on the leg that is cramping, and it stretches out. Now both legs cramp.", silent: []string{"started_after_new_medicine"}},
		{text: "I was put on a new tablet and now my legs cramp.", present: []string{"started_after_new_medicine"}},
		{text: "I have muscle pain in the hands and legs.", silent: []string{"small_joints_hands_painful"}},
		{text: "My hands are sore and numb.", silent: []string{"small_joints_hands_painful"}},
		{text: "My hands are sore and stiff in the morning.", present: []string{"small_joints_hands_painful"}},
		{text: "I have been training for a fifty miler and my calves cramp.", present: []string{"running_or_marching"}},
		{text: "He looks pale and his leg aches.", present: []string{"pallor"}, silent: []string{"feels_very_unwell"}},
		{text: "She has poor sleep and malaise through the day.", silent: []string{"feels_very_unwell"}},
	})
}
