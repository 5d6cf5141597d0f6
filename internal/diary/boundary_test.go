package diary_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/diary"
	_ "github.com/legible-health/legible/internal/rapidtest" // fixed seed
)

func TestANightBelongsToItsEvening(t *testing.T) {
	for _, c := range []struct{ zone, local, want string }{
		{"Europe/Berlin", "2026-11-20 23:59", "2026-11-20"},
		{"Europe/Berlin", "2026-11-21 00:01", "2026-11-20"},
		{"Europe/Berlin", "2026-11-21 11:59", "2026-11-20"},
		{"Europe/Berlin", "2026-11-21 12:00", "2026-11-21"},
		{"Europe/Berlin", "2026-03-29 03:10", "2026-03-28"}, // the hour before it does not exist
		{"Europe/Berlin", "2026-10-25 02:30", "2026-10-24"}, // an hour that comes twice
		{"America/New_York", "2026-11-01 01:30", "2026-10-31"},
		{"Asia/Kathmandu", "2026-01-01 05:00", "2025-12-31"},
		{"Pacific/Kiritimati", "2026-01-01 13:00", "2026-01-01"},
		{"America/Santiago", "2026-09-06 01:00", "2026-09-05"}, // midnight does not exist
	} {
		z := zone(c.zone)
		at, err := time.ParseInLocation("2006-01-02 15:04", c.local, z)
		if err != nil {
			t.Fatal(err)
		}
		if got := diary.NightOf(at.UTC(), z).String(); got != c.want {
			t.Errorf("%s %s: night %s, want %s", c.zone, c.local, got, c.want)
		}
	}
}

func TestNightSpanFollowsTheClock(t *testing.T) {
	for day, hours := range map[diary.Date]float64{
		diary.DateOf(2026, 3, 27): 24, diary.DateOf(2026, 3, 28): 23, diary.DateOf(2026, 10, 24): 25,
	} {
		from, to := diary.NightSpan(day, berlin)
		if got := to.Sub(from).Hours(); got != hours {
			t.Errorf("night of %s lasts %v hours, want %v", day, got, hours)
		}
	}
}

// TestNightsTile: every instant lies in exactly the span of its night, in zones that
// change their clocks at odd hours and by odd amounts.
func TestNightsTile(t *testing.T) {
	zones := []*time.Location{time.UTC}
	for _, name := range []string{"Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Chatham", "Africa/Casablanca"} {
		zones = append(zones, zone(name))
	}
	rapid.Check(t, func(t *rapid.T) {
		z := rapid.SampledFrom(zones).Draw(t, "zone")
		at := time.Unix(rapid.Int64Range(946684800, 2208988800).Draw(t, "at"), 0)
		night := diary.NightOf(at, z)
		from, to := diary.NightSpan(night, z)
		if at.Before(from) || !at.Before(to) {
			t.Fatalf("%s is outside its night %s: %s to %s", at.In(z), night, from, to)
		}
		if _, before := diary.NightSpan(night-1, z); !before.Equal(from) {
			t.Fatalf("a gap before %s", night)
		}
	})
}

func TestADrinkAfterMidnightCountsForItsEvening(t *testing.T) {
	for hour, want := range map[int]string{0: "2026-11-20", 3: "2026-11-20", 4: "2026-11-21", 23: "2026-11-21"} {
		if got := diary.DayOf(time.Date(2026, 11, 21, hour, 30, 0, 0, berlin), berlin).String(); got != want {
			t.Errorf("%d:30 counts for %s, want %s", hour, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := diary.DateOf(1900, 1, 1) + diary.Date(rapid.IntRange(0, 400_000).Draw(t, "days"))
		back, err := diary.ParseDate(d.String())
		if err != nil || back != d || (d+1).Time().Sub(d.Time()) != 24*time.Hour {
			t.Fatalf("%v read back as %v, %v", d, back, err)
		}
	})
	if got := diary.DateOf(2026, 11, 21).Weekday(); got != time.Saturday {
		t.Errorf("21 November 2026 is a %v", got)
	}
	for _, bad := range []string{"", "2026-13-01", "2026-1-1", "21.11.2026", "1899-12-31", " 2026-11-21", "2026-11-21T00:00:00Z"} {
		if d, err := diary.ParseDate(bad); err == nil {
			t.Errorf("%q is read as %v", bad, d)
		}
	}
}

func TestAWrongTimeZoneIsRefused(t *testing.T) {
	for _, bad := range []string{"", "Local", "Europe/Atlantis", "../../etc/passwd"} {
		if _, err := diary.ParseZone(bad, time.LoadLocation); err == nil {
			t.Errorf("%q is taken for a time zone", bad)
		}
	}
	if z, err := diary.ParseZone("Asia/Tokyo", time.LoadLocation); err != nil || z.String() != "Asia/Tokyo" {
		t.Errorf("Asia/Tokyo: %v, %v", z, err)
	}
}
