package care

// item words a measure for this person.
func (v *visit) item(m *measure) Item {
	s := v.verdict(m)
	x := Item{
		ID: m.ID, Kind: m.kind(), Name: m.Name, Category: m.Category, Optional: m.Stance == "optional", Steps: m.Steps,
		Easier: m.EasierVersion, Equipment: m.Equipment, Frequency: m.Frequency, Duration: m.Duration,
		Why: v.why(m), Relevance: v.relevance(m),
		Grade: m.Grade, GradeText: v.base.Care.Grades[m.Grade].Text, GradeNote: m.GradeNote, Results: m.Results,
		SeedDose: m.SeedDose, TrialDose: m.TrialDose, DoseBasis: m.DoseBasis, Estimate: m.DoseBasis == "estimate",
		Sources: m.Sources, Reviewed: m.Reviewed,
		CheckFirst: s.checks, Cautions: s.cautions, StopIf: m.StopIf, Disagreements: v.sayings[m.ID],
	}
	if m.exercise != nil {
		x.Position = m.exercise.Position
		x.Figures = figures(m.ID)
	}
	return blank(x)
}

// figures are the ids of the drawings of an exercise.
func figures(exercise string) []string { return []string{exercise + "/start", exercise + "/hold"} }

// blank makes missing lists empty.
func blank(x Item) Item {
	for _, l := range []*[]string{&x.Steps, &x.Variants, &x.Equipment, &x.Results, &x.Tests, &x.Sources, &x.Cautions, &x.StopIf, &x.Figures} {
		*l = list(*l)
	}
	x.Why, x.CheckFirst, x.Disagreements = list(x.Why), list(x.CheckFirst), list(x.Disagreements)
	return x
}
