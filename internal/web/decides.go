package web

import (
	"fmt"
	"html/template"
	"math"
	"net/http"
	"strconv"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/bayes"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/kb"
)

// decidesView is the page that explains the model. All of it is read from the knowledge
// base or computed by the service; only the words are ours.
type decidesView struct {
	page
	Budget       int
	Sets         string   // how many sets of one or two causes there are
	Guessed, All string   // probabilities that are estimates, and all
	Levels       []string // most urgent first
	Facts        []fact
	Standing     kb.Standing
	Percent      string // of the probabilities that are estimates
	Pair         pairExample
	Example      example
	Flags        []ruleGroup // most urgent first
	FlagCount    int
	Numbers      []fact
	Losses       []lossRow
	Ceiling      string
	Fitted       string
	Sources      []sourceView
}

// fact is a value with the message that names it.
type fact struct{ Key, Value string }

// ruleGroup lists the red flags of a level, in the order of their ids.
type ruleGroup struct {
	Level string
	Rules []ruleView
}

type ruleView struct {
	Tells, Why string
	Sources    []int
	Estimate   bool
}

// lossRow is what advising each level costs when one was needed, in the order of Levels.
type lossRow struct {
	Needed string
	Costs  []string
}

func (s *site) howItDecides(w http.ResponseWriter, r *http.Request) {
	s.writeSame(w, r, "how-it-decides", func(p *i18n.Printer) (any, error) {
		v, err := s.decides(p)
		v.page = s.page(r, "how-it-decides", p.T("decides.title"))
		return v, err
	})
}

// decides makes all of the view but the page.
func (s *site) decides(p *i18n.Printer) (v decidesView, err error) {
	resp, err := s.svc.Assess(exampleRequest(p.Lang()))
	if err != nil {
		return v, fmt.Errorf("the worked example: %w", err)
	}
	b, st := s.base, s.base.Standing()
	wd := &wording{site: s, p: p, numbers: map[string]int{}}
	n, pairs := len(b.Conditions), pairable(b)
	v = decidesView{
		Budget: b.Model.Budget.Questions, Sets: p.Number(n + pairs*(pairs-1)/2), Levels: levelsFromTop(),
		Standing: st, Guessed: p.Number(st.Estimates), All: p.Number(st.Probabilities), Percent: share(st.Estimates, st.Probabilities),
		Facts: []fact{
			{"decides.conditions", strconv.Itoa(n)}, {"decides.findings", strconv.Itoa(len(b.Findings))},
			{"decides.redflags", strconv.Itoa(len(b.RedFlags))}, {"decides.sources", strconv.Itoa(len(b.Sources))},
		},
		Pair: pairOf(b), Example: exampleOf(p, b, resp), Flags: wd.rules(), FlagCount: len(b.RedFlags),
		Numbers: modelNumbers(&b.Model), Losses: losses(&b.Model), Fitted: b.Model.Fitted,
		Ceiling: p.T("level." + b.Model.Urgency.Ceiling.String() + ".short"),
	}
	v.Sources = wd.sources()
	return v, nil
}

func levelsFromTop() (out []string) {
	all := clinical.Urgencies()
	for i := len(all) - 1; i >= 0; i-- {
		out = append(out, all[i].String())
	}
	return out
}

// pairable counts the conditions that may stand in a pair.
func pairable(b *kb.Base) (n int) {
	for _, c := range b.Conditions {
		if c.Kind != "none" {
			n++
		}
	}
	return n
}

// share is k of n as a percentage with one digit, and never "100.0" unless it is all.
func share(k, n int) string {
	if n == 0 {
		return "0"
	}
	tenths := math.Floor(1000 * float64(k) / float64(n))
	return strconv.FormatFloat(tenths/10, 'f', -1, 64)
}

// rules words every red flag, by level.
func (wd *wording) rules() (out []ruleGroup) {
	for _, level := range levelsFromTop() {
		g := ruleGroup{Level: level}
		for _, f := range wd.base.RedFlags {
			if f.Level.String() == level {
				g.Rules = append(g.Rules, ruleView{f.Tells, f.Why, wd.cite(f.Sources), f.Basis != "source"})
			}
		}
		if len(g.Rules) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// modelNumbers lists the numbers of model.yaml that stand alone.
func modelNumbers(m *kb.Model) []fact {
	list := []struct {
		key string
		v   float64
	}{
		{"pair_factor", m.PairFactor},
		{"prior_exponent", m.PriorExponent},
		{"person_exponent", m.PersonExponent},
		{"weight_present", m.WeightPresent},
		{"weight_absent", m.WeightAbsent},
		{"cluster_exponent", m.ClusterExponent},
		{"absent_exponent", m.AbsentExponent},
		{"absent_free", float64(m.AbsentFree)},
		{"duration_weight", m.DurationWeight},
		{"floor", m.Floor},
		{"unsaid_exposure", m.UnsaidExposure},
		{"absent_exposure", m.AbsentExposure},
		{"questions", float64(m.Budget.Questions)},
		{"enough", float64(m.Budget.Enough)},
		{"sure_at", m.Budget.SureAt},
		{"enough_gain", m.Budget.EnoughGain},
		{"later_gain", m.Budget.LaterGain},
		{"alarm_worth", m.Budget.AlarmWorth},
	}
	out := make([]fact, len(list))
	for i, x := range list {
		out[i] = fact{"decides.number." + x.key, short(x.v)}
	}
	return out
}

// losses turns the loss table of the model around: most urgent first.
func losses(m *kb.Model) (out []lossRow) {
	for _, needed := range levelsFromTop() {
		for _, l := range m.Losses {
			if l.Needed.String() != needed {
				continue
			}
			row := lossRow{Needed: needed}
			for _, advised := range levelsFromTop() {
				row.Costs = append(row.Costs, short(l.Advised[advised]))
			}
			out = append(out, row)
		}
	}
	return out
}

// pairExample shows how two causes share a finding.
type pairExample struct {
	Question, First, Second string
	None, A, B, Both        string // yes, of 100 people
}

// What the example of a pair is about.
const (
	pairFinding = "calf_pain"
	pairFirst   = "nocturnal_leg_cramps_idiopathic"
	pairSecond  = "chronic_venous_disease"
)

func pairOf(b *kb.Base) pairExample {
	f, first, second := b.Finding(pairFinding), b.Condition(pairFirst), b.Condition(pairSecond)
	p, q := first.Likelihood(pairFinding).P, second.Likelihood(pairFinding).P
	return pairExample{
		Question: f.Question, First: first.PlainName, Second: second.PlainName,
		None: hundred(f.Background.P), A: hundred(p), B: hundred(q), Both: hundred(together(f.Background.P, p, q)),
	}
}

// together is P(yes) when both causes are there. It asks the network that answers people:
// with equal priors the posteriors of the pair and of the first cause stand to each other
// as their likelihoods.
func together(background, p, q float64) float64 {
	s := bayes.NewState([]float64{1, 1}, 1, []bool{false, false})
	s.Observe(&bayes.Observation{Kind: bayes.Yes, Background: background, P: []float64{p, q}, Weight: 1})
	post := s.Posterior()
	return p * post.Pair(0, 1) / post.Single[0]
}

// checkDecides reports what the examples name and the knowledge base lacks.
func checkDecides(b *kb.Base) error {
	f := b.Finding(pairFinding)
	if f == nil || f.Background == nil {
		return fmt.Errorf("web: the example of a pair names the finding %q, which the knowledge base lacks", pairFinding)
	}
	for _, id := range []string{pairFirst, pairSecond} {
		if c := b.Condition(id); c == nil || c.Likelihood(pairFinding).P <= f.Background.P {
			return fmt.Errorf("web: the example of a pair needs %q to bring %q more often than nothing does", id, pairFinding)
		}
	}
	for _, a := range exampleAnswers {
		if b.Finding(a.finding) == nil {
			return fmt.Errorf("web: the worked example names the finding %q, which the knowledge base lacks", a.finding)
		}
	}
	return nil
}

// exampleAge and exampleSex are whom the worked example is about, exampleAnswers what
// this person says.
const (
	exampleAge = 62.0
	exampleSex = "female"
)

var exampleAnswers = []struct {
	finding  string
	presence clinical.Presence
}{
	{"cramp_calf", clinical.Present},
	{"visible_hard_knot", clinical.Present},
	{"relieved_by_stretching", clinical.Present},
	{"takes_statin", clinical.Present},
	{"urge_to_move_legs", clinical.Absent},
	{"unilateral_leg_swelling", clinical.Absent},
}

func exampleRequest(lang string) *app.Request {
	age, asked := exampleAge, len(exampleAnswers)
	r := &app.Request{Person: app.Person{Age: &age, Sex: exampleSex}, Locale: lang, Asked: &asked}
	for _, a := range exampleAnswers {
		r.Evidence = append(r.Evidence, app.Answer{Finding: a.finding, Presence: string(a.presence)})
	}
	return r
}

// example is the worked example: what was said, the first candidates, and how the first
// of them comes to its number.
type example struct {
	Said                         []saidView
	Candidates                   []exampleBar
	First, Pretest, Odds, Result string
	PretestOdds                  string
	Rows                         template.HTML
}

// saidView is one answer of the example.
type saidView struct{ Question, Answer string }

// exampleBar is a candidate with its number of 100 people.
type exampleBar struct {
	Name, Of string
	Width    int // 0–100
}

const exampleShown = 4

func exampleOf(p *i18n.Printer, b *kb.Base, resp *app.Response) (e example) {
	for _, a := range exampleAnswers {
		said := p.T("decides.example_no")
		if a.presence == clinical.Present {
			said = p.T("decides.example_yes")
		}
		e.Said = append(e.Said, saidView{b.Finding(a.finding).Question, said})
	}
	for _, c := range resp.Differential[:min(exampleShown, len(resp.Differential))] {
		e.Candidates = append(e.Candidates, exampleBar{c.Name, hundred(c.Posttest), int(math.Round(100 * c.Posttest))})
	}
	if len(resp.Differential) == 0 {
		return e
	}
	c := resp.Differential[0]
	e.First, e.Pretest, e.Result = c.Name, hundred(c.Pretest), hundred(c.Posttest)
	e.PretestOdds, e.Rows, e.Odds = sums(c, p.T("decides.example_rest"))
	return e
}
