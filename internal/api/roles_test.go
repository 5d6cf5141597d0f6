package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
)

// No role opens another's diary, and neither does a consent: what somebody sends to a
// practitioner is read on the pages for that, and nowhere else.
func TestEveryOperationForEveryRole(t *testing.T) {
	k := newKept(t)
	if w := k.as(k.anna, "POST", "/P/entries", night); w.Code != http.StatusCreated {
		t.Fatal(w.Body)
	}
	before := k.as(k.anna, "GET", "/P/export", "").Body.String()
	anna, err := k.keeper.AccountOf(t.Context(), k.anna.token)
	if err != nil {
		t.Fatal(err)
	}
	tokens := map[string]string{"another person": k.ben.token}
	for name, role := range map[string]string{"a practitioner": "practitioner", "another practitioner": "practitioner", "an editor": "editor", "an operator": "operator"} {
		a, _, err := k.keeper.AddAccount(t.Context(), name, role, "UTC")
		if err != nil {
			t.Fatal(err)
		}
		if tokens[name], err = k.keeper.AddToken(t.Context(), name, "test", nil); err != nil {
			t.Fatal(err)
		}
		if name == "a practitioner" {
			at := time.Date(2026, 11, 22, 7, 0, 0, 0, time.UTC)
			c := app.Consent{ID: "c1", Account: anna.ID, Person: k.anna.person, Practitioner: a.ID, Scope: "consultation:1", GrantedAt: at, Until: at.AddDate(1, 0, 0)}
			if err := k.store.AddConsent(t.Context(), c, app.Audit{ID: "a1", At: at, Account: anna.ID, Person: k.anna.person, Action: "consent.grant", Outcome: "done"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for op := range operationWalks {
		for name, secret := range tokens {
			got := k.send(op, k.anna.person, token(secret))
			if text := got.Body.String(); strings.Contains(text, "Zanzibarr") || strings.Contains(text, k.anna.person) {
				t.Errorf("%s shows %s another's data: %s", op, name, text)
			}
			if strings.Contains(op, "{person}") && got.Code != http.StatusNotFound {
				t.Errorf("%s as %s: %d, want 404", op, name, got.Code)
			}
		}
	}
	if after := k.as(k.anna, "GET", "/P/export", "").Body.String(); after != before {
		t.Errorf("Anna's diary changed from %s to %s", before, after)
	}
}
