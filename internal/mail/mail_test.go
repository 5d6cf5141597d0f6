package mail_test

import (
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/mail"
	"github.com/legible-health/legible/internal/remind"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

const body = "A question for the morning.\n\nhttps://legible.example/r/TOKEN\n.\nEnd – café\n"

// words stand for those of the catalogue.
func words(m app.Message, base string) (subject, text string) {
	return "Für den Morgen", strings.ReplaceAll(body, "https://legible.example/r/TOKEN", base+"/r/"+m.Token)
}

func options(s *server, change func(*mail.Options)) mail.Options {
	o := mail.Options{
		Host: "127.0.0.1", Port: s.port, TLS: mail.None, From: "Legible <night@mail.example>", BaseURL: "https://legible.example", Words: words,
		Roots: s.trusted, Now: func() time.Time { return noon },
	}
	if change != nil {
		change(&o)
	}
	return o
}

func channel(t *testing.T, o mail.Options) *mail.Channel {
	t.Helper()
	c, err := mail.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var (
	anna    = app.Target{Mail: "anna@home.example"}
	message = app.Message{Sort: app.ReminderMessage, Kind: remind.Morning, Key: "0f3c0f3c0f3c0f3c0f3c0f3c0f3c0f3c", Token: "TOKEN"}
)

// trouble is what an error of Send says.
func trouble(err error) app.SendError {
	var e *app.SendError
	if errors.As(err, &e) {
		return *e
	}
	return app.SendError{}
}

func TestSend(t *testing.T) {
	s := newServer(t, mail.None, "", nil)
	if err := channel(t, options(s, nil)).Send(t.Context(), anna, message); err != nil {
		t.Fatal(err)
	}
	said, letters := s.heard()
	for _, want := range []string{"MAIL FROM:<night@mail.example>", "RCPT TO:<anna@home.example>"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in:\n%s", want, said)
		}
	}
	if len(letters) != 1 {
		t.Fatalf("%d letters", len(letters))
	}
	m, err := netmail.ReadMessage(strings.NewReader(strings.ReplaceAll(letters[0], "\r\n..", "\r\n.")))
	if err != nil {
		t.Fatal(err)
	}
	var decoder mime.WordDecoder
	subject, err := decoder.DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != "Für den Morgen" {
		t.Errorf("subject %q, %v", subject, err)
	}
	for name, want := range map[string]string{
		"From": `"Legible" <night@mail.example>`, "To": "<anna@home.example>", "Message-Id": "<0f3c0f3c0f3c0f3c0f3c0f3c0f3c0f3c@legible.example>", "Auto-Submitted": "auto-generated",
		"Date": "Sat, 21 Nov 2026 12:00:00 +0000", "List-Unsubscribe": "<https://legible.example/r/TOKEN>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
		"User-Agent": "", "X-Mailer": "", "Content-Type": "text/plain; charset=UTF-8",
	} {
		if got := m.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	text, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if got := strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")); err != nil || got != strings.TrimSpace(body) {
		t.Errorf("text %q, %v", got, err)
	}
}

// Without HTTPS the button of mail programs is not to be had; the header with the page is.
func TestStopWithoutHTTPS(t *testing.T) {
	s := newServer(t, mail.None, "", nil)
	err := channel(t, options(s, func(o *mail.Options) { o.BaseURL = "http://192.168.1.9:8080" })).Send(t.Context(), anna, message)
	if err != nil {
		t.Fatal(err)
	}
	if _, letters := s.heard(); !strings.Contains(letters[0], "List-Unsubscribe: <http:") || strings.Contains(letters[0], "List-Unsubscribe-Post") {
		t.Error(letters[0])
	}
}

// A code for a new address comes once; there is nothing to stop.
func TestNothingToStop(t *testing.T) {
	s := newServer(t, mail.None, "", nil)
	if err := channel(t, options(s, nil)).Send(t.Context(), anna, app.Message{Sort: app.ConfirmMessage, Code: "123456", Key: message.Key}); err != nil {
		t.Fatal(err)
	}
	if _, letters := s.heard(); strings.Contains(letters[0], "List-Unsubscribe") {
		t.Error(letters[0])
	}
}

func TestSigningIn(t *testing.T) {
	secret := base64.StdEncoding.EncodeToString([]byte("\x00legible\x00open sesame"))
	for name, x := range map[string]struct {
		server, ways, client string
		in                   bool
	}{
		"encrypted later":          {mail.StartTLS, "PLAIN", mail.StartTLS, true},
		"encrypted later, usual":   {mail.StartTLS, "PLAIN", "", true},
		"encrypted from the start": {mail.TLS, "PLAIN", mail.TLS, true},
		"same machine":             {mail.None, "PLAIN", mail.None, true},
		"no encryption":            {mail.None, "PLAIN", mail.StartTLS, false},
		"no way to sign in":        {mail.StartTLS, "", mail.StartTLS, false},
		"wrong port":               {mail.StartTLS, "PLAIN", mail.TLS, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, x.server, x.ways, nil)
			err := channel(t, options(s, func(o *mail.Options) { o.TLS, o.User, o.Password = x.client, "legible", "open sesame" })).Send(t.Context(), anna, message)
			said, letters := s.heard()
			if (err == nil) != x.in || (len(letters) == 1) != x.in {
				t.Fatalf("%v, %d letters", err, len(letters))
			}
			if err != nil && trouble(err).Trouble != app.NotSetUp {
				t.Errorf("the operator is not told: %v", err)
			}
			if strings.Contains(said, secret) != x.in {
				t.Errorf("what was said:\n%s", said)
			}
		})
	}
}

// A certificate that nobody vouches for gets neither password nor letter.
func TestStrangersCertificate(t *testing.T) {
	for _, way := range []string{mail.StartTLS, mail.TLS} {
		s := newServer(t, way, "PLAIN", nil)
		err := channel(t, options(s, func(o *mail.Options) {
			o.Roots, o.TLS, o.User, o.Password = nil, way, "legible", "open sesame"
		})).Send(t.Context(), anna, message)
		said, letters := s.heard()
		if trouble(err).Trouble != app.NotSetUp || strings.Contains(said, "AUTH") || len(letters) > 0 {
			t.Errorf("%s: %v after:\n%s", way, err, said)
		}
	}
}

func TestTroubles(t *testing.T) {
	for name, x := range map[string]struct {
		replies map[string]string
		want    app.SendError
	}{
		"unknown address":   {map[string]string{"RCPT": "550 5.1.1 anna@home.example unknown"}, app.SendError{Trouble: app.Refused, Code: 550}},
		"box full":          {map[string]string{"RCPT": "452 4.2.2 anna@home.example is full"}, app.SendError{Trouble: app.Busy, Code: 452}},
		"sender refused":    {map[string]string{"MAIL": "550 not you"}, app.SendError{Trouble: app.NotSetUp, Code: 550}},
		"password wrong":    {map[string]string{"AUTH": "535 no"}, app.SendError{Trouble: app.NotSetUp, Code: 535}},
		"content refused":   {map[string]string{".": "554 5.7.1 anna@home.example wants no such"}, app.SendError{Trouble: app.Refused, Code: 554}},
		"overloaded":        {map[string]string{".": "451 later"}, app.SendError{Trouble: app.Busy, Code: 451}},
		"not now":           {map[string]string{"EHLO": "421 closing", "HELO": "421 closing"}, app.SendError{Trouble: app.Busy, Code: 421}},
		"hangs up":          {map[string]string{"RCPT": "hang up"}, app.SendError{Trouble: app.Unreachable}},
		"hangs up at once":  {map[string]string{"EHLO": "hang up", "HELO": "hang up"}, app.SendError{Trouble: app.Unreachable}},
		"silent at the end": {map[string]string{".": "hang up"}, app.SendError{Trouble: app.Unsure}},
		"rude at the end":   {map[string]string{"RSET": "500 what", "QUIT": "hang up"}, app.SendError{}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, mail.None, "PLAIN", x.replies)
			err := channel(t, options(s, func(o *mail.Options) { o.User, o.Password = "legible", "open sesame" })).Send(t.Context(), anna, message)
			if got := trouble(err); got != x.want || (err == nil) != (x.want.Trouble == "") {
				t.Errorf("%v, want %v", err, x.want)
			}
			if err != nil && (strings.Contains(err.Error(), "anna") || strings.Contains(err.Error(), "sesame")) {
				t.Errorf("the error tells too much: %v", err)
			}
		})
	}
	nobody := options(&server{port: 1}, nil)
	if err := channel(t, nobody).Send(t.Context(), anna, message); trouble(err).Trouble != app.Unreachable {
		t.Errorf("nobody there: %v", err)
	}
}

// Nothing that a person typed becomes a header or a command of its own.
func TestNothingComesInFromOutside(t *testing.T) {
	s := newServer(t, mail.None, "", nil)
	c := channel(t, options(s, func(o *mail.Options) {
		o.Words = func(app.Message, string) (string, string) { return "Morning\r\nBcc: ben@home.example", "x" }
	}))
	for _, address := range []string{"", "anna", "anna@localhost", "Anna <anna@home.example>", "anna@home.example, ben@home.example", "anna@home.example\r\nRCPT TO:<ben@home.example>", strings.Repeat("a", 250) + "@home.example"} {
		if err := c.Check(app.Target{Mail: address}); errs.KindOf(err) != errs.Invalid || address != "" && strings.Contains(err.Error(), address) {
			t.Errorf("%q: %v", address, err)
		}
		if err := c.Send(t.Context(), app.Target{Mail: address}, message); trouble(err).Trouble != app.Refused {
			t.Errorf("%q: %v", address, err)
		}
	}
	if said, _ := s.heard(); said != "" {
		t.Errorf("the server was asked: %s", said)
	}
	if err := c.Send(t.Context(), anna, message); err != nil {
		t.Fatal(err)
	}
	_, letters := s.heard()
	m, err := netmail.ReadMessage(strings.NewReader(letters[0]))
	if err != nil || m.Header.Get("Bcc") != "" {
		t.Errorf("%v in:\n%s", err, letters[0])
	}
}

func TestSettings(t *testing.T) {
	good := mail.Options{Host: "mail.example", From: "night@mail.example", BaseURL: "https://legible.example", Words: words}
	if _, err := mail.New(good); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*mail.Options){
		"no host":    func(o *mail.Options) { o.Host = "" },
		"no sender":  func(o *mail.Options) { o.From = "" },
		"bad sender": func(o *mail.Options) { o.From = "night" },
		"bad way":    func(o *mail.Options) { o.TLS = "ssl" },
		"bad port":   func(o *mail.Options) { o.Port = 70000 },
		"no pages":   func(o *mail.Options) { o.BaseURL = "" },
		"no words":   func(o *mail.Options) { o.Words = nil },
	} {
		o := good
		change(&o)
		if _, err := mail.New(o); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
