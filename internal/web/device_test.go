package web

import (
	"slices"
	"strings"
	"testing"
)

// fakeDevice notes what a page asks of the device: vibration, the screen, tones and the
// voice. One voice runs on the device, the other would ask a server.
const fakeDevice = `(() => {
	const asked = globalThis.asked = [];
	const put = (o, name, value) => Object.defineProperty(o, name, { value, configurable: true });
	put(navigator, "vibrate", (pattern) => asked.push("vibrate " + pattern) > 0);
	put(navigator, "wakeLock", { request: async (kind) => {
		asked.push("awake " + kind);
		return { addEventListener() {}, release() { asked.push("asleep"); } };
	} });
	globalThis.AudioContext = class {
		state = "running"; currentTime = 0; destination = {};
		createGain() { return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: (to) => to }; }
	};
	globalThis.OscillatorNode = class {
		constructor(_, { frequency }) { asked.push("tone " + frequency); }
		connect(to) { return to; }
		start() {} stop() {}
	};
	put(globalThis, "SpeechSynthesisUtterance", class { constructor(text) { this.text = text; } });
	put(globalThis, "speechSynthesis", {
		getVoices: () => [{ lang: "en", localService: false, name: "far" }, { lang: "en", localService: true, name: "near" }],
		addEventListener() {}, cancel() {}, speak: (u) => asked.push("say " + u.voice.name + ": " + u.text),
	});
})();`

// asked are the notes since the last call.
func (b *browser) asked() []string {
	b.t.Helper()
	return eval[[]string](b, "asked.splice(0)")
}

// In a cramp the phone stays awake, gives a sign each minute and speaks only when asked
// to, with a voice of its own; what is switched off stays off.
func TestBrowserCrampAsksTheDevice(t *testing.T) {
	b := newBrowser(t)
	b.standStill()
	b.before(fakeDevice)
	b.open("/now/calf")
	if got := b.asked(); !slices.Equal(got, []string{"awake screen"}) {
		t.Errorf("at the start %q, want the screen kept awake and nothing else", got)
	}
	b.push(".pause") // a key, after which a page may vibrate
	b.push(".pause")
	b.asked()
	b.pass(60)
	if got := b.asked(); !slices.Equal(got, []string{"vibrate 120"}) {
		t.Errorf("after a minute %q", got)
	}
	b.push(".speak")
	b.asked()
	b.pass(60)
	if got := b.asked(); !slices.Equal(got, []string{"say near: 2 minutes. Keep going, slowly.", "vibrate 120"}) {
		t.Errorf("with the voice on %q", got)
	}
	eval[bool](b, "document.querySelector('.settings').open = true")
	b.push("[data-set=vibrate]")
	b.push("[data-set=awake]")
	if got := b.asked(); !slices.Equal(got, []string{"asleep"}) {
		t.Errorf("with the screen let go %q", got)
	}
	minutes := eval[int](b, "Number(document.getElementById('cramp').dataset.helpAfter)")
	b.pass(60 * (minutes - 2))
	got := b.asked()
	if len(got) == 0 || slices.ContainsFunc(got, func(s string) bool { return !strings.HasPrefix(s, "say near: ") }) {
		t.Errorf("with vibration off %q, want the voice alone", got)
	}
	if last := got[len(got)-1]; !strings.Contains(last, "help") {
		t.Errorf("after %d minutes the voice ends with %q", minutes, last)
	}
	b.push("[data-set=awake]")
	b.push(".eased")
	if got := b.asked(); !slices.Contains(got, "asleep") {
		t.Errorf("when it has eased %q, want the screen let go", got)
	}
}

// The player tells a hold from its end by ear and by hand, and counts the last seconds.
func TestBrowserPlayerAsksTheDevice(t *testing.T) {
	b := newBrowser(t)
	b.standStill()
	b.before(fakeDevice)
	_, f := testSite(t)
	routine := f.Routines()[0]
	first := routine.Steps[0]
	b.open("/play/" + routine.ID)
	if got := b.asked(); len(got) > 0 {
		t.Errorf("before it is started %q", got)
	}
	b.push("[data-do=start]")
	if got := b.asked(); !slices.Equal(got, []string{"awake screen", "tone 330", "vibrate 80,80,80"}) {
		t.Errorf("at the start %q", got)
	}
	b.pass(first.ReadySeconds)
	if got := b.asked(); !slices.Equal(got, []string{"tone 440", "tone 440", "tone 440", "tone 660", "vibrate 200"}) {
		t.Errorf("up to the hold %q", got)
	}
	b.push("[data-do=pause]")
	if got := b.asked(); !slices.Equal(got, []string{"asleep"}) {
		t.Errorf("in a pause %q", got)
	}
	b.push("[data-do=pause]")
	b.pass(routine.Seconds)
	if got := b.asked(); !slices.Contains(got, "tone 880") || !slices.Contains(got, "asleep") {
		t.Errorf("at the end %q", got)
	}
}
