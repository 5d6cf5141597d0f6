package main

import (
	"encoding/json"
	"errors"
	"math"
	rand2 "math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/store/pgtest"
)

// The mixed load of BenchmarkTwoNodes; LEGIBLE_LOAD_RATE and LEGIBLE_LOAD_SECONDS change it.
const (
	mixedRate    = 300 // requests per second
	mixedSeconds = 60
	mixedPersons = 2000
	atOnce       = 400 // requests under way; beyond, the machine is not up to the rate
)

// mixedOps are what is asked, each as often as it stands here.
var mixedOps = []loadOp{
	{"check", checkOp}, {"check", checkOp}, {"check", checkOp},
	loadOps[0], loadOps[0], // write
	loadOps[1], loadOps[1], // month
	{"guide", func(s *loaded, _ guest, _ *rand2.Rand) *http.Request {
		return mustRequest("GET", s.url+"/guide", "")
	}},
	{"guide", func(s *loaded, _ guest, _ *rand2.Rand) *http.Request {
		return mustRequest("GET", s.url+"/now", "")
	}},
	{"ask", func(s *loaded, g guest, _ *rand2.Rand) *http.Request {
		r := mustRequest("POST", s.url+"/ask", url.Values{"q": {"does stretching help against cramps at night"}}.Encode())
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return r
	}},
}

func checkOp(s *loaded, _ guest, chance *rand2.Rand) *http.Request {
	stories := []string{"My calf cramps at night and wakes me.", "I have an urge to move my legs in the evening, walking helps.", "My legs jerk in my sleep, my wife says."}
	r := mustRequest("POST", s.url+"/api/v1/assess", `{"text":"`+stories[chance.IntN(len(stories))]+`","person":{"age":`+strconv.Itoa(30+chance.IntN(50))+`}}`)
	r.Header.Set("Content-Type", "application/json")
	return r
}

// sample is one request of the load.
type sample struct {
	op   string
	at   time.Duration // when it was due, since the beginning
	took time.Duration // since then, so that a wait for a turn counts
	bad  bool          // no answer, or 5xx
}

// mixed is the load and what came of it.
type mixed struct {
	b     *testing.B
	begun time.Time

	mu      sync.Mutex
	nodes   []*loaded
	samples []sample
	written map[string]string // entries that were acknowledged: the person of each
	skipped int               // not sent, because too many were under way
}

// BenchmarkTwoNodes sends 300 requests a second for a minute to two nodes on one
// PostgreSQL with 2,000 persons of 90 nights: three checks, two diary entries, two months
// of a diary, two pages of the guide and one question in ten, each to one node after the
// other, whether or not the last ones were answered. After 20 s one node is killed and
// another started in its place; after 40 s PostgreSQL ends at once and is started again. Times are
// counted from when a request was due. "errors" are 5xx and no answer; "recovery-s" is how
// long after an event the last of them came; "lost" is how many acknowledged entries are
// not there at the end. "processors" is how many were busy with nodes and PostgreSQL, the
// client not counted, before the first event.
func BenchmarkTwoNodes(b *testing.B) {
	exe, folder := built(b), b.TempDir()
	server := pgtest.Own(b, "fsync=on", "shared_buffers=256MB")
	address := server.URL(b)
	guests := seed(b, folder, mixedPersons, scaleNights)
	migrated(b, exe, server, folder, address)
	start := func() *loaded { return startOn(b, exe, guests, scaleNights, at(folder, address)...) }
	rate, seconds := number("LEGIBLE_LOAD_RATE", mixedRate), number("LEGIBLE_LOAD_SECONDS", mixedSeconds)
	for b.Loop() {
		m := &mixed{b: b, nodes: []*loaded{start(), start()}, written: map[string]string{}}
		for _, n := range m.nodes {
			n.warm(b)
		}
		third := time.Duration(seconds) * time.Second / 3
		m.begun = time.Now()
		ended := make(chan struct{})
		go func() { m.run(rate, 3*third); close(ended) }()
		ours, its := m.spent(server)
		time.Sleep(third)
		oursThen, itsThen := m.spent(server)
		ours, its = (oursThen-ours)/third.Seconds(), (itsThen-its)/third.Seconds()
		b.ReportMetric(round2(ours/float64(rate)*1000), "cpu-ms/request")
		b.ReportMetric(round2(its/float64(rate)*1000), "postgres-cpu-ms/request")
		b.ReportMetric(round2(ours+its), "processors")
		b.ReportMetric(math.Round(resident(m.nodes[0].pid)), "MB-node")
		killed := time.Since(m.begun)
		process, err := os.FindProcess(m.nodes[0].pid)
		must(b, err)
		must(b, process.Kill())
		fresh := start()
		m.mu.Lock()
		m.nodes[0] = fresh
		m.mu.Unlock()
		replaced := time.Since(m.begun)
		time.Sleep(2*third - replaced)
		stopped := time.Since(m.begun)
		server.Stop(b)
		server.Start(b)
		back := time.Since(m.begun)
		<-ended
		m.report(killed, replaced, stopped, back)
	}
	b.ReportMetric(0, "ns/op") // the loop is one run, not an operation
}

// warm asks the question once that makes the index of the guide.
func (s *loaded) warm(b *testing.B) {
	for _, op := range mixedOps {
		s.do(b, op.ask(s, s.guests[0], rand2.New(rand2.NewPCG(1, 1))))
	}
}

// spent is the processor time of the nodes and of PostgreSQL so far, in seconds.
func (m *mixed) spent(server *pgtest.Server) (nodes, postgres float64) {
	var pids []int
	for _, n := range m.nodes {
		pids = append(pids, n.pid)
	}
	return cpu(pids), cpu(family(server.PID(m.b)))
}

// number is a setting of the load.
func number(name string, or int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return or
}

// run sends the requests, each when it is due.
func (m *mixed) run(rate int, whole time.Duration) {
	turns := make(chan struct{}, atOnce)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: atOnce}, Timeout: 30 * time.Second}
	chance := rand2.New(rand2.NewPCG(1, 1))
	var under sync.WaitGroup
	for i := 0; ; i++ {
		due := time.Duration(i) * time.Second / time.Duration(rate)
		if due >= whole {
			break
		}
		time.Sleep(due - time.Since(m.begun))
		m.mu.Lock()
		n := m.nodes[i%len(m.nodes)]
		m.mu.Unlock()
		op, g := mixedOps[chance.IntN(len(mixedOps))], n.guests[chance.IntN(len(n.guests))]
		r := op.ask(n, g, chance)
		select {
		case turns <- struct{}{}:
			under.Go(func() {
				m.send(client, r, op.name, g, due)
				<-turns
			})
		default:
			m.skipped++
		}
	}
	under.Wait()
}

func (m *mixed) send(client *http.Client, r *http.Request, op string, g guest, due time.Duration) {
	var entry struct{ ID string }
	status := 0
	if w, err := m.pass(client, r); err == nil {
		if err := json.NewDecoder(w.Body).Decode(&entry); op != "write" || err == nil {
			status = w.StatusCode
		}
		w.Body.Close()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if status >= 300 && status < 500 {
		m.b.Errorf("%s %s: status %d", r.Method, r.URL.Path, status)
	}
	m.samples = append(m.samples, sample{op, due, time.Since(m.begun) - due, status == 0 || status >= 500})
	if op == "write" && status == http.StatusCreated {
		m.written[entry.ID] = g.token + " " + g.person
	}
}

// pass sends a request on, and to the other node where the one does not take it, as load
// balancers do; what was sent is not sent again.
func (m *mixed) pass(client *http.Client, r *http.Request) (*http.Response, error) {
	w, err := client.Do(r)
	if refused, ok := errors.AsType[*net.OpError](err); !ok || refused.Op != "dial" {
		return w, err
	}
	m.mu.Lock()
	other, err := url.Parse(m.nodes[1].url) // the one that is never killed
	m.mu.Unlock()
	if err != nil {
		return nil, err
	}
	again := r.Clone(r.Context())
	if again.URL.Host = other.Host; r.GetBody != nil {
		if again.Body, err = r.GetBody(); err != nil {
			return nil, err
		}
	}
	return client.Do(again)
}
