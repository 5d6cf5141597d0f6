package web

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// A person sends a report and two practitioners answer, the second blind: four browsers,
// all by keyboard on a small phone.
func TestBrowserConsultation(t *testing.T) {
	b, k := keptBrowser(t)
	w := wardOf(t, k)
	dora, emil, nobody := b.stranger(), b.stranger(), b.stranger()
	b.as(w.anna)
	dora.as(w.dora)
	emil.as(w.emil)

	b.open("/about")
	b.send("/report", reportFields(t))
	b.enter("button[value=consult]", "Send your report")
	b.look("consultation new")
	b.enter("button[value=send]", "Nobody can read the report without your permission")
	b.look("consultation new refused")
	if got := eval[string](b, "document.activeElement.id"); got != "problems" {
		t.Errorf("after a refusal the focus is on %q", got)
	}
	b.types("input[name=send_agree]", " ")
	b.types("#f-send_message", "Is it my iron?")
	b.enter("button[value=send]", "Waits for the first practitioner who takes it")
	b.look("consultation")
	mine := eval[string](b, "location.pathname")

	dora.do(chromedp.Navigate(b.url + queuePath))
	dora.arrivesAt(queuePath, "Open to anybody here")
	dora.look("queue")
	dora.enter(".requests a", "There is nothing to read here")
	dora.look("practice unseen")
	dora.enter("button[value=accept]", "My legs will not lie still")
	dora.look("practice report")
	if top := eval[float64](dora, "document.querySelector('.sheet').getBoundingClientRect().top + scrollY"); top > 740 {
		t.Errorf("the report begins %v px down, below the first screen", top)
	}
	eval[bool](dora, "document.querySelectorAll('details').forEach(d => d.open = true), true")
	dora.look("practice report unfolded")
	dora.types("#f-ask_text", "Since when?")
	dora.enter("button[value=ask]", "Dr Dora has a question")
	dora.look("practice asked")

	b.do(chromedp.Navigate(b.url + mine))
	b.arrivesAt(mine, "Since when?")
	b.look("consultation asked")
	b.types("#f-answer_text", "Since May.")
	b.enter("button[value=answer]", "Dr Dora has the answer")

	dora.do(chromedp.Navigate(b.url + strings.Replace(mine, "/consultations/", practiceOnePath, 1)))
	dora.types("input[name=level]", " ")
	dora.types("#f-sign_opinion", "I think it is the iron.")
	dora.enter("button[value=sign]", "Signed by Dr Dora")
	dora.look("practice signed")

	b.do(chromedp.Navigate(b.url + mine))
	b.arrivesAt(mine, "I think it is the iron.")
	eval[bool](b, "document.querySelectorAll('details').forEach(d => d.open = true), true")
	b.look("consultation signed")
	b.types("input[name=send_agree]", " ")
	b.enter("form[action$=second] button", "A second opinion")
	second := eval[string](b, "location.pathname")

	emil.do(chromedp.Navigate(b.url + queuePath))
	emil.enter(".requests a", "A second opinion")
	emil.enter("button[value=accept]", "You see what the person said and nothing else")
	emil.look("practice blind")
	if text := eval[string](emil, "document.body.textContent"); strings.Contains(text, "I think it is the iron") || strings.Contains(text, "What it may be") {
		t.Error("the second practitioner is not blind")
	}
	emil.types("input[name=level]", " ")
	emil.types("#f-sign_opinion", "Ask for a blood test.")
	emil.enter("button[value=sign]", "The opinions side by side")
	emil.look("practice side by side")
	b.do(chromedp.Navigate(b.url + second))
	b.arrivesAt(second, "The opinions side by side")
	b.look("consultation side by side")

	file := await[string](b, fmt.Sprintf("fetch(%q).then(r => r.text())", mine+"/file"))
	nobody.do(chromedp.Navigate(b.url + VerifyPath))
	nobody.look("verify")
	nobody.upload(file)
	nobody.enter("form[action='/verify'] button", "This file is as it was signed")
	nobody.look("verified")
	changed := []byte(file)
	changed[len(changed)/2] ^= 1
	nobody.upload(string(changed))
	nobody.enter("form[action='/verify'] button", "Do not rely on this file")
	nobody.look("not verified")
}

// upload chooses a file on the page that checks signed files.
func (b *browser) upload(file string) {
	b.t.Helper()
	eval[bool](b, fmt.Sprintf(`(() => {
		const d = new DataTransfer();
		d.items.add(new File([%q], "legible-opinion.jws"));
		document.getElementById("f-file").files = d.files;
		return true;
	})()`, file))
}
