package narrative

// What stands around a phrase decides whether it is present, absent, somebody
// else's, over, or only feared.

// feared cues: what follows in the clause is worry, question or prevention.
var feared = [][]string{
	{"worri", "about"}, {"worri", "that"}, {"worri", "it"}, {"scare", "of"}, {"scare", "that"}, {"scare", "it"}, {"scare", "i", "am", "have"}, {"scare", "i", "am", "having"}, {"think", "i", "am", "having"}, {"test", "for"}, {"check", "for"}, {"screen", "for"}, {"convinc", "i"}, {"afraid"}, {"fear"}, {"could", "it", "be"}, {"could", "this", "be"}, {"might", "be"}, {"is", "it"}, {"is", "this"},
	{"wonder", "if"}, {"wonder", "whether"}, {"rule", "out"}, {"look", "out", "for"}, {"watch", "for"}, {"risk", "of"}, {"prevent"}, {"avoid"}, {"in", "case"}, {"should", "i"}, {"what", "if"}, {"how", "do", "i", "know"}, {"concern", "about"}, {"concern", "that"}, {"concern", "for"},
}

// guessed cues stand before an injury that is only supposed: "I thought I'd pulled a muscle".
var guessed = [][]string{{"thought"}, {"think", "i", "may"}, {"think", "it", "may"}, {"may", "have"}, {"might", "have"}, {"must", "have"}, {"may", "be"}, {"maybe"}, {"suppos"}, {"assum"}, {"like", "i"}, {"as", "if"}, {"figur"}}

// polled cues ask others what they have had; events and illnesses behind them are nobody's.
var polled = [][]string{{"has", "anyon", "had"}, {"has", "anybodi", "had"}, {"anyon", "had"}, {"anyon", "els", "had"}, {"did", "anyon"}}

// asked words behind "is it" ask about a trouble that is there: "is it normal to get
// cramps every night?"
var asked = set("my because normal common usual ok okay alright right possible safe weird bad unusual typical")

// conditional cues turn the rest of the sentence into advice or reading.
var conditional = [][]string{{"come", "back", "if"}, {"return", "if"}, {"told", "to", "call"}, {"read", "onlin"}, {"read", "that"}, {"read", "about"}, {"googl"}, {"back", "sooner", "if"}, {"seek", "help", "if"}, {"call", "if"}, {"tell", "you", "to"}}

// refused cues stand behind a medicine that was never taken.
var refused = [][]string{{"never", "took"}, {"never", "start"}, {"not", "take"}, {"declin"}, {"refus"}, {"was", "stop"}, {"were", "stop"}, {"discontinu"}, {"stop", "by"}, {"not", "tolerate"}}

// ceased cues end a habit or a medicine: "stopped smoking".
var ceased = [][]string{{"quit"}, {"stop"}, {"gave", "up"}, {"give", "up"}, {"former"}, {"ex"}, {"discontinu"}, {"came", "off"}, {"come", "off"}, {"ran", "out"}, {"off", "of"}, {"off", "my"}, {"off", "his"}, {"off", "her"}, {"off", "the"}, {"been", "off"}, {"no", "longer"}, {"taken", "off"}}

// past cues: what stands in the clause is over.
var past = [][]string{{"use", "to"}, {"as", "a", "child"}, {"year", "ago"}, {"in", "the", "past"}, {"previous"}, {"last", "year"}, {"all", "clear", "up"}, {"all", "better", "now"}, {"year", "back"}, {"as", "a", "boy"}, {"as", "a", "girl"}, {"as", "a", "kid"}, {"in", "my", "twenti"}, {"when", "i", "was"}, {"when", "he", "was"}, {"when", "she", "was"}, {"decad", "ago"}, {"formerly"}, {"in", "childhood"}}

// earlier cues before a pregnancy say that it is another one than now.
var earlier = [][]string{{"could"}, {"might"}, {"may"}, {"if"}, {"was"}, {"were"}, {"when"}, {"last"}, {"first"}, {"previous"}}

// cured cues say that an earlier trouble is over.
var cured = [][]string{{"clear", "up"}, {"all", "clear"}, {"all", "better"}, {"none", "since"}, {"never", "troubl", "me"}, {"since", "resolv"}, {"fulli", "recov"}, {"normal", "since"}, {"gone", "now"}, {"went", "away", "complet"}, {"all", "sort"}, {"got", "sort"}, {"was", "sort"}, {"perfect", "now"}, {"fine", "now"}, {"fine", "sinc"}, {"fix", "with"}, {"got", "better"}, {"got", "over"}}

// begun words turn "two years ago" into a beginning.
var begun = set("start begin since first onset notic develop diagnos ever experienc had present appear came")

// cueBefore reports a cue between the start of the hit's clause and the hit.
func cueBefore(ts []token, h *hit, cues [][]string, reach int) bool {
	from := h.from
	for k := 0; from > 0 && k < reach; k++ {
		if t := &ts[from-1]; t.mark == '.' || t.mark == ';' || t.text == "but" {
			break
		}
		from--
	}
	return cueIn(ts, from, h.from, cues)
}

// fearedBefore reports a cue of fear that reaches the hit: not over a comma behind which
// something is stated, "I'm worried about mine, my calf hurts".
func fearedBefore(ts []token, h *hit) bool {
	for k := h.from; k > 0 && k > h.from-7; k-- {
		if ts[k-1].mark == ',' && asserts(ts, k) {
			return cueBefore(ts, h, feared, h.from-k)
		}
	}
	return cueBefore(ts, h, feared, 7)
}

func cueIn(ts []token, from, to int, cues [][]string) bool {
	for i := from; i < to; i++ {
		for _, c := range cues {
			if c[0] == "is" && len(c) == 2 && c[1] == "it" && (i+2 < to && asked[ts[i+2].text] || i > 0 && ts[i-1].text == "nor") { // "is it normal to get", "nor is it sore"
				continue
			}
			j, ok := i, true
			for _, w := range c {
				if j >= to || (ts[j].stem != w && ts[j].text != w) {
					ok = false
					break
				}
				j++
			}
			if ok {
				return true
			}
		}
	}
	return false
}

// over reports that the hit's clause speaks of the past.
func over(ts []token, h *hit) bool {
	from, to := clause(ts, h)
	if formerly(ts, from, to) {
		return true
	}
	for i := from; i < to; i++ {
		if begun[ts[i].stem] && !(ts[i].text == "first" && i > 0 && hasWord("my our", ts[i-1].text)) { // "pregnant with my first"
			return false
		}
	}
	if i := wordIn(ts, from, to, "last"); i > from && hasWord("over in for during within", spanning(ts, i)) { // "numb over the last year"
		return false
	}
	return cueIn(ts, from, to, past) && !whileAtIt(ts, from, to)
}

// doing words behind "when I was" tell what brings it on, not when it was: "worse when I
// was sitting down".
var doing = set("sitting standing lying walking sleeping resting driving running climbing kneeling bending moving seated upright still")

// whileAtIt reports them in a clause whose only word of the past they are.
func whileAtIt(ts []token, from, to int) bool {
	for i := from; i+3 < to; i++ {
		if ts[i].text == "when" && ts[i+2].text == "was" && doing[ts[i+3].text] {
			return !cueIn(ts, from, i, past) && !cueIn(ts, i+3, to, past)
		}
	}
	return false
}

// wordIn is the place of a word among tokens from–to, −1 without it.
func wordIn(ts []token, from, to int, word string) int {
	for i := from; i < to; i++ {
		if ts[i].text == word {
			return i
		}
	}
	return -1
}

// spanning is the word before "the last".
func spanning(ts []token, i int) string {
	if k := i - 1; k > 0 && ts[k].text == "the" {
		return ts[k-1].text
	}
	return ts[i-1].text
}

// healed reports that what follows in the sentence says that it is over: "two years
// ago I had sciatica, all cleared up".
func healed(ts []token, h *hit) bool {
	for k := h.to; k < len(ts) && k < h.to+12 && ts[k].mark != '.' && ts[k].mark != ';'; k++ {
		if ts[k].text == "but" {
			return false
		}
		if cueIn(ts, k, min(k+4, len(ts)), cured) && cueIn(ts, max(h.from-8, 0), h.to, [][]string{{"ago"}, {"had"}, {"last"}}) {
			return true
		}
	}
	return false
}

const clauseReach = 60 // tokens on each side

// clause is the run of tokens around a hit up to marks and "but", "and" excluded.
func clause(ts []token, h *hit) (from, to int) {
	from, to = h.from, h.to
	for from > 0 && h.from-from < clauseReach && !hardEnd(&ts[from-1]) && ts[from-1].mark != ',' {
		from--
	}
	for to < len(ts) && to-h.to < clauseReach && !hardEnd(&ts[to]) && ts[to].mark != ',' {
		to++
	}
	return from, to
}
