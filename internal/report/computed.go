package report

import (
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/experiment"
)

func itoa(n int) string { return strconv.Itoa(n) }

// leastReason is how many characters of a reason are shown however little room there is.
const leastReason = 140

// urgency is how soon care is needed, first on the page.
func (w *writer) urgency() Section {
	s := w.section("urgency", Computed)
	if w.r.Urgency.Action == "" {
		return s
	}
	u := w.r.Urgency
	s.Alarm = u.Level >= clinical.SameDay
	s.Blocks = []Block{{Text: w.say("level."+u.Level.String()) + " " + flat(u.Action), Strong: true}} // what to do is never cut
	list, more := some(w, u.Reasons, w.l.Reasons)
	s.More = more
	var items []string
	for _, x := range list {
		items = append(items, w.clip(x, max(w.l.Line, leastReason)))
	}
	if items != nil {
		s.Blocks = append(s.Blocks, Block{List: plain(items)})
	}
	return s
}

// reasons are those of the urgency in full.
func (w *writer) reasons() Section {
	s := w.section("reasons", Computed)
	if len(w.r.Urgency.Reasons) > 0 {
		s.Blocks = []Block{{List: plain(w.r.Urgency.Reasons)}}
	}
	return s
}

// candidates are what it may be, with the main terms of the arithmetic; in the rest with
// all of them as a table.
func (w *writer) candidates() Section {
	s := w.section("candidates", Computed)
	if !w.r.Checked {
		return s
	}
	list, more := some(w, w.r.Candidates, w.l.Candidates)
	s.More = more
	if len(list) == 0 {
		s.Blocks = []Block{{Text: w.say("nothing")}}
		return s
	}
	var items []Line
	for i, c := range list {
		if w.whole {
			s.Blocks = append(s.Blocks, w.sums(c))
		} else {
			items = append(items, w.candidate(c, max(1, w.l.Terms-min(i, 1))))
		}
	}
	if items != nil {
		s.Blocks = []Block{{Text: w.say("of_hundred")}, {List: items}}
	}
	if !w.whole && len(w.r.Feared) > 0 {
		var fears []string
		for _, f := range w.r.Feared {
			fears = append(fears, w.say("fear", "name", f.Name, "n", hundred(f.Posttest)))
		}
		s.Blocks = append(s.Blocks, w.joined("feared", fears))
	}
	return s
}

// candidate is one on page one: "Restless legs: 46 (31 to 60). 7 before the answers.
// Main terms: …".
func (w *writer) candidate(c Candidate, terms int) Line {
	name := c.Name
	if c.Clinical != c.Name {
		name += " (" + c.Clinical + ")"
	}
	var parts []string
	for _, t := range c.Terms {
		if t.Ratio > 1 && len(parts) < terms {
			parts = append(parts, w.term(t))
		}
	}
	against := 0
	for _, t := range c.Terms {
		if t.Ratio < 1 && against < max(1, terms-2) {
			parts = append(parts, w.term(t))
			against++
		}
	}
	text := w.say("before", "n", hundred(c.Pretest))
	if len(parts) > 0 {
		text += " " + w.say("terms", "list", strings.Join(parts, "; "))
	}
	return Line{w.say("candidate", "name", w.line(name), "n", hundred(c.Posttest), "low", hundred(c.Low), "high", hundred(c.High)), text}
}

func (w *writer) term(t Term) string {
	label := w.line(t.Label)
	switch {
	case t.Value != "":
		label += ": " + t.Value
	case t.Presence == clinical.Absent:
		label = w.say("not", "what", label)
	}
	return label + " × " + short(t.Ratio)
}

// sums is the arithmetic of a candidate: every term, and the odds after it.
func (w *writer) sums(c Candidate) Block {
	odds := c.Pretest / (1 - c.Pretest)
	t := &Table{Caption: w.say("sums", "name", c.Name, "n", hundred(c.Posttest), "low", hundred(c.Low), "high", hundred(c.High)),
		Head: w.heads("sum_what", "sum_ratio", "sum_odds")}
	t.Rows = append(t.Rows, []string{w.say("sum_before", "n", hundred(c.Pretest)), "", short(odds)})
	add := func(label string, ratio float64) {
		odds *= ratio
		t.Rows = append(t.Rows, []string{label, "× " + short(ratio), short(odds)})
	}
	for _, x := range c.Terms {
		label := x.Label + ": " + w.answer(x.Presence, x.Value)
		if x.Estimate {
			label += " " + w.say("estimate")
		}
		add(label, x.Ratio)
	}
	if c.Rest != 0 {
		add(w.say("sum_rest"), c.Rest)
	}
	t.Rows = append(t.Rows, []string{w.say("sum_after", "n", hundred(c.Posttest)), "", short(odds)})
	return Block{Table: t}
}

// criteria say of each group what is met, not met and not asked.
func (w *writer) criteria() Section {
	s := w.section("criteria", Computed)
	list, more := some(w, w.r.Criteria, w.l.Criteria)
	s.More = more
	for _, c := range list {
		if c.Scale {
			s.Blocks = append(s.Blocks, Block{Text: w.say("scale", "name", w.criteriaName(c), "score", short(c.Score))})
			continue
		}
		if w.whole {
			s.Blocks = append(s.Blocks, w.criteriaTable(c))
			continue
		}
		by := map[State][]string{}
		for _, x := range c.Items {
			by[x.State] = append(by[x.State], w.line(x.Label))
		}
		text := w.criteriaName(c) + "."
		for _, state := range []State{Met, NotMet, Open, NotAsked} {
			if len(by[state]) > 0 {
				text += " " + w.say("state_list."+string(state), "list", strings.Join(by[state], "; "))
			}
		}
		s.Blocks = append(s.Blocks, Block{Text: text})
	}
	return s
}

func (w *writer) criteriaName(c Criteria) string {
	if c.Instrument == "" {
		return w.say("marks", "name", w.line(c.Name))
	}
	if c.Label == "" {
		return w.line(c.Name)
	}
	return w.line(c.Name) + ": " + w.line(c.Label)
}

func (w *writer) criteriaTable(c Criteria) Block {
	t := &Table{Caption: w.criteriaName(c), Head: w.heads("criterion", "state")}
	for _, x := range c.Items {
		t.Rows = append(t.Rows, []string{x.Label, w.say("state." + string(x.State))})
	}
	return Block{Table: t}
}

// redFlags are the alarm signs that are there, those asked and negative, and how many
// nobody asked about.
func (w *writer) redFlags() Section {
	s := w.section("red_flags", Said)
	if !w.r.Checked {
		return s
	}
	f := w.r.RedFlags
	hidden := 0
	add := func(key string, list []string, n int) {
		hidden += max(0, len(list)-n)
		var shown []string
		for _, label := range list[:min(n, len(list))] {
			shown = append(shown, w.line(label))
		}
		if shown != nil {
			s.Blocks = append(s.Blocks, w.joined(key, shown))
		}
	}
	add("flags_present", f.Present, max(4, w.l.Flags))
	add("flags_absent", f.Absent, w.l.Flags)
	add("flags_open", f.Open, w.l.Flags)
	if hidden > 0 {
		s.More = w.more(hidden)
	}
	if len(f.Present)+len(f.Absent)+len(f.Open) == 0 {
		s.Blocks = append(s.Blocks, Block{Text: w.say("flags_none")})
	}
	if f.Unasked > 0 {
		s.Blocks[len(s.Blocks)-1].Text += " " + w.say("flags_unasked", "n", f.Unasked)
	}
	return s
}

// medicines are those taken that can do this.
func (w *writer) medicines() Section {
	s := w.section("medicines", Computed)
	list, more := some(w, w.r.Medicines, w.l.Medicines)
	s.More = more
	var items []Line
	for _, m := range list {
		items = append(items, Line{w.line(m.Name), sentence(w.line(strings.Join(m.Effects, "; ")))})
	}
	if items != nil {
		s.Blocks = []Block{{List: items}, {Text: w.say("medicines_note")}}
	}
	return s
}

// tests are those worth asking about.
func (w *writer) tests() Section {
	s := w.section("tests", Computed)
	list, more := some(w, w.r.Tests, w.l.Tests)
	s.More = more
	var items []Line
	var names []string
	for _, t := range list {
		items, names = append(items, Line{t.Name, t.Why}), append(names, w.line(t.Name))
	}
	switch {
	case items == nil:
	case w.whole:
		s.Blocks = []Block{{List: items}}
	default:
		s.Blocks = []Block{{Text: strings.Join(names, "; ") + "."}}
	}
	return s
}

// trials are experiments: the result of those that have ended.
func (w *writer) trials() Section {
	s := w.section("trials", Computed)
	list, more := some(w, w.r.Trials, w.l.Tried)
	s.More = more
	var items []Line
	for _, x := range list {
		items = append(items, Line{w.line(x.Name), w.trial(x)})
	}
	if items != nil {
		s.Blocks = []Block{{List: items}}
	}
	return s
}

func (w *writer) trial(x Experiment) string {
	verdict := string(x.Verdict)
	if verdict == "" {
		verdict = "running"
	}
	text := w.say("trial", "day", w.day(x.Start), "verdict", w.say("verdict."+verdict))
	if x.Verdict == experiment.Helps || x.Verdict == experiment.Worse || x.Verdict == experiment.NoDifference || x.Verdict == experiment.CannotTell {
		text += " " + w.say("effect", "low", w.sided(x, x.Low), "high", w.sided(x, x.High), "share", int(100*x.Share+.5))
	}
	return text
}

func (w *writer) sided(x Experiment, v float64) string {
	if v < 0 {
		return tenth(v) + " " + x.Less
	}
	return tenth(v) + " " + x.More
}

// suggested are questions that the program thinks worth asking.
func (w *writer) suggested() Section {
	s := w.section("suggested", Computed)
	list, more := some(w, w.r.Suggested, w.l.Questions)
	s.More = more
	var items []string
	for _, q := range list {
		items = append(items, w.line(q))
	}
	if items != nil && !w.r.urgent() {
		s.Blocks = []Block{{List: plain(items)}}
	}
	return s
}

// plan names what the plan offers.
func (w *writer) plan() Section {
	s := w.section("plan", Computed)
	if len(w.r.Tonight) > 0 {
		s.Blocks = append(s.Blocks, w.joined("tonight", w.r.Tonight))
	}
	if len(w.r.Week) > 0 {
		s.Blocks = append(s.Blocks, w.joined("week", w.r.Week))
	}
	return s
}

// method says how to read the numbers, and who has read the content.
func (w *writer) method() Section {
	s := w.section("method", Computed)
	if !w.r.Checked {
		return s
	}
	s.Blocks = []Block{{Text: w.say("method_odds")}, {Text: w.say("method_source")}}
	for _, c := range w.r.Candidates {
		if !c.Reviewed {
			s.Blocks = append(s.Blocks, Block{Text: w.say("unreviewed")})
			break
		}
	}
	return s
}
