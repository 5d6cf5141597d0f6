package app

import (
	"context"

	"github.com/legible-health/legible/internal/errs"
)

// MaxAttached bounds a report that is attached, in bytes.
const MaxAttached = 2 << 20

// Attach attaches a report of a person to an appointment that the account has booked for
// them, in the place of an earlier one, for the practitioner to read while the consent for
// the appointment lasts; nil removes it. errs.TooLarge; errs.NotFound, also for one that is
// cancelled.
func (b *Bookings) Attach(ctx context.Context, a Account, person, id string, report []byte) error {
	if len(report) > MaxAttached {
		return errs.New(errs.TooLarge, "a report is at most %d bytes", MaxAttached)
	}
	ref, err := b.ByAccount(ctx, a, id)
	if err == nil && ref.kept.Person != person {
		err = noAppointment()
	}
	if err != nil {
		return err
	}
	var sealed []byte
	if report != nil {
		if sealed, err = ref.key.Seal(b.k.rand, ref.kept.ReportLabel(), report); err != nil {
			return err
		}
	}
	by, err := b.k.audit(a.ID, ref.kept.Person, "appointment.report")
	if err != nil {
		return err
	}
	by.Scope = ConsentScope("appointment", id)
	return b.k.store.AttachReport(ctx, a.ID, id, sealed, by)
}

// Report returns the report of an appointment for its practitioner; the look is noted.
// errs.NotFound without one, without consent, and for appointments of others.
func (b *Bookings) Report(ctx context.Context, a Account, id string) ([]byte, error) {
	x, err := b.with(ctx, a, id)
	if err == nil && len(x.Report) == 0 {
		err = noAppointment()
	}
	if err != nil {
		return nil, err
	}
	_, key, err := b.k.reachByConsent(ctx, a, x.Person, ConsentScope("appointment", id), "appointment.report.read")
	if err != nil {
		return nil, err
	}
	return key.Open(x.ReportLabel(), x.Report)
}
