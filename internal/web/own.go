package web

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/kb"
)

// A person's own routine comes from the plan by POST, a field "step" for each step, so
// that what was left out for a reason of health never stands in an address. Names,
// instructions and limits are taken from the knowledge base again.

const (
	maxOwnForm  = 16 << 10 // bytes
	maxOwnSteps = 60
)

// stepField writes a step as "exercise side hold repeats ready rest", seconds and counts.
func stepField(s care.Step) string {
	return fmt.Sprintf("%s %s %d %d %d %d", s.Exercise, s.Side, s.HoldSeconds, s.Repeats, s.ReadySeconds, s.RestSeconds)
}

// playOwn plays the routine of a plan.
func (s *site) playOwn(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxOwnForm)
	if err := r.ParseForm(); err != nil {
		s.brokenRoutine(w, r)
		return
	}
	x, err := s.ownRoutine(r.PostForm["step"])
	if err != nil {
		s.brokenRoutine(w, r)
		return
	}
	x.Name = s.printer(r).T("play.own")
	v := s.routineView(r, x)
	v.Own = true
	s.write(w, r, http.StatusOK, "routine", v)
}

func (s *site) brokenRoutine(w http.ResponseWriter, r *http.Request) {
	s.astray(w, r, http.StatusUnprocessableEntity, "play.broken", way{"/play", "play.none_way"}, way{"/plan", "play.own_make"})
}

// ownRoutine reads the steps. errs.Invalid unless each is one that the knowledge allows.
func (s *site) ownRoutine(fields []string) (x care.Routine, err error) {
	if len(fields) == 0 || len(fields) > maxOwnSteps {
		return x, errs.Field("step", "must stand 1 to %d times", maxOwnSteps)
	}
	for i, field := range fields {
		step, e, err := s.ownStep(field)
		if err != nil {
			return x, errs.Field(fmt.Sprintf("step[%d]", i), "%s", err)
		}
		x.Steps = append(x.Steps, step)
		x.Seconds += step.Seconds
		for _, c := range e.Contraindications {
			if c.Caution {
				x.Cautions = with(x.Cautions, c.Text)
			} else if !slices.ContainsFunc(x.ReadFirst, func(k care.Check) bool { return k.Text == c.Text }) {
				x.ReadFirst = append(x.ReadFirst, care.Check{Text: c.Text})
			}
		}
		for _, sign := range e.StopIf {
			x.StopIf = with(x.StopIf, sign)
		}
	}
	return x, nil
}

func with(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// ownStep reads one step: an exercise, side, hold, repeats and pauses that stand together
// as a dose in the knowledge base.
func (s *site) ownStep(field string) (step care.Step, e *kb.Exercise, err error) {
	part := strings.Split(field, " ")
	if len(part) != 6 {
		return step, nil, errs.Field("", "has %d parts, not 6", len(part))
	}
	if e = s.exercises[part[0]]; e == nil {
		return step, nil, errs.Field("", "names no exercise")
	}
	if one := part[1] == care.Both; !oneOf(part[1], care.Left, care.Right, care.Both) || one != e.BothSides {
		return step, nil, errs.Field("", "names no side of this exercise")
	}
	var n [4]int
	for i := range n {
		if n[i], err = strconv.Atoi(part[2+i]); err != nil {
			return step, nil, errs.Field("", "part %d is no number", 3+i)
		}
	}
	step = care.Step{
		Exercise: e.ID, Name: e.Name, Side: part[1], HoldSeconds: n[0], Repeats: n[1], ReadySeconds: n[2], RestSeconds: n[3],
		Moving: e.HoldSeconds == nil, Seconds: n[2] + n[0]*n[1] + n[3]*(n[1]-1), Position: e.Position, Equipment: e.Equipment,
		Instructions: e.Steps, StopIf: e.StopIf, Figures: figures(e.ID), Sources: e.Sources,
	}
	i := slices.IndexFunc(e.Doses, func(d kb.Dose) bool { return s.isDose(step, d) })
	if i < 0 {
		return step, nil, errs.Field("", "is no dose of this exercise")
	}
	step.DoseBasis = e.Doses[i].Preset
	if e.Doses[i].Source == "" {
		step.DoseBasis = "estimate"
	}
	return step, e, nil
}

// isDose reports whether a step is played as a dose says, with the pace of all routines.
func (s *site) isDose(step care.Step, d kb.Dose) bool {
	pace := s.base.Care.Pace
	rest := cmp.Or(d.RestSeconds, pace.RestSeconds)
	if step.Moving {
		rest = 0
	}
	within := func(n int, span kb.Span) bool { return n >= span.Min && n <= span.Max }
	return within(step.HoldSeconds, d.HoldSeconds) && within(step.Repeats, d.Repeats) && step.RestSeconds == rest && step.ReadySeconds == pace.ReadySeconds
}
