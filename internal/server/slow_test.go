package server_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/server"
)

// A thousand clients that send half a request and then nothing hold up nobody else: while
// all of them wait, every other request is answered.
func TestSlowClientsDoNotStarveOthers(t *testing.T) {
	const slow, others = 1000, 100
	a, p := site()
	h := server.New(server.Parts{API: a, FHIR: http.NotFoundHandler(), Pages: p, Log: slog.New(slog.DiscardHandler)})
	ctx, cancel := context.WithCancel(t.Context())
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() {
		done <- server.Run(ctx, server.Place{Addr: "127.0.0.1:0"}, h, slog.New(slog.DiscardHandler), func(u string) { ready <- u })
	}()
	url := <-ready
	halves := []string{
		"",                           // nothing at all
		"GET /guide/cramps HTTP/1.1", // half a line
		"GET /guide/cramps HTTP/1.1\r\nHost: legible.example\r\nX-Slow: 1\r\n",                                                                          // half a header
		"POST /check HTTP/1.1\r\nHost: legible.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nkept=",         // half a form
		"POST /api/v1/echo/1 HTTP/1.1\r\nHost: legible.example\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n{\"text\"", // half a chunk
	}
	var waiting []net.Conn
	for i := range slow {
		c, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		waiting = append(waiting, c)
		if _, err := io.WriteString(c, halves[i%len(halves)]); err != nil {
			t.Fatal(err)
		}
	}
	client := &http.Client{Timeout: 30 * time.Second} // a starved request fails rather than hangs
	for i := range others {
		for _, send := range []func() (*http.Response, error){
			func() (*http.Response, error) { return client.Get(fmt.Sprintf("%s/guide/%d", url, i)) },
			func() (*http.Response, error) {
				return client.Post(url+"/api/v1/echo/1", "application/json", strings.NewReader("{}"))
			},
		} {
			r, err := send()
			if err != nil {
				t.Fatal(err)
			}
			_, err = io.Copy(io.Discard, r.Body)
			r.Body.Close()
			if err != nil || r.StatusCode != http.StatusOK {
				t.Fatalf("request %d: status %d, %v", i, r.StatusCode, err)
			}
		}
	}
	for _, c := range waiting {
		c.Close()
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
