package web

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io/fs"
	"net/http"
	"regexp"
	"slices"
	"sort"
	"time"
)

// The service worker keeps the pages that are needed in the middle of the night without
// a network. Its text begins with the version of all that it keeps and the list of it.
//
//go:embed worker/sw.js
var workerFile []byte

// shellPages work without a network from the first visit on; routines join them.
var shellPages = []string{"/offline", "/", "/now", "/play", "/plan", "/diary/new", "/help", "/guide", "/ask"}

// shellTemplates are the pages whose style sheets and scripts are kept with them.
var shellTemplates = []string{"_layout", "home", "now", "cramp", "play", "routine", "offline", "help", "plan-form", "report", "diary-device", "guide", "ask", "_guide", "entry"}

// serviceWorker is the worker with its version and its list of addresses.
func (s *site) serviceWorker() []byte {
	pages := slices.Clone(shellPages)
	for _, c := range s.cramps() {
		pages = append(pages, "/now/"+c.Muscle)
	}
	for _, x := range s.routines() {
		if name, ok := nameOf(x.ID); !ok || name.id() == name.kind+"-"+name.minutes {
			pages = append(pages, "/play/"+x.ID)
		}
	}
	files := s.shellAssets()
	var b bytes.Buffer
	fmt.Fprintf(&b, "const VERSION = %s;\nconst PAGES = %s;\nconst FILES = %s;\n", asJSON(s.shellVersion()), asJSON(pages), asJSON(files))
	b.Write(workerFile)
	return b.Bytes()
}

func asJSON(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings always marshal
	}
	return text
}

// shellVersion changes with anything that a kept page shows: files, templates, words,
// knowledge, program and settings.
func (s *site) shellVersion() string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00%s\x00", s.base.Version, s.opts.Version, s.opts.Country)
	h.Write(workerFile)
	names := make([]string, 0, len(s.assets.hash))
	for name := range s.assets.hash {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		fmt.Fprintf(h, "%s\x00%s\x00", name, s.assets.hash[name])
	}
	addFiles(h, templateFiles)
	addFiles(h, messageFiles)
	return hex.EncodeToString(h.Sum(nil))[:12]
}

// addFiles hashes an embedded tree, whose order is that of its names.
func addFiles(h hash.Hash, fsys fs.FS) {
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(fsys, name)
		fmt.Fprintf(h, "%s\x00%d\x00", name, len(text))
		h.Write(text)
		return err
	})
	if err != nil {
		panic(err) // embedded files can always be read
	}
}

var staticCall = regexp.MustCompile(`static "([^"]+)"`)

// shellAssets lists the addresses of the style sheets and scripts of the shell, of the
// modules they import, and of the icons.
func (s *site) shellAssets() []string {
	seen := map[string]bool{}
	for _, page := range shellTemplates {
		text, err := fs.ReadFile(templateFiles, "templates/"+page+".html")
		if err != nil {
			continue // a page that this program does not have
		}
		for _, m := range staticCall.FindAllStringSubmatch(string(text), -1) {
			seen[m[1]] = true
			for _, imported := range s.assets.imports[m[1]] {
				seen[imported] = true
			}
		}
	}
	for _, icon := range appIcons {
		seen[icon.File] = true
	}
	var out []string
	for name := range seen {
		if address, err := s.assets.url(name); err == nil {
			out = append(out, address)
		}
	}
	sort.Strings(out)
	return out
}

// workerShow serves the worker. It is asked for again on every visit, so that a new
// version is found at once.
func (s *site) workerShow(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	text := s.worker()
	sum := sha256.Sum256(text)
	h.Set("ETag", `"`+hex.EncodeToString(sum[:8])+`"`)
	http.ServeContent(w, r, "sw.js", time.Time{}, bytes.NewReader(text))
}
