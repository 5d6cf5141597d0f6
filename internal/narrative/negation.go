package narrative

import "strings"

// negation is a cue and the tokens it governs.
type negation struct {
	cue      int
	from, to int // tokens governed, from inclusive, to exclusive
}

// verbs that start a new statement: a list under "no" ends before them.
var statement = set(`is are was were has have had do does did feels feel felt hurts hurt started starts can could will would i he she it they there
my his her we you keeps gets got get became becomes seems am been woke wakes lasts eases presents presented shows showed reveals reports
reported complains says states notes describes comes come looks look wants cries`)

var listJoin = set("or and nor")

// denials reach over a whole list: "denies fever, chills or weight loss".
var denials = map[string]bool{"deny": true, "deni": true, "without": true, "lack": true, "neither": true, "nor": true, "no": true, "none": true, "absenc": true, "negat": true, "free": true, "denial": true}

// lightVerbs do not use up the reach of "not": "does not have any swelling".
var lightVerbs = set("have had has get gets feel feels notice noticed seem appear show report complain suffer experience any sign signs of")

// neitherNor turns "could neither stand nor walk" into "could not stand nor walk".
func neitherNor(ts []token, stemOf func(string) string) {
	for i := 1; i < len(ts); i++ {
		if ts[i].text == "neither" && hasWord("can could would will", ts[i-1].text) {
			ts[i].text, ts[i].stem = "not", stemOf("not")
		}
	}
}

const notReach = 4 // words governed by a plain "not"

// negations finds the cues of the text with their scope.
func negations(ts []token) []negation {
	var out []negation
	for i := range ts {
		if ts[i].mark != 0 {
			continue
		}
		switch w := ts[i].text; {
		case w == "no" && pseudo(ts, i), w == "not" && (pseudo(ts, i) || doubled(ts, i)):
		case w == "no" && next(ts, i) == "longer":
			end := listEnd(ts, i+2)
			if i > 0 && (ts[i-1].text == "can" || ts[i-1].text == "could") { // "I could no longer walk and needed a stick"
				end = wordsEnd(ts, i+2, 1)
			}
			out = append(out, negation{i, i + 2, end})
		case w == "not" || w == "never":
			reach := notReach
			if i > 0 && (ts[i-1].text == "can" || ts[i-1].text == "could") {
				reach = 1
				if hasWord("even really", next(ts, i)) { // "couldn't even walk unaided"
					reach = 2
				}
			}
			if w == "never" {
				out = append(out, negation{i, i + 1, listEnd(ts, i+1)})
				break
			}
			end := wordsEnd(ts, i+1, reach)
			if hasWord("the a an your", next(ts, i)) && end < len(ts)-2 && end < i+5 && ts[end].mark == ',' && ts[end+1].mark == 0 && painStems[ts[end+2].stem] { // "not the sharp, fleeting pain"
				end = wordsEnd(ts, end+1, 2)
			}
			if orElse(ts, i+1) { // "not sore, or numb, or itchy"
				end = max(end, listEnd(ts, i+1))
			}
			out = append(out, negation{i, i + 1, end})
		case w == "nothing" && amiss[next(ts, i)]:
			out = append(out, negation{i, i + 1, wordsEnd(ts, i+1, 2)})
		case w == "non" || w == "nontender" || w == "nil" && i+1 < len(ts) && ts[i+1].mark == 0:
			if w == "nil" {
				out = append(out, negation{i, i + 1, wordsEnd(ts, i+1, 3)})
			} else {
				out = append(out, negation{i, i + 1, wordsEnd(ts, i+1, 1)})
			}
		case denials[w] || denials[ts[i].stem]:
			n, s := next(ts, i), ts[i].stem
			if s == "free" && n != "of" && n != "from" || s == "negat" && n != "for" || w == "none" || s == "absenc" && n != "of" {
				break
			}
			if w == "without" && (n == "it" || n == "them" || n == "that") { // "without it the ache keeps me up"
				break
			}
			if w == "without" && strings.HasSuffix(n, "ing") && n != "swelling" && n != "bruising" && n != "wasting" { // "without eating more, bunged up"
				out = append(out, negation{i, i + 1, wordsEnd(ts, i+1, 6)})
				break
			}
			out = append(out, negation{i, i + 1, listEnd(ts, i+1)})
		case ts[i].stem == "rule" && near(ts, i, "out", 3):
			out = append(out, negation{i, i + 1, wordsEnd(ts, i+1, 6)})
		}
		if n, ok := after(ts, i); ok {
			out = append(out, n)
		}
	}
	return out
}

// amiss words behind "nothing" deny that: "nothing swollen".
var amiss = set("swollen broken red hot numb bruised torn inflamed puffy")

// orElse reports that the first item behind a "not" is followed by ", or" and another.
func orElse(ts []token, i int) bool {
	for k := i; k+1 < len(ts) && k < i+3; k++ {
		if ts[k].mark == ',' {
			return listJoin[ts[k+1].text]
		}
		if ts[k].mark != 0 {
			return false
		}
	}
	return false
}

// pseudo are negations that deny nothing about the finding beside them.
func pseudo(ts []token, i int) bool {
	n := next(ts, i)
	if ts[i].text == "no" && i+2 < len(ts) && ts[i+1].mark == '-' && ts[i+2].start == ts[i+1].end { // "a no-go"
		return true
	}
	if i > 0 && ts[i-1].text == "to" && (n == "have" || n == "need") { // "so as to not have to take deep breaths, which hurt"
		return true
	}
	switch n {
	case "only", "just", "sure", "certain", "doubt", "matter", "wonder", "change", "idea", "longer", "amount", "position", "relief", "help", "better", "improvement", "sooner":
		return n != "longer"
	case "reason", "cause", "explanation", "warning":
		return true
	case "stop", "stops", "stopped", "stopping": // "it won't stop twitching"
		return true
	case "apparent", "obvious", "particular", "good", "known", "real", "clear":
		return i+2 < len(ts) && (ts[i+2].text == "reason" || ts[i+2].text == "cause" || ts[i+2].text == "explanation")
	}
	return false
}

// doubled reports "don't have no weakness": the second word denies, the first only
// strengthens it.
func doubled(ts []token, i int) bool {
	for k := i + 1; k < i+3 && k < len(ts); k++ {
		switch ts[k].text {
		case "have", "got", "get", "had", "feel":
		case "no", "none", "nothing":
			return k > i+1
		default:
			return false
		}
	}
	return false
}

// after finds cues that stand behind what they deny: "swelling: none", "fever absent",
// "the cramps have gone".
func after(ts []token, i int) (negation, bool) {
	switch w := ts[i]; {
	case w.stem == "absent" || w.text == "nil" && (i+1 >= len(ts) || ts[i+1].mark != 0) || w.text == "none":
	case w.stem == "negat" && next(ts, i) != "for":
	case (w.text == "gone" && final(ts, i) || w.stem == "resolv") && i > 0 && (ts[i-1].text == "has" || ts[i-1].text == "have" || ts[i-1].text == "had" || ts[i-1].text == "is" || ts[i-1].text == "are" || ts[i-1].text == "all" || ts[i-1].text == "fully" || ts[i-1].text == "completely"):
	case w.text == "went" && (next(ts, i) == "yesterday" || next(ts, i) == "within" || next(ts, i) == "away" && i+2 < len(ts) && ts[i+2].text != "when") && i > 0 && ts[i-1].mark == 0 && !before(ts, i, 2, untils):
	case w.text == "no" && i > 0 && ts[i-1].mark == 0 && (i+1 == len(ts) || ts[i+1].mark != 0 && ts[i+1].mark != '-'): // "breathing problem no. fever no."
	case w.text == "nothing" && i > 0 && (ts[i-1].text == "does" || ts[i-1].text == "do" || ts[i-1].text == "did") && (i+1 == len(ts) || ts[i+1].mark != 0):
	default:
		return negation{}, false
	}
	from, w0 := i, ts[i].text
	for k := 0; from > 0 && k < 7; k++ {
		m := ts[from-1].mark
		if m == '.' || m == ',' || ts[from-1].text == "but" || ts[from-1].text == "and" && w0 != "absent" {
			break
		}
		from--
	}
	return negation{i, from, i}, true
}

// final reports that "gone" ends what is said, unlike "has gone hard".
func final(ts []token, i int) bool {
	if i+1 >= len(ts) || ts[i+1].mark != 0 {
		return true
	}
	if hasWord("completely totally", ts[i+1].text) { // "has gone totally numb"
		return final(ts, i+1)
	}
	return leaving[ts[i+1].text]
}

var leaving = set("now away completely totally by after overnight again since for when once and but today within too from as or except then")

func next(ts []token, i int) string {
	if i+1 < len(ts) {
		return ts[i+1].text
	}
	return ""
}

func near(ts []token, i int, word string, n int) bool {
	for k := i + 1; k <= i+n && k < len(ts); k++ {
		if ts[k].text == word {
			return true
		}
	}
	return false
}

// ends of a clause that nothing reaches over.
func hardEnd(t *token) bool {
	if t.mark == '.' || t.mark == ';' {
		return true
	}
	switch t.text {
	case "but", "however", "although", "though", "except", "besides", "yet", "because", "since", "so", "until", "then", "while", "whereas":
		return true
	}
	return false
}

// wordsEnd is the end of the next n words that carry meaning.
func wordsEnd(ts []token, i, n int) int {
	for ; i < len(ts); i++ {
		t := &ts[i]
		if hardEnd(t) || t.mark == ',' {
			return i
		}
		if t.text == "and" && i+1 < len(ts) && statement[ts[i+1].text] {
			return i
		}
		if t.mark != 0 || lightVerbs[t.text] || t.filler {
			continue
		}
		if n--; n < 0 {
			return i
		}
	}
	return i
}

// listEnd is the end of a list under "no": it goes on over commas and "or" as long as
// no new statement begins.
func listEnd(ts []token, i int) int {
	words := 0
	for ; i < len(ts); i++ {
		t := &ts[i]
		if hardEnd(t) {
			return i
		}
		if t.mark == ',' || listJoin[t.text] {
			j := i + 1
			for j < len(ts) && (listJoin[ts[j].text] || ts[j].mark == ',') {
				j++
			}
			if j < len(ts) && words < 2 && t.text == "or" && perceived[ts[j].text] { // "never heard or felt a pop"
				continue
			}
			if j >= len(ts) || t.mark == ',' && hasWord("just only more simply", ts[j].text) || newStatement(ts, j) || ownWord(ts, j) || t.mark == ',' && ts[j].text == "both" || t.text == "and" && hasWord("after when while during whenever if by", ts[j].text) {
				return i
			}
			words = 0
			continue
		}
		if words > 0 && (t.text == "no" || t.text == "not" || t.text == "never") {
			return i
		}
		if t.mark == 0 && !t.filler {
			if words++; words > 8 {
				return i
			}
		}
	}
	return i
}

// perceived are verbs that share a denial with the verb before them.
var perceived = set("felt heard saw seen noticed had got feel hear see notice have")

// settled words say of an item that it is its own statement: "no ulcer, pulses present".
var settled = set(`normal fine ok okay intact present preserved full clear good warm palpable strong positive unremarkable soft stable better worse
poor weak reduced absent negative improving settling relieved eased disturbed not no never without nil free equal symmetrical brisk bounding raised low regular free safe steady strongly no-one nobody nothing limited problem unchanged`)

// ownWord reports that the item at j is told of by a word of its own.
func ownWord(ts []token, j int) bool {
	for k := j; k < len(ts) && k < j+8; k++ {
		t := &ts[k]
		if t.mark == ',' || t.mark == '.' || t.mark == ';' || listJoin[t.text] || hardEnd(t) {
			return false
		}
		if settled[t.text] && (k > j || cueWord(t) || t.text == "worse" || t.text == "better") {
			return true
		}
	}
	return false
}

func cueWord(t *token) bool {
	return t.text == "not" || t.text == "no" || t.text == "never" || t.text == "without" || t.text == "nil"
}

// newStatement reports that what follows is a sentence of its own, not an item.
func newStatement(ts []token, j int) bool {
	for k := j; k < len(ts) && k < j+5; k++ {
		t := &ts[k]
		if t.mark != 0 || listJoin[t.text] {
			return false
		}
		if statement[t.text] && t.text != "get" {
			return true
		}
	}
	return false
}

// negated reports whether a cue governs one of the hit's words without being a word
// of the phrase itself.
func negated(h *hit, cues []negation) bool {
	no, _ := governed(nil, h, cues)
	return no
}

// governed is negated; torn is true when a comma parts the governed words from the
// others, so that the phrase was put together from two statements.
func governed(ts []token, h *hit, cues []negation) (no, torn bool) {
	for _, c := range cues {
		own, governs, free := false, false, span{}
		for _, w := range h.words {
			own = own || w.from <= c.cue && c.cue < w.to
			if w.from < c.to && c.from < w.to {
				governs = true
			} else {
				free = w
			}
		}
		if !governs || own {
			continue
		}
		no = true
		if ts == nil || !free.said() {
			continue
		}
		from, to := free.to, c.from
		if free.from >= c.to {
			from, to = c.to, free.from
		}
		for k := from; k < to && k < len(ts); k++ {
			if ts[k].mark == ',' || ts[k].mark == ';' {
				return no, true
			}
		}
	}
	return no, false
}
