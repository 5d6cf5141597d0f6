package narrative

// noPain is the finding that the trouble does not hurt at all.
const noPain = "no_pain_at_all"

var (
	painStems = stemsOf("pain painful paining ache aching achy hurt hurting sore soreness agony cramp crampy spasm throb throbbing discomfort sting stinging sciatica claudication excruciating killing")
	hurtWords = set("pain pains painful hurt hurts hurting ache aches aching sore")
	burnStems = map[string]bool{stem("burning"): true}
	// elsewhereAches are places whose pain, or freedom from it, says nothing of the leg.
	elsewhereAches = set("chest abdominal tummy belly stomach head neck throat jaw ear eye eyes tooth shoulder shoulders arm arms elbow wrist hand hands back lumbar spine spinal period menstrual pelvic flank groin joint joints bone bones muscle muscles calf thigh hip rest night nocturnal muscular nerve pleuritic facial")
	// bounds after "no pain" tell only when or where there is none.
	bounds = set("when while if unless until till whenever on at during in with to from after before more walking moving touch chewing relief killers killer")
	// measured pain is denied of its kind or degree only: "no acute pain", "not that painful".
	measured = set("acute severe sudden bad that so very too particularly terribly constant shooting sharp much significant excessive more worse new")
	within   = set("it the leg legs foot feet this them my his her limb limbs whatsoever all either any these those")
)

// painless settles noPain: said in so many words and nowhere taken back. A pain that is
// told of elsewhere in the story outweighs "it doesn't hurt at night". It reports
// whether the story tells of a pain of its own.
func (r *reading) painless(cues []negation, who teller) (hurts bool) {
	said, hurts := r.painTold(cues, who)
	if r.p.kind[noPain] != "yes_no" {
		return hurts
	}
	old, ok := r.best[noPain]
	claimed := ok && old.Presence == present
	switch {
	case hurts && claimed, !hurts && !said.said() && claimed && !r.denialOfAll(old):
		delete(r.best, noPain)
	case !hurts && said.said():
		r.keep(noPain, present, nil, said, 20)
	}
	return hurts
}

// painTold finds where pain is denied as a whole, and whether any is told.
func (r *reading) painTold(cues []negation, who teller) (denied span, hurts bool) {
	for i := range r.ts {
		t := &r.ts[i]
		at := span{i, i + 1}
		h := &hit{span: at, words: []span{at}}
		switch {
		case t.mark != 0:
		case t.text == "painless" || t.text == "painlessly" || t.text == "nonpainful":
			if !r.ofMovement(i) {
				denied = at
			}
		case !painStems[t.stem] && !(burnStems[t.stem] && next(r.ts, i) != "out"):
		case who.family(r.ts, h) || cueBefore(r.ts, h, feared, 7) || cueBefore(r.ts, h, conditional, 25) || over(r.ts, h):
		case i > 0 && r.ts[i-1].text == "nothing" && hurtWords[t.text]:
			if r.free(i) {
				denied = span{i - 1, i + 1}
			}
		case negated(h, cues):
			if hurtWords[t.text] && r.free(i) {
				denied = span{max(i-1, 0), i + 1}
			}
		case !hasWord("- killers killer relief", next(r.ts, i)) && !r.aches(i):
			hurts = true
		}
	}
	return denied, hurts
}

var (
	movements = set("range movement movements motion rotation stretch nodes node")
	moved     = set("passive range rotation full movements flexion")
)

// ofMovement reports that a joint's movement is called painless at token i.
func (r *reading) ofMovement(i int) bool {
	return behind(r.ts, i+1, 3, movements) || before(r.ts, i, 6, moved)
}

// aches reports that the pain at token i is of a place other than the leg.
func (r *reading) aches(i int) bool {
	for k := i - 1; k >= 0 && k > i-3 && r.ts[k].mark == 0; k-- {
		switch w := r.ts[k].text; {
		case w == "calf" || w == "thigh" || w == "hip" || w == "muscle" || w == "muscles" || w == "night" || w == "rest" || w == "bone" || w == "joint" || w == "groin" || w == "nocturnal":
			return false
		case elsewhereAches[w]:
			return true
		}
	}
	return false
}

// free reports that the denied pain at token i is denied as a whole, not of one place,
// one hour or one movement.
func (r *reading) free(i int) bool {
	for k := i - 1; k >= 0 && k > i-4 && r.ts[k].mark == 0; k-- {
		if elsewhereAches[r.ts[k].text] || measured[r.ts[k].text] {
			return false
		}
	}
	if i > 0 && r.ts[i-1].mark == ',' && i+1 < len(r.ts) && r.ts[i+1].mark == 0 && !listJoin[r.ts[i+1].text] {
		return false // "no bullae, pain proportionate"
	}
	k := i + 1
	for n := 0; n < 4 && k < len(r.ts) && r.ts[k].mark == 0; n++ {
		if w := r.ts[k].text; elsewhereAches[w] {
			return false
		} else if bounds[w] && !(k+1 < len(r.ts) && within[r.ts[k+1].text] && !behind(r.ts, k+1, 3, elsewhereAches)) {
			return false
		}
		k++
	}
	return true
}

// denialOfAll reports that a phrase denied pain without a bound behind it.
func (r *reading) denialOfAll(m ranked) bool {
	for i := range r.ts {
		if r.ts[i].start >= m.Start && r.ts[i].end <= m.End && (painStems[r.ts[i].stem] || r.ts[i].text == "painless") {
			return r.ts[i].text == "painless" && !r.ofMovement(i) || r.ts[i].text != "painless" && r.free(i)
		}
	}
	return true
}

// numbWhereItHurts reads numbness of the leg in a story of pain as numbness of the
// painful part, unless both feet are numb alike.
func (r *reading) numbWhereItHurts() {
	const numb = "numbness_in_painful_area"
	m, ok := r.best["leg_sensory_loss"]
	if ok && m.Presence == present && m.rank > weak && r.p.kind[numb] == "yes_no" && r.best["numbness_in_feet_symmetrical"].Presence != present {
		r.keep(numb, present, nil, r.tokens(m), weak)
	}
}

// tokens is the run of tokens a mention was read from.
func (r *reading) tokens(m ranked) span {
	s := span{-1, 0}
	for i := range r.ts {
		if r.ts[i].start >= m.Start && r.ts[i].end <= m.End {
			if s.from < 0 {
				s.from = i
			}
			s.to = i + 1
		}
	}
	return s
}

// painful are findings that only a pain can make, where a word of the story told them.
var painful = []string{"numbness_in_painful_area", "antalgic_gait", "pain_worse_walking", "night_pain_wakes", "pain_very_severe"}

// withoutPain drops what was read of a pain in a story that has none: numb feet that do
// not hurt are no numbness of the painful area. Phrases that name the pain themselves
// never come here.
func (r *reading) withoutPain() {
	for _, f := range painful {
		if m, ok := r.best[f]; ok && m.Presence == present && r.best[noPain].Presence == present {
			delete(r.best, f)
		}
	}
}
