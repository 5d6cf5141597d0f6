package stat

import "slices"

// Yekutieli controls the false-discovery rate at level q under any dependence between
// the tests (Benjamini and Yekutieli 2001): with m tests, the k smallest p-values are
// discoveries for the largest k with p(k) ≤ k·q / (m·(1 + 1/2 + … + 1/m)). When nothing is
// true, some discovery is made with probability at most q.
//
// It returns adjusted p-values in the order of p: a test is a discovery when its adjusted
// value is at most q. They are at most 1.
func Yekutieli(p []float64) []float64 {
	m := len(p)
	order := make([]int, m)
	harmonic := 0.0
	for i := range order {
		order[i] = i
		harmonic += 1 / float64(i+1)
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case p[a] < p[b]:
			return -1
		case p[a] > p[b]:
			return 1
		}
		return a - b
	})
	out, least := make([]float64, m), 1.0
	for k := m; k >= 1; k-- {
		i := order[k-1]
		least = min(least, p[i]*float64(m)*harmonic/float64(k))
		out[i] = least
	}
	return out
}
