package backup_test

import (
	"crypto/rand"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/backup"
	"github.com/legible-health/legible/internal/store"
	"github.com/legible-health/legible/internal/store/pgtest"
)

// A restore opens no consent again: one may have been ended since the backup. What was
// agreed and who looked stays known.
func TestConsentsEndWithARestore(t *testing.T) {
	for name, options := range map[string]store.Options{"embedded": {Data: t.TempDir()}, "postgres": {Database: pgtest.URL(t)}} {
		t.Run(name, func(t *testing.T) {
			s := open(t, options)
			u := s.user(t, "anna", 1)
			doctor, _, err := s.keeper.AddAccount(t.Context(), "doctor", "practitioner", "UTC")
			if err != nil {
				t.Fatal(err)
			}
			c := app.Consent{ID: "c1", Account: u.account.ID, Person: u.person, Practitioner: doctor.ID, Scope: "consultation:1", GrantedAt: now, Until: now.AddDate(0, 1, 0)}
			by := app.Audit{ID: "a1", At: now, Account: u.account.ID, Person: u.person, Action: "consent.grant", Outcome: "done"}
			if err := s.AddConsent(t.Context(), c, by); err != nil {
				t.Fatal(err)
			}
			data := take(t, s)
			again := open(t, embedded(t))
			if _, err := backup.Restore(t.Context(), reader(t, data), again, s.ring(t), now); err != nil {
				t.Fatal(err)
			}
			use := app.NewConsents(app.NewKeeper(again, s.keys, func() time.Time { return now }, rand.Reader))
			list, err := use.Of(t.Context(), u.account, u.person)
			if err != nil || len(list) != 1 || list[0].State != app.ConsentRevoked || list[0].Practitioner != "doctor" {
				t.Errorf("restored %+v, %v", list, err)
			}
			lines, _, err := use.Accesses(t.Context(), u.account, u.person, app.AccessCursor{}, 5)
			if err != nil || len(lines) != 1 || lines[0].Action != "consent.grant" {
				t.Errorf("restored accesses %+v, %v", lines, err)
			}
		})
	}
}
