package web

import (
	"fmt"
	"github.com/legible-health/legible/internal/i18n"
	"html/template"
	"net/http"
	"slices"
	"sort"

	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// relief is what the pages of cramps and of the player need of app.Service.
type relief interface {
	Cramps() []care.Cramp
	Routines() []care.Routine
}

// notCramps are the red flags shown under "not a cramp?", most urgent first: what a
// person in pain at night can take for a cramp.
var notCramps = []string{
	"limb_sudden_cold_pale", "clot_leg_and_breathless", "compartment_syndrome", "muscle_breakdown_dark_urine",
	"clot_one_leg_newly_swollen", "skin_infection",
}

// checkNow reports a red flag of the list that the knowledge base lacks.
func checkNow(base *kb.Base) error {
	for _, id := range notCramps {
		if base.RedFlag(id) == nil {
			return fmt.Errorf("web: cramp now names the red flag %q, which the knowledge base lacks", id)
		}
	}
	return nil
}

// aidView is where help is: the number of the operator's country, when to call it, and
// what is no cramp.
type aidView struct {
	Number, Country string // empty when the operator named no country
	Href            template.URL
	Sooner          string // when to call at once
	Flags           []flagGroup
}

// flagGroup lists what to look for at one level of urgency.
type flagGroup struct {
	Level string
	Tells []string
}

func (s *site) aid() aidView {
	v := aidView{Sooner: s.base.Action(clinical.SameDay).SoonerIf}
	if c := s.country(s.opts.Country); c != nil {
		v.Number, v.Country, v.Href = c.Ambulance, c.Name, telephone(c.Ambulance)
	}
	for _, id := range notCramps {
		f := s.base.RedFlag(id)
		level := f.Level.String()
		if n := len(v.Flags); n == 0 || v.Flags[n-1].Level != level {
			v.Flags = append(v.Flags, flagGroup{Level: level})
		}
		g := &v.Flags[len(v.Flags)-1]
		g.Tells = append(g.Tells, f.Tells)
	}
	return v
}

// nowView asks which muscle.
type nowView struct {
	page
	aidView
	Cramps []care.Cramp
}

// crampView helps with one cramp: during it, when it lasts, and afterwards. It is one
// page, so that nothing has to be fetched in the middle of the night.
type crampView struct {
	page
	aidView
	Cramp   care.Cramp
	Sources []sourceView
}

func (s *site) nowShow(w http.ResponseWriter, r *http.Request) {
	s.writeSame(w, r, "now", func(p *i18n.Printer) (any, error) {
		return nowView{page: s.page(r, "now", p.T("now.title")), aidView: s.aid(), Cramps: s.cramps()}, nil
	})
}

func (s *site) crampShow(w http.ResponseWriter, r *http.Request) {
	all := s.cramps()
	i := slices.IndexFunc(all, func(c care.Cramp) bool { return c.Muscle == r.PathValue("muscle") })
	if i < 0 {
		s.astray(w, r, http.StatusNotFound, "now.none", way{"/now", "now.none_way"}, way{"/help", "now.numbers"})
		return
	}
	v := crampView{page: s.page(r, "cramp", s.printer(r).T("now.title")), aidView: s.aid(), Cramp: all[i], Sources: s.bibliography(all[i].Sources)}
	s.write(w, r, http.StatusOK, "cramp", v)
}

// bibliography words sources in the order of their titles; unknown ones are left out.
func (s *site) bibliography(ids []string) (out []sourceView) {
	seen := map[string]bool{}
	for _, id := range ids {
		if v, known := s.sources[id]; known && !seen[id] {
			seen[id] = true
			out = append(out, v)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Title < out[j].Title })
	for i := range out {
		out[i].Nr = i + 1
	}
	return out
}

// way leads on from a page that has nothing to show.
type way struct {
	Href string
	Key  string // of the message
}

// astrayView says what is missing and where to go instead.
type astrayView struct {
	page
	Heading, Text string
	Ways          []way // the first is the main one
}

// astray answers with the messages key_title and key_text and at least one way on.
func (s *site) astray(w http.ResponseWriter, r *http.Request, status int, key string, ways ...way) {
	p := s.printer(r)
	v := astrayView{page: s.page(r, "astray", p.T(key+"_title")), Heading: p.T(key + "_title"), Text: p.T(key + "_text"), Ways: ways}
	s.write(w, r, status, "astray", v)
}
