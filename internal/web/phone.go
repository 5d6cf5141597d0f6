package web

import (
	"html/template"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
)

// phone is a number to ring.
type phone struct {
	Kind, Number string
	Href         template.URL
}

// phones lists the numbers that fit the level: the emergency number, the health line
// for care today, and the crisis line when thoughts of self-harm were among the reasons.
func (t *turn) phones(u app.Urgency) (out []phone, country string) {
	add := func(kind, number string) {
		if number != "" {
			out = append(out, phone{kind, number, telephone(number)})
		}
	}
	c := t.country(t.st.Country)
	if u.Level == clinical.Emergency {
		call := u.Call
		if call == "" && c != nil {
			call = c.Ambulance
		}
		add("emergency", call)
	}
	if c == nil {
		return out, ""
	}
	if u.Level == clinical.SameDay {
		add("line", c.UrgentLine)
	}
	for _, r := range u.Reasons {
		if strings.Contains(r.Rule, "self_harm") {
			add("crisis", c.CrisisLine)
			break
		}
	}
	return out, c.Name
}

// telephone is the tel: address of a number. html/template knows no tel:, so only what
// belongs in a number is let through.
func telephone(number string) template.URL {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune("+#0123456789", r) {
			return r
		}
		return -1
	}, number)
	return template.URL("tel:" + strings.ReplaceAll(digits, "#", "%23")) //nolint:gosec // digits only
}
