package backup_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/backup"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/store/tables"
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
	if _, err := backup.Transfer(t.Context(), small, big); errs.KindOf(err) != errs.Conflict {
		t.Errorf("into a database that is not empty: %v", err)
	}
}

// torn is a store whose dump ends halfway.
type torn struct {
	*site
	after int
}

func (x torn) Dump(ctx context.Context, fn func(tables.Table, tables.Row) error) error {
	n := 0
	return x.site.Dump(ctx, func(t tables.Table, r tables.Row) error {
		if n++; n > x.after {
			return errs.New(errs.Unavailable, "the cable came out")
		}
		return fn(t, r)
	})
}

func TestInterruptedTransferLeavesNothing(t *testing.T) {
	small, big := open(t, embedded(t)), open(t, clinic(t))
	small.user(t, "anna", 12)
	if _, err := backup.Transfer(t.Context(), torn{small, 7}, big); errs.KindOf(err) != errs.Unavailable {
		t.Fatalf("error %v", err)
	}
	if err := big.Dump(t.Context(), func(x tables.Table, _ tables.Row) error {
		t.Errorf("a row of %s was left", x.Name)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Transfer(t.Context(), small, big); err != nil {
		t.Errorf("the second try: %v", err)
	}
}
