package web

//go:generate go run ./appicon static/icons

import (
	"encoding/json"
	"net/http"
)

// appIcon is an icon of the manifest.
type appIcon struct {
	File, Sizes, Purpose string
}

var appIcons = []appIcon{
	{"icons/app-192.png", "192x192", "any"},
	{"icons/app-512.png", "512x512", "any"},
	{"icons/app-maskable-192.png", "192x192", "maskable"},
	{"icons/app-maskable-512.png", "512x512", "maskable"},
	{"icons/app-180.png", "180x180", "any"}, // the home screen of iOS
}

// manifestIcon and the others are the manifest as the W3C writes it.
type manifestIcon struct {
	Source  string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose,omitempty"`
}

type manifestShortcut struct {
	Name  string         `json:"name"`
	URL   string         `json:"url"`
	Icons []manifestIcon `json:"icons"`
}

type manifest struct {
	Name        string             `json:"name"`
	ShortName   string             `json:"short_name"`
	Description string             `json:"description"`
	Lang        string             `json:"lang"`
	Dir         string             `json:"dir"`
	ID          string             `json:"id"`
	StartURL    string             `json:"start_url"`
	Scope       string             `json:"scope"`
	Display     string             `json:"display"`
	Background  string             `json:"background_color"`
	Theme       string             `json:"theme_color"`
	Categories  []string           `json:"categories"`
	Icons       []manifestIcon     `json:"icons"`
	Shortcuts   []manifestShortcut `json:"shortcuts"`
}

// darkGround is the colour behind the first page: dark, because people open it in bed.
const darkGround = "#10131a"

func (s *site) manifestShow(w http.ResponseWriter, r *http.Request) {
	p := s.printer(r)
	m := manifest{
		Name: p.T("offline.app_name"), ShortName: p.T("offline.app_name"), Description: p.T("offline.app_description"),
		Lang: p.Lang(), Dir: direction(p.Lang()), ID: "/", StartURL: "/", Scope: "/", Display: "standalone",
		Background: darkGround, Theme: darkGround, Categories: []string{"health", "medical"},
	}
	for _, i := range appIcons {
		address, err := s.assets.url(i.File)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		m.Icons = append(m.Icons, manifestIcon{address, i.Sizes, "image/png", i.Purpose})
	}
	for _, name := range []string{"now", "play"} {
		m.Shortcuts = append(m.Shortcuts, manifestShortcut{p.T("offline.shortcut_" + name), "/" + name, m.Icons[:1]})
	}
	h := w.Header()
	h.Set("Content-Type", "application/manifest+json")
	h.Set("Cache-Control", "public, max-age=3600")
	h.Set("Vary", "Accept-Language")
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(m) // the client may be gone
}
