package main

import (
	"bufio"
	"fmt"
	"io"
	"math"
	rand2 "math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/diary"
)

// The load: LEGIBLE_LOAD_PERSONS makes it smaller for a quick look.
const (
	loadPersons = 10_000
	fewPersons  = 50 // in the database that is empty but for them
	loadNights  = 365
	loadClients = 4
	loadRounds  = 8
	roundTime   = time.Second
)

// BenchmarkTenThousandPersons serves two databases with the real program, one of 10,000
// persons with 365 nights each and one of 50 persons, and asks them by turns from four
// clients: a new entry, a month, a year of trends. "-p99-ms" are of the large one and "x-"
// is that divided by the small one's (limit 1.5). "MB" is the resident memory of the
// large one's process: once it serves, and the most it had under this load (limit 60).
func BenchmarkTenThousandPersons(b *testing.B) {
	persons := loadPersons
	if n, err := strconv.Atoi(os.Getenv("LEGIBLE_LOAD_PERSONS")); err == nil {
		persons = n
	}
	exe := built(b)
	small, large := startLoaded(b, exe, fewPersons), startLoaded(b, exe, persons)
	most := watchMemory(b, large.pid)
	for b.Loop() {
		for range loadRounds {
			for _, op := range loadOps {
				for _, s := range []*loaded{small, large} {
					s.round(b, op)
				}
			}
		}
	}
	if b.Failed() {
		return
	}
	for _, op := range loadOps {
		b.ReportMetric(round2(p99(large.took[op.name])), op.name+"-p99-ms")
		b.ReportMetric(round2(p99(large.took[op.name])/p99(small.took[op.name])), "x-"+op.name)
	}
	b.ReportMetric(math.Round(large.start), "MB-start")
	b.ReportMetric(math.Round(most()), "MB-most")
	b.ReportMetric(0, "ns/op") // the loop is rounds, not an operation
}

// built is the program as it is released.
func built(b *testing.B) (exe string) {
	exe = filepath.Join(b.TempDir(), "legible")
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", exe, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return exe
}

// loaded is the program serving a database.
type loaded struct {
	url    string
	pid    int
	guests []guest
	nights int     // that each guest's diary has
	start  float64 // MB resident once it served
	client *http.Client
	took   map[string][]float64 // ms, by operation
}

func startLoaded(b *testing.B, exe string, persons int) *loaded {
	dir := b.TempDir()
	return startOn(b, exe, seed(b, dir, persons, loadNights), loadNights, "--data", dir)
}

// startOn serves what was seeded, with settings that say where it is.
func startOn(b *testing.B, exe string, guests []guest, nights int, settings ...string) *loaded {
	s := &loaded{guests: guests, nights: nights, took: map[string][]float64{},
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}, Timeout: time.Minute}}
	cmd := exec.Command(exe, append([]string{"serve", "--quiet", "--addr", "127.0.0.1:0"}, settings...)...)
	stderr, err := cmd.StderrPipe()
	must(b, err)
	must(b, cmd.Start())
	b.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	said := ""
	for lines := bufio.NewScanner(stderr); s.url == "" && lines.Scan(); said += lines.Text() + "\n" {
		s.url = regexp.MustCompile(`http://\S+`).FindString(lines.Text())
	}
	if s.url == "" {
		b.Fatalf("it does not serve:\n%s", said)
	}
	go io.Copy(io.Discard, stderr) //nolint:errcheck // until it ends
	s.pid = cmd.Process.Pid
	s.start = resident(s.pid)
	return s
}

// loadOp is one thing that people do.
type loadOp struct {
	name string
	ask  func(s *loaded, g guest, chance *rand2.Rand) *http.Request
}

// loadOps read other persons than they write to, so that what is read stays as it was.
var loadOps = []loadOp{
	{"write", func(s *loaded, g guest, chance *rand2.Rand) *http.Request {
		day := time.Now().AddDate(0, 0, -1-chance.IntN(s.nights)).Format(time.DateOnly)
		r := mustRequest("POST", s.url+"/api/v1/persons/"+g.person+"/entries",
			`{"kind":"episode","day":"`+day+`","data":{"sort":"cramp","seconds":`+strconv.Itoa(chance.IntN(600))+`,"note":"left calf, gone in four minutes"}}`)
		r.Header.Set("Authorization", "Bearer "+g.token)
		r.Header.Set("Content-Type", "application/json")
		return r
	}},
	{"month", func(s *loaded, g guest, chance *rand2.Rand) *http.Request {
		day := diary.DayOf(time.Now(), time.UTC) - diary.Date(chance.IntN(s.nights))
		return page(mustRequest("GET", s.url+"/diary/month/"+day.String()[:7], ""), g)
	}},
	{"year", func(s *loaded, g guest, chance *rand2.Rand) *http.Request {
		r := page(mustRequest("POST", s.url+"/trends", url.Values{"nights": {"365"}, "outcome": {"cramps"}}.Encode()), g)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return r
	}},
}

func mustRequest(method, url, body string) *http.Request {
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		panic(err) // the requests above are well-formed
	}
	return r
}

func page(r *http.Request, g guest) *http.Request {
	r.AddCookie(&http.Cookie{Name: "legible", Value: g.cookie})
	return r
}

// round lets the clients do one thing for the time of a round.
func (s *loaded) round(b *testing.B, op loadOp) {
	half := len(s.guests) / 2
	guests := s.guests[:half]
	if op.name == "write" {
		guests = s.guests[half:]
	}
	var mu sync.Mutex
	var clients sync.WaitGroup
	end := time.Now().Add(roundTime)
	for range loadClients {
		clients.Go(func() {
			chance := rand2.New(rand2.NewPCG(rand2.Uint64(), 1))
			var took []float64
			for time.Now().Before(end) && !b.Failed() {
				r := op.ask(s, guests[chance.IntN(len(guests))], chance)
				begun := time.Now()
				s.do(b, r)
				took = append(took, float64(time.Since(begun).Microseconds())/1000)
			}
			mu.Lock()
			s.took[op.name] = append(s.took[op.name], took...)
			mu.Unlock()
		})
	}
	clients.Wait()
}

func (s *loaded) do(b *testing.B, r *http.Request) {
	w, err := s.client.Do(r)
	if err != nil {
		b.Error(err)
		return
	}
	defer w.Body.Close()
	text, err := io.ReadAll(w.Body)
	if err != nil || w.StatusCode >= 300 {
		b.Errorf("%s %s: status %d, %v: %.200s", r.Method, r.URL.Path, w.StatusCode, err, text)
	}
}

// watchMemory looks at a process twenty times a second; what it returns stops it and
// tells the most.
func watchMemory(b *testing.B, pid int) func() float64 {
	stop, most := make(chan struct{}), make(chan float64)
	go func() {
		top := 0.0
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				top = max(top, resident(pid))
			case <-stop:
				most <- top
				return
			}
		}
	}()
	return func() float64 { close(stop); return <-most }
}

// resident is the resident memory of a process in MB; 0 where the system does not tell.
func resident(pid int) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	kB, _ := strconv.ParseFloat(strings.Fields(rest + " 0")[0], 64)
	return kB * 1024 / 1e6
}

func p99(ms []float64) float64 { return percentile(ms, 99) }

func percentile(ms []float64, n int) float64 {
	sorted := slices.Sorted(slices.Values(ms))
	return sorted[len(sorted)*n/100]
}

func round2(v float64) float64 { return math.Round(v*100) / 100 }
