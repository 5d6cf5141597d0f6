package narrative

// What a story of restless legs does not tell although its words may: pain, and the day.

// awakeUnhurt drops a pain, read from waking or despair, from a story of restless legs
// that tells of none.
func (r *reading) awakeUnhurt() {
	if r.has("urge_to_move_legs") || r.has("unpleasant_leg_sensations") {
		for _, f := range []string{"night_pain_wakes", "pain_very_severe"} { // "I could chop my legs off"
			if r.has(f) {
				delete(r.best, f)
			}
		}
	}
}

var byLight = set("day daytime days work meeting meetings class school desk office cinema film dinner lunch morning afternoon always constantly anywhere plane car")

// fidgetsInBed takes "I can't lie still in bed" for the night: it says nothing of the day.
func (r *reading) fidgetsInBed() {
	const daytime = "cannot_sit_still_daytime"
	m, ok := r.best[daytime]
	if !ok || m.Presence != present || r.where(nightWords).to == 0 {
		return
	}
	at := r.tokens(m)
	for i := range r.ts {
		if at.from < 0 || abs(r.ts[i].sentence-r.ts[at.from].sentence) <= 1 && byLight[r.ts[i].text] {
			return
		}
	}
	delete(r.best, daytime)
}
