package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/experiment"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/labs"
	"github.com/legible-health/legible/internal/trend"
)

// diary fills what rests on a diary.
func (r *Report) diary(in Input) {
	last := in.Day - 1
	days := trend.Collect(in.Entries)
	r.Nights = Nights{From: last - RasterNights + 1, To: last}
	for _, d := range days {
		if d.Night != nil && d.Date >= r.Nights.From && d.Date <= last {
			r.Nights.Known++
		}
	}
	if r.Nights.Known > 0 {
		for _, row := range trend.Raster(days, last, RasterNights, &in.Base.Experiments) {
			if row.Known > 0 {
				r.Nights.Rows = append(r.Nights.Rows, row)
			}
		}
	}
	for _, e := range slices.Backward(in.Entries) {
		if m, ok := e.Data.(*diary.Medicine); ok && m.Change != "taken" {
			r.Changes = append(r.Changes, Change{e.Day, m.Name, m.Change})
		}
	}
	r.Tried = tried(in.Base, in.Entries)
	for _, p := range in.Protocols {
		r.Trials = append(r.Trials, trial(p, in.Entries, in.Day))
	}
	slices.SortStableFunc(r.Trials, func(a, b Experiment) int { return cmp.Compare(b.Start, a.Start) })
}

// tried counts what was done against the trouble and what the person said it did.
func tried(base *kb.Base, entries []diary.Entry) (out []Tried) {
	at := map[string]int{}
	add := func(id, helped string) {
		i, ok := at[id]
		if !ok {
			i = len(out)
			at[id] = i
			out = append(out, Tried{ID: id, Name: measureName(base, id)})
		}
		out[i].Times++
		switch helped {
		case "yes":
			out[i].Yes++
		case "no":
			out[i].No++
		case "unsure":
			out[i].Uncertain++
		}
	}
	for _, e := range entries {
		var list []diary.Tried
		switch d := e.Data.(type) {
		case *diary.Night:
			list = d.Tried
		case *diary.Episode:
			list = d.Tried
		case *diary.Activity:
			add(d.Activity, d.Helped)
		case *diary.Routine:
			add(d.Routine, "")
		}
		for _, x := range list {
			add(x.Measure, x.Helped)
		}
	}
	slices.SortFunc(out, func(a, b Tried) int {
		return cmp.Or(b.Times-a.Times, cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// measureName is what an activity, exercise or routine is called; its id in words if the
// knowledge base no longer has it.
func measureName(base *kb.Base, id string) string {
	if m := base.Measure(id); m != nil {
		return m.Name
	}
	for _, r := range base.Care.Routines {
		if r.ID == id {
			return r.Name
		}
	}
	return strings.NewReplacer("_", " ", "-", " ").Replace(id)
}

// trial is an experiment as it stands. Nothing of its result before the end.
func trial(p experiment.Protocol, entries []diary.Entry, today diary.Date) Experiment {
	rep := p.Report(entries, today)
	out := Experiment{Name: p.Name, Start: p.Start, State: rep.State, Less: p.Outcome.Less, More: p.Outcome.More, Share: p.Rules.Interval}
	switch {
	case rep.State != experiment.Finished && rep.State != experiment.Stopped:
	case rep.Result == nil:
		out.Verdict = experiment.TooFew
	default:
		out.Verdict, out.Effect, out.Low, out.High = rep.Result.Verdict, rep.Result.Effect, rep.Result.Low, rep.Result.High
	}
	return out
}

// raise lifts the urgency to what critical results ask for. However old a result is, it is
// the newest of its kind, and nothing else explains it away.
func (r *Report) raise(in Input) {
	var level clinical.Urgency
	var reasons []string
	for _, l := range r.Labs {
		if l.Critical != "" {
			level = max(level, l.Level)
			name := "report_critical"
			if l.Possible {
				name = "report_possible"
			}
			reasons = append(reasons, in.Base.LabTexts.Say(name, "result", strings.TrimSpace(l.Name+" "+l.Value+" "+l.Unit), "action", sentence(l.Critical)))
		}
	}
	if reasons == nil {
		return
	}
	if level > r.Urgency.Level || r.Urgency.Action == "" {
		r.Urgency.Level, r.Urgency.Action = level, in.Base.Action(level).For(in.Other).Action
	}
	r.Urgency.Reasons = append(reasons, r.Urgency.Reasons...)
}

// results takes over readings: what is critical or out of range first, then by name.
func results(list []Result) (out []Lab) {
	for _, x := range list {
		r := &x.Reading
		l := Lab{Day: x.Day, Analyte: r.Analyte, Name: r.Name, Value: r.Value, Unit: labs.ShowUnit(r.Unit), Flag: r.Flag, Open: len(r.Questions) > 0, Preliminary: x.Preliminary,
			Low: r.Reference.Low, High: r.Reference.High, Own: r.Reference.Basis == labs.OwnLaboratory}
		if r.Critical != nil {
			l.Critical, l.Possible, l.Level = r.Critical.Action, r.Critical.Possible, r.Critical.Level
		}
		for _, f := range r.ForLegs {
			if f.Holds == labs.Holds {
				l.ForLegs = append(l.ForLegs, f.Text)
			}
		}
		out = append(out, l)
	}
	weight := func(l Lab) int {
		switch {
		case l.Critical != "" || l.Flag == labs.CriticalLow || l.Flag == labs.CriticalHigh:
			return 0
		case l.Flag == labs.Low || l.Flag == labs.High || len(l.ForLegs) > 0:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(out, func(a, b Lab) int { return cmp.Or(weight(a)-weight(b), cmp.Compare(a.Name, b.Name)) })
	return out
}
