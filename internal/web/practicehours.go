package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/i18n"
)

// fieldName is the field that an error names; empty for none.
func fieldName(err error) string {
	var e *errs.Error
	if errors.As(err, &e) {
		return e.Field
	}
	return ""
}

// parts is how many parts of a weekday the form has.
const parts = 3

// hoursView is when a practitioner can be booked.
type hoursView struct {
	page
	faultsView
	Said       string
	Version    int64
	Zone       string
	Days       []hoursDay
	Exceptions []exceptionLine
	Limits     []limitLine
	New        exceptionForm
	Members    bool // only those with an account may book
}

type hoursDay struct {
	ID, Name string
	Parts    []hoursPart
	Err      string
}

// hoursPart is one part of a day; both empty for none.
type hoursPart struct{ N, From, To string }

type exceptionLine struct{ Value, Text string }

type exceptionForm struct {
	Date, From, To string
	Open           bool
}

type limitLine struct {
	Name, Value string
	Err         string
}

func (s *site) hoursShow(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	s.hours(w, r, visit, http.StatusOK, nil)
}

func (s *site) hours(w http.ResponseWriter, r *http.Request, visit *app.Visit, status int, change func(*hoursView)) {
	x, err := s.opts.Bookings.Practice(r.Context(), visit.Account)
	if err != nil {
		s.noProfile(w, r, err)
		return
	}
	p := s.printer(r)
	v := hoursView{page: s.page(r, "practice-hours", p.T("booking.hours_title")), Said: said(p, r), Version: x.Version, Zone: x.Zone.String()}
	v.Path = hoursPath
	x.Schedule.Forget(consult.DateOf(s.clock(), x.Zone))
	for i, d := range week {
		day := hoursDay{ID: d.id, Name: p.T("calendar.days." + strconv.Itoa(i))}
		for _, h := range x.Schedule.Week {
			if h.Day == d.day {
				day.Parts = append(day.Parts, hoursPart{From: h.From.String(), To: h.To.String()})
			}
		}
		v.Days = append(v.Days, day)
	}
	slices.SortFunc(x.Schedule.Exceptions, func(a, b consult.Exception) int { return strings.Compare(exceptionValue(a), exceptionValue(b)) })
	for _, e := range x.Schedule.Exceptions {
		v.Exceptions = append(v.Exceptions, exceptionLine{exceptionValue(e), exceptionText(p, e)})
	}
	v.Limits = []limitLine{{Name: "step", Value: strconv.Itoa(x.Schedule.Step)}, {Name: "notice", Value: strconv.Itoa(x.Schedule.Notice)},
		{Name: "ahead", Value: strconv.Itoa(x.Schedule.Ahead)}, {Name: "cancel", Value: strconv.Itoa(x.Schedule.Cancel)}}
	v.Members = x.Schedule.Members
	if change != nil {
		change(&v)
	}
	v.number()
	s.write(w, r, status, "practice-hours", v)
}

// number fills up the parts of each day and puts errors beside their fields.
func (v *hoursView) number() {
	for i := range v.Days {
		d := &v.Days[i]
		for len(d.Parts) < parts {
			d.Parts = append(d.Parts, hoursPart{})
		}
		for k := range d.Parts {
			d.Parts[k].N = strconv.Itoa(k + 1)
		}
		d.Err = v.Err("day-" + d.ID)
	}
	for i := range v.Limits {
		v.Limits[i].Err = v.Err(v.Limits[i].Name)
	}
}

func exceptionValue(e consult.Exception) string {
	return fmt.Sprintf("%s %s %s %v", e.Date, e.From, e.To, e.Open)
}

func exceptionText(p *i18n.Printer, e consult.Exception) string {
	key := "booking.closed"
	if e.Open {
		key = "booking.extra"
	} else if e.From == 0 && e.To == 24*60 {
		key = "booking.closed_all"
	}
	return p.T(key, "day", onWeekday(p, diary.DateOf(e.Date.Year, e.Date.Month, e.Date.Day)), "from", e.From.String(), "to", e.To.String())
}

// hoursPost keeps hours and limits, or adds or removes an exception.
func (s *site) hoursPost(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	x, err := s.opts.Bookings.Practice(r.Context(), visit.Account)
	if err != nil {
		s.noProfile(w, r, err)
		return
	}
	set := x.Schedule
	set.Forget(consult.DateOf(s.clock(), x.Zone))
	read := map[string]func(*http.Request, *consult.Schedule) error{"except": readException, "drop": dropException}[r.PostForm.Get("do")]
	if read == nil {
		read = readHours
	}
	before := slices.Clone(set.Week)
	if err = read(r, &set); err == nil {
		version, _ := strconv.ParseInt(r.PostForm.Get("version"), 10, 64) // what is no number is no version either
		err = s.opts.Bookings.SaveSchedule(r.Context(), visit.Account, set, version)
	}
	shown, ok := practiceProblem(s.printer(r), "hours", err)
	if !ok {
		s.done(w, r, err, hoursPath+"?said=hours")
		return
	}
	shown.Field = hoursField(shown.Field, set.Week)
	s.hours(w, r, visit, errs.KindOf(err).Status(), func(v *hoursView) {
		v.Problems = []shownProblem{shown}
		if r.PostForm.Get("do") == "except" {
			v.New = exceptionForm{r.PostForm.Get("date"), r.PostForm.Get("from"), r.PostForm.Get("to"), r.PostForm.Get("open") == "yes"}
		} else if !slices.Equal(before, set.Week) || r.PostForm.Has("step") {
			v.typed(r)
		}
	})
}

// typed puts what was typed in the place of what is kept.
func (v *hoursView) typed(r *http.Request) {
	for i := range v.Days {
		d := &v.Days[i]
		d.Parts = nil
		for n := 1; n <= parts; n++ {
			k := strconv.Itoa(n)
			d.Parts = append(d.Parts, hoursPart{From: r.PostForm.Get(d.ID + "-from-" + k), To: r.PostForm.Get(d.ID + "-to-" + k)})
		}
	}
	for i := range v.Limits {
		v.Limits[i].Value = r.PostForm.Get(v.Limits[i].Name)
	}
	v.Members = r.PostForm.Get("members") == "yes"
}

// hoursField is the field of the form for one of the schedule.
func hoursField(field string, list []consult.Hours) string {
	var n int
	if _, err := fmt.Sscanf(field, "week[%d]", &n); err == nil && n < len(list) {
		for _, d := range week {
			if d.day == list[n].Day {
				return "day-" + d.id
			}
		}
	}
	if strings.HasPrefix(field, "exceptions[") {
		return "date"
	}
	return field
}

// readHours takes the week and the limits from the form.
func readHours(r *http.Request, set *consult.Schedule) error {
	f := r.PostForm
	set.Week = []consult.Hours{}
	for _, d := range week {
		for n := 1; n <= parts; n++ {
			k := strconv.Itoa(n)
			from, to := f.Get(d.id+"-from-"+k), f.Get(d.id+"-to-"+k)
			if from == "" && to == "" {
				continue
			}
			h, err := readPart(from, to)
			if err != nil {
				return errs.Field("day-"+d.id, "has a time that is none")
			}
			h.Day = d.day
			set.Week = append(set.Week, h)
		}
	}
	set.Members = f.Get("members") == "yes"
	set.Step, set.Notice, set.Ahead, set.Cancel = wholeNumber(f.Get("step")), wholeNumber(f.Get("notice")), wholeNumber(f.Get("ahead")), wholeNumber(f.Get("cancel"))
	return nil
}

// readPart reads two times; midnight at the end is that of the end of the day.
func readPart(from, to string) (h consult.Hours, err error) {
	if h.From, err = consult.ParseClock(from); err != nil {
		return h, err
	}
	if h.To, err = consult.ParseClock(to); err == nil && h.To == 0 {
		h.To = consult.Clock(24 * time.Hour / time.Minute)
	}
	return h, err
}

// readException adds a day that is closed or has more hours; without times it is closed
// all day.
func readException(r *http.Request, set *consult.Schedule) error {
	f := r.PostForm
	d, err := consult.ParseDate(f.Get("date"))
	if err != nil {
		return errs.Field("date", "is no day")
	}
	e := consult.Exception{Date: d, Open: f.Get("open") == "yes", To: consult.Clock(24 * time.Hour / time.Minute)}
	if f.Get("from") != "" || f.Get("to") != "" || e.Open {
		h, err := readPart(f.Get("from"), f.Get("to"))
		if err != nil {
			return errs.Field("date", "has a time that is none")
		}
		e.From, e.To = h.From, h.To
	}
	set.Exceptions = append(set.Exceptions, e)
	return nil
}

// dropException removes one; one that is not there is fine.
func dropException(r *http.Request, set *consult.Schedule) error {
	set.Exceptions = slices.DeleteFunc(set.Exceptions, func(e consult.Exception) bool { return exceptionValue(e) == r.PostForm.Get("exception") })
	return nil
}
