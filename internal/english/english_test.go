package english_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/english"
)

func TestKnown(t *testing.T) {
	for _, w := range []string{"popular", "station", "delicious", "favourite", "favorite", "zoom", "able"} {
		if !english.Known(w) {
			t.Errorf("Known(%q) = false", w)
		}
	}
	for _, w := range []string{"", "the", "crmap", "popula", "stations\n", "zzzz", "aaaa", "swolen"} {
		if english.Known(w) {
			t.Errorf("Known(%q) = true", w)
		}
	}
}

func TestEveryWordOfTheList(t *testing.T) {
	b, err := os.ReadFile("words.txt")
	if err != nil {
		t.Fatal(err)
	}
	list := strings.Fields(string(b))
	if !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != len(list) {
		t.Error("words.txt is not sorted, or holds a word twice")
	}
	for _, w := range list {
		if len(w) < english.Shortest || !english.Known(w) {
			t.Errorf("Known(%q) = false", w)
		}
	}
}
