package cli

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
)

// The result fits on one screen of an ordinary terminal.
const (
	width      = 79 // columns used
	height     = 23 // lines, so that the next prompt fits below
	candidates = 3  // shown; the JSON has more
	terms      = 3  // answers named for and against each
)

type screenOptions struct {
	understood bool // say what was read from the text
}

// headings of the levels.
var headings = map[clinical.Urgency]string{
	clinical.Emergency: "EMERGENCY",
	clinical.SameDay:   "TODAY",
	clinical.Soon:      "WITHIN TWO WEEKS",
	clinical.Routine:   "AT AN ORDINARY VISIT",
	clinical.SelfCare:  "SELF-CARE",
}

// writeScreen prints an assessment for a person: what to do first, then what it may be.
func writeScreen(w io.Writer, r *app.Response, o screenOptions) error {
	s := &screen{}
	for detailed := candidates; detailed > 0; detailed-- { // fewer reasons where there is much to say
		s.lines = nil
		s.render(r, o, detailed)
		if len(s.lines) <= height {
			break
		}
	}
	_, err := io.WriteString(w, strings.Join(s.lines, "\n")+"\n")
	return err
}

func (s *screen) render(r *app.Response, o screenOptions, detailed int) {
	s.urgency(r)
	if o.understood {
		s.understood(r)
	}
	s.add("")
	s.differential(r, detailed)
	for _, f := range r.Feared {
		s.wrapped("", 2, f.Name+": "+f.Text)
	}
	s.footer(r)
}

type screen struct{ lines []string }

func (s *screen) add(line string) { s.lines = append(s.lines, line) }

// wrapped adds at most limit lines of text behind a prefix; the last one ends with an
// ellipsis when something was cut.
func (s *screen) wrapped(prefix string, limit int, text string) {
	indent := strings.Repeat(" ", utf8.RuneCountInString(prefix))
	lines := wrap(text, width-len(indent))
	if len(lines) > limit {
		rest := strings.Join(lines[limit-1:], " ")
		lines = append(lines[:limit-1:limit-1], clip(rest, width-len(indent)))
	}
	for i, line := range lines {
		if i > 0 {
			prefix = indent
		}
		s.add(strings.TrimRight(prefix+line, " "))
	}
}

func (s *screen) urgency(r *app.Response) {
	u := r.Urgency
	do := u.Action
	if u.Level == clinical.Emergency {
		do = "Call " + cmp.Or(u.Call, "your emergency number") + ". " + do
	}
	s.wrapped("", 3, headings[u.Level]+": "+do)
	if len(u.Reasons) > 0 {
		s.wrapped("  why: ", 2, u.Reasons[0].Text)
	}
	if u.Unconfirmed && r.Question != nil {
		s.wrapped("  but: ", 2, "this rests on one answer still to be confirmed: "+r.Question.Text)
	}
	s.wrapped("  go faster: ", 2, u.SoonerIf)
	for _, c := range r.Conflicts[:min(1, len(r.Conflicts))] {
		s.wrapped("  please check: ", 2, c.Text)
	}
}

func (s *screen) understood(r *app.Response) {
	if len(r.Understood) == 0 {
		s.wrapped("  understood: ", 1, "nothing about a leg; say where it is and what it is like")
		return
	}
	var said []string
	for _, u := range r.Understood {
		said = append(said, label(u.Finding, u.Presence, u.Value))
	}
	s.wrapped("  understood: ", 2, strings.Join(said, ", "))
}

// differential lists the candidates, the first detailed ones with their reasons.
func (s *screen) differential(r *app.Response, detailed int) {
	s.add("What it may be, of 100 people who answer like you (in brackets: the range):")
	for i, c := range r.Differential[:min(candidates, len(r.Differential))] {
		share := fmt.Sprintf("%s (%.0f–%.0f)", strings.TrimPrefix(c.Frequency, "of 100 people who answer like you, "), math.Round(c.Low*100), math.Round(c.High*100))
		name := clip(fmt.Sprintf("%d. %s", i+1, c.Name), width-utf8.RuneCountInString(share)-2)
		s.add(name + strings.Repeat(" ", width-utf8.RuneCountInString(name+share)) + share)
		if i < detailed {
			s.terms("   for: ", c.For)
			s.terms("   against: ", c.Against)
		}
	}
}

// terms names the strongest answers, as many as fit on one line.
func (s *screen) terms(prefix string, list []app.Term) {
	line := ""
	for i, t := range list[:min(terms, len(list))] {
		name := label(t.Finding, t.Presence, t.Value)
		if i > 0 {
			name = ", " + name
		}
		if i > 0 && utf8.RuneCountInString(prefix+line+name) > width {
			break
		}
		line += name
	}
	if line != "" {
		s.wrapped(prefix, 1, line)
	}
}

func (s *screen) footer(r *app.Response) {
	if r.Question != nil && !r.Urgency.Unconfirmed {
		s.add("More answers would make this surer: run “legible check” and it will ask.")
	}
	reviewed := "reviewed by clinicians"
	for _, c := range r.Differential[:min(candidates, len(r.Differential))] {
		if !c.Reviewed {
			reviewed = "not yet reviewed by a clinician"
		}
	}
	s.wrapped("", 1, fmt.Sprintf("Not a diagnosis. Knowledge %s, %s.", r.Knowledge.Version, reviewed))
}

// label says an answer in few words: "no fever", "calf pain", "pain score 6".
func label(finding string, presence clinical.Presence, value *float64) string {
	name := strings.ReplaceAll(finding, "_", " ")
	switch {
	case value != nil:
		return fmt.Sprintf("%s %.4g", name, *value)
	case presence == clinical.Absent:
		return "no: " + name
	}
	return name
}

// wrap breaks text into lines of at most n characters at spaces; it keeps line breaks.
func wrap(text string, n int) (lines []string) {
	for paragraph := range strings.SplitSeq(text, "\n") {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > n {
				lines = append(lines, line)
				line = ""
			}
			if line != "" {
				line += " "
			}
			line += word
		}
		lines = append(lines, line)
	}
	for i, line := range lines {
		lines[i] = clip(line, n) // a word longer than a line
	}
	return lines
}

// clip cuts a line to n characters, with an ellipsis.
func clip(line string, n int) string {
	if utf8.RuneCountInString(line) <= n {
		return line
	}
	return strings.TrimRight(string([]rune(line)[:max(0, n-1)]), " ,;") + "…"
}
