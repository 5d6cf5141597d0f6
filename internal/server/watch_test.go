package server_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/server"
)

func watched(ready *server.Readiness, m *server.Metrics) http.Handler {
	a, p := site()
	return server.New(server.Parts{API: a, FHIR: http.NotFoundHandler(), Pages: p, Log: slog.New(slog.DiscardHandler), Ready: ready, Metrics: m})
}

// ask sends a request that looks as if it came from an address.
func ask(h http.Handler, target, from string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", target, nil)
	r.RemoteAddr = net.JoinHostPort(from, "4711")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestReadyz(t *testing.T) {
	var fault error
	ready := &server.Readiness{Check: func(context.Context) error { return fault }}
	h := watched(ready, nil)
	want := func(status int) {
		t.Helper()
		w := ask(h, "/readyz", "192.0.2.1")
		if w.Code != status || strings.Contains(w.Body.String(), secret) {
			t.Errorf("%d %s, want %d", w.Code, w.Body, status)
		}
		if w := ask(h, "/healthz", "192.0.2.1"); w.Code != 200 {
			t.Errorf("/healthz: %d; a restart would mend nothing", w.Code)
		}
	}
	want(200)
	fault = errors.New("no route to " + secret)
	want(503)
	fault = errs.New(errs.Outdated, "migration 12 of %s", secret)
	want(503)
	if w := ask(h, "/readyz", "192.0.2.1"); !strings.Contains(w.Body.String(), "newer version") {
		t.Errorf("a program that is too old says %s", w.Body)
	}
	fault = nil
	want(200)
	ready.Leave()
	want(503)
}

func TestMetricsAreForThisMachine(t *testing.T) {
	h := watched(nil, server.NewMetrics("open sesame"))
	ask(h, "/guide/"+secret+"?q="+secret, "192.0.2.1")
	for name, x := range map[string]struct {
		from    string
		headers []string
		status  int
	}{
		"here":            {"127.0.0.1", nil, 200},
		"here, v6":        {"::1", nil, 200},
		"elsewhere":       {"192.0.2.1", nil, 403},
		"through a proxy": {"127.0.0.1", []string{"X-Forwarded-For", "192.0.2.1"}, 403},
		"with the token":  {"192.0.2.1", []string{"Authorization", "Bearer open sesame"}, 200},
		"a wrong token":   {"192.0.2.1", []string{"Authorization", "Bearer open"}, 403},
	} {
		w := ask(h, "/metrics", x.from, x.headers...)
		if w.Code != x.status {
			t.Errorf("%s: %d, want %d", name, w.Code, x.status)
		}
		if x.status == 200 && !strings.Contains(w.Body.String(), `legible_http_requests_total{method="GET",route="GET /guide/{slug}",status="200"} 1`) {
			t.Errorf("%s: the request is not counted:\n%s", name, w.Body)
		}
		if strings.Contains(w.Body.String(), secret) {
			t.Errorf("%s: a path or a query is in the metrics", name)
		}
	}
	if w := ask(watched(nil, server.NewMetrics("")), "/metrics", "192.0.2.1", "Authorization", "Bearer "); w.Code != 403 {
		t.Errorf("no token, an empty one given: %d", w.Code)
	}
}

// certify writes a certificate for 127.0.0.1 and returns its pool.
func certify(t *testing.T, dir string, serial int64) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	x := &x509.Certificate{SerialNumber: big.NewInt(serial), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, x, x, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]*pem.Block{"cert.pem": {Type: "CERTIFICATE", Bytes: der}, "key.pem": {Type: "PRIVATE KEY", Bytes: private}} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(b), 0o600); err != nil {
			t.Fatal(err)
		}
		at := time.Now().Add(time.Duration(serial) * time.Minute) // another time, whatever the disk's grain
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	pool := x509.NewCertPool()
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool.AddCert(parsed)
	return pool
}

// A certificate that is renewed on disk is used without a restart; one that is broken
// there changes nothing.
func TestTLSReadsARenewedCertificate(t *testing.T) {
	dir := t.TempDir()
	pool := certify(t, dir, 1)
	ctx, cancel := context.WithCancel(t.Context())
	ready, done := make(chan string, 1), make(chan error, 1)
	at := server.Place{Addr: "127.0.0.1:0", Cert: filepath.Join(dir, "cert.pem"), Key: filepath.Join(dir, "key.pem")}
	go func() {
		done <- server.Run(ctx, at, watched(nil, nil), slog.New(slog.DiscardHandler), func(u string) { ready <- u })
	}()
	url := <-ready
	serial := func(pool *x509.CertPool) int64 {
		t.Helper()
		c := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
		defer c.CloseIdleConnections()
		r, err := c.Get(url + "/healthz")
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		_, _ = io.Copy(io.Discard, r.Body)
		if got := r.Header.Get("Strict-Transport-Security"); got == "" {
			t.Error("no Strict-Transport-Security over TLS")
		}
		return r.TLS.PeerCertificates[0].SerialNumber.Int64()
	}
	if !strings.HasPrefix(url, "https://") || serial(pool) != 1 {
		t.Errorf("first certificate at %s", url)
	}
	pool = certify(t, dir, 2)
	if got := serial(pool); got != 2 {
		t.Errorf("after renewing: certificate %d", got)
	}
	if err := os.WriteFile(at.Cert, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := serial(pool); got != 2 {
		t.Errorf("with a broken file: certificate %d", got)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestTLSRefusals(t *testing.T) {
	err := server.Run(t.Context(), server.Place{Addr: "127.0.0.1:0", Cert: filepath.Join(t.TempDir(), "none"), Key: "none"}, http.NotFoundHandler(), slog.New(slog.DiscardHandler), nil)
	if errs.KindOf(err) != errs.Usage || !strings.Contains(err.Error(), "--tls-cert") {
		t.Errorf("error %v", err)
	}
}

// While it drains it still answers, and says that nobody should be sent any more.
func TestDrain(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	ready := &server.Readiness{}
	begun, done := make(chan string, 1), make(chan error, 1)
	go func() {
		done <- server.Run(ctx, server.Place{Addr: "127.0.0.1:0", Drain: time.Second, Ready: ready}, watched(ready, nil), slog.New(slog.DiscardHandler), func(u string) { begun <- u })
	}()
	url := <-begun
	cancel()
	for {
		r, err := http.Get(url + "/readyz")
		if err != nil {
			break // stopped
		}
		r.Body.Close()
		if r.StatusCode == http.StatusServiceUnavailable {
			if err := <-done; err != nil {
				t.Error(err)
			}
			return
		}
	}
	t.Error("it never said that it was stopping")
}
