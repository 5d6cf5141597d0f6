package app

import (
	"context"
	"time"

	"github.com/legible-health/legible/internal/seal"
)

// KeptShare is a link to files as the store keeps it. The key of the files is in the link
// alone.
type KeptShare struct {
	ID              string // UUIDv7
	LinkHash        string // SHA-256 of the secret in the link's address, hexadecimal; unique
	Account, Person string
	Payload         []byte // sealed with the person's key: label, passcode, what files there are
	Tries           int64  // passcodes being checked or found wrong
	Openings        int64
	CreatedAt       time.Time
	ExpiresAt       time.Time
	RevokedAt       *time.Time // nil while not ended by hand
}

// Label is the place the payload is sealed for.
func (s *KeptShare) Label() seal.Label { return seal.Label{Record: s.ID, Kind: "share", Version: 1} }

// FileLabel is the place a file is sealed for; files are numbered from 1.
func (s *KeptShare) FileLabel(number int) seal.Label {
	return seal.Label{Record: s.ID, Kind: "share.file", Version: int64(number)}
}

// KeptOpening says when a link was opened.
type KeptOpening struct {
	ID, Share, Person string
	At                time.Time
	Payload           []byte // sealed with the person's key: how the viewer named itself
}

// Label is the place the payload is sealed for.
func (o *KeptOpening) Label() seal.Label {
	return seal.Label{Record: o.ID, Kind: "share.opening", Version: 1}
}

// MostOpenings is how many openings of a link are kept; all are counted.
const MostOpenings = 100

// Sharings keeps links and the files behind them.
type Sharings interface {
	// AddShare adds a link with its files, sealed for FileLabel. errs.NotFound when the
	// account may not reach the person or the person is erased; errs.Conflict when the
	// account has most open ones of the person already.
	AddShare(ctx context.Context, s KeptShare, files [][]byte, most int, by Audit) error
	// ShareByLink finds a link by its hash, ended or not, while the account is not disabled,
	// may reach the person, and the person is not erased. errs.NotFound.
	ShareByLink(ctx context.Context, hash string) (KeptShare, error)
	// ShareFiles returns the files of a link in order; none when it has ended.
	ShareFiles(ctx context.Context, id string) ([][]byte, error)
	// SharesOf lists the links an account has made for a person, newest first; OpeningsOf
	// their openings, newest first.
	SharesOf(ctx context.Context, account, person string) ([]KeptShare, error)
	OpeningsOf(ctx context.Context, account, person string) ([]KeptOpening, error)
	// TryShare counts a passcode before it is checked, so that many at once are not more
	// than one after the other, and returns the count. errs.Gone when it was most before.
	TryShare(ctx context.Context, id string, most int64) (int64, error)
	// OpenShare notes an opening; tried takes back the try that was right. errs.Gone when
	// the link has ended meanwhile.
	OpenShare(ctx context.Context, o KeptOpening, tried bool) error
	// LockShare removes the files of a link that had too many tries.
	LockShare(ctx context.Context, id string, by Audit) error
	// RevokeShare ends a link of the account and removes its files; again changes nothing.
	// errs.NotFound.
	RevokeShare(ctx context.Context, account, person, id string, by Audit) error
	// DropShare removes a link with all that is known of it. errs.NotFound.
	DropShare(ctx context.Context, account, person, id string) error
	// ExpireShares removes the files of all links that are over.
	ExpireShares(ctx context.Context, now time.Time) error
}
