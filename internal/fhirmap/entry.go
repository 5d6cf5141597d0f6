package fhirmap

import (
	"strings"
	"time"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/kb"
)

// Entry maps one entry of the diary: a result or a night to an Observation, a medicine to
// a MedicationStatement. Other kinds have no FHIR of their own and give nil. The resource
// has the id of the entry.
func (m *Mapper) Entry(e diary.Entry, patient *fhir.Reference) fhir.Resource {
	switch d := e.Data.(type) {
	case *diary.Lab:
		return m.lab(e, d, patient)
	case *diary.Night:
		return m.night(e, d, patient)
	case *diary.Medicine:
		return medicine(e, d, patient)
	}
	return nil
}

// when is the moment of an entry, or its day.
func when(e diary.Entry) fhir.DateTime {
	if e.At != nil {
		return fhir.DateTime(e.At.UTC().Format(time.RFC3339))
	}
	return fhir.DateTime(e.Day.String())
}

func category(code, display string) []fhir.CodeableConcept {
	return []fhir.CodeableConcept{{Coding: []fhir.Coding{{System: fhir.Categories, Code: fhir.Code(code), Display: display}}}}
}

func (m *Mapper) analyte(id string) *kb.Analyte {
	for _, a := range m.base.Analytes {
		if a.ID == id {
			return a
		}
	}
	return nil
}

// lab maps a result. The interval is that of the person's own laboratory, as printed.
func (m *Mapper) lab(e diary.Entry, l *diary.Lab, patient *fhir.Reference) *fhir.Observation {
	a := m.analyte(l.Analyte)
	name := words(strings.ReplaceAll(l.Analyte, "_", " ")) // an analyte of another knowledge version
	code := ""
	if a != nil {
		code = ucumOf(a, l.Unit)
		name = analyteCode(a, code)
	}
	o := &fhir.Observation{
		Base: fhir.Of("Observation", e.ID), Status: "final", Category: category("laboratory", "Laboratory"), Code: name,
		Subject: patient, EffectiveDateTime: when(e),
		Performer: []fhir.Reference{{Display: "Laboratory, copied from its report by the person"}},
		Note:      note(l.Note),
	}
	if l.Preliminary {
		o.Status = "preliminary"
	}
	o.ValueQuantity = result(string(l.Value), l.Unit, code)
	if o.ValueQuantity == nil {
		o.ValueString = clean(string(l.Value) + " " + l.Unit)
	}
	if code != "" && (l.Low != "" || l.High != "") {
		r := fhir.ReferenceRange{Text: "Interval of the laboratory's own report"}
		if l.Low != "" {
			r.Low = result(string(l.Low), l.Unit, code)
		}
		if l.High != "" {
			r.High = result(string(l.High), l.Unit, code)
		}
		if r.Low != nil || r.High != nil {
			o.ReferenceRange = []fhir.ReferenceRange{r}
		}
	}
	return o
}

// result is a value with its comparator, or nil where value or unit are not FHIR's.
func result(value, unit, code string) *fhir.Quantity {
	comparator, digits := split(value)
	d, err := fhir.ParseDecimal(digits)
	if err != nil || code == "" {
		return nil
	}
	return &fhir.Quantity{Value: d, Comparator: fhir.Code(comparator), Unit: clean(unit), System: fhir.UCUM, Code: fhir.Code(code)}
}

// split parts a comparator from a value.
func split(value string) (comparator, digits string) {
	for _, c := range []string{"<=", ">=", "<", ">"} {
		if rest, ok := strings.CutPrefix(value, c); ok {
			return c, strings.TrimSpace(rest)
		}
	}
	return "", value
}

func note(text string) []fhir.Annotation {
	if text = clean(text); text == "" {
		return nil
	}
	return []fhir.Annotation{{Text: text}}
}

// night maps a night, each outcome that was said a component.
func (m *Mapper) night(e diary.Entry, n *diary.Night, patient *fhir.Reference) *fhir.Observation {
	o := &fhir.Observation{
		Base: fhir.Of("Observation", e.ID), Status: "final", Category: category("survey", "Survey"), Code: words("Legs in the night"),
		Subject: patient, EffectiveDateTime: when(e), Note: append(note(n.Note), note(n.PartnerNote)...),
	}
	if patient != nil {
		o.Performer = []fhir.Reference{*patient}
	}
	for _, part := range outcomes {
		if v, said := part.of.Of(n); said {
			o.Component = append(o.Component, fhir.ObservationComponent{Code: part.code(), ValueQuantity: counted(v, part.unit, part.ucum)})
		}
	}
	if len(n.Muscles) > 0 {
		text := strings.ReplaceAll(strings.Join(n.Muscles, ", "), "_", " ")
		if n.Side != "" {
			text += " (" + n.Side + ")"
		}
		o.Component = append(o.Component, fhir.ObservationComponent{Code: words("Where it cramped"), ValueString: clean(text)})
	}
	if n.PartnerKicks != nil {
		o.Component = append(o.Component, fhir.ObservationComponent{Code: words("A partner saw the legs jerk"), ValueBoolean: n.PartnerKicks})
	}
	if len(o.Component) == 0 { // a night of which only a note or what was tried is known
		o.DataAbsentReason = coded(fhir.AbsentReason, "not-asked", "Not Asked", "no outcome was recorded")
	}
	return o
}

// outcome is one number that a night is measured by.
type outcome struct {
	of               diary.Outcome
	text, unit, ucum string
	loinc            string // empty where no code is sure
}

var outcomes = []outcome{
	{diary.Cramps, "Cramps", "cramps", "{count}", ""},
	{diary.Urge, "Urge to move the legs, 0 none to 3 strong", "0-3", "{score}", ""},
	{diary.Pain, "Pain, 0 none to 10 worst", "0-10", "{score}", "72514-3"},
	{diary.SleepHours, "Sleep", "hours", "h", ""},
	{diary.Wakings, "Times awake", "times", "{count}", ""},
}

func (o *outcome) code() *fhir.CodeableConcept {
	c := words(o.text)
	if o.loinc != "" {
		c.Coding = []fhir.Coding{{System: fhir.LOINC, Code: fhir.Code(o.loinc)}}
	}
	return c
}

// medicine maps a change of a medicine. There is no dose to map.
func medicine(e diary.Entry, d *diary.Medicine, patient *fhir.Reference) *fhir.MedicationStatement {
	s := &fhir.MedicationStatement{
		Base: fhir.Of("MedicationStatement", e.ID), Status: "active", MedicationCodeableConcept: words(d.Name), Subject: patient,
		EffectiveDateTime: when(e), InformationSource: patient,
		Note: append([]fhir.Annotation{{Text: "Recorded by the person: " + d.Change + "."}}, note(d.Note)...),
	}
	if d.Change == "stopped" {
		s.Status = "stopped"
	}
	return s
}
