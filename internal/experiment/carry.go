package experiment

import (
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/stat"
)

// CarryOver looks at blocks without the measure that follow a block with it: does their
// first counted night still look like the nights before it, compared with the rest?
type CarryOver struct {
	Blocks    int     `json:"blocks"`    // that could be looked at
	Change    float64 `json:"change"`    // mean of first night minus rest, in the outcome's unit
	P         float64 `json:"p"`         // exact, two-sided; 1 without blocks
	Suspected bool    `json:"suspected"` // P is at most the rules' level and the change points the way of the measure's effect
}

// carryOver checks the nights up to last.
func (p Protocol) carryOver(r record, last diary.Date) CarryOver {
	order := p.order()
	c := CarryOver{P: 1}
	var changes []float64
	var with, without []float64
	for first := p.Start; first+diary.Date(p.Block())-1 <= last; first += diary.Date(p.Block()) {
		x, within := p.at(first, order)
		if !within {
			break
		}
		values, heads := p.counted(r, first)
		if x.with {
			with = append(with, values...)
			continue
		}
		without = append(without, values...)
		before, after := p.at(first-1, order)
		if after && before.with && heads && len(values) > 1 && len(changes) < stat.MostSigns {
			changes = append(changes, values[0]-stat.Mean(values[1:]))
		}
	}
	if c.Blocks = len(changes); c.Blocks == 0 || len(with) == 0 {
		return c
	}
	c.Change, c.P = stat.Mean(changes), stat.SignFlipP(changes)
	effect := stat.Mean(with) - stat.Mean(without)
	c.Suspected = c.P <= p.Rules.CarryOver && c.Change*effect > 0
	return c
}

// counted lists the recorded counted nights of the block that begins on first, and
// whether the first of them was recorded.
func (p Protocol) counted(r record, first diary.Date) (values []float64, heads bool) {
	from := first + diary.Date(p.WashoutNights)
	_, heads = r.outcome[from]
	for day := from; day < first+diary.Date(p.Block()); day++ {
		if v, said := r.outcome[day]; said {
			values = append(values, v)
		}
	}
	return values, heads
}
