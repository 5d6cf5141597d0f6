package api

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"github.com/legible-health/legible/internal/errs"
)

// Problem is an error as RFC 9457 writes it. It says where and what, and never repeats
// what was sent: the request is health data, and problems end up in logs.
type Problem struct {
	Type   string       `json:"type"`
	Title  string       `json:"title"`
	Status int          `json:"status"`
	Detail string       `json:"detail,omitempty"`
	Errors []FieldError `json:"errors,omitempty"`
}

// FieldError is one fault of a request. There is no member "value", on purpose.
type FieldError struct {
	Location string `json:"location"` // body.person.age, query.limit, header.Content-Type
	Message  string `json:"message"`  // what is wrong and what to send instead
}

// WriteProblem answers with a problem. Problems are never cached.
func WriteProblem(w http.ResponseWriter, status int, detail string, faults ...FieldError) {
	p := Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail, Errors: faults}
	body, err := json.Marshal(p)
	if err != nil { // strings and a number always marshal
		panic(err)
	}
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	h.Del("ETag")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // the client may be gone; nothing to do about it
}

// writeError answers with the problem that stands for err. What was not foreseen
// becomes a bare 500, and its cause goes to the operator's log.
func writeError(w http.ResponseWriter, log *slog.Logger, err error) {
	kind := errs.KindOf(err)
	if kind == errs.Internal {
		log.Error("api: request failed", "error", err)
		WriteProblem(w, http.StatusInternalServerError, internalDetail)
		return
	}
	var e *errs.Error
	errors.As(err, &e) // KindOf found one
	if e.Field == "" {
		WriteProblem(w, kind.Status(), e.Message)
		return
	}
	WriteProblem(w, kind.Status(), invalidDetail, FieldError{Location: "body." + e.Field, Message: e.Message})
}

const (
	internalDetail = "Something went wrong here, not in your request. Nothing was kept. Please try again."
	invalidDetail  = "The request cannot be used as it is; errors says where. Nothing was computed."
)
