package web

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/report/pdf"
	shl "github.com/legible-health/legible/internal/share"
)

// shareDays are the spans offered for a link, in days, and the one that is chosen first.
var shareDays = []int{1, 7, 30, 90}

const usualShareDays = 7

// shareFields are the fields of a form that makes a link, for the partial "share-fields".
// The form itself belongs to the page whose content is shared: it posts to /share what
// the page is made of.
type shareFields struct {
	Problems []shownProblem
	Label    string
	Days     []shareSpan

	MinPasscode int // characters
}

type shareSpan struct {
	Days int
	Text string
	On   bool
}

// Err is the message beside a field; empty without one.
func (v shareFields) Err(name string) string { return stepView{Problems: v.Problems}.Err(name) }

// newShareFields are the fields as they are first shown.
func newShareFields(p *i18n.Printer, label string) shareFields {
	return shareFieldsOf(p, label, usualShareDays)
}

func shareFieldsOf(p *i18n.Printer, label string, chosen int) shareFields {
	f := shareFields{Label: label, MinPasscode: app.MinPasscode}
	for _, d := range shareDays {
		f.Days = append(f.Days, shareSpan{d, p.T("share.days." + strconv.Itoa(d)), d == chosen})
	}
	return f
}

// readShare takes the fields from a form. A number of days that is not offered is none.
func readShare(r *http.Request) *app.ShareRequest {
	days, err := strconv.Atoi(r.PostForm.Get("share_days"))
	if err != nil || !slices.Contains(shareDays, days) {
		days = 0
	}
	return &app.ShareRequest{Label: r.PostForm.Get("share_label"), Passcode: r.PostForm.Get("share_passcode"), Days: days}
}

// shareProblem words an error of a field; false for others.
func shareProblem(p *i18n.Printer, err error) (shownProblem, bool) {
	var e *errs.Error
	if !errors.As(err, &e) || e.Kind != errs.Invalid || !p.Has("share.err."+e.Field) {
		return shownProblem{}, false
	}
	return shownProblem{"share_" + e.Field, p.T("share.err."+e.Field, "min", app.MinPasscode, "max", app.MaxPasscode, "most", shl.MaxLabel)}, true
}

// linkView shows a link once: it cannot be made again.
type linkView struct {
	page
	Link     string // address of the viewer's page with the link after its "#"
	Bare     string // the link alone, for other viewers
	Ends     string
	Label    string
	Passcode bool
	Code     shl.Code
}

// shareFormView asks again when a field was wrong, with all that the form carried.
type shareFormView struct {
	page
	shareFields
	Hidden []field
}

// sharePost makes a link to what the form carries. Without the fields of a link, as when
// the page of a report sends it, it asks for them.
func (s *site) sharePost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	m, ok := s.whose(w, r, v)
	if !ok {
		return
	}
	if m.ID != v.Chosen.ID { // another person's pages were opened meanwhile
		s.notFound(w, r)
		return
	}
	if !r.PostForm.Has("share_days") {
		s.shareForm(w, r, http.StatusOK, newShareFields(s.printer(r), s.printer(r).T("share.usual_label")))
		return
	}
	ask := readShare(r)
	s.contents(w, r, v, func(files []app.SharedFile) {
		ask.Files, ask.Base = files, s.baseOf(r)
		link, err := s.opts.Shares.Create(r.Context(), v.Account, m.ID, ask)
		if err != nil {
			s.refuseShare(w, r, ask, err)
			return
		}
		s.linkShow(w, r, v, link)
	})
}

// sharedReport makes the files of the report that a form carries: its words, the PDF, and
// the FHIR document for other programs.
func (s *site) sharedReport(w http.ResponseWriter, r *http.Request, _ *app.Visit, then func([]app.SharedFile)) {
	s.withReport(func(t *reportTurn) {
		doc, _, ok := t.document()
		if !ok {
			return
		}
		p := s.printer(r)
		words, err := s.render.part(p, "share-form", "doc", doc)
		var file bytes.Buffer
		if err == nil {
			err = pdf.Write(&file, doc, pdf.PaperOf(cmp.Or(t.st.Country, s.likelyCountry(r))), s.clock().UTC())
		}
		var data []byte
		if err == nil {
			data, err = t.fhir()
		}
		if err != nil {
			s.fail(w, r, err)
			return
		}
		name := p.T("share.usual_label")
		then([]app.SharedFile{{Name: name, ContentType: shl.HTML, Data: words}, {Name: name + ", PDF", ContentType: shl.PDF, Data: file.Bytes()},
			{Name: name + ", FHIR", ContentType: shl.FHIR, Data: data}})
	})(w, r)
}

func (s *site) linkShow(w http.ResponseWriter, r *http.Request, visit *app.Visit, link *shl.Link) {
	p := s.printer(r)
	viewer := link.URL[:len(link.URL)-len("/manifest")]
	v := linkView{page: s.page(r, "link", p.T("share.made_title")), Link: link.At(viewer), Bare: link.String(), Ends: moment(p, *link.Expires, zoneOf(visit)),
		Label: link.Label, Passcode: link.Flags.Passcode}
	var err error
	if v.Code, err = shl.Draw(v.Link); err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	s.write(w, r, http.StatusOK, "link", v)
}

// refuseShare shows the fields again, or a page for what no field is about.
func (s *site) refuseShare(w http.ResponseWriter, r *http.Request, ask *app.ShareRequest, err error) {
	p := s.printer(r)
	shown, ok := shareProblem(p, err)
	switch kind := errs.KindOf(err); {
	case !ok && kind == errs.Conflict:
		s.astray(w, r, http.StatusConflict, "share.full", way{sharesPath, "share.title"})
		return
	case !ok:
		s.fail(w, r, err)
		return
	}
	f := shareFieldsOf(p, ask.Label, ask.Days)
	f.Problems = []shownProblem{shown}
	s.shareForm(w, r, http.StatusUnprocessableEntity, f)
}

// shareForm asks for the fields of a link, and carries what the form had beside them.
func (s *site) shareForm(w http.ResponseWriter, r *http.Request, status int, f shareFields) {
	v := shareFormView{page: s.page(r, "share-form", s.printer(r).T("share.make_title")), shareFields: f}
	for name, values := range r.PostForm {
		for _, value := range values {
			if !oneOf(name, "share_label", "share_passcode", "share_days", "do") {
				v.Hidden = append(v.Hidden, field{name, value})
			}
		}
	}
	slices.SortStableFunc(v.Hidden, func(a, b field) int { return strings.Compare(a.Name, b.Name) })
	s.write(w, r, status, "share-form", v)
}

// sharesView lists the links of the person whose pages are open.
type sharesView struct {
	page
	whoseView
	Open, Ended []shareRow
	Makes       bool // a page leads to making one
}

// shareRow is one link.
type shareRow struct {
	ID, Label, Made, State string
	Openings               string
	Opened                 []string // the latest, newest first
	Files                  string
	Passcode               string
}

// openingsShown bounds the openings on the page.
const openingsShown = 10

func (s *site) sharesShow(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	list, err := s.opts.Shares.Of(r.Context(), visit.Account, visit.Chosen.ID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p := s.printer(r)
	v := sharesView{page: s.page(r, "shares", p.T("share.title")), whoseView: whoseView{visit, sharesPath}, Makes: s.served("/report")}
	for _, x := range list {
		row := s.shareRow(p, &x, zoneOf(visit))
		if x.State == app.ShareOpen {
			v.Open = append(v.Open, row)
		} else {
			v.Ended = append(v.Ended, row)
		}
	}
	s.write(w, r, http.StatusOK, "shares", v)
}

func (s *site) shareRow(p *i18n.Printer, x *app.ShareView, zone *time.Location) shareRow {
	row := shareRow{ID: x.ID, Label: x.Label, Made: p.T("share.made", "when", moment(p, x.CreatedAt, zone)), Openings: p.T("share.openings", "n", int(x.Openings))}
	if row.Label == "" {
		row.Label = p.T("share.no_label")
	}
	end := x.ExpiresAt
	if x.RevokedAt != nil {
		end = *x.RevokedAt
	}
	row.State = p.T("share.state."+string(x.State), "when", moment(p, end, zone))
	if x.Passcode && x.State == app.ShareOpen {
		row.Passcode = p.T("share.tries_left", "n", x.TriesLeft)
	}
	for _, o := range x.Opened[:min(len(x.Opened), openingsShown)] {
		row.Opened = append(row.Opened, p.T("share.opened", "when", moment(p, o.At, zone), "who", o.By))
	}
	row.Files = strings.Join(x.Files, "; ")
	return row
}

func (s *site) shareRevokePost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	s.shareChange(w, r, v, s.opts.Shares.Revoke)
}

func (s *site) shareDropPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	s.shareChange(w, r, v, s.opts.Shares.Drop)
}

// shareChange ends or forgets the link that a form names.
func (s *site) shareChange(w http.ResponseWriter, r *http.Request, v *app.Visit, change func(ctx context.Context, a app.Account, person, id string) error) {
	if !s.accountForm(w, r) {
		return
	}
	if m, ok := s.whose(w, r, v); ok {
		s.done(w, r, change(r.Context(), v.Account, m.ID, r.PostForm.Get("id")), sharesPath)
	}
}
