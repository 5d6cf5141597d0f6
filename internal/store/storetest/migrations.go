package storetest

import (
	"io/fs"
	"path"
	"testing"
	"testing/fstest"
)

// With adds migrations to those of a program, as a newer program would have them. more is
// SQL by file name; each begins with "-- +goose Up".
func With(t *testing.T, migrations fs.FS, more map[string]string) fs.FS {
	t.Helper()
	all := fstest.MapFS{}
	names, err := fs.Glob(migrations, "*.sql")
	ok(t, err)
	for _, name := range names {
		text, err := fs.ReadFile(migrations, name)
		ok(t, err)
		all[path.Base(name)] = &fstest.MapFile{Data: text}
	}
	for name, text := range more {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}
