package narrative

// Words that are read of the finding they name and are told of another matter: a trip that
// is a journey, a strain that is an injury, a lump that throbs where no artery lies.

// going words make a trip a journey: "during the trip", "a trip to the lakes".
var going = set("a the this that our their whole return field last during")

// journey reports a trip that is travelled, not stumbled.
func journey(ts []token, h *hit) bool {
	if !speaksOf("falls_or recent_injury minor_injury", h.phrase.finding) {
		return false
	}
	for i := max(h.from, 1); i < h.to; i++ {
		if w := ts[i].text; (w == "trip" || w == "trips") && going[ts[i-1].text] && !hasWord("over on up hazard", next(ts, i)) {
			return true
		}
	}
	return false
}

// nounStrain reports a strain that is an injury: "a calf strain", not "when I strain".
func nounStrain(ts []token, h *hit) bool {
	if !speaksOf("pain_worse_coughing", h.phrase.finding) {
		return false
	}
	for i := max(h.from, 1); i < h.to; i++ {
		if w := ts[i].text; (w == "strain" || w == "strains") && hasWord("a the muscle calf hamstring groin back thigh simple possible this that my under of", ts[i-1].text) {
			return true
		}
	}
	return false
}

var (
	throbbers  = set("toe toes heel ankle shin big")
	pulsePlace = set("groin knee knees thigh belly tummy abdomen stomach behind popliteal")
)

// throbs reports a lump that pulses because it is sore, where no large artery lies: on a
// toe or a heel.
func throbs(ts []token, h *hit) bool {
	if h.phrase.finding != "pulsating_lump" {
		return false
	}
	far := false
	for i := range ts {
		if ts[i].sentence != ts[h.from].sentence {
			continue
		}
		if pulsePlace[ts[i].text] {
			return false
		}
		far = far || throbbers[ts[i].text]
	}
	return far
}

// withinTheDay reports that better or worse is told of the hours of a day, not of the
// weeks: "it gets a little better as the day goes on".
func withinTheDay(ts []token, h *hit) bool {
	if !speaksOf("worse_over_weeks progressive_unrelenting walking_worse", h.phrase.finding) {
		return false
	}
	return behind(ts, h.to, 3, set("day")) && behind(ts, h.to, 2, set("as through during throughout over by")) && !behind(ts, h.to, 6, set("days every each"))
}

var (
	leaden = stemsOf("heavy heaviness tired weary lead leaden drag dragging weigh weighs fatigued exhausted burst bursting dull concrete cement brick log weight worn jelly jello")
	oneOf  = set("leg calf thigh foot")
	twoOf  = set("legs calves thighs feet limbs")
)

// acheOfOne reports the ache of a single leg in a phrase about legs that are heavy and
// tired: "my leg was aching".
func acheOfOne(ts []token, h *hit) bool {
	if h.phrase.finding != "aching_heavy_legs" || h.phrase.absent {
		return false
	}
	single := false
	for i := h.from; i < h.to; i++ {
		if leaden[ts[i].stem] || twoOf[ts[i].text] {
			return false
		}
		single = single || oneOf[ts[i].text]
	}
	return single
}

// pushedUp reports arms that only help: "I push myself up with my arms".
func pushedUp(ts []token, h *hit) bool {
	if !speaksOf("arm_or_face hands_or_arms", h.phrase.finding) {
		return false
	}
	for i := max(h.from, 2); i < h.to; i++ {
		if hasWord("arms hands arm hand", ts[i].text) && (hasWord("with using on", ts[i-1].text) || hasWord("my his her", ts[i-1].text) && hasWord("with using on", ts[i-2].text)) && before(ts, i, 9, set("push pushed pushing pull pulled pulling lean leaning lift lifted lifting haul hauled heave")) {
			return true
		}
	}
	return false
}

// patchGrows reports a patch or lump, not the bone under it, that grows: "a red patch on
// my shin is getting bigger".
func patchGrows(ts []token, h *hit) bool {
	return h.phrase.finding == "bent_or_bowed_bone" && before(ts, h.to, 12, set("patch red redness rash area bruise lump swelling ulcer sore wound vein veins"))
}

// cannotPass reports water that cannot be passed, which is no want of it: "I couldn't pass
// water".
func cannotPass(ts []token, h *hit) bool {
	if !speaksOf("little_urine frothy_or", h.phrase.finding) {
		return false
	}
	for i := h.from; i < h.to; i++ {
		if ts[i].text == "pass" && before(ts, i, 3, set("can could unable")) {
			return true
		}
	}
	return false
}

// ofAnother reports such a hit.
func ofAnother(ts []token, h *hit) bool {
	return journey(ts, h) || nounStrain(ts, h) || throbs(ts, h) || withinTheDay(ts, h) || acheOfOne(ts, h) || pushedUp(ts, h) || patchGrows(ts, h) || cannotPass(ts, h)
}
