package assess

import (
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// Score is the result of a published instrument.
type Score struct {
	Instrument *kb.Instrument
	Value      float64
	Level      *kb.ScoreLevel // the last level reached; nil below the first
	Answered   int            // parts that were answered
}

// instruments computes every instrument that may be computed and of which at least
// one part is present and half are answered. An unanswered part counts as absent.
func (e *Engine) instruments(ev clinical.Evidence) []Score {
	var out []Score
	for _, in := range e.base.Instruments {
		if in.Embed != kb.EmbedYes || len(in.Score) == 0 {
			continue
		}
		s := Score{Instrument: in}
		present := 0
		for _, part := range in.Score {
			yes, answered, v := scorePart(part, ev)
			if answered {
				s.Answered++
			}
			if yes {
				present++
				s.Value += part.Points * v
			}
		}
		if present == 0 || 2*s.Answered < len(in.Score) {
			continue
		}
		for i := range in.Levels {
			if s.Value >= in.Levels[i].Min {
				s.Level = &in.Levels[i]
			}
		}
		out = append(out, s)
	}
	return out
}

func scorePart(part kb.ScorePart, ev clinical.Evidence) (yes, answered bool, times float64) {
	times = 1
	for _, id := range append([]string{part.Finding}, part.Or...) {
		a := ev[id]
		switch a.Presence {
		case clinical.Present:
			yes, answered = true, true
		case clinical.Absent:
			answered = true
		}
		if part.TimesValue && a.Value != nil {
			times = *a.Value
		}
	}
	return yes, answered, times
}
