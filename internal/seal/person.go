package seal

import (
	"crypto/cipher"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"

	"golang.org/x/crypto/chacha20poly1305"

	"github.com/legible-health/legible/internal/errs"
)

// format is the first byte of everything sealed: XChaCha20-Poly1305 with a random nonce
// of 24 bytes before the ciphertext and its tag of 16 bytes.
const format = 1

// Overhead is how many bytes longer a sealed payload is than its plain text.
const Overhead = 1 + chacha20poly1305.NonceSizeX + chacha20poly1305.Overhead

// Person seals and opens the records of one person. Safe for concurrent use.
type Person struct {
	id   string
	key  [chacha20poly1305.KeySize]byte
	aead cipher.AEAD
}

func newPerson(id string, key [chacha20poly1305.KeySize]byte) *Person {
	return &Person{id: id, key: key, aead: newAEAD(key[:])}
}

// ID is whose records these are.
func (p *Person) ID() string { return p.id }

// Label is where a payload belongs. A payload opens under the label it was sealed with
// and under no other.
type Label struct {
	Record  string
	Kind    string
	Day     string
	Version int64
}

// Seal encrypts a payload for its place.
func (p *Person) Seal(rand io.Reader, at Label, plain []byte) ([]byte, error) {
	return sealWith(rand, p.aead, plain, p.context(at))
}

// Open decrypts a payload. errs.Sealed when it was sealed with another key, belongs
// elsewhere or was changed.
func (p *Person) Open(at Label, sealed []byte) ([]byte, error) {
	plain, err := openWith(p.aead, sealed, p.context(at))
	if err != nil {
		return nil, errs.New(errs.Sealed, "a record does not open: it was changed, moved or sealed with another key")
	}
	return plain, nil
}

func (p *Person) context(at Label) []byte {
	return context("legible.record.v1", p.id, at.Record, at.Kind, at.Day, strconv.FormatInt(at.Version, 10))
}

// context joins parts so that no two lists of parts give the same bytes: each part has
// its length before it.
func context(parts ...string) []byte {
	n := 0
	for _, s := range parts {
		n += 4 + len(s)
	}
	out := make([]byte, 0, n)
	for _, s := range parts {
		out = binary.BigEndian.AppendUint32(out, uint32(len(s)))
		out = append(out, s...)
	}
	return out
}

// newAEAD panics on a key of the wrong length, which only a fault in this package makes.
func newAEAD(key []byte) cipher.AEAD {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		panic(err)
	}
	return aead
}

func encrypt(rand io.Reader, key, plain, ad []byte) ([]byte, error) {
	return sealWith(rand, newAEAD(key), plain, ad)
}

func decrypt(key, sealed, ad []byte) ([]byte, error) { return openWith(newAEAD(key), sealed, ad) }

func sealWith(rand io.Reader, aead cipher.AEAD, plain, ad []byte) ([]byte, error) {
	out := make([]byte, 1+chacha20poly1305.NonceSizeX, Overhead+len(plain))
	out[0] = format
	nonce := out[1:]
	if _, err := io.ReadFull(rand, nonce); err != nil {
		return nil, fmt.Errorf("make a nonce: %w", err)
	}
	return aead.Seal(out, nonce, plain, ad), nil
}

func openWith(aead cipher.AEAD, sealed, ad []byte) ([]byte, error) {
	if len(sealed) < Overhead || sealed[0] != format {
		return nil, errs.New(errs.Sealed, "not sealed in a form this program knows")
	}
	nonce := sealed[1 : 1+chacha20poly1305.NonceSizeX]
	return aead.Open(nil, nonce, sealed[1+chacha20poly1305.NonceSizeX:], ad)
}
