package trend_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	gonum "gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/diary"
	_ "github.com/legible-health/legible/internal/rapidtest" // fixed seed
	"github.com/legible-health/legible/internal/trend"
)

func rule(o diary.Outcome) int {
	for i, r := range content().Experiments.Outcomes {
		if r.ID == string(o) {
			return i
		}
	}
	panic(o)
}

func TestCollectTakesOneNightADay(t *testing.T) {
	a, b := entry(first, &diary.Night{Pain: ptr(3)}), entry(first, &diary.Night{Pain: ptr(9)})
	b.ID, b.ConflictOf = "00000000-0000-0000-0000-000000000000", a.ID
	days := collect([]diary.Entry{b, a, entry(first-4, &diary.Note{Text: "x"})})
	if len(days) != 2 || days[0].Date != first-4 || days[0].Night != nil || *days[1].Night.Pain != 3 {
		t.Errorf("%+v", days)
	}
}

func TestDrinksAddUpUnlessTheDaySays(t *testing.T) {
	tea, beer := &diary.Drink{What: "tea", ML: ptr(250), Caffeine: ptr(true)}, &diary.Drink{What: "alcohol", ML: ptr(500), AlcoholUnits: ptr(2.0)}
	one, two := entry(first, tea), entry(first, beer)
	two.ID = "00000000-0000-7000-8000-000000000002"
	want := map[string]float64{"caffeine_cups": 1, "alcohol_units": 2, "drinks_ml": 750}
	if diff := cmp.Diff(want, collect([]diary.Entry{one, two})[0].Factors); diff != "" {
		t.Error(diff)
	}
	want["drinks_ml"] = 2000
	if diff := cmp.Diff(want, collect([]diary.Entry{one, two, entry(first, &diary.Habits{DrinksML: ptr(2000)})})[0].Factors); diff != "" {
		t.Error(diff)
	}
}

func TestNotDoneIsKnownFromTheFirstTimeOn(t *testing.T) {
	days := collect(append(nights(1, 1, 1, -1, 1), entry(first+1, &diary.Activity{Activity: "massage_self"})))
	var got []any
	for _, d := range days {
		v, known := d.Factors["activity:massage_self"]
		got = append(got, v, known)
	}
	if diff := cmp.Diff([]any{0.0, false, 1.0, true, 0.0, true, 0.0, true}, got); diff != "" {
		t.Error(diff)
	}
}

func TestRaster(t *testing.T) {
	rows := trend.Raster(collect(nights(0, 4, -1, 10)), first+3, 5, &content().Experiments)
	if len(rows) != 5 {
		t.Fatalf("%d rows", len(rows))
	}
	pain := rows[rule(diary.Pain)]
	want := trend.Row{Outcome: diary.Pain, Known: 3, Median: 4, Cells: []trend.Cell{
		{Date: first - 1}, {first, true, 0, 0}, {first + 1, true, 4, 2}, {Date: first + 2}, {first + 3, true, 10, 4},
	}}
	if diff := cmp.Diff(want, pain); diff != "" {
		t.Error(diff)
	}
	if rows[rule(diary.Cramps)].Known != 0 {
		t.Error("cramps nobody noted are known")
	}
}

func TestShadesDarkenTheWorseWay(t *testing.T) {
	for i := range content().Experiments.Outcomes {
		r := &content().Experiments.Outcomes[i]
		worst, best := 50.0, 0.0
		if diary.Outcome(r.ID).MoreIsBetter() {
			worst, best = 0, 12
		}
		if trend.Shade(r, best) != 0 || trend.Shade(r, worst) != 4 {
			t.Errorf("%s: best %d, worst %d", r.ID, trend.Shade(r, best), trend.Shade(r, worst))
		}
	}
}

func TestCalendarHasEveryDayOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year, month := rapid.IntRange(2000, 2099).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month"))
		begin := time.Weekday(rapid.IntRange(0, 6).Draw(t, "first"))
		m := trend.Calendar(nil, year, month, begin, &content().Experiments.Outcomes[0])
		next := diary.DateOf(year, month, 1)
		for _, week := range m.Weeks {
			for column, c := range week {
				if c == nil {
					continue
				}
				if c.Date != next || int(c.Date.Weekday()) != (int(begin)+column)%7 {
					t.Fatalf("%s in column %d of weeks from %s, want %s", c.Date, column, begin, next)
				}
				next++
			}
		}
		if next != diary.DateOf(year, month+1, 1) || len(m.Weeks) < 4 || len(m.Weeks) > 6 {
			t.Fatalf("%d weeks, ends before %s", len(m.Weeks), next)
		}
	})
}

func TestSeriesHasARollingMedian(t *testing.T) {
	ex := &content().Experiments
	points := trend.Series(collect(nights(1, 9, 2, 8, 3, 7, 4, -1, -1, -1, -1, 5)), first, first+13, &ex.Outcomes[rule(diary.Pain)], ex.Trends)
	var got []any
	for _, p := range points {
		if p.Median == nil {
			got = append(got, nil)
		} else {
			got = append(got, *p.Median)
		}
	}
	want := []any{5.0, 3.0, 5.0, 4.0, 5.5, 4.0, 5.5, nil, nil, nil, nil, nil, nil, nil}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestBeforeAfterIsWelch: every other night, so that no night resembles the one before.
func TestBeforeAfterIsWelch(t *testing.T) {
	chance := rand.New(rand.NewPCG(3, 3))
	var entries []diary.Entry
	var before, after []float64
	for i := -20; i < 20; i += 2 {
		v := chance.IntN(6)
		if i >= 0 {
			v += 2
			after = append(after, float64(v))
		} else {
			before = append(before, float64(v))
		}
		entries = append(entries, entry(first+diary.Date(i), &diary.Night{Pain: &v}))
	}
	c := trend.BeforeAfter(collect(entries), diary.Pain, first, 28, content().Experiments.Trends)
	m1, v1 := gonum.MeanVariance(before, nil)
	m2, v2 := gonum.MeanVariance(after, nil)
	a, b := v1/float64(len(before)), v2/float64(len(after))
	df := (a + b) * (a + b) / (a*a/float64(len(before)-1) + b*b/float64(len(after)-1))
	half := distuv.StudentsT{Sigma: 1, Nu: df}.Quantile(0.95) * math.Sqrt(a+b)
	for name, x := range map[string][2]float64{"effect": {c.Effect, m2 - m1}, "low": {c.Low, m2 - m1 - half}, "high": {c.High, m2 - m1 + half}} {
		if math.Abs(x[0]-x[1]) > 1e-8 {
			t.Errorf("%s %v, by gonum %v", name, x[0], x[1])
		}
	}
	if !c.Enough || c.Low <= 0 {
		t.Errorf("two points more are not told from chance: %+v", c)
	}
	few := trend.BeforeAfter(collect(entries), diary.Pain, first-18, 28, content().Experiments.Trends)
	if few.Enough {
		t.Errorf("%+v", few)
	}
}

// TestAlikeNightsWidenTheInterval: the same values count for less when they come in runs.
func TestAlikeNightsWidenTheInterval(t *testing.T) {
	runs := []int{1, 1, 1, 1, 5, 5, 5, 5, 1, 1, 1, 1, 5, 5, 5, 5}
	mixed := []int{1, 5, 5, 1, 1, 5, 1, 5, 5, 1, 5, 1, 1, 5, 5, 1}
	width := func(values []int) float64 {
		c := trend.BeforeAfter(collect(nights(append(append([]int{}, values...), values...)...)), diary.Pain, first+16, 16, content().Experiments.Trends)
		return c.High - c.Low
	}
	if width(runs) < 1.3*width(mixed) {
		t.Errorf("runs %.2f, mixed %.2f", width(runs), width(mixed))
	}
}

func TestWeekdays(t *testing.T) {
	chance := rand.New(rand.NewPCG(8, 8))
	var entries []diary.Entry
	for i := range 84 {
		pain := chance.IntN(4)
		if (first + diary.Date(i)).Weekday() == time.Saturday {
			pain += 4
		}
		entries = append(entries, entry(first+diary.Date(i), &diary.Night{Pain: &pain, Cramps: ptr(chance.IntN(3))}))
	}
	for _, w := range trend.Weeks(collect(entries), content().Experiments.Trends) {
		if want := w.Outcome == diary.Pain; w.Differ != want {
			t.Errorf("%s differs: %v, p %v", w.Outcome, w.Differ, w.P)
		}
		if w.Outcome == diary.Pain && (w.Days[time.Saturday].Mean < 4 || w.Days[time.Monday].Nights != 12) {
			t.Errorf("%+v", w.Days)
		}
	}
	if w := trend.Weeks(collect(entries[:20]), content().Experiments.Trends); w[2].Enough || w[2].Differ {
		t.Errorf("20 nights: %+v", w[2])
	}
}
