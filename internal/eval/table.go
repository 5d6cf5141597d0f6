package eval

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/legible-health/legible/internal/clinical"
)

// oftenMissed bounds the diagnoses named in the table.
const oftenMissed = 10

// named is a rate with what it counts.
type named struct {
	name string
	rate Rate
}

// rates lists the rates in the order people read them.
func (rep *Report) rates() []named {
	return []named{
		{"covered by the knowledge", rep.Covered},
		{"right cause first", rep.Top1},
		{"right cause in first three", rep.Top3},
		{"right cause in first five", rep.Top5},
		{"urgency as judged", rep.Triage.Strict},
		{"urgency accepted", rep.Triage.Accepted},
		{"urgency too low", rep.Triage.Under},
		{"urgency too high", rep.Triage.Over},
	}
}

func (r Rate) count() int { return int(r.Value*float64(r.N) + 0.5) }

// WriteTable prints the report for people.
func (rep *Report) WriteTable(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "mode %s, %d cases (%d more out of scope), knowledge %s\n\n", rep.Mode, rep.N, rep.OutOfScope, rep.Knowledge)
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "\tshare\t95 %% interval\tcases\t\n")
	for _, x := range rep.rates() {
		fmt.Fprintf(t, "%s\t%.1f %%\t%.1f–%.1f\t%d of %d\t\n", x.name, 100*x.rate.Value, 100*x.rate.Low, 100*x.rate.High, x.rate.count(), x.rate.N)
	}
	t.Flush()
	fmt.Fprintf(&b, "\nemergencies missed: %d of %d", len(rep.Emergencies.Missed), rep.Emergencies.N)
	if len(rep.Emergencies.Missed) > 0 {
		fmt.Fprintf(&b, " (%s)", strings.Join(rep.Emergencies.Missed, ", "))
	}
	fmt.Fprintf(&b, "\nquestions asked: median %g, nine in ten at most %g\n", rep.Questions.Median, rep.Questions.P90)
	fmt.Fprintf(&b, "Brier score of the first candidate: %.3f\n", rep.Brier)

	fmt.Fprintf(&b, "\nWhen it says so much, how often is it right?\n")
	t = tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "said\tmean\tright\tcases\t\n")
	for _, c := range rep.Calibration {
		fmt.Fprintf(t, "%.0f–%.0f %%\t%.0f %%\t%.0f %%\t%d\t\n", 100*c.From, 100*c.To, 100*c.Mean, 100*c.Observed, c.N)
	}
	t.Flush()

	if missed := rep.misses(); len(missed) > 0 {
		fmt.Fprintf(&b, "\nMissed most often (right cause not in the first three, or urgency not accepted):\n")
		t = tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		fmt.Fprintf(t, "  diagnosis\tcases\tnot in three\ttoo low\ttoo high\t\n")
		for _, m := range missed[:min(oftenMissed, len(missed))] {
			fmt.Fprintf(t, "  %s\t%d\t%d\t%d\t%d\t\n", m.truth, m.n, m.notInThree, m.under, m.over)
		}
		t.Flush()
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// miss sums up what went wrong with the cases of one diagnosis.
type miss struct {
	truth                      string
	n, notInThree, under, over int
	instead                    map[string]int // conditions that stood first in the cases not in three
	ids                        []string       // of the cases that went wrong
}

func (m *miss) wrong() int { return m.notInThree + m.under + m.over }

// misses groups what went wrong by diagnosis, most first, ties by key.
func (rep *Report) misses() []*miss {
	byTruth := map[string]*miss{}
	for i := range rep.Cases {
		c := &rep.Cases[i]
		m := byTruth[c.Truth]
		if m == nil {
			m = &miss{truth: c.Truth, instead: map[string]int{}}
			byTruth[c.Truth] = m
		}
		m.add(c)
	}
	var out []*miss
	for _, m := range byTruth {
		if m.wrong() > 0 {
			out = append(out, m)
		}
	}
	sortMisses(out)
	return out
}

func (m *miss) add(c *CaseResult) {
	before := m.wrong()
	m.n++
	if !c.inThree() {
		m.notInThree++
		if len(c.Top) > 0 {
			m.instead[c.Top[0]]++
		}
	}
	switch c.side() {
	case -1:
		m.under++
	case 1:
		m.over++
	}
	if m.wrong() > before {
		m.ids = append(m.ids, c.ID)
	}
}

func (c *CaseResult) inThree() bool { return c.Rank > 0 && c.Rank <= 3 }

// side is −1 below all accepted levels, 1 above all of them, 0 otherwise.
func (c *CaseResult) side() int {
	if len(c.Accepted) == 0 {
		return 0
	}
	low, high := clinical.Emergency, clinical.SelfCare
	for _, u := range c.Accepted {
		low, high = min(low, u), max(high, u)
	}
	switch {
	case c.Urgency < low:
		return -1
	case c.Urgency > high:
		return 1
	}
	return 0
}
