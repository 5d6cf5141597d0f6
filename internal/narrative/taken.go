package narrative

import "github.com/legible-health/legible/internal/clinical"

func (r *reading) medicines(cues []negation, who teller) {
	for i := 0; i < len(r.ts); i++ {
		if r.ts[i].mark != 0 || r.ts[i].number {
			continue
		}
		m, end := r.p.pharmacy.find(r.ts, i, !r.p.speller.known[r.ts[i].text])
		if m == nil {
			continue
		}
		h := &hit{span: span{i, end}, words: []span{{i, end}}}
		pres := clinical.Present
		if negated(h, cues) || r.stopped(h) {
			pres = clinical.Absent
		}
		if r.onlyNamed(h) || onceTaken(r.ts, h) {
			i = end - 1
			continue
		}
		if !who.family(r.ts, h) && !who.writers(r.ts, h) && !cueBefore(r.ts, h, feared, 4) && !cueBefore(r.ts, h, [][]string{{"allerg"}}, 4) {
			for _, f := range m.findings {
				if notDaily(r.ts, h, f) {
					continue
				}
				rank := 2
				if pres == clinical.Present {
					rank = 22
				}
				r.keep(f, pres, nil, h.span, rank)
			}
			if pres == present && r.newly(h) && r.p.base.Finding(newMedicine) != nil {
				r.keep(newMedicine, present, nil, h.span, 21)
			}
		}
		i = end - 1
	}
}

// drug reports that token i starts the name of a medicine.
func (r *reading) drug(i int) bool {
	if r.ts[i].mark != 0 || r.ts[i].number {
		return false
	}
	m, _ := r.p.pharmacy.find(r.ts, i, false)
	return m != nil
}

// newMedicine is the finding that the trouble began with a medicine.
const newMedicine = "started_after_new_medicine"

// begunMedicine cues stand before a medicine that was started or raised.
var begunMedicine = [][]string{{"start"}, {"put"}, {"commenc"}, {"doubl"}, {"given"}, {"initi"}, {"went", "on"}, {"began"}, {"rais"}, {"increas"}, {"switch"}, {"chang"}, {"swap"}, {"up"}, {"upped"}, {"took"}, {"taken", "for"}, {"introduc"}, {"ad", "to"}, {"was", "ad"}, {"add"}, {"added"}, {"sinc"}}

// newly reports a medicine started or changed days to months ago: "put me on
// rosuvastatin in the spring", "my amlodipine was doubled six weeks back".
func (r *reading) newly(h *hit) bool {
	to := h.to
	for to < len(r.ts) && to < h.to+6 && r.ts[to].mark != '.' && r.ts[to].mark != ',' {
		to++
	}
	if !cueBefore(r.ts, h, begunMedicine, 7) && !cueIn(r.ts, h.to, to, begunMedicine) {
		return false
	}
	if r.treats(h, to) || cueBefore(r.ts, h, [][]string{{"stop"}, {"came", "off"}, {"quit"}, {"ran", "out"}}, 4) {
		return false
	}
	if behind(r.ts, h.to, 8, set("since")) && behind(r.ts, h.to, 10, set("was were")) { // "on it since he was 48"
		return false
	}
	recent := false
	for i := max(h.from-30, 0); i < len(r.ts) && i < h.to+20; i++ {
		if r.ts[i].sentence != r.ts[h.from].sentence {
			continue
		}
		switch r.ts[i].stem {
		case "year", "decad":
			return false
		case "day", "week", "month", "sinc", "recent", "ago", "spring", "summer", "autumn", "winter", "last", "short", "soon",
			"christma", "easter", "januari", "februari", "march", "april", "june", "juli", "august", "septemb", "octob", "novemb", "decemb":
			recent = true
		}
	}
	return recent
}

// treats reports that the medicine was begun against the trouble: "started me on
// gabapentin for the pain", "so I started ibuprofen".
func (r *reading) treats(h *hit, to int) bool {
	for k := h.to; k < to; k++ {
		if r.ts[k].text == "for" && (behind(r.ts, k+1, 2, troubles) || behind(r.ts, k+1, 1, set("it this them that these"))) {
			return true
		}
	}
	return before(r.ts, h.from, 4, set("so"))
}

// stopped reports that a medicine is no longer or never was taken: "came off", "was
// offered it but never took it".
func (r *reading) stopped(h *hit) bool {
	from := h.from
	for k := 0; from > 0 && k < 5; k++ {
		t := &r.ts[from-1]
		if t.mark == '.' || t.mark == ';' || t.text == "but" || t.stem == "start" || t.stem == "take" || t.text == "on" {
			break
		}
		from--
	}
	if cueIn(r.ts, from, h.from, ceased) {
		return true
	}
	to := h.to
	for to < len(r.ts) && to < h.to+7 && r.ts[to].mark != '.' && r.ts[to].mark != ',' {
		to++
	}
	return cueIn(r.ts, h.to, to, refused) || butStopped(r.ts, h)
}

// butStopped reports "was on a water tablet but stopped".
func butStopped(ts []token, h *hit) bool {
	for k := h.to; k+1 < len(ts) && k < h.to+3; k++ {
		if ts[k].text == "but" || ts[k].text == "and" {
			for j := k + 1; j < len(ts) && j < k+4 && ts[j].mark == 0; j++ {
				if hasWord("stopped quit finished", ts[j].text) {
					return j+1 == len(ts) || ts[j+1].mark != 0 || hasWord("it them taking", ts[j+1].text)
				}
			}
		}
	}
	return false
}

var harmless = set("safe ok okay dangerous harmful alright")

var proposing = set("want wants wanted suggested suggests suggest recommended recommends considering thinking")

// onlyNamed reports a medicine that is asked about or proposed, not taken: "do statins
// cause this?", "my doctor wants to put me on a statin".
func (r *reading) onlyNamed(h *hit) bool {
	if before(r.ts, h.from, 7, proposing) && !before(r.ts, h.from, 3, set("take takes taking")) {
		return true
	}
	first, last := sentenceStart(r.ts, h.from), h.to
	if hasWord("is are", r.ts[first].text) && before(r.ts, min(first+5, h.from), 5, harmless) { // "is it safe to take …?"
		return true
	}
	for last < len(r.ts) && r.ts[last].mark != '.' {
		last++
	}
	return last < len(r.ts) && r.text[r.ts[last].start] == '?' && hasWord("do does can would could should will", r.ts[first].text) && !before(r.ts, h.from, 12, set("my i"))
}

// onceTaken reports a medicine taken a single time, which is no medicine somebody takes:
// "I had a codeine yesterday".
func onceTaken(ts []token, h *hit) bool {
	return before(ts, h.from, 4, set("took had tried popped")) && before(ts, h.from, 2, set("a an one two some couple")) &&
		(behind(ts, h.to, 4, set("yesterday today earlier once")) || behind(ts, h.to, 4, set("last this")) && behind(ts, h.to, 5, set("night morning evening afternoon")))
}

var (
	swallowing = set("took popped swallowed had tried gave given")
	daily      = set("daily day days every most regularly regular always often times twice constantly round weeks months years")
)

// notDaily reports a painkiller taken on one occasion: "I popped two Advil".
func notDaily(ts []token, h *hit, finding string) bool {
	if finding != "takes_nsaid_daily" || !before(ts, h.to, 6, swallowing) {
		return false
	}
	for i := sentenceStart(ts, h.from); i < len(ts) && ts[i].sentence == ts[h.from].sentence; i++ {
		if daily[ts[i].text] {
			return false
		}
	}
	return true
}
