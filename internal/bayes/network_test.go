package bayes_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/bayes"
	_ "github.com/legible-health/legible/internal/rapidtest" // fixed seed
)

// draw draws a network of up to causes causes and observations answers.
func draw(t *rapid.T, causes, observations int) *network {
	probability := rapid.Custom(func(t *rapid.T) float64 {
		return rapid.OneOf(rapid.Float64Range(0.01, 0.99), rapid.Float64Range(0.0005, 0.02), rapid.Float64Range(0.98, 0.9995)).Draw(t, "p")
	})
	c := rapid.IntRange(1, causes).Draw(t, "causes")
	n := &network{pair: rapid.SampledFrom([]float64{0, 0.1, 0.4, 1, 4, 50}).Draw(t, "pair")}
	for range c {
		n.prior = append(n.prior, rapid.Float64Range(1e-6, 2).Draw(t, "prior"))
	}
	if rapid.Bool().Draw(t, "some alone") {
		n.alone = rapid.SliceOfN(rapid.Bool(), c, c).Draw(t, "alone")
	}
	for range rapid.IntRange(0, observations).Draw(t, "observations") {
		o := bayes.Observation{
			Kind:       rapid.SampledFrom([]bayes.Kind{bayes.Yes, bayes.No, bayes.Mixture}).Draw(t, "kind"),
			Background: probability.Draw(t, "background"),
			Weight:     rapid.OneOf(rapid.Just(1.0), rapid.Float64Range(0.05, 1)).Draw(t, "weight"),
		}
		for range c {
			p := o.Background
			if rapid.IntRange(0, 2).Draw(t, "says something") > 0 {
				p = probability.Draw(t, "P")
			}
			o.P = append(o.P, p)
		}
		n.obs = append(n.obs, o)
	}
	return n
}

// TestPosteriorEqualsEnumeration compares with the enumeration of all sets by the
// formula, in float64 and in 200 bits, on 200 random networks that are the same in
// every run.
func TestPosteriorEqualsEnumeration(t *testing.T) {
	networks := rapid.Custom(func(t *rapid.T) *network { return draw(t, 9, 40) })
	for seed := range 200 {
		n := networks.Example(seed)
		p := n.observe()
		compare(t, seed, "float64", p, n.brute(), 1e-9)
		compare(t, seed, "200 bits", p, n.exactly(), 1e-9)
	}
}

// What is known beforehand about an observation saves time and changes nothing.
func TestKnownRatiosChangeNothing(t *testing.T) {
	networks := rapid.Custom(func(t *rapid.T) *network { return draw(t, 9, 40) })
	for seed := range 200 {
		n := networks.Example(seed)
		want := n.observe()
		for k := range n.obs {
			o := &n.obs[k]
			for i, p := range o.P {
				if p == o.Background || o.Kind == bayes.Mixture {
					continue
				}
				ratio := p / o.Background
				if o.Kind == bayes.No {
					ratio = (1 - p) / (1 - o.Background)
				}
				o.Known, o.LogRatio = append(o.Known, int32(i)), append(o.LogRatio, math.Log(ratio))
			}
		}
		if got := n.observe(); !reflect.DeepEqual(got, want) {
			t.Fatalf("network %d: %v, without it %v", seed, got, want)
		}
	}
}

// compare holds every set, and every cause as the sum of its sets, against want.
func compare(t *testing.T, seed int, by string, p *bayes.Posterior, want map[set]float64, tolerance float64) {
	t.Helper()
	causes := make([]float64, len(p.Cause))
	sum, seen := 0.0, 0
	p.Sets(func(i, j int, got float64) {
		sum += got
		if want[set{i, j}] > 0 {
			seen++
		}
		if math.Abs(got-want[set{i, j}]) > tolerance || math.IsNaN(got) {
			t.Errorf("network %d by %s: set %d,%d has %v, want %v", seed, by, i, j, got, want[set{i, j}])
		}
	})
	for s, w := range want {
		for _, i := range s.causes() {
			causes[i] += w
		}
		if s.j >= 0 && math.Abs(p.Pair(s.j, s.i)-w) > tolerance {
			t.Errorf("network %d by %s: Pair(%d, %d) = %v, want %v", seed, by, s.j, s.i, p.Pair(s.j, s.i), w)
		}
	}
	for i := range causes {
		if math.Abs(p.Cause[i]-causes[i]) > tolerance {
			t.Errorf("network %d by %s: cause %d has %v, want %v", seed, by, i, p.Cause[i], causes[i])
		}
	}
	if math.Abs(sum-1) > 1e-12 {
		t.Errorf("network %d: the sets add up to %v", seed, sum)
	}
}

// TestOrderDoesNotMatter shuffles the answers.
func TestOrderDoesNotMatter(t *testing.T) {
	networks := rapid.Custom(func(t *rapid.T) *network { return draw(t, 12, 40) })
	for seed := range 200 {
		n := networks.Example(seed)
		want := n.observe()
		rng := rand.New(rand.NewPCG(uint64(seed), 1))
		rng.Shuffle(len(n.obs), func(i, j int) { n.obs[i], n.obs[j] = n.obs[j], n.obs[i] })
		same(t, seed, n.observe(), want, 1e-12)
	}
}

// TestResetEqualsFresh: a state that has seen another network gives the same bits as a
// new one, and so does a posterior that is filled again.
func TestResetEqualsFresh(t *testing.T) {
	networks := rapid.Custom(func(t *rapid.T) *network {
		n := draw(t, 6, 20)
		n.alone = nil
		return n
	})
	states := map[int]*bayes.State{}
	filled := map[int]*bayes.Posterior{}
	for seed := range 200 {
		n := networks.Example(seed)
		c := len(n.prior)
		want := n.observe()
		if states[c] == nil {
			states[c] = bayes.NewState(n.prior, n.pair, nil)
			filled[c] = states[c].Posterior()
		}
		states[c].Reset(n.prior, n.pair)
		for i := range n.obs {
			states[c].Observe(&n.obs[i])
		}
		states[c].Fill(filled[c])
		same(t, seed, filled[c], want, 0)
		causes := make([]float64, c)
		states[c].Causes(causes)
		for i := range causes {
			if math.Abs(causes[i]-want.Cause[i]) > 1e-12 {
				t.Errorf("network %d: Causes gives %v for %d, want %v", seed, causes[i], i, want.Cause[i])
			}
		}
	}
}

func same(t *testing.T, seed int, got, want *bayes.Posterior, tolerance float64) {
	t.Helper()
	for i := range want.Cause {
		if math.Abs(got.Cause[i]-want.Cause[i]) > tolerance || math.Abs(got.Single[i]-want.Single[i]) > tolerance {
			t.Errorf("network %d: cause %d has %v (alone %v), want %v (alone %v)", seed, i, got.Cause[i], got.Single[i], want.Cause[i], want.Single[i])
		}
	}
	want.Sets(func(i, j int, _ float64) {
		if j >= 0 && math.Abs(got.Pair(i, j)-want.Pair(i, j)) > tolerance {
			t.Errorf("network %d: pair %d,%d has %v, want %v", seed, i, j, got.Pair(i, j), want.Pair(i, j))
		}
	})
}

// TestExtremeNumbers: 120 answers with probabilities from 1e-5 to 0.9999 leave every
// number finite and right.
func TestExtremeNumbers(t *testing.T) {
	extremes := []float64{1e-5, 1e-4, 0.5, 0.999, 0.9999}
	for seed := range 60 {
		rng := rand.New(rand.NewPCG(uint64(seed), 120))
		pick := func() float64 { return extremes[rng.IntN(len(extremes))] }
		n := &network{pair: []float64{1e-9, 0.4, 1e6}[rng.IntN(3)]}
		for range 6 {
			n.prior = append(n.prior, pick())
		}
		for range 120 {
			o := bayes.Observation{Kind: bayes.Kind(rng.IntN(3)), Background: pick(), Weight: 1}
			if seed%3 == 0 { // everything says the same: the worst for products
				o.Kind, o.Background = bayes.Yes, 1e-5
			}
			for i := range n.prior {
				p := pick()
				if seed%3 == 0 && i < 3 {
					p = 0.9999
				}
				o.P = append(o.P, p)
			}
			n.obs = append(n.obs, o)
		}
		p := n.observe()
		for i, c := range p.Cause {
			if math.IsNaN(c) || math.IsInf(c, 0) || c < 0 || c > 1+1e-9 {
				t.Fatalf("seed %d: cause %d has %v", seed, i, c)
			}
		}
		compare(t, seed, "200 bits", p, n.exactly(), 1e-9)
	}
}

// TestOneCauseReproducesItsNumber: with a single cause and nothing else the likelihood
// ratio of an answer is the one it was given.
func TestOneCauseReproducesItsNumber(t *testing.T) {
	for _, test := range []struct {
		name string
		kind bayes.Kind
		b, p float64
		want float64 // odds of cause 0 against cause 1, which says nothing
	}{
		{"yes", bayes.Yes, 0.1, 0.8, 8},
		{"no", bayes.No, 0.1, 0.8, 0.2 / 0.9},
		{"yes against", bayes.Yes, 0.5, 0.05, 0.1},
		{"no for", bayes.No, 0.5, 0.05, 1.9},
		{"measured", bayes.Mixture, 0.2, 0.5, 2.5},
	} {
		s := bayes.NewState([]float64{1, 1}, 0, nil)
		s.Observe(&bayes.Observation{Kind: test.kind, Background: test.b, P: []float64{test.p, test.b}, Weight: 1})
		p := s.Posterior()
		if got := p.Cause[0] / p.Cause[1]; math.Abs(got-test.want) > 1e-12 {
			t.Errorf("%s: odds %v, want %v", test.name, got, test.want)
		}
	}
}

// TestEvidenceForRaises: an answer that speaks for one cause and says nothing about
// another never lowers the first against the second, alone or with the same companion.
func TestEvidenceForRaises(t *testing.T) {
	networks := rapid.Custom(func(t *rapid.T) *network {
		n := draw(t, 6, 12)
		n.prior = append(n.prior, 1, 1)
		if n.alone != nil {
			n.alone = append(n.alone, false, false)
		}
		for i := range n.obs { // the two causes differ in nothing so far
			n.obs[i].P = append(n.obs[i].P, n.obs[i].Background, n.obs[i].Background)
		}
		return n
	})
	for seed := range 200 {
		n := networks.Example(seed)
		i, j := len(n.prior)-2, len(n.prior)-1
		rng := rand.New(rand.NewPCG(uint64(seed), 3))
		b := 0.01 + 0.5*rng.Float64()
		o := bayes.Observation{Kind: bayes.Yes, Background: b, Weight: 0.1 + 0.9*rng.Float64()}
		for range i {
			o.P = append(o.P, 0.01+0.98*rng.Float64())
		}
		o.P = append(o.P, b+(0.99-b)*rng.Float64(), b)
		n.obs = append(n.obs, o)
		p := n.observe()
		if p.Single[i] < p.Single[j]*(1-1e-12) {
			t.Errorf("network %d: alone the cause has %v, the other %v", seed, p.Single[i], p.Single[j])
		}
		for k := range i {
			if p.Pair(k, i) < p.Pair(k, j)*(1-1e-12) {
				t.Errorf("network %d: with %d the cause has %v, the other %v", seed, k, p.Pair(k, i), p.Pair(k, j))
			}
		}
	}
}
