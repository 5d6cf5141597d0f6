package narrative

import (
	"strings"
	"unicode"

	"github.com/kljensen/snowball/english"
)

// token is one word, number or mark of the text.
type token struct {
	text       string // lower case, apostrophes removed
	stem       string
	plural     string // stem of a part of the body in the plural, "" otherwise
	start, end int // byte offsets into the original text
	sentence   int
	mark       byte // ',', ';', '.' … for punctuation; 0 for a word
	number     bool
	filler     bool
}

// dropped words carry no meaning in a phrase; particles carry it at its ends
// ("came on"), not between its words ("pain in calf").
var (
	dropped   = set("a an the my his her their your our its this that these those is are was were be been being am i he she it they we me him them us has have had do does did very really quite just also and")
	particles = set("in on at to for by with of as")
)

// fillers may stand between the words of a phrase.
var fillers = set(`a an the my his her their your our its this that these those is are was were be been being am i he she it they we
of in on at to and very really so quite just also me him them us some any bit little rather pretty too then has have had do does did
with for by as or feel feels felt get gets got getting like seem seems kind sort always often sometimes usually mostly when whenever
mild moderate slight slightly mildly moderately significant significantly marked markedly there which who`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// contractions are opened so that a negation is a word of its own.
var contractions = map[string][]string{
	"cannot": {"can", "not"}, "cant": {"can", "not"}, "dont": {"do", "not"}, "doesnt": {"does", "not"}, "didnt": {"did", "not"},
	"isnt": {"is", "not"}, "arent": {"are", "not"}, "wasnt": {"was", "not"}, "werent": {"were", "not"}, "hasnt": {"has", "not"},
	"havent": {"have", "not"}, "hadnt": {"had", "not"}, "wont": {"will", "not"}, "wouldnt": {"would", "not"}, "couldnt": {"could", "not"},
	"shouldnt": {"should", "not"}, "aint": {"is", "not"}, "im": {"i", "am"}, "ive": {"i", "have"}, "hes": {"he", "is"}, "shes": {"she", "is"},
	"its": {"it", "is"}, "theres": {"there", "is"},
}

// tokenize splits text into words, numbers and marks. Offsets are bytes of the
// original text.
func tokenize(text string) []token {
	var out []token
	sentence := 0
	rs := []rune(text)
	off := make([]int, len(rs)+1)
	for i, b := 0, 0; i < len(rs); i++ {
		off[i] = b
		b += len(string(rs[i]))
		off[i+1] = b
	}
	word := func(from, to int) {
		raw := strings.ToLower(string(rs[from:to]))
		clean := strings.NewReplacer("'", "", "’", "", "‘", "").Replace(raw)
		parts, ok := contractions[clean]
		if !ok {
			parts = []string{clean}
		}
		for _, w := range parts {
			if w != "" {
				out = append(out, newToken(w, off[from], off[to], sentence))
			}
		}
	}
	for i := 0; i < len(rs); {
		r := rs[i]
		switch {
		case unicode.IsLetter(r) || r == '°':
			j := i + 1
			for j < len(rs) && (unicode.IsLetter(rs[j]) || unicode.IsMark(rs[j]) || unicode.IsDigit(rs[j]) ||
				(isApostrophe(rs[j]) && j+1 < len(rs) && unicode.IsLetter(rs[j+1]))) {
				j++
			}
			word(i, j)
			i = j
		case unicode.IsDigit(r):
			j := i + 1
			for j < len(rs) && (unicode.IsDigit(rs[j]) || ((rs[j] == '.' || rs[j] == ',') && j+1 < len(rs) && unicode.IsDigit(rs[j+1]) && separator(rs, j))) {
				j++
			}
			t := newToken(strings.ReplaceAll(string(rs[i:j]), ",", ""), off[i], off[j], sentence)
			t.number = true
			out = append(out, t)
			i = j
		case unicode.IsSpace(r) && r != '\n':
			i++
		default:
			m := markOf(r)
			if m == '.' && decimalOrAbbreviation(out, rs, i) {
				i++
				continue
			}
			if m != 0 {
				out = append(out, token{text: string(m), mark: m, start: off[i], end: off[i+1], sentence: sentence})
				if m == '.' {
					sentence++
				}
			}
			i++
		}
	}
	return out
}

// separator accepts "1,200" and "38.5" but not "3,4" meant as a list.
func separator(rs []rune, j int) bool {
	if rs[j] == '.' {
		return true
	}
	n := 0
	for k := j + 1; k < len(rs) && unicode.IsDigit(rs[k]); k++ {
		n++
	}
	return n == 3
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == '‘' }

// markOf maps punctuation to the marks that end sentences ('.'), clauses (',' ';')
// or carry numbers ('/', '-').
func markOf(r rune) byte {
	switch r {
	case '.', '!', '?', '\n', '…':
		return '.'
	case ',', '(', ')':
		return ','
	case ';', ':':
		return ';'
	case '–', '—':
		return ';'
	case '/':
		return '/'
	case '-', '‐', '‑':
		return '-'
	case '<', '>', '%', '+':
		return byte(r)
	}
	return 0
}

var abbreviations = set("dr mr mrs ms vs approx st no eg ie")

// decimalOrAbbreviation reports that a full stop does not end a sentence.
func decimalOrAbbreviation(out []token, rs []rune, i int) bool {
	if len(out) == 0 {
		return true
	}
	last := out[len(out)-1].text
	next := i+1 < len(rs) && unicode.IsLetter(rs[i+1])
	return (abbreviations[last] && last != "no") || (len(last) == 1 && next)
}

func newToken(w string, start, end, sentence int) token {
	return token{text: w, stem: stem(w), plural: plurals[w], start: start, end: end, sentence: sentence, filler: fillers[w]}
}

// plurals of parts of the body keep their number: "swollen legs" are both, "swollen
// leg" is one. A plural in the text also matches a singular in a phrase, not the
// other way round.
var plurals = map[string]string{
	"legs": "legs", "feet": "feet", "calves": "calves", "ankles": "ankles", "knees": "knees", "thighs": "thighs", "hips": "hips", "shins": "shins", "heels": "heels",
	"limbs": "limbs", "extremities": "extremities", "buttocks": "buttocks", "hamstrings": "hamstrings", "quads": "quads",
}

// is reports that the token is the word a phrase asks for.
func (t *token) is(s string) bool { return t.stem == s || t.plural != "" && t.plural == s }

// stems that the general stemmer keeps apart although they are one word here.
var irregular = map[string]string{
	"feet": "foot", "calves": "calf", "woke": "wake", "woken": "wake", "swollen": "swell", "swelled": "swell", "worse": "worsen", "legs": "leg",
	"teeth": "tooth", "knees": "knee", "oedema": "edema", "oedematous": "edemat", "tumour": "tumor", "colour": "color", "anaemia": "anemia",
	"haemophilia": "hemophilia", "diarrhoea": "diarrhea", "oestrogen": "estrogen", "dyspnoea": "dyspnea", "ischaemia": "ischemia", "ischaemic": "ischem",
	"paraesthesia": "paresthesia", "paraesthesias": "paresthesia", "paraesthesiae": "paresthesia", "grey": "gray", "metre": "meter", "metres": "meter",
	"felt": "feel", "began": "begin", "begun": "begin", "stood": "stand", "sat": "sit", "ran": "run", "lay": "lie", "lying": "lie", "laying": "lie", "slept": "sleep",
	"leukaemia": "leukemia", "haematuria": "hematuria", "orthopnoea": "orthopnea", "apnoea": "apnea", "fibre": "fiber", "tyre": "tire",
}

func stem(w string) string {
	if s, ok := irregular[w]; ok {
		return s
	}
	s := english.Stem(w, false)
	if t, ok := irregular[s]; ok {
		return t
	}
	return s
}
