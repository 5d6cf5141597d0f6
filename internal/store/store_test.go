package store_test

import (
	"path/filepath"
	"testing"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/store"
)

func TestExactlyOnePlaceIsGiven(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new")
	for _, o := range []store.Options{
		{},
		{Data: folder, Database: "postgres://localhost/legible"},
		{Database: "mysql://anna:hunter2@localhost/legible"},
		{Database: "legible.db"},
	} {
		s, err := store.Open(t.Context(), o)
		if err == nil || errs.KindOf(err) != errs.Usage || s != nil {
			t.Errorf("%+v: %v, %v; want errs.Usage and no store", o, s, err)
		}
	}
	s, err := store.Open(t.Context(), store.Options{Data: folder})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := s.Ping(t.Context()); err == nil {
		t.Error("a closed store answers")
	}
}
