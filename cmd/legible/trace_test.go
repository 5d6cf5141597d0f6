package main

import (
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
)

// marker stands for everything a person could write. It is a name, a word and a file at once.
const marker = "Wombatquince"

// witness is one running program with an account, its token and its browser.
type witness struct {
	*node
	browser *visitor
	token   string
	person  string // path of the person in the API
}

func newWitness(t *testing.T) *witness {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	keep := []string{"--data", dir}
	n, failed := startNode(t, keep...)
	if n == nil {
		t.Fatal(failed)
	}
	var who struct{ Person string }
	if err := json.Unmarshal([]byte(program(t, append([]string{"user", "add", marker, "--time-zone", "UTC", "--json"}, keep...)...)), &who); err != nil {
		t.Fatal(err)
	}
	w := &witness{node: n, browser: newVisitor(t), person: "/api/v1/persons/" + who.Person}
	w.token = strings.TrimSpace(program(t, append([]string{"token", marker}, keep...)...))
	w.browser.joins(n, marker+" two")
	return w
}

// send sends a request with the marker in its headers and returns the status.
func (w *witness) send(method, path, media, body string) int {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.url+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Content-Type", media)
	r.Header.Set("User-Agent", marker)
	r.Header.Set("Accept-Language", marker)
	r.Header.Set("X-Request-Id", marker)
	if strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/fhir") {
		r.Header.Set("Authorization", "Bearer "+w.token)
	}
	a, err := w.browser.Do(r)
	if err != nil {
		w.t.Errorf("%s %s: %v", method, path, err)
		return 0
	}
	defer a.Body.Close()
	_, _ = io.Copy(io.Discard, a.Body)
	return a.StatusCode
}

// file is a form with one file in it.
func file(field, content string) (media, body string) {
	var b strings.Builder
	m := multipart.NewWriter(&b)
	part, _ := m.CreateFormFile(field, marker+".txt")
	_, _ = io.WriteString(part, content)
	_ = m.Close()
	return m.FormDataContentType(), b.String()
}

// What is sent, whole or broken, to whatever reads it, stands in no line of the log and in
// no metric.
func TestNothingThatIsReadStandsInTheLog(t *testing.T) {
	w := newWitness(t)
	const j, form, csv = "application/json", "application/x-www-form-urlencoded", "text/csv"
	quoted := `"` + marker + `"`
	broken := []string{
		`{` + quoted + `:1}`, `{"text":` + quoted + `,"text":` + quoted + `}`, `{"text":"` + marker + `\ud800"}`, `{"text":"` + marker + "\xff\"}", `{"person":{"age":` + quoted + `}}`,
		`{"evidence":[{"finding":` + quoted + `,"presence":` + quoted + `}]}`, `[` + quoted, quoted, marker, `{"text":"` + strings.Repeat(marker, 1000) + `"}`, strings.Repeat(`{"`+marker+`":[`, 500),
		`{"results":[{"analyte":` + quoted + `,"value":` + quoted + `,"unit":` + quoted + `}]}`, `{"text":` + quoted + `,"csv":` + quoted + `}`, `{"question":` + quoted + `}`, `{"question":` + quoted + `,"check":{"text":` + quoted + `}}`,
		`{"kind":` + quoted + `,"day":"2026-11-21","data":{}}`, `{"kind":"night","day":` + quoted + `,"data":{}}`, `{"kind":"note","day":"2026-11-21","data":{"text":` + quoted + `}}`, `{"id":` + quoted + `,"kind":"night","day":"2026-11-21","data":{"note":` + quoted + `}}`,
		`{"resourceType":` + quoted + `}`, `{"resourceType":"Observation","status":` + quoted + `,"valueString":` + quoted + `}`, `{"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Observation","id":` + quoted + `}}]}`,
		`{"recipient":` + quoted + `,"passcode":` + quoted + `}`, `{"person":` + quoted + `,"cramps":[{"at":` + quoted + `}]}`, `{"ceremony":` + quoted + `,"answer":` + quoted + `}`,
	}
	taken := map[int]int{}
	for _, path := range []string{"/api/v1/assess", "/api/v1/plan", "/api/v1/ask", "/api/v1/labs/interpret", "/api/v1/labs/read", w.person + "/entries", w.person + "/entries/batch",
		"/fhir/Observation", "/fhir", "/fhir/$" + marker, "/s/" + marker + "/manifest", "/account/device", "/account/passkey/entered", "/account/passkey/" + marker} {
		for _, body := range broken {
			taken[w.send("POST", path, j, body)/100]++
		}
	}
	for _, path := range []string{"/check", "/plan", "/labs", "/ask", "/guide", "/report", "/report.pdf", "/report.txt", "/report.json", "/play", "/theme", "/diary", "/diary/undo", "/diary/delete", "/diary/import", "/trends", "/experiments",
		"/account", "/account/new", "/account/recover", "/account/again", "/account/keep", "/account/persons", "/account/tokens", "/account/session", "/account/reminders", "/account/reminders/mail", "/account/reminders/device",
		"/consultations/new", "/consultations", "/verify", "/share", "/account/consents/revoke", "/practice/profile", "/practice/profile/photo", "/a/" + marker + "/cancel", "/r/" + marker} {
		fields := url.Values{}
		for _, f := range []string{"text", "e", "q", "question", "name", "password", "code", "person", "person_name", "zone", "day", "note", "undo", "id", "kept", "csv", "v", "file", "mail", "endpoint", "label", "back", "next", "do", "values", "questions"} {
			fields.Set(f, marker)
		}
		taken[w.send("POST", path, form, fields.Encode())/100]++
		taken[w.send("POST", path, form, "text="+marker+"&%zz="+marker)/100]++
		for field, content := range map[string]string{"file": "day,kind\n" + marker + "," + marker, "photo": "\x89PNG\r\n\x1a\n" + marker, "csv": marker} {
			media, body := file(field, content)
			taken[w.send("POST", path, media, body)/100]++
		}
		taken[w.send("POST", path, csv, "day,kind\n"+marker+","+marker)/100]++
	}
	for _, path := range []string{"/guide/" + marker, "/s/" + marker, "/calendar/" + marker + ".ics", "/diary/" + marker, "/practitioners/" + marker, "/book/" + marker + "/" + marker, "/static/" + marker, "/" + marker, "/verify?" + marker,
		"/api/v1/guide?q=" + marker + "&kind=" + marker, "/api/v1/knowledge/conditions?cursor=" + marker, w.person + "/entries?kind=" + marker + "&cursor=" + marker, "/api/v1/persons/" + marker + "/entries",
		"/fhir/Observation?code=" + marker + "&" + marker + "=1", "/fhir/" + marker, "/fhir/Patient/" + marker, "/metrics?" + marker, "/%zz" + marker} {
		taken[w.send("GET", strings.Replace(path, "%zz", "%25zz", 1), j, "")/100]++
		taken[w.send(marker, strings.Replace(path, "%zz", "%25zz", 1), j, "")/100]++
	}
	for _, raw := range []string{marker + "\r\n\r\n", "GET /%zz" + marker + " HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\n" + marker + "\r\n\r\n", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + marker + "\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: " + marker + " x\r\n\r\n", "POST /check HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + marker + "\r\n"} {
		c, err := net.Dial("tcp", strings.TrimPrefix(w.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(c, raw)
		_, _ = c.Read(make([]byte, 100))
		_ = c.Close()
	}
	_, metrics := w.browser.get(w.url + "/metrics")
	log := w.stop()
	if taken[2] < 20 || taken[4] < 200 || taken[5] > 0 || lines(log, "msg=request") < 500 {
		t.Errorf("answers by hundreds %v, %d requests in the log: the readers were not reached, or failed", taken, lines(log, "msg=request"))
	}
	for where, text := range map[string]string{"the log": log, "the metrics": metrics} {
		for _, secret := range []string{marker, strings.ToLower(marker), w.token, strings.TrimPrefix(w.person, "/api/v1/persons/"), "127.0.0.1:"} {
			for line := range strings.Lines(text) {
				if strings.Contains(line, secret) && !strings.HasPrefix(line, "Legible is at ") {
					t.Errorf("%s holds %q: %s", where, secret, line)
				}
			}
		}
	}
}

// Every answer of the real program carries the headers that keep browsers from doing more
// than they should, and what is about a person is stored nowhere.
func TestHeadersOfTheRealProgram(t *testing.T) {
	w := newWitness(t)
	for _, x := range []struct {
		method, path string
		private      bool // no-store
	}{
		{"GET", "/", false}, {"GET", "/check", false}, {"GET", "/static/app.css", false}, {"GET", "/static/app.js", false}, {"GET", "/static/icons/mark.svg", false}, {"GET", "/static/none", false}, {"GET", "/sw.js", false},
		{"GET", "/manifest.webmanifest", false}, {"GET", "/nowhere", false}, {"GET", "/guide/feed.xml", false}, {"GET", "/robots.txt", false}, {"GET", "/.well-known/jwks.json", false}, {"GET", "/s/none", true},
		{"GET", "/account", true}, {"GET", "/account/security", true}, {"GET", "/account/persons", true}, {"GET", "/diary", true}, {"GET", "/diary/files", true}, {"GET", "/trends", true}, {"GET", "/experiments", true}, {"GET", "/account/reminders", true},
		{"GET", "/account/shares", true}, {"GET", "/account/consents", true}, {"GET", "/consultations", true}, {"GET", "/appointments", true}, {"POST", "/account/export", true}, {"GET", "/report/kept", false},
		{"GET", "/api/v1/openapi.json", false}, {"GET", "/api/v1/none", true}, {"PUT", "/api/v1/assess", true}, {"POST", "/api/v1/assess", true}, {"GET", "/api/v1/guide?q=legs", true}, {"GET", w.person + "/entries", true}, {"GET", "/api//v1", true},
		{"GET", "/fhir/metadata", false}, {"GET", "/fhir/Patient", true}, {"GET", "/fhir/None", true}, {"POST", "/fhir", true}, {"GET", "/fhir//x", true},
		{"GET", "/healthz", true}, {"GET", "/readyz", true}, {"GET", "/metrics", true}, {"DELETE", "/healthz", true}, {"DELETE", "/check", false}, {"TRACE", "/", false}, {"TRACE", "/api/v1/assess", true}, {"TRACE", "/fhir", true},
	} {
		r, err := http.NewRequestWithContext(t.Context(), x.method, w.url+x.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Forwarded-Proto", "https")
		if strings.HasPrefix(x.path, "/metrics") {
			r.Header.Del("X-Forwarded-Proto")
		}
		if strings.HasPrefix(x.path, "/api/") || strings.HasPrefix(x.path, "/fhir") {
			r.Header.Set("Authorization", "Bearer "+w.token)
		} else if base, err := url.Parse(w.url); err == nil { // behind HTTPS the session has another name
			for _, c := range w.browser.Jar.Cookies(base) {
				r.AddCookie(&http.Cookie{Name: "__Host-" + c.Name, Value: c.Value})
			}
		}
		a, err := w.browser.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(a.Body)
		a.Body.Close()
		h := a.Header
		if x.method == "TRACE" && (a.StatusCode < 400 || strings.Contains(string(body), "TRACE")) {
			t.Errorf("TRACE %s: %d, %s", x.path, a.StatusCode, body)
		}
		if a.StatusCode >= 500 || a.StatusCode == 303 {
			t.Errorf("%s %s: %d", x.method, x.path, a.StatusCode)
		}
		csp := h.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "frame-ancestors 'none'"} {
			if !strings.Contains(csp, part) {
				t.Errorf("%s %s: policy %q lacks %s", x.method, x.path, csp, part)
			}
		}
		if strings.Contains(csp, "unsafe") || strings.Contains(csp, "http") || strings.Contains(csp, "*") {
			t.Errorf("%s %s: policy %q is wide", x.method, x.path, csp)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Cross-Origin-Resource-Policy") != "same-origin" || len(h.Get("X-Request-Id")) != 16 {
			t.Errorf("%s %s: %v", x.method, x.path, h)
		}
		if x.path != "/metrics" && !strings.Contains(h.Get("Strict-Transport-Security"), "max-age=31536000") {
			t.Errorf("%s %s: Strict-Transport-Security %q", x.method, x.path, h.Get("Strict-Transport-Security"))
		}
		if kind := h.Get("Content-Type"); kind == "" || strings.HasPrefix(kind, "text/") && !strings.Contains(kind, "charset=utf-8") && x.path != "/metrics" {
			t.Errorf("%s %s: Content-Type %q", x.method, x.path, kind)
		}
		if x.private && !strings.Contains(h.Get("Cache-Control"), "no-store") {
			t.Errorf("%s %s: Cache-Control %q", x.method, x.path, h.Get("Cache-Control"))
		}
		if h.Get("Server") != "" || h.Get("X-Powered-By") != "" || h.Get("Access-Control-Allow-Origin") != "" && x.path != "/.well-known/jwks.json" {
			t.Errorf("%s %s tells or allows too much: %v", x.method, x.path, h)
		}
	}
	w.stop()
}
