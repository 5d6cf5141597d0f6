package rephrase_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/rephrase"
)

// model is a server that speaks the protocol, and says what a test wants it to say.
type model struct {
	*httptest.Server
	mu       sync.Mutex
	bodies   []string
	headers  []http.Header
	says     func(passages []string) string // the content of an ordinary answer
	answers  http.HandlerFunc               // instead of one
	passages *regexp.Regexp
}

func newModel(t *testing.T) *model {
	m := &model{passages: regexp.MustCompile(`(?s)Passage \[\d\]\n(.*?)(?:\n\n|$)`)}
	m.Server = httptest.NewServer(m)
	t.Cleanup(m.Close)
	return m
}

func (m *model) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body strings.Builder
	buffer := make([]byte, 4096)
	for {
		n, err := r.Body.Read(buffer)
		body.Write(buffer[:n])
		if err != nil {
			break
		}
	}
	m.mu.Lock()
	m.bodies, m.headers = append(m.bodies, body.String()), append(m.headers, r.Header.Clone())
	answers, says := m.answers, m.says
	m.mu.Unlock()
	if answers != nil {
		answers(w, r)
		return
	}
	var asked struct {
		Messages []struct{ Role, Content string }
	}
	if err := json.Unmarshal([]byte(body.String()), &asked); err != nil || r.URL.Path != "/v1/chat/completions" || r.Method != http.MethodPost || len(asked.Messages) != 2 {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	var passages []string
	for _, p := range m.passages.FindAllStringSubmatch(asked.Messages[1].Content, -1) {
		passages = append(passages, p[1])
	}
	reply(w, says(passages), "stop")
}

// answer replaces the ordinary answer; nil brings it back.
func (m *model) answer(how http.HandlerFunc) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.answers = how
}

// say sets the content of ordinary answers.
func (m *model) say(what func(passages []string) string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.says = what
}

// reply writes an ordinary answer, with what servers send besides.
func reply(w http.ResponseWriter, content, finish string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m", "usage": map[string]int{"total_tokens": 9},
		"choices": []any{map[string]any{"index": 0, "finish_reason": finish, "logprobs": nil, "message": map[string]any{"role": "assistant", "content": content}}},
	})
}

func (m *model) asked() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.bodies)
}

// clock is a clock that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func client(t *testing.T, o rephrase.Options) *rephrase.Client {
	t.Helper()
	if o.Model == "" {
		o.Model = "small-model"
	}
	c, err := rephrase.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}
