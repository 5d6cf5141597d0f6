package i18n_test

import (
	"testing"
	"testing/fstest"

	"github.com/legible-health/legible/internal/i18n"
)

func TestPrinter(t *testing.T) {
	b, err := i18n.Load(fstest.MapFS{
		"en/a.yaml": {Data: []byte("a:\n  b: Hello {name}\n  items: [one thing, two things]\n  two: '{a} and {b}{'\n")},
		"en/b.yaml": {Data: []byte("answers: {one: '{n} answer', other: '{n} answers'}\n")},
		"pl/a.yaml": {Data: []byte("answers: {one: '{n} odpowiedź', few: '{n} odpowiedzi', many: '{n} odpowiedzi', other: '{n} odpowiedzi'}\n")},
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
		{en.T("a.two", "a", "{b}", "b", 2.5), "{b} and 2.5{"}, // a value names nothing
		{en.T("a.two", "b", 1), "{a} and 1{"},
		{pl.T("answers", "n", 1), "1 odpowiedź"},
		{pl.T("a.b", "name", "x"), "Hello x"}, // falls back
		{en.Number(10732), "10,732"},
		{en.Number(-7), "-7"},
		{pl.Number(20701), "20\u00a0701"},
		{b.For("").Lang(), "en"},
		{b.For("zz, nonsense;;").Lang(), "en"},
		{en.List("a.items")[1], "two things"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"no English":              {"de/a.yaml": {Data: []byte("a: b")}},
		"a number for a message":  {"en/a.yaml": {Data: []byte("a: 3")}},
		"one key in two files":    {"en/a.yaml": {Data: []byte("a: b")}, "en/b.yaml": {Data: []byte("a: c")}},
		"a folder of no language": {"en/a.yaml": {Data: []byte("a: b")}, "not a tag/a.yaml": {Data: []byte("a: b")}},
	} {
		if _, err := i18n.Load(files); err == nil {
			t.Errorf("loaded %s", name)
		}
	}
}
