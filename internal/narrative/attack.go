package narrative

// Cramps are told attack by attack: when one of them came is no duration, and what wakes
// somebody with a cramp began long before.

var (
	// recurring findings say that the story tells of more than one attack.
	recurring = []string{"recurrent_nocturnal_leg_cramps", "comes_in_spells", "recurrent_for_years_unchanged", "attacks_per_week"}
	repeating = set("usually often frequently always sometimes occasionally whenever again every each nightly regularly keep keeps several")
	cramped   = set("cramp cramps cramping cramped charley charlie charly horse spasm spasms seized seizes knotted")
)

// oneOfMany drops a duration that only dates the last of several attacks: "I get them
// every week, last night it was the calf".
func (r *reading) oneOfMany() {
	const lasted = "duration_days"
	d, ok := r.best[lasted]
	if !ok || !datesNothing(r.text[d.Start:d.End]) || r.has("first_episode_hours_ago") || r.has("single_episode_only") {
		return
	}
	many := r.where(repeating).to > 0 && r.has("sudden_muscle_tightening")
	for _, f := range recurring {
		many = many || r.has(f)
	}
	if !many {
		return
	}
	for f, m := range r.best { // with what the number settled
		if f == lasted || m.Start == d.Start && m.End == d.End && speaksOf("onset_ began_within", f) {
			delete(r.best, f)
		}
	}
}

// wokenByCramp reports an onset that is only the cramp somebody woke with.
func wokenByCramp(ts []token, h *hit) bool {
	if !speaksOf("onset_within first_episode", h.phrase.finding) || !h.says(ts, set("woke woken awoke wakes wake waking")) {
		return false
	}
	cramp := false
	for i := range ts {
		if ts[i].sentence == ts[h.from].sentence && hasWord("swollen red hot numb cold pale black blue", ts[i].text) {
			return false
		}
		cramp = cramp || cramped[ts[i].text]
	}
	return cramp
}

var (
	attacks = set("they these attacks spasms bouts it always usually mostly often")
	coming  = set("happen happens come comes strike strikes attack wake wakes occur occurs hit hits start starts get")
	asleep  = set("night nights nightly bed asleep sleep sleeping")
)

// crampsAtNight takes up cramps of the sentence before: "I get leg cramps. They strike in
// bed."
func (r *reading) crampsAtNight() {
	cramp, ok := r.best["sudden_muscle_tightening"]
	if !ok || cramp.Presence != present || r.byDay() || r.running() {
		return
	}
	at := r.tokens(cramp)
	for i := range r.ts {
		d := 0
		if at.from >= 0 {
			d = r.ts[i].sentence - r.ts[at.from].sentence
		}
		if d < 0 || d > 1 || !attacks[r.ts[i].text] {
			continue
		}
		for k := i + 1; k < len(r.ts) && k < i+12 && r.ts[k].mark != '.'; k++ {
			if asleep[r.ts[k].text] && before(r.ts, k, k-i, coming) {
				r.suggest("recurrent_nocturnal_leg_cramps", span{i, k + 1})
				return
			}
		}
	}
}

// running reports cramps that come in sport.
func (r *reading) running() bool {
	return r.has("cramp_during_exercise") || r.best["recurrent_nocturnal_leg_cramps"].Presence == absent
}

var (
	placed = map[string]string{"calf": "cramp_calf", "calves": "cramp_calf", "foot": "cramp_foot", "feet": "cramp_foot", "toes": "cramp_foot", "arch": "cramp_foot",
		"thigh": "cramp_thigh", "thighs": "cramp_thigh", "hamstring": "cramp_thigh", "hamstrings": "cramp_thigh", "quads": "cramp_thigh"}
	whereabouts = set("usually mostly always mainly often normally they it")
)

// crampPlace takes up where cramps of the sentence before are: "I get cramp. It is mostly
// my calves".
func (r *reading) crampPlace() {
	cramp, ok := r.best["sudden_muscle_tightening"]
	if !ok || cramp.Presence != present || r.has("cramp_calf") || r.has("cramp_foot") || r.has("cramp_thigh") {
		return
	}
	at := r.tokens(cramp)
	if at.from < 0 {
		return
	}
	for i := range r.ts {
		f, d := placed[r.ts[i].text], r.ts[i].sentence-r.ts[at.from].sentence
		if f == "" || d < 0 || d > 2 || !before(r.ts, i, 5, whereabouts) || before(r.ts, i, 5, set("put point pointed pull move on not")) {
			continue
		}
		r.suggest(f, span{i, i + 1})
		return
	}
}

// lumpOfACramp reports a lump that is the cramped muscle: "a hard lump of muscle in spasm".
func lumpOfACramp(ts []token, h *hit) bool {
	if !speaksOf("lump_", h.phrase.finding) {
		return false
	}
	for i := range ts {
		if ts[i].sentence == ts[h.from].sentence && (cramped[ts[i].text] || hasWord("spasmed knots knot", ts[i].text)) {
			return true
		}
	}
	return false
}
