package web

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// Somebody sets up codes from an app, signs out, and comes back with password and code.
func TestBrowserCodesFromAnApp(t *testing.T) {
	b, k := keptBrowser(t)
	b.as(k.signUp(t, "anna"))
	b.do(chromedp.Navigate(b.url + "/account/security"))
	b.click("a[href='/account/second']")
	b.arrivesAt("/account/second", "Set it up")
	b.look("second-factor")
	b.click("button[value=begin]")
	b.arrivesAt("/account/second", "Scan this with the app")
	b.look("second-factor-pair")
	p := appWith(t, eval[string](b, "document.querySelector('#second-secret').innerText"), k.clock)
	b.types("#f-code", p.code(t))
	b.click("button[value=confirm]")
	b.arrivesAt("/account/second", "we ask for a code after your password")
	b.look("second-factor-on")

	b.do(chromedp.Navigate(b.url + "/account"))
	b.click("form[action='/account/out'] button")
	b.arrivesAt("/account", "Sign in")
	b.types("#f-name", "anna")
	b.types("#f-password", goodPassword)
	b.click("#sign button.big")
	b.arrivesAt("/account", "The code from your app")
	b.look("sign-in-code")
	b.types("#f-code", p.code(t)) // the one that was used
	b.click("#sign button.big")
	b.arrivesAt("/account/code", "not the code that the app shows now")
	b.look("sign-in-code-wrong")
	b.types("#f-code", p.next(t))
	b.click("#sign button.big")
	b.arrivesAt("/account", "You are signed in as anna")
}
