package mail_test

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/mail"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	m.Run()
}

// server is a mail server on the loopback address that does as it is told.
type server struct {
	t       *testing.T
	port    int
	tls     *tls.Config    // what it shows; nil: it cannot encrypt
	trusted *x509.CertPool // what a client needs to trust it
	inside  bool           // encrypts from the first byte
	ways    string         // of signing in, "" for none
	replies map[string]string

	talks sync.WaitGroup
	mu    sync.Mutex
	open  []net.Conn
	said  []string // the commands, in order
	mail  []string // the letters taken
}

// newServer starts a server. replies change the answer to a command; "hang up" ends the
// connection instead.
func newServer(t *testing.T, encryption, ways string, replies map[string]string) *server {
	t.Helper()
	s := &server{t: t, ways: ways, replies: replies, inside: encryption == mail.TLS}
	if encryption != mail.None {
		https := httptest.NewTLSServer(nil)
		defer https.Close()
		pool := x509.NewCertPool()
		pool.AddCert(https.Certificate())
		s.tls, s.trusted = &tls.Config{Certificates: https.TLS.Certificates}, pool
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.port = l.Addr().(*net.TCPAddr).Port
	if s.inside {
		l = tls.NewListener(l, s.tls)
	}
	go s.accept(l)
	t.Cleanup(func() {
		l.Close()
		s.allHungUp()
	})
	return s
}

func (s *server) accept(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.open = append(s.open, c)
		s.mu.Unlock()
		s.talks.Go(func() { s.talk(c) })
	}
}

// allHungUp reports clients that do not hang up by themselves.
func (s *server) allHungUp() {
	ended := make(chan struct{})
	go func() { s.talks.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		s.t.Error("a connection was left open")
		s.mu.Lock()
		for _, c := range s.open {
			c.Close()
		}
		s.mu.Unlock()
		<-ended
	}
}

// talk speaks with one client.
func (s *server) talk(c net.Conn) {
	defer func() { c.Close() }()
	r := bufio.NewReader(c)
	say := func(text string) { fmt.Fprintf(c, "%s\r\n", text) }
	say("220 test")
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSpace(line)
		verb, _, _ := strings.Cut(strings.ToUpper(line), " ")
		s.note(line)
		answer := s.replies[verb]
		switch {
		case answer == "hang up":
			return
		case answer != "":
			say(answer)
		case verb == "EHLO":
			s.greet(say)
		case verb == "STARTTLS":
			say("220 go ahead")
			c = tls.Server(c, s.tls)
			r = bufio.NewReader(c)
		case verb == "AUTH":
			say("235 welcome")
		case verb == "DATA":
			say("354 write")
			s.keep(read(r))
			answer = s.replies["."]
			if answer == "" {
				answer = "250 taken"
			}
			say(answer)
		case verb == "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (s *server) greet(say func(string)) {
	say("250-test")
	if s.tls != nil && !s.inside {
		say("250-STARTTLS")
	}
	if s.ways != "" {
		say("250-AUTH " + s.ways)
	}
	say("250 8BITMIME")
}

// read takes a letter up to the line with a dot.
func read(r *bufio.Reader) string {
	var b strings.Builder
	for {
		line, err := r.ReadString('\n')
		if err != nil || line == ".\r\n" {
			return b.String()
		}
		b.WriteString(line)
	}
}

func (s *server) note(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.said = append(s.said, line)
}

func (s *server) keep(letter string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mail = append(s.mail, letter)
}

// heard is what was said and the letters taken.
func (s *server) heard() (said string, letters []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.said, "\n"), s.mail
}
