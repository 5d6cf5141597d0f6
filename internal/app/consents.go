package app

import (
	"context"
	"slices"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
)

// Consents holds the use cases of whoever agreed that a practitioner may read something:
// what is shared, ending it, and who looked. Safe for concurrent use.
type Consents struct{ k *Keeper }

// NewConsents makes the use cases over a keeper.
func NewConsents(k *Keeper) *Consents { return &Consents{k} }

// ConsentState is what has become of a consent.
type ConsentState string

// The states.
const (
	ConsentOpen    ConsentState = "open"
	ConsentWaiting ConsentState = "waiting" // for a practitioner to take it; it opens nothing yet
	ConsentExpired ConsentState = "expired"
	ConsentRevoked ConsentState = "revoked"
)

// State is the state at a time.
func (c *Consent) State(now time.Time) ConsentState {
	switch {
	case c.RevokedAt != nil:
		return ConsentRevoked
	case !now.Before(c.Until):
		return ConsentExpired
	case c.Practitioner == "":
		return ConsentWaiting
	}
	return ConsentOpen
}

// ConsentView is a consent as those see it who look after the person.
type ConsentView struct {
	ID           string       `json:"id"`
	Kind         string       `json:"kind"`                   // consultation or appointment
	About        string       `json:"about"`                  // its id
	Practitioner string       `json:"practitioner,omitempty"` // the name; empty while nobody has taken it
	State        ConsentState `json:"state"`
	GrantedAt    time.Time    `json:"granted_at"`
	Until        time.Time    `json:"until"`
	RevokedAt    *time.Time   `json:"revoked_at,omitempty"`
}

// Of lists all consents about a person whom the account may reach, newest first.
// errs.NotFound.
func (x *Consents) Of(ctx context.Context, a Account, person string) ([]ConsentView, error) {
	if _, _, err := x.k.reach(ctx, a, person); err != nil {
		return nil, err
	}
	list, err := x.k.store.ConsentsOf(ctx, person)
	if err != nil {
		return nil, err
	}
	names, now := x.k.names(), x.k.now()
	out := make([]ConsentView, len(list))
	for i, c := range list {
		kind, id := SplitScope(c.Scope)
		out[i] = ConsentView{ID: c.ID, Kind: kind, About: id, State: c.State(now), GrantedAt: c.GrantedAt, Until: c.Until, RevokedAt: c.RevokedAt}
		if c.Practitioner == "" {
			continue
		}
		if out[i].Practitioner, _, err = names.of(ctx, c.Practitioner); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Revoke ends a consent at once: the next look of the practitioner finds nothing. Again
// changes nothing. errs.NotFound.
func (x *Consents) Revoke(ctx context.Context, a Account, person, id string) error {
	by, err := x.k.audit(a.ID, person, "consent.revoke")
	if err != nil {
		return err
	}
	jobs, err := x.endTold(ctx, person, id)
	if err != nil {
		return err
	}
	defer x.k.wake()
	return x.k.store.RevokeConsent(ctx, a.ID, person, id, by, jobs...)
}

// endTold is what tells the practitioner of a consent that it is ended: they may be about to
// read, or wait for somebody. Who cannot be reached is told nothing.
func (x *Consents) endTold(ctx context.Context, person, id string) ([]Job, error) {
	list, err := x.k.store.ConsentsOf(ctx, person)
	i := slices.IndexFunc(list, func(c Consent) bool { return c.ID == id })
	if err != nil || i < 0 || list[i].State(x.k.now()) != ConsentOpen {
		return nil, err
	}
	c, until := list[i], x.k.now().Add(overWorth)
	var j Job
	switch kind, about := SplitScope(c.Scope); kind {
	case "appointment":
		var a KeptAppointment
		if a, err = x.k.store.Appointment(ctx, about); err == nil {
			j, err = x.k.toldPractice(ctx, &a, "practice.consent_ended", until)
		}
	case "consultation":
		var k KeptConsultation
		if k, err = x.k.store.Consultation(ctx, about); err == nil {
			n := Notice{What: consentEnded, About: about, Sequence: k.Due.UnixMicro(), Until: until, MayStop: true}
			j, err = x.k.noticeJob(ctx, c.Practitioner, x.k.ownPerson(ctx, c.Practitioner), diary.DerivedID(c.ID, consentEnded), x.k.now().UTC(), n)
		}
	}
	if errs.KindOf(err) == errs.NotFound && err != nil || j.ID == "" {
		return nil, nil
	}
	return []Job{j}, err
}

// Looker is what sort of account did something with a person's data.
type Looker string

// The sorts.
const (
	LookedSelf         Looker = "self"         // the account that asks
	LookedPractitioner Looker = "practitioner" // Name has the name
	LookedOther        Looker = "other"        // another account; of one that reaches the person too
	LookedGone         Looker = "gone"         // an account that has been erased since
	LookedProgram      Looker = "program"      // nobody: the program by itself, or its operator
)

// AccessView is one line of what was done with a person's data.
type AccessView struct {
	ID     string    `json:"id"`
	At     time.Time `json:"at"`
	Who    Looker    `json:"who"`
	Name   string    `json:"name,omitempty"` // of a practitioner
	By     string    `json:"-"`              // account of the practitioner
	Action string    `json:"action"`         // consultation.read, share.create, …
	// Kind and About are those of a consent, for what was done about one consultation or
	// appointment; empty otherwise, and in lines of before this was noted.
	Kind  string `json:"kind,omitempty"`
	About string `json:"about,omitempty"`
}

// AccessCursor continues a list behind a line; its zero value begins.
type AccessCursor struct {
	At time.Time
	ID string
}

// Accesses lists up to limit lines of what was done with a person's data, newest first,
// and where the list goes on; nil at its end. errs.NotFound.
func (x *Consents) Accesses(ctx context.Context, a Account, person string, after AccessCursor, limit int) ([]AccessView, *AccessCursor, error) {
	if _, _, err := x.k.reach(ctx, a, person); err != nil {
		return nil, nil, err
	}
	list, err := x.k.store.AuditsOf(ctx, AuditQuery{Person: person, Before: after.At, BeforeID: after.ID, Limit: limit + 1})
	if err != nil {
		return nil, nil, err
	}
	names := x.k.names()
	out := []AccessView{}
	for _, l := range list[:min(limit, len(list))] {
		v := AccessView{ID: l.ID, At: l.At, Action: l.Action}
		v.Kind, v.About = SplitScope(l.Scope)
		if v.Who, v.Name, err = names.looker(ctx, a, l.Account); err != nil {
			return nil, nil, err
		}
		if v.Who == LookedPractitioner {
			v.By = l.Account
		}
		out = append(out, v)
	}
	if len(list) <= limit {
		return out, nil, nil
	}
	last := out[limit-1]
	return out, &AccessCursor{last.At, last.ID}, nil
}

// names finds what accounts are called, each once.
type names struct {
	k    *Keeper
	know map[string]knownName
}

type knownName struct {
	name, role string // no role for an account that is gone
}

func (k *Keeper) names() *names { return &names{k: k, know: map[string]knownName{}} }

// of returns the name and role of an account; both empty when it is gone.
func (n *names) of(ctx context.Context, id string) (name, role string, err error) {
	x, ok := n.know[id]
	if !ok {
		if x, err = n.find(ctx, id); err != nil {
			return "", "", err
		}
		n.know[id] = x
	}
	return x.name, x.role, nil
}

// find prefers what a practitioner is called in the profile.
func (n *names) find(ctx context.Context, id string) (knownName, error) {
	p, err := n.k.store.Practitioner(ctx, id)
	if err == nil {
		if p.Profile != nil {
			return knownName{p.Profile.Name, p.Account.Role}, nil
		}
		return knownName{p.Account.Name, p.Account.Role}, nil
	}
	if errs.KindOf(err) != errs.NotFound {
		return knownName{}, err
	}
	a, _, err := n.k.store.AccountByID(ctx, id)
	if err != nil && errs.KindOf(err) == errs.NotFound {
		return knownName{}, nil
	}
	return knownName{a.Name, a.Role}, err
}

func (n *names) looker(ctx context.Context, asks Account, id string) (Looker, string, error) {
	switch id {
	case "":
		return LookedProgram, "", nil
	case asks.ID:
		return LookedSelf, "", nil
	}
	name, role, err := n.of(ctx, id)
	switch {
	case err != nil:
		return "", "", err
	case role == "":
		return LookedGone, "", nil
	case role == string(account.Practitioner):
		return LookedPractitioner, name, nil
	}
	return LookedOther, "", nil
}

// exportedConsents are the consents and accesses of a person, for an export.
func (k *Keeper) exportedConsents(ctx context.Context, a Account, person string) ([]ConsentView, []AccessView, error) {
	x := Consents{k}
	list, err := x.Of(ctx, a, person)
	if err != nil {
		return nil, nil, err
	}
	var all []AccessView
	for after := new(AccessCursor); after != nil && err == nil; {
		var page []AccessView
		page, after, err = x.Accesses(ctx, a, person, *after, 500)
		all = append(all, page...)
	}
	return list, all, err
}
