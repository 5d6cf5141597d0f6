package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

//go:embed static
var staticFiles embed.FS

// assets are the files under /static/, addressed by their content so that browsers
// may keep them.
type assets struct {
	files   map[string][]byte // by path below static/
	hash    map[string]string
	imports map[string][]string // modules that a script imports
}

// loadAssets reads what is embedded, once in a process; nobody may change it.
var loadAssets = sync.OnceValues(readAssets)

func readAssets() (*assets, error) {
	a := &assets{files: map[string][]byte{}, hash: map[string]string{}}
	root, err := fs.Sub(staticFiles, "static")
	if err != nil {
		return nil, err
	}
	err = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		a.keep(name, text)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return a, a.rewriteImports()
}

func (a *assets) keep(name string, text []byte) {
	sum := sha256.Sum256(text)
	a.files[name], a.hash[name] = text, hex.EncodeToString(sum[:6])
}

// url is the address of a file, with its hash.
func (a *assets) url(name string) (string, error) {
	if _, ok := a.files[name]; !ok {
		return "", fmt.Errorf("no static file %q", name)
	}
	return "/static/" + name + "?v=" + a.hash[name], nil
}

// icon returns an SVG to stand in the page, where it takes the colour of its text.
// Every icon is decoration: words stand beside it.
func (a *assets) icon(name string) (template.HTML, error) {
	svg, ok := a.files["icons/"+name+".svg"]
	if !ok {
		return "", fmt.Errorf("no icon %q", name)
	}
	return template.HTML(bytes.TrimSpace(svg)), nil //nolint:gosec // our own file
}

// pageHeaders say what a document may do. Style sheets, modules and pictures of pixels are
// none, and half a kilobyte on each of eight files delays a page on a slow phone.
var pageHeaders = []string{"Permissions-Policy", "Cross-Origin-Opener-Policy", "Referrer-Policy"}

// filePolicy is enough for those: opened by itself, a file loads nothing and stands in no
// frame.
const filePolicy = "default-src 'none'; frame-ancestors 'none'"

func (a *assets) serve(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/static/")
	text, ok := a.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	if path.Ext(name) != ".svg" {
		for _, page := range pageHeaders {
			h.Del(page)
		}
		h.Set("Content-Security-Policy", filePolicy)
	}
	h.Set("ETag", `"`+a.hash[name]+`"`)
	if r.URL.Query().Get("v") == a.hash[name] {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(text))
}
