package main

import (
	"bufio"
	"cmp"
	"database/sql"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/store/pgtest"
)

// The soak; LEGIBLE_SOAK_MINUTES makes it longer, and "make soak" takes an hour.
const (
	soakMinutes = 2
	soakRate    = mixedRate / 2
	soakEvery   = 30 * time.Second // between two looks
	soakWarm    = time.Minute      // of the same load before
	// At rest, connections that nobody uses are closed after 90 s, and the collector
	// comes after two minutes without one.
	soakRest = 150 * time.Second
)

// soakGauges are what must not grow: metrics of each program, by the name they are told
// under, and how much of the metric is one of its unit.
var soakGauges = []struct {
	name, metric string
	unit         float64
}{
	{"resident-MB", "process_resident_memory_bytes", 1e6},
	{"collected-at-MB", "go_memstats_next_gc_bytes", 1e6},
	{"goroutines", "go_goroutines", 1},
	{"threads", "go_threads", 1},
	{"files", "process_open_fds", 1},
}

// BenchmarkSoak sends half the load of BenchmarkTwoNodes to two nodes on one PostgreSQL,
// ends nothing, and looks at both every half minute. "-first" is the median of what was
// seen in the first quarter of the time and "-last" in the last; "/h" is what an hour adds,
// the median of the slopes between any two looks (Theil and Sen), so that a moment says
// little. Of two nodes the one that grows more is told. "-before" is what the first node has
// at rest after a minute of the load, and "-after" at rest after the whole: where others use
// the machine and requests wait, these say more. "collected-at" is the size of the heap at
// which the collector begins, a constant times what it left alive the last time;
// "connections" are those of both nodes to the database.
func BenchmarkSoak(b *testing.B) {
	exe, folder := built(b), b.TempDir()
	server := pgtest.Own(b, "fsync=on", "shared_buffers=256MB")
	address := server.URL(b)
	guests := seed(b, folder, mixedPersons, scaleNights)
	migrated(b, exe, server, folder, address)
	whole := time.Duration(number("LEGIBLE_SOAK_MINUTES", soakMinutes)) * time.Minute
	for b.Loop() {
		m := &mixed{b: b, written: map[string]string{}}
		for range 2 {
			n := startOn(b, exe, guests, scaleNights, at(folder, address)...)
			n.warm(b)
			m.nodes = append(m.nodes, n)
		}
		rate := number("LEGIBLE_LOAD_RATE", soakRate)
		m.begun = time.Now()
		m.run(rate, soakWarm)
		m.rest("before")
		m.begun, m.samples, m.skipped = time.Now(), nil, 0
		ended := make(chan struct{})
		go func() { m.run(rate, whole); close(ended) }()
		for name, nodes := range m.watch(address, ended) {
			grows := slices.MaxFunc(nodes, func(a, b []look) int { return cmp.Compare(slope(a), slope(b)) })
			quarter := max(1, len(grows)/4)
			b.ReportMetric(round2(median(grows[:quarter])), name+"-first")
			b.ReportMetric(round2(median(grows[len(grows)-quarter:])), name+"-last")
			b.ReportMetric(round2(slope(grows)), name+"/h")
		}
		m.reportCalm(m.samples)
		m.rest("after")
		b.ReportMetric(whole.Minutes(), "minutes")
	}
	b.ReportMetric(0, "ns/op") // the loop is one run, not an operation
}

// look is what was seen of something, at a time since the beginning.
type look struct {
	at    time.Duration
	value float64
}

// rest tells what the first node has after nobody has asked it anything for a while.
func (m *mixed) rest(when string) {
	time.Sleep(soakRest)
	told := m.nodes[0].metrics(m.b)
	for _, g := range soakGauges {
		m.b.ReportMetric(round2(told[g.metric]/g.unit), g.name+"-"+when)
	}
}

// watch looks until the load has ended, and returns what it saw by name: a list for each
// node, or one for all.
func (m *mixed) watch(address string, ended <-chan struct{}) map[string][][]look {
	db, err := sql.Open("pgx", address)
	must(m.b, err)
	defer db.Close()
	seen := map[string][][]look{}
	see := func(name string, node int, x look) {
		for len(seen[name]) <= node {
			seen[name] = append(seen[name], nil)
		}
		seen[name][node] = append(seen[name][node], x)
		fmt.Fprintf(os.Stderr, "%.1f min\t%s\t%d\t%.1f\n", x.at.Minutes(), name, node, x.value)
	}
	tick := time.NewTicker(soakEvery)
	defer tick.Stop()
	for {
		select {
		case <-ended:
			return seen
		case <-tick.C:
		}
		at := time.Since(m.begun)
		for i, n := range m.nodes {
			told := n.metrics(m.b)
			for _, g := range soakGauges {
				see(g.name, i, look{at, told[g.metric] / g.unit})
			}
		}
		var n float64 // one is ours
		must(m.b, db.QueryRowContext(m.b.Context(), `SELECT count(*) - 1 FROM pg_stat_activity WHERE datname = current_database()`).Scan(&n))
		see("connections", 0, look{at, n})
	}
}

// metrics are those of a node that have no labels.
func (s *loaded) metrics(b *testing.B) map[string]float64 {
	w, err := s.client.Get(s.url + "/metrics")
	must(b, err)
	defer w.Body.Close()
	if w.StatusCode != http.StatusOK {
		b.Fatalf("/metrics: status %d", w.StatusCode)
	}
	told := map[string]float64{}
	for lines := bufio.NewScanner(w.Body); lines.Scan(); {
		if name, value, ok := strings.Cut(lines.Text(), " "); ok && name != "#" {
			told[name], _ = strconv.ParseFloat(value, 64) // 0 where it is no number
		}
	}
	return told
}

func median(looks []look) float64 {
	var values []float64
	for _, x := range looks {
		values = append(values, x.value)
	}
	return percentile(values, 50)
}

// slope is the median of the slopes between any two looks, in an hour; 0 for one look.
func slope(looks []look) float64 {
	var slopes []float64
	for i, a := range looks {
		for _, b := range looks[i+1:] {
			slopes = append(slopes, (b.value-a.value)/(b.at-a.at).Hours())
		}
	}
	if len(slopes) == 0 {
		return 0
	}
	return percentile(slopes, 50)
}
