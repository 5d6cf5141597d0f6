package kb

// Instrument is a questionnaire, score or set of criteria with its licence.
// Only those with Embed EmbedYes carry items and may be shown item by item.
type Instrument struct {
	ID          string            `yaml:"id" json:"id,omitempty"`
	Name        string            `yaml:"name" json:"name,omitempty"`
	Purpose     string            `yaml:"purpose" json:"purpose,omitempty"`
	CompletedBy string            `yaml:"completed_by" json:"completed_by,omitempty"` // self, self_in_part or clinician
	Licence     Licence           `yaml:"licence" json:"licence"`
	Embed       string            `yaml:"embed" json:"embed,omitempty"` // one of Embeds
	Items       []InstrumentItem  `yaml:"items,omitempty" json:"items,omitempty"`
	Scoring     string            `yaml:"scoring" json:"scoring,omitempty"`         // in words; "licence" if it may not be shown
	Score       []ScorePart       `yaml:"score,omitempty" json:"score,omitempty"`   // sum of points; empty if code cannot compute it
	Levels      []ScoreLevel      `yaml:"levels,omitempty" json:"levels,omitempty"` // ascending by Min; the last one reached holds
	CutOffs     []CutOff          `yaml:"cut_offs" json:"cut_offs,omitempty"`
	Accuracy    []AccuracyFigures `yaml:"accuracy" json:"accuracy,omitempty"`
	Sources     []string          `yaml:"sources" json:"sources,omitempty"`
	Notes       string            `yaml:"notes,omitempty" json:"notes,omitempty"`
	Reviewed    *Review           `yaml:"reviewed" json:"reviewed"`
}

// Licence says what is known of the right to reproduce an instrument.
type Licence struct {
	Status   string `yaml:"status" json:"status,omitempty"`
	Evidence string `yaml:"evidence" json:"evidence,omitempty"` // source id or words; may be empty
	Action   string `yaml:"action" json:"action,omitempty"`     // what to do before or when using it
}

// EmbedYes is the only value of Instrument.Embed that allows showing items.
const EmbedYes = "yes_with_citation"

// Embeds are the licence decisions, from free to closed.
var Embeds = []string{EmbedYes, "likely_after_licence_check", "ask_first", "no_without_permission", "no"}

// InstrumentItem is one item in our own words.
type InstrumentItem struct {
	Nr            string   `yaml:"nr" json:"nr,omitempty"` // as the instrument numbers it: 1, IIa, C4
	Text          string   `yaml:"text" json:"text,omitempty"`
	Findings      []string `yaml:"findings,omitempty" json:"findings,omitempty"`
	Points        *Span    `yaml:"points,omitempty" json:"points,omitempty"`
	ClinicianOnly bool     `yaml:"clinician_only,omitempty" json:"clinician_only,omitempty"`
	Note          string   `yaml:"note,omitempty" json:"note,omitempty"`
}

// ScorePart adds Points once if Finding or any of Or is present; with TimesValue it adds
// Points × the numeric answer instead.
type ScorePart struct {
	Finding    string   `yaml:"finding" json:"finding,omitempty"`
	Or         []string `yaml:"or,omitempty" json:"or,omitempty"`
	Points     float64  `yaml:"points" json:"points"`
	TimesValue bool     `yaml:"times_value,omitempty" json:"times_value,omitempty"`
}

// ScoreLevel holds from a sum of Min up to the next level.
type ScoreLevel struct {
	Min     float64 `yaml:"min" json:"min"`
	Label   string  `yaml:"label" json:"label,omitempty"`
	Meaning string  `yaml:"meaning" json:"meaning,omitempty"`
}

// CutOff is a published cut-off in words.
type CutOff struct {
	Rule    string `yaml:"rule" json:"rule,omitempty"`
	Meaning string `yaml:"meaning" json:"meaning,omitempty"`
}

// AccuracyFigures are figures of one study; measures are fractions unless their name says otherwise.
type AccuracyFigures struct {
	Measures map[string]float64 `yaml:"measures,omitempty" json:"measures,omitempty"`
	Note     string             `yaml:"note,omitempty" json:"note,omitempty"`
	Source   string             `yaml:"source" json:"source,omitempty"`
	Status   string             `yaml:"status" json:"status,omitempty"`
}

func (t *Instrument) check(p problems) {
	t.Reviewed.check(p)
	required(p, "id", t.ID)
	required(p, "name", t.Name)
	required(p, "purpose", t.Purpose)
	required(p, "scoring", t.Scoring)
	required(p, "licence.status", t.Licence.Status)
	required(p, "licence.action", t.Licence.Action)
	oneOf(p, "completed_by", t.CompletedBy, "self", "self_in_part", "clinician")
	oneOf(p, "embed", t.Embed, Embeds...)
	if t.Embed != EmbedYes && (len(t.Items) > 0 || len(t.Score) > 0 || t.Scoring != "licence") {
		p.add("items", "the licence allows neither items nor scoring")
	}
	if len(t.Sources) == 0 {
		p.add("sources", "is empty")
	}
	for i, item := range t.Items {
		if item.Nr == "" || item.Text == "" {
			p.add(at("items", i), "nr and text are required")
		}
	}
	t.checkScore(p)
	for i, a := range t.Accuracy {
		field := at("accuracy", i)
		if len(a.Measures) == 0 && a.Note == "" {
			p.add(field, "says nothing")
		}
		checkStatus(p, field, a.Status)
	}
}

func (t *Instrument) checkScore(p problems) {
	if (len(t.Score) == 0) != (len(t.Levels) == 0) {
		p.add("levels", "score and levels go together")
	}
	for i, s := range t.Score {
		if s.Finding == "" || s.Points == 0 {
			p.add(at("score", i), "finding and points are required")
		}
	}
	for i, l := range t.Levels {
		if l.Label == "" || l.Meaning == "" || (i > 0 && l.Min <= t.Levels[i-1].Min) {
			p.add(at("levels", i), "needs label, meaning and a min above the level before")
		}
	}
}

func (t *Instrument) refer(p problems, refs references) {
	refs.sources(p, "sources", t.Sources...)
	for i, item := range t.Items {
		refs.findings(p, at("items", i)+".findings", item.Findings)
	}
	for i, s := range t.Score {
		if field := at("score", i); s.TimesValue {
			refs.number(p, field+".finding", s.Finding)
		} else {
			refs.yesNo(p, field+".finding", []string{s.Finding})
			refs.yesNo(p, field+".or", s.Or)
		}
	}
	for i, a := range t.Accuracy {
		refs.sources(p, at("accuracy", i)+".source", a.Source)
	}
}
