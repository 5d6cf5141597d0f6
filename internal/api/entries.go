package api

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
)

// keeper holds the use cases behind the entries; app.Keeper is one.
type keeper interface {
	AccountOf(ctx context.Context, token string) (app.Account, error)
	PersonsOf(ctx context.Context, a app.Account) ([]app.PersonView, error)
	AddEntry(ctx context.Context, a app.Account, person string, raw []byte) (app.EntryChange, error)
	ReplaceEntry(ctx context.Context, a app.Account, person, id string, raw []byte) (app.EntryChange, error)
	RemoveEntry(ctx context.Context, a app.Account, person, id string, version int) (app.EntryChange, error)
	Entry(ctx context.Context, a app.Account, person, id string) (app.KeptEntry, error)
	EntryTexts(ctx context.Context, a app.Account, person string, q app.EntryQuery) ([][]byte, *app.EntryCursor, error)
	EachEntry(ctx context.Context, a app.Account, person string, fn func(app.KeptEntry) error) error
}

// Paths of what is kept.
const (
	personsPath = Root + "/persons"
	entriesPath = personsPath + "/{person}/entries"
	entryPath   = entriesPath + "/{id}"
	exportPath  = personsPath + "/{person}/export"
)

// Limits of a list of entries.
const (
	defaultEntries = 50
	maxEntries     = 500
)

// routeEntries adds the routes of what is kept.
func (a *api) routeEntries(mux *routes) {
	mux.Handle(personsPath, methods{http.MethodGet: a.signedIn(a.persons)})
	mux.Handle(entriesPath, methods{http.MethodGet: a.signedIn(a.entries), http.MethodPost: a.signedIn(a.addEntry)})
	mux.Handle(entryPath, methods{http.MethodGet: a.signedIn(a.oneEntry), http.MethodPut: a.signedIn(a.replaceEntry), http.MethodDelete: a.signedIn(a.removeEntry)})
	mux.Handle(exportPath, methods{http.MethodGet: a.signedIn(a.export)})
}

// signedIn finds out whose token was sent before anything of the request is looked at.
func (a *api) signedIn(next func(http.ResponseWriter, *http.Request, app.Account)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if a.keeper == nil {
			WriteProblem(w, http.StatusNotFound, "This installation keeps nothing: it was started without --data or --database.")
			return
		}
		who, err := a.keeper.AccountOf(r.Context(), account.Bearer(r.Header.Values("Authorization")))
		if err != nil {
			a.entryError(w, err)
			return
		}
		next(w, r, who)
	}
}

// entryError answers with what went wrong, every fault of an entry with its field.
func (a *api) entryError(w http.ResponseWriter, err error) {
	var faults diary.Faults
	switch {
	case errors.As(err, &faults):
		fields := make([]FieldError, len(faults))
		for i, f := range faults {
			fields[i] = FieldError{Location: strings.TrimSuffix("body."+f.Field, "."), Message: f.Message}
		}
		WriteProblem(w, http.StatusUnprocessableEntity, "The entry cannot be used as it is; errors says where. Nothing was kept.", fields...)
	case errs.KindOf(err) == errs.Unauthorized:
		w.Header().Set("WWW-Authenticate", `Bearer realm="legible"`)
		writeError(w, a.log, err)
	case errs.KindOf(err) == errs.Unavailable || errs.KindOf(err) == errs.Sealed || errs.KindOf(err) == errs.Outdated:
		a.log.Error("api: cannot read or keep", "error", err)
		w.Header().Set("Retry-After", "5")
		WriteProblem(w, errs.KindOf(err).Status(), unavailableDetail)
	case errors.Is(err, context.Canceled): // nobody is there to read the answer
		WriteProblem(w, http.StatusServiceUnavailable, unavailableDetail)
	default:
		writeError(w, a.log, err)
	}
}

const unavailableDetail = "What is kept cannot be read or changed at the moment. A change that was sent may not have been kept: please look, or send it again later with the same id."

func (a *api) addEntry(w http.ResponseWriter, r *http.Request, who app.Account) {
	withBody(w, r, func(raw []byte) {
		c, err := a.keeper.AddEntry(r.Context(), who, r.PathValue("person"), raw)
		if err != nil {
			a.entryError(w, err)
			return
		}
		status := http.StatusOK
		if c.Decision == diary.Create {
			status = http.StatusCreated
			w.Header().Set("Location", personsPath+"/"+r.PathValue("person")+"/entries/"+c.Entry.ID)
		}
		a.writeStatus(w, status, c.Entry)
	})
}

func (a *api) replaceEntry(w http.ResponseWriter, r *http.Request, who app.Account) {
	withBody(w, r, func(raw []byte) {
		c, err := a.keeper.ReplaceEntry(r.Context(), who, r.PathValue("person"), r.PathValue("id"), raw)
		a.answerEntry(w, c.Entry, err)
	})
}

func (a *api) oneEntry(w http.ResponseWriter, r *http.Request, who app.Account) {
	e, err := a.keeper.Entry(r.Context(), who, r.PathValue("person"), r.PathValue("id"))
	a.answerEntry(w, e, err)
}

func (a *api) removeEntry(w http.ResponseWriter, r *http.Request, who app.Account) {
	version, err := strconv.Atoi(r.URL.Query().Get("version"))
	if err != nil || version < 1 || version > 1<<30 || len(r.URL.Query()["version"]) > 1 {
		WriteProblem(w, http.StatusUnprocessableEntity, "The entry was not deleted; errors says why.",
			FieldError{"query.version", "must be the version of the entry that you mean to delete"})
		return
	}
	if _, err := a.keeper.RemoveEntry(r.Context(), who, r.PathValue("person"), r.PathValue("id"), version); err != nil {
		a.entryError(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (a *api) answerEntry(w http.ResponseWriter, e app.KeptEntry, err error) {
	if err != nil {
		a.entryError(w, err)
		return
	}
	a.writeJSON(w, e)
}

// PersonList is the answer of GET /api/v1/persons.
type PersonList struct {
	Items []app.PersonView `json:"items"`
}

func (a *api) persons(w http.ResponseWriter, r *http.Request, who app.Account) {
	list, err := a.keeper.PersonsOf(r.Context(), who)
	if err != nil {
		a.entryError(w, err)
		return
	}
	a.writeJSON(w, PersonList{list})
}

// EntryList is one page of entries; it says what writeEntries writes.
type EntryList struct {
	Items []app.KeptEntry `json:"items"`
	Next  *string         `json:"next"`
}

func (a *api) entries(w http.ResponseWriter, r *http.Request, who app.Account) {
	q, faults := parseEntryQuery(r.URL.RawQuery)
	if faults != nil {
		WriteProblem(w, http.StatusUnprocessableEntity, "The list cannot be read with these parameters; errors says why.", faults...)
		return
	}
	list, next, err := a.keeper.EntryTexts(r.Context(), who, r.PathValue("person"), q)
	if err != nil {
		a.entryError(w, err)
		return
	}
	writeEntries(w, list, next)
}

// writeEntries answers with an EntryList whose entries are JSON already.
func writeEntries(w http.ResponseWriter, list [][]byte, next *app.EntryCursor) {
	out := buffers.Get().(*bytes.Buffer)
	defer recycle(out)
	out.Reset()
	out.WriteString(`{"items":[`)
	for i, text := range list {
		if i > 0 {
			out.WriteByte(',')
		}
		out.Write(text)
	}
	out.WriteString(`],"next":`)
	if next == nil {
		out.WriteString("null}\n")
	} else {
		out.WriteString(`"` + writeCursor(*next) + "\"}\n") // of letters, digits, - and _
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.Copy(w, out) // the client may be gone
}

// export sends the whole diary in the form that can be read back.
func (a *api) export(w http.ResponseWriter, r *http.Request, who app.Account) {
	var all []diary.Entry
	err := a.keeper.EachEntry(r.Context(), who, r.PathValue("person"), func(e app.KeptEntry) error {
		all = append(all, e.Entry)
		return nil
	})
	if err != nil {
		a.entryError(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", `attachment; filename="legible-diary.json"`)
	_ = diary.WriteJSON(w, all) // the client may be gone
}

// parseEntryQuery reads ?from=&to=&kind=&order=&limit=&cursor=. As elsewhere, a
// parameter that is present must be usable and others are ignored.
func parseEntryQuery(raw string) (app.EntryQuery, []FieldError) {
	q := app.EntryQuery{Limit: defaultEntries}
	query, err := url.ParseQuery(raw)
	if err != nil {
		return q, []FieldError{{"query", "is malformed; escape it as RFC 3986 says"}}
	}
	var faults []FieldError
	for _, p := range []struct {
		name string
		read func(string) string
	}{
		{"from", readDay(&q.From)},
		{"to", readDay(&q.To)},
		{"kind", func(s string) string {
			q.Kind = s
			if !diary.Kind(s).Valid() {
				return "is not a kind of entry; use " + strings.Join(kindWords(), ", ")
			}
			return ""
		}},
		{"order", func(s string) string {
			q.Oldest = s == "oldest"
			if s != "oldest" && s != "newest" {
				return "use oldest or newest"
			}
			return ""
		}},
		{"limit", func(s string) string {
			if q.Limit, err = strconv.Atoi(s); err != nil || q.Limit < 1 || q.Limit > maxEntries {
				return fmt.Sprintf("must be a whole number from 1 to %d", maxEntries)
			}
			return ""
		}},
		{"cursor", func(s string) string {
			var ok bool
			if q.Cursor, ok = readCursor(s); !ok {
				return "is not a cursor; use next of the page before"
			}
			return ""
		}},
	} {
		values, given := query[p.name]
		if !given {
			continue
		}
		fault := "is given more than once; keep one"
		if len(values) == 1 {
			fault = p.read(values[0])
		}
		if fault != "" {
			faults = append(faults, FieldError{"query." + p.name, fault})
		}
	}
	if faults == nil && q.From != "" && q.To != "" && q.To < q.From {
		faults = append(faults, FieldError{"query.to", "is before from"})
	}
	return q, faults
}

func readDay(into *string) func(string) string {
	return func(s string) string {
		if _, err := diary.ParseDate(s); err != nil {
			return "must be a day, written 2026-11-21"
		}
		*into = s
		return ""
	}
}

func kindWords() []string {
	var words []string
	for _, k := range diary.Kinds() {
		words = append(words, string(k))
	}
	slices.Sort(words)
	return words
}

const cursorPattern = "^[A-Za-z0-9_-]{1,200}$"

// plainCursor is a day and an id; ids of imported entries are UUIDs of any version.
var plainCursor = regexp.MustCompile(`^\d{4}-\d\d-\d\d [0-9a-f-]{36}$`)

// writeCursor packs the place where a page ended.
func writeCursor(c app.EntryCursor) string {
	return base64.RawURLEncoding.EncodeToString([]byte(c.Day + " " + c.ID))
}

func readCursor(s string) (app.EntryCursor, bool) {
	plain, err := io.ReadAll(base64.NewDecoder(base64.RawURLEncoding, strings.NewReader(s)))
	if err != nil || !plainCursor.Match(plain) {
		return app.EntryCursor{}, false
	}
	day, id, _ := strings.Cut(string(plain), " ")
	return app.EntryCursor{Day: day, ID: id}, true
}
