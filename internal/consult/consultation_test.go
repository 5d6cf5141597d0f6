package consult_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
)

var start = time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)

// The people of the exploration. The owner is a practitioner too, which must not help.
const owner, first, one, other = "owner", "first", "one", "other"

var practitioners = []string{owner, first, one, other}

// world is a consultation with the consents that are open.
type world struct {
	c        consult.Consultation
	consents [4]bool // by place in practitioners
	waiting  bool    // a consent to whoever takes it
}

func place(account string) int {
	for i, p := range practitioners {
		if p == account {
			return i
		}
	}
	return -1
}

func (w world) standing() bool { return w.waiting || w.consents != [4]bool{} }

func (w world) consent(account string) bool { return account != "" && w.consents[place(account)] }

// move is one thing that can happen.
type move struct {
	act  consult.Act
	by   consult.Actor
	to   string
	late bool // after the limit of the stage
}

func (m move) String() string {
	return fmt.Sprintf("%s by %+v to %q, late %v", m.act, m.by, m.to, m.late)
}

// moves are all that anybody could try.
func (w world) moves() (out []move) {
	standing := w.standing()
	for _, a := range consult.Acts {
		actors := []consult.Actor{{}, {Account: owner, Person: true}, {Account: "stranger"}, {Account: "", Practitioner: true}, {Account: one, Person: true, Practitioner: true, Consent: true}}
		for _, p := range practitioners {
			actors = append(actors, consult.Actor{Account: p, Practitioner: true, Consent: w.consent(p), Standing: standing}, consult.Actor{Account: p})
		}
		for _, by := range actors {
			for _, late := range []bool{false, true} {
				if a != consult.HandOver {
					out = append(out, move{a, by, "", late})
					continue
				}
				for _, to := range append([]string{""}, practitioners...) {
					out = append(out, move{a, by, to, late})
				}
			}
		}
	}
	return out
}

func (w world) do(m move) (world, error) {
	now := start
	if m.late {
		now = w.c.Due
	}
	after, change, err := w.c.Step(m.act, m.by, m.to, now)
	if err != nil {
		return world{after, w.consents, w.waiting}, err
	}
	if !change.All && (change.Grant != "" || change.Wait) && !w.standing() {
		return w, fmt.Errorf("%s makes a consent out of none", m)
	}
	w.c = after
	if change.All {
		w.consents, w.waiting = [4]bool{}, false
	}
	if change.End != "" {
		w.consents[place(change.End)] = false
		w.waiting = change.Wait
	}
	if change.Grant != "" {
		w.consents[place(change.Grant)], w.waiting = true, false
	}
	return w, nil
}

// key forgets how late it is, so that there are finitely many.
func (w world) key() world {
	w.c.Due, w.c.Until = time.Time{}, time.Time{}
	return w
}

func beginnings(t *testing.T) (out []world) {
	for _, c := range []consult.Consultation{
		{Sort: consult.Validation, Owner: owner},
		{Sort: consult.Validation, Owner: owner, To: one},
		{Sort: consult.SecondOpinion, Owner: owner, Not: first},
		{Sort: consult.SecondOpinion, Owner: owner, Not: first, To: one},
	} {
		c.Until = start.Add(90 * 24 * time.Hour)
		c, err := consult.Request(c, start)
		if err != nil {
			t.Fatal(err)
		}
		w := world{c: c}
		if c.To != "" { // the person has said yes to this one
			w.consents[place(c.To)] = true
		}
		w.waiting = c.To == ""
		out = append(out, w)
	}
	return out
}

// explore visits every state that any order of moves can reach, and calls visit for every
// move from each of them. Besides, a person may end any consent at any time.
func explore(t *testing.T, visit func(from world, m move, to world, err error)) map[world][]world {
	t.Helper()
	graph := map[world][]world{}
	var todo []world
	reach := func(w world) {
		if _, known := graph[w.key()]; !known {
			graph[w.key()] = nil
			todo = append(todo, w)
		}
	}
	for _, w := range beginnings(t) {
		reach(w)
	}
	for len(todo) > 0 {
		w := todo[0]
		todo = todo[1:]
		for _, m := range w.moves() {
			after, err := w.do(m)
			visit(w, m, after, err)
			if err == nil {
				after.c.Until = w.c.Until
				reach(after)
				graph[w.key()] = append(graph[w.key()], after.key())
			}
		}
		revoked := w
		revoked.consents, revoked.waiting = [4]bool{}, false
		reach(revoked)
	}
	return graph
}

// There is one way to a validated report: the practitioner who holds it, with the person's
// consent, signs it; and of a signed one nothing changes any more.
func TestNothingIsValidatedWithoutBeingSigned(t *testing.T) {
	signed := 0
	graph := explore(t, func(from world, m move, to world, err error) {
		if from.c.Validated() && err == nil {
			t.Errorf("%s changes what was signed", m)
		}
		if !to.c.Validated() || from.c.Validated() {
			return
		}
		signed++
		if err != nil || m.act != consult.Sign || m.by.Account != from.c.Holder || !m.by.Practitioner || m.by.Person || !from.consent(m.by.Account) ||
			m.by.Account == owner || from.c.Sort == consult.SecondOpinion && m.by.Account == first {
			t.Errorf("validated by %s from %+v, %v", m, from, err)
		}
	})
	if signed == 0 {
		t.Error("nothing is ever signed")
	}
	t.Logf("%d states", len(graph))
	for w := range graph {
		if w.c.Validated() && (w.c.Holder == "" || w.c.Stage != consult.Signed) {
			t.Errorf("validated by nobody: %+v", w)
		}
	}
}

// In no state does anybody see anything without an open consent; nobody who is not asked,
// does not hold it or wrote the first opinion has one; and an end without a signature leaves none.
func TestNobodySeesWithoutConsent(t *testing.T) {
	seen := map[consult.Sight]int{}
	for w := range explore(t, func(world, move, world, error) {}) {
		for _, p := range practitioners {
			sight := w.c.Sight(p, w.consent(p))
			seen[sight]++
			if sight != consult.Nothing && !w.consent(p) || w.c.Sight(p, false) != consult.Nothing {
				t.Errorf("%s sees %v without consent: %+v", p, sight, w)
			}
			if sight == consult.Everything && w.c.Sort == consult.SecondOpinion && w.c.Stage != consult.Signed {
				t.Errorf("%s is not blind: %+v", p, w)
			}
			asked := w.c.Stage == consult.Requested && p == w.c.To
			if w.consent(p) && !asked && p != w.c.Holder {
				t.Errorf("%s has consent and nothing to do with it: %+v", p, w)
			}
			if (p == owner || w.c.Sort == consult.SecondOpinion && p == first) && w.consent(p) {
				t.Errorf("%s has consent: %+v", p, w)
			}
			if w.consent(p) && !w.c.Stage.Open() && w.c.Stage != consult.Signed {
				t.Errorf("%s still has consent: %+v", p, w)
			}
		}
		if w.c.Sight("", true) != consult.Nothing {
			t.Errorf("nobody sees something: %+v", w)
		}
	}
	if seen[consult.SaidOnly] == 0 || seen[consult.Everything] == 0 {
		t.Errorf("sights %v", seen)
	}
}

// What may not be done is refused with a reason, changes nothing and grants nothing.
func TestWhatMayNotBeDoneIsRefused(t *testing.T) {
	met := map[consult.Refusal]bool{}
	explore(t, func(from world, m move, to world, err error) {
		if err == nil {
			return
		}
		var why consult.Refusal
		if !errors.As(err, &why) || why.Error() == "" || errs.KindOf(err) != errs.Conflict && errs.KindOf(err) != errs.Forbidden {
			t.Fatalf("%s: %v", m, err)
		}
		met[why] = true
		if to != from {
			t.Fatalf("%s was refused and changed %+v to %+v", m, from, to)
		}
	})
	for _, why := range []consult.Refusal{consult.RefusedOver, consult.RefusedStage, consult.RefusedActor, consult.RefusedConsent, consult.RefusedSelf,
		consult.RefusedFirst, consult.RefusedAgreement, consult.RefusedColleague, consult.RefusedEarly} {
		if !met[why] {
			t.Errorf("%s never happens", why)
		}
	}
	if _, _, err := (consult.Consultation{Stage: consult.Requested}).Step("dance", consult.Actor{}, "", start); !errors.Is(err, consult.RefusedStage) {
		t.Errorf("an act nobody knows: %v", err)
	}
}

// Every stage is reached, every open one has a way to each end the person cares for, and
// every open stage ends by itself when nobody does anything.
func TestEveryConsultationEnds(t *testing.T) {
	graph := explore(t, func(world, move, world, error) {})
	met := map[consult.Stage]bool{}
	for w := range graph {
		met[w.c.Stage] = true
		if !w.c.Stage.Open() {
			continue
		}
		late := w
		late.c.Until = start.Add(90 * 24 * time.Hour)
		for n := 0; late.c.Stage.Open(); n++ {
			late.c.Due = start
			after, _, err := late.c.Step(consult.Expire, consult.Actor{}, "", start)
			if err != nil || n > 2 {
				t.Fatalf("does not end: %+v, %v", w, err)
			}
			late.c = after
		}
		if _, _, err := w.c.Step(consult.Withdraw, consult.Actor{Account: owner, Person: true}, "", start); err != nil {
			t.Errorf("cannot be withdrawn: %+v, %v", w, err)
		}
	}
	for _, s := range consult.Stages {
		if !met[s] {
			t.Errorf("stage %s is never reached", s)
		}
	}
}

func TestLimitsOfTime(t *testing.T) {
	day := 24 * time.Hour
	c, err := consult.Request(consult.Consultation{Sort: consult.Validation, Owner: owner, Until: start.Add(10 * day)}, start)
	if err != nil || !c.Due.Equal(start.Add(7*day)) {
		t.Fatalf("%+v, %v", c, err)
	}
	if c.Soon(start.Add(5*day-time.Second)) || !c.Soon(start.Add(5*day)) || c.Waits() != consult.PractitionerActs {
		t.Errorf("reminders of %+v", c)
	}
	later := start.Add(6 * day)
	by := consult.Actor{Account: one, Practitioner: true, Consent: true, Standing: true}
	c, _, err = c.Step(consult.Accept, by, "", later)
	if err != nil || !c.Due.Equal(c.Until) { // no stage is longer than the consent
		t.Fatalf("%+v, %v", c, err)
	}
	c, _, err = c.Step(consult.HandOver, by, other, later)
	if err != nil || !c.Due.Equal(later.Add(3*day)) || c.Waits() != consult.PractitionerActs {
		t.Fatalf("%+v, %v", c, err)
	}
	back, _, err := c.Step(consult.Expire, consult.Actor{}, "", c.Due)
	if err != nil || back.Stage != consult.Accepted || back.Holder != one {
		t.Errorf("a hand-over nobody took: %+v, %v", back, err)
	}
	over, _, err := back.Step(consult.Expire, consult.Actor{}, "", c.Until)
	if err != nil || over.Stage != consult.Expired {
		t.Errorf("after the consent: %+v, %v", over, err)
	}
	for field, c := range map[string]consult.Consultation{
		"sort":  {Sort: "x", Until: start.Add(day)},
		"until": {Sort: consult.Validation, Until: start},
		"to":    {Sort: consult.Validation, Owner: owner, To: owner, Until: start.Add(day)},
	} {
		_, err := consult.Request(c, start)
		var e *errs.Error
		if !errors.As(err, &e) || e.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}
