package web

import (
	"html/template"
	"strconv"

	"github.com/legible-health/legible/internal/care"
)

// planRoutine is the evening routine, ready to be played.
type planRoutine struct {
	care.Routine
	Lines          []routineLine
	Fields         []string // the steps as the player reads them
	Lengths, Poses []box
	Minutes        int // rounded up
}

// routineLine is an exercise of the routine with its sides together.
type routineLine struct {
	Name, Key string // Key of the message that says how often
	Picture   template.HTML
	Hold, N   int
	Sides     int
}

func (t *planTurn) routine(r care.Routine) planRoutine {
	p := t.printer(t.r)
	v := planRoutine{Routine: r, Minutes: (r.Seconds + 59) / 60}
	for i, s := range r.Steps {
		v.Fields = append(v.Fields, stepField(s))
		if i > 0 && s.Exercise == r.Steps[i-1].Exercise {
			v.Lines[len(v.Lines)-1].Sides++
			continue
		}
		line := routineLine{Name: s.Name, Key: "hold", Hold: s.HoldSeconds, N: s.Repeats, Sides: 1}
		if s.Moving {
			line.Key = "move"
		}
		for i := len(s.Figures) - 1; i >= 0 && line.Picture == ""; i-- {
			line.Picture = drawing(s.Figures[i])
		}
		v.Lines = append(v.Lines, line)
	}
	for _, id := range lengths {
		v.Lengths = append(v.Lengths, box{id, p.T("plan.routine.minutes", "n", id), t.ask.Length == id || t.ask.Length == "" && strconv.Itoa(r.Minutes) == id})
	}
	for _, pose := range poses {
		v.Poses = append(v.Poses, box{pose.ID, p.T("plan.pose." + pose.ID), t.ask.Pose == pose.ID || t.ask.Pose == "" && len(r.Steps) > 0 && r.Position == pose.ID})
	}
	return v
}
