package share_test

import (
	"bytes"
	"compress/flate"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/errs"
	_ "github.com/legible-health/legible/internal/rapidtest" // fixed seed
	"github.com/legible-health/legible/internal/share"
)

// chance is the same in every run.
func chance(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func wantKind(t *testing.T, doing string, err error, want errs.Kind) {
	t.Helper()
	if err == nil || errs.KindOf(err) != want {
		t.Errorf("%s: error %v (kind %d), want kind %d", doing, err, errs.KindOf(err), want)
	}
}

// decode opens a compact JWE by the text of RFC 7516, section 5.2, and RFC 7518, section
// 5.3, without the code under test: counter mode and GHASH tag by hand.
func decode(jwe string, key []byte) (header map[string]any, plain []byte, err error) {
	parts := strings.Split(jwe, ".")
	if len(parts) != 5 || parts[1] != "" {
		return nil, nil, fmt.Errorf("%d parts, and a key part of %d characters", len(parts), len(parts[1]))
	}
	var raw [5][]byte
	for i, p := range parts {
		if strings.ContainsAny(p, "=+/") {
			return nil, nil, fmt.Errorf("part %d is not base64url without padding", i)
		}
		if raw[i], err = base64.RawURLEncoding.DecodeString(p); err != nil {
			return nil, nil, err
		}
	}
	if err := json.Unmarshal(raw[0], &header); err != nil {
		return nil, nil, err
	}
	if header["alg"] != "dir" || header["enc"] != "A256GCM" || len(raw[2]) != 12 || len(raw[4]) != 16 {
		return nil, nil, fmt.Errorf("header %v, %d bytes of nonce, %d of tag", header, len(raw[2]), len(raw[4]))
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, nil, err
	}
	first := append(bytes.Clone(raw[2]), 0, 0, 0, 1)
	if got := tag(block, first, []byte(parts[0]), raw[3]); !bytes.Equal(got, raw[4]) {
		return nil, nil, fmt.Errorf("the tag is %x, want %x", raw[4], got)
	}
	second := append(bytes.Clone(raw[2]), 0, 0, 0, 2)
	plain = make([]byte, len(raw[3]))
	cipher.NewCTR(block, second).XORKeyStream(plain, raw[3])
	if header["zip"] == "DEF" {
		plain, err = io.ReadAll(flate.NewReader(bytes.NewReader(plain)))
	}
	return header, plain, err
}

// tag is that of NIST SP 800-38D, bit by bit.
func tag(block cipher.Block, first, aad, sealed []byte) []byte {
	var h, x [16]byte
	block.Encrypt(h[:], h[:])
	absorb := func(b []byte) {
		for len(b) > 0 {
			n := min(16, len(b))
			for i := range n {
				x[i] ^= b[i]
			}
			x = times(x, h)
			b = b[n:]
		}
	}
	absorb(aad)
	absorb(sealed)
	var sizes [16]byte
	for i := range 8 {
		sizes[7-i] = byte(uint64(len(aad)) * 8 >> (8 * i))
		sizes[15-i] = byte(uint64(len(sealed)) * 8 >> (8 * i))
	}
	absorb(sizes[:])
	var mask [16]byte
	block.Encrypt(mask[:], first)
	for i := range x {
		x[i] ^= mask[i]
	}
	return x[:]
}

// times multiplies in GF(2¹²⁸).
func times(x, y [16]byte) (z [16]byte) {
	v := y
	for i := range 128 {
		if x[i/8]>>(7-i%8)&1 == 1 {
			for j := range z {
				z[j] ^= v[j]
			}
		}
		odd := v[15] & 1
		for j := 15; j > 0; j-- {
			v[j] = v[j]>>1 | v[j-1]<<7
		}
		if v[0] >>= 1; odd == 1 {
			v[0] ^= 0xe1
		}
	}
	return z
}

func TestAnotherDecoderOpensTheFile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := must(share.NewKey(chance(rapid.Byte().Draw(t, "key"))))
		plain := bytes.Repeat(rapid.SliceOf(rapid.Byte()).Draw(t, "plain"), rapid.IntRange(1, 9).Draw(t, "times"))
		jwe := must(share.Seal(chance(rapid.Byte().Draw(t, "nonce")), key, share.FHIR, plain))
		header, got, err := decode(jwe, key[:])
		if err != nil || !bytes.Equal(got, plain) || header["cty"] != share.FHIR {
			t.Fatalf("decoded %x with header %v, %v; want %x", got, header, err, plain)
		}
		kind, again, err := share.Open(key, jwe, 1<<20)
		if err != nil || kind != share.FHIR || !bytes.Equal(again, plain) {
			t.Fatalf("opened %q %x, %v", kind, again, err)
		}
	})
}

func TestTheTestsDecoderSeesFaults(t *testing.T) {
	key := must(share.NewKey(chance(1)))
	jwe := must(share.Seal(chance(2), key, share.Text, []byte("cramp at two")))
	other := must(share.NewKey(chance(3)))
	if _, _, err := decode(jwe, other[:]); err == nil {
		t.Error("another key opens it")
	}
	parts := strings.Split(jwe, ".")
	parts[0] = base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"dir","enc":"A256GCM","cty":"text/html"}`))
	if _, _, err := decode(strings.Join(parts, "."), key[:]); err == nil {
		t.Error("a changed header is taken")
	}
}

// A file written by the rules of the decoder above, without packing or content type.
func TestAFileOfAnotherProgramOpens(t *testing.T) {
	key := must(share.NewKey(chance(1)))
	head := base64.RawURLEncoding.EncodeToString([]byte(`{"enc":"A256GCM","kid":"1","alg":"dir"}`))
	block := must(aes.NewCipher(key[:]))
	nonce, sealed := []byte("twelve bytes"), make([]byte, 5)
	cipher.NewCTR(block, append(bytes.Clone(nonce), 0, 0, 0, 2)).XORKeyStream(sealed, []byte("hello"))
	end := tag(block, append(bytes.Clone(nonce), 0, 0, 0, 1), []byte(head), sealed)
	b64 := base64.RawURLEncoding.EncodeToString
	kind, plain, err := share.Open(key, head+".."+b64(nonce)+"."+b64(sealed)+"."+b64(end), 100)
	if err != nil || kind != "" || string(plain) != "hello" {
		t.Errorf("opened %q %q, %v", kind, plain, err)
	}
}

func TestAnyChangeOfAFileIsRefused(t *testing.T) {
	key := must(share.NewKey(chance(1)))
	jwe := must(share.Seal(chance(2), key, share.FHIR, bytes.Repeat([]byte("cramp "), 50)))
	rapid.Check(t, func(t *rapid.T) {
		changed := []byte(jwe)
		at := rapid.IntRange(0, len(jwe)-1).Draw(t, "at")
		changed[at] = rapid.SampledFrom([]byte("AZaz09-_.=!")).Draw(t, "to")
		if string(changed) == jwe {
			return
		}
		if _, plain, err := share.Open(key, string(changed), 1<<20); err == nil {
			// the last letter of a part has bits that stand for nothing
			if !bytes.Equal(plain, bytes.Repeat([]byte("cramp "), 50)) {
				t.Fatalf("opened %q", plain)
			}
		}
	})
	other := must(share.NewKey(chance(3)))
	_, _, err := share.Open(other, jwe, 1<<20)
	wantKind(t, "another key", err, errs.Sealed)
	for name, head := range map[string]string{
		"another way":       `{"alg":"RSA-OAEP","enc":"A256GCM"}`,
		"another cipher":    `{"alg":"dir","enc":"A128GCM"}`,
		"must understand":   `{"alg":"dir","enc":"A256GCM","crit":["exp"]}`,
		"another packing":   `{"alg":"dir","enc":"A256GCM","zip":"GZ"}`,
		"a heading of text": `text`,
	} {
		_, rest, _ := strings.Cut(jwe, ".")
		_, _, err := share.Open(key, base64.RawURLEncoding.EncodeToString([]byte(head))+"."+rest, 1<<20)
		wantKind(t, name, err, errs.Invalid)
	}
}

func TestAPackedFileCannotGrowWithoutEnd(t *testing.T) {
	key := must(share.NewKey(chance(1)))
	jwe := must(share.Seal(chance(2), key, share.FHIR, make([]byte, 8<<20)))
	if len(jwe) > 20<<10 {
		t.Fatalf("%d bytes of zeros are packed into %d", 8<<20, len(jwe))
	}
	_, _, err := share.Open(key, jwe, 1<<20)
	wantKind(t, "a file of 8 MiB where 1 is allowed", err, errs.Invalid)
}

func TestLinksComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := &share.Link{URL: "https://legible.example/s/x/manifest", Key: must(share.NewKey(chance(rapid.Byte().Draw(t, "key")))),
			Flags: share.Flags{LongTerm: rapid.Bool().Draw(t, "L"), Passcode: rapid.Bool().Draw(t, "P")}, Label: rapid.StringN(0, 80, -1).Draw(t, "label")}
		l.Flags.Direct = !l.Flags.Passcode && rapid.Bool().Draw(t, "U")
		if rapid.Bool().Draw(t, "ends") {
			at := time.Unix(rapid.Int64Range(0, 1<<33).Draw(t, "at"), 0).UTC()
			l.Expires = &at
		}
		for _, text := range []string{l.String(), l.At("https://viewer.example/s/x")} {
			got, err := share.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(l, got); d != "" {
				t.Fatalf("(-want +got):\n%s", d)
			}
		}
	})
}

// The text of a link is a promise to other viewers: the fields of the standard, and the
// key as 43 characters.
func TestTheLinkAsOthersReadIt(t *testing.T) {
	at := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	l := share.Link{URL: "https://legible.example/s/abc/manifest", Key: must(share.NewKey(chance(1))), Expires: &at, Flags: share.Flags{Passcode: true}, Label: "Legs <at> night"}
	text, ok := strings.CutPrefix(l.String(), "shlink:/")
	if !ok {
		t.Fatal(l.String())
	}
	var got map[string]any
	if err := json.Unmarshal(must(base64.RawURLEncoding.DecodeString(text)), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"url": l.URL, "flag": "P", "key": base64.RawURLEncoding.EncodeToString(l.Key[:]), "exp": 1796083200.0, "label": "Legs <at> night"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if n := len(got["key"].(string)); n != 43 {
		t.Errorf("the key has %d characters", n)
	}
}

func TestLinksThatAreNone(t *testing.T) {
	write := func(json string) string { return "shlink:/" + base64.RawURLEncoding.EncodeToString([]byte(json)) }
	key := strings.Repeat("A", 43)
	if _, err := share.Parse(write(`{"url":"https://x.example/m","key":"` + key + `","v":1,"extension":{"a":1}}`)); err != nil {
		t.Errorf("a link with more than is known: %v", err)
	}
	for name, text := range map[string]string{
		"nothing":            "",
		"an address":         "https://legible.example/s/abc",
		"half a link":        write(`{"url":"https://x.example/m","key":"` + key + `"}`)[:40],
		"a short key":        write(`{"url":"https://x.example/m","key":"AAAA"}`),
		"a script":           write(`{"url":"javascript:alert(1)","key":"` + key + `"}`),
		"a long address":     write(`{"url":"https://x.example/` + strings.Repeat("m", 128) + `","key":"` + key + `"}`),
		"passcode and file":  write(`{"url":"https://x.example/m","key":"` + key + `","flag":"PU"}`),
		"an unknown flag":    write(`{"url":"https://x.example/m","key":"` + key + `","flag":"Z"}`),
		"a later version":    write(`{"url":"https://x.example/m","key":"` + key + `","v":2}`),
		"an end in words":    write(`{"url":"https://x.example/m","key":"` + key + `","exp":"tomorrow"}`),
		"a label too long":   write(`{"url":"https://x.example/m","key":"` + key + `","label":"` + strings.Repeat("x", 81) + `"}`),
		"more than any link": "shlink:/" + strings.Repeat("A", 5000),
	} {
		if l, err := share.Parse(text); err == nil || errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %+v, %v", name, l, err)
		}
	}
}

func TestRequests(t *testing.T) {
	r, err := share.ReadRequest([]byte(`{"recipient":"Dr","passcode":"1234","embeddedLengthMax":10,"more":1}`))
	if err != nil || r.Recipient != "Dr" || r.Passcode != "1234" || *r.EmbeddedLengthMax != 10 {
		t.Errorf("%+v, %v", r, err)
	}
	for _, body := range []string{``, `[]`, `{}`, `{"recipient":""}`, `{"recipient":"` + strings.Repeat("x", 201) + `"}`, "{\"recipient\":\"\xff\"}", `{"recipient":"x","embeddedLengthMax":"a"}`} {
		_, err := share.ReadRequest([]byte(body))
		wantKind(t, body, err, errs.Invalid)
	}
}

func TestOtherFilesAreWrapped(t *testing.T) {
	raw := must(share.Wrap(share.PDF, "Summary", time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC), []byte("%PDF")))
	want := `{"resourceType":"DocumentReference","status":"current","date":"2026-11-22T08:00:00Z","description":"Summary",` +
		`"content":[{"attachment":{"contentType":"application/pdf","data":"JVBERg==","title":"Summary","creation":"2026-11-22T08:00:00Z"}}]}`
	if string(raw) != want {
		t.Errorf("got  %s\nwant %s", raw, want)
	}
}

// The drawing has the three eyes of every QR code and an empty border.
func TestTheCodeIsDrawn(t *testing.T) {
	c := must(share.Draw("shlink:/" + strings.Repeat("eyJ1cmwiOiJodHRwczov", 12)))
	dark := map[[2]int]bool{}
	for _, run := range strings.Split(strings.TrimSuffix(c.Path, "z"), "z") {
		var x, y, n, back int
		if _, err := fmt.Sscanf(run, "M%d %dh%dv1h-%d", &x, &y, &n, &back); err != nil || n != back {
			t.Fatalf("run %q: %v", run, err)
		}
		for i := range n {
			dark[[2]int{x + i, y}] = true
		}
	}
	for at := range dark {
		for _, v := range at {
			if v < 4 || v >= c.Side-4 {
				t.Fatalf("a dark square in the border, at %v of %d", at, c.Side)
			}
		}
	}
	for _, eye := range [][2]int{{4, 4}, {c.Side - 11, 4}, {4, c.Side - 11}} {
		for y := range 7 {
			for x := range 7 {
				ring := max(abs(x-3), abs(y-3))
				if dark[[2]int{eye[0] + x, eye[1] + y}] != (ring != 2) {
					t.Fatalf("the eye at %v is wrong at %d, %d", eye, x, y)
				}
			}
		}
	}
	_, err := share.Draw(strings.Repeat("x", 5000))
	wantKind(t, "a text that fits no code", err, errs.Invalid)
}

func abs(x int) int { return max(x, -x) }
