package narrative

// relatives are words for people; whether one of them is the person the story is
// about, or family, is settled once for the whole text.
var relatives = map[string]string{
	"mother": "female", "mom": "female", "mum": "female", "mam": "female", "mommy": "female", "mummy": "female", "father": "male", "dad": "male", "daddy": "male",
	"sister": "female", "brother": "male", "grandmother": "female", "grandma": "female", "gran": "female", "nan": "female", "grandfather": "male", "grandpa": "male", "grandad": "male",
	"mums": "female", "moms": "female", "dads": "male", "mothers": "female", "fathers": "male", "husbands": "male", "wifes": "female", "sons": "male", "daughters": "female", "brothers": "male", "sisters": "female", "nanna": "female", "granny": "female", "granddad": "male", "lad": "male",
	"aunt": "female", "uncle": "male", "husband": "male", "wife": "female", "son": "male", "daughter": "female", "cousin": "", "parent": "", "parents": "", "sibling": "", "siblings": "",
	"partner": "", "boyfriend": "male", "girlfriend": "female", "grandson": "male", "granddaughter": "female", "nephew": "male", "niece": "female", "twin": "", "relative": "", "relatives": "", "family": "", "toddler": "", "baby": "", "child": "", "kid": "", "boy": "male", "girl": "female", "mil": "female", "fil": "male", "dd": "female", "ds": "male",
	"friend": "", "friends": "", "mate": "", "mates": "", "neighbour": "", "neighbor": "", "neighbours": "", "neighbors": "", "colleague": "", "workmate": "", "coworker": "", "flatmate": "", "roommate": "", "nana": "female", "nanas": "female", "babys": "", "toddlers": "", "childs": "", "missus": "female", "hubby": "male", "bro": "male", "sis": "female", "auntie": "female", "nans": "female", "grandmas": "female", "grandads": "male", "uncles": "male", "aunts": "female", "partners": "",
}

// tellers report what the writer feels; they have no trouble of their own.
var tellers = set("doctor gp physio physiotherapist nurse consultant midwife pharmacist surgeon specialist osteopath chiropractor paramedic dr chemist trainer masseuse podiatrist chiropodist")

// acquaintances are named beside the person of the story more often than they are that
// person; only the first sentence can make them so.
var acquaintances = set("friend friends mate mates neighbour neighbor neighbours neighbors colleague workmate coworker flatmate roommate")

// others are words for somebody else than the writer who tells of an own body.
var others = set("he she his her him hers they their")

// reporting words introduce what somebody says of the writer.
var reporting = set("says say said tells told tell noticed thinks think thought reckons reckon complains reports brings states notes mentioned suggested spotted saw pointed asked")

// children words are never a blood relative with a history in these stories.
var children = set("babys toddlers childs dd ds sons daughters lad son daughter child kid toddler baby boy girl grandson granddaughter")

// teller is who the story is about.
type teller struct {
	patient string // relative word, or "" for the writer or an unnamed patient
	first   bool   // the writer tells of an own body
}

var firstPersonBody = set("pregnancy pregnant periods prostate pregnancies waterworks bum thighs arms hands wee pee skin ferritin nights legs' leg legs calf calves foot feet knee knees thigh thighs ankle ankles toe toes hip hips back shin shins muscles heel heels body sleep pain cramps")

// whose decides whether a relative in the text is the patient: yes when the writer
// never speaks of an own body.
func whose(ts []token) teller {
	own := 0
	first, bare := "", false // bare: a child named in passing
	body := false            // "my calf" was said
	at := 0                  // the sentence that names the relative
	for i := range ts {
		if first == "" {
			at = ts[i].sentence
		}
		w := ts[i].text
		if w == "my" && i+1 < len(ts) {
			for k := i + 1; k <= i+3 && k < len(ts); k++ {
				if firstPersonBody[ts[k].text] {
					own++
					body = true
					break
				}
				if _, rel := relatives[ts[k].text]; rel {
					break
				}
			}
		}
		if w == "i" && i+1 < len(ts) {
			switch ts[i+1].text {
			case "have", "had", "keep", "got", "am", "cannot", "can":
				if ownTrouble(ts, i+2) {
					own++
				}
			case "get", "wake", "woke", "feel", "felt", "suffer", "limp", "ache", "hurt", "walk", "cramp":
				own++
			}
		}
		if w == "mine" && i > 0 && (ts[i-1].text == "about" || ts[i-1].text == "and") { // "I'm worried about mine"
			own++
		}
		if w == "me" && i > 0 && (ts[i-1].stem == "wake" || ts[i-1].stem == "keep" || ts[i-1].stem == "bother") && !relativeBefore(ts, i-1) {
			own++
		}
		if (w == "my" || w == "our") && first == "" && i+2 < len(ts) && (ts[i+1].number || numberWords[ts[i+1].text] > 1) && !firstPersonBody[ts[i+2].text] && near(ts, i, "old", 5) && !before(ts, i, 2, set("breastfeeding feeding nursing breastfeed having")) {
			first = introduced(ts, i)
		}
		if acquaintances[w] && ts[i].sentence > 0 || advisor(ts, i) || possessed(ts, i) {
			continue
		}
		if _, rel := relatives[w]; rel && first == "" && (i == 0 && (firsts(ts) == 0 || next(ts, 0) == "is" || next(ts, 0) == "has") || i > 0 && (ts[i-1].text == "my" || ts[i-1].text == "our" || ts[i-1].number || ts[i-1].text == "old" || ts[i-1].text == "year" || ts[i-1].text == "yo")) {
			first = w
		}
		if first == "" && own == 0 && parents[w] && written(ts, i) {
			first = w
		}
		if first == "" && children[w] && !(w == "baby" && i > 0 && (hasWord("second first third fourth fifth last next another", ts[i-1].text) || ts[i-1].text == "for" || ts[i-1].text == "before" || ts[i-1].text == "since" || ts[i-1].text == "having")) {
			first, bare = w, i > 0 && (ts[i-1].mark == 0 || body)
		}
	}
	if own == 0 && first != "" && at > 1 && firsts(ts) > 0 && !pronouns(ts) {
		return teller{first: true} // "I just can't sleep … My mum had thyroid trouble."
	}
	if own > 0 && (!children[first] || bare) {
		return teller{first: true}
	}
	return teller{patient: first, first: first == "" && firsts(ts) > 1}
}

// other reports that somebody else than the writer is told of: a relative who is not only
// named once in what the writer does, or "he" in a text without an I.
func (w teller) other(ts []token) bool {
	if w.first {
		return false
	}
	if w.patient == "" {
		return pronouns(ts) && firsts(ts) == 0
	}
	return pronouns(ts) || firsts(ts) <= 2
}

// pronouns reports a word for somebody else anywhere in the story.
func pronouns(ts []token) bool {
	for i := range ts {
		if others[ts[i].text] && ts[i].text != "they" && ts[i].text != "their" {
			return true
		}
	}
	return false
}

// introduced is whom "my 79 year old mum" and "our 8 year old" at token i bring in.
func introduced(ts []token, i int) string {
	for k := i + 2; k < len(ts) && k < i+7 && ts[k].mark == 0; k++ {
		if _, rel := relatives[ts[k].text]; rel {
			return ts[k].text
		}
	}
	return "child"
}

// parents are named without "my": "but Dad (76) has lost two stone".
var parents = set("mum mom mam mummy dad daddy gran nan nana grandma grandad granddad granny")

// written reports that such a name stands for a person of its own, in front of what is
// told of it.
func written(ts []token, i int) bool {
	if i > 0 && (owners[ts[i-1].text] || articles[ts[i-1].text] && ts[i-1].text != "and" && ts[i-1].text != "is" && ts[i-1].text != "was") {
		return false
	}
	n := next(ts, i)
	return n == "is" || n == "has" || n == "who" || n == "gets" || n == "keeps" || n == "wakes" || n == "woke" || n == "," || i+1 < len(ts) && ts[i+1].number
}

// advisor reports a relative who only says something: "my mother in law says to eat
// bananas".
func advisor(ts []token, i int) bool {
	k := i + 1
	for k < len(ts) && (ts[k].text == "in" || ts[k].text == "law" || ts[k].mark == '-') {
		k++
	}
	return k+1 < len(ts) && (ts[k].text == "says" || ts[k].text == "said" || ts[k].text == "tells" || ts[k].text == "thinks" || ts[k].text == "reckons") && (ts[k+1].text == "to" || ts[k+1].text == "i" || ts[k+1].text == "it" || ts[k+1].text == "my")
}

// possessed reports a relative's thing that is no body: "my dad's football boots".
func possessed(ts []token, i int) bool {
	return i+1 < len(ts) && ts[i+1].mark == 0 && ts[i].end-ts[i].start == len(ts[i].text)+1 && things[ts[i+1].text]
}

var things = set("football car taxi boots shop house wedding funeral birthday party team league school bike garden advice old farm van")

// ownTrouble reports a part of the body or a complaint in the words from token i on,
// with nobody else between: "I've had a sore foot", not "I have a son with sore feet".
func ownTrouble(ts []token, i int) bool {
	for k := i; k < len(ts) && k < i+6 && ts[k].mark == 0; k++ {
		if _, rel := relatives[ts[k].text]; rel || others[ts[k].text] || ts[k].stem == "notic" || ts[k].stem == "see" {
			return false
		}
		if firstPersonBody[ts[k].text] || troubles[ts[k].stem] {
			return true
		}
	}
	return false
}

// firsts counts the words of the first person.
func firsts(ts []token) int {
	n := 0
	for i := range ts {
		if w := ts[i].text; w == "i" || w == "my" || w == "me" || w == "myself" {
			n++
		}
	}
	return n
}

// writers reports that the hit is told of the writer of a story about somebody else:
// "I'm 30 weeks pregnant" in a mother's story of her child.
func (w teller) writers(ts []token, h *hit) bool {
	if w.patient == "" {
		return false
	}
	for i := h.from; i >= 0 && ts[i].sentence == ts[h.from].sentence && h.from-i < 12; i-- {
		t := &ts[i]
		if t.mark == ';' || t.text == "he" || t.text == "she" || t.text == "his" || t.text == "her" || t.text == "him" || t.text == "that" || t.text == "because" {
			return false
		}
		if _, rel := relatives[t.text]; rel {
			return false
		}
		if t.text == "i" {
			switch next(ts, i) {
			case "am", "have", "take", "smoke", "suffer", "had", "was":
				return true
			}
			return false
		}
	}
	return false
}

// family reports that the hit is told of somebody who is not the patient: a relative
// stands before it in the sentence, with nothing that turns back to the patient.
func (w teller) family(ts []token, h *hit) bool {
	for i := h.from - 1; i >= 0 && ts[i].sentence == ts[h.from].sentence && h.from-i < 14; i-- {
		t := &ts[i]
		if t.mark == ';' || t.mark == '.' || t.text == "but" || t.text == "i" || t.text == "im" {
			return false
		}
		if others[t.text] {
			if who := named(ts, i); who != "" && who != w.patient && (w.first && w.patient == "" || acquaintances[who]) {
				return true
			}
		}
		if t.text == "my" || t.text == "he" || t.text == "she" || t.text == "his" || t.text == "her" {
			// "my" directly before a relative is the relative's
			if i+1 < len(ts) {
				if _, rel := relatives[ts[i+1].text]; rel {
					continue
				}
			}
			return false
		}
		if _, rel := relatives[t.text]; rel && !children[t.text] && t.text != w.patient && !possessed(ts, i) {
			// "my husband says I kick": told by, not told of
			if n := next(ts, i); reporting[n] || n == "has" && (near(ts, i, "noticed", 3) || near(ts, i, "seen", 3) || near(ts, i, "told", 3)) {
				return false
			}
			if t.text == "missus" || t.text == "hubby" || t.text == "partner" || t.text == "husband" || t.text == "wife" || t.text == "boyfriend" || t.text == "girlfriend" {
				return next(ts, i) == "has" || next(ts, i) == "had"
			}
			return true
		}
	}
	return false
}

// named returns the word for somebody whom "he" or "her" at token i takes up in the
// same sentence: "my mate says he can't breathe". "" when nobody is named, or a doctor,
// who speaks of the person of the story.
func named(ts []token, i int) string {
	for k := i - 1; k >= 0 && ts[k].sentence == ts[i].sentence && i-k < 26; k-- {
		if tellers[ts[k].text] {
			return ""
		}
		if _, rel := relatives[ts[k].text]; rel && !children[ts[k].text] {
			return ts[k].text
		}
	}
	return ""
}
