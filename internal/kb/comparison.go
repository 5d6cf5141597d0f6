package kb

// Comparison is what a study found of clinicians or of other programs that name the
// likely cause or the urgency, shown beside the program's own figures. All of them stand
// in one file, knowledge/comparisons.yaml, as a list. The cases of each study differ, so
// the figures place ours roughly and prove nothing.
type Comparison struct {
	ID      string   `yaml:"id" json:"id"`
	Who     string   `yaml:"who" json:"who"`         // in plain words, with the number of them
	On      string   `yaml:"on" json:"on"`           // the cases, in plain words
	Measure string   `yaml:"measure" json:"measure"` // one of ComparisonMeasures
	Value   float64  `yaml:"value" json:"value"`     // share in [0, 1]
	Low     *float64 `yaml:"low,omitempty" json:"low,omitempty"`
	High    *float64 `yaml:"high,omitempty" json:"high,omitempty"`
	Note    string   `yaml:"note,omitempty" json:"note,omitempty"` // what a reader must know, such as who paid
	Source  string   `yaml:"source" json:"source"`
	Status  string   `yaml:"status" json:"status"` // seen or recalled
}

// ComparisonMeasures are what a figure tells: the right cause first, among the first
// three, the urgency as judged, an emergency told as one.
var ComparisonMeasures = []string{"top1", "top3", "urgency", "emergency"}

func (c *Comparison) check(p problems) {
	required(p, "id", c.ID)
	required(p, "who", c.Who)
	required(p, "on", c.On)
	oneOf(p, "measure", c.Measure, ComparisonMeasures...)
	if !(c.Value > 0 && c.Value <= 1) {
		p.add("value", "%v is outside (0, 1]", c.Value)
	}
	if (c.Low == nil) != (c.High == nil) {
		p.add("low", "give low and high, or neither")
	} else if c.Low != nil && !(0 <= *c.Low && *c.Low <= c.Value && c.Value <= *c.High && *c.High <= 1) {
		p.add("low", "range %v to %v must hold %v and lie in [0, 1]", *c.Low, *c.High, c.Value)
	}
	provenance(p, "", false, c.Source, c.Status)
}

func (c *Comparison) refer(p problems, refs references) { refs.sources(p, "source", c.Source) }
