// Package demo invents people with a diary each, for whoever wants to see what the pages
// show after two months. Nobody like them is known: their nights are drawn by chance from
// the shapes below, every name says so, and nothing here is a medical fact.
//
// It is pure: the last night and the chance are arguments, and the same two give the same
// entries.
package demo

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/legible-health/legible/internal/diary"
)

// Nights is how many nights each of them has kept.
const Nights = 60

// Person is somebody invented.
type Person struct {
	Name     string // ends in "(invented)"
	Relation string // of account.Relations
	Entries  []diary.Entry
}

// People invents three people whose last night is the one given. Entries are in the order
// of their days.
func People(last diary.Date, chance *rand.Rand) []Person {
	return []Person{
		{"Robin (invented)", "self", entries(last, chance, cramps)},
		{"Sage (invented)", "parent", entries(last, chance, restless)},
		{"Wren (invented)", "child", entries(last, chance, growing)},
	}
}

// day is what is drawn for one day of a person; n counts from 0.
type day func(n int, chance *rand.Rand) []diary.Data

func entries(last diary.Date, chance *rand.Rand, of day) (out []diary.Entry) {
	for n := range Nights {
		for _, d := range of(n, chance) {
			out = append(out, diary.Entry{ID: id(chance), Kind: d.Kind(), Day: last - diary.Date(Nights-1-n), Data: d})
		}
	}
	return out
}

// id makes a UUID, version 4, of chance.
func id(chance *rand.Rand) string {
	a, b := chance.Uint64(), chance.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", uint32(a>>32), uint16(a>>16), uint16(a)&0xfff, uint16(b>>48)&0xfff, b&0xffffffffffff)
}

func ptr[T any](v T) *T { return &v }

// half rounds to halves.
func half(x float64) *float64 { return ptr(math.Round(2*x) / 2) }

// cramps come more often after hours of standing, and less once stretching began.
func cramps(n int, chance *rand.Rand) []diary.Data {
	standing := 2 + 6*chance.Float64()
	if n%7 >= 5 { // the weekend
		standing /= 2
	}
	stretched := n >= Nights/2 && chance.Float64() < .8
	often := .15 + .07*standing
	if stretched {
		often /= 2
	}
	count := 0
	for range 3 {
		if chance.Float64() < often {
			count++
		}
	}
	night := &diary.Night{Cramps: &count, Wakings: ptr(count + chance.IntN(2)), SleepHours: half(7.5 - .4*float64(count) + .5*chance.NormFloat64()), Pain: ptr(0), Urge: ptr(0)}
	if count > 0 {
		night.Pain, night.Muscles, night.Side = ptr(4+chance.IntN(4)), []string{"calf"}, []string{"left", "right"}[chance.IntN(2)]
	}
	habits := &diary.Habits{StandingHours: half(standing), DrinksML: ptr(1200 + 100*chance.IntN(8)), CaffeineCups: ptr(float64(1 + chance.IntN(3)))}
	if stretched {
		habits.StretchMinutes = ptr(5)
	}
	out := []diary.Data{night, habits}
	if count > 0 && n%5 == 0 {
		out = append(out, &diary.Episode{Sort: "cramp", Seconds: ptr(60 + chance.IntN(300)), Muscle: "calf", Side: night.Side, Pain: night.Pain})
	}
	if n == Nights/2 {
		out = append(out, &diary.Note{Text: "Invented: began the evening stretches today."})
	}
	return out
}

// restless nights follow late coffee.
func restless(n int, chance *rand.Rand) []diary.Data {
	late := chance.Float64() < .4
	urge := chance.IntN(2)
	if late {
		urge = min(3, urge+1+chance.IntN(2))
	}
	night := &diary.Night{Urge: &urge, Cramps: ptr(0), Pain: ptr(chance.IntN(3)), Wakings: ptr(urge + chance.IntN(2)), SleepHours: half(7.2 - .7*float64(urge) + .4*chance.NormFloat64())}
	if urge > 1 {
		night.PartnerKicks = ptr(chance.Float64() < .6)
	}
	out := []diary.Data{night, &diary.Habits{CaffeineLate: &late, CaffeineCups: ptr(float64(1 + chance.IntN(3)))}}
	if n == 20 {
		out = append(out, &diary.Lab{Analyte: "ferritin", Value: "38", Unit: "ug/L", Low: "15", High: "150", Note: "Invented."})
	}
	return out
}

// growing legs ache in spells after days of play.
func growing(n int, chance *rand.Rand) []diary.Data {
	play := 20 + chance.IntN(100)
	pain, wakings := 0, 0
	if n%9 < 3 && chance.Float64() < float64(play)/120 {
		pain, wakings = 3+chance.IntN(4), 1
	}
	night := &diary.Night{Pain: &pain, Wakings: &wakings, Cramps: ptr(0), SleepHours: half(10 - .5*float64(wakings) + .3*chance.NormFloat64())}
	if pain > 0 {
		night.Side, night.Tried = "both", []diary.Tried{{Measure: "massage_self", Helped: []string{"yes", "unsure"}[chance.IntN(2)]}}
	}
	return []diary.Data{night, &diary.Habits{ExerciseMinutes: &play}}
}
