package remind_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	_ "github.com/legible-health/legible/internal/rapidtest" // fixed seed
	"github.com/legible-health/legible/internal/remind"
)

// zones change their clocks at other dates, by other amounts and at other hours, or not.
var zones = []string{"Europe/London", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo", "Asia/Kolkata", "Pacific/Kiritimati"}

func anySettings(t *rapid.T) remind.Settings {
	clock := rapid.Custom(func(t *rapid.T) remind.Clock { return remind.Clock(rapid.IntRange(0, 1439).Draw(t, "clock")) })
	days := rapid.Custom(func(t *rapid.T) remind.Days { return remind.Days(rapid.IntRange(1, 127).Draw(t, "days")) })
	on := rapid.Bool()
	daily := func(name string) remind.Daily {
		return remind.Daily{On: on.Draw(t, name), At: clock.Draw(t, name), Days: days.Draw(t, name), By: push}
	}
	hourly := func(name string) remind.Hourly {
		a, b := clock.Draw(t, name), clock.Draw(t, name)
		return remind.Hourly{On: on.Draw(t, name), From: min(a, b), To: max(a, b), Every: rapid.SampledFrom(remind.Steps).Draw(t, name), Days: days.Draw(t, name), By: push}
	}
	return remind.Settings{Morning: daily("morning"), Movement: hourly("movement"), Drink: hourly("drink"), Bedtime: daily("bedtime"),
		Quiet: remind.Quiet{On: on.Draw(t, "quiet"), From: clock.Draw(t, "quiet from"), To: clock.Draw(t, "quiet to")}}
}

// anyDay is some moment of the years 2024 to 2029, near a change of the clocks one time
// in two: those of the zones above are in these months.
func anyDay(t *rapid.T) time.Time {
	m := rapid.IntRange(1, 12).Draw(t, "month")
	if rapid.Bool().Draw(t, "near a change") {
		m = rapid.SampledFrom([]int{3, 4, 9, 10, 11}).Draw(t, "month of a change")
	}
	return time.Date(rapid.IntRange(2024, 2029).Draw(t, "year"), time.Month(m), rapid.IntRange(1, 28).Draw(t, "day"),
		rapid.IntRange(0, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute"), rapid.IntRange(0, 59).Draw(t, "second"), 0, time.UTC)
}

func location(t *rapid.T) *time.Location {
	z, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// Walking with Next gives what Between lists: nothing twice, nothing left out, in order,
// never in the quiet hours, never an occurrence with the key of another.
func TestNextWalksWhatBetweenLists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, z, from := anySettings(t), location(t), anyDay(t)
		to := from.Add(12 * 24 * time.Hour)
		list := s.Between(from, to, z, remind.Snooze{})
		var walked []remind.Occurrence
		for next := s.Next(from, z, remind.Snooze{}); len(next) > 0 && !next[0].At.After(to); next = s.Next(next[0].At, z, remind.Snooze{}) {
			walked = append(walked, next...)
		}
		if !slices.Equal(list, walked) {
			t.Fatalf("Between %v\nNext %v", said(list, z), said(walked, z))
		}
		keys := map[string]bool{}
		for i, o := range list {
			if i > 0 && o.At.Before(list[i-1].At) {
				t.Fatalf("out of order: %v", said(list, z))
			}
			if s.QuietAt(o.At, z) {
				t.Fatalf("said in the quiet hours: %v", o)
			}
			if keys[o.Key] {
				t.Fatalf("twice: %v", o)
			}
			keys[o.Key] = true
		}
	})
}

// On each chosen day a daily reminder comes once: at its time by the wall clock, or, when
// the clocks leave that out, at the first minute after the gap.
func TestADailyReminderComesOnceADay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := remind.Settings{Morning: anySettings(t).Morning}
		s.Morning.On = true
		z, day := location(t), anyDay(t).Truncate(24*time.Hour)
		var want []time.Time
		for i := range 10 {
			d := day.AddDate(0, 0, i)
			if s.Morning.Days.Has(d.Weekday()) {
				want = append(want, firstAt(d, s.Morning.At, z))
			}
		}
		margin := 20 * time.Hour // more than any zone is from UTC
		var got []time.Time
		for _, o := range s.Between(day.Add(-margin), day.AddDate(0, 0, 10).Add(margin), z, remind.Snooze{}) {
			if date := o.Key[len("morning "):][:10]; date >= day.Format(time.DateOnly) && date < day.AddDate(0, 0, 10).Format(time.DateOnly) {
				got = append(got, o.At)
			}
		}
		if !slices.EqualFunc(want, got, time.Time.Equal) {
			t.Fatalf("want %v\ngot %v", want, got)
		}
	})
}

// firstAt finds the moment by looking at the wall clock minute by minute, without any
// reckoning with offsets: the first minute of the day that shows the time or, left out by
// a gap, a later one.
func firstAt(d time.Time, c remind.Clock, z *time.Location) time.Time {
	asked := d.Format(time.DateOnly) + " " + c.String()
	for t := d.Add(-15 * time.Hour); ; t = t.Add(time.Minute) {
		if shown := t.In(z).Format("2006-01-02 15:04"); shown >= asked {
			return t
		}
	}
}

// A snooze holds back everything before its end and nothing after.
func TestASnoozeHoldsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, z, from := anySettings(t), location(t), anyDay(t).Truncate(time.Minute)
		until := from.Add(time.Duration(rapid.IntRange(1, 3*24*60).Draw(t, "minutes")) * time.Minute)
		to := from.Add(6 * 24 * time.Hour)
		got := s.Between(from, to, z, remind.Snooze{Until: until})
		want := s.Between(until.Add(-time.Nanosecond), to, z, remind.Snooze{})
		if !slices.Equal(got, want) {
			t.Fatalf("got %v\nwant %v", said(got, z), said(want, z))
		}
	})
}
