package web

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/kb"
)

// How many findings a sentence for the phone names at most: nobody listens to more.
const (
	saidAlarms = 4
	saidTrues  = 3
)

// say words what to tell on the phone, one sentence an entry, from the reasons and the
// answers. Nothing is said for care at home.
func (t *turn) say(resp *app.Response, p *i18n.Printer) (out []string) {
	level := resp.Urgency.Level
	if level == clinical.SelfCare {
		return nil
	}
	who := "me"
	if t.st.Who == "other" {
		who = "other"
	}
	key := "say." + who
	var args []any
	if resp.Person.Age != nil {
		key, args = key+"_age", []any{"age", bound(resp.Person.Age)}
	}
	if p.Has(key) {
		out = append(out, p.T(key, args...))
	}
	if resp.Person.Pregnant != nil && *resp.Person.Pregnant {
		out = append(out, p.T("say."+who+"_pregnant"))
	}
	said := map[string]bool{}
	if l := t.alarmsSaid(resp, said); l != "" {
		out = append(out, p.T("say.alarms", "list", l))
	}
	if l := t.trueOf(resp, said); l != "" {
		out = append(out, p.T("say.also", "list", l))
	}
	if d := t.lasted(resp, p); d != "" {
		out = append(out, p.T("say.since", "time", d))
	}
	return append(out, p.T("say.level."+level.String()))
}

// alarmsSaid names the findings that are there and made a red flag fire.
func (t *turn) alarmsSaid(resp *app.Response, said map[string]bool) string {
	present := t.present(resp)
	var names []string
	for _, r := range resp.Urgency.Reasons {
		for _, id := range r.Findings {
			if f := t.base.Finding(id); f != nil && present[id] && !said[id] && f.Label != "" && len(names) < saidAlarms {
				said[id] = true
				names = append(names, inSentence(f))
			}
		}
	}
	return strings.Join(names, ", ")
}

// trueOf names what speaks most for the first candidate.
func (t *turn) trueOf(resp *app.Response, said map[string]bool) string {
	var names []string
	if len(resp.Differential) == 0 {
		return ""
	}
	for _, term := range resp.Differential[0].For {
		f := t.base.Finding(term.Finding)
		if f != nil && f.Label != "" && f.Kind == "yes_no" && term.Presence == clinical.Present && !said[f.ID] && len(names) < saidTrues {
			said[f.ID] = true
			names = append(names, inSentence(f))
		}
	}
	return strings.Join(names, ", ")
}

// present lists the findings that were ticked, answered with yes or read as present.
func (t *turn) present(resp *app.Response) map[string]bool {
	out := map[string]bool{}
	for _, u := range resp.Understood {
		out[u.Finding] = u.Presence == clinical.Present
	}
	for _, a := range t.st.Answers {
		out[a.Finding] = a.Presence == "present"
		for _, id := range a.ticked() {
			out[id] = true
		}
	}
	return out
}

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

// inSentence is the label of a finding within a sentence: "One leg swollen" loses its
// capital, "HIV" keeps it.
func inSentence(f *kb.Finding) string {
	first, n := utf8.DecodeRuneInString(f.Label)
	second, _ := utf8.DecodeRuneInString(f.Label[n:])
	if unicode.IsUpper(second) || strings.Contains(f.Label[:min(len(f.Label), 9)], "Parkinson") {
		return f.Label
	}
	return string(unicode.ToLower(first)) + f.Label[n:]
}
