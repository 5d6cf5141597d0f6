package diary

import "fmt"

// Words of the fields that take one of a few answers.
var (
	sides   = []string{"left", "right", "both"}
	helpeds = []string{"yes", "no", "unsure"}
	sorts   = []string{"cramp", "urge", "pain", "other"}
)

// Tried is a measure that was tried and whether it helped.
type Tried struct {
	Measure string `json:"measure"`          // activity or exercise id
	Helped  string `json:"helped,omitempty"` // yes, no, unsure
}

// Night is how a night was. The first five fields are the outcomes that trends and
// experiments read; nil means not said.
type Night struct {
	Cramps       *int     `json:"cramps,omitempty"`      // 0–50
	Urge         *int     `json:"urge,omitempty"`        // urge to move the legs: 0 none, 1 mild, 2 moderate, 3 strong
	Pain         *int     `json:"pain,omitempty"`        // 0–10, numeric rating scale
	SleepHours   *float64 `json:"sleep_hours,omitempty"` // 0–24
	Wakings      *int     `json:"wakings,omitempty"`     // 0–50
	Muscles      []string `json:"muscles,omitempty"`     // muscle ids of the cramp page
	Side         string   `json:"side,omitempty"`        // left, right, both
	Tried        []Tried  `json:"tried,omitempty"`
	PartnerKicks *bool    `json:"partner_kicks,omitempty"` // a partner saw the legs jerk
	PartnerNote  string   `json:"partner_note,omitempty"`
	Note         string   `json:"note,omitempty"`
}

// Kind is KindNight.
func (*Night) Kind() Kind { return KindNight }

func (n *Night) check(p *faults) {
	if empty(n) {
		p.add("", "says nothing: give at least one field")
	}
	p.whole("cramps", n.Cramps, 0, 50)
	p.whole("urge", n.Urge, 0, 3)
	p.whole("pain", n.Pain, 0, 10)
	p.number("sleep_hours", n.SleepHours, 0, 24)
	p.whole("wakings", n.Wakings, 0, 50)
	p.ids("muscles", n.Muscles)
	p.oneOf("side", n.Side, sides...)
	p.tried(n.Tried)
	p.text("partner_note", n.PartnerNote, MaxNote)
	p.note(n.Note)
}

func (p *faults) tried(list []Tried) {
	p.length("tried", len(list))
	seen := map[string]bool{}
	for i, x := range list {
		field := fmt.Sprintf("tried[%d]", i)
		p.needed(field+".measure", x.Measure)
		p.id(field+".measure", x.Measure)
		p.oneOf(field+".helped", x.Helped, helpeds...)
		if seen[x.Measure] {
			p.add(field+".measure", "is named twice")
		}
		seen[x.Measure] = true
	}
}

// Episode is one cramp, urge or pain.
type Episode struct {
	Sort    string  `json:"sort"`              // cramp, urge, pain, other
	Seconds *int    `json:"seconds,omitempty"` // how long it lasted, 0–86,400
	Muscle  string  `json:"muscle,omitempty"`  // muscle id of the cramp page
	Side    string  `json:"side,omitempty"`
	Pain    *int    `json:"pain,omitempty"` // 0–10, numeric rating scale
	Tried   []Tried `json:"tried,omitempty"`
	Note    string  `json:"note,omitempty"`
}

// Kind is KindEpisode.
func (*Episode) Kind() Kind { return KindEpisode }

func (e *Episode) check(p *faults) {
	p.needed("sort", e.Sort)
	p.oneOf("sort", e.Sort, sorts...)
	p.whole("seconds", e.Seconds, 0, secondsPerDay)
	p.id("muscle", e.Muscle)
	p.oneOf("side", e.Side, sides...)
	p.whole("pain", e.Pain, 0, 10)
	p.tried(e.Tried)
	p.note(e.Note)
}
