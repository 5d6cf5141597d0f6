package calendar_test

import (
	"bytes"
	"flag"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/calendar"
	_ "github.com/legible-health/legible/internal/rapidtest" // fixed seed
)

var update = flag.Bool("update", false, "rewrite the golden file")

func berlin(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// The feed across the end of summer time, as calendar programs get it.
func TestFeed(t *testing.T) {
	zone := berlin(t)
	got, err := calendar.Feed{
		Name: "Legible", Changed: time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC),
		Events: []calendar.Event{
			{UID: "a1@legible", Title: "A question for the morning", Link: "https://legible.example/diary", Start: time.Date(2026, 10, 24, 8, 0, 0, 0, zone), Lasts: 5 * time.Minute},
			{UID: "a2@legible", Title: "A question for the morning", Link: "https://legible.example/diary", Start: time.Date(2026, 10, 25, 8, 0, 0, 0, zone), Lasts: 5 * time.Minute},
			{UID: "b1@legible", Title: "Time for your evening routine; lights, slowly, out, and a line that has to be folded", Start: time.Date(2026, 10, 25, 21, 30, 0, 0, zone)},
		},
	}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	// The golden file is kept with plain line ends, as every text in the tree.
	const golden = "testdata/feed.ics"
	plain := strings.ReplaceAll(string(got), "\r\n", "\n")
	if strings.Count(plain, "\n") != strings.Count(string(got), "\r\n") {
		t.Error("a line does not end in CRLF")
	}
	if *update {
		if err := os.WriteFile(golden, []byte(plain), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), plain); d != "" {
		t.Errorf("feed (-want +got):\n%s", d)
	}
}

func TestFeedRefusals(t *testing.T) {
	at := time.Date(2026, 10, 24, 8, 0, 0, 0, time.UTC)
	whole := calendar.Event{UID: "a", Title: "b", Start: at}
	for name, events := range map[string][]calendar.Event{
		"no id":    {{Title: "b", Start: at}},
		"no title": {{UID: "a", Start: at}},
		"no time":  {{UID: "a", Title: "b"}},
		"twice":    {whole, whole},
	} {
		if _, err := (calendar.Feed{Name: "x", Events: events}).Bytes(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Whatever the titles are, the lines keep to the rules and the events come back.
func TestFeedProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "start"), 0).UTC()
		titles := rapid.SliceOfN(rapid.StringMatching(`[\p{L}\p{Nd} ,;:\\"\n]{1,120}`), 0, 8).Draw(t, "titles")
		f := calendar.Feed{Name: "Legible", Changed: start}
		for i, title := range titles {
			f.Events = append(f.Events, calendar.Event{UID: strconv.Itoa(i), Title: title, Start: start.Add(time.Duration(i) * time.Hour), Lasts: time.Minute})
		}
		text, err := f.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(string(text), "\r\n"), "\r\n") {
			if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
				t.Fatalf("line of %d octets: %q", len(line), line)
			}
		}
		c, err := ics.ParseCalendar(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Events()) != len(titles) {
			t.Fatalf("%d events, want %d", len(c.Events()), len(titles))
		}
		for i, e := range c.Events() {
			at, err := e.GetStartAt()
			if err != nil || !at.Equal(f.Events[i].Start) {
				t.Fatalf("event %d begins %v, want %v (%v)", i, at, f.Events[i].Start, err)
			}
			if got := e.GetProperty(ics.ComponentPropertySummary).Value; got != titles[i] {
				t.Fatalf("title %q, want %q", got, titles[i])
			}
		}
	})
}
