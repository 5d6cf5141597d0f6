// Package stat has the few statistics that trends and experiments rest on: Student's t,
// false-discovery control, permutation tests. It knows numbers and no medicine, uses the
// standard library only so that it also runs in a browser, and draws chance from a
// generator it is given. Its tests compare it with another library.
package stat

import (
	"math"
	"slices"
)

// Mean of x; NaN for none.
func Mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

// Variance is the sample variance, with n−1; NaN for fewer than two.
func Variance(x []float64) float64 {
	if len(x) < 2 {
		return math.NaN()
	}
	m, ss := Mean(x), 0.0
	for _, v := range x {
		ss += (v - m) * (v - m)
	}
	return ss / float64(len(x)-1)
}

// Median is the middle value, or the mean of the middle two; NaN for none. x is not
// changed.
func Median(x []float64) float64 {
	if len(x) == 0 {
		return math.NaN()
	}
	s := slices.Sorted(slices.Values(x))
	h := len(s) / 2
	if len(s)%2 == 1 {
		return s[h]
	}
	return (s[h-1] + s[h]) / 2
}

// StudentCDF is P(T ≤ t) for Student's t with df > 0 degrees of freedom, by the
// regularised incomplete beta function: 1 − I_{df/(df+t²)}(df/2, 1/2) / 2 for t ≥ 0.
func StudentCDF(t, df float64) float64 {
	tail := betaInc(df/2, 0.5, df/(df+t*t)) / 2
	if t < 0 {
		return tail
	}
	return 1 - tail
}

// StudentQuantile is the t with StudentCDF(t, df) = p, for p in (0, 1), by bisection.
func StudentQuantile(p, df float64) float64 {
	switch {
	case p == 0.5:
		return 0
	case p < 0.5:
		return -StudentQuantile(1-p, df)
	}
	low, high := 0.0, 1.0
	for StudentCDF(high, df) < p && high < 1e12 {
		high *= 2
	}
	for range 200 {
		mid := (low + high) / 2
		if mid == low || mid == high {
			break
		}
		if StudentCDF(mid, df) < p {
			low = mid
		} else {
			high = mid
		}
	}
	return (low + high) / 2
}

// betaInc is the regularised incomplete beta function I_x(a, b), by its continued
// fraction (modified Lentz), on the side where that converges fast.
func betaInc(a, b, x float64) float64 {
	if x <= 0 {
		return 0
	}
	if x >= 1 {
		return 1
	}
	lab, _ := math.Lgamma(a + b)
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	front := math.Exp(lab - la - lb + a*math.Log(x) + b*math.Log1p(-x))
	if x < (a+1)/(a+b+2) {
		return front * betaFraction(a, b, x) / a
	}
	return 1 - front*betaFraction(b, a, 1-x)/b
}

func betaFraction(a, b, x float64) float64 {
	const tiny, enough = 1e-300, 1e-16
	away := func(v float64) float64 {
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	c, d := 1.0, 1/away(1-(a+b)*x/(a+1))
	h := d
	for m := 1.0; m <= 10_000; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d = 1 / away(1+even*d)
		c = away(1 + even/c)
		h *= d * c
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d = 1 / away(1+odd*d)
		c = away(1 + odd/c)
		h *= d * c
		if math.Abs(d*c-1) < enough {
			break
		}
	}
	return h
}
