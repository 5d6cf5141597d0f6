package stat

import (
	"math"
	"math/rand/v2"
)

// SequentialP estimates a permutation p-value by drawing until enough draws have reached
// the observed statistic, or most draws are done (Besag and Clifford 1991). Both the
// early and the full estimate are valid p-values: P(p ≤ α) ≤ α when nothing is true. A
// draw that is not rare needs few repeats, so many tests are cheap.
//
// draw returns a statistic under a fresh permutation; larger is more extreme. Ties,
// within rounding, count as reached.
func SequentialP(observed float64, enough, most int, draw func() float64) float64 {
	reached := 0
	edge := observed - 1e-9*math.Max(1, math.Abs(observed))
	for i := 1; i <= most; i++ {
		if draw() >= edge {
			if reached++; reached == enough {
				return float64(reached) / float64(i)
			}
		}
	}
	return float64(reached+1) / float64(most+1)
}

// MostSigns is the largest number of differences that SignFlipP enumerates.
const MostSigns = 20

// SignFlipP is the exact two-sided p-value of the sum of d under all 2ⁿ ways to give its
// members signs: the randomisation test of pairs whose order was drawn by coin (Fisher
// 1935). Zeros are kept; n = 0 gives 1. It panics beyond MostSigns.
func SignFlipP(d []float64) float64 {
	n := len(d)
	if n > MostSigns {
		panic("stat: too many pairs to enumerate")
	}
	sum, size := 0.0, 0.0
	for _, v := range d {
		sum += v
		size += math.Abs(v)
	}
	edge := math.Abs(sum) - 1e-9*size
	// Gray code: each step turns one sign, so each sum costs one addition. A sum and its
	// negative come in pairs, so the last sign can stay.
	if n == 0 {
		return 1
	}
	signed := append([]float64(nil), d...)
	reached, total := 0, 1<<(n-1)
	for i := 1; ; i++ {
		if math.Abs(sum) >= edge {
			reached++
		}
		if i == total {
			return float64(reached) / float64(total)
		}
		bit := trailingZeros(i)
		sum -= 2 * signed[bit]
		signed[bit] = -signed[bit]
	}
}

func trailingZeros(i int) (n int) {
	for ; i&1 == 0; i >>= 1 {
		n++
	}
	return n
}

// Shuffler permutes values within strata: those of one stratum only change places with
// each other.
type Shuffler struct {
	strata [][2]int // from, to of values that stand together
	chance rand.Source
}

// NewShuffler takes the stratum of each value, those of one stratum standing together.
func NewShuffler(stratum []int, chance rand.Source) *Shuffler {
	s := &Shuffler{chance: chance}
	for from := 0; from < len(stratum); {
		to := from
		for to < len(stratum) && stratum[to] == stratum[from] {
			to++
		}
		s.strata = append(s.strata, [2]int{from, to})
		from = to
	}
	return s
}

// Shuffle permutes x in place. A place is the high half of a 32-bit draw times the number
// of places, which for strata of a few dozen is uneven by less than one in 10⁸.
func (s *Shuffler) Shuffle(x []float64) {
	for _, r := range s.strata {
		part := x[r[0]:r[1]]
		var bits uint64
		for i := len(part) - 1; i > 0; i-- {
			if bits >>= 32; bits == 0 {
				bits = s.chance.Uint64()
			}
			j := int(bits & 0xffffffff * uint64(i+1) >> 32)
			part[i], part[j] = part[j], part[i]
		}
	}
}

// Lag1 is the correlation of each value with the one before it, over neighbours only:
// next[i] tells that x[i+1] follows x[i] without a gap. 0 for fewer than three pairs or
// no variance.
func Lag1(x []float64, next []bool) float64 {
	m := Mean(x)
	var product, square float64
	pairs := 0
	for i, v := range x {
		square += (v - m) * (v - m)
		if i+1 < len(x) && next[i] {
			product += (v - m) * (x[i+1] - m)
			pairs++
		}
	}
	if pairs < 3 || square == 0 {
		return 0
	}
	return (product / float64(pairs)) / (square / float64(len(x)))
}
