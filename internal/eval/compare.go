package eval

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// WriteChanges prints what differs between an earlier report and this one: the rates,
// and the cases that became better or worse. It refuses reports of different modes.
func (rep *Report) WriteChanges(w io.Writer, old *Report) error {
	if old.Mode != rep.Mode {
		return fmt.Errorf("the earlier report is of mode %s, this one of %s", old.Mode, rep.Mode)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Changes since knowledge %s (now %s)\n\n", old.Knowledge, rep.Knowledge)
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "\twas\tis\tpoints\t\n")
	before := old.rates()
	for i, x := range rep.rates() {
		was := before[i].rate.Value
		fmt.Fprintf(t, "%s\t%.1f %%\t%.1f %%\t%+.1f\t\n", x.name, 100*was, 100*x.rate.Value, 100*(x.rate.Value-was))
	}
	t.Flush()
	fmt.Fprintf(&b, "\nemergencies missed: was %d, is %d; questions, median: was %g, is %g; Brier score: was %.3f, is %.3f\n",
		len(old.Emergencies.Missed), len(rep.Emergencies.Missed), old.Questions.Median, rep.Questions.Median, old.Brier, rep.Brier)
	rep.caseChanges(&b, old)
	_, err := io.WriteString(w, b.String())
	return err
}

func (rep *Report) caseChanges(b *strings.Builder, old *Report) {
	earlier := make(map[string]*CaseResult, len(old.Cases))
	for i := range old.Cases {
		earlier[old.Cases[i].ID] = &old.Cases[i]
	}
	var better, worse, added []string
	for i := range rep.Cases {
		now := &rep.Cases[i]
		was, ok := earlier[now.ID]
		if !ok {
			added = append(added, now.ID)
			continue
		}
		delete(earlier, now.ID)
		b, w := compareCase(was, now)
		better, worse = append(better, b...), append(worse, w...)
	}
	for _, part := range []struct {
		title string
		lines []string
	}{{"Better", better}, {"Worse", worse}} {
		fmt.Fprintf(b, "\n%s: %d\n", part.title, len(part.lines))
		for _, line := range part.lines {
			fmt.Fprintf(b, "  %s\n", line)
		}
	}
	if len(added) > 0 || len(earlier) > 0 {
		fmt.Fprintf(b, "\nCases that only one of the two has: %d new, %d gone\n", len(added), len(earlier))
	}
}

// compareCase says what became better and worse in one case. Ranks count up to the
// fifth place; what moves below is noise.
func compareCase(was, now *CaseResult) (better, worse []string) {
	place := func(rank int) int {
		if rank < 1 || rank > 5 {
			return 6
		}
		return rank
	}
	if a, b := place(was.Rank), place(now.Rank); a != b {
		line := fmt.Sprintf("%s (%s): place %s → %s", now.ID, now.Truth, placeName(a), placeName(b))
		if b < a {
			better = append(better, line)
		} else {
			worse = append(worse, line)
		}
	}
	if a, b := was.side(), now.side(); a != b {
		line := fmt.Sprintf("%s (%s): urgency %s → %s", now.ID, now.Truth, was.Urgency, now.Urgency)
		switch {
		case b == 0 || a == -1: // accepted now, or no longer too low
			better = append(better, line)
		default:
			worse = append(worse, line)
		}
	}
	return better, worse
}

func placeName(n int) string {
	if n > 5 {
		return "none of five"
	}
	return fmt.Sprint(n)
}
