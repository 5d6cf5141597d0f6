package narrative

// Ordinary words that sound like a finding: a first time that is that of a sport, a bed
// somebody lay in for a minute, a walk that was only meant to help.

var (
	askedOrTold = set("asked gone told written posted seen spoken tried used visited posting writing asking")
	attempts    = set("tried try did ran ride rode used went joined took attempted wore played class gym lifted")
	instants    = set("second seconds minute minutes moment bit nap")
	meaningTo   = set("amount to try tried trying plan solution thought could would")
	everFelt    = set("ever life imaginable known experienced")
	atTimes     = set("occurs occur comes when in with at first after on")
	namers      = set("told said says diagnosed called call calling dismissed thought assumed put")
	preventing  = set("keep keeps kept keeping stop stops stopped prevent prevents prevented")
	rollers     = set("bottle ball can tin roller pin foam frozen golf tennis")
	longAgo     = set("week weeks month months fortnight")
	jobs        = set("job work occupation role career")
	wakeful     = set("awake up asleep tiredness")
)

// ordinary reports a hit of such words.
func ordinary(ts []token, h *hit) bool {
	if h.phrase.absent {
		return firstTry(ts, h) || unslept(ts, h) || outOfBreath(ts, h) || walkItOff(ts, h)
	}
	switch f := h.phrase.finding; f {
	case "recent_immobility":
		return behind(ts, h.to, 3, instants) || h.says(ts, instants)
	case "pain_very_severe":
		return worstAt(ts, h)
	case "child_evening_ache_hours": // "the doctor said it was growing pains"
		return h.saysOne(ts, "growing") && before(ts, h.from, 8, namers)
	case "twisting_injury", "recent_injury", "minor_injury_only":
		return h.saysOne(ts, "rolling roll rolled") && behind(ts, h.to, 7, rollers)
	case "unpleasant_leg_sensations":
		return beyondWords(ts, h)
	case "vomiting_or_diarrhoea": // "a stomach bug three weeks ago"
		return behind(ts, h.to, 3, longAgo) && near(ts, h.to-1, "ago", 5)
	case "worse_evening_night", "pain_worse_evening":
		return oneEvening(ts, h)
	case "long_travel": // "I landed awkwardly", "a flight next week"
		if ahead(ts, h) {
			return true
		}
		for i := h.from; i < h.to; i++ {
			if ts[i].text == "landed" && hasWord("on awkwardly badly hard funny wrong", next(ts, i)) && !onADay(ts, i+2) {
				return true
			}
		}
		return h.saysOne(ts, "car bus") && !inSentence(ts, h, "hours hour long hundred miles all flight plane drive drove driven driving journey trip")
	case "small_joints_hands_painful": // "muscle pain in the hands", "my hands are numb and sore"
		return before(ts, h.from, 2, muscular) || h.says(ts, muscular) || inSentence(ts, h, "numb numbness tingling prickling") && !inSentence(ts, h, "joint joints knuckle knuckles stiff swollen")
	case "sudden_onset", "onset_within_one_day": // "acutely painful" is how much, not how fast
		for i := h.from; i < h.to && !h.saysOne(ts, "sudden suddenly abrupt abruptly"); i++ {
			if ts[i].text == "acutely" && hasWord("painful sore tender uncomfortable", next(ts, i)) {
				return true
			}
		}
		return false
	case "worse_at_rest":
		return h.saysOne(ts, "years year") && h.saysOne(ts, "sat sit sitting")
	case "smoking_former": // "I have smoked for forty years"
		return before(ts, h.from, 2, having) || h.from > 0 && ts[h.from-1].text == "had"
	case "poor_sleep": // "I cannot get my shoes back on"
		for i := h.from; i < h.to; i++ {
			if ts[i].text == "back" && hasWord("on up", next(ts, i)) || ts[i].text == "off" && hasWord("the a my", next(ts, i)) {
				return true
			}
		}
		return false
	case "several_joints_painful", "bony_enlargement_knee": // "first the ankle, now the redness is up to the knee"
		return inSentence(ts, h, "red redness rash swelling numbness numb tingling lump patch") && !inSentence(ts, h, "joint joints")
	case "inner_shin_tender_5cm":
		return inSentence(ts, h, "tickle tickling crawling crawl fizz fizzing creeping creepy itch buzzing")
	case "pins_and_needles": // "when I try to fall asleep"
		for i := max(h.from, 2); i < h.to; i++ {
			if ts[i].text == "asleep" && ts[i-1].text == "fall" && hasWord("to i cannot not", ts[i-2].text) {
				return true
			}
		}
		return false
	case "endurance_event": // "it aches after my runs"
		return h.saysOne(ts, "runs run walking ride rides") && !inSentence(ts, h, "race raced marathon half 10k 5k 15k ultra triathlon long match game tournament event parkrun hike trek trail mountain charity half-marathon ironman ran completed finished endurance distance k km hours")
	case "focal_bone_tenderness": // a red patch "the size of a coin"
		return h.saysOne(ts, "size") && inSentence(ts, h, "red patch rash lump bruise yesterday today grown bigger") && !inSentence(ts, h, "pain painful sore tender hurts hurt press touch")
	case "needs_help_to_walk": // "I lean on the wall until it eases"
		return h.saysOne(ts, "lean leaned leaning") && behind(ts, h.to, 2, untils) || before(ts, h.from, 4, hurtThen) || before(ts, h.from, 4, struck) // "hit me with a stick"
	case "night_pain_relieved_strongly_by_nsaid": // "I take ibuprofen", not "ibuprofen takes it away"
		for i := h.from; i < h.to; i++ {
			if hasWord("take took taking", ts[i].text) || ts[i].text == "takes" && !hasWord("it the away off that my all", next(ts, i)) {
				return true
			}
		}
		return false
	case "dusky_or_blistered_skin": // "the bruise is dark purple"
		return h.saysOne(ts, "purple violet plum") && inSentence(ts, h, "bruise bruises bruised bruising vein veins toenail nail socks") && !h.saysOne(ts, "blister blisters blistered")
	case "eased_by_rest":
		return restHurts(ts, h)
	case "sedentary": // "my job is sedentary but I swim"
		return h.saysOne(ts, "sedentary") && !h.saysOne(ts, "life lifestyle habits") && (before(ts, h.from, 5, jobs) || behind(ts, h.to, 2, jobs))
	}
	return firstTry(ts, h) || walkItOff(ts, h) || swollenSpan(ts, h) || hurried(ts, h) || dozesOff(ts, h)
}

// onADay reports the name of a day at token i.
func onADay(ts []token, i int) bool {
	if i >= len(ts) {
		return false
	}
	_, ok := weekday[ts[i].text]
	return ok
}

// oneEvening reports an evening of the story, not a habit: "that evening I felt sick".
func oneEvening(ts []token, h *hit) bool {
	for i := max(h.from, 1); i < h.to; i++ {
		if hasWord("evening night", ts[i].text) && hasWord("that one same last", ts[i-1].text) {
			return !h.saysOne(ts, "every each always")
		}
	}
	return false
}

// inSentence reports one of a few words in the sentence of the hit.
func inSentence(ts []token, h *hit, words string) bool {
	for i := range ts {
		if ts[i].sentence == ts[h.from].sentence && hasWord(words, ts[i].text) {
			return true
		}
	}
	return false
}

// saysOne is says for a few words.
func (h *hit) saysOne(ts []token, words string) bool {
	for i := h.from; i < h.to; i++ {
		if hasWord(words, ts[i].text) {
			return true
		}
	}
	return false
}

// firstTry reports a first time that is not that of the trouble: "I tried rowing for the
// first time", "the first time I have asked anyone".
func firstTry(ts []token, h *hit) bool {
	if !speaksOf("previous_joint recurrent_for single_episode comes_in first_episode", h.phrase.finding) {
		return false
	}
	for i := h.from; i+1 < h.to; i++ {
		if ts[i].text == "first" && hasWord("time attack bout episode", ts[i+1].text) {
			return near(ts, i+1, "again", 12) || near(ts, i+1, "second", 12) || behind(ts, i+2, 5, askedOrTold) || i > 1 && ts[i-2].text == "for" && before(ts, i, 12, attempts)
		}
	}
	return false
}

// walkItOff reports a walk that was only meant to help: "my plan was to walk it off".
func walkItOff(ts []token, h *hit) bool {
	if !speaksOf("relieved_by_movement pain_worse_walking", h.phrase.finding) {
		return false
	}
	for i := h.from; i+2 < len(ts) && i < h.to; i++ {
		if ts[i].stem == "walk" && hasWord("it this", ts[i+1].text) && ts[i+2].text == "off" {
			return before(ts, i, 4, meaningTo)
		}
	}
	return false
}

// worstAt reports a worst that only says when or where: "the worst pain is with the first
// steps".
func worstAt(ts []token, h *hit) bool {
	return h.saysOne(ts, "worst") && behind(ts, h.to, 2, atTimes) && !behind(ts, h.to, 8, everFelt)
}

// unslept reports "keeps me from sleeping well", which denies no bad night.
func unslept(ts []token, h *hit) bool {
	return speaksOf("poor_sleep night_pain unrefreshing", h.phrase.finding) && h.from > 0 && ts[h.from-1].text == "from" && before(ts, h.from, 5, preventing)
}

// outOfBreath reports "out of breath quite easily", which denies no want of breath.
func outOfBreath(ts []token, h *hit) bool {
	return speaksOf("any_breathless sudden_breathless breathless_ breathing_ chest_pain_b", h.phrase.finding) &&
		h.from > 1 && ts[h.from-1].text == "of" && hasWord("out short", ts[h.from-2].text)
}

// swollenSpan reports that it is a swelling that goes from the hip to the toes, not a pain.
func swollenSpan(ts []token, h *hit) bool {
	if !speaksOf("pain_spreads_below whole_leg_pain", h.phrase.finding) {
		return false
	}
	swollen := false
	for i := range ts {
		if ts[i].sentence != ts[h.from].sentence {
			continue
		}
		if painStems[ts[i].stem] {
			return false
		}
		swollen = swollen || swellStems[ts[i].stem] || hasWord("ballooned huge purple puffy", ts[i].text)
	}
	return swollen
}

// beyondWords reports a pain that words cannot describe, which is no odd feeling.
func beyondWords(ts []token, h *hit) bool {
	if !h.saysOne(ts, "describe explain") || !inSentence(ts, h, "words") {
		return false
	}
	for i := range ts {
		if ts[i].sentence == ts[h.from].sentence && hasWord("pain agony pains", ts[i].text) {
			return true
		}
	}
	return false
}

var usedTo = [][]string{{"used", "to"}}

// hurried reports feet that only hurry: "running late", "came running in to me".
func hurried(ts []token, h *hit) bool {
	if !speaksOf("running_or endurance training_incr", h.phrase.finding) {
		return false
	}
	if cueBefore(ts, h, usedTo, 4) { // "I used to run marathons"
		return true
	}
	for i := h.from; i < h.to; i++ {
		w, n := ts[i].text, next(ts, i)
		switch {
		case !hasWord("running ran run", w):
		case hasWord("late out into low short errands", n),
			n == "in" && i+2 < len(ts) && ts[i+2].text == "to",
			n == "a" && i+2 < len(ts) && hasWord("bath fever temperature tap temp", ts[i+2].text):
			return true
		}
	}
	return false
}

// restHurts reports a rest that brings it on: "worse at rest and relieved by walking".
func restHurts(ts []token, h *hit) bool {
	for i := max(h.from, 1); i < h.to; i++ {
		if ts[i].text == "rest" && ts[i-1].text == "at" && before(ts, i, 6, worstOf) {
			return true
		}
	}
	return false
}

var struck = set("hit kicked struck whacked bashed caught")

var worstOf = set("worse worst bad")

// dozesOff reports a sleep somebody falls into: "awake until he passes out".
func dozesOff(ts []token, h *hit) bool {
	return speaksOf("faint second_wind low_pressure", h.phrase.finding) && h.saysOne(ts, "pass passes passed") && before(ts, h.to, 12, wakeful) && before(ts, h.to, 8, untils)
}

// ahead reports a journey that is still to come, not "I flew home, next morning it hurt".
func ahead(ts []token, h *hit) bool {
	for i := max(h.from-1, 0); i < h.to+3 && i < len(ts); i++ {
		if ts[i].text == "next" && hasWord("week month year sunday monday tuesday wednesday thursday friday saturday weekend", next(ts, i)) {
			return true
		}
	}
	return behind(ts, h.to, 3, tomorrow) || before(ts, h.from, 3, planned)
}

var (
	tomorrow = set("tomorrow upcoming booked")
	planned  = set("upcoming booked planning booking")
	muscular = set("muscle muscles muscular cramp cramps cramping")
)
