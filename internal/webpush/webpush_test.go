package webpush_test

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/remind"
	"github.com/legible-health/legible/internal/webpush"
)

// browser is the receiving end of web push, written from RFC 8291 and RFC 8188.
type browser struct {
	key  *ecdh.PrivateKey
	auth []byte
}

func newBrowser(t *testing.T) *browser {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{key: key, auth: []byte("sixteen octets!!")}
}

func (b *browser) at(endpoint string) app.Target {
	encode := base64.RawURLEncoding.EncodeToString
	return app.Target{Push: app.Subscription{Endpoint: endpoint, P256DH: encode(b.key.PublicKey().Bytes()), Auth: encode(b.auth)}}
}

// open decrypts a message with one record.
func (b *browser) open(body []byte) ([]byte, error) {
	salt, idlen := body[:16], int(body[20])
	sender, sealed := body[21:21+idlen], body[21+idlen:]
	from, err := ecdh.P256().NewPublicKey(sender)
	if err != nil {
		return nil, err
	}
	shared, err := b.key.ECDH(from)
	if err != nil {
		return nil, err
	}
	info := "WebPush: info\x00" + string(b.key.PublicKey().Bytes()) + string(sender)
	ikm, err := hkdf.Key(sha256.New, shared, b.auth, info, 32)
	if err != nil {
		return nil, err
	}
	cek, err := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: aes128gcm\x00", 16)
	if err != nil {
		return nil, err
	}
	nonce, err := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: nonce\x00", 12)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(cek)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	plain, err := gcm.Open(nil, nonce, sealed, nil)
	if err != nil {
		return nil, err
	}
	return plain[:bytes.LastIndexByte(plain, 2)], nil
}

// service is a push service that keeps what it gets and answers as told.
type service struct {
	*httptest.Server
	status int
	after  string // Retry-After
	got    []*http.Request
	bodies [][]byte
}

func newService(t *testing.T, status int) *service {
	s := &service{status: status}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		s.got, s.bodies = append(s.got, r), append(s.bodies, body)
		w.Header().Set("Location", "/elsewhere")
		w.Header().Set("Retry-After", s.after)
		w.WriteHeader(s.status)
	}))
	t.Cleanup(s.Close)
	return s
}

// vault keeps secrets in memory.
type vault map[string][]byte

func (v vault) Secret(_ context.Context, name string, create func() ([]byte, error)) (text []byte, err error) {
	if v[name] == nil {
		v[name], err = create()
	}
	return v[name], err
}

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func options(private bool) webpush.Options {
	return webpush.Options{
		BaseURL: "https://legible.example", Subject: "mailto:operator@legible.example", AllowPrivate: private,
		Words: func(m app.Message) []byte { return []byte("words of " + string(m.Kind) + m.Code) }, Now: func() time.Time { return noon },
	}
}

func channel(t *testing.T, private bool) *webpush.Channel {
	t.Helper()
	c, err := webpush.New(t.Context(), vault{}, options(private))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var message = app.Message{Sort: app.ReminderMessage, Kind: remind.Morning, Key: "0f3c0f3c0f3c0f3c0f3c0f3c0f3c0f3c", Until: noon.Add(3 * time.Hour)}

// trouble is what an error of Send says.
func trouble(err error) app.SendError {
	var e *app.SendError
	if errors.As(err, &e) {
		return *e
	}
	return app.SendError{}
}

func TestSend(t *testing.T) {
	c := channel(t, true)
	service, b := newService(t, http.StatusCreated), newBrowser(t)
	if err := c.Send(t.Context(), b.at(service.URL+"/push/1"), message); err != nil || len(service.got) != 1 {
		t.Fatalf("%d requests, %v", len(service.got), err)
	}
	h := service.got[0].Header
	for name, want := range map[string]string{"Ttl": "10800", "Topic": message.Key, "Content-Encoding": "aes128gcm", "Urgency": "normal"} {
		if got := h.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got, err := b.open(service.bodies[0]); err != nil || string(got) != "words of morning" {
		t.Errorf("the browser reads %q, %v", got, err)
	}
	checkSigned(t, h.Get("Authorization"), c.PublicKey(), service.URL)

	late := message
	late.Kind, late.Code, late.Until = "", strings.Repeat("x", 500), noon.Add(-time.Hour)
	if err := c.Send(t.Context(), b.at(service.URL+"/push/1"), late); err != nil {
		t.Fatal(err)
	}
	if got := service.got[1].Header.Get("Ttl"); got != "0" {
		t.Errorf("a late message lasts %q", got)
	}
	if a, b := len(service.bodies[0]), len(service.bodies[1]); a != b || a > 4096 {
		t.Errorf("the lengths tell the messages apart: %d and %d", a, b)
	}
}

// checkSigned verifies the signature of RFC 8292 and what it covers.
func checkSigned(t *testing.T, header, public, audience string) {
	t.Helper()
	token, key, ok := strings.Cut(strings.TrimPrefix(header, "vapid t="), ", k=")
	part := strings.Split(token, ".")
	if !ok || key != public || len(part) != 3 {
		t.Fatalf("authorization %q", header)
	}
	decode := func(s string) []byte {
		b, err := base64.RawURLEncoding.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	point, sum, sig := decode(key), sha256.Sum256([]byte(part[0]+"."+part[1])), decode(part[2])
	signer, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		t.Fatal(err)
	}
	if !ecdsa.Verify(signer, sum[:], new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:])) {
		t.Error("the signature is wrong")
	}
	var claims struct{ Aud, Sub string }
	if err := json.Unmarshal(decode(part[1]), &claims); err != nil {
		t.Fatal(err)
	}
	if claims.Aud != audience || claims.Sub != "mailto:operator@legible.example" {
		t.Errorf("claims %+v", claims)
	}
}

func TestTroubles(t *testing.T) {
	c := channel(t, true)
	for status, want := range map[int]app.Trouble{
		200: "", 201: "", 202: "", 302: app.Refused, 400: app.Refused, 413: app.Refused, 401: app.NotSetUp, 403: app.NotSetUp,
		404: app.Gone, 410: app.Gone, 429: app.Busy, 500: app.Busy, 503: app.Busy,
	} {
		service := newService(t, status)
		err := c.Send(t.Context(), newBrowser(t).at(service.URL), message)
		if got := trouble(err); got.Trouble != want || (err == nil) != (want == "") || err != nil && got.Code != status {
			t.Errorf("status %d: %v, want %q", status, err, want)
		}
		if len(service.got) != 1 {
			t.Errorf("status %d: %d requests", status, len(service.got))
		}
	}
}

func TestWaiting(t *testing.T) {
	c := channel(t, true)
	for after, want := range map[string]time.Duration{
		"": 0, "120": 2 * time.Minute, "-5": 0, "soon": 0, "999999999": 24 * time.Hour, "Sat, 21 Nov 2026 12:10:00 GMT": 10 * time.Minute, "Sat, 21 Nov 2026 11:00:00 GMT": 0,
	} {
		service := newService(t, http.StatusTooManyRequests)
		service.after = after
		if got := trouble(c.Send(t.Context(), newBrowser(t).at(service.URL), message)); got.After != want || got.Trouble != app.Busy {
			t.Errorf("Retry-After %q: %+v, want %v", after, got, want)
		}
	}
}

// Nobody there is told apart from an answer that never came.
func TestNoAnswer(t *testing.T) {
	c := channel(t, true)
	service := newService(t, 200)
	address := service.URL + "/secret-of-the-browser"
	service.Close()
	err := c.Send(t.Context(), newBrowser(t).at(address), message)
	if trouble(err).Trouble != app.Unreachable {
		t.Errorf("nobody there: %v", err)
	}
	if strings.Contains(err.Error(), "secret-of") || strings.Contains(err.Error(), "127.0.0.1") {
		t.Errorf("the error holds the address: %v", err)
	}
	rude := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer rude.Close()
	if err := c.Send(t.Context(), newBrowser(t).at(rude.URL), message); trouble(err).Trouble != app.Unsure {
		t.Errorf("no answer: %v", err)
	}
}

// Without the operator's leave nothing inside the network is reached, by name or number.
func TestNothingInsideIsReached(t *testing.T) {
	open, c := channel(t, true), channel(t, false)
	b := newBrowser(t)
	var knocks atomic.Int32
	service := httptest.NewUnstartedServer(http.NotFoundHandler())
	service.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			knocks.Add(1)
		}
	}
	service.Start()
	defer service.Close()
	_, port, _ := strings.Cut(strings.TrimPrefix(service.URL, "http://"), ":")
	for _, address := range []string{
		service.URL, "https://127.0.0.1:" + port, "https://[::1]:" + port, "https://[::ffff:127.0.0.1]:" + port, "https://10.0.0.7/", "https://169.254.169.254/latest",
		"https://192.168.1.1/", "https://100.64.0.1/", "https://0.0.0.0/", "https://[fe80::1]/", "https://[fd00::1]/", "https://[64:ff9b::7f00:1]/", "https://224.0.0.1/",
		"https://[::7f00:1]/", "https://[::ffff:0:7f00:1]/", "https://[fec0::1]/", "https://[64:ff9b:1::1]/", "https://[2002:7f00:1::]/", "https://[2001::1]/",
		"https://localhost:" + port, // resolved only when it is dialled
	} {
		to := b.at(address)
		if err := open.Check(to); err != nil {
			t.Errorf("%s is not even fit for a push service of one's own: %v", address, err)
		}
		if err := c.Check(to); err == nil && !strings.Contains(address, "localhost") {
			t.Errorf("%s is taken for a public address", address)
		}
		if err := c.Send(t.Context(), to, message); err == nil {
			t.Errorf("%s was reached", address)
		}
	}
	if n := knocks.Load(); n > 0 {
		t.Errorf("%d connections came in", n)
	}
	// The same from a sender that may: so the count can see them.
	if err := open.Send(t.Context(), b.at(service.URL), message); trouble(err).Trouble != app.Gone || knocks.Load() != 1 {
		t.Errorf("with leave: %v, %d connections", err, knocks.Load())
	}
	for _, address := range []string{"https://updates.push.services.mozilla.com/wpush/v2/x", "https://8.8.8.8/", "https://[64:ff9b::808:808]/"} {
		if err := c.Check(b.at(address)); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestCheckSubscription(t *testing.T) {
	c := channel(t, false)
	good := newBrowser(t).at("https://push.example/1")
	if err := c.Check(good); err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string]struct {
		field  string
		change func(*app.Subscription)
	}{
		"no address":        {"endpoint", func(x *app.Subscription) { x.Endpoint = "" }},
		"other scheme":      {"endpoint", func(x *app.Subscription) { x.Endpoint = "ftp://push.example/1" }},
		"in the clear":      {"endpoint", func(x *app.Subscription) { x.Endpoint = "http://push.example/1" }},
		"user in address":   {"endpoint", func(x *app.Subscription) { x.Endpoint = "https://a:b@push.example/1" }},
		"long address":      {"endpoint", func(x *app.Subscription) { x.Endpoint += strings.Repeat("x", 2000) }},
		"no key":            {"p256dh", func(x *app.Subscription) { x.P256DH = "" }},
		"point not on it":   {"p256dh", func(x *app.Subscription) { x.P256DH = base64.RawURLEncoding.EncodeToString(make([]byte, 65)) }},
		"short secret":      {"auth", func(x *app.Subscription) { x.Auth = "AAAA" }},
		"secret not base64": {"auth", func(x *app.Subscription) { x.Auth = "§" }},
	} {
		bad := good
		x.change(&bad.Push)
		err := c.Check(bad)
		var field *errs.Error
		if !errors.As(err, &field) || field.Kind != errs.Invalid || field.Field != x.field || strings.Contains(err.Error(), "push.example") {
			t.Errorf("%s: %v", name, err)
		}
		if sent := c.Send(t.Context(), bad, message); trouble(sent).Trouble != app.Refused {
			t.Errorf("%s: sending gives %v", name, sent)
		}
	}
}

// The keys are made once and used ever after; broken ones are refused, since new ones
// would end every subscription without a word.
func TestKeys(t *testing.T) {
	v := vault{}
	a, err := webpush.New(t.Context(), v, options(false))
	if err != nil {
		t.Fatal(err)
	}
	b, err := webpush.New(t.Context(), v, options(false))
	if err != nil || a.PublicKey() != b.PublicKey() {
		t.Errorf("%v, %s and %s", err, a.PublicKey(), b.PublicKey())
	}
	if len(a.PublicKey()) != 87 {
		t.Errorf("public key %q", a.PublicKey())
	}
	for _, text := range []string{"", "{}", `{"public":"` + a.PublicKey() + `","private":"AAAA"}`, `{"public":"%","private":"%"}`} {
		if _, err := webpush.New(t.Context(), vault{"webpush": []byte(text)}, options(false)); err == nil {
			t.Errorf("keys %q are taken", text)
		}
	}
}

func TestSettings(t *testing.T) {
	for subject, ok := range map[string]bool{"": true, "https://legible.example": true, "mailto:a@b.example": true, "a@b.example": false, "http://legible.example": false, "mailto:": false} {
		o := options(false)
		o.Subject = subject
		if _, err := webpush.New(t.Context(), vault{}, o); (err == nil) != ok {
			t.Errorf("subject %q: %v", subject, err)
		}
	}
	o := options(false)
	o.Words = nil
	if _, err := webpush.New(t.Context(), vault{}, o); err == nil {
		t.Error("no words are taken")
	}
}

// The longest message that is promised does arrive, and a longer one is refused.
func TestLongestMessage(t *testing.T) {
	text := bytes.Repeat([]byte("x"), webpush.MaxText)
	o := options(true)
	o.Words = func(app.Message) []byte { return text }
	c, err := webpush.New(t.Context(), vault{}, o)
	if err != nil {
		t.Fatal(err)
	}
	service, b := newService(t, 201), newBrowser(t)
	if err := c.Send(t.Context(), b.at(service.URL), message); err != nil {
		t.Fatal(err)
	}
	if got, err := b.open(service.bodies[0]); err != nil || !bytes.Equal(got, text) || len(service.bodies[0]) > 4096 {
		t.Errorf("%d bytes arrive of a body of %d, %v", len(got), len(service.bodies[0]), err)
	}
	text = append(text, 'x')
	if err := c.Send(t.Context(), b.at(service.URL), message); trouble(err).Trouble != app.Refused {
		t.Errorf("a message too long: %v", err)
	}
}
