package guide_test

import (
	"os"
	"testing"

	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/kb"
)

// asking are the questions of the test set, without those in other languages.
func asking(t testing.TB) (all []string) {
	t.Helper()
	halves := questions(t)
	for _, part := range parts {
		for _, q := range halves[part] {
			if q.Kind != "language" {
				all = append(all, q.Q)
			}
		}
	}
	return all
}

func BenchmarkAsk(b *testing.B) {
	g, all := open(b), asking(b)
	for i := 0; b.Loop(); i++ {
		g.Ask(all[i%len(all)])
	}
}

func BenchmarkSearch(b *testing.B) {
	g, all := open(b), asking(b)
	for i := 0; b.Loop(); i++ {
		g.Search(all[i%len(all)], guide.Filter{}, 10)
	}
}

// BenchmarkSearchWords is what search boxes get: one to three words.
func BenchmarkSearchWords(b *testing.B) {
	g := open(b)
	all := []string{"cramp", "restless legs", "magnesium", "calf stretch", "ferritin", "swollen ankle pregnancy", "statins", "shoes", "growing pains", "restl", "hamstr", "magnesuim"}
	for i := 0; b.Loop(); i++ {
		g.Search(all[i%len(all)], guide.Filter{}, 10)
	}
}

func BenchmarkNew(b *testing.B) {
	base, err := kb.Load(os.DirFS("../../knowledge"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := guide.New(base); err != nil {
			b.Fatal(err)
		}
	}
}
