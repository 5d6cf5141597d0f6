package storetest

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
)

// morning is when the appointments of these tests begin.
var morning = time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)

// bookable adds a practitioner with a practice and one service.
func bookable(t testing.TB, s app.Store, name string) (practitioner, service string) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	a := account(name)
	a.Role = "practitioner"
	must(s.AddAccount(t.Context(), a, person("person of "+name), app.Link{Person: "person of " + name, Relation: "self"}))
	must(s.SavePractice(t.Context(), app.KeptPractice{Practitioner: a.ID, Version: 1, Schedule: consult.Usual(""), UpdatedAt: now}, by("practice of "+name, "practice.save")))
	x := halfHour(a.ID, "service of "+name)
	must(s.AddService(t.Context(), x, 5, by("audit of "+x.ID, "service.save")))
	return a.ID, x.ID
}

func halfHour(practitioner, id string) app.KeptService {
	return app.KeptService{Practitioner: practitioner, CreatedAt: now, Service: consult.Service{ID: id, Kind: "advice", Name: "Half an hour", Minutes: 30,
		Before: 5, After: 10, Way: consult.AtPlace, Place: "1 High Street", Offered: true}}
}

// occupied is what half an hour takes up.
func occupied(start time.Time) consult.Span {
	x := halfHour("", "")
	return x.Occupies(start)
}

// visit is an appointment of anna's for p1 with Dr Lee, so many five minutes into the morning.
func visit(id string, at int) app.KeptAppointment {
	start := morning.Add(time.Duration(at) * consult.Grid)
	return app.KeptAppointment{ID: id, TokenHash: "hash of " + id, Account: account("anna").ID, Person: "p1", Practitioner: account("lee").ID, Service: "service of lee",
		Start: start, End: start.Add(30 * time.Minute), Taken: occupied(start), State: app.Booked, Payload: []byte{0, 255, 'a'}, CreatedAt: now, UpdatedAt: now}
}

func consentTo(a app.KeptAppointment) app.Consent {
	return app.Consent{ID: "consent " + a.ID, Account: a.Account, Person: a.Person, Practitioner: a.Practitioner, Scope: app.ConsentScope("appointment", a.ID), GrantedAt: now, Until: a.End}
}

func book(s app.Store, a app.KeptAppointment, t testing.TB) error {
	j := app.Job{ID: "job of " + a.ID, Kind: "k", Person: a.Person, RunAt: now, NextAt: now, Payload: []byte{1}}
	return s.AddAppointment(t.Context(), a, consentTo(a), []app.Job{j}, 1000, by("audit of "+a.ID, "appointment.book"))
}

// moved is a change of an appointment to another time.
func moved(a app.KeptAppointment, at int) app.AppointmentChange {
	b := visit(a.ID, at)
	return app.AppointmentChange{ID: a.ID, Sequence: a.Sequence, Start: b.Start, End: b.End, Taken: b.Taken, State: app.Booked, At: now.Add(time.Minute), Until: b.End,
		By: by(fmt.Sprintf("audit of %s to %d, %d", a.ID, at, a.Sequence), "appointment.move")}
}

func cancelledBy(a app.KeptAppointment, who string) app.AppointmentChange {
	return app.AppointmentChange{ID: a.ID, Sequence: a.Sequence, Start: a.Start, End: a.End, Taken: a.Taken, State: app.Cancelled, CancelledBy: who, Late: true, At: now.Add(time.Minute),
		By: by(fmt.Sprintf("audit of %s off, %d", a.ID, a.Sequence), "appointment.cancel")}
}

func practices(t *testing.T, s app.Store) {
	lee, id := bookable(t, s, "lee")
	household(t, s, "anna", "p1")
	p, err := s.Practice(t.Context(), lee)
	ok(t, err)
	p.Version, p.Schedule.Week = 2, []consult.Hours{{Day: time.Monday, From: 480, To: 1440}}
	p.Schedule.Exceptions = []consult.Exception{{Date: consult.Date{Year: 2026, Month: 12, Day: 24}, To: 1440}}
	ok(t, s.SavePractice(t.Context(), p, by("a1", "practice.save")))
	got, err := s.Practice(t.Context(), lee)
	ok(t, err)
	if d := cmp.Diff(p, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	wantKind(t, "an old version", s.SavePractice(t.Context(), p, by("a2", "practice.save")), errs.Conflict)
	p.Version, p.Practitioner = 1, account("anna").ID
	wantKind(t, "a person's", s.SavePractice(t.Context(), p, by("a3", "practice.save")), errs.NotFound)
	_, err = s.Practice(t.Context(), p.Practitioner)
	wantKind(t, "none", err, errs.NotFound)

	x, err := s.Service(t.Context(), id)
	ok(t, err)
	if d := cmp.Diff(halfHour(lee, id), x); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	x.Name, x.Offered, x.Way, x.Place = "By phone", false, consult.ByTelephone, ""
	ok(t, s.ReplaceService(t.Context(), x, by("a4", "service.save")))
	second := halfHour(lee, "another")
	second.CreatedAt = now.Add(time.Second)
	ok(t, s.AddService(t.Context(), second, 2, by("a5", "service.save")))
	list, err := s.ServicesOf(t.Context(), lee)
	ok(t, err)
	if d := cmp.Diff([]app.KeptService{x, second}, list); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	wantKind(t, "one too many", s.AddService(t.Context(), halfHour(lee, "third"), 2, by("a6", "service.save")), errs.Conflict)
	wantKind(t, "a person's", s.AddService(t.Context(), halfHour(account("anna").ID, "fourth"), 9, by("a7", "service.save")), errs.NotFound)
	x.Practitioner = account("anna").ID
	wantKind(t, "another's", s.ReplaceService(t.Context(), x, by("a8", "service.save")), errs.NotFound)
}

func appointments(t *testing.T, s app.Store) {
	lee, service := bookable(t, s, "lee")
	household(t, s, "anna", "p1")
	household(t, s, "ben", "p2")
	ok(t, s.AddWaiting(t.Context(), app.KeptWaiting{ID: "w1", Account: account("anna").ID, Person: "p1", Practitioner: lee, Service: service, Until: now.Add(time.Hour), CreatedAt: now}))
	a := visit("a1", 0)
	a.Report, a.Attached = []byte{0, 1, 255}, true
	ok(t, book(s, a, t))
	got, err := s.Appointment(t.Context(), "a1")
	ok(t, err)
	if d := cmp.Diff(a, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if _, err := s.ConsentFor(t.Context(), "p1", lee, "appointment:a1", now); err != nil {
		t.Error("the consent is not there:", err)
	}
	if list, err := s.WaitingOf(t.Context(), a.Account, "p1", now); err != nil || len(list) != 0 {
		t.Errorf("still waiting: %v, %v", list, err)
	}
	for name, x := range map[string]struct {
		at   int
		want errs.Kind
	}{"the same": {0, errs.Conflict}, "in its buffer after": {7, errs.Conflict}, "its buffer in ours": {-8, errs.Conflict}} {
		wantKind(t, name, book(s, visit("no "+name, x.at), t), x.want)
	}
	if _, err := s.ConsentFor(t.Context(), "p1", lee, "appointment:no the same", now); errs.KindOf(err) != errs.NotFound {
		t.Error("a refused booking left its consent:", err)
	}
	ok(t, book(s, visit("a2", 9), t)) // 8:45: 5 before, and 10 after the first
	stranger := visit("a3", 30)
	stranger.Person = "p2"
	wantKind(t, "for a person of others", book(s, stranger, t), errs.NotFound)
	nowhere := visit("a4", 30)
	nowhere.Practitioner = account("ben").ID
	wantKind(t, "with nobody", book(s, nowhere, t), errs.NotFound)
	wantKind(t, "one too many", s.AddAppointment(t.Context(), visit("a5", 30), consentTo(visit("a5", 30)), nil, 2, by("a", "appointment.book")), errs.TooMany)

	wantKind(t, "onto the other", s.ChangeAppointment(t.Context(), moved(a, 1)), errs.Conflict)
	ok(t, s.ChangeAppointment(t.Context(), moved(a, -1)))
	wantKind(t, "the same form again", s.ChangeAppointment(t.Context(), moved(a, -1)), errs.Gone)
	wantKind(t, "one that never was", s.ChangeAppointment(t.Context(), moved(visit("a9", 0), 1)), errs.NotFound)
	taken, err := s.Taken(t.Context(), lee, consult.Span{From: morning, To: morning.Add(24 * time.Hour)}, "")
	ok(t, err)
	if d := cmp.Diff([]consult.Span{occupied(morning.Add(-consult.Grid)), occupied(morning.Add(9 * consult.Grid))}, taken); d != "" {
		t.Errorf("taken (-want +got):\n%s", d)
	}
}

// appointmentsMove follows one through its life.
func appointmentsMove(t *testing.T, s app.Store) {
	lee, _ := bookable(t, s, "lee")
	household(t, s, "anna", "p1")
	a, b := visit("a1", 0), visit("a2", 20)
	ok(t, book(s, a, t))
	ok(t, book(s, b, t))
	c := moved(a, 2)
	c.Add = []app.Job{{ID: "told", Kind: "k", Person: "p1", RunAt: now, NextAt: now, Payload: []byte{1}}}
	ok(t, s.ChangeAppointment(t.Context(), c)) // its new time meets its old one
	a.Sequence = 1
	got, err := s.AppointmentByToken(t.Context(), a.TokenHash)
	ok(t, err)
	if !got.Start.Equal(c.Start) || got.Sequence != 1 || !got.UpdatedAt.Equal(c.At) || got.Taken != c.Taken {
		t.Errorf("moved: %+v", got)
	}
	held, err := s.ConsentFor(t.Context(), "p1", lee, "appointment:a1", now)
	ok(t, err)
	if !held.Until.Equal(c.Until) {
		t.Errorf("the consent ends %v, want %v", held.Until, c.Until)
	}
	ok(t, s.AttachReport(t.Context(), a.Account, "a1", []byte("report"), by("r1", "appointment.report")))
	wantKind(t, "a report of others", s.AttachReport(t.Context(), lee, "a1", nil, by("r2", "appointment.report")), errs.NotFound)
	ok(t, s.ChangeAppointment(t.Context(), cancelledBy(a, app.ByPerson)))
	wantKind(t, "cancelled again", s.ChangeAppointment(t.Context(), cancelledBy(a, app.ByPerson)), errs.Gone)
	a.Sequence = 2
	wantKind(t, "moved when cancelled", s.ChangeAppointment(t.Context(), moved(a, 40)), errs.Gone)
	wantKind(t, "a report of a cancelled one", s.AttachReport(t.Context(), a.Account, "a1", nil, by("r3", "appointment.report")), errs.NotFound)
	_, err = s.ConsentFor(t.Context(), "p1", lee, "appointment:a1", now.Add(2*time.Minute))
	wantKind(t, "the consent of a cancelled one", err, errs.NotFound)
	ok(t, book(s, visit("a3", 2), t)) // the time is free again
	list, err := s.AppointmentsWith(t.Context(), lee, consult.Span{From: morning, To: morning.Add(time.Hour)})
	ok(t, err)
	if len(list) != 2 || list[0].ID != "a1" || list[0].State != app.Cancelled || list[0].CancelledBy != app.ByPerson || !list[0].Late || list[1].ID != "a3" {
		t.Errorf("with lee: %+v", list)
	}
	list, err = s.AppointmentsOf(t.Context(), a.Account, "p1", 2)
	ok(t, err)
	if len(list) != 2 || list[0].ID != "a2" || list[1].ID != "a3" {
		t.Errorf("of anna: %+v", list)
	}
	if first, _, err := s.OpenJobs(t.Context()); err != nil || first == nil {
		t.Errorf("no job is there: %v", err)
	}
}

func waitingLists(t *testing.T, s app.Store) {
	lee, service := bookable(t, s, "lee")
	household(t, s, "anna", "p1")
	household(t, s, "ben", "p2")
	anna := app.KeptWaiting{ID: "w1", Account: account("anna").ID, Person: "p1", Practitioner: lee, Service: service, Until: now.Add(time.Hour), CreatedAt: now}
	ben := app.KeptWaiting{ID: "w2", Account: account("ben").ID, Person: "p2", Practitioner: lee, Service: service, Until: now.Add(2 * time.Hour), CreatedAt: now.Add(time.Second)}
	ok(t, s.AddWaiting(t.Context(), ben))
	ok(t, s.AddWaiting(t.Context(), anna))
	stranger := anna
	stranger.ID, stranger.Person = "w3", "p2"
	wantKind(t, "for a person of others", s.AddWaiting(t.Context(), stranger), errs.NotFound)
	renewed := anna
	renewed.ID, renewed.Until = "w4", now.Add(90*time.Minute)
	ok(t, s.AddWaiting(t.Context(), renewed))
	anna.Until = renewed.Until
	list, err := s.WaitingFor(t.Context(), lee, now)
	ok(t, err)
	if d := cmp.Diff([]app.KeptWaiting{anna, ben}, list); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if list, err := s.WaitingFor(t.Context(), lee, anna.Until); err != nil || len(list) != 1 || list[0].ID != "w2" {
		t.Errorf("when anna's is over: %v, %v", list, err)
	}
	wantKind(t, "another's", s.DropWaiting(t.Context(), ben.Account, "p2", "w1"), errs.NotFound)
	ok(t, s.DropWaiting(t.Context(), anna.Account, "p1", "w1"))
	if list, err := s.WaitingOf(t.Context(), anna.Account, "p1", now); err != nil || len(list) != 0 {
		t.Errorf("dropped: %v, %v", list, err)
	}
}

// appointmentsEnd: they go with the person and with the accounts, and leave the time free.
func appointmentsEnd(t *testing.T, s app.Store) {
	lee, _ := bookable(t, s, "lee")
	household(t, s, "anna", "p1")
	household(t, s, "ben", "p2")
	ok(t, book(s, visit("a1", 0), t))
	ok(t, s.AddWaiting(t.Context(), app.KeptWaiting{ID: "w1", Account: account("anna").ID, Person: "p1", Practitioner: lee, Service: "service of lee", Until: now.Add(time.Hour), CreatedAt: now}))
	ok(t, s.ErasePerson(t.Context(), "p1", app.Audit{ID: "e1", At: now, Person: "p1", Action: "person.erase", Outcome: "done"}))
	_, err := s.AppointmentByToken(t.Context(), "hash of a1")
	wantKind(t, "of an erased person", err, errs.NotFound)
	wantKind(t, "for an erased person", book(s, visit("a2", 40), t), errs.NotFound)
	if list, err := s.WaitingFor(t.Context(), lee, now); err != nil || len(list) != 0 {
		t.Errorf("an erased person waits: %v, %v", list, err)
	}
	bens := visit("a3", 0)
	bens.Account, bens.Person = account("ben").ID, "p2"
	ok(t, book(s, bens, t)) // the time is free again
	ok(t, s.EraseAccount(t.Context(), lee, app.Audit{ID: "e2", At: now, Action: "account.erase", Outcome: "done"}))
	_, err = s.Appointment(t.Context(), "a3")
	wantKind(t, "of an erased practitioner", err, errs.NotFound)
}

// oneBooking: however many want one time at once, one has it.
func oneBooking(t *testing.T, s app.Store) {
	bookable(t, s, "lee")
	household(t, s, "anna", "p1")
	var all sync.WaitGroup
	outcomes := make([]error, 200)
	for i := range outcomes {
		all.Go(func() { outcomes[i] = book(s, visit(fmt.Sprintf("a%03d", i), i%3), t) }) // all overlap, few begin alike
	}
	all.Wait()
	won := 0
	for i, err := range outcomes {
		if err == nil {
			won++
		} else if errs.KindOf(err) != errs.Conflict {
			t.Errorf("attempt %d: %v", i, err)
		}
	}
	list, err := s.AppointmentsOf(t.Context(), account("anna").ID, "p1", 300)
	ok(t, err)
	if won != 1 || len(list) != 1 {
		t.Errorf("%d attempts won and %d appointments are there, want one", won, len(list))
	}
}

// swaps: many move across each other at once, and no time is doubled or lost.
func swaps(t *testing.T, s app.Store) {
	lee, _ := bookable(t, s, "lee")
	household(t, s, "anna", "p1")
	const n = 6
	for i := range n {
		ok(t, book(s, visit(fmt.Sprint("a", i), 9*i), t))
	}
	var all sync.WaitGroup
	for round := range 8 {
		for i := range n {
			all.Go(func() {
				a, err := s.Appointment(t.Context(), fmt.Sprint("a", i))
				if err == nil {
					c := moved(a, 9*((i+round)%(n+2)))
					c.By.ID = fmt.Sprintf("%s round %d", c.By.ID, round)
					err = s.ChangeAppointment(t.Context(), c)
				}
				if k := errs.KindOf(err); err != nil && k != errs.Conflict && k != errs.Gone {
					t.Errorf("a%d: %v", i, err)
				}
			})
		}
	}
	all.Wait()
	wantApart(t, s, lee, n)
}

// wantApart are so many booked appointments, none of which meets another, and whose times
// are refused to others while all others are free.
func wantApart(t testing.TB, s app.Store, practitioner string, n int) {
	t.Helper()
	taken, err := s.Taken(t.Context(), practitioner, consult.Span{From: morning.AddDate(0, 0, -1), To: morning.AddDate(0, 0, 2)}, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(taken) != n {
		t.Fatalf("%d appointments are booked, want %d", len(taken), n)
	}
	for i := 1; i < len(taken); i++ {
		if taken[i-1].Overlaps(taken[i]) {
			t.Fatalf("%v and %v share time", taken[i-1], taken[i])
		}
	}
}

// bookingModel plays bookings, moves and cancellations against a plain model of which
// times are taken.
func bookingModel(t *testing.T, s app.Store) {
	lee, _ := bookable(t, s, "lee")
	household(t, s, "anna", "p1")
	run := 0
	rapid.Check(t, func(r *rapid.T) {
		run++
		live := map[string]app.KeptAppointment{} // the model
		meets := func(x consult.Span, but string) bool {
			for id, a := range live {
				if id != but && a.Taken.Overlaps(x) {
					return true
				}
			}
			return false
		}
		name := func() string {
			ids := make([]string, 0, len(live))
			for id := range live {
				ids = append(ids, id)
			}
			slices.Sort(ids)
			return rapid.SampledFrom(ids).Draw(r, "which")
		}
		want := func(doing string, err error, refused bool) {
			if refused != (errs.KindOf(err) == errs.Conflict && err != nil) || !refused && err != nil {
				r.Fatalf("%s: %v, refused by the model: %v", doing, err, refused)
			}
		}
		steps := rapid.IntRange(1, 12).Draw(r, "steps")
		for i := range steps {
			at := rapid.IntRange(0, 40).Draw(r, "at")
			switch do := rapid.SampledFrom([]string{"book", "book", "move", "cancel"}).Draw(r, "do"); {
			case do == "book" || len(live) == 0:
				a := visit(fmt.Sprintf("m%d-%d", run, i), at)
				refused := meets(a.Taken, "")
				want("book", book(s, a, t), refused)
				if !refused {
					live[a.ID] = a
				}
			case do == "move":
				a := live[name()]
				c := moved(a, at)
				c.By.ID = fmt.Sprint("move ", run, " ", i)
				refused := meets(c.Taken, a.ID)
				want("move", s.ChangeAppointment(t.Context(), c), refused)
				if !refused {
					a.Start, a.End, a.Taken, a.Sequence = c.Start, c.End, c.Taken, a.Sequence+1
					live[a.ID] = a
				}
			default:
				a := live[name()]
				c := cancelledBy(a, app.ByPractitioner)
				c.By.ID = fmt.Sprint("cancel ", run, " ", i)
				want("cancel", s.ChangeAppointment(t.Context(), c), false)
				delete(live, a.ID)
			}
			wantModel(r, t, s, lee, live)
		}
		for id, a := range live { // the next run begins with nothing
			c := cancelledBy(a, app.ByPerson)
			c.By.ID = fmt.Sprint("end ", run, " ", id)
			want("end", s.ChangeAppointment(t.Context(), c), false)
		}
	})
}

// wantModel compares what is taken with the model.
func wantModel(r *rapid.T, t *testing.T, s app.Store, practitioner string, live map[string]app.KeptAppointment) {
	taken, err := s.Taken(t.Context(), practitioner, consult.Span{From: morning.AddDate(0, 0, -1), To: morning.AddDate(0, 0, 2)}, "")
	if err != nil {
		r.Fatal(err)
	}
	line := func(x consult.Span) string { return x.From.Format("15:04") + "-" + x.To.Format("15:04") }
	var got, want []string
	for _, x := range taken {
		got = append(got, line(x))
	}
	for _, a := range live {
		want = append(want, line(a.Taken))
	}
	slices.Sort(want)
	if strings.Join(got, " ") != strings.Join(want, " ") {
		r.Fatalf("taken %v, the model says %v", got, want)
	}
}
