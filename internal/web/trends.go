package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/trend"
)

// What trends look back on, in nights.
const (
	rasterNights  = 14
	weeksShown    = 12
	changeNights  = 42  // on either side of a change
	mostLookedAt  = 730 // nights that associations are looked for in
	leastForTrend = 3   // nights before there is anything to draw
)

var trendRanges = []int{30, 90, 365}

// trendsView shows what a diary holds.
type trendsView struct {
	page
	diaryFrame
	Nights      int // kept in all that is looked at
	Enough      bool
	Raster      rasterChart
	Outcomes    []box
	Ranges      []box
	Outcome     string
	Range       int
	OutcomeName string
	Calendar    weeksChart
	Series      seriesChart
	Weekdays    weekdayChart
	Week        trend.Week
	Changes     []box // dates on which something changed
	Change      *trendChange
	DateText    string // of the form
	Wrong       string // about the date
	Found       []foundView
	Tested      []testedRow
	Few         []string
	Chance      string
	LeastDay    int
	Least       int
}

// trendChange is before and after one day.
type trendChange struct {
	Day, Name, Words string
	Enough           bool
	Span             spanChart
}

type foundView struct {
	Words  string
	Better bool
	Span   spanChart
}

type testedRow struct {
	Factor, Outcome, Lag, Effect string
	Nights                       int
	Found                        bool
}

// trendsShow draws everything; the choices come by POST, so that they stand in no address.
func (t *diaryTurn) trendsShow() {
	if t.r.Method == http.MethodPost && !t.parse() {
		return
	}
	to := t.lastNight()
	entries, err := t.book.Entries(t.r.Context(), to-mostLookedAt, t.today())
	if err != nil {
		t.fail(t.w, t.r, err)
		return
	}
	days := trend.Collect(entries)
	rules := &t.base.Experiments
	v := trendsView{page: t.page(t.r, "trends", t.p.T("trends.title")), diaryFrame: t.frame(nil), Least: rules.Trends.LeastNights, LeastDay: rules.Trends.LeastWeekday}
	v.Path, v.Picker, v.Back = "/trends", true, "/trends"
	for _, d := range days {
		if d.Night != nil {
			v.Nights++
		}
	}
	if v.Enough = v.Nights >= leastForTrend; v.Enough {
		v.draw(t, days, to)
		v.changes(t, days, entries)
		v.associations(t, days)
	}
	t.site.write(t.w, t.r, http.StatusOK, "trends", v)
}

func (v *trendsView) draw(t *diaryTurn, days trend.Days, to diary.Date) {
	rules := &t.base.Experiments
	v.Raster = drawRaster(t.p, trend.Raster(days, to, rasterNights, rules), rules)
	rule := v.choose(t, days)
	v.Calendar = drawWeeks(t.p, trend.Series(days, to-7*weeksShown+1, to, rule, rules.Trends), rule)
	v.Series = drawSeries(t.p, trend.Series(days, to-diary.Date(v.Range)+1, to, rule, rules.Trends), rule)
	for _, w := range trend.Weeks(days, rules.Trends) {
		if string(w.Outcome) == rule.ID {
			v.Week, v.Weekdays = w, drawWeekdays(t.p, w, rule)
		}
	}
}

// choose reads which outcome and how many nights; without a choice the first outcome that
// was noted.
func (v *trendsView) choose(t *diaryTurn, days trend.Days) *kb.OutcomeRule {
	rules := &t.base.Experiments
	chosen := rules.Outcome(t.r.PostForm.Get("outcome"))
	for i := range rules.Outcomes {
		rule := &rules.Outcomes[i]
		if chosen == nil && slices.ContainsFunc(days, func(d trend.Day) bool { _, known := d.Of(diary.Outcome(rule.ID)); return known }) {
			chosen = rule
		}
	}
	if chosen == nil {
		chosen = &rules.Outcomes[0]
	}
	v.Range = trendRanges[1]
	if n, _ := strconv.Atoi(t.r.PostForm.Get("nights")); slices.Contains(trendRanges, n) {
		v.Range = n
	}
	v.Outcome, v.OutcomeName = chosen.ID, chosen.Name
	for _, rule := range rules.Outcomes {
		v.Outcomes = append(v.Outcomes, box{rule.ID, rule.Name, rule.ID == chosen.ID})
	}
	for _, n := range trendRanges {
		v.Ranges = append(v.Ranges, box{strconv.Itoa(n), t.p.T("trends.range", "n", n), n == v.Range})
	}
	return chosen
}

// changes offers the days on which a medicine or an experiment changed something, and
// compares before and after the one that was chosen.
func (v *trendsView) changes(t *diaryTurn, days trend.Days, entries []diary.Entry) {
	v.DateText = t.r.PostForm.Get("change")
	for _, e := range slices.Backward(entries) {
		m, ok := e.Data.(*diary.Medicine)
		if ok && m.Change != "taken" && len(v.Changes) < 6 {
			v.Changes = append(v.Changes, box{e.Day.String(), t.p.T("trends.change_of", "name", m.Name, "what", t.p.T("diary.change."+m.Change), "day", dayFull(t.p, e.Day)), e.Day.String() == v.DateText})
		}
	}
	if v.DateText == "" {
		return
	}
	day, err := diary.ParseDate(v.DateText)
	if err != nil || day < diary.FirstDay || day > t.today() {
		v.Wrong = t.p.T("diary.wrong.day")
		return
	}
	c := trend.BeforeAfter(days, diary.Outcome(v.Outcome), day, changeNights, t.base.Experiments.Trends)
	v.Change = &trendChange{Day: day.String(), Name: dayName(t.p, day), Words: comparisonWords(t.p, c, t.base), Enough: c.Enough, Span: drawSpan(c.Effect, c.Low, c.High)}
}

func (v *trendsView) associations(t *diaryTurn, days trend.Days) {
	all := trend.Associate(days, t.base)
	v.Chance = chanceWords(t.p, all)
	for _, a := range all.Found() {
		v.Found = append(v.Found, foundView{linkWords(t.p, a, t.base), a.Better(), drawSpan(a.Effect, a.Low, a.High)})
	}
	for _, a := range all.Tested {
		rule := t.base.Experiments.Outcome(string(a.Outcome))
		lag := t.p.T("trends.lag_" + strconv.Itoa(a.Lag))
		v.Tested = append(v.Tested, testedRow{
			trend.Name(a.Factor, t.base), rule.Name, lag,
			signed(a.Effect) + " (" + signed(a.Low) + " – " + signed(a.High) + ")", a.Nights, a.Found,
		})
	}
	for _, f := range all.Few {
		v.Few = append(v.Few, trend.Name(f, t.base))
	}
}

// signed writes a change with its sign; a true minus, so that no line breaks behind it.
func signed(v float64) string {
	text := units(v)
	switch {
	case text == "-0.0" || text == "0.0":
		return "0.0"
	case v < 0:
		return "−" + text[1:]
	}
	return "+" + text
}
