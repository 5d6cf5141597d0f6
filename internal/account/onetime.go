package account

import (
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"github.com/legible-health/legible/internal/errs"
)

// One-time codes of an app (TOTP, RFC 6238), as all apps of the kind make them: six digits
// by HMAC-SHA-1, a new one in each span of 30 seconds.
const (
	OneTimeSpan   = 30 * time.Second
	oneTimeSecret = 20 // bytes, as RFC 4226 asks for
	oneTimeSkew   = 1  // spans that a clock may be off, either way
)

var oneTimeForm = hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

var unpadded = base32.StdEncoding.WithPadding(base32.NoPadding)

// NewOneTimeSecret makes the secret that an app and the program share.
func NewOneTimeSecret(rand io.Reader) ([]byte, error) {
	secret := make([]byte, oneTimeSecret)
	if _, err := io.ReadFull(rand, secret); err != nil {
		return nil, fmt.Errorf("make a secret: %w", err)
	}
	return secret, nil
}

// OneTimeText is a secret to be typed into an app, in groups of four.
func OneTimeText(secret []byte) string {
	text := unpadded.EncodeToString(secret)
	var groups []string
	for ; len(text) > 4; text = text[4:] {
		groups = append(groups, text[:4])
	}
	return strings.Join(append(groups, text), " ")
}

// OneTimeAddress is what a QR code tells an app: whose codes these are, and the secret.
func OneTimeAddress(issuer, name string, secret []byte) string {
	issuer = percent(strings.ReplaceAll(issuer, ":", " ")) // a colon would end the issuer's name
	return "otpauth://totp/" + issuer + ":" + percent(name) + "?issuer=" + issuer + "&secret=" + unpadded.EncodeToString(secret)
}

// percent writes all but letters, digits and four signs as RFC 3986 does, spaces too:
// apps read no plus.
func percent(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// OneTimeStep finds the span of time that a typed code belongs to, counted since 1970:
// the present one, or one beside it. Spaces do not matter. False for a wrong code.
func OneTimeStep(secret []byte, typed string, now time.Time) (step int64, ok bool) {
	code := strings.Join(strings.FieldsFunc(Normal(typed), func(r rune) bool { return r == ' ' || r == '-' }), "")
	present := now.Unix() / int64(OneTimeSpan/time.Second)
	for at := max(present-oneTimeSkew, 0); at <= present+oneTimeSkew; at++ {
		want, err := hotp.GenerateCodeCustom(unpadded.EncodeToString(secret), uint64(at), oneTimeForm)
		if err == nil && subtle.ConstantTimeCompare([]byte(code), []byte(want)) == 1 {
			step, ok = at, true
		}
	}
	return step, ok
}

// OneTimeCode is the code of the span that a moment lies in.
func OneTimeCode(secret []byte, at time.Time) (string, error) {
	code, err := hotp.GenerateCodeCustom(unpadded.EncodeToString(secret), uint64(max(at.Unix(), 0))/uint64(OneTimeSpan/time.Second), oneTimeForm)
	if err != nil {
		return "", errs.New(errs.Internal, "make a code: %v", err)
	}
	return code, nil
}
