package fhirapi_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/report"
)

// clinic is a site where dora practises, to whom anna has sent a report, which is signed,
// and with whom she has two appointments, of which one is cancelled. Emil practises too.
type clinic struct {
	*site
	dora, emil, editor, operator who
	consultation                 string // the signed one
	waiting                      string // one that nobody has taken
	service                      string
	booked, cancelled            string // appointments
}

const kookaburra = "kookaburra" // stands in everything that anna wrote

func newClinic(t *testing.T) *clinic {
	t.Helper()
	c := &clinic{site: newSite(t)}
	c.dora, c.emil = c.member("dora", "practitioner"), c.member("emil", "practitioner")
	c.editor, c.operator = c.member("editor", "editor"), c.member("operator", "operator")
	list := app.NewPractitioners(c.keeper)
	for name, w := range map[string]who{"Dr Dora": c.dora, "Dr Emil": c.emil} {
		c.ok(list.Save(t.Context(), c.holder(w), consult.Practitioner{Name: name, Profession: "physician", Specialities: []string{"sleep"}, Country: "GB", Languages: []string{"en"}, TimeZone: "Europe/London", Listed: name == "Dr Dora"}))
		_, err := list.AddQualification(t.Context(), app.Console, c.holder(w).ID, consult.Qualification{Title: "Physician", Holder: "Anna Maria Naef", Register: "A register", Number: "7", Country: "GB", Way: "register", CheckedBy: "Ola Ops", ValidUntil: "2027-12-31"})
		c.ok(err)
	}
	c.consults()
	c.books(list)
	return c
}

func (c *clinic) ok(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *clinic) member(name, role string) who {
	c.t.Helper()
	_, p, err := c.keeper.AddAccount(c.t.Context(), name, role, "Europe/London")
	c.ok(err)
	token, err := c.keeper.AddToken(c.t.Context(), name, "test", nil)
	c.ok(err)
	return who{token, p.ID}
}

func (c *clinic) holder(w who) app.Account {
	c.t.Helper()
	a, err := c.keeper.AccountOf(c.t.Context(), w.token)
	c.ok(err)
	return a
}

func (c *clinic) consults() {
	svc, err := service()
	c.ok(err)
	use := app.NewConsultations(c.keeper, svc.Base())
	send := func(to string) string {
		id, err := use.Send(c.t.Context(), c.holder(c.anna), c.anna.person, &report.Report{OwnWords: kookaburra}, app.ConsultationRequest{To: to, Days: 7, Message: kookaburra, Agreed: true})
		c.ok(err)
		return id
	}
	c.consultation, c.waiting = send("dr-dora"), send("")
	dora := c.holder(c.dora)
	_, err = use.Read(c.t.Context(), dora, c.consultation)
	c.ok(err)
	c.ok(use.Do(c.t.Context(), dora, c.consultation, app.Deed{Act: consult.Accept}))
	c.ok(use.Do(c.t.Context(), dora, c.consultation, app.Deed{Act: consult.Sign, Opinion: &consult.Opinion{Level: clinical.Routine, Text: kookaburra + " is no cause for alarm."}}))
}

func (c *clinic) books(list *app.Practitioners) {
	svc, err := service()
	c.ok(err)
	use, dora, anna := app.NewBookings(c.keeper, svc, list, nil), c.holder(c.dora), c.holder(c.anna)
	c.ok(use.SaveService(c.t.Context(), dora, consult.Service{Kind: "assisted_stretching", Name: "An hour of stretching", Minutes: 60, Way: consult.AtPlace, Place: "1 High Street", Offered: true}))
	v, err := use.Practice(c.t.Context(), dora)
	c.ok(err)
	c.service = v.Services[0].ID
	for day := time.Monday; day <= time.Friday; day++ {
		v.Schedule.Week = append(v.Schedule.Week, consult.Hours{Day: day, From: 9 * 60, To: 12 * 60})
	}
	c.ok(use.SaveSchedule(c.t.Context(), dora, v.Schedule, v.Version))
	groups, err := svc.Prechecks("assisted_stretching", false)
	c.ok(err)
	for i, id := range []*string{&c.booked, &c.cancelled} {
		ask := &app.BookRequest{Practitioner: "dr-dora", Service: c.service, Start: time.Date(2026, 11, 24+i, 10, 0, 0, 0, time.UTC), Contact: app.Contact{Name: kookaburra}, Agreed: true}
		for _, g := range groups {
			ask.Precheck.None = append(ask.Precheck.None, g.ID)
		}
		a, fitness, err := use.Book(c.t.Context(), anna, c.anna.person, ask)
		c.ok(err)
		if !fitness.Fit {
			c.t.Fatalf("%+v", fitness)
		}
		*id = a.ID
	}
	ref, err := use.ByAccount(c.t.Context(), anna, c.cancelled)
	c.ok(err)
	c.ok(use.Cancel(c.t.Context(), ref, 0))
}

func (c *clinic) count(w who, target string) int {
	c.t.Helper()
	return len(get[*fhir.Bundle](c.site, w, "GET", target, "").Entry)
}

var ofPractice = []string{"Practitioner", "PractitionerRole", "Schedule", "Slot", "Appointment", "Consent", "Provenance", "AuditEvent"}

// What each role sees of each type.
func TestWhoSeesWhatOfThePractice(t *testing.T) {
	c := newClinic(t)
	for name, x := range map[string]struct {
		who
		want []int // by ofPractice
	}{
		"anna":     {c.anna, []int{1, 1, 1, 1, 2, 4, 1, -1}},
		"dora":     {c.dora, []int{1, 1, 1, -1, 2, 3, 1, 0}},
		"emil":     {c.emil, []int{2, 2, 1, 0, 0, 0, 0, 0}},
		"ben":      {c.ben, []int{1, 1, 1, 0, 0, 0, 0, 0}},
		"editor":   {c.editor, []int{1, 1, 1, 0, 0, 0, 0, 0}},
		"operator": {c.operator, []int{1, 1, 1, 0, 0, 0, 0, 0}},
	} {
		for i, kind := range ofPractice {
			rec := c.do(x.who, "GET", "/"+kind+"?_count=200", "")
			b := readAs[*fhir.Bundle](t, rec.Body.Bytes())
			if strings.Contains(rec.Body.String(), kookaburra) {
				t.Errorf("%s: %s shows what anna wrote", name, kind)
			}
			if name != "anna" && strings.Contains(rec.Body.String(), c.anna.person) {
				t.Errorf("%s: %s names anna's person: %s", name, kind, rec.Body)
			}
			if n := len(b.Entry); x.want[i] >= 0 && n != x.want[i] || x.want[i] < 0 && n < 2 || b.Total == nil || *b.Total != n {
				t.Errorf("%s sees %d of %s, want %d: %v", name, n, kind, x.want[i], ids(b))
			}
			for _, e := range b.Entry { // what is listed can be read, by its holder alone
				one := c.do(x.who, "GET", "/"+kind+"/"+string(e.Resource.Head().ID), "")
				if one.Code != http.StatusOK {
					t.Errorf("%s reads %s/%s: %d", name, kind, e.Resource.Head().ID, one.Code)
				}
			}
		}
	}
}

// Every resource that anna or dora may see is asked for by everybody else.
func TestWhatIsNotOnesOwnIsNotThere(t *testing.T) {
	c := newClinic(t)
	private := map[string][]string{"Slot": {c.booked}, "Appointment": {c.booked, c.cancelled}, "Provenance": {c.consultation}}
	for _, kind := range []string{"Consent", "AuditEvent"} {
		private[kind] = ids(get[*fhir.Bundle](c.site, c.anna, "GET", "/"+kind, ""))
	}
	for _, e := range get[*fhir.Bundle](c.site, c.dora, "GET", "/Slot", "").Entry {
		if s := e.Resource.Resource.(*fhir.Slot); s.Status == "free" {
			private["Slot"] = append(private["Slot"], string(s.ID))
		}
	}
	for kind, list := range private {
		if len(list) == 0 {
			t.Errorf("nothing of %s is there", kind)
		}
		for _, id := range list {
			if i := strings.LastIndex(id, "/"); i >= 0 {
				id = id[i+1:]
			}
			never := c.do(c.ben, "GET", "/"+kind+"/01935c0c-3d5e-7f00-8a4e-000000000000", "")
			for name, w := range map[string]who{"ben": c.ben, "emil": c.emil, "editor": c.editor, "operator": c.operator} {
				if rec := c.do(w, "GET", "/"+kind+"/"+id, ""); rec.Code != http.StatusNotFound || rec.Body.String() != never.Body.String() {
					t.Errorf("%s reads %s/%s: %d %s", name, kind, id, rec.Code, rec.Body)
				}
			}
			for name, w := range map[string]who{"nobody": {}, "a wrong token": {token: "legible_wrong"}} {
				if rec := c.do(w, "GET", "/"+kind+"/"+id, ""); rec.Code != http.StatusUnauthorized {
					t.Errorf("%s reads %s/%s: %d", name, kind, id, rec.Code)
				}
			}
		}
		for name, w := range map[string]who{"nobody": {}, "a wrong token": {token: "legible_wrong"}} {
			if rec := c.do(w, "GET", "/"+kind, ""); rec.Code != http.StatusUnauthorized {
				t.Errorf("%s lists %s: %d", name, kind, rec.Code)
			}
		}
		if n := c.count(c.ben, "/"+kind+"?_id="+strings.TrimPrefix(list[0], kind+"/")); n != 0 {
			t.Errorf("ben finds %d of %s by id", n, kind)
		}
	}
	if n := c.count(c.ben, "/Appointment?patient={P}"); n != 0 {
		t.Errorf("ben finds %d appointments of anna's person", n)
	}
}

// When anna ends the consent, what dora sees of it ends too, at once.
func TestAnEndedConsentIsInactive(t *testing.T) {
	c := newClinic(t)
	statuses := func(w who) (out []string) {
		for _, e := range get[*fhir.Bundle](c.site, w, "GET", "/Consent", "").Entry {
			x := e.Resource.Resource.(*fhir.Consent)
			out = append(out, string(x.Status))
		}
		slices.Sort(out)
		return out
	}
	if got := strings.Join(statuses(c.anna), " "); got != "active active inactive proposed" {
		t.Errorf("anna's consents are %s", got)
	}
	use := app.NewConsents(c.keeper)
	list, err := use.Of(t.Context(), c.holder(c.anna), c.anna.person)
	c.ok(err)
	for _, x := range list {
		c.ok(use.Revoke(t.Context(), c.holder(c.anna), c.anna.person, x.ID))
	}
	if got := strings.Join(statuses(c.dora), " "); got != "inactive inactive inactive" {
		t.Errorf("dora's consents are %s", got)
	}
	if n := c.count(c.dora, "/Provenance"); n != 0 {
		t.Errorf("dora still sees %d signatures", n)
	}
	if n := c.count(c.anna, "/Provenance"); n != 1 {
		t.Errorf("anna sees %d signatures", n)
	}
}

func TestSearchOfThePractice(t *testing.T) {
	c := newClinic(t)
	for query, want := range map[string]int{
		"/Practitioner?_id=x":                              0,
		"/PractitionerRole?practitioner={D}":               1,
		"/PractitionerRole?practitioner=Practitioner/{D}":  1,
		"/PractitionerRole?practitioner=Practitioner/x":    0,
		"/Schedule?actor=Practitioner/{D}":                 1,
		"/Slot?schedule=Schedule/x":                        0,
		"/Slot?schedule=Schedule/{S}&start=2026-11-24":     3, // nine, eleven, and ten, which is booked
		"/Slot?start=ge2026-11-28&start=le2026-11-29":      0, // a weekend
		"/Slot?start=ge2027-11-28":                         0,
		"/Appointment?date=2026-11-24":                     1,
		"/Appointment?date=ge2026-11-25":                   1,
		"/Appointment?date=ge2026-11-24&date=le2026-11-25": 2,
		"/Appointment?patient=Patient/" + c.ben.person:     0,
		"/AuditEvent?date=2026-11-21":                      0,
		"/Consent?patient={P}":                             0, // whose it is is not told to dora
	} {
		query = strings.NewReplacer("{D}", c.holder(c.dora).ID, "{S}", c.service).Replace(query)
		if n := c.count(c.dora, query); n != want {
			t.Errorf("%s: %d, want %d", query, n, want)
		}
	}
	for _, query := range []string{"/Practitioner?name=dora", "/Slot?start=2026", "/Slot?schedule=", "/Appointment?date=gt2026-11-24", "/Consent?_count=0", "/AuditEvent?_cursor=x", "/Provenance?patient={P}", "/Slot?schedule=a&schedule=b"} {
		if rec := c.do(c.dora, "GET", query, ""); rec.Code != http.StatusBadRequest || c.issue(rec).Code != "invalid" {
			t.Errorf("%s: %d %s", query, rec.Code, rec.Body)
		}
	}
	for _, kind := range ofPractice {
		if rec := c.do(c.dora, "POST", "/"+kind, "{}"); rec.Code != http.StatusMethodNotAllowed {
			t.Errorf("POST %s: %d", kind, rec.Code)
		}
	}
}

func TestPagesOfThePracticeHoldEveryResourceOnce(t *testing.T) {
	c := newClinic(t)
	for path, w := range map[string]who{"/Slot?_count=3": c.dora, "/AuditEvent?_count=2": c.anna, "/Consent?_count=1": c.anna, "/Appointment?_count=1": c.dora} {
		whole := ids(get[*fhir.Bundle](c.site, w, "GET", strings.Split(path, "?")[0]+"?_count=200", ""))
		var got []string
		for at, n := path, 0; at != "" && n < 100; n++ {
			b := get[*fhir.Bundle](c.site, w, "GET", at, "")
			got = append(got, ids(b)...)
			at = link(b, "next")
		}
		if !slices.Equal(whole, got) || len(got) < 2 {
			t.Errorf("%s: pages %v, whole %v", path, got, whole)
		}
	}
}

func TestThePracticeMeetsTheSchemaOfR4(t *testing.T) {
	schema(t)
	c := newClinic(t)
	for i, kind := range ofPractice {
		for name, w := range map[string]who{"anna": c.anna, "dora": c.dora} {
			text := c.do(w, "GET", "/"+kind+"?_count=200", "").Body.Bytes()
			valid(t, kind+" of "+name, string(text))
			write(t, "practice-"+kind, i, someone{name: name}, text)
		}
	}
}

// Every type that is declared is searched and read by every role: nobody but anna finds
// what is hers, and dora no more of it than that she agreed and booked, and the report.
func TestEveryTypeForEveryRole(t *testing.T) {
	c := newClinic(t)
	id := c.keep(c.anna, "lab", "2026-11-01", `{"analyte":"ferritin","value":"18.0","unit":"ug/L"}`)
	types := get[*fhir.CapabilityStatement](c.site, who{}, "GET", "/metadata", "").Rest[0].Resource
	for _, kind := range types {
		if kind.Type == "Questionnaire" {
			continue
		}
		for name, w := range map[string]who{"dora": c.dora, "emil": c.emil, "ben": c.ben, "editor": c.editor, "operator": c.operator} {
			for _, target := range []string{"", "?patient={P}", "?subject={P}", "/" + id, "/{P}", "/{P}/$everything", "/{P}/$summary"} {
				rec := c.do(w, "GET", "/"+string(kind.Type)+target, "")
				text := strings.ReplaceAll(rec.Body.String(), "Patient/"+c.anna.person, "") // in the link to itself
				text = strings.ReplaceAll(text, "="+c.anna.person, "")
				agreed := name == "dora" && target == "" && (kind.Type == "Bundle" || kind.Type == "Composition") // the words of the report sent to her
				if strings.Contains(text, c.anna.person) || strings.Contains(text, kookaburra) != agreed || strings.Contains(text, "erritin") {
					t.Errorf("%s%s shows %s: %s", kind.Type, target, name, rec.Body)
				}
				if rec.Code == http.StatusOK && strings.HasPrefix(target, "/") {
					t.Errorf("%s%s is there for %s", kind.Type, target, name)
				}
			}
		}
		if rec := c.do(who{}, "GET", "/"+string(kind.Type), ""); rec.Code != http.StatusUnauthorized && rec.Code != http.StatusMethodNotAllowed && rec.Code != http.StatusNotFound {
			t.Errorf("nobody lists %s: %d", kind.Type, rec.Code)
		}
	}
	if len(types) < 12 {
		t.Errorf("only %d types are declared", len(types))
	}
}
