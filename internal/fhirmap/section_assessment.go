package fhirmap

import (
	"fmt"
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/fhir"
)

// assessment is there also when nothing could be assessed: it says so.
func (b *builder) assessment() *fhir.Section {
	if b.r.Blind {
		return section("What it may be", secAssessment, []string{"What the program computed is shown once the second opinion is signed."})
	}
	if !b.r.Assessed {
		return section("What it may be", secAssessment, append([]string{"Nothing was assessed."}, b.urgency()...))
	}
	risk := &fhir.RiskAssessment{
		Base: b.head("RiskAssessment", "risk"), Status: "final", Subject: b.patient, OccurrenceDateTime: b.at(), Performer: b.device,
		Method: words("Bayesian network over one or two causes, summed exactly"), Code: words("What the complaint may come from"),
		Mitigation: clean(b.r.Urgency.Action),
	}
	lines := append([]string{"Computed by the program from the answers; not a diagnosis."}, b.urgency()...)
	risk.Note = note(strings.Join(lines, "\n"))
	for _, c := range b.r.Candidates {
		text := c.Frequency + " (range " + percent(c.Low) + " to " + percent(c.High) + ")"
		cond := b.base.Condition(c.Condition)
		name := words(strings.ReplaceAll(c.Condition, "_", " "))
		if cond != nil {
			name = conditionCode(cond)
		}
		risk.Prediction = append(risk.Prediction, fhir.Prediction{Outcome: name, ProbabilityDecimal: probability(c.Posttest), Rationale: text})
		lines = append(lines, "- "+name.Text+": "+text)
	}
	entries := []fhir.Reference{b.add(risk)}
	for i, s := range b.r.Instruments {
		entries = append(entries, b.add(b.instrument(i, s)))
		lines = append(lines, "- "+s.Name+": "+s.Label)
	}
	return section("What it may be", secAssessment, lines, entries...)
}

// urgency says how soon care is needed and why; nil when nothing asks for it.
func (b *builder) urgency() []string {
	u := b.r.Urgency
	if u.Action == "" {
		return nil
	}
	lines := []string{"How soon: " + urgencyText(u.Level) + ". " + u.Action}
	for _, x := range u.Reasons {
		lines = append(lines, "- "+x)
	}
	return lines
}

func urgencyText(u clinical.Urgency) string { return strings.ReplaceAll(u.String(), "_", " ") }

func (b *builder) instrument(i int, s Instrument) *fhir.Observation {
	o := &fhir.Observation{
		Base: b.head("Observation", fmt.Sprintf("instrument %d", i)), Status: "final", Category: category("survey", "Survey"), Code: words(s.Name),
		Subject: b.patient, EffectiveDateTime: b.at(), Performer: []fhir.Reference{*b.device}, ValueQuantity: counted(s.Score, "points", "{score}"),
		Note: note(fmt.Sprintf("%s. %d of %d items were answered.", strings.TrimRight(s.Meaning, ". "), s.Answered, s.Items)),
	}
	if s.Label != "" {
		o.Interpretation = []fhir.CodeableConcept{*words(s.Label)}
	}
	return o
}

// findings lists what is present first, then what is absent, then what is open.
func (b *builder) findings() *fhir.Section {
	response := &fhir.QuestionnaireResponse{Base: b.head("QuestionnaireResponse", "answers"), Questionnaire: Canonical, Status: "completed",
		Subject: b.patient, Authored: b.at(), Author: b.patient, Source: b.patient}
	var entries []fhir.Reference
	var lines []string
	for _, s := range slices.SortedStableFunc(slices.Values(b.r.Said), bySaid) {
		f := b.base.Finding(s.Finding)
		if f == nil {
			continue
		}
		o := b.observation(f, s, b.patient)
		o.Base, o.EffectiveDateTime = b.head("Observation", "finding "+f.ID), b.at()
		entries = append(entries, b.add(o))
		lines = append(lines, "- "+line(f, s))
		response.Item = append(response.Item, fhir.ResponseItem{LinkID: f.ID, Text: clean(f.Question), Answer: []fhir.Answer{answer(s)}})
	}
	about, said := b.about()
	entries, lines = append(about, entries...), append(said, lines...)
	if len(entries) == 0 {
		return nil
	}
	if len(response.Item) == 0 {
		return section("What was said", secFindings, lines, entries...)
	}
	return section("What was said", secFindings, append([]string{"Said by the person; present, absent and not known."}, lines...), append(entries, b.add(response))...)
}

// about says what a Patient has no place for: the age of somebody whose date of birth is
// not known, and a pregnancy.
func (b *builder) about() (entries []fhir.Reference, lines []string) {
	add := func(part string, o *fhir.Observation, text string) {
		o.Base, o.Status, o.Category = b.head("Observation", part), "final", category("survey", "Survey")
		o.Subject, o.Performer, o.EffectiveDateTime = b.patient, []fhir.Reference{*b.patient}, b.at()
		entries, lines = append(entries, b.add(o)), append(lines, "- "+text)
	}
	p := b.r.Person
	if p.Age != nil && p.BirthDate == "" {
		add("age", &fhir.Observation{Code: coded(fhir.LOINC, "30525-0", "", "Age"), ValueQuantity: counted(*p.Age, "years", "a")}, "Age: "+string(decimal(*p.Age))+" years")
	}
	if p.Pregnant != nil && p.Sex != clinical.Male {
		o, text := &fhir.Observation{Code: coded(fhir.LOINC, "82810-3", "", "Pregnancy status"), ValueCodeableConcept: words("not pregnant")}, "Not pregnant"
		if *p.Pregnant {
			o.ValueCodeableConcept, text = words("pregnant"), "Pregnant"
		}
		add("pregnancy", o, text)
	}
	return entries, lines
}

var saidOrder = []clinical.Presence{clinical.Present, clinical.Absent, clinical.NotKnown}

func bySaid(x, y Said) int {
	return slices.Index(saidOrder, x.Answer.Presence) - slices.Index(saidOrder, y.Answer.Presence)
}
