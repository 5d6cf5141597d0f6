package care_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/clinical"
)

func TestDefaultRoutines(t *testing.T) {
	w := open(t)
	ids := map[string]bool{}
	for _, r := range w.planner.Routines() {
		t.Run(r.ID, func(t *testing.T) {
			if ids[r.ID] {
				t.Error("stands twice")
			}
			ids[r.ID] = true
			if r.Seconds != sum(r) || r.Seconds == 0 || r.Seconds > 60*r.Minutes {
				t.Errorf("%d s, steps make %d, at most %d", r.Seconds, sum(r), 60*r.Minutes)
			}
			if len(r.ReadFirst) == 0 || len(r.StopIf) == 0 || r.Name == "" || r.About == "" {
				t.Error("lacks what to read before starting")
			}
			for i, s := range r.Steps {
				if s.Seconds != s.ReadySeconds+s.Repeats*s.HoldSeconds+(s.Repeats-1)*s.RestSeconds {
					t.Errorf("step %d does not add up: %+v", i, s)
				}
				if len(s.Instructions) == 0 || len(s.Figures) != 2 || s.Figures[0] != s.Exercise+"/start" {
					t.Errorf("step %d: instructions %q, figures %q", i, s.Instructions, s.Figures)
				}
				if s.Side == care.Left && (i+1 == len(r.Steps) || r.Steps[i+1].Side != care.Right || r.Steps[i+1].Exercise != s.Exercise) {
					t.Errorf("step %d: the right side does not follow the left", i)
				}
			}
			same, ok := w.planner.Routine(r.ID)
			if !ok || same.Seconds != r.Seconds {
				t.Error("cannot be found by its id")
			}
		})
	}
	for _, kind := range []string{"evening", "seated", "lying"} {
		for _, minutes := range []int{5, 10} {
			for _, preset := range []string{"", "-trial", "-gentle"} {
				if id := fmt.Sprintf("%s-%d%s", kind, minutes, preset); !ids[id] {
					t.Errorf("there is no %s", id)
				}
			}
		}
	}
	if !ids["calf-trial"] || !ids["pregnancy"] {
		t.Error("calf-trial or pregnancy is missing")
	}
	if _, ok := w.planner.Routine("evening-7"); ok {
		t.Error("a routine nobody wrote is found")
	}
}

// The doses of the seed documents and of the trial are played as they stand there.
func TestRoutinesKeepTheDosesOfSeedAndTrial(t *testing.T) {
	w := open(t)
	step := func(routine, exercise string) care.Step {
		r, ok := w.planner.Routine(routine)
		if !ok {
			t.Fatalf("no routine %s", routine)
		}
		i := slices.IndexFunc(r.Steps, func(s care.Step) bool { return s.Exercise == exercise })
		if i < 0 {
			t.Fatalf("%s has no %s", routine, exercise)
		}
		return r.Steps[i]
	}
	for _, c := range []struct {
		routine, exercise    string
		hold, repeats, rests int
		basis                string
	}{
		{"evening-10", "stretch_hamstring_step", 10, 10, 5, "seed"},
		{"evening-10", "stretch_calf_wall", 20, 2, 5, "seed"},
		{"evening-5", "stretch_hamstring_step", 30, 1, 5, "seed"}, // the bedtime sequence
		{"calf-trial", "stretch_calf_wall", 10, 3, 10, "trial"},
		{"calf-trial", "stretch_hamstring_step", 10, 3, 10, "trial"},
		{"calf-trial", "stretch_calf_seated_towel", 10, 3, 10, "estimate"},
	} {
		s := step(c.routine, c.exercise)
		if s.HoldSeconds != c.hold || s.Repeats != c.repeats || s.RestSeconds != c.rests || s.DoseBasis != c.basis {
			t.Errorf("%s, %s: %d s, %d times, rest %d, %s; want %d, %d, %d, %s", c.routine, c.exercise, s.HoldSeconds, s.Repeats,
				s.RestSeconds, s.DoseBasis, c.hold, c.repeats, c.rests, c.basis)
		}
	}
}

func TestPregnancyHasItsOwnRoutine(t *testing.T) {
	w := open(t)
	a := w.believed("pregnancy_leg_cramps", yes("pregnant"))
	for _, preset := range append(care.Presets, "") {
		p := w.planner.Plan(&care.Case{Assessment: a, Preferences: care.Preferences{Preset: preset}})
		if p.Routine.ID != "pregnancy" {
			t.Errorf("preset %q: routine %s", preset, p.Routine.ID)
		}
		for _, s := range p.Routine.Steps {
			if s.Position == "lying" {
				t.Errorf("%s is done lying", s.Exercise)
			}
		}
	}
	p := w.planner.Plan(&care.Case{Assessment: w.believed("nocturnal_leg_cramps_idiopathic", clinical.Evidence{})})
	if p.Routine.ID == "pregnancy" {
		t.Error("everybody gets the routine of pregnancy")
	}
}

func TestPresetsChangeTheDose(t *testing.T) {
	w := open(t)
	a := w.believed("nocturnal_leg_cramps_idiopathic", clinical.Evidence{})
	seen := map[string]string{}
	for _, preset := range care.Presets {
		r := w.planner.Plan(&care.Case{Assessment: a, Preferences: care.Preferences{Preset: preset}}).Routine
		if r.Preset != preset || len(r.Steps) == 0 {
			t.Errorf("preset %s: routine %s with %d steps", preset, r.ID, len(r.Steps))
		}
		seen[fmt.Sprint(r.Steps)] = preset
	}
	if len(seen) != len(care.Presets) {
		t.Error("two presets play the same")
	}
}

func TestNoRoutineSaysWhy(t *testing.T) {
	w := open(t)
	torn := w.planner.Plan(&care.Case{Assessment: w.believed("nocturnal_leg_cramps_idiopathic", yes("pop_or_snap_felt", "unilateral_leg_swelling"))})
	if len(torn.Routine.Steps) > 0 || torn.Routine.Note == "" {
		t.Errorf("a torn swollen calf gets %+v", torn.Routine)
	}
	gout := w.planner.Plan(&care.Case{Assessment: w.believed("gout", clinical.Evidence{})})
	if len(gout.Routine.Steps) > 0 || !strings.Contains(gout.Routine.Note, "not known to help") {
		t.Errorf("gout is stretched: %+v", gout.Routine)
	}
}

func TestCramps(t *testing.T) {
	w := open(t)
	for _, muscle := range []string{"calf", "foot", "front_thigh", "back_thigh"} {
		c, ok := w.planner.CrampSteps(muscle)
		if !ok {
			t.Errorf("no steps for %s", muscle)
			continue
		}
		if len(c.Steps) == 0 || len(c.Helper) == 0 || len(c.NotIf) == 0 || len(c.StopIf) == 0 || len(c.Figures) != 2 || c.HelpText == "" {
			t.Errorf("%s lacks something: %+v", muscle, c)
		}
		if c.HelpAfterMinutes != 10 || !c.Estimate {
			t.Errorf("%s: help after %d minutes, estimate %v", muscle, c.HelpAfterMinutes, c.Estimate)
		}
		for _, id := range []string{"heat_after_cramp", "cold_pack", "massage_self"} {
			x := find(c.After, id)
			if x == nil || len(x.CheckFirst) == 0 {
				t.Errorf("%s: %s afterwards without its limits", muscle, id)
			}
		}
		limits := fmt.Sprint(find(c.After, "heat_after_cramp").CheckFirst)
		if !strings.Contains(limits, "Numb feet") || !strings.Contains(limits, "arteries") {
			t.Errorf("%s: heat lacks the limits of numb feet and narrow arteries", muscle)
		}
	}
	if _, ok := w.planner.CrampSteps("ear"); ok {
		t.Error("an ear has a cramp")
	}
}
