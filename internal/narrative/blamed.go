package narrative

// What a trouble was put down to, and what somebody took it for: "I put it down to a
// strain", "we were told it was growing pains". It was thought of; it is not told as so.

// blaming cues stand before what a trouble was taken for.
var blaming = [][]string{
	{"blame"}, {"assum"}, {"suppos"}, {"mistook"}, {"figur"}, {"pass", "off", "as"}, {"palm", "off", "as"}, {"brush", "off", "as"},
	{"brush", "it", "off", "as"}, {"shrug", "it", "off", "as"}, {"write", "it", "off", "as"}, {"wrote", "it", "off", "as"}, {"dismiss"}, {"thought", "it"}, {"thought", "that", "it"}, {"think", "it", "was"}, {"thinking", "it", "was"},
	{"thought", "i"}, {"thought", "she"}, {"thought", "he"}, {"told", "it", "was"}, {"told", "it", "is"}, {"told", "me", "it", "was"}, {"told", "us", "it", "was"}, {"said", "it", "was"}, {"insist", "it"},
	{"felt", "like"}, {"feel", "like"}, {"convinc"}, {"look", "like"},
}

// putDown cues name a cause that somebody settled on.
var putDown = [][]string{{"attribut"}, {"chalk"}, {"put", "it", "down", "to"}, {"put", "this", "down", "to"}, {"put", "that", "down", "to"}, {"put", "down", "to"}}

// taken are findings that such a guess names; starts of ids. What a person did or was
// exposed to is no guess, whatever it is blamed for.
var taken = "anxiety fatigue_marked low_fluid after_bite skin_break child_evening_ache inner_shin shin_pain leg_in_plaster old_stroke known_arthritis known_knee menopause"

// blamed reports a finding read of what a trouble was only taken for, and a phrase put
// together from a trouble and what it was put down to: "calf pain, which I put down to
// running uphill".
func blamed(ts []token, h *hit) bool {
	if h.phrase.absent {
		return false
	}
	switch f := h.phrase.finding; {
	case speaksOf(taken, f) && (cueBefore(ts, h, blaming, 9) || cueBefore(ts, h, putDown, 9)),
		speaksOf("recent_injury minor_injury previous_knee", f) && cueBefore(ts, h, putDown, 6):
		return true
	}
	return cueIn(ts, h.from+1, h.to-1, putDown)
}

// hoping and trying cues stand before what has not come about or did not begin it:
// "hoping to be better in the morning", "I tried new shoes".
var (
	hoping = [][]string{{"hope"}, {"hopefulli"}, {"pray"}, {"wish"}}
	trying = [][]string{{"tri"}, {"tried"}, {"try"}}
	// nothing cues end what was tried.
	nothing = [][]string{{"noth", "help"}, {"nothing", "helped"}, {"nothing", "work"}}
	unless  = [][]string{{"come", "back", "if"}, {"return", "if"}, {"back", "sooner", "if"}, {"seek", "help", "if"}, {"call", "if"}}
)

// unfulfilled reports such a hit, and one read across a condition: "put my feet up and come
// back if it got worse".
func unfulfilled(ts []token, h *hit) bool {
	switch {
	case speaksOf("eased_ massage_ relie", h.phrase.finding) && cueIn(ts, h.from, min(h.to+14, len(ts)), nothing),
		speaksOf("single_episode previous_joint", h.phrase.finding) && behind(ts, h.to, 14, set("times again ago")):
		return true
	case speaksOf("symptoms_gone eased_ relie pain_intense training_inc endurance_", h.phrase.finding):
		return cueBefore(ts, h, hoping, 6)
	case h.phrase.finding == "after_new_shoes":
		return cueBefore(ts, h, trying, 12)
	}
	return cueIn(ts, h.from, h.to-1, unless)
}
