package guide

import (
	"strings"
	"unicode"
)

// foreign are small words of other languages that are no English words.
var foreign = set(`que porque por las los una como para puedo tengo mis duelen duele piernas pierna noche del qué cómo cuál es est sont les une pourquoi
comment mes jambes jambe nuit dans avec je ma cette sur quoi warum wieso meine beine nachts nacht ich habe der das und ist nicht mit mein bein 
wie kann perché mie gambe notte fanno che sono della mijn benen waarom doen pijn het een van ik niet mina ben varför ont nattetid med och jag
porque minhas pernas doem noite não meu uma nas moje nogi dlaczego bolą nocy jak czy mnie neden bacaklarım geceleri ağrıyor
hvorfor gør ondt natten jeg mig hvordan hva miksi jalkani särkevät yöllä minun mengapa kaki saya sakit malam bakit ang mga binti gabi
de ce mă dor picioarele noaptea proč mě nohy bolí v noci miért fáj lábam éjszaka tại sao chân tôi đau ban đêm kwa nini miguu yangu inauma usiku`)

// inEnglish reports whether a text may be English: mostly Latin letters, and not more small
// words of other languages than of English. A text without letters may be.
func inEnglish(text string) bool {
	latin, other := 0, 0
	for _, r := range text {
		switch {
		case !unicode.IsLetter(r):
		case unicode.Is(unicode.Latin, r):
			latin++
		default:
			other++
		}
	}
	if other > latin {
		return false
	}
	theirs, ours := 0, 0
	for _, t := range tokenize(text) {
		switch w := t.text; {
		case foreign[w]:
			theirs++
		case small[w], strings.HasSuffix(w, "ing"):
			ours++
		}
	}
	return theirs < 2 || theirs <= ours
}

// fewWords is the number of words from which a text without one known word is taken for
// another language.
const fewWords = 4

// gibberish reports several words of which neither English nor the guide has one.
func (g *Guide) gibberish(text string) bool {
	tokens := tokenize(text)
	for _, t := range tokens {
		if small[t.text] || g.words.count[t.text] > 0 || common[stem(t.text)] || g.words.mend(t.text) != "" {
			return false
		}
	}
	return len(tokens) >= fewWords
}
