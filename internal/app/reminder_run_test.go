package app_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
)

// Run sleeps until what is due next, but never long, and ends when it is told to. Time
// goes on only while it sleeps.
func TestRunWakesForWhatIsDue(t *testing.T) {
	b := newBell(t)
	b.begin()
	ctx, stop := context.WithCancel(t.Context())
	var slept []time.Duration
	after := func(d time.Duration) <-chan time.Time {
		slept = append(slept, d)
		b.now = b.now.Add(d)
		if b.now.Hour() == 10 {
			stop()
		}
		woken := make(chan time.Time, 1)
		woken <- b.now
		return woken
	}
	b.Run(ctx, after, func(err error) { t.Error(err) })
	if got := b.push.kinds(); len(got) != 2 || got[0] != "morning 08:00" || got[1] != "movement 09:00" {
		t.Errorf("%v", got)
	}
	for _, d := range slept {
		if d <= 0 || d > time.Minute {
			t.Fatalf("slept for %v", d)
		}
	}
	if len(slept) < 150 || len(slept) > 160 {
		t.Errorf("woke %d times in two and a half hours, want about once a minute", len(slept))
	}
}

// A store that fails is reported and waited for; a change of the settings wakes at once.
func TestRunReportsAndWakes(t *testing.T) {
	b := newBell(t)
	b.begin()
	store := &mute{Store: b.db, muted: 2}
	program := app.NewReminders(app.NewKeeper(store, b.keys, func() time.Time { return b.now }, rand.Reader), map[string]app.Channel{app.PushChannel: b.push})
	b.at("22 08:00")
	ctx, stop := context.WithCancel(t.Context())
	reported := 0
	program.Run(ctx, func(d time.Duration) <-chan time.Time {
		if d != time.Minute {
			t.Errorf("waits %v after an error", d)
		}
		stop()
		return nil
	}, func(err error) {
		wantKind(t, "reported", err, errs.Unavailable)
		reported++
	})
	if reported != 1 {
		t.Errorf("reported %d times", reported)
	}

	ctx, stop = context.WithCancel(t.Context())
	sleeps := 0
	b.Run(ctx, func(time.Duration) <-chan time.Time {
		sleeps++
		switch sleeps {
		case 1: // nothing ever comes but a change of the settings
			b.at("22 09:00")
			if err := b.Save(t.Context(), b.anna, b.person, settings()); err != nil {
				t.Error(err)
			}
		case 2:
			stop()
		}
		return nil
	}, func(err error) { t.Error(err) })
	if got := b.push.kinds(); len(got) == 0 || got[len(got)-1] != "movement 09:00" {
		t.Errorf("%v", got)
	}
}

// A step of a consultation, a booking and an ended consent are told at once: each wakes Run,
// which would sleep for a minute otherwise.
func TestWhatIsToldAtOnce(t *testing.T) {
	w := newWard(t)
	id := w.sends(t, "dr-dora")
	w.due(t)
	d := newDesk(t)
	okay(t, d.Subscribe(t.Context(), d.anna, d.person, phone, "phone"))
	for name, x := range map[string]struct {
		program *app.Reminders
		wire    *wire
		do      func()
		want    string
	}{
		"a step":             {w.programs[0], w.push, func() { w.do(t, w.dora, id, app.Deed{Act: consult.Accept}) }, "consultation.accepted"},
		"a request":          {w.programs[0], w.push, func() { w.sends(t, "dr-emil") }, "consulting.requested"},
		"a booking":          {d.Reminders, d.push, func() { d.books("24 10:00") }, "appointment.booked"},
		"without an account": {d.Reminders, d.mail, func() { d.booksAsGuest("25 10:00") }, "appointment.booked"},
	} {
		x.wire.kinds()
		ctx, stop := context.WithCancel(t.Context())
		asleep := false
		x.program.Run(ctx, func(time.Duration) <-chan time.Time {
			if asleep {
				stop()
			} else {
				x.do()
			}
			asleep = true
			return nil // time never passes
		}, func(err error) { t.Errorf("%s: %v", name, err) })
		if len(x.wire.sent) != 1 || x.wire.sent[0].Notice != x.want {
			t.Errorf("%s: sent %+v", name, x.wire.sent)
		}
	}
}
