package webpush

import (
	"context"
	"crypto/ecdh"
	"encoding/base64"
	"encoding/json"
	"errors"

	push "github.com/SherClockHolmes/webpush-go"
)

// Secrets keeps the instance's keys; app.Keeper does.
type Secrets interface {
	// Secret returns the secret of a name, and makes it when there is none yet.
	Secret(ctx context.Context, name string, create func() ([]byte, error)) ([]byte, error)
}

// Keys are an instance's VAPID keys on the curve P-256, in base64url without padding:
// 65 bytes the public one, which browsers are given, and 32 bytes the private one. New
// ones would end every subscription.
type Keys struct {
	Public  string `json:"public"`
	Private string `json:"private"`
}

// keysOf reads the keys, and makes them at the first time.
func keysOf(ctx context.Context, secrets Secrets) (k Keys, err error) {
	text, err := secrets.Secret(ctx, "webpush", create)
	if err != nil {
		return k, err
	}
	if err := json.Unmarshal(text, &k); err != nil {
		return k, errors.New("web push: the stored keys are broken")
	}
	return k, k.check()
}

func create() ([]byte, error) {
	private, public, err := push.GenerateVAPIDKeys()
	if err != nil {
		return nil, err
	}
	return json.Marshal(Keys{public, private})
}

// check reports keys that are broken or do not belong together.
func (k Keys) check() error {
	private, err := base64.RawURLEncoding.DecodeString(k.Private)
	if err != nil {
		return errors.New("web push: the stored keys are broken")
	}
	key, err := ecdh.P256().NewPrivateKey(private)
	if err != nil || base64.RawURLEncoding.EncodeToString(key.PublicKey().Bytes()) != k.Public {
		return errors.New("web push: the stored keys do not belong together")
	}
	return nil
}
