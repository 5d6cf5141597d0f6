package experiment

import (
	"slices"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/stat"
)

// record is what the diary says about an experiment.
type record struct {
	outcome  map[diary.Date]float64
	followed map[diary.Date]*diary.Followed
}

// read takes the nights and the answers about this experiment out of the entries. Of two
// for one date it takes the one that is no conflict, then the first in diary.Sort order.
func (p Protocol) read(entries []diary.Entry) record {
	r := record{map[diary.Date]float64{}, map[diary.Date]*diary.Followed{}}
	sorted := slices.Clone(entries)
	diary.Sort(sorted)
	seen := map[diary.Date]bool{}
	for _, own := range []bool{true, false} {
		for _, e := range sorted {
			if (e.ConflictOf == "") != own {
				continue
			}
			switch x := e.Data.(type) {
			case *diary.Night:
				if v, said := p.outcome().Of(x); said && !seen[e.Day] {
					r.outcome[e.Day] = v
				}
				seen[e.Day] = true
			case *diary.Followed:
				if x.Experiment == p.ID && r.followed[e.Day] == nil {
					r.followed[e.Day] = x
				}
			}
		}
	}
	return r
}

// Pair is what the counted nights of a pair of blocks say. Means are 0 without nights.
type Pair struct {
	With        int     `json:"with"` // nights recorded
	Without     int     `json:"without"`
	MeanWith    float64 `json:"mean_with"`
	MeanWithout float64 `json:"mean_without"`
}

// usable pairs have nights of both kinds.
func (x Pair) usable() bool { return x.With > 0 && x.Without > 0 }

// difference is with minus without.
func (x Pair) difference() float64 { return x.MeanWith - x.MeanWithout }

// weight is what the difference is worth: 1/(1/n + 1/m), so that its variance is that of
// one night divided by it. It does not change when the two blocks change places.
func (x Pair) weight() float64 {
	return float64(x.With*x.Without) / float64(x.With+x.Without)
}

// tally puts the recorded nights up to and including last into pairs.
func (p Protocol) tally(r record, pairs int, last diary.Date) []Pair {
	order := p.order()
	with, without := make([][]float64, pairs), make([][]float64, pairs)
	for day := p.Start; day <= last; day++ {
		x, within := p.at(day, order)
		v, said := r.outcome[day]
		switch {
		case !within || !said || !x.counted || x.pair >= pairs:
		case x.with:
			with[x.pair] = append(with[x.pair], v)
		default:
			without[x.pair] = append(without[x.pair], v)
		}
	}
	out := make([]Pair, pairs)
	for i := range out {
		out[i].With, out[i].Without = len(with[i]), len(without[i])
		if len(with[i]) > 0 {
			out[i].MeanWith = stat.Mean(with[i])
		}
		if len(without[i]) > 0 {
			out[i].MeanWithout = stat.Mean(without[i])
		}
	}
	return out
}

// usable leaves the pairs with nights of both kinds.
func usable(pairs []Pair) []Pair {
	return slices.DeleteFunc(slices.Clone(pairs), func(x Pair) bool { return !x.usable() })
}

// weighted lists the differences of usable pairs by what they are worth.
func weighted(pairs []Pair) []float64 {
	d := make([]float64, len(pairs))
	for i, x := range pairs {
		d[i] = x.weight() * x.difference()
	}
	return d
}

// exact is the p-value of the randomisation test: the weighted differences under all
// orders that the coin could have given.
func exact(pairs []Pair) float64 { return stat.SignFlipP(weighted(pairs)) }

// afterLooks is the same for a look, leaving out the orders that would have ended the
// experiment at a look before it: so no part of the error rate is spent twice.
func (p Protocol) afterLooks(all []Pair, look int) float64 {
	var earlier []stat.Look
	for _, l := range p.Rules.Looks[:look] {
		earlier = append(earlier, stat.Look{N: len(usable(all[:min(l.Pairs, len(all))])), Level: l.Level})
	}
	return stat.SignFlipLooks(weighted(usable(all)), earlier)
}
