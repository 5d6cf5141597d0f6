package experiment

import (
	"math"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/stat"
)

// State is where an experiment stands.
type State string

// The states. Nothing about the result is told in the first three.
const (
	Planned   State = "planned"   // before its first day
	Running   State = "running"   // before its first look
	Undecided State = "undecided" // a look could not tell; it goes on to the next one
	Finished  State = "finished"
	Stopped   State = "stopped" // for harm
)

// Verdict is what a finished experiment says.
type Verdict string

// The verdicts. CannotTell means that an effect, if there is one, is too small or too
// uneven for this experiment.
const (
	Helps        Verdict = "helps"
	Worse        Verdict = "worse"
	NoDifference Verdict = "no_difference" // none that a person would notice
	CannotTell   Verdict = "cannot_tell"
	TooFew       Verdict = "too_few"     // nights recorded
	EndedEarly   Verdict = "ended_early" // by the person, so nothing is claimed
	HarmStopped  Verdict = "harm_stopped"
)

// Report is where an experiment stands on a day.
type Report struct {
	State     State        `json:"state"`
	Night     int          `json:"night"`    // night of today from 1; after the end as Of
	Of        int          `json:"of"`       // nights up to the look that comes next; after the end all
	Until     diary.Date   `json:"until"`    // last night before that look
	Recorded  int          `json:"recorded"` // counted nights so far with the outcome
	Due       int          `json:"due"`      // counted nights so far
	Missing   []diary.Date `json:"missing"`
	MoreWeeks int          `json:"more_weeks"`       // when undecided: to the next look, rounded up
	Stop      *Stop        `json:"stop,omitempty"`   // when stopped
	Result    *Result      `json:"result,omitempty"` // when finished or stopped, and enough is known; nil before: results are hidden until the end
}

// Result is what came out. Effects are with the measure minus without, in the outcome's
// unit.
type Result struct {
	Verdict     Verdict   `json:"verdict"`
	Pairs       []Pair    `json:"pairs"` // of blocks, in order
	Used        int       `json:"used"`  // pairs with nights of both kinds
	With        int       `json:"with"`  // nights
	Without     int       `json:"without"`
	MeanWith    float64   `json:"mean_with"`
	MeanWithout float64   `json:"mean_without"`
	Effect      float64   `json:"effect"` // middle of the belief
	Low         float64   `json:"low"`    // interval of the rules' share
	High        float64   `json:"high"`
	P           float64   `json:"p"`        // exact randomisation test
	Decides     float64   `json:"decides"`  // the same without the orders under which an earlier look would have ended it
	Level       float64   `json:"level"`    // that Decides had to reach; 0 when it was no look
	Better      float64   `json:"better"`   // belief that nights with the measure are better
	Followed    int       `json:"followed"` // days with the measure on which it was done
	Asked       int       `json:"asked"`    // those with an answer
	CarryOver   CarryOver `json:"carry_over"`
}

// FollowedEnough reports whether the measure was mostly done when it was to be done, as
// far as is known.
func (r Result) FollowedEnough(least float64) bool {
	return r.Asked == 0 || float64(r.Followed) >= least*float64(r.Asked)
}

// Report says where the experiment stands on the day today, from all entries of the
// person's diary. A look waits until its nights are recorded, or the rules' grace nights
// have passed. Of a closed experiment it is what was told at its end.
func (p Protocol) Report(entries []diary.Entry, today diary.Date) Report {
	if p.Closed != nil {
		return p.Closed.Report
	}
	r := p.read(entries)
	out := Report{State: Planned, Of: p.Nights(0), Until: p.Last(0)}
	if today < p.Start {
		return out
	}
	out.State = Running
	p.count(&out, r, today)
	if stop := p.harm(r, today); stop != nil {
		out.State, out.Stop = Stopped, stop
		out.Result = p.result(r, p.completed(stop.Day), stop.Day, noLook)
		if out.Result != nil {
			out.Result.Verdict = HarmStopped
		}
		return out
	}
	for look := range p.Rules.Looks {
		out.Of, out.Until = p.Nights(look), p.Last(look)
		if p.Ended != nil && *p.Ended <= p.Last(look) {
			return p.ended(out, r)
		}
		if !p.reached(r, look, today) {
			break
		}
		result := p.result(r, p.Rules.Looks[look].Pairs, p.Last(look), look)
		if result.Verdict != CannotTell && result.Verdict != TooFew || look == len(p.Rules.Looks)-1 {
			out.State, out.Result = Finished, result
			out.Night = out.Of
			return out
		}
		out.State = Undecided
		next := p.Last(look+1) - max(p.Last(look), today-1)
		out.MoreWeeks = int(math.Ceil(float64(next) / 7))
	}
	return out
}

// ended is an experiment that the person ended before the look.
func (p Protocol) ended(out Report, r record) Report {
	out.State = Finished
	out.Result = p.result(r, p.completed(*p.Ended), *p.Ended, noLook)
	if out.Result != nil {
		out.Result.Verdict = EndedEarly
	}
	return out
}

// completed is the number of pairs over by the end of a night.
func (p Protocol) completed(day diary.Date) int {
	return min(p.pairs(), max(0, int(day-p.Start)+1)/(2*p.Block()))
}

// count fills in how far it is.
func (p Protocol) count(out *Report, r record, today diary.Date) {
	out.Night = min(int(today-p.Start)+1, p.Nights(len(p.Rules.Looks)-1))
	order := p.order()
	for day := p.Start; day < today; day++ {
		x, within := p.at(day, order)
		if !within || !x.counted {
			continue
		}
		out.Due++
		if _, said := r.outcome[day]; said {
			out.Recorded++
		} else {
			out.Missing = append(out.Missing, day)
		}
	}
}

// reached reports whether a look can be taken on the day.
func (p Protocol) reached(r record, look int, today diary.Date) bool {
	last := p.Last(look)
	if today <= last {
		return false
	}
	if today > last+diary.Date(p.Rules.GraceNights) {
		return true
	}
	order := p.order()
	for day := p.Start; day <= last; day++ {
		if x, _ := p.at(day, order); x.counted {
			if _, said := r.outcome[day]; !said {
				return false
			}
		}
	}
	return true
}

// noLook stands for an end that no look decides.
const noLook = -1

// result computes what the pairs say; nil when fewer than two can be used and it is no
// look.
func (p Protocol) result(r record, pairs int, last diary.Date, look int) *Result {
	all := p.tally(r, pairs, last)
	used := usable(all)
	level, decides := 0.0, 1.0
	if look != noLook {
		level, decides = p.Rules.Looks[look].Level, p.afterLooks(all, look)
	}
	if len(used) < 2 {
		if look == noLook {
			return nil
		}
		return &Result{Verdict: TooFew, Pairs: all, Used: len(used), P: 1, Decides: 1, Level: level}
	}
	belief := believe(used, p.Outcome.PriorSD)
	tail := (1 - p.Rules.Interval) / 2
	out := &Result{
		Pairs: all, Used: len(used), P: exact(used), Decides: decides, Level: level,
		Effect: belief.quantile(0.5), Low: belief.quantile(tail), High: belief.quantile(1 - tail), Better: belief.below(0),
		CarryOver: p.carryOver(r, last),
	}
	if p.outcome().MoreIsBetter() {
		out.Better = 1 - out.Better
	}
	out.nights(used)
	p.adherence(r, last, out)
	out.Verdict = p.verdict(out)
	return out
}

// nights adds up the pairs that are used.
func (r *Result) nights(used []Pair) {
	var with, without []float64
	for _, x := range used {
		r.With += x.With
		r.Without += x.Without
		with = append(with, x.MeanWith)
		without = append(without, x.MeanWithout)
	}
	r.MeanWith, r.MeanWithout = stat.Mean(with), stat.Mean(without)
}

// verdict needs both the exact test and the interval before it speaks of an effect.
func (p Protocol) verdict(r *Result) Verdict {
	matters := p.Outcome.Matters.By
	switch {
	case float64(r.Used) < p.Rules.LeastRecorded*float64(len(r.Pairs)):
		return TooFew
	case r.Decides <= r.Level && (r.Low > 0 || r.High < 0):
		if (r.Effect > 0) == p.outcome().MoreIsBetter() {
			return Helps
		}
		return Worse
	case r.Low > -matters && r.High < matters:
		return NoDifference
	}
	return CannotTell
}

// adherence counts the answers on days with the measure. Partly counts as not done.
func (p Protocol) adherence(r record, last diary.Date, out *Result) {
	order := p.order()
	for day := p.Start; day <= last; day++ {
		x, _ := p.at(day, order)
		if f := r.followed[day]; f != nil && x.with {
			out.Asked++
			if f.Done == "yes" {
				out.Followed++
			}
		}
	}
}
