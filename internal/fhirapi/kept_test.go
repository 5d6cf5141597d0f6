package fhirapi_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirapi"
)

const ferritin = `{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2276-4"}]},"subject":{"reference":"Patient/{P}"},` +
	`"effectiveDateTime":"2026-11-20","valueQuantity":{"value":18.50,"unit":"ug/L","system":"http://unitsofmeasure.org","code":"ug/L"}}`

const statin = `{"resourceType":"MedicationStatement","status":"active","medicationCodeableConcept":{"text":"Atorvastatin"},"subject":{"reference":"Patient/{P}"},"effectiveDateTime":"2026-03-01"}`

func TestADecimalGoesInAndOutWithItsDigits(t *testing.T) {
	s := newSite(t)
	rec := s.do(s.anna, "POST", "/Observation", ferritin)
	if rec.Code != http.StatusCreated {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	at := strings.TrimPrefix(rec.Header().Get("Location"), "http://example.com"+fhirapi.Root)
	if out := s.do(s.anna, "GET", at, "").Body.String(); !strings.Contains(out, `"value":18.50`) || out != rec.Body.String() {
		t.Errorf("read %s\ncreated %s", out, rec.Body)
	}
	if again := s.do(s.anna, "POST", "/Observation", ferritin); again.Code != http.StatusOK {
		t.Errorf("the same again: %d", again.Code)
	}
	if n := len(get[*fhir.Bundle](s, s.anna, "GET", "/Observation", "").Entry); n != 1 {
		t.Errorf("%d observations after sending one twice", n)
	}
}

func TestWhatIsNotKeptIsNamed(t *testing.T) {
	s := newSite(t)
	with := strings.Replace(statin, `"status"`, `"dosage":[{"text":"one"}],"status"`, 1)
	rec := s.do(s.anna, "POST", "/MedicationStatement", with)
	if rec.Code != http.StatusCreated || rec.Header().Get("Location") == "" {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	o := readAs[*fhir.OperationOutcome](t, rec.Body.Bytes())
	if len(o.Issue) != 2 || o.Issue[1].Severity != "warning" || !slices.Equal(o.Issue[1].Expression, []string{"MedicationStatement.dosage"}) {
		t.Errorf("outcome %+v", o.Issue)
	}
}

func TestNothingIsKeptOfWhatIsRefused(t *testing.T) {
	s := newSite(t)
	for name, c := range map[string]struct {
		target, body string
		status       int
		code         string
	}{
		"another unit":       {"/Observation", strings.Replace(ferritin, `"code":"ug/L"`, `"code":"mmol/L"`, 1), 422, "value"},
		"a slip":             {"/Observation", strings.Replace(ferritin, `18.50`, `99999999`, 1), 422, "business-rule"},
		"a day to come":      {"/Observation", strings.Replace(ferritin, `2026-11-20`, `2027-01-01`, 1), 422, "value"},
		"somebody else's":    {"/Observation", strings.Replace(ferritin, `{P}`, s.ben.person, 1), 422, "not-found"},
		"another type":       {"/Observation", statin, 400, "invalid"},
		"no JSON":            {"/Observation", `{"resourceType"`, 400, "structure"},
		"XML with an entity": {"/Observation", `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Observation>&e;</Observation>`, 400, "structure"},
		"malformed UTF-8":    {"/Observation", strings.Replace(ferritin, "final", "fin\xffal", 1), 400, "structure"},
		"a modifier":         {"/Observation", strings.Replace(ferritin, `"status"`, `"modifierExtension":[{"url":"http://x"}],"status"`, 1), 422, "not-supported"},
		"20 MB":              {"/Observation", `{"resourceType":"Observation","x":"` + strings.Repeat("a", 20<<20) + `"}`, 413, "too-long"},
		"a transaction":      {"", `{"resourceType":"Bundle","type":"transaction"}`, 422, "not-supported"},
	} {
		t.Run(name, func(t *testing.T) {
			rec := s.do(s.anna, "POST", c.target, c.body)
			if i := s.issue(rec); rec.Code != c.status || string(i.Code) != c.code {
				t.Errorf("%d %s, want %d %s: %s", rec.Code, i.Code, c.status, c.code, i.Diagnostics)
			}
		})
	}
	for _, w := range []who{s.anna, s.ben} {
		if n := len(get[*fhir.Bundle](s, w, "GET", "/Observation", "").Entry); n != 0 {
			t.Errorf("%d observations were kept", n)
		}
	}
}

func TestBatchTakesEachEntryByItself(t *testing.T) {
	s := newSite(t)
	b := get[*fhir.Bundle](s, s.anna, "POST", "", `{"resourceType":"Bundle","type":"batch","entry":[`+
		`{"resource":`+ferritin+`,"request":{"method":"POST","url":"Observation"}},`+
		`{"resource":{"resourceType":"Patient","id":"x"},"request":{"method":"POST","url":"Patient"}},`+
		`{"resource":`+statin+`,"request":{"method":"DELETE","url":"MedicationStatement"}},`+
		`{"resource":`+strings.Replace(statin, `"status"`, `"dosage":[{"text":"1"}],"status"`, 1)+`,"request":{"method":"POST","url":"MedicationStatement"}}]}`)
	var got []string
	for _, e := range b.Entry {
		got = append(got, e.Response.Status[:3])
	}
	if want := []string{"201", "422", "405", "201"}; b.Type != "batch-response" || !slices.Equal(got, want) {
		t.Errorf("%s %v, want %v", b.Type, got, want)
	}
	if o := b.Entry[3].Response.Outcome; o == nil || len(o.Resource.(*fhir.OperationOutcome).Issue) != 2 {
		t.Errorf("what of the last entry was not kept is not named: %+v", o)
	}
}

func TestWhatABatchLeavesOutIsNamedToTheEnd(t *testing.T) {
	s := newSite(t)
	unread := strings.Replace(statin, `"status"`, `"dosage":[{"text":"1"}],"status"`, 1)
	entry := func(text string) string { return `{"resource":` + text + `},` }
	b := get[*fhir.Bundle](s, s.anna, "POST", "", `{"resourceType":"Bundle","type":"batch","entry":[`+strings.Repeat(entry(unread), 60)+strings.TrimSuffix(entry(unread), ",")+`]}`)
	last := b.Entry[len(b.Entry)-1].Response.Outcome
	if last == nil || len(last.Resource.(*fhir.OperationOutcome).Issue) < 2 {
		t.Errorf("the last entry says nothing of what was left out: %+v", last)
	}
}

// fill keeps n nights, a result and a medicine for anna, and one night for ben.
func (s *site) fill(n int) {
	for i := range n {
		s.keep(s.anna, "night", fmt.Sprintf("2026-10-%02d", i+1), fmt.Sprintf(`{"pain":%d}`, i%10))
	}
	s.keep(s.anna, "lab", "2026-11-01", `{"analyte":"ferritin","value":"18.0","unit":"ug/L"}`)
	s.keep(s.anna, "medicine", "2026-11-02", `{"name":"Atorvastatin","change":"started"}`)
	s.keep(s.anna, "drink", "2026-11-02", `{"what":"coffee"}`)
	s.keep(s.ben, "night", "2026-10-01", `{"pain":1}`)
}

func TestPagesHoldEveryResourceOnce(t *testing.T) {
	s := newSite(t)
	s.fill(11)
	for _, path := range []string{"/Observation?_count=3", "/Observation?patient=Patient/{P}&_count=5", "/Patient/{P}/$everything?_count=4"} {
		seen, pages := map[string]bool{}, 0
		for at := path; at != ""; pages++ {
			b := get[*fhir.Bundle](s, s.anna, "GET", at, "")
			for _, id := range ids(b) {
				if seen[id] {
					t.Errorf("%s: %s stands on two pages", path, id)
				}
				seen[id] = true
			}
			if link(b, "self") == "" {
				t.Errorf("%s has no link to itself", at)
			}
			at = link(b, "next")
		}
		want := 12 // eleven nights, one result
		if strings.Contains(path, "everything") {
			want = 15 // the person, a medicine, and the report of a day's results
		}
		if len(seen) != want || pages < 3 {
			t.Errorf("%s: %d resources on %d pages, want %d", path, len(seen), pages, want)
		}
	}
}

func TestSearchByDayAndPerson(t *testing.T) {
	s := newSite(t)
	s.fill(9)
	for query, want := range map[string]int{
		"/Observation":                                     10,
		"/Observation?date=2026-10-03":                     1,
		"/Observation?date=eq2026-10-03":                   1,
		"/Observation?date=ge2026-10-05":                   6,
		"/Observation?date=ge2026-10-02&date=le2026-10-04": 3,
		"/Observation?subject={P}&date=le2026-10-04":       4,
		"/Observation?patient=Patient/nobody":              0,
		"/Observation?category=laboratory":                 1,
		"/Observation?category=http://terminology.hl7.org/CodeSystem/observation-category%7Csurvey": 9,
		"/Observation?_sort=-date&_count=2":         2,
		"/MedicationStatement":                      1,
		"/MedicationStatement?effective=2026-11-01": 0,
		"/Patient":         1,
		"/Patient?_id={P}": 1,
		"/Patient?_id=x":   0,
	} {
		if n := len(get[*fhir.Bundle](s, s.anna, "GET", query, "").Entry); n != want {
			t.Errorf("%s: %d, want %d", query, n, want)
		}
	}
	for _, query := range []string{"/Observation?code=2276-4", "/Observation?date=2026", "/Observation?date=gt2026-10-03", "/Observation?_count=0", "/Observation?_count=x",
		"/Observation?_cursor=x", "/Observation?patient=a&subject=b", "/Patient?name=anna", "/Observation?_count=1&_count=2", "/Observation?_sort=code", "/Observation?category=x", "/MedicationStatement?category=survey", "/Observation?%zz=1"} {
		if rec := s.do(s.anna, "GET", query, ""); rec.Code != 400 || s.issue(rec).Code != "invalid" {
			t.Errorf("%s: %d %s", query, rec.Code, rec.Body)
		}
	}
}

// Every path about what is kept, with no token, a wrong one, and another's.
func TestPersonsOfOthersLookAsIfTheyWereNotThere(t *testing.T) {
	s := newSite(t)
	id := s.keep(s.anna, "lab", "2026-11-01", `{"analyte":"ferritin","value":"18.0","unit":"ug/L"}`)
	walks := []struct{ method, target, body string }{
		{"GET", "/Patient", ""}, {"GET", "/Patient/{P}", ""}, {"GET", "/Patient/{P}/$everything", ""}, {"GET", "/Patient/{P}/$summary", ""},
		{"GET", "/Observation", ""}, {"GET", "/Observation/" + id, ""}, {"POST", "/Observation", ferritin},
		{"GET", "/MedicationStatement", ""}, {"GET", "/MedicationStatement/" + id, ""}, {"POST", "/MedicationStatement", statin}, {"POST", "", `{"resourceType":"Bundle","type":"batch"}`},
		{"POST", "/QuestionnaireResponse/$report", `{"resourceType":"QuestionnaireResponse","status":"completed","subject":{"reference":"Patient/{P}"}}`},
	}
	for _, c := range walks {
		for name, w := range map[string]who{"none": {}, "wrong": {token: "lgb_wrong"}} {
			if name == "none" && strings.Contains(c.target, "$report") { // made of what is sent, and nothing else
				continue
			}
			if rec := s.do(w, c.method, c.target, c.body); rec.Code != 401 || s.issue(rec).Code != "login" || rec.Header().Get("WWW-Authenticate") == "" {
				t.Errorf("%s %s with %s token: %d %s", c.method, c.target, name, rec.Code, rec.Body)
			}
		}
		rec := s.do(s.ben, c.method, c.target, c.body)
		if strings.Contains(rec.Body.String(), "ferritin") || strings.Contains(rec.Body.String(), s.anna.person) && rec.Code == 200 && c.method == "GET" && !strings.Contains(rec.Body.String(), `"self"`) {
			t.Errorf("%s %s shows ben what is anna's: %s", c.method, c.target, rec.Body)
		}
		if strings.Contains(c.target, "{P}") && rec.Code != 404 {
			t.Errorf("%s %s: %d for another's person", c.method, c.target, rec.Code)
		}
	}
	if rec := s.do(s.ben, "GET", "/Observation/"+id, ""); rec.Code != 404 {
		t.Errorf("another's Observation: %d", rec.Code)
	}
	if rec := s.do(s.anna, "GET", "/MedicationStatement/"+id, ""); rec.Code != 404 {
		t.Errorf("an Observation under another type: %d", rec.Code)
	}
	if s.log.Len() > 0 {
		t.Errorf("log %s", s.log)
	}
}

func TestSummaryNeedsAName(t *testing.T) {
	s := newSite(t)
	rec := s.do(s.anna, "GET", "/Patient/{P}/$summary", "")
	if rec.Code != 422 || !strings.Contains(s.issue(rec).Diagnostics, "name") {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
}

// called gives every person a name.
type called struct{ *app.Keeper }

func (c called) Named(ctx context.Context, a app.Account) ([]app.Member, error) {
	list, err := c.Keeper.Named(ctx, a)
	for i := range list {
		list[i].Name = "Anna"
	}
	return list, err
}

func TestSummaryHoldsResultsAndMedicines(t *testing.T) {
	s := newSite(t)
	s.fill(2)
	svc, err := service()
	if err != nil {
		t.Fatal(err)
	}
	s.Handler = fhirapi.NewWith(svc, called{s.keeper}, s.options())
	b := get[*fhir.Bundle](s, s.anna, "GET", "/Patient/{P}/$summary", "")
	var got []string
	for _, e := range b.Entry {
		got = append(got, e.Resource.Head().ResourceType)
	}
	want := []string{"Composition", "Patient", "Device", "MedicationStatement", "AllergyIntolerance", "Condition", "Observation", "DiagnosticReport"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if p := b.Entry[1].Resource.Resource.(*fhir.Patient); string(p.ID) != s.anna.person || p.Name[0].Text != "Anna" {
		t.Errorf("patient %+v", p)
	}
}

func TestWithoutAStoreThereIsOnlyTheCheck(t *testing.T) {
	s := open(t)
	for _, target := range []string{"/Patient", "/Observation/x", ""} {
		if rec := s.do(who{}, "GET", target, ""); rec.Code != 404 || s.issue(rec).Code != "not-found" {
			t.Errorf("%s: %d", target, rec.Code)
		}
	}
	c := get[*fhir.CapabilityStatement](s, who{}, "GET", "/metadata", "")
	for _, r := range c.Rest[0].Resource {
		if !strings.HasPrefix(string(r.Type), "Questionnaire") {
			t.Errorf("%s is declared", r.Type)
		}
	}
}

// What the CapabilityStatement declares is there, and nothing else.
func TestCapabilitiesAreTrue(t *testing.T) {
	s := newSite(t)
	c := get[*fhir.CapabilityStatement](s, who{}, "GET", "/metadata", "")
	if c.FHIRVersion != "4.0.1" || c.Implementation.URL != "http://example.com/fhir" {
		t.Errorf("%+v", c)
	}
	for _, r := range c.Rest[0].Resource {
		for _, i := range r.Interaction {
			path, method, want := "/"+string(r.Type), "GET", 200
			switch i.Code {
			case "read":
				path, want = path+"/does-not-exist", 404
			case "create":
				method, want = "POST", 400
			}
			if rec := s.do(s.anna, method, path, "{"); rec.Code != want {
				t.Errorf("%s %s: %d, want %d", method, path, rec.Code, want)
			}
		}
		values := map[string]string{"_count": "1", "date": "2026-10-01", "effective": "2026-10-01", "authored": "2026-10-01", "timestamp": "2026-10-01", "category": "survey", "patient": "x", "subject": "x", "_id": "x", "url": "x", "actor": "x", "practitioner": "x", "schedule": "x", "start": "2026-11-24"}
		for _, p := range r.SearchParam {
			if rec := s.do(s.anna, "GET", "/"+string(r.Type)+"?"+p.Name+"="+values[p.Name], ""); p.Type == "" || rec.Code != 200 {
				t.Errorf("%s?%s: %d", r.Type, p.Name, rec.Code)
			}
		}
	}
	if rec := s.do(s.anna, "DELETE", "/Patient/{P}", ""); rec.Code != 405 || rec.Header().Get("Allow") != "GET" {
		t.Errorf("DELETE: %d", rec.Code)
	}
}

func TestOnlyJSON(t *testing.T) {
	s := newSite(t)
	for _, c := range []struct {
		accept, query string
		want          int
	}{
		{"application/fhir+json", "", 200}, {"*/*", "", 200}, {"", "", 200}, {"application/json;q=0.9", "", 200},
		{"application/fhir+xml", "", 406}, {"application/fhir+xml", "?_format=json", 200}, {"application/fhir+json", "?_format=xml", 406},
	} {
		r := httptest.NewRequest("GET", fhirapi.Root+"/metadata"+c.query, nil)
		r.Header.Set("Accept", c.accept)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("Accept %q %s: %d, want %d", c.accept, c.query, w.Code, c.want)
		}
	}
	for _, kind := range []string{"application/fhir+xml", "text/plain", "", "application/fhir+json; charset=latin1"} {
		r := httptest.NewRequest("POST", fhirapi.Root+"/Questionnaire/$next-question", strings.NewReader("{}"))
		r.Header.Set("Content-Type", kind)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != 415 {
			t.Errorf("Content-Type %q: %d", kind, w.Code)
		}
	}
}
