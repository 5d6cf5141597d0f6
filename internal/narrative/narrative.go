// Package narrative understands what people and clinicians write about a leg
// complaint, in English, without a network: phrases per finding, stemming, slips of
// the keyboard, negation and its scope, whose symptom it is, past against now,
// durations, age, sex, medicines, measurements and laboratory values.
//
// It reports what the words say and where, so that a person can see and correct it.
// It never concludes: what a finding means is for package assess.
package narrative

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// Mention is a finding understood from the text. Start and End are offsets in Unicode
// code points into the text, End exclusive.
type Mention struct {
	Finding  string
	Presence clinical.Presence
	Value    *float64 // measured findings, in the finding's unit
	Option   string
	Text     string // the words it was understood from
	Start    int
	End      int
}

// Understood is everything a text told, one mention per finding, in the order of the
// text.
type Understood struct {
	Person   clinical.Person // Age and Sex as far as the text tells
	Mentions []Mention
}

// Evidence returns the mentions as answers.
func (u *Understood) Evidence() clinical.Evidence {
	ev := make(clinical.Evidence, len(u.Mentions))
	for _, m := range u.Mentions {
		ev[m.Finding] = clinical.Answer{Presence: m.Presence, Value: m.Value, Option: m.Option}
	}
	return ev
}

// Parser understands texts. Safe for concurrent use.
type Parser struct {
	base     *kb.Base
	lexicon  *lexicon
	speller  *speller
	pharmacy *pharmacy
	lab      *laboratory
	kind     map[string]string // finding → kind
	habit    map[string]bool   // findings a person can stop: "quit smoking"
	history  map[string]bool   // findings about the past: "years ago" does not undo them
}

// New prepares a parser. The error names a phrase that cannot be read.
func New(base *kb.Base) (*Parser, error) {
	l, err := newLexicon(base)
	if err != nil {
		return nil, err
	}
	p := &Parser{base: base, lexicon: l, pharmacy: newPharmacy(base), lab: newLaboratory(base), kind: map[string]string{}, history: map[string]bool{}, habit: map[string]bool{}}
	targets, prose := vocabulary(base)
	p.speller = newSpeller(targets, prose)
	for w := range p.speller.known {
		l.learn(w)
	}
	for _, f := range base.Findings {
		p.kind[f.ID] = f.Kind
		p.habit[f.ID] = f.ID == "smoking_current" || f.Group == "habits" || f.ID == "alcohol_heavy"
		switch f.Group {
		case "history", "risk_and_context", "medicines", "about_you", "labs", "examination", "habits", "diet":
			p.history[f.ID] = true
		}
	}
	return p, nil
}

// vocabulary collects the words of phrases (what a slip may have meant) and of all
// prose (words that are spelled correctly).
func vocabulary(base *kb.Base) (targets, prose map[string]bool) {
	targets, prose = map[string]bool{}, map[string]bool{}
	collect := func(into map[string]bool, text string) {
		for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' }) {
			into[w] = true
		}
	}
	for _, f := range base.Findings {
		collect(prose, f.Question+" "+f.Why)
		if f.Phrases != nil {
			for _, list := range [][]string{f.Phrases.Lay, f.Phrases.Clinical, f.Phrases.Absent} {
				for _, s := range list {
					collect(targets, s)
				}
			}
		}
	}
	for _, words := range base.Lexicon {
		for _, w := range words {
			collect(targets, w)
		}
	}
	for _, c := range base.Conditions {
		collect(prose, strings.Join(append([]string{c.Name, c.PlainName, c.Summary, c.Notes, c.Urgency.Reason}, append(c.SelfCare, append(c.Treatment, c.DoNot...)...)...), " "))
	}
	for _, r := range base.RedFlags {
		collect(prose, r.Tells+" "+r.Why+" "+r.NearMiss)
	}
	for _, a := range base.Activities {
		collect(prose, strings.Join(append([]string{a.Name, a.Note}, append(a.Steps, a.Results...)...), " "))
	}
	for _, m := range base.Medicines {
		collect(prose, m.Name+" "+m.TellPerson)
		for _, d := range m.Drugs {
			collect(prose, d.Name+" "+strings.Join(d.Brands, " "))
		}
	}
	for w := range numberWords {
		prose[w] = true
	}
	for w := range relatives {
		prose[w] = true
	}
	collect(prose, everyday)
	return targets, prose
}

// Parse understands a text. Any text is accepted; what is not understood is left out.
func (p *Parser) Parse(text string) *Understood {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	ts := tokenize(text, p.lexicon.stem)
	for i := range ts {
		if t := &ts[i]; t.mark == 0 && !t.number {
			if w := p.speller.mend(t.text); w != "" {
				t.text, t.stem, t.filler = w, p.lexicon.stem(w), fillers[w]
			}
		}
	}
	p.lexicon.identify(ts)
	who := whose(ts)
	qs := quantities(ts)
	cues := negations(ts)

	r := &reading{p: p, text: text, ts: ts, best: map[string]ranked{}}
	p.lexicon.match(ts, func(h *hit) { r.phrase(h, cues, who) })
	r.sides(cues)
	r.medicines(cues, who)
	r.numbers(qs)
	u := &Understood{Mentions: r.mentions()}
	if years, _, ok := age(ts, qs, who); ok {
		u.Person.Age = &years
	}
	u.Person.Sex = sex(ts, who)
	if _, ok := r.best["pregnant"]; ok && r.best["pregnant"].Presence == clinical.Present {
		yes := true
		u.Person.Pregnant = &yes
		u.Person.Sex = clinical.Female
	}
	return u
}

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

// phrase judges one hit by what stands around it.
func (r *reading) phrase(h *hit, cues []negation, who teller) {
	f := h.phrase.finding
	if r.p.kind[f] != "yes_no" {
		return
	}
	familyFinding := strings.HasPrefix(f, "family_history")
	if !familyFinding && (who.family(r.ts, h) || who.writers(r.ts, h)) {
		return
	}
	if !r.p.history[f] && over(r.ts, h) || cueBefore(r.ts, h, feared, 7) || cueBefore(r.ts, h, conditional, 25) {
		return
	}
	no, torn := governed(r.ts, h, cues)
	if torn {
		return
	}
	if r.p.habit[f] && cueBefore(r.ts, h, ceased, 3) {
		no = true
	}
	if h.phrase.absent {
		if !no {
			r.keep(f, clinical.Absent, nil, h.span, 10+h.phrase.weight)
		}
		return
	}
	if no {
		r.keep(f, clinical.Absent, nil, h.span, h.phrase.weight)
		return
	}
	r.keep(f, clinical.Present, nil, h.span, 20+h.phrase.weight)
}

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
		if !who.family(r.ts, h) && !who.writers(r.ts, h) && !cueBefore(r.ts, h, feared, 4) && !cueBefore(r.ts, h, [][]string{{"allerg"}}, 4) {
			for _, f := range m.findings {
				rank := 2
				if pres == clinical.Present {
					rank = 22
				}
				r.keep(f, pres, nil, h.span, rank)
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
	return cueIn(r.ts, h.to, to, refused)
}

func (r *reading) numbers(qs []quantity) {
	for _, m := range measurements(r.ts, qs) {
		f := r.p.base.Finding(m.finding)
		if f == nil || f.Min != nil && m.value < *f.Min || f.Max != nil && m.value > *f.Max {
			continue
		}
		v := m.value
		r.keep(m.finding, clinical.Present, &v, m.span, 30)
	}
	if sys, s, ok := pressure(r.ts, qs); ok && r.p.base.Finding("low_blood_pressure") != nil {
		pres := clinical.Absent
		if sys < 90 {
			pres = clinical.Present
		}
		r.keep("low_blood_pressure", pres, nil, s, 30)
	}
	if days, s, ok := complaintDays(r.ts, qs, r.drug); ok && r.p.base.Finding("duration_days") != nil {
		r.keep("duration_days", clinical.Present, &days, s, 30)
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

// everyday words that are no slip of a phrase word.
const everyday = `about above after again against almost alone along already although always among another answer anything around asked away back because
become been before began behind being believe below beside besides better between beyond both bring brought called came cannot carry cause certain change
children clear close come common complete could couple course cover daily decided different doing done door down drive during each early eight either else end enough
even evening ever every everything example except family fast father feel felt few fifth find first five follow food former forward found four fourth free friend from front
full further gave general getting give given goes going gone good great ground group grow half hand happen hard having head health hear heard heart heavy held help here
high himself hold home hope horse hour house however hundred idea important inside instead into itself just keep kept kind knew know known large last late later least leave
left less letter life light like likely line little live lived local long look looked lost made main make making many matter maybe mean means might mind minute
moment money month more morning most mother move much must myself name near nearly need never next night nothing notice number often once only open order other
others over paper part particular past patient people perhaps person place plan play please point possible power present pretty problem public quite rather
reach read ready real really reason recent rest result return right room said same school second seem seen self send sense service seven several shall
short should show side since sister six sleep slow small some someone something soon sort sound south space spent start state still stop story street strong such
sudden sure table take taken talk tell than thank that their them then there these they thing think third this those though thought thousand three through time
today together told took toward town true trying turn twelve twenty under understand until upon usual usually very voice wait walk want warm watch water week
weekend weight well went were west what when where whether which while white whole whose wife will wind window wish with within without woman wonder word work worked world worth would
write written wrong yard year years yesterday young yours doctor doctors nurse hospital clinic appointment visit emergency department history presents presented examination physical`
