package consult_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/consult"
	_ "github.com/legible-health/legible/internal/rapidtest"
)

// Worked by hand: 20 + 15 agree,
// 5 + 10 do not; p_o = 0.7, p_e = 0.5·0.6 + 0.5·0.4 = 0.5, so kappa is 0.4.
func TestAgreementByHand(t *testing.T) {
	got := consult.Kappa(map[consult.Pair]int{
		{A: clinical.Soon, B: clinical.Soon}: 20, {A: clinical.Soon, B: clinical.Routine}: 5,
		{A: clinical.Routine, B: clinical.Soon}: 10, {A: clinical.Routine, B: clinical.Routine}: 15,
	})
	if got.N != 50 || got.Same != 35 || math.Abs(got.Share-.7) > 1e-12 || math.Abs(got.Kappa-.4) > 1e-12 || !got.Defined {
		t.Errorf("%+v", got)
	}
}

func TestAgreementAtTheEdges(t *testing.T) {
	if got := consult.Kappa(nil); got != (consult.Agreement{}) {
		t.Errorf("of nothing: %+v", got)
	}
	one := consult.Kappa(map[consult.Pair]int{{A: clinical.Soon, B: clinical.Soon}: 4})
	if one.Defined || one.Share != 1 {
		t.Errorf("one level only: %+v", one)
	}
	never := consult.Kappa(map[consult.Pair]int{{A: clinical.Soon, B: clinical.Routine}: 1, {A: clinical.Routine, B: clinical.Soon}: 1})
	if !never.Defined || never.Kappa != -1 || never.Share != 0 {
		t.Errorf("never: %+v", never)
	}
}

// Kappa lies between -1 and 1, is the same whoever comes first, and never above the share.
func TestAgreementProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts, turned := map[consult.Pair]int{}, map[consult.Pair]int{}
		for _, a := range clinical.Urgencies() {
			for _, b := range clinical.Urgencies() {
				n := rapid.IntRange(0, 9).Draw(t, "n")
				counts[consult.Pair{A: a, B: b}], turned[consult.Pair{A: b, B: a}] = n, n
			}
		}
		got, back := consult.Kappa(counts), consult.Kappa(turned)
		if got.Defined && (got.Kappa < -1-1e-12 || got.Kappa > got.Share+1e-12) || math.Abs(got.Kappa-back.Kappa) > 1e-12 {
			t.Fatalf("%+v, %+v", got, back)
		}
	})
}
