package narrative

// What a story of the night implies without saying so.

var (
	nightWords = set("night nights nighttime nightly bed bedtime asleep sleep evening evenings duvet midnight 1am 2am 3am 4am")
	dayLong    = set("daytime constant constantly 24/7")
	beforeDay  = set("all whole the by entire")
	// oneLimb are places that a cramp seizes one at a time when they are told of in the
	// singular; "leg cramps" tells of no leg.
	oneLimb = set("calf leg foot thigh hamstring shin toe")
)

// atNight infers, of troubles that come in bed, that they are worst at night and at rest,
// unless the story tells of the day too.
func (r *reading) atNight() {
	night := r.where(nightWords)
	for night.to > 0 && night.from > 0 && hasWord("one that this", r.ts[night.from-1].text) { // "one evening" is no habit
		night = r.whereFrom(nightWords, night.to)
	}
	if night.to == 0 || r.byDay() {
		return
	}
	for _, f := range []string{"night_pain_wakes", "recurrent_nocturnal_leg_cramps", "urge_to_move_legs", "unpleasant_leg_sensations"} {
		if r.best[f].Presence == present {
			r.suggest("worse_evening_night", night)
		}
	}
	if r.best["urge_to_move_legs"].Presence == present {
		r.suggest("worse_at_rest", night)
	}
}

// oneAtATime infers from a cramp in "my calf" that it seizes one leg at a time.
func (r *reading) oneAtATime() {
	cramp, ok := r.best["sudden_muscle_tightening"]
	if !ok || cramp.Presence != present {
		return
	}
	for _, f := range []string{"sudden_muscle_tightening", "cramp_calf", "cramp_foot", "cramp_thigh"} {
		m, ok := r.best[f]
		if !ok || m.Presence != present {
			continue
		}
		for i := range r.ts {
			t := &r.ts[i]
			if t.start < m.Start || t.end > m.End || !oneLimb[t.text] || r.namesACramp(i) {
				continue
			}
			if r.where(set("both calves")).to == 0 {
				r.suggest("one_leg_at_a_time", span{i, i + 1})
			}
			return
		}
	}
}

// namesACramp reports that the limb at token i is only part of a name: "leg cramps",
// "calf cramps", but not "my foot cramps up".
func (r *reading) namesACramp(i int) bool {
	if !hasWord("cramp cramps cramping", next(r.ts, i)) {
		return false
	}
	return r.ts[i].text == "leg" || i == 0 || !hasWord("my his her the left right one", r.ts[i-1].text)
}

// suggest keeps an inferred presence where nothing else was said of the finding.
func (r *reading) suggest(finding string, at span) {
	if _, said := r.best[finding]; !said && r.p.kind[finding] == "yes_no" {
		r.keep(finding, present, nil, at, weak)
	}
}

// where is the first of some words, empty if there is none.
func (r *reading) where(words map[string]bool) span { return r.whereFrom(words, 0) }

// whereFrom is the first of them from a token on.
func (r *reading) whereFrom(words map[string]bool, from int) span {
	for i := from; i < len(r.ts); i++ {
		if words[r.ts[i].text] && !(i > 1 && r.ts[i-1].text == "of" && r.ts[i-2].text == "out") && !(i > 2 && r.ts[i-2].text == "of" && r.ts[i-3].text == "out") { // "out of my bed"
			return span{i, i + 1}
		}
	}
	return span{}
}

// byDay reports that the story tells of trouble by day.
func (r *reading) byDay() bool {
	for i := range r.ts {
		if dayLong[r.ts[i].text] || r.ts[i].text == "day" && i > 0 && beforeDay[r.ts[i-1].text] {
			return true
		}
	}
	return false
}
