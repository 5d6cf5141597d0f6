package server

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/legible-health/legible/internal/api"
)

// Metrics counts requests for Prometheus at /metrics: by route pattern, method and status
// only, so that no path, id or person is in them. Safe for concurrent use.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	underWay prometheus.Gauge
	token    string // opens /metrics from elsewhere; empty for none
}

// NewMetrics makes metrics with those of the process and of more. token is a bearer token
// that opens them to other machines; empty lets only this one read them.
func NewMetrics(token string, more ...prometheus.Collector) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "legible_http_requests_total",
			Help: "Requests answered, by route pattern, method and status."}, []string{"route", "method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "legible_http_request_duration_seconds",
			Help:    "Time to answer, by route pattern.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, 1, 5}}, []string{"route"}),
		underWay: prometheus.NewGauge(prometheus.GaugeOpts{Name: "legible_http_requests_under_way", Help: "Requests being answered."}),
		token:    token,
	}
	m.registry.MustRegister(m.requests, m.seconds, m.underWay, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.registry.MustRegister(more...)
	return m
}

// watch counts what next answers.
func (m *Metrics) watch(next http.Handler) http.Handler {
	if m == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		m.underWay.Inc()
		rec := w.(*recorder) // of the access log, which stands outside
		defer func() {
			m.underWay.Dec()
			route := r.Pattern
			if route == "" {
				route = "none"
			}
			m.requests.WithLabelValues(route, knownMethod(r.Method), strconv.Itoa(rec.code())).Inc()
			m.seconds.WithLabelValues(route).Observe(time.Since(start).Seconds())
		}()
		next.ServeHTTP(rec, r)
	})
}

// show answers /metrics, to this machine and to whoever holds the token.
func (m *Metrics) show() http.Handler {
	text := promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !onThisMachine(r) && !m.holds(r) {
			api.WriteProblem(w, http.StatusForbidden, "Metrics are read on the machine that runs Legible, or with the token in LEGIBLE_METRICS_TOKEN.")
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		text.ServeHTTP(w, r)
	})
}

// holds compares digests, so that the time it takes tells nothing about the token.
func (m *Metrics) holds(r *http.Request) bool {
	given, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok || m.token == "" {
		return false
	}
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(m.token))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// onThisMachine reports whether a request came straight from this machine. What a proxy
// passes on comes from this machine too, and says so.
func onThisMachine(r *http.Request) bool {
	for _, h := range []string{"X-Forwarded-For", "X-Forwarded-Proto", "X-Real-Ip", "Forwarded", "Via"} {
		if r.Header.Get(h) != "" {
			return false
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	ip := net.ParseIP(host)
	return err == nil && ip != nil && ip.IsLoopback()
}
