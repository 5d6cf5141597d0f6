package app_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/share"
)

// party is a house where anna shares things.
type party struct {
	*house
	*app.Shares
	t      *testing.T
	anna   *app.Visit
	person string
}

// marked stands in everything that is shared.
const marked = "Kookaburra"

func newParty(t *testing.T) *party {
	h := newHouse(t, little)
	v := h.join(t, "anna", "")
	return &party{house: h, Shares: app.NewShares(h.keeper, little), t: t, anna: v, person: v.Chosen.ID}
}

func (p *party) request() *app.ShareRequest {
	return &app.ShareRequest{Label: marked + " summary", Days: 7, Base: "https://legible.example", Files: []app.SharedFile{
		{Name: marked + ".html", ContentType: share.HTML, Data: []byte("<h1>" + marked + "</h1>")},
		{Name: "Data", ContentType: share.FHIR, Data: []byte(`{"resourceType":"Basic","id":"` + marked + `"}`)},
	}}
}

func (p *party) make(r *app.ShareRequest) *share.Link {
	p.t.Helper()
	l, err := p.Create(p.t.Context(), p.anna.Account, p.person, r)
	if err != nil {
		p.t.Fatal(err)
	}
	return l
}

// secret is the part of a link's address that names it.
func secretOf(l *share.Link) string { return strings.Split(l.URL, "/")[4] }

// open asks for the manifest as a viewer does.
func (p *party) open(l *share.Link, passcode string) (*share.Manifest, error) {
	return p.Manifest(p.t.Context(), secretOf(l), "192.0.2.9", &share.Request{Recipient: "Dr Example", Passcode: passcode}, at)
}

func at(ticket string) string { return "https://legible.example/file/" + ticket }

func (p *party) only() app.ShareView {
	p.t.Helper()
	list, err := p.Of(p.t.Context(), p.anna.Account, p.person)
	if err != nil || len(list) != 1 {
		p.t.Fatalf("%d links, %v", len(list), err)
	}
	return list[0]
}

func TestASharedFileComesBack(t *testing.T) {
	p := newParty(t)
	l := p.make(p.request())
	if again, err := share.Parse(l.At("https://viewer.example/")); err != nil || again.Key != l.Key || again.Expires.Sub(p.now) != 7*24*time.Hour || again.Flags != (share.Flags{}) {
		t.Errorf("the link says %+v, %v", again, err)
	}
	m, err := p.open(l, "")
	if err != nil || m.Status != share.Finalized || len(m.Files) != 2 {
		t.Fatalf("%+v, %v", m, err)
	}
	var texts []string
	for _, f := range m.Files {
		kind, plain, err := share.Open(l.Key, f.Embedded, 1<<20)
		if err != nil || kind != share.FHIR || f.ContentType != share.FHIR || f.Location != "" {
			t.Fatalf("%s: %v", kind, err)
		}
		texts = append(texts, string(plain))
	}
	if !strings.Contains(texts[0], base64.StdEncoding.EncodeToString([]byte("<h1>"+marked+"</h1>"))) || !strings.Contains(texts[0], "DocumentReference") || texts[1] != string(p.request().Files[1].Data) {
		t.Errorf("opened %q", texts)
	}
	v := p.only()
	if v.Openings != 1 || len(v.Opened) != 1 || v.Opened[0] != (app.ShareOpening{At: p.now, By: "Dr Example"}) || v.Label != marked+" summary" || v.State != app.ShareOpen || v.Passcode {
		t.Errorf("the owner sees %+v", v)
	}
}

// A viewer that wants short manifests fetches the files one by one, for a while.
func TestFilesBesideTheManifest(t *testing.T) {
	p := newParty(t)
	l, other := p.make(p.request()), p.make(p.request())
	none := 0
	m, err := p.Manifest(t.Context(), secretOf(l), "192.0.2.9", &share.Request{Recipient: "x", EmbeddedLengthMax: &none}, at)
	if err != nil {
		t.Fatal(err)
	}
	ticket := strings.TrimPrefix(m.Files[1].Location, at(""))
	get := func(l *share.Link, ticket string) (string, error) {
		return p.File(t.Context(), secretOf(l), "192.0.2.9", ticket)
	}
	jwe, err := get(l, ticket)
	if _, plain, failed := share.Open(l.Key, jwe, 1<<20); err != nil || failed != nil || !bytes.Equal(plain, p.request().Files[1].Data) {
		t.Errorf("fetched %q, %v, %v", plain, err, failed)
	}
	_, err = get(other, ticket)
	wantKind(t, "a ticket of another link", err, errs.Gone)
	_, err = get(l, ticket[:10])
	wantKind(t, "half a ticket", err, errs.Gone)
	p.now = p.now.Add(31 * time.Minute)
	_, err = get(l, ticket)
	wantKind(t, "an old ticket", err, errs.Gone)
}

func TestTenWrongPasscodesEndALink(t *testing.T) {
	p := newParty(t)
	r := p.request()
	r.Passcode = "4711 kew"
	l := p.make(r)
	if !l.Flags.Passcode {
		t.Error("the link does not say that it needs a passcode")
	}
	left := func(doing string, err error, want int) {
		t.Helper()
		var wrong app.WrongPasscode
		if !errors.As(err, &wrong) || wrong.Left != want || errs.KindOf(err) != errs.Unauthorized {
			t.Fatalf("%s: %v with %d left, want %d", doing, err, wrong.Left, want)
		}
	}
	_, err := p.open(l, "")
	left("no passcode is no try", err, 10)
	for i := range 9 {
		_, err := p.open(l, "4711 kex")
		left("wrong", err, 9-i)
		if i == 4 {
			if _, err := p.open(l, "4711 kew"); err != nil {
				t.Fatalf("the right one after five wrong ones: %v", err)
			}
		}
		p.now = p.now.Add(24 * time.Hour / 2) // waiting gives none back
	}
	if v := p.only(); v.TriesLeft != 1 || v.Openings != 1 {
		t.Errorf("the owner sees %+v", v)
	}
	_, err = p.open(l, strings.Repeat("x", 5000))
	left("the tenth", err, 0)
	_, err = p.open(l, "4711 kew")
	wantKind(t, "the right one after ten", err, errs.Gone)
	if v := p.only(); v.State != app.ShareLocked {
		t.Errorf("the owner sees %+v", v)
	}
	if files, err := p.db.ShareFiles(t.Context(), p.only().ID); err != nil || len(files) != 0 {
		t.Errorf("%d files are left, %v", len(files), err)
	}
}

// Guesses at once are no more than guesses one after the other.
func TestManyPasscodesAtOnce(t *testing.T) {
	p := newParty(t)
	r := p.request()
	r.Passcode = "4711 kew"
	l := p.make(r)
	var all sync.WaitGroup
	var mu sync.Mutex
	checked := 0
	for i := range 30 {
		all.Go(func() {
			_, err := p.open(l, fmt.Sprintf("guess %d", i))
			mu.Lock()
			defer mu.Unlock()
			if errs.KindOf(err) == errs.Unauthorized {
				checked++
			} else if errs.KindOf(err) != errs.Gone {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if checked != app.PasscodeTries {
		t.Errorf("%d of 30 guesses were checked, want %d", checked, app.PasscodeTries)
	}
}

func TestALinkEndsOnTime(t *testing.T) {
	p := newParty(t)
	l := p.make(p.request())
	p.now = l.Expires.Add(-time.Second)
	if _, err := p.open(l, ""); err != nil {
		t.Errorf("a second before the end: %v", err)
	}
	p.now = *l.Expires
	_, err := p.open(l, "")
	wantKind(t, "at the end", err, errs.Gone)
	if files, err := p.db.ShareFiles(t.Context(), p.only().ID); err != nil || len(files) != 0 {
		t.Errorf("%d files are left, %v", len(files), err)
	}
	if b, err := p.Behind(t.Context(), secretOf(l)); err != nil || b.State != app.ShareExpired {
		t.Errorf("%+v, %v", b, err)
	}
	p.now = p.now.Add(-time.Hour) // a clock set back does not bring the files back
	_, err = p.open(l, "")
	wantKind(t, "after the clock was set back", err, errs.Gone)
}

func TestARevokedLink(t *testing.T) {
	p := newParty(t)
	ben := p.join(t, "ben", "")
	l := p.make(p.request())
	id := p.only().ID
	wantKind(t, "ben revokes it", p.Revoke(t.Context(), ben.Account, p.person, id), errs.NotFound)
	wantKind(t, "ben drops it", p.Drop(t.Context(), ben.Account, p.person, id), errs.NotFound)
	_, err := p.Of(t.Context(), ben.Account, p.person)
	wantKind(t, "ben looks", err, errs.NotFound)
	_, err = p.Create(t.Context(), ben.Account, p.person, p.request())
	wantKind(t, "ben shares of anna", err, errs.NotFound)
	if err := p.Revoke(t.Context(), p.anna.Account, p.person, id); err != nil {
		t.Fatal(err)
	}
	_, err = p.open(l, "")
	wantKind(t, "a revoked link", err, errs.Gone)
	if v := p.only(); v.State != app.ShareRevoked || v.Openings != 0 {
		t.Errorf("the owner sees %+v", v)
	}
	if err := p.Drop(t.Context(), p.anna.Account, p.person, id); err != nil {
		t.Fatal(err)
	}
	_, err = p.open(l, "")
	wantKind(t, "a dropped link", err, errs.NotFound)
	_, err = p.Behind(t.Context(), strings.Repeat("A", 43))
	wantKind(t, "a link that never was", err, errs.NotFound)
}

func TestWhatCannotBeShared(t *testing.T) {
	p := newParty(t)
	for name, c := range map[string]struct {
		change func(*app.ShareRequest)
		field  string
		kind   errs.Kind
	}{
		"no file":             {func(r *app.ShareRequest) { r.Files = nil }, "files", errs.Invalid},
		"an empty file":       {func(r *app.ShareRequest) { r.Files[0].Data = nil }, "files", errs.Invalid},
		"a huge file":         {func(r *app.ShareRequest) { r.Files[0].Data = make([]byte, app.MaxSharedBytes+1) }, "", errs.TooLarge},
		"no end":              {func(r *app.ShareRequest) { r.Days = 0 }, "days", errs.Invalid},
		"a far end":           {func(r *app.ShareRequest) { r.Days = 93 }, "days", errs.Invalid},
		"a short passcode":    {func(r *app.ShareRequest) { r.Passcode = "abc" }, "passcode", errs.Invalid},
		"a long label":        {func(r *app.ShareRequest) { r.Label = strings.Repeat("x", 81) }, "label", errs.Invalid},
		"an address too long": {func(r *app.ShareRequest) { r.Base = "https://" + strings.Repeat("x", 90) }, "url", errs.Invalid},
	} {
		r := p.request()
		c.change(r)
		_, err := p.Create(t.Context(), p.anna.Account, p.person, r)
		wantKind(t, name, err, c.kind)
		var e *errs.Error
		if !errors.As(err, &e) || e.Field != c.field {
			t.Errorf("%s: %v names the field %q", name, err, e.Field)
		}
	}
	for range app.MaxShares {
		p.make(p.request())
		p.now = p.now.Add(3 * time.Minute)
	}
	_, err := p.Create(t.Context(), p.anna.Account, p.person, p.request())
	wantKind(t, "one link too many", err, errs.Conflict)
}

func TestAskingTooOften(t *testing.T) {
	p := newParty(t)
	l := p.make(p.request())
	ask := func(address string) error {
		_, err := p.Manifest(t.Context(), strings.Repeat("A", 43), address, &share.Request{Recipient: "x"}, at)
		return err
	}
	for range account.ShareByAddress.Most {
		wantKind(t, "a link that never was", ask("192.0.2.77"), errs.NotFound)
	}
	wantKind(t, "once more", ask("192.0.2.77"), errs.TooMany)
	if _, err := p.open(l, ""); err != nil {
		t.Errorf("from another address: %v", err)
	}
}

// The database, as a thief has it, holds neither what is shared nor the key, nor the
// passcode.
func TestNothingSharedIsReadable(t *testing.T) {
	p := newParty(t)
	r := p.request()
	r.Passcode = "Quokka 12"
	l := p.make(r)
	if _, err := p.open(l, r.Passcode); err != nil {
		t.Fatal(err)
	}
	if err := p.db.Close(); err != nil { // everything into the file
		t.Fatal(err)
	}
	var raw []byte
	for _, name := range []string{p.path, p.path + "-wal"} {
		b, err := os.ReadFile(name)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		raw = append(raw, b...)
	}
	if !bytes.Contains(raw, []byte("share.create")) {
		t.Fatal("the file that was looked at is not the database")
	}
	key := l.Key[:]
	for name, what := range map[string][]byte{
		"the file":          []byte(marked),
		"the file's base64": []byte(base64.StdEncoding.EncodeToString([]byte("<h1>" + marked + "</h1>"))[:12]),
		"the key":           key,
		"the key's text":    []byte(base64.RawURLEncoding.EncodeToString(key)),
		"the key's hex":     fmt.Appendf(nil, "%x", key),
		"the link's secret": []byte(secretOf(l)),
		"the passcode":      []byte("Quokka"),
		"who looked":        []byte("Dr Example"),
		"an open JWE":       []byte("eyJhbGciOiJkaXIi"),
	} {
		if bytes.Contains(raw, what) {
			t.Errorf("the database holds %s", name)
		}
	}
}

// Whoever leaves takes along what was shared and with whom, and no secret of a link.
func TestAnExportTellsOfLinks(t *testing.T) {
	p := newParty(t)
	l := p.make(p.request())
	if _, err := p.open(l, ""); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := p.Export(t.Context(), p.anna, &out); err != nil {
		t.Fatal(err)
	}
	var x struct {
		Persons []struct {
			Shares []struct {
				Label  string
				State  string
				Opened []struct{ By string }
			}
		}
	}
	if err := json.Unmarshal(out.Bytes(), &x); err != nil {
		t.Fatal(err)
	}
	got := x.Persons[0].Shares
	if len(got) != 1 || got[0].Label != marked+" summary" || got[0].State != "open" || got[0].Opened[0].By != "Dr Example" {
		t.Errorf("exported %+v", got)
	}
	if strings.Contains(out.String(), secretOf(l)) {
		t.Error("the export holds the secret of a link")
	}
}

func TestAnErasedPersonsLinksAreGone(t *testing.T) {
	p := newParty(t)
	l := p.make(p.request())
	if _, err := p.keeper.Erase(t.Context(), p.anna.Account, p.person); err != nil {
		t.Fatal(err)
	}
	_, err := p.open(l, "")
	wantKind(t, "a link of an erased person", err, errs.NotFound)
}
