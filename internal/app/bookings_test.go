package app_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/store/tables"
)

// desk is a bell with a practitioner in Zurich whom anna can book on weekdays from 9 to
// 12, one hour of stretching or half an hour of advice.
type desk struct {
	*bell
	*app.Bookings
	lee               app.Account
	stretch, advice   string // services
	practitionersDesk *clinic
}

// clear is a precheck in which nothing is the matter.
func clear(t *testing.T, kind string) app.Precheck {
	t.Helper()
	groups, err := service().Prechecks(kind, false)
	okay(t, err)
	var c app.Precheck
	for _, g := range groups {
		c.None = append(c.None, g.ID)
	}
	return c
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	b := newBell(t)
	c := &clinic{house: b.house, Practitioners: app.NewPractitioners(b.keeper)}
	c.operator = c.member(t, "ola", "operator")
	d := &desk{bell: b, practitionersDesk: c, lee: c.member(t, "lee", "practitioner")}
	d.at("22 07:30") // a Sunday; Zurich is an hour ahead
	okay(t, c.Save(t.Context(), d.lee, aProfile("Mara Lee")))
	_, err := c.AddQualification(t.Context(), c.operator, d.lee.ID, licence)
	okay(t, err)
	d.Bookings = app.NewBookings(b.keeper, service(), c.Practitioners, b.Reminders)
	okay(t, d.SaveService(t.Context(), d.lee, consult.Service{Kind: "assisted_stretching", Name: "An hour of stretching", Minutes: 60, After: 15, Way: consult.AtPlace, Place: "1 Lake Street", Offered: true}))
	okay(t, d.SaveService(t.Context(), d.lee, consult.Service{Kind: "advice", Name: "Advice", Minutes: 30, Way: consult.ByTelephone, Offered: true}))
	v, err := d.Practice(t.Context(), d.lee)
	okay(t, err)
	for day := time.Monday; day <= time.Friday; day++ {
		v.Schedule.Week = append(v.Schedule.Week, consult.Hours{Day: day, From: 9 * 60, To: 12 * 60})
	}
	okay(t, d.SaveSchedule(t.Context(), d.lee, v.Schedule, v.Version))
	for _, x := range v.Services {
		if x.Kind == "advice" {
			d.advice = x.ID
		} else {
			d.stretch = x.ID
		}
	}
	return d
}

// zurich is a time on the wall there, in November 2026.
func (d *desk) zurich(clock string) time.Time {
	d.t.Helper()
	zone, err := time.LoadLocation("Europe/Zurich")
	d.ok(err)
	at, err := time.ParseInLocation("2006-01-02 15:04", "2026-11-"+clock, zone)
	d.ok(err)
	return at
}

func (d *desk) ask(clock string) *app.BookRequest {
	return &app.BookRequest{Practitioner: "mara-lee", Service: d.stretch, Start: d.zurich(clock), Precheck: clear(d.t, "assisted_stretching"),
		Contact: app.Contact{Name: "Anna A.", Remark: "a sore calf"}, Agreed: true}
}

func (d *desk) books(clock string) *app.AppointmentView {
	d.t.Helper()
	v, fitness, err := d.Book(d.t.Context(), d.anna, d.person, d.ask(clock))
	d.ok(err)
	if !fitness.Fit {
		d.t.Fatalf("not fit: %+v", fitness)
	}
	return v
}

// offered are the beginnings on the wall of the first day that has some.
func (d *desk) offered(but ...string) string {
	d.t.Helper()
	c := clear(d.t, "assisted_stretching")
	v, err := d.Slots(d.t.Context(), "mara-lee", d.stretch, &c, "", false, consult.Date{Year: 2026, Month: 11, Day: 24})
	d.ok(err)
	var out []string
	for _, s := range v.Slots {
		if at := s.Start.In(v.Offer.Zone); at.Day() == 24 {
			out = append(out, at.Format("15:04"))
		}
	}
	return strings.Join(out, " ")
}

// told are the notices that went out, by mail or push, as text and time on the wall.
func told(w *wire) (out []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, m := range w.sent {
		out = append(out, m.Notice+" "+m.When.In(m.Zone).Format("2 15:04"))
	}
	w.sent, w.to = nil, nil
	slices.Sort(out)
	return out
}

func TestBookMoveCancel(t *testing.T) {
	d := newDesk(t)
	if got := d.offered(); got != "09:00 09:30 10:00 10:30" { // an hour and a quarter must fit
		t.Errorf("offered %q", got)
	}
	v := d.books("24 10:00")
	if v.State != app.Booked || !v.Movable || v.LateNow || v.Contact.Name != "Anna A." || v.Practitioner.Name != "Mara Lee" || v.Zone.String() != "Europe/Zurich" {
		t.Errorf("%+v", v)
	}
	if got := d.offered(); got != "" { // 9:00 would need till 10:15, and after 11:15 too little is left
		t.Errorf("beside it: %q", got)
	}
	_, _, err := d.Book(t.Context(), d.anna, d.person, d.ask("24 10:30"))
	wantKind(t, "a taken time", err, errs.Conflict)

	ref, err := d.ByLink(t.Context(), v.Token)
	okay(t, err)
	c := clear(t, "assisted_stretching")
	s, err := d.MoveSlots(t.Context(), ref, &c, "", false, consult.Date{Year: 2026, Month: 11, Day: 24})
	okay(t, err)
	if n := len(s.Slots); n == 0 || s.Slots[0].Start.In(s.Offer.Zone).Format("2 15:04") != "24 09:00" {
		t.Errorf("its own time is not free for a move: %v", s.Slots)
	}
	_, err = d.Move(t.Context(), ref, &c, "", false, d.zurich("24 09:00"), v.Sequence)
	okay(t, err)
	_, err = d.Move(t.Context(), ref, &c, "", false, d.zurich("24 09:30"), v.Sequence)
	wantKind(t, "the same form again", err, errs.Gone)
	ref, err = d.ByAccount(t.Context(), d.anna, v.ID)
	okay(t, err)
	if got, err := d.View(t.Context(), ref); err != nil || !got.Start.Equal(d.zurich("24 09:00")) || got.Sequence != 1 || got.Event.Sequence != 1 || got.Event.UID != v.Event.UID {
		t.Errorf("moved: %+v, %v", got, err)
	}
	okay(t, d.Cancel(t.Context(), ref, 1))
	wantKind(t, "cancelled again", d.Cancel(t.Context(), ref, 1), errs.Gone)
	ref, err = d.ByLink(t.Context(), v.Token)
	okay(t, err)
	got, err := d.View(t.Context(), ref)
	okay(t, err)
	if got.State != app.Cancelled || got.Late || got.CancelledBy != app.ByPerson || got.Cancellable || !got.Event.Cancelled {
		t.Errorf("cancelled: %+v", got)
	}
	if got := d.offered(); got != "09:00 09:30 10:00 10:30" {
		t.Errorf("after it: %q", got)
	}
	d.now = v.End.Add(25 * time.Hour)
	_, err = d.ByLink(t.Context(), v.Token)
	wantKind(t, "a day after", err, errs.Gone)
	_, err = d.ByLink(t.Context(), v.Token[1:]+"x")
	wantKind(t, "another secret", err, errs.NotFound)
}

// Each of the dangers that the seeds name, and others that would be harmed, keeps
// somebody from the service and names the right care; none lets a slot through.
func TestNothingIsShownToThoseWhoNeedOtherCare(t *testing.T) {
	d := newDesk(t)
	for sign, want := range map[string]clinical.Urgency{
		"unilateral_leg_swelling swelling_new_days": clinical.SameDay, // a clot
		"unilateral_leg_swelling":                   clinical.Routine,
		"swelling_new_days":                         clinical.Routine,
		"unable_to_bear_weight":                     clinical.Routine,   // a fracture
		"recent_surgery_12_weeks":                   clinical.Routine,   // an operation
		"saddle_numbness":                           clinical.Emergency, // the nerves of the spine
		"bladder_trouble_new":                       clinical.Routine,
		"red_area_spreading":                        clinical.Routine, // an infection
		"cold_pale_foot_sudden":                     clinical.Emergency,
		"known_neuropathy":                          clinical.Routine,
	} {
		r := d.ask("24 10:00")
		groups, err := service().Prechecks("assisted_stretching", false)
		okay(t, err)
		for _, g := range groups {
			if slices.ContainsFunc(g.Signs, func(o app.Option) bool { return slices.Contains(strings.Fields(sign), o.Value) }) {
				r.Precheck.None = slices.DeleteFunc(r.Precheck.None, func(id string) bool { return id == g.ID })
			}
		}
		r.Precheck.Signs = strings.Fields(sign)
		v, err := d.Slots(t.Context(), "mara-lee", d.stretch, &r.Precheck, "CH", false, consult.Date{})
		okay(t, err)
		if v.Fitness.Fit || len(v.Slots) > 0 || v.Fitness.Urgency.Level < want || v.Fitness.Urgency.Action == "" || len(v.Fitness.AskFirst) != 1 {
			t.Errorf("%s: %d slots, %+v", sign, len(v.Slots), v.Fitness)
		}
		got, fitness, err := d.Book(t.Context(), d.anna, d.person, r)
		if err != nil || got != nil || fitness.Fit {
			t.Errorf("%s was booked: %v, %v", sign, got, err)
		}
		fitness, err = d.Wait(t.Context(), d.anna, d.person, "mara-lee", d.stretch, &r.Precheck, "", false)
		if err != nil || fitness.Fit {
			t.Errorf("%s waits: %v", sign, err)
		}
	}
	if list, err := d.AppointmentsOf(t.Context(), d.anna, d.person); err != nil || len(list) != 0 {
		t.Errorf("booked: %v, %v", list, err)
	}
	r := d.ask("24 10:00")
	r.Precheck.None, r.Precheck.Unsure = r.Precheck.None[1:], r.Precheck.None[:1]
	if _, fitness, err := d.Book(t.Context(), d.anna, d.person, r); err != nil || fitness.Fit || len(fitness.AskFirst) != 1 {
		t.Errorf("not sure: %+v, %v", fitness, err)
	}
}

// A request that leaves the check out, in part or by answering something else, is refused.
func TestTheCheckCannotBeSkipped(t *testing.T) {
	d := newDesk(t)
	for name, spoil := range map[string]func(*app.Precheck){
		"nothing answered":     func(c *app.Precheck) { *c = app.Precheck{} },
		"one group left out":   func(c *app.Precheck) { c.None = c.None[1:] },
		"both none and a sign": func(c *app.Precheck) { c.Signs = []string{"fever"} },
		"a sign of nobody":     func(c *app.Precheck) { c.Signs = []string{"calf_pain"} },
		"a group of nobody":    func(c *app.Precheck) { c.None = append(c.None, "nix") },
		"none and not sure":    func(c *app.Precheck) { c.Unsure = c.None },
		"that of another kind": func(c *app.Precheck) { *c = clear(t, "advice") },
	} {
		r := d.ask("24 10:00")
		spoil(&r.Precheck)
		_, err := d.Slots(t.Context(), "mara-lee", d.stretch, &r.Precheck, "", false, consult.Date{})
		wantField(t, name+", slots", err, "precheck")
		_, _, err = d.Book(t.Context(), d.anna, d.person, r)
		wantField(t, name+", booking", err, "precheck")
		_, err = d.Wait(t.Context(), d.anna, d.person, "mara-lee", d.stretch, &r.Precheck, "", false)
		wantField(t, name+", waiting", err, "precheck")
	}
	v := d.books("24 10:00")
	ref, err := d.ByLink(t.Context(), v.Token)
	okay(t, err)
	_, err = d.MoveSlots(t.Context(), ref, &app.Precheck{}, "", false, consult.Date{})
	wantField(t, "slots of a move", err, "precheck")
	_, err = d.Move(t.Context(), ref, &app.Precheck{}, "", false, d.zurich("25 10:00"), 0)
	wantField(t, "a move", err, "precheck")
}

// wantField is an errs.Invalid that names a field or a part of it.
func wantField(t *testing.T, doing string, err error, want string) {
	t.Helper()
	var e *errs.Error
	if !errors.As(err, &e) || e.Kind != errs.Invalid || !strings.HasPrefix(e.Field, want) {
		t.Errorf("%s: %v, want the field %s", doing, err, want)
	}
}

func TestWhatCannotBeBooked(t *testing.T) {
	d := newDesk(t)
	for name, x := range map[string]struct {
		change func(*app.BookRequest)
		want   string
	}{
		"a past slot":    {func(r *app.BookRequest) { r.Start = d.zurich("20 10:00") }, "start"},
		"at night":       {func(r *app.BookRequest) { r.Start = d.zurich("24 03:00") }, "start"},
		"off the grid":   {func(r *app.BookRequest) { r.Start = d.zurich("24 10:01") }, "start"},
		"years ahead":    {func(r *app.BookRequest) { r.Start = r.Start.AddDate(4, 0, 0) }, "start"},
		"no name":        {func(r *app.BookRequest) { r.Contact.Name = " " }, "name"},
		"a giant name":   {func(r *app.BookRequest) { r.Contact.Name = strings.Repeat("x", 81) }, "name"},
		"a giant remark": {func(r *app.BookRequest) { r.Contact.Remark = strings.Repeat("x", 501) }, "remark"},
		"no agreement":   {func(r *app.BookRequest) { r.Agreed = false }, "agreed"},
		"no telephone": {func(r *app.BookRequest) {
			r.Service, r.Precheck = d.advice, clear(t, "advice")
		}, "telephone"},
	} {
		r := d.ask("24 10:00")
		x.change(r)
		_, _, err := d.Book(t.Context(), d.anna, d.person, r)
		wantField(t, name, err, x.want)
	}
	r := d.ask("24 10:00")
	r.Service = "nix"
	_, _, err := d.Book(t.Context(), d.anna, d.person, r)
	wantKind(t, "no service", err, errs.NotFound)
	r = d.ask("24 10:00")
	r.Practitioner = "nix"
	_, _, err = d.Book(t.Context(), d.anna, d.person, r)
	wantKind(t, "no practitioner", err, errs.NotFound)
	ben := d.join(t, "ben", "").Account
	_, _, err = d.Book(t.Context(), ben, d.person, d.ask("24 10:00"))
	wantKind(t, "for a person of others", err, errs.NotFound)
	for i, day := range []string{"23", "24", "25", "26", "27", "30"} {
		for _, hour := range []string{"09:00", "10:30"} {
			_, _, err = d.Book(t.Context(), d.anna, d.person, d.ask(day+" "+hour))
			if i < 5 {
				okay(t, err)
			}
		}
	}
	wantKind(t, "the eleventh", err, errs.TooMany)
}

// After the limit an appointment cannot be moved, and is noted as cancelled late.
func TestTheLateLimit(t *testing.T) {
	d := newDesk(t)
	v := d.books("24 10:00")
	d.now = d.zurich("23 10:01")
	ref, err := d.ByLink(t.Context(), v.Token)
	okay(t, err)
	c := clear(t, "assisted_stretching")
	_, err = d.MoveSlots(t.Context(), ref, &c, "", false, consult.Date{})
	wantKind(t, "slots of a late move", err, errs.Conflict)
	_, err = d.Move(t.Context(), ref, &c, "", false, d.zurich("25 10:00"), 0)
	wantKind(t, "a late move", err, errs.Conflict)
	if got, err := d.View(t.Context(), ref); err != nil || got.Movable || !got.LateNow || !got.Cancellable {
		t.Errorf("%+v, %v", got, err)
	}
	okay(t, d.Cancel(t.Context(), ref, 0))
	ref, err = d.ByLink(t.Context(), v.Token)
	okay(t, err)
	if got, err := d.View(t.Context(), ref); err != nil || !got.Late {
		t.Errorf("%+v, %v", got, err)
	}
	begun := d.books("25 10:00")
	d.now = d.zurich("25 10:00")
	ref, err = d.ByLink(t.Context(), begun.Token)
	okay(t, err)
	wantKind(t, "cancelling what has begun", d.Cancel(t.Context(), ref, 0), errs.Conflict)
}

// Both sides are told of each change, once, and the person a day before; of what is not
// true any more nobody is.
func TestWhoIsTold(t *testing.T) {
	d := newDesk(t)
	okay(t, d.Subscribe(t.Context(), d.anna, d.person, phone, "phone"))
	v := d.books("30 10:00")
	d.due()
	if diff := cmp.Diff([]string{"appointment.booked 30 10:00"}, told(d.push)); diff != "" {
		t.Errorf("booked (-want +got):\n%s", diff)
	}
	ref, err := d.ByLink(t.Context(), v.Token)
	okay(t, err)
	c := clear(t, "assisted_stretching")
	_, err = d.Move(t.Context(), ref, &c, "", false, d.zurich("27 09:00"), 0)
	okay(t, err)
	d.due()
	if diff := cmp.Diff([]string{"appointment.moved 27 09:00"}, told(d.push)); diff != "" {
		t.Errorf("moved (-want +got):\n%s", diff)
	}
	d.now = d.zurich("26 09:00")
	d.due()
	if diff := cmp.Diff([]string{"appointment.soon 27 09:00"}, told(d.push)); diff != "" {
		t.Errorf("a day before (-want +got):\n%s", diff)
	}
	d.now = d.zurich("29 10:00")
	d.due()
	if got := told(d.push); got != nil {
		t.Errorf("a day before the time it was moved from: %v", got)
	}
}

// A job that lies beyond the horizon of the clock is not taken for one that ran wild.
func TestAReminderWeeksAhead(t *testing.T) {
	d := newDesk(t)
	okay(t, d.Subscribe(t.Context(), d.anna, d.person, phone, "phone"))
	zone := d.zurich("22 00:00").Location()
	start := time.Date(2027, 1, 20, 10, 0, 0, 0, zone)
	r := d.ask("24 10:00")
	r.Start = start
	_, _, err := d.Book(t.Context(), d.anna, d.person, r)
	okay(t, err)
	d.due()
	told(d.push)
	for d.now.Before(start.Add(-49 * time.Hour)) {
		d.now = d.now.Add(24 * time.Hour)
		d.due()
		if got := told(d.push); got != nil {
			t.Fatalf("at %v: %v", d.now, got)
		}
	}
	d.now = start.Add(-23 * time.Hour)
	d.due()
	if diff := cmp.Diff([]string{"appointment.soon 20 10:00"}, told(d.push)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheWaitingList(t *testing.T) {
	d := newDesk(t)
	ben := d.join(t, "ben", "")
	d.ok(d.Subscribe(t.Context(), ben.Account, ben.Chosen.ID, app.Subscription{Endpoint: "https://push.example/ben", P256DH: "k", Auth: "a"}, "ben's"))
	v := d.books("24 10:00")
	c := clear(t, "assisted_stretching")
	_, err := d.Wait(t.Context(), ben.Account, ben.Chosen.ID, "mara-lee", d.stretch, &c, "", false)
	okay(t, err)
	list, err := d.WaitingOf(t.Context(), ben.Account, ben.Chosen.ID)
	okay(t, err)
	if len(list) != 1 || list[0].Practitioner.Slug != "mara-lee" || !list[0].Bookable {
		t.Fatalf("%+v", list)
	}
	d.due()
	if got := told(d.push); got != nil {
		t.Errorf("told of nothing: %v", got)
	}
	ref, err := d.ByAccount(t.Context(), d.anna, v.ID)
	okay(t, err)
	okay(t, d.Cancel(t.Context(), ref, 0))
	d.due()
	if diff := cmp.Diff([]string{"appointment.free 24 10:00"}, told(d.push)); diff != "" {
		t.Errorf("freed (-want +got):\n%s", diff)
	}
	r := d.ask("24 10:00")
	_, _, err = d.Book(t.Context(), ben.Account, ben.Chosen.ID, r)
	okay(t, err)
	if list, err := d.WaitingOf(t.Context(), ben.Account, ben.Chosen.ID); err != nil || len(list) != 0 {
		t.Errorf("waits although booked: %v, %v", list, err)
	}
	wantKind(t, "another's place", d.StopWaiting(t.Context(), d.anna, d.person, "x"), errs.NotFound)
}

// The practitioner sees when and what; who, only while the consent lasts, and the person
// sees each look.
func TestWhatThePractitionerSees(t *testing.T) {
	d := newDesk(t)
	v := d.books("24 10:00")
	okay(t, d.Attach(t.Context(), d.anna, d.person, v.ID, []byte("the report")))
	wantKind(t, "of somebody else", d.Attach(t.Context(), d.anna, "another", v.ID, []byte("x")), errs.NotFound)
	wantKind(t, "a giant report", d.Attach(t.Context(), d.anna, d.person, v.ID, make([]byte, app.MaxAttached+1)), errs.TooLarge)
	day := consult.Date{Year: 2026, Month: 11, Day: 24}
	list, err := d.Calendar(t.Context(), d.lee, day, day)
	okay(t, err)
	if len(list) != 1 || list[0].Contact != (app.Contact{}) || list[0].Token != "" || !list[0].Start.Equal(v.Start) {
		t.Fatalf("%+v", list)
	}
	seen, readable, err := d.VisitOf(t.Context(), d.lee, v.ID)
	okay(t, err)
	if !readable || seen.Contact.Remark != "a sore calf" || seen.Token != "" || !seen.HasReport {
		t.Errorf("%+v", seen)
	}
	if report, err := d.Report(t.Context(), d.lee, v.ID); err != nil || string(report) != "the report" {
		t.Errorf("%q, %v", report, err)
	}
	audit, err := d.db.AuditsOf(t.Context(), app.AuditQuery{Person: d.person, Limit: 20})
	okay(t, err)
	var looks []string
	for _, a := range audit {
		if a.Account == d.lee.ID {
			looks = append(looks, a.Action)
		}
	}
	slices.Sort(looks) // both were in the same moment
	if diff := cmp.Diff([]string{"appointment.read", "appointment.report.read"}, looks); diff != "" {
		t.Errorf("noted (-want +got):\n%s", diff)
	}
	other := d.practitionersDesk.member(t, "moe", "practitioner")
	for who, a := range map[string]app.Account{"another practitioner": other, "the person": d.anna} {
		_, _, err := d.VisitOf(t.Context(), a, v.ID)
		wantKind(t, who, err, errs.NotFound)
		_, err = d.Report(t.Context(), a, v.ID)
		wantKind(t, who+", the report", err, errs.NotFound)
		wantKind(t, who+", cancelling", d.CancelAsPractitioner(t.Context(), a, v.ID, 0), errs.NotFound)
	}
	_, err = d.ByAccount(t.Context(), other, v.ID)
	wantKind(t, "another account", err, errs.NotFound)
	consents, err := d.db.ConsentsOf(t.Context(), d.person)
	okay(t, err)
	okay(t, d.db.RevokeConsent(t.Context(), d.anna.ID, d.person, consents[0].ID, app.Audit{ID: "r", At: d.now, Account: d.anna.ID, Person: d.person, Action: "consent.revoke", Outcome: "done"}))
	seen, readable, err = d.VisitOf(t.Context(), d.lee, v.ID)
	if err != nil || readable || seen.Contact != (app.Contact{}) {
		t.Errorf("after the consent was ended: %+v, %v", seen, err)
	}
	_, err = d.Report(t.Context(), d.lee, v.ID)
	wantKind(t, "the report after that", err, errs.NotFound)
	okay(t, d.CancelAsPractitioner(t.Context(), d.lee, v.ID, 0))
	ref, err := d.ByAccount(t.Context(), d.anna, v.ID)
	okay(t, err)
	if got, err := d.View(t.Context(), ref); err != nil || got.CancelledBy != app.ByPractitioner || got.Late {
		t.Errorf("%+v, %v", got, err)
	}
}

// The feed has the appointments of both sides, each in their own calendar.
func TestAppointmentsInTheFeed(t *testing.T) {
	d := newDesk(t)
	v := d.books("24 10:00")
	okay(t, d.SetFeed(t.Context(), d.anna, d.person, true))
	f, err := d.FeedByToken(t.Context(), d.view().Feed.Token)
	okay(t, err)
	if len(f.Appointments) != 1 || f.Appointments[0].UID != v.Event.UID || !f.Appointments[0].Start.Equal(v.Start) {
		t.Errorf("%+v", f.Appointments)
	}
	persons, err := d.keeper.PersonsOf(t.Context(), d.lee)
	okay(t, err)
	okay(t, d.SetFeed(t.Context(), d.lee, persons[0].ID, true))
	of, err := d.Of(t.Context(), d.lee, persons[0].ID)
	okay(t, err)
	f, err = d.FeedByToken(t.Context(), of.Feed.Token)
	okay(t, err)
	if len(f.Appointments) != 1 || f.Appointments[0].UID != "practice-"+v.Event.UID {
		t.Errorf("%+v", f.Appointments)
	}
	ref, err := d.ByAccount(t.Context(), d.anna, v.ID)
	okay(t, err)
	okay(t, d.Cancel(t.Context(), ref, 0))
	if f, err := d.FeedByToken(t.Context(), of.Feed.Token); err != nil || len(f.Appointments) != 0 {
		t.Errorf("cancelled: %+v, %v", f.Appointments, err)
	}
}

// The database holds nothing of what the person wrote and no secret of a link, and the
// messages neither with whom nor what for.
func TestAppointmentsAreSealed(t *testing.T) {
	d := newDesk(t)
	okay(t, d.Subscribe(t.Context(), d.anna, d.person, phone, "phone"))
	v := d.books("24 10:00")
	okay(t, d.Attach(t.Context(), d.anna, d.person, v.ID, []byte("the report")))
	d.due()
	rows := 0
	okay(t, d.db.Dump(t.Context(), func(table tables.Table, row tables.Row) error {
		rows++
		for i, value := range row {
			for _, secret := range []string{"Anna A.", "sore calf", v.Token, "the report"} {
				if b, ok := value.([]byte); ok && bytes.Contains(b, []byte(secret)) || strings.Contains(fmt.Sprint(value), secret) {
					t.Errorf("%s.%s holds %q", table.Name, table.Columns[i].Name, secret)
				}
			}
		}
		return nil
	}))
	if rows < 10 {
		t.Errorf("only %d rows were looked at", rows)
	}
	for _, m := range d.push.sent {
		text, err := json.Marshal(m)
		okay(t, err)
		for _, secret := range []string{"Anna", "calf", "Lee", "tretch", "Lake"} {
			if bytes.Contains(text, []byte(secret)) {
				t.Errorf("a message holds %q: %s", secret, text)
			}
		}
	}
	if len(d.push.sent) != 1 {
		t.Errorf("%d messages", len(d.push.sent))
	}
}

func TestPracticeIsForPractitioners(t *testing.T) {
	d := newDesk(t)
	_, err := d.Practice(t.Context(), d.anna)
	wantKind(t, "hours of a person", err, errs.Forbidden)
	wantKind(t, "a service of a person", d.SaveService(t.Context(), d.anna, consult.Service{}), errs.Forbidden)
	v, err := d.Practice(t.Context(), d.lee)
	okay(t, err)
	wantKind(t, "an old form", d.SaveSchedule(t.Context(), d.lee, v.Schedule, v.Version-1), errs.Conflict)
	v.Schedule.Week = append(v.Schedule.Week, consult.Hours{Day: time.Monday, From: 600, To: 660})
	wantField(t, "overlapping hours", d.SaveSchedule(t.Context(), d.lee, v.Schedule, v.Version), "week[5]")
	wantField(t, "an unknown kind", d.SaveService(t.Context(), d.lee, consult.Service{Kind: "nix", Name: "Some", Minutes: 30, Way: consult.ByTelephone}), "kind")
	i := slices.IndexFunc(v.Services, func(x app.KeptService) bool { return x.ID == d.stretch })
	s := v.Services[i].Service
	s.ID = "nix"
	wantKind(t, "a service of others", d.SaveService(t.Context(), d.lee, s), errs.NotFound)
	s.ID, s.Offered = d.stretch, false
	okay(t, d.SaveService(t.Context(), d.lee, s))
	x, err := d.Offer(t.Context(), "mara-lee")
	okay(t, err)
	if len(x.Services) != 1 || x.Services[0].ID != d.advice {
		t.Errorf("%+v", x.Services)
	}
}

// What somebody takes out has their appointments, what they wrote and where they wait, and
// no secret. What a practitioner takes out has their hours and services.
func TestAppointmentsAreTakenOut(t *testing.T) {
	d := newDesk(t)
	v := d.books("24 10:00")
	_, err := d.Wait(t.Context(), d.anna, d.person, "mara-lee", d.stretch, &d.ask("24 11:00").Precheck, "", false)
	okay(t, err)
	var out bytes.Buffer
	okay(t, d.Export(t.Context(), &app.Visit{Account: d.anna, Persons: []app.Member{{ID: d.person}}}, &out))
	for _, want := range []string{`"practitioner":"Mara Lee"`, `"service":"An hour of stretching"`, `"name":"Anna A."`, `"state":"booked"`, `"waiting":[{"practitioner":"Mara Lee","service":`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s is missing in %s", want, out.String())
		}
	}
	if strings.Contains(out.String(), v.Token) {
		t.Error("the secret of the link is in it")
	}
	if strings.Contains(out.String(), `"invented"`) {
		t.Error("a real person is called invented")
	}
	out.Reset()
	okay(t, d.Export(t.Context(), &app.Visit{Account: d.lee}, &out))
	for _, want := range []string{`"schedule":{`, `"services":[{`, `An hour of stretching`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s is missing in what a practitioner takes out: %s", want, out.String())
		}
	}
}

// Who has stopped reminders is still told what happened, and not reminded. Who waits is not
// told of a time at which the practitioner has cancelled.
func TestWhoIsNotTold(t *testing.T) {
	d := newDesk(t)
	okay(t, d.Subscribe(t.Context(), d.anna, d.person, phone, "phone"))
	okay(t, d.Stop(t.Context(), d.anna, d.person))
	v := d.books("27 10:00")
	d.due()
	if diff := cmp.Diff([]string{"appointment.booked 27 10:00"}, told(d.push)); diff != "" {
		t.Errorf("booked while stopped (-want +got):\n%s", diff)
	}
	d.now = d.zurich("26 11:00")
	d.due()
	if got := told(d.push); got != nil {
		t.Errorf("reminded while stopped: %v", got)
	}
	c := clear(t, "assisted_stretching")
	_, err := d.Wait(t.Context(), d.anna, d.person, "mara-lee", d.stretch, &c, "", false)
	okay(t, err)
	okay(t, d.CancelAsPractitioner(t.Context(), d.lee, v.ID, 0))
	d.due()
	if diff := cmp.Diff([]string{"appointment.cancelled 27 10:00"}, told(d.push)); diff != "" {
		t.Errorf("cancelled by the practitioner (-want +got):\n%s", diff)
	}
}
