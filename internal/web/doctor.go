package web

import (
	"encoding/json"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/kb"
)

// askedMedicines is how many medicines are asked about at most.
const askedMedicines = 3

// toAsk lists questions for a doctor or pharmacist, made of the candidates and of the
// medicines that are taken. They ask; they never tell anybody to stop anything. In an
// emergency there are none: nothing may stand between a person and the call.
func (t *turn) toAsk(resp *app.Response, p *i18n.Printer) []string {
	return toAsk(t.base, t.present(resp), resp, p)
}

// Suggested are the same questions for a report that no page asks for. resp is what was
// answered to r.
func Suggested(base *kb.Base, r *app.Request, resp *app.Response, p *i18n.Printer) []string {
	present := understood(resp)
	for _, g := range r.Evidence {
		present[g.Finding] = g.Presence == string(clinical.Present)
		var ticked []string
		_ = json.Unmarshal(g.Value, &ticked) // nothing for other kinds
		for _, id := range ticked {
			present[id] = true
		}
	}
	return toAsk(base, present, resp, p)
}

func toAsk(base *kb.Base, present map[string]bool, resp *app.Response, p *i18n.Printer) (out []string) {
	if len(resp.Differential) == 0 || resp.Urgency.Level == clinical.Emergency {
		return nil
	}
	first := resp.Differential[0]
	if k := base.Condition(first.Condition); k != nil && k.Kind == "none" {
		out = append(out, p.T("toask.cause"))
	} else {
		out = append(out, p.T("toask.could", "name", first.Name))
	}
	for _, c := range resp.Differential[1:] {
		if c.Urgency >= clinical.Soon && c.Urgency > first.Urgency {
			out = append(out, p.T("toask.rule_out", "name", c.Name))
			break
		}
	}
	if taken := medicines(base, present); len(taken) > 0 {
		out = append(out, p.T("toask.medicine", "list", strings.Join(taken, ", ")))
	}
	return append(out, p.T("toask.test"), p.T("toask.back"))
}

// medicines names what is taken that an entry of the medicines speaks of, in the order of
// the content; what follows from another one named is left out.
func medicines(base *kb.Base, present map[string]bool) (out []string) {
	follows, seen := follows(base, present), map[string]bool{}
	for _, m := range base.Medicines {
		for _, id := range m.Findings {
			f := base.Finding(id)
			if f != nil && f.Label != "" && present[id] && !follows[id] && !seen[id] && len(out) < askedMedicines {
				seen[id] = true
				out = append(out, inSentence(f))
			}
		}
	}
	return out
}
