package guide

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/slip"
	words "github.com/legible-health/legible/internal/stem"
)

// token is one word of a text with its place in bytes.
type token struct {
	text       string // lower case, without apostrophes
	start, end int
}

// tokenize splits a text into words and numbers. Hyphens and marks part words;
// apostrophes inside a word are dropped.
func tokenize(text string) []token {
	out := make([]token, 0, len(text)/6+2)
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			i += n
			continue
		}
		j, plain := i+n, true
		for j < len(text) {
			r, n := utf8.DecodeRuneInString(text[j:])
			if r == '\'' || r == '’' || r == '‘' {
				next, _ := utf8.DecodeRuneInString(text[j+n:])
				if !unicode.IsLetter(next) {
					break
				}
				plain = false
			} else if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
				break
			}
			j += n
		}
		w := strings.ToLower(text[i:j])
		if !plain {
			w = apostrophes.Replace(w)
		}
		if len(w) <= maxWord {
			out = append(out, token{w, i, j})
		}
		i = j
	}
	return out
}

// maxWord in bytes; what is longer is no word.
const maxWord = slip.Longest

var apostrophes = strings.NewReplacer("'s", "", "’s", "", "'", "", "’", "", "‘", "")

// stem is the stem of a word in lower case.
func stem(w string) string { return stems.Of(w) }

// stems knows irregular words that are one word to somebody who asks, and only there.
var stems = words.With(map[string]string{
	"waking": "wake", "awake": "wake", "anaemic": "anemia", "anemic": "anemia", "haemoglobin": "hemoglobin", "nighttime": "night", "overnight": "night", "went": "go",
	"gone": "go", "bought": "buy", "drank": "drink", "drunk": "drink", "ate": "eat", "eaten": "eat", "achy": "ache", "achey": "ache", "aching": "ache", "crampy": "cramp",
	"numbness": "numb", "tingly": "tingl", "pregnancy": "pregnant", "pregnant": "pregnant", "children": "child", "kid": "child", "men": "man", "women": "woman",
	"elderly": "elder", "older": "elder", "seniors": "elder", "senior": "elder", "physio": "physiotherapi", "gp": "doctor", "bedtime": "bed", "mattresses": "mattress",
	"stiffness": "stiff", "tightness": "tight", "restlessness": "restless", "restless": "restless", "sorer": "sore", "soreness": "sore", "painful": "pain",
	"hurting": "hurt", "walked": "walk", "toes": "toe", "dr": "doctor", "doc": "doctor", "docs": "doctor", "injuries": "injuri",
})

// set makes a set of words.
func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// small words carry no topic. They are left out of the index and of questions.
var small = set(`a an the this that these those there here it its he him his she her they them their theirs we us our ours you your yours i me my mine myself
yourself himself herself themselves itself one ones someone somebody anyone anybody everyone who whom whose which what whats when where why how hows
am is are was were be been being isnt arent wasnt werent im ive id ill youre youve hes shes theyre weve thats theres
do does did done doing dont doesnt didnt has have had having hasnt havent hadnt can could cant cannot couldnt may might must shall should shouldnt will would wont wouldnt
and or but if then than so because as of at by for with without about against between into through during before after above below to from up down in out on off over under again further
not no nor only own same too very just also any all both each few more most other some such ever even still yet already really quite rather pretty actually please thanks thank hi hello hey
get gets got getting go goes going went make makes made making take takes let lets keep keeps say says said tell tells told know knows think thinks thought want wants wanted need needs
like seem seems thing things stuff something anything nothing way ways lot lots bit kind sort much many often always usually sometimes never every
good best better bad okay ok right well able possible possibly actual normal normally safe safely helps helped helping use uses used using try tries tried trying
mean means meant meaning happen happens happening cause causes caused causing due reason reasons give gives given answer question ask asking explain wonder wondering
mum mom mother father dad husband wife partner friend wont keep keeps kept come comes came coming around away while since until though although however maybe perhaps
 days now today start starts started end ends long time times sure able`)

// common words are of everyday use: a passage that lacks them may still answer.
var common = stemmed(`about wives tale tales nonsense rubbish hype related relate linked link connected connection connect blame numbers decent reckon reckons supposed honestly basically literally total absolutely mate pal guys folks affect affects agony amount around bad badly begin began begun believe big bring bringing brings brought build change changed changes check
choose clear close coming complain complains complaining complaint compare concern cope course crazy current daily deal decide difference different difficult disease
effect effects effective else especially exactly experience extra fact factor factors fast fear feel feeling feels find finding fine finish first fix follow form found
frequent full general great grow guess hand hard harm harmful healthy hear hold home hour hours idea ideas immediately important improve improved issue issues
kill killing last late later learn leave level levels life list live look looking lose love main matter matters meaning minute minutes miss month months
mostly move myth name natural near new next nice notice number obvious old open opinion order part particular pass past person place plan point poor prefer proper properly
properly problem problems put puts putting question quick quickly quickest read real reason receive recommend recommended regular regularly remedy remedies repeat require result results
risk role run runs running said seek sense serious set severe show shows side sign signs similar simple simply single situation size slow solution sometime soon sort special
special spend stand stay step still stop stopping story strong subject sudden suddenly suffer suffering suggest suggestion supposed suit symptom symptoms talk tend test tip
tips together tonight top total treat treatment treatments trouble true turn type types understand unusual week weeks whole word work works working worth worry worried wrong year years young`)

func stemmed(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[stem(w)] = true
	}
	return m
}
