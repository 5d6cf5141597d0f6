package trend

import (
	"time"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/stat"
)

// Cell is one outcome of one night, as charts show it.
type Cell struct {
	Date  diary.Date
	Known bool
	Value float64 // in the outcome's unit; 0 when not known
	Shade int     // 0 good – 4 bad, by the outcome's shades; 0 when not known
}

// Shade is how dark a value is drawn: how many of the rule's steps it has reached.
func Shade(rule *kb.OutcomeRule, v float64) (n int) {
	more := diary.Outcome(rule.ID).MoreIsBetter()
	for _, step := range rule.Shades {
		if more && v < step || !more && v >= step {
			n++
		}
	}
	return n
}

func cellOf(d Day, rule *kb.OutcomeRule) Cell {
	v, known := d.Of(diary.Outcome(rule.ID))
	if !known {
		return Cell{Date: d.Date}
	}
	return Cell{d.Date, true, v, Shade(rule, v)}
}

// Row is one outcome over the nights of a raster, the oldest first.
type Row struct {
	Outcome diary.Outcome
	Cells   []Cell
	Known   int     // nights
	Median  float64 // of the known ones; 0 without any
}

// Raster has a row for each outcome, in the order of the rules, and a cell for each of
// the nights that end with last. nights is 14 on the report.
func Raster(ds Days, last diary.Date, nights int, rules *kb.Experiments) []Row {
	rows := make([]Row, 0, len(rules.Outcomes))
	for i := range rules.Outcomes {
		rule := &rules.Outcomes[i]
		row := Row{Outcome: diary.Outcome(rule.ID)}
		var values []float64
		for date := last - diary.Date(nights) + 1; date <= last; date++ {
			c := cellOf(ds.On(date), rule)
			row.Cells = append(row.Cells, c)
			if c.Known {
				values = append(values, c.Value)
			}
		}
		if row.Known = len(values); row.Known > 0 {
			row.Median = stat.Median(values)
		}
		rows = append(rows, row)
	}
	return rows
}

// Month is a calendar page: weeks of seven cells that begin on First. Cells of other
// months are nil.
type Month struct {
	Year  int
	Month time.Month
	First time.Weekday
	Weeks [][7]*Cell
	Known int // nights
}

// Calendar makes the page of one outcome. rule is one of the rules' outcomes.
func Calendar(ds Days, year int, month time.Month, first time.Weekday, rule *kb.OutcomeRule) Month {
	m := Month{Year: year, Month: month, First: first}
	begin, end := diary.DateOf(year, month, 1), diary.DateOf(year, month+1, 1)
	for date := begin; date < end; date++ {
		column := (int(date.Weekday()) - int(first) + 7) % 7
		if date == begin || column == 0 {
			m.Weeks = append(m.Weeks, [7]*Cell{})
		}
		c := cellOf(ds.On(date), rule)
		if c.Known {
			m.Known++
		}
		m.Weeks[len(m.Weeks)-1][column] = &c
	}
	return m
}

// Point is one night of a series.
type Point struct {
	Cell
	Median *float64 // rolling median around this night; nil where fewer than half of the nights are known
}

// Series lists the nights from from to to, both included, with the median of the
// rules' rolling nights around each. Nights after the last known one have no median.
func Series(ds Days, from, to diary.Date, rule *kb.OutcomeRule, rules kb.TrendRules) []Point {
	half := diary.Date(rules.RollingNights / 2)
	var out []Point
	for date := from; date <= to; date++ {
		p := Point{Cell: cellOf(ds.On(date), rule)}
		var around []float64
		for near := date - half; near <= date+half; near++ {
			if v, known := ds.On(near).Of(diary.Outcome(rule.ID)); known {
				around = append(around, v)
			}
		}
		if 2*len(around) > rules.RollingNights && date <= ds.last() {
			m := stat.Median(around)
			p.Median = &m
		}
		out = append(out, p)
	}
	return out
}

// last is the date of the last night; far in the past without one.
func (ds Days) last() diary.Date {
	for i := len(ds) - 1; i >= 0; i-- {
		if ds[i].Night != nil {
			return ds[i].Date
		}
	}
	return diary.FirstDay - 1
}
