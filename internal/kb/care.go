package kb

import (
	"regexp"
	"slices"
)

// Care holds what plans are made with and belongs to no single activity. It stands in
// one file, knowledge/care.yaml.
type Care struct {
	Plan      PlanRules           `yaml:"plan" json:"plan"`
	Grades    map[string]Grade    `yaml:"grades" json:"grades"`       // by letter: one of Grades
	Equipment []Equipment         `yaml:"equipment" json:"equipment"` // what can be at hand, in the order to ask
	Effects   map[string][]string `yaml:"effects" json:"effects"`     // effect of a medicine → conditions it can bring on
	Withhold  []Withhold          `yaml:"withhold" json:"withhold"`
	Pace      Pace                `yaml:"pace" json:"pace"`
	Routines  []Routine           `yaml:"routines" json:"routines"`                       // in the order to show
	Prechecks []Precheck          `yaml:"prechecks,omitempty" json:"prechecks,omitempty"` // what is asked before booking
	Bookable  []Bookable          `yaml:"bookable,omitempty" json:"bookable,omitempty"`   // kinds of services, in the order to show
}

// PlanRules say from when something enters a plan, and how much one list holds.
type PlanRules struct {
	LeastRelevance    float64 `yaml:"least_relevance" json:"least_relevance"`       // sum of posttest probabilities; below it an activity is not offered
	OptionalRelevance float64 `yaml:"optional_relevance" json:"optional_relevance"` // the same for stance optional and for inform and avoid
	RiskFactor        float64 `yaml:"risk_factor" json:"risk_factor"`               // worth of a present risk factor
	LikelyCause       float64 `yaml:"likely_cause" json:"likely_cause"`             // posttest from which tests and treatments of a cause are shown
	MostTonight       int     `yaml:"most_tonight" json:"most_tonight"`
	MostWeek          int     `yaml:"most_week" json:"most_week"`
	MostTests         int     `yaml:"most_tests" json:"most_tests"`
	MostTreatments    int     `yaml:"most_treatments" json:"most_treatments"`
	Estimate          bool    `yaml:"estimate" json:"estimate"`
}

// Grade is a grade of evidence in plain words.
type Grade struct {
	Name string `yaml:"name" json:"name"` // inside a sentence: "strong evidence"
	Text string `yaml:"text" json:"text"` // what that means, beginning with the name
}

// Equipment is something at home that an activity may need.
type Equipment struct {
	ID   string `yaml:"id" json:"id"`
	Name string `yaml:"name" json:"name"`
}

// Withhold keeps activities back while a cause for which they are wrong is too likely to
// be passed over: the conditions together reach From.
type Withhold struct {
	Conditions []string `yaml:"conditions" json:"conditions"`
	From       float64  `yaml:"from" json:"from"` // sum of posttest probabilities, in (0, 1)
	Categories []string `yaml:"categories" json:"categories"`
	Activities []string `yaml:"activities" json:"activities"` // activity or exercise ids
	Text       string   `yaml:"text" json:"text"`             // shown to the person
	Estimate   bool     `yaml:"estimate" json:"estimate"`
}

// Pace is what a routine takes besides the holds.
type Pace struct {
	ReadySeconds int  `yaml:"ready_seconds" json:"ready_seconds"` // to get into position, per side
	RestSeconds  int  `yaml:"rest_seconds" json:"rest_seconds"`   // between repeats, where the dose gives none
	Estimate     bool `yaml:"estimate" json:"estimate"`
}

// Routine is a list of exercises for a part of an evening. It is played with the dose
// of each of its presets, as many exercises and repeats as fit into its minutes.
type Routine struct {
	ID        string   `yaml:"id" json:"id"` // words joined by -, as in an address
	Name      string   `yaml:"name" json:"name"`
	About     string   `yaml:"about" json:"about"`
	Minutes   int      `yaml:"minutes" json:"minutes"`                         // at most, 1–60
	Position  string   `yaml:"position" json:"position"`                       // one of Positions
	Presets   []string `yaml:"presets" json:"presets"`                         // of Presets; the first one is played under the plain id
	Exercises []string `yaml:"exercises" json:"exercises"`                     // most important first
	Pregnancy bool     `yaml:"pregnancy,omitempty" json:"pregnancy,omitempty"` // the one to play in pregnancy
}

// Presets are the doses of a routine: of the seed documents, of a trial, or gentle.
var Presets = []string{"seed", "trial", "gentle"}

var routineID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func (c *Care) check(p problems) {
	c.Plan.check(p)
	for _, g := range Grades {
		required(p, "grades."+g+".name", c.Grades[g].Name)
		required(p, "grades."+g+".text", c.Grades[g].Text)
	}
	seen := map[string]bool{}
	for i, e := range c.Equipment {
		required(p, at("equipment", i)+".id", e.ID)
		required(p, at("equipment", i)+".name", e.Name)
		unique(p, at("equipment", i)+".id", e.ID, seen)
	}
	for i, w := range c.Withhold {
		w.check(p, at("withhold", i))
	}
	if !c.Pace.Estimate || c.Pace.ReadySeconds < 0 || c.Pace.RestSeconds < 0 {
		p.add("pace", "seconds are at least 0, and an estimate says so: set estimate: true")
	}
	seen = map[string]bool{}
	for i, r := range c.Routines {
		r.check(p, at("routines", i))
		unique(p, at("routines", i)+".id", r.ID, seen)
	}
	c.checkBookable(p)
}

func (r PlanRules) check(p problems) {
	for _, x := range []struct {
		field string
		v     float64
	}{{"least_relevance", r.LeastRelevance}, {"optional_relevance", r.OptionalRelevance}, {"risk_factor", r.RiskFactor}, {"likely_cause", r.LikelyCause}} {
		if !(x.v > 0 && x.v < 1) {
			p.add("plan."+x.field, "%v is outside (0, 1)", x.v)
		}
	}
	if min(r.MostTonight, r.MostWeek, r.MostTests, r.MostTreatments) < 1 {
		p.add("plan", "a list holds at least one entry")
	}
	if !r.Estimate {
		p.add("plan.estimate", "these numbers are ours: set estimate: true")
	}
}

func (w Withhold) check(p problems, field string) {
	required(p, field+".text", w.Text)
	if !(w.From > 0 && w.From < 1) || !w.Estimate {
		p.add(field+".from", "must be in (0, 1) and is ours: set estimate: true")
	}
	if len(w.Conditions) == 0 || len(w.Categories)+len(w.Activities) == 0 {
		p.add(field, "names no condition, or nothing to keep back")
	}
	for _, c := range w.Categories {
		oneOf(p, field+".categories", c, ActivityCategories...)
	}
}

func (r Routine) check(p problems, field string) {
	required(p, field+".name", r.Name)
	required(p, field+".about", r.About)
	if !routineID.MatchString(r.ID) {
		p.add(field+".id", "%q is not lower case words joined by -", r.ID)
	}
	if r.Minutes < 1 || r.Minutes > 60 {
		p.add(field+".minutes", "%d is outside 1-60", r.Minutes)
	}
	oneOf(p, field+".position", r.Position, Positions...)
	if len(r.Presets) == 0 || len(r.Exercises) == 0 {
		p.add(field, "names no preset or no exercise")
	}
	for _, x := range r.Presets {
		oneOf(p, field+".presets", x, Presets...)
	}
}

func unique(p problems, field, id string, seen map[string]bool) {
	if seen[id] {
		p.add(field, "%q stands twice: rename one", id)
	}
	seen[id] = true
}

func (c *Care) refer(p problems, refs references) {
	for _, effect := range sortedKeys(c.Effects) {
		refs.conditions(p, "effects."+effect, c.Effects[effect])
		if !refs.base.hasEffect(effect) {
			p.add("effects."+effect, "no medicine has this effect: correct or remove it")
		}
	}
	for i, w := range c.Withhold {
		refs.conditions(p, at("withhold", i)+".conditions", w.Conditions)
		refs.measures(p, at("withhold", i)+".activities", w.Activities)
	}
	for i, r := range c.Routines {
		field := at("routines", i)
		refs.ids(p, field+".exercises", "exercise", "exercises", r.Exercises)
		for _, preset := range r.Presets {
			if !refs.base.playable(r.Exercises, preset) {
				p.add(field+".presets", "no exercise has a dose of preset %s: add doses or remove the preset", preset)
			}
		}
	}
	c.referBookable(p, refs)
}

func (b *Base) hasEffect(effect string) bool {
	for _, m := range b.Medicines {
		for _, e := range m.Effects {
			if e.Effect == effect {
				return true
			}
		}
	}
	return false
}

// playable reports whether one of the exercises has a dose of the preset.
func (b *Base) playable(ids []string, preset string) bool {
	for _, e := range b.Exercises {
		if !slices.Contains(ids, e.ID) {
			continue
		}
		for _, d := range e.Doses {
			if d.Preset == preset {
				return true
			}
		}
	}
	return false
}

// hasEquipment reports whether the equipment is listed.
func (b *Base) hasEquipment(id string) bool {
	return slices.ContainsFunc(b.Care.Equipment, func(e Equipment) bool { return e.ID == id })
}

// measures reports ids that are neither an activity nor an exercise.
func (r references) measures(p problems, field string, ids []string) {
	for _, id := range ids {
		folder := "exercises"
		if r.has("activities", id) {
			folder = "activities"
		}
		r.ids(p, field, "activity or exercise", folder, []string{id})
	}
}
