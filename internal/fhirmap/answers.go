package fhirmap

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/kb"
)

// Answers is what a QuestionnaireResponse says.
type Answers struct {
	Age      *float64
	Sex      string // of clinical.Sex; empty when not said
	Pregnant *bool
	Words    string
	Given    []Given // in the order of the response
}

// Given is the answer to one finding: a presence, or a value as JSON.
type Given struct {
	Finding  string
	Presence string          // present, absent, unknown, or empty with a value
	Value    json.RawMessage // a number, an option, or the list of what was ticked
	Path     string          // where in the response
}

// Bounds of a response: its items, and the faults that are named.
const (
	mostItems  = 600
	mostFaults = 50
)

// Answers reads a response. The error is fhir.Faults. A question of the form it carries
// that has no answer counts as asked and not known. Whether a value fits its finding is
// for the use case to say.
func (m *Mapper) Answers(r *fhir.QuestionnaireResponse) (*Answers, error) {
	d := &reader{m: m, out: &Answers{}, seen: map[string]bool{}}
	if r.Status == "entered-in-error" {
		d.fault("QuestionnaireResponse.status", "says that it was entered in error")
	}
	d.items(r.Item, "QuestionnaireResponse")
	if form := asked(r); form != nil {
		for _, x := range form.Item {
			if isFinding(x.LinkID) && !d.seen[x.LinkID] && m.base.Finding(x.LinkID) != nil {
				d.out.Given = append(d.out.Given, Given{Finding: x.LinkID, Presence: string(clinical.NotKnown), Path: "QuestionnaireResponse.contained"})
			}
		}
	}
	if len(d.faults) > 0 {
		return nil, d.faults
	}
	return d.out, nil
}

type reader struct {
	m      *Mapper
	out    *Answers
	seen   map[string]bool
	faults fhir.Faults
}

func (d *reader) fault(path, text string) {
	if len(d.faults) < mostFaults {
		d.faults = append(d.faults, fhir.Fault{Code: "value", Path: path, Text: text})
	}
}

func (d *reader) items(list []fhir.ResponseItem, path string) {
	for i, x := range list {
		at := fmt.Sprintf("%s.item[%d]", path, i)
		switch {
		case len(d.faults) == mostFaults:
			return
		case len(d.seen) >= mostItems:
			d.fault(at, "is one item too many")
			return
		case d.seen[x.LinkID]:
			d.fault(at+".linkId", "stands there twice")
			continue
		}
		d.seen[x.LinkID] = true
		d.item(x, at)
		d.items(x.Item, at)
	}
}

func (d *reader) item(x fhir.ResponseItem, at string) {
	var first fhir.Answer
	if len(x.Answer) > 0 {
		first = x.Answer[0]
	}
	switch {
	case x.LinkID == linkWords:
		d.out.Words = first.ValueString
	case x.LinkID == linkAge:
		d.out.Age = d.number(first, len(x.Answer), at)
	case x.LinkID == linkSex:
		d.out.Sex = d.sex(first, at)
	case x.LinkID == linkPregnant:
		switch p := presence(first); p {
		case clinical.Present, clinical.Absent:
			v := p == clinical.Present
			d.out.Pregnant = &v
		}
	case isFinding(x.LinkID):
		f := d.m.base.Finding(x.LinkID)
		if f == nil {
			if len(x.Answer) > 0 {
				d.fault(at+".linkId", "is no question of this check; GET Questionnaire/check and its $next-question give them")
			}
			return
		}
		g, err := given(f, x.Answer)
		if err != nil {
			d.fault(at+".answer", err.Error())
			return
		}
		g.Finding, g.Path = f.ID, at+".answer"
		d.out.Given = append(d.out.Given, g)
	}
}

func (d *reader) number(a fhir.Answer, n int, at string) *float64 {
	if n == 0 {
		return nil
	}
	v, err := strconv.ParseFloat(string(digits(a, "a", "years")), 64)
	if err != nil {
		d.fault(at+".answer", "must be a number, of years")
		return nil
	}
	return &v
}

func (d *reader) sex(a fhir.Answer, at string) string {
	if a.ValueCoding == nil {
		return ""
	}
	switch a.ValueCoding.Code {
	case "female", "male", "unknown":
		return string(a.ValueCoding.Code)
	case "other":
		return string(clinical.Intersex)
	case "asked-unknown":
		return string(clinical.Unknown)
	}
	d.fault(at+".answer", "must be female, male, other or unknown")
	return ""
}

// digits of an answer that is a number, whatever type of number. An amount in a unit that
// is none of those given has none: 18 months are not 18 years.
func digits(a fhir.Answer, units ...string) fhir.Decimal {
	switch {
	case a.ValueDecimal != "":
		return a.ValueDecimal
	case a.ValueInteger != nil:
		return fhir.Decimal(strconv.Itoa(*a.ValueInteger))
	case a.ValueQuantity != nil:
		if u := cmp.Or(string(a.ValueQuantity.Code), a.ValueQuantity.Unit); u == "" || slices.Contains(units, u) {
			return a.ValueQuantity.Value
		}
	}
	return ""
}

// presence of an answer to a question with yes and no.
func presence(a fhir.Answer) clinical.Presence {
	switch c := a.ValueCoding; {
	case a.ValueBoolean != nil && *a.ValueBoolean, c != nil && c.System == fhir.YesNo && c.Code == "Y":
		return clinical.Present
	case a.ValueBoolean != nil, c != nil && c.System == fhir.YesNo && c.Code == "N":
		return clinical.Absent
	case c != nil && c.System == fhir.AbsentReason:
		return clinical.NotKnown
	}
	return clinical.Unsaid
}

var (
	errOneAnswer = errors.New("must be one answer")
	errYesNo     = errors.New("must be yes, no or not known, as the form offers them")
	errNumber    = errors.New("must be a number, in the unit that the form names")
	errOption    = errors.New("must be one of what the form offers")
	errTicked    = errors.New("must be what was ticked, or none of these, but not both")
)

// given reads the answers to one finding.
func given(f *kb.Finding, list []fhir.Answer) (Given, error) {
	unknown := Given{Presence: string(clinical.NotKnown)}
	if len(list) == 0 || len(list) == 1 && list[0].ValueCoding != nil && list[0].ValueCoding.System == fhir.AbsentReason {
		return unknown, nil
	}
	if len(f.Members) > 0 {
		return ticked(list)
	}
	if len(list) > 1 {
		return Given{}, errOneAnswer
	}
	switch f.Kind {
	case "number":
		n := digits(list[0], f.Unit, findingUnits[f.Unit], "1")
		if n == "" {
			return Given{}, errNumber
		}
		return Given{Value: json.RawMessage(n)}, nil
	case "choice":
		if list[0].ValueCoding == nil {
			return Given{}, errOption
		}
		return Given{Value: quoted(string(list[0].ValueCoding.Code))}, nil
	}
	p := presence(list[0])
	if p == clinical.Unsaid {
		return Given{}, errYesNo
	}
	return Given{Presence: string(p)}, nil
}

// ticked reads the answers to a question with several of them.
func ticked(list []fhir.Answer) (Given, error) {
	ids := []string{}
	for _, a := range list {
		switch c := a.ValueCoding; {
		case c == nil:
			return Given{}, errOption
		case c.System == OptionSystem && c.Code == noneOfThese && len(list) == 1:
		case c.System == FindingSystem && !slices.Contains(ids, string(c.Code)):
			ids = append(ids, string(c.Code))
		default:
			return Given{}, errTicked
		}
	}
	text, err := json.Marshal(ids)
	return Given{Value: text}, err
}

func quoted(s string) json.RawMessage {
	text, err := json.Marshal(s)
	if err != nil { // strings always marshal
		panic(err)
	}
	return text
}
