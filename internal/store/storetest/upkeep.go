package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

func tasks(t *testing.T, s app.Store) {
	until, far := now.Add(time.Hour), now.Add(48*time.Hour)
	claim := func(at time.Time) (app.Task, error) {
		return s.ClaimTask(t.Context(), "backup", at, at.Add(time.Hour), at.Add(48*time.Hour))
	}
	x, err := claim(now)
	ok(t, err)
	if d := cmp.Diff(app.Task{Name: "backup", NextAt: now, LeaseUntil: &until}, x); d != "" {
		t.Errorf("a task that was not there (-want +got):\n%s", d)
	}
	_, err = claim(now.Add(time.Minute))
	wantKind(t, "a task in other hands", err, errs.NotFound)
	x, err = claim(until) // whoever had it is gone
	ok(t, err)
	gone := x
	gone.LeaseUntil = &now
	wantKind(t, "ending it with another lease", s.EndTask(t.Context(), gone), errs.Gone)
	x.NextAt, x.RanAt, x.OKAt, x.Note = now.Add(24*time.Hour), &until, &until, "note"
	ok(t, s.EndTask(t.Context(), x))
	wantKind(t, "ending it twice", s.EndTask(t.Context(), x), errs.Gone)
	x.LeaseUntil = nil
	list, err := s.Tasks(t.Context())
	ok(t, err)
	if d := cmp.Diff([]app.Task{x}, list); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	_, err = claim(until)
	wantKind(t, "before it is due", err, errs.NotFound)

	// A clock that ran wild planned it for a time that is never reached.
	x, err = claim(now.Add(25 * time.Hour))
	ok(t, err)
	x.NextAt = far.AddDate(50, 0, 0)
	ok(t, s.EndTask(t.Context(), x))
	_, err = claim(now.Add(26 * time.Hour))
	ok(t, err)
}

// oneTask has many programs ask for the same task.
func oneTask(t *testing.T, s app.Store) {
	const programs = 20
	done := make(chan error, programs)
	for range programs {
		go func() {
			_, err := s.ClaimTask(t.Context(), "backup", now, now.Add(time.Hour), now.Add(48*time.Hour))
			done <- err
		}()
	}
	took := 0
	for range programs {
		switch err := <-done; {
		case err == nil:
			took++
		case errs.KindOf(err) != errs.NotFound:
			t.Error(err)
		}
	}
	if took != 1 {
		t.Errorf("%d took it, want one", took)
	}
}

func incidents(t *testing.T, s app.Store) {
	old, lasting := app.Incident{ID: "i1", BeganAt: now.Add(-time.Hour), Text: "slow"}, app.Incident{ID: "i2", BeganAt: now, Text: "down"}
	ok(t, errors.Join(s.AddIncident(t.Context(), old), s.AddIncident(t.Context(), lasting)))
	ok(t, s.EndIncident(t.Context(), "i1", now))
	wantKind(t, "ending it twice", s.EndIncident(t.Context(), "i1", now), errs.NotFound)
	wantKind(t, "one that is not there", s.EndIncident(t.Context(), "i3", now), errs.NotFound)
	old.EndedAt = &now
	for _, x := range []struct {
		after time.Time
		want  []app.Incident
	}{{now.Add(-time.Minute), []app.Incident{lasting, old}}, {now, []app.Incident{lasting}}} {
		got, err := s.Incidents(t.Context(), x.after)
		ok(t, err)
		if d := cmp.Diff(x.want, got); d != "" {
			t.Errorf("after %v (-want +got):\n%s", x.after, d)
		}
	}
}
