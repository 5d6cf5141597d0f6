package web

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
)

// inRole is the browser of a new user in a role.
func (k *kept) inRole(t testing.TB, name, role string) *client {
	t.Helper()
	b := k.signUp(t, name)
	k.alter(`UPDATE account SET role = ? WHERE name = ?`, role, name)
	return b
}

// alter changes the database behind the site's back.
func (k *kept) alter(statement string, args ...any) {
	k.t.Helper()
	db := must(sql.Open("sqlite", "file:"+k.path+"?_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)"))
	defer db.Close()
	must(db.Exec(statement, args...))
}

// agree adds a consent of whoever is in the browser to a practitioner, for a day.
func (k *kept) agree(b *client, to app.Account, scope string) app.Consent {
	k.t.Helper()
	v := k.visit(b)
	c := app.Consent{ID: newID(), Account: v.Account.ID, Person: v.Chosen.ID, Practitioner: to.ID, Scope: scope, GrantedAt: k.clock.time(), Until: k.clock.time().Add(24 * time.Hour)}
	must(0, k.store.AddConsent(k.t.Context(), c, app.Audit{ID: newID(), At: c.GrantedAt, Account: c.Account, Person: c.Person, Action: "consent.grant", Outcome: "done"}))
	return c
}

// look is what a practitioner's page does: it uses a consent and notes it.
func (k *kept) look(to app.Account, c app.Consent, action string) error {
	_, err := k.store.UseConsent(k.t.Context(), to.ID, c.Person, c.Scope, app.Audit{ID: newID(), At: k.clock.time(), Account: to.ID, Person: c.Person, Action: action, Outcome: "done"})
	return err
}

func TestConsentsAreListedAndEnded(t *testing.T) {
	k := keptSite(t)
	anna, doctor := k.signUp(t, "anna"), k.inRole(t, "doctor", "practitioner")
	anna.get(consentsPath).want(200, "You have sent nothing to a practitioner", "Began these pages You").checkPage()
	to := k.visit(doctor).Account
	c := k.agree(anna, to, "consultation:c1")
	k.agree(anna, app.Account{}, "consultation:c2")
	if err := k.look(to, c, "consultation.read"); err != nil {
		t.Fatal(err)
	}
	d := anna.get(consentsPath).want(200, "Shared now", "doctor", "Ends Mon 23 Nov, 08:30", "Whoever takes it first", "Nobody has taken it yet", "Agreed to share You")
	d.checkPage()
	if n := len(d.all("button.danger")); n != 2 {
		t.Errorf("%d consents can be ended, want 2", n)
	}
	if said := d.text(); !strings.Contains(said, "Read a report doctor Sun 22 Nov, 08:30 Report sent Sun 22 Nov, 08:30") {
		t.Errorf("the look of the practitioner is not listed: %s", said)
	}
	if n := len(d.all("a[href=/consultations/c1]")); n != 2 {
		t.Errorf("%d links to what was read, want that of the consent and that of the look", n)
	}
	anna.follow(anna.post(consentsPath+"/revoke", url.Values{"id": {c.ID}})).want(200, "Not shared any more", "Ended Sun 22 Nov, 08:30", "Ended sharing You").checkPage()
	if err := k.look(to, c, "consultation.read"); err == nil {
		t.Error("an ended consent still opens")
	}
	k.clock.add(25 * time.Hour)
	anna.get(consentsPath).want(200, "The time ended Mon 23 Nov, 08:30")
}

func TestTheListOfAccessesGoesOnOverPages(t *testing.T) {
	k := keptSite(t)
	anna, doctor := k.signUp(t, "anna"), k.inRole(t, "doctor", "practitioner")
	to := k.visit(doctor).Account
	c := k.agree(anna, to, "consultation:c1")
	const looks = 2*accessesShown + 5
	for i := range looks {
		if err := k.look(to, c, fmt.Sprintf("test.%03d", i)); err != nil {
			t.Fatal(err)
		}
		k.clock.add(time.Minute)
	}
	lines, pages := 0, 0
	for at := consentsPath; at != "" && pages < 9; pages++ {
		d := anna.get(at)
		d.checkPage()
		for li := range d.all("ul.accesses")[0].ChildNodes() {
			lines += boolInt(li.Data == "li")
		}
		at = ""
		for _, a := range d.all("a.button") {
			if strings.Contains(attr(a, "href"), "before=") {
				at, _, _ = strings.Cut(attr(a, "href"), "#")
			}
		}
	}
	if lines != looks+2 || pages != 3 {
		t.Errorf("%d lines on %d pages, want %d on 3", lines, pages, looks+2)
	}
	for _, wrong := range []string{"x", "1.x", "-5.00000000-0000-0000-0000-000000000000", "9999999999999999999.00000000-0000-0000-0000-000000000000", "1" + strings.Repeat("0", 17) + "9.00000000-0000-0000-0000-000000000000"} {
		if d := anna.get(consentsPath + "?before=" + wrong); d.Status != http.StatusUnprocessableEntity {
			t.Errorf("before=%s answers %d", wrong, d.Status)
		}
	}
}

// books makes an appointment of Anna's with the practitioner, who is checked, and puts her
// on the waiting list.
func (a *resident) books(t *testing.T, k *kept) {
	t.Helper()
	list, doctor, v := app.NewPractitioners(k.keeper), k.visit(a.doctor).Account, k.visit(a.client)
	must(0, list.Save(t.Context(), doctor, consult.Practitioner{Name: "Dr Doctor", Profession: "physician", Country: "GB", Languages: []string{"en"}, TimeZone: "UTC", Listed: true}))
	must(list.AddQualification(t.Context(), app.Console, doctor.ID, consult.Qualification{Title: "Physician", Holder: "Dr Doctor", Register: "A register", Number: "7", Country: "GB", Way: "register", CheckedBy: "Ola Ops", ValidUntil: "2027-12-31"}))
	must(0, k.bookings.SaveService(t.Context(), doctor, consult.Service{Kind: "advice", Name: "Advice", Minutes: 30, Way: consult.AtPlace, Place: "1 High Street", Offered: true}))
	practice := must(k.bookings.Practice(t.Context(), doctor))
	practice.Schedule.Week = []consult.Hours{{Day: time.Tuesday, From: 9 * 60, To: 12 * 60}}
	must(0, k.bookings.SaveSchedule(t.Context(), doctor, practice.Schedule, practice.Version))
	a.ids["practitioner"], a.ids["service"] = "dr-doctor", practice.Services[0].ID
	ask := &app.BookRequest{Practitioner: "dr-doctor", Service: a.ids["service"], Start: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC), Contact: app.Contact{Name: secret}, Agreed: true}
	form := url.Values{}
	for _, g := range must(lateService{}.Prechecks("advice", false)) {
		ask.Precheck.None = append(ask.Precheck.None, g.ID)
		form.Add("none", g.ID)
	}
	a.ids["nothing"] = form.Encode()
	booked, fitness, err := k.bookings.Book(t.Context(), v.Account, v.Chosen.ID, ask)
	if err != nil || !fitness.Fit {
		t.Fatalf("%+v, %v", fitness, err)
	}
	a.ids["appointment"] = booked.ID
	must(k.bookings.Wait(t.Context(), v.Account, v.Chosen.ID, "dr-doctor", a.ids["service"], &ask.Precheck, "", false))
	a.ids["waiting"] = must(k.bookings.WaitingOf(t.Context(), v.Account, v.Chosen.ID))[0].ID
}

// roles are the browsers of those who are not Anna, by what they are. Anna has agreed
// that the practitioner reads one thing.
func (a *resident) roles(t *testing.T, k *kept) map[string]*client {
	t.Helper()
	return map[string]*client{
		"nobody": k.client(), "another person": k.signUp(t, "ben"), "another practitioner": k.inRole(t, "other", "practitioner"),
		"editor": k.inRole(t, "editor", "editor"), "operator": k.inRole(t, "operator", "operator"), "practitioner": a.doctor,
	}
}

// reserved are the pages of a role, by the beginning of their path.
var reserved = map[string][]string{"/practice": {"practitioner", "another practitioner"}, "/operator": {"operator"}}

// theirs lists the routes on which the practitioner to whom Anna agreed may see what she
// wrote, or do something about it.
var theirs = []string{"GET /practice/appointments/{id}", "POST /practice/appointments/{id}", "GET /practice/appointments/{id}/report",
	"GET /practice/consultations/{consultation}", "POST /practice/consultations/{consultation}"}

// Every route is asked for by every role: what Anna keeps is seen by nobody but the
// practitioner to whom she agreed, on the pages that are for that; pages of a role answer
// others as if they were not there.
func TestEveryRouteForEveryRole(t *testing.T) {
	if testing.Short() {
		t.Skip("walks every page")
	}
	k := keptSite(t)
	a := anna(t, k)
	before := a.kept(t, k)
	patterns := k.patterns(t)
	slices.SortStableFunc(patterns, func(a, b string) int { return boolInt(routeWalks[a].last) - boolInt(routeWalks[b].last) })
	for who, b := range a.roles(t, k) {
		opened := map[string]int{}
		for _, pattern := range patterns {
			if who == "practitioner" && (slices.Contains(theirs, pattern) || routeWalks[pattern].last) {
				continue // with the account of the practitioner the consent would go
			}
			statuses := a.walk(t, who, pattern, b)
			_, path := methodOf(pattern)
			for prefix, may := range reserved {
				if path != prefix && !strings.HasPrefix(path, prefix+"/") {
					continue
				}
				if slices.Contains(statuses, http.StatusOK) {
					opened[prefix]++
				}
				if !slices.Contains(may, who) && slices.ContainsFunc(statuses, func(n int) bool { return n < 400 && (who != "nobody" || n == http.StatusOK) }) {
					t.Errorf("%s as %s answers %v: it is for %v only", pattern, who, statuses, may)
				}
			}
		}
		for prefix, may := range reserved {
			there := slices.ContainsFunc(patterns, func(p string) bool { return strings.HasPrefix(p, "GET "+prefix) })
			if (there && slices.Contains(may, who)) != (opened[prefix] > 0) {
				t.Errorf("%d routes below %s open for %s, which is for %v", opened[prefix], prefix, who, may)
			}
		}
	}
	if d := a.doctor.get(a.fill("/practice/appointments/{id}")); !strings.Contains(d.Raw, secret) {
		t.Errorf("the practitioner to whom Anna agreed does not see what she wrote: %d", d.Status)
	}
	after := a.kept(t, k)
	for _, m := range []map[string]any{before, after} {
		for _, p := range m["persons"].([]any) {
			delete(p.(map[string]any), "accesses") // what the practitioner was let in for is listed
		}
	}
	if d := cmp.Diff(before, after); d != "" {
		t.Errorf("Anna's data changed (-before +after):\n%s", d)
	}
}

// Everything that is noted about a person has words: the list of accesses must not say
// that something was done, and not what.
func TestEveryActionHasWords(t *testing.T) {
	noted := regexp.MustCompile(`(?:audit\([^,]+, |note\(ctx, [^,]+, |reachByConsent\(.+, )([^,]*, )?"([a-z_.]+)"`)
	actions := []string{"appointment.move", "appointment.cancel"}
	for _, a := range consult.Acts {
		actions = append(actions, "consultation."+string(a))
	}
	files := must(filepath.Glob("../app/*.go"))
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, m := range noted.FindAllStringSubmatch(string(must(os.ReadFile(file))), -1) {
			if m[1] != `"", ` { // about nobody
				actions = append(actions, m[2])
			}
		}
	}
	if len(actions) < 25 || !slices.Contains(actions, "share.create") || !slices.Contains(actions, "consultation.read") || !slices.Contains(actions, "person.find") {
		t.Fatalf("only %d actions were found: %v", len(actions), actions)
	}
	for _, p := range must(newRenderer()).bundle.Languages() {
		for _, a := range actions {
			if strings.HasSuffix(a, ".") {
				continue // the rest is put on while the program runs
			}
			if actionName(p, a) == p.T("consent.action.other") {
				t.Errorf("%s has no words for %s", p.Lang(), a)
			}
		}
	}
}
