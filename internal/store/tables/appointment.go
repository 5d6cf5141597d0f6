package tables

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
)

const appointmentColumns = `a.id, a.token_hash, a.account, a.person, a.practitioner, a.service, a.starts_at, a.ends_at, a.taken_from, a.taken_to,
	a.state, a.cancelled_by, a.late, a.sequence, a.payload, a.report IS NOT NULL, a.created_at, a.updated_at,
	EXISTS (SELECT 1 FROM account_person g WHERE g.account = a.account AND g.person = a.person AND g.relation = '` + app.GuestRelation + `')`

func appointmentInto(a *app.KeptAppointment) []any {
	return []any{&a.ID, &a.TokenHash, &a.Account, &a.Person, &a.Practitioner, &a.Service, into(&a.Start), into(&a.End), into(&a.Taken.From), into(&a.Taken.To),
		&a.State, &a.CancelledBy, &a.Late, &a.Sequence, &a.Payload, &a.Attached, into(&a.CreatedAt), into(&a.UpdatedAt), &a.Guest}
}

// inTurn makes the bookings of one practitioner follow each other until the write is over.
func inTurn(ctx context.Context, db DB, practitioner string) error {
	n, err := exec(ctx, db, `UPDATE practice SET changes = changes + 1 WHERE practitioner = $1`, practitioner)
	return one("practice", n, err)
}

// Taken implements app.Appointing.
func (s *Store) Taken(ctx context.Context, practitioner string, in consult.Span, but string) ([]consult.Span, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, x *consult.Span) error { return rows.Scan(into(&x.From), into(&x.To)) },
		`SELECT taken_from, taken_to FROM appointment WHERE practitioner = $1 AND state = 'booked' AND taken_from < $3 AND taken_to > $2 AND id <> $4
		ORDER BY taken_from`, practitioner, at(in.From), at(in.To), but)
	return list, s.fail("list what is taken", err)
}

// AddAppointment implements app.Appointing.
func (s *Store) AddAppointment(ctx context.Context, a app.KeptAppointment, c app.Consent, jobs []app.Job, most int, by app.Audit) error {
	return s.write(ctx, "book", func(ctx context.Context, db DB) error {
		if err := s.holdPersonOf(ctx, db, a.Account, a.Person); err != nil {
			return err
		}
		if err := inTurn(ctx, db, a.Practitioner); err != nil {
			return err
		}
		if err := roomFor(ctx, db, a.Account, a.Person, a.CreatedAt, most); err != nil {
			return err
		}
		return s.addAppointment(ctx, db, a, c, jobs, by)
	})
}

// addAppointment writes an appointment with all that belongs to it.
func (s *Store) addAppointment(ctx context.Context, db DB, a app.KeptAppointment, c app.Consent, jobs []app.Job, by app.Audit) error {
	if _, err := exec(ctx, db, `INSERT INTO appointment (id, token_hash, account, person, practitioner, service, starts_at, ends_at, taken_from, taken_to,
			state, cancelled_by, late, sequence, payload, report, created_at, updated_at) VALUES (`+parameters(18)+`)`,
		a.ID, a.TokenHash, a.Account, a.Person, a.Practitioner, a.Service, at(a.Start), at(a.End), at(a.Taken.From), at(a.Taken.To),
		a.State, a.CancelledBy, a.Late, a.Sequence, a.Payload, a.Report, at(a.CreatedAt), at(a.UpdatedAt)); err != nil {
		return err
	}
	if err := occupy(ctx, db, a.Practitioner, a.ID, a.Taken); err != nil {
		return err
	}
	if err := s.addConsent(ctx, db, c); err != nil {
		return err
	}
	if _, err := exec(ctx, db, `DELETE FROM waiting WHERE account = $1 AND person = $2 AND service = $3`, a.Account, a.Person, a.Service); err != nil {
		return err
	}
	return addNotices(ctx, db, jobs, by)
}

// AddGuestAppointment implements app.Appointing.
func (s *Store) AddGuestAppointment(ctx context.Context, g app.NewGuest, a app.KeptAppointment, c app.Consent, jobs []app.Job, by app.Audit) error {
	return s.write(ctx, "book as a guest", func(ctx context.Context, db DB) error {
		if err := addAccount(ctx, db, g.Account, "", g.Person, app.Link{Person: g.Person.ID, Relation: app.GuestRelation}); err != nil {
			return err
		}
		if g.Reminder != nil {
			if err := setReminder(ctx, db, *g.Reminder); err != nil {
				return err
			}
		}
		if err := inTurn(ctx, db, a.Practitioner); err != nil {
			return err
		}
		return s.addAppointment(ctx, db, a, c, jobs, by)
	})
}

// AdoptAppointment implements app.Appointing.
func (s *Store) AdoptAppointment(ctx context.Context, x app.Adoption) error {
	return s.write(ctx, "take an appointment over", func(ctx context.Context, db DB) error {
		if err := s.holdPersonOf(ctx, db, x.Account, x.Person); err != nil {
			return err
		}
		if err := roomFor(ctx, db, x.Account, x.Person, x.By.At, x.Most); err != nil {
			return err
		}
		n, err := exec(ctx, db, `UPDATE appointment SET account = $3, person = $4, payload = $5, sequence = sequence + 1 WHERE id = $1 AND sequence = $2 AND account = $6 AND person = $7
			AND EXISTS (SELECT 1 FROM account_person g WHERE g.account = $6 AND g.person = $7 AND g.relation = '`+app.GuestRelation+`')`,
			x.ID, x.Sequence, x.Account, x.Person, x.Payload, x.Guest.Account, x.Guest.Person)
		if err == nil && n == 0 {
			err = errs.New(errs.Gone, "the appointment was changed meanwhile")
		}
		if err != nil {
			return err
		}
		scope := app.ConsentScope("appointment", x.ID)
		if _, err := exec(ctx, db, `UPDATE consent SET account = $3, person = $4 WHERE person = $1 AND scope = $2`, x.Guest.Person, scope, x.Account, x.Person); err != nil {
			return err
		}
		if _, err := exec(ctx, db, `UPDATE audit SET person = $3, account = CASE WHEN account = $4 THEN $5 ELSE account END
			WHERE person = $1 AND scope = $2`, x.Guest.Person, scope, x.Person, x.Guest.Account, x.Account); err != nil {
			return err
		}
		if _, err := exec(ctx, db, `DELETE FROM account WHERE id = $1`, x.Guest.Account); err != nil {
			return err
		}
		return addNotices(ctx, db, x.Add, x.By)
	})
}

// holdPersonOf waits for an erasure of a person under way, whom an account must reach.
func (s *Store) holdPersonOf(ctx context.Context, db DB, account, person string) error {
	var one int
	row := db.QueryRowContext(ctx, `SELECT 1 FROM person p JOIN account_person l ON l.person = p.id AND l.account = $1
		WHERE p.id = $2 AND p.erased_at IS NULL`+s.d.Hold(), account, person)
	return found("person", row.Scan(&one))
}

// roomFor refuses one more open appointment than most.
func roomFor(ctx context.Context, db DB, account, person string, now time.Time, most int) error {
	var open int
	err := db.QueryRowContext(ctx, `SELECT count(*) FROM appointment WHERE account = $1 AND person = $2 AND state = 'booked' AND ends_at > $3`,
		account, person, at(now)).Scan(&open)
	if err == nil && open >= most {
		err = errs.New(errs.TooMany, "there are %d open appointments; cancel one first", open)
	}
	return err
}

// occupy fills the cells of an appointment; the primary key refuses what is taken.
func occupy(ctx context.Context, db DB, practitioner, id string, taken consult.Span) error {
	cells := taken.Cells()
	args := []any{practitioner, id}
	var values strings.Builder
	for i, c := range cells {
		if i > 0 {
			values.WriteString(", ")
		}
		args = append(args, c)
		values.WriteString(`($1, ` + parameter(len(args)) + `, $2)`)
	}
	_, err := exec(ctx, db, `INSERT INTO appointment_cell (practitioner, cell, appointment) VALUES `+values.String(), args...)
	return err
}

func addNotices(ctx context.Context, db DB, jobs []app.Job, by app.Audit) error {
	for _, j := range jobs {
		if err := addJob(ctx, db, j, `DO NOTHING`); err != nil {
			return err
		}
	}
	return addAudit(ctx, db, by)
}

// ChangeAppointment implements app.Appointing.
func (s *Store) ChangeAppointment(ctx context.Context, c app.AppointmentChange) error {
	return s.write(ctx, "change an appointment", func(ctx context.Context, db DB) error {
		var a app.KeptAppointment
		row := db.QueryRowContext(ctx, `SELECT `+appointmentColumns+` FROM appointment a WHERE a.id = $1`, c.ID)
		if err := found("appointment", row.Scan(appointmentInto(&a)...)); err != nil {
			return err
		}
		if err := s.holdPersonOf(ctx, db, a.Account, a.Person); err != nil {
			return err
		}
		if err := inTurn(ctx, db, a.Practitioner); err != nil {
			return err
		}
		n, err := exec(ctx, db, `UPDATE appointment SET starts_at = $3, ends_at = $4, taken_from = $5, taken_to = $6, state = $7, cancelled_by = $8,
			late = $9, sequence = sequence + 1, updated_at = $10 WHERE id = $1 AND sequence = $2 AND state = 'booked'`,
			c.ID, c.Sequence, at(c.Start), at(c.End), at(c.Taken.From), at(c.Taken.To), c.State, c.CancelledBy, c.Late, at(c.At))
		if err == nil && n == 0 {
			err = errs.New(errs.Gone, "the appointment was changed meanwhile")
		}
		if err != nil {
			return err
		}
		if err := s.reoccupy(ctx, db, &a, &c); err != nil {
			return err
		}
		return addNotices(ctx, db, c.Add, c.By)
	})
}

// reoccupy frees the cells of an appointment and takes others unless it is cancelled; the
// consent for it goes with it.
func (s *Store) reoccupy(ctx context.Context, db DB, a *app.KeptAppointment, c *app.AppointmentChange) error {
	if _, err := exec(ctx, db, `DELETE FROM appointment_cell WHERE appointment = $1`, a.ID); err != nil {
		return err
	}
	scope := app.ConsentScope("appointment", a.ID)
	if c.State == app.Cancelled {
		return endConsents(ctx, db, a.Person, scope, "", c.At)
	}
	if err := occupy(ctx, db, a.Practitioner, a.ID, c.Taken); err != nil {
		return err
	}
	_, err := exec(ctx, db, `UPDATE consent SET until = $3 WHERE person = $1 AND scope = $2 AND revoked_at IS NULL AND until > $4`, a.Person, scope, at(c.Until), at(c.At))
	return err
}

// AttachReport implements app.Appointing.
func (s *Store) AttachReport(ctx context.Context, account, id string, report []byte, by app.Audit) error {
	return s.write(ctx, "attach a report", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `UPDATE appointment SET report = $3 WHERE id = $2 AND account = $1 AND state = 'booked'`, account, id, report)
		if err := one("appointment", n, err); err != nil {
			return err
		}
		return addAudit(ctx, db, by)
	})
}

// Appointment implements app.Appointing.
func (s *Store) Appointment(ctx context.Context, id string) (app.KeptAppointment, error) {
	return s.appointment(ctx, `a.id = $1`, id)
}

// AppointmentByToken implements app.Appointing.
func (s *Store) AppointmentByToken(ctx context.Context, hash string) (app.KeptAppointment, error) {
	return s.appointment(ctx, `a.token_hash = $1 AND EXISTS (SELECT 1 FROM account o JOIN account_person l ON l.account = o.id AND l.person = a.person
		WHERE o.id = a.account AND o.disabled_at IS NULL)`, hash)
}

func (s *Store) appointment(ctx context.Context, where string, args ...any) (a app.KeptAppointment, err error) {
	row := s.d.Reader().QueryRowContext(ctx, `SELECT `+appointmentColumns+`, a.report FROM appointment a WHERE `+where, args...)
	return a, s.fail("read an appointment", found("appointment", row.Scan(append(appointmentInto(&a), &a.Report)...)))
}

// AppointmentsOf implements app.Appointing.
func (s *Store) AppointmentsOf(ctx context.Context, account, person string, limit int) ([]app.KeptAppointment, error) {
	return s.appointments(ctx, `a.account = $1 AND a.person = $2 ORDER BY a.starts_at DESC, a.id DESC LIMIT $3`, account, person, limit)
}

// AppointmentsWith implements app.Appointing.
func (s *Store) AppointmentsWith(ctx context.Context, practitioner string, in consult.Span) ([]app.KeptAppointment, error) {
	return s.appointments(ctx, `a.practitioner = $1 AND a.starts_at >= $2 AND a.starts_at < $3 ORDER BY a.starts_at, a.id`, practitioner, at(in.From), at(in.To))
}

func (s *Store) appointments(ctx context.Context, where string, args ...any) ([]app.KeptAppointment, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, a *app.KeptAppointment) error { return rows.Scan(appointmentInto(a)...) },
		`SELECT `+appointmentColumns+` FROM appointment a WHERE `+where, args...)
	return list, s.fail("list appointments", err)
}

const waitingColumns = `id, account, person, practitioner, service, until, created_at`

// AddWaiting implements app.Appointing.
func (s *Store) AddWaiting(ctx context.Context, w app.KeptWaiting) error {
	return s.write(ctx, "wait", func(ctx context.Context, db DB) error {
		if err := s.holdPersonOf(ctx, db, w.Account, w.Person); err != nil {
			return err
		}
		_, err := exec(ctx, db, `INSERT INTO waiting (`+waitingColumns+`) VALUES (`+parameters(7)+`)
			ON CONFLICT (account, person, service) DO UPDATE SET until = excluded.until`,
			w.ID, w.Account, w.Person, w.Practitioner, w.Service, at(w.Until), at(w.CreatedAt))
		return err
	})
}

// DropWaiting implements app.Appointing.
func (s *Store) DropWaiting(ctx context.Context, account, person, id string) error {
	return s.write(ctx, "stop waiting", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `DELETE FROM waiting WHERE account = $1 AND person = $2 AND id = $3`, account, person, id)
		return one("place on the list", n, err)
	})
}

// WaitingOf implements app.Appointing.
func (s *Store) WaitingOf(ctx context.Context, account, person string, now time.Time) ([]app.KeptWaiting, error) {
	return s.waiting(ctx, `account = $1 AND person = $2 AND until > $3`, account, person, at(now))
}

// WaitingFor implements app.Appointing.
func (s *Store) WaitingFor(ctx context.Context, practitioner string, now time.Time) ([]app.KeptWaiting, error) {
	return s.waiting(ctx, `practitioner = $1 AND until > $2`, practitioner, at(now))
}

func (s *Store) waiting(ctx context.Context, where string, args ...any) ([]app.KeptWaiting, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, w *app.KeptWaiting) error {
		return rows.Scan(&w.ID, &w.Account, &w.Person, &w.Practitioner, &w.Service, into(&w.Until), into(&w.CreatedAt))
	}, `SELECT `+waitingColumns+` FROM waiting WHERE `+where+` ORDER BY created_at, id`, args...)
	return list, s.fail("list who waits", err)
}
