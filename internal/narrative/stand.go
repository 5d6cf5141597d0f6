package narrative

// unable is the finding that a leg does not carry the person.
const unable = "unable_to_bear_weight"

// ending words may follow "can't stand" where it tells of the legs; anything else makes
// it a dislike: "I can't stand the heat".
var ending = set("or and also properly at unaided anymore now today alone without but because since either nor anywhere")

// cannotStand reads "she can't stand, can't walk" as legs that do not carry.
func (r *reading) cannotStand(who teller) {
	if r.p.kind[unable] != "yes_no" {
		return
	}
	for i := 1; i+1 < len(r.ts); i++ {
		at := i + 1
		if at+1 < len(r.ts) && r.ts[at].text == "even" { // "couldn't even stand"
			at++
		}
		w := r.ts[at].text
		if r.ts[i].text != "not" || r.ts[i-1].text != "can" && r.ts[i-1].text != "could" || w != "stand" && w != "walk" {
			continue
		}
		if at+1 < len(r.ts) && r.ts[at+1].mark == 0 && !ending[r.ts[at+1].text] {
			continue
		}
		if w == "walk" && next(r.ts, at) == "properly" { // that is a limp
			continue
		}
		if before(r.ts, i-1, 3, set("like say mean")) && before(r.ts, i-1, 4, set("not never")) { // "it's not like I can't walk"
			continue
		}
		h := &hit{phrase: &phrase{finding: unable}, span: span{i - 1, at + 1}, words: []span{{i - 1, at + 1}}}
		if who.family(r.ts, h) || who.writers(r.ts, h) || over(r.ts, h) || fearedBefore(r.ts, h) || cueBefore(r.ts, h, conditional, 25) || withTheCramp(r.ts, h) {
			continue
		}
		r.keep(unable, present, nil, h.span, 22)
	}
}
