package app

import (
	"context"
	"encoding/json"
	"time"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
	"github.com/legible-health/legible/internal/share"
)

// Limits of links.
const (
	MaxShares        = 20 // open ones of an account for a person
	MaxSharedFiles   = 4
	MaxSharedBytes   = 2 << 20 // of a file, before it is sealed
	MaxShareDays     = 92
	MinPasscode      = 4 // characters
	MaxPasscode      = 64
	PasscodeTries    = 10  // in the life of a link
	maxSharedName    = 100 // bytes, as the next
	maxSharedContent = 100
)

// Shares holds the use cases of links to files: making one, opening it, ending it. The
// key of the files is in the link alone; what is kept can be opened by nobody here. Safe
// for concurrent use.
type Shares struct {
	k    *Keeper
	cost account.Cost
	gate chan struct{} // bounds how many passcodes are hashed at once
}

// NewShares makes the use cases over a keeper. cost is that of passcodes; zero for
// account.Usual.
func NewShares(k *Keeper, cost account.Cost) *Shares {
	if cost == (account.Cost{}) {
		cost = account.Usual
	}
	return &Shares{k: k, cost: cost, gate: make(chan struct{}, hashing)}
}

// SharedFile is something to be shared.
type SharedFile struct {
	Name        string // as people see it
	ContentType string // share.FHIR, share.PDF, share.HTML or share.Text
	Data        []byte
}

// ShareRequest asks for a link.
type ShareRequest struct {
	Files    []SharedFile // 1 to MaxSharedFiles
	Label    string       // what is behind it; stands in the link too; may be empty
	Passcode string       // empty for none
	Days     int          // until it ends, 1 to MaxShareDays
	Base     string       // where others reach these pages, without a slash at the end
}

func (r *ShareRequest) check() error {
	if n := utf8.RuneCountInString(r.Passcode); r.Passcode != "" && (n < MinPasscode || n > MaxPasscode || !utf8.ValidString(r.Passcode)) {
		return errs.Field("passcode", "must have %d to %d characters", MinPasscode, MaxPasscode)
	}
	if r.Days < 1 || r.Days > MaxShareDays {
		return errs.Field("days", "must be 1 to %d", MaxShareDays)
	}
	if len(r.Files) < 1 || len(r.Files) > MaxSharedFiles {
		return errs.Field("files", "must be 1 to %d", MaxSharedFiles)
	}
	for _, f := range r.Files {
		if f.Name == "" || len(f.Name) > maxSharedName || f.ContentType == "" || len(f.ContentType) > maxSharedContent || len(f.Data) == 0 {
			return errs.Field("files", "must each have a name, a content type and content")
		}
		if len(f.Data) > MaxSharedBytes {
			return errs.New(errs.TooLarge, "a shared file is at most %d bytes", MaxSharedBytes)
		}
	}
	return nil
}

// keptShare is what is sealed of a link.
type keptShare struct {
	Label    string   `json:"label,omitempty"`
	Passcode string   `json:"passcode,omitempty"` // PHC string
	Files    []string `json:"files"`              // names
}

// Create seals the files with a fresh key and keeps them. The link that it returns is
// shown once: it cannot be made again from what is kept. errs.Invalid with the field
// passcode, days, files, label or url; errs.TooLarge; errs.TooMany; errs.Conflict when
// there are MaxShares open ones; errs.NotFound.
func (x *Shares) Create(ctx context.Context, a Account, person string, r *ShareRequest) (*share.Link, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	_, key, err := x.k.reach(ctx, a, person)
	if err != nil {
		return nil, err
	}
	if err := x.k.attempt(ctx, account.ShareByAccount, a.ID); err != nil {
		return nil, err
	}
	secret, err := account.NewSecret(x.k.rand)
	if err != nil {
		return nil, err
	}
	now := x.k.now().UTC().Truncate(time.Second)
	expires := now.AddDate(0, 0, r.Days)
	link := &share.Link{URL: r.Base + "/s/" + secret + "/manifest", Expires: &expires, Flags: share.Flags{Passcode: r.Passcode != ""}, Label: r.Label}
	if err := link.Check(); err != nil {
		return nil, err
	}
	if link.Key, err = share.NewKey(x.k.rand); err != nil {
		return nil, err
	}
	if err := x.k.store.ExpireShares(ctx, now); err != nil {
		return nil, err
	}
	return link, x.add(ctx, a, key, account.HashSecret(secret), link, r, now)
}

func (x *Shares) add(ctx context.Context, a Account, key *seal.Person, hash string, link *share.Link, r *ShareRequest, now time.Time) (err error) {
	s := KeptShare{LinkHash: hash, Account: a.ID, Person: key.ID(), CreatedAt: now, ExpiresAt: *link.Expires}
	if s.ID, err = x.k.newID(); err != nil {
		return err
	}
	kept := keptShare{Label: r.Label}
	if r.Passcode != "" {
		if kept.Passcode, err = x.hash(ctx, r.Passcode); err != nil {
			return err
		}
	}
	var files [][]byte
	for i, f := range r.Files {
		kept.Files = append(kept.Files, f.Name)
		sealed, err := x.seal(key, s.FileLabel(i+1), link.Key, f, now)
		if err != nil {
			return err
		}
		files = append(files, sealed)
	}
	plain, err := json.Marshal(kept)
	if err == nil {
		s.Payload, err = key.Seal(x.k.rand, s.Label(), plain)
	}
	if err != nil {
		return err
	}
	by, err := x.k.audit(a.ID, s.Person, "share.create")
	if err != nil {
		return err
	}
	return x.k.store.AddShare(ctx, s, files, MaxShares, by)
}

// seal encrypts a file with the link's key and then with the person's, so that erasing the
// person reaches every copy of it.
func (x *Shares) seal(key *seal.Person, at seal.Label, link share.Key, f SharedFile, now time.Time) ([]byte, error) {
	data := f.Data
	if f.ContentType != share.FHIR {
		var err error
		if data, err = share.Wrap(f.ContentType, f.Name, now, data); err != nil {
			return nil, err
		}
	}
	jwe, err := share.Seal(x.k.rand, link, share.FHIR, data)
	if err != nil {
		return nil, err
	}
	return key.Seal(x.k.rand, at, []byte(jwe))
}

func (x *Shares) hash(ctx context.Context, passcode string) (phc string, err error) {
	err = x.turn(ctx, func() (err error) {
		phc, err = account.Hash(x.k.rand, passcode, x.cost)
		return err
	})
	return phc, err
}

// turn lets a few hash at once.
func (x *Shares) turn(ctx context.Context, fn func() error) error {
	select {
	case x.gate <- struct{}{}:
		defer func() { <-x.gate }()
		return fn()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ShareState is what has become of a link.
type ShareState string

// The states. An ended link has no files any more.
const (
	ShareOpen    ShareState = "open"
	ShareExpired ShareState = "expired"
	ShareRevoked ShareState = "revoked"
	ShareLocked  ShareState = "locked" // too many wrong passcodes
)

// state is the state at a time. A link at its limit with no try under way is locked; one
// that was wrong the last time is locked at once.
func (s *KeptShare) state(now time.Time) ShareState {
	switch {
	case s.RevokedAt != nil:
		return ShareRevoked
	case s.Tries >= PasscodeTries:
		return ShareLocked
	case !now.Before(s.ExpiresAt):
		return ShareExpired
	}
	return ShareOpen
}

// ShareView is a link as its owner sees it.
type ShareView struct {
	ID        string
	Label     string
	Files     []string // names
	State     ShareState
	Passcode  bool
	TriesLeft int // of the passcode
	CreatedAt time.Time
	ExpiresAt time.Time
	RevokedAt *time.Time
	Openings  int64
	Opened    []ShareOpening // the latest MostOpenings, newest first
}

// ShareOpening is one opening.
type ShareOpening struct {
	At time.Time
	By string // how the viewer named itself
}

// Of lists the links that an account has made for a person, newest first. errs.NotFound.
func (x *Shares) Of(ctx context.Context, a Account, person string) ([]ShareView, error) {
	_, key, err := x.k.reach(ctx, a, person)
	if err != nil {
		return nil, err
	}
	list, err := x.k.store.SharesOf(ctx, a.ID, person)
	if err != nil {
		return nil, err
	}
	openings, err := x.k.store.OpeningsOf(ctx, a.ID, person)
	if err != nil {
		return nil, err
	}
	opened := map[string][]ShareOpening{}
	for _, o := range openings {
		plain, err := key.Open(o.Label(), o.Payload)
		if err != nil {
			return nil, err
		}
		opened[o.Share] = append(opened[o.Share], ShareOpening{o.At, string(plain)})
	}
	out := make([]ShareView, len(list))
	for i, s := range list {
		kept, err := openShare(key, &s)
		if err != nil {
			return nil, err
		}
		out[i] = ShareView{ID: s.ID, Label: kept.Label, Files: kept.Files, State: s.state(x.k.now()), Passcode: kept.Passcode != "",
			TriesLeft: int(max(0, PasscodeTries-s.Tries)), CreatedAt: s.CreatedAt, ExpiresAt: s.ExpiresAt, RevokedAt: s.RevokedAt, Openings: s.Openings, Opened: opened[s.ID]}
	}
	return out, nil
}

func openShare(key *seal.Person, s *KeptShare) (k keptShare, err error) {
	plain, err := key.Open(s.Label(), s.Payload)
	if err == nil && json.Unmarshal(plain, &k) != nil {
		err = errs.New(errs.Internal, "a stored link cannot be read by this program")
	}
	return k, err
}

// Revoke ends a link at once and removes its files. errs.NotFound.
func (x *Shares) Revoke(ctx context.Context, a Account, person, id string) error {
	by, err := x.k.audit(a.ID, person, "share.revoke")
	if err != nil {
		return err
	}
	return x.k.store.RevokeShare(ctx, a.ID, person, id, by)
}

// Drop ends a link and forgets that it was. errs.NotFound.
func (x *Shares) Drop(ctx context.Context, a Account, person, id string) error {
	return x.k.store.DropShare(ctx, a.ID, person, id)
}

// exportedShare is a link in an export: what was shared and who looked, without a secret.
type exportedShare struct {
	ID        string            `json:"id"`
	Label     string            `json:"label,omitempty"`
	Files     []string          `json:"files"`
	State     ShareState        `json:"state"`
	Passcode  bool              `json:"passcode"`
	CreatedAt time.Time         `json:"created_at"`
	ExpiresAt time.Time         `json:"expires_at"`
	RevokedAt *time.Time        `json:"revoked_at,omitempty"`
	Openings  int64             `json:"openings"`
	Opened    []exportedOpening `json:"opened"`
}

type exportedOpening struct {
	At time.Time `json:"at"`
	By string    `json:"by"`
}

func (k *Keeper) exportedShares(ctx context.Context, a Account, person string) ([]exportedShare, error) {
	list, err := (&Shares{k: k}).Of(ctx, a, person)
	out := []exportedShare{}
	for _, s := range list {
		x := exportedShare{ID: s.ID, Label: s.Label, Files: s.Files, State: s.State, Passcode: s.Passcode, CreatedAt: s.CreatedAt, ExpiresAt: s.ExpiresAt,
			RevokedAt: s.RevokedAt, Openings: s.Openings, Opened: []exportedOpening{}}
		for _, o := range s.Opened {
			x.Opened = append(x.Opened, exportedOpening(o))
		}
		out = append(out, x)
	}
	return out, err
}
