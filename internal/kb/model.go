package kb

import (
	"math"

	"github.com/legible-health/legible/internal/clinical"
)

// Model holds the numbers of the reasoning that belong to no single entry. Every
// one is an estimate or was fitted as Fitted tells.
type Model struct {
	// AsOf is the year this content was written; "since 2019" is read against it.
	AsOf   int    `yaml:"as_of" json:"as_of"`
	Fitted string `yaml:"fitted" json:"fitted"` // on what, when and how
	// PairFactor multiplies prior(i)·prior(j) for two causes at once, ≥ 0.
	PairFactor float64 `yaml:"pair_factor" json:"pair_factor"`
	// PriorExponent in (0, 1] flattens the shares, which are known to a factor of about
	// three only.
	PriorExponent float64 `yaml:"prior_exponent" json:"prior_exponent"`
	// PersonExponent in (0, 1] flattens what age, sex and pregnancy do to a share, which
	// is known better than the share itself.
	PersonExponent float64 `yaml:"person_exponent" json:"person_exponent"`
	// UnsaidExposure in (0, 1] multiplies the share of a condition that needs an
	// exposure nobody has mentioned; AbsentExposure when the exposure was denied.
	UnsaidExposure float64 `yaml:"unsaid_exposure" json:"unsaid_exposure"`
	AbsentExposure float64 `yaml:"absent_exposure" json:"absent_exposure"`
	// WeightPresent and WeightAbsent in (0, 1] are the weight of one answer; answers
	// are never fully independent of each other.
	WeightPresent float64 `yaml:"weight_present" json:"weight_present"`
	WeightAbsent  float64 `yaml:"weight_absent" json:"weight_absent"`
	// ClusterExponent in [0, 1]: n answers of one cluster weigh n^(1−exponent) answers.
	ClusterExponent float64 `yaml:"cluster_exponent" json:"cluster_exponent"`
	// AbsentExponent does the same for all absent answers together, beyond AbsentFree.
	AbsentExponent float64 `yaml:"absent_exponent" json:"absent_exponent"`
	AbsentFree     int     `yaml:"absent_free" json:"absent_free"`
	// DurationWeight in [0, 1] is the weight of how long it has lasted.
	DurationWeight float64 `yaml:"duration_weight" json:"duration_weight"`
	// DurationBackground in (0, 1] is the share of the background in every condition's
	// durations, so that no duration rules anything out.
	DurationBackground float64 `yaml:"duration_background" json:"duration_background"`
	// DurationSpread in (0, 1] is the least standard deviation of a duration, in natural log days.
	DurationSpread float64 `yaml:"duration_spread" json:"duration_spread"`
	// Floor keeps every probability within [floor, 1−floor]: nobody's answer is certain.
	Floor float64 `yaml:"floor" json:"floor"`
	// BackgroundDuration is how long complaints have lasted when nothing here explains them.
	BackgroundDuration Duration `yaml:"background_duration_days" json:"background_duration_days"`
	// AgeShares are the shares of users per age band of the conditions, used when the
	// age is unknown.
	AgeShares []float64 `yaml:"age_shares" json:"age_shares"`
	Budget    Budget    `yaml:"budget" json:"budget"`
	Losses    []Loss    `yaml:"losses" json:"losses"`
	Urgency   UrgencyOf `yaml:"urgency" json:"urgency"`
}

// Budget bounds the interview.
type Budget struct {
	Questions int `yaml:"questions" json:"questions"` // at most this many are asked
	// EnoughGain is the gain, in bits per unit of effort, below which asking stops.
	EnoughGain float64 `yaml:"enough_gain" json:"enough_gain"`
	// Enough questions are asked at least, unless nothing is worth asking; then asking
	// stops as soon as the leading cause is at least as likely as SureAt.
	Enough int     `yaml:"enough" json:"enough"`
	SureAt float64 `yaml:"sure_at" json:"sure_at"`
	// LaterGain is the gain a question needs once Enough have been asked.
	LaterGain float64 `yaml:"later_gain" json:"later_gain"`
	// AlarmWorth is what a yes is worth, in bits, for every level it would raise the
	// urgency by.
	AlarmWorth float64 `yaml:"alarm_worth" json:"alarm_worth"`
	// OverlapWorth in (0, 1] is what the answers of one screen gain together, as a share
	// of the sum of what each would gain alone.
	OverlapWorth float64 `yaml:"overlap_worth" json:"overlap_worth"`
}

// Loss is the harm of advising one level when another was needed, in arbitrary units.
type Loss struct {
	Needed  clinical.Urgency   `yaml:"needed" json:"needed"`
	Advised map[string]float64 `yaml:"advised" json:"advised"`
}

// UrgencyOf bounds what the probabilities alone may do to the urgency.
type UrgencyOf struct {
	// Ceiling is the highest level that probabilities alone may set.
	Ceiling clinical.Urgency `yaml:"ceiling" json:"ceiling"`
}

func (m *Model) check(p problems) {
	required(p, "fitted", m.Fitted)
	unit := func(field string, v float64, zero bool) {
		if !(v > 0 && v <= 1) && !(zero && v == 0) {
			p.add(field, "%v is outside (0, 1]", v)
		}
	}
	unit("prior_exponent", m.PriorExponent, false)
	unit("person_exponent", m.PersonExponent, false)
	unit("unsaid_exposure", m.UnsaidExposure, false)
	unit("absent_exposure", m.AbsentExposure, false)
	unit("weight_present", m.WeightPresent, false)
	unit("weight_absent", m.WeightAbsent, false)
	unit("cluster_exponent", m.ClusterExponent, true)
	unit("absent_exponent", m.AbsentExponent, true)
	unit("duration_weight", m.DurationWeight, true)
	unit("duration_background", m.DurationBackground, false)
	unit("duration_spread", m.DurationSpread, false)
	if !(m.Floor > 0 && m.Floor < 0.1) {
		p.add("floor", "%v is outside (0, 0.1)", m.Floor)
	}
	if m.AbsentFree < 0 {
		p.add("absent_free", "%d must not be negative", m.AbsentFree)
	}
	if m.PairFactor < 0 {
		p.add("pair_factor", "%v must not be negative", m.PairFactor)
	}
	if m.Budget.Questions < 1 || m.Budget.Questions > 50 {
		p.add("budget.questions", "%d is outside 1 to 50", m.Budget.Questions)
	}
	if m.AsOf < 2000 || m.AsOf > 2100 {
		p.add("as_of", "%d is not a year from 2000 to 2100", m.AsOf)
	}
	if m.Budget.EnoughGain < 0 || m.Budget.LaterGain < 0 || m.Budget.AlarmWorth < 0 {
		p.add("budget", "enough_gain, later_gain and alarm_worth must not be negative")
	}
	if m.Budget.Enough < 0 || m.Budget.Enough > m.Budget.Questions {
		p.add("budget.enough", "%d is outside 0 to %d, the questions asked at most", m.Budget.Enough, m.Budget.Questions)
	}
	unit("budget.sure_at", m.Budget.SureAt, false)
	unit("budget.overlap_worth", m.Budget.OverlapWorth, false)
	m.BackgroundDuration.check(p, "background_duration_days")
	m.checkAgeShares(p)
	m.checkLosses(p)
}

func (m *Model) checkAgeShares(p problems) {
	sum := 0.0
	for _, v := range m.AgeShares {
		if sum += v; !(v > 0) {
			p.add("age_shares", "%v is not above 0", v)
		}
	}
	if math.Abs(sum-1) > 1e-6 {
		p.add("age_shares", "add up to %v: must be 1", sum)
	}
}

func (m *Model) checkLosses(p problems) {
	if len(m.Losses) != len(clinical.Urgencies()) {
		p.add("losses", "needs one row for each of the five levels")
	}
	seen := map[clinical.Urgency]bool{}
	for i, l := range m.Losses {
		if seen[l.Needed] {
			p.add(at("losses", i), "a second row for %s: keep one", l.Needed)
		}
		seen[l.Needed] = true
		for _, u := range clinical.Urgencies() {
			if v, ok := l.Advised[u.String()]; !ok || v < 0 {
				p.add(at("losses", i), "needs a loss >= 0 for advising %s", u)
			}
		}
		if len(l.Advised) > len(clinical.Urgencies()) {
			p.add(at("losses", i)+".advised", "names a level that does not exist: use emergency, same_day, soon, routine or self_care")
		}
	}
}
