package seal_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"
	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/errs"
	_ "github.com/legible-health/legible/internal/rapidtest" // fixed seed
	"github.com/legible-health/legible/internal/seal"
)

// chance is the same in every run.
func chance(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func wantKind(t *testing.T, err error, want errs.Kind) {
	t.Helper()
	if err == nil || errs.KindOf(err) != want {
		t.Errorf("error %v (kind %d), want kind %d", err, errs.KindOf(err), want)
	}
}

var place = seal.Label{Record: "r1", Kind: "night", Day: "2026-11-21", Version: 3}

func TestAPayloadOpensInItsPlaceOnly(t *testing.T) {
	ring := must(seal.NewRing(chance(1)))
	anna, _, _ := ring.NewPerson(chance(2), "anna")
	ben, _, _ := ring.NewPerson(chance(3), "ben")
	sealed := must(anna.Seal(chance(4), place, []byte("cramp at two")))
	if bytes.Contains(sealed, []byte("cramp")) {
		t.Fatal("the sealed payload holds the plain text")
	}
	if len(sealed) != len("cramp at two")+seal.Overhead {
		t.Errorf("%d bytes, want Overhead more than the plain text", len(sealed))
	}
	if got := must(anna.Open(place, sealed)); string(got) != "cramp at two" {
		t.Errorf("opened %q", got)
	}
	for name, at := range map[string]seal.Label{
		"another record": {"r2", "night", "2026-11-21", 3},
		"another kind":   {"r1", "note", "2026-11-21", 3},
		"another day":    {"r1", "night", "2026-11-22", 3},
		"rolled back":    {"r1", "night", "2026-11-21", 2},
		"parts shifted":  {"r1n", "ight", "2026-11-21", 3},
	} {
		_, err := anna.Open(at, sealed)
		if wantKind(t, err, errs.Sealed); t.Failed() {
			t.Fatal(name)
		}
	}
	_, err := ben.Open(place, sealed)
	wantKind(t, err, errs.Sealed)
}

func TestAnyChangedByteIsRefused(t *testing.T) {
	p, _, _ := must(seal.NewRing(chance(1))).NewPerson(chance(2), "anna")
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		sealed := must(p.Seal(chance(rapid.ByteRange(0, 99).Draw(t, "seed")), place, plain))
		if got, err := p.Open(place, sealed); err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("opened %x, %v, want %x", got, err, plain)
		}
		changed := bytes.Clone(sealed)
		changed[rapid.IntRange(0, len(changed)-1).Draw(t, "at")] ^= rapid.ByteRange(1, 255).Draw(t, "flip")
		if _, err := p.Open(place, changed); errs.KindOf(err) != errs.Sealed {
			t.Fatalf("a changed payload: %v, want errs.Sealed", err)
		}
		if _, err := p.Open(place, sealed[:rapid.IntRange(0, len(sealed)-1).Draw(t, "cut")]); errs.KindOf(err) != errs.Sealed {
			t.Fatalf("a cut payload: %v, want errs.Sealed", err)
		}
	})
}

// The layout is a promise: what another implementation of the same standard reads.
func TestAnotherReaderCanOpenThePayload(t *testing.T) {
	ring := must(seal.NewRing(chance(1)))
	key := make([]byte, 32)
	_, _ = io.ReadFull(chance(2), key) // NewPerson reads the key first
	p, _, _ := ring.NewPerson(chance(2), "anna")
	sealed := must(p.Seal(chance(3), place, []byte("x")))
	aead := must(chacha20poly1305.NewX(key))
	var ad []byte
	for _, part := range []string{"legible.record.v1", "anna", "r1", "night", "2026-11-21", "3"} {
		ad = append(append(ad, 0, 0, 0, byte(len(part))), part...)
	}
	if got, err := aead.Open(nil, sealed[1:25], sealed[25:], ad); err != nil || string(got) != "x" {
		t.Errorf("opened %q, %v", got, err)
	}
}

func TestAWrappedKeyNeedsItsRing(t *testing.T) {
	ring := must(seal.NewRing(chance(1)))
	p, wrapped, err := ring.NewPerson(chance(2), "anna")
	if err != nil {
		t.Fatal(err)
	}
	sealed := must(p.Seal(chance(3), place, []byte("x")))
	again := must(ring.Unwrap("anna", wrapped))
	if got := must(again.Open(place, sealed)); string(got) != "x" {
		t.Errorf("opened %q", got)
	}
	_, err = ring.Unwrap("ben", wrapped)
	wantKind(t, err, errs.Sealed)

	lost := must(seal.NewRing(chance(9)))
	if _, err = lost.Unwrap("anna", wrapped); !strings.Contains(err.Error(), "is not in the key file") {
		t.Errorf("a lost key: %v", err)
	}
	wantKind(t, err, errs.Sealed)

	// another key that goes by the same name
	text := strings.ReplaceAll(string(lost.Marshal()), lost.Current(), ring.Current())
	_, err = must(seal.Parse([]byte(text))).Unwrap("anna", wrapped)
	wantKind(t, err, errs.Sealed)
}

func TestRotationKeepsEverythingReadable(t *testing.T) {
	old := must(seal.NewRing(chance(1)))
	p, wrapped, _ := old.NewPerson(chance(2), "anna")
	ring := must(old.Rotated(chance(3)))
	if ring.Current() == old.Current() || len(ring.IDs()) != 2 || len(old.IDs()) != 1 {
		t.Fatalf("rotated from %v to %v", old.IDs(), ring.IDs())
	}
	must(ring.Unwrap("anna", wrapped)) // by the old key
	fresh := must(ring.Wrap(chance(4), p))
	if fresh.KeyID != ring.Current() {
		t.Errorf("wrapped by %s, want the current key %s", fresh.KeyID, ring.Current())
	}
	if _, err := ring.Without(ring.Current()); errs.KindOf(err) != errs.Conflict {
		t.Errorf("the current key could be dropped: %v", err)
	}
	only := must(ring.Without(old.Current()))
	must(only.Unwrap("anna", fresh))
	_, err := only.Unwrap("anna", wrapped)
	wantKind(t, err, errs.Sealed)
}

// Erasing reaches every copy of the wrapped key and nobody else's.
func TestErasingIsFinalAndReachesOnePersonOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ring := must(seal.NewRing(chance(rapid.ByteRange(0, 99).Draw(t, "seed"))))
		names := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z]{1,8}`), 2, 8, rapid.ID[string]).Draw(t, "persons")
		wrapped := map[string]seal.Wrapped{}
		for i, name := range names {
			_, wrapped[name], _ = ring.NewPerson(chance(byte(i)), name)
			if rapid.Bool().Draw(t, "rotate") {
				ring = must(ring.Rotated(chance(byte(100 + i)))) // never the seed above
			}
		}
		n := rapid.IntRange(1, len(names)-1).Draw(t, "erased")
		for _, name := range names[:n] {
			ring = ring.Erased(name)
		}
		ring = must(seal.Parse(ring.Marshal())) // as the key file keeps it
		for i, name := range names {
			_, err := ring.Unwrap(name, wrapped[name])
			if gone := i < n; gone != ring.IsErased(name) || gone != (errs.KindOf(err) == errs.Gone && err != nil) || !gone && err != nil {
				t.Fatalf("person %d of %d, %d erased: %v", i, len(names), n, err)
			}
		}
	})
}

func TestAnErasedPersonGetsNoNewKey(t *testing.T) {
	ring := must(seal.NewRing(chance(1))).Erased("anna")
	_, _, err := ring.NewPerson(chance(2), "anna")
	wantKind(t, err, errs.Gone)
	if n := bytes.Count(ring.Marshal(), []byte("\nnode ")); n != 64 {
		t.Errorf("%d nodes after one erasure, want 64", n)
	}
	if again := ring.Erased("anna"); !again.Equal(ring) {
		t.Error("erasing twice changed the ring")
	}
}

func TestAKeyFileIsReadWholeOrNotAtAll(t *testing.T) {
	ring := must(seal.NewRing(chance(1))).Erased("anna")
	text := string(ring.Marshal())
	if !must(seal.Parse([]byte(text))).Equal(ring) {
		t.Error("the ring does not survive its file")
	}
	lines := strings.SplitAfter(text, "\n")
	for name, broken := range map[string]string{
		"empty":       "",
		"no heading":  strings.Join(lines[1:], ""),
		"no current":  strings.Replace(text, "current "+ring.Current()+"\n", "", 1),
		"no nodes":    strings.Join(lines[:5], ""),
		"two current": text + "current k1\n",
		"cut in line": text[:len(text)-5],
		"cut between": strings.Join(lines[:len(lines)-3], ""),
		"node gone":   strings.Replace(text, lines[len(lines)-3], "", 1),
		"odd line":    text + "nodes\n",
		"wrong bits":  strings.Replace(text, " 64 ", " 65 ", 1),
	} {
		if _, err := seal.Parse([]byte(broken)); errs.KindOf(err) != errs.Sealed || err == nil {
			t.Errorf("%s: %v, want errs.Sealed", name, err)
		}
	}
}

func TestALockedKeyFileNeedsItsPassphrase(t *testing.T) {
	ring := must(seal.NewRing(chance(1)))
	locked := must(ring.Lock(chance(2), "calm legs"))
	if !seal.IsLocked(locked) || seal.IsLocked(ring.Marshal()) {
		t.Error("locked and open key files are taken for one another")
	}
	if bytes.Contains(locked, []byte("node")) {
		t.Error("the locked file shows its content")
	}
	if !must(seal.Unlock(locked, "calm legs")).Equal(ring) {
		t.Error("another ring came out")
	}
	_, err := seal.Unlock(locked, "restless legs")
	wantKind(t, err, errs.Sealed)
	_, err = seal.Unlock(locked[:40], "calm legs")
	wantKind(t, err, errs.Sealed)
	_, err = seal.Parse(locked)
	wantKind(t, err, errs.Sealed)
}
