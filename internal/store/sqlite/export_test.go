package sqlite

import (
	"context"
	"fmt"
	"io/fs"
	"runtime"
	"testing"

	"github.com/legible-health/legible/internal/store/tables"
)

// Pragma reads a setting of the writing and of a reading connection.
func (s *Store) Pragma(t *testing.T, name string) (values [2]string) {
	t.Helper()
	if err := s.dialect.writer.conn.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&values[0]); err != nil {
		t.Fatal(err)
	}
	if err := s.dialect.pool.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&values[1]); err != nil {
		t.Fatal(err)
	}
	return values
}

// Limit sets how many pages of 4 kB the file may have, as a full disk would.
func (s *Store) Limit(t *testing.T, pages int) {
	t.Helper()
	if err := s.dialect.Write(t.Context(), func(ctx context.Context, db tables.DB) error {
		var got int
		return s.dialect.writer.conn.QueryRowContext(ctx, fmt.Sprintf("PRAGMA max_page_count=%d", pages)).Scan(&got)
	}); err != nil {
		t.Fatal(err)
	}
}

// OpenWith opens what a program opens that has other migrations.
func OpenWith(ctx context.Context, where string, migrations fs.FS) (*Store, error) {
	return open(ctx, where, migrations)
}

// Migrations are those of this program.
func Migrations() fs.FS {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err)
	}
	return files
}

// Write runs fn as a write.
func (s *Store) Write(fn func() error) error {
	return classify(s.dialect.Write(context.Background(), func(context.Context, tables.DB) error { return fn() }))
}

// WaitForQueue returns when n more writes than the first have been begun.
func (s *Store) WaitForQueue(n int64) {
	for s.dialect.writer.asked.Load() < n+1 {
		runtime.Gosched()
	}
}

// Commits is how many transactions there were.
func (s *Store) Commits() int64 { return s.dialect.writer.commits.Load() }

// ReadOnly refuses writes, as a disk that became read-only would, or lets them be.
func (s *Store) ReadOnly(t *testing.T, on bool) {
	t.Helper()
	if _, err := s.dialect.writer.conn.ExecContext(t.Context(), fmt.Sprintf("PRAGMA query_only=%t", on)); err != nil {
		t.Fatal(err)
	}
}
