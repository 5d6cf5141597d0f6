package narrative

import "strings"

// Phrases whose words stand in two statements, or whose meaning the next words turn.

var (
	worseAt  = set("at when whenever with after in by on if during while towards lying sitting walking standing climbing through from until till as")
	longTime = set("week weeks month months year years time lately recently every each day last past")
)

// worseWhen reports that "worse" tells when in the day or in what position, not that the
// trouble grows: "it gets worse at night", "worse over the last three hours".
func worseWhen(ts []token, h *hit) bool {
	if h.phrase.finding != "worse_over_weeks" || h.phrase.absent {
		return false
	}
	if h.says(ts, set("gets get")) && before(ts, h.from, 10, set("if when whenever once")) { // "if I stand it gets worse"
		return true
	}
	if h.to >= len(ts) || ts[h.to-1].stem != "worsen" {
		return false
	}
	return worseAt[ts[h.to].text] && !behind(ts, h.to, 4, longTime) || behind(ts, h.to, 6, set("hour hours minutes"))
}

// relief words between a pain and what is done tell that it eases: "the discomfort
// resolves when she walks", "worse on the stairs and relieved by sitting".
var relief = stemsOf("relieved relieves eases eased easing better resolves resolved improves improved settles settled subsides vanishes disappears")

func stemsOf(words string) map[string]bool {
	m := map[string]bool{}
	for w := range set(words) {
		m[stem(w)] = true
	}
	return m
}

// holds reports a token that the phrase itself matched.
func (h *hit) holds(i int) bool {
	for _, w := range h.words {
		if w.from <= i && i < w.to {
			return true
		}
	}
	return false
}

// easesThen reports one of them in a phrase about what makes a pain worse.
func easesThen(ts []token, h *hit) bool {
	if !speaksOf("pain_worse_ worse_at_rest", h.phrase.finding) {
		return false
	}
	for i := h.from + 1; i < h.to-1; i++ {
		if relief[ts[i].stem] && !h.holds(i) {
			return true
		}
	}
	if h.phrase.finding == "worse_at_rest" && behind(ts, h.to, 5, set("fine good gone ok okay better bliss nothing")) { // "whenever I sat, all was good"
		return true
	}
	for i := h.to; i+1 < len(ts) && i < h.to+5 && ts[i].mark == 0 && !joining[ts[i].text]; i++ { // "can't settle in bed, sitting in a chair is better"
		if hasWord("is are feels seems", ts[i].text) && hasWord("better easier fine bliss ok okay best", ts[i+1].text) {
			return true
		}
	}
	return false
}

var (
	finite = set("is are was were hurts aches burns tingles swells feels has have remain remains")
	owning = set("my the his her their both")
)

// twoClauses reports a phrase about one part of the body put together from two
// statements: "sensation is reduced and reflexes are preserved", "my calf hurts and my
// hand is numb".
func twoClauses(ts []token, h *hit) bool {
	f := h.phrase.finding
	if f == "urinary_or_genital_symptoms" {
		return andOwn(ts, h)
	}
	if !strings.HasSuffix(f, "_pain") && !strings.HasPrefix(f, "numb") && !strings.HasPrefix(f, "reflexes") && f != "knee_swelling" && f != "entire_leg_swollen" && f != "leg_sensory_loss" {
		return false
	}
	if strings.HasSuffix(f, "_pain") && elsewhereBehind(ts, h) {
		return true
	}
	for k := h.from + 1; k < h.to; k++ {
		if ts[k].text != "and" || !(owning[next(ts, k)] || k+2 < len(ts) && finite[ts[k+2].text]) {
			continue
		}
		if verbIn(ts, max(h.from-2, 0), k) && verbIn(ts, k, min(h.to+2, len(ts))) {
			return true
		}
	}
	return false
}

// andOwn reports that a part of the body begins a statement of its own in the phrase:
// "dark pee and my thighs are painful".
func andOwn(ts []token, h *hit) bool {
	for k := h.from; k < h.to; k++ {
		if ts[k].text == "and" && owning[next(ts, k)] {
			return true
		}
	}
	return false
}

func verbIn(ts []token, from, to int) bool {
	for i := from; i < to; i++ {
		if finite[ts[i].text] {
			return true
		}
	}
	return false
}

// leading words may stand between a mark and the place of a pain told before it: "it
// aches, mostly in the left calf".
var leading = set("in on at of to from mostly mainly especially particularly worse worst more left right both my the his her their round around behind under above below sometimes and also usually always only all one lower upper inner outer inside outside front back side top bottom along down up through either deep big little whole like around near just it runs run spreads spread radiates goes shoots into some nights night other")

// elsewhereBehind reports a pain, a mark, and then a place that something else is told
// of: "aches by evening, brown skin round the ankle".
func elsewhereBehind(ts []token, h *hit) bool {
	pain, place := -1, -1
	for _, w := range h.words {
		for i := w.from; i < w.to; i++ {
			switch {
			case troubles[ts[i].stem]:
				pain = i
			case ofTheLeg(&ts[i]):
				place = i
			}
		}
	}
	for i := pain; pain >= 0 && i < place; i++ {
		if ts[i].mark == ',' {
			return strange(ts, i+1, place) || hasWord("swell swells swollen puff puffs puffy balloon", next(ts, place))
		}
	}
	return false
}

// strange reports a word that leads to no place.
func strange(ts []token, from, to int) bool {
	for i := from; i < to; i++ {
		if ts[i].mark == 0 && !leading[ts[i].text] && !ts[i].filler && !troubles[ts[i].stem] && !ofTheLeg(&ts[i]) && !placing[ts[i].text] {
			return true
		}
	}
	return false
}

// ofTheLeg reports a part of the leg, one or both.
func ofTheLeg(t *token) bool { return legWords[t.stem] || legWords[t.text] || pairWords[t.text] }
