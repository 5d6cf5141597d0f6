package consult

import (
	"maps"
	"slices"

	"github.com/legible-health/legible/internal/clinical"
)

// Pair is what two gave about the same person.
type Pair struct{ A, B clinical.Urgency }

// Agreement is how often two agreed on the urgency.
type Agreement struct {
	N     int     // pairs
	Same  int     // pairs with one level
	Share float64 // Same / N
	Kappa float64 // in [-1, 1]; meaningful only when Defined
	// Defined is false without pairs, and when both always gave one and the same level:
	// then chance alone explains all of it.
	Defined bool
}

// Kappa computes the share of agreement and Cohen's kappa, unweighted:
//
//	κ = (p_o − p_e) / (1 − p_e),   p_e = Σ_k a_k · b_k
//
// with p_o the share of pairs that agree, a_k and b_k the share of level k in each column.
// J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological
// Measurement 20(1):37–46, 1960, doi:10.1177/001316446002000104. Counts that are not
// positive are passed over.
func Kappa(counts map[Pair]int) (out Agreement) {
	var a, b = map[clinical.Urgency]int{}, map[clinical.Urgency]int{}
	for pair, n := range counts {
		if n <= 0 {
			continue
		}
		out.N += n
		a[pair.A] += n
		b[pair.B] += n
		if pair.A == pair.B {
			out.Same += n
		}
	}
	if out.N == 0 {
		return out
	}
	n := float64(out.N)
	out.Share = float64(out.Same) / n
	chance := 0.0
	for _, level := range slices.Sorted(maps.Keys(a)) {
		chance += float64(a[level]) / n * float64(b[level]) / n
	}
	if out.Defined = chance < 1; out.Defined {
		out.Kappa = (out.Share - chance) / (1 - chance)
	}
	return out
}
