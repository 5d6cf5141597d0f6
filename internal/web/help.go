package web

import (
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// callAtOnce are the red flags that the page of numbers lists: the emergencies of legs
// that a person can see or feel alone, and thoughts of self-harm.
var callAtOnce = []string{
	"limb_sudden_cold_pale", "lung_clot_or_heart_symptoms", "stroke_like_weakness", "cauda_equina_core",
	"weakness_both_legs_rising_or_rapid", "compartment_syndrome", "sepsis_signs", "bleeding_leg_vein", "akathisia_or_any_self_harm",
}

// checkHelp reports a red flag of the list that the knowledge base lacks or takes for no
// emergency.
func checkHelp(base *kb.Base) error {
	for _, id := range callAtOnce {
		if f := base.RedFlag(id); f == nil || f.Level != clinical.Emergency {
			return fmt.Errorf("web: the page of numbers names %q, which is no emergency of the knowledge base", id)
		}
	}
	return nil
}

// helpView is the page of numbers to call. It holds all countries, so that it also works
// where there is no network, and needs no account and no answer.
type helpView struct {
	page
	Chosen    *countryView // on top; nil until one is chosen
	Countries []countryView
	Checked   bool // every number was read in its source
	When      []string
	While     string
}

type countryView struct {
	Code, Name, Note string
	Numbers          []helpNumber // the ambulance first
}

// helpNumber is one number; Kind is ambulance, also, line, poison or crisis.
type helpNumber struct {
	Kind, Number string
	Href         template.URL
}

func (s *site) help(w http.ResponseWriter, r *http.Request) {
	chosen := strings.ToUpper(r.URL.Query().Get("country"))
	if s.country(chosen) == nil {
		chosen = s.opts.Country
	}
	v := helpView{page: s.page(r, "help", s.printer(r).T("help.title")), Checked: true, While: s.base.Action(clinical.Emergency).Meanwhile}
	for _, id := range callAtOnce {
		v.When = append(v.When, s.base.RedFlag(id).Tells)
	}
	for _, c := range s.countries {
		v.Countries = append(v.Countries, countryOf(c))
		v.Checked = v.Checked && c.Status == "seen"
		if c.Code == chosen {
			found := countryOf(c)
			v.Chosen = &found
		}
	}
	s.write(w, r, http.StatusOK, "help", v)
}

func countryOf(c *kb.Country) countryView {
	v := countryView{Code: c.Code, Name: c.Name, Note: c.Note}
	add := func(kind string, numbers ...string) {
		for _, n := range numbers {
			if n != "" {
				v.Numbers = append(v.Numbers, helpNumber{kind, n, telephone(n)})
			}
		}
	}
	add("ambulance", c.Ambulance)
	add("also", c.Also...)
	add("line", c.UrgentLine)
	add("poison", c.Poison)
	add("crisis", c.CrisisLine)
	return v
}
