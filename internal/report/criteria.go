package report

import (
	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// mostMarked is for how many of the leading candidates the marking features are listed.
const mostMarked = 3

// criteria lists the instruments that the answers complete, and for the leading
// candidates the features that mark them, unless an instrument has listed the same.
func criteria(base *kb.Base, said clinical.Evidence, a *assess.Assessment) (out []Criteria) {
	told := map[string]bool{}
	for _, s := range a.Instruments {
		c := Criteria{Instrument: s.Instrument.ID, Name: s.Instrument.Name, Score: s.Value}
		if s.Level != nil {
			c.Label = s.Level.Label
		}
		if len(s.Instrument.Score) == 1 { // a scale: its score says it all
			if only := s.Instrument.Score[0].Finding; !told[only] {
				told[only], c.Scale = true, true
				out = append(out, c)
			}
			continue
		}
		for _, part := range s.Instrument.Score {
			told[part.Finding] = true
			c.Items = append(c.Items, item(base, said, a.Evidence, append([]string{part.Finding}, part.Or...)))
		}
		out = append(out, c)
	}
	for _, d := range a.Differential[:min(mostMarked, len(a.Differential))] {
		k := d.Condition
		c := Criteria{Condition: k.ID, Name: k.PlainName}
		fresh := false
		for _, id := range k.Defining {
			fresh = fresh || !told[id]
			c.Items = append(c.Items, item(base, said, a.Evidence, []string{id}))
		}
		if fresh {
			out = append(out, c)
		}
	}
	return out
}

// item says how one criterion stands, which any of the findings meets. What follows from
// other answers counts as answered.
func item(base *kb.Base, said, completed clinical.Evidence, ids []string) Item {
	x := Item{Finding: ids[0], State: NotAsked}
	if f := base.Finding(ids[0]); f != nil {
		x.Label = f.Name()
	}
	for _, id := range ids {
		switch {
		case completed.Present(id):
			x.State = Met
			return x
		case completed.Absent(id):
			x.State = NotMet
		case said[id].Presence == clinical.NotKnown && x.State == NotAsked:
			x.State = Open
		}
	}
	return x
}

// alarming reports an alarm sign: one that calls for care today by itself, or a warning.
func alarming(f *kb.Finding) bool {
	return f.Alarm == "emergency" || f.Alarm == "same_day" || f.Group == "warning" && f.Kind == "yes_no"
}

// redFlags sorts the alarm signs by what was said about them. Only what was really
// answered is negative here; nothing is concluded.
func redFlags(base *kb.Base, said clinical.Evidence) (out RedFlags) {
	for _, f := range base.Findings {
		if !alarming(f) {
			continue
		}
		switch said[f.ID].Presence {
		case clinical.Present:
			out.Present = append(out.Present, f.Name())
		case clinical.Absent:
			out.Absent = append(out.Absent, f.Name())
		case clinical.NotKnown:
			out.Open = append(out.Open, f.Name())
		default:
			if f.MayAsk() {
				out.Unasked++
			}
		}
	}
	return out
}
