package mail_test

import (
	"io"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/mail"
	"github.com/legible-health/legible/internal/web"
)

// A letter about a consultation, in the words that go out, as a mail server takes it: what
// it says, the header that stops it with one tap, and nothing beside its text.
func TestALetterAboutAConsultation(t *testing.T) {
	s := newServer(t, mail.None, "", nil)
	c := channel(t, options(s, func(o *mail.Options) { o.Words, o.Title = web.Letter, web.EventTitle }))
	m := app.Message{Sort: app.NoticeMessage, Notice: "consultation.asked", Key: "0f3c0f3c0f3c0f3c0f3c0f3c0f3c0f3d", Token: "TOKEN", Link: "/consultations/c1",
		When: time.Date(2026, 12, 6, 8, 30, 0, 0, time.UTC), Zone: time.UTC}
	if err := c.Send(t.Context(), anna, m); err != nil {
		t.Fatal(err)
	}
	_, letters := s.heard()
	if len(letters) != 1 {
		t.Fatalf("%d letters", len(letters))
	}
	letter, err := netmail.ReadMessage(strings.NewReader(strings.ReplaceAll(letters[0], "\r\n..", "\r\n.")))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(letter.Body))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"Subject": "There is a question for you", "List-Unsubscribe": "<https://legible.example/r/TOKEN>",
		"List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "Auto-Submitted": "auto-generated"} {
		if got := letter.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if media := letter.Header.Get("Content-Type"); !strings.HasPrefix(media, "text/plain") {
		t.Errorf("a letter of %q", media)
	}
	for _, want := range []string{"https://legible.example/consultations/c1", "https://legible.example/r/TOKEN", "Sun 6 Dec, 08:30 (UTC)"} {
		if !strings.Contains(string(body), want) {
			t.Errorf("no %q in\n%s", want, body)
		}
	}
}
