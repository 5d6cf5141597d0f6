package narrative

import (
	"strconv"
	"strings"
)

// What a careful reader infers from words that name no finding by themselves.

// weak is the rank of what is inferred: any phrase of the finding outweighs it.
const weak = 1

// contrasts reads "I have none of those" and "who isn't" as denials of what was just
// told of somebody else.
func (r *reading) contrasts() {
	if len(r.others) == 0 {
		return
	}
	ts := r.ts
	for i := range ts {
		none := ts[i].text == "none" && i+2 < len(ts) && ts[i+1].text == "of" && (ts[i+2].text == "those" || ts[i+2].text == "these" || ts[i+2].text == "that" || ts[i+2].text == "them") && near(ts, max(i-7, -1), "i", 6)
		isnt := ts[i].text == "not" && i > 1 && (ts[i-1].text == "is" || ts[i-1].text == "am") && (ts[i-2].text == "who" || ts[i-2].text == "i" || ts[i-2].text == "he" || ts[i-2].text == "she") && (i+1 == len(ts) || ts[i+1].mark != 0)
		if !none && !isnt {
			continue
		}
		for _, o := range r.others {
			if d := ts[i].sentence - ts[o.from].sentence; o.to <= i && (d == 0 || d == 1) && (none && !o.writer || isnt && (o.writer || ts[i-1].text == "am")) {
				r.keep(o.finding, absent, nil, o.span, weak)
			}
		}
	}
}

// events are findings that figures of speech name: "like stepping on a nail", "as if
// I'd been hit by a truck".
var events = set("recent_cold_or_sore_throat recent_gut_or_chest_infection endurance_event running_or_marching new_unaccustomed_exercise training_increase squats_or_weights_days_before after_bite_or_sting recent_injury skin_break_leg dirty_deep_wound_recent hard_blow_or_crash minor_injury_only foot_ulcer_or_wound tight_belt_or_clothing")

func simile(ts []token, h *hit) bool {
	if creepsUpOn(ts, h) && (speaksOf("pain_climbs", h.phrase.finding) || speaksOf("worse_over", h.phrase.finding) && h.saysOne(ts, "creep creeps")) || speaksOf("pain_climbs", h.phrase.finding) && worksUp(ts, h) || speaksOf("pain_climbs worse_over", h.phrase.finding) && creepsInARest(ts, h) {
		return true
	}
	if speaksOf("warm_red skin_colour joint_red joint_swollen", h.phrase.finding) {
		return likened(ts, h)
	}
	if !events[h.phrase.finding] {
		return false
	}
	for k := h.to - 1; k >= 0 && k > h.from-6 && ts[k].mark == 0; k-- {
		if h.holds(k) {
			continue
		}
		if ts[k].text == "like" || ts[k].text == "as" && (ts[k+1].text == "if" || ts[k+1].text == "though") {
			return true
		}
	}
	return false
}

// creepsUpOn reports that something comes unawares: "it creeps up on you".
func creepsUpOn(ts []token, h *hit) bool {
	for i := h.from; i < h.to; i++ {
		if t := ts[i].text; (ts[i].stem == "creep" || t == "crept" || t == "sneaks" || t == "sneak") && next(ts, i) == "up" && i+2 < len(ts) && ts[i+2].text == "on" && i+3 < len(ts) && hasWord("me you him her them us", ts[i+3].text) {
			return true
		}
	}
	return false
}

// likened reports a colour or a heat that is only compared with: "a pain like a red hot
// wire".
func likened(ts []token, h *hit) bool {
	for _, w := range h.words {
		if !hasWord("red hot burning", ts[w.from].text) {
			continue
		}
		for k := w.from - 1; k >= 0 && k > w.from-3; k-- {
			if hasWord("like if", ts[k].text) && behind(ts, w.from+1, 2, set("poker wire wires needle needles knife knives iron rod coals nail nails lava skewer skewers spear")) {
				return true
			}
		}
	}
	return false
}

var (
	swellStems = map[string]bool{stem("swelling"): true, stem("swollen"): true, stem("oedema"): true, stem("edema"): true}
	elsewhere  = set("knee knees joint joints toe toes arm arms hand hands face facial eye eyes lip lips lymph node nodes gland glands one left right calf thigh unilateral bilateral both local focal bony groin tongue throat disc optic pulmonary testicular finger fingers macular cerebral new other much")
)

// swelling reads "no swelling" without a place as swelling of neither one leg nor both.
func (r *reading) swelling(cues []negation) {
	for i := range r.ts {
		if r.ts[i].mark != 0 || !swellStems[r.ts[i].stem] {
			continue
		}
		at := span{i, i + 1}
		if !negated(&hit{span: at, words: []span{at}}, cues) || r.beside(i, 3, elsewhere) {
			continue
		}
		for _, f := range []string{"unilateral_leg_swelling", "bilateral_leg_swelling"} {
			if r.p.kind[f] == "yes_no" {
				r.keep(f, absent, nil, at, weak)
			}
		}
	}
}

// beside reports one of the words within n words of token i, no mark between.
func (r *reading) beside(i, n int, words map[string]bool) bool {
	for _, step := range []int{-1, 1} {
		for k := i + step; k >= 0 && k < len(r.ts) && (k-i)*step <= n && r.ts[k].mark == 0; k += step {
			if words[r.ts[k].text] || words[r.ts[k].stem] {
				return true
			}
		}
	}
	return false
}

var (
	sites         = map[string]string{"shin": "shin_pain", "calf": "calf_pain", "thigh": "thigh_pain", "knee": "knee_pain", "ankle": "ankle_pain", "foot": "foot_pain", "toe": "foot_pain"}
	otherSite     = set("arm hand shoulder neck head chest tummy belly elbow wrist hip groin heel buttock skin throat")
	grownStems    = map[string]bool{stem("swollen"): true, stem("puffy"): true, stem("fatter"): true, stem("bigger"): true, stem("ballooned"): true, stem("huge"): true, stem("massive"): true, stem("enormous"): true}
	inflamedStems = map[string]bool{stem("red"): true, stem("hot"): true, stem("shiny"): true}
	pressing      = set("squeeze press touch poke prod push")
	hurtStems     = map[string]bool{stem("sore"): true, stem("tender"): true, stem("hurts"): true, stem("painful"): true, stem("aches"): true, stem("aching"): true}
)

// itHurts reads "it's a bit sore", "it looks puffy" of the place named last.
func (r *reading) itHurts(cues []negation) {
	place, last := r.onlySite(), len(r.ts) // the place, and the last sentence that may take it up
	if place == "" {
		last = -1
	}
	for i := range r.ts {
		if w := r.ts[i].text; otherSite[w] {
			place = ""
		} else if sites[w] != "" || w == "leg" {
			place, last = w, max(last, r.ts[i].sentence+1)
		}
		if r.ts[i].text != "it" || place == "" || r.ts[i].sentence > last || i > 0 && r.ts[i-1].text == "if" {
			continue
		}
		for k := i + 1; k < len(r.ts) && k < i+7 && r.ts[k].mark == 0; k++ {
			f := r.itIs(place, k)
			if f == "" {
				continue
			}
			at := span{k, k + 1}
			if h := (&hit{span: at, words: []span{at}}); r.p.kind[f] == "yes_no" && !negated(h, cues) && !fearedBefore(r.ts, h) && !cueBefore(r.ts, h, conditional, 25) {
				r.keep(f, present, nil, span{i, k + 1}, weak)
			}
			break
		}
	}
}

// itIs is the finding that token k tells of a place, "" when it tells none.
func (r *reading) itIs(place string, k int) string {
	switch s := r.ts[k].stem; {
	case r.ts[k].opens != goesOn:
		return ""
	case hurtStems[s] && place == "calf" && behind(r.ts, k+1, 5, pressing):
		return "calf_tenderness"
	case hurtStems[s]:
		return sites[place]
	case grownStems[s] && (place == "leg" || place == "calf" || place == "thigh"):
		return "unilateral_leg_swelling"
	case grownStems[s] && (place == "ankle" || place == "foot"):
		return "swelling_one_place"
	case place == "toe" && (grownStems[s] || inflamedStems[s]):
		return "joint_swollen_hot_red"
	case grownStems[s] && place == "knee":
		return "knee_swelling"
	}
	return ""
}

// onlySite is the place of a story that names no other, "" otherwise.
func (r *reading) onlySite() string {
	only := ""
	for i := range r.ts {
		w := r.ts[i].text
		if otherSite[w] || sites[w] != "" && only != "" && only != w {
			return ""
		}
		if sites[w] != "" {
			only = w
		}
	}
	return only
}

// sinceYear reads "since 2019", and "in 2011 … ever since", against the year the
// knowledge base was written: a trouble of an earlier year is older than six months,
// and no spell of days lasts as long.
func (r *reading) sinceYear() {
	const onset = "onset_over_6_months"
	if r.p.kind[onset] != "yes_no" {
		return
	}
	for i := 1; i < len(r.ts); i++ {
		t := &r.ts[i]
		if !t.number || len(t.text) != 4 {
			continue
		}
		y, err := strconv.Atoi(t.text)
		if err != nil || y < 1920 || y >= r.p.base.Model.AsOf {
			continue
		}
		at := span{i - 1, i + 1}
		switch r.ts[i-1].text {
		case "since":
			if before(r.ts, i-1, 8, background) || r.drugBefore(i-1) {
				continue
			}
		case "in":
			if !r.everSince(i) {
				continue
			}
		default:
			continue
		}
		r.keep(onset, present, nil, at, 40)
		if d, ok := r.best["duration_days"]; ok && d.Value != nil && *d.Value < 180 {
			delete(r.best, "duration_days")
		}
		return
	}
}

// drugBefore reports a medicine in the eight words before token i.
func (r *reading) drugBefore(i int) bool {
	for k := i - 1; k >= 0 && k > i-9 && r.ts[k].mark != '.'; k-- {
		if r.drug(k) {
			return true
		}
	}
	return false
}

// everSince reports "has ached ever since" in the sentence of token i or the next.
func (r *reading) everSince(i int) bool {
	for k := i + 1; k+1 < len(r.ts) && r.ts[k].sentence <= r.ts[i].sentence+1; k++ {
		if r.ts[k].text == "ever" && r.ts[k+1].text == "since" {
			for j := k - 1; j >= 0 && j > k-10 && r.ts[j].mark != '.'; j-- {
				if complaint[r.ts[j].text] || troubles[r.ts[j].stem] {
					return true
				}
			}
		}
	}
	return false
}

// withinADay reads a trouble of a day or less, and a sudden one of the last days, as one
// that was at its worst within a day. "Tonight" alone dates nothing.
func (r *reading) withinADay() {
	const onset = "onset_within_one_day"
	d, ok := r.best["duration_days"]
	if _, said := r.best[onset]; said || !ok || d.Value == nil || d.rank == weak || r.p.kind[onset] != "yes_no" {
		return
	}
	sudden := r.best["sudden_onset"].Presence == present || r.best["pop_or_snap_felt"].Presence == present
	const lastDays = 7 // a sudden trouble told of later than this may have grown since
	if *d.Value > lastDays || *d.Value > 1 && !sudden || !sudden && datesNothing(r.text[d.Start:d.End]) {
		return
	}
	d.Finding, d.Value, d.rank = onset, nil, weak
	r.best[onset] = d
}

func datesNothing(spell string) bool {
	switch strings.ToLower(spell) {
	case "tonight", "this morning", "this evening", "this afternoon", "yesterday", "last night", "yesterday evening", "yesterday morning", "yesterday afternoon", "one night":
		return true
	}
	return false
}
