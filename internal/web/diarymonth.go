package web

import (
	"net/http"
	"strconv"

	"github.com/legible-health/legible/internal/diary"
)

// monthView is a month of nights as a calendar.
type monthView struct {
	page
	diaryFrame
	MonthName        string
	Month            string // YYYY-MM
	Before, After    string // months beside it; empty at the ends
	Weekdays         []weekdayName
	Weeks            [][]dayCell
	Nights, NoCramps int
}

type weekdayName struct{ Short, Name string }

// dayCell is one day of a calendar; Day is empty outside the month.
type dayCell struct {
	Day     string
	N       int
	Label   string // the whole in words
	Mark    string // the number of cramps, or a dash when the night says nothing about them
	Level   int    // 0 none – 3 many; -1 without a night
	Future  bool
	IsToday bool
}

func (t *diaryTurn) monthShow() {
	m := monthOf(t.today())
	if s := t.r.PathValue("month"); s != "" {
		var ok bool
		if m, ok = parseMonth(s); !ok || m.last() < diary.FirstDay || m.first() > t.today() {
			t.astray(t.w, t.r, http.StatusNotFound, "diary.no_day", way{"/diary/month", "diary.month"}, way{"/diary", "diary.title"})
			return
		}
	}
	entries, err := t.book.Entries(t.r.Context(), m.first(), m.last())
	if err != nil {
		t.fail(t.w, t.r, err)
		return
	}
	v := monthView{page: t.page(t.r, "diary-month", t.p.T("diary.month_title")), diaryFrame: t.frame(nil), MonthName: m.name(t.p), Month: m.String()}
	if m.first() > diary.FirstDay {
		v.Before = monthOf(m.first() - 1).String()
	}
	if m.last() < t.today() {
		v.After = monthOf(m.last() + 1).String()
	}
	for i := range 7 {
		v.Weekdays = append(v.Weekdays, weekdayName{t.p.T("calendar.short." + strconv.Itoa(i)), weekday(t.p, i)})
	}
	nights := map[diary.Date]*diary.Night{}
	for _, e := range entries {
		if n, ok := e.Data.(*diary.Night); ok && nights[e.Day] == nil {
			nights[e.Day] = n
			v.Nights++
			if n.Cramps != nil && *n.Cramps == 0 {
				v.NoCramps++
			}
		}
	}
	v.weeks(t, m, nights)
	t.site.write(t.w, t.r, http.StatusOK, "diary-month", v)
}

func (v *monthView) weeks(t *diaryTurn, m month, nights map[diary.Date]*diary.Night) {
	start := m.first() - diary.Date(weekdayOf(m.first()))
	for day := start; day <= m.last(); day += 7 {
		week := make([]dayCell, 7)
		for i := range week {
			if d := day + diary.Date(i); d >= m.first() && d <= m.last() {
				week[i] = t.cell(d, nights[d])
			}
		}
		v.Weeks = append(v.Weeks, week)
	}
}

func (t *diaryTurn) cell(d diary.Date, n *diary.Night) dayCell {
	c := dayCell{Day: d.String(), N: d.Time().Day(), Level: -1, Future: d > t.today(), IsToday: d == t.today()}
	c.Label = dayName(t.p, d)
	switch {
	case n == nil:
		c.Label += ": " + t.p.T("diary.nothing")
	case n.Cramps == nil:
		c.Level, c.Mark = 0, "–"
	default:
		c.Level, c.Mark = level(*n.Cramps), strconv.Itoa(*n.Cramps)
	}
	if n != nil {
		for _, fact := range nightFacts(t.p, n) {
			c.Label += ", " + fact
		}
	}
	return c
}

// level sorts a number of cramps into none, one, two or three, and more.
func level(cramps int) int {
	switch {
	case cramps == 0:
		return 0
	case cramps == 1:
		return 1
	case cramps <= 3:
		return 2
	}
	return 3
}
