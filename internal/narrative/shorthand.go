package narrative

import "strings"

// slashed is the shorthand clinicians write with a slash: "c/o b/l LE pain".
var slashed = map[string]string{
	"b/l": "bilateral", "c/o": "complains of", "h/o": "history of", "w/o": "without", "r/o": "rule out", "s/p": "after", "d/t": "due to", "f/u": "followup",
}

// capitals is shorthand that is a word only in capitals.
var capitals = map[string]string{
	"LE": "lower extremity", "LEs": "lower extremities", "BLE": "bilateral lower extremities", "RLE": "right lower extremity", "LLE": "left lower extremity",
	"WNL": "normal", "NAD": "normal", "ROM": "range of motion", "TTP": "tender to palpation", "SOB": "breathless",
}

// lowers is shorthand in any case.
var lowers = map[string]string{"hx": "history", "wks": "weeks", "wk": "week", "noc": "night", "bilat": "bilateral", "yrs": "years", "mths": "months", "approx": "about"}

// expand writes shorthand out. The new tokens keep the place of the old ones.
func expand(text string, ts []token, stemOf func(string) string) []token {
	out := make([]token, 0, len(ts)+8)
	write := func(words string, from, to, sentence int) {
		for _, w := range strings.Fields(words) {
			out = append(out, newToken(w, from, to, sentence, stemOf))
		}
	}
	for i := 0; i < len(ts); i++ {
		t := &ts[i]
		if t.mark != 0 || t.number {
			out = append(out, *t)
			continue
		}
		if len(t.text) == 1 && i+1 < len(ts) && ts[i+1].mark == '/' {
			if i+2 < len(ts) && ts[i+2].mark == 0 && ts[i+2].start == ts[i+1].end {
				if words := slashed[t.text+"/"+ts[i+2].text]; words != "" {
					write(words, t.start, ts[i+2].end, t.sentence)
					i += 2
					continue
				}
			}
			if t.text == "w" {
				write("with", t.start, ts[i+1].end, t.sentence)
				i++
				continue
			}
		}
		written := text[t.start:t.end]
		switch {
		case capitals[written] != "":
			write(capitals[written], t.start, t.end, t.sentence)
		case lowers[t.text] != "":
			write(lowers[t.text], t.start, t.end, t.sentence)
		case (written == "R" || written == "L") && i+1 < len(ts) && (legWords[ts[i+1].text] || legWords[ts[i+1].stem] || ts[i+1].text == "lower" || ts[i+1].text == "sided"):
			write(map[string]string{"R": "right", "L": "left"}[written], t.start, t.end, t.sentence)
		case len(t.text) > 1 && len(t.text) < 4 && t.text[0] == 'x' && strings.Trim(t.text[1:], "0123456789") == "": // "x3 weeks"
			write("for", t.start, t.start+1, t.sentence)
			n := newToken(t.text[1:], t.start+1, t.end, t.sentence, stemOf)
			n.number = true
			out = append(out, n)
		default:
			out = append(out, *t)
		}
	}
	return out
}
