package care_test

import (
	"testing"

	"github.com/legible-health/legible/internal/care"
)

// BenchmarkPlan makes a plan from an assessment, which is not measured.
func BenchmarkPlan(b *testing.B) {
	w := open(b)
	a := w.engine.Assess(caseOf(personOf(67), cramps()), assessOptions)
	b.ReportAllocs()
	for b.Loop() {
		w.planner.Plan(&care.Case{Person: personOf(67), Assessment: a})
	}
}
