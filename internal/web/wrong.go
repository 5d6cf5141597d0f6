package web

import (
	"cmp"
	"math"
	"net/http"
	"slices"
	"strconv"

	"github.com/legible-health/legible/internal/i18n"
)

// wrongView is the page of mistakes. Every figure comes from the last evaluation, those of
// others from the knowledge base.
type wrongView struct {
	page
	None         bool // nothing has been recorded
	OtherVersion string
	Headlines    []headline
	Dangers      []danger
	Charts       []barChart // with questions, as people use it
	AllCharts    []barChart // every way to give a case
	Calibrations []calibrationView
	Worst        []worstView
	Alarms       []alarmView
	Others       []otherView
	Sources      []sourceView
	Date         string
	Program      string
	Knowledge    string
}

// headline says in one sentence how often the right cause is among the first three.
type headline struct{ Text, Range, Missed string }

// danger tells of missed emergencies in one set of cases.
type danger struct {
	Text, First string
	Rows        []dangerRow
}

type dangerRow struct {
	Name, Told string
	N          int
}

type worstView struct {
	Name, Set, Instead     string
	N, Missed, Under, Over int
}

type alarmView struct{ Name, Emergency, SameDay string }

type otherView struct {
	Who, On, Measure, Of, Range, Note string
	Sources                           []int
	Recalled                          bool
}

// worstShown bounds the causes in the table of mistakes.
const worstShown = 15

func (s *site) howWrong(w http.ResponseWriter, r *http.Request) {
	s.writeSame(w, r, "how-wrong-it-is", func(p *i18n.Printer) (any, error) {
		v := s.wrong(p)
		v.page = s.page(r, "how-wrong-it-is", p.T("wrong.title"))
		return v, nil
	})
}

// wrong makes all of the view but the page.
func (s *site) wrong(p *i18n.Printer) wrongView {
	v := wrongView{None: s.evaluation == nil}
	wd := &wording{site: s, p: p, numbers: map[string]int{}}
	v.Others = wd.comparisons()
	v.Sources = wd.sources()
	if e := s.evaluation; e != nil {
		v.Date, v.Program, v.Knowledge = e.Date, e.Program, e.Runs[0].Knowledge
		if v.Knowledge != s.base.Version {
			v.OtherVersion = p.T("wrong.other_version", "old", v.Knowledge, "new", s.base.Version)
		}
		for _, set := range e.sets() {
			v.addSet(p, e, set)
		}
		v.Charts, v.AllCharts = wrongCharts(p, e, "interview"), wrongCharts(p, e, "interview", "text", "given")
		v.Worst = s.worstOf(p, e)
		for _, a := range e.FalseAlarms {
			v.Alarms = append(v.Alarms, alarmView{s.conditionName(a.Condition), oneDigit(a.Emergency), oneDigit(a.SameDay)})
		}
	}
	return v
}

// addSet words the headline, the missed emergencies and the calibration of a set.
func (v *wrongView) addSet(p *i18n.Printer, e *evaluation, set string) {
	in := e.run(set, "interview")
	if in == nil {
		return
	}
	name := setName(p, "set", set)
	missed := in.Emergencies.Missed
	h := headline{
		Text:  p.T("wrong.headline", "set", setName(p, "set_of", set), "n", hundred(in.Top3.Value)),
		Range: p.T("wrong.headline_range", "low", hundred(in.Top3.Low), "high", hundred(in.Top3.High), "cases", in.N),
	}
	d := danger{}
	if k := missed.count(); k > 0 {
		h.Missed = p.T("wrong.missed_some", "n", k, "all", missed.N)
		d.Text = p.T("wrong.danger_some", "n", k, "all", missed.N, "set", name, "high", hundred(missed.High))
	} else if missed.N > 0 {
		h.Missed = p.T("wrong.missed_none", "n", missed.N)
		d.Text = p.T("wrong.danger_none", "n", missed.N, "set", name, "high", hundred(missed.High))
	}
	for _, m := range in.Emergencies.By {
		d.Rows = append(d.Rows, dangerRow{m.Name, p.T("level." + m.Told + ".short"), m.N})
	}
	if text := e.run(set, "text"); text != nil && text.Emergencies.Missed.count() > missed.count() {
		d.First = p.T("wrong.danger_text", "k", text.Emergencies.Missed.count(), "n", text.Emergencies.Missed.N, "set", name)
	}
	v.Headlines = append(v.Headlines, h)
	if d.Text != "" {
		v.Dangers = append(v.Dangers, d)
	}
	if len(in.Calibration) > 0 {
		v.Calibrations = append(v.Calibrations, calibrationOf(p.T("wrong.calib_title", "set", name), in.Calibration))
	}
}

// setName words a set of cases; one the catalogue does not know keeps its file name.
func setName(p *i18n.Printer, kind, set string) string {
	if key := "wrong." + kind + "." + set; p.Has(key) {
		return p.T(key)
	}
	return set
}

// wrongCharts draws a chart for each measure, with a bar for each set in each of the
// modes.
func wrongCharts(p *i18n.Printer, e *evaluation, modes ...string) (out []barChart) {
	for _, m := range []struct {
		key string
		of  func(*evaluated) measured
	}{
		{"top3", func(r *evaluated) measured { return r.Top3 }},
		{"top1", func(r *evaluated) measured { return r.Top1 }},
		{"accepted", func(r *evaluated) measured { return r.Triage.Accepted }},
		{"under", func(r *evaluated) measured { return r.Triage.Under }},
		{"over", func(r *evaluated) measured { return r.Triage.Over }},
	} {
		var bars []bar
		for _, set := range e.sets() {
			for _, mode := range modes {
				if r := e.run(set, mode); r != nil {
					label := capital(setName(p, "set", set))
					if len(modes) > 1 {
						label += ", " + p.T("wrong.mode."+mode)
					}
					bars = append(bars, bar{Label: label, measured: m.of(r), Main: mode == "interview"})
				}
			}
		}
		out = append(out, drawBars("wrong.measure."+m.key, bars))
	}
	return out
}

// worstOf lists the causes with the most mistakes of all interviews, ties by name.
func (s *site) worstOf(p *i18n.Printer, e *evaluation) (out []worstView) {
	for _, r := range e.Runs {
		if r.Mode != "interview" {
			continue
		}
		for _, x := range r.Worst {
			v := worstView{Name: x.Name, Set: setName(p, "set", r.Set), N: x.N, Missed: x.NotInThree, Under: x.Under, Over: x.Over}
			for i, id := range x.Instead[:min(2, len(x.Instead))] {
				if i > 0 {
					v.Instead += "; "
				}
				v.Instead += s.conditionName(id)
			}
			out = append(out, v)
		}
	}
	slices.SortStableFunc(out, func(a, b worstView) int {
		return cmp.Or(cmp.Compare(b.Missed+b.Under+b.Over, a.Missed+a.Under+a.Over), cmp.Compare(b.Under, a.Under), cmp.Compare(a.Name, b.Name))
	})
	return out[:min(worstShown, len(out))]
}

// conditionName words a condition id; one that is gone keeps its words.
func (s *site) conditionName(id string) string {
	if c := s.base.Condition(id); c != nil {
		return c.PlainName
	}
	return optionText(id)
}

// comparisons words what studies found of clinicians and other programs.
func (wd *wording) comparisons() (out []otherView) {
	for _, c := range wd.base.Comparisons {
		key := "wrong.measure." + c.Measure
		if c.Measure == "emergency" || c.Measure == "urgency" {
			key = "wrong.others_" + c.Measure
		}
		v := otherView{
			Who: c.Who, On: c.On, Measure: wd.p.T(key), Of: hundred(c.Value), Note: c.Note,
			Sources: wd.cite([]string{c.Source}), Recalled: c.Status != "seen",
		}
		if c.Low != nil {
			v.Range = wd.p.T("wrong.range_of", "low", hundred(*c.Low), "high", hundred(*c.High))
		}
		out = append(out, v)
	}
	return out
}

// oneDigit says a share as a number of 100 with one digit, since false alarms are few.
func oneDigit(v float64) string {
	return strconv.FormatFloat(math.Round(v*1000)/10, 'f', -1, 64)
}
