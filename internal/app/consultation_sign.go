package app

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/report"
	"github.com/legible-health/legible/internal/seal"
	"github.com/legible-health/legible/internal/signature"
)

// StatementFormat names what is signed and its version.
const StatementFormat = "legible-opinion/1"

// Statement is what a practitioner signs: the opinion with the report it is about, as far
// as they saw it.
type Statement struct {
	Format       string            `json:"format"`
	Consultation string            `json:"consultation"`
	Sort         consult.Sort      `json:"sort"`
	SignedAt     time.Time         `json:"signed_at"`
	By           Signer            `json:"by"`
	Opinion      consult.Opinion   `json:"opinion"`
	CauseName    string            `json:"cause_name,omitempty"`
	Writings     []consult.Writing `json:"writings"` // oldest first
	Report       *report.Report    `json:"report"`
}

// Signer is who signed, as they were known on that day.
type Signer struct {
	Name           string                  `json:"name"`
	Profession     string                  `json:"profession"`
	Country        string                  `json:"country"`
	Qualifications []consult.Qualification `json:"qualifications"` // valid then
}

// ReadStatement reads what was signed, after the signature was checked. errs.Invalid with
// the field file.
func ReadStatement(payload []byte) (*Statement, error) {
	s := &Statement{}
	if json.Unmarshal(payload, s) != nil || s.Format != StatementFormat || s.Report == nil || !s.Sort.Valid() {
		return nil, errs.Field("file", "was signed here and says nothing that this version of the program can read")
	}
	return s, nil
}

// signedBy reads a file that this program has kept; nil for none.
func signedBy(file []byte) (*Statement, error) {
	parts := strings.Split(string(file), ".")
	if len(parts) != 3 {
		return nil, errs.New(errs.NotFound, "nothing is signed")
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return nil, err
	}
	return ReadStatement(payload)
}

// dayOf is the day of a moment, in UTC: where a practitioner was is not known.
func dayOf(t time.Time) diary.Date { return diary.DateOf(t.UTC().Date()) }

// sign makes the signed file and says what is to be counted.
func (x *Consultations) sign(ctx context.Context, a Account, me PractitionerView, key *seal.Person, c *KeptConsultation, w *keptWriting, o *consult.Opinion) ([]OpinionCount, error) {
	if o == nil {
		return nil, errs.Field("opinion", "is missing")
	}
	clean := o.Clean()
	if err := clean.Check(func(id string) bool { return x.base.Condition(id) != nil }); err != nil {
		return nil, err
	}
	r, err := snapshot(key, c)
	if err != nil {
		return nil, err
	}
	if c.Sort == consult.SecondOpinion {
		r = r.SaidOnly()
	}
	now := x.k.now().UTC().Truncate(time.Second)
	s := Statement{Format: StatementFormat, Consultation: c.ID, Sort: c.Sort, SignedAt: now, Opinion: clean, CauseName: x.causeName(clean.Cause), Report: r,
		Writings: append([]consult.Writing{}, w.Thread...),
		By:       Signer{Name: me.Name, Profession: me.Profession, Country: me.Country, Qualifications: append([]consult.Qualification{}, me.Standing(now)...)}}
	payload, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	private, err := x.signingKey(ctx, a)
	if err != nil {
		return nil, err
	}
	if w.Signed, err = private.Sign(payload); err != nil {
		return nil, err
	}
	w.Opinion = &clean
	return x.counted(ctx, c, key, w, clean.Level)
}

// counted is what of an opinion goes into the statistics: two levels and nothing else.
func (x *Consultations) counted(ctx context.Context, c *KeptConsultation, key *seal.Person, w *keptWriting, level clinical.Urgency) ([]OpinionCount, error) {
	if c.Sort == consult.SecondOpinion {
		first, err := x.firstOpinion(ctx, c, key)
		if err != nil || first == nil {
			return nil, err
		}
		return []OpinionCount{pairOf(FirstAndSecond, first.Level, level)}, nil
	}
	if w.Program == nil {
		return nil, nil
	}
	return []OpinionCount{pairOf(ProgramAndSignature, *w.Program, level)}, nil
}

// signingKey opens the key a practitioner signs with, and makes one for the first time.
func (x *Consultations) signingKey(ctx context.Context, a Account) (signature.Key, error) {
	kept, err := x.k.store.SigningKeyOf(ctx, a.ID)
	if err != nil && errs.KindOf(err) == errs.NotFound {
		return x.newKey(ctx, a)
	}
	if err != nil {
		return signature.Key{}, err
	}
	seed, err := x.k.secret(ctx, kept.SecretName())
	if err != nil {
		return signature.Key{}, err
	}
	return signature.FromSeed(seed)
}

func (x *Consultations) newKey(ctx context.Context, a Account) (signature.Key, error) {
	key, err := signature.NewKey(x.k.rand)
	if err != nil {
		return key, err
	}
	kept := KeptSigningKey{ID: key.ID, Practitioner: a.ID, Public: key.Public().Key, CreatedAt: x.k.now()}
	secret, err := x.k.sealSecret(ctx, kept.SecretName(), key.Seed())
	if err != nil {
		return key, err
	}
	by, err := x.k.audit(a.ID, "", "signing_key.add")
	if err != nil {
		return key, err
	}
	return key, x.k.store.AddSigningKey(ctx, kept, secret, by)
}

// RotateKey gives a practitioner a fresh key to sign with. The older one signs nothing any
// more, and what it has signed stays valid. It returns the new key's id. errs.NotFound and
// errs.Forbidden as Qualified.
func (x *Consultations) RotateKey(ctx context.Context, a Account) (string, error) {
	if _, err := x.Qualified(ctx, a); err != nil {
		return "", err
	}
	key, err := x.newKey(ctx, a)
	return key.ID, err
}

// Keys are the public halves of all keys that have ever signed here, oldest first.
func (x *Consultations) Keys(ctx context.Context) ([]signature.Public, error) {
	list, err := x.k.store.SigningKeys(ctx)
	out := make([]signature.Public, len(list))
	for i, k := range list {
		out[i] = signature.Public{ID: k.ID, Key: slices.Clone(k.Public)}
	}
	return out, err
}

// Verify checks a signed file with the keys of this instance and reads it. The error is a
// signature.Fault, or one of ReadStatement.
func (x *Consultations) Verify(ctx context.Context, file []byte) (*Statement, string, error) {
	keys, err := x.Keys(ctx)
	if err != nil {
		return nil, "", err
	}
	return VerifyWith(file, keys)
}

// VerifyWith checks a signed file with keys that somebody has, and returns what it says
// and the id of the key.
func VerifyWith(file []byte, keys []signature.Public) (*Statement, string, error) {
	payload, key, err := signature.Verify(file, keys)
	if err != nil {
		return nil, key, err
	}
	s, err := ReadStatement(payload)
	return s, key, err
}

// File is the signed file of a consultation, for the person. errs.NotFound; errs.Conflict
// before it is signed.
func (x *Consultations) File(ctx context.Context, a Account, id string) ([]byte, error) {
	c, key, err := x.own(ctx, a, id)
	if err != nil {
		return nil, err
	}
	w, err := written(key, c)
	if err == nil && (!c.Validated() || len(w.Signed) == 0) {
		err = errs.New(errs.Conflict, "nothing is signed yet")
	}
	return w.Signed, err
}
