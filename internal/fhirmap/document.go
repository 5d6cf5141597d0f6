package fhirmap

import (
	"slices"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/fhir"
)

// LOINC codes of documents and their sections.
const (
	docPatientNote = "51855-5"
	docSummary     = "60591-5"
	secWords       = "10164-2" // history of present illness
	secFindings    = "10187-3" // review of systems
	secAssessment  = "51848-0"
	secPlan        = "18776-5"
	secMedicines   = "10160-0"
	secResults     = "30954-2"
	secSymptoms    = "75325-1"
	secProblems    = "11450-4"
	secAllergies   = "48765-2"
)

// mostNights is how many nights a document tells of.
const mostNights = 14

// builder puts a document together.
type builder struct {
	*Mapper
	r       *Record
	seed    string
	entries []fhir.BundleEntry
	patient *fhir.Reference
	device  *fhir.Reference
}

func (m *Mapper) builder(r *Record, kind string) (*builder, error) {
	seed, err := seedOf(*r)
	if err != nil {
		return nil, err
	}
	b := &builder{Mapper: m, r: r, seed: Name(kind, seed)}
	id := r.Person.ID
	if !uuidSyntax.MatchString(id) {
		id = b.id("patient")
	}
	b.patient = &fhir.Reference{Reference: "urn:uuid:" + id}
	b.device = &fhir.Reference{Reference: "urn:uuid:" + b.id("Device program")}
	b.add(Patient(r.Person, id))
	b.add(b.program())
	return b, nil
}

// id is the id of a named part of this document.
func (b *builder) id(part string) string { return Name(b.seed, part) }

// add appends a resource, which has its id, and refers to it.
func (b *builder) add(r fhir.Resource) fhir.Reference {
	url := "urn:uuid:" + string(r.Head().ID)
	b.entries = append(b.entries, fhir.BundleEntry{FullURL: url, Resource: &fhir.Any{Resource: r}})
	return fhir.Reference{Reference: url}
}

// head begins a resource of this document.
func (b *builder) head(resourceType, part string) fhir.Base {
	return fhir.Of(resourceType, b.id(resourceType+" "+part))
}

func (b *builder) at() fhir.DateTime { return fhir.DateTime(b.r.At.Format(time.RFC3339)) }

// program is Legible, which computed what nobody said.
func (b *builder) program() *fhir.Device {
	d := &fhir.Device{
		Base: b.head("Device", "program"), DeviceName: []fhir.DeviceName{{Name: "Legible", Type: "user-friendly-name"}},
		Type: words("Program that gives information about leg trouble in the night; it makes no diagnosis"),
	}
	if b.r.Knowledge != "" {
		d.Version = []fhir.DeviceVersion{{Type: words("Medical content"), Value: b.r.Knowledge}}
	}
	return d
}

// Document makes the report as a FHIR document: what was said, what was computed, what to
// do, the last 14 nights, results and medicines.
func (m *Mapper) Document(r *Record) (*fhir.Bundle, error) {
	b, err := m.builder(r, "document")
	if err != nil {
		return nil, err
	}
	sections := slices.DeleteFunc([]*fhir.Section{
		b.ownWords(), b.questions(), b.assessment(), b.findings(), b.plan(), b.nights(), b.results(), b.medicines(), b.suggested(),
	}, func(s *fhir.Section) bool { return s == nil })
	title := "Legs in the night: a report by the person"
	if r.Invented {
		doc := b.bundle(docPatientNote, "Invented for a demonstration, no real person. "+title, sections)
		MarkInvented(doc)
		return doc, nil
	}
	return b.bundle(docPatientNote, title, sections), nil
}

// MarkInvented labels a resource, and all inside a Bundle, with HL7's label for what is not
// to be taken for health data of a real person. Again changes nothing. An OperationOutcome,
// and what only says how to ask, is about nobody and stays as it is.
func MarkInvented(r fhir.Resource) {
	switch x := r.(type) {
	case *fhir.OperationOutcome, *fhir.CapabilityStatement, *fhir.Questionnaire:
		return
	case *fhir.Bundle:
		for _, e := range x.Entry {
			if e.Resource != nil {
				MarkInvented(e.Resource.Resource)
			}
		}
	}
	const code = "HTEST"
	meta := fhir.Meta{}
	if head := r.Head(); head.Meta != nil {
		meta = *head.Meta
	}
	if slices.ContainsFunc(meta.Security, func(c fhir.Coding) bool { return c.Code == code }) {
		return
	}
	meta.Security = append(slices.Clone(meta.Security), fhir.Coding{System: "http://terminology.hl7.org/CodeSystem/v3-ActReason", Code: code, Display: "test health data"})
	r.Head().Meta = &meta
}

// bundle closes a document.
func (b *builder) bundle(code, title string, sections []*fhir.Section) *fhir.Bundle {
	c := &fhir.Composition{
		Base: b.head("Composition", "composition"), Status: "final", Type: &fhir.CodeableConcept{Coding: []fhir.Coding{{System: fhir.LOINC, Code: fhir.Code(code)}}, Text: title},
		Subject: b.patient, Date: b.at(), Author: []fhir.Reference{*b.patient, *b.device}, Title: title,
	}
	for _, s := range sections {
		c.Section = append(c.Section, *s)
	}
	first := fhir.BundleEntry{FullURL: "urn:uuid:" + string(c.ID), Resource: &fhir.Any{Resource: c}}
	return &fhir.Bundle{
		Base: b.head("Bundle", "bundle"), Identifier: &fhir.Identifier{System: "urn:ietf:rfc:3986", Value: "urn:uuid:" + b.id("identifier")},
		Type: "document", Timestamp: fhir.Instant(b.r.At.Format(time.RFC3339)), Entry: append([]fhir.BundleEntry{first}, b.entries...),
	}
}

func section(title, code string, lines []string, entries ...fhir.Reference) *fhir.Section {
	return &fhir.Section{Title: title, Code: &fhir.CodeableConcept{Coding: []fhir.Coding{{System: fhir.LOINC, Code: fhir.Code(code)}}},
		Text: narrative(lines...), Entry: entries}
}

// questions are what the person wants answered. No code of LOINC is sure for them.
func (b *builder) questions() *fhir.Section { return listed("Questions of the person", b.r.Questions) }

// suggested is what the program thinks worth asking; in an emergency nothing is, as on
// the page.
func (b *builder) suggested() *fhir.Section {
	if b.r.Urgency.Level == clinical.Emergency {
		return nil
	}
	return listed("Worth asking, by the program", b.r.Suggested)
}

// listed is a section of lines without a code; nil without any.
func listed(title string, texts []string) *fhir.Section {
	var lines []string
	for _, q := range texts {
		if q = clean(q); q != "" {
			lines = append(lines, "- "+q)
		}
	}
	if lines == nil {
		return nil
	}
	return &fhir.Section{Title: title, Text: narrative(lines...)}
}

func (b *builder) ownWords() *fhir.Section {
	if clean(b.r.Words) == "" {
		return nil
	}
	return section("In their own words", secWords, strings.Split(clean(b.r.Words), "\n"))
}
