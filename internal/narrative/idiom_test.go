package narrative_test

import "testing"

// What sounds like an alarm and is a manner of speaking, beside what is meant.
func TestFiguresOfSpeech(t *testing.T) {
	check(t, []reading{
		{text: "I sat on the loo and got a dead leg.", silent: []string{"leg_sensory_loss", "hard_blow_or_crash"}},
		{text: "Got a dead leg from a rugby tackle.", present: []string{"hard_blow_or_crash"}},
		{text: "My left leg has gone dead since Monday.", present: []string{"leg_sensory_loss"}},
		{text: "Leg day at the gym, now I can't feel my legs.", silent: []string{"leg_sensory_loss", "whole_leg_numb"}},
		{text: "After the gym my legs are numb and I can't feel my feet.", present: []string{"leg_sensory_loss"}},
		{text: "I can't feel my legs.", present: []string{"leg_sensory_loss"}},
		{text: "I'm paralysed with tiredness and my legs are jumpy.", silent: []string{"leg_weakness_new", "leg_in_plaster_or_paralysed"}},
		{text: "Both legs are paralysed.", present: []string{"leg_weakness_new"}},
		{text: "My legs feel dead tired.", silent: []string{"leg_sensory_loss"}, present: []string{"fatigue_marked"}},
		{text: "My leg was numb for five minutes after I sat cross legged.", silent: []string{"leg_sensory_loss"}},
		{text: "My leg has been numb for five days after I sat cross legged.", present: []string{"leg_sensory_loss"}},
		{text: "My bum goes numb on a long drive.", silent: []string{"saddle_numbness"}},
		{text: "My bum is numb and I can't feel it when I wipe.", present: []string{"saddle_numbness"}},
		{text: "I can't lift my leg for the pain.", silent: []string{"leg_weakness_new"}},
		{text: "I can't lift my leg.", present: []string{"leg_weakness_new"}},
		{text: "My legs feel like jelly. No weakness though.", silent: []string{"leg_weakness_new"}},
		{text: "My knees gave me hell on the stairs.", silent: []string{"leg_weakness_new"}},
		{text: "My ankle is weak since I sprained it.", silent: []string{"leg_weakness_new"}},
		{text: "Sneezing nearly makes me pass out.", silent: []string{"fainting"}},
		{text: "I passed out in the shop.", present: []string{"fainting"}},
		{text: "I wet myself laughing when my leg cramped.", silent: []string{"bladder_trouble_new", "loss_of_bladder_bowel_control"}},
		{text: "I wet myself and didn't notice.", present: []string{"loss_of_bladder_bowel_control"}},
		{text: "I can't breathe in these tight jeans.", silent: []string{"breathing_or_swallowing_trouble", "chest_pain_breathless"}},
		{text: "I can't breathe properly.", present: []string{"breathing_or_swallowing_trouble"}},
		{text: "I feel faint.", silent: []string{"fainting"}},
		{text: "Pain in my chest muscles after press ups.", silent: []string{"chest_pain", "chest_pain_breathless"}},
		{text: "It's not like I can't walk, it's sore.", silent: []string{"unable_to_bear_weight"}},
		{text: "I collapsed on the sofa after work.", silent: []string{"fainting"}},
		{text: "I'm confused about which magnesium to take.", silent: []string{"confusion"}},
		{text: "She is confused.", present: []string{"confusion"}},
		{text: "Walking in new boots gave me blisters on my leg.", silent: []string{"dusky_or_blistered_skin"}},
		{text: "I'm scared I'm having a stroke.", silent: []string{"old_stroke_or_polio", "cardiovascular_disease"}},
	})
}

func TestColdOfTheWeather(t *testing.T) {
	check(t, []reading{
		{text: "My toes go white in the cold.", silent: []string{"cold_pale_foot_now", "recent_cold_or_sore_throat"}},
		{text: "My feet are blue with cold all winter.", silent: []string{"cold_pale_foot_sudden"}},
		{text: "My foot went cold and white an hour ago.", present: []string{"cold_pale_foot_sudden"}, silent: []string{"recent_cold_or_sore_throat"}},
		{text: "My leg went cold all of a sudden.", silent: []string{"recent_cold_or_sore_throat"}},
		{text: "I had a nasty cold last week.", present: []string{"recent_cold_or_sore_throat"}},
		{text: "My thighs ache, it feels like I have the flu.", silent: []string{"recent_cold_or_sore_throat", "recent_gut_or_chest_infection"}},
		{text: "My legs ached after the covid jab.", present: []string{"after_vaccination"}, silent: []string{"recent_cold_or_sore_throat"}},
	})
}

func TestMeantOtherwise(t *testing.T) {
	check(t, []reading{
		{text: "I lost three stone on the jabs.", present: []string{"fast_weight_loss_by_diet"}, silent: []string{"unexplained_weight_loss"}},
		{text: "I lost three stone and I'm not on a diet.", present: []string{"unexplained_weight_loss"}},
		{text: "She drinks four cans of energy drink every day.", silent: []string{"alcohol_heavy"}},
		{text: "He drinks eight cans of lager every night.", present: []string{"alcohol_heavy"}},
		{text: "The ache is in the bottom of my heel.", silent: []string{"buttock_pain"}},
		{text: "The pain is like a red hot wire to my foot.", silent: []string{"warm_red_skin", "skin_colour_change_foot"}},
		{text: "My shin is red and hot.", present: []string{"warm_red_skin"}},
		{text: "Some days I'd rather not wake up.", present: []string{"thoughts_of_self_harm"}},
		{text: "The doctor tested for diabetes, my feet burn.", silent: []string{"diabetes"}},
		{text: "I had a long coach trip and my calf hurts.", silent: []string{"falls_or_trips"}},
		{text: "My heel hurts, I walk 10 miles a day.", silent: []string{"walking_distance_metres"}},
		{text: "My legs ache and go heavy, ankles puff.", silent: []string{"ankle_pain"}},
		{text: "It hurts lying on either side.", silent: []string{"switches_legs"}},
		{text: "The first few steps are agony.", silent: []string{"pain_worse_stairs_or_slopes"}},
		{text: "My ankle is the size of a grapefruit.", silent: []string{"statin_interacting_medicine"}},
		{text: "I can hardly walk.", silent: []string{"sedentary"}},
		{text: "Some nights I think what's the point of going on.", present: []string{"thoughts_of_self_harm"}},
	})
}
