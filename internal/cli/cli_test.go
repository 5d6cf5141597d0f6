package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/eval"
)

var shared = sync.OnceValues(func() (*app.Service, error) { return openService("") })

func service(t testing.TB) *app.Service {
	t.Helper()
	svc, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return svc
}

func TestWrap(t *testing.T) {
	for _, x := range []struct {
		text string
		n    int
		want []string
	}{
		{"", 10, []string{""}},
		{"one two three", 7, []string{"one two", "three"}},
		{"zwölf über", 5, []string{"zwölf", "über"}},
		{"first\nsecond", 20, []string{"first", "second"}},
		{"unbreakable", 5, []string{"unbr…"}},
	} {
		if d := cmp.Diff(x.want, wrap(x.text, x.n)); d != "" {
			t.Errorf("wrap(%q, %d) (-want +got):\n%s", x.text, x.n, d)
		}
	}
}

func TestParseAge(t *testing.T) {
	for typed, want := range map[string]float64{"62": 62, "62 years": 62, "0.5": 0.5, "6 months": 0.5, "1 month": 1.0 / 12, "120": 120} {
		got, err := parseAge(typed)
		if err != nil || got == nil || *got != want {
			t.Errorf("parseAge(%q) = %v, %v; want %v", typed, got, err, want)
		}
	}
	for _, typed := range []string{"", "u", "-"} {
		if got, err := parseAge(typed); got != nil || err != nil {
			t.Errorf("parseAge(%q) = %v, %v; want not known", typed, got, err)
		}
	}
	for _, typed := range []string{"-1", "400", "NaN", "Inf", "old", "6 weeks"} {
		if _, err := parseAge(typed); errs.KindOf(err) != errs.Invalid {
			t.Errorf("parseAge(%q): %v, want a request to type it again", typed, err)
		}
	}
}

func TestNumbers(t *testing.T) {
	for typed, want := range map[string][]int{"1,3": {0, 2}, "2": {1}, " 1 2 ": {0, 1}, "0": nil, "none": nil} {
		got, err := numbers(typed, 3)
		if d := cmp.Diff(want, got); err != nil || d != "" {
			t.Errorf("numbers(%q): %v %s", typed, err, d)
		}
	}
	for _, typed := range []string{"4", "-1", "x", "1,,x", "99999999999999999999"} {
		if _, err := numbers(typed, 3); err == nil {
			t.Errorf("numbers(%q) is accepted", typed)
		}
	}
}

// Every story of the knowledge base gives a result that fits on one screen.
func TestTheResultFitsOnOneScreen(t *testing.T) {
	if testing.Short() {
		t.Skip("assesses every story")
	}
	svc := service(t)
	stories, err := eval.Vignettes(os.DirFS("../../knowledge"), svc.Base())
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range stories {
		if v.Text == "" {
			continue
		}
		r, err := svc.Assess(&app.Request{Text: v.Text, Country: "GB"})
		if err != nil {
			t.Fatalf("%s: %v", v.ID, err)
		}
		var out bytes.Buffer
		if err := writeScreen(&out, r, screenOptions{understood: true}); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
		if len(lines) > 24 {
			t.Errorf("%s: %d lines, want at most 24:\n%s", v.ID, len(lines), out.String())
		}
		for _, line := range lines {
			if n := utf8.RuneCountInString(line); n > 80 {
				t.Errorf("%s: a line of %d columns, want at most 80: %s", v.ID, n, line)
			}
		}
		if !strings.HasPrefix(lines[0], headings[r.Urgency.Level]+": ") {
			t.Errorf("%s: the first line is not what to do: %s", v.ID, lines[0])
		}
	}
}

// An answer taken back leaves no trace: the result is that of never having given it.
func TestBackTakesAnAnswerBack(t *testing.T) {
	talk := func(typed string) *app.Response {
		r, err := newInterview(service(t), &app.Request{Text: "my legs ache"}, strings.NewReader(typed), io.Discard, true).run()
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	const start = "50\nf\nn\n\n" // age, sex, pregnant, all understood
	if d := cmp.Diff(talk(start+"u\ns\n"), talk(start+"u\nu\nb\ns\n")); d != "" {
		t.Errorf("after b (-never given +taken back):\n%s", d)
	}
	if d := cmp.Diff(talk(start+"s\n"), talk("b\nb\n"+start+"b\nb\nb\nf\nn\n\ns\n")); d != "" {
		t.Errorf("going back to the person (-straight +back and forth):\n%s", d)
	}
}

func TestALineTooLongIsRefused(t *testing.T) {
	_, err := newInterview(service(t), &app.Request{}, strings.NewReader(strings.Repeat("x", maxLine+1)), io.Discard, true).run()
	if errs.KindOf(err) != errs.TooLarge {
		t.Errorf("got %v, want it refused as too large", err)
	}
}

// Whatever is typed, an interview ends with a result or a plain refusal.
func FuzzInterview(f *testing.F) {
	for _, seed := range []string{"", "1\n62\nf\nn\nmy calf cramps at night\n\n\ny\nn\n1,2\n0\n?\nb\nu\n5\n", "b\nb\nb\ns\n", "2\n-1\n8 months\n\n\n\n\n", "\xff\xfe\n\x00\n"} {
		f.Add(seed)
	}
	svc := service(f)
	f.Fuzz(func(t *testing.T, typed string) {
		r, err := newInterview(svc, &app.Request{}, strings.NewReader(typed), io.Discard, true).run()
		var refused *errs.Error
		if err != nil && !errors.As(err, &refused) {
			t.Fatal(err)
		}
		if err == nil {
			if err := writeScreen(io.Discard, r, screenOptions{}); err != nil {
				t.Fatal(err)
			}
		}
	})
}
