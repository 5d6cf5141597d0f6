package app

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/report"
	"github.com/legible-health/legible/internal/seal"
)

// Limits of consultations.
const (
	MaxConsultations    = 10 // open ones of a person
	MaxConsultationDays = 92 // until the consent ends
	maxSnapshot         = 1 << 20
)

// Consultations holds the use cases of reports that practitioners look at: sending one,
// taking it, asking back, signing, a second opinion, and checking what was signed. A
// practitioner opens a person's data through a consent and nothing else. Safe for
// concurrent use.
type Consultations struct {
	k             *Keeper
	base          *kb.Base
	practitioners *Practitioners
}

// NewConsultations makes the use cases over a keeper. base names the conditions that an
// opinion can be about.
func NewConsultations(k *Keeper, base *kb.Base) *Consultations {
	return &Consultations{k: k, base: base, practitioners: NewPractitioners(k)}
}

// ConsultationRequest asks for a consultation.
type ConsultationRequest struct {
	To      string // slug of a practitioner; empty for any who accepts
	Days    int    // until the consent ends, 1 to MaxConsultationDays
	Message string // may be empty
	Agreed  bool   // the person consents
}

// keptWriting is what is sealed of a consultation beside the report.
type keptWriting struct {
	Thread  []consult.Writing `json:"thread"` // oldest first
	Opinion *consult.Opinion  `json:"opinion,omitempty"`
	Program *clinical.Urgency `json:"program,omitempty"` // what the program said; nil where it said nothing
	Signed  []byte            `json:"signed,omitempty"`  // the signed file
}

// Send sends a report, as it is now, and returns the consultation's id. errs.Invalid with
// the field agree, days, to or text; errs.TooLarge; errs.TooMany; errs.Conflict when there
// are MaxConsultations open ones; errs.NotFound.
func (x *Consultations) Send(ctx context.Context, a Account, person string, r *report.Report, ask ConsultationRequest) (string, error) {
	_, key, err := x.k.reach(ctx, a, person)
	if err != nil {
		return "", err
	}
	if r == nil {
		return "", errs.Field("report", "is empty")
	}
	return x.request(ctx, a, key, r, ask, KeptConsultation{Consultation: consult.Consultation{Sort: consult.Validation}})
}

// SecondOpinion asks another practitioner about the report of a signed consultation. The
// errors are those of Send; errs.Conflict too when the first is not signed.
func (x *Consultations) SecondOpinion(ctx context.Context, a Account, first string, ask ConsultationRequest) (string, error) {
	c, key, err := x.own(ctx, a, first)
	if err != nil {
		return "", err
	}
	if !c.Validated() || c.Sort != consult.Validation {
		return "", errs.New(errs.Conflict, "a second opinion is about a report that a practitioner has signed")
	}
	r, err := snapshot(key, c)
	if err != nil {
		return "", err
	}
	return x.request(ctx, a, key, r, ask, KeptConsultation{First: c.ID, Consultation: consult.Consultation{Sort: consult.SecondOpinion, Not: c.Holder}})
}

// request keeps a new consultation with its consent.
func (x *Consultations) request(ctx context.Context, a Account, key *seal.Person, r *report.Report, ask ConsultationRequest, c KeptConsultation) (string, error) {
	note := consult.Writing{Kind: consult.Message, Text: ask.Message}.Clean()
	if err := note.Check(); err != nil {
		return "", err
	}
	switch {
	case !ask.Agreed:
		return "", errs.Field("agree", "is needed: nobody sees the report without it")
	case ask.Days < 1 || ask.Days > MaxConsultationDays:
		return "", errs.Field("days", "must be 1 to %d", MaxConsultationDays)
	}
	if ask.To != "" {
		to, err := x.practitioners.BySlug(ctx, ask.To)
		if errs.KindOf(err) == errs.NotFound && err != nil {
			err = errs.Field("to", "is nobody who takes requests")
		}
		if err != nil {
			return "", err
		}
		c.To = to.Account
	}
	if err := x.k.attempt(ctx, account.ConsultByAccount, a.ID); err != nil {
		return "", err
	}
	now := x.k.now().UTC().Truncate(time.Second)
	c.Account, c.Owner, c.Person, c.Version, c.Written, c.CreatedAt, c.ChangedAt = a.ID, a.ID, key.ID(), 1, 1, now, now
	c.Until = now.AddDate(0, 0, ask.Days)
	var err error
	if c.Consultation, err = consult.Request(c.Consultation, now); err != nil {
		return "", err
	}
	return x.keep(ctx, key, c, r, note)
}

// keep seals and stores a new consultation.
func (x *Consultations) keep(ctx context.Context, key *seal.Person, c KeptConsultation, r *report.Report, note consult.Writing) (id string, err error) {
	consent := Consent{Account: c.Account, Person: c.Person, Practitioner: c.To, GrantedAt: c.CreatedAt, Until: c.Until}
	if c.ID, err = x.k.newID(); err != nil {
		return "", err
	}
	if consent.ID, err = x.k.newID(); err != nil {
		return "", err
	}
	consent.Scope = c.Scope()
	text, err := json.Marshal(r)
	if err != nil {
		return "", err
	}
	if len(text) > maxSnapshot {
		return "", errs.New(errs.TooLarge, "a report to be sent has at most %d bytes", maxSnapshot)
	}
	if c.Snapshot, err = key.Seal(x.k.rand, c.SnapshotLabel(), text); err != nil {
		return "", err
	}
	w := keptWriting{Program: levelOf(r)}
	if note.Text != "" {
		note.At = c.CreatedAt
		w.Thread = append(w.Thread, note)
	}
	if err := x.seal(key, &c, w); err != nil {
		return "", err
	}
	by, err := x.k.audit(c.Account, c.Person, "consultation.request")
	if err != nil {
		return "", err
	}
	by.Scope = c.Scope()
	jobs, err := x.jobs(ctx, "", c.Account, &c, &c)
	if err != nil {
		return "", err
	}
	defer x.k.wake()
	return c.ID, x.k.store.AddConsultation(ctx, c, consent, MaxConsultations, by, jobs...)
}

// levelOf is the urgency that the program gave; nil where there was nothing to go by.
func levelOf(r *report.Report) *clinical.Urgency {
	if r.Urgency.Action == "" {
		return nil
	}
	return &r.Urgency.Level
}

func (x *Consultations) seal(key *seal.Person, c *KeptConsultation, w keptWriting) error {
	text, err := json.Marshal(w)
	if err == nil {
		c.Payload, err = key.Seal(x.k.rand, c.Label(), text)
	}
	return err
}

// written opens what was written.
func written(key *seal.Person, c *KeptConsultation) (w keptWriting, err error) {
	plain, err := key.Open(c.Label(), c.Payload)
	if err == nil && json.Unmarshal(plain, &w) != nil {
		err = errs.New(errs.Internal, "a stored consultation cannot be read by this program")
	}
	return w, err
}

// snapshot opens the report as it was sent.
func snapshot(key *seal.Person, c *KeptConsultation) (*report.Report, error) {
	plain, err := key.Open(c.SnapshotLabel(), c.Snapshot)
	if err != nil {
		return nil, err
	}
	r := &report.Report{}
	if json.Unmarshal(plain, r) != nil {
		return nil, errs.New(errs.Internal, "a stored report cannot be read by this program")
	}
	return r, nil
}

// own finds a consultation about a person whom the account may reach, with the person's
// key. errs.NotFound alike for others and for what never was.
func (x *Consultations) own(ctx context.Context, a Account, id string) (*KeptConsultation, *seal.Person, error) {
	c, err := x.k.store.Consultation(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	_, key, err := x.k.reach(ctx, a, c.Person)
	if err != nil {
		return nil, nil, err
	}
	err = x.settle(ctx, &c)
	return &c, key, err
}

// settle ends what is over by time, as if the clock had done so in the moment.
func (x *Consultations) settle(ctx context.Context, c *KeptConsultation) error {
	now := x.k.now()
	after, change, err := c.Step(consult.Expire, consult.Actor{}, "", now)
	if err != nil {
		return nil // it is not over
	}
	by, err := x.k.audit("", c.Person, "consultation.expire")
	if err != nil {
		return err
	}
	next := *c
	next.Consultation, next.Version, next.ChangedAt = after, c.Version+1, now
	by.Scope = c.Scope()
	step := ConsultationChange{Consultation: next, Change: change, By: by}
	if err := x.afterStep(ctx, consult.Expire, c, &next, &step); err != nil {
		return err
	}
	err = x.k.store.ChangeConsultation(ctx, step)
	if errs.KindOf(err) == errs.Conflict && err != nil { // somebody was faster, and has settled it too
		return nil
	}
	*c = next
	return err
}

// settled lists the consultations that concern a practitioner, as they are now.
func (x *Consultations) settled(ctx context.Context, practitioner Account) ([]KeptConsultation, error) {
	list, err := x.k.store.ConsultationsFor(ctx, practitioner.ID)
	if err != nil {
		return nil, err
	}
	return list, x.settleAll(ctx, list)
}

// settleAll settles a list.
func (x *Consultations) settleAll(ctx context.Context, list []KeptConsultation) error {
	for i := range list {
		if list[i].Stage.Open() && !x.k.now().Before(list[i].Due) {
			full, err := x.k.store.Consultation(ctx, list[i].ID)
			if errs.KindOf(err) == errs.NotFound && err != nil {
				continue
			}
			if err == nil {
				err = x.settle(ctx, &full)
			}
			if err != nil {
				return err
			}
			list[i].Consultation, list[i].Version = full.Consultation, full.Version
		}
	}
	return nil
}

// Practitioners lists those whom a person can ask, by name, without those in not.
func (x *Consultations) Practitioners(ctx context.Context, a Account, not ...string) ([]PractitionerView, error) {
	list, err := x.practitioners.List(ctx, consult.Filter{})
	return slices.DeleteFunc(list, func(v PractitionerView) bool { return v.Account == a.ID || slices.Contains(not, v.Account) }), err
}
