package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

const (
	maxRequest = 256 << 10 // bytes, as over HTTP
	maxNesting = 20        // levels of JSON
)

// parseRequest reads the JSON of the HTTP contract strictly: no unknown or doubled
// field, nothing after the object. Messages never repeat what was sent.
func parseRequest(data []byte) (*app.Request, error) {
	if !utf8.Valid(data) {
		return nil, errs.New(errs.Invalid, "is not valid UTF-8; save the file as UTF-8")
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, errs.New(errs.Invalid, "is empty; write a JSON object such as {\"text\": \"…\"}")
	}
	if err := plainJSON(data); err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	r := &app.Request{}
	if err := d.Decode(r); err != nil {
		return nil, explain(err)
	}
	return r, nil
}

// plainJSON refuses doubled fields, deep nesting and anything after the first value,
// all of which encoding/json lets pass.
func plainJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	var open []map[string]bool // fields seen per level; nil for a list
	key := false               // a field name comes next
	for {
		t, err := d.Token()
		if err == io.EOF && len(open) == 0 {
			return nil
		}
		if err != nil {
			return explain(err)
		}
		switch t := t.(type) {
		case json.Delim:
			switch t {
			case '{':
				open = append(open, map[string]bool{})
			case '[':
				open = append(open, nil)
			default:
				open = open[:len(open)-1]
			}
			if len(open) > maxNesting {
				return errs.New(errs.Invalid, "is nested deeper than %d levels", maxNesting)
			}
			key = len(open) > 0 && open[len(open)-1] != nil
		case string:
			if !key {
				key = inObject(open)
				break
			}
			key = false
			seen := open[len(open)-1]
			if name := strings.ToLower(t); seen[name] {
				return errs.New(errs.Invalid, "gives a field twice, before byte %d; keep one", d.InputOffset())
			} else {
				seen[name] = true
			}
		default:
			key = inObject(open)
		}
		if len(open) == 0 && len(bytes.TrimSpace(data[d.InputOffset():])) > 0 {
			return errs.New(errs.Invalid, "has more data after the JSON object, at byte %d", d.InputOffset())
		}
	}
}

func inObject(open []map[string]bool) bool { return len(open) > 0 && open[len(open)-1] != nil }

// explain words a decoding error without the value that caused it.
func explain(err error) error {
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return errs.New(errs.Invalid, "is not valid JSON at byte %d", syntax.Offset)
	case errors.As(err, &wrong):
		if wrong.Field == "" {
			return errs.New(errs.Invalid, "must be a JSON object")
		}
		return errs.Field(wrong.Field, "must be %s, not a %s", jsonKind(wrong), wrong.Value)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errs.New(errs.Invalid, "ends too early: the JSON is cut off")
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return errs.New(errs.Invalid, "has the unknown field %s; remove it or correct its name", name)
	}
	return errs.New(errs.Invalid, "does not fit the request format")
}

func jsonKind(e *json.UnmarshalTypeError) string {
	switch k := e.Type.Kind().String(); {
	case strings.HasPrefix(k, "float"), strings.HasPrefix(k, "int"):
		return "a number"
	case k == "string":
		return "text"
	case k == "bool":
		return "true or false"
	case k == "slice":
		return "a list"
	}
	return "an object"
}

// checkCountry refuses a country that has no entry, rather than silently showing no
// emergency number.
func checkCountry(svc *app.Service, code string) error {
	if code == "" || svc.Base().Country(strings.ToUpper(code)) != nil {
		return nil
	}
	return usage("%s", fmt.Sprintf("--country %q is not known; use a two-letter code such as GB, US or IN (\"legible kb list emergency\" lists them), or leave it out", code))
}
