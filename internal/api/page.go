package api

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of the parameters of a list.
const (
	defaultLimit = 50
	maxLimit     = 200
	maxQuery     = 100 // characters of q
	idPattern    = "^[a-z0-9_]{1,100}$"
)

var idSyntax = regexp.MustCompile(idPattern)

// page says which part of a list is wanted.
type page struct {
	limit  int
	cursor string // id of the last item seen; empty for the first page
	q      string // substring of id or name, any case; empty for all
}

// parsePage reads ?limit=&cursor=&q=. A parameter that is present must be usable: an
// empty or doubled one is refused rather than guessed at. Others are ignored.
func parsePage(raw string) (page, []FieldError) {
	p := page{limit: defaultLimit}
	query, err := url.ParseQuery(raw)
	if err != nil {
		return p, []FieldError{{"query", "is malformed; escape it as RFC 3986 says"}}
	}
	var faults []FieldError
	read := func(name string, use func(string) (fault string)) {
		values, given := query[name]
		if !given {
			return
		}
		fault := "is given more than once; keep one"
		if len(values) == 1 {
			fault = use(values[0])
		}
		if fault != "" {
			faults = append(faults, FieldError{"query." + name, fault})
		}
	}
	read("limit", func(s string) string {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > maxLimit {
			return fmt.Sprintf("must be a whole number from 1 to %d", maxLimit)
		}
		p.limit = n
		return ""
	})
	read("cursor", func(s string) string {
		if !idSyntax.MatchString(s) {
			return "is not a cursor; use next of the page before"
		}
		p.cursor = s
		return ""
	})
	read("q", func(s string) string {
		if n := utf8.RuneCountInString(s); n < 1 || n > maxQuery || !utf8.ValidString(s) {
			return fmt.Sprintf("must be 1 to %d characters of UTF-8", maxQuery)
		}
		p.q = s
		return ""
	})
	return p, faults
}

// freshFor is how long knowledge may be used without asking again, in seconds. Short,
// because a correction of medical content should reach people the same day.
const freshFor = "300"

// unchanged sets the caching headers and answers 304 when the caller has this version. True
// when it has answered.
func (a *api) unchanged(w http.ResponseWriter, r *http.Request) bool {
	d, err := a.description()
	if err != nil {
		writeError(w, a.log, err)
		return true
	}
	h := w.Header()
	h.Set("ETag", d.etag)
	h.Set("Cache-Control", "public, max-age="+freshFor)
	if !matches(r.Header.Values("If-None-Match"), d.etag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// matches compares weakly, as RFC 9110 asks for If-None-Match: a compressing proxy
// turns "x" into W/"x".
func matches(header []string, etag string) bool {
	for _, tag := range strings.Split(strings.Join(header, ","), ",") {
		tag = strings.TrimSpace(tag)
		if tag == "*" || strings.TrimPrefix(tag, "W/") == etag {
			return true
		}
	}
	return false
}
