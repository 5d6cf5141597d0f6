package trend_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"sync"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/trend"
)

var content = sync.OnceValue(func() *kb.Base {
	b, err := kb.Load(os.DirFS("../../knowledge"))
	if err != nil {
		panic(err)
	}
	return b
})

// ruled is the content with other rules for trends.
func ruled(change func(*kb.TrendRules)) *kb.Base {
	b := *content()
	change(&b.Experiments.Trends)
	return &b
}

var first = diary.DateOf(2026, 1, 5) // a Monday

func ptr[T any](v T) *T { return &v }

// entry numbers its id by day and kind.
func entry(day diary.Date, d diary.Data) diary.Entry {
	return diary.Entry{ID: fmt.Sprintf("00000000-0000-7000-8%03d-%012d", len(d.Kind()), day), Kind: d.Kind(), Day: day, Data: d}
}

// nights records pain, one value a night; negative ones are gaps.
func nights(values ...int) (entries []diary.Entry) {
	for i, v := range values {
		if v >= 0 {
			entries = append(entries, entry(first+diary.Date(i), &diary.Night{Pain: &v}))
		}
	}
	return entries
}

// wandering is a value that resembles the one before.
type wandering struct {
	at, alike float64
	chance    *rand.Rand
}

func (w *wandering) next() float64 {
	w.at = w.alike*w.at + math.Sqrt(1-w.alike*w.alike)*w.chance.NormFloat64()
	return w.at
}

// null makes a diary in which nothing has to do with anything: outcomes resemble the
// night before and drift, habits resemble the day before, gaps come at random.
func null(length int, chance *rand.Rand) (entries []diary.Entry) {
	series := make([]wandering, 12)
	for i := range series {
		series[i] = wandering{chance.NormFloat64(), 0.6 * chance.Float64(), chance}
	}
	drift := chance.NormFloat64() / 100
	whole := func(v float64, most int) *int { return ptr(min(most, max(0, int(math.Round(v))))) }
	for i := range length {
		v := make([]float64, len(series))
		for k := range v {
			v[k] = series[k].next()
		}
		day := first + diary.Date(i)
		if chance.Float64() < 0.9 {
			entries = append(entries, entry(day, &diary.Night{
				Cramps: whole(1+v[0]+drift*float64(i), 50), Urge: whole(1+v[1], 3), Pain: whole(4+2*v[2]+drift*float64(i), 10),
				SleepHours: ptr(7 + v[3]), Wakings: whole(2+v[4], 50),
			}))
		}
		if chance.Float64() < 0.9 {
			entries = append(entries, entry(day, &diary.Habits{
				CaffeineCups: ptr(math.Max(0, 2+v[5])), CaffeineLate: ptr(v[6] > 0.3), AlcoholUnits: ptr(math.Max(0, v[7])),
				DrinksML: whole(1500+400*v[8], 20000), StandingHours: ptr(math.Max(0, 4+v[9])), ExerciseMinutes: whole(20+20*v[10], 1440),
			}))
		}
		if v[11] > 0.4 {
			entries = append(entries, entry(day, &diary.Activity{Activity: "massage_self"}))
		}
	}
	return entries
}

func collect(entries []diary.Entry) trend.Days { return trend.Collect(entries) }
