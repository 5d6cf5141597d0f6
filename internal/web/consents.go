package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/i18n"
)

const consentsPath = "/account/consents"

// consentRoutes adds what a person has agreed to, and who looked.
func (s *site) consentRoutes(mux *mux) {
	if !s.keeps() {
		return
	}
	mux.HandleFunc("GET "+consentsPath, s.signedIn(s.consentsShow))
	mux.HandleFunc("POST "+consentsPath+"/revoke", s.signedIn(s.consentRevokePost))
}

// accessesShown is how many lines of the list of accesses stand on a page.
const accessesShown = 30

// consentsView lists the consents about the person whose pages are open.
type consentsView struct {
	page
	whoseView
	Open, Ended []consentRow
	Accesses    []accessRow
	Later       bool   // the list begins behind the newest lines
	Earlier     string // address of the page with those before; empty at the end
}

// consentRow is one consent.
type consentRow struct {
	ID, Who, What, Granted, State string
	Link                          string // to what it is about; empty without a page of its own
}

// accessRow is one line of what was done with the person's data.
type accessRow struct {
	When, Who, What string
	About, Link     string // which consultation or appointment, and its page; empty where it is about none
}

func (s *site) consentsShow(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	after, ok := readCursor(r.URL.Query().Get("before"))
	if !ok {
		s.trouble(w, r, http.StatusUnprocessableEntity)
		return
	}
	use := app.NewConsents(s.opts.Keeper)
	list, err := use.Of(r.Context(), visit.Account, visit.Chosen.ID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	lines, next, err := use.Accesses(r.Context(), visit.Account, visit.Chosen.ID, after, accessesShown)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p, zone := s.printer(r), zoneOf(visit)
	v := consentsView{page: s.page(r, "consents", p.T("consent.title")), whoseView: whoseView{visit, consentsPath}, Later: after != app.AccessCursor{}}
	for _, c := range list {
		row := s.consentRow(p, &c, zone)
		if c.State == app.ConsentOpen || c.State == app.ConsentWaiting {
			v.Open = append(v.Open, row)
		} else {
			v.Ended = append(v.Ended, row)
		}
	}
	for _, l := range lines {
		v.Accesses = append(v.Accesses, s.accessRow(p, &l, list, zone))
	}
	if next != nil {
		v.Earlier = consentsPath + "?before=" + cursorText(*next) + "#accesses"
	}
	s.write(w, r, http.StatusOK, "consents", v)
}

func (s *site) consentRow(p *i18n.Printer, c *app.ConsentView, zone *time.Location) consentRow {
	end := c.Until
	if c.RevokedAt != nil {
		end = *c.RevokedAt
	}
	row := consentRow{ID: c.ID, Who: c.Practitioner, What: p.T("consent.kind." + c.Kind), Granted: p.T("consent.granted", "when", moment(p, c.GrantedAt, zone)),
		State: p.T("consent.state."+string(c.State), "when", moment(p, end, zone))}
	if c.State == app.ConsentWaiting || c.Practitioner == "" {
		row.Who = p.T("consent.anybody")
	}
	row.Link = s.sharedPath(c.Kind, c.About)
	return row
}

// sharedPath is the page of what a consent is about; empty without one.
func (s *site) sharedPath(kind, id string) string {
	path := map[string]string{"consultation": "/consultations/", "appointment": "/appointments/"}[kind]
	if path == "" || !s.served(path+id) {
		return ""
	}
	return path + id
}

// accessRow words a line of what was done. What it is about is told by when that was
// agreed to first, which names it for the person and nobody else.
func (s *site) accessRow(p *i18n.Printer, l *app.AccessView, consents []app.ConsentView, zone *time.Location) accessRow {
	row := accessRow{When: moment(p, l.At, zone), Who: lookerName(p, l), What: actionName(p, l.Action)}
	for _, c := range consents { // newest first
		if l.About != "" && c.Kind == l.Kind && c.About == l.About {
			row.About = p.T("consent.about."+c.Kind, "when", moment(p, c.GrantedAt, zone))
			row.Link = s.sharedPath(c.Kind, c.About)
		}
	}
	return row
}

func lookerName(p *i18n.Printer, l *app.AccessView) string {
	if l.Who == app.LookedPractitioner {
		return l.Name
	}
	return p.T("consent.who." + string(l.Who))
}

// actionName words what was done. One that has no words of its own says only that
// something was.
func actionName(p *i18n.Printer, action string) string {
	if key := "consent.action." + strings.ReplaceAll(action, ".", "_"); p.Has(key) {
		return p.T(key)
	}
	return p.T("consent.action.other")
}

func (s *site) consentRevokePost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	if m, ok := s.whose(w, r, v); ok {
		s.done(w, r, app.NewConsents(s.opts.Keeper).Revoke(r.Context(), v.Account, m.ID, r.PostForm.Get("id")), consentsPath)
	}
}

// cursorText writes a place in the list of accesses for an address: a moment and an id.
func cursorText(c app.AccessCursor) string { return fmt.Sprintf("%d.%s", c.At.UnixMicro(), c.ID) }

// readCursor reads what cursorText wrote; nothing is the beginning.
func readCursor(text string) (c app.AccessCursor, ok bool) {
	if text == "" {
		return c, true
	}
	moment, id, ok := strings.Cut(text, ".")
	micro, err := strconv.ParseInt(moment, 10, 64)
	if !ok || err != nil || micro <= 0 || micro > farAway || len(id) != len("00000000-0000-0000-0000-000000000000") {
		return c, false
	}
	return app.AccessCursor{At: time.UnixMicro(micro).UTC(), ID: id}, true
}

// farAway is the year 9999 in microseconds: later moments are not written as others are.
const farAway = 253_370_764_800_000_000
