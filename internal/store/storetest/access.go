package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

func audit(id, action string) app.Audit {
	return app.Audit{ID: id, At: now, Account: account("anna").ID, Action: action, Outcome: "done"}
}

// user adds an account with a password and a person.
func user(t *testing.T, s app.Store, name, personID string) {
	t.Helper()
	ok(t, s.AddUser(t.Context(), newUser(name, "phc of "+name, personID), audit("add "+name, "account.add")))
}

func newUser(name, password, personID string) app.NewUser {
	return app.NewUser{Account: account(name), Password: password, Person: person(personID), Link: app.Link{Person: personID, Relation: "self"}}
}

func users(t *testing.T, s app.Store) {
	user(t, s, "Änne", "p1")
	a, phc, err := s.Login(t.Context(), "ÄNNE")
	ok(t, err)
	if d := cmp.Diff(account("Änne"), a); d != "" || phc != "phc of Änne" {
		t.Errorf("password %q (-want +got):\n%s", phc, d)
	}
	household(t, s, "ben", "p2") // without a password
	if a, phc, err := s.AccountByID(t.Context(), account("ben").ID); err != nil || a.Name != "ben" || phc != "" {
		t.Errorf("%+v %q %v", a, phc, err)
	}
	_, _, err = s.Login(t.Context(), "nobody")
	wantKind(t, "an unknown name", err, errs.NotFound)
	_, _, err = s.AccountByID(t.Context(), "nobody")
	wantKind(t, "an unknown id", err, errs.NotFound)
	err = s.AddUser(t.Context(), newUser("änne", "", "p3"), audit("x", "account.add"))
	wantKind(t, "a taken name", err, errs.Conflict)
	_, err = s.Person(t.Context(), "p3")
	wantKind(t, "the person of a refused user", err, errs.NotFound)
	ok(t, s.AddAudit(t.Context(), audit("x", "again"))) // the id was not used up

	ok(t, s.Rehash(t.Context(), account("ben").ID, "rehashed"))
	if _, phc, _ := s.AccountByID(t.Context(), account("ben").ID); phc != "rehashed" {
		t.Errorf("password %q", phc)
	}
	wantKind(t, "the password of nobody", s.Rehash(t.Context(), "nobody", "x"), errs.NotFound)
}

// usersByPasskey: an account and its passkey come together or not at all.
func usersByPasskey(t *testing.T, s app.Store) {
	with := func(name, personID, key string) app.NewUser {
		u := newUser(name, "", personID)
		u.Passkey = &app.Credential{ID: key, Account: u.Account.ID, Label: "phone", Data: `{"x":1}`, CreatedAt: now}
		return u
	}
	anna := with("anna", "p1", "c1")
	ok(t, s.AddUser(t.Context(), anna, audit("a1", "account.add"), audit("a2", "passkey.add")))
	keys, err := s.CredentialsOf(t.Context(), anna.Account.ID)
	ok(t, err)
	if d := cmp.Diff([]app.Credential{*anna.Passkey}, keys); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for name, u := range map[string]app.NewUser{"a known passkey": with("ben", "p2", "c1"), "a taken name": with("ANNA", "p2", "c2")} {
		wantKind(t, name, s.AddUser(t.Context(), u, audit("a3", "account.add")), errs.Conflict)
		_, err = s.Person(t.Context(), "p2")
		wantKind(t, name+": the person", err, errs.NotFound)
		_, err = s.Credential(t.Context(), "c2")
		wantKind(t, name+": the passkey", err, errs.NotFound)
	}
	_, _, err = s.Login(t.Context(), "ben")
	wantKind(t, "the account of a refused passkey", err, errs.NotFound)
	wantKind(t, "the same line of the audit", s.AddUser(t.Context(), with("cem", "p3", "c3"), audit("a2", "account.add")), errs.Conflict)
	_, _, err = s.Login(t.Context(), "cem")
	wantKind(t, "an account that could not be noted", err, errs.NotFound)
}

func renames(t *testing.T, s app.Store) {
	user(t, s, "anna", "p1")
	user(t, s, "ben", "p2")
	ok(t, s.RenamePerson(t.Context(), account("anna").ID, app.Link{Person: "p1", Relation: "other", NameSealed: []byte{9}}, "Asia/Tokyo"))
	moved := person("p1")
	moved.TimeZone = "Asia/Tokyo"
	list, err := s.PersonsOf(t.Context(), account("anna").ID)
	ok(t, err)
	if d := cmp.Diff([]app.Reached{{KeptPerson: moved, Link: app.Link{Person: "p1", Relation: "other", NameSealed: []byte{9}}}}, list); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	err = s.RenamePerson(t.Context(), account("anna").ID, app.Link{Person: "p2", Relation: "self"}, "UTC")
	wantKind(t, "renaming a person of others", err, errs.NotFound)
	if p, err := s.Person(t.Context(), "p2"); err != nil || p.TimeZone != "Europe/London" {
		t.Errorf("%+v %v", p, err)
	}
	if n, err := s.ReachedBy(t.Context(), "p1"); err != nil || n != 1 {
		t.Errorf("reached by %d, %v", n, err)
	}
	ok(t, s.ErasePerson(t.Context(), "p2", audit("a1", "person.erase")))
	err = s.RenamePerson(t.Context(), account("ben").ID, app.Link{Person: "p2", Relation: "self", NameSealed: []byte{9}}, "UTC")
	wantKind(t, "renaming an erased person", err, errs.NotFound)
}

func session(hash, name string, created, expires time.Time) app.Session {
	return app.Session{Hash: hash, Account: account(name).ID, Label: "Firefox", CreatedAt: created, SeenAt: created, ExpiresAt: expires}
}

func sessions(t *testing.T, s app.Store) {
	user(t, s, "anna", "p1")
	user(t, s, "ben", "p2")
	soon, later := now.Add(time.Hour), now.Add(48*time.Hour)
	ok(t, s.AddSession(t.Context(), session("s1", "anna", now, soon), audit("a1", "signin.password")))
	ok(t, s.AddSession(t.Context(), session("s2", "anna", now.Add(time.Minute), later), audit("a2", "signin.password")))
	ok(t, s.AddSession(t.Context(), session("s3", "ben", now, later), audit("a3", "signin.password")))
	x, a, err := s.SessionOf(t.Context(), "s1", soon.Add(-time.Microsecond))
	ok(t, err)
	if d := cmp.Diff(session("s1", "anna", now, soon), x); d != "" || a.Name != "anna" {
		t.Errorf("of %s (-want +got):\n%s", a.Name, d)
	}
	_, _, err = s.SessionOf(t.Context(), "s1", soon)
	wantKind(t, "a session that is over", err, errs.NotFound)
	_, _, err = s.SessionOf(t.Context(), "s9", now)
	wantKind(t, "an unknown session", err, errs.NotFound)

	ok(t, s.SeeSession(t.Context(), "s1", now.Add(time.Minute*2), later))
	if x, _, err := s.SessionOf(t.Context(), "s1", soon.Add(time.Minute)); err != nil || !x.SeenAt.Equal(now.Add(2*time.Minute)) {
		t.Errorf("after a visit: %+v, %v", x, err)
	}
	ok(t, s.SeeSession(t.Context(), "s1", later.Add(time.Hour), later.Add(48*time.Hour))) // it is over, and stays so
	_, _, err = s.SessionOf(t.Context(), "s1", later.Add(2*time.Hour))
	wantKind(t, "a session brought back", err, errs.NotFound)

	ok(t, s.ChoosePerson(t.Context(), "s1", "p1"))
	if x, _, err := s.SessionOf(t.Context(), "s1", now); err != nil || x.Person != "p1" {
		t.Errorf("chosen %q, %v", x.Person, err)
	}
	wantKind(t, "choosing a person of others", s.ChoosePerson(t.Context(), "s1", "p2"), errs.NotFound)

	list, err := s.SessionsOf(t.Context(), account("anna").ID, now)
	ok(t, err)
	if len(list) != 2 || list[0].Hash != "s1" || list[1].Hash != "s2" {
		t.Errorf("sessions %+v", list)
	}
	wantKind(t, "ending a session of others", s.EndSession(t.Context(), account("anna").ID, "s3"), errs.NotFound)
	ok(t, s.EndOthers(t.Context(), account("anna").ID, "s2"))
	ok(t, s.EndSession(t.Context(), account("anna").ID, "s2"))
	if list, err := s.SessionsOf(t.Context(), account("anna").ID, now); err != nil || len(list) != 0 {
		t.Errorf("sessions %+v, %v", list, err)
	}
	_, _, err = s.SessionOf(t.Context(), "s3", now)
	ok(t, err) // Ben's is untouched

	ok(t, s.AddSession(t.Context(), session("s4", "anna", now, later), audit("a4", "signin.password")))
	ok(t, s.AddSession(t.Context(), session("s5", "anna", now, later), audit("a5", "signin.password")))
	ok(t, s.SetPassword(t.Context(), account("anna").ID, "new", "s5", audit("a6", "password.set")))
	if list, err := s.SessionsOf(t.Context(), account("anna").ID, now); err != nil || len(list) != 1 || list[0].Hash != "s5" {
		t.Errorf("sessions after a new password %+v, %v", list, err)
	}
	wantKind(t, "the password of nobody", s.SetPassword(t.Context(), "nobody", "x", "", audit("a7", "password.set")), errs.NotFound)

	off := newUser("cem", "", "p3")
	off.Account.DisabledAt = &soon
	ok(t, s.AddUser(t.Context(), off, audit("a8", "account.add")))
	ok(t, s.AddSession(t.Context(), session("s6", "cem", now, later), audit("a9", "signin.password")))
	_, _, err = s.SessionOf(t.Context(), "s6", now)
	wantKind(t, "a session of a disabled account", err, errs.NotFound)
}

func credentials(t *testing.T, s app.Store) {
	user(t, s, "anna", "p1")
	user(t, s, "ben", "p2")
	c := app.Credential{ID: "c1", Account: account("anna").ID, Label: "phone", Data: `{"x":1}`, CreatedAt: now}
	ok(t, s.AddCredential(t.Context(), c, audit("a1", "passkey.add")))
	got, err := s.Credential(t.Context(), "c1")
	ok(t, err)
	if d := cmp.Diff(c, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	twice := c
	twice.Account = account("ben").ID
	wantKind(t, "a known passkey", s.AddCredential(t.Context(), twice, audit("a2", "passkey.add")), errs.Conflict)
	used := now.Add(time.Hour)
	ok(t, s.UseCredential(t.Context(), "c1", `{"x":2}`, used))
	list, err := s.CredentialsOf(t.Context(), account("anna").ID)
	if ok(t, err); len(list) != 1 || list[0].Data != `{"x":2}` || list[0].UsedAt == nil || !list[0].UsedAt.Equal(used) {
		t.Errorf("%+v", list)
	}
	wantKind(t, "using an unknown passkey", s.UseCredential(t.Context(), "c9", "", used), errs.NotFound)
	wantKind(t, "dropping a passkey of others", s.DropCredential(t.Context(), account("ben").ID, "c1", audit("a3", "passkey.drop")), errs.NotFound)
	ok(t, s.DropCredential(t.Context(), account("anna").ID, "c1", audit("a3", "passkey.drop")))
	_, err = s.Credential(t.Context(), "c1")
	wantKind(t, "a dropped passkey", err, errs.NotFound)
}

func recoveryCodes(t *testing.T, s app.Store) {
	user(t, s, "anna", "p1")
	user(t, s, "ben", "p2")
	anna, ben := account("anna").ID, account("ben").ID
	ok(t, s.SetRecoveryCodes(t.Context(), anna, []string{"h1", "h2", "h3"}, audit("a1", "recovery.set")))
	wantKind(t, "a code of others", s.UseRecoveryCode(t.Context(), ben, "h1", now), errs.NotFound)
	ok(t, s.UseRecoveryCode(t.Context(), anna, "h1", now))
	wantKind(t, "a used code", s.UseRecoveryCode(t.Context(), anna, "h1", now), errs.NotFound)
	if n, err := s.CodesLeft(t.Context(), anna); err != nil || n != 2 {
		t.Errorf("%d left, %v", n, err)
	}
	done := make(chan error)
	for range 8 { // one code from many browsers at once
		go func() { done <- s.UseRecoveryCode(context.Background(), anna, "h2", now) }()
	}
	won := 0
	for range 8 {
		if err := <-done; err == nil {
			won++
		}
	}
	if won != 1 {
		t.Errorf("one code let in %d times", won)
	}
	ok(t, s.SetRecoveryCodes(t.Context(), anna, []string{"h4"}, audit("a2", "recovery.set")))
	wantKind(t, "a replaced code", s.UseRecoveryCode(t.Context(), anna, "h3", now), errs.NotFound)
	if n, err := s.CodesLeft(t.Context(), anna); err != nil || n != 1 {
		t.Errorf("%d left, %v", n, err)
	}
}

func ceremonies(t *testing.T, s app.Store) {
	soon := now.Add(5 * time.Minute)
	ok(t, s.AddCeremony(t.Context(), "c1", "data", soon))
	ok(t, s.AddCeremony(t.Context(), "c2", "late", soon))
	if got, err := s.TakeCeremony(t.Context(), "c1", now); err != nil || got != "data" {
		t.Errorf("%q, %v", got, err)
	}
	_, err := s.TakeCeremony(t.Context(), "c1", now)
	wantKind(t, "a ceremony again", err, errs.NotFound)
	_, err = s.TakeCeremony(t.Context(), "c2", soon)
	wantKind(t, "a ceremony that is over", err, errs.NotFound)
}

func attempts(t *testing.T, s app.Store) {
	span := func(d time.Duration) string { return now.Add(d).UTC().Truncate(15 * time.Minute).Format(time.RFC3339) }
	count := func(key, span string, want int64) {
		t.Helper()
		if n, err := s.Attempt(t.Context(), key, span); err != nil || n != want {
			t.Errorf("%s in %s: %d, %v, want %d", key, span, n, err, want)
		}
	}
	count("k1", span(0), 1)
	count("k1", span(0), 2)
	count("k2", span(0), 1)
	count("k1", span(15*time.Minute), 1)
	count("k1", span(24*time.Hour), 1)
	count("k1", span(0), 3) // a span may be as long as a day
	count("k1", span(26*time.Hour), 1)
	count("k1", span(0), 1) // long over, and forgotten
	done := make(chan int64)
	for range 8 {
		go func() {
			n, err := s.Attempt(context.Background(), "k3", span(26*time.Hour))
			if err != nil {
				n = -1
			}
			done <- n
		}()
	}
	var sum int64
	for range 8 {
		sum += <-done
	}
	if sum != 36 { // 1 to 8, each once
		t.Errorf("counted at once they add up to %d, want 36", sum)
	}
}

func ownTokens(t *testing.T, s app.Store) {
	user(t, s, "anna", "p1")
	user(t, s, "ben", "p2")
	ok(t, s.AddToken(t.Context(), app.Token{Hash: "h1", Account: account("anna").ID, Label: "watch", CreatedAt: now}))
	list, err := s.TokensOf(t.Context(), account("anna").ID)
	if ok(t, err); len(list) != 1 || list[0].Label != "watch" {
		t.Errorf("%+v", list)
	}
	wantKind(t, "dropping a token of others", s.DropToken(t.Context(), account("ben").ID, "h1"), errs.NotFound)
	ok(t, s.DropToken(t.Context(), account("anna").ID, "h1"))
	_, err = s.AccountOfToken(t.Context(), "h1", now)
	wantKind(t, "a dropped token", err, errs.NotFound)
}

// gone erases an account: all that hangs on it goes, its persons and others stay.
func gone(t *testing.T, s app.Store) {
	user(t, s, "anna", "p1")
	user(t, s, "ben", "p2")
	anna := account("anna").ID
	later := now.Add(time.Hour)
	ok(t, s.AddSession(t.Context(), session("s1", "anna", now, later), audit("a1", "signin.password")))
	ok(t, s.AddCredential(t.Context(), app.Credential{ID: "c1", Account: anna, CreatedAt: now}, audit("a2", "passkey.add")))
	ok(t, s.SetRecoveryCodes(t.Context(), anna, []string{"h1"}, audit("a3", "recovery.set")))
	ok(t, s.AddToken(t.Context(), app.Token{Hash: "t1", Account: anna, CreatedAt: now}))
	ok(t, s.ChoosePerson(t.Context(), "s1", "p1"))
	ok(t, s.EraseAccount(t.Context(), anna, audit("a4", "account.erase")))
	_, _, err := s.Login(t.Context(), "anna")
	wantKind(t, "an erased account", err, errs.NotFound)
	_, _, err = s.SessionOf(t.Context(), "s1", now)
	wantKind(t, "its session", err, errs.NotFound)
	_, err = s.Credential(t.Context(), "c1")
	wantKind(t, "its passkey", err, errs.NotFound)
	_, err = s.AccountOfToken(t.Context(), "t1", now)
	wantKind(t, "its token", err, errs.NotFound)
	wantKind(t, "its code", s.UseRecoveryCode(t.Context(), anna, "h1", now), errs.NotFound)
	_, err = s.PersonOf(t.Context(), anna, "p1")
	wantKind(t, "its person", err, errs.NotFound)
	if _, err := s.Person(t.Context(), "p1"); err != nil {
		t.Errorf("the person itself: %v", err)
	}
	wantKind(t, "erasing it again", s.EraseAccount(t.Context(), anna, audit("a5", "account.erase")), errs.NotFound)
	_, _, err = s.Login(t.Context(), "ben")
	ok(t, err)
}
