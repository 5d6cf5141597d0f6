package eval

import (
	"fmt"
	"io"
	"sort"
	"strings"
)

// Origin says where the figures of a report come from.
type Origin struct {
	Title   string // heading of the section
	Command string // that repeats it
	Date    string // YYYY-MM-DD
	Program string // version of the program
	Machine string
}

// WriteMarkdown prints the report as a section of docs/accuracy.md. No word of a case
// is in it.
func (rep *Report) WriteMarkdown(w io.Writer, o Origin) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n", o.Title)
	fmt.Fprintf(&b, "%d cases, %d more out of scope. Knowledge %s, program %s, %s, on %s.\n\n    %s\n\n",
		rep.N, rep.OutOfScope, rep.Knowledge, o.Program, o.Date, o.Machine, o.Command)
	fmt.Fprintf(&b, "| | share | 95 %% interval | cases |\n|---|--:|--:|--:|\n")
	for _, x := range rep.rates() {
		fmt.Fprintf(&b, "| %s | %.1f %% | %.1f–%.1f | %d of %d |\n", x.name, 100*x.rate.Value, 100*x.rate.Low, 100*x.rate.High, x.rate.count(), x.rate.N)
	}
	missed := "none"
	if len(rep.Emergencies.Missed) > 0 {
		missed = strings.Join(rep.Emergencies.Missed, ", ")
	}
	fmt.Fprintf(&b, "\nEmergencies missed: %d of %d (%s). Questions asked: median %g, nine in ten at most %g. Brier score of the first candidate: %.3f.\n",
		len(rep.Emergencies.Missed), rep.Emergencies.N, missed, rep.Questions.Median, rep.Questions.P90, rep.Brier)
	rep.markdownCalibration(&b)
	rep.markdownMisses(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

func (rep *Report) markdownCalibration(b *strings.Builder) {
	fmt.Fprintf(b, "\n### When it says so much, how often is it right?\n\n| it said | on average | it was right | cases |\n|---|--:|--:|--:|\n")
	for _, c := range rep.Calibration {
		fmt.Fprintf(b, "| %.0f–%.0f %% | %.0f %% | %.0f %% | %d |\n", 100*c.From, 100*c.To, 100*c.Mean, 100*c.Observed, c.N)
	}
}

func (rep *Report) markdownMisses(b *strings.Builder) {
	missed := rep.misses()
	fmt.Fprintf(b, "\n### What went wrong, by diagnosis\n\n")
	if len(missed) == 0 {
		fmt.Fprintf(b, "Nothing.\n")
		return
	}
	fmt.Fprintf(b, "| diagnosis | cases | not in first three | stood first instead | urgency too low | too high | case ids |\n|---|--:|--:|---|--:|--:|---|\n")
	for _, m := range missed {
		fmt.Fprintf(b, "| %s | %d | %s | %s | %s | %s | %s |\n", m.truth, m.n, some(m.notInThree), m.insteadList(), some(m.under), some(m.over), strings.Join(m.ids, ", "))
	}
}

// some leaves zeros out of a wide table.
func some(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

func (m *miss) insteadList() string {
	ids := m.insteadIDs()
	for i, id := range ids {
		if n := m.instead[id]; n > 1 {
			ids[i] = fmt.Sprintf("%s (%d)", id, n)
		}
	}
	return strings.Join(ids, ", ")
}

func sortMisses(list []*miss) {
	sort.Slice(list, func(i, j int) bool {
		if a, b := list[i].wrong(), list[j].wrong(); a != b {
			return a > b
		}
		return list[i].truth < list[j].truth
	})
}
