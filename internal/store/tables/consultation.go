package tables

import (
	"context"
	"database/sql"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
)

const consultationColumns = `c.id, c.account, c.person, c.sort, c.stage, c.asked, c.refused, c.holder, c.next, c.agreed, c.due_at, c.until,
	c.first, c.version, c.written, c.created_at, c.changed_at`

func consultationInto(c *app.KeptConsultation, optional *[5]sql.NullString) []any {
	return []any{&c.ID, &c.Account, &c.Person, &c.Sort, &c.Stage, &optional[0], &optional[1], &optional[2], &optional[3], &c.Agreed, into(&c.Due), into(&c.Until),
		&optional[4], &c.Version, &c.Written, into(&c.CreatedAt), into(&c.ChangedAt)}
}

// scanConsultation reads the columns, and more behind them.
func scanConsultation(row interface{ Scan(...any) error }, c *app.KeptConsultation, more ...any) error {
	var optional [5]sql.NullString
	err := row.Scan(append(consultationInto(c, &optional), more...)...)
	c.Owner, c.To, c.Not, c.Holder, c.Next, c.First = c.Account, optional[0].String, optional[1].String, optional[2].String, optional[3].String, optional[4].String
	return err
}

// AddConsultation implements app.Consulting.
func (s *Store) AddConsultation(ctx context.Context, c app.KeptConsultation, consent app.Consent, most int, by app.Audit, jobs ...app.Job) error {
	return s.write(ctx, "add a consultation", func(ctx context.Context, db DB) error {
		if err := s.addConsent(ctx, db, consent); err != nil {
			return err
		}
		var open int
		err := db.QueryRowContext(ctx, `SELECT count(*) FROM consultation WHERE person = $1
			AND stage IN ('requested', 'accepted', 'asked', 'answered', 'handed_over')`, c.Person).Scan(&open)
		if err == nil && open >= most {
			err = errs.New(errs.Conflict, "there are %d open consultations; wait for one to end, or withdraw one", open)
		}
		if err != nil {
			return err
		}
		_, err = exec(ctx, db, `INSERT INTO consultation (id, account, person, sort, stage, asked, refused, holder, next, agreed, due_at, until, first, version,
				written, created_at, changed_at, payload, snapshot)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
			c.ID, c.Account, c.Person, string(c.Sort), string(c.Stage), orNull(c.To), orNull(c.Not), orNull(c.Holder), orNull(c.Next), c.Agreed,
			at(c.Due), at(c.Until), orNull(c.First), c.Version, c.Written, at(c.CreatedAt), at(c.ChangedAt), c.Payload, c.Snapshot)
		if err != nil {
			return err
		}
		return addNotices(ctx, db, jobs, by)
	})
}

// Consultation implements app.Consulting.
func (s *Store) Consultation(ctx context.Context, id string) (c app.KeptConsultation, err error) {
	row := s.d.Reader().QueryRowContext(ctx, `SELECT `+consultationColumns+`, c.payload, c.snapshot FROM consultation c WHERE c.id = $1`, id)
	return c, s.fail("read a consultation", found("consultation", scanConsultation(row, &c, &c.Payload, &c.Snapshot)))
}

// ConsultationsOf implements app.Consulting.
func (s *Store) ConsultationsOf(ctx context.Context, person string) ([]app.KeptConsultation, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, c *app.KeptConsultation) error { return scanConsultation(rows, c, &c.Payload) },
		`SELECT `+consultationColumns+`, c.payload FROM consultation c WHERE c.person = $1 ORDER BY c.created_at DESC, c.id DESC`, person)
	return list, s.fail("list consultations", err)
}

// ConsultationsFor implements app.Consulting.
func (s *Store) ConsultationsFor(ctx context.Context, practitioner string) ([]app.KeptConsultation, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, c *app.KeptConsultation) error { return scanConsultation(rows, c) },
		`SELECT `+consultationColumns+` FROM consultation c WHERE c.asked = $1 OR c.holder = $1 OR c.next = $1
			OR (c.stage = 'requested' AND c.asked IS NULL AND c.account <> $1 AND (c.refused IS NULL OR c.refused <> $1)) ORDER BY c.created_at, c.id`, practitioner)
	return list, s.fail("list consultations", err)
}

// StandingConsent implements app.Consulting.
func (s *Store) StandingConsent(ctx context.Context, person, scope string, now time.Time) (bool, error) {
	var n int
	err := s.d.Reader().QueryRowContext(ctx, `SELECT count(*) FROM consent WHERE person = $1 AND scope = $2 AND revoked_at IS NULL AND until > $3`,
		person, scope, at(now)).Scan(&n)
	return n > 0, s.fail("read a consent", err)
}

// ChangeConsultation implements app.Consulting.
func (s *Store) ChangeConsultation(ctx context.Context, x app.ConsultationChange) error {
	c := x.Consultation
	return s.write(ctx, "change a consultation", func(ctx context.Context, db DB) error {
		// The person first, as an erasure does: then neither waits for the other in a circle.
		var one int
		if err := found("consultation", db.QueryRowContext(ctx, `SELECT 1 FROM person p WHERE p.id = $1 AND p.erased_at IS NULL`+s.d.Hold(), c.Person).Scan(&one)); err != nil {
			return err
		}
		n, err := exec(ctx, db, `UPDATE consultation SET stage = $3, holder = $4, next = $5, agreed = $6, due_at = $7, version = $8, changed_at = $9, payload = $10, written = $11
			WHERE id = $1 AND person = $2 AND version = $8 - 1`,
			c.ID, c.Person, string(c.Stage), orNull(c.Holder), orNull(c.Next), c.Agreed, at(c.Due), c.Version, at(c.ChangedAt), c.Payload, c.Written)
		if err != nil {
			return err
		}
		if n == 0 {
			if err := found("consultation", db.QueryRowContext(ctx, `SELECT 1 FROM consultation WHERE id = $1 AND person = $2`, c.ID, c.Person).Scan(&one)); err != nil {
				return err
			}
			return errs.New(errs.Conflict, "somebody else changed the consultation meanwhile; look again")
		}
		if err := s.changeConsents(ctx, db, x); err != nil {
			return err
		}
		for _, p := range x.Count {
			if _, err := exec(ctx, db, `INSERT INTO opinion_count (sides, level_a, level_b, times) VALUES ($1, $2, $3, $4)
				ON CONFLICT (sides, level_a, level_b) DO UPDATE SET times = opinion_count.times + $4`, p.Sides, p.A.String(), p.B.String(), p.N); err != nil {
				return err
			}
		}
		return addNotices(ctx, db, x.Add, x.By)
	})
}

// changeConsents does what a step does to consents. One that is given on, or waits again,
// must be open: out of none nothing is made.
func (s *Store) changeConsents(ctx context.Context, db DB, x app.ConsultationChange) error {
	c, now := x.Consultation, x.By.At
	switch {
	case x.Change.All:
		return endConsents(ctx, db, c.Person, c.Scope(), "", now)
	case x.Change.Wait:
		n, err := exec(ctx, db, `UPDATE consent SET practitioner = NULL WHERE person = $1 AND scope = $2 AND practitioner = $3 AND revoked_at IS NULL AND until > $4`,
			c.Person, c.Scope(), x.Change.End, at(now))
		return one("consent", n, err)
	case x.Change.Grant != "" && x.Change.End == "":
		return takeConsent(ctx, db, c.Person, c.Scope(), x.Change.Grant, now)
	case x.Change.Grant != "":
		old, err := openConsentIn(ctx, db, c.Person, c.Scope(), x.Change.End, now)
		if err != nil {
			return err
		}
		if err := endConsents(ctx, db, c.Person, c.Scope(), x.Change.End, now); err != nil {
			return err
		}
		old.ID, old.Practitioner, old.GrantedAt = x.NewConsent, x.Change.Grant, now
		return s.addConsent(ctx, db, old)
	}
	return nil
}

// openConsentIn finds the open consent of a practitioner within a write. errs.NotFound.
func openConsentIn(ctx context.Context, db DB, person, scope, practitioner string, now time.Time) (c app.Consent, err error) {
	row := db.QueryRowContext(ctx, `SELECT `+consentColumns+openConsent, person, practitioner, scope, at(now))
	return c, found("consent", scanConsent(row, &c))
}

// AddSigningKey implements app.Consulting.
func (s *Store) AddSigningKey(ctx context.Context, key app.KeptSigningKey, secret app.KeptSecret, by app.Audit) error {
	return s.write(ctx, "add a signing key", func(ctx context.Context, db DB) error {
		if err := practises(ctx, db, key.Practitioner); err != nil {
			return err
		}
		if err := retireKeys(ctx, db, key.Practitioner, key.CreatedAt); err != nil {
			return err
		}
		if _, err := exec(ctx, db, `INSERT INTO signing_key (id, practitioner, public, created_at, retired_at) VALUES ($1, $2, $3, $4, $5)`,
			key.ID, key.Practitioner, key.Public, at(key.CreatedAt), maybeAt(key.RetiredAt)); err != nil {
			return err
		}
		if _, err := exec(ctx, db, `INSERT INTO secret (name, wrapped_key, key_id, payload) VALUES ($1, $2, $3, $4)`,
			secret.Name, secret.Key.Data, secret.Key.KeyID, secret.Payload); err != nil {
			return err
		}
		return addAudit(ctx, db, by)
	})
}

// retireKeys ends the signing key of an account, within a write: its private half is gone,
// its public half stays, so that what it has signed can still be checked.
func retireKeys(ctx context.Context, db DB, practitioner string, now time.Time) error {
	if _, err := exec(ctx, db, `DELETE FROM secret WHERE name IN (SELECT 'signing.' || id FROM signing_key WHERE practitioner = $1 AND retired_at IS NULL)`, practitioner); err != nil {
		return err
	}
	_, err := exec(ctx, db, `UPDATE signing_key SET retired_at = $2 WHERE practitioner = $1 AND retired_at IS NULL`, practitioner, at(now))
	return err
}

const signingKeyColumns = `k.id, k.practitioner, k.public, k.created_at, k.retired_at`

func scanSigningKey(row interface{ Scan(...any) error }, k *app.KeptSigningKey) error {
	return row.Scan(&k.ID, &k.Practitioner, &k.Public, into(&k.CreatedAt), maybeInto(&k.RetiredAt))
}

// SigningKeys implements app.Consulting.
func (s *Store) SigningKeys(ctx context.Context) ([]app.KeptSigningKey, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, k *app.KeptSigningKey) error { return scanSigningKey(rows, k) },
		`SELECT `+signingKeyColumns+` FROM signing_key k ORDER BY k.created_at, k.id`)
	return list, s.fail("list signing keys", err)
}

// SigningKeyOf implements app.Consulting.
func (s *Store) SigningKeyOf(ctx context.Context, practitioner string) (k app.KeptSigningKey, err error) {
	row := s.d.Reader().QueryRowContext(ctx, `SELECT `+signingKeyColumns+` FROM signing_key k WHERE k.practitioner = $1 AND k.retired_at IS NULL
		ORDER BY k.created_at DESC, k.id DESC LIMIT 1`, practitioner)
	return k, s.fail("read a signing key", found("signing key", scanSigningKey(row, &k)))
}

// OpinionCounts implements app.Consulting.
func (s *Store) OpinionCounts(ctx context.Context) ([]app.OpinionCount, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, c *app.OpinionCount) error {
		var a, b string
		if err := rows.Scan(&c.Sides, &a, &b, &c.N); err != nil {
			return err
		}
		var err error
		if c.A, err = clinical.ParseUrgency(a); err != nil {
			return err
		}
		c.B, err = clinical.ParseUrgency(b)
		return err
	}, `SELECT sides, level_a, level_b, times FROM opinion_count ORDER BY sides, level_a, level_b`)
	return list, s.fail("list opinions", err)
}
