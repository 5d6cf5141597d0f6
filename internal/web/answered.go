package web

import (
	"strings"

	"github.com/legible-health/legible/internal/i18n"
)

// summary words the ticks of step 1.
func (t *turn) summary(p *i18n.Printer) (out []string) {
	for _, a := range alarms {
		if t.st.Alarms[a.ID] {
			out = append(out, p.T("alarm."+a.ID))
		}
	}
	if t.st.Alarms["none"] {
		out = append(out, p.T("result.no_alarm"))
	}
	for _, pl := range places {
		if t.st.Places[pl.ID] {
			out = append(out, p.T("place."+pl.ID))
		}
	}
	for _, s := range sides {
		if t.st.Side == s.ID {
			out = append(out, p.T("side."+s.ID))
		}
	}
	if t.st.NoPain {
		out = append(out, p.T("where.nopain"))
	}
	return out
}

// answers lists what was said in words or by button; the ticks of step 1 have their
// own line.
func (t *turn) answers(p *i18n.Printer) (out []answerView) {
	for _, a := range t.st.Answers {
		f := t.base.Finding(a.Finding)
		if a.From == fromWhere {
			continue
		}
		said := a.Presence
		switch {
		case a.Value == none:
			said = p.T("question.none")
		case len(f.Members) > 0 && a.Value != "":
			var names []string
			for _, id := range a.ticked() {
				names = append(names, t.base.Finding(id).Name())
			}
			said = strings.Join(names, "; ")
		case a.Value != "" && f.Kind == "number":
			said = strings.TrimSpace(a.Value + " " + unit(p, f.Unit))
		case a.Value != "":
			said = optionText(a.Value)
		default:
			said = p.T("answer." + said)
		}
		out = append(out, answerView{f.ID, f.Name(), said})
	}
	return out
}
