package fhirmap

import (
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/kb"
)

// newest are the entries of one kind, latest first.
func (b *builder) newest(kind diary.Kind) []diary.Entry {
	var out []diary.Entry
	for _, e := range b.r.Entries {
		if e.Kind == kind {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(x, y diary.Entry) int {
		if x.Day != y.Day {
			return int(y.Day) - int(x.Day)
		}
		return strings.Compare(y.ID, x.ID)
	})
	return out
}

func (b *builder) nights() *fhir.Section {
	list := b.newest(diary.KindNight)
	if len(list) == 0 {
		return nil
	}
	lines := []string{"The last nights of the diary, latest first."}
	var entries []fhir.Reference
	for _, e := range list[:min(len(list), mostNights)] {
		o := b.Entry(e, b.patient).(*fhir.Observation)
		entries = append(entries, b.add(o))
		lines = append(lines, "- "+e.Day.String()+": "+nightLine(o))
	}
	return section("Nights", secSymptoms, lines, entries...)
}

func nightLine(o *fhir.Observation) string {
	var parts []string
	for _, c := range o.Component {
		if c.ValueQuantity != nil {
			parts = append(parts, c.Code.Text+" "+string(c.ValueQuantity.Value))
		}
	}
	if parts == nil {
		return "no outcome recorded"
	}
	return strings.Join(parts, "; ")
}

// results groups laboratory results by day, each day a DiagnosticReport.
func (b *builder) results() *fhir.Section {
	list := b.newest(diary.KindLab)
	if len(list) == 0 {
		return nil
	}
	var lines []string
	var entries []fhir.Reference
	reports := map[diary.Date]*fhir.DiagnosticReport{}
	for _, e := range list {
		o := b.Entry(e, b.patient).(*fhir.Observation)
		ref := b.add(o)
		entries = append(entries, ref)
		l := e.Data.(*diary.Lab)
		lines = append(lines, "- "+e.Day.String()+": "+o.Code.Text+" "+string(l.Value)+" "+l.Unit+map[bool]string{true: " (preliminary)"}[l.Preliminary])
		d := reports[e.Day]
		if d == nil {
			d = resultsOf(e.Day, b.id("DiagnosticReport results "+e.Day.String()), b.patient)
			reports[e.Day] = d
			entries = append(entries, b.add(d))
		}
		addResult(d, ref, l)
	}
	return section("Laboratory results", secResults, append([]string{"Copied from the laboratory's report by the person."}, lines...), entries...)
}

func laboratory() []fhir.CodeableConcept {
	return []fhir.CodeableConcept{{Coding: []fhir.Coding{{System: "http://terminology.hl7.org/CodeSystem/v2-0074", Code: "LAB", Display: "Laboratory"}}}}
}

// statements are the medicines of the diary, each by its latest change, and those that
// were said in the check.
func (b *builder) statements() (out []*fhir.MedicationStatement) {
	seen := map[string]bool{}
	for _, e := range b.newest(diary.KindMedicine) {
		d := e.Data.(*diary.Medicine)
		if key := strings.ToLower(strings.TrimSpace(d.Name)); !seen[key] {
			seen[key] = true
			out = append(out, medicine(e, d, b.patient))
		}
	}
	for _, s := range b.r.Said {
		f := b.base.Finding(s.Finding)
		if f == nil || s.Answer.Presence != clinical.Present || !b.taken(f) {
			continue
		}
		out = append(out, &fhir.MedicationStatement{
			Base: b.head("MedicationStatement", "medicine "+f.ID), Status: "active", MedicationCodeableConcept: words(f.Name()), Subject: b.patient,
			EffectiveDateTimeExt: &fhir.Element{Extension: fhir.Extensions{fhir.DataAbsent("unknown")}}, DateAsserted: b.at(), InformationSource: b.patient,
			Note: note("A class of medicines that the person says they take."),
		})
	}
	return out
}

// taken reports whether a finding says that a class of medicines is taken.
func (m *Mapper) taken(f *kb.Finding) bool {
	return slices.ContainsFunc(m.base.Medicines, func(x *kb.Medicine) bool { return x.TakenWhen == f.ID })
}

func (b *builder) medicines() *fhir.Section {
	list := b.statements()
	if len(list) == 0 {
		return nil
	}
	var lines []string
	var entries []fhir.Reference
	for _, s := range list {
		entries = append(entries, b.add(s))
		lines = append(lines, "- "+s.MedicationCodeableConcept.Text+" ("+string(s.Status)+")")
	}
	return section("Medicines", secMedicines, append([]string{"Said by the person."}, lines...), entries...)
}
