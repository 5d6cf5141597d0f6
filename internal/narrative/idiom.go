package narrative

// Figures of speech that sound like a loss of feeling or of strength: "a dead leg",
// "I can't feel my legs after the gym".

var (
	// losses are findings that such a figure would make alarming; starts of their ids.
	losses = "saddle_ loss_of_bladder leg_sensory numbness_ whole_leg_numb leg_weakness numb_ weakness_ unable_to hard_blow leg_in_plaster foot_drop progressive_painless"
	// toiling words tell of exercise that explains worn-out legs.
	toiling = set("gym squats squat lunges workout leg-day deadlifts spin crossfit bootcamp burpees hike hiked marathon parkrun race spinning treadmill cardio")
	// earnest words anywhere in the story forbid taking a loss of feeling lightly.
	earnest = set("numb numbness tingling tingle bladder bowel bowels toilet wipe saddle privates genitals spine collapsed paralysis swollen dark brown cola")
)

// figurative reports a loss that is only a manner of speaking.
func figurative(ts []token, h *hit) bool {
	if !speaksOf(losses, h.phrase.finding) {
		return false
	}
	return passing(ts, h) || deadLeg(ts, h) || wornOut(ts, h) || numbSeat(ts, h) || heldByPain(ts, h) || jelly(ts, h) || sprained(ts, h)
}

// deadLeg reports the noun "a dead leg", which a knock or a bad seat gives everybody;
// "my leg is dead" is another matter.
func deadLeg(ts []token, h *hit) bool {
	for i := h.from; i+1 < h.to; i++ {
		if ts[i].text == "dead" && ts[i+1].stem == "leg" && !knocked(h) {
			return i > 0 && (hasWord("a the got get gets getting had with give gives these", ts[i-1].text))
		}
	}
	return false
}

// knocked reports a phrase that names the knock too.
func knocked(h *hit) bool { return h.phrase.finding == "hard_blow_or_crash" && len(h.words) > 2 }

// wornOut reports legs that cannot be felt after exercise, in a story without a word of
// numbness, back or bladder.
func wornOut(ts []token, h *hit) bool {
	feel := false
	for _, w := range h.words {
		feel = feel || ts[w.from].stem == "feel" || w.to > w.from+1 && ts[w.to-1].stem == "feel"
	}
	if !feel {
		return false
	}
	toil := false
	for i := range ts {
		if earnest[ts[i].text] {
			return false
		}
		if toiling[ts[i].text] || ts[i].text == "leg" && next(ts, i) == "day" {
			toil = toil || abs(ts[i].sentence-ts[h.from].sentence) <= 1
		}
	}
	return toil
}

var (
	seats     = set("bum bottom backside butt arse rear")
	seating   = set("sit sits sitting sat chair bench bike cycling cycle seat sofa drive driving plane flight stool pew")
	lately    = set("since suddenly")
	inEarnest = set("wipe wiping wiped toilet privates genitals between wee pee bladder bowel bowels poo numbness")
)

// numbSeat reports a bum that goes numb from sitting, in a sentence without a word of
// toilet or bladder.
func numbSeat(ts []token, h *hit) bool {
	bum, sat := false, false
	for i := h.from; i < h.to; i++ {
		bum = bum || seats[ts[i].text]
	}
	for i := range ts {
		if bum && abs(ts[i].sentence-ts[h.from].sentence) <= 1 && inEarnest[ts[i].text] {
			return false
		}
		sat = sat || ts[i].sentence == ts[h.from].sentence && seating[ts[i].text]
	}
	return bum && sat && !before(ts, h.to+8, 16, lately)
}

var (
	// strength words name a loss of power outright.
	strength       = set("weak weaker weakness power powerless strength feeble paralysed paralyzed paralysis")
	owing          = set("for without because cos too so with of from it")
	tooSore        = set("pain painful sore stiff stiffness agony hurts hurt hurting")
	hinges         = set("ankle knee")
	moreThanHinges = set("leg legs foot toes thigh")
	jellied        = set("jelly jello noodles spaghetti wobbly")
)

// says reports one of the words among those of the hit.
func (h *hit) says(ts []token, words map[string]bool) bool {
	for i := h.from; i < h.to; i++ {
		if words[ts[i].text] {
			return true
		}
	}
	return false
}

// heldByPain reports a leg that cannot be moved because it hurts: "I can't lift my leg
// for the pain".
func heldByPain(ts []token, h *hit) bool {
	if !speaksOf("leg_weakness foot_drop", h.phrase.finding) || h.says(ts, strength) {
		return false
	}
	for k := h.to; k < len(ts) && k < h.to+7 && ts[k].mark == 0; k++ {
		if tooSore[ts[k].text] && before(ts, k, 4, owing) {
			return true
		}
	}
	return false
}

// jelly reports legs like jelly in a story that denies any weakness.
func jelly(ts []token, h *hit) bool {
	if h.phrase.finding != "leg_weakness_new" || !h.says(ts, jellied) {
		return false
	}
	for i := range ts {
		if ts[i].sentence == ts[h.from].sentence && hasWord("nervous anxious panic panicky scared stressed nerves pints beers wine drunk tipsy", ts[i].text) {
			return true
		}
		if ts[i].stem == "weak" && before(ts, i, 2, set("no not any isnt")) || ts[i].text == "strength" && behind(ts, i+1, 2, healthy) {
			return true
		}
	}
	return false
}

// sprained reports an ankle or knee that is weak since it was twisted.
func sprained(ts []token, h *hit) bool {
	if h.phrase.finding != "leg_weakness_new" || !h.says(ts, hinges) || h.says(ts, moreThanHinges) {
		return false
	}
	for i := range ts {
		if s := ts[i].stem; s == "sprain" || s == "twist" || s == "ligament" || ts[i].text == "torn" || ts[i].text == "tore" {
			return true
		}
	}
	return false
}

var (
	postures = set("woke sat sitting sit crossed cross slept sleeping lying lay laid knelt kneeling squat squatting squatted")
	moments  = set("min mins minute minutes sec secs second seconds moment")
	lasting  = set("still since days weeks months now permanently yesterday today")
)

// staysOn are words, further on in a story, of a numbness that did not pass.
var staysOn = set("stayed spread spreading crept persisted worsened worse rose rising returned")

// passing reports a limb that went numb from how it lay and came back in minutes:
// "numb for five minutes after I sat cross legged".
func passing(ts []token, h *hit) bool {
	if !speaksOf("leg_sensory numbness_ whole_leg_numb tingling pins_and weakness_came_and", h.phrase.finding) {
		return false
	}
	posture, moment := false, false
	for i := range ts {
		d := ts[i].sentence - ts[h.from].sentence
		if d > 0 && d < 6 && staysOn[ts[i].text] {
			return false
		}
		if d < -1 || d > 1 {
			continue
		}
		if lasting[ts[i].text] {
			return false
		}
		posture = posture || postures[ts[i].text]
		moment = moment || d == 0 && postures[ts[i].text] && before(ts, i, 4, set("when whenever if"))
		moment = moment || moments[ts[i].text] || d == 0 && (ts[i].text == "came" || ts[i].text == "comes") && next(ts, i) == "back"
	}
	return posture && moment
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
