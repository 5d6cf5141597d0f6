package web

import (
	"net/http"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/i18n"
)

// What stands open on the page; the rest is folded, and the table of each candidate
// lists every answer.
const (
	shownCandidates = 4
	shownTerms      = 4 // for, and as many against; strongest first
	shownReasons    = 3 // of more, those for less than the level are folded
)

// resultView is step 3: one action, then why, then what it may be.
type resultView struct {
	page
	stepView
	Level       string
	Emergency   bool
	Action      string
	Meanwhile   string
	SoonerIf    string
	Numbers     []phone
	Country     string
	Read        []readView // words that an emergency rests on
	Reasons     []reasonView
	Less        []reasonView    // folded: reasons for less than this level, where there are many
	Say         []string        // to tell on the phone
	ToAsk       []string        // for a doctor or pharmacist
	Changes     []changeView    // open answers that would change the advice
	OwnWords    string          // for the printed page
	Final       bool            // nothing is left to ask
	Candidates  []candidateView // the first stands open
	Others      []candidateView // folded
	Feared      []fearedView
	Instruments []instrumentView
	Conflicts   []string
	Sources     []sourceView
	Summary     []string // what was ticked in step 1
	HasText     bool
	Answers     []answerView
	Confirm     *question // the question that may change the level
	More        bool      // questions are left
	Asked       int
	Unreviewed  bool // something shown has not been reviewed by a clinician
}

// NoneOn is the empty list of ticks of the confirming question.
func (resultView) NoneOn() []string { return nil }

type reasonView struct {
	Text, Why string
	Sources   []int
}

// changeView is an open answer that would change the advice: If says which, Then what
// would come of it. Level colours it; empty where only the first candidate would change.
type changeView struct{ Finding, Question, If, Then, Level string }

type fearedView struct {
	Name, Text   string
	Why          string
	For, Against []termView
}

type instrumentView struct {
	Name, Label, Meaning, Score string
	Answered, Items             int
	Sources                     []int
}

type answerView struct{ Finding, Question, Answer string }

// result words an assessment; it numbers the sources in the order they are met.
type wording struct {
	*site
	p       *i18n.Printer
	numbers map[string]int
	order   []string
}

func (t *turn) showResult(resp *app.Response) {
	p := t.printer(t.r)
	resp = t.withChanges(resp)
	wd := &wording{site: t.site, p: p, numbers: map[string]int{}}
	u := resp.Urgency
	v := resultView{
		Level: u.Level.String(), Emergency: u.Level == clinical.Emergency, Action: u.Action,
		Meanwhile: u.Meanwhile, SoonerIf: u.SoonerIf,
		HasText: strings.TrimSpace(t.st.Text) != "", Asked: t.st.asked(),
	}
	v.Numbers, v.Country = t.phones(u)
	for _, r := range u.Reasons {
		rv := reasonView{r.Text, r.Why, wd.cite(r.Sources)}
		if len(u.Reasons) > shownReasons && r.Level < u.Level {
			v.Less = append(v.Less, rv)
		} else {
			v.Reasons = append(v.Reasons, rv)
		}
	}
	v.Read = t.readInWords(resp)
	for i, c := range resp.Differential {
		cv := wd.candidate(i+1, c)
		v.Unreviewed = v.Unreviewed || !c.Reviewed
		if i < shownCandidates {
			v.Candidates = append(v.Candidates, cv)
		} else {
			v.Others = append(v.Others, cv)
		}
	}
	for _, f := range resp.Feared {
		fv := fearedView{Name: f.Name, Text: f.Text, Why: f.Why}
		if len(resp.Differential) == 0 || resp.Differential[0].Condition != f.Condition { // the first candidate has shown its terms
			fv.For, fv.Against = wd.terms(f.For), wd.terms(f.Against)
		}
		v.Feared = append(v.Feared, fv)
	}
	for _, in := range resp.Instruments {
		v.Instruments = append(v.Instruments, instrumentView{in.Name, in.Label, in.Meaning, strings.Replace(short(in.Score), "-", "−", 1), in.Answered, in.Items, wd.cite(in.Sources)})
	}
	for _, c := range resp.Conflicts {
		v.Conflicts = append(v.Conflicts, c.Text)
	}
	if resp.Question != nil {
		v.More = !resp.Complete && !v.Emergency
		if u.Unconfirmed {
			q := questionOf(resp.Question)
			q.UnitWord = unit(p, q.Unit)
			v.Confirm, v.More = &q, false
		}
	}
	v.Say, v.ToAsk, v.Changes, v.OwnWords = t.say(resp, p), t.toAsk(resp, p), t.changed(resp, p), strings.TrimSpace(t.st.Text)
	v.Final = !v.More && v.Confirm == nil
	v.Summary, v.Answers, v.Sources = t.summary(p), t.answers(p), wd.sources()
	v.page, v.stepView = t.page(t.r, "result", p.T("result.title")), t.stepView(3, nil)
	t.write(t.w, t.r, http.StatusOK, "result", v)
}

// withChanges asks again, for the page of the result only, what open answers would change.
func (t *turn) withChanges(resp *app.Response) *app.Response {
	if resp.Urgency.Level == clinical.Emergency {
		return resp
	}
	r := t.st.request(t.base, t.printer(t.r).Lang())
	r.Changes = true
	if more, err := t.svc.Assess(r); err == nil {
		return more
	}
	return resp
}

// changed words the open answers that would change the advice.
func (t *turn) changed(resp *app.Response, p *i18n.Printer) (out []changeView) {
	for _, c := range resp.Changes {
		v := changeView{Finding: c.Finding, Question: c.Text, If: p.T("result.if_so", "question", c.Text)}
		if c.Presence == clinical.Absent {
			v.If = p.T("result.if_not", "question", c.Text)
		}
		if c.Level != resp.Urgency.Level {
			v.Level = c.Level.String()
			v.Then = p.T("level." + v.Level + ".short")
		} else {
			v.Then = p.T("result.would_lead", "name", c.Name)
		}
		out = append(out, v)
	}
	return out
}
