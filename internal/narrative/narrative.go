// Package narrative understands what people and clinicians write about a leg
// complaint, in English, without a network: phrases per finding, stemming, slips of
// the keyboard, negation and its scope, whose symptom it is, past against now,
// durations, age, sex, medicines, measurements and laboratory values.
//
// It reports what the words say and where, so that a person can see and correct it.
// It never concludes: what a finding means is for package assess.
package narrative

import (
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
	Other    bool            // it is told of somebody else than the writer
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
	illness  map[string]bool   // findings of a known illness: "could it be gout?" is none
	history  map[string]bool   // findings about the past: "years ago" does not undo them
}

// New prepares a parser. The error names a phrase that cannot be read.
func New(base *kb.Base) (*Parser, error) {
	p := &Parser{base: base, kind: map[string]string{}, history: map[string]bool{}, habit: map[string]bool{}, illness: map[string]bool{}}
	done := make(chan struct{})
	go func() { // beside the phrases, which take about as long
		defer close(done)
		p.pharmacy, p.lab = newPharmacy(base), newLaboratory(base)
		p.speller = newSpeller(vocabulary(base))
	}()
	l, err := newLexicon(base)
	<-done
	if err != nil {
		return nil, err
	}
	p.lexicon = l
	for _, f := range base.Findings {
		p.kind[f.ID] = f.Kind
		p.habit[f.ID] = f.ID == "smoking_current" || f.Group == "habits" || f.ID == "alcohol_heavy"
		p.illness[f.ID] = f.Problem || f.Group == "history" || f.ID == "cancer_history"
		switch f.Group {
		case "history", "risk_and_context", "medicines", "about_you", "labs", "examination", "habits", "diet":
			p.history[f.ID] = true
		}
	}
	return p, nil
}

// Parse understands a text. Any text is accepted; what is not understood is left out.
func (p *Parser) Parse(text string) *Understood { return p.ParseFor(text, clinical.Person{}) }

// ParseFor understands a text about a person of whom age or sex are known already.
// Findings that cannot apply to such a person are left out: a limp is a child's sign
// only in a child.
func (p *Parser) ParseFor(text string, known clinical.Person) *Understood {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	ts := expand(text, tokenize(text, p.lexicon.stem), p.lexicon.stem)
	for i := range ts {
		if t := &ts[i]; t.mark == 0 && !t.number {
			if w := p.speller.mend(t.text); w != "" {
				t.text, t.stem, t.filler = w, p.lexicon.stem(w), fillers[w]
			}
		}
	}
	oneOfTwo(ts, p.lexicon.stem)
	neitherNor(ts, p.lexicon.stem)
	p.lexicon.identify(ts)
	openings(ts)
	who := whose(ts)
	qs := quantities(ts)
	cues := negations(ts)

	r := &reading{p: p, text: text, ts: ts, best: map[string]ranked{}, denied: map[string][]span{}}
	r.phrases(cues, who)
	r.contrasts()
	r.swelling(cues)
	r.itHurts(cues)
	r.cannotStand(who)
	if r.painless(cues, who) {
		r.numbWhereItHurts()
	} else {
		r.withoutPain()
		r.awakeUnhurt()
	}
	r.sides(cues)
	r.medicines(cues, who)
	r.numbers(qs)
	r.sinceYear()
	r.steps()
	r.soreLater()
	r.newOnOld()
	r.withinADay()
	r.atNight()
	r.oneAtATime()
	r.crampsAtNight()
	r.crampPlace()
	r.weeksGone(qs, who)
	r.fidgetsInBed()
	r.oneOfMany()
	r.belonging()
	r.limps(cues, who)
	u := &Understood{Other: who.other(ts)}
	if years, _, ok := age(ts, qs, who); ok {
		u.Person.Age = &years
	} else if years, ok := schoolAge(ts, who); ok {
		u.Person.Age = &years
	}
	u.Person.Sex = sex(ts, who)
	if _, ok := r.best["pregnant"]; ok && r.best["pregnant"].Presence == clinical.Present {
		yes := true
		u.Person.Pregnant = &yes
		u.Person.Sex = clinical.Female
	}
	person := u.Person
	if known.Age != nil {
		person.Age = known.Age
	}
	if known.Sex != "" && known.Sex != clinical.Unknown {
		person.Sex = known.Sex
	}
	child := children[who.patient] && !grown(ts)
	for id := range r.best {
		if !applies(p.base.Finding(id).OnlyFor, person, child) {
			delete(r.best, id)
		}
	}
	u.Mentions = r.mentions()
	return u
}

// adult is the age from which nothing of a child's applies when the age is unknown.
const adult = 17

// applies reports whether a finding can be told of such a person. Without an age, what
// only children have needs a child in the story.
func applies(o *kb.Only, p clinical.Person, child bool) bool {
	switch {
	case o == nil:
		return true
	case o.Sex != "" && (p.Sex == clinical.Female || p.Sex == clinical.Male) && string(p.Sex) != o.Sex:
		return false
	case p.Age == nil:
		return o.MaxAge == nil || *o.MaxAge > adult || child
	}
	return (o.MinAge == nil || *p.Age >= *o.MinAge) && (o.MaxAge == nil || *p.Age < *o.MaxAge)
}
