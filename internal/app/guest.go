package app

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
)

// A guest books without an account of their own. What they write is sealed with the key
// of a person who is made for this one appointment, and destroyed after it. The link of
// the appointment is all that opens it.

// guestKind are jobs that erase what is kept of a guest.
const guestKind = "guest.end"

// GuestRequest asks for an appointment for somebody without an account.
type GuestRequest struct {
	BookRequest
	Address string // of whoever asks, for limits only
	// Desk is the practitioner who books for somebody who telephones; nil for people who
	// book for themselves.
	Desk *Account
}

// guestUntil is until when a guest's appointment is kept: as long as the practitioner may
// look up who came, and a day when it does not take place.
func (a *KeptAppointment) guestUntil() time.Time {
	if a.State == Cancelled {
		return a.End.Add(afterwards)
	}
	return a.End.Add(remembered)
}

// GuestMail reports whether a guest can be told of the appointment by mail.
func (b *Bookings) GuestMail() bool { return b.reminders != nil && b.reminders.Offers(MailChannel) }

// BookGuest books for somebody without an account, as Book does. The view has the secret of
// the link, which is shown this once. errs.Unauthorized when the practitioner takes those with
// an account only; errs.Invalid with the field mail too.
func (b *Bookings) BookGuest(ctx context.Context, x *Offer, r *GuestRequest) (*AppointmentView, *Fitness, error) {
	if r.Desk == nil && !x.Guests {
		return nil, nil, errs.New(errs.Unauthorized, "this practitioner is booked by those with an account")
	}
	s, fitness, err := b.weigh(ctx, x, &r.BookRequest)
	if err != nil || !fitness.Fit {
		return nil, fitness, err
	}
	if err := b.checkGuestMail(r.Contact.Mail); err != nil {
		return nil, nil, err
	}
	if err := b.guestAttempts(ctx, r, s.Practitioner); err != nil {
		return nil, nil, err
	}
	kept, key, err := b.addGuest(ctx, x, s, r)
	if err != nil {
		return nil, nil, err
	}
	kept.Guest = true
	v, err := b.view(ctx, kept, key)
	return v, fitness, err
}

func (b *Bookings) checkGuestMail(address string) error {
	switch {
	case address == "":
		return nil
	case !b.GuestMail():
		return errs.Field("mail", "cannot be used: this program sends no mail")
	}
	return b.reminders.check(MailChannel, Target{Mail: address})
}

// guestAttempts counts a booking without an account.
func (b *Bookings) guestAttempts(ctx context.Context, r *GuestRequest, practitioner string) error {
	if r.Desk != nil {
		return b.k.attempt(ctx, account.BookByAccount, r.Desk.ID)
	}
	if err := b.k.attempt(ctx, account.GuestByAddress, r.Address); err != nil {
		return err
	}
	if r.Contact.Mail != "" {
		if err := b.k.attempt(ctx, account.GuestByMail, strings.ToLower(r.Contact.Mail)); err != nil {
			return err
		}
	}
	return b.k.attempt(ctx, account.GuestByPractice, practitioner)
}

// addGuest makes account, person and appointment together.
func (b *Bookings) addGuest(ctx context.Context, x *Offer, s *KeptService, r *GuestRequest) (*KeptAppointment, *seal.Person, error) {
	var g NewGuest
	var err error
	if g.Person, err = b.k.newPerson(ctx, x.Zone.String()); err != nil {
		return nil, nil, err
	}
	if g.Account.ID, err = b.k.newID(); err != nil {
		return nil, nil, err
	}
	g.Account.Name, g.Account.Role, g.Account.CreatedAt = "guest "+g.Account.ID, string(account.Person), g.Person.CreatedAt
	key, err := b.k.open(ctx, g.Person)
	if err != nil {
		return nil, nil, err
	}
	kept, consent, by, err := b.compose(g.Account, key, s, &r.BookRequest)
	if err != nil {
		return nil, nil, err
	}
	kept.Guest = true
	if r.Desk != nil {
		by.Account = r.Desk.ID
	}
	if g.Reminder, err = b.guestReminder(kept, key, x.Zone, r.Contact.Mail); err != nil {
		return nil, nil, err
	}
	end, err := b.guestEnd(key, kept)
	if err != nil {
		return nil, nil, err
	}
	defer b.k.wake()
	return kept, key, b.k.store.AddGuestAppointment(ctx, g, *kept, consent, append(b.notices(ctx, kept, key, "booked"), end), by)
}

// guestReminder is where messages about the appointment go; nil without an address.
func (b *Bookings) guestReminder(a *KeptAppointment, key *seal.Person, zone *time.Location, mail string) (*KeptReminder, error) {
	if mail == "" {
		return nil, nil
	}
	x := &openedReminder{k: b.k, account: a.Account, person: a.Person, key: key, zone: zone}
	if err := x.begin(); err != nil {
		return nil, err
	}
	at := a.CreatedAt
	x.Guest, x.Mail = true, &keptMail{Address: mail, ConfirmedAt: &at}
	return x.sealed()
}

// guestEnd is the job that erases a guest, as the appointment is now.
func (b *Bookings) guestEnd(key *seal.Person, a *KeptAppointment) (Job, error) {
	id := diary.DerivedID(a.ID, guestKind, strconv.FormatInt(a.Sequence, 10))
	return b.k.laterJob(key, id, guestKind, a.guestUntil(), sending{Account: a.Account, Notice: &Notice{What: guestKind, About: a.ID, Until: a.guestUntil()}})
}

// endGuest erases a guest whose time is over. An appointment that was moved has a later job.
func (r *Reminders) endGuest(ctx context.Context, j Job, what sending) error {
	if early, err := r.early(ctx, j); early || err != nil {
		return err
	}
	a, err := r.k.store.Appointment(ctx, what.Notice.About)
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return err
	}
	if err == nil && a.Person == j.Person && r.k.now().Before(a.guestUntil()) {
		return r.giveBack(ctx, j, true)
	}
	return r.k.eraseGuest(ctx, what.Account, j.Person)
}

// eraseGuest removes account and appointment, and then the key of all that was written. A
// crash between the two leaves the job to do it again.
func (k *Keeper) eraseGuest(ctx context.Context, guest, person string) error {
	by, err := k.audit("", "", "account.erase")
	if err != nil {
		return err
	}
	if err := k.store.EraseAccount(ctx, guest, by); err != nil && errs.KindOf(err) != errs.NotFound {
		return err
	}
	_, err = k.erase(ctx, "", person)
	return err
}

// EraseGuest erases a guest's appointment at once, with all that was written. errs.Conflict
// while it is still to take place: the practitioner waits for somebody then, and it must be
// cancelled first; errs.NotFound for one of an account.
func (b *Bookings) EraseGuest(ctx context.Context, ref *AppointmentRef) error {
	a := ref.kept
	switch {
	case !a.Guest:
		return noAppointment()
	case a.State == Booked && b.k.now().Before(a.End):
		return errs.New(errs.Conflict, "the appointment is still to take place; cancel it first")
	}
	return b.k.eraseGuest(ctx, a.Account, a.Person)
}

// Adopt takes a guest's appointment into an account that may reach the person. Who holds the
// link does not know what was written, so the name that was given must be known too: errs.Invalid
// with the field name. The link stays. errs.NotFound for an appointment that is no guest's;
// errs.Gone when it was changed or taken meanwhile; errs.TooMany; errs.Conflict for the
// practitioner's own account.
func (b *Bookings) Adopt(ctx context.Context, a Account, person string, ref *AppointmentRef, name string) error {
	_, key, err := b.k.reach(ctx, a, person)
	if err != nil {
		return err
	}
	old := ref.kept
	switch {
	case !old.Guest:
		return noAppointment()
	case old.Practitioner == a.ID:
		return errs.New(errs.Conflict, "nobody has an appointment with themselves")
	}
	if err := b.k.attempt(ctx, account.BookByAccount, a.ID); err != nil {
		return err
	}
	c, err := openContact(ref.key, old)
	if err != nil {
		return err
	}
	if folded((Contact{Name: name}).clean().Name) != folded(c.Name) {
		return errs.Field("name", "is not the one that the appointment was booked under")
	}
	c.Mail = "" // the account has its own ways
	x := Adoption{ID: old.ID, Sequence: old.Sequence, Guest: *old, Account: a.ID, Person: person, Most: MaxAppointments}
	taken := *old
	taken.Account, taken.Person, taken.Guest, taken.Sequence = a.ID, person, false, old.Sequence+1
	if x.Payload, err = b.sealContact(key, &taken, c); err != nil {
		return err
	}
	if x.By, err = b.k.audit(a.ID, person, "appointment.adopt"); err != nil {
		return err
	}
	x.By.Scope = ConsentScope("appointment", old.ID)
	x.Add = b.soon(&taken, key)
	defer b.k.wake()
	if err := b.k.store.AdoptAppointment(ctx, x); err != nil {
		return err
	}
	_, err = b.k.erase(ctx, a.ID, old.Person) // a crash before it leaves this to the guest's job
	return err
}
