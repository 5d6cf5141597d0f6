package trend

import (
	"math"
	"time"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/stat"
)

// Comparison is an outcome before and after a day on which something changed.
type Comparison struct {
	Outcome       diary.Outcome
	Change        diary.Date // the first night that counts as after
	Before, After int        // nights known
	MeanBefore    float64
	MeanAfter     float64
	Enough        bool    // both sides have as many nights as the rules want; what follows is 0 otherwise
	Effect        float64 // MeanAfter − MeanBefore
	Low, High     float64 // interval of the rules' share
}

// BeforeAfter compares up to nights nights on either side of a change. The interval is
// Welch's, with fewer nights counted the more a night resembles the one before (n·(1−r)/
// (1+r)). It says nothing about why: other things change too, and people change things
// when it is at its worst.
func BeforeAfter(ds Days, o diary.Outcome, change diary.Date, nights int, rules kb.TrendRules) Comparison {
	c := Comparison{Outcome: o, Change: change}
	before, after := between(ds, o, change-diary.Date(nights), change-1), between(ds, o, change, change+diary.Date(nights)-1)
	c.Before, c.After = len(before.raw), len(after.raw)
	if c.Before > 0 {
		c.MeanBefore = stat.Mean(before.raw)
	}
	if c.After > 0 {
		c.MeanAfter = stat.Mean(after.raw)
	}
	if min(c.Before, c.After) < rules.LeastEach {
		return c
	}
	c.Enough = true
	c.Effect = c.MeanAfter - c.MeanBefore
	r := (before.lag1 + after.lag1) / 2
	v1, n1 := stat.Variance(before.raw), effective(c.Before, r)
	v2, n2 := stat.Variance(after.raw), effective(c.After, r)
	se2 := v1/n1 + v2/n2
	df := 1.0
	if se2 > 0 {
		df = max(1, se2*se2/(v1*v1/n1/n1/max(n1-1, 1)+v2*v2/n2/n2/max(n2-1, 1)))
	}
	half := stat.StudentQuantile((1+rules.Interval)/2, df) * math.Sqrt(se2)
	c.Low, c.High = c.Effect-half, c.Effect+half
	return c
}

func effective(n int, r float64) float64 { return max(2, float64(n)*(1-r)/(1+r)) }

func between(ds Days, o diary.Outcome, from, to diary.Date) *nights {
	var some Days
	for _, d := range ds {
		if d.Date >= from && d.Date <= to {
			some = append(some, d)
		}
	}
	return nightsOf(some, o)
}

// Weekday is one day of the week; the night that follows it.
type Weekday struct {
	Weekday time.Weekday
	Nights  int
	Mean    float64 // 0 without nights
	Median  float64
}

// Week is an outcome by day of the week.
type Week struct {
	Outcome  diary.Outcome
	Days     [7]Weekday // from Sunday
	Enough   bool       // every day has as many nights as the rules want; P is 1 otherwise
	P        float64    // that the days differ by chance, by permutation within weeks
	Adjusted float64    // after control of the false-discovery rate over all outcomes
	Differ   bool       // Adjusted is at most the rules' rate
}

// Weeks compares the days of the week for each outcome, in the order of diary.Outcomes.
func Weeks(ds Days, rules kb.TrendRules) []Week {
	var out []Week
	var p []float64
	for _, o := range diary.Outcomes() {
		w := weekOf(nightsOf(ds, o), o, rules)
		out, p = append(out, w), append(p, w.P)
	}
	for i, adjusted := range stat.Yekutieli(p) {
		out[i].Adjusted = adjusted
		out[i].Differ = out[i].Enough && adjusted <= rules.FalseDiscovery
	}
	return out
}

func weekOf(n *nights, o diary.Outcome, rules kb.TrendRules) Week {
	w := Week{Outcome: o, P: 1, Enough: true}
	var by [7][]float64
	stratum := make([]int, len(n.raw))
	for i, date := range n.dates {
		by[date.Weekday()] = append(by[date.Weekday()], n.raw[i])
		stratum[i] = int(date-n.dates[0]) / 7
	}
	for day, values := range by {
		w.Days[day] = Weekday{Weekday: time.Weekday(day), Nights: len(values)}
		if len(values) > 0 {
			w.Days[day].Mean, w.Days[day].Median = stat.Mean(values), stat.Median(values)
		}
		w.Enough = w.Enough && len(values) >= rules.LeastWeekday
	}
	if !w.Enough {
		return w
	}
	shuffled := append([]float64(nil), n.adjusted...)
	s := stat.NewShuffler(stratum, chanceFor("weekday", string(o)))
	w.P = stat.SequentialP(n.betweenDays(n.adjusted), enoughReached, mostDraws, func() float64 {
		s.Shuffle(shuffled)
		return n.betweenDays(shuffled)
	})
	return w
}

// betweenDays is the sum of squares between the days of the week.
func (n *nights) betweenDays(values []float64) float64 {
	var sum, count [7]float64
	for i, date := range n.dates {
		sum[date.Weekday()] += values[i]
		count[date.Weekday()]++
	}
	mean, out := stat.Mean(values), 0.0
	for day := range 7 {
		if count[day] > 0 {
			d := sum[day]/count[day] - mean
			out += count[day] * d * d
		}
	}
	return out
}
