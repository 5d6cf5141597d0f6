package fhirapi

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
)

// write answers with a resource. Nothing here is for a cache but the CapabilityStatement.
func (s *server) write(w http.ResponseWriter, status int, r fhir.Resource) {
	if s.Invented {
		fhirmap.MarkInvented(r)
	}
	body, err := fhir.Write(r)
	if err != nil {
		s.fail(w, err)
		return
	}
	send(w, status, body)
}

func send(w http.ResponseWriter, status int, body []byte) {
	h := w.Header()
	h.Set("Content-Type", fhir.MediaType+"; charset=utf-8")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client may be gone
}

// outcome answers with an OperationOutcome of one error.
func outcome(w http.ResponseWriter, status int, code fhir.Code, text string) {
	refuse(w, status, fhir.Issue{Severity: "error", Code: code, Diagnostics: text})
}

func refuse(w http.ResponseWriter, status int, issues ...fhir.Issue) {
	w.Header().Set("Cache-Control", "no-store")
	body, err := fhir.Write(fhir.Outcome(issues...))
	if err != nil { // texts always encode
		panic(err)
	}
	send(w, status, body)
}

// fail answers with what went wrong.
func (s *server) fail(w http.ResponseWriter, err error) {
	status, issues := s.sorted(err)
	switch status {
	case http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", `Bearer realm="legible"`)
	case http.StatusServiceUnavailable:
		w.Header().Set("Retry-After", "5")
	}
	refuse(w, status, issues...)
}

// codes are the standard's issue types for our kinds of errors.
var codes = map[errs.Kind]fhir.Code{
	errs.Invalid: "value", errs.NotFound: "not-found", errs.Usage: "invalid", errs.TooLarge: "too-long", errs.Unauthorized: "login",
	errs.Forbidden: "forbidden", errs.Conflict: "conflict", errs.Gone: "deleted", errs.Unavailable: "transient", errs.TooMany: "throttled", errs.Sealed: "transient", errs.Outdated: "transient",
}

// sorted finds the status and the issues of an error. What was not foreseen goes to the
// log and says nothing.
func (s *server) sorted(err error) (int, []fhir.Issue) {
	one := func(status int, code fhir.Code, text string) (int, []fhir.Issue) {
		return status, []fhir.Issue{{Severity: "error", Code: code, Diagnostics: text}}
	}
	var faults fhir.Faults
	var wrong diary.Faults
	var known *errs.Error
	switch {
	case errors.As(err, &faults):
		return statusOf(faults), faults.Issues("error")
	case errors.As(err, &wrong):
		var issues []fhir.Issue
		for _, f := range wrong {
			issues = append(issues, fhir.Issue{Severity: "error", Code: "value", Diagnostics: strings.TrimSpace(f.Field + " " + f.Message)})
		}
		return http.StatusUnprocessableEntity, issues
	case errors.Is(err, context.Canceled): // nobody is there to read the answer
		return one(http.StatusServiceUnavailable, "transient", "The request was given up.")
	case errs.KindOf(err) == errs.Internal:
		s.Log.Error("fhir: request failed", "error", err)
		return one(http.StatusInternalServerError, "exception", "Something went wrong here, not in your request. Nothing was kept. Please try again.")
	case errs.KindOf(err) == errs.Unavailable || errs.KindOf(err) == errs.Sealed || errs.KindOf(err) == errs.Outdated:
		s.Log.Error("fhir: cannot read or keep", "error", err)
		return one(http.StatusServiceUnavailable, "transient", "What is kept cannot be read or changed at the moment. Please try again later.")
	}
	errors.As(err, &known) // KindOf found one
	return one(known.Kind.Status(), codes[known.Kind], known.Error())
}

// statusOf tells what cannot be read as FHIR from what cannot be used.
func statusOf(f fhir.Faults) int {
	for _, x := range f {
		if x.Code == "structure" {
			return http.StatusBadRequest
		}
	}
	return http.StatusUnprocessableEntity
}

// signedIn finds out whose token was sent before anything of the request is looked at.
func (s *server) signedIn(next func(http.ResponseWriter, *http.Request, *owner)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		o, err := s.owner(r)
		if err != nil {
			s.fail(w, err)
			return
		}
		next(w, r, o)
	}
}

// owner is who asks, with the persons they may reach and the reports they may read.
type owner struct {
	account app.Account
	persons []app.Member // sorted, the holder first
	shared  []*shared    // newest first; of practitioners only
}

func (s *server) owner(r *http.Request) (*owner, error) {
	a, err := s.keeper.AccountOf(r.Context(), account.Bearer(r.Header.Values("Authorization")))
	if err != nil {
		return nil, err
	}
	o := &owner{account: a}
	if o.persons, err = s.keeper.Named(r.Context(), a); err != nil {
		return nil, err
	}
	o.shared, err = s.sharedWith(r.Context(), a)
	return o, err
}

// person returns one of the owner's persons. errs.NotFound alike for others' and for
// those who never were.
func (o *owner) person(id string) (app.Member, error) {
	for _, p := range o.persons {
		if p.ID == id {
			return p, nil
		}
	}
	return app.Member{}, noPatient()
}

func noPatient() error { return errs.New(errs.NotFound, "There is no such Patient.") }

// body reads the resource that was sent, or answers why it will not. notes name what of
// it is not read.
func (s *server) body(w http.ResponseWriter, r *http.Request) (fhir.Resource, fhir.Faults, bool) {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := params["charset"]
	if err != nil || kind != fhir.MediaType && kind != "application/json" || charset != "" && !strings.EqualFold(charset, "utf-8") || r.Header.Get("Content-Encoding") != "" {
		outcome(w, http.StatusUnsupportedMediaType, "not-supported", "Send the resource as "+fhir.MediaType+", in UTF-8 and uncompressed.")
		return nil, nil, false
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, fhir.MaxSize))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		outcome(w, http.StatusRequestEntityTooLarge, "too-long", "The resource is larger than 1 MiB. Send it in parts.")
		return nil, nil, false
	case err != nil:
		w.Header().Set("Connection", "close")
		outcome(w, http.StatusRequestTimeout, "incomplete", "The request did not arrive completely. Please send it again.")
		return nil, nil, false
	}
	resource, notes, err := fhir.Read(data)
	if err != nil {
		s.fail(w, err)
		return nil, nil, false
	}
	return resource, notes, true
}
