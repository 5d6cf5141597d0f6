package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/labs"
)

// labsResult is the third page: what the values mean.
type labsResult struct {
	page
	stepView
	Level     string // of a critical value; empty without one
	Emergency bool
	Action    string
	Meanwhile string
	SoonerIf  string
	Reasons   []reasonView
	Numbers   []phone
	Country   string
	Open      []labCard // with a question
	Cards     []labCard
	Usable    int // results that a check can use
	Check     []field
	Back      string // what the check is to do with them
	Kept      string // said after saving
	Day       string
	Wrong     string // about the day
	labsPerson
	Series  []labSeries
	Sources []sourceView
}

// labCard is one result.
type labCard struct {
	N          int
	ID         string // of the analyte
	Name       string
	Value      string // with its unit
	Standard   string // the same in the analyte's unit, where that is another
	Flag       string // of labs.Flags
	FlagText   string
	Range      string // the interval in words
	RangeCites []int
	RangeMark  string // seen or recalled
	Bar        labBar
	Critical   string
	CriticalBy []int
	CritMark   string
	IfRight    string
	Questions  []labQuestion
	Legs       []labLine
	Caveats    []labLine
	Ask        []string
	Meaning    string
	Guide      string // address of its page
	Reviewed   bool
}

type labQuestion struct {
	Text        string
	Suggestions []box // ID is the button's value
	Confirm     bool  // it can be left as it is
}

// labLine is a threshold or a caveat with what it rests on.
type labLine struct {
	Lead, Text string
	If         bool // for some people only, or beside another result
	May        bool // the report gives no exact value
	Cites      []int
	Status     string // seen or recalled; empty for advice
}

func (t *labsTurn) interpret(kept *string) {
	resp, at, wrong := t.askLabs()
	if len(wrong) > 0 {
		t.values(http.StatusUnprocessableEntity, wrong)
		return
	}
	t.show(http.StatusOK, resp, at, kept, "")
}

// show writes the page of the results.
func (t *labsTurn) show(status int, resp *app.LabsResponse, at []int, kept *string, wrongDay string) {
	p := t.printer(t.r)
	for i := range t.rows {
		if t.rows[i].ID == "" {
			t.rows[i].ID = newID()
		}
	}
	wd := &wording{site: t.site, p: p, numbers: map[string]int{}}
	v := labsResult{page: t.page(t.r, "labs-result", p.T("labs.result_title")), labsPerson: t.reader(), Day: t.day, Wrong: wrongDay}
	v.stepView = t.stepView(0, nil)
	v.Hidden = append(append(v.Hidden, hiddenRows(t.rows)...), field{"day", t.day})
	if kept != nil {
		v.Kept = *kept
	}
	if u := resp.Urgency; u != nil {
		v.Level, v.Emergency, v.Action, v.Meanwhile, v.SoonerIf = u.Level.String(), u.Level == clinical.Emergency, u.Action, u.Meanwhile, u.SoonerIf
		v.Numbers, v.Country = t.phones(*u)
		for _, r := range u.Reasons {
			v.Reasons = append(v.Reasons, reasonView{Text: r.Text, Sources: wd.cite(r.Sources)})
		}
	}
	for i := range resp.Results {
		c := t.card(wd, at[i], &resp.Results[i])
		if len(c.Questions) > 0 {
			v.Open = append(v.Open, c)
		} else {
			v.Cards, v.Usable = append(v.Cards, c), v.Usable+1
		}
	}
	v.Check, v.Back = t.forCheck(resp)
	if kept != nil {
		v.Series = t.keptSeries(p)
	}
	v.Sources = wd.sources()
	v.Path = "/labs"
	t.write(t.w, t.r, status, "labs-result", v)
}

// forCheck is the state of a check with what the values answer, and what the check is to
// do: a check under way shows its result anew, another one begins.
func (t *labsTurn) forCheck(resp *app.LabsResponse) ([]field, string) {
	st := *t.st
	st.Answers = slices.Clone(t.st.Answers)
	began := len(st.Answers) > 0 || len(st.Alarms) > 0
	for _, e := range resp.Evidence {
		st.set(answer{From: fromChange, Finding: e.Finding, Presence: string(e.Presence)})
	}
	if began {
		return st.hidden(), "result"
	}
	return st.hidden(), "where"
}

func (t *labsTurn) card(wd *wording, n int, r *labs.Reading) labCard {
	p := wd.p
	c := labCard{N: n, ID: r.Analyte, Name: r.Name, Value: spaced(r.Value, r.Unit), Flag: r.Flag, FlagText: p.T("labs.flag." + r.Flag), Meaning: r.Meaning, Ask: r.Ask, Reviewed: r.Reviewed}
	if r.Standard != "" && !labs.SameUnit(r.Unit, r.StandardUnit) {
		c.Standard = spaced(r.Standard, r.StandardUnit)
	}
	c.Range = rangeText(p, r)
	if r.Reference.Source != "" {
		c.RangeCites, c.RangeMark = wd.cite([]string{r.Reference.Source}), r.Reference.Status
	}
	if x := r.Critical; x != nil {
		c.Critical, c.CriticalBy, c.CritMark = p.T("labs.critical_limit", "limit", x.Limit), wd.cite([]string{x.Source}), x.Status
	}
	if x := r.IfRight; x != nil {
		c.IfRight = p.T("labs.if_right." + x.Level.String())
	}
	for _, q := range r.Questions {
		c.Questions = append(c.Questions, questionOfLab(p, n, q))
	}
	for _, f := range r.ForLegs {
		lead := f.Limit
		if f.AppliesTo != "" {
			lead = p.T("labs.applies", "limit", f.Limit, "who", f.AppliesTo)
		}
		c.Legs = append(c.Legs, labLine{Lead: lead, Text: f.Text, If: f.Holds == labs.HoldsIf, May: f.Holds == labs.May, Cites: wd.cite([]string{f.Source}), Status: f.Status})
	}
	for _, x := range r.Caveats {
		line := labLine{Text: x.Text, If: x.Holds != labs.Holds, Status: x.Status}
		if x.Source != "" {
			line.Cites = wd.cite([]string{x.Source})
		}
		c.Caveats = append(c.Caveats, line)
	}
	c.Bar = drawLabBar(p, r, c)
	if g, err := t.svc.Guide(); err == nil {
		if e := g.Entry(guide.KindLab, r.Analyte); e != nil {
			c.Guide = e.URL
		}
	}
	return c
}

// spaced writes a value with its unit as people read them.
func spaced(value, unit string) string {
	value = strings.NewReplacer("<=", "≤ ", ">=", "≥ ", "<", "< ", ">", "> ").Replace(value)
	if unit == "ratio" {
		return value
	}
	return strings.TrimSpace(value + " " + labs.ShowUnit(unit))
}

// rangeText tells the interval and whose it is.
func rangeText(p *i18n.Printer, r *labs.Reading) string {
	ref := r.Reference
	if ref.Basis == labs.NoInterval {
		return ref.Note
	}
	if ref.Low == "" && ref.High == "" {
		return ref.Note // one for women and one for men
	}
	unit := labs.ShowUnit(r.Unit)
	if r.Unit == "ratio" {
		unit = ""
	}
	key := "labs.range.between"
	switch {
	case ref.Low == "":
		key = "labs.range.up_to"
	case ref.High == "":
		key = "labs.range.from"
	}
	text := p.T("labs.range."+ref.Basis, "range", strings.TrimSpace(p.T(key, "low", ref.Low, "high", ref.High)+" "+unit))
	if ref.Note != "" {
		text += " " + ref.Note
	}
	return text
}

func questionOfLab(p *i18n.Printer, n int, q labs.Question) labQuestion {
	out := labQuestion{Text: q.Text}
	for _, s := range q.Suggestions {
		if s.Unit == "" {
			continue
		}
		out.Suggestions = append(out.Suggestions, box{ID: "use:" + strconv.Itoa(n) + ":" + s.Value + ":" + s.Unit, Label: spaced(s.Value, s.Unit)})
	}
	out.Confirm = !oneOf(q.Kind, labs.UnitMissing, labs.UnitUnknown, labs.IntervalBroken, labs.Separator)
	return out
}
