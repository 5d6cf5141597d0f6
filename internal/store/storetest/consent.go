package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

// practice adds a practitioner, with a person of their own.
func practice(t *testing.T, s app.Store, name string) string {
	t.Helper()
	a := account(name)
	a.Role = "practitioner"
	ok(t, s.AddAccount(t.Context(), a, person("person of "+name), app.Link{Person: "person of " + name, Relation: "self"}))
	return a.ID
}

func consent(id, name, personID, practitioner string) app.Consent {
	return app.Consent{ID: id, Account: account(name).ID, Person: personID, Practitioner: practitioner, Scope: "consultation:c1",
		GrantedAt: now, Until: now.Add(time.Hour)}
}

func note(id, who, personID, action string, at time.Time) app.Audit {
	return app.Audit{ID: id, At: at, Account: who, Person: personID, Action: action, Outcome: "done"}
}

func agree(t *testing.T, s app.Store, c app.Consent) {
	t.Helper()
	ok(t, s.AddConsent(t.Context(), c, note("audit of "+c.ID, c.Account, c.Person, "consent.grant", c.GrantedAt)))
}

// use tries to use a consent of practitioner for p1.
func use(t *testing.T, s app.Store, practitioner, scope string, at time.Time) error {
	t.Helper()
	p, err := s.UseConsent(t.Context(), practitioner, "p1", scope, note(fmt.Sprint("use ", practitioner, scope, at), practitioner, "p1", "consultation.read", at))
	if err == nil {
		if d := cmp.Diff(person("p1"), p); d != "" {
			t.Errorf("the person (-want +got):\n%s", d)
		}
		_, err = s.ConsentFor(t.Context(), "p1", practitioner, scope, at)
		ok(t, err)
		return nil
	}
	_, plain := s.ConsentFor(t.Context(), "p1", practitioner, scope, at)
	wantKind(t, "reading what cannot be used", plain, errs.NotFound)
	return err
}

// actions are what the audit holds about p1, newest first.
func actions(t *testing.T, s app.Store) (out []string) {
	t.Helper()
	list, err := s.AuditsOf(t.Context(), app.AuditQuery{Person: "p1", Limit: 50})
	ok(t, err)
	for _, a := range list {
		out = append(out, a.Action)
	}
	return out
}

func consents(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	household(t, s, "ben", "p2")
	doctor, other := practice(t, s, "doctor"), practice(t, s, "other")
	first, second := consent("c1", "anna", "p1", doctor), consent("c2", "anna", "p1", "")
	second.Scope, second.GrantedAt = "consultation:c2", now.Add(time.Minute)
	agree(t, s, first)
	agree(t, s, second)
	list, err := s.ConsentsOf(t.Context(), "p1")
	ok(t, err)
	if d := cmp.Diff([]app.Consent{second, first}, list); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for who, want := range map[string][]app.Consent{doctor: {first}, other: nil, "": nil} {
		list, err := s.ConsentsTo(t.Context(), who, 5)
		ok(t, err)
		if d := cmp.Diff(want, list); d != "" {
			t.Errorf("to %q (-want +got):\n%s", who, d)
		}
	}
	got, err := s.ConsentFor(t.Context(), "p1", doctor, first.Scope, now)
	ok(t, err)
	if d := cmp.Diff(first, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for what, c := range map[string]app.Consent{
		"for a person of others":     consent("x1", "anna", "p2", doctor),
		"to somebody who is no one":  consent("x2", "anna", "p1", "nobody"),
		"to no practitioner":         consent("x3", "anna", "p1", account("ben").ID),
		"of a practitioner to self":  consent("x4", "doctor", "person of doctor", doctor),
		"for a person who never was": consent("x5", "anna", "p9", doctor),
	} {
		wantKind(t, what, s.AddConsent(t.Context(), c, note("a"+c.ID, "", "p1", "consent.grant", now)), errs.NotFound)
	}
	if list, err := s.ConsentsOf(t.Context(), "p1"); err != nil || len(list) != 2 {
		t.Errorf("refused consents are kept: %d, %v", len(list), err)
	}

	scoped := note("a0", doctor, "p1", "consultation.read", now.Add(-time.Minute))
	scoped.Scope = first.Scope
	ok(t, s.AddAudit(t.Context(), scoped))
	strange := note("a1", account("ben").ID, "p1", "consent.revoke", now)
	wantKind(t, "another's, to revoke", s.RevokeConsent(t.Context(), account("ben").ID, "p1", "c1", strange), errs.NotFound)
	wantKind(t, "by the practitioner", s.RevokeConsent(t.Context(), doctor, "p1", "c1", strange), errs.NotFound)
	wantKind(t, "under another person", s.RevokeConsent(t.Context(), account("ben").ID, "p2", "c1", strange), errs.NotFound)
	ok(t, use(t, s, doctor, first.Scope, now.Add(time.Minute)))
	wantKind(t, "another practitioner", use(t, s, other, first.Scope, now), errs.NotFound)
	end := note("a2", first.Account, "p1", "consent.revoke", now.Add(2*time.Minute))
	ok(t, s.RevokeConsent(t.Context(), first.Account, "p1", "c1", end))
	ok(t, s.RevokeConsent(t.Context(), first.Account, "p1", "c1", note("a3", first.Account, "p1", "consent.revoke", now.Add(3*time.Minute))))
	wantKind(t, "after it was ended", use(t, s, doctor, first.Scope, now.Add(time.Minute)), errs.NotFound)
	first.RevokedAt = &end.At
	list, err = s.ConsentsOf(t.Context(), "p1")
	ok(t, err)
	if d := cmp.Diff([]app.Consent{second, first}, list); d != "" {
		t.Errorf("ended (-want +got):\n%s", d)
	}
	want := []string{"consent.revoke", "consultation.read", "consent.grant", "consent.grant", "consultation.read"}
	if d := cmp.Diff(want, actions(t, s)); d != "" {
		t.Errorf("audit (-want +got):\n%s", d)
	}
	lines, err := s.AuditsOf(t.Context(), app.AuditQuery{Person: "p1", Limit: 50})
	ok(t, err)
	end.Scope = first.Scope // the store knows which consent it was
	if d := cmp.Diff([]app.Audit{end, scoped}, []app.Audit{lines[0], lines[len(lines)-1]}); d != "" {
		t.Errorf("the first and the last line (-want +got):\n%s", d)
	}
}

// consentsInUse: what a consent opens, and until when.
func consentsInUse(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	doctor := practice(t, s, "doctor")
	c := consent("c1", "anna", "p1", doctor)
	agree(t, s, c)
	open := consent("c2", "anna", "p1", "")
	open.Scope = "consultation:open"
	agree(t, s, open)
	ok(t, use(t, s, doctor, c.Scope, c.Until.Add(-time.Microsecond)))
	wantKind(t, "at its end", use(t, s, doctor, c.Scope, c.Until), errs.NotFound)
	wantKind(t, "for something else", use(t, s, doctor, "appointment:c1", now), errs.NotFound)
	wantKind(t, "open to whoever takes it", use(t, s, doctor, open.Scope, now), errs.NotFound)
	wantKind(t, "open to whoever takes it, by nobody", use(t, s, "", open.Scope, now), errs.NotFound)
	wantKind(t, "by who agreed", use(t, s, c.Account, c.Scope, now), errs.NotFound)
	for i := range 5 {
		ok(t, s.AddAudit(t.Context(), note(fmt.Sprintf("n%d", i), doctor, "p1", fmt.Sprint(i), now.Add(time.Duration(i/2)*time.Hour))))
	}
	var all []string
	q := app.AuditQuery{Person: "p1", Limit: 2}
	for {
		page, err := s.AuditsOf(t.Context(), q)
		if ok(t, err); len(page) == 0 {
			break
		}
		for _, a := range page {
			all = append(all, a.Action)
		}
		q.Before, q.BeforeID = page[len(page)-1].At, page[len(page)-1].ID
	}
	if d := cmp.Diff(actions(t, s), all); d != "" || len(all) != 8 || all[0] != "4" {
		t.Errorf("pages of the audit %q (-whole +pages):\n%s", all, d)
	}
}

// consentsEnd: consents go with the person, with who agreed and with the practitioner.
func consentsEnd(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	household(t, s, "ben", "p2")
	doctor, other := practice(t, s, "doctor"), practice(t, s, "other")
	agree(t, s, consent("c1", "anna", "p1", doctor))
	agree(t, s, consent("c2", "ben", "p2", doctor))
	agree(t, s, consent("c3", "ben", "p2", other))
	ok(t, s.ErasePerson(t.Context(), "p1", note("a1", "", "p1", "person.erase", now)))
	wantKind(t, "of an erased person", use(t, s, doctor, "consultation:c1", now), errs.NotFound)
	wantKind(t, "for an erased person", s.AddConsent(t.Context(), consent("c4", "anna", "p1", doctor), note("a2", "", "p1", "consent.grant", now)), errs.NotFound)
	left := func(doing string, want ...string) {
		t.Helper()
		var got []string
		for _, p := range []string{"p1", "p2"} {
			list, err := s.ConsentsOf(t.Context(), p)
			ok(t, err)
			for _, c := range list {
				got = append(got, c.ID)
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", doing, d)
		}
	}
	left("after an erased person", "c3", "c2")
	ok(t, s.EraseAccount(t.Context(), doctor, note("a3", "", "", "account.erase", now)))
	left("after an erased practitioner", "c3")
	ok(t, s.EraseAccount(t.Context(), account("ben").ID, note("a4", "", "", "account.erase", now)))
	left("after the account that agreed")
}
