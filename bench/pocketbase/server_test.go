package pocketbase

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// site is a running program and how a diary entry is written to and listed from it.
type site struct {
	name           string
	reader, writer who
	entries        func(who) string // address that takes entries
	thirty         func(who) string // address that lists the newest thirty
	body           func(w who, day, data string) string
	writes, lists  []float64 // requests per second of each round
}

// startLegible builds the program as it is released, adds two users and serves.
func startLegible(b *testing.B) *site {
	exe, data := filepath.Join(b.TempDir(), "legible"), filepath.Join(b.TempDir(), "data")
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", exe, "./cmd/legible")
	build.Dir, build.Env = filepath.Join("..", ".."), append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("build legible: %v\n%s", err, out)
	}
	reader, writer := addUser(b, exe, data, "reader"), addUser(b, exe, data, "writer")
	cmd := exec.Command(exe, "serve", "--quiet", "--addr", "127.0.0.1:0", "--data", data)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		b.Fatal(err)
	}
	start(b, cmd)
	base := ""
	for lines := bufio.NewScanner(stderr); base == "" && lines.Scan(); {
		base = regexp.MustCompile(`http://\S+`).FindString(lines.Text())
	}
	go io.Copy(io.Discard, stderr) //nolint:errcheck // until it ends
	entries := func(w who) string { return base + "/api/v1/persons/" + w.Person + "/entries" }
	return &site{name: "Legible", reader: reader, writer: writer, entries: entries,
		thirty: func(w who) string { return entries(w) + "?kind=night&limit=30" },
		body: func(_ who, day, data string) string {
			return fmt.Sprintf(`{"kind":"night","day":%q,"data":%s}`, day, data)
		}}
}

func addUser(b *testing.B, exe, data, name string) (w who) {
	if err := json.Unmarshal([]byte(output(b, exe, "user", "add", name, "--time-zone", "UTC", "--json", "--data", data)), &w); err != nil {
		b.Fatal(err)
	}
	w.Token = output(b, exe, "token", name, "--data", data)
	return w
}

// startPeer serves PocketBase; the sites are its collection that asks who somebody is
// and the one that does not, the latter also without counting all that could be listed.
func startPeer(b *testing.B) (entries, open *site) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), peerData+"="+b.TempDir())
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	start(b, cmd)
	lines := bufio.NewScanner(stdout)
	var h hello
	if !lines.Scan() || json.Unmarshal(lines.Bytes(), &h) != nil {
		b.Fatalf("PocketBase does not start: %s", lines.Text())
	}
	go io.Copy(io.Discard, stdout) //nolint:errcheck // until it ends
	collection := func(name, path string, reader, writer who, more func(who) string) *site {
		records := h.URL + "/api/collections/" + path + "/records"
		return &site{name: name, reader: reader, writer: writer,
			entries: func(who) string { return records },
			thirty:  func(w who) string { return records + "?perPage=30&sort=-day" + more(w) },
			body: func(w who, day, data string) string {
				return fmt.Sprintf(`{"person":%q,"kind":"night","day":%q,"data":%s}`, w.Person, day, data)
			}}
	}
	return collection("PocketBase", "entries", h.Reader, h.Writer, func(who) string { return "" }),
		collection("PocketBase-open", "open", who{h.Reader.Person, ""}, who{h.Writer.Person, ""}, func(w who) string {
			return "&skipTotal=1&filter=" + url.QueryEscape("person='"+w.Person+"'")
		})
}

func start(b *testing.B, cmd *exec.Cmd) {
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
}

func output(b *testing.B, name string, args ...string) string {
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		b.Fatalf("%s %v: %v", filepath.Base(name), args, err)
	}
	return strings.TrimSpace(string(out))
}
