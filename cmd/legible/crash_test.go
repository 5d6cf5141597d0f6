package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// legible is a command that runs the real program.
func legible(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	cmd.Args[0] = "legible" // see TestMain
	return cmd
}

// program runs the real program and returns what it printed.
func program(t *testing.T, args ...string) string {
	t.Helper()
	out, err := legible(t, args...).Output()
	if err != nil {
		t.Fatalf("legible %s: %v", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out))
}

// serve starts the program and waits until it says where it is.
func serve(t *testing.T, data string) (cmd *exec.Cmd, url string) {
	t.Helper()
	cmd = legible(t, "serve", "--quiet", "--addr", "127.0.0.1:0", "--data", data)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	stop := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer stop.Stop()
	lines := bufio.NewScanner(stderr)
	for url == "" && lines.Scan() {
		url = regexp.MustCompile(`http://\S+`).FindString(lines.Text())
	}
	if url == "" {
		t.Fatal("it did not say where it is")
	}
	go io.Copy(io.Discard, stderr) //nolint:errcheck // until it ends
	return cmd, url
}

// call sends a request with a token.
func call(client *http.Client, method, url, token, body string) (status int, answer string, err error) {
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	w, err := client.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer w.Body.Close()
	text, err := io.ReadAll(w.Body)
	return w.StatusCode, string(text), err
}

// TestAcknowledgedWritesSurviveAKill kills the program while eight clients write, three
// times over: whatever was answered 201 is there afterwards.
func TestAcknowledgedWritesSurviveAKill(t *testing.T) {
	data := t.TempDir()
	var who struct{ Person string }
	if err := json.Unmarshal([]byte(program(t, "user", "add", "anna", "--time-zone", "UTC", "--json", "--data", data)), &who); err != nil {
		t.Fatal(err)
	}
	token := program(t, "token", "anna", "--data", data)
	path := "/api/v1/persons/" + who.Person
	acknowledged := map[string]bool{}
	var mu sync.Mutex
	for round := range 3 {
		cmd, url := serve(t, data)
		enough := make(chan struct{})
		var clients sync.WaitGroup
		target := len(acknowledged) + 60
		for c := range 8 {
			clients.Go(func() {
				client := &http.Client{Transport: &http.Transport{}}
				for i := 0; ; i++ {
					text := fmt.Sprintf("r%dc%di%d.", round, c, i)
					status, _, err := call(client, "POST", url+path+"/entries", token, `{"kind":"note","day":"2026-01-01","data":{"text":"`+text+`"}}`)
					if err != nil { // it is dead
						return
					}
					if status != http.StatusCreated {
						t.Errorf("status %d", status)
						return
					}
					mu.Lock()
					acknowledged[text] = true
					if len(acknowledged) == target {
						close(enough)
					}
					mu.Unlock()
				}
			})
		}
		ended := make(chan struct{})
		go func() { clients.Wait(); close(ended) }()
		select {
		case <-enough:
		case <-ended:
			t.Fatal("every client was refused")
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		<-ended
		_ = cmd.Wait()
	}
	_, url := serve(t, data)
	status, all, err := call(http.DefaultClient, "GET", url+path+"/export", token, "")
	if err != nil || status != http.StatusOK {
		t.Fatalf("status %d, %v", status, err)
	}
	lost := 0
	for text := range acknowledged {
		if !strings.Contains(all, `"`+text+`"`) {
			lost++
		}
	}
	if lost > 0 {
		t.Errorf("%d of %d acknowledged writes are lost", lost, len(acknowledged))
	}
}
