package main

import (
	"bufio"
	"io"
	"net/http"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestServe starts the real program on a free port, asks the health check, the API and
// a page, and stops it as a supervisor would.
func TestServe(t *testing.T) {
	cmd := legible(t, "serve", "--addr", "127.0.0.1:0", "--country", "GB", "--dev")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() }) // a hanging start fails, it does not hang

	lines := bufio.NewScanner(stderr)
	url := ""
	for url == "" && lines.Scan() {
		url = regexp.MustCompile(`http://\S+`).FindString(lines.Text())
	}
	if url == "" {
		t.Fatal("it did not say where it is")
	}
	logged := make(chan string)
	go func() {
		var all strings.Builder
		for lines.Scan() {
			all.WriteString(lines.Text() + "\n")
		}
		logged <- all.String()
	}()

	const secret = "calf cramps since my divorce"
	for _, x := range []struct{ method, path, body, want string }{
		{"GET", "/healthz", "", `"status":"ok"`},
		{"GET", "/", "", "<html"},
		{"GET", "/dev/components", "", "Theme: Night"},
		{"GET", "/api/v1/openapi.json", "", `"3.1`},
		{"POST", "/api/v1/assess", `{"text":"` + secret + `"}`, `"urgency":`},
	} {
		if got := fetch(t, x.method, url+x.path, x.body); !strings.Contains(got, x.want) {
			t.Errorf("%s %s: %q is not in the answer", x.method, x.path, x.want)
		}
	}

	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	log := <-logged
	if err := cmd.Wait(); err != nil {
		t.Errorf("stopped with %v, want exit code 0", err)
	}
	if !strings.Contains(log, "status=200") {
		t.Errorf("no request in the log:\n%s", log)
	}
	if strings.Contains(log, "divorce") {
		t.Error("the log holds what a person wrote")
	}
}

func fetch(t *testing.T, method, url, body string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	if w.StatusCode != http.StatusOK {
		t.Errorf("%s %s: status %d", method, url, w.StatusCode)
	}
	data, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
