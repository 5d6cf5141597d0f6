package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// writing is a crowd that writes to several nodes at once, each client to one after the
// other, as behind a load balancer.
type writing struct {
	t           *testing.T
	token, path string
	clients     sync.WaitGroup

	mu       sync.Mutex
	news     *sync.Cond
	nodes    []*node
	over     bool
	kept     map[string]bool // what was acknowledged
	answers  map[*node]int   // acknowledged by each
	refused  int             // answered 503
	unheard  int             // without an answer: the node was gone
	giveUpAt time.Time
}

func startWriting(t *testing.T, token, path string, nodes ...*node) *writing {
	w := &writing{t: t, token: token, path: path, nodes: nodes, kept: map[string]bool{}, answers: map[*node]int{}, giveUpAt: time.Now().Add(time.Minute)}
	w.news = sync.NewCond(&w.mu)
	for c := range 6 {
		w.clients.Go(func() { w.write(c) })
	}
	return w
}

func (w *writing) write(c int) {
	client := &http.Client{Transport: &http.Transport{}, Timeout: 30 * time.Second}
	for i := c; ; i++ {
		w.mu.Lock()
		over, n := w.over || time.Now().After(w.giveUpAt), w.nodes[i%len(w.nodes)]
		w.mu.Unlock()
		if over {
			w.news.Broadcast()
			return
		}
		text := fmt.Sprintf("c%di%d.", c, i)
		status, _, err := call(client, "POST", n.url+w.path+"/entries", w.token, `{"kind":"note","day":"2026-01-01","data":{"text":"`+text+`"}}`)
		w.note(n, text, status, err)
	}
}

func (w *writing) note(n *node, text string, status int, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	defer w.news.Broadcast()
	switch {
	case err != nil:
		w.unheard++
	case status == http.StatusCreated:
		w.kept[text] = true
		w.answers[n]++
	case status == http.StatusServiceUnavailable:
		w.refused++
	default:
		w.t.Errorf("status %d; the program said:\n%s", status, n.says())
		w.over = true
	}
}

// until waits for something to be so.
func (w *writing) until(what string, so func() bool) {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for !so() {
		if w.over || time.Now().After(w.giveUpAt) {
			w.t.Fatalf("never: %s", what)
		}
		w.news.Wait()
	}
}

// more waits for n more acknowledged writes at a node.
func (w *writing) more(at *node, n int) {
	w.t.Helper()
	w.mu.Lock()
	want := w.answers[at] + n
	w.mu.Unlock()
	w.until("writes go on", func() bool { return w.answers[at] >= want })
}

// instead puts one node in the place of another.
func (w *writing) instead(old, fresh *node) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := range w.nodes {
		if w.nodes[i] == old {
			w.nodes[i] = fresh
		}
	}
}

func (w *writing) end() {
	w.mu.Lock()
	w.over = true
	w.mu.Unlock()
	w.clients.Wait()
}

// A program is killed and PostgreSQL ends without warning while six clients write: what
// was acknowledged is there, only requests under way at that moment go without an answer, and
// everything goes on by itself.
func TestNoAcknowledgedWriteIsLostWithTwoNodes(t *testing.T) {
	c := newCluster(t)
	token, path := c.writer("anna")
	a, b := c.node("--quiet"), c.node("--quiet")
	w := startWriting(t, token, path, a, b)
	t.Cleanup(w.end)
	w.more(a, 30)
	w.more(b, 30)

	a.kill()
	w.more(b, 30)
	fresh := c.node("--quiet")
	w.instead(a, fresh)
	w.more(fresh, 30)

	c.server.Stop(t)
	w.until("writes are refused while the database is gone", func() bool { return w.refused >= 30 })
	c.server.Start(t)
	w.more(fresh, 30)
	w.more(b, 30)
	w.end()
	if t.Failed() {
		return
	}
	status, all, err := call(http.DefaultClient, "GET", b.url+path+"/export", token, "")
	if err != nil || status != http.StatusOK {
		t.Fatalf("status %d, %v", status, err)
	}
	for text := range w.kept {
		if n := strings.Count(all, `"`+text+`"`); n != 1 {
			t.Errorf("%s was acknowledged and is there %d times", text, n)
		}
	}
	t.Logf("%d acknowledged, %d refused with 503, %d without an answer", len(w.kept), w.refused, w.unheard)
}

// While PostgreSQL is gone, what needs nothing kept is answered, also to those who are
// signed in; the rest says 503 with a page or a problem that can be read. It goes on by itself.
func TestTheDatabaseGoneAndBack(t *testing.T) {
	c := newCluster(t)
	token, path := c.writer("anna")
	n := c.node("--quiet")
	stranger, bert := newVisitor(t), newVisitor(t)
	bert.joins(n, "bert")
	expect := func(when string, v *visitor, want int, holds string, at ...string) {
		t.Helper()
		for _, at := range at {
			if status, page := v.get(n.url + at); status != want || !strings.Contains(page, holds) {
				t.Errorf("%s: GET %s: status %d, want %d with %q:\n%.400s", when, at, status, want, holds, page)
			}
		}
	}
	expect("before", stranger, 200, "ready", "/readyz")
	expect("before", bert, 200, "<main", "/diary")

	c.server.Stop(t)
	const when = "while it is gone"
	expect(when, stranger, 503, "cannot be reached", "/readyz")
	expect(when, stranger, 200, `"ok"`, "/healthz")
	for _, v := range []*visitor{stranger, bert} {
		expect(when, v, 200, "<main", "/", "/now", "/guide", "/check", "/status", "/privacy")
	}
	expect(when, stranger, 200, "go_goroutines", "/metrics")
	expect(when, bert, 503, "<main", "/diary", "/trends", "/account/security", "/account/reminders", "/appointments")
	if status, page := bert.post(n.url+"/account", url.Values{"name": {"bert"}, "password": {aPassword}}); status != 503 || !strings.Contains(page, "<main") {
		t.Errorf("signing in: status %d", status)
	}
	for _, x := range []struct{ method, at, body string }{
		{"GET", path + "/entries", ""},
		{"POST", path + "/entries", `{"kind":"note","day":"2026-01-01","data":{"text":"calf"}}`},
		{"GET", path + "/export", ""},
	} {
		status, text, err := call(http.DefaultClient, x.method, n.url+"/api/v1"+strings.TrimPrefix(x.at, "/api/v1"), token, x.body)
		if err != nil || status != 503 || !strings.Contains(text, `"detail"`) || strings.Contains(text, "calf") || strings.Contains(text, "SQLSTATE") {
			t.Errorf("%s %s: status %d, %v: %s", x.method, x.at, status, err, text)
		}
	}

	c.server.Start(t)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for status := 0; status != 200; { // connections that died are thrown away one by one
		if status, _ = stranger.get(n.url + "/readyz"); ctx.Err() != nil {
			t.Fatalf("/readyz still says %d", status)
		}
	}
	expect("after", bert, 200, "<main", "/diary", "/account/security")
	if status, _, err := call(http.DefaultClient, "POST", n.url+path+"/entries", token, `{"kind":"note","day":"2026-01-01","data":{"text":"calf"}}`); err != nil || status != 201 {
		t.Errorf("after: a write: status %d, %v", status, err)
	}
}
