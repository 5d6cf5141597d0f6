package web

import (
	"bytes"
	"cmp"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/report"
	"github.com/legible-health/legible/internal/report/pdf"
)

// reporter is what the pages of the report need of app.Service.
type reporter interface {
	Report(*app.ReportRequest) (*report.Report, error)
	Document(*app.ReportRequest, time.Time) (*fhir.Bundle, error)
}

// reportForm is what is typed on the page of the report itself.
type reportForm struct {
	Name, Questions string // one question a line
	Diary           bool   // join the diary of whoever is signed in
}

// reportTurn is one exchange about a report. The answers of a check travel in its hidden
// fields; the diary is that of the person whose pages are open.
type reportTurn struct {
	turn
	form  reportForm
	diary *diaryTurn         // nil when nobody is signed in
	asked *app.ReportRequest // of the report that was made
}

// reportView is the page of the report, or of how to get one.
type reportView struct {
	page
	stepView
	Form      reportForm
	Doc       *report.Document // nil when there is nothing to report yet
	Wrong     string
	Checked   bool
	HasDiary  bool   // one can be joined
	Whose     string // whose diary, as the account calls them; may be empty
	SignIn    bool   // nobody is signed in, and diaries are kept here
	Emergency bool
	Shares    bool // a link to it can be made
	Sends     bool // it can be sent to a practitioner
	Books     bool // it can be attached to an appointment
}

func (s *site) reportRoutes(mux *mux) {
	mux.HandleFunc("GET /report", s.reportShow)
	mux.HandleFunc("GET /report/kept", s.reportKept)
	mux.HandleFunc("POST /report", s.withReport((*reportTurn).show))
	mux.HandleFunc("POST /report.pdf", s.withReport((*reportTurn).file))
	mux.HandleFunc("POST /report.txt", s.withReport((*reportTurn).text))
	mux.HandleFunc("POST /report.json", s.withReport((*reportTurn).data))
}

// reportShow is the report of the diary alone, or how to get one.
func (s *site) reportShow(w http.ResponseWriter, r *http.Request) {
	t := &reportTurn{turn: turn{site: s, w: w, r: r, st: &state{Country: s.likelyCountry(r)}}}
	if t.open() {
		t.form.Diary = t.diary != nil
		t.show()
	}
}

// reportKept answers where the device has no copy: the service worker opens one itself.
func (s *site) reportKept(w http.ResponseWriter, r *http.Request) {
	s.astray(w, r, http.StatusNotFound, "sheet.kept_none", way{"/report", "sheet.title"}, way{"/check", "trouble.check"})
}

// withReport reads the form. What does not fit goes back to step 1 of the check.
func (s *site) withReport(show func(*reportTurn)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		read, err := s.readTurn(w, r)
		if read == nil {
			return
		}
		if wrong := read.st.check(); err != nil || len(wrong) > 0 {
			if err != nil {
				wrong = []problem{{"", "problem.state", nil}}
			}
			read.where(http.StatusUnprocessableEntity, wrong)
			return
		}
		t := &reportTurn{turn: *read}
		if !t.open() {
			return
		}
		f := r.PostForm
		t.form = reportForm{Name: strings.ToValidUTF8(strings.TrimSpace(f.Get("name")), "\uFFFD"), Questions: strings.ToValidUTF8(plainText(f.Get("questions")), "\uFFFD"), Diary: f.Get("diary") != ""}
		if f.Get("shown") == "" { // from a check: its diary is joined unless it is about somebody else
			t.form.Diary = t.diary != nil && t.st.Who != "other"
		}
		if chosen, _, ok := themeChosen(t.do); ok {
			keepTheme(w, r, chosen)
		}
		show(t)
	}
}

// open finds the diary of whoever is signed in; false after it has answered.
func (t *reportTurn) open() bool {
	d, err := t.diaryTurn(t.w, t.r)
	switch {
	case err == nil && d.book != nil:
		t.diary = d
		t.private(t.w)
	case err != nil && errs.KindOf(err) != errs.Unauthorized:
		t.fail(t.w, t.r, err)
		return false
	}
	return true
}

// checked reports whether the answers of a check came along.
func (t *reportTurn) checked() bool {
	return len(t.st.Answers) > 0 || strings.TrimSpace(t.st.Text) != ""
}

// today is the person's day.
func (t *reportTurn) today() diary.Date {
	if t.diary != nil {
		return t.diary.today()
	}
	return diary.DateOf(t.clock().Date())
}

// make asks the service; nil without an error when there is nothing to report.
func (t *reportTurn) make() (*report.Report, error) {
	p := t.printer(t.r)
	req := &app.ReportRequest{Name: t.form.Name, Day: t.today(), Invented: t.opts.Demo}
	for line := range strings.Lines(t.form.Questions) {
		if line = strings.TrimSpace(line); line != "" {
			req.Questions = append(req.Questions, line)
		}
	}
	if !t.checked() && !t.joined() {
		return nil, nil
	}
	if t.checked() {
		req.Request = *t.st.request(t.base, p.Lang())
		resp, err := t.svc.Assess(&req.Request)
		if err != nil {
			return nil, err
		}
		req.Suggested = t.toAsk(resp, p)
	}
	if t.joined() {
		var err error
		if req.Diary, err = t.diary.forReport(); err != nil {
			return nil, err
		}
	}
	t.asked = req
	return t.svc.Report(req)
}

func (t *reportTurn) joined() bool { return t.form.Diary && t.diary != nil }

// forReport reads what a report takes from a diary. An experiment whose end it tells is
// closed in that moment.
func (t *diaryTurn) forReport() (*app.ReportDiary, error) {
	return app.ReadReportDiary(t.r.Context(), t.book, t.today(), t.evening())
}

// document makes the report in words; false after it has answered.
func (t *reportTurn) document() (*report.Document, *report.Report, bool) {
	r, err := t.make()
	var e *errs.Error
	switch {
	case errors.As(err, &e) && e.Kind == errs.Invalid && oneOf(e.Field, "name", "questions"):
		t.view(http.StatusUnprocessableEntity, reportView{Wrong: t.printer(t.r).T("sheet.too_long", "name", app.MaxReportName, "questions", app.MaxReportQuestions, "each", app.MaxReportQuestion)})
		return nil, nil, false
	case err != nil:
		t.refuse(err)
		return nil, nil, false
	case r == nil:
		t.view(http.StatusOK, reportView{})
		return nil, nil, false
	}
	return pdf.Fit(r, t.printer(t.r)), r, true
}

// show draws the page.
func (t *reportTurn) show() {
	if doc, r, ok := t.document(); ok {
		t.view(http.StatusOK, reportView{Doc: doc, Emergency: r.Urgency.Level == clinical.Emergency})
	}
}

func (t *reportTurn) view(status int, v reportView) {
	p := t.printer(t.r)
	v.page, v.stepView = t.page(t.r, "report", p.T("sheet.title")), t.stepView(0, nil)
	v.Path, v.StateForm = "/report", v.Doc != nil || v.Wrong != ""
	v.Picker = !v.StateForm && oneOf(t.r.Method, http.MethodGet, http.MethodHead)
	v.Form, v.Checked, v.HasDiary = t.form, t.checked(), t.diary != nil
	v.SignIn = t.diary == nil && t.hasDiaries()
	v.Shares = t.diary != nil && t.diary.visit != nil && t.shares()
	v.Sends = t.diary != nil && t.diary.visit != nil && t.keeps()
	v.Books = t.diary != nil && t.diary.visit != nil && t.books()
	if t.diary != nil && t.diary.visit != nil {
		v.Whose = t.diary.visit.Chosen.Name
	}
	t.write(t.w, t.r, status, "report", v)
}

// file sends the report as PDF on the paper of the country.
func (t *reportTurn) file() {
	doc, _, ok := t.document()
	if !ok {
		return
	}
	var b bytes.Buffer
	if err := pdf.Write(&b, doc, pdf.PaperOf(cmp.Or(t.st.Country, t.likelyCountry(t.r))), t.clock().UTC()); err != nil {
		t.fail(t.w, t.r, err)
		return
	}
	t.attach("application/pdf", "pdf", b.Bytes())
}

// text sends the report as plain text.
func (t *reportTurn) text() {
	if doc, _, ok := t.document(); ok {
		t.attach("text/plain; charset=utf-8", "txt", []byte(doc.Text()))
	}
}

// data sends the report as a FHIR document.
func (t *reportTurn) data() {
	if _, _, ok := t.document(); !ok {
		return
	}
	content, err := t.fhir()
	if err != nil {
		t.fail(t.w, t.r, err)
		return
	}
	t.attach(fhir.MediaType, "json", content)
}

// fhir is the FHIR document of the report that was made.
func (t *reportTurn) fhir() ([]byte, error) {
	at := t.clock().UTC()
	if t.diary != nil {
		at = at.In(t.diary.book.Zone())
	}
	b, err := t.svc.Document(t.asked, at)
	if err != nil {
		return nil, err
	}
	return fhir.Write(b)
}

// attach sends a file that no cache keeps.
func (t *reportTurn) attach(kind, ending string, content []byte) {
	h := t.w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="legible-report-`+t.today().String()+`.`+ending+`"`)
	h.Set("Cache-Control", "private, no-store")
	_, _ = t.w.Write(content) // the client may be gone
}
