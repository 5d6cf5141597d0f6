package reading_test

import (
	"math"
	"testing"

	_ "github.com/legible-health/legible/internal/rapidtest" // fixed seed
	"github.com/legible-health/legible/internal/reading"
	"pgregory.net/rapid"
)

// Counted by hand; the syllables as dictionaries divide the words.
func TestSyllables(t *testing.T) {
	for word, want := range map[string]int{
		"a": 1, "leg": 1, "the": 1, "ache": 1, "aches": 1, "ached": 1, "table": 2, "ankle": 2, "muscles": 2, "cramping": 2,
		"tingling": 3, "little": 2, "heated": 2, "stretched": 1, "boxes": 2, "lonely": 2, "painful": 2, "useful": 2, "centre": 2,
		"quiet": 2, "people": 2, "being": 2, "motion": 2, "special": 2, "biopsy": 3, "idea": 3, "usual": 3, "equal": 2,
		"spasm": 2, "rhythm": 2, "didn't": 2, "isn’t": 2, "doctor's": 2, "earlier": 3, "pressure": 2, "medicine": 3, "medicines": 3,
		"potassium": 4, "emergency": 4, "diabetes": 4, "NHS": 3, "CK": 2, "30": 1, "Yes": 1, "you": 1, "eye": 1, "tired": 1,
	} {
		if got := reading.Syllables(word); got != want {
			t.Errorf("%q has %d syllables, want %d", word, got, want)
		}
	}
}

func TestCount(t *testing.T) {
	for text, want := range map[string]reading.Counts{
		"":                          {},
		"  …  ":                     {},
		"Rest.":                     {Words: 1, Sentences: 1, Syllables: 1},
		"Rest a while":              {Words: 3, Sentences: 1, Syllables: 3},
		"Does it hurt? Stop!":       {Words: 4, Sentences: 2, Syllables: 4},
		"Rest; then go: now.":       {Words: 4, Sentences: 1, Syllables: 4},
		"It fell by 1.2 a night.":   {Words: 6, Sentences: 1, Syllables: 6},
		"(Stand up.) “Sit down.” ":  {Words: 4, Sentences: 2, Syllables: 4},
		"Stand up\nSit down\n\nLie": {Words: 5, Sentences: 3, Syllables: 5},
		"self-care":                 {Words: 2, Sentences: 1, Syllables: 2},
		"Warm, e.g. a bath.":        {Words: 4, Sentences: 1, Syllables: 4},
	} {
		if got := reading.Count(text); got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

// Worked by hand: 0.39×words/sentences + 11.8×syllables/words − 15.59.
func TestGrade(t *testing.T) {
	for text, want := range map[string]float64{
		"The cat sat on the mat.": 0.39*6 + 11.8 - 15.59,
		"Stop.":                   0.39 + 11.8 - 15.59,
		"":                        0,
		"Emergency departments evaluate unexpected neurological deterioration immediately.": 0.39*7 + 11.8*31/7 - 15.59,
	} {
		if got := reading.Count(text).Grade(); math.Abs(got-want) > 1e-9 {
			t.Errorf("%q: grade %.2f, want %.2f", text, got, want)
		}
	}
}

// Two texts on two lines count as both together, and a full stop in the middle makes
// no text harder.
func TestCountAddsUp(t *testing.T) {
	word := rapid.StringMatching(`[a-z]{1,12}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := line(rapid.SliceOfN(word, 1, 20).Draw(t, "a")), line(rapid.SliceOfN(word, 1, 20).Draw(t, "b"))
		sum := reading.Count(a).Add(reading.Count(b))
		if got := reading.Count(a + "\n" + b); got != sum {
			t.Fatalf("%+v, want %+v", got, sum)
		}
		if one, two := reading.Count(a+b).Grade(), reading.Count(a+". "+b).Grade(); two > one+1e-9 {
			t.Fatalf("grade %v in two sentences, %v in one", two, one)
		}
	})
}

func line(words []string) (s string) {
	for _, w := range words {
		s += " " + w
	}
	return s
}
