package narrative

import "github.com/legible-health/legible/internal/clinical"

// What a story says as a whole settles what one phrase alone left open: a foot that is
// numb on one side only is no numbness of both feet alike.

// alike are findings of both legs alike; ofOne are findings of one leg.
var (
	alike = []string{"numbness_in_feet_symmetrical", "tingling_feet_symmetrical", "bilateral_leg_swelling", "stocking_pattern_loss", "dull_ache_both_legs"}
	ofOne = []string{"unilateral_leg_swelling", "cool_skin_one_leg", "entire_leg_swollen", "numbness_strip_one_leg"}
)

// agreeOnSides drops what was read of both legs in a story of one, and of one in a
// story of both, unless the words of the finding name the number themselves.
func (r *reading) agreeOnSides(one, both span) {
	drop := func(findings []string, keeps func(i int) bool) {
		for _, f := range findings {
			m, ok := r.best[f]
			if !ok || m.Presence != present {
				continue
			}
			at, kept := r.tokens(m), false
			for i := at.from; i >= 0 && i < at.to; i++ {
				kept = kept || keeps(i)
			}
			if !kept {
				delete(r.best, f)
			}
		}
	}
	swollen := r.best["bilateral_leg_swelling"].Presence == present
	switch {
	case one.said():
		drop(alike, func(i int) bool { return pairWords[r.ts[i].text] || bothWords[r.ts[i].text] || r.ts[i].text == "socks" })
	case both.said() || swollen:
		drop(ofOne, func(i int) bool {
			return !pairWords[r.ts[i].text] && (legWords[r.ts[i].stem] || sideWords[r.ts[i].text])
		})
	}
}

var sideWords = set("one left right it side")

// newOnOld drops "for years", told of an older trouble, as a denial that this one is
// new, when the story dates this one to the last weeks.
func (r *reading) newOnOld() {
	d, ok := r.best["duration_days"]
	if !ok || d.Value == nil {
		return
	}
	for f, days := range map[string]float64{"began_within_4_weeks": 28, "first_episode_hours_ago": 1, "onset_within_one_day": 1} {
		if m, said := r.best[f]; said && m.Presence == clinical.Absent && *d.Value <= days && (m.Start >= d.End || m.End <= d.Start) {
			delete(r.best, f)
		}
	}
}
