package account

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
)

// NewSecret makes the value of a session cookie: 256 bits of chance.
func NewSecret(rand io.Reader) (string, error) {
	b := make([]byte, 32)
	if _, err := io.ReadFull(rand, b); err != nil {
		return "", fmt.Errorf("make a secret: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// HashSecret is what the database keeps of a secret. It needs no salt and no stretching:
// a secret is chance, not a word.
func HashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// RecoveryCodes is how many are made at once.
const RecoveryCodes = 10

// digits of recovery codes: no letter that looks like another or like a number.
const digits = "0123456789abcdefghjkmnpqrstvwxyz"

// codeDigits carry five bits each: 80 bits, more than can be tried against a stolen copy
// of the hashes.
const codeDigits = 16

// NewRecoveryCodes makes a set of codes as people see them: xxxx-xxxx-xxxx-xxxx.
func NewRecoveryCodes(rand io.Reader) ([]string, error) {
	codes := make([]string, RecoveryCodes)
	var b [codeDigits]byte
	for i := range codes {
		if _, err := io.ReadFull(rand, b[:]); err != nil {
			return nil, fmt.Errorf("make recovery codes: %w", err)
		}
		var s strings.Builder
		for j, x := range b {
			if j > 0 && j%4 == 0 {
				s.WriteByte('-')
			}
			s.WriteByte(digits[x%32])
		}
		codes[i] = s.String()
	}
	return codes, nil
}

// ReadRecoveryCode reads a code as people type it: any case, with or without dashes and
// spaces, o for 0 and i or l for 1. False for what cannot be one.
func ReadRecoveryCode(typed string) (code string, ok bool) {
	var s strings.Builder
	for _, r := range strings.ToLower(typed) {
		switch r {
		case ' ', '-', '\u2013', '\u00a0':
			continue
		case 'o':
			r = '0'
		case 'i', 'l':
			r = '1'
		}
		if !strings.ContainsRune(digits, r) || s.Len() >= codeDigits {
			return "", false
		}
		s.WriteRune(r)
	}
	return s.String(), s.Len() == codeDigits
}

// HashRecoveryCode is what the database keeps of a code that ReadRecoveryCode has read.
// The account is part of it, so that equal codes of two accounts differ.
func HashRecoveryCode(account, code string) string {
	return HashSecret("recovery\x00" + account + "\x00" + strings.ReplaceAll(code, "-", ""))
}
