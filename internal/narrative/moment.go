package narrative

// What lasts no longer than a cramp, and words that tell of one moment only: "I can't put
// my foot down till it lets go", "I tripped and hurt my calf", "I want to cut my legs off".

var (
	// grips name a muscle that seizes up.
	grips = stemsOf("cramp cramps cramping spasm spasms charley charlie seizes seized knot knots locks locked grabs clenches")
	// carrying are findings of a leg that does not do its work, and of a hard muscle; starts of ids.
	carrying = "unable_to_bear cannot_stand leg_weakness weakness_ needs_help joint_moves_less refuses_to_walk child_leg_unused muscle_stays_hard progressive_ severe_pain_steady whole_leg_numb"
	releases = set("let lets letting go goes going pass passes passed ease eases eased easing stop stops stopped over release releases released relax relaxes wear wears subside subsides settle settles finish finishes")
	untils   = set("till until til while when before")
	// enduring words say that it stays.
	enduring = set("still since days weeks now anymore today yesterday constantly permanently")
)

// withTheCramp reports a leg that fails only while a muscle is cramped.
func withTheCramp(ts []token, h *hit) bool {
	if h.phrase.absent || !speaksOf(carrying, h.phrase.finding) {
		return false
	}
	cramp, moment := false, false
	for i := range ts {
		d := ts[h.from].sentence - ts[i].sentence
		moment = moment || d <= 0 && d > -3 && ts[i].text == "let" && next(ts, i) == "go"
		if d < 0 || d > 1 {
			continue
		}
		cramp = cramp || grips[ts[i].stem]
		if d == 1 {
			continue
		}
		if enduring[ts[i].text] && i > h.from-8 && i < h.to+8 {
			return false
		}
		moment = moment || moments[ts[i].text] || ts[i].text == "briefly" || untils[ts[i].text] && behind(ts, i+1, 5, releases)
	}
	return cramp && moment
}

var (
	wishes = set("want wants wanted wish wishes wishing could would feel feels felt tempted rather just begging threatened ready")
	losing = set("cut chop chopped saw take taken took pull rip tear")
)

// wished reports a leg that somebody would only like to be rid of.
func wished(ts []token, h *hit) bool {
	return h.phrase.finding == "amputation" && (h.says(ts, losing) || before(ts, h.from, 4, losing)) && before(ts, h.from, 8, wishes)
}

var senseless = set("fainted faint unconscious passed blacked blackout cold came round around awake consciousness responding unresponsive dizzy lightheaded grey gray sweaty clammy sweating breath breathe breathing chest")

// legsFailed reports somebody who went down with a leg, not with the mind: "I collapsed
// with a sharp pain in my calf".
func legsFailed(ts []token, h *hit) bool {
	if !speaksOf("faint low_pressure", h.phrase.finding) || !h.says(ts, set("collapsed")) {
		return false
	}
	leg, own := false, false
	for i := range ts {
		if ts[i].sentence != ts[h.from].sentence {
			continue
		}
		if senseless[ts[i].text] {
			return false
		}
		own = own || ts[i].text == "i"
		leg = leg || ofTheLeg(&ts[i]) || troubles[ts[i].stem] || hasWord("stand walk landed tackle match game twisted", ts[i].text)
	}
	return leg && own // of somebody else, nobody knows
}

// hingeGives reports a knee that gives way, which joints do now and then; a leg that
// gives way is weak.
func hingeGives(ts []token, h *hit) bool {
	if h.phrase.finding != "leg_weakness_new" || h.says(ts, strength) || h.says(ts, moreThanHinges) || !h.says(ts, set("give gives gave giving buckle buckles buckled buckling collapses")) {
		return false
	}
	return h.says(ts, set("knee")) || h.says(ts, set("knees")) && (before(ts, h.from, 6, nowAndThen) || behind(ts, h.to, 6, nowAndThen))
}

var (
	nowAndThen = set("sometimes occasionally stairs downstairs arthritis arthritic stiff")
	laborious  = set("trouble difficulty difficult hard struggle struggling struggles")
	sorePlaces = set("knee knees hip hips ankle ankles heel heels arthritis")
)

// laboured reports stairs that are hard because something hurts: "trouble with stairs
// because of my knees".
func laboured(ts []token, h *hit) bool {
	if !speaksOf("leg_weakness_new proximal_weakness", h.phrase.finding) || !h.says(ts, laborious) || h.says(ts, strength) {
		return false
	}
	for i := range ts {
		if ts[i].sentence == ts[h.from].sentence && (sorePlaces[ts[i].text] || tooSore[ts[i].text]) {
			return true
		}
	}
	return false
}

var weeping = set("cry cries crying cried sob sobs sobbing weep weeps weeping tears scream screams screaming screamed")

// onlyWeeps reports a pain told by a child's tears alone: children cry when they wake,
// whatever woke them.
func onlyWeeps(ts []token, h *hit, who teller) bool {
	if h.phrase.finding != "pain_very_severe" || !children[who.patient] || !h.says(ts, weeping) {
		return false
	}
	return !h.says(ts, set("agony worst unbearable excruciating severe"))
}

// momentary reports such a hit.
func momentary(ts []token, h *hit) bool {
	return withTheCramp(ts, h) || wished(ts, h) || legsFailed(ts, h) || oneTrip(ts, h) || hotLimb(ts, h) || hingeGives(ts, h) || laboured(ts, h) || hyperbole(ts, h) || knockedBlue(ts, h) || lumpOfAKnock(ts, h) ||
		speaksOf("tingling pins_and", h.phrase.finding) && passing(ts, h)
}

// hotLimb reports a heat that is that of a joint, not of a day: "my knee is boiling hot".
func hotLimb(ts []token, h *hit) bool {
	if h.phrase.finding != "heavy_sweating_heat" || !h.says(ts, set("boiling roasting burning")) {
		return false
	}
	for i := max(h.from-8, 0); i < len(ts) && i < h.to+4; i++ {
		if ts[i].sentence == ts[h.from].sentence && (ofTheLeg(&ts[i]) || ts[i].stem == "joint") {
			return true
		}
	}
	return false
}

// drinks are drunk for something else than thirst.
var drinks = set("coffee cola coke pepsi tea beer wine alcohol vodka gin whisky cider espresso redbull energy")

// hyperbole reports what is only said to show how bad it is: "I'm going to die if I don't
// move my legs", "the bone's going to snap", "like an earthquake".
func hyperbole(ts []token, h *hit) bool {
	if h.phrase.absent {
		return false
	}
	switch h.phrase.finding {
	case "thirst", "drinks_very_large_amounts", "excess_thirst_urination":
		return behind(ts, h.to, 4, drinks)
	case "feels_very_unwell":
		return h.says(ts, set("die")) && behind(ts, h.to, 3, set("if unless"))
	case "leg_weakness_new":
		return h.says(ts, set("move")) && before(ts, h.from+1, 5, set("if unless"))
	case "pop_or_snap_felt", "sudden_onset":
		if h.says(ts, set("kicked hit shot punched")) && before(ts, h.from+1, 6, set("next following")) { // sore the morning after
			return true
		}
		return h.says(ts, set("snap pop")) && (h.says(ts, set("going gonna about")) || before(ts, h.from, 4, set("going gonna about")))
	case "prolonged_crush_or_lying":
		return h.says(ts, set("earthquake landslide")) && before(ts, h.from, 8, set("like"))
	}
	return false
}
