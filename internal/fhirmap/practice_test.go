package fhirmap_test

import (
	"testing"
	"time"

	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
)

// dora is a practitioner who has said everything.
var dora = &consult.Practitioner{Name: "Dr\x00 Dora <Example>", Profession: "stretch_practitioner", Specialities: []string{"assisted_stretching", "sleep"}, Country: "GB",
	Languages: []string{"de", "en"}, Since: 1999, TimeZone: "Europe/London", Slug: "dora", Listed: true}

var hour = &consult.Service{ID: "s1", Kind: "assisted_stretching", Name: "An hour & more", Minutes: 60, Way: consult.AtPlace, Place: "1 High Street", Offered: true}

func TestThePracticeAsFHIR(t *testing.T) {
	now := at(t, "2026-11-22T07:00:00Z")
	start, end := now.Add(50*time.Hour), now.Add(51*time.Hour)
	appointment := func(id string, cancelled, byPractitioner bool, person string) *fhirmap.Appointment {
		return &fhirmap.Appointment{ID: id, Person: person, Practitioner: "d1", PractitionerName: "Dora", Service: hour, Start: start, End: end, CreatedAt: now, Cancelled: cancelled, ByPractitioner: byPractitioner}
	}
	consent := fhirmap.Consent{ID: "c1", Person: "p1", Practitioner: "d1", PractitionerName: "Dora", Kind: "consultation", About: "x1", GrantedAt: now, Until: end, Open: true}
	waiting, ended := consent, consent
	waiting.ID, waiting.Practitioner, waiting.PractitionerName = "c2", "", ""
	ended.ID, ended.Open, ended.Kind, ended.About, ended.Person = "c3", false, "appointment", "a1", ""
	b := &fhir.Bundle{Base: fhir.Of("Bundle", "practice"), Type: "collection"}
	for _, x := range []fhir.Resource{
		fhirmap.Practitioner("d1", dora, []consult.Qualification{{Title: "Stretch therapist", Register: "A register", Number: "7", Country: "GB", ValidUntil: "2027-12-31"}, {Title: "A course", Register: "A school"}}, true),
		fhirmap.Role("d1", dora, false),
		fhirmap.Role("d2", &consult.Practitioner{Name: "Emil", Profession: "physician", Languages: []string{"en"}}, true),
		fhirmap.Schedule(hour, "d1", "Dora", consult.Span{From: now, To: now.AddDate(0, 0, 60)}),
		fhirmap.Slot("s1-1", hour, start, end, "free"),
		appointment("a1", false, false, "p1").FHIR(),
		appointment("a2", true, false, "p1").FHIR(),
		appointment("a3", true, true, "").FHIR(),
		consent.FHIR(), waiting.FHIR(), ended.FHIR(),
		(&fhirmap.Signed{Consultation: "x1", At: now, Practitioner: "d1", PractitionerName: "Dora", Detached: "ZS4uZQ=="}).FHIR(),
		(&fhirmap.Signed{Consultation: "x2", Second: true, At: now}).FHIR(),
		(&fhirmap.Access{ID: "e1", Person: "p1", At: now, Action: "consultation.read", Practitioner: "d1", PractitionerName: "Dora"}).FHIR(),
		(&fhirmap.Access{ID: "e2", Person: "p1", At: now, Action: "consent.revoke", Who: "The account that asks"}).FHIR(),
		(&fhirmap.Access{ID: "e3", Person: "p1", At: now, Action: "something", Who: "The program"}).FHIR(),
	} {
		b.Entry = append(b.Entry, fhir.BundleEntry{Resource: &fhir.Any{Resource: x}})
	}
	golden(t, "practice", b)
}

// Nothing is permitted to nobody, and what has ended is not active, whatever else is said.
func TestOnlyAnOpenConsentOfSomebodyIsActive(t *testing.T) {
	for _, who := range []string{"", "d1"} {
		for _, open := range []bool{false, true} {
			c := fhirmap.Consent{ID: "c", Practitioner: who, Kind: "consultation", About: "x", Open: open}
			if active := c.FHIR().Status == "active"; active != (open && who != "") {
				t.Errorf("practitioner %q, open %v: %s", who, open, c.FHIR().Status)
			}
			if has := len(c.FHIR().Provision.Actor) > 0; has != (who != "") {
				t.Errorf("practitioner %q: actor %v", who, has)
			}
		}
	}
}
