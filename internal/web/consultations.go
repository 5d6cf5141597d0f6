package web

import (
	"errors"
	"net/http"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/report"
	"github.com/legible-health/legible/internal/report/pdf"
)

// The pages of consultations: of whoever asks, and of practitioners.
const (
	consultationsPath = "/consultations"
	queuePath         = "/practice/queue"
	practiceOnePath   = "/practice/consultations/"
)

// consultationRoutes adds reports that practitioners look at, and the check of what they
// have signed.
func (s *site) consultationRoutes(mux *mux) {
	if !s.keeps() {
		return
	}
	mux.HandleFunc("GET "+consultationsPath, s.signedIn(s.consultationsShow))
	mux.HandleFunc("GET "+consultationsPath+"/new", s.signedIn(s.consultationNewShow))
	mux.HandleFunc("POST "+consultationsPath+"/new", s.signedIn(s.consultationNewPost))
	mux.HandleFunc("POST "+consultationsPath, s.signedIn(s.consultationSendPost))
	mux.HandleFunc("GET "+consultationsPath+"/{consultation}", s.signedIn(s.consultationShow))
	mux.HandleFunc("POST "+consultationsPath+"/{consultation}", s.signedIn(s.consultationPost))
	mux.HandleFunc("POST "+consultationsPath+"/{consultation}/second", s.signedIn(s.secondPost))
	mux.HandleFunc("GET "+consultationsPath+"/{consultation}/file", s.signedIn(s.signedFile))
	mux.HandleFunc("GET "+queuePath, s.forRole(account.Practitioner, s.queueShow))
	mux.HandleFunc("POST /practice/key", s.forRole(account.Practitioner, s.keyPost))
	mux.HandleFunc("GET "+practiceOnePath+"{consultation}", s.forRole(account.Practitioner, s.practiceOneShow))
	mux.HandleFunc("POST "+practiceOnePath+"{consultation}", s.forRole(account.Practitioner, s.practiceOnePost))
	mux.HandleFunc("GET /verify", s.verifyShow)
	mux.HandleFunc("POST /verify", s.verifyPost)
	mux.HandleFunc("GET /.well-known/jwks.json", s.keysShow)
}

// consultations are the use cases.
func (s *site) consultations() *app.Consultations {
	return app.NewConsultations(s.opts.Keeper, s.base)
}

// consultationRow is one line of a list.
type consultationRow struct {
	Path, What, State, When string
	Note                    string // what is to be done, or that it ends soon
	Strong                  bool   // the reader is to act
}

// consultationsView lists the consultations of the person whose pages are open.
type consultationsView struct {
	page
	whoseView
	Open, Ended []consultationRow
	Anybody     bool // somebody here takes requests
}

func (s *site) consultationsShow(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	use := s.consultations()
	list, err := use.Of(r.Context(), visit.Account, visit.Chosen.ID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	all, err := use.Practitioners(r.Context(), visit.Account)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p := s.printer(r)
	v := consultationsView{page: s.page(r, "consultations", p.T("consult.title")), whoseView: whoseView{visit, consultationsPath}, Anybody: len(all) > 0}
	for i := range list {
		row := s.consultationRow(p, &list[i], zoneOf(visit), consult.PersonActs)
		row.Path = consultationsPath + "/" + list[i].ID
		if list[i].Stage.Open() {
			v.Open = append(v.Open, row)
		} else {
			v.Ended = append(v.Ended, row)
		}
	}
	s.write(w, r, http.StatusOK, "consultations", v)
}

// consultationRow words a head for whoever reads it.
func (s *site) consultationRow(p *i18n.Printer, h *app.ConsultationHead, zone *time.Location, reader consult.Waits) consultationRow {
	row := consultationRow{What: p.T("consult.sort." + string(h.Sort)), State: s.stage(p, h), When: p.T("consult.sent", "when", moment(p, h.CreatedAt, zone))}
	row.Strong = h.Waits == reader && h.Consent
	switch {
	case h.Stage.Open() && !h.Consent:
		row.Note = p.T("consult.no_consent")
	case row.Strong && h.Soon:
		row.Note = p.T("consult.act_soon", "when", moment(p, h.Due, zone))
	case row.Strong:
		row.Note = p.T("consult.act_by", "when", moment(p, h.Due, zone))
	case h.Stage.Open():
		row.Note = p.T("consult.ends", "when", moment(p, h.Due, zone))
	}
	return row
}

// stage words where a consultation stands.
func (s *site) stage(p *i18n.Printer, h *app.ConsultationHead) string {
	key, who := "consult.stage."+string(h.Stage), h.Holder
	switch h.Stage {
	case consult.Requested, consult.Declined:
		if who = h.Asked; who == "" && h.Stage == consult.Requested {
			key += "_any"
		}
	case consult.HandedOver:
		who = h.Next
		if !h.Agreed {
			key += "_ask"
		}
	}
	if who == "" {
		who = p.T("consult.a_practitioner")
	}
	return p.T(key, "who", who)
}

// writingRow is one thing that was written.
type writingRow struct {
	Kind, Who, When, About, Text string
	Clinical                     bool // in the third voice
}

// opinionRow is one opinion beside others.
type opinionRow struct {
	Who, Level, Cause, Text, When string
	Differs                       bool // from the first of them
}

// consultationShown is what the pages of both sides show.
type consultationShown struct {
	page
	formView
	ID, What, State string
	Notice          string // what is to be done, and until when
	Version         int64
	Doc             *report.Document // nil when it may not be seen
	Blind           bool             // only what the person said
	Thread          []writingRow
	Opinions        []opinionRow // the signed ones and the program's; side by side for a second opinion
	Side            bool
	Signed          bool
	Until           string
	May             map[string]bool // acts that can be done now
	Typed           map[string]string
}

// shown words a consultation.
func (s *site) shown(r *http.Request, name string, v *app.ConsultationView, zone *time.Location, reader consult.Waits) consultationShown {
	p := s.printer(r)
	row := s.consultationRow(p, &v.ConsultationHead, zone, reader)
	out := consultationShown{page: s.page(r, name, p.T("consult.one_title")), ID: v.ID, What: row.What, State: row.State, Notice: row.Note, Version: v.Version,
		Blind: v.Sight == consult.SaidOnly, Signed: v.Validated(), Until: p.T("consult.until", "when", moment(p, v.Until, zone)), May: map[string]bool{}, Typed: map[string]string{}}
	if v.Report != nil {
		doc := pdf.Fit(v.Report, p)
		if out.Blind {
			doc = doc.Only(report.Said)
		}
		out.Doc = doc
	}
	for _, x := range v.Thread {
		out.Thread = append(out.Thread, s.writingRow(p, x, zone))
	}
	s.opinions(p, &out, v, zone)
	return out
}

func (s *site) writingRow(p *i18n.Printer, x consult.Writing, zone *time.Location) writingRow {
	row := writingRow{Kind: p.T("consult.kind." + string(x.Kind)), Who: x.By, When: moment(p, x.At, zone), Text: x.Text, Clinical: x.Clinical()}
	if !row.Clinical {
		row.Who = p.T("consult.the_person")
	}
	if x.Section != "" {
		row.About = p.T("report.head." + x.Section)
	}
	return row
}

// opinions lists what was signed, and beside a second opinion the first and the program's.
func (s *site) opinions(p *i18n.Printer, out *consultationShown, v *app.ConsultationView, zone *time.Location) {
	if v.Opinion == nil {
		return
	}
	add := func(key string, o *app.OpinionView) {
		row := opinionRow{Who: p.T(key, "who", o.By), Level: p.T("consult.level." + o.Level.String()), Cause: o.CauseName, Text: o.Text}
		if !o.At.IsZero() {
			row.When = moment(p, o.At, zone)
		}
		if len(out.Opinions) > 0 {
			row.Differs = row.Level != out.Opinions[0].Level || row.Cause != out.Opinions[0].Cause
		}
		out.Opinions = append(out.Opinions, row)
	}
	if v.FirstOpinion == nil {
		add("consult.opinion_of", v.Opinion)
		return
	}
	out.Side = true
	add("consult.first_of", v.FirstOpinion)
	add("consult.second_of", v.Opinion)
	if v.Program != nil {
		add("consult.program", &app.OpinionView{Opinion: consult.Opinion{Level: *v.Program}, CauseName: v.ProgramName})
	}
}

// deedProblem words what is wrong with a step; false for what belongs on another page.
func deedProblem(p *i18n.Printer, form string, err error) (shownProblem, bool) {
	var why consult.Refusal
	var e *errs.Error
	switch {
	case errors.As(err, &why):
		return shownProblem{"", p.T("consult.refused." + string(why))}, true
	case errors.As(err, &e) && e.Kind == errs.Invalid && p.Has("consult.err."+e.Field):
		return shownProblem{form + "_" + e.Field, p.T("consult.err."+e.Field, "most", consult.MaxWriting, "opinion", consult.MaxOpinion)}, true
	case errs.KindOf(err) == errs.Conflict:
		return shownProblem{"", p.T("consult.changed")}, true
	}
	return shownProblem{}, false
}
