package fhirapi_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirapi"
	"github.com/legible-health/legible/internal/fhirmap"
	"github.com/legible-health/legible/internal/report"
	"github.com/legible-health/legible/internal/trend"
)

// sharing is a site where anna has sent dora a report, whose consultation dora may not
// have taken yet, and keeps a diary that is in no report.
type sharing struct {
	*clinic
	id, patient string
}

const wombat = "wombat" // stands in what dora may read

func newSharing(t *testing.T) *sharing {
	t.Helper()
	s := &sharing{clinic: newClinic(t)}
	s.id = s.sends("dr-dora", aReport())
	s.patient = fhirmap.SharedPatient(s.id)
	s.keep(s.anna, "lab", "2026-11-01", `{"analyte":"potassium","value":"4.1","unit":"mmol/L"}`)
	return s
}

func (c *clinic) sends(to string, r *report.Report) string {
	c.t.Helper()
	id, err := c.use().Send(c.t.Context(), c.holder(c.anna), c.anna.person, r, app.ConsultationRequest{To: to, Days: 7, Message: kookaburra, Agreed: true})
	c.ok(err)
	return id
}

func (c *clinic) use() *app.Consultations {
	svc, err := service()
	c.ok(err)
	return app.NewConsultations(c.keeper, svc.Base())
}

func (c *clinic) revokes() {
	c.t.Helper()
	use := app.NewConsents(c.keeper)
	list, err := use.Of(c.t.Context(), c.holder(c.anna), c.anna.person)
	c.ok(err)
	for _, x := range list {
		c.ok(use.Revoke(c.t.Context(), c.holder(c.anna), c.anna.person, x.ID))
	}
}

// aReport has something of everything that is mapped.
func aReport() *report.Report {
	age := 62.0
	day := diary.DateOf(2026, 11, 20)
	return &report.Report{
		Day: day, Knowledge: "test", Name: "Anna " + wombat, Person: clinical.Person{Age: &age, Sex: clinical.Female},
		OwnWords: wombat + " in my calf", Questions: []string{"Is it the " + wombat + "?"}, Suggested: []string{"Which test comes first?"}, Checked: true,
		Answers:    []report.Answer{{Finding: "urge_to_move_legs", Presence: clinical.Present}, {Finding: "pain_score_0_10", Presence: clinical.Present, Value: "6"}},
		Urgency:    report.Urgency{Level: clinical.Routine, Action: "See a doctor.", Reasons: []string{"It lasts."}},
		Candidates: []report.Candidate{{Condition: "rls_adult", Name: "Restless legs", Posttest: 0.46, Low: 0.3, High: 0.6}},
		Tonight:    []string{"A warm bath"}, Tests: []report.Test{{ID: "ferritin", Name: "Ferritin"}},
		Diary: true, Labs: []report.Lab{{Day: day, Analyte: "ferritin", Name: "Ferritin", Value: "18.50", Unit: "ug/L", Low: "15", High: "150", Own: true}},
		Changes: []report.Change{{Day: day - 1, Name: "Amlodipine", Change: "started"}},
		Nights:  report.Nights{From: day - 2, To: day - 2, Known: 1, Rows: []trend.Row{{Outcome: diary.Cramps, Cells: []trend.Cell{{Date: day - 2, Known: true, Value: 2}}}}},
	}
}

// addresses are the types a practitioner may read of a report, with the id in an address.
func (s *sharing) addresses() map[string]string {
	return map[string]string{"Patient": s.patient, "Bundle": s.id, "Composition": s.id, "QuestionnaireResponse": s.id, "RiskAssessment": s.id, "CarePlan": s.id,
		"Observation": s.id + "-0", "MedicationStatement": s.id + "-1"}
}

func TestAPractitionerReadsWhatAPersonAgreedTo(t *testing.T) {
	s := newSharing(t)
	for kind, id := range s.addresses() {
		got := s.do(s.dora, "GET", "/"+kind+"/"+id, "")
		if got.Code != http.StatusOK {
			t.Errorf("%s: %d %s", kind, got.Code, got.Body)
			continue
		}
		if x := readAs[fhir.Resource](t, got.Body.Bytes()).Head(); x.ResourceType != kind || string(x.ID) != id {
			t.Errorf("%s/%s is %s/%s", kind, id, x.ResourceType, x.ID)
		}
		if strings.Contains(got.Body.String(), s.anna.person) {
			t.Errorf("%s names anna's person: %s", kind, got.Body)
		}
		b := get[*fhir.Bundle](s.site, s.dora, "GET", "/"+kind+"?_count=200", "")
		if !slices.Contains(ids(b), id) {
			t.Errorf("the search of %s lacks %s: %v", kind, id, ids(b))
		}
	}
	result := s.do(s.dora, "GET", "/Observation?category=laboratory&subject=Patient/"+s.patient, "").Body.String()
	if !strings.Contains(result, `"value":18.50`) || strings.Contains(result, "otassium") || strings.Contains(result, "Cramps") {
		t.Errorf("the results are %s", result)
	}
	all := get[*fhir.Bundle](s.site, s.dora, "GET", "/Patient/"+s.patient+"/$everything", "")
	if n := len(all.Entry); n != 8 { // Patient, result, medicine, night, Composition, answers, risk, plan
		t.Errorf("everything is %d: %v", n, ids(all))
	}
	doc := s.do(s.dora, "GET", "/Composition/"+s.id+"/$document", "").Body.String()
	for _, want := range []string{wombat + " in my calf", "See a doctor.", "Which test comes first?", "A warm bath", "about 46", `"code":"urge_to_move_legs"`} {
		if !strings.Contains(doc, want) {
			t.Errorf("the document lacks %q", want)
		}
	}
}

// What is agreed to is not given to be changed, joined or summed up.
func TestAConsentIsToReadOnly(t *testing.T) {
	s := newSharing(t)
	mine := strings.ReplaceAll(ferritin, "{P}", s.patient)
	if rec := s.do(s.dora, "POST", "/Observation", mine); rec.Code != http.StatusUnprocessableEntity || s.issue(rec).Code != "not-found" {
		t.Errorf("writes: %d %s", rec.Code, rec.Body)
	}
	if rec := s.do(s.dora, "GET", "/Patient/"+s.patient+"/$summary", ""); rec.Code != http.StatusNotFound {
		t.Errorf("the summary: %d", rec.Code)
	}
	joined := `{"resourceType":"QuestionnaireResponse","status":"completed","subject":{"reference":"Patient/` + s.patient + `"}}`
	if rec := s.do(s.dora, "POST", "/QuestionnaireResponse/$report", joined); rec.Code != http.StatusNotFound {
		t.Errorf("a report with the diary: %d", rec.Code)
	}
}

// Every address of what dora may read, by every role and in every state of the consent.
func TestWhoReadsASharedReportAndWhen(t *testing.T) {
	for name, c := range map[string]struct {
		change func(s *sharing)
		dora   bool // still reads it
	}{
		"asked": {func(*sharing) {}, true},
		"taken": {func(s *sharing) { s.does(consult.Accept, nil) }, true},
		"signed": {func(s *sharing) {
			s.does(consult.Accept, nil)
			s.does(consult.Sign, &consult.Opinion{Level: clinical.Routine, Text: "It is harmless, I think."})
		}, true},
		"declined": {func(s *sharing) { s.does(consult.Decline, nil) }, false},
		"revoked":  {func(s *sharing) { s.revokes() }, false},
		"withdrawn": {func(s *sharing) {
			s.ok(s.use().Reply(s.t.Context(), s.holder(s.anna), s.id, app.Deed{Act: consult.Withdraw}))
		}, false},
		"erased": {func(s *sharing) {
			_, err := s.keeper.Erase(s.t.Context(), s.holder(s.anna), s.anna.person)
			s.ok(err)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSharing(t)
			c.change(s)
			for kind, id := range s.addresses() {
				for role, w := range map[string]who{"dora": s.dora, "emil": s.emil, "ben": s.ben, "anna": s.anna, "editor": s.editor, "operator": s.operator} {
					want := c.dora && role == "dora"
					never := s.do(w, "GET", "/"+kind+"/"+strings.Repeat("0", 8)+id[8:], "")
					one := s.do(w, "GET", "/"+kind+"/"+id, "")
					if got := one.Code == http.StatusOK; got != want {
						t.Errorf("%s reads %s: %d, want %v", role, kind, one.Code, want)
					}
					if !want && one.Body.String() != never.Body.String() {
						t.Errorf("%s can tell that there is a %s: %s", role, kind, one.Body)
					}
					for _, query := range []string{"?_count=200", "?_id=" + id, "?patient=" + s.patient} {
						text := s.do(w, "GET", "/"+kind+query, "").Body.String()
						text = strings.ReplaceAll(text, query, "") // in the link to itself
						if got := strings.Contains(text, id); got && !want {
							t.Errorf("%s finds %s by %s: %s", role, kind, query, text)
						}
						if role != "dora" && strings.Contains(text, wombat) {
							t.Errorf("%s reads of anna by %s of %s", role, query, kind)
						}
					}
				}
				if rec := s.do(who{}, "GET", "/"+kind+"/"+id, ""); rec.Code != http.StatusUnauthorized {
					t.Errorf("nobody reads %s: %d", kind, rec.Code)
				}
			}
		})
	}
}

func (s *sharing) does(act consult.Act, o *consult.Opinion) {
	s.t.Helper()
	s.ok(s.use().Do(s.t.Context(), s.holder(s.dora), s.id, app.Deed{Act: act, Opinion: o}))
}

// One request of dora's is one line for anna, with what it was about; a search that opens
// nothing is none.
func TestEachLookIsListedWithItsScope(t *testing.T) {
	s := newSharing(t)
	looks := func() (n int) {
		for _, e := range get[*fhir.Bundle](s.site, s.anna, "GET", "/AuditEvent?_count=200", "").Entry {
			x := e.Resource.Resource.(*fhir.AuditEvent)
			if x.Subtype[0].Code != "consultation.read" {
				continue
			}
			if len(x.Entity) != 2 || x.Entity[1].What.Identifier == nil {
				t.Errorf("a look without its scope: %+v", x.Entity)
			} else if x.Entity[1].What.Identifier.Value == s.id {
				n++
			}
		}
		return n
	}
	before := looks()
	for target, more := range map[string]int{"/Bundle/" + s.id: 1, "/Observation/" + s.id + "-0": 1, "/Patient/" + s.patient + "/$everything": 1, "/Consent": 0,
		"/Bundle/" + s.consultation: 0, "/Bundle?_id=x": 0, "/Practitioner": 0, "/RiskAssessment?date=2020-01-01": 0, "/Observation?patient=" + s.patient: 1} {
		s.do(s.dora, "GET", target, "")
		if n := looks(); n != before+more {
			t.Errorf("%s: %d looks, want %d", target, n-before, more)
		}
		before = looks()
	}
}

// Before a second opinion is signed, nothing of what was computed is told.
func TestASecondOpinionIsBlindOverFHIR(t *testing.T) {
	s := newSharing(t)
	s.does(consult.Accept, nil)
	s.does(consult.Sign, &consult.Opinion{Level: clinical.Routine, Text: "It is harmless, I think."})
	second, err := s.use().SecondOpinion(t.Context(), s.holder(s.anna), s.id, app.ConsultationRequest{Days: 7, Agreed: true})
	s.ok(err)
	if n := s.count(s.emil, "/Bundle"); n != 0 {
		t.Errorf("emil reads %d before he has taken it", n)
	}
	s.ok(s.use().Do(t.Context(), s.holder(s.emil), second, app.Deed{Act: consult.Accept}))
	doc := s.do(s.emil, "GET", "/Bundle/"+second, "")
	if doc.Code != http.StatusOK || !strings.Contains(doc.Body.String(), wombat+" in my calf") || !strings.Contains(doc.Body.String(), "18.50") {
		t.Fatalf("%d %s", doc.Code, doc.Body)
	}
	for _, computed := range []string{"See a doctor", "RiskAssessment", "CarePlan", "about 46", "estless legs", "Which test", "harmless"} {
		if strings.Contains(doc.Body.String(), computed) {
			t.Errorf("the blind document tells %q", computed)
		}
	}
	for _, kind := range []string{"RiskAssessment", "CarePlan"} {
		if rec := s.do(s.emil, "GET", "/"+kind+"/"+second, ""); rec.Code != http.StatusNotFound {
			t.Errorf("%s: %d", kind, rec.Code)
		}
	}
}

// Pages go from the practitioner's own diary on to what is shared, and hold everything
// once.
func TestPagesGoOnWithWhatIsShared(t *testing.T) {
	s := newSharing(t)
	s.sends("dr-dora", aReport())
	s.keep(s.dora, "lab", "2026-11-01", `{"analyte":"potassium","value":"4.1","unit":"mmol/L"}`)
	s.keep(s.dora, "lab", "2026-11-02", `{"analyte":"potassium","value":"4.2","unit":"mmol/L"}`)
	for kind, want := range map[string]int{"Observation": 2 + 2*2, "MedicationStatement": 2, "Patient": 1 + 3, "Composition": 3} {
		for _, count := range []string{"1", "2", "3"} {
			var got []string
			for at, n := "/"+kind+"?_count="+count, 0; at != "" && n < 20; n++ {
				b := get[*fhir.Bundle](s.site, s.dora, "GET", at, "")
				got = append(got, ids(b)...)
				at = link(b, "next")
			}
			slices.Sort(got)
			if len(got) != want || len(slices.Compact(got)) != want {
				t.Errorf("%s by %s: %d, want %d: %v", kind, count, len(got), want, got)
			}
		}
	}
}

func TestWhatIsSharedMeetsTheSchemaOfR4(t *testing.T) {
	schema(t)
	s := newSharing(t)
	for kind, id := range s.addresses() {
		text := s.do(s.dora, "GET", "/"+kind+"/"+id, "").Body.Bytes()
		valid(t, kind, string(text))
		write(t, "shared-"+kind, 0, someone{name: "dora"}, text)
	}
	valid(t, "everything", s.do(s.dora, "GET", "/Patient/"+s.patient+"/$everything", "").Body.String())
	valid(t, "accesses", s.do(s.anna, "GET", "/AuditEvent", "").Body.String())
}

// Where nobody is real, everything about somebody says so, whether listed, read or made.
func TestInventedPeopleAreLabelled(t *testing.T) {
	s := newSharing(t)
	check := s.keepCheck(s.anna, 20)
	svc, err := service()
	s.ok(err)
	o := s.options()
	o.Invented = true
	s.Handler = fhirapi.New(svc, s.keeper, o)
	s.keep(s.anna, "night", "2026-11-02", `{"cramps":1}`)
	s.keep(s.anna, "medicine", "2026-11-03", `{"name":"Amlodipine","change":"started"}`)
	for _, kind := range append([]string{"Patient", "Observation", "MedicationStatement", "Bundle", "CarePlan", "Composition", "DiagnosticReport", "QuestionnaireResponse", "RiskAssessment",
		"Patient/{P}/$everything", "Bundle/" + check, "RiskAssessment/" + check}, ofPractice...) {
		for _, w := range []who{s.anna, s.dora} {
			rec := s.do(w, "GET", "/"+kind, "")
			if rec.Code == http.StatusNotFound && w == s.dora {
				continue
			}
			var all any
			s.ok(json.Unmarshal(rec.Body.Bytes(), &all))
			each(all, func(r map[string]any) {
				text := mustJSON(t, r["meta"])
				if n := strings.Count(text, `"HTEST"`); n != 1 {
					t.Errorf("%s: a %v has %d labels: %s", kind, r["resourceType"], n, text)
				}
			})
		}
	}
	for _, target := range []string{"/metadata", "/Questionnaire/check", "/Patient/x"} {
		if text := s.do(s.anna, "GET", target, "").Body.String(); strings.Contains(text, "HTEST") {
			t.Errorf("%s is labelled: %s", target, text)
		}
	}
}

// What is worth asking is in the document too, as on the page.
func TestWhatIsWorthAskingIsInTheDocument(t *testing.T) {
	s := open(t)
	svc, err := service()
	if err != nil {
		t.Fatal(err)
	}
	o := s.options()
	o.Suggest = func(*app.Request, *app.Response) []string { return []string{"Could it be a " + wombat + "?"} }
	s.Handler = fhirapi.New(svc, nil, o)
	for words, want := range map[string]bool{"cramp in my calf every night": true, "": false, "my leg is cold, pale and has no feeling since an hour": false} {
		doc := s.do(who{}, "POST", "/QuestionnaireResponse/$report", answered(t, nil, words, nil)).Body.String()
		if strings.Contains(doc, wombat) != want {
			t.Errorf("%q: told %v, want %v", words, !want, want)
		}
	}
}
