package web

import (
	"html/template"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// pages that are rendered to be timed; a form makes it a POST. The assessment behind
// them is computed once by a stand-in, so that the time is that of the page.
var timedPages = []struct {
	name, path string
	form       url.Values
}{
	{"Home", "/", nil},
	{"HowItDecides", "/how-it-decides", nil},
	{"CheckStart", "/check", nil},
	{"Now", "/now", nil},
	{"Cramp", "/now/calf", nil},
	{"Routine", "/play/evening-5", nil},
	{"Guide", "/guide", nil},
	{"Article", "/guide/restless-legs", nil},
	{"Entry", "/guide/labs/ferritin", nil},
	{"Glossary", "/glossary", nil},
	{"Ask", "/ask", nil},
	{"Question", "/check", url.Values{"do": {"start"}, "alarm": {"none"}, "who": {"self"}}},
	{"Result", "/check", url.Values{"do": {"result"}, "alarm": {"none"}, "who": {"self"}, "text": {"a calf cramp for three weeks, no swelling"}}},
}

// BenchmarkPage renders each kind of page over HTTP, with as many clients as processors.
// Limit: half the requests/s of BenchmarkBarePage for the same page.
func BenchmarkPage(b *testing.B) {
	h, _ := testSite(b)
	for _, p := range timedPages {
		b.Run(p.name, func(b *testing.B) { serve(b, h, p.path, p.form) })
	}
}

// BenchmarkBarePage is an html/template page without layout, catalogue or headers that
// prints as many bytes, in paragraphs of a hundred, over the same server.
func BenchmarkBarePage(b *testing.B) {
	h, _ := testSite(b)
	bare := template.Must(template.New("").Parse("<!doctype html><title>bare</title>{{range .}}<p>{{.}}</p>\n{{end}}"))
	for _, p := range timedPages {
		lines := split(body(b, h, p.path, p.form), 100)
		b.Run(p.name, func(b *testing.B) {
			serve(b, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if err := bare.Execute(w, lines); err != nil {
					b.Error(err)
				}
			}), p.path, p.form)
		})
	}
}

func request(base, path string, form url.Values) *http.Request {
	method := http.MethodGet
	if form != nil {
		method = http.MethodPost
	}
	r, err := http.NewRequest(method, base+path, strings.NewReader(form.Encode()))
	if err != nil {
		panic(err) // the pages above are well-formed
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r
}

// serve times requests to h over TCP.
func serve(b *testing.B, h http.Handler, path string, form url.Values) {
	server := httptest.NewServer(h)
	defer server.Close()
	client := server.Client()
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			resp, err := client.Do(request(server.URL, path, form))
			if err != nil {
				b.Error(err)
				return
			}
			_, err = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
			if err != nil || resp.StatusCode != http.StatusOK {
				b.Errorf("%s: status %d, error %v", path, resp.StatusCode, err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
}

// plain hides mark-up from the escaping, which would make the bare page longer.
var plain = strings.NewReplacer("<", " ", ">", " ", "&", " ", `"`, " ", "'", " ", "+", " ")

// body is a page as bytes that need no escaping.
func body(b *testing.B, h http.Handler, path string, form url.Values) string {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, request("http://example.org", path, form))
	if w.Code != http.StatusOK {
		b.Fatalf("%s: status %d", path, w.Code)
	}
	return plain.Replace(w.Body.String())
}

func split(s string, n int) (out []string) {
	for ; len(s) > n; s = s[n:] {
		out = append(out, strings.ToValidUTF8(s[:n], ""))
	}
	return append(out, s)
}
