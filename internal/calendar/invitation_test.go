package calendar_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/calendar"
)

func invitation(t *testing.T) calendar.Invitation {
	start := time.Date(2026, 10, 25, 9, 0, 0, 0, berlin(t))
	return calendar.Invitation{Method: calendar.Request, UID: "a1@legible", Sequence: 2, Title: "Appointment", Text: "See, move or cancel it here:\nhttps://legible.example/a/secret",
		Link: "https://legible.example/a/secret", Start: start, End: start.Add(time.Hour), Changed: time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC),
		Organizer: "legible@legible.example", Attendee: "anna@example.org"}
}

// The three sorts of files, as calendar programs get them.
func TestInvitation(t *testing.T) {
	for method, golden := range map[string]string{
		calendar.Request: "testdata/request.ics", calendar.Cancel: "testdata/cancel.ics", calendar.Publish: "testdata/publish.ics",
	} {
		i := invitation(t)
		i.Method = method
		if method == calendar.Publish {
			i.Attendee = ""
		}
		got, err := i.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		plain := strings.ReplaceAll(string(got), "\r\n", "\n")
		if strings.Count(plain, "\n") != strings.Count(string(got), "\r\n") {
			t.Errorf("%s: a line does not end in CRLF", method)
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
			t.Errorf("%s (-want +got):\n%s", method, d)
		}
		c, err := ics.ParseCalendar(bytes.NewReader(got))
		if err != nil || len(c.Events()) != 1 {
			t.Fatalf("%s: %v", method, err)
		}
		if at, err := c.Events()[0].GetStartAt(); err != nil || !at.Equal(i.Start) {
			t.Errorf("%s: begins %v, %v", method, at, err)
		}
		if !strings.HasSuffix(i.Media(), "method="+method) {
			t.Errorf("media %q", i.Media())
		}
	}
}

func TestInvitationRefusals(t *testing.T) {
	for name, spoil := range map[string]func(*calendar.Invitation){
		"no id":         func(i *calendar.Invitation) { i.UID = "" },
		"no title":      func(i *calendar.Invitation) { i.Title = "" },
		"no beginning":  func(i *calendar.Invitation) { i.Start = time.Time{} },
		"no length":     func(i *calendar.Invitation) { i.End = i.Start },
		"no organizer":  func(i *calendar.Invitation) { i.Organizer = "" },
		"no attendee":   func(i *calendar.Invitation) { i.Attendee = "" },
		"negative turn": func(i *calendar.Invitation) { i.Sequence = -1 },
	} {
		i := invitation(t)
		spoil(&i)
		if _, err := i.Bytes(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
