package trend

import (
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/kb"
)

// Name is what a factor is called inside a sentence.
func Name(factor string, base *kb.Base) string {
	for _, f := range base.Experiments.Factors {
		if f.ID == factor {
			return f.Name
		}
	}
	id := strings.TrimPrefix(factor, activityPrefix)
	if a := base.Measure(id); a != nil {
		return "“" + a.Name + "”"
	}
	id = strings.TrimPrefix(factor, routinePrefix)
	for _, r := range base.Care.Routines {
		if r.ID == id {
			return "“" + r.Name + "”"
		}
	}
	return "“" + strings.NewReplacer("_", " ", "-", " ").Replace(id) + "”"
}

// Unit is one step of a factor, for which effects are told: "glass of 250 ml"; empty for
// yes or no.
func Unit(factor string, base *kb.Base) string {
	for _, f := range base.Experiments.Factors {
		if f.ID == factor {
			return f.Unit
		}
	}
	return ""
}

// Text is the value of the cell; false when it is not known.
func (c Cell) Text(rule *kb.OutcomeRule) (string, bool) {
	switch {
	case !c.Known:
		return "", false
	case diary.Outcome(rule.ID) == diary.SleepHours:
		return strconv.FormatFloat(c.Value, 'f', 1, 64), true
	}
	return strconv.FormatFloat(c.Value, 'f', -1, 64), true
}
