package account

import "strings"

// Bearer returns the token in the values of an Authorization header (RFC 6750); empty
// when there is none or more than one, or when it is of another scheme.
func Bearer(values []string) string {
	if len(values) != 1 {
		return ""
	}
	scheme, token, _ := strings.Cut(values[0], " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}
