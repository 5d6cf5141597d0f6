package pocketbase

import (
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// night is what is written: a usual night of 118 bytes of JSON.
const night = `{"cramps":2,"pain":6,"sleep_hours":6.5,"wakings":3,"note":"left calf, woke at three, stretched it, walked, gone in 4"}`

const (
	rounds    = 5
	roundTime = time.Second
)

// client is the one for all; neither side is asked to compress.
var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256, DisableCompression: true}, Timeout: time.Minute}

// BenchmarkDiary writes diary entries and lists the newest 30 of 400, by turns here and
// there in rounds of a second; the figures are medians of five rounds, in requests a
// second. "x-" is Legible's divided by PocketBase's. PocketBase checks who somebody is
// and whose entries they reach, as Legible does; "PocketBase-open" asks nobody and does
// not count what could be listed.
func BenchmarkDiary(b *testing.B) {
	legible := startLegible(b)
	peer, open := startPeer(b)
	sites := []*site{legible, peer, open}
	for _, s := range sites {
		for day := range 400 {
			s.add(b, s.reader, day)
		}
	}
	for _, clients := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("Clients=%d", clients), func(b *testing.B) {
			for b.Loop() {
				measure(b, sites, clients)
			}
			for _, s := range sites {
				b.ReportMetric(math.Round(median(s.writes)), s.name+"-writes/s")
				b.ReportMetric(math.Round(median(s.lists)), s.name+"-lists/s")
			}
			b.ReportMetric(median(legible.writes)/median(peer.writes), "x-writes")
			b.ReportMetric(median(legible.lists)/median(peer.lists), "x-lists")
			b.ReportMetric(0, "ns/op") // the loop is rounds, not an operation
		})
	}
}

func measure(b *testing.B, sites []*site, clients int) {
	for _, s := range sites {
		s.writes, s.lists = nil, nil
	}
	for range rounds {
		for _, s := range sites {
			s.lists = append(s.lists, rate(b, clients, func(int) { s.list(b) }))
			s.writes = append(s.writes, rate(b, clients, func(i int) { s.add(b, s.writer, i) }))
		}
	}
}

// rate does something with many clients for the time of a round.
func rate(b *testing.B, clients int, do func(i int)) float64 {
	var n atomic.Int64
	var all sync.WaitGroup
	begun := time.Now()
	for range clients {
		all.Go(func() {
			for time.Since(begun) < roundTime && !b.Failed() {
				do(int(n.Add(1)))
			}
		})
	}
	all.Wait()
	return float64(n.Load()) / time.Since(begun).Seconds()
}

func median(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}

// add writes the night of one of 400 days.
func (s *site) add(b *testing.B, w who, i int) {
	day := time.Date(2025, 10, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i%400).Format(time.DateOnly)
	ask(b, http.MethodPost, s.entries(w), w.Token, s.body(w, day, night))
}

func (s *site) list(b *testing.B) {
	if n := strings.Count(ask(b, http.MethodGet, s.thirty(s.reader), s.reader.Token, ""), `"left calf`); n != 30 {
		b.Errorf("%s: %d entries, want 30", s.name, n)
	}
}

func ask(b *testing.B, method, url, token, body string) string {
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		b.Error(err)
		return ""
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w, err := client.Do(r)
	if err != nil {
		b.Error(err)
		return ""
	}
	defer w.Body.Close()
	text, err := io.ReadAll(w.Body)
	if err != nil || w.StatusCode >= 300 {
		b.Errorf("%s %s: status %d, %v: %.300s", method, url, w.StatusCode, err, text)
	}
	return string(text)
}
