package narrative

// Which leg: "my left calf" is one leg, "both shins" or "my legs" is both, told by
// the words alone, wherever they stand in the story.

var (
	legWords  = set("leg calf foot knee thigh ankle shin hip heel toe buttock groin achilles hamstring quad sole arch limb kneecap hallux tibia femur fibula shinbone cheek popliteal forefoot midfoot femoral inguinal gluteal plantar metatarsal malleolus patella trochanter gastrocnemius")
	pairWords = set("legs calves feet thighs shins ankles knees soles heels arches limbs hips hamstrings buttocks quads")
	// pairs that mean both even without "both"
	plainPairs = set("legs calves feet thighs shins ankles soles")
	wellWords  = set("fine ok okay normal healthy well unaffected good spared unremarkable other alright perfect equal than warm intact strong")
	gone       = set("eased settled recovered resolved healed passed cleared subsided") // "the right one eased": over there it is past
	owners     = set("my his her their the both our your these")
	bothWords  = set("both bilateral bilaterally either symmetrical symmetric symmetrically")
)

// sides is what the text says about which leg it is.
type sides struct {
	left, right, both, plural, one, single span // zero when not said; plural and single are weak: "my legs", "my calf"
	lean                                   span // a side was only compared: "the left one is worse"
}

func (s span) said() bool { return s.to > 0 }

// using are what a leg is for; a leg denied them is sick: "he wouldn't walk on his right
// leg".
var using = set("walk stand step bend straighten lift move bear weight hop")

// whichLeg reads the sides of the complaint. Legs that are well, those compared with
// and those of a denial do not count.
func whichLeg(ts []token, cues []negation) sides {
	var out sides
	note := func(to *span, at span) {
		h := hit{span: at, words: []span{at}}
		if !to.said() && (!negated(&h, cues) || before(ts, at.from, 5, using)) && !legWell(ts, at) && !examined(ts, at) && !over(ts, &h) {
			*to = at
		}
	}
	for i := range ts {
		switch w := ts[i].text; {
		case w == "left" || w == "right" || w == "lt" || w == "rt":
			at, ok := sideAt(ts, i)
			if !ok || i > 0 && (ts[i-1].text == "than" || i > 1 && ts[i-2].text == "than") {
				continue
			}
			if putSomewhere(ts, at) || ofTheFace(ts, at) {
				continue
			}
			if compared(ts, at) {
				note(&out.lean, at)
				continue
			}
			if w[0] == 'l' {
				note(&out.left, at)
			} else {
				note(&out.right, at)
			}
		case bothWords[w] || w == "each":
			for k := i + 1; k <= i+5 && k < len(ts) && ts[k].mark == 0; k++ {
				if pairWords[ts[k].text] || ts[k].text == "sides" || (w[0] == 'b' || w[0] == 's') && (legWords[ts[k].stem] || legWords[ts[k].text] || troubles[ts[k].stem] && w != "both" && k < i+3) || (w == "each" || w == "either") && (ts[k].text == "leg" || ts[k].text == "foot" || ts[k].text == "calf") {
					note(&out.both, span{i, k + 1})
					break
				}
			}
			if w[0] == 'b' && !out.both.said() { // "calves, both", "legs … both of them"
				ofThem := next(ts, i) == "of" // "my knees are shot, both of them creak"
				for k := i - 1; k >= 0 && k > i-12 && (ofThem || ts[k].mark != '.' && ts[k].mark != ';'); k-- {
					if pairWords[ts[k].text] {
						note(&out.both, span{k, i + 1})
						break
					}
				}
			}
		case (w == "one" || w == "1") && i+1 < len(ts) && (legWords[ts[i+1].text] || ts[i+1].text == "side") && ts[i+1].text != "toe":
			if !(i > 1 && (ts[i-1].text == "just" || ts[i-1].text == "only") && (ts[i-2].text == "not" || negatedAt(i, cues))) {
				note(&out.one, span{i, i + 2})
			}
		case singles[w] && before(ts, i, 4, set("one")) && i > 2 && (ts[i-2].text == "of" || ts[i-3].text == "of"): // "one of my legs"
			note(&out.one, span{i, i + 1})
		case plainPairs[w] || pairWords[w] && (i > 0 && owners[ts[i-1].text] || complaintBeside(ts, i)) || (w == "limbs" || w == "extremities") && i > 0 && ts[i-1].text == "lower":
			if onMyFeet(ts, i) || posed(ts, i) || plainPairs[w] && !(i > 0 && owners[ts[i-1].text]) && !complaintBeside(ts, i) {
				continue
			}
			note(&out.plural, span{i, i + 1})
		case singles[w] && ownSingle(ts, i):
			note(&out.single, span{i, i + 1})
		}
	}
	return out
}

// putSomewhere reports a side that is only crossed, slept on or long since replaced: "I
// crossed my right leg over", "I sleep on my left side".
func putSomewhere(ts []token, at span) bool {
	return before(ts, at.from, 3, set("cross crosses crossed crossing")) ||
		ts[at.to-1].text == "side" && before(ts, at.from, 3, set("sleep sleeps slept sleeping lay")) ||
		behind(ts, at.to, 2, set("replaced amputated"))
}

// ofTheFace reports a side that is not a leg's: "the left side of my face".
func ofTheFace(ts []token, at span) bool {
	return at.to < len(ts) && ts[at.to].text == "of" && behind(ts, at.to+1, 2, upper)
}

var upper = set("face head neck chest back mouth belly tummy stomach bed jaw abdomen")

// comparing words beside a side say that the other side is sick too, or tell only of
// its veins.
var comparing = set("worse worst especially particularly mainly mostly more veins vein varicose")

// compared reports "worse on the left", "the right one more so": the trouble leans to a
// side.
func compared(ts []token, at span) bool {
	for k := at.to; k < len(ts) && k < at.to+4 && ts[k].mark == 0; k++ {
		if comparing[ts[k].text] || ts[k].text == "a" && next(ts, k) == "bit" {
			return true
		}
	}
	for k := at.from - 1; k >= 0 && k > at.from-5 && ts[k].mark == 0; k-- {
		if comparing[ts[k].text] {
			return true
		}
	}
	return false
}

// onMyFeet reports "on my feet all day", which is standing.
func onMyFeet(ts []token, i int) bool {
	if ts[i].text == "feet" && next(ts, i) == "up" && before(ts, i, 4, set("put putting puts prop propped get got once")) { // "when I put my feet up"
		return true
	}
	if ts[i].text == "feet" && hasWord("hit touch touched hits", next(ts, i)) { // "the moment my feet hit the floor"
		return true
	}
	if ts[i].text != "feet" || i < 2 || !owners[ts[i-1].text] || ts[i-2].text != "on" && ts[i-2].text != "off" {
		return false
	}
	n := next(ts, i)
	return n == "all" || n == "for" || n == "most" || n == "again" || n == "a" || n == "at" || n == "the" || n == "12" || n == "10" || n == "too" || n == "day" || i+1 < len(ts) && ts[i+1].mark != 0 && before(ts, i-2, 3, set("job work day hours shift standing"))
}

// sideAt accepts "left calf", "left lower leg", "on the left", "right-sided sciatica",
// but not "right away" or "right down the leg".
func sideAt(ts []token, i int) (span, bool) {
	for k := i + 1; k <= i+5 && k < len(ts); k++ {
		switch t := &ts[k]; {
		case t.mark == '-':
			continue
		case t.mark != 0:
			k = len(ts)
		case legWords[t.stem] || legWords[t.text]:
			return span{i, k + 1}, true
		case t.text == "sided" || t.text == "side" || t.text == "one":
			return span{i, k + 1}, k == i+1 || k == i+2
		case t.text == "arm" || t.text == "hand" || t.text == "shoulder" || t.text == "wrist" || t.text == "eye" || t.text == "ribs" || t.text == "elbow" || t.text == "of" || t.text == "on" || t.text == "in" || t.text == "at" || t.text == "the" || t.text == "away" || t.text == "now" || t.text == "through" || t.text == "and" || t.text == "or" || t.text == "iliac":
			k = len(ts)
		}
	}
	n := i + 1
	ends := n >= len(ts) || ts[n].mark != 0 || ts[n].filler || ts[n].text == "and" || ts[n].text == "since" || ts[n].text == "worse" || ts[n].text == "only" || ts[n].text == "more"
	if i > 1 && ts[i-2].text == "on" && (ts[i-1].text == "the" || ts[i-1].text == "my" || ts[i-1].text == "his" || ts[i-1].text == "her") && ends {
		return span{i, i + 1}, true
	}
	return span{i, i + 1}, i > 0 && ends && (legWords[ts[i-1].text] || i > 1 && ts[i-1].text == "the" && (ts[i-2].text == "down" || ts[i-2].text == "mostly" || ts[i-2].text == "in"))
}

// legWell reports that the clause calls that leg fine, or only compares with it.
func legWell(ts []token, at span) bool {
	for k := at.to; k < len(ts) && k < at.to+6; k++ {
		t := &ts[k]
		if t.mark == '.' && k < at.to+2 { // "but my left ankle? Perfectly normal."
			return k+2 < len(ts) && (wellWords[ts[k+1].text] || wellWords[ts[k+2].text] && !hasWord("not no is was", ts[k+1].text))
		}
		if t.mark != 0 && t.mark != '-' || t.text == "and" || t.text == "but" {
			break
		}
		if gone[t.text] || wellWords[t.text] && t.text != "than" {
			return !(k > 0 && (ts[k-1].text == "not" || ts[k-1].text == "no"))
		}
	}
	for k := at.from - 1; k >= 0 && k > at.from-5; k-- {
		if ts[k].mark != 0 {
			break
		}
		if t := ts[k].text; t == "than" || t == "compared" || t == "other" || t == "good" || t == "unlike" || t == "squeezed" || t == "sit" || t == "sitting" || t == "lie" || t == "lying" || t == "rolling" || t == "inch" || t == "planted" {
			return true
		}
	}
	return false
}

// otherLeg reports that what is said to be well is the leg nobody complains of: "the
// other foot is warm".
func otherLeg(ts []token, h *hit) bool {
	return h.from > 0 && legWords[ts[h.from].stem] && (ts[h.from-1].text == "other" || ts[h.from-1].text == "opposite" || ts[h.from-1].text == "good")
}

// complaintBeside reports a word of the complaint within four words of token i.
func complaintBeside(ts []token, i int) bool {
	for k := max(i-5, 0); k < len(ts) && k <= i+5; k++ {
		if ts[k].mark == '.' || ts[k].mark == ',' || ts[k].mark == ';' {
			if k > i {
				return false
			}
			continue
		}
		if troubles[ts[k].stem] {
			return true
		}
	}
	return false
}

// troubles are stems of complaints of the leg.
var troubles = func() map[string]bool {
	m := map[string]bool{}
	for w := range set("pain painful ache aching achy hurt sore cramp swollen swelling numb tingle tingling burn burning weak heavy restless crawl crawling tender throb stiff twitch jerk itchy spasm prickle jumpy discomfort fizz knot blotchy cold fidgety wobbly jelly oedema") {
		m[stem(w)] = true
	}
	return m
}()

func negatedAt(i int, cues []negation) bool {
	for _, c := range cues {
		if i >= c.from && i < c.to {
			return true
		}
	}
	return false
}

// sides settles one_leg_only and both_legs_affected from every side that is named;
// what a phrase said outright stands.
func (r *reading) sides(cues []negation) {
	s := whichLeg(r.ts, cues)
	one, both := span{}, span{}
	switch {
	case s.both.said():
		both = s.both
	case s.left.said() && s.right.said():
		both = span{min(s.left.from, s.right.from), max(s.left.to, s.right.to)}
		if both.to-both.from > 40 {
			both.to = both.from + 1
		}
	case r.swaps() && (s.left.said() || s.right.said()):
	case s.lean.said() && behind(r.ts, s.lean.to, 5, set("than")) && behind(r.ts, s.lean.to, 8, set("right left other")): // "the left is worse than the right"
		both = s.lean
	case s.plural.said() && s.lean.said() && !s.one.said(): // "my legs ache, the right one more so … my right leg"
		both = s.plural
	case s.left.said():
		one = s.left
	case s.right.said():
		one = s.right
	case s.plural.said():
		both = s.plural
	case s.one.said():
		one = s.one
	case s.lean.said() && !r.swaps():
		one = s.lean
	case s.single.said():
		if !r.swaps() {
			one = s.single
		}
	}
	settle := func(finding, other string, at span) {
		if !at.said() {
			return
		}
		if old, ok := r.best[other]; ok && old.Presence == present && old.rank >= 23 {
			return
		}
		delete(r.best, other)
		if r.p.base.Finding(finding) != nil {
			r.keep(finding, present, nil, at, 24)
		}
	}
	settle("one_leg_only", "both_legs_affected", one)
	settle("both_legs_affected", "one_leg_only", both)
	r.agreeOnSides(one, both)
}

// swaps reports that the trouble takes now one leg, now the other.
func (r *reading) swaps() bool {
	m, ok := r.best["one_leg_at_a_time"]
	return ok && m.Presence == present
}
