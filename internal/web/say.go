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
	saidTrues  = 2
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
	if l := t.placesSaid(resp, said); l != "" {
		out = append(out, p.T("say.where", "list", l))
	}
	if l := t.alarmsSaid(resp, said); l != "" {
		kind := "say.signs"
		if level >= clinical.SameDay {
			kind = "say.alarms"
		}
		out = append(out, p.T(kind, "list", l))
	}
	if l := t.trueOf(resp, said); l != "" {
		out = append(out, p.T("say.also", "list", l))
	}
	if d := t.lasted(resp, p); d != "" {
		out = append(out, p.T("say.since", "time", d))
	}
	return append(out, p.T("say.level."+level.String()))
}

// placesSaid names where it is, and keeps the places out of the other sentences.
func (t *turn) placesSaid(resp *app.Response, said map[string]bool) string {
	present := t.present(resp)
	var names []string
	for _, f := range t.base.Findings {
		if f.OnLegMap && present[f.ID] && f.Label != "" && len(names) < saidTrues {
			said[f.ID] = true
			names = append(names, inSentence(f))
		}
	}
	return strings.Join(names, ", ")
}

// alarmsSaid names the findings that are there and made a red flag fire; where care is
// urgent, the alarm signs among them alone, unless there are none.
func (t *turn) alarmsSaid(resp *app.Response, said map[string]bool) string {
	if resp.Urgency.Level >= clinical.SameDay {
		alarming := func(f *kb.Finding) bool { return f.Alarm == "emergency" || f.Alarm == "same_day" }
		if l := t.reasonsSaid(resp, said, alarming); l != "" {
			return l
		}
	}
	return t.reasonsSaid(resp, said, func(*kb.Finding) bool { return true })
}

func (t *turn) reasonsSaid(resp *app.Response, said map[string]bool, ok func(*kb.Finding) bool) string {
	present := t.present(resp)
	follows := follows(t.base, present)
	var names []string
	for _, r := range resp.Urgency.Reasons {
		for _, id := range r.Findings {
			f := t.base.Finding(id)
			if f != nil && f.Label != "" && present[id] && !said[id] && !follows[id] && ok(f) && len(names) < saidAlarms {
				said[id] = true
				names = append(names, inSentence(f))
			}
		}
	}
	return strings.Join(names, ", ")
}

// follows lists the findings that another present one implies: to name both says it twice.
func follows(base *kb.Base, present map[string]bool) map[string]bool {
	out := map[string]bool{}
	for id, yes := range present {
		if f := base.Finding(id); yes && f != nil {
			for _, also := range f.Implies {
				out[also] = true
			}
		}
	}
	return out
}

// trueOf names what speaks most for the first candidate.
func (t *turn) trueOf(resp *app.Response, said map[string]bool) string {
	var names []string
	if len(resp.Differential) == 0 {
		return ""
	}
	follows := follows(t.base, t.present(resp))
	for _, term := range resp.Differential[0].For {
		f := t.base.Finding(term.Finding)
		if f != nil && f.Label != "" && f.Kind == "yes_no" && term.Presence == clinical.Present && !said[f.ID] && !follows[f.ID] && len(names) < saidTrues {
			said[f.ID] = true
			names = append(names, inSentence(f))
		}
	}
	return strings.Join(names, ", ")
}

// present lists the findings that were ticked, answered with yes or read as present.
func (t *turn) present(resp *app.Response) map[string]bool {
	out := understood(resp)
	for _, a := range t.st.Answers {
		out[a.Finding] = a.Presence == "present"
		for _, id := range a.ticked() {
			out[id] = true
		}
	}
	return out
}

// understood are the findings that were understood from the own words.
func understood(resp *app.Response) map[string]bool {
	out := map[string]bool{}
	for _, u := range resp.Understood {
		out[u.Finding] = u.Presence == clinical.Present
	}
	return out
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
