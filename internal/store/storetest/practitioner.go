package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
)

// professional adds an account of role practitioner and returns it.
func professional(t *testing.T, s app.Store, name, personID string) app.Account {
	t.Helper()
	a := account(name)
	a.Role = "practitioner"
	ok(t, s.AddAccount(t.Context(), a, person(personID), app.Link{Person: personID, Relation: "self"}))
	return a
}

func profile(slug string) consult.Practitioner {
	return consult.Practitioner{Name: "Dr Änne Näf", Profession: "physician", Specialities: []string{"neurology", "sleep"}, Country: "CH",
		Languages: []string{"de", "en"}, Since: 1999, About: "one\n\ntwo", Services: "talks", TimeZone: "Europe/Zurich", Slug: slug, Listed: true, ToCheck: "number 7"}
}

func qualification(id string, checked time.Time) consult.Qualification {
	return consult.Qualification{ID: id, Title: "Neurologist", Holder: "Änne Näf", Register: "the register", Number: "7", Country: "CH", Way: "register", CheckedBy: "Ola Ops",
		CheckedAt: checked, ValidUntil: "2027-12-31"}
}

func practitioners(t *testing.T, s app.Store) {
	a := professional(t, s, "naef", "p1")
	b := professional(t, s, "moon", "p2")
	household(t, s, "anna", "p3")
	empty, err := s.Practitioner(t.Context(), a.ID)
	ok(t, err)
	if d := cmp.Diff(app.KeptPractitioner{Account: a}, empty); d != "" {
		t.Errorf("without a profile (-want +got):\n%s", d)
	}
	p := profile("naef")
	ok(t, s.SaveProfile(t.Context(), a.ID, p, now, by("a1", "profile.save")))
	got, err := s.PractitionerBySlug(t.Context(), "naef")
	ok(t, err)
	if d := cmp.Diff(app.KeptPractitioner{Account: a, Profile: &p}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	bare := consult.Practitioner{Name: "M. Moon", Profession: "other", Country: "GB", Languages: []string{"en"}, TimeZone: "UTC", Slug: "moon", Specialities: []string{}}
	ok(t, s.SaveProfile(t.Context(), b.ID, bare, now, by("a2", "profile.save")))
	wantKind(t, "a taken slug", s.SaveProfile(t.Context(), b.ID, profile("naef"), now, by("a3", "profile.save")), errs.Conflict)
	if got, err = s.Practitioner(t.Context(), b.ID); err != nil || got.Profile.Slug != "moon" || got.Profile.Name != "M. Moon" {
		t.Errorf("after a refused profile: %+v, %v", got.Profile, err)
	}
	p.Slug, p.Listed, p.Specialities = "another", false, []string{"sleep"}
	ok(t, s.SaveProfile(t.Context(), a.ID, p, now.Add(time.Hour), by("a4", "profile.save")))
	_, err = s.PractitionerBySlug(t.Context(), "naef")
	wantKind(t, "the slug of before", err, errs.NotFound)

	list, err := s.Practitioners(t.Context())
	ok(t, err)
	want := []app.KeptPractitioner{{Account: b, Profile: &bare}, {Account: a, Profile: &p}} // as old as each other: by id
	if d := cmp.Diff(want, list); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	wantKind(t, "a profile of a person", s.SaveProfile(t.Context(), account("anna").ID, profile("anna"), now, by("a5", "profile.save")), errs.NotFound)
	wantKind(t, "a profile of nobody", s.SaveProfile(t.Context(), "nobody", profile("nobody"), now, by("a6", "profile.save")), errs.NotFound)
	_, err = s.Practitioner(t.Context(), account("anna").ID)
	wantKind(t, "a person as a practitioner", err, errs.NotFound)
}

func photos(t *testing.T, s app.Store) {
	a := professional(t, s, "naef", "p1")
	wantKind(t, "a photo before the profile", s.SetPhoto(t.Context(), a.ID, []byte{1}, "sum", by("a1", "photo.save")), errs.NotFound)
	ok(t, s.SaveProfile(t.Context(), a.ID, profile("naef"), now, by("a2", "profile.save")))
	_, err := s.Photo(t.Context(), a.ID)
	wantKind(t, "no photo", err, errs.NotFound)
	ok(t, s.SetPhoto(t.Context(), a.ID, []byte{0xff, 0, 'p'}, "sum", by("a3", "photo.save")))
	ok(t, s.SaveProfile(t.Context(), a.ID, profile("other"), now, by("a4", "profile.save"))) // leaves the photo
	got, err := s.Photo(t.Context(), a.ID)
	ok(t, err)
	if d := cmp.Diff([]byte{0xff, 0, 'p'}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if x, err := s.Practitioner(t.Context(), a.ID); err != nil || x.Photo != "sum" {
		t.Errorf("sum %q, %v", x.Photo, err)
	}
	ok(t, s.SetPhoto(t.Context(), a.ID, nil, "", by("a5", "photo.save")))
	_, err = s.Photo(t.Context(), a.ID)
	wantKind(t, "a removed photo", err, errs.NotFound)
	if x, err := s.Practitioner(t.Context(), a.ID); err != nil || x.Photo != "" {
		t.Errorf("sum %q, %v", x.Photo, err)
	}
}

func qualifications(t *testing.T, s app.Store) {
	a := professional(t, s, "naef", "p1")
	b := professional(t, s, "moon", "p2")
	household(t, s, "anna", "p3")
	first, second, other := qualification("q1", now), qualification("q2", now.Add(time.Hour)), qualification("q3", now)
	second.ValidUntil, second.Number = "", ""
	ok(t, s.AddQualification(t.Context(), a.ID, first, 5, by("a1", "qualification.add"))) // before there is a profile
	ok(t, s.AddQualification(t.Context(), a.ID, second, 5, by("a2", "qualification.add")))
	ok(t, s.AddQualification(t.Context(), b.ID, other, 5, by("a3", "qualification.add")))
	wantKind(t, "one too many", s.AddQualification(t.Context(), a.ID, qualification("q4", now), 2, by("a4", "qualification.add")), errs.Conflict)
	wantKind(t, "of a person", s.AddQualification(t.Context(), account("anna").ID, qualification("q5", now), 5, by("a5", "qualification.add")), errs.NotFound)
	wantKind(t, "ending another's", s.EndQualification(t.Context(), b.ID, "q1", now, by("a6", "qualification.end")), errs.NotFound)

	end := now.Add(2 * time.Hour)
	ok(t, s.EndQualification(t.Context(), a.ID, "q1", end, by("a7", "qualification.end")))
	ok(t, s.EndQualification(t.Context(), a.ID, "q1", end.Add(time.Hour), by("a8", "qualification.end")))
	first.EndedAt = &end
	want := []consult.Qualification{second, first}
	got, err := s.Practitioner(t.Context(), a.ID)
	ok(t, err)
	if d := cmp.Diff(want, got.Qualifications); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	list, err := s.Practitioners(t.Context())
	ok(t, err)
	if d := cmp.Diff([]app.KeptPractitioner{{Account: b, Qualifications: []consult.Qualification{other}}, {Account: a, Qualifications: want}}, list); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// qualificationsAtOnce: however many are added at once, no more than the most are kept.
func qualificationsAtOnce(t *testing.T, s app.Store) {
	a := professional(t, s, "naef", "p1")
	done := make(chan error)
	for i := range 12 {
		go func() {
			done <- s.AddQualification(context.Background(), a.ID, qualification(fmt.Sprintf("q%d", i), now), 5, by(fmt.Sprintf("a%d", i), "qualification.add"))
		}()
	}
	added := 0
	for range 12 {
		if err := <-done; err == nil {
			added++
		} else if errs.KindOf(err) != errs.Conflict {
			t.Error(err)
		}
	}
	got, err := s.Practitioner(t.Context(), a.ID)
	ok(t, err)
	if added != 5 || len(got.Qualifications) != 5 {
		t.Errorf("%d were added, %d are kept", added, len(got.Qualifications))
	}
}

// practitionersEnd: profile, photo and qualifications go with the account.
func practitionersEnd(t *testing.T, s app.Store) {
	a := professional(t, s, "naef", "p1")
	b := professional(t, s, "moon", "p2")
	for i, x := range []app.Account{a, b} {
		ok(t, s.SaveProfile(t.Context(), x.ID, profile(x.Name), now, by(fmt.Sprintf("a%d", i), "profile.save")))
		ok(t, s.SetPhoto(t.Context(), x.ID, []byte{1}, "sum", by(fmt.Sprintf("b%d", i), "photo.save")))
		ok(t, s.AddQualification(t.Context(), x.ID, qualification("q of "+x.Name, now), 5, by(fmt.Sprintf("c%d", i), "qualification.add")))
	}
	ok(t, s.EraseAccount(t.Context(), a.ID, by("d1", "account.erase")))
	_, err := s.PractitionerBySlug(t.Context(), "naef")
	wantKind(t, "an erased practitioner", err, errs.NotFound)
	_, err = s.Photo(t.Context(), a.ID)
	wantKind(t, "the photo of an erased practitioner", err, errs.NotFound)
	list, err := s.Practitioners(t.Context())
	ok(t, err)
	if len(list) != 1 || list[0].Account.ID != b.ID || len(list[0].Qualifications) != 1 {
		t.Errorf("what is left: %+v", list)
	}
	ok(t, s.AddQualification(t.Context(), b.ID, qualification("q of naef", now), 5, by("d2", "qualification.add"))) // its id is free again
	ok(t, s.SaveProfile(t.Context(), b.ID, profile("naef"), now, by("d3", "profile.save")))                         // and its slug
}
