package labs

import "strings"

func dash(s string) bool {
	return s == "-" || s == "–" || s == "—" || s == "−" || s == "‐" || s == "‑"
}

// rangeAt reads "3.5 - 5.1", "3.5 to 5.1" or "3.5..5.1" at a number.
func (l *line) rangeAt(i int) (low, high string, end int) {
	ts := l.ts
	k := i + 1
	if k >= len(ts) || ts[k].line != ts[i].line {
		return "", "", 0
	}
	switch {
	case dash(ts[k].text):
		k++
	case strings.EqualFold(ts[k].text, "to"), strings.EqualFold(ts[k].text, "and") && l.inRange:
		k++
	case ts[k].text == "." || ts[k].text == "…":
		for k < len(ts) && (ts[k].text == "." || ts[k].text == "…") {
			k++
		}
	default:
		return "", "", 0
	}
	if k >= len(ts) || ts[k].kind != 'n' || ts[k].line != ts[i].line || l.dateAt(k) > 0 {
		return "", "", 0
	}
	a, b := l.resolve(ts[i].text, ""), l.resolve(ts[k].text, "")
	x, err1 := ParseNumber(a)
	y, err2 := ParseNumber(b)
	if err1 != nil || err2 != nil || x.value.Cmp(y.value) >= 0 {
		return "", "", 0
	}
	return ts[i].text, ts[k].text, k + 1
}

// dateAt reads dates and times: 2026-11-02, 02/11/2026, 02.11.2026, 2 Nov 2026, 08:30.
func (l *line) dateAt(i int) int {
	ts := l.ts
	if ts[i].kind == 'w' && months[strings.ToLower(ts[i].text)] && i+1 < len(ts) && ts[i+1].kind == 'n' {
		end := i + 2
		for end < len(ts) && end < i+4 && (ts[end].text == "," || ts[end].kind == 'n' && len(ts[end].text) == 4) && ts[end].line == ts[i].line {
			end++
		}
		return end
	}
	if ts[i].kind != 'n' {
		return 0
	}
	if strings.Count(ts[i].text, ".") == 2 && !strings.Contains(ts[i].text, ",") && len(ts[i].text) <= 10 && len(after(after(ts[i].text, "."), ".")) != 3 {
		return i + 1
	}
	part := func(k int) bool {
		return k < len(ts) && ts[k].kind == 'n' && ts[k].line == ts[i].line && whole(ts[k].text) && len(ts[k].text) <= 4
	}
	sep := func(k int, s string) bool { return k < len(ts) && ts[k].text == s && ts[k].start == ts[k-1].end }
	if !whole(ts[i].text) {
		return 0
	}
	for _, s := range []string{"-", "/"} {
		if sep(i+1, s) && part(i+2) && sep(i+3, s) && part(i+4) {
			return i + 5
		}
	}
	if sep(i+1, ":") && part(i+2) && len(ts[i+2].text) == 2 {
		if sep(i+3, ":") && part(i+4) {
			return i + 5
		}
		return i + 3
	}
	if i+1 < len(ts) && ts[i+1].kind == 'w' && months[strings.ToLower(ts[i+1].text)] && len(ts[i].text) <= 2 {
		if part(i + 2) {
			return i + 3
		}
		return i + 2
	}
	return 0
}

func whole(s string) bool { return !strings.ContainsAny(s, ".,") }

// unitAt finds the longest unit that starts at a token, of this analyte before any other;
// 0 without one.
func (l *line) unitAt(i int) int {
	if i >= len(l.ts) {
		return 0
	}
	any := 0
	for k := min(len(l.ts), i+9); k > i; k-- {
		if l.ts[k-1].line != l.ts[i].line || wide(l.text, l.ts[i:k]) {
			continue
		}
		raw := l.text[l.ts[i].start:l.ts[k-1].end]
		if strings.ContainsAny(raw, ":;|<>=") {
			continue
		}
		key := unitKey(raw)
		if key == "" || strings.HasSuffix(raw, ".") || strings.HasSuffix(raw, ",") || strings.Count(raw, "(") != strings.Count(raw, ")") || strings.Count(raw, "[") != strings.Count(raw, "]") {
			continue
		}
		if l.analyte.byUnit[key] != nil {
			return k
		}
		if any == 0 && (l.x.foreign[key] || otherUnits[key]) && raw != "s" && raw != "S" {
			any = k
		}
	}
	return any
}

// wide reports a gap of a column inside the tokens.
func wide(text string, ts []token) bool {
	for i := 1; i < len(ts); i++ {
		if gap := text[ts[i-1].end:ts[i].start]; len(gap) > 1 || gap == "\t" {
			return true
		}
	}
	return false
}
