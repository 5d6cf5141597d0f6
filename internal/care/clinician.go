package care

import (
	"cmp"
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// withClinician fills that part of the plan: contact with care, medicines to discuss,
// tests, classes of treatment, and other help. What to avoid stands apart.
func (v *visit) withClinician(measures []Item) {
	var contact, other []Item
	for _, x := range measures {
		if v.byID[x.ID].Stance == "action" {
			contact = append(contact, x)
		} else {
			other = append(other, x)
		}
	}
	v.plan.WithClinician = list(slices.Concat(contact, v.medicineItems(), v.testItems(), v.treatmentItems(), other))
	for _, m := range v.measures {
		if m.Stance == "avoid" && (v.pref.wishes(m) || v.relevance(m) >= v.base.Care.Plan.OptionalRelevance) && !v.never(m.OnlyFor) {
			v.plan.Avoid = append(v.plan.Avoid, v.item(m))
		}
	}
	v.order(v.plan.Avoid)
}

// opinion is the grade of an effect that nobody has seen in a study; it is no reason to
// worry about a medicine.
const opinion = "D"

// medicineItems are the medicines the person takes that can bring on a likely cause.
func (v *visit) medicineItems() []Item {
	var out []Item
	for _, m := range v.taken() {
		x := Item{ID: m.ID, Kind: KindMedicine, Name: m.Name, Reviewed: m.Reviewed,
			Steps: []string{"Ask your pharmacist or doctor whether this medicine could be part of it.", m.TellPerson}}
		causes := map[string]bool{}
		for _, e := range m.Effects {
			brings := v.base.Care.Effects[e.Effect]
			if len(brings) == 0 || e.Strength == opinion {
				continue
			}
			for _, id := range brings {
				causes[id] = true
			}
			x.Results = append(x.Results, v.effect(e))
			if x.Grade == "" || e.Strength < x.Grade {
				x.Grade = e.Strength
			}
			if !slices.Contains(x.Sources, e.Source) {
				x.Sources = append(x.Sources, e.Source)
			}
		}
		for i := range v.causes {
			if causes[v.causes[i].Condition.ID] {
				x.Relevance += v.causes[i].Posttest
			}
		}
		if x.Relevance < v.base.Care.Plan.LeastRelevance {
			continue
		}
		if m.UrgentIf != "" {
			x.Cautions = []string{m.UrgentIf}
		}
		x.Why = v.causesWhy("It can bring on", func(id string) bool { return causes[id] })
		x.GradeText = v.base.Care.Grades[x.Grade].Text
		out = append(out, blank(x))
	}
	v.order(out)
	return out
}

func (v *visit) effect(e kb.MedicineEffect) string {
	words := v.base.Effects[e.Effect]
	if e.Value == "" {
		return words
	}
	return words + ": " + e.Value
}

// taken lists the classes the person takes: those named, and those whose finding is
// present unless a named one explains it.
func (v *visit) taken() []*kb.Medicine {
	named := map[string]bool{} // findings that a named class explains
	for _, m := range v.base.Medicines {
		if slices.Contains(v.medicines, m.ID) {
			named[m.TakenWhen] = true
		}
	}
	var out []*kb.Medicine
	for _, m := range v.base.Medicines {
		if slices.Contains(v.medicines, m.ID) ||
			m.TakenWhen != "" && v.state(m.TakenWhen) == clinical.Present && !named[m.TakenWhen] {
			out = append(out, m)
		}
	}
	return out
}

// testItems are the laboratory tests worth asking for, those that serve most first.
func (v *visit) testItems() []Item {
	var out []Item
	likely := v.likely()
	for _, a := range v.base.Analytes {
		x := Item{ID: a.ID, Kind: KindTest, Name: a.Name, Sources: a.Sources, Reviewed: a.Reviewed, Results: []string{a.Meaning},
			Steps: []string{"Ask whether this test is worth doing for you. Show the reasons below."}}
		for _, c := range likely {
			if slices.Contains(c.Condition.Labs, a.ID) {
				x.Relevance += c.Posttest
			}
		}
		if x.Relevance == 0 {
			continue
		}
		if a.SampleNote != "" {
			x.Steps = append(x.Steps, "How it is taken: "+a.SampleNote+".")
		}
		x.Why = v.causesWhy("It looks for", func(id string) bool {
			return slices.ContainsFunc(likely, func(c *assess.Candidate) bool {
				return c.Condition.ID == id && slices.Contains(c.Condition.Labs, a.ID)
			})
		})
		out = append(out, blank(x))
	}
	v.order(out)
	return out[:min(len(out), v.base.Care.Plan.MostTests)]
}

// treatmentItems name the classes of treatment of the likeliest causes. Information
// only: what is right is for the clinician and the person to settle.
func (v *visit) treatmentItems() []Item {
	var out []Item
	for _, l := range v.likely() {
		c := l.Condition
		if len(c.Treatment)+len(c.Tests) == 0 || len(out) == v.base.Care.Plan.MostTreatments {
			continue
		}
		out = append(out, blank(Item{ID: c.ID, Kind: KindTreatment, Name: "What doctors use for: " + c.PlainName,
			Steps: c.Treatment, Tests: c.Tests, Cautions: c.DoNot, Relevance: l.Posttest, Sources: c.Sources, Reviewed: c.Reviewed,
			Why:           v.causesWhy("It is about", func(id string) bool { return id == c.ID }),
			Disagreements: v.treated[c.ID]}))
	}
	return out
}

// sortChecks keeps checks of several exercises in the order of their text, each once.
func sortChecks(checks []Check) []Check {
	slices.SortStableFunc(checks, func(a, b Check) int {
		return cmp.Or(strings.Compare(a.Text, b.Text), len(b.Questions)-len(a.Questions))
	})
	return slices.CompactFunc(checks, func(a, b Check) bool { return a.Text == b.Text })
}
