package account_test

import (
	"bytes"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/account"
)

// The list is sorted, or nothing in it would be found.
func TestTheListOfStolenPasswords(t *testing.T) {
	list, err := os.ReadFile("breached.bin")
	size := len(account.BreachMark(""))
	if err != nil || len(list)%size != 0 || len(list)/size < 40000 {
		t.Fatalf("%d bytes, %v", len(list), err)
	}
	var before []byte
	for mark := range slices.Chunk(list, size) {
		if before != nil && bytes.Compare(before, mark) >= 0 {
			t.Fatalf("%x stands behind %x", mark, before)
		}
		before = mark
	}
}

// Whatever dress a published password puts on, it is known; others are not.
func TestPublishedInAnotherDress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := []byte("leavemealone")
		for i := range word {
			if rapid.Bool().Draw(t, "capital") {
				word[i] -= 'a' - 'A'
			}
		}
		dressed := rapid.StringMatching(`[0-9!?. ]{0,6}`).Draw(t, "front") + string(word) + rapid.StringMatching(`[0-9!?. ]{0,6}`).Draw(t, "back")
		if !account.Published(dressed) {
			t.Fatalf("%q is not known", dressed)
		}
	})
	for _, own := range []string{"walnut ferry ochre", "correct ferry battery ochre", "夜に足がつることがあります", "", "x"} {
		if account.Published(own) {
			t.Errorf("%q is said to be published", own)
		}
	}
}
