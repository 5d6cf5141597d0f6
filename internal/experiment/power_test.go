package experiment_test

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/experiment"
)

var update = flag.Bool("update", false, "write docs/power.md")

const (
	powerFile   = "../../docs/power.md"
	powerRounds = 2000
)

// powerRow is one line of the table: how experiments end when the measure changes a
// night by size standard deviations of a night.
type powerRow struct {
	size                           float64
	first, helps, wrong, even, not float64 // shares: helps at the first look, at any; worse; no difference; cannot tell
	weeks                          float64 // mean
}

var (
	powerSizes   = []float64{0, 0.3, 0.5, 0.8, 1, 1.3, 1.6}
	powerDesigns = [][2]int{{0, 2}, {1, 2}, {1, 3}} // nights that wash out and that count
)

// powerOf simulates experiments about sleep with nights of standard deviation 1 hour and
// correlation 0.2 with the night before.
func powerOf(design [2]int, size float64, rounds int) powerRow {
	row := powerRow{size: size}
	w := world{mean: 6, spread: 1, alike: 0.2, effect: size}
	chance := rand.New(rand.NewPCG(21, uint64(design[0]*1000+design[1]*100)+uint64(10*size)))
	for range rounds {
		p := agreed("wind_down", diary.SleepHours, chance.Uint64())
		p.WashoutNights, p.CountedNights = design[0], design[1]
		r := w.run(p, chance)
		nights := r.Of
		if r.State == experiment.Stopped {
			nights = int(r.Stop.Day-p.Start) + 1
		}
		row.weeks += float64(nights) / 7
		if r.Result == nil {
			row.not++
			continue
		}
		switch r.Result.Verdict {
		case experiment.Helps:
			row.helps++
			if r.Of == p.Nights(0) {
				row.first++
			}
		case experiment.Worse, experiment.HarmStopped:
			row.wrong++
		case experiment.NoDifference:
			row.even++
		default:
			row.not++
		}
	}
	for _, v := range []*float64{&row.first, &row.helps, &row.wrong, &row.even, &row.not, &row.weeks} {
		*v /= float64(rounds)
	}
	return row
}

func (r powerRow) String() string {
	return fmt.Sprintf("| %.1f | %.0f %% | %.0f %% | %.0f %% | %.0f %% | %.0f %% | %.1f |",
		r.size, 100*r.first, 100*r.helps, 100*r.even, 100*r.not, 100*r.wrong, r.weeks)
}

func powerTable() string {
	var b strings.Builder
	rules := content().Experiments.Rules
	b.WriteString("# What an experiment can find\n\nWritten by `LEGIBLE_FULL=1 go test ./internal/experiment -run Power -update`; do not edit.\n\n")
	fmt.Fprintf(&b, "%d simulated experiments a row, drawn with fixed seeds. The size of the effect is in standard deviations of a single night: if your\n"+
		"nights vary by one cramp, a size of 0.8 is 0.8 cramps a night. A night resembles the one before (correlation 0.2), nothing is missing,\n"+
		"and the measure is done on every day with it. With gaps, or done now and then, an experiment finds less.\n\n", powerRounds)
	fmt.Fprintf(&b, "An experiment may end after %d, %d or %d pairs of blocks. It says \"helps\" when the exact randomisation test reaches the level of\n"+
		"that look (%v, %v, %v; together at most %v) and the %.0f %% interval leaves out zero.\n", rules.Looks[0].Pairs, rules.Looks[1].Pairs, rules.Looks[2].Pairs,
		rules.Looks[0].Level, rules.Looks[1].Level, rules.Looks[2].Level, rules.ErrorRate, 100*rules.Interval)
	for _, d := range powerDesigns {
		fmt.Fprintf(&b, "\n## Blocks of %d nights, %d of them to wash out\n\n", d[0]+d[1], d[0])
		b.WriteString("| size | helps, at the first look | helps, at any look | no difference to notice | cannot tell | called worse, or stopped | weeks |\n|---|---|---|---|---|---|---|\n")
		for _, size := range powerSizes {
			b.WriteString(powerOf(d, size, powerRounds).String() + "\n")
		}
	}
	b.WriteString("\nIn the first row of each table nothing is there to be found: \"helps\" is a false positive, and \"no difference\" is right.\n")
	return b.String()
}

// TestPower compares docs/power.md with a fresh table, all of it with LEGIBLE_FULL=1 and
// otherwise a few rows with fewer draws, within four standard errors.
func TestPower(t *testing.T) {
	if *update {
		if err := os.WriteFile(powerFile, []byte(powerTable()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(powerFile)
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("LEGIBLE_FULL") == "1" {
		if string(text) != powerTable() {
			t.Error("docs/power.md is stale: LEGIBLE_FULL=1 go test ./internal/experiment -run Power -update")
		}
		return
	}
	const few = 200
	tables := strings.Split(string(text), "\n## ")[1:]
	for i, size := range map[int]float64{0: 0.8, 1: 0, 2: 1.3} {
		var s, first, helps, even, not, wrong, weeks float64
		for _, line := range strings.Split(tables[i], "\n") {
			if !strings.HasPrefix(line, fmt.Sprintf("| %.1f |", size)) {
				continue
			}
			if _, err := fmt.Sscanf(line, "| %f | %f %% | %f %% | %f %% | %f %% | %f %% | %f |", &s, &first, &helps, &even, &not, &wrong, &weeks); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
		}
		row := powerOf(powerDesigns[i], size, few)
		for _, c := range [][2]float64{{row.helps, helps}, {row.even, even}, {row.not, not}} {
			want := c[1] / 100
			if se := math.Sqrt(max(want*(1-want), 0.01) / few); math.Abs(c[0]-want) > 4*se {
				t.Errorf("table %d, size %v: %.2f in a fresh sample, %.2f in docs/power.md", i+1, size, c[0], want)
			}
		}
	}
	if powerOf(powerDesigns[1], 1.6, few).helps < 0.8 {
		t.Error("a very large effect is not found in 8 of 10")
	}
}
