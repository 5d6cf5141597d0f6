package stat_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	_ "github.com/legible-health/legible/internal/rapidtest" // fixed seed
	"github.com/legible-health/legible/internal/stat"
)

// TestLooksSpendWhatTheyMay: over all signs, the test ends at any look in at most the sum
// of the levels, and whoever is ended by SignFlipP at the first look is ended here too.
func TestLooksSpendWhatTheyMay(t *testing.T) {
	looks := []stat.Look{{N: 5, Level: 0.07}, {N: 7, Level: 0.05}, {N: 9, Level: 0.06}}
	spent := 0.0
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.SliceOfN(rapid.Map(rapid.IntRange(-8, 8), func(i int) float64 { return float64(i) / 4 }), 9, 9).Draw(t, "d")
		ended := [3]int{}
		for mask := range 1 << len(d) {
			signed := make([]float64, len(d))
			for i, v := range d {
				signed[i] = v * float64(1-2*(mask>>i&1))
			}
			for i, look := range looks {
				if stat.SignFlipLooks(signed[:look.N], looks[:i]) <= look.Level {
					ended[i]++
					break
				}
			}
		}
		total := 0.0
		for i, look := range looks {
			share := float64(ended[i]) / float64(int(1)<<len(d))
			if total += share; share > look.Level+1e-12 {
				t.Fatalf("look %d ends %v, may %v", i, share, look.Level)
			}
		}
		spent = max(spent, total)
	})
	if spent < 0.14 {
		t.Errorf("at most %v of 0.18 is spent", spent)
	}
}

func TestWithoutEarlierLooksItIsThePlainTest(t *testing.T) {
	chance := rand.New(rand.NewPCG(2, 3))
	for n := range 12 {
		d := make([]float64, n)
		for i := range d {
			d[i] = chance.NormFloat64() + 0.5
		}
		plain := stat.SignFlipP(d)
		if got := stat.SignFlipLooks(d, nil); got != plain {
			t.Errorf("%d differences: %v, plain %v", n, got, plain)
		}
		if n < 8 {
			continue
		}
		if got := stat.SignFlipLooks(d, []stat.Look{{N: 5, Level: 0.07}}); got > plain {
			t.Errorf("%d differences: %v after a look, plain %v", n, got, plain)
		}
	}
	if got := stat.SignFlipLooks([]float64{0, 0, 0, 0}, []stat.Look{{N: 2, Level: 0.5}}); got != 1 {
		t.Errorf("nothing differs: %v", got)
	}
	if math.IsNaN(stat.SignFlipLooks(nil, nil)) {
		t.Error("no differences")
	}
}
