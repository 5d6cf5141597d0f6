package consult_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
)

// fieldOf is the field that an error names; a dash for no error.
func fieldOf(t *testing.T, err error) string {
	t.Helper()
	var e *errs.Error
	switch {
	case err == nil:
		return "-"
	case !errors.As(err, &e) || e.Kind != errs.Invalid:
		t.Fatalf("an error of another kind: %v", err)
	}
	return e.Field
}

func TestScheduleCheck(t *testing.T) {
	today := on(t, "2026-11-22")
	closed := func(day, from, to string) consult.Exception {
		return consult.Exception{Date: on(t, day), From: clock(t, from), To: clock(t, to)}
	}
	hours := func(d time.Weekday, from, to string) consult.Hours {
		return consult.Hours{Day: d, From: clock(t, from), To: clock(t, to)}
	}
	for name, x := range map[string]struct {
		change func(*consult.Schedule)
		want   string
	}{
		"usual": {func(*consult.Schedule) {}, "-"},
		"touching": {func(s *consult.Schedule) {
			s.Week = []consult.Hours{hours(1, "08:00", "12:00"), hours(1, "12:00", "24:00")}
		}, "-"},
		"overlapping": {func(s *consult.Schedule) {
			s.Week = []consult.Hours{hours(1, "08:00", "12:00"), hours(2, "08:00", "12:00"), hours(1, "11:55", "14:00")}
		}, "week[2]"},
		"one inside another": {func(s *consult.Schedule) {
			s.Week = []consult.Hours{hours(1, "08:00", "12:00"), hours(1, "09:00", "10:00")}
		}, "week[1]"},
		"the wrong way round":     {func(s *consult.Schedule) { s.Week = []consult.Hours{hours(1, "12:00", "08:00")} }, "week[0].to"},
		"of no length":            {func(s *consult.Schedule) { s.Week = []consult.Hours{hours(1, "12:00", "12:00")} }, "week[0].to"},
		"off the grid":            {func(s *consult.Schedule) { s.Week = []consult.Hours{hours(1, "12:01", "13:00")} }, "week[0].from"},
		"beyond the day":          {func(s *consult.Schedule) { s.Week = []consult.Hours{{Day: 1, From: 600, To: 1445}} }, "week[0].to"},
		"before the day":          {func(s *consult.Schedule) { s.Week = []consult.Hours{{Day: 1, From: -60, To: 60}} }, "week[0].from"},
		"the eighth day":          {func(s *consult.Schedule) { s.Week = []consult.Hours{{Day: 7, From: 600, To: 660}} }, "week[0].day"},
		"too many":                {func(s *consult.Schedule) { s.Week = make([]consult.Hours, consult.MaxHours+1) }, "week"},
		"no step":                 {func(s *consult.Schedule) { s.Step = 0 }, "step"},
		"an odd step":             {func(s *consult.Schedule) { s.Step = 7 }, "step"},
		"a giant notice":          {func(s *consult.Schedule) { s.Notice = 1 << 40 }, "notice"},
		"a negative cancel limit": {func(s *consult.Schedule) { s.Cancel = -1 }, "cancel"},
		"no days ahead":           {func(s *consult.Schedule) { s.Ahead = 0 }, "ahead"},
		"closed today":            {func(s *consult.Schedule) { s.Exceptions = []consult.Exception{closed("2026-11-22", "00:00", "24:00")} }, "-"},
		"closed yesterday":        {func(s *consult.Schedule) { s.Exceptions = []consult.Exception{closed("2026-11-21", "00:00", "24:00")} }, "exceptions[0].date"},
		"closed in a far year":    {func(s *consult.Schedule) { s.Exceptions = []consult.Exception{closed("2036-11-21", "00:00", "24:00")} }, "exceptions[0].date"},
		"closed twice": {func(s *consult.Schedule) {
			s.Exceptions = []consult.Exception{closed("2026-12-24", "00:00", "24:00"), closed("2026-12-24", "10:00", "11:00")}
		}, "exceptions[1]"},
		"closed the wrong way":     {func(s *consult.Schedule) { s.Exceptions = []consult.Exception{closed("2026-12-24", "11:00", "10:00")} }, "exceptions[0].to"},
		"more exceptions than fit": {func(s *consult.Schedule) { s.Exceptions = make([]consult.Exception, consult.MaxExceptions+1) }, "exceptions"},
	} {
		s := consult.Usual("Europe/Berlin")
		x.change(&s)
		if got := fieldOf(t, s.Check(today)); got != x.want {
			t.Errorf("%s: field %q, want %q", name, got, x.want)
		}
	}
}

func TestServiceCheck(t *testing.T) {
	for name, x := range map[string]struct {
		change func(*consult.Service)
		want   string
	}{
		"as it is":            {func(*consult.Service) {}, "-"},
		"no name":             {func(s *consult.Service) { s.Name = "" }, "name"},
		"a long name":         {func(s *consult.Service) { s.Name = strings.Repeat("ä", 81) }, "name"},
		"two lines":           {func(s *consult.Service) { s.Name = "a\nb" }, "name"},
		"not UTF-8":           {func(s *consult.Service) { s.Name = "a\xffb" }, "name"},
		"no kind":             {func(s *consult.Service) { s.Kind = "" }, "kind"},
		"no length":           {func(s *consult.Service) { s.Minutes = 0 }, "minutes"},
		"off the grid":        {func(s *consult.Service) { s.Minutes = 31 }, "minutes"},
		"a week":              {func(s *consult.Service) { s.Minutes = 7 * 24 * 60 }, "minutes"},
		"a negative buffer":   {func(s *consult.Service) { s.Before = -5 }, "before"},
		"a giant buffer":      {func(s *consult.Service) { s.After = 125 }, "after"},
		"no place":            {func(s *consult.Service) { s.Place = "" }, "place"},
		"a place and a phone": {func(s *consult.Service) { s.Way = consult.ByTelephone }, "place"},
		"no way":              {func(s *consult.Service) { s.Way = "pigeon" }, "way"},
	} {
		s := consult.Service{Kind: "stretching", Name: "Half an hour", Minutes: 30, Before: 5, After: 10, Way: consult.AtPlace, Place: "1 High Street"}
		x.change(&s)
		s2 := s
		if got := fieldOf(t, s2.Check()); got != x.want {
			t.Errorf("%s: field %q, want %q", name, got, x.want)
		}
	}
}

func TestFits(t *testing.T) {
	z := zone(t, "Europe/Berlin")
	s := everyDay(t, "Europe/Berlin", "09:00-12:00")
	monday := on(t, "2026-11-23")
	now := monday.Begin(z).Add(9*time.Hour + 30*time.Minute)
	at := func(h, m int) time.Time {
		return monday.Begin(z).Add(time.Duration(h)*time.Hour + time.Duration(m)*time.Minute)
	}
	for name, x := range map[string]struct {
		start time.Time
		want  errs.Kind
	}{
		"over":              {at(9, 0), errs.Invalid},
		"off the list":      {at(10, 30), errs.Invalid},
		"outside the hours": {at(14, 0), errs.Invalid},
		"far away":          {at(10, 0).AddDate(0, 0, 90), errs.Invalid},
		"taken":             {at(11, 0), errs.Conflict},
	} {
		err := s.Fits(hour(), z, now, x.start, []consult.Span{{From: at(11, 55), To: at(12, 0)}})
		if err == nil || errs.KindOf(err) != x.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.Fits(hour(), z, now, at(10, 0), nil); err != nil {
		t.Error(err)
	}
	if s.Late(at(10, 0).AddDate(0, 0, 1), now) || !s.Late(at(9, 0).AddDate(0, 0, 1), now) {
		t.Error("the limit of 24 hours is not where it should be")
	}
}

func TestForget(t *testing.T) {
	s := consult.Usual("UTC")
	s.Exceptions = []consult.Exception{{Date: on(t, "2026-11-21"), To: 60}, {Date: on(t, "2026-11-22"), To: 60}}
	kept := s.Exceptions
	s.Forget(on(t, "2026-11-22"))
	if len(s.Exceptions) != 1 || s.Exceptions[0].Date != on(t, "2026-11-22") || kept[0].Date != on(t, "2026-11-21") {
		t.Errorf("left %v of %v", s.Exceptions, kept)
	}
}
