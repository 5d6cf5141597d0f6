package narrative

// Questions state nothing: "do I have narrowed arteries?" tells of no known disease.

var (
	// seeming words before the name of a disease only compare with it.
	seeming = set("sounds sound looks seems resembles")
	// supposing cues, in a question what somebody thinks: "do you think it is gout?"
	supposing = [][]string{{"it", "is"}, {"this", "is"}, {"i", "have"}, {"it", "could"}, {"it", "might"}, {"it", "may"}}
	// perhaps cues leave an illness open: "the doctor says it may be gout"
	perhaps = [][]string{{"thought", "about"}, {"thought", "of"}, {"consid"}, {"may", "be"}, {"could", "be"}, {"mayb"}, {"possibl"}, {"perhap"}}
	having  = set("have got has")
)

// questioned reports an illness that is only asked about or supposed: "could it be gout?",
// "does this sound like arthritis to you?". What a question takes for granted stays: "can my
// diabetes cause this?".
func (r *reading) questioned(h *hit) bool {
	if h.phrase.absent || !r.p.illness[h.phrase.finding] {
		return false
	}
	first := sentenceStart(r.ts, h.from)
	if cueIn(r.ts, max(h.from-4, first), h.to, perhaps) {
		return true
	}
	for k := h.from - 1; k > 0 && k > h.from-4 && r.ts[k].mark == 0; k-- {
		if r.ts[k].text == "like" && seeming[r.ts[k-1].text] {
			return true
		}
	}
	last := h.to
	for last < len(r.ts) && r.ts[last].mark != '.' {
		last++
	}
	if last >= len(r.ts) || r.text[r.ts[last].start] != '?' {
		return false
	}
	if near(r.ts, first-1, "think", 3) && cueIn(r.ts, first, h.from, supposing) {
		return true
	}
	for i := first; i+2 < h.to && i+2 < len(r.ts); i++ {
		if hasWord("do does", r.ts[i].text) && speakers[r.ts[i+1].text] && having[r.ts[i+2].text] && next(r.ts, i+2) != "to" && h.from <= i+7 {
			return true
		}
	}
	return false
}
