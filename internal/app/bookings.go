package app

import (
	"context"
	"encoding/json"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
)

// Limits of appointments.
const (
	MaxAppointments = 10  // open ones of an account for a person
	MaxCaller       = 80  // characters of a name
	MaxTelephone    = 40  // characters
	MaxRemark       = 500 // characters
	afterwards      = 24 * time.Hour
	// remembered is how long a practitioner may look up who came.
	remembered = 30 * 24 * time.Hour
)

// Contact is what a person writes to the practitioner. It is sealed with the person's key.
type Contact struct {
	Name      string `json:"name"`
	Telephone string `json:"telephone,omitempty"`
	Remark    string `json:"remark,omitempty"`
	Mail      string `json:"mail,omitempty"` // of a guest; an account has its own
}

func (c Contact) clean() Contact {
	one := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	return Contact{one(c.Name), one(c.Telephone), strings.TrimSpace(strings.ReplaceAll(c.Remark, "\r\n", "\n")), strings.TrimSpace(c.Mail)}
}

// check reports what cannot be used: errs.Invalid with the field name, telephone or remark.
func (c Contact) check(way string) error {
	hidden := func(r rune) bool { return unicode.IsControl(r) && r != '\n' || r == utf8.RuneError }
	for _, x := range []struct {
		field, text string
		most        int
	}{{"name", c.Name, MaxCaller}, {"telephone", c.Telephone, MaxTelephone}, {"remark", c.Remark, MaxRemark}} {
		if utf8.RuneCountInString(x.text) > x.most || strings.ContainsFunc(x.text, hidden) {
			return errs.Field(x.field, "must have %d characters at most, all of them visible", x.most)
		}
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, c.Telephone)
	switch {
	case c.Name == "":
		return errs.Field("name", "is needed, so that the practitioner knows who comes")
	case c.Telephone != "" && len(digits) < 4, c.Telephone == "" && way == consult.ByTelephone:
		return errs.Field("telephone", "is needed with its digits for a service by telephone")
	}
	return nil
}

// keptContact is what is sealed of an appointment.
type keptContact struct {
	Contact
	Token string `json:"token"` // of its link
}

// SlotsView is what somebody may choose from, or why there is nothing to choose.
type SlotsView struct {
	Offer   *Offer
	Service *KeptService
	Fitness *Fitness
	Slots   []consult.Slot // none unless fit
	First   consult.Date   // of the days looked at
	Last    consult.Date
	Before  bool // earlier days can be looked at
	After   bool // later ones
}

// shownDays is how many days of slots are shown together.
const shownDays = 14

// Slots judges a precheck and, if nothing speaks against the service, lists the free slots
// of two weeks from a day on; the zero date is today. Nothing is shown without the
// precheck. errs.NotFound for a practitioner or service that is none; the errors of
// Service.Fitness.
func (b *Bookings) Slots(ctx context.Context, slug, service string, c *Precheck, country string, other bool, first consult.Date) (*SlotsView, error) {
	x, err := b.Offer(ctx, slug)
	if err != nil {
		return nil, err
	}
	return b.OfferSlots(ctx, x, service, c, country, other, first)
}

// OfferSlots is Slots of an offer.
func (b *Bookings) OfferSlots(ctx context.Context, x *Offer, service string, c *Precheck, country string, other bool, first consult.Date) (*SlotsView, error) {
	s, err := x.service(service)
	if err != nil {
		return nil, err
	}
	return b.slots(ctx, x, s, c, country, other, first, "")
}

func (b *Bookings) slots(ctx context.Context, x *Offer, s *KeptService, c *Precheck, country string, other bool, first consult.Date, but string) (v *SlotsView, err error) {
	v = &SlotsView{Offer: x, Service: s}
	if v.Fitness, err = b.svc.Fitness(s.Kind, c, country, other); err != nil || !v.Fitness.Fit {
		return v, err
	}
	now := b.k.now()
	today := consult.DateOf(now, x.Zone)
	last := today.Plus(x.schedule.Ahead)
	v.First = first
	if first.Before(today) || last.Before(first) {
		v.First = today
	}
	v.Last = v.First.Plus(shownDays - 1)
	v.Before, v.After = today.Before(v.First), v.Last.Before(last)
	taken, err := b.k.store.Taken(ctx, s.Practitioner, around(v.First, v.Last, x.Zone), but)
	if err != nil {
		return nil, err
	}
	v.Slots = x.schedule.Free(&s.Service, x.Zone, now, v.First, v.Last, taken)
	return v, nil
}

// around is a span in which everything lies that can meet a slot of the days.
func around(first, last consult.Date, zone *time.Location) consult.Span {
	return consult.Span{From: first.Plus(-1).Begin(zone), To: last.Plus(2).Begin(zone)}
}

// BookRequest asks for an appointment.
type BookRequest struct {
	Practitioner string // slug
	Service      string // id
	Start        time.Time
	Precheck     Precheck
	Country      string // for the number to call; may be empty
	Other        bool   // somebody answers for the person
	Contact      Contact
	Agreed       bool // that the practitioner may read Contact
}

// Book books an appointment and returns it. When the precheck speaks against it nothing is
// booked and what it comes to is returned instead. errs.Invalid with the field start,
// name, telephone, remark, agreed or precheck.…; errs.Conflict when the time was just
// taken; errs.TooMany; errs.NotFound.
func (b *Bookings) Book(ctx context.Context, a Account, person string, r *BookRequest) (*AppointmentView, *Fitness, error) {
	_, key, err := b.k.reach(ctx, a, person)
	if err != nil {
		return nil, nil, err
	}
	x, err := b.Offer(ctx, r.Practitioner)
	if err != nil {
		return nil, nil, err
	}
	r.Contact.Mail = ""
	s, fitness, err := b.weigh(ctx, x, r)
	if err != nil || !fitness.Fit {
		return nil, fitness, err
	}
	if err := b.k.attempt(ctx, account.BookByAccount, a.ID); err != nil {
		return nil, nil, err
	}
	kept, err := b.add(ctx, a, key, s, r)
	if err != nil {
		return nil, nil, err
	}
	v, err := b.view(ctx, kept, key)
	return v, fitness, err
}

// weigh judges a request to book: the precheck first, then who comes and when. It cleans
// the contact.
func (b *Bookings) weigh(ctx context.Context, x *Offer, r *BookRequest) (*KeptService, *Fitness, error) {
	s, err := x.service(r.Service)
	if err != nil {
		return nil, nil, err
	}
	fitness, err := b.svc.Fitness(s.Kind, &r.Precheck, r.Country, r.Other)
	if err != nil || !fitness.Fit {
		return nil, fitness, err
	}
	r.Contact = r.Contact.clean()
	if err := r.Contact.check(s.Way); err != nil {
		return nil, nil, err
	}
	if !r.Agreed {
		return nil, nil, errs.Field("agreed", "is needed: without it the practitioner cannot know who comes")
	}
	return s, fitness, b.fits(ctx, x, s, r.Start, "")
}

// fits asks whether a slot is free now; the database asks again.
func (b *Bookings) fits(ctx context.Context, x *Offer, s *KeptService, start time.Time, but string) error {
	d := consult.DateOf(start, x.Zone)
	taken, err := b.k.store.Taken(ctx, s.Practitioner, around(d, d, x.Zone), but)
	if err != nil {
		return err
	}
	return x.schedule.Fits(&s.Service, x.Zone, b.k.now(), start, taken)
}

func (b *Bookings) add(ctx context.Context, a Account, key *seal.Person, s *KeptService, r *BookRequest) (*KeptAppointment, error) {
	x, consent, by, err := b.compose(a, key, s, r)
	if err != nil {
		return nil, err
	}
	defer b.k.wake()
	return x, b.k.store.AddAppointment(ctx, *x, consent, b.notices(ctx, x, key, "booked"), MaxAppointments, by)
}

// compose makes an appointment with the consent for it and the line of the audit.
func (b *Bookings) compose(a Account, key *seal.Person, s *KeptService, r *BookRequest) (x *KeptAppointment, consent Consent, by Audit, err error) {
	id, err := b.k.newID()
	if err != nil {
		return nil, consent, by, err
	}
	token, err := account.NewSecret(b.k.rand)
	if err != nil {
		return nil, consent, by, err
	}
	now := b.k.now().UTC().Truncate(time.Microsecond)
	x = &KeptAppointment{ID: id, TokenHash: account.HashSecret(token), Account: a.ID, Person: key.ID(), Practitioner: s.Practitioner, Service: s.ID,
		Start: r.Start.UTC(), End: s.End(r.Start).UTC(), Taken: s.Occupies(r.Start.UTC()), State: Booked, CreatedAt: now, UpdatedAt: now}
	if x.Payload, err = b.sealContact(key, x, keptContact{r.Contact, token}); err != nil {
		return nil, consent, by, err
	}
	if consent, err = b.consent(x); err != nil {
		return nil, consent, by, err
	}
	by, err = b.k.audit(a.ID, x.Person, "appointment.book")
	by.Scope = consent.Scope
	return x, consent, by, err
}

func (b *Bookings) sealContact(key *seal.Person, x *KeptAppointment, c keptContact) ([]byte, error) {
	plain, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	return key.Seal(b.k.rand, x.Label(), plain)
}

// consent lets the practitioner read what was written for the appointment.
func (b *Bookings) consent(x *KeptAppointment) (Consent, error) {
	id, err := b.k.newID()
	return Consent{ID: id, Account: x.Account, Person: x.Person, Practitioner: x.Practitioner, Scope: ConsentScope("appointment", x.ID),
		GrantedAt: x.CreatedAt, Until: x.End.Add(remembered)}, err
}

// Questions is what is asked before the slots of a service are shown. errs.NotFound.
func (b *Bookings) Questions(ctx context.Context, slug, service string, other bool) (*Offer, *KeptService, []PrecheckGroup, error) {
	x, err := b.Offer(ctx, slug)
	if err != nil {
		return nil, nil, nil, err
	}
	s, groups, err := b.OfferQuestions(x, service, other)
	return x, s, groups, err
}

// OfferQuestions is Questions of an offer.
func (b *Bookings) OfferQuestions(x *Offer, service string, other bool) (*KeptService, []PrecheckGroup, error) {
	s, err := x.service(service)
	if err != nil {
		return nil, nil, err
	}
	groups, err := b.svc.Prechecks(s.Kind, other)
	return s, groups, err
}

// Kinds lists the kinds of services that can be offered.
func (b *Bookings) Kinds() []Option { return b.svc.ServiceKinds() }
