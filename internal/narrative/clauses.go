package narrative

import "strings"

// Phrases whose words stand in two statements, or whose meaning the next words turn.

var (
	worseAt  = set("at when whenever with after in by on if during while towards lying sitting walking standing climbing through from until till as")
	longTime = set("week weeks month months year years time lately recently every each day last past")
)

// worseWhen reports that "worse" tells when in the day or in what position, not that the
// trouble grows: "it gets worse at night", "worse over the last three hours".
func worseWhen(ts []token, h *hit) bool {
	if h.phrase.finding != "worse_over_weeks" || h.to >= len(ts) || ts[h.to-1].stem != "worsen" {
		return false
	}
	return worseAt[ts[h.to].text] && !behind(ts, h.to, 4, longTime) || behind(ts, h.to, 6, set("hour hours minutes"))
}

var (
	finite = set("is are was were hurts aches burns tingles swells feels has have remain remains")
	owning = set("my the his her their both")
)

// twoClauses reports a phrase about one part of the body put together from two
// statements: "sensation is reduced and reflexes are preserved", "my calf hurts and my
// hand is numb".
func twoClauses(ts []token, h *hit) bool {
	f := h.phrase.finding
	if !strings.HasSuffix(f, "_pain") && !strings.HasPrefix(f, "numb") && !strings.HasPrefix(f, "reflexes") && f != "knee_swelling" && f != "entire_leg_swollen" && f != "leg_sensory_loss" {
		return false
	}
	for k := h.from + 1; k < h.to; k++ {
		if ts[k].text != "and" || !(owning[next(ts, k)] || k+2 < len(ts) && finite[ts[k+2].text]) {
			continue
		}
		if verbIn(ts, max(h.from-2, 0), k) && verbIn(ts, k, min(h.to+2, len(ts))) {
			return true
		}
	}
	return false
}

func verbIn(ts []token, from, to int) bool {
	for i := from; i < to; i++ {
		if finite[ts[i].text] {
			return true
		}
	}
	return false
}
