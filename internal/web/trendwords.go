package web

import (
	"math"
	"strconv"

	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/trend"
)

// chanceWords are what every list of associations has to say.
func chanceWords(p *i18n.Printer, a trend.Associations) string {
	return p.T("trends.say.chance", "pairs", len(a.Tested), "rate", int(math.Round(100*a.Rate)))
}

// linkWords say one association with its counts.
func linkWords(p *i18n.Printer, a trend.Association, base *kb.Base) string {
	rule := base.Experiments.Outcome(string(a.Outcome))
	counts, of := "trends.say.counts", p.T("trends.say.close")
	if a.Step > 0 {
		counts, of = "trends.say.counts_more", p.T("trends.say.close_step", "step", trend.Unit(a.Factor, base))
	}
	return p.T(counts, "with", a.With, "name", trend.Name(a.Factor, base), "mean_with", tenths(a.MeanWith), "unit", rule.Unit,
		"when", p.T("trends.say.when_"+strconv.Itoa(a.Lag)), "without", a.Without, "mean_without", tenths(a.MeanWithout)) + " " +
		p.T("trends.say.effect", "of", of, "effect", changeWords(a.Effect, rule), "interval", percentOf(base), "low", changeWords(a.Low, rule), "high", changeWords(a.High, rule))
}

// comparisonWords say what changed before and after.
func comparisonWords(p *i18n.Printer, c trend.Comparison, base *kb.Base) string {
	if !c.Enough {
		return p.T("trends.say.compare_few", "before", c.Before, "after", c.After, "least", base.Experiments.Trends.LeastEach)
	}
	rule := base.Experiments.Outcome(string(c.Outcome))
	text := p.T("trends.say.compare", "before", c.Before, "mean_before", tenths(c.MeanBefore), "unit", rule.Unit, "after", c.After, "mean_after", tenths(c.MeanAfter),
		"effect", changeWords(c.Effect, rule), "interval", percentOf(base), "low", changeWords(c.Low, rule), "high", changeWords(c.High, rule))
	if c.Low <= 0 && c.High >= 0 {
		return text + " " + p.T("trends.say.may_be_chance")
	}
	return text + " " + p.T("trends.say.need_not_be")
}

// percentOf is the share of the intervals of trends, of 100.
func percentOf(base *kb.Base) int { return int(math.Round(100 * base.Experiments.Trends.Interval)) }

// changeWords say a change with its direction: 0.8 fewer cramps a night.
func changeWords(v float64, rule *kb.OutcomeRule) string {
	if v < 0 {
		return tenths(v) + " " + rule.Less
	}
	return tenths(v) + " " + rule.More
}

// shown is a night's value for tables and screen readers.
func shown(p *i18n.Printer, c trend.Cell, rule *kb.OutcomeRule) string {
	if text, known := c.Text(rule); known {
		return text
	}
	return p.T("trends.not_noted")
}
