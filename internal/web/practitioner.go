package web

import (
	"bytes"
	"net/http"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/portrait"
)

// practitionerView is the page of one practitioner.
type practitionerView struct {
	page
	Who             practitionerCard
	Since           string
	Zone            string
	About, Services []string // paragraphs; lines
	Qualifications  []qualificationView
	Book            string // address; empty where nothing can be booked
}

// qualificationView words what the operator has checked.
type qualificationView struct {
	ID, Title, Holder, Register, Number, Country string
	How                                          string // the way, who and when
	Until                                        string
	State                                        string // valid, expired, ended
}

func (s *site) practitionerShow(w http.ResponseWriter, r *http.Request) {
	x, err := s.opts.Practitioners.BySlug(r.Context(), r.PathValue("slug"))
	switch {
	case err != nil && errs.KindOf(err) == errs.NotFound:
		s.astray(w, r, http.StatusNotFound, "practitioner.unknown", way{practitionersPath, "practitioner.title"}, way{"/", "trouble.home"})
		return
	case err != nil:
		s.fail(w, r, err)
		return
	}
	p := s.printer(r)
	v := practitionerView{page: s.page(r, "practitioner", x.Name), Who: s.practitionerCard(p, x), Zone: x.TimeZone, About: partsOf(x.About, "\n\n"), Services: partsOf(x.Services, "\n")}
	v.Description = p.T("practitioner.describes", "name", x.Name, "profession", v.Who.Profession)
	if x.Since != 0 {
		v.Since = p.T("practitioner.since", "year", x.Since)
	}
	for _, q := range x.Standing(s.clock()) {
		v.Qualifications = append(v.Qualifications, s.qualificationView(p, q))
	}
	if at := "/book/" + x.Slug; s.served(at) {
		v.Book = at
	}
	s.write(w, r, http.StatusOK, "practitioner", v)
}

// partsOf parts a text; none of an empty one.
func partsOf(text, at string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, at)
}

func (s *site) qualificationView(p *i18n.Printer, q consult.Qualification) qualificationView {
	v := qualificationView{ID: q.ID, Title: q.Title, Holder: q.Holder, Register: q.Register, Number: q.Number, Country: s.practitionerWord(p, "country", q.Country), State: "valid",
		How: p.T("practitioner.way_done."+q.Way, "who", q.CheckedBy, "day", dayOf(p, q.CheckedAt)), Until: p.T("practitioner.no_end")}
	if d, err := diary.ParseDate(q.ValidUntil); err == nil {
		v.Until = p.T("practitioner.until", "day", dayFull(p, d))
	}
	switch {
	case q.EndedAt != nil:
		v.State, v.Until = "ended", p.T("practitioner.ended", "day", dayOf(p, *q.EndedAt))
	case !q.Valid(s.clock()):
		v.State = "expired"
	}
	return v
}

func (s *site) photoShow(w http.ResponseWriter, r *http.Request) {
	x, err := s.opts.Practitioners.BySlug(r.Context(), r.PathValue("slug"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.photo(w, r, x)
}

func (s *site) ownPhotoShow(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	x, err := s.opts.Practitioners.Own(r.Context(), v.Account)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.photo(w, r, x)
}

// photo sends the picture of a practitioner. Browsers ask each time whether it is still the
// same and still there.
func (s *site) photo(w http.ResponseWriter, r *http.Request, x app.PractitionerView) {
	data, err := s.opts.Practitioners.Photo(r.Context(), x)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", portrait.MediaType)
	if h.Get("Cache-Control") == "" { // one's own is no-store
		h.Set("Cache-Control", "private, no-cache")
	}
	h.Set("Etag", `"`+x.Photo[:32]+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}
