package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

var (
	hashedImport = regexp.MustCompile(`(?:from|import) "\./([\w.-]+\.js\?v=[0-9a-f]+)"`)
	workerConst  = regexp.MustCompile(`(?m)^const (VERSION|PAGES|FILES) = (.*);$`)
)

// siteOf is the site itself, for what no page shows.
func siteOf(t testing.TB, f *fake) *site {
	t.Helper()
	s := &site{svc: f, base: f.base, opts: Options{Country: "GB", Version: "test"}, assets: must(readAssets())} // of its own, to be changed
	s.prepare()
	return s
}

// worker reads the list at the top of the service worker.
func worker(t testing.TB, h http.Handler) (version string, pages, files []string) {
	t.Helper()
	text := get(t, h, "/sw.js").Raw
	for _, m := range workerConst.FindAllStringSubmatch(text, -1) {
		into := map[string]any{"VERSION": &version, "PAGES": &pages, "FILES": &files}[m[1]]
		if err := json.Unmarshal([]byte(m[2]), into); err != nil {
			t.Fatalf("%s: %v", m[1], err)
		}
	}
	if version == "" || len(pages) == 0 || len(files) == 0 {
		t.Fatalf("the worker names no version, pages or files:\n%.300s", text)
	}
	return version, pages, files
}

// Everything that the worker keeps is there, and the pages of the night are among it
// with all that they load.
func TestWorkerKeepsWhatIsThere(t *testing.T) {
	h, f := testSite(t)
	_, pages, files := worker(t, h)
	for _, path := range append([]string{"/", "/now", "/play", "/play/evening-5", "/play/pregnancy", "/help", "/offline"}, "/now/calf", "/now/back_thigh") {
		if !oneOf(path, pages...) {
			t.Errorf("%s is not kept", path)
		}
	}
	for _, path := range pages {
		d := get(t, h, path).want(200)
		for _, n := range append(d.all("link[rel=stylesheet]"), d.all("script")...) {
			if address := attr(n, "href") + attr(n, "src"); !oneOf(address, files...) {
				t.Errorf("%s loads %s, which is not kept", path, address)
			}
		}
	}
	for _, address := range files {
		d := get(t, h, address)
		if d.Status != 200 || !strings.Contains(d.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: status %d, %q", address, d.Status, d.Header.Get("Cache-Control"))
		}
		for _, m := range hashedImport.FindAllStringSubmatch(d.Raw, -1) {
			if !oneOf("/static/"+m[1], files...) {
				t.Errorf("%s imports %s, which is not kept", address, m[1])
			}
		}
	}
	if len(pages) > len(shellPages)+len(f.Cramps())+len(f.Routines()) {
		t.Errorf("%d pages are kept", len(pages))
	}
}

func TestWorkerVersion(t *testing.T) {
	_, f := testSite(t)
	first, _, _ := worker(t, must(newSite(f, f.base, Options{Version: "1"})))
	again, _, _ := worker(t, must(newSite(f, f.base, Options{Version: "1"})))
	if first != again {
		t.Error("the same program gives two versions")
	}
	other, _, _ := worker(t, must(newSite(f, f.base, Options{Version: "2"})))
	country, _, _ := worker(t, must(newSite(f, f.base, Options{Version: "1", Country: "GB"})))
	base := *f.base
	base.Version = "other"
	knowledge, _, _ := worker(t, must(newSite(f, &base, Options{Version: "1"})))
	if first == other || first == country || first == knowledge {
		t.Errorf("a change keeps the version: %s, %s, %s, %s", first, other, country, knowledge)
	}
	s := siteOf(t, f)
	before := s.shellVersion()
	s.assets.keep("now.css", []byte("changed"))
	if s.shellVersion() == before {
		t.Error("another style sheet keeps the version")
	}
}

func TestWorkerIsAskedForAgain(t *testing.T) {
	h, _ := testSite(t)
	d := get(t, h, "/sw.js")
	if got := d.Header.Get("Cache-Control"); got != "no-cache" {
		t.Errorf("Cache-Control %q", got)
	}
	if got := d.Header.Get("Content-Type"); !strings.HasPrefix(got, "text/javascript") {
		t.Errorf("Content-Type %q", got)
	}
	r := httptest.NewRequest("GET", "/sw.js", nil)
	r.Header.Set("If-None-Match", d.Header.Get("ETag"))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusNotModified {
		t.Errorf("the same worker is sent again: %d", w.Code)
	}
	if csp := get(t, h, "/now").Header.Get("Content-Security-Policy"); !strings.Contains(csp, "worker-src 'self'") {
		t.Errorf("policy %q", csp)
	}
}

func TestManifest(t *testing.T) {
	h, _ := testSite(t)
	d := get(t, h, "/manifest.webmanifest")
	var m manifest
	if err := json.Unmarshal([]byte(d.Raw), &m); err != nil {
		t.Fatal(err)
	}
	if m.Name == "" || m.StartURL != "/" || m.Scope != "/" || m.Display != "standalone" || m.Lang != "en" {
		t.Errorf("manifest %+v", m)
	}
	purposes := map[string]bool{}
	for _, i := range m.Icons {
		img, err := png.DecodeConfig(bytes.NewReader([]byte(get(t, h, i.Source).Raw)))
		if err != nil {
			t.Fatalf("%s: %v", i.Source, err)
		}
		if want := i.Sizes; want != fmt.Sprintf("%dx%d", img.Width, img.Height) {
			t.Errorf("%s is %d by %d, the manifest says %s", i.Source, img.Width, img.Height, want)
		}
		purposes[i.Purpose+i.Sizes] = true
	}
	for _, need := range []string{"any192x192", "any512x512", "maskable512x512"} {
		if !purposes[need] {
			t.Errorf("no icon %s", need)
		}
	}
	for i, path := range []string{"/now", "/play"} {
		if m.Shortcuts[i].URL != path {
			t.Errorf("shortcut %q, want %q", m.Shortcuts[i].URL, path)
		}
		get(t, h, path).want(200)
	}
}

func TestOfflinePage(t *testing.T) {
	h, _ := testSite(t)
	d := get(t, h, "/offline").want(200, "Cramp now", "Emergency numbers", "Kept on this device")
	d.checkPage()
	if len(d.all("ul.ways")) != 1 || len(d.all("a[href=/now]")) == 0 {
		t.Error("no way to cramp now")
	}
}

func TestImportsThatCannotBe(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"missing": {"a.js": `import "./b.js"`},
		"chain":   {"a.js": `import "./b.js"`, "b.js": `import "./c.js"`, "c.js": ""},
	} {
		a := &assets{files: map[string][]byte{}, hash: map[string]string{}}
		for file, text := range files {
			a.keep(file, []byte(text))
		}
		if err := a.rewriteImports(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
