package fhirmap

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"
)

var uuidSyntax = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// Name makes a UUID (version 8, RFC 9562) of what is given: the same parts, the same id.
func Name(parts ...string) string {
	text, err := json.Marshal(parts)
	if err != nil { // strings always marshal
		panic(err)
	}
	b := sha256.Sum256(text)
	b[6], b[8] = b[6]&0x0f|0x80, b[8]&0x3f|0x80
	h := hex.EncodeToString(b[:16])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// seedOf names a record by what it holds. The plan follows from the rest.
func seedOf(r Record) (string, error) {
	r.Plan = nil
	text, err := json.Marshal(r)
	if err != nil {
		return "", err
	}
	return Name("record", string(text)), nil
}
