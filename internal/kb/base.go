// Package kb is the knowledge base: the medical content of the knowledge folder as
// typed, checked and immutable values.
//
// Load refuses what it does not understand: an unknown or missing field, a duplicate
// or dangling id, a probability outside (0, 1), a number without a source or an
// estimate mark. Every fault is reported with its file, its line and what to do.
// Lint adds warnings that never stop a load. Compile and Decode keep a checked base in
// a form that starts fast; Open chooses. Whether the content is medically right is not
// decided here, but by the clinicians named under reviewed.
//
// A Base never changes after loading, so it may be shared between goroutines. Empty
// lists and maps are nil, loaded or decoded.
package kb

// Base is a loaded knowledge base. Slices are sorted by id, except Disagreements
// and Comparisons, which keep their order. Articles gives those of the guide.
type Base struct {
	Version       string              `json:"version"` // see ContentVersion
	Conditions    []*Condition        `json:"conditions"`
	Findings      []*Finding          `json:"findings"`
	RedFlags      []*RedFlag          `json:"redflags"`
	Patterns      []*Pattern          `json:"patterns"`
	Sources       []*Source           `json:"sources"`
	Medicines     []*Medicine         `json:"medicines"`
	Activities    []*Activity         `json:"activities"`
	Exercises     []*Exercise         `json:"exercises"`
	Analytes      []*Analyte          `json:"analytes"`
	Instruments   []*Instrument       `json:"instruments"`
	Countries     []*Country          `json:"countries"`
	Disagreements []*Disagreement     `json:"disagreements"`
	Comparisons   []*Comparison       `json:"comparisons"` // how clinicians and other programs did
	Actions       []*Action           `json:"actions"`     // what to do, one per level of urgency
	Lexicon       map[string][]string `json:"lexicon"`     // word classes of phrases
	Model         Model               `json:"model"`
	Care          Care                `json:"care"`        // what plans are made with
	Cramps        Cramps              `json:"cramps"`      // what to do about a cramp right now
	Effects       Effects             `json:"effects"`     // of medicines, in plain words
	Headings      Headings            `json:"headings"`    // of the pages made of entries
	LabTexts      LabTexts            `json:"lab_texts"`   // about laboratory results, of no analyte
	Experiments   Experiments         `json:"experiments"` // what trends and experiments of the diary are made with

	Asking Asking `json:"asking"` // how questions are understood and answered

	guide     *guide // nil in a base made by hand
	condition map[string]*Condition
	finding   map[string]*Finding
	pattern   map[string]*Pattern
	redFlag   map[string]*RedFlag
}

// Condition returns the condition with that id, or nil.
func (b *Base) Condition(id string) *Condition { return b.condition[id] }

// Finding returns the finding with that id, or nil.
func (b *Base) Finding(id string) *Finding { return b.finding[id] }

// Pattern returns the named pattern, or nil.
func (b *Base) Pattern(id string) *Pattern { return b.pattern[id] }

// RedFlag returns the rule with that id, or nil.
func (b *Base) RedFlag(id string) *RedFlag { return b.redFlag[id] }

// index builds the lookups after loading or decoding.
func (b *Base) index() {
	b.condition = byID(b.Conditions, func(c *Condition) string { return c.ID })
	b.finding = byID(b.Findings, func(f *Finding) string { return f.ID })
	b.pattern = byID(b.Patterns, func(p *Pattern) string { return p.ID })
	b.redFlag = byID(b.RedFlags, func(r *RedFlag) string { return r.ID })
}

func byID[T any](list []*T, id func(*T) string) map[string]*T {
	m := make(map[string]*T, len(list))
	for _, x := range list {
		m[id(x)] = x
	}
	return m
}
