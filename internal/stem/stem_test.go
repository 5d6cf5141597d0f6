package stem_test

import (
	"testing"

	"github.com/legible-health/legible/internal/stem"
)

func TestOf(t *testing.T) {
	own := stem.With(map[string]string{"achy": "ache", "tingl": "tickle", "woke": "rise"})
	plain := stem.With(nil)
	for _, tt := range []struct {
		by         *stem.Stemmer
		word, want string
	}{
		{plain, "cramps", "cramp"}, // Snowball
		{plain, "feet", "foot"},
		{plain, "calves", "calf"},
		{plain, "swollen", "swell"},
		{plain, "oedema", "edema"},
		{plain, "achy", "achi"},
		{plain, "", ""},
		{own, "achy", "ache"},
		{own, "tingling", "tickle"}, // by what Snowball makes of it
		{own, "woke", "rise"},       // before the shared table
		{own, "feet", "foot"},
	} {
		if got := tt.by.Of(tt.word); got != tt.want {
			t.Errorf("%q: stem %q, want %q", tt.word, got, tt.want)
		}
	}
}

// TestOwnersStayApart: what one reader adds, another does not see.
func TestOwnersStayApart(t *testing.T) {
	stem.With(map[string]string{"feet": "boot", "gp": "doctor"})
	plain := stem.With(nil)
	if plain.Of("feet") != "foot" || plain.Of("gp") != "gp" {
		t.Errorf("a reader without words of its own has feet %q, gp %q", plain.Of("feet"), plain.Of("gp"))
	}
}
