package fhirapi

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
)

// Limits of a page.
const (
	usualCount = 50
	mostCount  = 200
)

// dates are the search parameters for days, by the names that the types give them.
var dates = []string{"date", "effective", "authored", "timestamp", "start"}

// query is a search as it was asked.
type query struct {
	person   string // empty for all the owner's persons
	from, to string // days; empty for no bound
	count    int
	after    *place // nil for the first page
	id       string
	of       string // id of the practitioner or schedule
	url      string
	category string // laboratory or survey; empty for all
}

// kindOf is the kind of entry behind each category of an Observation.
var kindOf = map[string]diary.Kind{"laboratory": diary.KindLab, "survey": diary.KindNight}

// place is where a page ended.
type place struct {
	person string
	cursor app.EntryCursor
}

// parseQuery reads a search. Only the parameters of known are taken, besides those of
// every search. The errors are of kind errs.Usage.
func parseQuery(r *http.Request, known ...string) (*query, error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, errs.New(errs.Usage, "The query is not written as a query.")
	}
	q := &query{count: usualCount}
	for name, list := range values {
		if !slices.Contains(append(known, "_count", "_cursor", "_format", "_sort"), name) {
			return nil, errs.New(errs.Usage, "A search parameter is not known here; the CapabilityStatement lists those that are.")
		}
		for _, v := range list {
			if err := q.take(name, v, len(list) > 1); err != nil {
				return nil, err
			}
		}
	}
	return q, nil
}

func (q *query) take(name, v string, several bool) error {
	if several && !slices.Contains(dates, name) {
		return wrong(name, "must be given once")
	}
	switch name {
	case "patient", "subject", "_id":
		id := strings.TrimPrefix(v, "Patient/")
		if name == "_id" {
			q.id = v
		} else if q.person != "" && q.person != id {
			return wrong(name, "contradicts another parameter")
		} else if q.person = id; id == "" {
			return wrong(name, "must be Patient/ and an id")
		}
	case "actor", "practitioner", "schedule":
		if _, q.of, _ = strings.Cut(v, "/"); q.of == "" {
			q.of = v
		}
		if q.of == "" {
			return wrong(name, "must be a type and an id, such as Schedule/1")
		}
	case "date", "effective", "authored", "timestamp", "start":
		return q.dated(name, v)
	case "_sort":
		if !strings.HasPrefix(v, "-") || !slices.Contains(dates, v[1:]) {
			return wrong(name, "can be -date only: the newest comes first")
		}
	case "category":
		_, code, is := strings.Cut(v, "|")
		if !is {
			code = v
		}
		if q.category = code; kindOf[code] == "" {
			return wrong(name, "must be laboratory or survey")
		}
	case "url":
		q.url = v
	case "_count":
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 {
			return wrong(name, "must be a whole number from 1")
		}
		q.count = min(n, mostCount)
	case "_cursor":
		if q.after = parsePlace(v); q.after == nil {
			return wrong(name, "is not a cursor; take the link next of the page before")
		}
	}
	return nil
}

// dated takes a day with its prefix: ge, le, eq or none.
func (q *query) dated(name, v string) error {
	prefix := ""
	if len(v) > 2 && v[0] > '9' {
		prefix, v = v[:2], v[2:]
	}
	if _, err := diary.ParseDate(v); err != nil {
		return wrong(name, "must be a day as YYYY-MM-DD, perhaps with ge or le before it")
	}
	switch {
	case prefix == "ge" && q.from == "":
		q.from = v
	case prefix == "le" && q.to == "":
		q.to = v
	case (prefix == "" || prefix == "eq") && q.from == "" && q.to == "":
		q.from, q.to = v, v
	default:
		return wrong(name, "must be one day, or from ge to le")
	}
	return nil
}

func wrong(name, text string) error { return errs.New(errs.Usage, "%s %s.", name, text) }

// text writes a place for a link. It holds no health data.
func (p *place) text() string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s|%s|%s", p.person, p.cursor.Day, p.cursor.ID))
}

func parsePlace(s string) *place {
	text, err := base64.RawURLEncoding.DecodeString(s)
	parts := strings.Split(string(text), "|")
	if err != nil || len(parts) != 3 || len(text) > 200 {
		return nil
	}
	if _, err := diary.ParseDate(parts[1]); err != nil && parts[1] != "" {
		return nil
	}
	return &place{parts[0], app.EntryCursor{Day: parts[1], ID: parts[2]}}
}
