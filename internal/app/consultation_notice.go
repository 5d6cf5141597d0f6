package app

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/diary"
)

// Words that notices about consultations begin with: those to the person's side, and those
// to a practitioner.
const (
	toPerson       = "consultation"
	toPractitioner = "consulting"
)

// endKind are jobs that end a stage whose time is over, also when nobody opens a page.
const endKind = "consultation.end"

// overWorth is for how long it is worth telling that a consultation has ended.
const overWorth = 7 * 24 * time.Hour

// tiding is one thing that one account is told. Nobody's is that of the empty account.
type tiding struct{ account, word, what string }

// tidingOf is what a step tells, and whom; no act is the request itself. A comment, an
// agreement to nothing new and a withdrawal tell nobody anything.
func tidingOf(act consult.Act, c *KeptConsultation) tiding {
	person := func(what string) tiding { return tiding{c.Account, toPerson, what} }
	switch {
	case act == "":
		return tiding{c.To, toPractitioner, "requested"}
	case act == consult.Accept:
		return person("accepted")
	case act == consult.Ask:
		return person("asked")
	case act == consult.Answer:
		return tiding{c.Holder, toPractitioner, "answered"}
	case act == consult.Sign:
		return person("signed")
	case c.Stage == consult.Declined:
		return person("declined")
	case c.Stage == consult.Expired:
		return person("expired")
	case act == consult.HandOver && !c.Agreed:
		return person("handed_over")
	case act == consult.HandOver, act == consult.Agree:
		return tiding{c.Next, toPractitioner, "handed_over"}
	}
	return tiding{}
}

// acts is whom a consultation waits for, to be reminded before its stage ends. A request
// to anybody waits for nobody in particular.
func (c *KeptConsultation) acts() tiding {
	switch {
	case c.Waits() == consult.PersonActs:
		return tiding{c.Account, toPerson, "soon"}
	case c.Waits() == consult.NobodyActs:
		return tiding{}
	case c.Stage == consult.Requested:
		return tiding{c.To, toPractitioner, "soon"}
	case c.Stage == consult.HandedOver:
		return tiding{c.Next, toPractitioner, "soon"}
	}
	return tiding{c.Holder, toPractitioner, "soon"}
}

// jobs are what a step leaves to be done: telling of it, reminding once before the stage
// ends, and ending it. Who cannot be reached is told nothing, and nobody is once the
// person has ended the consent by hand. The ids are those of the step and of the end of
// the stage: the same is never told twice.
func (x *Consultations) jobs(ctx context.Context, act consult.Act, c *KeptConsultation) (out []Job, err error) {
	now := x.k.now().UTC()
	if c.Stage.Open() {
		end, err := x.endJob(ctx, c, now)
		if err != nil {
			return nil, err
		}
		out = append(out, end)
	}
	tell := func(t tiding, at, until time.Time, ids ...string) {
		person := c.Person
		if t.word == toPractitioner {
			person = x.k.ownPerson(ctx, t.account)
		}
		if t.account == "" || person == "" {
			return
		}
		n := Notice{What: t.word + "." + t.what, About: c.ID, Sequence: c.Due.UnixMicro(), Until: until, MayStop: true}
		if j, err := x.k.noticeJob(ctx, t.account, person, diary.DerivedID(append(ids, t.word, t.what, t.account)...), at, n); err == nil {
			out = append(out, j)
		}
	}
	until := now.Add(overWorth)
	if c.Stage.Open() {
		until = c.Due
	}
	tell(tidingOf(act, c), now, until, c.ID, strconv.FormatInt(c.Version, 10))
	if at := c.Due.Add(-consult.RemindBefore); at.After(now) {
		tell(c.acts(), at, c.Due, c.ID, dueText(c))
	}
	return out, nil
}

func dueText(c *KeptConsultation) string { return strconv.FormatInt(c.Due.UnixMicro(), 10) }

// endJob ends the stage at its time.
func (x *Consultations) endJob(ctx context.Context, c *KeptConsultation, now time.Time) (Job, error) {
	p, err := x.k.store.Person(ctx, c.Person)
	if err != nil {
		return Job{}, err
	}
	key, err := x.k.open(ctx, p)
	if err != nil {
		return Job{}, err
	}
	j := Job{ID: diary.DerivedID(c.ID, dueText(c), endKind), Kind: endKind, Person: c.Person, RunAt: c.Due, NextAt: soonest(c.Due, now)}
	plain, err := json.Marshal(sending{Account: c.Account, Notice: &Notice{What: endKind, About: c.ID, Until: c.Due}})
	if err == nil {
		j.Payload, err = key.Seal(x.k.rand, j.Label(), plain)
	}
	return j, err
}

// end ends the stage of a consultation when it is over, and is done with that either way:
// a later stage has a job of its own.
func (r *Reminders) end(ctx context.Context, j Job, what sending) error {
	if now := r.k.now(); j.RunAt.After(now) {
		j.NextAt = soonest(j.RunAt, now)
		return r.k.store.ChangeReminder(ctx, ReminderChange{Taken: &j})
	}
	c, err := r.k.store.Consultation(ctx, what.Notice.About)
	if err == nil {
		err = NewConsultations(r.k, nil).settle(ctx, &c)
	}
	if err != nil {
		return err
	}
	return r.giveBack(ctx, j, true)
}

// consented reports that the person has not ended the consent by hand: it holds, or held
// up to the end of the stage.
func (x *Consultations) consented(ctx context.Context, c *KeptConsultation) (bool, error) {
	at := x.k.now()
	if !at.Before(c.Due) {
		at = c.Due.Add(-time.Microsecond)
	}
	return x.k.store.StandingConsent(ctx, c.Person, c.Scope(), at)
}

// announce words a notice about a consultation, for the person's side or a practitioner:
// where to look and until when, and neither whom nor what it is about.
func (x *Consultations) announce(ctx context.Context, account, _ string, n Notice) (Message, error) {
	c, err := x.k.store.Consultation(ctx, n.About)
	if err != nil || c.Due.UnixMicro() != n.Sequence || !c.true(account, n.What) {
		return Message{}, notTrue(err)
	}
	if c.Stage.Open() {
		standing, err := x.k.store.StandingConsent(ctx, c.Person, c.Scope(), x.k.now())
		if err != nil || !standing {
			return Message{}, notTrue(err)
		}
	}
	m := Message{Link: "/consultations/" + c.ID}
	word, what, _ := strings.Cut(n.What, ".")
	if word == toPractitioner {
		m.Link = "/practice/consultations/" + c.ID
	}
	if c.Stage.Open() && what != "accepted" {
		m.When = c.Due
	}
	return m, nil
}

// true reports that a notice to an account still says how things stand.
func (c *KeptConsultation) true(account, what string) bool {
	for _, act := range []consult.Act{"", consult.Accept, consult.Ask, consult.Answer, consult.Sign, consult.Decline, consult.HandOver} {
		if t := tidingOf(act, c); t.account == account && t.word+"."+t.what == what && stageOf[t.what] == c.Stage {
			return true
		}
	}
	t := c.acts()
	return t.account == account && t.word+"."+t.what == what
}

// stageOf is the stage in which a tiding is true.
var stageOf = map[string]consult.Stage{"requested": consult.Requested, "accepted": consult.Accepted, "asked": consult.Asked, "answered": consult.Answered,
	"handed_over": consult.HandedOver, "signed": consult.Signed, "declined": consult.Declined, "expired": consult.Expired}

// afterStep is a step with what it leaves to be done.
func (x *Consultations) afterStep(ctx context.Context, act consult.Act, before, next *KeptConsultation, change *ConsultationChange) error {
	consented, err := x.consented(ctx, before)
	if err != nil {
		return err
	}
	jobs, err := x.jobs(ctx, act, next)
	if err != nil {
		return err
	}
	for _, j := range jobs {
		if consented || j.Kind == endKind {
			change.Add = append(change.Add, j)
		}
	}
	return nil
}
