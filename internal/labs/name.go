package labs

import (
	"strings"
	"unicode/utf8"
)

// name is one way in which reports call an analyte, or a test that is none of ours.
type name struct {
	words   []string // lower case
	exact   string   // as written, for names of one or two letters, where case counts
	analyte *analyte // nil for another test
}

// learn files the names of an analyte, and those of tests that must not be taken for it.
func (x *Interpreter) learn(a *analyte) {
	add := func(text string, of *analyte) {
		n := name{analyte: of}
		for _, t := range lex(text) {
			if t.kind != 's' {
				n.words = append(n.words, strings.ToLower(t.text))
			}
		}
		if len(n.words) == 0 {
			return
		}
		if letters := strings.TrimRight(text, "+"); len(n.words) == 1 && utf8.RuneCountInString(letters) <= 2 {
			n.exact = letters
		}
		x.names[n.words[0]] = append(x.names[n.words[0]], n)
	}
	for _, text := range append([]string{a.Name}, a.Names...) {
		add(text, a)
	}
	for _, text := range a.OtherTests {
		add(text, nil)
	}
}

// named is a name found in a report, at tokens from–to.
type named struct {
	from, to int
	analyte  *analyte // nil for another test
}

// find lists the names in a report: the longest at each place.
func (x *Interpreter) find(text string, ts []token) (out []named) {
	for i := 0; i < len(ts); i++ {
		best, end := (*name)(nil), 0
		for k, list := 0, x.names[strings.ToLower(ts[i].text)]; k < len(list); k++ {
			if to, ok := list[k].at(text, ts, i); ok && (best == nil || to > end || to == end && best.analyte != nil && list[k].analyte == nil) {
				best, end = &list[k], to
			}
		}
		if best == nil {
			continue
		}
		a := best.analyte
		if notBlood(ts, i, end) {
			a = nil
		}
		out = append(out, named{i, end, a})
		i = end - 1
	}
	return out
}

// at reports whether the name stands at token i and where it ends. Between its words
// stand at most three other characters of the same line.
func (n *name) at(text string, ts []token, i int) (int, bool) {
	if n.exact != "" && (ts[i].text != n.exact || i > 0 && ts[i-1].kind == 'n' && ts[i-1].line == ts[i].line && !partOfDate(ts, i-1) || strings.HasPrefix(text[ts[i].end:], "/")) {
		return 0, false
	}
	k := i
	for w := range n.words {
		if w > 0 {
			for k < len(ts) && ts[k].kind == 's' && k-i < 12 && joins(ts[k].text) {
				k++
			}
		}
		if k >= len(ts) || ts[k].kind == 's' || strings.ToLower(ts[k].text) != n.words[w] || ts[k].line != ts[i].line {
			return 0, false
		}
		if w > 0 && ts[k].start-ts[k-1].end > 1 {
			return 0, false // a column of its own
		}
		k++
	}
	return k, true
}

// partOfDate reports that a number is the end of a date or a time, and no amount.
func partOfDate(ts []token, i int) bool { return i > 0 && strings.Contains(":/-", ts[i-1].text) }

func joins(symbol string) bool { return strings.Contains("-–()/,.[]", symbol) }

// otherSamples are words for what was not measured in blood.
var otherSamples = set("urine urinary ur csf cerebrospinal synovial pleural ascitic stool faecal fecal sweat saliva spot dialysate ionised ionized")

// notBlood reports that a word beside the name says so.
func notBlood(ts []token, from, to int) bool {
	for k := from - 1; k >= 0 && k >= from-3 && ts[k].line == ts[from].line; k-- {
		if otherSamples[strings.ToLower(ts[k].text)] {
			return true
		}
		if ts[k].kind == 'n' {
			break
		}
	}
	for k := to; k < len(ts) && k < to+3 && ts[k].line == ts[from].line; k++ {
		if otherSamples[strings.ToLower(ts[k].text)] {
			return true
		}
		if ts[k].kind == 'n' {
			break
		}
	}
	return false
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
