package main

import (
	"fmt"
	"math"
	"net/http"
	"strings"
	"time"
)

// report tells the times of each kind of request while nothing was ended on purpose, and
// what the events cost.
func (m *mixed) report(killed, replaced, stopped, back time.Duration) {
	const settling = 5 * time.Second // after which nothing is excused
	var calm []sample
	lastKill, lastStop, bad := time.Duration(0), time.Duration(0), map[string]int{}
	for _, x := range m.samples {
		switch {
		case x.at+x.took >= killed && x.at < replaced+settling:
			if bad["kill"] += one(x.bad); x.bad {
				lastKill = max(lastKill, x.at+x.took-killed)
			}
		case x.at+x.took >= stopped && x.at < back+settling:
			if bad["restart"] += one(x.bad); x.bad {
				lastStop = max(lastStop, x.at+x.took-stopped)
			}
		default:
			calm = append(calm, x)
		}
	}
	m.reportCalm(calm)
	m.b.ReportMetric(float64(bad["kill"]), "errors-kill")
	m.b.ReportMetric(float64(bad["restart"]), "errors-restart")
	m.b.ReportMetric(round2((replaced - killed).Seconds()), "replaced-s")
	m.b.ReportMetric(round2((back - stopped).Seconds()), "restart-s")
	m.b.ReportMetric(round2(lastKill.Seconds()), "recovery-kill-s")
	m.b.ReportMetric(round2(lastStop.Seconds()), "recovery-restart-s")
}

// reportCalm tells the times of the requests that nothing was ended around, and what came
// of all.
func (m *mixed) reportCalm(calm []sample) {
	took, bad := map[string][]float64{}, 0
	for _, x := range calm {
		bad += one(x.bad)
		ms := float64(x.took.Microseconds()) / 1000
		took[x.op], took["all"] = append(took[x.op], ms), append(took["all"], ms)
	}
	for op, ms := range took {
		m.b.ReportMetric(round2(percentile(ms, 50)), op+"-p50-ms")
		m.b.ReportMetric(round2(percentile(ms, 99)), op+"-p99-ms")
	}
	m.b.ReportMetric(float64(bad), "errors-calm")
	m.b.ReportMetric(float64(len(m.samples)), "requests")
	m.b.ReportMetric(math.Round(float64(len(m.samples))/m.samples[len(m.samples)-1].at.Seconds()), "requests/s")
	m.b.ReportMetric(float64(m.skipped), "not-sent")
	m.b.ReportMetric(float64(len(m.written)), "written")
	m.b.ReportMetric(float64(m.lost()), "lost")
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// lost is how many of the acknowledged entries are not there.
func (m *mixed) lost() (n int) {
	there := map[string]string{}
	for id, whose := range m.written {
		if _, read := there[whose]; !read {
			token, person, _ := strings.Cut(whose, " ")
			status, text, err := call(http.DefaultClient, "GET", m.nodes[1].url+"/api/v1/persons/"+person+"/export", token, "")
			if err != nil || status != http.StatusOK {
				m.b.Fatalf("status %d, %v", status, err)
			}
			there[whose] = text
		}
		if !strings.Contains(there[whose], fmt.Sprintf("%q", id)) {
			n++
		}
	}
	return n
}
