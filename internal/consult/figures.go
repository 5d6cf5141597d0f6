package consult

import (
	"slices"
	"time"
)

// Least is the smallest count of people that a statistic shows.
const Least = 10

// Figure is a count as a statistic shows it.
type Figure struct {
	N      int  // 0 when hidden
	Hidden bool // under Least, or hidden so that another cannot be worked out
}

// Between is a count that lies between a part of it and a whole that holds it. It is hidden
// also when it differs from one of them by fewer than Least, but not by nothing: that would
// be a count too.
func Between(whole, n, part int) Figure {
	small := func(n int) bool { return n > 0 && n < Least }
	if n < Least || small(whole-n) || small(n-part) {
		return Figure{Hidden: true}
	}
	return Figure{N: n}
}

// Parts hides counts that together make a whole which may be known: those under Least,
// and more of the smallest others until what is hidden cannot be worked out by taking away
// what is shown. Counts of nobody do not betray anybody.
func Parts(parts ...int) []Figure {
	out := make([]Figure, len(parts))
	order := make([]int, len(parts))
	for i, n := range parts {
		out[i].Hidden, order[i] = n < Least, i
	}
	slices.SortStableFunc(order, func(a, b int) int { return parts[a] - parts[b] })
	for _, i := range order {
		if !out[i].Hidden && betrays(parts, out) {
			out[i].Hidden = true
		}
	}
	for i, n := range parts {
		if !out[i].Hidden {
			out[i].N = n
		}
	}
	return out
}

// betrays reports that the sum of what is hidden tells a count of somebody: there is one
// alone, or several that are all as large as hidden ones can be.
func betrays(parts []int, shown []Figure) bool {
	hidden, sum, large := 0, 0, false
	for i, n := range parts {
		if shown[i].Hidden {
			hidden++
			sum += n
			large = large || n >= Least
		}
	}
	return sum > 0 && (hidden == 1 || !large && sum == hidden*(Least-1))
}

// Wait is how long something took.
type Wait struct {
	Median, Most time.Duration // Most: nine of ten did not take longer
	N            int
	Shown        bool // of Least or more; otherwise the rest is zero
}

// Waited sums up how long something took. The quantile p of n values is the one at the
// rank ⌈p·n⌉, so both figures are values that were seen.
func Waited(took []time.Duration) Wait {
	if len(took) < Least {
		return Wait{}
	}
	took = slices.Sorted(slices.Values(took))
	at := func(tenths int) time.Duration { return took[(len(took)*tenths+9)/10-1] }
	return Wait{Median: at(5), Most: at(9), N: len(took), Shown: true}
}
