package app

import (
	"context"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
)

// Deed is one step that somebody asks for.
type Deed struct {
	Act     consult.Act
	Version int64            // of the consultation as it was seen; 0 for whatever it is
	Text    string           // of Ask, Answer, Write and Decline
	Section string           // of Write: what of the report it is about
	Correct bool             // of Write: a correction, not a comment
	To      string           // of HandOver: slug of the colleague
	Opinion *consult.Opinion // of Sign
}

// Reply does what the person's side may do: answer, agree, refuse, withdraw. A
// consult.Refusal says why not; errs.Conflict too when somebody changed it meanwhile;
// errs.Invalid with the field text; errs.NotFound.
func (x *Consultations) Reply(ctx context.Context, a Account, id string, d Deed) error {
	c, key, err := x.own(ctx, a, id)
	if err != nil {
		return err
	}
	actor := consult.Actor{Account: a.ID, Person: true}
	after, change, err := x.step(c, d, actor, "")
	if err != nil {
		return err
	}
	next := x.following(c, after)
	if d.Act == consult.Answer {
		note := consult.Writing{Kind: consult.Reply, Text: d.Text}
		if err := x.write(key, c, next, note, nil); err != nil {
			return err
		}
	}
	return x.change(ctx, a, c, next, ConsultationChange{Change: change}, d.Act)
}

// step asks the rules, after the version.
func (x *Consultations) step(c *KeptConsultation, d Deed, by consult.Actor, to string) (consult.Consultation, consult.Change, error) {
	if d.Version != 0 && d.Version != c.Version {
		return c.Consultation, consult.Change{}, errs.New(errs.Conflict, "the consultation has changed since you looked; look again")
	}
	return c.Step(d.Act, by, to, x.k.now())
}

// following is the consultation as the next version of it.
func (x *Consultations) following(c *KeptConsultation, after consult.Consultation) *KeptConsultation {
	next := *c
	next.Consultation, next.Version, next.ChangedAt = after, c.Version+1, x.k.now()
	return &next
}

// write adds to what was written and seals it again. with changes more; it may be nil.
func (x *Consultations) write(key *seal.Person, c, next *KeptConsultation, note consult.Writing, with func(*keptWriting) error) error {
	w, err := written(key, c)
	if err != nil {
		return err
	}
	if note.Kind != "" {
		note = note.Clean()
		if err := note.Check(); err != nil {
			return err
		}
		if len(w.Thread) >= consult.MaxWritings {
			return errs.New(errs.Conflict, "there are %d comments and questions already; sign, or give it back", len(w.Thread))
		}
		note.At = x.k.now()
		if note.Text != "" {
			w.Thread = append(w.Thread, note)
		}
	}
	if with != nil {
		if err := with(&w); err != nil {
			return err
		}
	}
	next.Written = c.Written + 1
	return x.seal(key, next, w)
}

// change stores a step, with what it leaves to be done.
func (x *Consultations) change(ctx context.Context, a Account, before, next *KeptConsultation, change ConsultationChange, act consult.Act) (err error) {
	change.Consultation = *next
	if change.By, err = x.k.audit(a.ID, next.Person, "consultation."+string(act)); err != nil {
		return err
	}
	change.By.Scope = next.Scope()
	if change.NewConsent, err = x.k.newID(); err != nil {
		return err
	}
	if err := x.afterStep(ctx, act, before, next, &change); err != nil {
		return err
	}
	defer x.k.wake()
	return x.k.store.ChangeConsultation(ctx, change)
}

// Qualified returns the practitioner of an account that may answer requests: the operator
// has checked a qualification of theirs that is valid now. errs.NotFound for other roles;
// errs.Forbidden while nothing is checked.
func (x *Consultations) Qualified(ctx context.Context, a Account) (PractitionerView, error) {
	if account.Role(a.Role) != account.Practitioner || a.DisabledAt != nil {
		return PractitionerView{}, noPractitioner()
	}
	v, err := x.practitioners.Of(ctx, a.ID)
	if errs.KindOf(err) == errs.NotFound && err != nil || err == nil && !v.Qualified {
		err = errs.New(errs.Forbidden, "a practitioner needs a profile and a qualification that the operator has checked")
	}
	return v, err
}

// theirs finds a consultation that a practitioner has to do with, and as whom they act.
// errs.NotFound alike for others and for what never was.
func (x *Consultations) theirs(ctx context.Context, a Account, id string) (c KeptConsultation, by consult.Actor, err error) {
	if c, err = x.k.store.Consultation(ctx, id); err != nil {
		return c, by, err
	}
	if err := x.settle(ctx, &c); err != nil {
		return c, by, err
	}
	queued := c.Stage == consult.Requested && c.To == "" && a.ID != c.Owner && a.ID != c.Not
	if !queued && a.ID != c.To && a.ID != c.Holder && a.ID != c.Next {
		return c, by, errs.New(errs.NotFound, "There is no such consultation.")
	}
	by = consult.Actor{Account: a.ID, Practitioner: true}
	_, err = x.k.store.ConsentFor(ctx, c.Person, a.ID, c.Scope(), x.k.now())
	by.Consent = err == nil
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return c, by, err
	}
	by.Standing, err = x.k.store.StandingConsent(ctx, c.Person, c.Scope(), x.k.now())
	return c, by, err
}

// Do does what a practitioner may do. A consult.Refusal says why not; errs.Conflict too
// when somebody changed it meanwhile; errs.Invalid with the field text, section, to, level,
// cause or opinion; errs.NotFound; errs.Forbidden without a checked qualification.
func (x *Consultations) Do(ctx context.Context, a Account, id string, d Deed) error {
	me, err := x.Qualified(ctx, a)
	if err != nil {
		return err
	}
	c, by, err := x.theirs(ctx, a, id)
	if err != nil {
		return err
	}
	to, err := x.colleague(ctx, d)
	if err != nil {
		return err
	}
	after, change, err := x.step(&c, d, by, to)
	if err != nil {
		return err
	}
	next := x.following(&c, after)
	deed := ConsultationChange{Change: change}
	if note, writes := d.note(me.Name); writes && by.Consent {
		_, key, err := x.k.reachByConsent(ctx, a, c.Person, c.Scope(), "consultation.read")
		if err != nil {
			return err
		}
		with := func(w *keptWriting) error { return nil }
		if d.Act == consult.Sign {
			with = func(w *keptWriting) (err error) {
				deed.Count, err = x.sign(ctx, a, me, key, &c, w, d.Opinion)
				return err
			}
		}
		if err := x.write(key, &c, next, note, with); err != nil {
			return err
		}
	}
	return x.change(ctx, a, &c, next, deed, d.Act)
}

// colleague finds whom HandOver is to.
func (x *Consultations) colleague(ctx context.Context, d Deed) (string, error) {
	if d.Act != consult.HandOver || d.To == "" {
		return "", nil
	}
	v, err := x.practitioners.BySlug(ctx, d.To)
	if errs.KindOf(err) == errs.NotFound && err != nil {
		err = errs.Field("to", "is no colleague who takes requests")
	}
	return v.Account, err
}

// note is what a deed writes, if it writes anything.
func (d *Deed) note(by string) (consult.Writing, bool) {
	w := consult.Writing{By: by, Text: d.Text, Section: d.Section}
	switch d.Act {
	case consult.Ask:
		w.Kind, w.Section = consult.Question, ""
	case consult.Write:
		w.Kind = consult.Comment
		if d.Correct {
			w.Kind = consult.Correction
		}
	case consult.Decline:
		w.Kind, w.Section = consult.Reason, ""
	case consult.Sign:
		return consult.Writing{}, true
	default:
		return w, false
	}
	return w, true
}
