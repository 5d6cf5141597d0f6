// Package passkey speaks WebAuthn with browsers: it asks them to make or to use a
// passkey and checks their answers. It implements app.Passkeys.
//
// A passkey alone signs in, so every ceremony demands that the authenticator has checked
// its user (finger, face or PIN) and that it keeps the key itself, and no name has to be
// typed. No attestation is asked for: which brand of key a person owns is nobody's
// business. Nothing is stored here.
package passkey

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

// Passkeys implements app.Passkeys. The zero value is ready. Safe for concurrent use.
type Passkeys struct{}

var _ app.Passkeys = Passkeys{}

// kept is a passkey as the database has it: the credential without the raw answer it was
// made from, and the host it belongs to.
type kept struct {
	Host       string              `json:"host"`
	Credential webauthn.Credential `json:"credential"`
}

// party is the relying party that a browser sees.
func party(site app.Site) (*webauthn.WebAuthn, error) {
	w, err := webauthn.New(&webauthn.Config{
		RPID: site.Host, RPDisplayName: "Legible", RPOrigins: site.Origins,
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired,
		},
	})
	if err != nil {
		return nil, errs.Field("passkey", "passkeys do not work at this address")
	}
	return w, nil
}

// user is whom a ceremony is about.
type user struct {
	app.PasskeyUser
	credentials []webauthn.Credential
}

func (u user) WebAuthnID() []byte                         { return []byte(u.ID) }
func (u user) WebAuthnName() string                       { return u.Name }
func (u user) WebAuthnDisplayName() string                { return u.Name }
func (u user) WebAuthnCredentials() []webauthn.Credential { return u.credentials }

// Create implements app.Passkeys.
func (Passkeys) Create(site app.Site, of app.PasskeyUser, have []string) (options, state []byte, err error) {
	w, err := party(site)
	if err != nil {
		return nil, nil, err
	}
	var known webauthn.Credentials
	for _, data := range have {
		k, err := read(data)
		if err != nil {
			return nil, nil, err
		}
		known = append(known, k.Credential)
	}
	creation, session, err := w.BeginRegistration(user{of, nil}, webauthn.WithExclusions(known.CredentialDescriptors()))
	if err != nil {
		return nil, nil, fmt.Errorf("ask for a passkey: %w", err)
	}
	return pack(creation.Response, session)
}

// pack writes what goes to the browser and what is kept meanwhile.
func pack(response any, session *webauthn.SessionData) (options, state []byte, err error) {
	if options, err = json.Marshal(response); err != nil {
		return nil, nil, err
	}
	state, err = json.Marshal(session)
	return options, state, err
}

// Created implements app.Passkeys.
func (Passkeys) Created(site app.Site, of app.PasskeyUser, state, answer []byte) (id, data string, err error) {
	w, session, err := resume(site, state)
	if err != nil {
		return "", "", err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return "", "", refused()
	}
	c, err := w.CreateCredential(user{of, nil}, session, parsed)
	if err != nil {
		return "", "", refused()
	}
	return write(site, c)
}

// Ask implements app.Passkeys.
func (Passkeys) Ask(site app.Site) (options, state []byte, err error) {
	w, err := party(site)
	if err != nil {
		return nil, nil, err
	}
	assertion, session, err := w.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, nil, fmt.Errorf("ask for a passkey: %w", err)
	}
	return pack(assertion.Response, session)
}

// Answered implements app.Passkeys.
func (Passkeys) Answered(site app.Site, state, answer []byte, find func(id, user string) (string, error)) (id, data string, err error) {
	w, session, err := resume(site, state)
	if err != nil {
		return "", "", err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return "", "", refused()
	}
	var failed error // of the store, which the library would hide
	c, err := w.ValidateDiscoverableLogin(func(rawID, handle []byte) (webauthn.User, error) {
		data, err := find(text(rawID), string(handle))
		if err != nil {
			failed = err
			return nil, err
		}
		k, err := read(data)
		if err != nil || k.Host != site.Host || !bytes.Equal(k.Credential.ID, rawID) {
			return nil, refused()
		}
		return user{app.PasskeyUser{ID: string(handle)}, []webauthn.Credential{k.Credential}}, nil
	}, session, parsed)
	switch {
	case failed != nil:
		return "", "", failed
	case err != nil:
		return "", "", refused()
	case c.Authenticator.CloneWarning: // its counter went back: somebody may have copied it
		return "", "", refused()
	}
	return write(site, c)
}

func resume(site app.Site, state []byte) (*webauthn.WebAuthn, webauthn.SessionData, error) {
	var session webauthn.SessionData
	w, err := party(site)
	if err != nil {
		return nil, session, err
	}
	return w, session, json.Unmarshal(state, &session)
}

// refused says no more: the browser's user cannot mend the details.
func refused() error { return errs.Field("passkey", "did not hold") }

func text(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }

// write makes the data to keep. Of the answer that made the passkey nothing is kept but
// its key.
func write(site app.Site, c *webauthn.Credential) (id, data string, err error) {
	slim := *c
	slim.Attestation = webauthn.CredentialAttestation{}
	b, err := json.Marshal(kept{strings.ToLower(site.Host), slim})
	return text(c.ID), string(b), err
}

func read(data string) (k kept, err error) {
	if err := json.Unmarshal([]byte(data), &k); err != nil {
		return k, errs.New(errs.Internal, "a stored passkey cannot be read by this program")
	}
	return k, nil
}
