package rephrase_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/rephrase"
)

const key = "sk-a-key-that-nobody-may-see"

func TestRequestHoldsPassagesOnly(t *testing.T) {
	m := newModel(t)
	m.say(func(p []string) string { return p[0] + " [1]" })
	c := client(t, rephrase.Options{URL: m.URL + "/v1/", Key: key})
	draft, err := c.Rephrase(context.Background(), []string{"Legs ache.", "Walk a little."})
	if err != nil || draft != "Legs ache. [1]" {
		t.Fatalf("%q, %v", draft, err)
	}
	if got := m.headers[0].Get("Authorization"); got != "Bearer "+key {
		t.Errorf("the key is sent as %q", got)
	}
	for _, want := range []string{`"model":"small-model"`, `"stream":false`, `"temperature":0`, `Passage [2]\nWalk a little.`} {
		if !strings.Contains(m.bodies[0], want) {
			t.Errorf("the request lacks %s: %s", want, m.bodies[0])
		}
	}
	if c.Name() != "small-model" {
		t.Errorf("name %q", c.Name())
	}
}

// TestTrouble wants each failure soon, sorted, and without a word of what was said.
func TestTrouble(t *testing.T) {
	json := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, text)
		}
	}
	finished := func(finish string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { reply(w, "SECRET legs [1].", finish) }
	}
	hang := func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	for name, test := range map[string]struct {
		answers http.HandlerFunc
		want    error
	}{
		"no answer": {hang, rephrase.ErrSlow},
		"a body that never ends": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"choices":[`)
			w.(http.Flusher).Flush()
			hang(w, r)
		}, rephrase.ErrSlow},
		"huge": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			for range 100 {
				if _, err := w.Write(bytes.Repeat([]byte(" "), 64<<10)); err != nil {
					return
				}
			}
		}, rephrase.ErrLong},
		"a long draft": {func(w http.ResponseWriter, _ *http.Request) { reply(w, strings.Repeat("SECRET ", 1000), "stop") }, rephrase.ErrLong},
		"cut off":      {finished("length"), rephrase.ErrLong},
		"filtered":     {finished("content_filter"), rephrase.ErrAnswer},
		"a tool":       {json(`{"choices":[{"finish_reason":"stop","message":{"content":"SECRET","tool_calls":[{"id":"1"}]}}]}`), rephrase.ErrAnswer},
		"a user":       {json(`{"choices":[{"finish_reason":"stop","message":{"role":"user","content":"SECRET"}}]}`), rephrase.ErrAnswer},
		"no content":   {json(`{"choices":[{"finish_reason":"stop","message":{"content":null}}]}`), rephrase.ErrAnswer},
		"no choice":    {json(`{"choices":[]}`), rephrase.ErrAnswer},
		"two choices":  {json(`{"choices":[{"finish_reason":"stop","message":{"content":"a"}},{"finish_reason":"stop","message":{"content":"b"}}]}`), rephrase.ErrAnswer},
		"parts":        {json(`{"choices":[{"finish_reason":"stop","message":{"content":[{"type":"text","text":"SECRET"}]}}]}`), rephrase.ErrAnswer},
		"an error":     {json(`{"error":{"message":"SECRET"}}`), rephrase.ErrAnswer},
		"cut JSON":     {json(`{"choices":[{"finish_`), rephrase.ErrAnswer},
		"two values":   {json(`{"choices":[{"finish_reason":"stop","message":{"content":"a"}}]} {}`), rephrase.ErrAnswer},
		"empty":        {json(``), rephrase.ErrAnswer},
		"an array":     {json(`[]`), rephrase.ErrAnswer},
		"no UTF-8":     {json("{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"\xff\"}}]}"), rephrase.ErrAnswer},
		"a stream": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			for i := range 50 {
				fmt.Fprintf(w, "data: {\"choices\":[{\"delta\":{\"content\":\"SECRET %d\"}}]}\n\n", i)
			}
		}, rephrase.ErrAnswer},
		"a page":      {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>SECRET") }, rephrase.ErrAnswer},
		"a wrong key": {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "SECRET "+key, http.StatusUnauthorized) }, rephrase.ErrRefused},
		"too many":    {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "SECRET", http.StatusTooManyRequests) }, rephrase.ErrRefused},
		"broken":      {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "SECRET", 500) }, rephrase.ErrRefused},
		"elsewhere": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/v1/other", http.StatusTemporaryRedirect)
		}, rephrase.ErrRefused},
		"hangs up":      {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, rephrase.ErrGone},
		"endless heads": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("a", 1<<20)) }, rephrase.ErrGone},
	} {
		t.Run(name, func(t *testing.T) {
			m := newModel(t)
			m.answer(test.answers)
			var log bytes.Buffer
			timeout := 2 * time.Second
			if errors.Is(test.want, rephrase.ErrSlow) {
				timeout = 100 * time.Millisecond
			}
			c := client(t, rephrase.Options{URL: m.URL + "/v1", Key: key, Timeout: timeout, Log: slog.New(slog.NewTextHandler(&log, nil))})
			draft, err := c.Rephrase(context.Background(), []string{"PASSAGE of the guide."})
			if draft != "" || !errors.Is(err, test.want) {
				t.Errorf("%q, %v; want %v", draft, err, test.want)
			}
			for _, secret := range []string{"SECRET", "PASSAGE", key, m.URL} {
				if strings.Contains(log.String()+fmt.Sprint(err), secret) {
					t.Errorf("%s is told: %v, log %s", secret, err, log.String())
				}
			}
			if strings.Count(log.String(), "\n") != 1 {
				t.Errorf("the operator is told %q, want one line", log.String())
			}
			if m.asked() != 1 {
				t.Errorf("asked %d times", m.asked())
			}
		})
	}
}

func TestOutage(t *testing.T) {
	m := newModel(t)
	url := m.URL
	m.Close()
	c := client(t, rephrase.Options{URL: url})
	if _, err := c.Rephrase(context.Background(), []string{"Legs."}); !errors.Is(err, rephrase.ErrGone) {
		t.Errorf("nobody listens: %v", err)
	}
}

// TestLeftAlone wants one person to wait for a model that fails, not everybody, and the
// model back when it works again.
func TestLeftAlone(t *testing.T) {
	m := newModel(t)
	m.say(func([]string) string { return "Legs [1]." })
	bad := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }
	at := &clock{now: time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)}
	var log bytes.Buffer
	c := client(t, rephrase.Options{URL: m.URL + "/v1", Now: at.Now, Log: slog.New(slog.NewTextHandler(&log, nil))})
	ask := func(want error, asked int) {
		t.Helper()
		if _, err := c.Rephrase(context.Background(), []string{"Legs."}); !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
		if m.asked() != asked {
			t.Errorf("the model was asked %d times, want %d", m.asked(), asked)
		}
	}
	ask(nil, 1)
	m.answer(bad)
	ask(rephrase.ErrRefused, 2)
	ask(rephrase.ErrPaused, 2)
	at.pass(11 * time.Second)
	ask(rephrase.ErrRefused, 3)
	at.pass(11 * time.Second)
	ask(rephrase.ErrPaused, 3) // now longer
	at.pass(10 * time.Second)
	m.answer(nil)
	ask(nil, 4)
	ask(nil, 5)
	if got := strings.Count(log.String(), "\n"); got != 2 || !strings.Contains(log.String(), "answers again") {
		t.Errorf("the operator is told:\n%s", log.String())
	}
	m.answer(bad)
	ask(rephrase.ErrRefused, 6)
	at.pass(-24 * time.Hour) // the clock was set back
	m.answer(nil)
	ask(nil, 7)
}

func TestNoMoreThanFourAtOnce(t *testing.T) {
	m := newModel(t)
	release := make(chan struct{})
	arrived := make(chan struct{}, 8)
	m.answer(func(w http.ResponseWriter, _ *http.Request) {
		arrived <- struct{}{}
		<-release
		reply(w, "Legs [1].", "stop")
	})
	c := client(t, rephrase.Options{URL: m.URL + "/v1", Timeout: rephrase.MaxTimeout})
	done := make(chan error, 4)
	for range 4 {
		go func() {
			_, err := c.Rephrase(context.Background(), []string{"Legs."})
			done <- err
		}()
	}
	for range 4 {
		<-arrived
	}
	if _, err := c.Rephrase(context.Background(), []string{"Legs."}); !errors.Is(err, rephrase.ErrBusy) {
		t.Errorf("the fifth: %v", err)
	}
	close(release)
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if _, err := c.Rephrase(context.Background(), []string{"Legs."}); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// Whoever goes away while the model thinks does not have it left alone.
func TestAskerGoesAway(t *testing.T) {
	m := newModel(t)
	ctx, cancel := context.WithCancel(context.Background())
	m.answer(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	c := client(t, rephrase.Options{URL: m.URL + "/v1"})
	if _, err := c.Rephrase(ctx, []string{"Legs."}); err == nil {
		t.Error("an answer without a model")
	}
	m.answer(nil)
	m.say(func([]string) string { return "Legs [1]." })
	if _, err := c.Rephrase(context.Background(), []string{"Legs."}); err != nil {
		t.Errorf("the next one: %v", err)
	}
}

func TestSettings(t *testing.T) {
	for name, o := range map[string]rephrase.Options{
		"no address": {Model: "m"}, "a file": {URL: "file:///etc", Model: "m"}, "a name and password": {URL: "https://u:" + key + "@h/v1", Model: "m"},
		"a query": {URL: "https://h/v1?key=" + key, Model: "m"}, "no model": {URL: "https://h/v1"}, "a model of lines": {URL: "https://h/v1", Model: "a\nb"},
		"a key of lines": {URL: "https://h/v1", Model: "m", Key: key + "\n"}, "a key in the clear": {URL: "http://model.example/v1", Model: "m", Key: key},
		"too patient": {URL: "https://h/v1", Model: "m", Timeout: time.Hour}, "no patience": {URL: "https://h/v1", Model: "m", Timeout: -1},
	} {
		if _, err := rephrase.New(o); err == nil {
			t.Errorf("%s is taken", name)
		} else if strings.Contains(err.Error(), key) {
			t.Errorf("%s: the key is told: %v", name, err)
		}
	}
	for _, o := range []rephrase.Options{
		{URL: "https://model.example/v1", Key: key}, {URL: "http://127.0.0.1:11434/v1", Key: key}, {URL: "http://ollama:11434/v1/chat/completions", Key: key},
		{URL: "http://model.example/v1"}, {URL: "http://192.168.1.4/v1", Key: key}, {URL: "http://[::1]:1/v1", Key: key},
	} {
		client(t, o)
	}
}
