package remind_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/remind"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func at(t *testing.T, s string) time.Time {
	t.Helper()
	x, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

var push = remind.By{Push: true}

func daily(clock string) remind.Daily {
	c, err := remind.ParseClock(clock)
	if err != nil {
		panic(err)
	}
	return remind.Daily{On: true, At: c, Days: remind.Every, By: push}
}

func hourly(from, to string, every int) remind.Hourly {
	a, b := daily(from).At, daily(to).At
	return remind.Hourly{On: true, From: a, To: b, Every: every, Days: remind.Every, By: push}
}

func quiet(from, to string) remind.Quiet {
	return remind.Quiet{On: true, From: daily(from).At, To: daily(to).At}
}

// said lists occurrences as kind and wall clock in the zone.
func said(list []remind.Occurrence, z *time.Location) (out []string) {
	for _, o := range list {
		out = append(out, string(o.Kind)+" "+o.At.In(z).Format("01-02 15:04 -0700"))
	}
	return out
}

// The expected times are those of the published changes of the clocks, written by hand.
func TestChangesOfTheClocks(t *testing.T) {
	for _, x := range []struct {
		name, zone, at, from, to string
		want                     []string
	}{
		{"Berlin leaves 02:30 out", "Europe/Berlin", "02:30", "2026-03-27T12:00:00Z", "2026-03-30T12:00:00Z",
			[]string{"03-28 02:30 +0100", "03-29 03:00 +0200", "03-30 02:30 +0200"}},
		{"Berlin has 02:30 twice", "Europe/Berlin", "02:30", "2026-10-23T12:00:00Z", "2026-10-26T12:00:00Z",
			[]string{"10-24 02:30 +0200", "10-25 02:30 +0200", "10-26 02:30 +0100"}},
		{"New York leaves 02:15 out", "America/New_York", "02:15", "2026-03-06T20:00:00Z", "2026-03-09T20:00:00Z",
			[]string{"03-07 02:15 -0500", "03-08 03:00 -0400", "03-09 02:15 -0400"}},
		{"New York has 01:45 twice", "America/New_York", "01:45", "2026-10-30T20:00:00Z", "2026-11-02T20:00:00Z",
			[]string{"10-31 01:45 -0400", "11-01 01:45 -0400", "11-02 01:45 -0500"}},
		{"Lord Howe leaves out half an hour", "Australia/Lord_Howe", "02:10", "2026-10-02T20:00:00Z", "2026-10-04T20:00:00Z",
			[]string{"10-04 02:30 +1100", "10-05 02:10 +1100"}},
		{"Lord Howe has half an hour twice", "Australia/Lord_Howe", "01:40", "2026-04-03T20:00:00Z", "2026-04-05T20:00:00Z",
			[]string{"04-05 01:40 +1100", "04-06 01:40 +1030"}},
		{"Cairo leaves midnight out", "Africa/Cairo", "00:00", "2026-04-22T12:00:00Z", "2026-04-25T12:00:00Z",
			[]string{"04-23 00:00 +0200", "04-24 01:00 +0300", "04-25 00:00 +0300"}},
		{"a time beside the gap is not moved", "Europe/Berlin", "03:00", "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z",
			[]string{"03-29 03:00 +0200"}},
		{"Kathmandu never changes", "Asia/Kathmandu", "02:30", "2026-03-27T12:00:00Z", "2026-03-29T12:00:00Z",
			[]string{"03-28 02:30 +0545", "03-29 02:30 +0545"}},
	} {
		z := zone(t, x.zone)
		s := remind.Settings{Morning: daily(x.at)}
		var want []string
		for _, w := range x.want {
			want = append(want, "morning "+w)
		}
		if d := cmp.Diff(want, said(s.Between(at(t, x.from), at(t, x.to), z, remind.Snooze{}), z)); d != "" {
			t.Errorf("%s (-want +got):\n%s", x.name, d)
		}
	}
}

// Two times of one kind that a gap brings together are one reminder.
func TestAGapMakesOneOfTwo(t *testing.T) {
	z := zone(t, "Europe/Berlin")
	s := remind.Settings{Movement: hourly("01:00", "04:00", 60)}
	got := said(s.Between(at(t, "2026-03-28T20:00:00Z"), at(t, "2026-03-29T12:00:00Z"), z, remind.Snooze{}), z)
	want := []string{"movement 03-29 01:00 +0100", "movement 03-29 03:00 +0200", "movement 03-29 04:00 +0200"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestMovementBreaksWithinHours(t *testing.T) {
	s := remind.Settings{Movement: hourly("09:30", "13:00", 60), Quiet: quiet("12:00", "12:45")}
	s.Movement.Days = remind.DaysOf(time.Monday, time.Wednesday)
	got := said(s.Between(at(t, "2026-11-22T00:00:00Z"), at(t, "2026-11-26T00:00:00Z"), time.UTC, remind.Snooze{}), time.UTC)
	want := []string{
		"movement 11-23 09:30 +0000", "movement 11-23 10:30 +0000", "movement 11-23 11:30 +0000",
		"movement 11-25 09:30 +0000", "movement 11-25 10:30 +0000", "movement 11-25 11:30 +0000",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestQuietHoursAcrossMidnight(t *testing.T) {
	q := quiet("22:00", "07:00")
	for clock, want := range map[string]bool{
		"21:59": false, "22:00": true, "23:59": true, "00:00": true, "06:59": true, "07:00": false, "12:00": false,
	} {
		if got := q.Covers(daily(clock).At); got != want {
			t.Errorf("%s is quiet: %v", clock, got)
		}
	}
	s := remind.Settings{Drink: hourly("05:00", "23:00", 60), Quiet: q}
	got := s.Between(at(t, "2026-11-22T00:00:00Z"), at(t, "2026-11-23T00:00:00Z"), time.UTC, remind.Snooze{})
	if len(got) != 15 || got[0].At.Hour() != 7 || got[14].At.Hour() != 21 {
		t.Errorf("%v", said(got, time.UTC))
	}
	// what a gap moves into the quiet hours is not said that night
	z := zone(t, "Europe/Berlin")
	s = remind.Settings{Bedtime: daily("02:30"), Quiet: quiet("03:00", "08:00")}
	got = s.Between(at(t, "2026-03-27T20:00:00Z"), at(t, "2026-03-30T12:00:00Z"), z, remind.Snooze{})
	if d := cmp.Diff([]string{"bedtime 03-28 02:30 +0100", "bedtime 03-30 02:30 +0200"}, said(got, z)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestSeveralAtOneMoment(t *testing.T) {
	s := remind.Settings{Morning: daily("08:00"), Drink: hourly("08:00", "10:00", 120), Bedtime: daily("21:00")}
	got := s.Next(at(t, "2026-11-22T07:00:00Z"), time.UTC, remind.Snooze{})
	if d := cmp.Diff([]string{"morning 11-22 08:00 +0000", "drink 11-22 08:00 +0000"}, said(got, time.UTC)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	got = s.Next(got[0].At, time.UTC, remind.Snooze{})
	if d := cmp.Diff([]string{"drink 11-22 10:00 +0000"}, said(got, time.UTC)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestSnooze(t *testing.T) {
	s := remind.Settings{Movement: hourly("09:00", "17:00", 60), Quiet: quiet("12:10", "12:20")}
	for _, x := range []struct {
		name, until string
		again       remind.Kind
		want        string
	}{
		{"holds back and says it again", "10:15", remind.Movement, "movement 11-22 10:15 +0000"},
		{"holds back only", "10:15", "", "movement 11-22 11:00 +0000"},
		{"ends when a reminder is due", "11:00", "", "movement 11-22 11:00 +0000"},
		{"again at the time of one is one", "11:00", remind.Movement, "movement 11-22 11:00 +0000"},
		{"is over", "09:05", remind.Movement, "movement 11-22 10:00 +0000"},
		{"ends in the quiet hours", "12:15", remind.Movement, "movement 11-22 13:00 +0000"},
		{"of what is off by now", "10:15", remind.Bedtime, "movement 11-22 11:00 +0000"},
	} {
		z := remind.Snooze{Until: at(t, "2026-11-22T"+x.until+":00Z"), Again: x.again}
		if d := cmp.Diff([]string{x.want}, said(s.Next(at(t, "2026-11-22T09:05:00Z"), time.UTC, z), time.UTC)); d != "" {
			t.Errorf("%s (-want +got):\n%s", x.name, d)
		}
	}
}

func TestWhatCannotBeKeptIsNamed(t *testing.T) {
	if err := (remind.Settings{}).Check(); err != nil {
		t.Errorf("nothing on: %v", err)
	}
	all := remind.Default()
	all.Morning.On, all.Movement.On, all.Drink.On, all.Bedtime.On = true, true, true, true
	if err := all.Check(); err != nil {
		t.Errorf("the defaults, all on: %v", err)
	}
	for want, change := range map[string]func(*remind.Settings){
		"morning.at":     func(s *remind.Settings) { s.Morning.At = 24 * 60 },
		"bedtime.at":     func(s *remind.Settings) { s.Bedtime.At = daily("22:00").At },
		"morning.days":   func(s *remind.Settings) { s.Morning.Days = 0 },
		"drink.days":     func(s *remind.Settings) { s.Drink.Days = 1 << 7 },
		"bedtime.by":     func(s *remind.Settings) { s.Bedtime.By = remind.By{} },
		"movement.every": func(s *remind.Settings) { s.Movement.Every = 45 },
		"drink.every":    func(s *remind.Settings) { s.Drink.Every = 0 },
		"movement.to":    func(s *remind.Settings) { s.Movement.To = s.Movement.From },
		"drink.from": func(s *remind.Settings) {
			s.Quiet = quiet("09:00", "20:00")
			s.Morning.On, s.Movement.On = false, false
		},
		"quiet.to":   func(s *remind.Settings) { s.Quiet.To = s.Quiet.From },
		"quiet.from": func(s *remind.Settings) { s.Quiet.From = -1 },
	} {
		s := all
		change(&s)
		err := s.Check()
		fs, ok := err.(remind.Faults)
		if !ok || !slices.ContainsFunc(fs, func(f remind.Fault) bool { return f.Field == want }) {
			t.Errorf("%s: %v", want, err)
			continue
		}
		if len(fs) > 1 && want != "quiet.to" { // all day quiet also covers the others
			t.Errorf("%s: more than one fault: %v", want, err)
		}
	}
}

func TestClocksAndDaysAsText(t *testing.T) {
	for text, want := range map[string]remind.Clock{"00:00": 0, "07:05": 425, "23:59": 1439} {
		got, err := remind.ParseClock(text)
		if err != nil || got != want || got.String() != text {
			t.Errorf("%s: %d, %v, back %s", text, got, err, got)
		}
	}
	for _, text := range []string{"", "7:05", "24:00", "12:60", "12:3", "12-30", "12:30:00", "ab:cd", "12:30 "} {
		if c, err := remind.ParseClock(text); err == nil {
			t.Errorf("%q was read as %s", text, c)
		}
	}
	var d remind.Days
	if err := d.UnmarshalText([]byte("su  mo mo")); err != nil || d.String() != "mo su" || !d.Has(time.Sunday) || d.Has(time.Friday) {
		t.Errorf("%q, %v", d, err)
	}
	if err := d.UnmarshalText([]byte("mo xx")); err == nil || strings.Contains(err.Error(), "xx") {
		t.Errorf("an unknown day: %v", err)
	}
}
