package server

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Limits of a connection. An assessment takes a millisecond; whoever needs longer to
// send a request than this is not a person with a slow phone.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 20 * time.Second
	writeTimeout  = 60 * time.Second // a page over a very slow line
	idleTimeout   = 90 * time.Second
	stopTimeout   = 10 * time.Second // for requests under way when stopping
	maxHeader     = 128 << 10        // bytes
)

// Place is where and how Run serves.
type Place struct {
	Addr string // host:port
	// Cert and Key are files of a certificate, PEM; empty for plain HTTP.
	Cert, Key string
	// Drain is how long Ready says no before the stop; 0 for not at all.
	Drain time.Duration
	Ready *Readiness // may be nil
}

// Run serves h until ctx is cancelled, then lets requests under way finish. The port is
// open when ready is called with the URL to visit; ready may be nil. A stop that was asked
// for is no error.
func Run(ctx context.Context, at Place, h http.Handler, log *slog.Logger, ready func(url string)) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", at.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", at.Addr, err)
	}
	scheme := "http"
	if at.Cert != "" || at.Key != "" {
		c, err := loadCertificate(at.Cert, at.Key)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		listener, scheme = tls.NewListener(listener, c.config()), "https"
	}
	srv := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug), // mostly what scanners send
	}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(listener) }()
	if ready != nil {
		ready(urlOf(scheme, listener.Addr()))
	}
	select {
	case err := <-done:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	if at.Ready != nil && at.Drain > 0 {
		at.Ready.Leave()
		select {
		case err := <-done:
			return fmt.Errorf("serve: %w", err)
		case <-time.After(at.Drain):
		}
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	if err := srv.Shutdown(stop); err != nil {
		_ = srv.Close() // the rest had its time
		if !errors.Is(err, context.DeadlineExceeded) {
			return fmt.Errorf("stop serving: %w", err)
		}
		log.Warn("stopped with requests still under way")
	}
	return nil
}

// urlOf is the address as a person would type it: all interfaces become localhost.
func urlOf(scheme string, a net.Addr) string {
	tcp, ok := a.(*net.TCPAddr)
	if !ok || tcp.IP.IsUnspecified() {
		_, port, _ := net.SplitHostPort(a.String())
		return scheme + "://localhost:" + port
	}
	return scheme + "://" + tcp.String()
}
