package postgres_test

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/keyfile"
	"github.com/legible-health/legible/internal/remind"
	"github.com/legible-health/legible/internal/store/pgtest"
)

// counter counts messages by their key.
type counter struct {
	mu   sync.Mutex
	sent map[string]int
}

func (c *counter) Check(app.Target) error { return nil }

func (c *counter) Send(_ context.Context, _ app.Target, m app.Message) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sent[m.Key]++
	return nil
}

// Programs with connections of their own send what is due for many persons at the same
// moment: each reminder goes out once.
func TestSeveralProgramsSendEachReminderOnce(t *testing.T) {
	const persons, programs = 25, 3
	address := pgtest.URL(t)
	keys, err := keyfile.Create(filepath.Join(t.TempDir(), "keys"), "", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 7, 30, 0, 0, time.UTC)
	out := &counter{sent: map[string]int{}}
	var all []*app.Reminders
	var keepers []*app.Keeper
	for range programs {
		k := app.NewKeeper(open(t, address), keys, func() time.Time { return now }, rand.Reader)
		keepers = append(keepers, k)
		all = append(all, app.NewReminders(k, map[string]app.Channel{app.PushChannel: out}))
	}
	s := remind.Default()
	s.Morning.On = true
	for i := range persons {
		a, p, err := keepers[0].AddAccount(t.Context(), "anna"+string(rune('a'+i)), "person", "Europe/London")
		if err != nil {
			t.Fatal(err)
		}
		if err := all[0].Subscribe(t.Context(), a, p.ID, app.Subscription{Endpoint: p.ID}, ""); err != nil {
			t.Fatal(err)
		}
		if err := all[0].Save(t.Context(), a, p.ID, s); err != nil {
			t.Fatal(err)
		}
	}
	now = now.Add(30 * time.Minute)
	for range 2 { // what was left because others held it
		var busy sync.WaitGroup
		for _, r := range all {
			busy.Go(func() {
				for {
					n, err := r.Due(context.Background())
					if err != nil {
						t.Error(err)
					}
					if n == 0 || err != nil {
						return
					}
				}
			})
		}
		busy.Wait()
	}
	if len(out.sent) != persons {
		t.Errorf("%d reminders went out, want %d", len(out.sent), persons)
	}
	for key, n := range out.sent {
		if n != 1 {
			t.Errorf("%s went out %d times", key, n)
		}
	}
}
