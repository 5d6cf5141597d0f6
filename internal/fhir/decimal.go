package fhir

import (
	"errors"
	"regexp"
)

// Decimal is a number as it was written: 18.0 stays 18.0 and never becomes 18. Empty
// stands for no number.
type Decimal string

var decimalSyntax = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// maxDecimal bounds the length of a decimal; the standard asks for 18 digits.
const maxDecimal = 40

var errDecimal = errors.New("is not a decimal number as JSON writes it")

// ParseDecimal reads a number as JSON writes it, of at most 40 characters.
func ParseDecimal(s string) (Decimal, error) {
	if len(s) > maxDecimal || !decimalSyntax.MatchString(s) {
		return "", errDecimal
	}
	return Decimal(s), nil
}

// MarshalJSON writes the digits as they are.
func (d Decimal) MarshalJSON() ([]byte, error) {
	if _, err := ParseDecimal(string(d)); err != nil {
		return nil, err
	}
	return []byte(d), nil
}

// UnmarshalJSON keeps the digits of a number; a string is refused.
func (d *Decimal) UnmarshalJSON(b []byte) (err error) {
	*d, err = ParseDecimal(string(b))
	return err
}
