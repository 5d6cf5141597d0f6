package backup_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/backup"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/remind"
	"github.com/legible-health/legible/internal/store"
)

// post is a channel that counts.
type post struct{ sent atomic.Int32 }

func (p *post) Check(app.Target) error                              { return nil }
func (p *post) Send(context.Context, app.Target, app.Message) error { p.sent.Add(1); return nil }

func reminding(s *site, keys app.Keys, at time.Time, p *post) *app.Reminders {
	return app.NewReminders(app.NewKeeper(s, keys, func() time.Time { return at }, rand.Reader), map[string]app.Channel{app.PushChannel: p})
}

// Settings, browsers, tokens, what is planned and the instance's secrets come back; what
// was sent before the backup is not sent again, and nothing comes back of whoever was
// erased since.
func TestRemindersComeBack(t *testing.T) {
	kinds := map[string]func(*testing.T) store.Options{"embedded": embedded, "postgres": clinic}
	for from, openFrom := range kinds {
		t.Run("from "+from, func(t *testing.T) {
			source := open(t, openFrom(t))
			anna, ben := source.user(t, "anna", 0), source.user(t, "ben", 0)
			out := &post{}
			eight := now.Add(time.Hour)
			early, onTime := reminding(source, source.keys, now, out), reminding(source, source.keys, eight, out)
			s := remind.Default()
			s.Morning.On, s.Bedtime.On = true, true
			for _, u := range []user{anna, ben} {
				ok(t, early.Subscribe(t.Context(), u.account, u.person, app.Subscription{Endpoint: "of " + u.account.Name}, "phone"))
				ok(t, early.SetFeed(t.Context(), u.account, u.person, true))
				ok(t, early.Save(t.Context(), u.account, u.person, s))
			}
			secret, err := source.keeper.Secret(t.Context(), "push", func() ([]byte, error) { return []byte("private"), nil })
			ok(t, err)
			for range 2 {
				_, err := onTime.Due(t.Context())
				ok(t, err)
			}
			if out.sent.Load() != 2 {
				t.Fatalf("%d were sent", out.sent.Load())
			}
			data := take(t, source)
			_, err = source.keeper.Erase(t.Context(), ben.account, ben.person)
			ok(t, err)

			target := open(t, embedded(t))
			_, err = backup.Restore(t.Context(), reader(t, data), target, source.ring(t), now)
			ok(t, err)
			want, err := onTime.Of(t.Context(), anna.account, anna.person)
			ok(t, err)
			restored := reminding(target, source.keys, eight, out)
			got, err := restored.Of(t.Context(), anna.account, anna.person)
			ok(t, err)
			if d := cmp.Diff(want, got, cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })); d != "" {
				t.Errorf("(-source +restored):\n%s", d)
			}
			if again, err := target.InstanceSecret(t.Context(), "push"); err != nil || len(again.Payload) == 0 {
				t.Errorf("%v", err)
			}
			keeper := app.NewKeeper(target, source.keys, func() time.Time { return now }, rand.Reader)
			if again, err := keeper.Secret(t.Context(), "push", nil); err != nil || !bytes.Equal(secret, again) {
				t.Errorf("another secret: %v", err)
			}
			for range 3 {
				_, err := restored.Due(t.Context())
				ok(t, err)
			}
			if out.sent.Load() != 2 {
				t.Errorf("sent again")
			}
			evening := reminding(target, source.keys, now.Add(14*time.Hour+30*time.Minute), out)
			for range 3 {
				_, err := evening.Due(t.Context())
				ok(t, err)
			}
			if out.sent.Load() != 3 {
				t.Errorf("in the evening %d in all, want anna's alone", out.sent.Load())
			}
		})
	}
}

func TestASecretThatDoesNotOpenRefusesTheBackup(t *testing.T) {
	s, other := open(t, embedded(t)), open(t, embedded(t))
	_, err := s.keeper.Secret(t.Context(), "push", func() ([]byte, error) { return []byte("private"), nil })
	ok(t, err)
	_, err = backup.Restore(t.Context(), reader(t, take(t, s)), other, other.ring(t), now)
	if err == nil || errs.KindOf(err) != errs.Sealed {
		t.Errorf("restored with other keys: %v", err)
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
