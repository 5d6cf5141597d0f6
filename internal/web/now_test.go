package web

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
)

var muscles = []string{"calf", "foot", "front_thigh", "back_thigh"}

func TestCrampNowAsksWhichMuscle(t *testing.T) {
	h, _ := testSite(t)
	d := get(t, h, "/now").want(200, "Where is the cramp?", "Calf", "Foot", "Front thigh", "Back thigh", "Call 999", "When to call at once")
	d.checkPage()
	if got := len(d.all("a.muscle")); got != len(muscles) {
		t.Errorf("%d muscles, want %d", got, len(muscles))
	}
	for _, m := range muscles {
		d.one("a[href=/now/" + m + "]")
	}
	home := get(t, h, "/")
	if len(home.all("a[href=/now]")) == 0 {
		t.Error("home does not lead to cramp now")
	}
}

// Without a script the page of a muscle has everything: steps, what a helper does, when
// to get help, what is no cramp, what helps afterwards and for whom not.
func TestCrampPageIsComplete(t *testing.T) {
	h, f := testSite(t)
	for _, c := range f.Cramps() {
		d := get(t, h, "/now/"+c.Muscle)
		d.checkPage()
		want := append([]string{c.HelpText, "Call 999", "It has eased"}, c.Steps...)
		want = append(append(append(want, c.Helper...), c.NotIf...), c.StopIf...)
		for _, id := range notCramps {
			want = append(want, f.base.RedFlag(id).Tells)
		}
		for _, item := range c.After {
			want = append(append(want, item.Name), item.Steps...)
			for _, k := range item.CheckFirst {
				want = append(want, k.Text)
			}
		}
		for i, s := range want {
			want[i] = strings.Join(strings.Fields(s), " ")
		}
		d.want(200, want...)
		if got := d.one("a.call"); attr(got, "href") != "tel:999" {
			t.Errorf("%s: the button calls %q", c.Muscle, attr(got, "href"))
		}
		if d.one("a.eased"); len(d.all("#after")) != 1 {
			t.Errorf("%s: the button leads nowhere without a script", c.Muscle)
		}
		if got := len(d.all("svg.fig")); got != len(c.Figures) {
			t.Errorf("%s: %d drawings, want %d", c.Muscle, got, len(c.Figures))
		}
		if got := attr(d.one("#cramp"), "data-help-after"); got == "0" || got == "" {
			t.Errorf("%s: no time to get help: %q", c.Muscle, got)
		}
	}
	if got := len(f.Cramps()); got != len(muscles) {
		t.Errorf("%d muscles, want %d", got, len(muscles))
	}
}

func TestCrampNowWithoutACountry(t *testing.T) {
	_, f := testSite(t)
	h := must(newSite(f, f.base, Options{}))
	d := get(t, h, "/now/calf").want(200, "Numbers for all countries")
	d.checkPage()
	if attr(d.one("a.call"), "href") != "/help" {
		t.Error("without a country the button must lead to all numbers")
	}
}

func TestUnknownMuscle(t *testing.T) {
	h, _ := testSite(t)
	d := get(t, h, "/now/elbow").want(404, "no steps for this place yet")
	d.checkPage()
	if got := attr(d.all("a.button")[0], "href"); got != "/now" {
		t.Errorf("the way on leads to %q", got)
	}
	if strings.Contains(d.text(), "elbow") {
		t.Error("the page repeats the address")
	}
}

// In a bedroom with one bar of signal: the page with all it loads.
func TestCrampNowIsSmall(t *testing.T) {
	h, _ := testSite(t)
	for _, path := range []string{"/now", "/now/calf", "/now/foot", "/now/front_thigh", "/now/back_thigh"} {
		d := get(t, h, path)
		total := gzipped(t, d.Raw)
		loaded := map[string]bool{}
		for _, sel := range []string{"link[rel=stylesheet]", "link[rel=icon]", "link[rel=manifest]", "script"} {
			for _, n := range d.all(sel) {
				loaded[attr(n, "href")+attr(n, "src")] = true
			}
		}
		for address := range loaded {
			text := get(t, h, address).Raw
			total += gzipped(t, text)
			for _, m := range importCall.FindAllStringSubmatch(text, -1) {
				t.Fatalf("%s imports %s without its hash", address, m[2])
			}
			for _, m := range hashedImport.FindAllStringSubmatch(text, -1) {
				total += gzipped(t, get(t, h, "/static/"+m[1]).Raw)
			}
		}
		t.Logf("%s: %d bytes in %d files", path, total, len(loaded)+1)
		if total > 40_000 {
			t.Errorf("%s takes %d bytes in all, want at most 40 kB", path, total)
		}
	}
}

func gzipped(t testing.TB, text string) int {
	t.Helper()
	var b bytes.Buffer
	z := must(gzip.NewWriterLevel(&b, gzip.BestSpeed)) // as the server does
	must(z.Write([]byte(text)))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}
