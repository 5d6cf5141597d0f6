package guide

import "strings"

// Words by what they do in a sentence, for support. They are words of English, not of
// medicine.

// glue may come and go without changing what is said.
var glue = set(`a an the is are was were be been being am has have had having do does did it they them its their this that these those there which and also then so`)

// guards carry the sense of a sentence: negations, conditions, degrees, frequencies, times,
// amounts, comparisons, contrasts, what is advised, and whom or what it holds for.
var guards = set(`not no nor never none nobody nothing neither without hardly barely rarely seldom scarcely lack lacks fail fails avoid against instead rather unlikely stop
can could may might must should shall will would need ought let please
if unless until till when while before after during since because whether except besides although though but however yet still despite even once
or either both any all each every some few many much most more less least fewer several enough too very only just almost nearly mainly mostly partly same other another such than as
often usually sometimes always commonly occasionally maybe likely possible possibly probably certain certainly sure clear unclear known unknown
good better best bad worse worst well high higher low lower strong weak small big slow fast early late new old young older younger
up down off out over under above below more within
one two three four five six seven eight nine ten dozen hundred half third quarter twice double single
mg g kg mcg ml l litre liter cm mm mmol minute hour day night week month year second time degree percent drop tablet dose
now today tonight tomorrow soon immediately urgent urgently emergency ambulance hospital call ring doctor pharmacist nurse midwife prescriber
pregnant pregnancy baby child adult woman man people person teenager kidney liver heart diabetes breastfeeding
non un anti mild severe serious slight sudden constant brief short long treated untreated lasting longer shorter dangerous harmless safe unsafe
how what why where who`)

// links are prepositions, and whom a sentence speaks to or of.
var links = set(`of in on at to for by with from into onto about around between through along across near beside behind towards
you your yours i me my we us our he him his she her`)

// negation among the guards, and words that negate a heading.
var negation = set(`not no nor never none neither without avoid against instead unlikely stop hardly rarely lack fail myth wrong except but`)

// help are guards of sentences of which nothing may be left out: getting help, and whom a
// statement holds for.
var help = set(`now today tonight soon immediately urgent urgently emergency ambulance hospital call ring doctor pharmacist nurse midwife prescriber
pregnant pregnancy baby child adult woman man teenager kidney liver heart diabetes breastfeeding must should stop never avoid`)

// contrasting words take back some of what stands before.
var contrasting = set(`but however yet still though although even only except instead otherwise nevertheless nonetheless unfortunately`)

// pointing words need what stands before.
var pointing = set(`it one ones its they them their theirs this that these those he she him her his both neither such here there either`)

// acts are what can be done with a medicine or supplement.
var acts = set(`take use try stop start begin skip swallow add avoid drink buy eat double halve switch change drop quit increase raise lower reduce cut get give apply inject keep continue replace
order combine mix choose pick ask go wait ignore leave hold have consider prefer`)

// opening words may stand before an order without taking its sense: "Please take".
var opening = set(`please just then so always now simply instead first and or also but never do dont`)

// joining words begin a clause.
var joining = set(`and or but then so please`)

// equal words, by the form that stands for them.
var equal = map[string]string{
	"begin": "start", "commence": "start", "physician": "doctor", "gp": "doctor", "clinician": "doctor", "frequently": "often", "perhaps": "maybe", "children": "child", "kid": "child",
	"approximately": "about", "roughly": "about", "typically": "usually", "generally": "usually", "feet": "foot", "calves": "calf", "men": "man", "women": "woman",
	"obtain": "get", "receive": "get", "purchase": "buy", "speak": "talk", "require": "need", "simple": "easy", "large": "big", "nighttime": "night",
	"quickly": "fast", "quick": "fast", "frequent": "often", "instantly": "immediately", "whilst": "while",
}

// contracted are negations written as one word, as tokenize leaves them.
var contracted = map[string]string{
	"dont": "do", "doesnt": "do", "didnt": "do", "isnt": "is", "arent": "are", "wasnt": "was", "werent": "were", "hasnt": "has", "havent": "have", "hadnt": "had",
	"cant": "can", "cannot": "can", "couldnt": "could", "wont": "will", "wouldnt": "would", "shouldnt": "should", "mustnt": "must", "neednt": "need", "mightnt": "might", "shant": "shall",
}

// split gives the plain forms of a word; a contracted negation has two.
func split(w string) []string {
	if verb, ok := contracted[w]; ok {
		return []string{verb, "not"}
	}
	return []string{form(w)}
}

// form is a word without the s of the plural or the third person, and equal words as one.
// Endings that change who does what, as -ed and -ing, stay.
func form(w string) string {
	if e, ok := equal[w]; ok {
		return e
	}
	if glue[w] || guards[w] || links[w] {
		return w
	}
	s := w
	switch {
	case len(w) < 4 || strings.HasSuffix(w, "ss") || strings.HasSuffix(w, "us") || strings.HasSuffix(w, "is") || !strings.HasSuffix(w, "s"):
	case strings.HasSuffix(w, "ies"):
		s = strings.TrimSuffix(w, "ies") + "y"
	case strings.HasSuffix(w, "aches"):
		s = strings.TrimSuffix(w, "s")
	case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "ches"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "xes"):
		s = strings.TrimSuffix(w, "es")
	default:
		s = strings.TrimSuffix(w, "s")
	}
	if e, ok := equal[s]; ok {
		return e
	}
	return s
}

func classOf(form string) class {
	switch {
	case guards[form]:
		return guard
	case links[form]:
		return link
	}
	return content
}
