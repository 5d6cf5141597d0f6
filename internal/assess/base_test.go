package assess_test

import (
	"os"
	"sync"
	"testing"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

const folder = "../../knowledge"

// service answers from the knowledge folder as it is on disk, loaded once.
var service = sync.OnceValues(func() (*app.Service, error) {
	base, err := kb.Open(os.DirFS(folder))
	if err != nil {
		return nil, err
	}
	return app.New(base)
})

func open(t testing.TB) *app.Service {
	t.Helper()
	s, err := service()
	if err != nil {
		t.Fatalf("knowledge base: %v", err)
	}
	return s
}

func engine(t testing.TB) *assess.Engine { return open(t).Engine() }

func age(years float64) *float64 { return &years }

// answered is a case of a woman of 58 with the first findings of the base, spread over
// its alphabet, that can be answered yes or no: some present, some absent.
func answered(base *kb.Base, present, absent int) assess.Case {
	c := assess.Case{Person: clinical.Person{Age: age(58), Sex: clinical.Female}, Evidence: clinical.Evidence{}}
	// Alarms would end the interview and leave nothing to measure.
	var list []*kb.Finding
	for _, f := range base.Findings {
		if f.Kind == "yes_no" && f.MayAsk() && f.Alarm == "" && len(f.Confirms) == 0 && len(f.Excludes) == 0 && len(f.Implies) == 0 {
			list = append(list, f)
		}
	}
	n := present + absent
	for i := range n {
		f := list[i*len(list)/n]
		// present ones are spread evenly among the absent
		if (i+1)*present/n > i*present/n {
			c.Evidence[f.ID] = clinical.Yes
		} else {
			c.Evidence[f.ID] = clinical.No
		}
	}
	return c
}
