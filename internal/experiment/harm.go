package experiment

import (
	"math"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/stat"
)

// Stop says why and when an experiment was stopped.
type Stop struct {
	Day  diary.Date `json:"day"`
	Harm string     `json:"harm"` // id of the harm; "unknown", or "worse_nights" when the nights themselves were worse
	Text string     `json:"text"` // advice
}

// Ids of the reasons that are no harm of the measure: something that the person did not
// name, and nights with the measure that are worse.
const (
	unknownHarm = "unknown"
	WorseNights = "worse_nights"
)

// harm finds the first reason to stop before or on today; nil without one. What a person
// reports ends it at once; it is no matter on which kind of day.
func (p Protocol) harm(r record, today diary.Date) *Stop {
	last := min(today, p.Last(len(p.Rules.Looks)-1))
	if p.Ended != nil {
		last = min(last, *p.Ended)
	}
	order := p.order()
	var with, without []float64
	for day := p.Start; day <= last; day++ {
		if stop := p.reported(r.followed[day], day); stop != nil {
			return stop
		}
		x, _ := p.at(day, order)
		v, said := r.outcome[day]
		if !said || !x.counted {
			continue
		}
		if x.with {
			with = append(with, v)
		} else {
			without = append(without, v)
		}
		if p.clearlyWorse(with, without) {
			return &Stop{day, WorseNights, p.Rules.WorseNights}
		}
	}
	return nil
}

// reported looks at what a person says went wrong.
func (p Protocol) reported(f *diary.Followed, day diary.Date) *Stop {
	if f == nil {
		return nil
	}
	for _, id := range f.Harms {
		for _, h := range p.Harms {
			if h.ID == id && h.Stop != "" {
				return &Stop{day, h.ID, h.Stop}
			}
		}
	}
	if f.Harm != nil && *f.Harm && len(f.Harms) == 0 {
		return &Stop{day, unknownHarm, p.Rules.UnknownHarm}
	}
	return nil
}

// clearlyWorse reports whether nights with the measure are worse by what counts as harm
// and by more than their spread explains. It only ever ends an experiment; it is no
// verdict about the measure.
func (p Protocol) clearlyWorse(with, without []float64) bool {
	if min(len(with), len(without)) < p.Outcome.HarmNights {
		return false
	}
	worse := stat.Mean(with) - stat.Mean(without)
	if p.outcome().MoreIsBetter() {
		worse = -worse
	}
	se := math.Sqrt(stat.Variance(with)/float64(len(with)) + stat.Variance(without)/float64(len(without)))
	return worse >= p.Outcome.Harm && worse >= p.Rules.HarmErrors*se
}
