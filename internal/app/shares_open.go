package app

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
	"github.com/legible-health/legible/internal/share"
)

// What opens with the secret of a link, without signing in.

// SharedAt is what is known of a link without its key.
type SharedAt struct {
	State    ShareState
	Passcode bool
}

// Behind tells what has become of a link. errs.NotFound.
func (x *Shares) Behind(ctx context.Context, secret string) (SharedAt, error) {
	s, _, kept, err := x.find(ctx, secret)
	return SharedAt{s.state(x.k.now()), kept.Passcode != ""}, err
}

func (x *Shares) find(ctx context.Context, secret string) (s KeptShare, key *seal.Person, kept keptShare, err error) {
	if s, err = x.k.store.ShareByLink(ctx, account.HashSecret(secret)); err != nil {
		return s, nil, kept, err
	}
	p, err := x.k.store.Person(ctx, s.Person)
	if err == nil {
		key, err = x.k.open(ctx, p)
	}
	if err == nil {
		kept, err = openShare(key, &s)
	}
	return s, key, kept, err
}

// findOpen is find for links that have not ended. errs.Gone for others.
func (x *Shares) findOpen(ctx context.Context, secret string) (s KeptShare, key *seal.Person, kept keptShare, err error) {
	if s, key, kept, err = x.find(ctx, secret); err != nil {
		return s, key, kept, err
	}
	state := s.state(x.k.now())
	if state == ShareExpired {
		err = x.k.store.ExpireShares(ctx, x.k.now())
	}
	if err == nil && state != ShareOpen {
		err = gone()
	}
	return s, key, kept, err
}

func gone() error { return errs.New(errs.Gone, "the link has ended") }

// WrongPasscode is an errs.Unauthorized that says how many tries are left.
type WrongPasscode struct {
	error
	Left int
}

// Unwrap gives the error its kind.
func (w WrongPasscode) Unwrap() error { return w.error }

// locations are good for so long; the format allows an hour at most.
const locationLasts = 30 * time.Minute

// Manifest opens a link: it checks the passcode, notes the opening and lists the files.
// Those that may not stand in the manifest are at location of a ticket for File. errs.NotFound
// and errs.Gone alike mean that there is nothing; a WrongPasscode that none or a wrong
// one was given; TooMany.
func (x *Shares) Manifest(ctx context.Context, secret, address string, r *share.Request, location func(ticket string) string) (*share.Manifest, error) {
	if err := x.k.attempt(ctx, account.ShareByAddress, address); err != nil {
		return nil, err
	}
	s, key, kept, err := x.findOpen(ctx, secret)
	if err != nil {
		return nil, err
	}
	if err := x.k.attempt(ctx, account.ShareByLink, s.ID); err != nil {
		return nil, err
	}
	if kept.Passcode != "" {
		if err := x.passcode(ctx, &s, kept.Passcode, r.Passcode); err != nil {
			return nil, err
		}
	}
	files, err := x.files(ctx, &s, key)
	if err != nil {
		return nil, err
	}
	if err := x.opened(ctx, &s, key, r.Recipient, kept.Passcode != ""); err != nil {
		return nil, err
	}
	m := &share.Manifest{Status: share.Finalized}
	for i, jwe := range files {
		f := share.File{ContentType: share.FHIR, LastUpdated: s.CreatedAt}
		if r.EmbeddedLengthMax == nil || len(jwe) <= *r.EmbeddedLengthMax {
			f.Embedded = jwe
		} else {
			ticket, err := x.ticket(&s, key, i)
			if err != nil {
				return nil, err
			}
			f.Location = location(ticket)
		}
		m.Files = append(m.Files, f)
	}
	return m, nil
}

// passcode checks a passcode. The try is counted first and taken back by opened.
func (x *Shares) passcode(ctx context.Context, s *KeptShare, phc, typed string) error {
	if typed == "" {
		return WrongPasscode{errs.New(errs.Unauthorized, "a passcode is needed"), int(PasscodeTries - s.Tries)}
	}
	if len(typed) > 4*MaxPasscode {
		typed = typed[:4*MaxPasscode] // wrong anyway, and counted
	}
	n, err := x.k.store.TryShare(ctx, s.ID, PasscodeTries)
	if err != nil {
		return err
	}
	var right bool
	err = x.turn(context.WithoutCancel(ctx), func() (err error) {
		right, _, err = account.Verify(phc, typed)
		return err
	})
	if err != nil || right {
		return err
	}
	if n >= PasscodeTries {
		by, err := x.k.audit("", s.Person, "share.lock")
		if err == nil {
			err = x.k.store.LockShare(context.WithoutCancel(ctx), s.ID, by)
		}
		if err != nil {
			return err
		}
	}
	return WrongPasscode{errs.New(errs.Unauthorized, "the passcode is wrong"), int(PasscodeTries - n)}
}

func (x *Shares) files(ctx context.Context, s *KeptShare, key *seal.Person) (list []string, err error) {
	sealed, err := x.k.store.ShareFiles(ctx, s.ID)
	if err == nil && len(sealed) == 0 {
		err = gone()
	}
	for i, b := range sealed {
		jwe, failed := key.Open(s.FileLabel(i+1), b)
		if failed != nil {
			return nil, failed
		}
		list = append(list, string(jwe))
	}
	return list, err
}

func (x *Shares) opened(ctx context.Context, s *KeptShare, key *seal.Person, by string, tried bool) (err error) {
	o := KeptOpening{Share: s.ID, Person: s.Person, At: x.k.now().UTC()}
	if o.ID, err = x.k.newID(); err != nil {
		return err
	}
	if o.Payload, err = key.Seal(x.k.rand, o.Label(), []byte(by)); err != nil {
		return err
	}
	return x.k.store.OpenShare(ctx, o, tried)
}

// ticket is what a sealed ticket says.
type ticket struct {
	File int   `json:"file"`
	Ends int64 `json:"ends"` // seconds since 1970
}

func ticketLabel(s *KeptShare) seal.Label {
	return seal.Label{Record: s.ID, Kind: "share.ticket", Version: 1}
}

func (x *Shares) ticket(s *KeptShare, key *seal.Person, file int) (string, error) {
	plain, err := json.Marshal(ticket{file, x.k.now().Add(locationLasts).Unix()})
	if err != nil {
		return "", err
	}
	sealed, err := key.Seal(x.k.rand, ticketLabel(s), plain)
	return base64.RawURLEncoding.EncodeToString(sealed), err
}

// File returns a file as compact JWE for a ticket of the manifest. errs.NotFound or
// errs.Gone when there is none, or not any more; TooMany.
func (x *Shares) File(ctx context.Context, secret, address, given string) (jwe string, err error) {
	if err := x.k.attempt(ctx, account.ShareByAddress, address); err != nil {
		return "", err
	}
	s, key, _, err := x.findOpen(ctx, secret)
	if err != nil {
		return "", err
	}
	var t ticket
	sealed, err := base64.RawURLEncoding.DecodeString(given)
	if err == nil {
		var plain []byte
		if plain, err = key.Open(ticketLabel(&s), sealed); err == nil {
			err = json.Unmarshal(plain, &t)
		}
	}
	if err != nil || x.k.now().Unix() >= t.Ends {
		return "", gone()
	}
	files, err := x.files(ctx, &s, key)
	if err != nil {
		return "", err
	}
	if t.File < 0 || t.File >= len(files) {
		return "", fmt.Errorf("a link has %d files and a ticket for another", len(files))
	}
	return files[t.File], nil
}
