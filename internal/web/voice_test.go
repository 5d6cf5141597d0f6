package web

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// fakeVoices stands for the voices of a device: one that sends words to a server and,
// if told so, one of its own. What is said is noted.
const fakeVoices = `{
	const voices = [{name: "cloud", lang: "en", localService: false}];
	if (%v) voices.push({name: "own", lang: "en-GB", localService: true});
	globalThis.said = [];
	globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
	Object.defineProperty(globalThis, "speechSynthesis", {value: {
		getVoices: () => voices, cancel() {}, addEventListener() {}, speak(u) { said.push(u.voice.name + ": " + u.text); },
	}});
}`

// Steps are read out by a voice of the device only, off until it is wanted, and the
// choice stays.
func TestBrowserVoiceStaysOnTheDevice(t *testing.T) {
	for _, own := range []bool{false, true} {
		t.Run(fmt.Sprintf("own voice %v", own), func(t *testing.T) {
			b := newBrowser(t)
			b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
				_, err := cdp.Call(ctx, t, cdpage.AddScriptToEvaluateOnNewDocument, cdpage.AddScriptToEvaluateOnNewDocumentParams{Source: fmt.Sprintf(fakeVoices, own)})
				return err
			}))
			b.open("/now/calf")
			await[bool](b, "new Promise(done => { const look = () => document.querySelector('.settings:not([hidden])') ? done(true) : requestAnimationFrame(look); look(); })")
			if got := eval[int](b, "said.length"); got != 0 {
				t.Errorf("%d sentences before anyone asked", got)
			}
			if b.seen(".speak") != own {
				t.Fatalf("the button is there: %v, an own voice: %v", b.seen(".speak"), own)
			}
			if !own {
				return
			}
			b.push(".speak")
			said := eval[string](b, "said.join('\\n')")
			if strings.Contains(said, "cloud") || !strings.Contains(said, "own: Sit up and straighten the knee.") {
				t.Errorf("said %q", said)
			}
			b.open("/now/foot")
			if got := eval[int](b, "said.length"); got == 0 {
				t.Error("the choice was forgotten")
			}
		})
	}
}
