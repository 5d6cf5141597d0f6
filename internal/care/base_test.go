package care_test

import (
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// world is the knowledge on disk with an engine and a planner, made once.
type world struct {
	base    *kb.Base
	engine  *assess.Engine
	planner *care.Planner
}

var theWorld = sync.OnceValues(func() (*world, error) {
	base, err := kb.Load(os.DirFS("../../knowledge"))
	if err != nil {
		return nil, err
	}
	engine, err := assess.New(base)
	if err != nil {
		return nil, err
	}
	return &world{base, engine, care.New(base)}, nil
})

func open(t testing.TB) *world {
	t.Helper()
	w, err := theWorld()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// plan goes through the engine.
func (w *world) plan(p clinical.Person, ev clinical.Evidence, pref care.Preferences) *care.Plan {
	a := w.engine.Assess(assess.Case{Person: p, Evidence: ev}, assess.Options{})
	return w.planner.Plan(&care.Case{Person: p, Assessment: a, Preferences: pref})
}

// believed is an assessment that is sure of one condition and of nothing urgent, so
// that nothing but contraindications keeps an activity out.
func (w *world) believed(condition string, ev clinical.Evidence) *assess.Assessment {
	a := &assess.Assessment{Evidence: ev}
	for _, c := range w.base.Conditions {
		p := 0.001
		if c.ID == condition {
			p = 0.9
		}
		a.Differential = append(a.Differential, assess.Candidate{Condition: c, Posttest: p})
	}
	slices.SortStableFunc(a.Differential, func(a, b assess.Candidate) int {
		switch {
		case a.Posttest > b.Posttest:
			return -1
		case a.Posttest < b.Posttest:
			return 1
		}
		return 0
	})
	return a
}

// contraindications of an activity or exercise, apart from the code under test.
func (w *world) contraindications(id string) []kb.Contraindication {
	for _, a := range w.base.Activities {
		if a.ID == id {
			return a.Contraindications
		}
	}
	for _, e := range w.base.Exercises {
		if e.ID == id {
			return e.Contraindications
		}
	}
	return nil
}

// warned reports an activity that is only warned against.
func (w *world) warned(id string) bool {
	i := slices.IndexFunc(w.base.Activities, func(a *kb.Activity) bool { return a.ID == id })
	return i >= 0 && w.base.Activities[i].Stance == "avoid"
}

// forbids names a present finding for which an activity or exercise is wrong.
func (w *world) forbids(id string, ev clinical.Evidence) string {
	for _, c := range w.contraindications(id) {
		for _, f := range c.When {
			if !c.Caution && ev.Present(f) {
				return f
			}
		}
	}
	return ""
}

// offered lists every activity and exercise that a plan would have a person do.
func offered(p *care.Plan) []string {
	var ids []string
	for _, list := range [][]care.Item{p.Tonight, p.Week, p.WithClinician} {
		for _, x := range list {
			if x.Kind == care.KindActivity || x.Kind == care.KindExercise {
				ids = append(ids, x.ID)
				ids = append(ids, x.Variants...)
			}
		}
	}
	for _, m := range p.More {
		ids = append(ids, m.ID)
	}
	for _, s := range p.Routine.Steps {
		ids = append(ids, s.Exercise)
	}
	return ids
}

func age(years float64) *float64 { return &years }

func yes(ids ...string) clinical.Evidence {
	ev := clinical.Evidence{}
	for _, id := range ids {
		ev[id] = clinical.Yes
	}
	return ev
}

// cramps are answers that make ordinary night cramps likely and nothing urgent.
func cramps() clinical.Evidence {
	ev := yes("sudden_muscle_tightening", "calf_pain", "recurrent_nocturnal_leg_cramps", "both_legs_affected")
	for _, id := range []string{"urge_to_move_legs", "unilateral_leg_swelling", "warm_red_skin", "pain_worse_walking"} {
		ev[id] = clinical.No
	}
	return ev
}

func find(list []care.Item, id string) *care.Item {
	for i := range list {
		if list[i].ID == id {
			return &list[i]
		}
	}
	return nil
}

func leftOut(p *care.Plan, id string) *care.LeftOut {
	for i := range p.LeftOut {
		if p.LeftOut[i].ID == id {
			return &p.LeftOut[i]
		}
	}
	return nil
}
