package trend

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/kb"
)

// Chance says what every list of associations has to say, in plain words.
func (a Associations) Chance() string {
	return fmt.Sprintf("We looked at %d pairs. With so many, some look linked by chance alone. We show a link only if it is strong enough that "+
		"no more than about %d of 100 shown ones should be chance. A link is no cause: bad nights also change what you do the day after, and other "+
		"things change along. An experiment can tell.", len(a.Tested), int(math.Round(100*a.Rate)))
}

// Words says one association with its counts.
func Words(a Association, base *kb.Base) string {
	rule := base.Experiments.Outcome(string(a.Outcome))
	interval := int(math.Round(100 * base.Experiments.Trends.Interval))
	name := Name(a.Factor, base)
	when := "in the night that followed"
	if a.Lag == 1 {
		when = "in the night after that"
	}
	counts := fmt.Sprintf("On %d days with %s: %s %s on average %s; on %d days without: %s.", a.With, name, number(a.MeanWith), rule.Unit, when, a.Without, number(a.MeanWithout))
	of := "Compared with nights close by"
	if a.Step > 0 {
		counts = fmt.Sprintf("On %d days with more than usual (%s): %s %s on average %s; on the other %d days: %s.", a.With, name, number(a.MeanWith), rule.Unit, when, a.Without, number(a.MeanWithout))
		of = "For each " + unitOf(a.Factor, base) + " more, compared with nights close by"
	}
	return fmt.Sprintf("%s %s: %s (%d %% interval: %s to %s).", counts, of, amount(a.Effect, rule), interval, amount(a.Low, rule), amount(a.High, rule))
}

// Words says what changed before and after.
func (c Comparison) Words(base *kb.Base) string {
	rule := base.Experiments.Outcome(string(c.Outcome))
	least := base.Experiments.Trends.LeastEach
	if !c.Enough {
		return fmt.Sprintf("Too early to compare: %d nights before and %d after are known, and each side needs %d.", c.Before, c.After, least)
	}
	text := fmt.Sprintf("Before, on %d nights: %s %s on average. After, on %d nights: %s. The change: %s (%d %% interval: %s to %s). ",
		c.Before, number(c.MeanBefore), rule.Unit, c.After, number(c.MeanAfter), amount(c.Effect, rule),
		int(math.Round(100*base.Experiments.Trends.Interval)), amount(c.Low, rule), amount(c.High, rule))
	if c.Low <= 0 && c.High >= 0 {
		return text + "This may well be chance."
	}
	return text + "This need not be due to what you changed: bad times pass by themselves, and other things change too."
}

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

func unitOf(factor string, base *kb.Base) string {
	for _, f := range base.Experiments.Factors {
		if f.ID == factor {
			return f.Unit
		}
	}
	return "step"
}

// amount says a change with its direction: 0.8 fewer cramps a night.
func amount(v float64, rule *kb.OutcomeRule) string {
	if v < 0 {
		return number(v) + " " + rule.Less
	}
	return number(v) + " " + rule.More
}

// number has one decimal and no sign.
func number(v float64) string { return strconv.FormatFloat(math.Abs(v), 'f', 1, 64) }

// Shown is the cell in words, for tables and screen readers.
func (c Cell) Shown(rule *kb.OutcomeRule) string {
	if !c.Known {
		return "not noted"
	}
	if diary.Outcome(rule.ID) == diary.SleepHours {
		return number(c.Value)
	}
	return strconv.FormatFloat(c.Value, 'f', -1, 64)
}
