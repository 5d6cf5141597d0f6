package triage_test

import (
	"os"
	"sync"
	"testing"

	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/triage"
)

var base = sync.OnceValue(func() *kb.Base {
	b, err := kb.Load(os.DirFS("../../knowledge"))
	if err != nil {
		panic(err)
	}
	return b
})

func TestRedFlagsAreMonotone(t *testing.T) {
	rep := triage.Compile(base()).Verify(nil)
	t.Log(rep)
	if len(rep.Violations) != 0 {
		t.Errorf("violations: %v", rep.Violations)
	}
	if len(rep.NeverFired) != 0 {
		t.Errorf("rules that can never fire: %v", rep.NeverFired)
	}
	if got, want := rep.Whole+rep.Composed, len(base().RedFlags); got != want {
		t.Errorf("verified %d rules, the knowledge base has %d", got, want)
	}
}

func TestEveryAlarmFindingIsRead(t *testing.T) {
	used := map[string]bool{}
	for _, r := range base().RedFlags {
		for _, id := range base().FindingsOf(&r.When) {
			used[id] = true
		}
	}
	for _, f := range base().Findings {
		if f.Alarm != "" && !used[f.ID] {
			t.Errorf("finding %s has alarm level %s, and no rule reads it", f.ID, f.Alarm)
		}
	}
}
