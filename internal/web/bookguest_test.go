package web

import (
	"net/url"
	"strings"
	"testing"
)

// bookedAsGuest books without an account and returns the page of the appointment.
func (x *studio) bookedAsGuest(b *client, start string) doc {
	x.t.Helper()
	form := joined(nothing(b.get(x.book)), "start", start, "name", "Gita G.", "mail", "gita@home.example", "remark", "a sore heel", "agreed", "yes", "do", "book")
	return b.follow(b.post(x.book, form)).want(200)
}

// desk is the path of the service at the practitioner's own desk.
func (x *studio) desk() string { return deskPath + x.book[strings.LastIndex(x.book, "/"):] }

func linkOn(d doc) string {
	return strings.TrimPrefix(textOf(d.one("code")), "https://legible.example")
}

// Somebody books without an account, is mailed, moves, cancels and erases it all.
func TestBookingWithoutAnAccount(t *testing.T) {
	x := newStudio(t)
	b := x.client()
	ask := b.get(x.book).want(200, "Tick what is true now", "You need no account to book", "I book for somebody else")
	ask.checkPage()
	b.get(x.book+"?for=other").want(200, "You answer for the person who comes", "I book for myself").checkPage()
	slots := b.post(x.book, nothing(ask)).want(200, "Free times", "Tuesday 24 November")
	slots.checkPage()
	if strings.Contains(slots.text(), "Tell me when a time becomes free") {
		t.Error("a waiting list is offered to who cannot be told")
	}
	contact := b.post(x.book, joined(nothing(ask), "start", tuesday)).want(200, "Who comes?", "Mail address", "Then all of it is erased")
	contact.checkPage()
	d := x.bookedAsGuest(b, tuesday)
	d.want(200, "Your appointment is booked", "Keep this link", "It works until 24 December 2026", "Take it into an account", "Sign in")
	d.checkPage()
	link := linkOn(d)
	if strings.Contains(d.text(), "Gita") || strings.Contains(d.text(), "sore heel") || d.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Error("the link shows more than it must")
	}

	x.due(t, 0)
	m := x.mail.last(t)
	subject, letter := Letter(m, "https://legible.example")
	if subject != "Your appointment is booked" || !strings.Contains(letter, "https://legible.example"+link) || !strings.Contains(letter, "/r/"+m.Token) || !strings.Contains(letter, "The appointment itself stays") ||
		strings.Contains(letter, "confirmed") || strings.Contains(letter, "Gita") {
		t.Errorf("%s\n%s", subject, letter)
	}
	stop := b.get("/r/"+m.Token).want(200, "Stop mails about this appointment", "The appointment stays as it is")
	stop.checkPage()
	if len(stop.all("button[name=pause]")) != 0 {
		t.Error("a pause is offered for one appointment")
	}
	b.follow(b.post("/r/"+m.Token, url.Values{"do": {"stop"}})).want(200, "No more mails about this appointment").checkPage()

	at := ""
	for _, a := range x.doctor.get(practicePath+"/calendar?from=2026-11-24").want(200, "10:00–10:30", "Book for somebody who calls").all("a") {
		if strings.HasPrefix(attr(a, "href"), practicePath+"/appointments/") {
			at = attr(a, "href")
		}
	}
	x.doctor.get(at).want(200, "Gita G.", "a sore heel", "gita@home.example", "Booked without an account", "24 December 2026").checkPage()

	b.post(link+"/erase", nil).want(409).checkPage()
	b.post(link+"/cancel", url.Values{"sequence": {"0"}}).want(303)
	b.get(link).want(200, "Cancelled", "Erase it now").checkPage()
	b.post(link+"/erase", nil).want(200, "It is erased").checkPage()
	b.get(link).want(404, "There is no such appointment")
	x.doctor.get(at).want(404)
}

// The check cannot be left out, and what cannot be used is said beside its field.
func TestBookingWithoutAnAccountRefusals(t *testing.T) {
	x := newStudio(t)
	b := x.client()
	ask := nothing(b.get(x.book))
	all := []string{"start", tuesday, "name", "Gita", "agreed", "yes", "do", "book"}
	for name, c := range map[string]struct {
		change func(url.Values)
		status int
		want   string
	}{
		"a wrong address": {func(v url.Values) { v.Set("mail", "wrong") }, 422, "This mail address cannot be used"},
		"no name":         {func(v url.Values) { v.Set("name", "") }, 422, "Please give a name"},
		"no agreement":    {func(v url.Values) { v.Del("agreed") }, 422, "Please agree"},
		"a past time":     {func(v url.Values) { v.Set("start", "2026-11-20T10:00:00Z") }, 422, "cannot be booked"},
		"no check":        {func(v url.Values) { v.Del("none") }, 422, "Please tick what is true"},
		"a red flag":      {func(v url.Values) { v.Set("sign", "saddle_numbness"); v.Set("none", "") }, 422, ""},
		"a waiting list":  {func(v url.Values) { v.Set("do", "wait"); v.Del("start") }, 200, "Free times"},
	} {
		form := joined(ask, all...)
		c.change(form)
		d := b.post(x.book, form).want(c.status)
		if !strings.Contains(d.text(), c.want) {
			t.Errorf("%s: %s", name, d.text())
		}
	}
	x.bookedAsGuest(b, tuesday)
	b.post(x.book, joined(ask, all...)).want(409, "just taken", "Free times").checkPage()
	anna := x.signUp(t, "anna")
	anna.post("/a/"+strings.Repeat("x", 43)+"/keep", url.Values{"name": {"Gita"}}).want(404)
	b.post("/a/"+strings.Repeat("x", 43)+"/erase", nil).want(404)
	annas := x.booked(anna, "2026-11-30T10:00:00Z")
	link := linkOn(anna.get(annas))
	b.post(link+"/erase", nil).want(404)
	anna.post(link+"/keep", url.Values{"name": {"Anna A."}}).want(404)
}

// Who signs in later takes the appointment over, knowing the link and the name.
func TestAnAppointmentIsTakenIntoAnAccount(t *testing.T) {
	x := newStudio(t)
	link := linkOn(x.bookedAsGuest(x.client(), tuesday))
	anna := x.signUp(t, "anna")
	anna.get(link).want(200, "The appointment moves to the pages of").checkPage()
	x.client().post(link+"/keep", url.Values{"name": {"Gita G."}}).want(401)
	anna.post(link+"/keep", url.Values{"name": {"Anna"}}).want(422, "not the name the appointment was booked under").checkPage()
	d := anna.follow(anna.post(link+"/keep", url.Values{"name": {"gita g."}})).want(200, "The appointment is on your pages now", "a sore heel", "Move it")
	d.checkPage()
	anna.get(appointmentsPath).want(200, "Tue 24 Nov, 10:00")
	anna.get("/account/consents").want(200, "What you wrote for an appointment", "Took an appointment into an account").checkPage()
	if d := x.client().get(link).want(200, "Move it"); strings.Contains(d.text(), "Keep this link") {
		t.Error("the link is shown as that of nobody's account")
	}
}

// A practitioner books for somebody who telephones; the link is shown once.
func TestBookingAtThePractitionersDesk(t *testing.T) {
	x := newStudio(t)
	x.doctor.get(deskPath).want(200, "Book for somebody who calls", "Half an hour of stretching").checkPage()
	ask := x.doctor.get(x.desk()).want(200, "Ask these questions aloud")
	ask.checkPage()
	x.doctor.post(x.desk(), nothing(ask)).want(200, "Free times").checkPage()
	x.doctor.post(x.desk(), joined(nothing(ask), "start", tuesday)).want(200, "The person has said that I may keep this").checkPage()
	form := joined(nothing(ask), "start", tuesday, "name", "Ida", "agreed", "yes", "do", "book")
	d := x.doctor.post(x.desk(), form).want(200, "The link for the person", "Print this page", "Ida")
	d.checkPage()
	x.client().get(linkOn(d)).want(200, "Tue 24 Nov, 10:00", "Keep this link")
	x.doctor.post(x.desk(), form).want(409, "just taken")
	if len(x.mail.sent) != 0 {
		t.Error("somebody without an address was mailed")
	}
	anna := x.signUp(t, "anna")
	anna.get(deskPath).want(404)
	anna.get(x.desk()).want(404)
	anna.post(x.desk(), form).want(404)
	x.client().get(deskPath).want(303)
	other := x.inRole(t, "other", "practitioner")
	other.get(x.desk()).want(409, "Your profile comes first")
}
