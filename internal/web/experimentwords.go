package web

import (
	"math"
	"strconv"

	"github.com/legible-health/legible/internal/experiment"
	"github.com/legible-health/legible/internal/i18n"
)

// trialWords say in plain sentences where an experiment stands, the verdict first.
// Nothing in them tells a result before the end.
func trialWords(p *i18n.Printer, x experiment.Protocol, r experiment.Report) []string {
	say := func(key string, args ...any) string { return p.T("experiments.say."+key, args...) }
	switch r.State {
	case experiment.Planned:
		return []string{say("planned", "day", dayFull(p, x.Start), "nights", p.T("experiments.nights", "n", r.Of))}
	case experiment.Running:
		return []string{say("running", "n", r.Night, "of", r.Of), recordedWords(p, r)}
	case experiment.Undecided:
		return []string{say("undecided", "weeks", weeksWords(p, r.MoreWeeks)), say("may_end"), recordedWords(p, r)}
	case experiment.Stopped:
		return stoppedWords(p, x, r)
	}
	if r.Result == nil {
		return []string{say("nothing")}
	}
	out := append([]string{verdictWords(p, x, r.Result)}, numberWords(p, x, r.Result)...)
	return append(out, remarkWords(p, x, r.Result)...)
}

func stoppedWords(p *i18n.Printer, x experiment.Protocol, r experiment.Report) []string {
	out := []string{r.Stop.Text}
	if r.Stop.Harm == experiment.WorseNights && r.Result != nil {
		out = append(out, p.T("experiments.say.worse_nights", "with", tenths(r.Result.MeanWith), "unit", x.Outcome.Unit, "without", tenths(r.Result.MeanWithout)))
	}
	return append(out, p.T("experiments.say.stopped"))
}

// verdictWords is the verdict.
func verdictWords(p *i18n.Printer, x experiment.Protocol, r *experiment.Result) string {
	what := betweenWords(p, x, r)
	if r.Verdict == experiment.Helps || r.Verdict == experiment.Worse {
		what = effectWords(p, x, r)
	}
	return p.T("experiments.say."+string(r.Verdict), "name", x.Name, "effect", what)
}

// effectWords of an interval on one side of zero: "0.8 fewer cramps a night (90 %
// interval 0.1–1.5)".
func effectWords(p *i18n.Printer, x experiment.Protocol, r *experiment.Result) string {
	low, high := r.Low, r.High
	if r.Effect < 0 {
		low, high = high, low
	}
	return p.T("experiments.say.effect", "effect", sided(x, r.Effect), "share", shareOf(x), "low", tenths(low), "high", tenths(high))
}

// betweenWords of an interval that may hold zero.
func betweenWords(p *i18n.Printer, x experiment.Protocol, r *experiment.Result) string {
	if r.Used < 2 {
		return p.T("experiments.say.no_pairs")
	}
	return p.T("experiments.say.between", "low", sided(x, r.Low), "high", sided(x, r.High), "share", shareOf(x))
}

// sided says an effect with its direction: 0.8 fewer cramps a night.
func sided(x experiment.Protocol, effect float64) string {
	if effect < 0 {
		return tenths(effect) + " " + x.Outcome.Less
	}
	return tenths(effect) + " " + x.Outcome.More
}

// shareOf is that of the intervals, of 100.
func shareOf(x experiment.Protocol) int { return int(math.Round(100 * x.Rules.Interval)) }

func numberWords(p *i18n.Printer, x experiment.Protocol, r *experiment.Result) []string {
	if r.With == 0 {
		return nil
	}
	out := []string{p.T("experiments.say.means", "nights_with", p.T("experiments.nights", "n", r.With), "with", tenths(r.MeanWith), "unit", x.Outcome.Unit,
		"nights_without", p.T("experiments.nights", "n", r.Without), "without", tenths(r.MeanWithout))}
	if r.Level > 0 {
		out = append(out, p.T("experiments.say.chance", "times", hundredths(p, r.P)))
	}
	return out
}

func remarkWords(p *i18n.Printer, x experiment.Protocol, r *experiment.Result) (out []string) {
	if !r.FollowedEnough(x.Rules.LeastFollowed) {
		out = append(out, p.T("experiments.say.seldom", "done", r.Followed, "asked", r.Asked))
	}
	if r.CarryOver.Suspected {
		out = append(out, p.T("experiments.say.carry_over"))
	}
	if r.Verdict == experiment.Helps || r.Verdict == experiment.Worse {
		out = append(out, p.T("experiments.say.about_you"))
	}
	return out
}

func recordedWords(p *i18n.Printer, r experiment.Report) string {
	out := p.T("experiments.say.recorded", "done", r.Recorded, "due", r.Due)
	switch n := len(r.Missing); n {
	case 0:
	case 1:
		out += " " + p.T("experiments.say.missing_one", "day", dayFull(p, r.Missing[0]))
	default:
		out += " " + p.T("experiments.say.missing", "count", n)
	}
	return out
}

// weeksWords writes small numbers as words.
func weeksWords(p *i18n.Printer, n int) string {
	if words := p.List("experiments.say.weeks"); n <= len(words) {
		return words[max(n, 1)-1]
	}
	return p.T("experiments.say.many_weeks", "n", n)
}

// tenths has one decimal and no sign.
func tenths(v float64) string { return strconv.FormatFloat(math.Abs(v), 'f', 1, 64) }

// hundredths says a probability as a number out of 100.
func hundredths(p *i18n.Printer, v float64) string {
	switch v *= 100; {
	case v < 1:
		return p.T("experiments.say.less_than_one")
	case v < 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	default:
		return strconv.Itoa(int(math.Round(v)))
	}
}
