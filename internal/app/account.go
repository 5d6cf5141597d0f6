package app

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/errs"
)

// Roles are what an account may be.
var Roles = []string{"person", "practitioner", "editor", "operator"}

// Limits of names and labels, in characters.
const (
	MaxName  = 100
	MaxLabel = 100
)

// tokenPrefix lets people and scanners see what a leaked token is.
const tokenPrefix = "legible_"

// AddAccount makes an account with a person of its own, who is the account's holder.
// errs.Invalid for a name, role or zone that cannot be used, errs.Conflict for a name
// that is taken.
func (k *Keeper) AddAccount(ctx context.Context, name, role, zone string) (Account, KeptPerson, error) {
	if err := checkName("name", name, MaxName); err != nil {
		return Account{}, KeptPerson{}, err
	}
	if !slices.Contains(Roles, role) {
		return Account{}, KeptPerson{}, errs.Field("role", "use %s", strings.Join(Roles, ", "))
	}
	p, err := k.newPerson(ctx, zone)
	if err != nil {
		return Account{}, KeptPerson{}, err
	}
	id, err := k.newID()
	if err != nil {
		return Account{}, KeptPerson{}, err
	}
	a := Account{ID: id, Name: name, Role: role, CreatedAt: p.CreatedAt}
	err = k.store.AddAccount(ctx, a, p, Link{Person: p.ID, Relation: "self"})
	if errs.KindOf(err) == errs.Conflict && err != nil {
		err = errs.New(errs.Conflict, "there is an account of that name already; choose another name")
	}
	return a, p, err
}

// checkName refuses what cannot be told apart on a screen or typed again.
func checkName(field, s string, most int) error {
	bad := func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError }
	switch {
	case s == "" || strings.TrimSpace(s) != s:
		return errs.Field(field, "must not be empty, begin or end with a space")
	case utf8.RuneCountInString(s) > most:
		return errs.Field(field, "has more than %d characters", most)
	case !utf8.ValidString(s) || strings.ContainsFunc(s, bad):
		return errs.Field(field, "has characters that cannot be seen; leave them out")
	}
	return nil
}

// AddToken makes a bearer token for an account and returns it; only its hash is kept.
// expires may be nil for never. errs.NotFound for an unknown name.
func (k *Keeper) AddToken(ctx context.Context, name, label string, expires *time.Time) (string, error) {
	if err := checkName("label", label, MaxLabel); err != nil {
		return "", err
	}
	a, err := k.store.AccountNamed(ctx, name)
	if err != nil {
		return "", err
	}
	secret := make([]byte, 32)
	if _, err := io.ReadFull(k.rand, secret); err != nil {
		return "", fmt.Errorf("make a token: %w", err)
	}
	token := tokenPrefix + base64.RawURLEncoding.EncodeToString(secret)
	return token, k.store.AddToken(ctx, Token{Hash: hashToken(token), Account: a.ID, Label: label, CreatedAt: k.now(), ExpiresAt: expires})
}

// hashToken needs no salt and no stretching: a token is 256 bits of chance.
func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// AccountOf finds whose token it is. errs.Unauthorized when it is nobody's or no longer.
func (k *Keeper) AccountOf(ctx context.Context, token string) (Account, error) {
	if !strings.HasPrefix(token, tokenPrefix) || len(token) > 100 {
		return Account{}, unauthorized()
	}
	a, err := k.store.AccountOfToken(ctx, hashToken(token), k.now())
	if err != nil && errs.KindOf(err) == errs.NotFound {
		err = unauthorized()
	}
	return a, err
}

func unauthorized() error {
	return errs.New(errs.Unauthorized, "Send a valid token in the header Authorization: Bearer TOKEN. The command \"legible token NAME\" makes one.")
}

// PersonView is a person as an account sees them.
type PersonView struct {
	ID       string `json:"id"`
	Relation string `json:"relation"`
	TimeZone string `json:"time_zone"`
}

// PersonsOf lists the persons an account may reach, sorted by id; never nil.
func (k *Keeper) PersonsOf(ctx context.Context, a Account) ([]PersonView, error) {
	links, err := k.store.LinksOf(ctx, a.ID)
	out := make([]PersonView, 0, len(links))
	for _, l := range links {
		p, err := k.store.Person(ctx, l.Person)
		if err != nil {
			return nil, err
		}
		out = append(out, PersonView{ID: p.ID, Relation: l.Relation, TimeZone: p.TimeZone})
	}
	return out, err
}
