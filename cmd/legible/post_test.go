package main

import (
	"bufio"
	"fmt"
	"net"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// postOffice takes letters as a mail server does and tells to whom they went.
type postOffice struct {
	port    string
	letters chan string
}

func newPostOffice(t *testing.T) *postOffice {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	p := &postOffice{port: strconv.Itoa(l.Addr().(*net.TCPAddr).Port), letters: make(chan string, 1000)}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go p.talk(c)
		}
	}()
	return p
}

// talk answers one sender.
func (p *postOffice) talk(c net.Conn) {
	defer c.Close()
	say := func(line string) { fmt.Fprintf(c, "%s\r\n", line) }
	say("220 post.example")
	to, reading := "", false
	for lines := bufio.NewScanner(c); lines.Scan(); {
		line := lines.Text()
		verb, _, _ := strings.Cut(strings.ToUpper(line), " ")
		switch {
		case reading && line == ".":
			reading = false
			p.letters <- to
			say("250 taken")
		case reading:
		case verb == "DATA":
			reading = true
			say("354 go on")
		case verb == "QUIT":
			say("221 bye")
			return
		default:
			if m := regexp.MustCompile(`(?i)^RCPT TO:<([^>]*)>`).FindStringSubmatch(line); m != nil {
				to = m[1]
			}
			say("250 ok")
		}
	}
}
