package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"
	"sync"

	"github.com/legible-health/legible/internal/app"
)

// MaxBody bounds a request body in bytes: 10,000 characters of text and 600 answers
// take less than half of it.
const MaxBody = 256 << 10

// assessor holds the use cases that keep nothing; app.Service is one.
type assessor interface {
	Assess(*app.Request) (*app.Response, error)
	Plan(*app.PlanRequest) (*app.PlanResponse, error)
	Labs(*app.LabsRequest) (*app.LabsResponse, error)
	ReadLabs(*app.LabsReadRequest) (*app.LabsRead, error)
	Ask(context.Context, *app.AskRequest) (*app.AskResponse, error)
	SearchGuide(*app.GuideRequest) (*app.GuideResponse, error)
}

var (
	requestShape = shapeOf(reflect.TypeFor[app.Request]())
	planShape    = shapeOf(reflect.TypeFor[app.PlanRequest]())
	askShape     = shapeOf(reflect.TypeFor[app.AskRequest]())
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// largestPooled keeps one huge request from holding its memory for good.
const largestPooled = 64 << 10

func recycle(b *bytes.Buffer) {
	if b.Cap() <= largestPooled {
		buffers.Put(b)
	}
}

// use answers a post: a body of shape s goes to one use case.
func use[Q, A any](a *api, s *shape, answer func(*Q) (*A, error)) http.HandlerFunc {
	return useUntil(a, s, func(_ context.Context, request *Q) (*A, error) { return answer(request) })
}

// useUntil is use for an answer that may take long; it is given up when the caller leaves.
func useUntil[Q, A any](a *api, s *shape, answer func(context.Context, *Q) (*A, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		withBody(w, r, func(body []byte) {
			var request Q
			if faults := decode(body, s, &request); faults != nil {
				WriteProblem(w, http.StatusUnprocessableEntity, invalidDetail, faults...)
				return
			}
			response, err := answer(r.Context(), &request)
			if err != nil {
				writeError(w, a.log, err)
				return
			}
			w.Header().Set("Cache-Control", "no-store")
			a.writeJSON(w, response)
		})
	}
}

// withBody reads a body of JSON. The bytes are valid until fn returns.
func withBody(w http.ResponseWriter, r *http.Request, fn func([]byte)) {
	body := buffers.Get().(*bytes.Buffer)
	defer recycle(body)
	body.Reset()
	if readJSON(w, r, body) {
		fn(body.Bytes())
	}
}

// readJSON reads the body, or answers why it will not.
func readJSON(w http.ResponseWriter, r *http.Request, into *bytes.Buffer) bool {
	if fault := mediaFault(r.Header); fault != nil {
		WriteProblem(w, http.StatusUnsupportedMediaType, "Send the request as JSON.", *fault)
		return false
	}
	_, err := into.ReadFrom(http.MaxBytesReader(w, r.Body, MaxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil:
		return true
	case errors.As(err, &tooLarge):
		WriteProblem(w, http.StatusRequestEntityTooLarge, "The request is larger than 256 KiB.",
			FieldError{"body", "is larger than 256 KiB; shorten the text to what matters most"})
	default: // the client went away or was too slow
		w.Header().Set("Connection", "close")
		WriteProblem(w, http.StatusRequestTimeout, "The request did not arrive completely. Please send it again.")
	}
	return false
}

// mediaFault says what is wrong with the headers that describe the body.
func mediaFault(h http.Header) *FieldError {
	if h.Get("Content-Encoding") != "" {
		return &FieldError{"header.Content-Encoding", "is not supported; send the body uncompressed"}
	}
	mediaType, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil || mediaType != "application/json" {
		return &FieldError{"header.Content-Type", "must be application/json"}
	}
	if c, ok := params["charset"]; ok && !strings.EqualFold(c, "utf-8") {
		return &FieldError{"header.Content-Type", "must be UTF-8, the only encoding of JSON"}
	}
	return nil
}

// writeJSON answers 200. It encodes before it writes, so that a value that cannot be
// encoded is a clean 500 and never half an answer.
func (a *api) writeJSON(w http.ResponseWriter, v any) { a.writeStatus(w, http.StatusOK, v) }

// writeStatus is writeJSON with another status.
func (a *api) writeStatus(w http.ResponseWriter, status int, v any) {
	out := buffers.Get().(*bytes.Buffer)
	defer recycle(out)
	out.Reset()
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false) // nosniff and the content type already keep it from being HTML
	if err := enc.Encode(v); err != nil {
		writeError(w, a.log, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.Copy(w, out) // the client may be gone
}
