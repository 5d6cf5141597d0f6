package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"
	"iter"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/store/tables"
)

// Moved says how much of a table there is and what its rows amount to.
type Moved struct {
	Table  string `json:"table"`
	Rows   int    `json:"rows"`
	SHA256 string `json:"sha256"` // of the rows, in the order of the primary key, one JSON array a line
}

// Transfer copies everything from one store into another that is empty, all or nothing,
// then reads both anew and compares them row by row. The source is only read. An
// interruption leaves the other empty, or, when everything had been copied and was still
// being compared, whole: the next time it is compared and not copied. The key file goes
// with the data as it is. It returns the tables in their order. errs.Conflict when the
// other store holds something else, when the two are at different migrations, or when
// somebody wrote to the source meanwhile.
func Transfer(ctx context.Context, from Source, to interface {
	Source
	Target
}) ([]Moved, error) {
	a, err := from.Version(ctx)
	if err != nil {
		return nil, err
	}
	if b, err := to.Version(ctx); err != nil {
		return nil, err
	} else if a != b {
		return nil, errs.New(errs.Conflict, "the databases are at versions %d and %d", a, b)
	}
	loaded := load(ctx, from, to)
	if loaded != nil && errs.KindOf(loaded) != errs.Conflict {
		return nil, loaded
	}
	was, err := sum(ctx, from)
	if err != nil {
		return nil, err
	}
	is, err := sum(ctx, to)
	if err != nil {
		return nil, err
	}
	for i, m := range is {
		switch {
		case m == was[i]:
		case loaded != nil:
			return nil, loaded
		default:
			return is, errs.New(errs.Conflict, "table %s has %d rows in one database and %d in the other, or other ones: somebody wrote meanwhile; stop every program and begin again with an empty database",
				m.Table, was[i].Rows, m.Rows)
		}
	}
	return is, nil
}

// dumped is a row on its way.
type dumped struct {
	table tables.Table
	row   tables.Row
}

// load pushes what one store dumps into another, which pulls.
func load(ctx context.Context, from Source, to Target) error {
	var failed error
	rows := func(yield func(dumped) bool) {
		failed = from.Dump(ctx, func(t tables.Table, r tables.Row) error {
			if !yield(dumped{t, r}) {
				return context.Canceled // the other store has had enough, and says why
			}
			return nil
		})
	}
	next, stop := iter.Pull(rows)
	defer stop()
	return to.Load(ctx, func() (tables.Table, tables.Row, bool, error) {
		x, more := next()
		if !more {
			return x.table, nil, false, failed
		}
		return x.table, x.row, true, nil
	})
}

// sum reads a store and adds up its tables, in the order of tables.All.
func sum(ctx context.Context, s Source) ([]Moved, error) {
	rows, sums := map[string]int{}, map[string]hash.Hash{}
	for _, t := range tables.All {
		sums[t.Name] = sha256.New()
	}
	err := s.Dump(ctx, func(t tables.Table, r tables.Row) error {
		rows[t.Name]++
		return json.NewEncoder(sums[t.Name]).Encode(r)
	})
	if err != nil {
		return nil, err
	}
	var out []Moved
	for _, t := range tables.All {
		out = append(out, Moved{t.Name, rows[t.Name], hex.EncodeToString(sums[t.Name].Sum(nil))})
	}
	return out, nil
}
