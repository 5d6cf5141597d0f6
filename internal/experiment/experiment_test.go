package experiment_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/experiment"
	"github.com/legible-health/legible/internal/kb"
	_ "github.com/legible-health/legible/internal/rapidtest" // fixed seed
)

var running = experiment.Report{State: experiment.Running}

// withs lists which of the nights have the measure.
func withs(p experiment.Protocol) (out []bool) {
	for day := p.Start; ; day++ {
		i := p.Today(running, day)
		if i == nil {
			return out
		}
		out = append(out, i.With)
	}
}

func TestThePlanIsPairsOfBlocks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := agreed("bedtime_stretch", diary.Cramps, rapid.Uint64().Draw(t, "seed"))
		p.WashoutNights, p.CountedNights = rapid.IntRange(0, 7).Draw(t, "washout"), rapid.IntRange(1, 14).Draw(t, "counted")
		all := withs(p)
		if len(all) != p.Nights(len(p.Rules.Looks)-1) {
			t.Fatalf("%d nights, want %d", len(all), p.Nights(2))
		}
		for block := 0; block+2*p.Block() <= len(all); block += 2 * p.Block() {
			for i := range p.Block() {
				if all[block+i] != all[block] || all[block+p.Block()+i] == all[block] {
					t.Fatalf("night %d: a pair is not one block with and one without", block+i)
				}
			}
		}
	})
}

func TestTheOrderIsDrawnByCoin(t *testing.T) {
	first, pairs := 0, 0
	orders := map[string]bool{}
	for seed := range uint64(400) {
		p := agreed("loose_bedding", diary.Cramps, seed)
		order := ""
		for night, with := range withs(p) {
			if night%(2*p.Block()) != 0 {
				continue
			}
			pairs++
			order += map[bool]string{true: "w", false: "o"}[with]
			if with {
				first++
			}
		}
		orders[order] = true
	}
	if share := float64(first) / float64(pairs); math.Abs(share-0.5) > 0.03 || len(orders) < 390 {
		t.Errorf("with comes first in %.3f of %d pairs, %d different orders of 400", share, pairs, len(orders))
	}
}

func TestOnlyTodayIsTold(t *testing.T) {
	p := agreed("warm_bath", diary.Urge, 5)
	if p.Today(running, p.Start-1) != nil || p.Today(running, p.Last(2)+1) != nil {
		t.Error("there is an instruction outside the plan")
	}
	for _, state := range []experiment.State{experiment.Planned, experiment.Finished, experiment.Stopped} {
		if p.Today(experiment.Report{State: state}, p.Start) != nil {
			t.Errorf("there is an instruction when it is %s", state)
		}
	}
	i := p.Today(running, p.Start)
	want := map[bool]string{true: p.With, false: p.Without}[i.With]
	if i.Text != want || i.Night != 1 {
		t.Errorf("got %+v", i)
	}
}

func TestAProtocolKeepsItsRules(t *testing.T) {
	p := agreed("no_late_caffeine", diary.SleepHours, math.MaxUint64)
	raw, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	back, err := experiment.Parse(raw)
	if err != nil || cmp.Diff(p, back) != "" {
		t.Errorf("%v %s", err, cmp.Diff(p, back))
	}
	for old, new := range map[string]string{`"pairs":14`: `"pairs":40`, `"counted_nights":3`: `"counted_nights":0`, `"prior_sd":0.8`: `"prior_sd":0`, `"measure"`: `"measures"`} {
		bad := strings.Replace(string(raw), old, new, 1)
		if _, err := experiment.Parse([]byte(bad)); bad == string(raw) || errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: error %v", new, err)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for _, c := range [][2]string{{"quinine", "cramps"}, {"warm_bath", "cramps"}, {"warm_bath", "mood"}} {
		if _, err := experiment.New(experimentID, c[0], diary.Outcome(c[1]), start, 1, content()); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%v: %v", c, err)
		}
	}
}

// live records all nights up to last with the given value under each instruction.
func live(p experiment.Protocol, last diary.Date, value func(day diary.Date, with bool) float64) (entries []diary.Entry) {
	for day := p.Start; day <= last; day++ {
		entries = append(entries, night(p, day, value(day, p.Today(running, day).With)))
	}
	return entries
}

func TestResultsAreHiddenUntilTheEnd(t *testing.T) {
	p := agreed("bedtime_stretch", diary.Cramps, 3)
	entries := live(p, p.Last(2), func(_ diary.Date, with bool) float64 { return map[bool]float64{true: 0, false: 4}[with] })
	for today := p.Start - 3; today <= p.Last(0); today++ {
		r := p.Report(entries, today)
		if r.Result != nil || r.Stop != nil || r.MoreWeeks != 0 {
			t.Fatalf("%s: %+v", today, r)
		}
	}
	r := p.Report(entries, p.Last(0)+1)
	if r.State != experiment.Finished || r.Result.Verdict != experiment.Helps {
		t.Fatalf("after the first look: %+v", r)
	}
}

func TestALookWaitsForItsNights(t *testing.T) {
	p := agreed("bedtime_stretch", diary.Cramps, 3)
	full := live(p, p.Last(0), func(_ diary.Date, with bool) float64 { return map[bool]float64{true: 0, false: 4}[with] })
	gap := full[:len(full)-1]
	for days, want := range map[int]experiment.State{1: experiment.Running, 2: experiment.Running, 3: experiment.Finished} {
		if r := p.Report(gap, p.Last(0)+diary.Date(days)); r.State != want {
			t.Errorf("last night missing, %d days later: %s, want %s", days, r.State, want)
		}
	}
	if r := p.Report(gap, p.Last(0)+1); len(r.Missing) != 1 || r.Missing[0] != p.Last(0) || r.Recorded != r.Due-1 {
		t.Errorf("missing: %+v", r)
	}
}

func TestUndecidedSaysHowManyMoreWeeks(t *testing.T) {
	p := agreed("wind_down", diary.SleepHours, 9)
	chance := rand.New(rand.NewPCG(4, 4))
	entries := live(p, p.Last(2), func(_ diary.Date, with bool) float64 { return min(12, max(0, 6+2*chance.NormFloat64())) })
	r := p.Report(entries, p.Last(0)+1)
	if r.State != experiment.Undecided || r.Result != nil || r.MoreWeeks != 4 || r.Until != p.Last(1) {
		t.Fatalf("after the first look: %+v", r)
	}
	if p.Today(r, p.Last(0)+1) == nil {
		t.Error("it does not go on")
	}
	end := p.Report(entries, p.Last(2)+1)
	if end.State != experiment.Finished || end.Result.Verdict != experiment.CannotTell {
		t.Errorf("at the end: %+v", end.Result)
	}
	ended := p.Last(0) + 4
	p.Ended = &ended
	if r := p.Report(entries, ended+1); r.State != experiment.Finished || r.Result.Verdict != experiment.EndedEarly {
		t.Errorf("ended by the person: %+v", r)
	}
}

func TestTooFewNightsTellNothing(t *testing.T) {
	p := agreed("bedtime_stretch", diary.Cramps, 3)
	full := live(p, p.Last(2), func(_ diary.Date, with bool) float64 { return map[bool]float64{true: 0, false: 4}[with] })
	r := p.Report(full[:p.Nights(2)/3], p.Last(2)+10)
	if r.State != experiment.Finished || r.Result.Verdict != experiment.TooFew {
		t.Errorf("a third of the nights: %+v", r.Result)
	}
	if r := p.Report(nil, p.Last(2)+10); r.Result == nil || r.Result.Verdict != experiment.TooFew {
		t.Errorf("no night: %+v", r.Result)
	}
}

func followed(p experiment.Protocol, day diary.Date, f diary.Followed) diary.Entry {
	f.Experiment = p.ID
	return diary.Entry{ID: "00000000-0000-7000-9000-" + strings.ReplaceAll(day.String(), "-", "") + "0000", Kind: diary.KindFollowed, Day: day, Data: &f}
}

func TestHarmStops(t *testing.T) {
	yes := true
	p := agreed("bedtime_stretch", diary.Cramps, 3)
	entries := live(p, p.Last(2), func(_ diary.Date, with bool) float64 { return map[bool]float64{true: 0, false: 4}[with] })
	for name, c := range map[string]struct {
		said diary.Followed
		stop string
	}{
		"a fall":           {diary.Followed{Done: "yes", Harms: []string{"fall"}}, "fall"},
		"something":        {diary.Followed{Done: "no", Harm: &yes}, "unknown"},
		"sore muscles":     {diary.Followed{Done: "yes", Harm: &yes, Harms: []string{"sore"}}, ""},
		"nothing":          {diary.Followed{Done: "yes"}, ""},
		"other experiment": {diary.Followed{Experiment: "other", Done: "yes", Harms: []string{"fall"}}, "fall"},
	} {
		e := followed(p, p.Start+4, c.said)
		if name == "other experiment" {
			e.Data.(*diary.Followed).Experiment = "0190a1b2-c3d4-7e5f-8a9b-000000000000"
			c.stop = ""
		}
		r := p.Report(append([]diary.Entry{e}, entries[:5]...), p.Start+4)
		switch {
		case c.stop == "" && r.State != experiment.Running:
			t.Errorf("%s: %s", name, r.State)
		case c.stop != "" && (r.State != experiment.Stopped || r.Stop.Harm != c.stop || r.Stop.Day != p.Start+4 || r.Stop.Text == ""):
			t.Errorf("%s: %+v", name, r)
		}
		if c.stop != "" && p.Today(r, p.Start+5) != nil {
			t.Errorf("%s: it goes on", name)
		}
	}
}

func TestWorseNightsStop(t *testing.T) {
	p := agreed("bedtime_stretch", diary.Cramps, 3)
	for worse, want := range map[float64]bool{4: true, 1: false, -4: false} {
		entries := live(p, p.Last(0)-1, func(day diary.Date, with bool) float64 {
			v := 5 + float64(day%2)
			if with {
				v += worse
			}
			return v
		})
		r := p.Report(entries, p.Last(0))
		if (r.State == experiment.Stopped) != want {
			t.Errorf("%v more cramps with it: %s", worse, r.State)
		}
		if want && (r.Result.Verdict != experiment.HarmStopped || r.Stop.Day > p.Start+diary.Date(4*p.Block())) {
			t.Errorf("%+v, %+v", r.Stop, r.Result)
		}
	}
}

// TestTheResultEqualsASecondCalculation works from the entries alone: means by pair,
// every order that the coin could have given, and, with a prior too wide to matter,
// Student's interval of the weighted mean by gonum.
func TestTheResultEqualsASecondCalculation(t *testing.T) {
	for seed := range uint64(12) {
		p := agreed("wind_down", diary.SleepHours, seed)
		p.Outcome.PriorSD, p.Outcome.Harm = 1e4, 1e9
		p.Rules.Looks = p.Rules.Looks[:1]
		w := world{mean: 6, spread: 1.3, effect: 0.7, missing: 0.2}
		entries := w.live(p, rand.New(rand.NewPCG(seed, 8)))
		got := p.Report(entries, p.Last(0)+9).Result

		var d, weight []float64
		byDay := map[diary.Date]float64{}
		for _, e := range entries {
			byDay[e.Day] = *e.Data.(*diary.Night).SleepHours
		}
		for pair := range p.Rules.Looks[0].Pairs {
			var sum, n [2]float64
			for i := range 2 * p.Block() {
				day := p.Start + diary.Date(pair*2*p.Block()+i)
				v, said := byDay[day]
				if !said || i%p.Block() < p.WashoutNights {
					continue
				}
				arm := 0
				if p.Today(running, day).With {
					arm = 1
				}
				sum[arm] += v
				n[arm]++
			}
			if n[0] > 0 && n[1] > 0 {
				d = append(d, sum[1]/n[1]-sum[0]/n[0])
				weight = append(weight, 1/(1/n[0]+1/n[1]))
			}
		}
		total, mean := 0.0, 0.0
		for i := range d {
			total += weight[i]
			mean += weight[i] * d[i]
		}
		mean /= total
		rest, reached := 0.0, 0
		for i := range d {
			rest += weight[i] * (d[i] - mean) * (d[i] - mean)
		}
		for mask := range 1 << len(d) {
			sum := 0.0
			for i := range d {
				sum += weight[i] * d[i] * float64(1-2*(mask>>i&1))
			}
			if math.Abs(sum) >= math.Abs(mean*total)-1e-9 {
				reached++
			}
		}
		df := float64(len(d) - 1)
		dist := distuv.StudentsT{Mu: mean, Sigma: math.Sqrt(rest / df / total), Nu: df}
		for name, c := range map[string][3]float64{
			"p":    {got.P, float64(reached) / math.Pow(2, float64(len(d))), 1e-12},
			"mid":  {got.Effect, mean, 0.01},
			"low":  {got.Low, dist.Quantile(0.05), 0.02},
			"high": {got.High, dist.Quantile(0.95), 0.02},
			"used": {float64(got.Used), float64(len(d)), 0},
		} {
			if math.Abs(c[0]-c[1]) > c[2] {
				t.Errorf("seed %d: %s is %v, computed again %v", seed, name, c[0], c[1])
			}
		}
	}
}

// TestTheBeliefEqualsPlainIntegration integrates prior times likelihood over an even grid.
func TestTheBeliefEqualsPlainIntegration(t *testing.T) {
	p := agreed("bedtime_stretch", diary.Cramps, 77)
	p.Rules.Looks = p.Rules.Looks[:1]
	chance := rand.New(rand.NewPCG(6, 6))
	w := world{mean: 2, counts: true, effect: -0.8}
	got := p.Report(w.live(p, chance), p.Last(0)+9).Result
	const steps, reach = 400_001, 12.0
	var at, weight []float64
	sum := 0.0
	for i := range steps {
		x := reach * (2*float64(i)/(steps-1) - 1)
		rest := 0.0
		for _, q := range got.Pairs {
			d, n := q.MeanWith-q.MeanWithout, 1/(1/float64(q.With)+1/float64(q.Without))
			rest += n * (d - x) * (d - x)
		}
		f := math.Exp(-x*x/(2*p.Outcome.PriorSD*p.Outcome.PriorSD)) * math.Pow(rest, -float64(len(got.Pairs))/2)
		at, weight = append(at, x), append(weight, f)
		sum += f
	}
	quantile := func(q float64) float64 {
		run := 0.0
		for i := range at {
			if run += weight[i] / sum; run >= q {
				return at[i]
			}
		}
		return reach
	}
	for q, v := range map[float64]float64{0.05: got.Low, 0.5: got.Effect, 0.95: got.High} {
		if want := quantile(q); math.Abs(v-want) > 0.01 {
			t.Errorf("quantile %v: %v, by plain integration %v", q, v, want)
		}
	}
}

func TestNightsThatAreAllAlike(t *testing.T) {
	p := agreed("bedtime_stretch", diary.Cramps, 3)
	r := p.Report(live(p, p.Last(0), func(diary.Date, bool) float64 { return 1 }), p.Last(0)+1)
	if r.State != experiment.Finished || r.Result.Verdict != experiment.NoDifference || r.Result.P != 1 {
		t.Errorf("%+v", r.Result)
	}
}

func TestCarryOverIsNoticed(t *testing.T) {
	p := agreed("wind_down", diary.SleepHours, 21)
	p.Outcome.Harm = 1e9
	chance := rand.New(rand.NewPCG(9, 9))
	suspected := func(lasting float64) bool {
		since := 100
		return p.Report(live(p, p.Last(2), func(_ diary.Date, with bool) float64 {
			v := 5 + 0.2*chance.NormFloat64()
			if with {
				since = 0
				return v + 2
			}
			since++
			if since == p.WashoutNights+1 {
				v += lasting
			}
			return v
		}), p.Last(2)+1).Result.CarryOver.Suspected
	}
	if !suspected(1.5) {
		t.Error("an effect that outlasts the wash-out is not noticed")
	}
	if suspected(0) {
		t.Error("carry-over is suspected where there is none")
	}
}

func TestSeldomDoneIsSaid(t *testing.T) {
	p := agreed("bedtime_stretch", diary.Cramps, 3)
	entries := live(p, p.Last(0), func(_ diary.Date, with bool) float64 { return map[bool]float64{true: 0, false: 4}[with] })
	for day := p.Start; day < p.Start+40; day++ {
		done := map[bool]string{true: "yes", false: "no"}[day%3 == 0]
		entries = append(entries, followed(p, day, diary.Followed{Done: done}))
	}
	r := p.Report(entries, p.Last(0)+1)
	if r.Result.Asked == 0 || r.Result.FollowedEnough(0.7) {
		t.Errorf("%+v", r.Result)
	}
}

func TestOffersKeepToContraindications(t *testing.T) {
	base := content()
	rapid.Check(t, func(t *rapid.T) {
		ev := clinical.Evidence{}
		for _, f := range rapid.SliceOfN(rapid.SampledFrom([]string{"known_pad", "unilateral_leg_swelling", "pregnant", "numbness_in_feet_symmetrical", "quinolone_use", "heart_failure_known"}), 0, 4).Draw(t, "findings") {
			ev[f] = rapid.SampledFrom([]clinical.Answer{clinical.Yes, clinical.No}).Draw(t, f)
		}
		for _, o := range experiment.Offers(base, ev) {
			for _, c := range base.Measure(o.Measure.Activity).Contraindications {
				for _, f := range c.When {
					if ev.Present(f) && !c.Caution && o.Allowed() {
						t.Fatalf("%s is offered although %s", o.Measure.ID, f)
					}
				}
			}
		}
	})
	swollen := experiment.Offers(base, clinical.Evidence{"unilateral_leg_swelling": clinical.Yes})
	allowed := 0
	for _, o := range swollen {
		if o.Allowed() {
			allowed++
		}
	}
	if len(swollen) != len(base.Experiments.Measures) || allowed == 0 || allowed == len(swollen) {
		t.Errorf("with a swollen leg %d of %d are offered", allowed, len(swollen))
	}
}

// TestTheKnowledgeBaseKnowsTheDiary: outcomes and harms of the content are what a diary
// can hold.
func TestTheKnowledgeBaseKnowsTheDiary(t *testing.T) {
	var outcomes []string
	for _, o := range diary.Outcomes() {
		outcomes = append(outcomes, string(o))
	}
	if diff := cmp.Diff(outcomes, kb.OutcomeIDs); diff != "" {
		t.Error(diff)
	}
	for _, m := range content().Experiments.Measures {
		f := diary.Followed{Experiment: experimentID, Done: "yes"}
		for _, h := range m.Harms {
			f.Harms = append(f.Harms, h.ID)
		}
		e := diary.Entry{ID: experimentID, Kind: diary.KindFollowed, Day: start, Data: &f}
		if _, err := diary.Parse(e.Encode()); err != nil {
			t.Errorf("%s: %v", m.ID, err)
		}
	}
}
