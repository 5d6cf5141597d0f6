package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/store/pgtest"
)

// node is one program that serves, and what it says.
type node struct {
	t   *testing.T
	url string
	cmd *exec.Cmd

	mu    sync.Mutex
	said  bytes.Buffer
	ended chan struct{} // closed when it says no more
}

// startNode starts the program and waits until it says where it is; failed is what it
// said when it did not.
func startNode(t *testing.T, settings ...string) (n *node, failed string) {
	t.Helper()
	n = &node{t: t, cmd: legible(t, append([]string{"serve", "--addr", "127.0.0.1:0"}, settings...)...), ended: make(chan struct{})}
	stderr, err := n.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := n.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = n.cmd.Process.Kill() })
	hang := time.AfterFunc(time.Minute, func() { _ = n.cmd.Process.Kill() }) // a hanging start fails
	defer hang.Stop()
	where := make(chan string, 1)
	go n.listen(stderr, where)
	select {
	case n.url = <-where:
		return n, ""
	case <-n.ended:
		_ = n.cmd.Wait()
		return nil, n.said.String()
	}
}

// node starts one that must serve.
func (c *cluster) node(more ...string) *node {
	c.t.Helper()
	n, failed := startNode(c.t, append(c.settings(), more...)...)
	if n == nil {
		c.t.Fatalf("it does not serve:\n%s", failed)
	}
	return n
}

func (n *node) listen(stderr io.Reader, where chan<- string) {
	defer close(n.ended)
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		n.mu.Lock()
		n.said.WriteString(lines.Text() + "\n")
		n.mu.Unlock()
		if at := regexp.MustCompile(`^Legible is at (\S+)`).FindStringSubmatch(lines.Text()); at != nil {
			where <- at[1]
		}
	}
}

// says is its log so far.
func (n *node) says() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.said.String()
}

// kill ends it without warning.
func (n *node) kill() {
	_ = n.cmd.Process.Kill()
	<-n.ended
	_ = n.cmd.Wait()
}

// stop ends it as a supervisor would and returns its log.
func (n *node) stop() string {
	n.t.Helper()
	if err := n.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		n.t.Error(err)
	}
	<-n.ended
	if err := n.cmd.Wait(); err != nil {
		n.t.Errorf("stopped with %v, want exit code 0", err)
	}
	return n.said.String()
}

// cluster is one PostgreSQL for several programs, with their one key file.
type cluster struct {
	t       *testing.T
	server  *pgtest.Server
	address string
	keys    string
}

func newCluster(t *testing.T, settings ...string) *cluster {
	t.Helper()
	c := &cluster{t: t, server: pgtest.Own(t, settings...), keys: filepath.Join(t.TempDir(), "legible.keys")}
	c.address = c.server.URL(t)
	return c
}

func (c *cluster) settings() []string {
	return []string{"--database", c.address, "--key-file", c.keys}
}

// run runs another command on the same data.
func (c *cluster) run(args ...string) string {
	c.t.Helper()
	return program(c.t, append(args, c.settings()...)...)
}

// writer is an account with a token, and the path of its person in the API.
func (c *cluster) writer(name string) (token, path string) {
	c.t.Helper()
	var who struct{ Person string }
	if err := json.Unmarshal([]byte(c.run("user", "add", name, "--time-zone", "UTC", "--json")), &who); err != nil {
		c.t.Fatal(err)
	}
	return c.run("token", name), "/api/v1/persons/" + who.Person
}

// visitor is a browser without scripts. Its cookies go to every node, as behind a load
// balancer.
type visitor struct {
	t *testing.T
	*http.Client
}

func newVisitor(t *testing.T) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &visitor{t, &http.Client{Jar: jar, CheckRedirect: stay, Timeout: time.Minute}}
}

// get and post return the status and the page; status 0 when there was no answer.
func (v *visitor) get(at string) (int, string) { return v.answer(v.Get(at)) }

func (v *visitor) post(at string, form url.Values) (int, string) {
	return v.answer(v.PostForm(at, form))
}

func (v *visitor) answer(w *http.Response, err error) (int, string) {
	if err != nil {
		return 0, err.Error()
	}
	defer w.Body.Close()
	text, _ := io.ReadAll(w.Body)
	return w.StatusCode, string(text)
}

// must posts a form that has to be taken.
func (v *visitor) must(at string, form url.Values) {
	v.t.Helper()
	if status, page := v.post(at, form); status != http.StatusSeeOther {
		v.t.Fatalf("POST %s: status %d\n%s", at, status, regexp.MustCompile(`(?s)<main.*</main>`).FindString(page))
	}
}

// aPassword is good enough for the rules.
const aPassword = "four slow green herons"

// joins makes an account on a page.
func (v *visitor) joins(n *node, name string) {
	v.t.Helper()
	v.must(n.url+"/account/new", url.Values{"name": {name}, "password": {aPassword}, "person_name": {name}, "zone": {"Europe/London"}})
}

// lines are those of a log that hold something.
func lines(log, what string) (n int) {
	for line := range strings.Lines(log) {
		if strings.Contains(line, what) {
			n++
		}
	}
	return n
}
