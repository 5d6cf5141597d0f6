package experiment

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/diary"
)

// Words says in plain sentences where the experiment stands, the verdict first. Nothing
// in them tells a result before the end.
func (p Protocol) Words(r Report) []string {
	switch r.State {
	case Planned:
		return []string{fmt.Sprintf("Begins on %s and lasts %s.", p.Start, nights(r.Of))}
	case Running:
		return []string{
			fmt.Sprintf("Night %d of %d. The result stays hidden until the end, so that it cannot change how you sleep or what you notice.", r.Night, r.Of),
			recorded(r),
		}
	case Undecided:
		return []string{
			fmt.Sprintf("Cannot tell yet: %s more may tell.", weeks(r.MoreWeeks)),
			"You may also end it now. Then nothing can be said either way.",
			recorded(r),
		}
	case Stopped:
		return p.stopped(r)
	}
	if r.Result == nil {
		return []string{"You ended it before there was anything to compare."}
	}
	out := append([]string{p.sentence(r.Result)}, p.numbers(r.Result)...)
	return append(out, p.remarks(r.Result)...)
}

func (p Protocol) stopped(r Report) []string {
	out := []string{r.Stop.Text}
	if r.Stop.Harm == worseNights && r.Result != nil {
		x := r.Result
		out = append(out, fmt.Sprintf("On nights with it there were %s %s, without it %s. This may be chance; we would rather be careful.",
			number(x.MeanWith), p.Outcome.Unit, number(x.MeanWithout)))
	}
	return append(out, "Nothing is said about whether it helps.")
}

// sentence is the verdict.
func (p Protocol) sentence(r *Result) string {
	switch r.Verdict {
	case Helps:
		return fmt.Sprintf("%s probably helps: %s.", p.Name, p.effect(r))
	case Worse:
		return fmt.Sprintf("%s probably makes it worse: %s.", p.Name, p.effect(r))
	case NoDifference:
		return fmt.Sprintf("%s makes no difference that you would notice: %s.", p.Name, p.between(r))
	case TooFew:
		return "Too few nights were recorded to tell anything."
	case EndedEarly:
		return fmt.Sprintf("You ended it before the end, so nothing is claimed. So far: %s.", p.between(r))
	}
	return fmt.Sprintf("Cannot tell: an effect, if there is one, is too small or too uneven for this experiment. It could be %s.", p.between(r))
}

// effect of an interval on one side of zero: "0.8 fewer cramps a night (90 % interval 0.1–1.5)".
func (p Protocol) effect(r *Result) string {
	low, high := math.Abs(r.Low), math.Abs(r.High)
	if r.Effect < 0 {
		low, high = high, low
	}
	return fmt.Sprintf("%s %s (%s interval %s–%s)", number(math.Abs(r.Effect)), p.side(r.Effect), p.share(), number(low), number(high))
}

// between of an interval that may hold zero.
func (p Protocol) between(r *Result) string {
	if r.Used < 2 {
		return "nothing to compare yet"
	}
	return fmt.Sprintf("anything from %s %s to %s %s (%s interval)",
		number(math.Abs(r.Low)), p.side(r.Low), number(math.Abs(r.High)), p.side(r.High), p.share())
}

func (p Protocol) side(effect float64) string {
	if effect < 0 {
		return p.Outcome.Less
	}
	return p.Outcome.More
}

func (p Protocol) share() string { return strconv.Itoa(int(math.Round(100*p.Rules.Interval))) + " %" }

func (p Protocol) numbers(r *Result) []string {
	if r.With == 0 {
		return nil
	}
	out := []string{fmt.Sprintf("With it, on %s: %s %s on average. Without it, on %s: %s.",
		nights(r.With), number(r.MeanWith), p.Outcome.Unit, nights(r.Without), number(r.MeanWithout))}
	if r.Level > 0 {
		out = append(out, fmt.Sprintf("If it did nothing at all, chance alone would give a difference this large in %s of 100 such experiments.", hundredths(r.P)))
	}
	return out
}

func (p Protocol) remarks(r *Result) (out []string) {
	if !r.FollowedEnough(p.Rules.LeastFollowed) {
		out = append(out, fmt.Sprintf("You did it on %d of the %d days with it on which you told us. Done more often, it might do more.", r.Followed, r.Asked))
	}
	if r.CarryOver.Suspected {
		out = append(out, "It seems to last into the nights without it. So its true effect may be larger than shown.")
	}
	if r.Verdict == Helps || r.Verdict == Worse {
		out = append(out, "This is about you and these weeks. It does not say why, and it can still be chance.")
	}
	return out
}

func recorded(r Report) string {
	switch len(r.Missing) {
	case 0:
		return fmt.Sprintf("%d of %d counted nights are recorded.", r.Recorded, r.Due)
	case 1:
		return fmt.Sprintf("%d of %d counted nights are recorded. You can still fill in %s.", r.Recorded, r.Due, r.Missing[0])
	}
	return fmt.Sprintf("%d of %d counted nights are recorded. You can still fill in the %d that are missing.", r.Recorded, r.Due, len(r.Missing))
}

func nights(n int) string {
	if n == 1 {
		return "1 night"
	}
	return fmt.Sprintf("%d nights", n)
}

func weeks(n int) string {
	if n <= 1 {
		return "one week"
	}
	words := []string{"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	if n-2 < len(words) {
		return words[n-2] + " weeks"
	}
	return fmt.Sprintf("%d weeks", n)
}

func number(v float64) string {
	text := strconv.FormatFloat(v, 'f', 1, 64)
	return strings.TrimPrefix(text, "-")
}

// hundredths says a probability as a number out of 100.
func hundredths(p float64) string {
	switch v := 100 * p; {
	case v < 1:
		return "less than 1"
	case v < 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	default:
		return strconv.Itoa(int(math.Round(v)))
	}
}

// Better tells which way of an outcome is good, for charts.
func (p Protocol) Better() (more bool) { return diary.Outcome(p.Outcome.ID).MoreIsBetter() }
