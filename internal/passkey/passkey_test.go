package passkey_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/fxamacker/cbor/v2"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/passkey"
)

var (
	home = app.Site{Host: "legible.example", Origins: []string{"https://legible.example"}}
	anna = app.PasskeyUser{ID: "0190a5c4-0000-7000-8000-000000000001", Name: "anna"}
)

// device is an authenticator in software, written from the WebAuthn standard (level 2,
// sections 5.8, 6.1 and 6.5) without the library under test.
type device struct {
	key     *ecdsa.PrivateKey
	id      []byte
	counter uint32

	origin string // empty for the right one
	flags  byte   // 0 for user present and verified
}

const present, verified, attested = 0x01, 0x04, 0x40

func newDevice(t *testing.T) *device {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &device{key: key, id: []byte("credential-0001!"), counter: 1}
}

func text(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// asked is the part of the options that a device reads.
type asked struct {
	Challenge string
	RPID      string `json:"rpId"`
	RP        struct{ ID string }
}

func (d *device) client(kind string, options []byte) ([]byte, asked) {
	var a asked
	if err := json.Unmarshal(options, &a); err != nil {
		panic(err)
	}
	origin := d.origin
	if origin == "" {
		origin = "https://legible.example"
	}
	data, _ := json.Marshal(map[string]any{"type": kind, "challenge": a.Challenge, "origin": origin, "crossOrigin": false})
	return data, a
}

func (d *device) authData(host string, more byte, rest []byte) []byte {
	hash := sha256.Sum256([]byte(host))
	flags := d.flags
	if flags == 0 {
		flags = present | verified
	}
	out := append(hash[:], flags|more)
	return append(binary.BigEndian.AppendUint32(out, d.counter), rest...)
}

// make answers a request for a new passkey.
func (d *device) make(options []byte) []byte {
	client, a := d.client("webauthn.create", options)
	cose, _ := cbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: d.key.X.FillBytes(make([]byte, 32)), -3: d.key.Y.FillBytes(make([]byte, 32))}) //nolint:staticcheck // the plain numbers are what COSE wants
	rest := slices.Concat(make([]byte, 16), binary.BigEndian.AppendUint16(nil, uint16(len(d.id))), d.id, cose)
	object, _ := cbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": d.authData(a.RP.ID, attested, rest)})
	return answer(d.id, map[string]any{"clientDataJSON": text(client), "attestationObject": text(object), "transports": []string{"internal"}})
}

// use answers a request for a passkey.
func (d *device) use(options []byte, user string) []byte {
	client, a := d.client("webauthn.get", options)
	auth := d.authData(a.RPID, 0, nil)
	hash := sha256.Sum256(client)
	sum := sha256.Sum256(slices.Concat(auth, hash[:]))
	signature, _ := ecdsa.SignASN1(rand.Reader, d.key, sum[:])
	return answer(d.id, map[string]any{"clientDataJSON": text(client), "authenticatorData": text(auth), "signature": text(signature), "userHandle": text([]byte(user))})
}

func answer(id []byte, response map[string]any) []byte {
	out, _ := json.Marshal(map[string]any{"id": text(id), "rawId": text(id), "type": "public-key", "clientExtensionResults": map[string]any{}, "response": response})
	return out
}

// register makes a passkey and returns what is kept.
func register(t *testing.T, d *device) (id, data string) {
	t.Helper()
	var keys passkey.Passkeys
	options, state, err := keys.Create(home, anna, nil)
	if err != nil {
		t.Fatal(err)
	}
	id, data, err = keys.Created(home, anna, state, d.make(options))
	if err != nil {
		t.Fatal(err)
	}
	if id != text(d.id) {
		t.Errorf("id %q", id)
	}
	return id, data
}

func TestAPasskeySignsIn(t *testing.T) {
	d := newDevice(t)
	id, data := register(t, d)
	if strings.Contains(data, "clientDataJSON") {
		t.Error("the answer that made it is kept too")
	}
	var keys passkey.Passkeys
	for range 3 {
		options, state, err := keys.Ask(home)
		if err != nil {
			t.Fatal(err)
		}
		d.counter++
		got, next, err := keys.Answered(home, state, d.use(options, anna.ID), func(asked, user string) (string, error) {
			if asked != id || user != anna.ID {
				t.Errorf("asked for %q of %q", asked, user)
			}
			return data, nil
		})
		if err != nil || got != id || next == data {
			t.Fatalf("%q, %v; the counter must be kept", got, err)
		}
		data = next
	}
}

func TestWhatIsAsked(t *testing.T) {
	var keys passkey.Passkeys
	_, data := register(t, newDevice(t))
	options, _, err := keys.Create(home, anna, []string{data})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"residentKey":"required"`, `"userVerification":"required"`, `"id":"legible.example"`, `"excludeCredentials":[{`, `"name":"anna"`} {
		if !bytes.Contains(options, []byte(want)) {
			t.Errorf("no %s in %s", want, options)
		}
	}
	if bytes.Contains(options, []byte(`"attestation":"direct"`)) {
		t.Error("the brand of the device is asked for")
	}
	a, _, _ := keys.Ask(home)
	b, _, _ := keys.Ask(home)
	if bytes.Equal(a, b) || !bytes.Contains(a, []byte(`"userVerification":"required"`)) || bytes.Contains(a, []byte("allowCredentials")) {
		t.Errorf("asked %s and %s", a, b)
	}
}

func TestAnswersThatDoNotHold(t *testing.T) {
	var keys passkey.Passkeys
	other := app.Site{Host: "evil.example", Origins: []string{"https://evil.example"}}
	missing := errs.New(errs.NotFound, "no such passkey")
	for name, x := range map[string]struct {
		change func(*device)
		site   app.Site
		broken func([]byte) []byte
		find   error
	}{
		"another origin":    {change: func(d *device) { d.origin = "https://evil.example" }},
		"user not verified": {change: func(d *device) { d.flags = present }},
		"user not present":  {change: func(d *device) { d.flags = verified }},
		"counter goes back": {change: func(d *device) { d.counter = 1 }},
		"another key":       {change: func(d *device) { d.key, _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader) }},
		"another host":      {site: other, change: func(d *device) { d.origin = "https://evil.example" }},
		"no JSON":           {broken: func([]byte) []byte { return []byte("{") }},
		"empty":             {broken: func([]byte) []byte { return nil }},
		"unknown passkey":   {find: missing},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDevice(t)
			_, data := register(t, d)
			d.counter = 5
			site := x.site
			if site.Host == "" {
				site = home
			}
			// A sign-in that holds first, so that the counter stands at 5.
			options, state, _ := keys.Ask(home)
			_, data, err := keys.Answered(home, state, d.use(options, anna.ID), func(string, string) (string, error) { return data, nil })
			if err != nil {
				t.Fatal(err)
			}
			d.counter = 6
			if x.change != nil {
				x.change(d)
			}
			options, state, err = keys.Ask(site)
			if err != nil {
				t.Fatal(err)
			}
			sent := d.use(options, anna.ID)
			if x.broken != nil {
				sent = x.broken(sent)
			}
			_, _, err = keys.Answered(site, state, sent, func(string, string) (string, error) { return data, x.find })
			switch {
			case x.find != nil && !errors.Is(err, x.find):
				t.Errorf("error %v, want that of the store", err)
			case x.find == nil && (err == nil || errs.KindOf(err) != errs.Invalid):
				t.Errorf("error %v, want errs.Invalid", err)
			}
		})
	}
}

func TestPasskeysThatAreNotMade(t *testing.T) {
	var keys passkey.Passkeys
	for name, change := range map[string]func(*device){
		"another origin":    func(d *device) { d.origin = "https://evil.example" },
		"user not verified": func(d *device) { d.flags = present },
	} {
		t.Run(name, func(t *testing.T) {
			d := newDevice(t)
			change(d)
			options, state, err := keys.Create(home, anna, nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, _, err := keys.Created(home, anna, state, d.make(options)); errs.KindOf(err) != errs.Invalid {
				t.Errorf("error %v, want errs.Invalid", err)
			}
		})
	}
	options, _, _ := keys.Create(home, anna, nil)
	_, state, _ := keys.Create(home, anna, nil)
	if _, _, err := keys.Created(home, anna, state, newDevice(t).make(options)); errs.KindOf(err) != errs.Invalid {
		t.Errorf("an answer to another question: %v", err)
	}
}
