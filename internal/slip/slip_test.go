package slip_test

import (
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/slip"
)

func TestCount(t *testing.T) {
	for _, tt := range []struct {
		a, b  string
		limit int
		want  int
	}{
		{"cramp", "cramp", 2, 0},
		{"cramp", "crmap", 2, 1}, // neighbours swapped
		{"cramp", "cramps", 2, 1},
		{"cramp", "camp", 2, 1},
		{"cramp", "crimp", 2, 1},
		{"cramp", "clasp", 2, 2},
		{"cramp", "knee", 2, 3}, // more than the limit
		{"", "ab", 2, 2},
		{"abc", "", 2, 3},
		{strings.Repeat("a", slip.Longest), strings.Repeat("a", slip.Longest), 1, 0},
		{strings.Repeat("a", slip.Longest+1), "a", 1, 2}, // no word
	} {
		if got := slip.Count(tt.a, tt.b, tt.limit); got != tt.want {
			t.Errorf("Count(%q, %q, %d) = %d, want %d", tt.a, tt.b, tt.limit, got, tt.want)
		}
		if got := slip.Count(tt.b, tt.a, tt.limit); got != tt.want {
			t.Errorf("the other way round, Count(%q, %q, %d) = %d, want %d", tt.b, tt.a, tt.limit, got, tt.want)
		}
	}
}
