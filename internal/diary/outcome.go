package diary

// Outcome is what a night is measured by in trends and experiments: a field of Night.
type Outcome string

// The outcomes.
const (
	Cramps     Outcome = "cramps"      // 0–50
	Urge       Outcome = "urge"        // 0–3
	Pain       Outcome = "pain"        // 0–10
	SleepHours Outcome = "sleep_hours" // 0–24
	Wakings    Outcome = "wakings"     // 0–50
)

// Outcomes lists them in the order to show.
func Outcomes() []Outcome { return []Outcome{Cramps, Urge, Pain, SleepHours, Wakings} }

// Of is the outcome of a night, and whether it was said.
func (o Outcome) Of(n *Night) (v float64, said bool) {
	switch o {
	case Cramps:
		return number(n.Cramps)
	case Urge:
		return number(n.Urge)
	case Pain:
		return number(n.Pain)
	case Wakings:
		return number(n.Wakings)
	case SleepHours:
		if n.SleepHours != nil {
			return *n.SleepHours, true
		}
	}
	return 0, false
}

// Set notes the outcome of a night, whose number Of has given.
func (o Outcome) Set(n *Night, v float64) {
	whole := int(v)
	switch o {
	case Cramps:
		n.Cramps = &whole
	case Urge:
		n.Urge = &whole
	case Pain:
		n.Pain = &whole
	case Wakings:
		n.Wakings = &whole
	case SleepHours:
		n.SleepHours = &v
	}
}

// MoreIsBetter is true of sleep only.
func (o Outcome) MoreIsBetter() bool { return o == SleepHours }

func number(v *int) (float64, bool) {
	if v == nil {
		return 0, false
	}
	return float64(*v), true
}
