package diary

var (
	shoes  = []string{"barefoot", "slippers", "flat", "supportive", "heels", "boots", "other"}
	drinks = []string{"water", "tea", "coffee", "cola", "juice", "milk", "alcohol", "other"}
)

// Habits is a day as a whole. nil means not said.
type Habits struct {
	CaffeineCups    *float64 `json:"caffeine_cups,omitempty"`    // coffee, tea, cola, energy drinks, 0–50
	CaffeineLate    *bool    `json:"caffeine_late,omitempty"`    // any of it after midday
	AlcoholUnits    *float64 `json:"alcohol_units,omitempty"`    // units of 10 ml pure alcohol, 0–100
	DrinksML        *int     `json:"drinks_ml,omitempty"`        // all fluids, millilitres, 0–20,000
	UrineColour     *int     `json:"urine_colour,omitempty"`     // 1 pale – 8 dark, as on the chart
	StandingHours   *float64 `json:"standing_hours,omitempty"`   // 0–24
	SittingHours    *float64 `json:"sitting_hours,omitempty"`    // 0–24
	ExerciseMinutes *int     `json:"exercise_minutes,omitempty"` // 0–1440
	StretchMinutes  *int     `json:"stretch_minutes,omitempty"`  // 0–1440
	Shoes           string   `json:"shoes,omitempty"`            // barefoot, slippers, flat, supportive, heels, boots, other
	Note            string   `json:"note,omitempty"`
}

// Kind is KindHabits.
func (*Habits) Kind() Kind { return KindHabits }

func (h *Habits) check(p *faults) {
	if empty(h) {
		p.add("", "says nothing: give at least one field")
	}
	p.number("caffeine_cups", h.CaffeineCups, 0, 50)
	p.number("alcohol_units", h.AlcoholUnits, 0, 100)
	p.whole("drinks_ml", h.DrinksML, 0, 20_000)
	p.whole("urine_colour", h.UrineColour, 1, 8)
	p.number("standing_hours", h.StandingHours, 0, 24)
	p.number("sitting_hours", h.SittingHours, 0, 24)
	if h.StandingHours != nil && h.SittingHours != nil && *h.StandingHours+*h.SittingHours > 24 {
		p.add("sitting_hours", "and standing_hours are more than a day")
	}
	p.whole("exercise_minutes", h.ExerciseMinutes, 0, 24*60)
	p.whole("stretch_minutes", h.StretchMinutes, 0, 24*60)
	p.oneOf("shoes", h.Shoes, shoes...)
	p.note(h.Note)
}

// Drink is one drink.
type Drink struct {
	What         string   `json:"what"`                    // water, tea, coffee, cola, juice, milk, alcohol, other
	ML           *int     `json:"ml,omitempty"`            // millilitres, 1–5000
	Caffeine     *bool    `json:"caffeine,omitempty"`      // with caffeine
	AlcoholUnits *float64 `json:"alcohol_units,omitempty"` // units of 10 ml pure alcohol, 0–50
	Note         string   `json:"note,omitempty"`
}

// Kind is KindDrink.
func (*Drink) Kind() Kind { return KindDrink }

func (d *Drink) check(p *faults) {
	p.needed("what", d.What)
	p.oneOf("what", d.What, drinks...)
	p.whole("ml", d.ML, 1, 5000)
	p.number("alcohol_units", d.AlcoholUnits, 0, 50)
	p.note(d.Note)
}
