package web

import (
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/i18n"
)

// lasted words how long it has lasted; empty when nobody said.
func (t *turn) lasted(resp *app.Response, p *i18n.Printer) string {
	days, ok := 0.0, false
	for _, u := range resp.Understood {
		if u.Finding == "duration_days" && u.Value != nil {
			days, ok = *u.Value, true
		}
	}
	if a, given := t.st.get("duration_days"); given {
		days, ok = number(a.Value)
	}
	if !ok || days < 1 {
		return ""
	}
	return spell(days, p)
}

// spell says a number of days in the unit that people use for so long.
func spell(days float64, p *i18n.Printer) string {
	unit := "days"
	switch {
	case days >= 2*spans["years"]:
		unit = "years"
	case days >= 2*spans["months"]:
		unit = "months"
	case days >= 2*spans["weeks"]:
		unit = "weeks"
	}
	n := int(days/spans[unit] + 0.5)
	return p.T("say."+unit, "n", n)
}
