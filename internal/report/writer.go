package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/i18n"
)

// writer words a report from the catalogue.
type writer struct {
	r     *Report
	p     *i18n.Printer
	l     Limits
	whole bool // the pages after the first, where nothing is cut
}

func (w *writer) say(key string, args ...any) string { return w.p.T("report."+key, args...) }

// section begins a section of page one or of the rest.
func (w *writer) section(id string, v Voice) Section {
	return Section{ID: id, Heading: w.say("head." + id), Voice: v}
}

// head says whom it is about, when it was made and from what.
func (w *writer) head() (out []Pair) {
	name := w.r.Name
	if name == "" {
		name = w.say("no_name")
	}
	out = append(out, Pair{w.say("name"), w.clip(name, 60)}, Pair{w.say("about"), w.person()}, Pair{w.say("made"), w.day(w.r.Day)})
	from := "from_check"
	switch {
	case w.r.Checked && w.r.Diary:
		from = "from_both"
	case w.r.Diary:
		from = "from_diary"
	case !w.r.Checked:
		from = "from_nothing"
	}
	return append(out, Pair{w.say("from"), w.say(from)})
}

func (w *writer) person() string {
	var parts []string
	switch age := w.r.Person.Age; {
	case age == nil:
		parts = append(parts, w.say("age_unknown"))
	case *age < 2:
		parts = append(parts, w.say("months", "n", int(*age*12)))
	default:
		parts = append(parts, w.say("years", "n", int(*age)))
	}
	if sex := w.r.Person.Sex; sex != clinical.Unknown && sex != "" {
		parts = append(parts, w.say("sex."+string(sex)))
	}
	if w.r.Person.Pregnant != nil && *w.r.Person.Pregnant {
		parts = append(parts, w.say("pregnant"))
	}
	if w.r.Other {
		parts = append(parts, w.say("other"))
	}
	return strings.Join(parts, ", ")
}

// day is "21 November 2026".
func (w *writer) day(d diary.Date) string {
	y, m, day := d.Time().Date()
	return w.p.T("calendar.day_full", "d", day, "month", w.p.T("calendar.months."+strconv.Itoa(int(m)-1)), "year", y)
}

// some keeps the first n of a list and says how many stand in the rest.
func some[T any](w *writer, list []T, n int) ([]T, string) {
	if len(list) <= n {
		return list, ""
	}
	return list[:n], w.more(len(list) - n)
}

func (w *writer) more(n int) string { return w.say("more", "n", n) }

// clip cuts a text at a space near n characters and marks the cut. Control characters
// and line ends become spaces.
func (w *writer) clip(s string, n int) string {
	s = flat(s)
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)[:n-1]
	for i := len(r) - 1; i > n*2/3; i-- {
		if r[i] == ' ' {
			r = r[:i]
			break
		}
	}
	return strings.TrimRight(string(r), " ,;:.") + "…"
}

// flat is a text in one line.
func flat(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) }), " ")
}

// sentence gives a phrase a capital and a full stop.
func sentence(s string) string {
	if s = flat(s); s == "" {
		return s
	}
	first, n := utf8.DecodeRuneInString(s)
	if s = string(unicode.ToUpper(first)) + s[n:]; strings.HasSuffix(s, ".") || strings.HasSuffix(s, "…") {
		return s
	}
	return s + "."
}

// line is an entry of a list, cut to the limit.
func (w *writer) line(s string) string { return w.clip(s, w.l.Line) }

// joined names several things in one paragraph.
func (w *writer) joined(key string, list []string) Block {
	return Block{Text: w.say(key, "list", strings.Join(list, "; "))}
}

// hundred says a probability as a number of 100.
func hundred(p float64) string {
	switch n := math.Round(p * 100); {
	case n < 1:
		return "<1"
	case n > 99:
		return ">99"
	default:
		return fmt.Sprintf("%.0f", n)
	}
}

// short writes a positive number with at most three significant digits.
func short(v float64) string {
	if v <= 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return strconv.FormatFloat(v, 'g', 3, 64)
	}
	digits := max(0, min(6, 2-int(math.Floor(math.Log10(v)))))
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// tenth writes a number with at most one digit behind the point.
func tenth(v float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(math.Abs(v), 'f', 1, 64), ".0")
}
