package report

import "slices"

// SaidOnly is the report without anything that the program computed or a clinician wrote,
// for somebody who is to form an opinion of their own. What it holds is listed here, so
// that a part added later stays out until somebody has thought about it. A laboratory
// value keeps the interval of the laboratory and loses what was made of it.
func (r *Report) SaidOnly() *Report {
	out := &Report{
		Day: r.Day, Knowledge: r.Knowledge, Name: r.Name, Person: r.Person, Other: r.Other, Invented: r.Invented,
		OwnWords: r.OwnWords, Questions: r.Questions, Answers: r.Answers, Checked: r.Checked, RedFlags: r.RedFlags,
		Diary: r.Diary, Nights: r.Nights, Changes: r.Changes, Tried: r.Tried,
	}
	for _, l := range r.Labs {
		said := Lab{Day: l.Day, Analyte: l.Analyte, Name: l.Name, Value: l.Value, Unit: l.Unit, Preliminary: l.Preliminary}
		if l.Own {
			said.Low, said.High, said.Own = l.Low, l.High, true
		}
		out.Labs = append(out.Labs, said)
	}
	slices.SortStableFunc(out.Labs, func(a, b Lab) int { return int(b.Day - a.Day) }) // out of range first would tell
	return out
}

// Only is the document with the sections of some voices.
func (d *Document) Only(voices ...Voice) *Document {
	out := *d
	keep := func(list []Section) (some []Section) {
		for _, s := range list {
			if slices.Contains(voices, s.Voice) {
				some = append(some, s)
			}
		}
		return some
	}
	out.First, out.Rest = keep(d.First), keep(d.Rest)
	return &out
}
