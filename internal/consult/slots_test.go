package consult_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the tests' zones, wherever they run

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/consult"
	_ "github.com/legible-health/legible/internal/rapidtest" // fixed seed
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func on(t testing.TB, s string) consult.Date {
	t.Helper()
	d, err := consult.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func clock(t testing.TB, s string) consult.Clock {
	t.Helper()
	c, err := consult.ParseClock(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// everyDay is open between two times on all days of the week.
func everyDay(t testing.TB, name string, parts ...string) consult.Schedule {
	s := consult.Usual(name)
	s.Step, s.Notice = 60, 0
	for _, p := range parts {
		from, to, _ := strings.Cut(p, "-")
		for d := time.Sunday; d <= time.Saturday; d++ {
			s.Week = append(s.Week, consult.Hours{Day: d, From: clock(t, from), To: clock(t, to)})
		}
	}
	return s
}

func hour() *consult.Service {
	return &consult.Service{Kind: "x", Name: "An hour", Minutes: 60, Way: consult.ByTelephone, Offered: true}
}

// walls are the beginnings of slots on the wall and in UTC.
func walls(list []consult.Slot, z *time.Location) (out []string) {
	for _, s := range list {
		out = append(out, s.Start.In(z).Format("15:04")+"="+s.Start.Format("15:04Z"))
	}
	return out
}

// Both clock changes of three time zones: hours are those of the wall, and an hour that
// is skipped or comes twice is neither offered twice nor longer than it is.
func TestClockChanges(t *testing.T) {
	for _, x := range []struct {
		zone, day, hours, want string
	}{
		{"Europe/Berlin", "2026-03-28", "09:00-12:00", "09:00=08:00Z 10:00=09:00Z 11:00=10:00Z"},
		{"Europe/Berlin", "2026-03-29", "09:00-12:00", "09:00=07:00Z 10:00=08:00Z 11:00=09:00Z"},
		{"Europe/Berlin", "2026-03-29", "00:00-05:00", "00:00=23:00Z 01:00=00:00Z 03:00=01:00Z 04:00=02:00Z"},
		{"Europe/Berlin", "2026-03-29", "02:00-03:00", ""},
		{"Europe/Berlin", "2026-03-29", "02:30-04:00", "03:00=01:00Z"},
		{"Europe/Berlin", "2026-10-25", "00:00-05:00", "00:00=22:00Z 01:00=23:00Z 02:00=00:00Z 02:00=01:00Z 03:00=02:00Z 04:00=03:00Z"},
		{"Europe/Berlin", "2026-10-25", "09:00-11:00", "09:00=08:00Z 10:00=09:00Z"},
		{"America/New_York", "2026-03-08", "01:00-05:00", "01:00=06:00Z 03:00=07:00Z 04:00=08:00Z"},
		{"America/New_York", "2026-11-01", "00:00-03:00", "00:00=04:00Z 01:00=05:00Z 01:00=06:00Z 02:00=07:00Z"},
		{"America/New_York", "2026-11-01", "22:00-24:00", "22:00=03:00Z 23:00=04:00Z"},
		{"Australia/Lord_Howe", "2026-10-04", "01:00-04:00", "01:00=14:30Z 02:30=15:30Z"}, // half an hour forward
		{"Australia/Lord_Howe", "2026-04-05", "00:00-03:00", "00:00=13:00Z 01:00=14:00Z 01:30=15:00Z"},
		{"Asia/Kathmandu", "2026-10-25", "09:00-11:00", "09:00=03:15Z 10:00=04:15Z"},
	} {
		z := zone(t, x.zone)
		s := everyDay(t, x.zone, x.hours)
		d := on(t, x.day)
		got := strings.Join(walls(s.Free(hour(), z, d.Plus(-2).Begin(z), d, d, nil), z), " ")
		if got != x.want {
			t.Errorf("%s on %s, %s:\n got %s\nwant %s", x.zone, x.day, x.hours, got, x.want)
		}
	}
}

func TestFree(t *testing.T) {
	z := zone(t, "Europe/Berlin")
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, z) // a Sunday
	monday := on(t, "2026-11-23")
	base := func() consult.Schedule {
		s := consult.Usual("Europe/Berlin")
		s.Week = []consult.Hours{{Day: time.Monday, From: clock(t, "09:00"), To: clock(t, "12:00")}, {Day: time.Monday, From: clock(t, "12:00"), To: clock(t, "13:00")}}
		s.Step = 60
		return s
	}
	at := func(hhmm string) time.Time {
		return monday.Begin(z).Add(time.Duration(clock(t, hhmm)) * time.Minute)
	}
	for name, x := range map[string]struct {
		change func(*consult.Schedule, *consult.Service)
		now    time.Time
		taken  []consult.Span
		want   string
	}{
		"as it is": {want: "09:00 10:00 11:00 12:00"},
		"closed in the middle": {change: func(s *consult.Schedule, _ *consult.Service) {
			s.Exceptions = []consult.Exception{{Date: monday, From: clock(t, "10:30"), To: clock(t, "11:00")}}
		}, want: "09:00 11:00 12:00"},
		"closed all day": {change: func(s *consult.Schedule, _ *consult.Service) {
			s.Exceptions = []consult.Exception{{Date: monday, To: clock(t, "24:00")}}
		}},
		"open longer": {change: func(s *consult.Schedule, _ *consult.Service) {
			s.Exceptions = []consult.Exception{{Date: monday, Open: true, From: clock(t, "17:30"), To: clock(t, "19:00")}}
		}, want: "09:00 10:00 11:00 12:00 17:30"},
		"buffers":                    {change: func(_ *consult.Schedule, x *consult.Service) { x.Before, x.After = 15, 15 }, want: "09:15 10:15 11:15"},
		"taken":                      {taken: []consult.Span{{From: at("10:00"), To: at("11:05")}}, want: "09:00 12:00"},
		"taken up to the beginning":  {taken: []consult.Span{{From: at("08:00"), To: at("10:00")}}, want: "10:00 11:00 12:00"},
		"a taken buffer":             {change: func(_ *consult.Schedule, x *consult.Service) { x.After = 5 }, taken: []consult.Span{{From: at("11:00"), To: at("12:00")}}, want: "09:00"},
		"now is the day":             {now: at("10:30"), change: func(s *consult.Schedule, _ *consult.Service) { s.Notice = 0 }, want: "11:00 12:00"},
		"notice":                     {now: at("08:30"), change: func(s *consult.Schedule, _ *consult.Service) { s.Notice = 2 }, want: "11:00 12:00"},
		"too far ahead":              {now: now.AddDate(0, 0, -61)},
		"just not too far ahead":     {now: now.AddDate(0, 0, -59), want: "09:00 10:00 11:00 12:00"},
		"longer than any open time":  {change: func(_ *consult.Schedule, x *consult.Service) { x.Minutes = 245 }},
		"as long as it can be":       {change: func(_ *consult.Schedule, x *consult.Service) { x.Minutes = 240 }, want: "09:00"},
		"over the seam of two parts": {change: func(_ *consult.Schedule, x *consult.Service) { x.Minutes = 90 }, want: "09:00 10:00 11:00"},
	} {
		s, svc := base(), hour()
		if x.change != nil {
			x.change(&s, svc)
		}
		if x.now.IsZero() {
			x.now = now
		}
		var got []string
		for _, f := range s.Free(svc, z, x.now, monday, monday, x.taken) {
			got = append(got, f.Start.In(z).Format("15:04"))
		}
		if d := cmp.Diff(x.want, strings.Join(got, " ")); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

// schedules draws one that can be used, with a service and what is taken.
func schedules(t *rapid.T) (consult.Schedule, *consult.Service, *time.Location, time.Time, []consult.Span) {
	name := rapid.SampledFrom([]string{"Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"}).Draw(t, "zone")
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	s := consult.Usual(name)
	s.Step = 5 * rapid.IntRange(1, 24).Draw(t, "step")
	s.Notice = rapid.IntRange(0, 30).Draw(t, "notice")
	s.Ahead = rapid.IntRange(1, 20).Draw(t, "ahead")
	start := consult.Date{Year: 2026, Month: time.Month(rapid.IntRange(1, 12).Draw(t, "month")), Day: rapid.IntRange(1, 28).Draw(t, "day")}
	now := start.Begin(z).Add(time.Duration(rapid.IntRange(0, 1500).Draw(t, "minute")) * time.Minute)
	for d := time.Sunday; d <= time.Saturday; d++ {
		for _, half := range []int{0, 1} {
			from := 12*half*12 + rapid.IntRange(0, 143).Draw(t, "from")
			to := rapid.IntRange(from, 144*(half+1)).Draw(t, "to")
			if to > from {
				s.Week = append(s.Week, consult.Hours{Day: d, From: consult.Clock(5 * from), To: consult.Clock(5 * to)})
			}
		}
	}
	today := consult.DateOf(now, z)
	for i := range rapid.IntRange(0, 3).Draw(t, "exceptions") {
		from := rapid.IntRange(0, 287).Draw(t, "from")
		s.Exceptions = append(s.Exceptions, consult.Exception{Date: today.Plus(2 * i), Open: rapid.Bool().Draw(t, "open"), From: consult.Clock(5 * from), To: consult.Clock(5 * rapid.IntRange(from+1, 288).Draw(t, "to"))})
	}
	svc := &consult.Service{Kind: "x", Name: "Any", Minutes: 5 * rapid.IntRange(1, 96).Draw(t, "minutes"), Before: 5 * rapid.IntRange(0, 24).Draw(t, "before"), After: 5 * rapid.IntRange(0, 24).Draw(t, "after"), Way: consult.ByTelephone}
	var taken []consult.Span
	for range rapid.IntRange(0, 6).Draw(t, "taken") {
		from := now.Truncate(consult.Grid).Add(time.Duration(rapid.IntRange(-100, 2000).Draw(t, "at")) * consult.Grid)
		taken = append(taken, consult.Span{From: from, To: from.Add(time.Duration(rapid.IntRange(1, 40).Draw(t, "lasts")) * consult.Grid)})
	}
	return s, svc, z, now, taken
}

// Whatever the settings: a free slot lies in open time, meets nothing taken in any five
// minutes, is in the future, is found again day by day, and fits; what is not free does not.
func TestFreeProperties(t *testing.T) {
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		s, svc, z, now, taken := schedules(t)
		today := consult.DateOf(now, z)
		if err := s.Check(today); err != nil {
			t.Fatal(err)
		}
		last := today.Plus(8)
		free := s.Free(svc, z, now, today, last, taken)
		found += len(free)
		open := s.Open(z, today, last)
		for i := 1; i < len(open); i++ {
			if !open[i-1].To.Before(open[i].From) {
				t.Fatalf("open times touch: %v", open)
			}
		}
		busy := map[int64]bool{}
		for _, x := range taken {
			for _, c := range x.Cells() {
				busy[c] = true
			}
		}
		for _, f := range free {
			all := svc.Occupies(f.Start)
			if !f.Start.After(now) || f.Start.Before(now.Add(time.Duration(s.Notice)*time.Hour)) || today.DaysTo(consult.DateOf(f.Start, z)) > s.Ahead {
				t.Fatalf("%v is offered at %v", f, now)
			}
			if !slices.ContainsFunc(open, func(o consult.Span) bool { return !all.From.Before(o.From) && !all.To.After(o.To) }) {
				t.Fatalf("%v is not inside %v", all, open)
			}
			if slices.ContainsFunc(all.Cells(), func(c int64) bool { return busy[c] }) {
				t.Fatalf("%v meets what is taken: %v", all, taken)
			}
			if err := s.Fits(svc, z, now, f.Start, taken); err != nil {
				t.Fatalf("%v is offered and does not fit: %v", f, err)
			}
			if s.Fits(svc, z, now, f.Start, append(taken, consult.Span{From: f.End.Add(-consult.Grid), To: f.End})) == nil {
				t.Fatalf("%v fits though its end is taken", f)
			}
		}
		var daily []consult.Slot
		for d := today; !last.Before(d); d = d.Plus(1) {
			daily = append(daily, s.Free(svc, z, now, d, d, taken)...)
		}
		if d := cmp.Diff(free, append([]consult.Slot{}, daily...)); d != "" {
			t.Fatalf("day by day (-all +days):\n%s", d)
		}
	})
	if found < 100 {
		t.Errorf("only %d slots were looked at", found)
	}
}

// Every time of day is found on the wall again, or the clocks skip it.
func TestDatesAndWalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z, err := time.LoadLocation(rapid.SampledFrom([]string{"Europe/London", "America/Sao_Paulo", "Africa/Cairo", "Pacific/Apia"}).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		d := consult.Date{Year: 2005, Month: 1, Day: 1}.Plus(rapid.IntRange(0, 9000).Draw(t, "day"))
		begin := d.Begin(z)
		if before := begin.Add(-time.Second); !consult.DateOf(before, z).Before(d) {
			t.Fatalf("%v begins at %v, and a second before it is %v", d, begin, consult.DateOf(before, z))
		}
		if back, err := consult.ParseDate(d.String()); err != nil || back != d {
			t.Fatalf("%v comes back as %v: %v", d, back, err)
		}
	})
}
