package postgres_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/store/pgtest"
	"github.com/legible-health/legible/internal/store/postgres"
	"github.com/legible-health/legible/internal/store/tables"
)

// A server that ends in the middle of a write is told as such by every statement that
// follows, and by every later write until it is back.
func TestAServerThatEndsWithinAWrite(t *testing.T) {
	server := pgtest.Own(t)
	s, err := postgres.Open(t.Context(), server.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ask := func(ctx context.Context, db tables.DB) error {
		_, err := db.ExecContext(ctx, "SELECT 1")
		return err
	}
	for statements := range 3 { // which of them notices is the driver's affair
		if statements > 0 {
			server.Start(t)
		}
		err := s.Write(t.Context(), func(ctx context.Context, db tables.DB) error {
			server.Stop(t)
			var err error // none before the first statement: then the commit notices
			for range statements {
				err = ask(ctx, db)
			}
			return err
		})
		if errs.KindOf(err) != errs.Unavailable {
			t.Errorf("after %d statements: %v, want errs.Unavailable", statements, err)
		}
		if err := s.Write(t.Context(), ask); errs.KindOf(err) != errs.Unavailable {
			t.Errorf("while it is gone: %v, want errs.Unavailable", err)
		}
	}
	server.Start(t)
	for range 20 { // each lost connection is noticed once at most
		if err = s.Write(t.Context(), ask); err == nil {
			return
		}
	}
	t.Errorf("when it is back: %v", err)
}

// A connection that was lost before a statement was sent is the database's trouble too.
func TestALostConnectionIsNoFaultOfTheProgram(t *testing.T) {
	conn, err := pgx.Connect(t.Context(), pgtest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err = conn.Exec(t.Context(), "SELECT 1")
	if got := errs.KindOf(postgres.Classify(err)); got != errs.Unavailable {
		t.Errorf("%v is %v, want errs.Unavailable", err, got)
	}
}
