package app_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/store/tables"
)

// asksAsGuest is a booking by somebody without an account.
func (d *desk) asksAsGuest(clock string) *app.GuestRequest {
	r := &app.GuestRequest{BookRequest: *d.ask(clock), Address: "192.0.2.7"}
	r.Contact = app.Contact{Name: "Gita  G.", Telephone: "+41 44 000 00 00", Remark: "a sore heel", Mail: "gita@home.example"}
	return r
}

func (d *desk) offer(t *testing.T) *app.Offer {
	t.Helper()
	x, err := d.Offer(t.Context(), "mara-lee")
	okay(t, err)
	return x
}

func (d *desk) booksAsGuest(clock string) *app.AppointmentView {
	d.t.Helper()
	v, fitness, err := d.BookGuest(d.t.Context(), d.offer(d.t), d.asksAsGuest(clock))
	d.ok(err)
	if !fitness.Fit {
		d.t.Fatalf("not fit: %+v", fitness)
	}
	return v
}

// mailed are the notices that went by mail since, after doing what is due.
func (d *desk) mailed() []string {
	d.t.Helper()
	d.due()
	return told(d.mail)
}

// dump looks at every value that is kept.
func (d *desk) dump(look func(table, column, value string)) {
	d.t.Helper()
	d.ok(d.db.Dump(d.t.Context(), func(table tables.Table, row tables.Row) error {
		for i, value := range row {
			if b, ok := value.([]byte); ok {
				value = string(b)
			}
			look(table.Name, table.Columns[i].Name, fmt.Sprint(value))
		}
		return nil
	}))
}

func TestAGuestBooksMovesAndCancels(t *testing.T) {
	d := newDesk(t)
	before, err := d.keeper.Accounts(t.Context())
	okay(t, err)
	v := d.booksAsGuest("27 10:00")
	if !v.Guest || len(v.Token) < 40 || v.Contact.Name != "Gita G." || !v.ErasedAt.Equal(v.End.AddDate(0, 0, 30)) {
		t.Errorf("%+v", v)
	}
	after, err := d.keeper.Accounts(t.Context())
	okay(t, err)
	if len(after) != len(before) {
		t.Errorf("a guest stands among the accounts: %v", after)
	}
	d.due()
	if len(d.mail.sent) != 1 || d.mail.sent[0].Token == "" || !d.mail.sent[0].Guest || d.mail.sent[0].Link != "/a/"+v.Token || d.mail.to[0].Mail != "gita@home.example" {
		t.Fatalf("%+v to %+v", d.mail.sent, d.mail.to)
	}
	if got := told(d.mail); !slices.Equal(got, []string{"appointment.booked 27 10:00"}) {
		t.Errorf("booked: %v", got)
	}
	seen, readable, err := d.VisitOf(t.Context(), d.lee, v.ID)
	if err != nil || !readable || seen.Contact.Mail != "gita@home.example" || seen.Contact.Remark != "a sore heel" || seen.Token != "" || !seen.Guest {
		t.Errorf("the practitioner sees %+v, %v, %v", seen, readable, err)
	}
	ref, err := d.ByLink(t.Context(), v.Token)
	okay(t, err)
	c := clear(t, "assisted_stretching")
	_, err = d.Move(t.Context(), ref, &c, "", false, d.zurich("26 09:00"), 0)
	okay(t, err)
	if got := d.mailed(); !slices.Equal(got, []string{"appointment.moved 26 09:00"}) {
		t.Errorf("moved: %v", got)
	}
	d.now = d.zurich("25 09:00")
	if got := d.mailed(); !slices.Equal(got, []string{"appointment.soon 26 09:00"}) {
		t.Errorf("a day before: %v", got)
	}
	ref, err = d.ByLink(t.Context(), v.Token)
	okay(t, err)
	wantKind(t, "erased while somebody waits", d.EraseGuest(t.Context(), ref), errs.Conflict)
	okay(t, d.Cancel(t.Context(), ref, 1))
	if got := d.mailed(); !slices.Equal(got, []string{"appointment.cancelled 26 09:00"}) {
		t.Errorf("cancelled: %v", got)
	}
	ref, err = d.ByLink(t.Context(), v.Token)
	okay(t, err)
	okay(t, d.EraseGuest(t.Context(), ref))
	d.gone(t, v)
}

// gone says that nothing of a guest is left but the shell of an erased person.
func (d *desk) gone(t *testing.T, v *app.AppointmentView) {
	t.Helper()
	_, err := d.ByLink(t.Context(), v.Token)
	wantKind(t, "the link", err, errs.NotFound)
	if _, _, err := d.VisitOf(t.Context(), d.lee, v.ID); errs.KindOf(err) != errs.NotFound {
		t.Errorf("the practitioner still finds it: %v", err)
	}
	d.dump(func(table, column, value string) {
		if table == "account" && column == "name" && strings.HasPrefix(value, "guest") || table == "appointment" && column == "id" && value == v.ID {
			t.Errorf("%s.%s still holds %s", table, column, value)
		}
	})
	open, err := d.db.Unfinished(t.Context())
	if err != nil || len(open) != 0 {
		t.Errorf("the key is not gone: %v, %v", open, err)
	}
}

// What a guest wrote for an appointment that does not take place is erased a day after it.
func TestAGuestWhoCancelledIsErased(t *testing.T) {
	d := newDesk(t)
	v := d.booksAsGuest("24 10:00")
	ref, err := d.ByLink(t.Context(), v.Token)
	okay(t, err)
	okay(t, d.Cancel(t.Context(), ref, 0))
	d.now = v.End.Add(24*time.Hour - time.Second)
	d.due()
	if _, err := d.ByLink(t.Context(), v.Token); err != nil {
		t.Errorf("a second early: %v", err)
	}
	d.now = v.End.Add(24 * time.Hour)
	d.due()
	d.gone(t, v)
}

// What took place is kept for as long as the practitioner may look up who came, counted
// from the time it was moved to.
func TestAGuestIsKeptWhileThePractitionerMayLook(t *testing.T) {
	d := newDesk(t)
	v := d.booksAsGuest("24 09:00")
	ref, err := d.ByLink(t.Context(), v.Token)
	okay(t, err)
	c := clear(t, "assisted_stretching")
	_, err = d.Move(t.Context(), ref, &c, "", false, d.zurich("26 09:00"), 0)
	okay(t, err)
	end := d.zurich("26 10:00")
	for d.now.Before(end.AddDate(0, 0, 29)) { // past the day on which it would have been erased unmoved
		d.now = d.now.Add(12 * time.Hour)
		d.due()
	}
	if _, readable, err := d.VisitOf(t.Context(), d.lee, v.ID); err != nil || !readable {
		t.Errorf("too early: %v, %v", readable, err)
	}
	if _, err := d.ByLink(t.Context(), v.Token); err != nil {
		t.Errorf("the link: %v", err)
	}
	d.now = end.AddDate(0, 0, 30).Add(-time.Second)
	d.due()
	if _, err := d.db.Appointment(t.Context(), v.ID); err != nil {
		t.Errorf("a second early: %v", err)
	}
	d.now = end.AddDate(0, 0, 30)
	d.due()
	d.gone(t, v)
}

// A crash between the two halves of an erasure leaves what does it again.
func TestAnErasureOfAGuestThatWasCutShort(t *testing.T) {
	d := newDesk(t)
	v := d.booksAsGuest("24 09:00")
	a, err := d.db.Appointment(t.Context(), v.ID)
	okay(t, err)
	okay(t, d.db.EraseAccount(t.Context(), a.Account, app.Audit{ID: "cut", At: d.now, Action: "account.erase", Outcome: "done"}))
	d.now = v.ErasedAt
	d.due()
	d.gone(t, v)
	p, err := d.db.Person(t.Context(), a.Person)
	if err != nil || p.ErasedAt == nil {
		t.Errorf("the person is not erased: %+v, %v", p, err)
	}
}

// One tap stops everything that goes to an address which nobody has confirmed.
func TestAGuestStopsTheMails(t *testing.T) {
	d := newDesk(t)
	v := d.booksAsGuest("27 10:00")
	d.due()
	token := d.mail.sent[0].Token
	told(d.mail)
	seen, err := d.ByToken(t.Context(), token)
	if err != nil || !seen.Guest || seen.Stopped {
		t.Errorf("%+v, %v", seen, err)
	}
	okay(t, d.StopByToken(t.Context(), token))
	okay(t, d.CancelAsPractitioner(t.Context(), d.lee, v.ID, 0))
	for range 10 {
		d.now = d.now.Add(24 * time.Hour)
		if got := d.mailed(); got != nil {
			t.Errorf("after the stop: %v", got)
		}
	}
}

func TestWhatAGuestCannotBook(t *testing.T) {
	d := newDesk(t)
	for name, x := range map[string]struct {
		change func(*app.GuestRequest)
		field  string
	}{
		"no name":              {func(r *app.GuestRequest) { r.Contact.Name = " " }, "name"},
		"a wrong mail address": {func(r *app.GuestRequest) { r.Contact.Mail = "wrong" }, "mail"},
		"no agreement":         {func(r *app.GuestRequest) { r.Agreed = false }, "agreed"},
		"a past time":          {func(r *app.GuestRequest) { r.Start = d.zurich("20 10:00") }, "start"},
		"no check":             {func(r *app.GuestRequest) { r.Precheck = app.Precheck{} }, ""},
	} {
		r := d.asksAsGuest("24 10:00")
		x.change(r)
		v, _, err := d.BookGuest(t.Context(), d.offer(t), r)
		var e *errs.Error
		if v != nil || !errors.As(err, &e) || e.Kind != errs.Invalid || x.field != "" && e.Field != x.field {
			t.Errorf("%s: %+v, %v", name, v, err)
		}
	}
	sick := d.asksAsGuest("24 10:00")
	sick.Precheck.None = sick.Precheck.None[1:]
	sick.Precheck.Signs = []string{"unilateral_leg_swelling", "swelling_new_days"}
	if v, fitness, err := d.BookGuest(t.Context(), d.offer(t), sick); err != nil || v != nil || fitness.Fit {
		t.Errorf("over a red flag: %+v, %+v, %v", v, fitness, err)
	}
	d.booksAsGuest("24 10:00")
	_, _, err := d.BookGuest(t.Context(), d.offer(t), d.asksAsGuest("24 10:00"))
	wantKind(t, "a taken time", err, errs.Conflict)
	n := 0
	d.dump(func(table, column, value string) {
		if table == "account" && column == "name" && strings.HasPrefix(value, "guest ") {
			n++
		}
	})
	if n != 1 {
		t.Errorf("%d guests are kept, want the one who booked", n)
	}

	silent := app.NewBookings(d.keeper, service(), d.practitionersDesk.Practitioners, nil)
	_, _, err = silent.BookGuest(t.Context(), d.offer(t), d.asksAsGuest("25 10:00"))
	wantField(t, "a mail address where no mail is sent", err, "mail")
	v, err := d.Practice(t.Context(), d.lee)
	okay(t, err)
	v.Schedule.Members = true
	okay(t, d.SaveSchedule(t.Context(), d.lee, v.Schedule, v.Version))
	_, _, err = d.BookGuest(t.Context(), d.offer(t), d.asksAsGuest("25 10:00"))
	wantKind(t, "where accounts only are taken", err, errs.Unauthorized)
}

// Nobody fills a calendar, or has a stranger mailed again and again.
func TestGuestsAreLimited(t *testing.T) {
	d := newDesk(t)
	refused := func(doing string, change func(*app.GuestRequest)) {
		t.Helper()
		r := d.asksAsGuest("30 10:30")
		change(r)
		_, _, err := d.BookGuest(t.Context(), d.offer(t), r)
		wantKind(t, doing, err, errs.TooMany)
	}
	start := d.zurich("24 09:00")
	book := func(n int, mail, address string) {
		t.Helper()
		r := d.asksAsGuest("24 09:00")
		r.Service, r.Start, r.Contact.Mail, r.Address = d.advice, start.AddDate(0, 0, n/6).Add(time.Duration(n%6)*30*time.Minute), mail, address
		r.Precheck = clear(t, "advice")
		for r.Start.Weekday() == time.Saturday || r.Start.Weekday() == time.Sunday {
			r.Start = r.Start.AddDate(0, 0, 2)
		}
		_, _, err := d.BookGuest(t.Context(), d.offer(t), r)
		okay(t, err)
	}
	for n := range int(account.GuestByMail.Most) {
		book(n, "Gita@home.example", fmt.Sprint("192.0.2.", n))
	}
	refused("the same mail address, in other letters", func(r *app.GuestRequest) { r.Contact.Mail = "gita@HOME.example" })
	for n := range int(account.GuestByAddress.Most) {
		book(6+n, "", "198.51.100.1")
	}
	refused("the same address that asks", func(r *app.GuestRequest) { r.Contact.Mail, r.Address = "", "198.51.100.1" })
	d.now = d.now.Add(3 * time.Hour)
	book(30, "", "198.51.100.1")
	refused("the same mail address, hours later", func(r *app.GuestRequest) { r.Contact.Mail = "gita@home.example" })
}

// A person who signs in later takes the appointment over by its link and the name.
func TestAGuestsAppointmentIsTakenOver(t *testing.T) {
	d := newDesk(t)
	okay(t, d.Subscribe(t.Context(), d.anna, d.person, phone, "phone"))
	v := d.booksAsGuest("27 10:00")
	d.due()
	told(d.mail)
	told(d.push)
	_, _, err := d.VisitOf(t.Context(), d.lee, v.ID)
	okay(t, err)
	a, err := d.db.Appointment(t.Context(), v.ID)
	okay(t, err)
	ref, err := d.ByLink(t.Context(), v.Token)
	okay(t, err)
	wantField(t, "a wrong name", d.Adopt(t.Context(), d.anna, d.person, ref, "Anna"), "name")
	wantKind(t, "for a person of others", d.Adopt(t.Context(), d.anna, a.Person, ref, "gita g."), errs.NotFound)
	wantKind(t, "by the practitioner", d.Adopt(t.Context(), d.lee, d.keeper.OwnPerson(t.Context(), d.lee.ID), ref, "gita g."), errs.Conflict)
	okay(t, d.Adopt(t.Context(), d.anna, d.person, ref, " gita  G."))
	wantKind(t, "again", d.Adopt(t.Context(), d.anna, d.person, ref, "Gita G."), errs.Gone)

	list, err := d.AppointmentsOf(t.Context(), d.anna, d.person)
	if err != nil || len(list) != 1 || list[0].ID != v.ID || list[0].Guest || list[0].Contact.Remark != "a sore heel" || list[0].Contact.Mail != "" || list[0].Token != v.Token {
		t.Errorf("anna has %+v, %v", list, err)
	}
	if ref, err = d.ByLink(t.Context(), v.Token); err != nil {
		t.Fatal("the link:", err)
	}
	wantKind(t, "erased as a guest's", d.EraseGuest(t.Context(), ref), errs.NotFound)
	if seen, readable, err := d.VisitOf(t.Context(), d.lee, v.ID); err != nil || !readable || seen.Contact.Name != "Gita G." {
		t.Errorf("the practitioner sees %+v, %v, %v", seen, readable, err)
	}
	consents := app.NewConsents(d.keeper)
	shared, err := consents.Of(t.Context(), d.anna, d.person)
	if err != nil || len(shared) != 1 || shared[0].State != app.ConsentOpen {
		t.Errorf("shared: %+v, %v", shared, err)
	}
	lines, _, err := consents.Accesses(t.Context(), d.anna, d.person, app.AccessCursor{}, 50)
	okay(t, err)
	var got []string
	for _, l := range lines {
		if l.About == v.ID {
			got = append(got, l.Action+" "+string(l.Who))
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"appointment.adopt self", "appointment.book self", "appointment.read practitioner", "appointment.read practitioner"}, got); diff != "" {
		t.Errorf("accesses (-want +got):\n%s", diff)
	}
	p, err := d.db.Person(t.Context(), a.Person)
	if err != nil || p.ErasedAt == nil {
		t.Errorf("the guest's person is not erased: %+v, %v", p, err)
	}
	d.now = d.zurich("26 10:00")
	d.due()
	if got := told(d.push); !slices.Equal(got, []string{"appointment.soon 27 10:00"}) {
		t.Errorf("reminded: %v", got)
	}
	if got := told(d.mail); got != nil {
		t.Errorf("the address from before is still mailed: %v", got)
	}
	d.now = d.now.AddDate(0, 0, 60)
	d.due()
	if _, err := d.db.Appointment(t.Context(), v.ID); err != nil {
		t.Error("it went with the guest:", err)
	}
}

// A practitioner books for somebody who telephones, listed in the directory or not.
func TestBookingAtTheDesk(t *testing.T) {
	d := newDesk(t)
	v, err := d.Practice(t.Context(), d.lee)
	okay(t, err)
	v.Schedule.Members = true // which is about strangers
	okay(t, d.SaveSchedule(t.Context(), d.lee, v.Schedule, v.Version))
	p := aProfile("Mara Lee")
	p.Listed = false
	okay(t, d.practitionersDesk.Save(t.Context(), d.lee, p))
	_, err = d.Offer(t.Context(), "mara-lee")
	wantKind(t, "by the directory", err, errs.NotFound)
	_, err = d.OwnOffer(t.Context(), d.anna)
	wantKind(t, "by a person", err, errs.Forbidden)
	x, err := d.OwnOffer(t.Context(), d.lee)
	okay(t, err)
	r := d.asksAsGuest("24 10:00")
	r.Desk, r.Contact.Mail = &d.lee, ""
	booked, fitness, err := d.BookGuest(t.Context(), x, r)
	if err != nil || !fitness.Fit || !booked.Guest {
		t.Fatalf("%+v, %+v, %v", booked, fitness, err)
	}
	if _, err := d.ByLink(t.Context(), booked.Token); err != nil {
		t.Error("the link that is read out:", err)
	}
	if got := d.mailed(); got != nil {
		t.Errorf("mailed to nobody: %v", got)
	}
	n := 0
	okay(t, d.db.Dump(t.Context(), func(table tables.Table, row tables.Row) error {
		if table.Name == "audit" && slices.Contains(row, any("appointment.book")) && slices.Contains(row, any(d.lee.ID)) {
			n++
		}
		return nil
	}))
	if n != 1 {
		t.Errorf("%d lines of the audit say who booked", n)
	}
}

// What a guest writes stands nowhere in the clear, the address neither.
func TestGuestsAreSealed(t *testing.T) {
	d := newDesk(t)
	v := d.booksAsGuest("24 10:00")
	d.due()
	rows := 0
	d.dump(func(table, column, value string) {
		rows++
		for _, secret := range []string{"Gita", "gita", "sore heel", "home.example", "44 000", v.Token, "192.0.2"} {
			if bytes.Contains([]byte(value), []byte(secret)) {
				t.Errorf("%s.%s holds %q", table, column, secret)
			}
		}
	})
	if rows < 50 {
		t.Errorf("only %d values were looked at", rows)
	}
}
