package main

import (
	"fmt"
	rand2 "math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// largeAsked is how many requests of each kind each database is asked, and twice as many as
// for reports, which take longer; LEGIBLE_LARGE_ASKED changes it.
const largeAsked = 2000

// largeOps are what is compared: what is written and looked at daily, and what is taken to
// a doctor.
var largeOps = []loadOp{loadOps[0], loadOps[1],
	{"report", func(s *loaded, g guest, _ *rand2.Rand) *http.Request {
		return page(mustRequest("GET", s.url+"/report", ""), g)
	}},
	{"pdf", func(s *loaded, g guest, _ *rand2.Rand) *http.Request {
		r := page(mustRequest("POST", s.url+"/report.pdf", url.Values{"shown": {"1"}, "diary": {"1"}}.Encode()), g)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return r
	}},
}

// BenchmarkLarge asks a database of 100,000 persons with 90 nights on PostgreSQL and one of
// 10,000 persons with 365 nights in a file, and beside each one of 50 persons with as many
// nights, by turns: a request of the one, the same of the other, so that whatever else the
// machine does comes to both. Each request is about a person taken by chance. "-p99-ms" and
// "-cpu-ms" are of the full database, "-empty-" of the empty one, and "-x-" is the one
// divided by the other (limit of x-p99: 1.5). "cpu" is processor time, PostgreSQL's
// included, and its p99 says more than that of time where others use the machine. What is
// not loaded yet is loaded first, as in BenchmarkLargeLoad.
func BenchmarkLarge(b *testing.B) {
	all, exe := larges(b), built(b)
	for i := 0; i < len(all); i += 2 {
		empty, full := all[i], all[i+1]
		b.Run(full.engine, func(b *testing.B) {
			for b.Loop() {
				for _, l := range []*large{empty, full} {
					if l.open(b); !l.loaded() {
						l.load(b)
					}
				}
				compare(b, exe, empty, full)
			}
			b.ReportMetric(0, "ns/op") // the loop is one run, not an operation
		})
	}
}

// side is a database that is served, one of two.
type side struct {
	*loaded
	pids []int     // of those who answer
	took []float64 // ms, each request
	ran  []float64 // ms of processors, each request
}

// compare serves both and tells of the full one what it needs, and how many times that
// of the empty one that is.
func compare(b *testing.B, exe string, empty, full *large) {
	most := number("LEGIBLE_LARGE_ASKED", largeAsked)
	small, big := &side{loaded: empty.serve(b, exe)}, &side{loaded: full.serve(b, exe)}
	tell := func(v float64, name string) { b.ReportMetric(round2(v), full.engine+"-"+name) }
	for _, op := range largeOps {
		chance, asked := rand2.New(rand2.NewPCG(1, 1)), most
		if op.name == "report" || op.name == "pdf" {
			asked = most / 2
		}
		turns(b, op, asked/4, chance, small, big) // what is made once is made
		for l, s := range map[*large]*side{empty: small, full: big} {
			s.pids, s.took, s.ran = l.pids(b, s.loaded), nil, nil
		}
		smallRan, bigRan := ran(small.pids), ran(big.pids)
		turns(b, op, asked, chance, small, big)
		smallRan, bigRan = (ran(small.pids)-smallRan)/float64(asked), (ran(big.pids)-bigRan)/float64(asked)
		for name, v := range map[string][2]float64{
			"p50":     {percentile(small.took, 50), percentile(big.took, 50)},
			"p99":     {p99(small.took), p99(big.took)},
			"cpu":     {smallRan, bigRan},
			"cpu-p99": {p99(small.ran), p99(big.ran)},
		} {
			tell(v[0], op.name+"-empty-"+name+"-ms")
			tell(v[1], op.name+"-"+name+"-ms")
			tell(v[1]/v[0], op.name+"-x-"+name)
		}
	}
	tell(float64(full.persons*full.nights), "records")
	tell(full.bytes(b)/1e9, "GB")
	tell(resident(big.pid), "MB")
	tell(resident(small.pid), "empty-MB")
	tell(float64(most), "asked")
}

// turns asks each of two databases the same thing, which of them first by chance.
func turns(b *testing.B, op loadOp, n int, chance *rand2.Rand, both ...*side) {
	for range n {
		if chance.IntN(2) == 0 {
			both[0], both[1] = both[1], both[0]
		}
		for _, s := range both {
			half := len(s.guests) / 2
			guests := s.guests[:half]
			if op.name == "write" {
				guests = s.guests[half:]
			}
			r := op.ask(s.loaded, guests[chance.IntN(half)], chance)
			before, begun := ran(s.pids), time.Now()
			if s.do(b, r); b.Failed() {
				b.FailNow()
			}
			s.took = append(s.took, float64(time.Since(begun).Microseconds())/1000)
			s.ran = append(s.ran, ran(s.pids)-before)
		}
	}
}

// ran is how long the threads of processes have been on a processor, in ms, to the
// nanosecond.
func ran(pids []int) (ms float64) {
	for _, pid := range pids {
		threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
		for _, path := range threads {
			text, _ := os.ReadFile(path)
			first, _, _ := strings.Cut(string(text), " ")
			ns, _ := strconv.ParseFloat(first, 64)
			ms += ns / 1e6
		}
	}
	return ms
}
