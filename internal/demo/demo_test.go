package demo_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/demo"
	"github.com/legible-health/legible/internal/diary"
)

func people() []demo.Person {
	return demo.People(diary.DateOf(2026, 11, 21), rand.New(rand.NewPCG(1, 2)))
}

// The same chance makes the same people, who say that they are invented and whose entries
// a diary takes.
func TestPeople(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	if d := cmp.Diff(people(), people()); d != "" {
		t.Errorf("twice the same chance:\n%s", d)
	}
	ids := map[string]bool{}
	for _, p := range people() {
		nights := map[diary.Date]bool{}
		for _, e := range p.Entries {
			if err := e.Check(now, time.UTC); err != nil {
				t.Errorf("%s: %v", p.Name, err)
			}
			if ids[e.ID] {
				t.Errorf("%s: an id twice", p.Name)
			}
			ids[e.ID] = true
			if e.Kind == diary.KindNight {
				nights[e.Day] = true
			}
		}
		if len(nights) != demo.Nights || !nights[diary.DateOf(2026, 11, 21)] {
			t.Errorf("%s kept %d nights", p.Name, len(nights))
		}
		if !strings.HasSuffix(p.Name, "(invented)") || account.CheckPersonName(p.Name) != nil {
			t.Errorf("the name %q", p.Name)
		}
	}
}
