package sqlite_test

import (
	"database/sql"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/store/tables"
)

// short are tables that are worth nothing later and not part of backups.
var short = []string{"compatibility", "rate", "ceremony", "share_file", "task"}

// A table or column that backups do not know would be lost by a restore.
func TestBackupsKnowEveryTableAndColumn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	open(t, path)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'goose%' AND m.name NOT LIKE 'sqlite%' ORDER BY 1, 2`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var has, knows []string
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(short, table) {
			has = append(has, table+"."+column)
		}
	}
	for _, table := range tables.All {
		for _, c := range table.Columns {
			knows = append(knows, table.Name+"."+c.Name)
		}
	}
	slices.Sort(has)
	slices.Sort(knows)
	if d := cmp.Diff(has, knows); d != "" {
		t.Errorf("tables.All (-database +backup):\n%s", d)
	}
}
