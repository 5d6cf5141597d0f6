package app_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
)

// A list of entries as text says what the same list read says, whatever its entries hold.
func TestEntryTextsAreTheEntries(t *testing.T) {
	h := newHome(t)
	h.add(entry(someID, 5, 0))
	for _, raw := range []string{
		`{"kind":"note","day":"2026-11-20","data":{"text":"a \"quoted\" <b> & a line\nbreak, \"day\":\"2026-01-01\" é"}}`,
		`{"kind":"episode","at":"2026-11-20T23:10:00Z","data":{"sort":"cramp","seconds":240}}`,
		`{"kind":"medicine","day":"2026-11-19","data":{"name":"tea","change":"started"}}`,
	} {
		h.add([]byte(raw))
	}
	if _, err := h.replace(entry(someID, 6, 1)); err != nil {
		t.Fatal(err)
	}
	for _, q := range []app.EntryQuery{{Limit: 10}, {Limit: 2}, {Limit: 10, Kind: "night"}, {Limit: 10, Oldest: true}, {Limit: 10, Kind: "lab"}} {
		texts, next, err := h.EntryTexts(t.Context(), h.anna, h.annas, q)
		if err != nil {
			t.Fatal(err)
		}
		list, wantNext, err := h.Entries(t.Context(), h.anna, h.annas, q)
		if err != nil || len(texts) != len(list) {
			t.Fatalf("%d texts and %d entries, %v", len(texts), len(list), err)
		}
		if d := cmp.Diff(wantNext, next); d != "" {
			t.Errorf("cursor (-entries +texts):\n%s", d)
		}
		for i, e := range list {
			want, err := json.Marshal(e)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tree(t, want), tree(t, texts[i])); d != "" {
				t.Errorf("entry %d (-read +text):\n%s", i, d)
			}
		}
	}
	_, _, err := h.EntryTexts(t.Context(), h.ben, h.annas, app.EntryQuery{Limit: 1})
	if err == nil {
		t.Error("ben reads what anna wrote")
	}
}

func tree(t *testing.T, text []byte) (v map[string]any) {
	t.Helper()
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}
