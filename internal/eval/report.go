package eval

import (
	"sort"

	"github.com/legible-health/legible/internal/clinical"
)

// Rate is a share with its Wilson 95 % interval.
type Rate struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	N     int     `json:"n"`
}

// Scores are the shares of a report, which its summary has too.
type Scores struct {
	Mode       Mode   `json:"mode"`
	Knowledge  string `json:"knowledge"`
	N          int    `json:"n"`
	OutOfScope int    `json:"out_of_scope"`
	Covered    Rate   `json:"covered"`
	Top1       Rate   `json:"top1"`
	Top3       Rate   `json:"top3"`
	Top5       Rate   `json:"top5"`
	Triage     Triage `json:"triage"`
}

// Report is the result of an evaluation in the shape of the contract. Cases out of
// scope are counted in OutOfScope and nowhere else.
type Report struct {
	Scores
	Emergencies Emergencies   `json:"emergencies"`
	Questions   Questions     `json:"questions"`
	Brier       float64       `json:"brier"` // of the first candidate
	Calibration []Bin         `json:"calibration"`
	ByDiagnosis []ByDiagnosis `json:"by_diagnosis"`
	Cases       []CaseResult  `json:"cases"`
}

// Triage compares the urgency with the accepted levels.
type Triage struct {
	Strict   Rate `json:"strict"`
	Accepted Rate `json:"accepted"`
	Under    Rate `json:"under"` // below all accepted levels
	Over     Rate `json:"over"`  // above all accepted levels
}

// Emergencies lists emergency cases that ended under.
type Emergencies struct {
	N      int      `json:"n"`
	Missed []string `json:"missed"`
}

// Questions is how many were asked.
type Questions struct {
	Median float64 `json:"median"`
	P90    float64 `json:"p90"`
}

// Bin is one bin of the reliability table of the first candidate: the mean
// probability said and the share that was right.
type Bin struct {
	From     float64 `json:"from"`
	To       float64 `json:"to"`
	Mean     float64 `json:"mean"`
	Observed float64 `json:"observed"`
	N        int     `json:"n"`
}

// ByDiagnosis counts per diagnosis key.
type ByDiagnosis struct {
	Key   string `json:"key"`
	N     int    `json:"n"`
	Top1  int    `json:"top1"`
	Top3  int    `json:"top3"`
	Under int    `json:"under"`
}

// CaseResult is one case.
type CaseResult struct {
	ID       string             `json:"id"`
	Truth    string             `json:"truth"`
	Top      []string           `json:"top"`
	Rank     int                `json:"rank"`
	Urgency  clinical.Urgency   `json:"urgency"`
	Accepted []clinical.Urgency `json:"accepted"`
	Asked    int                `json:"asked"`
}

// Evaluate runs all cases of a mode.
func (r *Runner) Evaluate(cases []Case, m Mode) *Report {
	rep := &Report{Scores: Scores{Mode: m, Knowledge: r.Engine.Base().Version}, Emergencies: Emergencies{Missed: []string{}}}
	var outs []Outcome
	for i := range cases {
		if !cases[i].InScope {
			rep.OutOfScope++
			continue
		}
		outs = append(outs, r.Run(&cases[i], m))
	}
	rep.N = len(outs)
	count := func(f func(*Outcome) bool) Rate {
		k := 0
		for i := range outs {
			if f(&outs[i]) {
				k++
			}
		}
		low, high := Wilson(k, len(outs))
		v := 0.0
		if len(outs) > 0 {
			v = float64(k) / float64(len(outs))
		}
		return Rate{v, low, high, len(outs)}
	}
	within := func(n int) func(*Outcome) bool {
		return func(o *Outcome) bool { return o.Rank > 0 && o.Rank <= n }
	}
	rep.Covered = count(func(o *Outcome) bool { return o.Covered })
	rep.Top1, rep.Top3, rep.Top5 = count(within(1)), count(within(3)), count(within(5))
	rep.Triage = Triage{count((*Outcome).strict), count((*Outcome).accepted), count((*Outcome).under), count((*Outcome).over)}
	rep.fill(outs)
	return rep
}

func (rep *Report) fill(outs []Outcome) {
	keys := map[string]*ByDiagnosis{}
	var asked []int
	bins := make([]Bin, 10)
	for i := range outs {
		o := &outs[i]
		d := keys[o.Case.Truth]
		if d == nil {
			d = &ByDiagnosis{Key: o.Case.Truth}
			keys[o.Case.Truth] = d
		}
		d.N++
		if o.Rank == 1 {
			d.Top1++
		}
		if o.Rank > 0 && o.Rank <= 3 {
			d.Top3++
		}
		if o.under() {
			d.Under++
		}
		if o.Case.Emergency {
			rep.Emergencies.N++
			if o.under() {
				rep.Emergencies.Missed = append(rep.Emergencies.Missed, o.Case.ID)
			}
		}
		asked = append(asked, o.Asked)
		hit := 0.0
		if o.Right {
			hit = 1
		}
		rep.Brier += (o.First - hit) * (o.First - hit) / float64(len(outs))
		b := &bins[min(9, int(o.First*10))]
		b.Mean += o.First
		b.Observed += hit
		b.N++
		rep.Cases = append(rep.Cases, CaseResult{o.Case.ID, o.Case.Truth, o.Top, o.Rank, o.Urgency, o.Case.Accepted, o.Asked})
	}
	for i := range bins {
		b := &bins[i]
		b.From, b.To = float64(i)/10, float64(i+1)/10
		if b.N > 0 {
			b.Mean /= float64(b.N)
			b.Observed /= float64(b.N)
			rep.Calibration = append(rep.Calibration, *b)
		}
	}
	sort.Ints(asked)
	rep.Questions = Questions{quantile(asked, 0.5), quantile(asked, 0.9)}
	for _, d := range keys {
		rep.ByDiagnosis = append(rep.ByDiagnosis, *d)
	}
	sort.Slice(rep.ByDiagnosis, func(i, j int) bool {
		a, b := rep.ByDiagnosis[i], rep.ByDiagnosis[j]
		if a.N != b.N {
			return a.N > b.N
		}
		return a.Key < b.Key
	})
}

// quantile of sorted counts, nearest rank.
func quantile(sorted []int, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return float64(sorted[min(len(sorted)-1, int(q*float64(len(sorted))))])
}
