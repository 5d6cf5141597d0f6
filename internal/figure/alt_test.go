package figure_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/figure"
)

var (
	sentences = regexp.MustCompile(`[.!?]+(\s|$)`)
	vowels    = regexp.MustCompile(`[aeiouy]+`)
)

// grade is the Flesch-Kincaid reading grade, syllables counted as groups of vowels.
func grade(text string) float64 {
	words := strings.Fields(text)
	n := 0
	for _, w := range words {
		w = strings.Trim(strings.ToLower(w), ".,:;'")
		if len(w) > 3 {
			w = strings.TrimSuffix(w, "e")
		}
		n += max(1, len(vowels.FindAllString(w, -1)))
	}
	s := max(1, len(sentences.FindAllString(text, -1)))
	return .39*float64(len(words))/float64(s) + 11.8*float64(n)/float64(len(words)) - 15.59
}

func TestEveryPictureHasPlainWords(t *testing.T) {
	seen := map[string]string{}
	for _, name := range figure.Names() {
		alt := figure.Alt(name)
		if n := len(strings.Fields(alt)); n < 4 || n > 60 {
			t.Errorf("%s has %d words, want 4 to 60: %q", name, n, alt)
		}
		if !strings.HasSuffix(alt, ".") {
			t.Errorf("the words of %s do not end with a full stop: %q", name, alt)
		}
		if g := grade(alt); g > 7 {
			t.Errorf("%s reads at grade %.1f, above 7: %q", name, g, alt)
		}
		start, ok := strings.CutSuffix(name, "/hold")
		if ok && seen[start+"/start"] == alt {
			t.Errorf("start and hold of %s say the same", start)
		}
		seen[name] = alt
	}
}

func TestGradeTellsHardFromEasy(t *testing.T) {
	if g := grade("A person stands at a wall."); g > 4 {
		t.Errorf("an easy sentence has grade %.1f", g)
	}
	if g := grade("Contralateral dorsiflexion necessitates considerable gastrocnemius extensibility."); g < 15 {
		t.Errorf("a hard sentence has grade %.1f", g)
	}
}

func TestMarkedMusclesAreNamed(t *testing.T) {
	for _, name := range figure.Names() {
		if !strings.HasSuffix(name, "/hold") {
			continue
		}
		svg, err := figure.SVG(name, figure.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(svg, "fig-muscle") {
			t.Errorf("%s marks no muscle", name)
		}
	}
}
