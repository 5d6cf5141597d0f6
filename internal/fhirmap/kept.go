package fhirmap

import (
	"slices"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/fhir"
)

// Kept makes what a server gives of a check that is kept: by type the Bundle, which is the
// document, and each of its parts that can be asked for alone, a Composition, a
// QuestionnaireResponse, a RiskAssessment and a CarePlan, as far as the check has them. All
// have the id of the check, and their references lead to one another and to Patient/ and
// the id of the person, which r must hold. What has no address of its own is named.
func (m *Mapper) Kept(r *Record, id string) (map[string]fhir.Resource, error) {
	b, err := m.Document(r)
	if err != nil {
		return nil, err
	}
	to := map[string]fhir.Reference{}
	for _, e := range b.Entry {
		switch kind := e.Resource.Head().ResourceType; kind {
		case "Patient":
			to[e.FullURL] = fhir.Reference{Reference: "Patient/" + r.Person.ID}
		case "Device":
			to[e.FullURL] = fhir.Reference{Display: "Legible"}
		case "QuestionnaireResponse", "RiskAssessment", "CarePlan":
			to[e.FullURL] = fhir.Reference{Reference: kind + "/" + id}
		}
	}
	out := map[string]fhir.Resource{}
	for _, e := range b.Entry {
		if x := alone(e.Resource.Resource, to); x != nil {
			x.Head().ID = fhir.ID(id)
			out[x.Head().ResourceType] = x
		}
	}
	b.ID = fhir.ID(id)
	out["Bundle"] = b
	return out, nil
}

// alone is a part of a document with its references led elsewhere; nil for what is not
// given alone. The part itself is not changed.
func alone(r fhir.Resource, to map[string]fhir.Reference) fhir.Resource {
	lead := func(x *fhir.Reference) *fhir.Reference {
		if x == nil {
			return nil
		}
		y := to[x.Reference]
		return &y
	}
	switch r := r.(type) {
	case *fhir.QuestionnaireResponse:
		x := *r
		x.Subject, x.Author, x.Source = lead(r.Subject), lead(r.Author), lead(r.Source)
		return &x
	case *fhir.RiskAssessment:
		x := *r
		x.Subject, x.Performer = lead(r.Subject), lead(r.Performer)
		return &x
	case *fhir.CarePlan:
		x := *r
		x.Subject, x.Author = lead(r.Subject), lead(r.Author)
		return &x
	case *fhir.Composition:
		x := *r
		x.Subject, x.Author, x.Section = lead(r.Subject), nil, slices.Clone(r.Section)
		for i := range r.Author {
			x.Author = append(x.Author, to[r.Author[i].Reference])
		}
		for i, s := range r.Section {
			x.Section[i].Entry = nil // the text tells the others
			for _, e := range s.Entry {
				if y, ok := to[e.Reference]; ok {
					x.Section[i].Entry = append(x.Section[i].Entry, y)
				}
			}
		}
		return &x
	}
	return nil
}

// Results makes a DiagnosticReport of each day that has laboratory results among entries,
// newest first. The results are named as Observation/ and the id of their entry.
func (m *Mapper) Results(entries []diary.Entry, person string) (days []diary.Date, reports []*fhir.DiagnosticReport) {
	patient := &fhir.Reference{Reference: "Patient/" + person}
	b := &builder{Mapper: m, r: &Record{Entries: entries}}
	for _, e := range b.newest(diary.KindLab) {
		if len(days) == 0 || days[len(days)-1] != e.Day {
			days, reports = append(days, e.Day), append(reports, resultsOf(e.Day, Name("results", person, e.Day.String()), patient))
		}
		d := reports[len(reports)-1]
		addResult(d, fhir.Reference{Reference: "Observation/" + e.ID}, e.Data.(*diary.Lab))
	}
	return days, reports
}

// addResult adds a result. A report is final when all its results are.
func addResult(d *fhir.DiagnosticReport, ref fhir.Reference, l *diary.Lab) {
	d.Result = append(d.Result, ref)
	if l.Preliminary {
		d.Status = "preliminary"
	}
}

// resultsOf begins the report of a day.
func resultsOf(day diary.Date, id string, patient *fhir.Reference) *fhir.DiagnosticReport {
	return &fhir.DiagnosticReport{
		Base: fhir.Of("DiagnosticReport", id), Status: "final", Category: laboratory(),
		Code: coded(fhir.LOINC, "11502-2", "Laboratory report", "Laboratory results of one day"), Subject: patient, EffectiveDateTime: fhir.DateTime(day.String()),
	}
}
