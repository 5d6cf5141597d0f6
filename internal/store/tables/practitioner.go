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

// practitionerFrom reads accounts of role practitioner, each with its profile if it has one.
const practitionerFrom = `SELECT ` + accountColumns + `, p.name, p.profession, p.specialities, p.country, p.languages, p.since, p.about, p.services,
	p.time_zone, p.slug, p.listed, p.to_check, p.photo_sum FROM account a LEFT JOIN practitioner p ON p.account = a.id WHERE a.role = 'practitioner' AND `

func scanPractitioner(row interface{ Scan(...any) error }, x *app.KeptPractitioner) error {
	var name, profession, specialities, country, languages, about, services, zone, slug, toCheck, photo sql.NullString
	var since sql.NullInt64
	var listed sql.NullBool
	a := &x.Account
	err := row.Scan(&a.ID, &a.Name, &a.Role, into(&a.CreatedAt), maybeInto(&a.DisabledAt), &name, &profession, &specialities, &country, &languages,
		&since, &about, &services, &zone, &slug, &listed, &toCheck, &photo)
	if err != nil || !slug.Valid {
		return err
	}
	x.Photo = photo.String
	x.Profile = &consult.Practitioner{Name: name.String, Profession: profession.String, Specialities: strings.Fields(specialities.String),
		Country: country.String, Languages: strings.Fields(languages.String), Since: int(since.Int64), About: about.String, Services: services.String,
		TimeZone: zone.String, Slug: slug.String, Listed: listed.Bool, ToCheck: toCheck.String}
	return nil
}

// SaveProfile implements app.Practicing.
func (s *Store) SaveProfile(ctx context.Context, account string, p consult.Practitioner, when time.Time, by app.Audit) error {
	return s.write(ctx, "save a profile", func(ctx context.Context, db DB) error {
		if err := practises(ctx, db, account); err != nil {
			return err
		}
		_, err := exec(ctx, db, `INSERT INTO practitioner (account, slug, name, profession, specialities, country, languages, since, about, services,
				time_zone, listed, to_check, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
			ON CONFLICT (account) DO UPDATE SET slug = $2, name = $3, profession = $4, specialities = $5, country = $6, languages = $7, since = $8,
				about = $9, services = $10, time_zone = $11, listed = $12, to_check = $13, updated_at = $14`,
			account, p.Slug, p.Name, p.Profession, strings.Join(p.Specialities, " "), p.Country, strings.Join(p.Languages, " "), p.Since, p.About,
			p.Services, p.TimeZone, p.Listed, p.ToCheck, at(when))
		if err != nil {
			return err
		}
		return addAudit(ctx, db, by)
	})
}

// practises holds the row of an account until the write is over, so that what is added to
// it is counted by one after the other. errs.NotFound for an account that is no practitioner.
func practises(ctx context.Context, db DB, account string) error {
	n, err := exec(ctx, db, `UPDATE account SET role = role WHERE id = $1 AND role = 'practitioner'`, account)
	return one("practitioner", n, err)
}

// Practitioner implements app.Practicing.
func (s *Store) Practitioner(ctx context.Context, account string) (app.KeptPractitioner, error) {
	return s.practitioner(ctx, `a.id = $1`, account)
}

// PractitionerBySlug implements app.Practicing.
func (s *Store) PractitionerBySlug(ctx context.Context, slug string) (app.KeptPractitioner, error) {
	return s.practitioner(ctx, `p.slug = $1`, slug)
}

func (s *Store) practitioner(ctx context.Context, where, arg string) (x app.KeptPractitioner, err error) {
	err = found("practitioner", scanPractitioner(s.d.Reader().QueryRowContext(ctx, practitionerFrom+where, arg), &x))
	if err == nil {
		err = s.eachQualification(ctx, `practitioner = $1`, x.Account.ID, func(_ string, q consult.Qualification) { x.Qualifications = append(x.Qualifications, q) })
	}
	return x, s.fail("read a practitioner", err)
}

// Practitioners implements app.Practicing.
func (s *Store) Practitioners(ctx context.Context) ([]app.KeptPractitioner, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, x *app.KeptPractitioner) error { return scanPractitioner(rows, x) },
		practitionerFrom+`a.id >= $1 ORDER BY a.created_at, a.id`, "")
	if err == nil {
		place := map[string]int{}
		for i, x := range list {
			place[x.Account.ID] = i
		}
		err = s.eachQualification(ctx, `id >= $1`, "", func(account string, q consult.Qualification) {
			if i, ok := place[account]; ok {
				list[i].Qualifications = append(list[i].Qualifications, q)
			}
		})
	}
	return list, s.fail("list practitioners", err)
}

// eachQualification reads qualifications, checked last first.
func (s *Store) eachQualification(ctx context.Context, where, arg string, give func(account string, q consult.Qualification)) error {
	type kept struct {
		account string
		consult.Qualification
	}
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, q *kept) error {
		var until sql.NullString
		err := rows.Scan(&q.account, &q.ID, &q.Title, &q.Holder, &q.Register, &q.Number, &q.Country, &q.Way, &q.CheckedBy, into(&q.CheckedAt), &until, maybeInto(&q.EndedAt))
		q.ValidUntil = until.String
		return err
	}, `SELECT practitioner, id, title, holder, register, number, country, way, checked_by, checked_at, valid_until, ended_at FROM qualification
		WHERE `+where+` ORDER BY checked_at DESC, id DESC`, arg)
	for _, q := range list {
		give(q.account, q.Qualification)
	}
	return err
}

// SetPhoto implements app.Practicing.
func (s *Store) SetPhoto(ctx context.Context, account string, photo []byte, sum string, by app.Audit) error {
	return s.write(ctx, "save a photo", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `UPDATE practitioner SET photo_sum = $2, photo = $3 WHERE account = $1`, account, orNull(sum), photo)
		if err := one("practitioner", n, err); err != nil {
			return err
		}
		return addAudit(ctx, db, by)
	})
}

// Photo implements app.Practicing.
func (s *Store) Photo(ctx context.Context, account string) (photo []byte, err error) {
	row := s.d.Reader().QueryRowContext(ctx, `SELECT photo FROM practitioner WHERE account = $1 AND photo IS NOT NULL`, account)
	return photo, s.fail("read a photo", found("photo", row.Scan(&photo)))
}

// AddQualification implements app.Practicing.
func (s *Store) AddQualification(ctx context.Context, account string, q consult.Qualification, most int, by app.Audit) error {
	return s.write(ctx, "add a qualification", func(ctx context.Context, db DB) error {
		if err := practises(ctx, db, account); err != nil {
			return err
		}
		var n int
		if err := db.QueryRowContext(ctx, `SELECT count(*) FROM qualification WHERE practitioner = $1`, account).Scan(&n); err != nil {
			return err
		}
		if n >= most {
			return errs.New(errs.Conflict, "there are %d qualifications already; more are not kept", n)
		}
		_, err := exec(ctx, db, `INSERT INTO qualification (id, practitioner, title, holder, register, number, country, way, checked_by, checked_at, valid_until, ended_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
			q.ID, account, q.Title, q.Holder, q.Register, q.Number, q.Country, q.Way, q.CheckedBy, at(q.CheckedAt), orNull(q.ValidUntil), maybeAt(q.EndedAt))
		if err != nil {
			return err
		}
		return addAudit(ctx, db, by)
	})
}

// EndQualification implements app.Practicing.
func (s *Store) EndQualification(ctx context.Context, account, id string, when time.Time, by app.Audit) error {
	return s.write(ctx, "end a qualification", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `UPDATE qualification SET ended_at = COALESCE(ended_at, $3) WHERE practitioner = $1 AND id = $2`, account, id, at(when))
		if err := one("qualification", n, err); err != nil {
			return err
		}
		return addAudit(ctx, db, by)
	})
}
