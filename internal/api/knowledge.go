package api

import (
	"net/http"
	"sort"
	"strings"

	"github.com/legible-health/legible/internal/app"
)

// Overview is the answer of GET /api/v1/knowledge.
type Overview struct {
	Version  string            `json:"version"`
	Counts   map[string]int    `json:"counts"`
	Reviewed map[string]int    `json:"reviewed"`
	Links    map[string]string `json:"links"`
}

// List is one page of a list of entries, sorted by id.
type List struct {
	Knowledge app.Knowledge `json:"knowledge"`
	Items     []Item        `json:"items"`
	Total     int           `json:"total"`
	Next      *string       `json:"next"`
}

// Item is one entry of a list.
type Item struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Link string `json:"link"`
}

func (a *api) overview(w http.ResponseWriter, r *http.Request) {
	if a.unchanged(w, r) {
		return
	}
	o := Overview{Version: a.version, Counts: map[string]int{}, Reviewed: map[string]int{}, Links: map[string]string{}}
	for _, k := range a.kinds {
		entries := k.list().entries
		o.Counts[k.name] = len(entries)
		o.Links[k.name] = k.path()
		if k.name == "sources" {
			continue // sources are checked, not reviewed
		}
		n := 0
		for _, e := range entries {
			if e.reviewed {
				n++
			}
		}
		o.Reviewed[k.name] = n
	}
	a.writeJSON(w, o)
}

func (a *api) list(k *kind) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p, faults := parsePage(r.URL.RawQuery)
		if faults != nil {
			WriteProblem(w, http.StatusUnprocessableEntity, "The list cannot be read with these parameters; errors says why.", faults...)
			return
		}
		if !a.unchanged(w, r) {
			a.writeJSON(w, a.page(k, p))
		}
	}
}

// page selects by q, then continues after the cursor, which is the id of the last item
// of the page before: a list that changes between two requests never repeats an entry.
func (a *api) page(k *kind, p page) List {
	entries := k.list().entries
	matching := entries
	if p.q != "" {
		q := strings.ToLower(p.q)
		matching = nil
		for _, e := range entries {
			if strings.Contains(e.folded, q) {
				matching = append(matching, e)
			}
		}
	}
	l := List{Knowledge: app.Knowledge{Version: a.version}, Items: []Item{}, Total: len(matching)}
	from := 0
	if p.cursor != "" {
		from = sort.Search(len(matching), func(i int) bool { return matching[i].id > p.cursor })
	}
	to := min(from+p.limit, len(matching))
	for _, e := range matching[from:to] {
		l.Items = append(l.Items, Item{ID: e.id, Name: e.name, Link: k.path() + "/" + e.id})
	}
	if to < len(matching) {
		l.Next = &matching[to-1].id
	}
	return l
}

func (a *api) entry(k *kind) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		e := k.list().byID[r.PathValue("id")]
		if e == nil {
			WriteProblem(w, http.StatusNotFound, "There is no such "+k.one+"; "+k.path()+" lists them.",
				FieldError{"path.id", "is not the id of a " + k.one})
			return
		}
		if !a.unchanged(w, r) {
			a.writeJSON(w, e.value)
		}
	}
}

func (a *api) openapi(w http.ResponseWriter, r *http.Request) {
	if a.unchanged(w, r) {
		return
	}
	d, _ := a.description() // unchanged told if there is none
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(d.document) // the client may be gone
}
