package kb

// Exercise is a guided stretch or movement: an activity with holds, repeats and a position.
type Exercise struct {
	Activity         `yaml:",inline"`
	VariantOf        string `yaml:"variant_of,omitempty" json:"variant_of,omitempty"`                 // exercise id of the usual version
	HoldSeconds      *Span  `yaml:"hold_seconds,omitempty" json:"hold_seconds,omitempty"`             // seconds per hold; nil if nothing is held
	HoldUntilRelease bool   `yaml:"hold_until_release,omitempty" json:"hold_until_release,omitempty"` // hold until the cramp lets go
	RepeatsEachSide  *Span  `yaml:"repeats_each_side,omitempty" json:"repeats_each_side,omitempty"`   // repeats per side and set
	Sets             int    `yaml:"sets,omitempty" json:"sets,omitempty"`                             // 0 if not counted
	Position         string `yaml:"position" json:"position,omitempty"`                               // one of Positions
	Doses            []Dose `yaml:"doses,omitempty" json:"doses,omitempty"`                           // how it is played in routines; none: it is in no routine
	BothSides        bool   `yaml:"both_sides,omitempty" json:"both_sides,omitempty"`                 // done with both legs together
}

// Span is a closed range of whole numbers; Min equals Max for a single value.
type Span struct {
	Min int `yaml:"min" json:"min"`
	Max int `yaml:"max" json:"max"`
}

// Positions are how the body is held; floor means kneeling or lying on the floor.
var Positions = []string{"standing", "seated", "lying", "floor"}

func (e *Exercise) check(p problems) {
	e.Activity.check(p)
	e.HoldSeconds.check("hold_seconds", 1, 120, p)
	e.RepeatsEachSide.check("repeats_each_side", 1, 50, p)
	if e.HoldUntilRelease && e.HoldSeconds != nil {
		p.add("hold_until_release", "excludes hold_seconds")
	}
	if e.Sets < 0 || e.Sets > 5 {
		p.add("sets", "%d is outside 0-5", e.Sets)
	}
	oneOf(p, "position", e.Position, Positions...)
	for i, d := range e.Doses {
		d.check(p, at("doses", i))
	}
	if len(e.StopIf) == 0 {
		p.add("stop_if", "is empty")
	}
}

// check accepts nil.
func (s *Span) check(field string, low, high int, p problems) {
	if s != nil && (s.Min < low || s.Max > high || s.Min > s.Max) {
		p.add(field, "%d-%d is not a range within %d-%d", s.Min, s.Max, low, high)
	}
}

func (e *Exercise) refer(p problems, refs references) {
	e.Activity.refer(p, refs)
	for i, d := range e.Doses {
		refs.sources(p, at("doses", i)+".source", d.Source)
	}
	if e.VariantOf == "" {
		return
	}
	refs.ids(p, "variant_of", "exercise", "exercises", []string{e.VariantOf})
	if e.VariantOf == e.ID {
		p.add("variant_of", "names the exercise itself: name its usual version or leave it out")
	}
}
