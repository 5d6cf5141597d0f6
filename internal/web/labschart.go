package web

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/labs"
)

// labBar places a value beside its interval. Lengths are in units of its own box.
type labBar struct {
	Shown          bool
	Band, BandWide string // of the interval
	At             string // the value
	Arrow          string // "<" or ">" when the value is beyond the bar or open
	Low, High      string // under the ends of the interval
	LowAt, HighAt  string
	Words          string
}

const (
	barWide = 300.0
	barEdge = 12.0
)

// drawLabBar leaves a third of the bar on either side of the interval.
func drawLabBar(p *i18n.Printer, r *labs.Reading, c labCard) labBar {
	n, known := r.Number()
	low, high := r.Limits()
	if !known || low == nil && high == nil {
		return labBar{}
	}
	from, to := 0.0, 0.0
	switch {
	case low != nil && high != nil:
		span := *high - *low
		from, to = math.Max(0, *low-span*.6), *high+span*.6
	case high != nil:
		to = *high * 1.8
	default:
		to = *low * 2
	}
	if to <= from { // an interval that ends at 0
		to = from + 1
	}
	x := func(v float64) float64 {
		return barEdge + (barWide-2*barEdge)*math.Min(1, math.Max(0, (v-from)/(to-from)))
	}
	start, end := barEdge, barWide-barEdge
	b := labBar{Shown: true, At: units(x(n.Float())), Low: r.Reference.Low, High: r.Reference.High, Words: c.Value + ". " + c.FlagText + ". " + c.Range}
	if low != nil {
		start = x(*low)
	}
	if high != nil {
		end = x(*high)
	}
	b.Band, b.BandWide, b.LowAt, b.HighAt = units(start), units(math.Max(2, end-start)), units(start), units(end)
	switch {
	case n.Bound == labs.Above || n.Bound == labs.AtLeast || n.Float() > to:
		b.Arrow = ">"
	case n.Bound == labs.Below || n.Bound == labs.AtMost || n.Float() < from:
		b.Arrow = "<"
	}
	return b
}

// labSeries is one analyte over time, in its own unit.
type labSeries struct {
	ID, Name, Unit string
	Title, Desc    string
	Box            string
	Points         []labPoint
	Line           string // path through the exact values
	BandY, BandH   string // of the interval of the last result; empty without one
	Range          string
	Grid           []gridLine
	From, To       string
	Bottom         string
}

type labPoint struct {
	X, Y             string
	Day, Value, Flag string
	Printed          string // as the report had it, where that is another unit
}

const labYears = 12 * 365 // days that are looked back on

// reader says whether a diary is open.
func (t *labsTurn) reader() labsPerson {
	d, err := t.diaryTurn(t.w, t.r)
	if err != nil || d.book == nil {
		return labsPerson{Keeps: t.hasDiaries()}
	}
	return labsPerson{SignedIn: true, Person: d.book.Person(), Keeps: true}
}

// keptSeries draws what is kept of each analyte with two results or more.
func (t *labsTurn) keptSeries(p *i18n.Printer) []labSeries {
	d, err := t.diaryTurn(t.w, t.r)
	if err != nil || d.book == nil {
		return nil
	}
	t.private(t.w)
	entries, err := d.book.Entries(t.r.Context(), d.today()-labYears, d.today())
	if err != nil {
		return nil // the page is of use without them
	}
	var kept []diary.Entry
	for _, e := range entries {
		if l, ok := e.Data.(*diary.Lab); ok && analyteOf(t.base, l.Analyte) != nil {
			kept = append(kept, e)
		}
	}
	slices.SortStableFunc(kept, func(a, b diary.Entry) int { return int(a.Day - b.Day) })
	if len(kept) > labs.MostResults {
		kept = kept[len(kept)-labs.MostResults:]
	}
	st := t.st.request(t.base, p.Lang())
	req := &app.LabsRequest{Person: st.Person}
	for _, e := range kept {
		l := e.Data.(*diary.Lab)
		req.Results = append(req.Results, app.LabResult{Analyte: l.Analyte, Value: string(l.Value), Unit: l.Unit, Low: string(l.Low), High: string(l.High), Confirmed: true, Age: app.AgeAt(st.Person.Age, d.today(), e.Day)})
	}
	resp, err := t.svc.Labs(req)
	if err != nil {
		return nil
	}
	return seriesOfLabs(p, kept, resp.Results)
}

// seriesOfLabs sorts results by analyte, in the order of the page.
func seriesOfLabs(p *i18n.Printer, kept []diary.Entry, readings []labs.Reading) (out []labSeries) {
	of := map[string][]int{}
	for i, r := range readings {
		if _, known := r.Number(); known {
			of[r.Analyte] = append(of[r.Analyte], i)
		}
	}
	for _, g := range labGroups {
		for _, id := range g.Analytes {
			if list := of[id]; len(list) > 1 {
				out = append(out, drawLabSeries(p, list, kept, readings))
			}
		}
	}
	return out
}

func drawLabSeries(p *i18n.Printer, list []int, kept []diary.Entry, readings []labs.Reading) labSeries {
	last := &readings[list[len(list)-1]]
	c := labSeries{ID: "lab-" + last.Analyte, Name: last.Name, Unit: labs.ShowUnit(last.StandardUnit), Box: fmt.Sprintf("0 0 %d %d", seriesWide, seriesTop+seriesHigh+18)}
	low, high := last.Limits()
	top := 0.0
	for _, i := range list {
		n, _ := readings[i].Number()
		top = math.Max(top, n.Float())
	}
	for _, end := range []*float64{low, high} {
		if end != nil {
			top = math.Max(top, *end)
		}
	}
	if top *= 1.1; top == 0 {
		top = 1
	}
	first, final := kept[list[0]].Day, kept[list[len(list)-1]].Day
	x := func(d diary.Date) float64 {
		return seriesLeft + 8 + float64(d-first)*(seriesWide-seriesLeft-18)/math.Max(1, float64(final-first))
	}
	y := func(v float64) float64 { return seriesTop + seriesHigh*(1-v/top) }
	var line []string
	for _, i := range list {
		r, e := &readings[i], kept[i]
		n, _ := r.Number()
		point := labPoint{X: units(x(e.Day)), Y: units(y(n.Float())), Day: dayFull(p, e.Day), Value: spaced(r.Standard, ""), Flag: p.T("labs.flag." + r.Flag)}
		if !labs.SameUnit(r.Unit, r.StandardUnit) {
			point.Printed = spaced(r.Value, r.Unit)
		}
		c.Points = append(c.Points, point)
		line = append(line, point.X+" "+point.Y)
	}
	c.Line = "M" + strings.Join(line, "L")
	c.band(low, high, top, y)
	for _, v := range []float64{0, top / 2, top} {
		c.Grid = append(c.Grid, gridLine{units(y(v)), units(y(v) + 3.5), strconv.FormatFloat(math.Round(v*scaleFor(top))/scaleFor(top), 'f', -1, 64)})
	}
	c.From, c.To, c.Bottom = monthYear(p, first), monthYear(p, final), units(seriesTop+seriesHigh+14)
	c.Title = p.T("labs.series_title", "name", last.Name, "unit", c.Unit)
	c.Desc = p.T("labs.series_desc", "n", len(list), "first", c.Points[0].Value, "last", c.Points[len(list)-1].Value)
	return c
}

// scaleFor rounds labels of an axis to two digits or so.
func scaleFor(top float64) float64 {
	return math.Pow(10, math.Max(0, 1-math.Floor(math.Log10(math.Max(top, 1e-6)))))
}

func (c *labSeries) band(low, high *float64, top float64, y func(float64) float64) {
	if low == nil && high == nil {
		return
	}
	from, to := 0.0, top
	if low != nil {
		from = *low
	}
	if high != nil {
		to = *high
	}
	c.BandY, c.BandH = units(y(to)), units(y(from)-y(to))
}

func monthYear(p *i18n.Printer, d diary.Date) string {
	return fmt.Sprintf("%s %d", monthShort(p, d), d.Time().Year())
}

// save keeps the accepted results in the diary that is open. The ids stand in the form, so
// a form that is sent twice is kept once.
func (t *labsTurn) save() {
	d, err := t.diaryTurn(t.w, t.r)
	if err != nil || d.book == nil {
		t.astray(t.w, t.r, http.StatusUnauthorized, "diary.nobody", way{"/account", "diary.sign_in"}, way{"/labs", "labs.title"})
		return
	}
	t.private(t.w)
	resp, at, wrong := t.askLabs()
	if len(wrong) > 0 {
		t.values(http.StatusUnprocessableEntity, wrong)
		return
	}
	if err := d.reopen(t.r.PostForm.Get("person")); err != nil {
		t.notFound(t.w, t.r)
		return
	}
	p := t.printer(t.r)
	day, err := diary.ParseDate(t.day)
	if err != nil || day < diary.FirstDay || day > d.today() {
		t.show(http.StatusUnprocessableEntity, resp, at, nil, p.T("diary.wrong.day"))
		return
	}
	var changes []diary.Change
	for i, r := range resp.Results {
		if !r.Accepted {
			continue
		}
		e, faults := d.entry(diary.KindLab, day, labEntry(t.rows[at[i]], &r), "")
		if len(faults) > 0 {
			t.show(http.StatusUnprocessableEntity, resp, at, nil, p.T("labs.wrong.keep"))
			return
		}
		changes = append(changes, diary.Change{Entry: e})
	}
	if _, err := d.book.Change(t.r.Context(), changes...); err != nil {
		t.fail(t.w, t.r, err)
		return
	}
	said := p.T("labs.kept", "n", len(changes), "day", dayFull(p, day))
	t.show(http.StatusOK, resp, at, &said, "")
}

// labEntry is the diary's form of a result: as it was printed, with points.
func labEntry(given labRow, r *labs.Reading) row {
	id := given.ID
	if id == "" {
		id = newID()
	}
	values := map[string]any{"analyte": r.Analyte, "value": r.Value, "unit": r.Unit}
	if r.Reference.Basis == labs.OwnLaboratory {
		if r.Reference.Low != "" {
			values["low"] = r.Reference.Low
		}
		if r.Reference.High != "" {
			values["high"] = r.Reference.High
		}
	}
	return row{ID: id, Values: values}
}
