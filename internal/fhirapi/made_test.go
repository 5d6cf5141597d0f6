package fhirapi_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirapi"
)

const keptCheck = `{"person":{"age":58,"sex":"female"},"text":"An urge to move my legs.","evidence":[{"finding":"worse_at_rest","presence":"present"},{"finding":"pain_score_0_10","value":%d}]}`

// keepCheck keeps a check as the pages do and returns its id.
func (s *site) keepCheck(w who, day int) string {
	s.t.Helper()
	a, err := s.keeper.AccountOf(s.t.Context(), w.token)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.keepAs(a, w, day, fmt.Sprintf(keptCheck, day%10))
}

func (s *site) keepAs(a app.Account, w who, day int, check string) string {
	s.t.Helper()
	now = time.Date(2026, 11, day, 7, 0, 0, 0, time.UTC)
	defer func() { now = time.Date(2026, 11, 22, 7, 0, 0, 0, time.UTC) }()
	book, err := s.keeper.Book(s.t.Context(), a, w.person)
	if err != nil {
		s.t.Fatal(err)
	}
	x, err := book.Keep(s.t.Context(), app.Item{Kind: app.CheckItem, Day: now.Format(time.DateOnly), Version: 1, Data: []byte(check)})
	if err != nil {
		s.t.Fatal(err)
	}
	return x.ID
}

var ofChecks = []string{"Bundle", "CarePlan", "Composition", "QuestionnaireResponse", "RiskAssessment"}

// A kept check can be read and searched for in its parts. They name one another and the
// Patient by addresses that are there.
func TestAKeptCheckAsFHIR(t *testing.T) {
	s := newSite(t)
	id := s.keepCheck(s.anna, 20)
	s.keepCheck(s.ben, 20)
	for _, kind := range ofChecks {
		found := get[*fhir.Bundle](s, s.anna, "GET", "/"+kind, "")
		if !slices.Equal(ids(found), []string{id}) {
			t.Fatalf("search for %s finds %v, want %s", kind, ids(found), id)
		}
		rec := s.do(s.anna, "GET", "/"+kind+"/"+id, "")
		if again, err := fhir.Write(found.Entry[0].Resource.Resource); err != nil || rec.Code != 200 || rec.Body.String() != string(again) {
			t.Errorf("%s: %d, %v, read alone and found it is not the same", kind, rec.Code, err)
		}
		write(t, "kept-"+kind, 0, someone{name: "anna"}, rec.Body.Bytes())
		r := readAs[fhir.Resource](t, rec.Body.Bytes())
		if r.Head().Meta == nil || r.Head().Meta.LastUpdated != "2026-11-20T07:00:00Z" || r.Head().Meta.VersionID != "1" {
			t.Errorf("%s: meta %+v", kind, r.Head().Meta)
		}
		if kind != "Bundle" {
			for _, ref := range references(rec.Body.String()) {
				if ref != "Patient/"+s.anna.person && !strings.HasSuffix(ref, "/"+id) {
					t.Errorf("%s leads to %s", kind, ref)
				}
				if got := s.do(s.anna, "GET", "/"+ref, "").Code; got != 200 {
					t.Errorf("%s leads to %s: %d", kind, ref, got)
				}
			}
		}
	}
	risk := get[*fhir.RiskAssessment](s, s.anna, "GET", "/RiskAssessment/"+id, "")
	if len(risk.Prediction) == 0 || risk.OccurrenceDateTime != "2026-11-20T07:00:00Z" || risk.Performer.Display != "Legible" {
		t.Errorf("%+v", risk)
	}
	c := get[*fhir.Composition](s, s.anna, "GET", "/Composition/"+id, "")
	var parts []string
	for _, x := range c.Section {
		for _, e := range x.Entry {
			parts = append(parts, e.Reference)
		}
	}
	if want := []string{"RiskAssessment/" + id, "QuestionnaireResponse/" + id, "CarePlan/" + id}; !slices.Equal(parts, want) {
		t.Errorf("the composition names %v, want %v", parts, want)
	}
	whole := s.do(s.anna, "GET", "/Composition/"+id+"/$document", "").Body.String()
	if b := readAs[*fhir.Bundle](t, []byte(whole)); b.Type != "document" || whole != s.do(s.anna, "GET", "/Bundle/"+id, "").Body.String() {
		t.Errorf("$document gives a %s", b.Type)
	}
}

// references are the relative ones in a text.
func references(text string) (out []string) {
	for _, part := range strings.Split(text, `"reference":"`)[1:] {
		ref, _, _ := strings.Cut(part, `"`)
		out = append(out, ref)
	}
	return out
}

func TestResultsOfADayAsFHIR(t *testing.T) {
	s := newSite(t)
	first := s.keep(s.anna, "lab", "2026-11-20", `{"analyte":"ferritin","value":"18.0","unit":"ug/L"}`)
	second := s.keep(s.anna, "lab", "2026-11-20", `{"analyte":"crp","value":"<0.5","unit":"mg/L"}`)
	third := s.keep(s.anna, "lab", "2026-10-02", `{"analyte":"ferritin","value":"12","unit":"ug/L"}`)
	s.keep(s.ben, "lab", "2026-11-20", `{"analyte":"ferritin","value":"99","unit":"ug/L"}`)
	b := get[*fhir.Bundle](s, s.anna, "GET", "/DiagnosticReport?patient=Patient/{P}", "")
	var got [][]string
	for _, e := range b.Entry {
		var results []string
		for _, ref := range e.Resource.Resource.(*fhir.DiagnosticReport).Result {
			results = append(results, strings.TrimPrefix(ref.Reference, "Observation/"))
		}
		slices.Sort(results)
		got = append(got, results)
	}
	want := []string{first, second}
	slices.Sort(want)
	if len(got) != 2 || !slices.Equal(got[0], want) || !slices.Equal(got[1], []string{third}) {
		t.Errorf("days with %v, want %v and %s", got, want, third)
	}
	for _, id := range ids(b) {
		if r := get[*fhir.DiagnosticReport](s, s.anna, "GET", "/DiagnosticReport/"+id, ""); s.do(s.anna, "GET", "/"+r.Result[0].Reference, "").Code != 200 {
			t.Errorf("%s names a result that is not there", id)
		}
	}
	day := get[*fhir.Bundle](s, s.anna, "GET", "/DiagnosticReport?date=le2026-10-31", "")
	if len(day.Entry) != 1 || ids(day)[0] != ids(b)[1] {
		t.Errorf("before November %v", ids(day))
	}
}

// Pages follow one another without a gap, for any size of them.
func TestPagesOfWhatIsMade(t *testing.T) {
	s := newSite(t)
	want := map[string]bool{}
	for day := 1; day <= 7; day++ {
		want[s.keepCheck(s.anna, day)] = true
	}
	for _, kind := range []string{"RiskAssessment", "Bundle"} {
		for _, size := range []int{1, 3, 7, 50} {
			got := map[string]bool{}
			pages := 0
			for at := fmt.Sprintf("/%s?_count=%d", kind, size); at != ""; pages++ {
				b := get[*fhir.Bundle](s, s.anna, "GET", at, "")
				for _, id := range ids(b) {
					if got[id] {
						t.Errorf("%s twice", id)
					}
					got[id] = true
				}
				at = link(b, "next")
			}
			if len(got) != len(want) || pages != (len(want)+size-1)/size {
				t.Errorf("%s by %d: %d on %d pages", kind, size, len(got), pages)
			}
		}
	}
	some := get[*fhir.Bundle](s, s.anna, "GET", "/RiskAssessment?date=ge2026-11-02&date=le2026-11-04", "")
	if len(some.Entry) != 3 {
		t.Errorf("three days hold %d", len(some.Entry))
	}
	one := get[*fhir.Bundle](s, s.anna, "GET", "/QuestionnaireResponse?authored=2026-11-05", "")
	if len(one.Entry) != 1 || get[*fhir.Bundle](s, s.anna, "GET", "/CarePlan?_id="+ids(one)[0], "").Entry[0].Resource.Head().ID != one.Entry[0].Resource.Head().ID {
		t.Errorf("one day holds %v", ids(one))
	}
}

// What belongs to others looks as if it were not there, and a question that cannot be
// answered is refused.
func TestWhoSeesWhatIsMade(t *testing.T) {
	s := newSite(t)
	id := s.keepCheck(s.anna, 20)
	s.keep(s.anna, "lab", "2026-11-20", `{"analyte":"ferritin","value":"18.0","unit":"ug/L"}`)
	labs := ids(get[*fhir.Bundle](s, s.anna, "GET", "/DiagnosticReport", ""))[0]
	for _, kind := range append(slices.Clone(ofChecks), "DiagnosticReport") {
		its := map[bool]string{true: labs, false: id}[kind == "DiagnosticReport"]
		theirs, none := s.do(s.ben, "GET", "/"+kind+"/"+its, ""), s.do(s.ben, "GET", "/"+kind+"/01935c0c-3d5e-7f00-8a4e-5b6c7d8e9f02", "")
		if theirs.Code != 404 || theirs.Body.String() != none.Body.String() {
			t.Errorf("%s of somebody else: %d %s", kind, theirs.Code, theirs.Body)
		}
		if got := get[*fhir.Bundle](s, s.ben, "GET", "/"+kind, "").Entry; len(got) != 0 {
			t.Errorf("%s: a search finds %d of somebody else", kind, len(got))
		}
		if got := s.do(who{}, "GET", "/"+kind, "").Code; got != http.StatusUnauthorized {
			t.Errorf("%s without a token: %d", kind, got)
		}
		for _, query := range []string{"?colour=red", "?_count=0", "?_cursor=x", "?date=yesterday", "?patient="} {
			rec := s.do(s.anna, "GET", "/"+kind+query, "")
			if i := s.issue(rec); rec.Code != 400 || i.Severity != "error" {
				t.Errorf("%s%s: %d", kind, query, rec.Code)
			}
		}
		if got := s.do(s.anna, "DELETE", "/"+kind+"/"+its, ""); got.Code != 405 || s.issue(got).Code != "not-supported" {
			t.Errorf("%s: DELETE gives %d", kind, got.Code)
		}
	}
	if got := s.do(s.ben, "GET", "/Composition/"+id+"/$document", "").Code; got != 404 {
		t.Errorf("the document of somebody else: %d", got)
	}
}

// The statement of what can be done names each type once, and none that is not there.
func TestTheStatementNamesWhatIsMade(t *testing.T) {
	s := newSite(t)
	c := get[*fhir.CapabilityStatement](s, who{}, "GET", "/metadata", "")
	seen := map[string]bool{}
	for _, r := range c.Rest[0].Resource {
		if seen[string(r.Type)] {
			t.Errorf("%s stands there twice", r.Type)
		}
		seen[string(r.Type)] = true
	}
	for _, kind := range append(slices.Clone(ofChecks), "DiagnosticReport") {
		if !seen[kind] {
			t.Errorf("%s is not named", kind)
		}
	}
	none := open(t)
	for _, r := range get[*fhir.CapabilityStatement](none, who{}, "GET", "/metadata", "").Rest[0].Resource {
		if slices.ContainsFunc(r.Interaction, func(i fhir.CapabilityInteraction) bool { return i.Code == "read" }) && slices.Contains(ofChecks, string(r.Type)) {
			t.Errorf("without a store %s can be read", r.Type)
		}
	}
	if got := none.do(who{}, "GET", "/RiskAssessment", "").Code; got != 404 {
		t.Errorf("without a store: %d", got)
	}
}

// $everything ends with what is made.
func TestEverythingHasWhatIsMade(t *testing.T) {
	s := newSite(t)
	id := s.keepCheck(s.anna, 20)
	s.fill(5)
	count := map[string]int{}
	for at := "/Patient/{P}/$everything?_count=2"; at != ""; {
		b := get[*fhir.Bundle](s, s.anna, "GET", at, "")
		for _, e := range b.Entry {
			count[e.Resource.Head().ResourceType]++
			if e.Resource.Head().ResourceType == "RiskAssessment" && string(e.Resource.Head().ID) != id {
				t.Errorf("risk %s", e.Resource.Head().ID)
			}
		}
		at = link(b, "next")
	}
	for _, kind := range []string{"Patient", "CarePlan", "Composition", "DiagnosticReport", "QuestionnaireResponse", "RiskAssessment"} {
		if count[kind] != 1 {
			t.Errorf("%d of %s", count[kind], kind)
		}
	}
}

// The summary takes standing problems and medicines from the newest check that is kept and
// can be read, as said by the person and not confirmed.
func TestSummaryTakesProblemsFromTheNewestCheck(t *testing.T) {
	s := newSite(t)
	svc, err := service()
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.keeper.AccountOf(t.Context(), s.anna.token)
	if err != nil {
		t.Fatal(err)
	}
	s.Handler = fhirapi.NewWith(svc, called{s.keeper}, s.options())
	told := func() (out []string) {
		for _, e := range get[*fhir.Bundle](s, s.anna, "GET", "/Patient/{P}/$summary", "").Entry {
			switch x := e.Resource.Resource.(type) {
			case *fhir.Condition:
				out = append(out, x.Code.Text)
			case *fhir.MedicationStatement:
				out = append(out, x.MedicationCodeableConcept.Text)
			}
		}
		return out
	}
	nothing := told()
	s.keepAs(a, s.anna, 10, `{"evidence":[{"finding":"on_dialysis","presence":"present"}]}`)
	s.keepAs(a, s.anna, 12, `{"evidence":[{"finding":"diabetes","presence":"present"},{"finding":"takes_statin","presence":"present"},{"finding":"hypertension","presence":"absent"}]}`)
	s.keepAs(a, s.anna, 14, `of a program of tomorrow`)
	want := []string{svc.Base().Finding("takes_statin").Name(), svc.Base().Finding("diabetes").Name()}
	if got := told(); !slices.Equal(got, want) || slices.Equal(nothing, want) {
		t.Errorf("the summary tells %q, want %q; without a check %q", got, want, nothing)
	}
}
