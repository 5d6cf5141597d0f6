// Package rephrase asks a language model, over the operator's endpoint that speaks the
// chat completions protocol of OpenAI, to put passages of the guide in other words. It
// implements app.Rephraser.
//
// The model gets passages, which are public text, and a fixed instruction. It never gets
// the question or anything else that a person wrote, so neither it nor whoever runs it
// learns about anybody, and nobody can talk to it through a question. What comes back is
// untrusted text for guide.Check; this package only bounds how long and how much.
//
// Errors and log lines hold a kind of trouble and the server's status, never a word that
// was sent or received, and never the key.
package rephrase

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/legible-health/legible/internal/app"
)

// Options are an operator's settings.
type Options struct {
	URL     string        // of the API, such as http://127.0.0.1:11434/v1
	Model   string        // its name there
	Key     string        // bearer token; empty: the server wants none
	Timeout time.Duration // for an answer; DefaultTimeout when 0, at most MaxTimeout

	Log *slog.Logger     // nil: nothing is logged
	Now func() time.Time // nil for the clock
}

// Bounds of one request.
const (
	DefaultTimeout = 5 * time.Second
	MaxTimeout     = 30 * time.Second
	maxAnswer      = 64 << 10 // bytes of the server's answer
	maxTokens      = 600
	atOnce         = 4 // requests under way; who comes while there are so many gets the passages
)

// Kinds of trouble. A trouble of the server also says its status.
var (
	ErrBusy    = errors.New("too many questions at once for the language model")
	ErrPaused  = errors.New("the language model failed a moment ago and is left alone")
	ErrSlow    = errors.New("the language model took too long")
	ErrGone    = errors.New("the language model cannot be reached")
	ErrRefused = errors.New("the language model's server refuses")
	ErrAnswer  = errors.New("the language model's answer is not in the form that was agreed")
	ErrLong    = errors.New("the language model's answer is too long")
)

// Client asks one model. Safe for concurrent use.
type Client struct {
	opts     Options
	endpoint string
	http     *http.Client
	slots    chan struct{}
	rest     pause
}

var _ app.Rephraser = (*Client)(nil)

// New fails when a setting cannot be used. It does not ask the server.
func New(o Options) (*Client, error) {
	endpoint, err := endpoint(o.URL, o.Key != "")
	switch {
	case err != nil:
		return nil, err
	case o.Model == "" || len(o.Model) > 200 || strings.ContainsFunc(o.Model, unicode.IsControl):
		return nil, errors.New("the name of the language model is missing or no name")
	case strings.ContainsFunc(o.Key, func(r rune) bool { return r <= ' ' || r > '~' }):
		return nil, errors.New("the key of the language model holds blanks or other signs that no key has")
	case o.Timeout < 0 || o.Timeout > MaxTimeout:
		return nil, fmt.Errorf("the language model may take at most %v", MaxTimeout)
	}
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, DialContext: (&net.Dialer{Timeout: o.Timeout}).DialContext,
		TLSHandshakeTimeout: o.Timeout, ForceAttemptHTTP2: true, MaxIdleConns: atOnce, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 16 << 10}
	return &Client{opts: o, endpoint: endpoint, slots: make(chan struct{}, atOnce),
		http: &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}, nil
}

// endpoint is where to post. A key goes over HTTPS, or to this machine or its network.
func endpoint(base string, key bool) (string, error) {
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", errors.New("the address of the language model must be like https://model.example/v1, without name, password or query")
	}
	if key && u.Scheme == "http" && !near(u.Hostname()) {
		return "", errors.New("a key for the language model is sent over https only, unless the model is on this machine or a private network")
	}
	return strings.TrimSuffix(strings.TrimSuffix(u.String(), "/"), "/chat/completions") + "/chat/completions", nil
}

// near reports this machine, a private address, or a name that only a private network knows.
func near(host string) bool {
	if ip := net.ParseIP(host); ip != nil {
		return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast()
	}
	return !strings.Contains(host, ".")
}

// Name is the model's.
func (c *Client) Name() string { return c.opts.Model }

// Close lets go of idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Rephrase asks once and never again for the same passages: who asked is waiting.
func (c *Client) Rephrase(caller context.Context, passages []string) (string, error) {
	if c.rest.now(c.opts.Now()) {
		return "", ErrPaused
	}
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	default:
		return "", ErrBusy
	}
	ctx, cancel := context.WithTimeout(caller, c.opts.Timeout)
	defer cancel()
	draft, status, err := c.ask(ctx, passages)
	if caller.Err() != nil { // whoever asked is gone; that says nothing about the model
		return "", ErrGone
	}
	if c.rest.outcome(err, c.opts.Now()) { // once until it works again
		if err != nil {
			c.opts.Log.Warn("language model; answers are passages only for now", "cause", err, "status", status)
		} else {
			c.opts.Log.Info("language model answers again")
		}
	}
	return draft, err
}

// ask makes the request. The status is the server's, 0 without one.
func (c *Client) ask(ctx context.Context, passages []string) (draft string, status int, err error) {
	body, err := json.Marshal(request(c.opts.Model, passages))
	if err != nil {
		return "", 0, ErrAnswer
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.endpoint, bytes.NewReader(body))
	if err != nil {
		return "", 0, ErrGone
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", "legible")
	if c.opts.Key != "" {
		r.Header.Set("Authorization", "Bearer "+c.opts.Key)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return "", 0, late(ctx, ErrGone)
	}
	defer answer.Body.Close() //nolint:errcheck // read to the end or given up
	if answer.StatusCode != http.StatusOK {
		return "", answer.StatusCode, ErrRefused
	}
	if kind, _, err := mime.ParseMediaType(answer.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return "", answer.StatusCode, ErrAnswer // a stream, or the page of something else
	}
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	switch {
	case err != nil:
		return "", answer.StatusCode, late(ctx, ErrGone)
	case len(text) > maxAnswer:
		return "", answer.StatusCode, ErrLong
	}
	draft, err = read(text)
	return draft, answer.StatusCode, err
}

// late is ErrSlow when the time is over, and otherwise what it was given.
func late(ctx context.Context, otherwise error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return ErrSlow
	}
	return otherwise
}
