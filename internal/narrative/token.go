package narrative

import (
	"strings"
	"unicode"
	"unicode/utf8"

	words "github.com/legible-health/legible/internal/stem"
)

// token is one word, number or mark of the text.
type token struct {
	text       string // lower case, apostrophes removed
	stem       string
	plural     string // stem of a part of the body in the plural, "" otherwise
	start, end int    // byte offsets into the original text
	sentence   int
	mark       byte // ',', ';', '.' … for punctuation; 0 for a word
	number     bool
	filler     bool
	opens      opening // a statement begins behind this word

	id, pluralID int32 // of stem and plural in the lexicon, unknown if no phrase has them
}

// unknown is the id of a stem that no phrase uses.
const unknown = -1

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

// tokenize splits text, which must be valid UTF-8, into words, numbers and marks.
// Offsets are bytes of the text. stemOf gives the stem of a lower-case word.
func tokenize(text string, stemOf func(string) string) []token {
	out := make([]token, 0, len(text)/5+4)
	sentence := 0
	word := func(from, to int) {
		clean := plain(text[from:to])
		parts, ok := contractions[clean]
		if w, is := drawnTogether(clean, to-from); is {
			parts, ok = []string{w, "is"}, true
		}
		if !ok {
			if clean != "" {
				out = append(out, newToken(clean, from, to, sentence, stemOf))
			}
			return
		}
		for _, w := range parts {
			out = append(out, newToken(w, from, to, sentence, stemOf))
		}
	}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsLetter(r) || r == '°':
			j := wordEnd(text, i+n)
			word(i, j)
			i = j
		case r >= '0' && r <= '9':
			j := numberEnd(text, i+1)
			if k := wordEnd(text, j); ordinalEnds[text[j:k]] { // "4th", "in her 60s"
				word(i, k)
				i = k
				continue
			}
			t := newToken(strings.ReplaceAll(text[i:j], ",", ""), i, j, sentence, stemOf)
			t.number = true
			out = append(out, t)
			i = j
		case unicode.IsSpace(r) && r != '\n':
			i += n
		default:
			m := markOf(r)
			if m == '.' && (len(out) == 0 || r == '.' && abbreviated(out, text[i+n:]) && !multipleSclerosis(text[:i])) {
				i += n
				continue
			}
			if m != 0 {
				out = append(out, token{text: string(rune(m)), mark: m, start: i, end: i + n, sentence: sentence, id: unknown, pluralID: unknown})
				if m == '.' {
					sentence++
				}
			}
			i += n
		}
	}
	return out
}

// beings are words that people draw together with "is" or "has"; with a part of the body
// the result must not be read as its plural: "my leg's swollen" is one leg.
var beings = set("leg foot ankle knee calf thigh shin hip heel toe groin back bum skin hair pain swelling arm hand one side that what who it")

// drawnTogether opens "leg's" into "leg" and "is"; size is how many bytes the word had
// before its apostrophe was taken away.
func drawnTogether(clean string, size int) (w string, ok bool) {
	if n := len(clean) - 1; n > 0 && clean[n] == 's' && size > len(clean) && beings[clean[:n]] {
		return clean[:n], true
	}
	return "", false
}

var ordinalEnds = set("s st nd rd th S ST ND RD TH")

// plain is a word in lower case without apostrophes.
func plain(w string) string {
	w = strings.ToLower(w)
	if strings.ContainsAny(w, "'’‘") {
		w = strings.NewReplacer("'", "", "’", "", "‘", "").Replace(w)
	}
	return w
}

// wordEnd is the end of the word whose first letter ends at i: letters, digits and
// apostrophes between letters.
func wordEnd(text string, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if isApostrophe(r) {
			next, _ := utf8.DecodeRuneInString(text[i+n:])
			if !unicode.IsLetter(next) {
				return i
			}
		} else if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) {
			return i
		}
		i += n
	}
	return i
}

// numberEnd is the end of the number whose first digit ends at i: "1,200" and "38.5",
// but not "3,4" meant as a list.
func numberEnd(text string, i int) int {
	digit := func(k int) bool { return k < len(text) && text[k] >= '0' && text[k] <= '9' }
	for {
		switch {
		case digit(i):
			i++
		case i < len(text) && text[i] == '.' && digit(i+1):
			i += 2
		case i < len(text) && text[i] == ',' && digit(i+1) && digit(i+2) && digit(i+3) && !digit(i+4):
			i += 4
		default:
			return i
		}
	}
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

// abbreviated reports that a full stop does not end a sentence.
func abbreviated(out []token, rest string) bool {
	if len(out) == 0 {
		return true
	}
	last := out[len(out)-1].text
	next, _ := utf8.DecodeRuneInString(rest)
	return (abbreviations[last] && last != "no") || (len(last) == 1 && unicode.IsLetter(next))
}

// multipleSclerosis reports the illness in capitals at the end of a text, unlike the title.
func multipleSclerosis(text string) bool { return strings.HasSuffix(text, "MS") }

func newToken(w string, start, end, sentence int, stemOf func(string) string) token {
	return token{text: w, stem: stemOf(w), plural: plurals[w], start: start, end: end, sentence: sentence, filler: fillers[w], id: unknown, pluralID: unknown}
}

// plurals of parts of the body keep their number: "swollen legs" are both, "swollen
// leg" is one. A plural in the text also matches a singular in a phrase, not the
// other way round.
var plurals = map[string]string{
	"legs": "legs", "feet": "feet", "feets": "feet", "calves": "calves", "ankles": "ankles", "knees": "knees", "thighs": "thighs", "hips": "hips", "shins": "shins", "heels": "heels",
	"limbs": "limbs", "extremities": "extremities", "buttocks": "buttocks", "joints": "joints", "hamstrings": "hamstrings", "quads": "quads",
}

// is reports that the token is the word a phrase asks for.
func (t *token) is(id int32) bool { return t.id == id || t.pluralID == id }

func stem(w string) string { return stems.Of(w) }

// stems knows irregular words that are one word in a story, or must stay apart there.
var stems = words.With(map[string]string{
	"fatigable": "fatigable", "fatiguable": "fatigable", "fatigueable": "fatigable", "fatigability": "fatigable", "fatiguability": "fatigable", "finals": "finals",
	"fullness": "fullness", "alcoholic": "alcoholic", "alcoholics": "alcoholic", "alcoholism": "alcoholic", "thyroiditis": "thyroiditis", "pulsing": "pulsing",
	"quite": "quite", "useful": "useful", "minerals": "minerals", "footballer": "footballer", "footballers": "footballer", "cans": "cans", "stroking": "stroking",
	"fainted": "fainted", "fainting": "fainted", "woods": "woods", "vans": "vans", "bumped": "bumped", "server": "server", "servers": "server", "radiating": "radiate",
	"radiates": "radiate", "marbles": "marbles", "hardly": "hardly", "numbing": "numbing", "poorly": "poorly", "badly": "badly", "severely": "severe",
	"hardness": "hardness", "exams": "exams", "crackly": "crackl", "pinned": "pinned", "skinful": "skinful", "bits": "bits", "plasterer": "plasterer",
	"prostatitis": "prostatitis", "cervicitis": "cervicitis", "emesis": "emesis", "legs": "leg", "knees": "knee", "oedematous": "edemat", "haemophilia": "hemophilia",
	"dyspnoea": "dyspnea", "ischaemia": "ischemia", "ischaemic": "ischem", "paraesthesia": "paresthesia", "paraesthesias": "paresthesia", "paraesthesiae": "paresthesia",
	"grey": "gray", "metre": "meter", "metres": "meter", "began": "begin", "begun": "begin", "leukaemia": "leukemia", "ors": "ors", "extremity": "extremity",
	"extremities": "extremity", "gardener": "gardener", "gardeners": "gardener", "upped": "upped", "bedding": "bedding", "intolerance": "intolerance", "several": "several",
	"severe": "severe", "feets": "foot", "wurse": "worsen", "evning": "evening", "evening": "evening", "evenings": "evening", "positive": "positive",
	"positively": "positive", "runny": "runny", "jumper": "jumper", "jumpers": "jumper", "trampoline": "trampoline", "haematuria": "hematuria", "orthopnoea": "orthopnea",
	"apnoea": "apnea", "tyre": "tire",
})
