package narrative

// Spells of time that are told of something else than the trouble of the legs.

var (
	// ailments have a course of their own: "the trots for three days last week".
	ailments = set("circulation chickenpox measles trots runs diarrhoea diarrhea vomiting vomited puking sick sickness cold cough coughing flu bug virus tummy stomach belly throat covid tonsillitis headache headaches migraine period periods constipated constipation antibiotics antibiotic holiday exams")
	// onceBefore stand before the time of an earlier attack.
	onceBefore = set("once before previously twice smoking smoked cigarettes retired")
)

// ofAnAilment reports that the spell of time is that of another illness named in the
// same clause, nearer than any trouble of the legs.
func ofAnAilment(ts []token, from, to int) bool {
	for k := from - 1; k >= 0 && k > from-8 && ts[k].mark == 0 && ts[k].opens == goesOn; k-- {
		switch {
		case troubles[ts[k].stem] && !(ts[k].text == "cold"), legWords[ts[k].stem], ts[k].text == "since":
			return false
		case ailments[ts[k].text]:
			return ts[k].text != "cold" || k > 0 && hasWord("a bad nasty head heavy stinking this", ts[k-1].text)
		}
	}
	if w, at := wordAt(ts, to); w == "of" {
		return ailments[wordOf(ts, at)]
	}
	return false
}

// startedAgo reports that the time ago was that of the beginning.
func startedAgo(ts []token, from int) bool {
	return before(ts, from, 14, beginning) || before(ts, from, 14, set("since now still"))
}

// spellOfAnother reports a phrase about how long the trouble has lasted that was read of
// another illness.
func spellOfAnother(ts []token, h *hit) bool {
	return speaksOf("onset_ began_within first_episode", h.phrase.finding) &&
		(ofAnAilment(ts, h.from, h.to) || onIt(ts, h.from) || before(ts, h.from, 5, habitually) || h.to < len(ts) && hasWord("each every a per", ts[h.to].text)) // "stiff for two hours each morning"
}

// deeds are done on a day that dates nothing of the trouble: "ran 5k yesterday".
var deeds = set("ran run walked played went flew drove saw seen called rang phoned cycled hiked did done scan xray bloods test tests appointment visited booked took")

// deed reports one of them in the clause before token i, nearer than any trouble.
func deed(ts []token, i int) bool {
	for k := i; k+1 < len(ts) && k < i+5 && ts[k].mark == 0; k++ { // "last night I got one"
		if hasWord("got had get", ts[k].text) && hasWord("one another", ts[k+1].text) {
			return true
		}
	}
	for k := i - 1; k >= 0 && k > i-7 && ts[k].mark == 0; k-- {
		switch {
		case troubles[ts[k].stem]:
			return false
		case deeds[ts[k].text]:
			return true
		}
	}
	return false
}

// staying are kept for a while that says nothing of how long the trouble has lasted:
// "when I sit for a long time".
var (
	staying    = set("sit sits sat sitting seated stand stands stood standing walk walks walked walking lie lies lay lying kneel kneeling squat squatting drive driving feet still")
	afterStill = set("up down in one place position there")
)

// posture reports one of them right before token i.
func posture(ts []token, i int) bool {
	for k := i - 1; k >= 0 && k > i-5 && ts[k].mark == 0; k-- {
		if staying[ts[k].text] {
			return true
		}
		if !afterStill[ts[k].text] {
			return false
		}
	}
	return false
}

// ofTrouble reports "a six month history of calf pain", whatever illness stands before it.
func ofTrouble(ts []token, after string, at int) bool {
	return after == "history" && wordOf(ts, at) == "of" && (behind(ts, at, 6, complaint) || anyTrouble(ts, at, 6))
}

// yearsSince reports years since an injury that is over: "I broke my ankle ten years ago",
// not "… and it has hurt ever since".
func yearsSince(ts []token, from, to int) bool {
	return unitDays(ts[to-1].text) >= 365 && before(ts, from, 6, hurtThen) && !lives(ts, from, to)
}

// lives reports a word, there or in the next sentence, of a trouble that stayed.
func lives(ts []token, from, to int) bool {
	for k := to; k < len(ts) && ts[k].sentence <= ts[from].sentence+1; k++ {
		if hasWord("since ever still always never", ts[k].text) {
			return true
		}
	}
	return false
}

// curedSince reports a trouble of years ago that the story says got well: "eight years ago
// I slipped a disc. It got better with physio".
func curedSince(ts []token, from, to int) bool {
	if unitDays(ts[to-1].text) < 365 {
		return false
	}
	for k := to; k < len(ts) && ts[k].sentence <= ts[from].sentence+1; k++ {
		if cueIn(ts, k, min(k+4, len(ts)), cured) {
			return true
		}
	}
	return false
}

// alikeBefore stand before the time of an attack of the same kind: "I had the same two years ago".
var alikeBefore = set("same similar")

// paused reports how long the trouble stayed away: "it stopped for a few days".
func paused(ts []token, from int) bool {
	for k := from - 1; k >= 0 && k > from-4 && ts[k].mark == 0; k-- {
		if hasWord("stopped vanished disappeared improved eased settled", ts[k].text) {
			return !before(ts, k, 2, never)
		}
	}
	return false
}

var never = set("not never hardly barely")
