package i18n_test

import (
	"testing"
	"testing/fstest"

	"github.com/legible-health/legible/internal/i18n"
)

func TestPrinter(t *testing.T) {
	b, err := i18n.Load(fstest.MapFS{
		"messages.en.yaml": {Data: []byte("a:\n  b: Hello {name}\n  items: [one thing, two things]\nanswers: {one: '{n} answer', other: '{n} answers'}\n")},
		"messages.pl.yaml": {Data: []byte("answers: {one: '{n} odpowiedź', few: '{n} odpowiedzi', many: '{n} odpowiedzi', other: '{n} odpowiedzi'}\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	en, pl := b.For("en-GB,en;q=0.8"), b.For("pl")
	for _, c := range []struct{ got, want string }{
		{en.T("a.b", "name", "you"), "Hello you"},
		{en.T("answers", "n", 1), "1 answer"},
		{en.T("answers", "n", 4), "4 answers"},
		{en.T("nowhere"), "[nowhere]"},
		{pl.T("answers", "n", 1), "1 odpowiedź"},
		{pl.T("a.b", "name", "x"), "Hello x"}, // falls back
		{b.For("").Lang(), "en"},
		{b.For("zz, nonsense;;").Lang(), "en"},
		{en.List("a.items")[1], "two things"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestLoadNeedsEnglish(t *testing.T) {
	if _, err := i18n.Load(fstest.MapFS{"messages.de.yaml": {Data: []byte("a: b")}}); err == nil {
		t.Error("a folder without messages.en.yaml loaded")
	}
	if _, err := i18n.Load(fstest.MapFS{"messages.en.yaml": {Data: []byte("a: 3")}}); err == nil {
		t.Error("a message that is a number loaded")
	}
}
