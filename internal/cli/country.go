package cli

import (
	"strings"

	"github.com/legible-health/legible/internal/app"
)

// checkCountry refuses a country that has no entry, rather than silently showing no
// emergency number.
func checkCountry(svc *app.Service, code string) error {
	if code == "" || svc.Base().Country(strings.ToUpper(code)) != nil {
		return nil
	}
	return usage("--country %q is not known; use a two-letter code such as GB, US or IN (\"legible kb list emergency\" lists them), or leave it out", code)
}
