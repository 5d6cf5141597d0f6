package narrative_test

import (
	"math"
	"testing"

	"github.com/legible-health/legible/internal/clinical"
)

func TestAge(t *testing.T) {
	none := -1.0
	for text, want := range map[string]float64{
		"58-year-old woman with calf pain":                      58,
		"50 y/o M, right knee pain":                             50,
		"72yo female with leg cramps":                           72,
		"I'm 76, two heart attacks behind me.":                  76,
		"My son is 14 and has a lump.":                          14,
		"My daughter, 6, cries at bedtime.":                     6,
		"Baby is 4 months and screams.":                         4.0 / 12,
		"7-month-old boy":                                       7.0 / 12,
		"a lady in her 60s":                                     65,
		"I have had this on and off since my twenties.":         none,
		"Running 102F tonight.":                                 none,
		"high fever 103F two days, my calf hurts":               none,
		"My calf hurts since the baby, who is 2 now.":           none,
		"My father was 60 years old when he died. My leg hurts": none,
		"Pain in 8 out of 10 nights":                            none,
		"At 70 I can't walk round the shop.":                    70,
		"daughter 10 has a sore knee":                           10,
		"It hurts to hop on it. 23.":                            23,
		"I am lady of 61 years with knee pain":                  61,
		"M24, roofer, sore knee":                                24,
		"My husband 51 quite overweight has a sore toe":         51,
		"My granddaughter, nearly 3, is limping":                3,
		"Dad is 72 and diabetic, his calf hurts":                72,
		"Daughter 4yrs complains of leg pain":                   4,
		"I feel like I've aged 30 years, my legs ache":          none,
		"48 bloke, big toe on fire":                             48,
		"My calf wakes me. 63, ex miner.":                       63,
		"I sit at a desk all day, 44, female, sore calf":        44,
		"I'm Priya, 30, my heel hurts when I feed the baby":     30,
		"My leg has turned a funny blue":                        none,
		"I'm 31 and feeding my 4 month old. My heel hurts.":     31,
		"My calf hurts. Baby is 3 weeks old now, my friend too": none,
		"Sir I am 45 years female, legs paining":                45,
		"I am 38 years and my calf is paining":                  38,
		"My age is 52. Pain in heel":                            52,
		"I am 10 years post bypass, my calf hurts":              none,
	} {
		got := parser().Parse(text).Person.Age
		switch {
		case want == none && got != nil:
			t.Errorf("%q: age %v, want none", text, *got)
		case want != none && (got == nil || math.Abs(*got-want) > 0.01):
			t.Errorf("%q: age %v, want %v", text, got, want)
		}
	}
}

func TestSex(t *testing.T) {
	for text, want := range map[string]clinical.Sex{
		"58-year-old woman with calf pain":                         clinical.Female,
		"50 y/o M, right knee pain":                                clinical.Male,
		"My son says his legs hurt.":                               clinical.Male,
		"My nan, 83, has sore legs.":                               clinical.Female,
		"My periods are heavy and my legs ache, says my boyfriend": clinical.Female,
		"I have a prostate problem and my legs ache.":              clinical.Male,
		"My legs ache. My brother had it and he got better.":       clinical.Unknown,
		"My calf hurts when I walk.":                               clinical.Unknown,
		"38 yo bloke, back gone again":                             clinical.Male,
	} {
		if got := parser().Parse(text).Person.Sex; got != want {
			t.Errorf("%q: sex %q, want %q", text, got, want)
		}
	}
}
