package web

import (
	"html/template"
	"net/http"
	"strings"

	"golang.org/x/text/language"

	"github.com/legible-health/legible/internal/kb"
)

// likelyCountry guesses whose emergency number to show from the languages of the browser
// ("en-GB"), where they name a region; otherwise it is the operator's country. The guess
// is shown and can be changed; nothing is kept for it.
func (s *site) likelyCountry(r *http.Request) string {
	tags, _, _ := language.ParseAcceptLanguage(r.Header.Get("Accept-Language")) // unreadable: no tags
	for _, tag := range tags {
		if region, sure := tag.Region(); sure == language.Exact && s.country(region.String()) != nil {
			return region.String()
		}
	}
	return s.opts.Country
}

// countryOptions is the list of countries with one chosen, made once for each choice.
func (s *site) countryOptions(chosen string) template.HTML {
	if s.country(chosen) == nil {
		chosen = ""
	}
	if made, ok := s.options.Load(chosen); ok {
		return made.(template.HTML)
	}
	var b strings.Builder
	for _, c := range s.countries {
		b.WriteString(`<option value="` + template.HTMLEscapeString(c.Code) + `"`)
		if c.Code == chosen {
			b.WriteString(" selected")
		}
		b.WriteString(">" + template.HTMLEscapeString(c.Name) + "</option>\n")
	}
	made := template.HTML(b.String()) //nolint:gosec // escaped above
	s.options.Store(chosen, made)
	return made
}

// country finds one by its code; nil if it is not known.
func (s *site) country(code string) *kb.Country {
	for _, c := range s.countries {
		if c.Code == code {
			return c
		}
	}
	return nil
}
