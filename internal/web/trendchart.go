package web

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/trend"
)

// Charts of a diary. Each is made from the values of package trend alone and has a title,
// a description in words and a table with the same numbers. Lengths are in units of the
// chart's own box, and y grows downwards.

// square is one night of a raster or a calendar.
type square struct {
	X, Y, CX, CY string
	Class        string // s0 good – s4 bad, gap
	Text         string // the value; empty in a calendar
	Name         string // the night and its value in words
}

// rasterChart shows some nights, a row for each outcome.
type rasterChart struct {
	ID, Title, Desc string
	Box             string
	Size            int // of a square
	Rows            []rasterRow
	Days            []dayMark // under the last row
	Bottom          string    // of the days
	Heads           []string  // of the table
}

type rasterRow struct {
	Name, Y string
	Cells   []square
	Median  string
	Table   []string
}

// dayMark is a date under a column.
type dayMark struct{ X, Text string }

const (
	rasterStep = 22 // from one square to the next
	rasterSize = 20
	rasterRows = 42 // from one row to the next, its name included
	rasterHead = 14 // height of the name
)

func drawRaster(p *i18n.Printer, rows []trend.Row, rules *kb.Experiments) rasterChart {
	c := rasterChart{ID: "raster", Title: p.T("trends.raster"), Size: rasterSize}
	var told []string
	for i, row := range rows {
		rule := rules.Outcome(string(row.Outcome))
		y := rasterRows * i
		r := rasterRow{Name: rule.Name, Y: strconv.Itoa(y + rasterHead - 4)}
		for j, cell := range row.Cells {
			s := squareOf(p, cell, rule, rasterStep*j, y+rasterHead)
			r.Cells, r.Table = append(r.Cells, s), append(r.Table, shown(p, cell, rule))
		}
		if row.Known > 0 {
			r.Median = decimal(row.Median)
			told = append(told, p.T("trends.raster_row", "name", rule.Name, "n", row.Known, "median", r.Median))
		}
		c.Rows = append(c.Rows, r)
	}
	width := 0
	if len(rows) > 0 {
		width = rasterStep * len(rows[0].Cells)
		for j, cell := range rows[0].Cells {
			c.Heads = append(c.Heads, dayShort(p, cell.Date))
			c.Days = append(c.Days, dayMark{strconv.Itoa(rasterStep*j + rasterSize/2), strconv.Itoa(cell.Date.Time().Day())})
		}
	}
	c.Box = fmt.Sprintf("-1 0 %d %d", width+1, rasterRows*len(rows)+8)
	c.Bottom = strconv.Itoa(rasterRows*len(rows) + 4)
	c.Desc = strings.Join(told, " ")
	return c
}

func squareOf(p *i18n.Printer, cell trend.Cell, rule *kb.OutcomeRule, x, y int) square {
	s := square{
		X: strconv.Itoa(x), Y: strconv.Itoa(y), CX: strconv.Itoa(x + rasterSize/2), CY: strconv.Itoa(y + rasterSize/2 + 4),
		Class: "gap", Name: dayName(p, cell.Date) + ": " + shown(p, cell, rule),
	}
	if cell.Known {
		s.Class, s.Text = "s"+strconv.Itoa(cell.Shade), decimal(cell.Value)
	}
	return s
}

// weeksChart is a calendar of weeks side by side, Monday on top.
type weeksChart struct {
	ID, Title, Desc string
	Box             string
	Size            int
	Cells           []square
	Days            []dayMark // names of days, X is then y
	Months          []dayMark
}

const weeksLeft = 30 // room for the names of the days

func drawWeeks(p *i18n.Printer, points []trend.Point, rule *kb.OutcomeRule) weeksChart {
	c := weeksChart{ID: "weeks", Title: p.T("trends.weeks", "name", rule.Name), Size: rasterSize}
	if len(points) == 0 {
		return c
	}
	for i := range 7 {
		c.Days = append(c.Days, dayMark{strconv.Itoa(rasterStep*i + rasterSize/2 + 18), p.T("calendar.short." + strconv.Itoa(i))})
	}
	first := points[0].Date - diary.Date(weekdayOf(points[0].Date))
	known, week, last := 0, 0, -1
	for _, point := range points {
		n := int(point.Date - first)
		week = n / 7
		s := squareOf(p, point.Cell, rule, weeksLeft+rasterStep*week, 14+rasterStep*(n%7))
		s.Text = ""
		c.Cells = append(c.Cells, s)
		if point.Known {
			known++
		}
		if d := point.Date.Time().Day(); d <= 7 && week != last && n%7 == 0 {
			c.Months = append(c.Months, dayMark{strconv.Itoa(weeksLeft + rasterStep*week), monthShort(p, point.Date)})
			last = week
		}
	}
	c.Box = fmt.Sprintf("0 0 %d %d", weeksLeft+rasterStep*(week+1), 14+rasterStep*7)
	c.Desc = p.T("trends.weeks_desc", "n", known, "of", len(points), "from", dayFull(p, points[0].Date), "to", dayFull(p, points[len(points)-1].Date))
	return c
}

// seriesChart is one outcome over time: a dot a night and the rolling median as a line.
type seriesChart struct {
	ID, Title, Desc string
	Box             string
	Dots            []dot
	Lines           []string // path data, one for each stretch without a gap
	Grid            []gridLine
	Dates           []dayMark
	Bottom          string
	Table           []seriesRow
}

type dot struct{ X, Y string }

type gridLine struct{ Y, TextY, Text string }

type seriesRow struct{ Day, Value, Median string }

const (
	seriesWide = 330
	seriesTop  = 8
	seriesHigh = 140
	seriesLeft = 26
)

func drawSeries(p *i18n.Printer, points []trend.Point, rule *kb.OutcomeRule) seriesChart {
	c := seriesChart{ID: "series", Title: p.T("trends.series", "name", rule.Name), Box: fmt.Sprintf("0 0 %d %d", seriesWide, seriesTop+seriesHigh+18)}
	if len(points) == 0 {
		return c
	}
	top, step := scaleOf(rule, points)
	x := func(i int) float64 {
		return seriesLeft + 5 + float64(i)*(seriesWide-seriesLeft-10)/math.Max(1, float64(len(points)-1))
	}
	y := func(v float64) float64 { return seriesTop + seriesHigh*(1-math.Min(v, top)/top) }
	for v := 0.0; v <= top+1e-9; v += step {
		c.Grid = append(c.Grid, gridLine{units(y(v)), units(y(v) + 3.5), decimal(v)})
	}
	c.Bottom = units(seriesTop + seriesHigh + 14)
	var line []string
	known := 0
	for i, point := range points {
		row := seriesRow{Day: dayAndMonth(p, point.Date), Value: shown(p, point.Cell, rule)}
		if point.Known {
			known++
			c.Dots = append(c.Dots, dot{units(x(i)), units(y(point.Value))})
		}
		if point.Median != nil {
			row.Median = decimal(*point.Median)
			line = append(line, units(x(i))+" "+units(y(*point.Median)))
		}
		if point.Median == nil || i == len(points)-1 {
			if len(line) > 1 {
				c.Lines = append(c.Lines, "M"+strings.Join(line, "L"))
			}
			line = nil
		}
		if point.Known || point.Median != nil {
			c.Table = append(c.Table, row)
		}
	}
	for _, i := range []int{0, (len(points) - 1) / 2, len(points) - 1} {
		if n := len(c.Dates); n == 0 || i > 0 {
			d := points[i].Date
			c.Dates = append(c.Dates, dayMark{units(x(i)), fmt.Sprintf("%d %s", d.Time().Day(), monthShort(p, d))})
		}
	}
	c.Desc = p.T("trends.series_desc", "n", known, "of", len(points)) + medianWords(p, points)
	return c
}

// medianWords tells the first and the last rolling median.
func medianWords(p *i18n.Printer, points []trend.Point) string {
	var first, last *float64
	for _, point := range points {
		if point.Median != nil {
			if first == nil {
				first = point.Median
			}
			last = point.Median
		}
	}
	if first == nil {
		return ""
	}
	return " " + p.T("trends.series_median", "first", decimal(*first), "last", decimal(*last))
}

// scaleOf is the top of the axis and the step of its lines.
func scaleOf(rule *kb.OutcomeRule, points []trend.Point) (top, step float64) {
	for _, x := range points {
		if x.Known {
			top = math.Max(top, x.Value)
		}
	}
	switch diary.Outcome(rule.ID) {
	case diary.Pain:
		return 10, 5
	case diary.Urge:
		return 3, 1
	case diary.SleepHours:
		return math.Max(9, math.Ceil(top/3)*3), 3
	}
	step = math.Max(1, math.Ceil(top/4))
	return math.Max(4, step*math.Ceil(top/step)), step
}

func units(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// weekdayChart has a bar for each day of the week, Monday first.
type weekdayChart struct {
	ID, Title, Desc string
	Box             string
	Bars            []weekdayBar
}

type weekdayBar struct {
	X, Y, H, MidX, TextY, NameY string
	Short, Name, Mean           string
	Nights                      int
}

const (
	weekdayStep = 46
	weekdayWide = 34
	weekdayHigh = 80
)

func drawWeekdays(p *i18n.Printer, w trend.Week, rule *kb.OutcomeRule) weekdayChart {
	c := weekdayChart{ID: "weekdays", Title: p.T("trends.weekdays", "name", rule.Name), Box: fmt.Sprintf("0 0 %d %d", weekdayStep*7, weekdayHigh+34)}
	most := 1e-9
	for _, d := range w.Days {
		most = math.Max(most, d.Mean)
	}
	var told []string
	for i := range 7 {
		d := w.Days[(i+1)%7]
		h := weekdayHigh * d.Mean / most
		b := weekdayBar{
			X: strconv.Itoa(weekdayStep*i + 6), Y: units(16 + weekdayHigh - h), H: units(h), MidX: strconv.Itoa(weekdayStep*i + 6 + weekdayWide/2),
			TextY: units(12 + weekdayHigh - h), NameY: strconv.Itoa(weekdayHigh + 30),
			Short: p.T("calendar.short." + strconv.Itoa(i)), Name: weekday(p, i), Nights: d.Nights, Mean: "–",
		}
		if d.Nights > 0 {
			b.Mean = units(d.Mean)
			told = append(told, b.Name+" "+b.Mean)
		}
		c.Bars = append(c.Bars, b)
	}
	c.Desc = strings.Join(told, ", ") + "."
	return c
}

// spanChart is an effect with its interval on a line with zero.
type spanChart struct {
	Zero, Low, High, At string // of 100
}

func drawSpan(effect, low, high float64) spanChart {
	reach := 1.1 * math.Max(math.Max(math.Abs(low), math.Abs(high)), 1e-9)
	at := func(v float64) string { return units(50 + 50*v/reach) }
	return spanChart{at(0), at(low), at(high), at(effect)}
}
