package web

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/kb"
)

// Ask answers a question with passages of the guide, word for word. The question comes by
// POST and stands in no address and no log; nothing of it is kept.

const maxAskForm = 96<<10 + maxForm // bytes: a question of app.MaxText characters, as forms write it, and a check

// askedView is the box, and what a question was answered with.
type askedView struct {
	page
	aidView
	Question string
	Examples []string
	Asked    bool
	Urgent   *urgentView // first of all; nil when nothing in the question is urgent
	Quotes   []quoteView
	Message  string // said when nothing was quoted
	Mended   []app.Mending
	Long     bool // only the beginning was read

	HasCheck  bool            // one is kept with the account, and may be used
	UseCheck  bool            // the box is ticked
	Check     *askedCheckView // nil when none was to be used
	Rephrased *rephrasedView  // nil without a language model
}

// urgentView is what to do before reading anything.
type urgentView struct {
	Level  string
	Texts  []string
	Calls  []phone
	Action string
	Alone  bool // nothing may stand beside it
}

// quoteView is a passage as it stands in the guide.
type quoteView struct {
	N                    int // place in the answer, from 1
	Title, Heading, Text string
	Items                []string
	Href                 string // empty for the fixed answers, which have no page
	Grade, Date          string // Date in words with what it is of; may be empty
	Reviewed             bool
}

func (s *site) askShow(w http.ResponseWriter, r *http.Request) {
	if check, err := s.lastCheck(r); err == nil && check != nil { // the guide can be asked also when the database cannot
		v := s.askView(r, s.printer(r))
		v.HasCheck = true
		s.private(w)
		s.write(w, r, http.StatusOK, "ask", v)
		return
	}
	s.writeSame(w, r, "ask", func(p *i18n.Printer) (any, error) { return s.askView(r, p), nil })
}

func (s *site) askView(r *http.Request, p *i18n.Printer) askedView {
	v := askedView{page: s.page(r, "ask", p.T("ask.title")), aidView: s.aid(), Examples: p.List("ask.examples")}
	v.Description = p.T("ask.lead")
	return v
}

func (s *site) askPost(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxAskForm)
	if err := r.ParseForm(); err != nil {
		s.unread(w, r, err)
		return
	}
	p := s.printer(r)
	v := s.askView(r, p)
	v.Picker = true // the themes lead back to /ask, without the question
	question := plainText(strings.TrimSpace(strings.ToValidUTF8(r.PostForm.Get("q"), "\uFFFD")))
	if utf8.RuneCountInString(question) > app.MaxText {
		question, v.Long = string([]rune(question)[:app.MaxText]), true
	}
	kept, err := s.lastCheck(r)
	v.HasCheck = err == nil && kept != nil
	if v.Question = question; question != "" {
		if err := s.answerTo(&v, r, p); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	w.Header().Set("Cache-Control", "no-store")
	if r.Header.Get(part) == "answer" {
		s.writePart(w, r, "ask", "answer", v)
		return
	}
	s.write(w, r, http.StatusOK, "ask", v)
}

// answerTo fills in the answer.
func (s *site) answerTo(v *askedView, r *http.Request, p *i18n.Printer) error {
	g, err := s.svc.Guide()
	if err != nil {
		return err
	}
	check, lost, err := s.askedCheck(r, r.PostForm, p)
	if err != nil {
		return err
	}
	a, err := s.svc.Ask(r.Context(), &app.AskRequest{Question: v.Question, Country: s.opts.Country, Check: check})
	if err != nil {
		return err
	}
	v.UseCheck, v.Check, v.Rephrased = check != nil, checkUsed(a.Check), rephrased(a)
	if lost {
		v.Check = &askedCheckView{Lost: true}
	}
	v.Asked, v.Message, v.Mended = true, a.Message, a.ReadAs
	if a.Urgent != nil {
		v.Urgent = s.urgent(a.Urgent)
	}
	if v.Urgent != nil && v.Urgent.Alone {
		v.Message = ""
		return nil
	}
	for i, x := range a.Passages {
		q := s.quote(p, x, a.Answer[i].Text, g.Passage(x.ID))
		q.N = i + 1
		v.Quotes = append(v.Quotes, q)
	}
	return nil
}

// quote shows a passage; x is nil for the fixed answers, which stand on no page.
func (s *site) quote(p *i18n.Printer, from app.QuotedPassage, text string, x *guide.Passage) quoteView {
	q := quoteView{Title: from.Title, Heading: from.Heading, Text: text, Reviewed: from.Reviewed}
	if x != nil {
		q.Href, q.Text, q.Items = from.URL, x.Text, x.Items
	}
	if from.Date != "" && (x == nil || x.Page.Article != nil) {
		q.Date = p.T("guide.updated", "date", dateWords(p, from.Date))
	} else if from.Date != "" {
		q.Date = p.T("guide.checked", "date", dateWords(p, from.Date))
	}
	if q.Heading == q.Title {
		q.Heading = ""
	}
	if g := from.Grade; g != "" && g != kb.MarkFact && g != kb.MarkAdvice {
		q.Grade = s.base.Care.Grades[g].Name
	}
	return q
}

// mostReasons is how many sentences stand before an answer: nobody in danger reads more.
const mostReasons = 2

// urgent words what to do first: the reasons of the highest level alone, and whom to ring.
func (s *site) urgent(u *app.AskUrgency) *urgentView {
	v := &urgentView{Level: u.Level.String(), Action: u.Action}
	for _, why := range u.Reasons {
		v.Alone = v.Alone || strings.Contains(why.Rule, "self_harm")
		if why.Level == u.Level && len(v.Texts) < mostReasons {
			v.Texts = with(v.Texts, why.Text)
		}
	}
	add := func(kind, number string) {
		if number != "" {
			v.Calls = append(v.Calls, phone{kind, number, telephone(number)})
		}
	}
	add("crisis", u.CrisisLine)
	add("emergency", u.Call)
	if c := s.country(s.opts.Country); c != nil && u.Level == clinical.SameDay {
		add("line", c.UrgentLine)
	}
	return v
}
