package app_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
)

// clinic is a house with practitioners, and an operator who checks them.
type clinic struct {
	*house
	*app.Practitioners
	operator app.Account
}

func newClinic(t *testing.T) *clinic {
	t.Helper()
	h := newHouse(t, little)
	c := &clinic{house: h, Practitioners: app.NewPractitioners(h.keeper)}
	c.operator = c.member(t, "ola", "operator")
	return c
}

// member adds an account of a role.
func (c *clinic) member(t *testing.T, name, role string) app.Account {
	t.Helper()
	a, _, err := c.keeper.AddAccount(t.Context(), name, role, "UTC")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// enters signs an account in by a recovery code.
func (c *clinic) enters(t *testing.T, a app.Account) *app.Visit {
	t.Helper()
	codes, err := c.keeper.IssueCodes(t.Context(), a.Name)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := c.Recover(t.Context(), a.Name, codes[0], from)
	if err != nil {
		t.Fatal(err)
	}
	v, err := c.Visit(t.Context(), secret)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func aProfile(name string) consult.Practitioner {
	return consult.Practitioner{Name: name, Profession: "physician", Specialities: []string{"sleep"}, Country: "CH", Languages: []string{"de", "en"}, Since: 1999,
		About: "I listen.", TimeZone: "Europe/Zurich", Listed: true, ToCheck: "number 7"}
}

var licence = consult.Qualification{Title: "Physician", Holder: "Änne Näf", Register: "the register", Number: "7", Country: "CH", Way: "register", CheckedBy: "Ola Ops", ValidUntil: "2026-12-31"}

func okay(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// listed names who stands in the directory.
func (c *clinic) listed(t *testing.T, f consult.Filter) string {
	t.Helper()
	list, err := c.List(t.Context(), f)
	okay(t, err)
	var names []string
	for _, v := range list {
		names = append(names, v.Name)
	}
	return strings.Join(names, ", ")
}

// Nobody is listed who did not ask for it, or of whom nothing valid was checked, and those
// who are not listed answer as if they were not there.
func TestWhoStandsInTheDirectory(t *testing.T) {
	c := newClinic(t)
	a := c.member(t, "naef", "practitioner")
	want := func(when, names string) {
		t.Helper()
		if got := c.listed(t, consult.Filter{}); got != names {
			t.Errorf("%s: %q, want %q", when, got, names)
		}
		_, err := c.BySlug(t.Context(), "anne-naf")
		if (err == nil) != (names != "") || err != nil && errs.KindOf(err) != errs.NotFound {
			t.Errorf("%s: the profile: %v", when, err)
		}
	}
	want("without a profile", "")
	okay(t, c.Save(t.Context(), a, aProfile("Änne Näf")))
	want("nothing checked", "")
	q, err := c.AddQualification(t.Context(), c.operator, a.ID, licence)
	okay(t, err)
	want("checked", "Änne Näf")
	hidden := aProfile("Änne Näf")
	hidden.Listed = false
	okay(t, c.Save(t.Context(), a, hidden))
	want("not listed", "")
	if v, err := c.Of(t.Context(), a.ID); err != nil || !v.Qualified || v.Public {
		t.Errorf("who is not listed still works: %+v, %v", v, err)
	}
	okay(t, c.Save(t.Context(), a, aProfile("Änne Näf")))
	c.now = time.Date(2026, 12, 31, 23, 59, 59, 0, time.UTC)
	want("on the last day", "Änne Näf")
	c.now = c.now.Add(time.Second)
	want("a day later", "")
	c.now = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	okay(t, c.EndQualification(t.Context(), app.Console, a.ID, q.ID))
	want("taken back", "")
	if v, err := c.Own(t.Context(), a); err != nil || v.Qualifications[0].EndedAt == nil || !v.Qualifications[0].EndedAt.Equal(c.now) {
		t.Errorf("%+v, %v", v.Qualifications, err)
	}
}

func TestADisabledPractitionerIsGone(t *testing.T) {
	c := newClinic(t)
	a := c.member(t, "naef", "practitioner")
	okay(t, c.Save(t.Context(), a, aProfile("Änne Näf")))
	_, err := c.AddQualification(t.Context(), c.operator, a.ID, licence)
	okay(t, err)
	run(t, c.path, `UPDATE account SET disabled_at = '2026-11-22T08:00:00.000000Z' WHERE id = '`+a.ID+`'`)
	_, err = c.Of(t.Context(), a.ID)
	wantKind(t, "a disabled account", err, errs.NotFound)
	if got := c.listed(t, consult.Filter{}); got != "" {
		t.Errorf("listed: %s", got)
	}
}

func TestTheDirectoryIsSortedAndFiltered(t *testing.T) {
	c := newClinic(t)
	for login, p := range map[string]consult.Practitioner{"1": aProfile("zoe Moon"), "2": aProfile("Adam Stern"), "3": aProfile("Émile Roy")} {
		a := c.member(t, "practitioner "+login, "practitioner")
		if login == "2" {
			p.Profession, p.Country, p.Languages, p.Specialities = "physiotherapist", "GB", []string{"en"}, nil
		}
		okay(t, c.Save(t.Context(), a, p))
		_, err := c.AddQualification(t.Context(), c.operator, a.ID, licence)
		okay(t, err)
	}
	for want, f := range map[string]consult.Filter{
		"Adam Stern, zoe Moon, Émile Roy": {},
		"Adam Stern":                      {Profession: "physiotherapist"},
		"zoe Moon, Émile Roy":             {Country: "CH", Language: "en", Speciality: "sleep"},
		"":                                {Country: "CH", Profession: "physiotherapist"},
	} {
		if got := c.listed(t, f); got != want {
			t.Errorf("%+v: %q, want %q", f, got, want)
		}
	}
}

// Each role may do its own and nothing else.
func TestRolesOfTheDirectory(t *testing.T) {
	c := newClinic(t)
	naef := c.member(t, "naef", "practitioner")
	for _, role := range []string{"person", "editor", "operator"} {
		a := c.member(t, "a "+role, role)
		_, err := c.Own(t.Context(), a)
		wantKind(t, role+", own profile", err, errs.Forbidden)
		wantKind(t, role+", saving a profile", c.Save(t.Context(), a, aProfile("x y")), errs.Forbidden)
		wantKind(t, role+", a photo", c.SetPhoto(t.Context(), a, photo(t)), errs.Forbidden)
		_, err = c.Of(t.Context(), a.ID)
		wantKind(t, role+" as a practitioner", err, errs.NotFound)
		_, err = c.AddQualification(t.Context(), c.operator, a.ID, licence)
		wantKind(t, "a qualification of "+role, err, errs.NotFound)
	}
	for _, a := range []app.Account{naef, c.member(t, "ed", "editor"), c.member(t, "anna", "person"), {}} {
		_, err := c.All(t.Context(), a)
		wantKind(t, a.Role+", all practitioners", err, errs.Forbidden)
		_, err = c.Named(t.Context(), a, "naef")
		wantKind(t, a.Role+", a practitioner by name", err, errs.Forbidden)
		_, err = c.ByAccount(t.Context(), a, naef.ID)
		wantKind(t, a.Role+", a practitioner by id", err, errs.Forbidden)
		_, err = c.AddQualification(t.Context(), a, naef.ID, licence)
		wantKind(t, a.Role+", adding a qualification", err, errs.Forbidden)
		wantKind(t, a.Role+", ending a qualification", c.EndQualification(t.Context(), a, naef.ID, "q"), errs.Forbidden)
	}
	if list, err := c.All(t.Context(), app.Console); err != nil || len(list) != 1 || list[0].AccountName != "naef" || list[0].HasProfile() {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestProfilesAreCheckedBeforeTheyAreKept(t *testing.T) {
	c := newClinic(t)
	a, b := c.member(t, "naef", "practitioner"), c.member(t, "moon", "practitioner")
	okay(t, c.Save(t.Context(), b, aProfile("Zoe Moon")))
	taken := aProfile("Another")
	taken.Slug = "zoe-moon"
	wantKind(t, "a taken slug", c.Save(t.Context(), a, taken), errs.Conflict)
	for field, change := range map[string]func(*consult.Practitioner){
		"country":   func(p *consult.Practitioner) { p.Country = "ZZ" },
		"time_zone": func(p *consult.Practitioner) { p.TimeZone = "Mars/Base" },
		"name":      func(p *consult.Practitioner) { p.Name = "" },
	} {
		p := aProfile("Änne Näf")
		change(&p)
		err := c.Save(t.Context(), a, p)
		if err == nil || !strings.HasPrefix(err.Error(), field+":") || errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", field, err)
		}
	}
	if v, err := c.Own(t.Context(), a); err != nil || v.HasProfile() {
		t.Errorf("a refused profile is kept: %+v, %v", v, err)
	}
	for _, code := range []string{"ZZ", "EU", "UK"} { // none, no country, and an alias
		q := licence
		q.Country = code
		_, err := c.AddQualification(t.Context(), c.operator, a.ID, q)
		wantKind(t, "the country "+code, err, errs.Invalid)
	}
}

func photo(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	okay(t, png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 100, 80))))
	return b.Bytes()
}

func TestPhotosAreWrittenAnew(t *testing.T) {
	c := newClinic(t)
	a := c.member(t, "naef", "practitioner")
	wantKind(t, "before there is a profile", c.SetPhoto(t.Context(), a, photo(t)), errs.NotFound)
	okay(t, c.Save(t.Context(), a, aProfile("Änne Näf")))
	okay(t, c.SetPhoto(t.Context(), a, append(photo(t), "zebrafinch"...)))
	wantKind(t, "no picture", c.SetPhoto(t.Context(), a, []byte("<svg/>")), errs.Invalid)
	v, err := c.Own(t.Context(), a)
	okay(t, err)
	kept, err := c.Photo(t.Context(), v)
	okay(t, err)
	if size, err := jpeg.DecodeConfig(bytes.NewReader(kept)); err != nil || size.Width != 100 || bytes.Contains(kept, []byte("zebrafinch")) || len(v.Photo) != 64 {
		t.Errorf("%+v, %v", size, err)
	}
	for err = nil; errs.KindOf(err) != errs.TooMany; err = c.SetPhoto(t.Context(), a, photo(t)) {
		okay(t, err)
	}
	okay(t, c.SetPhoto(t.Context(), a, nil)) // is always allowed
	_, err = c.Photo(t.Context(), v)
	wantKind(t, "a removed photo", err, errs.NotFound)
}

// An export holds all that is kept of a practitioner, and erasing the account takes it.
func TestAPractitionerTakesAllAwayAndLeaves(t *testing.T) {
	c := newClinic(t)
	a := c.member(t, "naef", "practitioner")
	okay(t, c.Save(t.Context(), a, aProfile("Änne Näf")))
	okay(t, c.SetPhoto(t.Context(), a, photo(t)))
	q, err := c.AddQualification(t.Context(), c.operator, a.ID, licence)
	okay(t, err)
	v := c.enters(t, a)
	var file bytes.Buffer
	okay(t, c.Export(t.Context(), v, &file))
	var got struct {
		Practitioner struct {
			Profile        consult.Practitioner
			Photo          []byte
			Qualifications []consult.Qualification
		}
	}
	okay(t, json.Unmarshal(file.Bytes(), &got))
	want := aProfile("Änne Näf").Clean()
	if d := cmp.Diff(want, got.Practitioner.Profile); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if d := cmp.Diff([]consult.Qualification{q}, got.Practitioner.Qualifications); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if _, err := jpeg.Decode(bytes.NewReader(got.Practitioner.Photo)); err != nil {
		t.Errorf("the photo: %v", err)
	}
	_, err = c.EraseAccount(t.Context(), v)
	okay(t, err)
	if all, err := c.All(t.Context(), c.operator); err != nil || len(all) != 0 {
		t.Errorf("%d are left, %v", len(all), err)
	}
}
