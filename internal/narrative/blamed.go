package narrative

// What a trouble was put down to, and what somebody took it for: "I put it down to a
// strain", "we were told it was growing pains". It was thought of; it is not told as so.

// blaming cues stand before what a trouble was taken for.
var blaming = [][]string{
	{"attribut"}, {"chalk"}, {"blame"}, {"assum"}, {"suppos"}, {"mistook"}, {"figur"}, {"pass", "off", "as"}, {"palm", "off", "as"}, {"brush", "off", "as"},
	{"brush", "it", "off", "as"}, {"shrug", "it", "off", "as"}, {"write", "it", "off", "as"}, {"wrote", "it", "off", "as"}, {"put", "it", "down", "to"}, {"put", "this", "down", "to"},
	{"put", "that", "down", "to"}, {"put", "down", "to"}, {"dismiss"}, {"thought", "it"}, {"thought", "that", "it"}, {"think", "it", "was"}, {"thinking", "it", "was"},
	{"thought", "i"}, {"thought", "she"}, {"thought", "he"}, {"told", "it", "was"}, {"told", "it", "is"}, {"told", "me", "it", "was"}, {"told", "us", "it", "was"}, {"said", "it", "was"}, {"insist", "it"},
	{"felt", "like"}, {"feel", "like"}, {"convinc"}, {"look", "like"},
}

// taken are findings that such a guess names; starts of ids. What a person did or was
// exposed to is no guess, whatever it is blamed for.
var taken = "recent_injury minor_injury previous_knee anxiety fatigue_marked low_fluid after_bite skin_break child_evening_ache inner_shin shin_pain leg_in_plaster old_stroke known_arthritis known_knee menopause"

// blamed reports a finding read of what a trouble was only taken for, and a phrase put
// together from a trouble and what it was put down to: "calf pain, which I put down to
// running uphill".
func blamed(ts []token, h *hit) bool {
	if h.phrase.absent {
		return false
	}
	if speaksOf(taken, h.phrase.finding) && cueBefore(ts, h, blaming, 9) {
		return true
	}
	for _, w := range h.words[1:] {
		if spanning := cueIn(ts, h.words[0].to, w.from, blaming[:2]) || cueIn(ts, h.words[0].to, w.from, putDown); spanning {
			return true
		}
	}
	return false
}

var putDown = [][]string{{"put", "it", "down", "to"}, {"put", "this", "down", "to"}, {"put", "that", "down", "to"}, {"put", "down", "to"}}

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

// guessedAt reports such a hit.
func guessedAt(ts []token, h *hit) bool {
	return blamed(ts, h) || journey(ts, h) || nounStrain(ts, h) || throbs(ts, h) || withinTheDay(ts, h)
}
