package web

import (
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/legible-health/legible/internal/app"
)

// lateService is the real service, made when a test first asks it: that takes seconds.
type lateService struct{}

var madeService = sync.OnceValue(func() *app.Service {
	base, err := loadBase()
	if err != nil {
		panic(err)
	}
	return must(app.New(base))
})

func (lateService) ServiceKinds() []app.Option {
	return []app.Option{{Value: "assisted_stretching", Text: "Assisted stretching"}, {Value: "advice", Text: "Advice"}}
}

func (lateService) Prechecks(kind string, other bool) ([]app.PrecheckGroup, error) {
	return madeService().Prechecks(kind, other)
}

func (lateService) Fitness(kind string, c *app.Precheck, country string, other bool) (*app.Fitness, error) {
	return madeService().Fitness(kind, c, country, other)
}

// studio is a site with a practitioner who can be booked on weekdays from 9 to 12.
type studio struct {
	*kept
	doctor *client
	ola    *client // the operator
	book   string  // the path of a service
}

func aService() url.Values {
	return url.Values{"name": {"Half an hour of stretching"}, "kind": {"assisted_stretching"}, "minutes": {"30"}, "before": {"0"}, "after": {"15"}, "way": {"place"},
		"place": {"1 High Street"}, "offered": {"yes"}}
}

func someHours() url.Values {
	v := url.Values{"step": {"30"}, "notice": {"12"}, "ahead": {"60"}, "cancel": {"24"}, "do": {"week"}, "version": {"1"}}
	for _, d := range []string{"mo", "tu", "we", "th", "fr"} {
		v.Set(d+"-from-1", "09:00")
		v.Set(d+"-to-1", "12:00")
	}
	return v
}

func newStudio(t testing.TB) *studio {
	t.Helper()
	return studioAt(t, keptSite(t))
}

// studioAt adds the practitioner to a site.
func studioAt(t testing.TB, k *kept) *studio {
	t.Helper()
	doctor, operator := k.inRole(t, "naef", "practitioner"), k.inRole(t, "ola", "operator")
	doctor.post(profilePath, aProfile("Dr Änne Näf")).want(303)
	operator.post(checkingPath+"/"+k.visit(doctor).Account.ID, aCheck()).want(303)
	x := &studio{kept: k, doctor: doctor, ola: operator}
	doctor.post(servicesPath, aService()).want(303)
	doctor.post(hoursPath, someHours()).want(303)
	d := k.client().get("/book/dr-anne-naf").want(200, "Half an hour of stretching", "30 minutes, 1 High Street")
	d.checkPage()
	for _, a := range d.all("a") {
		if at := attr(a, "href"); strings.HasPrefix(at, "/book/dr-anne-naf/") {
			x.book = at
		}
	}
	if x.book == "" {
		t.Fatal("no service leads on")
	}
	return x
}

// nothing is the check with nothing the matter, as the page asks it.
func nothing(d doc) url.Values {
	v := url.Values{}
	for _, n := range d.all("input[name=none]") {
		v.Add("none", attr(n, "value"))
	}
	return v
}

// joined adds values to a form.
func joined(v url.Values, pairs ...string) url.Values {
	out := url.Values{}
	for name, list := range v {
		out[name] = append([]string{}, list...)
	}
	for i := 0; i < len(pairs); i += 2 {
		out.Add(pairs[i], pairs[i+1])
	}
	return out
}

// tuesday is 10:00 on 24 November in London.
const tuesday = "2026-11-24T10:00:00Z"

// booked books that time and returns the path of the appointment.
func (x *studio) booked(b *client, start string) string {
	x.t.Helper()
	return x.bookedWith(b, start, "a sore calf")
}

func (x *studio) bookedWith(b *client, start, remark string) string {
	x.t.Helper()
	form := joined(nothing(b.get(x.book)), "start", start, "name", "Anna A.", "remark", remark, "agreed", "yes", "do", "book")
	return strings.TrimSuffix(b.post(x.book, form).want(303).Header.Get("Location"), "?said=booked")
}

func TestBookMoveAndCancelByForms(t *testing.T) {
	x := newStudio(t)
	anna := x.signUp(t, "anna")
	ask := anna.get(x.book).want(200, "Tick what is true now", "A leg vein", "None of these")
	ask.checkPage()
	slots := anna.post(x.book, nothing(ask)).want(200, "Free times", "Tuesday 24 November", "Europe/London")
	slots.checkPage()
	contact := anna.post(x.book, joined(nothing(ask), "start", tuesday)).want(200, "Who comes?", "Tue 24 Nov, 10:00", "may read what I wrote")
	contact.checkPage()
	at := x.booked(anna, tuesday)
	page := anna.get(at+"?said=booked").want(200, "Your appointment is booked", "Tue 24 Nov, 10:00–10:30", "Half an hour of stretching", "Dr Änne Näf", "24 hours before")
	page.checkPage()
	link := strings.TrimPrefix(textOf(page.one("code")), "https://legible.example")
	anna.get(appointmentsPath).want(200, "Tue 24 Nov, 10:00", "No message can reach you yet").checkPage()

	anybody := x.client() // who holds the link need not sign in
	d := anybody.get(link).want(200, "Tue 24 Nov, 10:00", "Move it")
	d.checkPage()
	if strings.Contains(d.text(), "Anna") || strings.Contains(d.text(), "sore calf") || d.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Error("the link shows more than it must")
	}
	move := anybody.get(link+"/move").want(200, "Things may have changed")
	move.checkPage()
	form := joined(nothing(move), "sequence", "0")
	anybody.post(link+"/move", form).want(200, "Choose the new time", "Wednesday 25 November").checkPage()
	to := joined(form, "start", "2026-11-25T09:30:00Z")
	anybody.post(link+"/move", to).want(303)
	anybody.get(link+"?said=moved").want(200, "Your appointment was moved", "Wed 25 Nov, 09:30")
	anybody.post(link+"/move", to).want(409, "changed meanwhile").checkPage()

	x.doctor.get(practicePath+"/calendar?from=2026-11-25").want(200, "09:30–10:00", "Half an hour of stretching").checkPage()
	x.doctor.get(practicePath+"/calendar?view=day&from=2026-11-24").want(200, "Nothing booked").checkPage()
	visit := practicePath + strings.Replace(at, appointmentsPath, "/appointments", 1)
	x.doctor.get(visit).want(200, "Anna A.", "a sore calf", "can see that you looked").checkPage()

	anybody.post(link+"/cancel", url.Values{"sequence": {"0"}}).want(409, "changed meanwhile")
	anybody.post(link+"/cancel", url.Values{}).want(409, "changed meanwhile")
	anybody.post(link+"/cancel", url.Values{"sequence": {"1"}}).want(303)
	anybody.post(link+"/cancel", url.Values{"sequence": {"1"}}).want(409, "changed meanwhile")
	anna.get(at).want(200, "Cancelled").checkPage()
	x.doctor.get(visit).want(200, "Cancelled", "cannot be read")
	x.clock.add(5 * 24 * time.Hour)
	anybody.get(link).want(410, "This link has come to its end").checkPage()
	anybody.get("/a/"+strings.Repeat("x", 43)).want(404, "There is no such appointment").checkPage()
	anybody.get("/a/short").want(404)
}

// Whoever needs other care sees that, and why, in the place of any time.
func TestOtherCareComesBeforeSlots(t *testing.T) {
	x := newStudio(t)
	anna := x.signUp(t, "anna")
	ask := anna.get(x.book)
	form := nothing(ask)
	form["none"] = form["none"][1:]
	form.Set("sign", "unilateral_leg_swelling")
	form.Add("sign", "swelling_new_days")
	d := anna.post(x.book, form).want(200, "Other care comes first", "clot")
	d.checkPage()
	if len(d.all("button[name=start]")) != 0 || strings.Contains(d.text(), "24 November") {
		t.Error("a time is shown")
	}
	for _, step := range []url.Values{{"start": {tuesday}}, {"start": {tuesday}, "do": {"book"}, "name": {"Anna"}, "agreed": {"yes"}}, {"do": {"wait"}}, {"from": {"2026-11-30"}}} {
		sick := joined(form)
		for name, list := range step {
			sick[name] = list
		}
		anna.post(x.book, sick).want(200, "Other care comes first")
		skipped := joined(step) // crafted without the check
		if d := anna.post(x.book, skipped).want(422, "A few questions first"); len(d.all("button[name=start]")) != 0 {
			t.Errorf("%v: a time is shown without the check", step)
		}
	}
	anna.get(appointmentsPath).want(200, "You have no appointments")
}

func TestBookingRefusals(t *testing.T) {
	x := newStudio(t)
	anna := x.signUp(t, "anna")
	ask := nothing(anna.get(x.book))
	all := []string{"start", tuesday, "name", "Anna", "agreed", "yes", "do", "book"}
	for name, c := range map[string]struct {
		change func(url.Values)
		status int
		want   string
	}{
		"a past time":      {func(v url.Values) { v.Set("start", "2026-11-20T10:00:00Z") }, 422, "cannot be booked"},
		"no time":          {func(v url.Values) { v.Set("start", "soon") }, 422, "cannot be booked"},
		"no name":          {func(v url.Values) { v.Set("name", "") }, 422, "Please give a name"},
		"no agreement":     {func(v url.Values) { v.Del("agreed") }, 422, "Please agree"},
		"a long remark":    {func(v url.Values) { v.Set("remark", strings.Repeat("x", 501)) }, 422, "At most 500"},
		"one unanswered":   {func(v url.Values) { v["none"] = v["none"][1:] }, 422, "Please tick what is true"},
		"another's person": {func(v url.Values) { v.Set("person", "nobody") }, 404, ""},
	} {
		form := joined(ask, all...)
		c.change(form)
		d := anna.post(x.book, form).want(c.status)
		if !strings.Contains(d.text(), c.want) {
			t.Errorf("%s: %s", name, d.text())
		}
	}
	ben := x.signUp(t, "ben")
	bens := x.booked(ben, tuesday)
	anna.post(x.book, joined(ask, all...)).want(409, "just taken", "Free times").checkPage()
	anna.get(bens).want(404, "There is no such appointment")
	anna.post(bens+"/cancel", url.Values{"sequence": {"0"}}).want(404)
	anna.get(bens + "/appointment.ics").want(404)
	anna.get("/book/nobody").want(404, "Nothing can be booked here").checkPage()
	anna.get("/book/dr-anne-naf/nix").want(404)
	anna.get(servicesPath).want(404)
	anna.get(practicePath + strings.Replace(bens, appointmentsPath, "/appointments", 1)).want(404)
	members := someHours()
	members.Set("members", "yes")
	members.Set("version", "2")
	x.doctor.post(hoursPath, members).want(303)
	if len(x.doctor.get(hoursPath).all("input[checked]")) != 1 {
		t.Error("the choice is not kept")
	}
	x.client().get(x.book).want(303) // without an account, where only accounts are taken
	x.client().post(x.book, ask).want(401)
}

// The directory can be sorted by the first free time, and shows none of them: the check
// comes first.
func TestTheDirectoryBySoonestTime(t *testing.T) {
	x := newStudio(t)
	other := x.inRole(t, "abel", "practitioner")
	other.post(profilePath, aProfile("Abel Ames")).want(303)
	x.ola.post(checkingPath+"/"+x.visit(other).Account.ID, aCheck()).want(303)
	if got := cardNames(x.client().get(practitionersPath)); got != "Abel Ames, Dr Änne Näf" {
		t.Errorf("by name: %q", got)
	}
	d := x.client().get(practitionersPath+"?sort=free").want(200, "Has free times within a week", "No free times in the next four weeks")
	d.checkPage()
	if got := cardNames(d); got != "Dr Änne Näf, Abel Ames" {
		t.Errorf("by the first free time: %q", got)
	}
	if strings.Contains(d.text(), "09:00") || strings.Contains(d.text(), "23 November") {
		t.Error("a time is shown before the check")
	}
}

func TestTheWaitingListOnPages(t *testing.T) {
	x := newStudio(t)
	anna := x.signUp(t, "anna")
	anna.follow(anna.post(x.book, joined(nothing(anna.get(x.book)), "do", "wait"))).want(200, "You are on the list", "Half an hour of stretching", "Look for free times").checkPage()
	d := anna.get(appointmentsPath)
	id := attr(d.one("button[name=id]"), "value")
	anna.follow(anna.post(appointmentsPath+"/waiting", url.Values{"id": {id}})).want(200, "You are off the list")
}

func TestPracticeForms(t *testing.T) {
	x := newStudio(t)
	b := x.doctor
	b.get(servicesPath).want(200, "Half an hour of stretching", "Assisted stretching").checkPage()
	b.get(hoursPath).want(200, "Monday", "Europe/London").checkPage()
	for name, c := range map[string]struct{ field, value, want string }{
		"overlapping hours": {"mo-from-2", "11:00", "overlap"},
		"the wrong way":     {"mo-from-1", "13:00", "later than the beginning"},
		"half a part":       {"tu-from-2", "14:00", "both times of Tuesday"},
		"off the grid":      {"we-from-1", "09:01", "steps of 5"},
		"a giant step":      {"step", "99999999999999999999", "5 to 240"},
		"a negative notice": {"notice", "-1", "0 to"},
		"no number of days": {"ahead", "many", "1 to"},
		"an absurd limit":   {"cancel", "100000", "0 to"},
	} {
		form := someHours()
		form.Set("version", "2")
		form.Set(c.field, c.value)
		if name == "overlapping hours" {
			form.Set("mo-to-2", "14:00")
		}
		d := b.post(hoursPath, form).want(422)
		if !strings.Contains(d.text(), c.want) {
			t.Errorf("%s: %q is missing in\n%s", name, c.want, d.text())
		}
		d.checkPage()
	}
	b.post(hoursPath, someHours()).want(409, "another window")
	except := url.Values{"do": {"except"}, "version": {"2"}, "date": {"2026-11-24"}}
	b.follow(b.post(hoursPath, except)).want(200, "Tuesday 24 November: closed").checkPage()
	except.Set("version", "3")
	b.post(hoursPath, except).want(422, "This day cannot be used")
	except.Set("date", "2026-11-21")
	b.post(hoursPath, except).want(422, "This day cannot be used")
	anna := x.signUp(t, "anna")
	if d := anna.post(x.book, nothing(anna.get(x.book))).want(200, "Monday 23 November"); strings.Contains(d.text(), "24 November") {
		t.Error("a day that is closed is offered")
	}
	drop := url.Values{"do": {"drop"}, "version": {"3"}, "exception": {attr(b.get(hoursPath).one("button[name=exception]"), "value")}}
	b.follow(b.post(hoursPath, drop)).want(200, "No exceptions")
	for name, c := range map[string]struct{ field, value, want string }{
		"no name": {"name", "", "2 to 80"}, "no length": {"minutes", "", "5 to 480"}, "absurd": {"after", "9999", "0 to 120"}, "no place": {"place", "", "3 to 200"}, "a kind of nobody": {"kind", "nix", "one of the kinds"},
	} {
		form := aService()
		form.Set(c.field, c.value)
		if d := b.post(servicesPath, form).want(422); !strings.Contains(d.text(), c.want) {
			t.Errorf("%s: %s", name, d.text())
		}
	}
	edit := b.get(servicesPath+"?edit="+x.book[strings.LastIndex(x.book, "/")+1:]).want(200, "Change this service")
	form := aService()
	form.Set("id", attr(edit.one("input[name=id]"), "value"))
	form.Del("offered")
	b.follow(b.post(servicesPath, form)).want(200, "Not offered now").checkPage()
	x.client().get("/book/dr-anne-naf").want(200, "Nothing can be booked here right now").checkPage()
}

// The file for a calendar, and the feed, hold a time and neither with whom nor what for.
func TestTheCalendarFileOfAnAppointment(t *testing.T) {
	x := newStudio(t)
	anna := x.signUp(t, "anna")
	at := x.booked(anna, tuesday)
	check := func(want string) string {
		t.Helper()
		d := anna.get(at + "/appointment.ics").want(200)
		if got := d.Header.Get("Content-Type"); got != "text/calendar; charset=utf-8; method="+want {
			t.Errorf("media type %q", got)
		}
		c := must(ics.ParseCalendar(strings.NewReader(d.Raw)))
		e := c.Events()[0]
		if start := must(e.GetStartAt()); start.Format(time.RFC3339) != tuesday && want != "CANCEL" {
			t.Errorf("begins %v", start)
		}
		for _, secret := range []string{"tretch", "Näf", "Anna", "calf", "High Street"} {
			if strings.Contains(d.Raw, secret) {
				t.Errorf("the file holds %q:\n%s", secret, d.Raw)
			}
		}
		if dir := os.Getenv("LEGIBLE_ICS"); dir != "" {
			must(0, os.WriteFile(dir+"/"+want+".ics", []byte(d.Raw), 0o600))
		}
		return e.Id() + " " + e.GetProperty(ics.ComponentPropertySequence).Value
	}
	first := check("PUBLISH")
	anna.post(at+"/cancel", url.Values{"sequence": {"0"}}).want(303)
	second := check("CANCEL")
	if id, n, _ := strings.Cut(first, " "); n != "0" || second != id+" 1" {
		t.Errorf("%q, then %q", first, second)
	}
}

// What is sent by mail says when, and leads to the link.
func TestAppointmentLetters(t *testing.T) {
	at := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	p := spoken()
	for what := range map[string]bool{"appointment.booked": true, "appointment.moved": true, "appointment.cancelled": true, "appointment.soon": true, "appointment.free": true,
		"practice.booked": true, "practice.moved": true, "practice.cancelled": true} {
		m := app.Message{Sort: app.NoticeMessage, Notice: what, Link: "/a/secret", When: at, Zone: time.UTC, Key: "k"}
		subject, text := Letter(m, "https://legible.example")
		if !p.Has("notice.subject."+what) || subject == "" || !strings.Contains(text, "Tue 24 Nov, 10:00 (UTC)") || !strings.Contains(text, "https://legible.example/a/secret") || strings.Contains(text, "/r/") {
			t.Errorf("%s: %q\n%s", what, subject, text)
		}
		if push := string(Notification(m)); !strings.Contains(push, "Tue 24 Nov, 10:00") || !strings.Contains(push, `"open":"/a/secret"`) {
			t.Errorf("%s: %s", what, push)
		}
	}
}

// A report goes from its page to an appointment, and the practitioner opens it.
func TestAReportIsAttached(t *testing.T) {
	x := newStudio(t)
	anna := x.signUp(t, "anna")
	page := anna.get("/report").want(200, "Attach to an appointment")
	form := page.form("attach")
	anna.post("/appointments/attach", form).want(200, "You have no appointment").checkPage()
	at := x.booked(anna, tuesday)
	id := strings.TrimPrefix(at, appointmentsPath+"/")
	ask := anna.post("/appointments/attach", form).want(200, "Tue 24 Nov, 10:00–10:30, Dr Änne Näf")
	ask.checkPage()
	carried := joined(form, "attach_person", x.visit(anna).Chosen.ID)
	anna.post("/appointments/attach", carried).want(422, "Please choose an appointment").checkPage()
	anna.post("/appointments/attach", joined(carried, "attach_to", "nix")).want(404)
	anna.follow(anna.post("/appointments/attach", joined(carried, "attach_to", id))).want(200, "Your report is attached").checkPage()
	file := practicePath + "/appointments/" + id + "/report"
	if d := x.doctor.get(file).want(200); !strings.HasPrefix(d.Raw, "%PDF-") || d.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("%q of %q", d.Raw[:min(20, len(d.Raw))], d.Header.Get("Content-Type"))
	}
	x.inRole(t, "other", "practitioner").get(file).want(404)
	anna.get(file).want(404)
	anna.follow(anna.post(at+"/detach", url.Values{})).want(200, "The report is removed")
	x.doctor.get(file).want(404)
}

// bookingPages has each page of booking once.
func bookingPages(t testing.TB) []doc {
	x := newStudio(t)
	anna := x.signUp(t, "anna")
	ask := anna.get(x.book)
	form := nothing(ask)
	sick := joined(form, "sign", "saddle_numbness")
	sick["none"] = sick["none"][:0]
	for _, id := range form["none"] {
		if id != "spine" {
			sick.Add("none", id)
		}
	}
	at := x.booked(anna, tuesday)
	return []doc{
		x.client().get("/book/dr-anne-naf"), ask, anna.post(x.book, form), anna.post(x.book, sick), anna.post(x.book, joined(form, "start", "2026-11-25T10:00:00Z")),
		anna.get(at), anna.get(appointmentsPath), anna.post("/appointments/attach", anna.get("/report").form("attach")),
		x.client().get(x.book), x.client().post(x.book, joined(form, "start", "2026-11-25T10:00:00Z")), x.bookedAsGuest(x.client(), "2026-11-26T10:00:00Z"),
		x.doctor.get(deskPath), x.doctor.get(x.desk()), x.doctor.post(x.desk(), joined(nothing(x.doctor.get(x.desk())), "start", "2026-12-01T10:00:00Z", "name", "Ida", "agreed", "yes", "do", "book")).want(200, "The link for the person"),
		x.doctor.get(servicesPath), x.doctor.get(hoursPath), x.doctor.get(practicePath + "/calendar"), x.doctor.get(practicePath + strings.Replace(at, appointmentsPath, "/appointments", 1)),
	}
}

// The calendar feed has the appointment beside the reminders, as time that is taken.
func TestAppointmentsInTheCalendarFeed(t *testing.T) {
	x := newStudio(t)
	anna := x.signUp(t, "anna")
	x.booked(anna, tuesday)
	anna.post("/account/reminders/feed", url.Values{"feed": {"on"}}).want(303)
	at := strings.TrimPrefix(textOf(anna.get(remindersPath).one("code")), "https://legible.example")
	d := x.client().get(at).want(200)
	e := must(ics.ParseCalendar(strings.NewReader(d.Raw))).Events()
	if len(e) != 1 || must(e[0].GetStartAt()).Format(time.RFC3339) != tuesday || e[0].GetProperty(ics.ComponentPropertyTransp).Value != "OPAQUE" || strings.Contains(d.Raw, "tretch") {
		t.Errorf("%s", d.Raw)
	}
	if dir := os.Getenv("LEGIBLE_ICS"); dir != "" {
		must(0, os.WriteFile(dir+"/feed.ics", []byte(d.Raw), 0o600))
	}
}
