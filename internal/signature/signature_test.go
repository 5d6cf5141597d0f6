package signature_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/errs"
	_ "github.com/legible-health/legible/internal/rapidtest"
	"github.com/legible-health/legible/internal/signature"
)

func key(t testing.TB, first byte) signature.Key {
	t.Helper()
	k, err := signature.FromSeed(bytes.Repeat([]byte{first}, ed25519.SeedSize))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func sign(t testing.TB, k signature.Key, payload string) []byte {
	t.Helper()
	file, err := k.Sign([]byte(payload))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// The thumbprint is that of RFC 8037, appendix A.3, for the key of appendix A.1.
func TestTheIdOfAKeyIsItsThumbprint(t *testing.T) {
	seed, err := base64.RawURLEncoding.DecodeString("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")
	if err != nil {
		t.Fatal(err)
	}
	k, err := signature.FromSeed(seed)
	if err != nil {
		t.Fatal(err)
	}
	if want := "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"; k.ID != want {
		t.Errorf("id %s, want %s", k.ID, want)
	}
	if got := hex.EncodeToString(k.Public().Key); got != "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a" {
		t.Errorf("public half %s", got)
	}
}

func TestWhatIsSignedVerifies(t *testing.T) {
	k, other := key(t, 1), key(t, 2)
	file := sign(t, k, `{"says":"legs"}`)
	payload, id, err := signature.Verify(file, []signature.Public{other.Public(), k.Public()})
	if err != nil || string(payload) != `{"says":"legs"}` || id != k.ID {
		t.Errorf("%s by %s, %v", payload, id, err)
	}
	// By the standard alone: the signature is over the first two parts as they stand.
	parts := strings.Split(string(file), ".")
	sig, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || !ed25519.Verify(k.Public().Key, []byte(parts[0]+"."+parts[1]), sig) {
		t.Errorf("another program would not verify it: %v", err)
	}
	if _, _, err := signature.Verify(file, []signature.Public{other.Public()}); !errors.Is(err, signature.UnknownKey) {
		t.Errorf("without the key: %v", err)
	}
	if _, _, err := signature.Verify(file, []signature.Public{{ID: k.ID, Key: other.Public().Key}}); !errors.Is(err, signature.Changed) {
		t.Errorf("with another key of that name: %v", err)
	}
}

// Every byte, changed to every other value, makes the file fail; so do a byte more, a byte
// less and two that change places.
func TestNoByteChangesUnseen(t *testing.T) {
	k := key(t, 1)
	keys := []signature.Public{k.Public()}
	file := sign(t, k, `{"says":"legs","n":1}`)
	fails := func(what string, changed []byte) {
		if payload, _, err := signature.Verify(changed, keys); err == nil {
			t.Fatalf("%s passes and says %s", what, payload)
		}
	}
	for i := range file {
		for b := range 256 {
			if byte(b) != file[i] {
				changed := bytes.Clone(file)
				changed[i] = byte(b)
				fails("a changed byte", changed)
			}
		}
		fails("a byte less", append(bytes.Clone(file[:i]), file[i+1:]...))
		for _, b := range []byte(" \n\r=.A") {
			fails("a byte more", append(append(bytes.Clone(file[:i]), b), file[i:]...))
		}
	}
	fails("a line end behind it", append(bytes.Clone(file), '\n'))
	rapid.Check(t, func(t *rapid.T) {
		file := must(k.Sign([]byte(rapid.String().Draw(t, "payload") + "x")))
		changed := bytes.Clone(file)
		i := rapid.IntRange(0, len(file)-1).Draw(t, "at")
		changed[i] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		if _, _, err := signature.Verify(changed, keys); err == nil {
			t.Fatal("a changed byte passes")
		}
	})
}

func TestWhatIsNoSignedFile(t *testing.T) {
	k := key(t, 1)
	b64 := base64.RawURLEncoding.EncodeToString
	with := func(head string) []byte {
		in := b64([]byte(head)) + "." + b64([]byte("{}"))
		private := ed25519.NewKeyFromSeed(k.Seed())
		return []byte(in + "." + b64(ed25519.Sign(private, []byte(in))))
	}
	if _, _, err := signature.Verify(with(`{"alg":"EdDSA","kid":"`+k.ID+`","typ":"legible-opinion"}`), []signature.Public{k.Public()}); err != nil {
		t.Fatalf("the plain one: %v", err)
	}
	for name, file := range map[string][]byte{
		"nothing":              nil,
		"a PDF":                []byte("%PDF-1.7\n"),
		"no algorithm":         with(`{"alg":"none","kid":"` + k.ID + `","typ":"legible-opinion"}`),
		"another algorithm":    with(`{"alg":"HS256","kid":"` + k.ID + `","typ":"legible-opinion"}`),
		"another type":         with(`{"alg":"EdDSA","kid":"` + k.ID + `","typ":"JWT"}`),
		"a key of its own":     with(`{"alg":"EdDSA","kid":"` + k.ID + `","typ":"legible-opinion","jwk":{}}`),
		"a critical extension": with(`{"alg":"EdDSA","kid":"` + k.ID + `","typ":"legible-opinion","crit":["b64"],"b64":false}`),
		"too large":            bytes.Repeat([]byte("a"), signature.MostBytes+1),
	} {
		_, _, err := signature.Verify(file, []signature.Public{k.Public()})
		if !errors.Is(err, signature.NotSigned) || errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSetsOfKeys(t *testing.T) {
	a, b := key(t, 1).Public(), key(t, 2).Public()
	text, err := signature.WriteKeys([]signature.Public{a, b})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"kty":"OKP"`, `"crv":"Ed25519"`, `"alg":"EdDSA"`, `"use":"sig"`, a.ID} {
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	if bytes.Contains(text, []byte(`"d"`)) {
		t.Errorf("a private half in %s", text)
	}
	got, err := signature.ReadKeys(append(text, '\n'))
	if err != nil || len(got) != 2 || got[0].ID != a.ID || !got[1].Key.Equal(b.Key) {
		t.Errorf("%v, %v", got, err)
	}
	if text, err = signature.WriteKeys(nil); err != nil || string(text) != `{"keys":[]}` {
		t.Errorf("%s, %v", text, err)
	}
	for _, bad := range []string{"", "[]", "{}", `{"keys":[]}`, `{"keys":[{"kty":"RSA"}]}`, `{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA"}]}`, "a.b.c"} {
		if _, err := signature.ReadKeys([]byte(bad)); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzVerify(f *testing.F) {
	k := key(f, 1)
	file := sign(f, k, `{"says":"legs"}`)
	f.Add(file)
	f.Add([]byte("a.b.c"))
	f.Add([]byte("..."))
	f.Fuzz(func(t *testing.T, in []byte) {
		payload, _, err := signature.Verify(in, []signature.Public{k.Public()})
		var fault signature.Fault
		if err == nil && (!bytes.Equal(in, file) || string(payload) != `{"says":"legs"}`) {
			t.Fatalf("a file nobody signed passes: %q", in)
		}
		if err != nil && !errors.As(err, &fault) {
			t.Fatalf("no fault: %v", err)
		}
	})
}

func FuzzReadKeys(f *testing.F) {
	text, err := signature.WriteKeys([]signature.Public{key(f, 1).Public()})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"keys":[{"kty":"OKP","crv":"Ed25519","x":1}]}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		keys, err := signature.ReadKeys(in)
		if (err == nil) == (len(keys) == 0) {
			t.Fatalf("%d keys, %v", len(keys), err)
		}
	})
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
