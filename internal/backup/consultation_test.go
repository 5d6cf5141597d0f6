package backup_test

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/backup"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/report"
	"github.com/legible-health/legible/internal/store"
	"github.com/legible-health/legible/internal/store/pgtest"
)

// What was signed can be read and checked after a restore, with the keys of before and of
// after; a practitioner reads nothing, because consents end with it.
func TestSignedOpinionsSurviveARestore(t *testing.T) {
	for name, options := range map[string]store.Options{"embedded": {Data: t.TempDir()}, "postgres": {Database: pgtest.URL(t)}} {
		t.Run(name, func(t *testing.T) {
			s := open(t, options)
			u := s.user(t, "anna", 1)
			dora := practitioner(t, s.keeper)
			use := app.NewConsultations(s.keeper, nil)
			id := signed(t, use, u.account, u.person, dora)
			file, err := use.File(t.Context(), u.account, id)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := use.RotateKey(t.Context(), dora); err != nil {
				t.Fatal(err)
			}
			data := take(t, s)
			if plain := unpacked(t, data); strings.Contains(plain, marker) || !strings.Contains(plain, `"table":"consultation"`) {
				t.Error("the backup holds what was written, or no consultation")
			}
			again := open(t, embedded(t))
			if _, err := backup.Restore(t.Context(), reader(t, data), again, s.ring(t), now); err != nil {
				t.Fatal(err)
			}
			restored := app.NewConsultations(app.NewKeeper(again, s.keys, func() time.Time { return now }, rand.Reader), nil)
			v, err := restored.One(t.Context(), u.account, id)
			if err != nil || v.Opinion == nil || v.Opinion.Text != marker || v.Report.OwnWords != marker || v.Consent {
				t.Fatalf("%+v, %v", v, err)
			}
			if _, _, err := restored.Verify(t.Context(), file); err != nil {
				t.Errorf("signed before: %v", err)
			}
			if v, err := restored.Read(t.Context(), dora, id); err != nil || v.Sight != consult.Nothing {
				t.Errorf("a practitioner reads %+v, %v", v, err)
			}
			second := signed(t, restored, u.account, u.person, dora) // the key of before signs on
			if file, err = restored.File(t.Context(), u.account, second); err == nil {
				_, _, err = restored.Verify(t.Context(), file)
			}
			if err != nil {
				t.Errorf("signed after: %v", err)
			}
		})
	}
}

// practitioner is one whom the operator has checked.
func practitioner(t *testing.T, k *app.Keeper) app.Account {
	t.Helper()
	a, _, err := k.AddAccount(t.Context(), "dora", "practitioner", "UTC")
	if err != nil {
		t.Fatal(err)
	}
	all := app.NewPractitioners(k)
	profile := consult.Practitioner{Name: "Dr Dora", Profession: "physician", Country: "GB", Languages: []string{"en"}, TimeZone: "UTC", Listed: true}
	if err := all.Save(t.Context(), a, profile); err != nil {
		t.Fatal(err)
	}
	checked := consult.Qualification{Title: "Physician", Holder: "Dora", Register: "the register", Number: "7", Country: "GB", Way: "register", CheckedBy: "Ola"}
	if _, err := all.AddQualification(t.Context(), app.Console, a.ID, checked); err != nil {
		t.Fatal(err)
	}
	return a
}

// signed is a consultation from the request to the signature.
func signed(t *testing.T, use *app.Consultations, a app.Account, person string, dora app.Account) string {
	t.Helper()
	id, err := use.Send(t.Context(), a, person, &report.Report{OwnWords: marker}, app.ConsultationRequest{Days: 7, Message: marker, Agreed: true})
	if err == nil {
		err = use.Do(t.Context(), dora, id, app.Deed{Act: consult.Accept})
	}
	if err == nil {
		err = use.Do(t.Context(), dora, id, app.Deed{Act: consult.Sign, Opinion: &consult.Opinion{Level: clinical.Soon, Text: marker}})
	}
	if err != nil {
		t.Fatal(err)
	}
	return id
}
