package backup_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/backup"
	"github.com/legible-health/legible/internal/errs"
)

func TestTransferBothWays(t *testing.T) {
	small := open(t, embedded(t))
	small.user(t, "anna", 12)
	small.user(t, "ben", 3)
	big, back := open(t, clinic(t)), open(t, embedded(t))
	there, err := backup.Transfer(t.Context(), small, big)
	if err != nil {
		t.Fatal(err)
	}
	again, err := backup.Transfer(t.Context(), big, back)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(there, again); d != "" {
		t.Errorf("there and back (-there +back):\n%s", d)
	}
	rows := map[string]int{}
	for _, m := range there {
		rows[m.Table] = m.Rows
	}
	if rows["account"] != 2 || rows["record"] != 15 {
		t.Errorf("moved %v", rows)
	}
	small.user(t, "cleo", 1)
	if _, err := backup.Transfer(t.Context(), small, big); errs.KindOf(err) != errs.Conflict {
		t.Errorf("into a database that is not empty: %v", err)
	}
}
