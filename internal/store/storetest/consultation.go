package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
)

func consultation(id, name, personID, to string) app.KeptConsultation {
	return app.KeptConsultation{ID: id, Account: account(name).ID, Person: personID, Version: 1, Written: 1, CreatedAt: now, ChangedAt: now,
		Payload: []byte{1, 0, 255}, Snapshot: []byte{2, 0, 255},
		Consultation: consult.Consultation{Sort: consult.Validation, Stage: consult.Requested, Owner: account(name).ID, To: to, Due: now.Add(time.Hour), Until: now.Add(2 * time.Hour)}}
}

func request(t *testing.T, s app.Store, c app.KeptConsultation) {
	t.Helper()
	ok(t, s.AddConsultation(t.Context(), c, consentOf(c), 5, note("request "+c.ID, c.Account, c.Person, "consultation.request", now)))
}

func consentOf(c app.KeptConsultation) app.Consent {
	return app.Consent{ID: "consent of " + c.ID, Account: c.Account, Person: c.Person, Practitioner: c.To, Scope: c.Scope(), GrantedAt: now, Until: c.Until}
}

// step changes a consultation; fn sets what is different.
func step(c *app.KeptConsultation, id string, change consult.Change, fn func(*app.KeptConsultation)) app.ConsultationChange {
	next := *c
	next.Version++
	next.Written = next.Version/2 + 1 // not every step writes
	fn(&next)
	return app.ConsultationChange{Consultation: next, Change: change, NewConsent: "new consent " + id, By: note("step "+id, "", next.Person, "consultation.step", now)}
}

// openFor lists the practitioners whose consent to a consultation of p1 is open; "" for
// one that waits.
func openFor(t *testing.T, s app.Store, c app.KeptConsultation) (out []string) {
	t.Helper()
	list, err := s.ConsentsOf(t.Context(), c.Person)
	ok(t, err)
	for _, x := range list {
		if x.Scope == c.Scope() && x.Open(now) {
			out = append(out, x.Practitioner)
		}
	}
	standing, err := s.StandingConsent(t.Context(), c.Person, c.Scope(), now)
	ok(t, err)
	if standing != (len(out) > 0) {
		t.Errorf("a consent stands: %v, of %v", standing, out)
	}
	return out
}

func idsOf(list []app.KeptConsultation) (out []string) {
	for _, c := range list {
		out = append(out, c.ID)
	}
	return out
}

func consultations(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	household(t, s, "ben", "p2")
	dora, emil := practice(t, s, "dora"), practice(t, s, "emil")
	c1, c2 := consultation("c1", "anna", "p1", dora), consultation("c2", "anna", "p1", "")
	c2.Sort, c2.Not, c2.First, c2.CreatedAt = consult.SecondOpinion, dora, "c1", now.Add(time.Minute)
	request(t, s, c1)
	request(t, s, c2)
	got, err := s.Consultation(t.Context(), "c2")
	ok(t, err)
	if d := cmp.Diff(c2, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	list, err := s.ConsultationsOf(t.Context(), "p1")
	ok(t, err)
	c1.Snapshot, c2.Snapshot = nil, nil
	if d := cmp.Diff([]app.KeptConsultation{c2, c1}, list); d != "" {
		t.Errorf("of p1 (-want +got):\n%s", d)
	}
	for who, want := range map[string][]string{dora: {"c1"}, emil: {"c2"}, account("ben").ID: {"c2"}} {
		list, err := s.ConsultationsFor(t.Context(), who)
		ok(t, err)
		if d := cmp.Diff(want, idsOf(list)); d != "" {
			t.Errorf("for %s (-want +got):\n%s", who, d)
		}
	}
	_, err = s.Consultation(t.Context(), "c9")
	wantKind(t, "none", err, errs.NotFound)

	c3 := consultation("c3", "anna", "p1", dora)
	wantKind(t, "one too many", s.AddConsultation(t.Context(), c3, consentOf(c3), 2, by("a3", "x")), errs.Conflict)
	c4 := consultation("c4", "anna", "p2", dora)
	wantKind(t, "for a person of others", s.AddConsultation(t.Context(), c4, consentOf(c4), 5, by("a4", "x")), errs.NotFound)
	c5 := consultation("c5", "anna", "p1", account("ben").ID)
	wantKind(t, "to no practitioner", s.AddConsultation(t.Context(), c5, consentOf(c5), 5, by("a5", "x")), errs.NotFound)
	if got := openFor(t, s, c3); got != nil {
		t.Errorf("what was refused left a consent: %v", got)
	}
}

func consultationSteps(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	dora, emil := practice(t, s, "dora"), practice(t, s, "emil")
	c := consultation("c1", "anna", "p1", "")
	request(t, s, c)
	do := func(id string, change consult.Change, fn func(*app.KeptConsultation), want ...string) {
		t.Helper()
		x := step(&c, id, change, fn)
		ok(t, s.ChangeConsultation(t.Context(), x))
		got, err := s.Consultation(t.Context(), "c1")
		ok(t, err)
		if d := cmp.Diff(x.Consultation, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", id, d)
		}
		if d := cmp.Diff(want, openFor(t, s, c)); d != "" {
			t.Errorf("%s: consents (-want +got):\n%s", id, d)
		}
		c = got
	}
	do("accept", consult.Change{Grant: dora}, func(c *app.KeptConsultation) { c.Stage, c.Holder = consult.Accepted, dora }, dora)
	stale := step(&c, "stale", consult.Change{}, func(c *app.KeptConsultation) { c.Version = 2 })
	wantKind(t, "an older version", s.ChangeConsultation(t.Context(), stale), errs.Conflict)
	do("hand over", consult.Change{}, func(c *app.KeptConsultation) { c.Stage, c.Next, c.Agreed = consult.HandedOver, emil, true }, dora)
	do("take", consult.Change{Grant: emil, End: dora}, func(c *app.KeptConsultation) { c.Stage, c.Holder, c.Next, c.Agreed = consult.Accepted, emil, "", false }, emil)
	do("give back", consult.Change{End: emil, Wait: true}, func(c *app.KeptConsultation) { c.Stage, c.Holder = consult.Requested, "" }, "")
	do("accept again", consult.Change{Grant: dora}, func(c *app.KeptConsultation) { c.Stage, c.Holder = consult.Accepted, dora }, dora)

	list, err := s.ConsentsOf(t.Context(), "p1")
	ok(t, err)
	for _, x := range list {
		ok(t, s.RevokeConsent(t.Context(), c.Account, "p1", x.ID, by("revoke "+x.ID, "consent.revoke")))
	}
	for id, change := range map[string]consult.Change{"give on": {Grant: emil, End: dora}, "wait": {End: dora, Wait: true}, "grant": {Grant: emil}} {
		x := step(&c, id, change, func(c *app.KeptConsultation) { c.Holder = emil })
		wantKind(t, id+" after the consent", s.ChangeConsultation(t.Context(), x), errs.NotFound)
		if got := openFor(t, s, c); got != nil {
			t.Errorf("%s: consents %v out of none", id, got)
		}
	}
	if got, err := s.Consultation(t.Context(), "c1"); err != nil || got.Holder != dora {
		t.Errorf("what was refused is kept: %+v, %v", got, err)
	}
	do("withdraw", consult.Change{All: true}, func(c *app.KeptConsultation) { c.Stage = consult.Withdrawn })
	x := step(&c, "of none", consult.Change{}, func(c *app.KeptConsultation) { c.ID = "c9" })
	wantKind(t, "a step of none", s.ChangeConsultation(t.Context(), x), errs.NotFound)
}

func signingKey(id, practitioner string, at time.Time) (app.KeptSigningKey, app.KeptSecret) {
	k := app.KeptSigningKey{ID: id, Practitioner: practitioner, Public: []byte{0, 255, byte(len(id))}, CreatedAt: at}
	return k, app.KeptSecret{Name: k.SecretName(), Key: seal.Wrapped{KeyID: "key", Data: []byte{1}}, Payload: []byte{2}}
}

func signingKeys(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	dora := practice(t, s, "dora")
	_, err := s.SigningKeyOf(t.Context(), dora)
	wantKind(t, "none yet", err, errs.NotFound)
	first, secret := signingKey("first", dora, now)
	ok(t, s.AddSigningKey(t.Context(), first, secret, by("a1", "key.add")))
	second, secret2 := signingKey("second", dora, now.Add(time.Hour))
	ok(t, s.AddSigningKey(t.Context(), second, secret2, by("a2", "key.add")))
	got, err := s.SigningKeyOf(t.Context(), dora)
	ok(t, err)
	if d := cmp.Diff(second, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	_, err = s.InstanceSecret(t.Context(), secret.Name)
	wantKind(t, "the private half of a retired key", err, errs.NotFound)
	kept, err := s.InstanceSecret(t.Context(), secret2.Name)
	ok(t, err)
	if d := cmp.Diff(secret2, kept); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	nobody, secret3 := signingKey("third", account("anna").ID, now)
	wantKind(t, "a key for no practitioner", s.AddSigningKey(t.Context(), nobody, secret3, by("a3", "key.add")), errs.NotFound)
	ok(t, s.EraseAccount(t.Context(), dora, note("a4", dora, "", "account.erase", now.Add(2*time.Hour))))
	_, err = s.InstanceSecret(t.Context(), secret2.Name)
	wantKind(t, "the private half of an erased account", err, errs.NotFound)
	all, err := s.SigningKeys(t.Context())
	ok(t, err)
	first.RetiredAt, second.RetiredAt = &second.CreatedAt, new(now.Add(2*time.Hour))
	if d := cmp.Diff([]app.KeptSigningKey{first, second}, all); d != "" {
		t.Errorf("public halves stay (-want +got):\n%s", d)
	}
}

func opinionCounts(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	c := consultation("c1", "anna", "p1", "")
	request(t, s, c)
	pair := func(sides string, a, b clinical.Urgency, n int) app.OpinionCount {
		return app.OpinionCount{Sides: sides, Pair: consult.Pair{A: a, B: b}, N: n}
	}
	for range 2 {
		x := step(&c, c.ChangedAt.String()+string(rune('0'+c.Version)), consult.Change{}, func(*app.KeptConsultation) {})
		x.Count = []app.OpinionCount{pair(app.FirstAndSecond, clinical.Soon, clinical.Routine, 1), pair(app.ProgramAndSignature, clinical.Soon, clinical.Soon, 1)}
		ok(t, s.ChangeConsultation(t.Context(), x))
		c = x.Consultation
	}
	ok(t, s.ErasePerson(t.Context(), "p1", note("a1", "", "p1", "person.erase", now)))
	got, err := s.OpinionCounts(t.Context())
	ok(t, err)
	want := []app.OpinionCount{pair(app.FirstAndSecond, clinical.Soon, clinical.Routine, 2), pair(app.ProgramAndSignature, clinical.Soon, clinical.Soon, 2)}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// consultationsEnd: they go with the person, and with the account that asked.
func consultationsEnd(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	household(t, s, "ben", "p2")
	dora := practice(t, s, "dora")
	for _, c := range []app.KeptConsultation{consultation("c1", "anna", "p1", dora), consultation("c2", "ben", "p2", dora)} {
		request(t, s, c)
	}
	ok(t, s.ErasePerson(t.Context(), "p1", note("a1", "", "p1", "person.erase", now)))
	_, err := s.Consultation(t.Context(), "c1")
	wantKind(t, "of an erased person", err, errs.NotFound)
	late := consultation("c3", "anna", "p1", dora)
	wantKind(t, "for an erased person", s.AddConsultation(t.Context(), late, consentOf(late), 5, by("a2", "x")), errs.NotFound)
	gone := consultation("c1", "anna", "p1", dora)
	wantKind(t, "a step for an erased person", s.ChangeConsultation(t.Context(), step(&gone, "late", consult.Change{}, func(*app.KeptConsultation) {})), errs.NotFound)
	ok(t, s.EraseAccount(t.Context(), account("ben").ID, note("a3", "", "", "account.erase", now)))
	_, err = s.Consultation(t.Context(), "c2")
	wantKind(t, "of an erased account", err, errs.NotFound)
}

// consultationJobs: a request and a step are kept with what they leave to be done, or not
// at all; what is there already is left as it is.
func consultationJobs(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	dora := practice(t, s, "dora")
	job := func(id string, hours int) app.Job {
		at := now.Add(time.Duration(hours) * time.Hour)
		return app.Job{ID: id, Kind: "consultation.end", Person: "p1", RunAt: at, NextAt: at, Payload: []byte{3}}
	}
	open := func(doing string, first, last int) {
		t.Helper()
		a, b, err := s.OpenJobs(t.Context())
		if err != nil || a == nil || !a.Equal(now.Add(time.Duration(first)*time.Hour)) || !b.Equal(now.Add(time.Duration(last)*time.Hour)) {
			t.Errorf("%s: jobs from %v to %v, %v", doing, a, b, err)
		}
	}
	c := consultation("c1", "anna", "p1", dora)
	ok(t, s.AddConsultation(t.Context(), c, consentOf(c), 5, note("request", c.Account, c.Person, "consultation.request", now), job("j1", 1), job("j2", 2)))
	open("requested", 1, 2)
	refused := consultation("c2", "anna", "p1", account("anna").ID)
	wantKind(t, "a request to oneself", s.AddConsultation(t.Context(), refused, consentOf(refused), 5, note("x", "", "p1", "x", now), job("j0", 9)), errs.NotFound)
	open("after one that was refused", 1, 2)
	x := step(&c, "accept", consult.Change{}, func(*app.KeptConsultation) {})
	x.Add = []app.Job{job("j1", 8), job("j3", 3)}
	ok(t, s.ChangeConsultation(t.Context(), x))
	open("accepted", 1, 3)
	x.Add, x.By.ID = []app.Job{job("j4", 9)}, "late"
	wantKind(t, "the same step again", s.ChangeConsultation(t.Context(), x), errs.Conflict)
	open("after a step that was refused", 1, 3)
}
