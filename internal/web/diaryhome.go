package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/i18n"
)

// homeNights is how many nights the diary's first page looks back, and shownNights how
// many of them it lists; the rest stand in the calendar.
const (
	homeNights  = 14
	shownNights = 6
)

// homeView is the diary: last night first, then the nights before it.
type homeView struct {
	page
	diaryFrame
	Day     string // last night
	DayName string
	Quick   *quickView  // nil when last night is kept already
	Night   *nightCard  // last night, once it is kept
	Nights  []nightCard // the others, newest first
	Gaps    []dayLink   // nights of the week before without an entry
	Doubles int         // things of which two versions wait for a choice
}

// diaryFrame is what every page of a diary knows.
type diaryFrame struct {
	Person  string // id, for what waits on the device
	Settled string // id of the night that was just sent: it waits no longer
	Nobody  bool   // it stands for the diary of somebody who is not signed in
	Done    *doneView
	whoseView
}

// done is what was just written.
type done struct {
	Said string // kept, both, changed, deleted, undone, joined, imported
	Day  diary.Date
	Undo []undone
}

type doneView struct {
	Said, Day string
	Undo      []undone
	Choose    bool // versions wait for a choice
}

type dayLink struct{ Day, Text string }

// nightCard is one night in words.
type nightCard struct {
	Day, Name string
	Facts     []string
	Empty     bool
}

// quickView is last night in four taps.
type quickView struct {
	ID, Person, Day, DayName string
	Device                   bool // the night is chosen outside the form
	Cramps, Urges, Pains     []chip
	Sleep                    []sleepRow
}

type chip struct{ Value, Text string }

// sleepRow is one length of sleep with the number of wakings beside it.
type sleepRow struct {
	Text  string
	Cells []chip
}

// What the chips offer; the last of each stands for "or more".
var (
	quickCramps  = 5
	quickHours   = []int{4, 5, 6, 7, 8}
	quickWakings = 3
)

func (s *site) quick(p *i18n.Printer, day diary.Date) *quickView {
	v := &quickView{ID: newID(), Day: day.String(), DayName: nightName(p, day)}
	for n := 0; n <= quickCramps; n++ {
		v.Cramps = append(v.Cramps, chip{strconv.Itoa(n), orMore(p, n, quickCramps)})
	}
	for n := 0; n <= 3; n++ {
		v.Urges = append(v.Urges, chip{strconv.Itoa(n), p.T("diary.urge." + strconv.Itoa(n))})
	}
	for n := 0; n <= 10; n++ {
		v.Pains = append(v.Pains, chip{strconv.Itoa(n), strconv.Itoa(n)})
	}
	for i, h := range quickHours {
		key := "diary.hours"
		switch i {
		case 0:
			key = "diary.hours_or_less"
		case len(quickHours) - 1:
			key = "diary.hours_or_more"
		}
		row := sleepRow{Text: p.T(key, "n", h)}
		for n := 0; n <= quickWakings; n++ {
			row.Cells = append(row.Cells, chip{strconv.Itoa(h) + "." + strconv.Itoa(n), orMore(p, n, quickWakings)})
		}
		v.Sleep = append(v.Sleep, row)
	}
	return v
}

func orMore(p *i18n.Printer, n, last int) string {
	if n == last {
		return p.T("diary.or_more", "n", n)
	}
	return strconv.Itoa(n)
}

func (t *diaryTurn) diaryShow() { t.home(http.StatusOK, nil) }

// home shows the diary, with what was just done.
func (t *diaryTurn) home(status int, d *done) {
	last := t.lastNight()
	entries, err := t.book.Entries(t.r.Context(), last-homeNights, t.today())
	if err != nil {
		t.fail(t.w, t.r, err)
		return
	}
	v := homeView{
		page: t.page(t.r, "diary", t.p.T("diary.title")), diaryFrame: t.frame(d),
		Day: last.String(), DayName: nightName(t.p, last), Doubles: len(diary.Doubles(entries)),
	}
	v.Path, v.Picker = "/diary", true
	had := map[diary.Date]bool{}
	for _, e := range slices.Backward(entries) {
		night, ok := e.Data.(*diary.Night)
		if !ok || had[e.Day] {
			continue
		}
		had[e.Day] = true
		card := nightCard{Day: e.Day.String(), Name: nightName(t.p, e.Day), Facts: nightFacts(t.p, night)}
		if e.Day == last {
			v.Night = &card
		} else if len(v.Nights) < shownNights {
			card.Name = dayShort(t.p, e.Day)
			v.Nights = append(v.Nights, card)
		}
	}
	if v.Night == nil {
		v.Quick = t.quick(t.p, last)
		v.Quick.Person = v.Person
	}
	for day := last - 1; day >= last-6; day-- {
		if !had[day] {
			v.Gaps = append(v.Gaps, dayLink{day.String(), dayShort(t.p, day)})
		}
	}
	t.site.write(t.w, t.r, status, "diary", v)
}

func (t *diaryTurn) frame(d *done) diaryFrame {
	f := diaryFrame{Person: t.book.Person(), Settled: t.r.PostForm.Get("night_id")}
	f.Visit, f.Back = t.visit, "/diary"
	if d != nil {
		f.Done = &doneView{Said: t.p.T("diary.done."+d.Said, "day", dayName(t.p, d.Day)), Day: d.Day.String(), Undo: d.Undo}
	}
	return f
}

// nightFacts words a night in the order of the form.
func nightFacts(p *i18n.Printer, n *diary.Night) (out []string) {
	count := func(key string, v *int) {
		if v != nil {
			out = append(out, p.T(key, "n", *v))
		}
	}
	count("diary.fact.cramps", n.Cramps)
	if n.Urge != nil {
		out = append(out, p.T("diary.fact.urge", "how", p.T("diary.urge."+strconv.Itoa(*n.Urge))))
	}
	count("diary.fact.pain", n.Pain)
	if n.SleepHours != nil {
		out = append(out, p.T("diary.fact.sleep", "hours", decimal(*n.SleepHours)))
	}
	count("diary.fact.wakings", n.Wakings)
	if len(n.Tried) > 0 {
		out = append(out, p.T("diary.fact.tried", "n", len(n.Tried)))
	}
	if n.Note != "" || n.PartnerNote != "" {
		out = append(out, p.T("diary.fact.note"))
	}
	return out
}

// decimal writes a number with at most one digit behind the point.
func decimal(v float64) string { return strconv.FormatFloat(float64(int(v*10+.5))/10, 'f', -1, 64) }
