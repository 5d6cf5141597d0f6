package web

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// types puts the focus on a field with the keyboard and types.
func (b *browser) types(selector, text string) {
	b.t.Helper()
	b.tabTo(selector)
	b.do(chromedp.KeyEvent(text))
}

// A practitioner writes a profile, the operator checks a qualification, and somebody who
// is not signed in finds the practitioner: three browsers, all by keyboard.
func TestBrowserPractitioner(t *testing.T) {
	b, k := keptBrowser(t)
	visitor, operator := b.stranger(), b.stranger()
	visitor.do(chromedp.Navigate(b.url + practitionersPath))
	visitor.arrivesAt(practitionersPath, "Nobody is listed here yet")
	visitor.look("practitioners empty")

	b.as(k.inRole(t, "naef", "practitioner"))
	b.do(chromedp.Navigate(b.url + profilePath))
	b.arrivesAt(profilePath, "You have no profile yet")
	b.look("profile new")
	b.types("#f-name", "Dr Änne Näf")
	b.types("#f-profession", "Phys")
	b.types("input[name=specialities][value=sleep]", " ")
	b.types("#f-country", "United K")
	b.types("details:has(input[name=languages][value=fr]) > summary", " ")
	b.types("input[name=languages][value=fr]", " ")
	b.types("#f-since", "1999")
	b.types("#f-about", "I listen.")
	b.types("#f-to_check", "Register number 7")
	b.enter("form[action='/practice/profile'] button", "Your profile is saved")
	await[bool](b, `new Promise(done => {
		const c = document.createElement("canvas");
		[c.width, c.height] = [300, 200];
		c.getContext("2d").fillRect(0, 0, 300, 200);
		c.toBlob(blob => {
			const d = new DataTransfer();
			d.items.add(new File([blob], "me.webp", {type: "image/webp"}));
			document.getElementById("f-photo").files = d.files;
			done(true);
		}, "image/webp");
	})`)
	b.enter("button[value=use]", "Your photo is saved")
	b.waitFor("the photo", "document.querySelector('img.photo').naturalWidth === 300")
	b.look("profile")

	operator.as(k.inRole(t, "ola", "operator"))
	operator.do(chromedp.Navigate(b.url + checkingPath))
	operator.arrivesAt(checkingPath, "Waits: nothing valid is checked")
	operator.look("practitioners check")
	operator.enter(".door", "Register number 7")
	operator.look("practitioner check")
	operator.types("#f-title", "Physician")
	operator.types("#f-holder", "Anna Maria Näf")
	operator.types("input[name=way]", " ")
	operator.types("#f-register", "Register of Physicians")
	operator.types("#f-valid_until", "2026-01-01")
	operator.types("#f-checked_by", "Ola Ops")
	operator.types("#f-number", "7")
	operator.enter("form.sign button", "Write a day from today on")
	operator.look("practitioner check refused")
	if got := eval[string](operator, "document.activeElement.id"); got != "problems" {
		t.Errorf("after a refusal the focus is on %q", got)
	}
	eval[bool](operator, "document.getElementById('f-valid_until').value = '', true")
	operator.types("#f-valid_until", "2027-06-30")
	operator.enter("form.sign button", "The qualification is written down")
	operator.look("practitioner checked")

	visitor.do(chromedp.Navigate(b.url + practitionersPath))
	visitor.types("details.filters > summary", " ")
	visitor.types("select[name=language]", "Fre")
	visitor.enter("details.filters button", "1 practitioner")
	visitor.look("practitioners")
	visitor.enter(".practitioners a", "Looked up in the register by Ola Ops on 22 November 2026")
	visitor.waitFor("the photo", "document.querySelector('main img').naturalWidth === 300")
	visitor.look("practitioner")
}
