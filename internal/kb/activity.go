package kb

// Activity is one thing a person can do (or leave) about leg trouble, apart from guided exercises.
type Activity struct {
	ID                string             `yaml:"id" json:"id,omitempty"`
	Name              string             `yaml:"name" json:"name,omitempty"`
	Category          string             `yaml:"category" json:"category,omitempty"`                   // one of ActivityCategories
	Steps             []string           `yaml:"steps" json:"steps,omitempty"`                         // in order, shown to the person
	ForCauses         []string           `yaml:"for_causes" json:"for_causes,omitempty"`               // condition ids
	ForFindings       []string           `yaml:"for_findings,omitempty" json:"for_findings,omitempty"` // risk factors it answers; a habit whose risk factors are all absent is not offered
	OnlyFor           *Only              `yaml:"only_for,omitempty" json:"only_for,omitempty"`
	Section           string             `yaml:"section" json:"section,omitempty"`                       // one of Sections: where in a plan it stands
	WhileWaiting      bool               `yaml:"while_waiting,omitempty" json:"while_waiting,omitempty"` // safe comfort until being seen the same day
	Stance            string             `yaml:"stance" json:"stance,omitempty"`                         // one of Stances
	Grade             string             `yaml:"grade" json:"grade,omitempty"`                           // certainty A-D of what is claimed; with stance avoid: certainty that it is of no use
	GradeNote         string             `yaml:"grade_note" json:"grade_note,omitempty"`
	Results           []string           `yaml:"results" json:"results,omitempty"` // what studies found; empty if none
	Sources           []string           `yaml:"sources" json:"sources,omitempty"`
	Seed              bool               `yaml:"seed" json:"seed,omitempty"` // named in a seed document
	SeedDocuments     []string           `yaml:"seed_documents" json:"seed_documents,omitempty"`
	SeedDose          string             `yaml:"seed_dose,omitempty" json:"seed_dose,omitempty"`   // the seed's own numbers
	TrialDose         string             `yaml:"trial_dose,omitempty" json:"trial_dose,omitempty"` // the numbers of a named trial
	Frequency         string             `yaml:"frequency,omitempty" json:"frequency,omitempty"`
	Duration          string             `yaml:"duration,omitempty" json:"duration,omitempty"`
	Minutes           *Span              `yaml:"minutes,omitempty" json:"minutes,omitempty"`     // a day; nil when it takes no time of its own
	Equipment         []string           `yaml:"equipment,omitempty" json:"equipment,omitempty"` // in words
	AtHand            [][]string         `yaml:"at_hand,omitempty" json:"at_hand,omitempty"`     // equipment ids: one of each list is needed
	EasierVersion     string             `yaml:"easier_version,omitempty" json:"easier_version,omitempty"`
	Contraindications []Contraindication `yaml:"contraindications" json:"contraindications,omitempty"`
	StopIf            []string           `yaml:"stop_if,omitempty" json:"stop_if,omitempty"`
	DoseBasis         string             `yaml:"dose_basis" json:"dose_basis,omitempty"` // seed, trial or estimate
	Note              string             `yaml:"note,omitempty" json:"note,omitempty"`   // for reviewers
	Reviewed          *Review            `yaml:"reviewed" json:"reviewed"`
}

// Contraindication tells when an activity is wrong. Any one of When being present suffices;
// without When it is only shown as text. A caution is shown but does not exclude the activity.
type Contraindication struct {
	When    []string `yaml:"when" json:"when,omitempty"` // finding ids
	Text    string   `yaml:"text" json:"text,omitempty"`
	Caution bool     `yaml:"caution,omitempty" json:"caution,omitempty"`
}

// Grades of evidence: A high, B moderate, C low, D opinion or no study.
var Grades = []string{"A", "B", "C", "D"}

// Stances: offer may enter a plan; optional only as a comfort measure or on wish; inform is an
// evidence note or a treatment to ask about; avoid warns against it; action is contact with care.
var Stances = []string{"offer", "optional", "inform", "avoid", "action"}

// Sections of a plan.
var Sections = []string{"tonight", "week", "clinician"}

// ActivityCategories are shared by activities and exercises.
var ActivityCategories = []string{
	"stretch", "exercise", "movement", "in_the_moment", "heat_cold", "massage", "fluids", "food", "habit", "supplement",
	"sleep", "posture", "footwear", "elevation", "device", "mind", "professional", "action",
}

func (a *Activity) check(p problems) {
	a.Reviewed.check(p)
	required(p, "id", a.ID)
	required(p, "name", a.Name)
	required(p, "grade_note", a.GradeNote)
	if len(a.Steps) == 0 {
		p.add("steps", "is empty")
	}
	if len(a.ForCauses) == 0 {
		p.add("for_causes", "is empty")
	}
	if len(a.Sources) == 0 {
		p.add("sources", "is empty")
	}
	oneOf(p, "category", a.Category, ActivityCategories...)
	oneOf(p, "stance", a.Stance, Stances...)
	oneOf(p, "section", a.Section, Sections...)
	a.Minutes.check("minutes", 1, 240, p)
	oneOf(p, "grade", a.Grade, Grades...)
	oneOf(p, "dose_basis", a.DoseBasis, "seed", "trial", "estimate")
	if a.Seed != (len(a.SeedDocuments) > 0) {
		p.add("seed_documents", "must be given if and only if seed is true")
	}
	for i, c := range a.Contraindications {
		if c.Text == "" {
			p.add(at("contraindications", i)+".text", "is missing")
		}
	}
}

func (a *Activity) refer(p problems, refs references) {
	refs.conditions(p, "for_causes", a.ForCauses)
	refs.yesNo(p, "for_findings", a.ForFindings)
	if a.OnlyFor != nil {
		refs.yesNo(p, "only_for.needs", a.OnlyFor.Needs)
	}
	for i, list := range a.AtHand {
		for _, id := range list {
			if !refs.base.hasEquipment(id) {
				p.add(at("at_hand", i), "unknown equipment %q: add it to care.yaml or correct the id", id)
			}
		}
	}
	refs.sources(p, "sources", a.Sources...)
	refs.sources(p, "seed_documents", a.SeedDocuments...)
	for i, c := range a.Contraindications {
		refs.yesNo(p, at("contraindications", i)+".when", c.When)
	}
}
