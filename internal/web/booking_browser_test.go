package web

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// Anna books with the keyboard, moves by her link in a browser that is not signed in, and
// the practitioner, in a third one, sees it and cancels.
func TestBrowserBooking(t *testing.T) {
	b, k := keptBrowser(t)
	doctor, operator := k.inRole(t, "naef", "practitioner"), k.inRole(t, "ola", "operator")
	doctor.post(profilePath, aProfile("Dr Änne Näf")).want(303)
	operator.post(checkingPath+"/"+k.visit(doctor).Account.ID, aCheck()).want(303)

	d := b.stranger()
	d.as(doctor)
	d.do(chromedp.Navigate(d.url + servicesPath))
	d.arrivesAt(servicesPath, "You offer nothing yet")
	d.look("services")
	eval[bool](d, `(set => { set("name", "Half an hour of stretching"); set("after", "15"); set("place", "1 High Street"); document.querySelector("form.sign").requestSubmit(); return true })(
		(name, value) => document.getElementById("f-" + name).value = value)`)
	d.arrivesAt(servicesPath, "The service is kept")
	d.do(chromedp.Navigate(d.url + hoursPath))
	d.arrivesAt(hoursPath, "Every week")
	d.look("hours")
	eval[bool](d, `["mo", "tu", "we", "th", "fr"].forEach(x => { document.querySelector("[name=" + x + "-from-1]").value = "09:00"; document.querySelector("[name=" + x + "-to-1]").value = "12:00" }), true`)
	d.click("button[value=week]")
	d.arrivesAt(hoursPath, "Your hours are kept")

	b.as(k.signUp(t, "anna"))
	b.do(chromedp.Navigate(b.url + "/practitioners/dr-anne-naf"))
	b.enter("a[href='/book/dr-anne-naf']", "Book an appointment")
	b.look("book")
	b.enter(".services a", "A few questions first")
	b.look("precheck")
	eval[bool](b, `document.querySelectorAll("[name=none]").forEach(x => x.click()), true`)
	b.enter("button[value=slots]", "Free times")
	b.look("slots")
	b.enter("button[value='"+tuesday+"']", "Who comes?")
	b.look("contact")
	eval[bool](b, `document.getElementById("f-name").value = "Anna A.", document.getElementById("f-agreed").click(), true`)
	b.enter("button[value=book]", "Your appointment")
	b.look("appointment")
	at := eval[string](b, "location.pathname")
	link := strings.TrimPrefix(eval[string](b, "document.querySelector('code').textContent"), "https://legible.example")

	c := b.stranger() // nobody is signed in here
	c.do(chromedp.Navigate(c.url + link))
	c.arrivesAt(link, "Tue 24 Nov, 10:00")
	c.click("a[href$='/move']")
	c.arrivesAt(link+"/move", "Things may have changed")
	eval[bool](c, `document.querySelectorAll("[name=none]").forEach(x => x.click()), true`)
	c.click("button[value=slots]")
	c.arrivesAt(link+"/move", "Choose the new time")
	c.look("move slots")
	c.click("button[value='2026-11-25T09:30:00Z']")
	c.arrivesAt(link, "Your appointment was moved")
	c.look("by link")

	d.do(chromedp.Navigate(d.url + practicePath + "/calendar?from=2026-11-25"))
	d.arrivesAt(practicePath+"/calendar", "09:30–10:00")
	d.look("practice calendar")
	d.click(".appointments a")
	d.waitFor("who comes", "document.querySelector('main').innerText.includes('Anna A.')")
	d.look("practice appointment")
	eval[bool](d, "document.querySelector('details').open = true, true")
	d.click("button[name=sequence]")
	d.waitFor("the cancellation", "document.querySelector('main').innerText.includes('The appointment is cancelled')")

	b.do(chromedp.Navigate(b.url + at))
	b.arrivesAt(at, "Cancelled by the practitioner")
	b.do(chromedp.Navigate(b.url + appointmentsPath))
	b.arrivesAt(appointmentsPath, "Over or cancelled")
	b.look("appointments")
}

// Whoever may have a clot sees the right care on a small screen, and no time.
func TestBrowserBookingCare(t *testing.T) {
	b, k := keptBrowser(t)
	doctor, operator := k.inRole(t, "naef", "practitioner"), k.inRole(t, "ola", "operator")
	doctor.post(profilePath, aProfile("Dr Änne Näf")).want(303)
	operator.post(checkingPath+"/"+k.visit(doctor).Account.ID, aCheck()).want(303)
	doctor.post(servicesPath, aService()).want(303)
	b.as(k.signUp(t, "anna"))
	b.do(chromedp.Navigate(b.url + "/book/dr-anne-naf"))
	b.click(".services a")
	b.waitFor("the check", "document.querySelector('[name=none]')")
	eval[bool](b, `document.querySelectorAll("[name=none]").forEach(x => { if (x.value !== "clot") x.click() }), true`)
	eval[bool](b, `document.querySelector("[value=unilateral_leg_swelling]").click(), document.querySelector("[value=swelling_new_days]").click(), true`)
	b.click("button[value=slots]")
	b.waitFor("the right care", "document.querySelector('h1').textContent.includes('Other care comes first')")
	b.look("booking care")
	if eval[int](b, "document.querySelectorAll('[name=start]').length") != 0 {
		t.Error("a time is shown")
	}
}
