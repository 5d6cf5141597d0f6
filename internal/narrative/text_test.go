package narrative_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	_ "github.com/legible-health/legible/internal/rapidtest" // fixed seed
)

// spansHold checks that every mention's Text is what stands at its place.
func spansHold(t interface{ Errorf(string, ...any) }, text string) {
	rs := []rune(strings.ToValidUTF8(text, "\uFFFD"))
	for _, m := range parser().Parse(text).Mentions {
		if m.Start < 0 || m.End > len(rs) || m.Start >= m.End {
			t.Errorf("%q: %s at %d–%d of %d", text, m.Finding, m.Start, m.End, len(rs))
			continue
		}
		if got := string(rs[m.Start:m.End]); got != m.Text {
			t.Errorf("%q: %s: text[%d:%d] is %q, Text is %q", text, m.Finding, m.Start, m.End, got, m.Text)
		}
	}
}

func TestSpans(t *testing.T) {
	for _, text := range []string{
		story,
		"Naïve café — my left calf “hurts” at night, 38.9 °C, 🦵 both feet burn…",
		"Meine Füße… my feet burn at night. Ωμέγα. My calf can't rest",
		"My calf’s sore. 日本語 my knee hurts.",
	} {
		spansHold(t, text)
		if len(parser().Parse(text).Mentions) == 0 {
			t.Errorf("%q: nothing understood", text)
		}
	}
}

func TestHostileText(t *testing.T) {
	for name, text := range map[string]string{
		"empty":         "",
		"punctuation":   strings.Repeat("?!.,;:-/()", 1000),
		"invalid UTF-8": "my left calf \xff\xfe hurts \xc3\x28 at night" + strings.Repeat("\x80", 5000),
		"emoji":         strings.Repeat("🦵😭", 5000),
		"zero bytes":    "calf\x00pain" + strings.Repeat("\x00", 10000),
		"long word":     strings.Repeat("a", 100000) + " calf pain " + strings.Repeat("kniferzz", 1000),
		"long number":   strings.Repeat("9", 10000) + " years " + strings.Repeat("1,", 5000),
		"one phrase":    strings.Repeat("pain in my calf ", 1000),
		"negations":     strings.Repeat("no ", 3000),
		"apostrophes":   strings.Repeat("'’", 5000) + "can't",
		"marks":         strings.Repeat("\u0301", 10000),
	} {
		start := time.Now()
		spansHold(t, text)
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%s: took %v", name, d)
		}
	}
}

func TestParsingIsDeterministic(t *testing.T) {
	words := strings.Fields(story + " left right both no never not fever swollen red hot numb , . ; 3 weeks for 38.9 mother had a clot")
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 60).Draw(t, "words"), " ")
		if diff := cmp.Diff(parser().Parse(text), parser().Parse(text)); diff != "" {
			t.Fatalf("%q read twice differs:\n%s", text, diff)
		}
		spansHold(t, text)
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{story, "", "Temp 38.9 C, 8/10", "50 y/o M, right knee pain x 2 weeks", "67M c/o b/l LE cramping x3 wks w/o fever", "\xff’\x00", "no no no never"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 20000 {
			return
		}
		spansHold(t, text)
	})
}
