package narrative_test

import "testing"

func TestPainless(t *testing.T) {
	const none = "no_pain_at_all"
	check(t, []reading{
		{text: "Over two months he has developed painless weakness of the left foot.", present: []string{none, "leg_weakness_new"}},
		{text: "It isn't sore, I just can't keep my legs still.", present: []string{none}},
		{text: "Not sore or anything, just numb.", present: []string{none}},
		{text: "He reports numbness in both feet. He denies pain.", present: []string{none}, silent: []string{"numbness_in_painful_area"}},
		{text: "She reports no pain or paresthesias, only weakness.", present: []string{none}},
		{text: "No chest pain. The right calf is sore.", silent: []string{none}},
		{text: "There is no pain when I rest but my calf hurts on walking.", silent: []string{none}},
		{text: "It doesn't hurt when I sit.", silent: []string{none}},
		{text: "Hip rotation full and painless.", silent: []string{none}},
		{text: "No bullae, pain proportionate.", silent: []string{none}},
		{text: "No acute pain, tense swelling behind the knee.", silent: []string{none}},
	})
}

func TestOnsetWithinADay(t *testing.T) {
	const onset = "onset_within_one_day"
	check(t, []reading{
		{text: "Three hours ago her leg turned white.", present: []string{onset}},
		{text: "My foot has been cold since this morning.", present: []string{onset}},
		{text: "A 62-year-old man presents with a 6-hour history of leg pain.", present: []string{onset}},
		{text: "Two days ago, sudden pain behind the knee.", present: []string{onset}},
		{text: "The pain comes on within an hour of going to bed each night.", silent: []string{onset}},
		{text: "My legs are restless tonight.", silent: []string{onset}},
		{text: "It settles within a day of rest.", silent: []string{onset}},
	})
}
