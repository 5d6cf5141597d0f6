package mail_test

import (
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/mail"
)

// appointment is a notice as booking makes it.
func appointment(cancelled bool) app.Message {
	start := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	return app.Message{Sort: app.NoticeMessage, Notice: "appointment.booked", Key: "0f3c0f3c0f3c0f3c0f3c0f3c0f3c0f3d", Link: "/a/SECRET", When: start, Zone: time.UTC,
		Event: &app.Event{UID: "a1@legible", Sequence: 3, Start: start, End: start.Add(time.Hour), Cancelled: cancelled, Changed: noon}}
}

// parts takes a letter apart: its text, and the file for calendars with its media type.
func parts(t *testing.T, letter string) (text, file, media string, header netmail.Header) {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(strings.ReplaceAll(letter, "\r\n..", "\r\n.")))
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("a letter of %q, %v", kind, err)
	}
	r := multipart.NewReader(m.Body, params["boundary"])
	for {
		p, err := r.NextRawPart()
		if err == io.EOF {
			return text, file, media, m.Header
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		if at := p.Header.Get("Content-Type"); strings.HasPrefix(at, "text/calendar") {
			file, media = string(body), at
		} else {
			text = string(body)
		}
	}
}

// A letter about an appointment brings a file that calendars read, and no way to stop
// reminders, which it is none of.
func TestALetterWithAnEvent(t *testing.T) {
	for method, cancelled := range map[string]bool{"REQUEST": false, "CANCEL": true} {
		s := newServer(t, mail.None, "", nil)
		c := channel(t, options(s, func(o *mail.Options) { o.Title = func(app.Message) string { return "Appointment" } }))
		if err := c.Send(t.Context(), anna, appointment(cancelled)); err != nil {
			t.Fatal(err)
		}
		_, letters := s.heard()
		text, file, media, header := parts(t, letters[0])
		if _, params, err := mime.ParseMediaType(media); err != nil || params["method"] != method || !strings.EqualFold(params["charset"], "utf-8") {
			t.Errorf("media type %q, %v", media, err)
		}
		for _, want := range []string{"METHOD:" + method, "UID:a1@legible", "SEQUENCE:3", "DTSTART:20261124T100000Z", "DTEND:20261124T110000Z", "SUMMARY:Appointment",
			"ORGANIZER:mailto:night@mail.example", "mailto:anna@home.example"} {
			if !strings.Contains(strings.ReplaceAll(file, "\r\n ", ""), want) {
				t.Errorf("no %q in\n%s", want, file)
			}
		}
		if !strings.Contains(text, "A question for the morning.") || header.Get("List-Unsubscribe") != "" {
			t.Errorf("text %q, header %v", text, header)
		}
		if dir := os.Getenv("LEGIBLE_ICS"); dir != "" {
			if err := os.WriteFile(dir+"/mail-"+method+".ics", []byte(file), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Without a title there is no file, and the letter goes all the same.
func TestALetterWithoutATitle(t *testing.T) {
	s := newServer(t, mail.None, "", nil)
	if err := channel(t, options(s, nil)).Send(t.Context(), anna, appointment(false)); err != nil {
		t.Fatal(err)
	}
	if _, letters := s.heard(); len(letters) != 1 || strings.Contains(letters[0], "text/calendar") {
		t.Errorf("%q", letters)
	}
}
