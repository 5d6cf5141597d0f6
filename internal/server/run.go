package server

import (
	"context"
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

// Run serves h on addr until ctx is cancelled, then lets requests under way finish. The
// port is open when ready is called with the URL to visit; ready may be nil. A stop
// that was asked for is no error.
func Run(ctx context.Context, addr string, h http.Handler, log *slog.Logger, ready func(url string)) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", addr, err)
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
		ready(urlOf(listener.Addr()))
	}
	select {
	case err := <-done:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
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
func urlOf(a net.Addr) string {
	tcp, ok := a.(*net.TCPAddr)
	if !ok || tcp.IP.IsUnspecified() {
		_, port, _ := net.SplitHostPort(a.String())
		return "http://localhost:" + port
	}
	return "http://" + tcp.String()
}
