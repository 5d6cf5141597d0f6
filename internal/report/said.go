package report

import (
	"strings"

	"github.com/legible-health/legible/internal/clinical"
)

// ownWords are those of page one.
func (w *writer) ownWords() Section {
	s := w.section("own_words", Said)
	if w.r.OwnWords == "" {
		if w.r.Checked {
			s.Blocks = []Block{{Text: w.say("no_words")}}
		}
		return s
	}
	text := w.clip(w.r.OwnWords, w.l.OwnWords)
	s.Blocks = []Block{{Text: "“" + text + "”"}}
	if strings.HasSuffix(text, "…") && text != flat(w.r.OwnWords) {
		s.More = w.say("more_words")
	}
	return s
}

// wholeWords are all of them, in the paragraphs they were written in.
func (w *writer) wholeWords() Section {
	s := w.section("own_words", Said)
	for _, line := range strings.Split(w.r.OwnWords, "\n") {
		if line = flat(line); line != "" {
			s.Blocks = append(s.Blocks, Block{Text: line})
		}
	}
	return s
}

// written is what clinicians wrote.
func (w *writer) written() Section {
	s := w.section("written", Written)
	notes, more := some(w, w.r.Written, w.l.Written)
	s.More = more
	for _, n := range notes {
		s.Blocks = append(s.Blocks, Block{Text: w.say("written_by", "day", w.day(n.Day), "by", w.line(n.By), "text", w.line(n.Text))})
	}
	return s
}

// changes are the medicines the diary says were started, changed or stopped.
func (w *writer) changes() Section {
	s := w.section("changes", Said)
	list, more := some(w, w.r.Changes, w.l.Medicines)
	s.More = more
	var items []Line
	for _, c := range list {
		items = append(items, Line{w.line(c.Name), w.say("change", "what", w.p.T("diary.change."+c.Change), "day", w.day(c.Day))})
	}
	if items != nil {
		s.Blocks = []Block{{List: items}}
	}
	return s
}

// tried is what was tried and how often it was said to help.
func (w *writer) tried() Section {
	s := w.section("tried", Said)
	list, more := some(w, w.r.Tried, w.l.Tried)
	s.More = more
	if len(list) == 0 {
		return s
	}
	if !w.whole {
		var items []Line
		for _, t := range list {
			items = append(items, Line{w.line(t.Name), w.say("tried", "times", w.say("times", "n", t.Times), "yes", t.Yes, "no", t.No)})
		}
		s.Blocks = []Block{{List: items}}
		return s
	}
	t := &Table{Head: w.heads("tried_name", "tried_times", "tried_yes", "tried_no", "tried_unsure")}
	for _, x := range list {
		t.Rows = append(t.Rows, []string{x.Name, itoa(x.Times), itoa(x.Yes), itoa(x.No), itoa(x.Uncertain)})
	}
	s.Blocks = []Block{{Table: t}}
	return s
}

// questions are the person's own.
func (w *writer) questions() Section {
	s := w.section("questions", Said)
	list, more := some(w, w.r.Questions, w.l.Questions)
	s.More = more
	var items []string
	for _, q := range list {
		items = append(items, w.line(q))
	}
	if items != nil {
		s.Blocks = []Block{{List: plain(items)}}
	}
	return s
}

// answers are all that was answered or understood.
func (w *writer) answers() Section {
	s := w.section("answers", Said)
	t := &Table{Head: w.heads("answer_what", "answer_said")}
	for _, a := range w.r.Answers {
		t.Rows = append(t.Rows, []string{a.Label, w.answer(a.Presence, a.Value)})
	}
	if len(t.Rows) > 0 {
		s.Blocks = []Block{{Table: t}}
	}
	return s
}

func (w *writer) answer(p clinical.Presence, value string) string {
	if value != "" {
		return value
	}
	return w.say("answered." + string(p))
}

func (w *writer) heads(keys ...string) (out []string) {
	for _, k := range keys {
		out = append(out, w.say("col."+k))
	}
	return out
}
