package narrative

// Words said by the way: questions, advice, guesses, and moments that tell of no trouble.

// intoBed reports crawling that somebody does: "he crawls under the covers".
func intoBed(ts []token, h *hit) bool {
	if h.phrase.finding != "unpleasant_leg_sensations" {
		return false
	}
	for i := h.from; i < h.to; i++ {
		if ts[i].stem == "crawl" && behind(ts, i+1, 2, set("under into in to out")) && behind(ts, i+1, 4, set("bed covers duvet blanket blankets sheets us")) {
			return true
		}
	}
	return false
}

// creepsInARest reports a feeling that comes with sitting still and climbs nowhere: "I sit
// down and it creeps up".
func creepsInARest(ts []token, h *hit) bool {
	rest := false
	for i := range ts {
		if ts[i].sentence == ts[h.from].sentence && hasWord("numb numbness weak weakness", ts[i].text) {
			return false
		}
		rest = rest || ts[i].sentence == ts[h.from].sentence && hasWord("sit sitting sits sat watch watching read reading relax lie lying settle", ts[i].text)
	}
	return rest && h.says(ts, set("creep creeps creeping crept")) && (h.to >= len(ts) || ts[h.to].mark != 0 || joining[ts[h.to].text])
}

// worksUp reports somebody who got on: "I worked my way up to ten miles".
func worksUp(ts []token, h *hit) bool {
	return h.says(ts, set("worked working work")) && before(ts, h.from, 3, speakers)
}

// helps are findings that people ask about: "do compression socks help?"; starts of ids.
const helps = "eased_ relief_ relieved_ stockings_ massage_ salt_or steroid_helped pillow_between"

var questioning = set("do does did will would can could should is are has have what which how who why any anyone anybody")

// asks reports a hit in a question that only asks whether something helps.
func (r *reading) asks(h *hit) bool {
	if !speaksOf(helps, h.phrase.finding) {
		return false
	}
	first, last := h.from, h.to
	for first > 0 && r.ts[first-1].sentence == r.ts[h.from].sentence {
		first--
	}
	for last < len(r.ts) && r.ts[last].mark != '.' {
		last++
	}
	return last < len(r.ts) && r.text[r.ts[last].start] == '?' && questioning[r.ts[first].text]
}

// fedUp reports "I can't stand it any more", which is no leg that fails.
func fedUp(ts []token, h *hit) bool {
	if !speaksOf("unable_to_bear cannot_stand", h.phrase.finding) {
		return false
	}
	for i := h.from; i < h.to; i++ {
		if ts[i].text == "stand" && hasWord("it this that them", next(ts, i)) {
			return true
		}
	}
	return false
}

// advised reports drinking that somebody was only told to do, or tries.
func advised(ts []token, h *hit) bool {
	return speaksOf("thirst excess_thirst drinks_very", h.phrase.finding) && before(ts, h.from, 4, set("told to advised try trying tried should says said need must"))
}

// reckoned reports a lack that is only supposed: "I think it is low potassium".
func reckoned(ts []token, h *hit) bool {
	return speaksOf("potassium_ magnesium_ calcium_ sodium_ vitamin_d b12_ ferritin_ known_iron haemoglobin_", h.phrase.finding) &&
		(before(ts, h.from, 5, set("think thought maybe perhaps reckon suspect guess wonder wondering probably possibly assume")))
}

// steadied reports a hand put to the wall once, not a walk that has grown unsteady: "I had
// to hold on to the wall".
func steadied(ts []token, h *hit) bool {
	if !speaksOf("walking_worse unsteady_walking needs_help", h.phrase.finding) || !h.says(ts, set("hold held grab grabbed hang hung")) {
		return false
	}
	return before(ts, h.from+1, 4, set("had just i")) && !before(ts, h.from+1, 8, set("now always keep days weeks lately")) && !behind(ts, h.to, 8, set("now always days weeks lately walk walking"))
}

// beganToHurt reports a start that is that of the trouble, not of a medicine: "I take a
// statin and have started to get cramp".
func beganToHurt(ts []token, h *hit) bool {
	if !speaksOf("statin_started started_after", h.phrase.finding) {
		return false
	}
	for i := h.from; i < h.to; i++ {
		if hasWord("started began start", ts[i].text) && hasWord("to getting having", next(ts, i)) && behind(ts, i+1, 4, set("have get feel ache hurt cramp cramps notice suffer experience getting having")) {
			return hasWord("and have has i", ts[max(i-1, 0)].text)
		}
	}
	return false
}

// palesInCold reports the red with which toes come back that went white and blue.
func palesInCold(ts []token, h *hit) bool {
	if !speaksOf("joint_red joint_swollen joint_hot warm_red redness_new", h.phrase.finding) {
		return false
	}
	white, blue := false, false
	for i := range ts {
		if ts[i].sentence == ts[h.from].sentence {
			white = white || ts[i].text == "white"
			blue = blue || hasWord("blue purple", ts[i].text)
		}
	}
	return white && blue
}
