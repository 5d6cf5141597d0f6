package narrative

// What a single knock, twist or stumble leaves behind, which is no sign by itself: the
// colour of a bruise, a lump, a fall.

var knocks = set("stubbed sprained sprain twisted twist rolled dropped kicked knocked banged bashed tackle tackled stamped trod fell tripped injury injured broke broken fractured")

// knockedBlue reports the colour of a bruise, on a foot or toe that was hit or twisted.
func knockedBlue(ts []token, h *hit) bool {
	if !speaksOf("blue_or_mottled skin_colour_change black_toe dusky_or", h.phrase.finding) || !h.says(ts, set("blue purple black bluish purplish colour color")) {
		return false
	}
	hurt, reach := false, 1
	if h.phrase.finding == "dusky_or_blistered_skin" { // an alarm: the knock may be told long before
		reach = 4
	}
	for i := range ts {
		if d := ts[h.from].sentence - ts[i].sentence; d < 0 || d > reach {
			continue
		}
		if hasWord("cold icy numb white pale feel", ts[i].text) {
			return false
		}
		hurt = hurt || knocks[ts[i].text]
	}
	return hurt
}

// lumpOfAKnock reports the swelling that a knock leaves: "hit by a ball, big lump".
func lumpOfAKnock(ts []token, h *hit) bool {
	if !speaksOf("lump_or_mass tender_lumps", h.phrase.finding) {
		return false
	}
	hurt := false
	for i := range ts {
		if d := ts[h.from].sentence - ts[i].sentence; d < 0 || d > 1 {
			continue
		}
		if hasWord("growing grown bigger months month weeks still never years", ts[i].text) {
			return false
		}
		hurt = hurt || knocks[ts[i].text] || ts[i].text == "hit"
	}
	return hurt
}

var repeated = set("keep keeps kept twice times again often always sometimes several few lot more constantly started nothing own lately toes feet carpet rugs stairs")

// oneTrip reports a single stumble, which is how an injury begins and no falling about:
// "I tripped on the kerb and hurt my knee", "lost my balance and twisted it".
func oneTrip(ts []token, h *hit) bool {
	lost := ts[h.from].text == "lost" && h.says(ts, set("balance"))
	if h.phrase.finding != "falls_or_trips" || ts[h.from].text != "tripped" && !lost {
		return false
	}
	hurt := false
	for i := range ts {
		if ts[i].sentence != ts[h.from].sentence {
			continue
		}
		if repeated[ts[i].text] {
			return false
		}
		hurt = hurt || knocks[ts[i].text]
	}
	return hurt || !lost
}
