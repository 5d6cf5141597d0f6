package narrative

import "strconv"

// A pregnancy told by its weeks alone: "33 weeks here, and my legs crawl".

var (
	expecting = set("pregnant pregnancy trimester midwife bump antenatal prenatal maternity twins obgyn obstetrician bub bubs foetus fetus")
	spelled   = set("for past last since over within about in every these")
	goneBy    = set("ago old of later back long straight running on")
	mending   = set("op surgery operation rupture ruptured fracture fractured boot cast plaster broke broken injury physio torn tore repair replacement rehab sober")
	along     = set("am at exactly nearly almost now today just is currently")
)

// gestation reports that the number at tokens from–to with its weeks is how far a
// pregnancy has gone, in a story that tells of one: "second baby, 24 weeks, and my legs".
func gestation(ts []token, from, to int) bool {
	v, err := strconv.ParseFloat(ts[from].text, 64)
	if err != nil || v < 4 || v > 42 || before(ts, from, 3, spelled) || to < len(ts) && goneBy[ts[to].text] {
		return false
	}
	if from > 0 && ts[from-1].mark == 0 && !along[ts[from-1].text] {
		return false
	}
	here := v >= 12 && to < len(ts) && ts[to].text == "here" // "33 weeks here, and my legs crawl"
	for i := range ts {
		here = here && !mending[ts[i].text]
		if expecting[ts[i].text] || (ts[i].text == "second" || ts[i].text == "first" || ts[i].text == "third") && next(ts, i) == "baby" {
			return true
		}
	}
	return here
}

// weeksGone reads a pregnancy from its weeks alone.
func (r *reading) weeksGone(qs []quantity, who teller) {
	if children[who.patient] {
		return
	}
	for _, q := range qs {
		unit, end := wordAt(r.ts, q.to)
		if unitDays(unit) != 7 || !gestation(r.ts, q.from, end) {
			continue
		}
		for _, f := range []string{"pregnant", "pregnancy_or_postpartum"} {
			r.suggest(f, span{q.from, end})
		}
		return
	}
}
