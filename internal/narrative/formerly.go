package narrative

import "strconv"

// What a clause dates to an earlier time of life, or to a year long gone.

var (
	younger   = set("pregnant little young younger small kid child teenager teen boy girl carrying expecting")
	eversince = set("since still now ever again started began")
)

// formerly reports a clause told of an earlier time of life: "when I was pregnant with my
// first I had cramps".
func formerly(ts []token, from, to int) bool {
	for i := from; i+3 < to; i++ {
		if ts[i].text != "when" || ts[i+2].text != "was" || !hasWord("i he she", ts[i+1].text) || !behind(ts, i+3, 2, younger) {
			continue
		}
		for k := from; k < to; k++ {
			if eversince[ts[k].text] {
				return false
			}
		}
		return true
	}
	return false
}

// hurtThen are verbs of an injury.
var hurtThen = set("twisted sprained broke tore fractured dislocated injured")

// yearsBack reports an event that its clause dates to a year before the last: "I broke my
// ankle in 1998".
func (r *reading) yearsBack(h *hit) bool {
	from, to := clause(r.ts, h)
	for i := from; i+1 < to; i++ {
		if t := &r.ts[i+1]; r.ts[i].text == "in" && t.number && len(t.text) == 4 {
			y, err := strconv.Atoi(t.text)
			return err == nil && y > 1920 && y < r.p.base.Model.AsOf-1
		}
	}
	return false
}
