package sqlite

import "testing"

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
