package tables

import (
	"context"
	"database/sql"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

const shareColumns = `s.id, s.link_hash, s.account, s.person, s.payload, s.tries, s.openings, s.created_at, s.expires_at, s.revoked_at`

func scanShare(row interface{ Scan(...any) error }, s *app.KeptShare) error {
	return row.Scan(&s.ID, &s.LinkHash, &s.Account, &s.Person, &s.Payload, &s.Tries, &s.Openings, into(&s.CreatedAt), into(&s.ExpiresAt), maybeInto(&s.RevokedAt))
}

// AddShare implements app.Sharings.
func (s *Store) AddShare(ctx context.Context, x app.KeptShare, files [][]byte, most int, by app.Audit) error {
	return s.write(ctx, "add a link", func(ctx context.Context, db DB) error {
		var open int
		err := db.QueryRowContext(ctx, `SELECT count(*) FROM share WHERE account = $1 AND person = $2 AND revoked_at IS NULL AND expires_at > $3`,
			x.Account, x.Person, at(x.CreatedAt)).Scan(&open)
		if err == nil && open >= most {
			err = errs.New(errs.Conflict, "there are %d open links; end one first", open)
		}
		if err != nil {
			return err
		}
		n, err := exec(ctx, db, `INSERT INTO share (id, link_hash, account, person, payload, tries, openings, created_at, expires_at, revoked_at)
			SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 FROM person p JOIN account_person l ON l.person = p.id AND l.account = $3
			WHERE p.id = $4 AND p.erased_at IS NULL`+s.d.Hold(),
			x.ID, x.LinkHash, x.Account, x.Person, x.Payload, x.Tries, x.Openings, at(x.CreatedAt), at(x.ExpiresAt), maybeAt(x.RevokedAt))
		if err := one("person", n, err); err != nil {
			return err
		}
		for i, f := range files {
			if _, err := exec(ctx, db, `INSERT INTO share_file (share, number, person, payload) VALUES ($1, $2, $3, $4)`, x.ID, i+1, x.Person, f); err != nil {
				return err
			}
		}
		return addAudit(ctx, db, by)
	})
}

// ShareByLink implements app.Sharings.
func (s *Store) ShareByLink(ctx context.Context, hash string) (x app.KeptShare, err error) {
	row := s.d.Reader().QueryRowContext(ctx, `SELECT `+shareColumns+` FROM share s
		JOIN account a ON a.id = s.account AND a.disabled_at IS NULL
		JOIN account_person l ON l.account = s.account AND l.person = s.person
		JOIN person p ON p.id = s.person AND p.erased_at IS NULL
		WHERE s.link_hash = $1`, hash)
	return x, s.fail("read a link", found("link", scanShare(row, &x)))
}

// ShareFiles implements app.Sharings.
func (s *Store) ShareFiles(ctx context.Context, id string) ([][]byte, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, b *[]byte) error { return rows.Scan(b) },
		`SELECT payload FROM share_file WHERE share = $1 ORDER BY number`, id)
	return list, s.fail("read shared files", err)
}

// SharesOf implements app.Sharings.
func (s *Store) SharesOf(ctx context.Context, account, person string) ([]app.KeptShare, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, x *app.KeptShare) error { return scanShare(rows, x) },
		`SELECT `+shareColumns+` FROM share s WHERE s.account = $1 AND s.person = $2 ORDER BY s.created_at DESC, s.id DESC`, account, person)
	return list, s.fail("list links", err)
}

// OpeningsOf implements app.Sharings.
func (s *Store) OpeningsOf(ctx context.Context, account, person string) ([]app.KeptOpening, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, o *app.KeptOpening) error {
		return rows.Scan(&o.ID, &o.Share, &o.Person, into(&o.At), &o.Payload)
	}, `SELECT o.id, o.share, o.person, o.at, o.payload FROM share_opening o JOIN share s ON s.id = o.share
		WHERE s.account = $1 AND s.person = $2 ORDER BY o.at DESC, o.id DESC`, account, person)
	return list, s.fail("list openings", err)
}

// TryShare implements app.Sharings.
func (s *Store) TryShare(ctx context.Context, id string, most int64) (n int64, err error) {
	err = s.write(ctx, "count a try", func(ctx context.Context, db DB) error {
		err := db.QueryRowContext(ctx, `UPDATE share SET tries = tries + 1 WHERE id = $1 AND tries < $2 RETURNING tries`, id, most).Scan(&n)
		return ended(found("link", err))
	})
	return n, err
}

// ended says that a link which cannot be found any more has ended.
func ended(err error) error {
	if errs.KindOf(err) == errs.NotFound {
		return errs.New(errs.Gone, "the link has ended")
	}
	return err
}

// OpenShare implements app.Sharings.
func (s *Store) OpenShare(ctx context.Context, o app.KeptOpening, tried bool) error {
	back := int64(0)
	if tried {
		back = 1
	}
	return s.write(ctx, "note an opening", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `UPDATE share SET openings = openings + 1, tries = tries - $2 WHERE id = $1 AND revoked_at IS NULL AND expires_at > $3`,
			o.Share, back, at(o.At))
		if err := ended(one("link", n, err)); err != nil {
			return err
		}
		if _, err := exec(ctx, db, `INSERT INTO share_opening (id, share, person, at, payload) VALUES ($1, $2, $3, $4, $5)`,
			o.ID, o.Share, o.Person, at(o.At), o.Payload); err != nil {
			return err
		}
		_, err = exec(ctx, db, `DELETE FROM share_opening WHERE share = $1 AND id NOT IN
			(SELECT id FROM share_opening WHERE share = $1 ORDER BY at DESC, id DESC LIMIT $2)`, o.Share, app.MostOpenings)
		return err
	})
}

// LockShare implements app.Sharings.
func (s *Store) LockShare(ctx context.Context, id string, by app.Audit) error {
	return s.write(ctx, "lock a link", func(ctx context.Context, db DB) error {
		if _, err := exec(ctx, db, `DELETE FROM share_file WHERE share = $1`, id); err != nil {
			return err
		}
		return addAudit(ctx, db, by)
	})
}

// RevokeShare implements app.Sharings.
func (s *Store) RevokeShare(ctx context.Context, account, person, id string, by app.Audit) error {
	return s.write(ctx, "revoke a link", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `UPDATE share SET revoked_at = COALESCE(revoked_at, $4) WHERE account = $1 AND person = $2 AND id = $3`, account, person, id, at(by.At))
		if err := one("link", n, err); err != nil {
			return err
		}
		if _, err := exec(ctx, db, `DELETE FROM share_file WHERE share = $1`, id); err != nil {
			return err
		}
		return addAudit(ctx, db, by)
	})
}

// DropShare implements app.Sharings.
func (s *Store) DropShare(ctx context.Context, account, person, id string) error {
	return s.write(ctx, "drop a link", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `DELETE FROM share WHERE account = $1 AND person = $2 AND id = $3`, account, person, id)
		return one("link", n, err)
	})
}

// ExpireShares implements app.Sharings.
func (s *Store) ExpireShares(ctx context.Context, now time.Time) error {
	return s.write(ctx, "remove files of links that are over", func(ctx context.Context, db DB) error {
		_, err := exec(ctx, db, `DELETE FROM share_file WHERE share IN (SELECT id FROM share WHERE expires_at <= $1)`, at(now))
		return err
	})
}
