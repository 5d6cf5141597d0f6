package consult_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/consult"
)

func TestTheOrderOfTheDirectory(t *testing.T) {
	soon := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	free := map[string]time.Time{"abel": soon.AddDate(0, 0, 3), "bea": soon, "cora": {}, "bea-2": soon}
	list := []consult.Practitioner{{Name: "cora", Slug: "cora", Since: 1990}, {Name: "Abel", Slug: "abel"}, {Name: "Bea", Slug: "bea-2", Since: 2010}, {Name: "bea", Slug: "bea", Since: 2010}}
	for order, want := range map[string]string{"name": "abel bea bea-2 cora", "": "abel bea bea-2 cora", "experience": "cora bea bea-2 abel", "free": "bea bea-2 abel cora"} {
		for range 3 { // in whatever order they come
			list = append(list[1:], list[0])
			sorted := slices.SortedFunc(slices.Values(list), func(a, b consult.Practitioner) int {
				return consult.Compare(order, &a, &b, free[a.Slug], free[b.Slug], strings.ToLower)
			})
			var got []string
			for _, p := range sorted {
				got = append(got, p.Slug)
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%q: %v, want %s", order, got, want)
			}
		}
	}
}
