package narrative

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

const (
	present = clinical.Present
	absent  = clinical.Absent
)

// reading collects the best mention per finding.
type reading struct {
	p    *Parser
	text string
	ts   []token
	best map[string]ranked

	denied map[string][]span // finding → where a phrase of its own denies it
	others []told            // findings told of somebody else
}

// told is a finding told of somebody else, with its place.
type told struct {
	finding string
	span
	writer bool // told of the writer of a story about somebody else
}

type ranked struct {
	Mention
	rank int // presence beats absence, longer phrases beat shorter ones
}

func (r *reading) keep(finding string, pres clinical.Presence, v *float64, s span, rank int) {
	if old, ok := r.best[finding]; ok && (old.rank > rank || old.rank == rank && old.Start <= r.ts[s.from].start) {
		return
	}
	r.best[finding] = ranked{Mention{Finding: finding, Presence: pres, Value: v, Start: r.ts[s.from].start, End: r.ts[s.to-1].end}, rank}
}

// phrases judges every hit; those of phrases that deny a finding first, because words
// within them deny it too: "kidney function normal" is no "kidney function".
func (r *reading) phrases(cues []negation, who teller) {
	var later []hit
	r.p.lexicon.match(r.ts, func(h *hit) {
		if h.phrase.absent {
			r.phrase(h, cues, who)
			return
		}
		if old, ok := r.best[h.phrase.finding]; ok && old.rank >= 20+h.phrase.weight && old.Start <= r.ts[h.from].start {
			return
		}
		c := *h
		c.words = append([]span(nil), h.words...)
		later = append(later, c)
	})
	for i := range later {
		r.phrase(&later[i], cues, who)
	}
}

// phrase judges one hit by what stands around it.
func (r *reading) phrase(h *hit, cues []negation, who teller) {
	f := h.phrase.finding
	if r.p.kind[f] != "yes_no" {
		return
	}
	if !h.phrase.absent {
		if old, ok := r.best[f]; ok && old.rank >= 20+h.phrase.weight && old.Start <= r.ts[h.from].start {
			return
		}
		for _, d := range r.denied[f] {
			if d.from <= h.from && h.to <= d.to {
				return
			}
		}
	}
	familyFinding := strings.HasPrefix(f, "family_history")
	if familyFinding && who.patient != "" && (r.aged(h, who.patient) || r.followed(h, who.patient)) {
		return // the relative is the patient
	}
	if !familyFinding {
		if writer := who.writers(r.ts, h); writer || who.family(r.ts, h) {
			if !h.phrase.absent {
				r.others = append(r.others, told{f, h.span, writer})
			}
			return
		}
	}
	if !r.p.history[f] && (over(r.ts, h) || healed(r.ts, h)) || fearedBefore(r.ts, h) || cueBefore(r.ts, h, conditional, 25) {
		return
	}
	if (speaksOf("recent_injury recent_surgery recent_joint minor_injury twisting_injury hard_blow", f) || h.says(r.ts, hurtThen)) && r.yearsBack(h) {
		return
	}
	if (r.p.history[f] || events[f]) && cueBefore(r.ts, h, polled, 8) {
		return
	}
	if speaksOf("recent_injury minor_injury previous_knee twisting", f) && cueBefore(r.ts, h, guessed, 6) {
		return
	}
	if r.asks(h) || r.questioned(h) || simile(r.ts, h) || otherSense(r.ts, h) || onlyWeeps(r.ts, h, who) || h.phrase.absent && otherLeg(r.ts, h) {
		return
	}
	if (f == "pregnant" || f == "pregnancy_or_postpartum") && cueBefore(r.ts, h, earlier, 4) {
		return
	}
	no, torn := governed(r.ts, h, cues)
	if torn {
		return
	}
	if r.p.habit[f] && cueBefore(r.ts, h, ceased, 3) {
		no = true
	}
	if r.p.history[f] && (speaksOf("takes_ diuretic_use statin_or", f) || r.drug(h.from)) {
		if r.onlyNamed(h) || onceTaken(r.ts, h) || notDaily(r.ts, h, f) {
			return
		}
		no = no || r.stopped(h)
	}
	if h.phrase.absent {
		if !no {
			r.denied[f] = append(r.denied[f], h.span)
			r.keep(f, clinical.Absent, nil, h.span, 10+h.phrase.weight)
		}
		return
	}
	if no {
		if !(speaksOf("relieved_by eased_by relief_", f) && r.unable(h)) {
			r.keep(f, clinical.Absent, nil, h.span, h.phrase.weight)
		}
		return
	}
	r.keep(f, clinical.Present, nil, h.span, 20+h.phrase.weight)
}

// aged reports that the relative named in the hit is introduced with an age, as the
// person of the story is: "my mum is 77 and has terrible cramps".
func (r *reading) aged(h *hit, relative string) bool {
	for i := h.from; i < h.to; i++ {
		if r.ts[i].text != relative {
			continue
		}
		for k := i + 1; k < len(r.ts) && k < i+5; k++ {
			if r.ts[k].number {
				return true
			}
		}
	}
	return false
}

// followed reports that a story goes on about the relative named in the hit: "my dad gets
// cramps. He rubs his calves".
func (r *reading) followed(h *hit, relative string) bool {
	if children[relative] || !h.saysOne(r.ts, relative) {
		return false
	}
	for i := h.to; i < len(r.ts); i++ {
		if hasWord("he she his her him", r.ts[i].text) {
			return true
		}
	}
	return false
}

// unable reports a hit that only says what could not be done: "when I couldn't walk".
func (r *reading) unable(h *hit) bool {
	for i := h.from; i+1 < h.to; i++ {
		if hasWord("can could", r.ts[i].text) && r.ts[i+1].text == "not" {
			return true
		}
	}
	return false
}

func (r *reading) numbers(qs []quantity) {
	for _, m := range measurements(r.ts, qs) {
		f := r.p.base.Finding(m.finding)
		if f == nil || f.Min != nil && m.value < *f.Min || f.Max != nil && m.value > *f.Max {
			continue
		}
		r.number(f, m.value, m.span)
	}
	if sys, s, ok := pressure(r.ts, qs); ok && r.p.base.Finding("low_blood_pressure") != nil {
		pres := clinical.Absent
		if sys < 90 {
			pres = clinical.Present
		}
		r.keep("low_blood_pressure", pres, nil, s, 30)
	}
	if days, s, ok := complaintDays(r.ts, qs, r.drug); ok && r.p.base.Finding("duration_days") != nil {
		r.number(r.p.base.Finding("duration_days"), days, s)
	}
	for _, res := range r.p.lab.results(r.text, r.ts, qs) {
		for _, f := range r.p.lab.findings[res.analyte.ID] {
			pres := clinical.Absent
			if f.Result.Above != nil && res.value > *f.Result.Above || f.Result.Below != nil && res.value < *f.Result.Below {
				pres = clinical.Present
			}
			if pres == clinical.Absent && (res.bound == '>' && f.Result.Above != nil || res.bound == '<' && f.Result.Below != nil) {
				continue // an open bound on the wrong side settles nothing
			}
			r.keep(f.ID, pres, nil, res.span, 30)
		}
	}
}

// number keeps a measured value with what it settles by itself: a temperature of 38.9
// is a fever. Words outweigh a number that speaks against them.
func (r *reading) number(f *kb.Finding, v float64, s span) {
	r.keep(f.ID, clinical.Present, &v, s, 30)
	for _, l := range f.Links {
		if l.GTE != nil && v < *l.GTE || l.LT != nil && v >= *l.LT || r.p.kind[l.Finding] != "yes_no" {
			continue
		}
		rank := 9
		if l.Presence == "present" {
			rank = 20
		}
		r.keep(l.Finding, clinical.Presence(l.Presence), nil, s, rank)
	}
}

// mentions sorts by place and turns byte offsets into code points.
func (r *reading) mentions() []Mention {
	out := make([]Mention, 0, len(r.best))
	for _, m := range r.best {
		out = append(out, m.Mention)
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Start != out[j].Start {
			return out[i].Start < out[j].Start
		}
		return out[i].Finding < out[j].Finding
	})
	points, at := 0, 0
	to := func(b int) int {
		if b < at {
			points, at = 0, 0
		}
		points += utf8.RuneCountInString(r.text[at:b])
		at = b
		return points
	}
	for i := range out {
		m := &out[i]
		m.Text = r.text[m.Start:m.End]
		start := to(m.Start)
		m.Start, m.End = start, start+utf8.RuneCountInString(m.Text)
	}
	return out
}
