package seal_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"

	"github.com/legible-health/legible/internal/seal"
)

// reference walks from the nodes of a key file to the leaf of a person, one HMAC-SHA256
// of a bit for each level, and tells what secret it finds.
func reference(t *testing.T, keyFile, person string) []byte {
	t.Helper()
	sum := sha256.Sum256([]byte("legible.leaf.v1\x00" + person))
	leaf := binary.BigEndian.Uint64(sum[:8])
	for line := range strings.Lines(keyFile) {
		var id, text string
		var bits int
		var prefix uint64
		if n, _ := fmt.Sscanf(line, "node %s %d %x %s", &id, &bits, &prefix, &text); n != 4 || bits > 0 && (leaf^prefix)>>(64-bits) != 0 {
			continue
		}
		secret := must(base64.RawStdEncoding.DecodeString(text))
		for ; bits < 64; bits++ {
			mac := hmac.New(sha256.New, secret)
			mac.Write([]byte{byte(leaf >> (63 - bits) & 1)})
			secret = mac.Sum(nil)
		}
		return secret
	}
	t.Fatalf("no node covers %s", person)
	return nil
}

// The tree is a promise too, before and after somebody was erased: their path is then
// sixty-four nodes on other levels.
func TestAnotherReaderCanUnwrapAKey(t *testing.T) {
	ring := must(seal.NewRing(chance(1)))
	for i := range 40 {
		person := fmt.Sprintf("person %d", i)
		p, wrapped, _ := ring.NewPerson(chance(byte(i)), person)
		sealed := must(p.Seal(chance(3), place, []byte("x")))
		for name, r := range map[string]*seal.Ring{"whole": ring, "punctured": ring.Erased("somebody")} {
			var ad []byte
			for _, part := range []string{"legible.wrap.v1", person, wrapped.KeyID} {
				ad = append(append(ad, 0, 0, 0, byte(len(part))), part...)
			}
			aead := must(chacha20poly1305.NewX(reference(t, string(r.Marshal()), person)))
			if key, err := aead.Open(nil, wrapped.Data[1:25], wrapped.Data[25:], ad); err != nil || len(key) != 32 {
				t.Fatalf("%s: %s: %d bytes, %v", name, person, len(key), err)
			}
			if got := must(must(r.Unwrap(person, wrapped)).Open(place, sealed)); string(got) != "x" {
				t.Errorf("%s: %s: opened %q", name, person, got)
			}
		}
	}
}

// A key is unwrapped for nearly every request where there are many persons, and what
// that leaves behind makes the others wait for the collector.
func TestUnwrappingLeavesLittleBehind(t *testing.T) {
	ring := must(seal.NewRing(chance(1)))
	_, wrapped, _ := ring.NewPerson(chance(2), "anna")
	if n := testing.AllocsPerRun(100, func() { must(ring.Unwrap("anna", wrapped)) }); n > 20 {
		t.Errorf("%.0f allocations, want at most 20: the way down the tree has 64 levels", n)
	}
}

func BenchmarkUnwrap(b *testing.B) {
	ring := must(seal.NewRing(chance(1)))
	_, wrapped, _ := ring.NewPerson(chance(2), "anna")
	b.ReportAllocs()
	for b.Loop() {
		must(ring.Unwrap("anna", wrapped))
	}
}
