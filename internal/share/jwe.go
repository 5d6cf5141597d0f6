package share

import (
	"bytes"
	"compress/flate"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/legible-health/legible/internal/errs"
)

// Content types of files.
const (
	FHIR = "application/fhir+json"
	PDF  = "application/pdf"
	HTML = "text/html"
	Text = "text/plain"
)

// header is the protected header of a JWE.
type header struct {
	Alg  string          `json:"alg"` // dir: the key of the link is the key of the content
	Enc  string          `json:"enc"` // A256GCM
	Zip  string          `json:"zip,omitempty"`
	Cty  string          `json:"cty,omitempty"`
	Crit json.RawMessage `json:"crit,omitempty"`
}

// sizes in bytes.
const (
	nonceBytes = 12
	tagBytes   = 16
)

// Seal encrypts a file as compact JWE. It is packed when that makes it shorter.
func Seal(rand io.Reader, key Key, contentType string, plain []byte) (string, error) {
	h := header{Alg: "dir", Enc: "A256GCM", Cty: contentType}
	if packed := deflate(plain); len(packed) < len(plain) {
		h.Zip, plain = "DEF", packed
	}
	var protected bytes.Buffer
	lines := json.NewEncoder(&protected)
	lines.SetEscapeHTML(false)
	if err := lines.Encode(h); err != nil {
		return "", err
	}
	head := b64(bytes.TrimSpace(protected.Bytes()))
	nonce := make([]byte, nonceBytes)
	if _, err := io.ReadFull(rand, nonce); err != nil {
		return "", fmt.Errorf("make a nonce: %w", err)
	}
	sealed := newGCM(key).Seal(nil, nonce, plain, []byte(head))
	body, tag := sealed[:len(sealed)-tagBytes], sealed[len(sealed)-tagBytes:]
	return head + ".." + b64(nonce) + "." + b64(body) + "." + b64(tag), nil
}

// Open decrypts a compact JWE. The content type is empty where none is given. Files of
// more than most bytes are refused, packed or not. errs.Sealed when the key does not
// open it or it was changed.
func Open(key Key, jwe string, most int) (contentType string, plain []byte, err error) {
	bad := errs.New(errs.Invalid, "not a file of a SMART Health Link")
	parts := strings.Split(jwe, ".")
	if len(parts) != 5 || parts[1] != "" || len(jwe) > 2*most+4096 {
		return "", nil, bad
	}
	raw := make([][]byte, len(parts))
	for i, p := range parts {
		if raw[i], err = base64.RawURLEncoding.DecodeString(p); err != nil {
			return "", nil, bad
		}
	}
	var h header
	if json.Unmarshal(raw[0], &h) != nil || h.Alg != "dir" || h.Enc != "A256GCM" || h.Crit != nil || h.Zip != "" && h.Zip != "DEF" ||
		len(raw[2]) != nonceBytes || len(raw[4]) != tagBytes {
		return "", nil, bad
	}
	plain, err = newGCM(key).Open(nil, raw[2], append(raw[3], raw[4]...), []byte(parts[0]))
	if err != nil {
		return "", nil, errs.New(errs.Sealed, "the file does not open: another key, or it was changed")
	}
	if h.Zip != "" {
		plain, err = io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(plain)), int64(most)+1))
		if err != nil {
			return "", nil, bad
		}
	}
	if len(plain) > most {
		return "", nil, errs.New(errs.Invalid, "the file is larger than %d bytes", most)
	}
	return h.Cty, plain, nil
}

func newGCM(key Key) cipher.AEAD {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // 32 bytes always fit
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // AES always fits
	}
	return gcm
}

func deflate(plain []byte) []byte {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.DefaultCompression)
	if err != nil {
		panic(err) // the level is valid
	}
	_, _ = w.Write(plain) // a buffer takes all
	_ = w.Close()
	return out.Bytes()
}
