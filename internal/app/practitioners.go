package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/portrait"
)

// MaxQualifications bounds how many are kept of a practitioner, those that were ended too.
const MaxQualifications = 50

// Practitioners holds the use cases of profiles, of the directory, and of the operator who
// checks qualifications. Safe for concurrent use.
type Practitioners struct {
	k    *Keeper
	gate chan struct{} // lets one photo be read at a time: each may take some hundred megabytes
}

// NewPractitioners makes the use cases over a keeper.
func NewPractitioners(k *Keeper) *Practitioners {
	return &Practitioners{k: k, gate: make(chan struct{}, 1)}
}

// PractitionerView is a practitioner as pages show them.
type PractitionerView struct {
	Account     string // id
	AccountName string // for the operator; not for the public
	Disabled    bool   // may not sign in any more
	consult.Practitioner
	Photo          string                  // SHA-256; empty for none
	Qualifications []consult.Qualification // checked last first; never nil
	Qualified      bool                    // one of them is valid now
	Public         bool                    // stands in the directory: wants to, is qualified, not disabled
}

// HasProfile reports whether the practitioner has said anything yet.
func (v *PractitionerView) HasProfile() bool { return v.Slug != "" }

// Standing are the qualifications that are valid now.
func (v *PractitionerView) Standing(now time.Time) (out []consult.Qualification) {
	for _, q := range v.Qualifications {
		if q.Valid(now) {
			out = append(out, q)
		}
	}
	return out
}

func (x *Practitioners) view(p KeptPractitioner) PractitionerView {
	v := PractitionerView{Account: p.Account.ID, AccountName: p.Account.Name, Disabled: p.Account.DisabledAt != nil, Photo: p.Photo,
		Qualifications: p.Qualifications, Qualified: consult.Qualified(p.Qualifications, x.k.now())}
	if v.Qualifications == nil {
		v.Qualifications = []consult.Qualification{}
	}
	if p.Profile != nil {
		v.Practitioner = *p.Profile
	}
	v.Public = v.Listed && v.Qualified && !v.Disabled
	return v
}

// Of returns the practitioner of an account, listed or not. errs.NotFound without a
// profile, for other roles and for accounts that may not sign in.
func (x *Practitioners) Of(ctx context.Context, account string) (PractitionerView, error) {
	p, err := x.k.store.Practitioner(ctx, account)
	if err == nil && (p.Profile == nil || p.Account.DisabledAt != nil) {
		err = noPractitioner()
	}
	if err != nil {
		return PractitionerView{}, err
	}
	return x.view(p), nil
}

func noPractitioner() error { return errs.New(errs.NotFound, "there is no such practitioner") }

// BySlug returns a practitioner of the directory. errs.NotFound alike for those who are not
// listed, have nothing valid, or never were.
func (x *Practitioners) BySlug(ctx context.Context, slug string) (PractitionerView, error) {
	if consult.CheckSlug(slug) != nil {
		return PractitionerView{}, noPractitioner()
	}
	p, err := x.k.store.PractitionerBySlug(ctx, slug)
	if err != nil {
		return PractitionerView{}, err
	}
	if v := x.view(p); v.Public {
		return v, nil
	}
	return PractitionerView{}, noPractitioner()
}

// List returns the directory: practitioners who are public and fit, by name, ties by slug;
// never nil.
func (x *Practitioners) List(ctx context.Context, f consult.Filter) ([]PractitionerView, error) {
	all, err := x.k.store.Practitioners(ctx)
	out := []PractitionerView{}
	for _, p := range all {
		if v := x.view(p); v.Public && f.Fits(&v.Practitioner) {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b PractitionerView) int {
		if c := strings.Compare(folded(a.Name), folded(b.Name)); c != 0 {
			return c
		}
		return strings.Compare(a.Slug, b.Slug)
	})
	return out, err
}

// Own returns what a practitioner has said so far, which may be nothing. errs.Forbidden for
// other roles.
func (x *Practitioners) Own(ctx context.Context, a Account) (PractitionerView, error) {
	if err := onlyFor(a, account.Practitioner); err != nil {
		return PractitionerView{}, err
	}
	p, err := x.k.store.Practitioner(ctx, a.ID)
	if err != nil {
		return PractitionerView{}, err
	}
	return x.view(p), nil
}

// onlyFor refuses accounts of other roles.
func onlyFor(a Account, role account.Role) error {
	if account.Role(a.Role) != role || a.DisabledAt != nil {
		return errs.New(errs.Forbidden, "only an account of role %s may do this", role)
	}
	return nil
}

// Save keeps a profile. errs.Invalid with the field named, also for time_zone; errs.Conflict
// when another practitioner has the slug; errs.Forbidden for other roles.
func (x *Practitioners) Save(ctx context.Context, a Account, p consult.Practitioner) error {
	if err := onlyFor(a, account.Practitioner); err != nil {
		return err
	}
	p = p.Clean()
	if err := p.Check(x.k.now()); err != nil {
		return err
	}
	if err := isCountry(p.Country); err != nil {
		return err
	}
	if _, err := x.k.zone(p.TimeZone); err != nil {
		return err
	}
	by, err := x.k.audit(a.ID, "", "profile.save")
	if err != nil {
		return err
	}
	return x.k.store.SaveProfile(ctx, a.ID, p, by.At, by)
}

// isCountry refuses two letters that are no country.
func isCountry(code string) error {
	if r, err := language.ParseRegion(code); err != nil || !r.IsCountry() || r.Canonicalize().String() != code {
		return errs.Field("country", "is not a country's code of two letters")
	}
	return nil
}

// SetPhoto makes a picture that somebody sent safe and keeps it; nil removes the one that
// is kept. errs.Invalid with the field photo or errs.TooLarge, as portrait.Read says;
// errs.TooMany; errs.NotFound before there is a profile; errs.Forbidden for other roles.
func (x *Practitioners) SetPhoto(ctx context.Context, a Account, sent []byte) error {
	if err := onlyFor(a, account.Practitioner); err != nil {
		return err
	}
	var photo []byte
	sum := ""
	if sent != nil {
		err := x.k.attempt(ctx, account.PhotoByAccount, a.ID)
		if err != nil {
			return err
		}
		if photo, err = x.read(ctx, sent); err != nil {
			return err
		}
		hash := sha256.Sum256(photo)
		sum = hex.EncodeToString(hash[:])
	}
	by, err := x.k.audit(a.ID, "", "photo.save")
	if err != nil {
		return err
	}
	return x.k.store.SetPhoto(ctx, a.ID, photo, sum, by)
}

func (x *Practitioners) read(ctx context.Context, sent []byte) ([]byte, error) {
	select {
	case x.gate <- struct{}{}:
		defer func() { <-x.gate }()
		return portrait.Read(sent)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Photo returns the photo of a practitioner, a JPEG. errs.NotFound without one.
func (x *Practitioners) Photo(ctx context.Context, v PractitionerView) ([]byte, error) {
	return x.k.store.Photo(ctx, v.Account)
}

// exportedPractitioner is what an export says of a practitioner; null for other roles.
func (k *Keeper) exportedPractitioner(ctx context.Context, a Account) (json.RawMessage, error) {
	if account.Role(a.Role) != account.Practitioner {
		return json.RawMessage("null"), nil
	}
	p, err := k.store.Practitioner(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	x := struct {
		Profile        *consult.Practitioner   `json:"profile"`
		Photo          []byte                  `json:"photo"` // JPEG
		Qualifications []consult.Qualification `json:"qualifications"`
		Schedule       *consult.Schedule       `json:"schedule"` // weekly hours and days off
		Services       []consult.Service       `json:"services"`
	}{Services: []consult.Service{}, Profile: p.Profile, Qualifications: append([]consult.Qualification{}, p.Qualifications...)}
	if p.Photo != "" {
		if x.Photo, err = k.store.Photo(ctx, a.ID); err != nil && errs.KindOf(err) != errs.NotFound { // removed meanwhile
			return nil, err
		}
	}
	switch practice, err := k.store.Practice(ctx, a.ID); {
	case err == nil:
		x.Schedule = &practice.Schedule
	case errs.KindOf(err) != errs.NotFound:
		return nil, err
	}
	services, err := k.store.ServicesOf(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	for _, s := range services {
		x.Services = append(x.Services, s.Service)
	}
	return json.Marshal(x)
}
