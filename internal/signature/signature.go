// Package signature signs a statement and checks who has signed it: a compact JWS
// (RFC 7515) with Ed25519 (EdDSA, RFC 8037), and the set of public keys (RFC 7517) that
// checks it anywhere, also without this program.
//
// A signed file has one spelling. A JWS as other programs read it may be written in
// several ways that all verify, such as with other unused bits at the end of a part; here
// only the one that was made counts, so that no byte of it can change unseen.
package signature

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"

	"github.com/go-jose/go-jose/v4"

	"github.com/legible-health/legible/internal/errs"
)

// MostBytes bounds a signed file; MostKeys a set of keys.
const (
	MostBytes = 4 << 20
	MostKeys  = 10_000
)

// Type stands in the header of what is signed here, so that a signature made for something
// else is not taken for an opinion.
const Type = "legible-opinion"

// Key signs. Its id is the thumbprint of its public half (RFC 7638).
type Key struct {
	ID      string
	private ed25519.PrivateKey
}

// Public is the half of a key that checks.
type Public struct {
	ID  string
	Key ed25519.PublicKey
}

// NewKey makes a key from chance that is fit for cryptography.
func NewKey(rand io.Reader) (Key, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(rand, seed); err != nil {
		return Key{}, fmt.Errorf("make a key: %w", err)
	}
	return FromSeed(seed)
}

// FromSeed makes the key of a seed, which is its secret half: 32 bytes.
func FromSeed(seed []byte) (Key, error) {
	if len(seed) != ed25519.SeedSize {
		return Key{}, errs.New(errs.Internal, "the seed of a signing key has %d bytes", len(seed))
	}
	k := Key{private: ed25519.NewKeyFromSeed(seed)}
	var err error
	k.ID, err = Thumbprint(k.Public().Key)
	return k, err
}

// Seed is the secret half, to be kept sealed.
func (k Key) Seed() []byte { return k.private.Seed() }

// Public is the half that may be told to everybody.
func (k Key) Public() Public {
	return Public{k.ID, k.private.Public().(ed25519.PublicKey)}
}

// Thumbprint is the id of a key.
func Thumbprint(key ed25519.PublicKey) (string, error) {
	sum, err := (&jose.JSONWebKey{Key: key}).Thumbprint(crypto.SHA256)
	if err != nil {
		return "", fmt.Errorf("name a key: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(sum), nil
}

// Sign returns the payload as a compact JWS. The same payload and key give the same bytes.
func (k Key) Sign(payload []byte) ([]byte, error) {
	options := (&jose.SignerOptions{}).WithType(Type)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: jose.JSONWebKey{Key: k.private, KeyID: k.ID}}, options)
	if err != nil {
		return nil, fmt.Errorf("prepare signing: %w", err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	text, err := signed.CompactSerialize()
	if len(text) > MostBytes {
		return nil, errs.New(errs.TooLarge, "what is signed has at most %d bytes", MostBytes)
	}
	return []byte(text), err
}

// WriteKeys writes a set of public keys as a JWKS.
func WriteKeys(keys []Public) ([]byte, error) {
	set := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{}}
	for _, k := range keys {
		set.Keys = append(set.Keys, jose.JSONWebKey{Key: k.Key, KeyID: k.ID, Algorithm: string(jose.EdDSA), Use: "sig"})
	}
	return json.Marshal(set)
}

// ReadKeys reads a JWKS. Keys of other kinds are passed over, as the standard wants; a set
// without one of ours is refused. errs.Invalid.
func ReadKeys(text []byte) ([]Public, error) {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.Unmarshal(bytes.TrimSpace(text), &set); err != nil || len(set.Keys) > MostKeys {
		return nil, errs.Field("keys", "is not a JWKS: a JSON object with a list \"keys\", as /.well-known/jwks.json gives it")
	}
	var out []Public
	for _, raw := range set.Keys {
		var k jose.JSONWebKey
		if k.UnmarshalJSON(raw) != nil {
			continue
		}
		public, ok := k.Key.(ed25519.PublicKey)
		if !ok || len(public) != ed25519.PublicKeySize {
			continue
		}
		id, err := Thumbprint(public)
		if err != nil {
			return nil, err
		}
		out = append(out, Public{id, public})
	}
	if out == nil {
		return nil, errs.Field("keys", "holds no Ed25519 key")
	}
	return out, nil
}
