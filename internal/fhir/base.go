package fhir

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
)

// Resource is any resource of this package, by pointer, or an *Other.
type Resource interface{ Head() *Base }

// Base is what all resources begin with.
type Base struct {
	ResourceType string     `json:"resourceType"`
	ID           ID         `json:"id,omitempty"`
	Meta         *Meta      `json:"meta,omitempty"`
	Language     Code       `json:"language,omitempty"`
	Text         *Narrative `json:"text,omitempty"`
	Contained    []Any      `json:"contained,omitempty"`
	Extension    Extensions `json:"extension,omitempty"`
}

// Head gives access to what all resources share.
func (b *Base) Head() *Base { return b }

// Of is the beginning of a resource.
func Of(resourceType, id string) Base { return Base{ResourceType: resourceType, ID: ID(id)} }

// Meta says from where a resource is and what it promises to keep to.
type Meta struct {
	VersionID   ID       `json:"versionId,omitempty"`
	LastUpdated Instant  `json:"lastUpdated,omitempty"`
	Source      string   `json:"source,omitempty"`
	Profile     []string `json:"profile,omitempty"`
	Tag         []Coding `json:"tag,omitempty"`
	Security    []Coding `json:"security,omitempty"`
}

// Narrative is a resource in words. Div is XHTML.
type Narrative struct {
	Status Code   `json:"status"`
	Div    string `json:"div"`
}

// Extensions are kept as they came.
type Extensions []Extension

// Extension is one extension, whatever it holds.
type Extension struct{ raw json.RawMessage }

// DataAbsent says why a required element is not there: unknown, not-asked, …
func DataAbsent(why string) Extension {
	return Extension{json.RawMessage(`{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"` + why + `"}`)}
}

// ItemControl says how a form should show a group or a text: help, prompt.
func ItemControl(code string) Extension {
	return Extension{json.RawMessage(`{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl",` +
		`"valueCodeableConcept":{"coding":[{"system":"http://hl7.org/fhir/questionnaire-item-control","code":"` + code + `"}]}}`)}
}

// URLExtension is an extension whose value is a URL.
func URLExtension(url, value string) Extension {
	b, err := json.Marshal(map[string]string{"url": url, "valueUrl": value})
	if err != nil { // strings always marshal
		panic(err)
	}
	return Extension{b}
}

// URL names what the extension means.
func (e Extension) URL() string {
	var head struct {
		URL string `json:"url"`
	}
	_ = json.Unmarshal(e.raw, &head) // no URL is the empty one
	return head.URL
}

// MarshalJSON writes the extension as it came.
func (e Extension) MarshalJSON() ([]byte, error) { return e.raw, nil }

// UnmarshalJSON keeps the extension as it is.
func (e *Extension) UnmarshalJSON(b []byte) error {
	e.raw = bytes.Clone(b)
	return nil
}

// Element is what a primitive may carry beside or in place of its value.
type Element struct {
	ID        string     `json:"id,omitempty"`
	Extension Extensions `json:"extension,omitempty"`
}

// Any holds a resource of whatever type.
type Any struct{ Resource }

// MarshalJSON writes the resource.
func (a Any) MarshalJSON() ([]byte, error) { return encode(a.Resource) }

// UnmarshalJSON reads a resource of a type we know; any other is kept as an *Other.
func (a *Any) UnmarshalJSON(b []byte) error {
	var head struct {
		ResourceType string `json:"resourceType"`
	}
	if err := json.Unmarshal(b, &head); err != nil {
		return err
	}
	t, ok := types[head.ResourceType]
	if !ok {
		a.Resource = &Other{Base: Base{ResourceType: head.ResourceType}, raw: bytes.Clone(b)}
		return nil
	}
	r := reflect.New(t).Interface().(Resource)
	if err := json.Unmarshal(b, r); err != nil {
		return err
	}
	a.Resource = r
	return nil
}

// Other is a resource of a type that this package has no struct for, kept as it came.
type Other struct {
	Base
	raw json.RawMessage
}

// MarshalJSON writes the resource as it came.
func (o *Other) MarshalJSON() ([]byte, error) { return o.raw, nil }

// types are the resources that have a struct.
var types = map[string]reflect.Type{}

func init() {
	for _, r := range []Resource{&AllergyIntolerance{}, &Bundle{}, &CapabilityStatement{}, &CarePlan{}, &Composition{}, &Condition{}, &Device{},
		&DiagnosticReport{}, &MedicationStatement{}, &Observation{}, &OperationOutcome{}, &Parameters{}, &Patient{}, &Questionnaire{},
		&QuestionnaireResponse{}, &RiskAssessment{}, &Practitioner{}, &PractitionerRole{}, &Schedule{}, &Slot{}, &Appointment{}, &Consent{},
		&Provenance{}, &AuditEvent{}} {
		t := reflect.TypeOf(r).Elem()
		types[t.Name()] = t
	}
}

// Write encodes a resource. An error is a value that is no valid decimal, or a resource
// under the name of another type: faults of the program.
func Write(r Resource) ([]byte, error) {
	if _, other := r.(*Other); !other && r.Head().ResourceType != reflect.TypeOf(r).Elem().Name() {
		return nil, fmt.Errorf("write a %T: its resourceType is %q", r, r.Head().ResourceType)
	}
	return encode(r)
}

// encode leaves < and & as they are: narratives are full of them, and nobody takes FHIR
// for HTML.
func encode(r Resource) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
