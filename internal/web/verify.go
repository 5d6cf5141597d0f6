package web

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/report"
	"github.com/legible-health/legible/internal/report/pdf"
	"github.com/legible-health/legible/internal/signature"
)

// VerifyPath is where a signed file comes in to be checked, and MaxVerify bounds that
// request in bytes.
const (
	VerifyPath = "/verify"
	MaxVerify  = signature.MostBytes + 1<<16
)

// verifyView is the check of a signed file. Nothing of it is kept.
type verifyView struct {
	page
	Problem  string
	Checked  bool // the file is as it was signed
	By       app.Signer
	When     string
	Key      string
	What     string
	Opinion  opinionRow
	Writings []writingRow
	Doc      *report.Document
}

func (s *site) verifyShow(w http.ResponseWriter, r *http.Request) {
	s.verify(w, r, http.StatusOK, verifyView{})
}

func (s *site) verify(w http.ResponseWriter, r *http.Request, status int, v verifyView) {
	v.page = s.page(r, "verify", s.printer(r).T("consult.verify_title"))
	s.private(w)
	s.write(w, r, status, "verify", v)
}

// verifyPost checks the uploaded file.
func (s *site) verifyPost(w http.ResponseWriter, r *http.Request) {
	file, err := readUpload(w, r)
	p := s.printer(r)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		s.verify(w, r, http.StatusRequestEntityTooLarge, verifyView{Problem: p.T("consult.fault.large")})
		return
	case err != nil:
		s.verify(w, r, http.StatusUnprocessableEntity, verifyView{Problem: p.T("consult.fault.none")})
		return
	}
	said, key, err := s.consultations().Verify(r.Context(), file)
	var fault signature.Fault
	switch {
	case errors.As(err, &fault):
		s.verify(w, r, http.StatusUnprocessableEntity, verifyView{Problem: p.T("consult.fault." + string(fault))})
		return
	case err != nil && errs.KindOf(err) == errs.Invalid:
		s.verify(w, r, http.StatusUnprocessableEntity, verifyView{Problem: p.T("consult.fault.unreadable")})
		return
	case err != nil:
		s.fail(w, r, err)
		return
	}
	s.verify(w, r, http.StatusOK, s.verified(r, said, key))
}

// verified words what was signed. Times are in UTC: where the reader is is not known.
func (s *site) verified(r *http.Request, said *app.Statement, key string) verifyView {
	p, at := s.printer(r), said.SignedAt.UTC()
	v := verifyView{Checked: true, By: said.By, When: p.T("consult.utc", "when", moment(p, at, at.Location()), "year", at.Year()), Key: key,
		What:    p.T("consult.sort." + string(said.Sort)),
		Opinion: opinionRow{Level: p.T("consult.level." + said.Opinion.Level.String()), Cause: said.CauseName, Text: said.Opinion.Text},
		Doc:     pdf.Fit(said.Report, p)}
	for _, x := range said.Writings {
		v.Writings = append(v.Writings, s.writingRow(p, x, at.Location()))
	}
	return v
}

// errNoUpload says that a form came without a file.
var errNoUpload = errs.Field("file", "choose a file")

// readUpload reads the field "file" of a form.
func readUpload(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	r.Body = http.MaxBytesReader(w, r.Body, MaxVerify)
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, errNoUpload
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, errNoUpload
		}
		if err != nil {
			return nil, err
		}
		if part.FormName() == "file" {
			file, err := io.ReadAll(part)
			if err == nil && len(strings.TrimSpace(string(file[:min(len(file), 64)]))) == 0 {
				err = errNoUpload
			}
			return file, err
		}
	}
}

// keysShow gives out the public keys: all that have ever signed here.
func (s *site) keysShow(w http.ResponseWriter, r *http.Request) {
	keys, err := s.consultations().Keys(r.Context())
	var text []byte
	if err == nil {
		text, err = signature.WriteKeys(keys)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/jwk-set+json")
	h.Set("Cache-Control", "public, max-age=300")
	h.Set("Access-Control-Allow-Origin", "*")
	_, _ = w.Write(text) // the client may be gone
}
