package diary_test

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/diary"
)

// now is a fixed moment: Saturday 21 November 2026, 21:00 in Berlin.
var now = time.Date(2026, 11, 21, 20, 0, 0, 0, time.UTC)

var berlin = zone("Europe/Berlin")

func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

const (
	id1 = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"
	id2 = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c"
)

func ptr[T any](v T) *T { return &v }

// maybe draws nil or a pointer.
func maybe[T any](t *rapid.T, name string, g *rapid.Generator[T]) *T {
	if !rapid.Bool().Draw(t, name+"?") {
		return nil
	}
	return ptr(g.Draw(t, name))
}

// text draws what survives cleaning: no blanks around it and only text.
var text = rapid.OneOf(
	rapid.SampledFrom([]string{"", "ok", "=1+2", "'quoted'", "-x", "a\nb", `say "so", twice;`, "a|b=c", "ßé漢🙂"}),
	rapid.StringMatching(`[a-z=+@',;"]([a-zé ,;"\n]{0,20}[a-z'])?`),
)

var ids = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"calf", "foot", "heat_after_cramp", "bed-calves"}), 0, 3, func(s string) string { return s })

func uuidGen(t *rapid.T) string {
	return fmt.Sprintf("%08x-0000-7000-8000-%012x", rapid.Uint32().Draw(t, "id high"), rapid.Uint32().Draw(t, "id low"))
}

// anyEntry draws a valid entry of any kind.
func anyEntry(t *rapid.T) diary.Entry {
	kind := rapid.SampledFrom(diary.Kinds()).Draw(t, "kind")
	day := diary.DateOf(2026, 11, 20) - diary.Date(rapid.IntRange(0, 3000).Draw(t, "day"))
	e := diary.Entry{ID: uuidGen(t), Kind: kind, Day: day, Data: anyData(t, kind)}
	if rapid.Bool().Draw(t, "timed") {
		from, _ := diary.NightSpan(day, berlin)
		at := from.Add(time.Duration(rapid.IntRange(0, 12*3600).Draw(t, "at")) * time.Second).UTC()
		e.At = &at
	}
	return e
}

func anyData(t *rapid.T, k diary.Kind) diary.Data {
	whole := func(name string, low, high int) *int { return maybe(t, name, rapid.IntRange(low, high)) }
	tenth := func(name string, high int) *float64 {
		return maybe(t, name, rapid.Map(rapid.IntRange(0, high*10), func(i int) float64 { return float64(i) / 10 }))
	}
	word := func(name string, words ...string) string { return rapid.SampledFrom(words).Draw(t, name) }
	yes := func(name string) *bool { return maybe(t, name, rapid.Bool()) }
	note := text.Draw(t, "note")
	switch k {
	case diary.KindNight:
		return &diary.Night{
			Cramps: ptr(rapid.IntRange(0, 50).Draw(t, "cramps")), Urge: whole("urge", 0, 3), Pain: whole("pain", 0, 10),
			SleepHours: tenth("sleep", 24), Wakings: whole("wakings", 0, 50), Muscles: none(ids.Draw(t, "muscles")),
			Side: word("side", "", "left", "right", "both"), Tried: anyTried(t), PartnerKicks: yes("kicks"),
			PartnerNote: text.Draw(t, "partner"), Note: note,
		}
	case diary.KindEpisode:
		return &diary.Episode{Sort: word("sort", "cramp", "urge"), Seconds: whole("seconds", 0, 86400), Muscle: word("muscle", "", "calf"), Pain: whole("pain", 0, 10), Tried: anyTried(t), Note: note}
	case diary.KindHabits:
		return &diary.Habits{
			CaffeineCups: ptr(1.5), CaffeineLate: yes("late"), AlcoholUnits: tenth("units", 100), DrinksML: whole("ml", 0, 20000), UrineColour: whole("colour", 1, 8),
			StandingHours: tenth("standing", 12), SittingHours: tenth("sitting", 12), ExerciseMinutes: whole("exercise", 0, 1440), Shoes: word("shoes", "", "flat"), Note: note,
		}
	case diary.KindDrink:
		return &diary.Drink{What: word("what", "water", "tea"), ML: whole("ml", 1, 5000), Caffeine: yes("caffeine"), Note: note}
	case diary.KindActivity:
		return &diary.Activity{Activity: "massage_self", Minutes: whole("minutes", 0, 1440), Helped: word("helped", "", "yes", "no", "unsure"), Note: note}
	case diary.KindRoutine:
		return &diary.Routine{Routine: "bed-calves", Seconds: whole("seconds", 0, 86400), StepsDone: ptr(2), Steps: ptr(6), StoppedForPain: yes("stopped"), Note: note}
	case diary.KindLab:
		return &diary.Lab{Analyte: "ferritin", Value: diary.Decimal(word("value", "18", "0.50", "-1.2")), Unit: "ug/L", Low: "15", Note: note}
	case diary.KindMedicine:
		return &diary.Medicine{Name: "Some name", Change: "started", Note: note}
	case diary.KindFollowed:
		return &diary.Followed{Experiment: id1, Done: word("done", "yes", "partly", "no"), Harm: yes("harm"), Harms: none(ids.Draw(t, "harms")), Note: note}
	}
	return &diary.Note{Text: "x" + note}
}

func anyTried(t *rapid.T) []diary.Tried {
	var out []diary.Tried
	for _, id := range ids.Draw(t, "tried") {
		out = append(out, diary.Tried{Measure: id, Helped: rapid.SampledFrom([]string{"", "yes", "no"}).Draw(t, "helped "+id)})
	}
	return out
}

func none[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}
