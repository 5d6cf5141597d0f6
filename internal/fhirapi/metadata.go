package fhirapi

import (
	"net/http"

	"github.com/legible-health/legible/internal/fhir"
)

// madeOn is when the statement of what can be done last changed.
const madeOn = "2026-11-22"

// securityText says who may read what.
const securityText = "What is kept needs a bearer token (RFC 6750) of its owner, the one of the JSON API. The check needs none. There is no OAuth 2.0 and no SMART launch: the owner makes the token and ends it. " +
	"A practitioner's token shows what is theirs, and of persons that they agreed and booked. While a person's consent to a consultation is open, it also reads the report they sent, and nothing else of theirs: " +
	"a Patient made for that report, the report as Bundle and Composition, and its QuestionnaireResponse, RiskAssessment, CarePlan, Observation and MedicationStatement, all read only. Before a second opinion is signed that is what the person said. " +
	"Each look is an AuditEvent of the person, with the consultation it was for. A consent that is ended or over ends the access at once, and what it opened is not found any more."

// metadata says what this interface can do; it is the only thing a cache may keep.
func (s *server) metadata(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "public, max-age=300")
	s.write(w, http.StatusOK, s.capability(base(r)))
}

func (s *server) capability(url string) *fhir.CapabilityStatement {
	rest := fhir.CapabilityRest{
		Mode:          "server",
		Documentation: "Errors are OperationOutcomes. A search parameter that is not listed is refused.",
		Security:      &fhir.CapabilitySecurity{Description: securityText},
		Resource: []fhir.CapabilityResource{
			{Type: "Questionnaire", Documentation: "The check, an adaptive questionnaire.", Interaction: interactions("read", "search-type"),
				SearchParam: []fhir.CapabilitySearch{{Name: "url", Type: "uri"}, count()},
				Operation: []fhir.CapabilityOperation{{Name: "next-question", Definition: "http://hl7.org/fhir/uv/sdc/OperationDefinition/Questionnaire-next-question",
					Documentation: "Takes a QuestionnaireResponse, or Parameters with one, and gives it back with the next question in the form it carries."}}},
			{Type: "QuestionnaireResponse", Documentation: "What is sent is not kept. $report makes the report of one as a document; with a token and a Patient as subject the diary is in it.",
				Operation: []fhir.CapabilityOperation{{Name: "report", Definition: "https://github.com/legible-health/legible/fhir/OperationDefinition/report"}}},
		},
	}
	if s.keeper != nil {
		patient := fhir.CapabilityResource{Type: "Patient", Interaction: interactions("read", "search-type"),
			SearchParam: []fhir.CapabilitySearch{{Name: "_id", Type: "token"}, count()},
			Operation: []fhir.CapabilityOperation{
				{Name: "everything", Definition: "http://hl7.org/fhir/OperationDefinition/Patient-everything"},
				{Name: "summary", Definition: "http://hl7.org/fhir/uv/ips/OperationDefinition/summary"}}}
		rest.Resource = append(rest.Resource, patient)
		for _, t := range keptTypes {
			kept := fhir.CapabilityResource{Type: fhir.Code(t.name), Interaction: interactions("read", "search-type", "create"), SearchParam: []fhir.CapabilitySearch{count()}}
			for _, name := range t.params() {
				kept.SearchParam = append(kept.SearchParam, searchParams[name])
			}
			rest.Resource = append(rest.Resource, kept)
		}
		s.declareMade(&rest)
		s.declarePractice(&rest)
		rest.Interaction = interactions("batch")
	}
	return &fhir.CapabilityStatement{
		Base: fhir.Of("CapabilityStatement", "legible"), Name: "Legible", Title: "Legible", Status: "active", Date: madeOn, Kind: "instance", Publisher: "Legible",
		Description: "Information about leg trouble in the night. Nothing here is a diagnosis.",
		Software:    &fhir.CapabilitySoftware{Name: "Legible", Version: s.Version}, Implementation: &fhir.CapabilityImplementation{Description: "Legible", URL: url},
		FHIRVersion: fhir.Version, Format: []fhir.Code{fhir.MediaType, "json"}, Rest: []fhir.CapabilityRest{rest},
	}
}

func interactions(list ...fhir.Code) (out []fhir.CapabilityInteraction) {
	for _, c := range list {
		out = append(out, fhir.CapabilityInteraction{Code: c})
	}
	return out
}

func count() fhir.CapabilitySearch {
	return fhir.CapabilitySearch{Name: "_count", Type: "number", Documentation: "entries of a page at most"}
}

// params are the search parameters of a type, by the standard's names.
func (t *keptType) params() []string {
	if t.name == "MedicationStatement" {
		return []string{"patient", "subject", "effective"}
	}
	return []string{"patient", "subject", "date", "category"}
}

var searchParams = map[string]fhir.CapabilitySearch{
	"_id":          {Name: "_id", Type: "token"},
	"authored":     {Name: "authored", Type: "date", Documentation: "ge and le, or one day"},
	"timestamp":    {Name: "timestamp", Type: "date", Documentation: "ge and le, or one day"},
	"patient":      {Name: "patient", Type: "reference"},
	"subject":      {Name: "subject", Type: "reference"},
	"date":         {Name: "date", Type: "date", Documentation: "ge and le, or one day"},
	"effective":    {Name: "effective", Type: "date", Documentation: "ge and le, or one day"},
	"actor":        {Name: "actor", Type: "reference"},
	"practitioner": {Name: "practitioner", Type: "reference"},
	"schedule":     {Name: "schedule", Type: "reference"},
	"start":        {Name: "start", Type: "date", Documentation: "ge and le, or one day"},
	"category":     {Name: "category", Type: "token", Documentation: "laboratory or survey"},
}
