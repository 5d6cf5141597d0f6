package diary_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/diary"
)

// Reopen reads every entry as the strict reader does.
func TestReopenAgreesWithParse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyEntry(t).Encode()
		want, err := diary.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := diary.Reopen(text)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("(-parsed +reopened):\n%s", d)
		}
	})
	for _, text := range []string{"", "{}", "null", `{"kind":"dream","data":{}}`, `{"kind":"night"}`, `{"kind":"night","data":7}`} {
		if e, err := diary.Reopen([]byte(text)); err == nil {
			t.Errorf("%s: read as %+v", text, e)
		}
	}
}
