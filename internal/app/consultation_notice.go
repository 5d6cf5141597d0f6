package app

import (
	"context"
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

// tidingsOf are what a step tells, and whom: the other side of who acted, and both when it
// was the clock. by is who acted; no act is the request itself. before and c are the
// consultation before and after. A comment tells nobody anything: it is read once it is signed.
func tidingsOf(act consult.Act, by string, before, c *KeptConsultation) []tiding {
	switch {
	case act == "":
		return c.tells(c.To, "requested")
	case act == consult.Sign:
		return c.tellsPerson("signed")
	case c.Stage == consult.Expired:
		return append(c.tellsPerson("expired"), c.tells(c.Holder, "expired")...)
	case before.Stage == consult.HandedOver:
		return handedOverTidings(act, by, before, c)
	case act == consult.Withdraw && c.Holder != "":
		return c.tells(c.Holder, "withdrawn")
	case act == consult.Withdraw:
		return c.tells(c.To, "withdrawn")
	case act == consult.Accept:
		return c.tellsPerson("accepted")
	case act == consult.Ask:
		return c.tellsPerson("asked")
	case act == consult.Answer:
		return c.tells(c.Holder, "answered")
	case act == consult.HandOver && !c.Agreed:
		return c.tellsPerson("handed_over")
	case act == consult.HandOver:
		return c.tells(c.Next, "handed_over")
	case c.Stage == consult.Declined:
		return c.tellsPerson("declined")
	case act == consult.Decline: // given back into the queue
		return c.tellsPerson("returned")
	}
	return nil
}

// handedOverTidings are tidingsOf a step out of a hand-over. The colleague knows of it once
// the person has agreed.
func handedOverTidings(act consult.Act, by string, before, c *KeptConsultation) (out []tiding) {
	toNext := func(what string) {
		if before.Agreed {
			out = append(out, c.tells(before.Next, what)...)
		}
	}
	switch {
	case act == consult.Agree:
		return c.tells(c.Next, "handed_over")
	case act == consult.Accept: // and the first is free of it
		return append(c.tellsPerson("accepted"), c.tells(before.Holder, "taken")...)
	case act == consult.Withdraw:
		toNext("withdrawn")
		return append(out, c.tells(c.Holder, "withdrawn")...)
	case act == consult.Decline && by == before.Holder:
		if !before.Agreed {
			return c.tellsPerson("kept")
		}
		toNext("taken_back")
		return out
	case act == consult.Refuse:
		toNext("taken_back")
	}
	return append(out, c.tells(c.Holder, "returned")...)
}

func (c *KeptConsultation) tellsPerson(what string) []tiding {
	return []tiding{{c.Account, toPerson, what}}
}

// tells is what a practitioner is told; nothing where there is none.
func (c *KeptConsultation) tells(practitioner, what string) []tiding {
	if practitioner == "" {
		return nil
	}
	return []tiding{{practitioner, toPractitioner, what}}
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
func (x *Consultations) jobs(ctx context.Context, act consult.Act, by string, before, c *KeptConsultation) (out []Job, err error) {
	now := x.k.now().UTC()
	if c.Stage.Open() {
		end, err := x.endJob(ctx, c)
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
	for _, t := range tidingsOf(act, by, before, c) {
		tell(t, now, until, c.ID, strconv.FormatInt(c.Version, 10))
	}
	if at := c.Due.Add(-consult.RemindBefore); at.After(now) {
		tell(c.acts(), at, c.Due, c.ID, dueText(c))
	}
	return out, nil
}

func dueText(c *KeptConsultation) string { return strconv.FormatInt(c.Due.UnixMicro(), 10) }

// endJob ends the stage at its time.
func (x *Consultations) endJob(ctx context.Context, c *KeptConsultation) (Job, error) {
	p, err := x.k.store.Person(ctx, c.Person)
	if err != nil {
		return Job{}, err
	}
	key, err := x.k.open(ctx, p)
	if err != nil {
		return Job{}, err
	}
	return x.k.laterJob(key, diary.DerivedID(c.ID, dueText(c), endKind), endKind, c.Due, sending{Account: c.Account, Notice: &Notice{What: endKind, About: c.ID, Until: c.Due}})
}

// end ends the stage of a consultation when it is over, and is done with that either way:
// a later stage has a job of its own.
func (r *Reminders) end(ctx context.Context, j Job, what sending) error {
	if early, err := r.early(ctx, j); early || err != nil {
		return err
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
	if c.Stage.Open() && n.What != consentEnded {
		standing, err := x.k.store.StandingConsent(ctx, c.Person, c.Scope(), x.k.now())
		if err != nil || !standing {
			return Message{}, notTrue(err)
		}
	}
	m := Message{Link: "/consultations/" + c.ID}
	word, what, _ := strings.Cut(n.What, ".")
	switch {
	case word == toPractitioner && c.sees(account):
		m.Link = "/practice/consultations/" + c.ID
	case word == toPractitioner:
		m.Link = "/practice/queue"
	}
	if c.Stage.Open() && !untimed[what] {
		m.When = c.Due
	}
	return m, nil
}

// sees reports that a practitioner still has to do with an open consultation, so that its
// page is there for them.
func (c *KeptConsultation) sees(practitioner string) bool {
	return c.Stage.Open() && (practitioner == c.Holder || practitioner == c.Next || c.Stage == consult.Requested && practitioner == c.To)
}

// untimed are tidings to which the end of the stage says nothing.
var untimed = map[string]bool{"accepted": true, "kept": true, "taken": true, "taken_back": true, "consent_ended": true}

// true reports that a notice to an account still says how things stand.
func (c *KeptConsultation) true(account, what string) bool {
	if t := c.acts(); t.account == account && t.word+"."+t.what == what {
		return true
	}
	word, name, _ := strings.Cut(what, ".")
	switch {
	case what == consentEnded:
		return c.Stage.Open()
	case stageOf[what] != c.Stage:
		return false
	case word == toPerson:
		return c.Account == account && (name != "handed_over" || !c.Agreed)
	case name == "handed_over":
		return c.Next == account && c.Agreed
	case name == "answered" || name == "returned":
		return c.Holder == account
	case name == "requested":
		return c.To == account
	}
	return true // what is over is over for everybody who was told
}

// consentEnded tells a practitioner that the person has ended the consent alone.
const consentEnded = toPractitioner + ".consent_ended"

// stageOf is the stage in which a tiding is true.
var stageOf = map[string]consult.Stage{
	"consultation.accepted": consult.Accepted, "consultation.asked": consult.Asked, "consultation.handed_over": consult.HandedOver, "consultation.signed": consult.Signed,
	"consultation.declined": consult.Declined, "consultation.expired": consult.Expired, "consultation.returned": consult.Requested,
	"consultation.kept": consult.Accepted, "consulting.taken_back": consult.Accepted,
	"consulting.requested": consult.Requested, "consulting.answered": consult.Answered, "consulting.handed_over": consult.HandedOver, "consulting.taken": consult.Accepted,
	"consulting.returned": consult.Accepted, "consulting.withdrawn": consult.Withdrawn, "consulting.expired": consult.Expired,
}

// afterStep is a step with what it leaves to be done.
func (x *Consultations) afterStep(ctx context.Context, act consult.Act, before, next *KeptConsultation, change *ConsultationChange) error {
	consented, err := x.consented(ctx, before)
	if err != nil {
		return err
	}
	jobs, err := x.jobs(ctx, act, change.By.Account, before, next)
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
