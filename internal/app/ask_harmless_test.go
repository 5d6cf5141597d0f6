package app_test

import (
	"context"
	"testing"

	"github.com/legible-health/legible/internal/app"
)

// TestHarmlessIsNotAlarming asks what only sounds like danger: denials, limbs that somebody
// sat on, tired muscles, figures of speech, general questions.
func TestHarmlessIsNotAlarming(t *testing.T) {
	s := service()
	for _, q := range []string{
		"not swollen, not red, no fever, just a plain ache in my calf, what eases it",
		"my calf is sore but it is not hot or swollen, ran yesterday",
		"foot went to sleep while I sat cross legged, fine after I shook it",
		"arm and leg dead from lying funny on the sofa, back to normal in a minute",
		"elastic left a red line round my shins, gone in an hour",
		"what does foot drop mean, I don't have it, just curious",
		"legs wobbly after squats yesterday lol, how long does it last",
		"spin class killed my thighs, shaky all evening, fine now",
		"no numbness and no weakness, only a cramp now and then. which stretch?",
		"old bruise on my shin from the pram, nearly gone",
		"both feet a bit puffy after a hot flight, down by morning, tips?",
		"my legs are dying for a rest after the shift",
		"cramp made me scream, over in thirty seconds, how do I prevent it",
		"is it true statins rot muscle? just asking, I don't take any",
		"I was so tired after the walk my legs felt like jelly, all good today",
		"no history of clots, just want travel socks advice",
		"legs ache when I have a cold, nothing else, what helps",
		"my knee clicks but it doesn't hurt and isn't swollen",
		"which doctor treats clots",
		"why do doctors ask about weight loss with leg pain",
		"after walking the dog my legs ache, normal?",
		"cat slept on my foot and it went numb, woke up fine",
		"charley horse in my leg last night, how do I stop them",
		"table tennis made my calves sore, what helps",
		"I work at a bench all day and my legs ache",
		"my legs feel like lead after a day at my desk",
		"can I wear jeans with restless legs",
		"my hair falls out and legs ache, is it my thyroid",
		"husband kicks me in his sleep all night, is that restless legs",
		"my partner has bruises from my kicking in bed",
		"cramp hits me at 3am, what do I do",
		"legs twitch when I sit on the sofa in the evening",
		"my muscles are tied in knots at bedtime",
		"knee locks when I get up from the bed",
		"how should I take magnesium, with food?",
		"my son has growing pains in both legs, gone by morning",
		"can a baby have cramps",
		"how to keep legs still when sitting at the table",
		"do tight trousers cause numb thighs",
		"no redness, no heat, no swelling, calf just aches after football",
		"foot was numb when I stood up from the toilet, two minutes and fine",
		"knee sock left dents in my shins, normal?",
		"what would a blood clot feel like? I have no symptoms",
		"is it dangerous if my foot goes to sleep now and then",
		"my legs feel dead after the marathon on Sunday, both, how to recover",
		"I felt weak at the knees when I saw her",
		"what are the signs of a stroke in the leg",
		"my legs want to kill me after hiking",
		"cold feet in bed, both, always had them",
	} {
		a, err := s.Ask(context.Background(), &app.AskRequest{Question: q, Country: "GB"})
		if err != nil {
			t.Fatal(err)
		}
		if a.Urgent != nil {
			t.Errorf("%q is led by urgent advice: %s", q, a.Urgent.Reasons[0].Rule)
		}
	}
}

// TestHarmlessTakesBackOnlyWhatItNames adds to a harmless reading what is dangerous beside it.
func TestHarmlessTakesBackOnlyWhatItNames(t *testing.T) {
	s := service()
	for _, q := range []string{
		"my calf is not hot but it is swollen and twice the size of the other one",
		"no fever, but my foot has gone white and cold and numb",
		"sat on the loo and my legs went dead, came back, but I cannot pee",
		"legs like jelly after squats yesterday and my wee is like cola",
		"my nan nearly gave me a heart attack, she has chest pain and cannot breathe",
		"the dog has bitten my leg and red streaks climb up it",
		"fell over the table leg and cannot stand on my hip",
		"I have never had it before, my leg is suddenly cold and blue",
		"my bum is numb when I sit on the toilet and I cannot feel myself wipe",
		"sitting on the loo my bottom is numb and I can't pee",
		"went numb down below after sitting all day, still numb, and I wet myself",
		"my bottom and legs went numb while sitting and now I cannot move them",
		"both legs numb after I woke up and it is climbing",
		"both feet numb since I sat down this morning and it is moving up to my knees",
		"never had it before, wondering why my urine is brown after the race",
		"I read an article about clots, never had one, my calf is swollen and hot since the flight",
		"my wee is like cola after the gym and my thighs are agony, just asking",
		"legs like jelly at the gym yesterday and now I can't lift my arms either",
		"just tired after the hike but now my legs are getting weaker every hour",
		"just tired now, numb between the legs and can't wee",
		"took my sock off and a red line is going up my leg",
		"under the sock mark the skin is hot, red and spreading",
		"elastic mark gone but the calf is swollen, hot and sore",
		"asking for a friend: his leg is cold and white and he cannot move it",
		"no other symptoms, just my leg twice the size of the other, asking what to do",
		"my homework is late because my calf is swollen red and hot after the flight",
		"for a project I sat all day and now I have no feeling between my legs",
		"he used to be fine two years ago. His face is drooping on one side",
		"had a stroke five years ago, stable since, but his face is drooping and he cannot speak",
		"my saddle area is numb when I walked after the operation, still no feeling",
		"used to be well years ago, now I want to end my life",
		"not suicidal but I have the tablets put by and I wish I was dead",
		"in the film she had a clot, but my calf is swollen red and hot since the flight",
		"he went out like a light after he fell and I can't wake him",
		"wondering if chest pain and a swollen calf is normal, heard it can be a clot",
		"my dog can't walk and neither can I since I fell on my hip",
		"the cat won't eat and my calf is hot, red and swollen",
		"chair legs are fine but my legs gave way and I can't feel my feet",
		"he nearly gave me a heart attack, now I have chest pain and my calf is swollen",
	} {
		a, err := s.Ask(context.Background(), &app.AskRequest{Question: q, Country: "GB"})
		if err != nil {
			t.Fatal(err)
		}
		if a.Urgent == nil {
			t.Errorf("%q is not led by urgent advice", q)
		}
	}
}

// TestSoonLeads wants what can wait some days, and no longer, before the answer.
func TestSoonLeads(t *testing.T) {
	a, err := service().Ask(context.Background(), &app.AskRequest{Question: "a lump in my thigh that gets bigger every month", Country: "GB"})
	if err != nil {
		t.Fatal(err)
	}
	if a.Urgent == nil || a.Urgent.Level.String() != "soon" || a.Urgent.Action == "" || a.Urgent.Call != "" {
		t.Errorf("got %+v, want advice of level soon without an ambulance", a.Urgent)
	}
}
