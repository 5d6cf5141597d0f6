package narrative

import "strings"

// sense is another meaning that a word of a phrase takes on from the words beside it:
// a "chest infection" is no pain of the chest, the "back of the leg" no back.
type sense struct {
	findings      string // starts of the ids of findings that the word does not speak of then; "" is all
	before, after string // when not empty: words of which one stands right before or right behind it, small words aside
}

// otherSense reports a word of the hit that means something else here.
func otherSense(ts []token, h *hit) bool {
	for _, w := range h.words {
		for i := w.from; i < w.to; i++ {
			for _, s := range senses[ts[i].text] {
				if speaksOf(s.findings, h.phrase.finding) && (s.before == "" || hasWord(s.before, h.neighbour(ts, i, -1))) && (s.after == "" || hasWord(s.after, h.neighbour(ts, i, 1))) {
					return true
				}
			}
		}
	}
	return figurative(ts, h) || momentary(ts, h) || meantOtherwise(ts, h) || spellOfAnother(ts, h) ||
		putsWeightOn(ts, h) || wokeToday(ts, h) || ofAVein(ts, h) || worseWhen(ts, h) || easesThen(ts, h) || wokenByCramp(ts, h) || intoBed(ts, h) || fedUp(ts, h) || advised(ts, h) || reckoned(ts, h) || steadied(ts, h) || beganToHurt(ts, h) || lumpOfACramp(ts, h) || palesInCold(ts, h) || twoClauses(ts, h) || blamed(ts, h) || unfulfilled(ts, h) || ofAnother(ts, h) || ordinary(ts, h)
}

func speaksOf(prefixes, finding string) bool {
	if prefixes == "" {
		return true
	}
	for rest := prefixes; rest != ""; {
		var p string
		if p, rest, _ = strings.Cut(rest, " "); strings.HasPrefix(finding, p) {
			return true
		}
	}
	return false
}

func hasWord(words, w string) bool {
	return w != "" && strings.Contains(" "+words+" ", " "+w+" ")
}

// articles may stand between a word and the one that gives it its sense.
var articles = set("a an the with on my his her your our its i he she am is of are was were and")

// neighbour is the word beside token i, "" when the phrase asks for that word itself.
func (h *hit) neighbour(ts []token, i, step int) string {
	w, at := neighbour(ts, i, step)
	for _, m := range h.words {
		if m.from <= at && at < m.to {
			return ""
		}
	}
	return w
}

// neighbour is the word before (step −1) or behind (step 1) token i with
// its place, articles aside; "" at a mark.
func neighbour(ts []token, i, step int) (w string, at int) {
	for k := i + step; k >= 0 && k < len(ts); k += step {
		switch {
		case ts[k].mark == '-':
		case ts[k].mark != 0:
			return "", k
		case !articles[ts[k].text] || step > 0 && ts[k].text == "of":
			return ts[k].text, k
		}
	}
	return "", -1
}

// putsWeightOn reports that "put weight on" is standing on a leg, not growing heavier.
func putsWeightOn(ts []token, h *hit) bool {
	if f := h.phrase.finding; f != "weight_gain" && f != "squats_or_weights_days_before" && f != "weight_up_2kg_days" && f != "rapid_weight_gain_fluid" && f != "unpleasant_leg_sensations" {
		return false
	}
	for i := max(h.from, 1); i < h.to; i++ {
		if ts[i].text != "weight" || next(ts, i) != "on" {
			continue
		}
		for k := i - 1; k >= 0 && k > i-4; k-- {
			if s := ts[k].stem; s != "put" {
				continue
			}
			if before(ts, k, 4, set("not can could when if to cannot unable hurts")) {
				return true
			}
			after, _ := neighbour(ts, i+1, 1)
			return legWords[after] || hasWord("it that this left right one them", after)
		}
	}
	return false
}

// wokeToday reports that waking is only the hour at which it was found: "woke up this
// morning limping", "he woke up today and his hip hurt".
func wokeToday(ts []token, h *hit) bool {
	if h.phrase.finding != "night_pain_wakes" {
		return false
	}
	for _, w := range h.words {
		if ts[w.from].stem != "wake" {
			continue
		}
		for k := w.to; k < len(ts) && k < w.to+4 && ts[k].mark == 0; k++ {
			if hasWord("today limping refusing feeling unable yesterday ago", ts[k].text) || ts[k].text == "morning" && ts[k-1].text != "the" || ts[k].text == "one" && next(ts, k) == "morning" || ts[k].text == "and" && next(ts, k) == "there" {
				return true
			}
		}
		for k := w.from - 1; k >= 0 && k > w.from-6 && ts[k].mark != '.'; k-- {
			if ts[k].text == "today" || ts[k].text == "morning" && ts[k-1].text == "this" {
				return true
			}
		}
	}
	return false
}

var veinWords = set("vein veins varicose rope ropey cord")

// ofAVein reports that what is hard is a vein, not a muscle.
func ofAVein(ts []token, h *hit) bool {
	switch h.phrase.finding {
	case "tense_hard_muscle", "visible_hard_knot", "muscle_stays_hard", "muscle_stiffness":
	case "bilateral_leg_swelling": // "the veins in my legs became swollen"
		return before(ts, h.from, 4, veinWords)
	default:
		return false
	}
	for i := h.from; i >= 0 && ts[i].sentence == ts[h.from].sentence; i-- {
		if veinWords[ts[i].text] {
			return true
		}
	}
	for i := h.from; i < len(ts) && i < h.to+5 && ts[i].mark != '.'; i++ {
		if veinWords[ts[i].text] {
			return true
		}
	}
	return false
}
