package web

import (
	"strconv"
	"time"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/i18n"
)

// Dates in words. The names of days and months stand in the catalogue, Monday and
// January first.

// weekday is the name of a day of the week; 0 is Monday.
func weekday(p *i18n.Printer, i int) string { return p.T("calendar.days." + strconv.Itoa(i)) }

// weekdayOf numbers the days of the week from Monday.
func weekdayOf(d diary.Date) int { return (int(d.Weekday()) + 6) % 7 }

func dateArgs(p *i18n.Printer, d diary.Date) []any {
	_, m, day := d.Time().Date()
	return []any{
		"weekday", weekday(p, weekdayOf(d)), "short", p.T("calendar.short." + strconv.Itoa(weekdayOf(d))),
		"d", day, "month", p.T("calendar.months." + strconv.Itoa(int(m)-1)), "year", d.Time().Year(),
	}
}

// dayName is "Saturday 21 November".
func dayName(p *i18n.Printer, d diary.Date) string { return p.T("calendar.day", dateArgs(p, d)...) }

// dayShort is "Sat 21".
func dayShort(p *i18n.Printer, d diary.Date) string {
	return p.T("calendar.day_short", dateArgs(p, d)...)
}

// dayAndMonth is "Sat 21 Nov".
func dayAndMonth(p *i18n.Printer, d diary.Date) string {
	return p.T("calendar.day_month", append(dateArgs(p, d), "mon", monthShort(p, d))...)
}

// monthShort is "Nov".
func monthShort(p *i18n.Printer, d diary.Date) string {
	name := []rune(p.T("calendar.months." + strconv.Itoa(int(d.Time().Month())-1)))
	return string(name[:min(3, len(name))])
}

// dayFull is "21 November 2026".
func dayFull(p *i18n.Printer, d diary.Date) string {
	return p.T("calendar.day_full", dateArgs(p, d)...)
}

// nightName says both days of a night: "Saturday 21 November to Sunday".
func nightName(p *i18n.Printer, d diary.Date) string {
	return p.T("calendar.night", append(dateArgs(p, d), "next", weekday(p, weekdayOf(d+1)))...)
}

// month is a month of the calendar.
type month struct {
	year int
	of   time.Month
}

// parseMonth reads YYYY-MM.
func parseMonth(s string) (m month, ok bool) {
	d, err := diary.ParseDate(s + "-01")
	return monthOf(d), err == nil
}

func monthOf(d diary.Date) month {
	y, m, _ := d.Time().Date()
	return month{y, m}
}

func (m month) first() diary.Date { return diary.DateOf(m.year, m.of, 1) }
func (m month) last() diary.Date  { return diary.DateOf(m.year, m.of+1, 1) - 1 }
func (m month) String() string    { return m.first().String()[:7] }

func (m month) name(p *i18n.Printer) string {
	return p.T("calendar.month", dateArgs(p, m.first())...)
}
