package stat

import (
	"math"
	"slices"
)

// Look is a time at which a sign-flip test may already have ended.
type Look struct {
	N     int     // how many of the differences were known
	Level float64 // p-value that ended it
}

// SignFlipLooks is the exact p-value of a sign-flip test that comes after earlier looks:
// the share of all signs under which none of them would have ended it and the sum of d is
// at least as far from 0. So the levels of all looks add up to the error rate of the whole
// and nothing of it is spent twice. Without earlier looks it is SignFlipP.
//
// earlier come in order of N, at most len(d). It panics beyond MostSigns.
func SignFlipLooks(d []float64, earlier []Look) float64 {
	n := len(d)
	if n > MostSigns {
		panic("stat: too many pairs to enumerate")
	}
	if n == 0 {
		return 1
	}
	w := &signWalk{d: d, cuts: map[int]float64{}}
	sum := 0.0
	for _, v := range d {
		sum += v
		w.slack += 1e-9 * math.Abs(v)
	}
	for _, look := range earlier {
		if look.N > 0 {
			w.cut(look)
		}
	}
	reached := 0
	for _, v := range w.sums(n) {
		if v >= math.Abs(sum)-w.slack {
			reached++
		}
	}
	return float64(reached) / float64(int(1)<<(n-1))
}

// signWalk visits the signs that no look has ended. The first sign stays: all signs
// turned give the same distance from 0.
type signWalk struct {
	d     []float64
	slack float64
	cuts  map[int]float64 // by number of differences: sums at least so far from 0 end it
	found []float64
}

// cut finds from which sum on a look ends it: as many sums as its level allows, ties
// only together.
func (w *signWalk) cut(look Look) {
	sums := w.sums(look.N)
	slices.SortFunc(sums, func(a, b float64) int {
		switch {
		case a > b:
			return -1
		case a < b:
			return 1
		}
		return 0
	})
	allowed := int(look.Level*float64(int(1)<<(look.N-1)) + 1e-9)
	for allowed > 0 && allowed < len(sums) && sums[allowed-1]-sums[allowed] <= 2*w.slack {
		allowed--
	}
	if allowed > 0 {
		w.cuts[look.N] = min(w.cutAt(look.N), sums[min(allowed, len(sums))-1]-w.slack)
	}
}

func (w *signWalk) cutAt(n int) float64 {
	if c, ok := w.cuts[n]; ok {
		return c
	}
	return math.Inf(1)
}

// sums lists how far from 0 the first n differences add up, for all signs that are left.
func (w *signWalk) sums(n int) []float64 {
	w.found = nil
	w.walk(1, n, w.d[0])
	return w.found
}

func (w *signWalk) walk(i, n int, sum float64) {
	if i == n {
		w.found = append(w.found, math.Abs(sum))
		return
	}
	if c, ok := w.cuts[i]; ok && math.Abs(sum) >= c {
		return
	}
	w.walk(i+1, n, sum+w.d[i])
	w.walk(i+1, n, sum-w.d[i])
}
