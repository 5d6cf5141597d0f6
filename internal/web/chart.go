package web

import (
	"math"
	"strconv"
)

// Charts are drawn as SVG in the page, where they take the colours of the theme. A chart
// has a title and a description, and a table with the same numbers stands beside it.

// bar is one line of a bar chart; Main is drawn stronger.
type bar struct {
	Label string
	measured
	Main bool
}

// barChart is a chart of shares from 0 to 100. Lengths are in the units of its viewBox.
type barChart struct {
	Key    string // message of its title
	ID     string
	Height int
	Bars   []barView
	Ticks  []chartTick
}

type barView struct {
	Label             string
	Y                 int // top of the bar
	Width             string
	Low, High         string // ends of the interval
	Of, OfLow, OfHigh string // of 100
	Cases, N          int
	Main              bool
}

// chartTick is a line of the scale.
type chartTick struct{ At, Text string }

const (
	barsWidth = 100 // of the scale: one unit is one of 100 cases
	barsTop   = 2
	barsStep  = 11
)

func drawBars(key string, bars []bar) barChart {
	c := barChart{Key: key, ID: key[len("wrong.measure."):], Height: barsTop + barsStep*len(bars)}
	for i, b := range bars {
		c.Bars = append(c.Bars, barView{
			Label: b.Label, Y: barsTop + barsStep*i, Main: b.Main,
			Width: unit100(b.Value), Low: unit100(b.Low), High: unit100(b.High),
			Of: hundred(b.Value), OfLow: hundred(b.Low), OfHigh: hundred(b.High), Cases: b.count(), N: b.N,
		})
	}
	for _, at := range []int{0, 25, 50, 75, barsWidth} {
		c.Ticks = append(c.Ticks, chartTick{strconv.Itoa(at), strconv.Itoa(at)})
	}
	return c
}

// unit100 is a share in units of a scale of 100.
func unit100(v float64) string { return strconv.FormatFloat(100*v, 'f', 1, 64) }

// calibrationView is the chart of what was said against what was right: a square of 100
// units, upwards.
type calibrationView struct {
	Title string
	Dots  []calibrationDot
}

type calibrationDot struct {
	X, Y, R     string // in units; Y from the top
	Said, Right string // of 100
	From, To    string
	N           int
}

func calibrationOf(title string, groups []calibrated) calibrationView {
	v := calibrationView{Title: title}
	most := 1
	for _, g := range groups {
		most = max(most, g.N)
	}
	for _, g := range groups {
		v.Dots = append(v.Dots, calibrationDot{
			X: unit100(g.Mean), Y: unit100(1 - g.Observed),
			// the area of a dot tells the number of cases
			R:    strconv.FormatFloat(1+3.5*math.Sqrt(float64(g.N)/float64(most)), 'f', 1, 64),
			Said: hundred(g.Mean), Right: hundred(g.Observed), From: hundred(g.From), To: hundred(g.To), N: g.N,
		})
	}
	return v
}
