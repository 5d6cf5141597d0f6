package web

import (
	"net/http"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/kb"
)

// playView lists the routines, each length and position once.
type playView struct {
	page
	Groups []routineGroup
}

// routineGroup is one way of doing the stretches; Kind is evening, seated, lying or more.
type routineGroup struct {
	Kind     string
	Routines []care.Routine
}

func (s *site) playList(w http.ResponseWriter, r *http.Request) {
	s.writeSame(w, r, "play", func(p *i18n.Printer) (any, error) {
		v := playView{page: s.page(r, "play", p.T("play.title"))}
		for _, x := range s.routines() {
			kind, ok := nameOf(x.ID)
			switch {
			case !ok:
				kind.kind = "more"
			case kind.preset != care.Presets[0]:
				continue
			}
			if n := len(v.Groups); n == 0 || v.Groups[n-1].Kind != kind.kind {
				v.Groups = append(v.Groups, routineGroup{Kind: kind.kind})
			}
			g := &v.Groups[len(v.Groups)-1]
			g.Routines = append(g.Routines, x)
		}
		return v, nil
	})
}

// routineName is the id of a default routine taken apart: "seated-10-gentle".
type routineName struct{ kind, minutes, preset string }

// nameOf takes an id apart; false for a routine that stands alone.
func nameOf(id string) (routineName, bool) {
	kind, rest, _ := strings.Cut(id, "-")
	minutes, preset, dosed := strings.Cut(rest, "-")
	if !dosed {
		preset = care.Presets[0]
	}
	return routineName{kind, minutes, preset}, oneOf(kind, "evening", "seated", "lying") && oneOf(preset, care.Presets...)
}

func (n routineName) id() string {
	id := n.kind + "-" + n.minutes
	if n.preset != care.Presets[0] {
		id += "-" + n.preset
	}
	return id
}

// routineView is one routine: a page to read and, with a script, a player.
type routineView struct {
	page
	Routine   care.Routine
	Own       bool // made for this person, sent from the plan
	Exercises []exerciseView
	Rows      []choiceRow
	Need      []string // equipment of all exercises
	Sources   []sourceView
	Estimate  bool // some times are ours
}

// exerciseView is the steps of one exercise that follow each other: left, then right.
type exerciseView struct {
	care.Step
	Sides []care.Step
	Total int // seconds of all sides
	Swaps []swapView
}

// swapView is the same exercise in another position.
type swapView struct {
	Exercise, Name, Position string
	Instructions, StopIf     []string
	NotIf                    []string // what this version adds to read first
	Figures                  []string
}

// choiceRow offers the same routine with another length, position or dose.
type choiceRow struct {
	Key     string // of the legend
	Choices []choiceView
}

type choiceView struct {
	Text, Href string
	On         bool
}

func (s *site) playShow(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("routine")
	if id == "own" { // the service worker answers this address from the device
		s.astray(w, r, http.StatusNotFound, "play.own_none", way{"/plan", "play.own_make"}, way{"/play", "play.none_way"})
		return
	}
	all := s.routines()
	i := slices.IndexFunc(all, func(x care.Routine) bool { return x.ID == id })
	if i < 0 {
		s.astray(w, r, http.StatusNotFound, "play.none", way{"/play", "play.none_way"}, way{"/now", "now.title"})
		return
	}
	v := s.routineView(r, all[i])
	v.Rows = s.choices(s.printer(r), id)
	s.write(w, r, http.StatusOK, "routine", v)
}

func (s *site) routineView(r *http.Request, x care.Routine) routineView {
	v := routineView{page: s.page(r, "routine", x.Name), Routine: x}
	var sources []string
	for i, step := range x.Steps {
		if i == 0 || step.Exercise != x.Steps[i-1].Exercise {
			v.Exercises = append(v.Exercises, exerciseView{Step: step, Swaps: s.swaps(step)})
		}
		e := &v.Exercises[len(v.Exercises)-1]
		e.Sides, e.Total = append(e.Sides, step), e.Total+step.Seconds
		sources = append(sources, step.Sources...)
		v.Estimate = v.Estimate || step.DoseBasis == "estimate"
		for _, thing := range step.Equipment {
			if !oneOf(thing, v.Need...) {
				v.Need = append(v.Need, thing)
			}
		}
	}
	v.Sources = s.bibliography(sources)
	return v
}

// swaps lists the versions of an exercise in other positions, one each, by position.
func (s *site) swaps(step care.Step) (out []swapView) {
	self := s.exercises[step.Exercise]
	if self == nil {
		return nil
	}
	taken := map[string]bool{step.Position: true}
	for _, e := range s.base.Exercises {
		if e.ID == self.ID || taken[e.Position] || rootOf(e) != rootOf(self) || len(e.Doses) == 0 || e.BothSides != self.BothSides {
			continue
		}
		taken[e.Position] = true
		v := swapView{Exercise: e.ID, Name: e.Name, Position: e.Position, Instructions: e.Steps, StopIf: e.StopIf, Figures: figures(e.ID)}
		for _, c := range e.Contraindications {
			if !c.Caution && !warns(self, c.Text) {
				v.NotIf = append(v.NotIf, c.Text)
			}
		}
		out = append(out, v)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Position > out[j].Position }) // standing, seated, lying
	return out
}

// rootOf is the usual version that an exercise is a variant of, or itself.
func rootOf(e *kb.Exercise) string {
	if e.VariantOf != "" {
		return e.VariantOf
	}
	return e.ID
}

func warns(e *kb.Exercise, text string) bool {
	for _, c := range e.Contraindications {
		if c.Text == text && !c.Caution {
			return true
		}
	}
	return false
}

// figures are the names of the drawings of an exercise.
func figures(exercise string) []string { return []string{exercise + "/start", exercise + "/hold"} }

// choices offers the routines that differ in one thing.
func (s *site) choices(p *i18n.Printer, id string) (out []choiceRow) {
	now, ok := nameOf(id)
	if !ok {
		return nil
	}
	known := map[string]bool{}
	for _, x := range s.routines() {
		known[x.ID] = true
	}
	row := func(key string, texts, values []string, set func(*routineName, string)) {
		row := choiceRow{Key: key}
		for i, value := range values {
			other := now
			if set(&other, value); known[other.id()] {
				row.Choices = append(row.Choices, choiceView{Text: texts[i], Href: "/play/" + other.id(), On: other == now})
			}
		}
		if len(row.Choices) > 1 {
			out = append(out, row)
		}
	}
	var minutes []string
	for _, n := range lengths {
		minutes = append(minutes, p.T("play.minutes", "n", n))
	}
	row("play.choose_length", minutes, lengths, func(n *routineName, v string) { n.minutes = v })
	positions := []string{"evening", "seated", "lying"}
	row("play.choose_position", words(p, "play.position_", positions), positions, func(n *routineName, v string) { n.kind = v })
	row("play.choose_dose", words(p, "play.dose_", care.Presets), care.Presets, func(n *routineName, v string) { n.preset = v })
	return out
}

func words(p *i18n.Printer, prefix string, ids []string) (out []string) {
	for _, id := range ids {
		out = append(out, p.T(prefix+id))
	}
	return out
}

// clock words a number of seconds: "4 min 10 s".
func clock(p *i18n.Printer) func(int) string {
	return func(seconds int) string {
		m, s := strconv.Itoa(seconds/60), strconv.Itoa(seconds%60)
		switch {
		case seconds < 60:
			return p.T("play.time_seconds", "s", s)
		case seconds%60 == 0:
			return p.T("play.time_minutes", "m", m)
		}
		return p.T("play.time", "m", m, "s", s)
	}
}
