package signature

import (
	"bytes"
	"encoding/base64"
	"encoding/json"

	"github.com/go-jose/go-jose/v4"

	"github.com/legible-health/legible/internal/errs"
)

// Fault is why a file does not pass.
type Fault string

// The faults.
const (
	NotSigned  Fault = "not_signed"  // no file of this kind, or cut short, or written another way
	UnknownKey Fault = "unknown_key" // signed with a key that is not in the set
	Changed    Fault = "changed"     // the signature does not belong to what the file says
)

var faults = map[Fault]string{
	NotSigned:  "is not a signed opinion of Legible, or it is not whole",
	UnknownKey: "was signed with a key that is not in this set of keys",
	Changed:    "was changed after it was signed, or the signature is not of this key",
}

func (f Fault) Error() string { return "the file " + faults[f] }

// Unwrap gives the fault its kind.
func (f Fault) Unwrap() error { return errs.Field("file", "%s", faults[f]) }

// header is the whole of a header; anything else in it is refused.
type header struct {
	Alg string `json:"alg"`
	Kid string `json:"kid"`
	Typ string `json:"typ"`
}

// Verify checks a signed file, all of its bytes, and returns what was signed and the id of
// the key. The error is a Fault.
func Verify(file []byte, keys []Public) (payload []byte, key string, err error) {
	if len(file) > MostBytes {
		return nil, "", NotSigned
	}
	head, ok := split(file)
	if !ok {
		return nil, "", NotSigned
	}
	var public *Public
	for i := range keys {
		if keys[i].ID == head.Kid {
			public = &keys[i]
		}
	}
	if public == nil {
		return nil, head.Kid, UnknownKey
	}
	signed, err := jose.ParseSignedCompact(string(file), []jose.SignatureAlgorithm{jose.EdDSA})
	if err != nil {
		return nil, head.Kid, NotSigned
	}
	if payload, err = signed.Verify(public.Key); err != nil {
		return nil, head.Kid, Changed
	}
	return payload, head.Kid, nil
}

// split checks the form of a file strictly: three parts, each in the one base64url
// spelling of its bytes, and a header of ours.
func split(file []byte) (h header, ok bool) {
	parts := bytes.Split(file, []byte("."))
	if len(parts) != 3 {
		return h, false
	}
	for i, part := range parts {
		plain := make([]byte, base64.RawURLEncoding.DecodedLen(len(part)))
		n, err := base64.RawURLEncoding.Decode(plain, part)
		if err != nil || n == 0 || base64.RawURLEncoding.EncodeToString(plain[:n]) != string(part) {
			return h, false
		}
		if i == 0 {
			lines := json.NewDecoder(bytes.NewReader(plain[:n]))
			lines.DisallowUnknownFields()
			if lines.Decode(&h) != nil || h.Alg != string(jose.EdDSA) || h.Typ != Type || h.Kid == "" || len(h.Kid) > 100 {
				return h, false
			}
		}
	}
	return h, true
}
