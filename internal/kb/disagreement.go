package kb

// Disagreement is a place where the seed documents and the evidence differ, and what Legible does.
// All of them stand in one file, knowledge/disagreements.yaml, as a list.
type Disagreement struct {
	ID            string   `yaml:"id" json:"id,omitempty"`
	Topic         string   `yaml:"topic" json:"topic,omitempty"`
	SeedSays      string   `yaml:"seed_says" json:"seed_says,omitempty"`
	EvidenceSays  string   `yaml:"evidence_says" json:"evidence_says,omitempty"`
	Stronger      string   `yaml:"stronger" json:"stronger,omitempty"`               // seed, evidence, or neither where studies are few or disagree
	GradeNote     string   `yaml:"grade_note" json:"grade_note,omitempty"`           // certainty in words
	Decision      string   `yaml:"decision" json:"decision,omitempty"`               // what Legible does about it
	Activities    []string `yaml:"activities,omitempty" json:"activities,omitempty"` // activity or exercise ids on which both sides are said
	Conditions    []string `yaml:"conditions,omitempty" json:"conditions,omitempty"` // condition ids whose treatment it is about
	SeedDocuments []string `yaml:"seed_documents" json:"seed_documents,omitempty"`
	Sources       []string `yaml:"sources" json:"sources,omitempty"`
}

func (d *Disagreement) check(p problems) {
	required(p, "id", d.ID)
	required(p, "topic", d.Topic)
	required(p, "seed_says", d.SeedSays)
	required(p, "evidence_says", d.EvidenceSays)
	required(p, "decision", d.Decision)
	oneOf(p, "stronger", d.Stronger, "seed", "evidence", "neither")
	if len(d.SeedDocuments) == 0 {
		p.add("seed_documents", "is empty")
	}
	if len(d.Sources) == 0 {
		p.add("sources", "is empty")
	}
}

// element reports problems of one element of a list file.
type element struct {
	problems
	i int
}

func (p element) add(field, format string, args ...any) {
	p.problems.add(join(at("", p.i), field), format, args...)
}

func (d *Disagreement) refer(p problems, refs references) {
	refs.measures(p, "activities", d.Activities)
	refs.conditions(p, "conditions", d.Conditions)
	refs.sources(p, "seed_documents", d.SeedDocuments...)
	refs.sources(p, "sources", d.Sources...)
}
