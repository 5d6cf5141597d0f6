package web

import (
	"cmp"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/experiment"
)

// experimentItem is the kind under which a protocol is kept.
const experimentItem = app.ExperimentItem

// experimentsView is what is being tried, what was tried, and what may be tried next.
type experimentsView struct {
	page
	diaryFrame
	Now    *trialView // nil when nothing is being tried
	Past   []trialView
	Offers []offerView
	Wrong  string
	Open   string // measure whose form is open again
}

// trialView is one experiment.
type trialView struct {
	ID, Name, Outcome string
	State             experiment.State
	Verdict           experiment.Verdict
	Words             []string
	Night, Of         int
	Today             *experiment.Instruction
	Ask               *askView
	Missing           []dayLink
	Pairs             []pairLine
	Span              *spanChart
	Plan              string
	CanEnd            bool
	Changed           string // nights that the verdict rests on were edited since; empty when none was
}

// askView asks whether the instruction of a day was followed.
type askView struct {
	Day, DayName, Text string
	ID, V              string
	Done, Note         string
	Harms              []box
	Today              bool // the day is not over
}

// pairLine is a pair of blocks in a table, once results may be seen.
type pairLine struct {
	N                     int
	With, Without         string
	NightsWith, NightsOff int
}

// offerView is a measure that may be tried.
type offerView struct {
	ID, Name      string
	With, Without string
	Outcomes      []box
	LeftOut       []string
	CheckFirst    []string
	Cautions      []string
	Harms         []string
	Plan          string
	Steps         string // address of the way to do it; empty without
}

// trial is an experiment with the version that is kept.
type trial struct {
	experiment.Protocol
	version int
}

func (t *diaryTurn) trials() ([]trial, error) {
	items, err := t.book.Items(t.r.Context(), experimentItem)
	if err != nil {
		return nil, err
	}
	out := make([]trial, 0, len(items))
	for _, x := range items {
		p, err := experiment.Parse(x.Data)
		if err != nil {
			return nil, err
		}
		out = append(out, trial{p, x.Version})
	}
	slices.SortStableFunc(out, func(a, b trial) int { return cmp.Compare(b.Start, a.Start) }) // newest first
	return out, nil
}

// since reads what is kept from the day before the oldest of the trials on.
func (t *diaryTurn) since(trials []trial, today diary.Date) ([]diary.Entry, error) {
	if len(trials) == 0 {
		return nil, nil
	}
	return t.book.Entries(t.r.Context(), trials[len(trials)-1].Start-1, today)
}

// running reports that an experiment is not over.
func running(s experiment.State) bool {
	return s == experiment.Planned || s == experiment.Running || s == experiment.Undecided
}

// evening is the day whose instruction holds now: it ends at four in the morning.
func (t *diaryTurn) evening() diary.Date { return diary.DayOf(t.now, t.book.Zone()) }

func (t *diaryTurn) experimentsShow() { t.experiments(http.StatusOK, experimentsView{}) }

func (t *diaryTurn) experiments(status int, v experimentsView) {
	trials, err := t.trials()
	if err != nil {
		t.fail(t.w, t.r, err)
		return
	}
	v.page = t.page(t.r, "experiments", t.p.T("experiments.title"))
	v.diaryFrame, v.Path, v.Picker = t.frame(nil), "/experiments", true
	v.Back = "/experiments"
	today := t.evening()
	entries, err := t.since(trials, today)
	if err != nil {
		t.fail(t.w, t.r, err)
		return
	}
	for _, x := range trials {
		if x, err = t.closed(x, entries, today); err != nil {
			t.fail(t.w, t.r, err)
			return
		}
		one := t.trialView(x, entries, today)
		if running(one.State) && v.Now == nil {
			v.Now = &one
		} else {
			v.Past = append(v.Past, one)
		}
	}
	if v.Now == nil {
		v.Offers = t.offers(today)
	}
	t.site.write(t.w, t.r, status, "experiments", v)
}

// closed keeps the end of an experiment in the moment in which it is told. Where another
// device was faster, its end holds. A disk that takes nothing does not hide the end; it is
// then kept when it is told again.
func (t *diaryTurn) closed(x trial, entries []diary.Entry, today diary.Date) (trial, error) {
	p, over := x.Close(x.Report(entries, today), today)
	if !over {
		return x, nil
	}
	switch err := t.keep(trial{p, x.version}); {
	case err == nil || errs.KindOf(err) == errs.Unavailable:
		return trial{p, x.version + 1}, nil
	case errs.KindOf(err) != errs.Conflict:
		return x, err
	}
	trials, err := t.trials()
	if i := slices.IndexFunc(trials, func(y trial) bool { return y.ID == x.ID }); i >= 0 {
		x = trials[i]
	}
	return x, err
}

func (t *diaryTurn) trialView(x trial, entries []diary.Entry, today diary.Date) trialView {
	report := x.Report(entries, today)
	v := trialView{
		ID: x.ID, Name: x.Name, Outcome: x.Outcome.Name, State: report.State, Words: trialWords(t.p, x.Protocol, report), Night: report.Night, Of: report.Of,
		Today: x.Today(report, today), Plan: t.planWords(x.Protocol), CanEnd: running(report.State),
	}
	if x.Changed(entries) {
		v.Changed = t.p.T("experiments.changed", "day", dayFull(t.p, x.Closed.On))
	}
	if v.CanEnd {
		v.Ask = t.ask(x, entries, report, today)
		for _, d := range report.Missing[max(0, len(report.Missing)-6):] {
			v.Missing = append(v.Missing, dayLink{d.String(), dayShort(t.p, d)})
		}
	}
	if r := report.Result; r != nil && !v.CanEnd { // hidden until the end
		v.Verdict = r.Verdict
		for i, pair := range r.Pairs {
			v.Pairs = append(v.Pairs, pairLine{i + 1, meanOf(pair.With, pair.MeanWith), meanOf(pair.Without, pair.MeanWithout), pair.With, pair.Without})
		}
		if r.Used > 1 && report.State == experiment.Finished {
			span := drawSpan(r.Effect, r.Low, r.High)
			v.Span = &span
		}
	}
	return v
}

func meanOf(nights int, mean float64) string {
	if nights == 0 {
		return "–"
	}
	return units(mean)
}

// ask offers to say how the last instruction went: yesterday's until it is answered, then
// today's.
func (t *diaryTurn) ask(x trial, entries []diary.Entry, report experiment.Report, today diary.Date) *askView {
	for day := today - 1; day <= today; day++ {
		instruction := x.Today(report, day)
		if instruction == nil {
			continue
		}
		a := askView{Day: day.String(), DayName: dayName(t.p, day), Text: instruction.Text, ID: newID(), V: "0", Today: day == today}
		answered := false
		for _, e := range entries {
			if f, ok := e.Data.(*diary.Followed); ok && f.Experiment == x.ID && e.Day == day {
				a.ID, a.V, a.Done, a.Note, answered = e.ID, strconv.Itoa(e.Version), f.Done, f.Note, true
			}
		}
		if answered && day < today {
			continue
		}
		for _, h := range x.Harms {
			a.Harms = append(a.Harms, box{ID: h.ID, Label: h.Text})
		}
		return &a
	}
	return nil
}

// planWords says how long an experiment lasts and how it is made.
func (t *diaryTurn) planWords(p experiment.Protocol) string {
	last := len(p.Rules.Looks) - 1
	return t.p.T("experiments.plan", "block", p.Block(), "washout", p.WashoutNights, "counted", p.CountedNights,
		"weeks", (p.Nights(0)+6)/7, "most", (p.Nights(last)+6)/7)
}

func (t *diaryTurn) offers(today diary.Date) (out []offerView) {
	for _, o := range experiment.Offers(t.base, clinical.Evidence{}) {
		m := o.Measure
		v := offerView{ID: m.ID, Name: m.Name, With: m.With, Without: m.Without, LeftOut: o.LeftOut, CheckFirst: o.CheckFirst, Cautions: o.Cautions}
		for i, id := range m.Outcomes {
			if rule := t.base.Experiments.Outcome(id); rule != nil {
				v.Outcomes = append(v.Outcomes, box{id, rule.Name, i == 0})
			}
		}
		for _, h := range m.Harms {
			v.Harms = append(v.Harms, h.Text)
		}
		if p, err := experiment.New(newID(), m.ID, diary.Outcome(m.Outcomes[0]), today, 0, t.base); err == nil {
			v.Plan = t.planWords(p)
		}
		out = append(out, v)
	}
	return out
}

// startPost begins an experiment. One at a time: two would blur each other.
func (t *diaryTurn) startPost() {
	if !t.parse() {
		return
	}
	form := t.r.PostForm
	trials, err := t.trials()
	if err != nil {
		t.fail(t.w, t.r, err)
		return
	}
	today := t.evening()
	entries, err := t.since(trials, today)
	if err != nil {
		t.fail(t.w, t.r, err)
		return
	}
	for _, x := range trials {
		if running(x.Report(entries, today).State) {
			t.experiments(http.StatusConflict, experimentsView{Wrong: t.p.T("experiments.one_only")})
			return
		}
	}
	if form.Get("none") == "" {
		t.experiments(http.StatusUnprocessableEntity, experimentsView{Wrong: t.p.T("experiments.read_first"), Open: form.Get("measure")})
		return
	}
	start := today
	if form.Get("from") == "tomorrow" {
		start++
	}
	var seed [8]byte
	if _, err := io.ReadFull(t.chance(), seed[:]); err != nil {
		t.fail(t.w, t.r, err)
		return
	}
	p, err := experiment.New(t.nextTrial(trials), form.Get("measure"), diary.Outcome(form.Get("outcome")), start, binary.LittleEndian.Uint64(seed[:]), t.base)
	if err != nil {
		t.experiments(http.StatusUnprocessableEntity, experimentsView{Wrong: t.p.T("experiments.choose")})
		return
	}
	switch err := t.keep(trial{p, 0}); {
	case err == nil:
		t.experimentsShow()
	case errs.KindOf(err) == errs.Conflict: // another device began one a moment ago
		t.experiments(http.StatusConflict, experimentsView{Wrong: t.p.T("experiments.one_only")})
	default:
		t.fail(t.w, t.r, err)
	}
}

// nextTrial is the id of the experiment that comes after those there are. It comes from
// theirs, so that of two devices that begin one at once only one can.
func (t *diaryTurn) nextTrial(trials []trial) string {
	words := []string{t.book.Person(), experimentItem}
	for _, x := range trials {
		words = append(words, x.ID)
	}
	slices.Sort(words[2:])
	return diary.DerivedID(words...)
}

func (s *site) chance() io.Reader {
	if s.opts.Chance != nil {
		return s.opts.Chance
	}
	return rand.Reader
}

// keep writes the next version of a protocol. errs.Conflict when somebody was faster.
func (t *diaryTurn) keep(x trial) error {
	raw, err := json.Marshal(x.Protocol)
	if err != nil {
		return err
	}
	_, err = t.book.Keep(t.r.Context(), app.Item{ID: x.ID, Kind: experimentItem, Day: x.Start.String(), Version: x.version + 1, Data: raw})
	return err
}

// trialOf finds the experiment of the form; false after it has answered.
func (t *diaryTurn) trialOf() (trial, bool) {
	if !t.parse() {
		return trial{}, false
	}
	trials, err := t.trials()
	if err != nil {
		t.fail(t.w, t.r, err)
		return trial{}, false
	}
	i := slices.IndexFunc(trials, func(x trial) bool { return x.ID == t.r.PostForm.Get("experiment") })
	if i < 0 {
		t.notFound(t.w, t.r)
		return trial{}, false
	}
	return trials[i], true
}

// endPost ends an experiment; ending it again changes nothing.
func (t *diaryTurn) endPost() {
	x, ok := t.trialOf()
	if !ok {
		return
	}
	if x.Ended == nil && x.Closed == nil {
		today := t.evening()
		x.Ended = &today
		if err := t.keep(x); err != nil && errs.KindOf(err) != errs.Conflict { // somebody ended it a moment ago: show how it stands
			t.fail(t.w, t.r, err)
			return
		}
	}
	t.experimentsShow()
}

// followedPost keeps whether an instruction was followed and what went wrong. A harm ends
// the experiment at once, and its advice is the first thing on the page.
func (t *diaryTurn) followedPost() {
	x, ok := t.trialOf()
	if !ok {
		return
	}
	form := t.r.PostForm
	day, err := diary.ParseDate(form.Get("day"))
	done := form.Get("done")
	data := map[string]any{"experiment": x.ID, "done": done}
	var harms []string
	for _, id := range form["harms"] {
		if id == "other" {
			data["harm"] = true
		} else {
			harms = append(harms, id)
		}
	}
	if harms != nil {
		data["harms"] = harms
	}
	if done == "" && (harms != nil || data["harm"] != nil) {
		data["done"] = "partly" // who is harmed need not tick more
	}
	if note := (dayForm{form}).text("note"); note != "" {
		data["note"] = note
	}
	version, _ := strconv.Atoi(form.Get("v"))
	e, wrong := t.entry(diary.KindFollowed, day, row{ID: form.Get("id"), Version: version, Values: data}, "")
	if err != nil || len(wrong) > 0 {
		t.experiments(http.StatusUnprocessableEntity, experimentsView{Wrong: t.p.T("experiments.say_done")})
		return
	}
	if _, err := t.book.Change(t.r.Context(), diary.Change{Entry: e, Base: version}); err != nil {
		t.fail(t.w, t.r, err)
		return
	}
	t.experimentsShow()
}
