package server

import (
	"crypto/tls"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/legible-health/legible/internal/errs"
)

// certificate is a certificate on disk, read again when a file of it has changed, so that
// renewing it needs no restart.
type certificate struct {
	cert, key string

	mu      sync.Mutex
	changed [2]time.Time
	current *tls.Certificate
}

// loadCertificate reads the two files, PEM. errs.Usage when they cannot be used.
func loadCertificate(cert, key string) (*certificate, error) {
	c := &certificate{cert: cert, key: key}
	if _, err := c.get(nil); err != nil {
		return nil, errs.New(errs.Usage, "--tls-cert and --tls-key: %v", err)
	}
	return c, nil
}

// get is the certificate as it is on disk now. One that cannot be read leaves the last
// that could in its place.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var changed [2]time.Time
	for i, path := range []string{c.cert, c.key} {
		info, err := os.Stat(path)
		if err != nil {
			return c.last(err)
		}
		changed[i] = info.ModTime()
	}
	if c.current != nil && changed == c.changed {
		return c.current, nil
	}
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return c.last(err)
	}
	c.current, c.changed = &pair, changed
	return c.current, nil
}

func (c *certificate) last(err error) (*tls.Certificate, error) {
	if c.current != nil {
		return c.current, nil
	}
	return nil, fmt.Errorf("read the certificate: %w", err)
}

// config is what connections are made with: TLS 1.2 at least, the library's own ciphers.
func (c *certificate) config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get}
}
