package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"filippo.io/age"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/legible-health/legible/internal/cli"
)

// The scripts run this test binary under the name legible: the real program, in a
// process of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"legible": func() { os.Exit(cli.Main()) }})
}

func TestScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program many times")
	}
	testscript.Run(t, testscript.Params{
		Dir:   "testdata/script",
		Setup: func(env *testscript.Env) error { return errors.Join(hostile(env), identity(env)) },
		Cmds:  map[string]func(*testscript.TestScript, bool, []string){"status": status, "fits": fits, "json": jsonField},
	})
}

// hostile adds what a script cannot hold: texts of exact lengths, bytes that are no
// text, and deep nesting.
func hostile(env *testscript.Env) error {
	env.Setenv("LONG", strings.Repeat("x", 10001))
	env.Setenv("INVALID", "calf \xff\xfe cramp")
	for name, text := range map[string]string{
		"text-10000.json": `{"text":"` + strings.Repeat("é", 10000) + `"}`,
		"text-10001.json": `{"text":"` + strings.Repeat("é", 10001) + `"}`,
		"latin1.json":     "{\"text\":\"caf\xe9\"}",
		"deep.json":       strings.Repeat(`{"evidence":[`, 100000),
		"large.json":      `{"text":"` + strings.Repeat(" ", 300<<10) + `"}`,
	} {
		if err := os.WriteFile(filepath.Join(env.WorkDir, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// identity makes a key pair for backups: $RECIPIENT and the file identity. A passphrase
// takes a second each time.
func identity(env *testscript.Env) error {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return err
	}
	env.Setenv("RECIPIENT", id.Recipient().String())
	return os.WriteFile(filepath.Join(env.WorkDir, "identity"), []byte(id.String()+"\n"), 0o600)
}

// status CODE COMMAND... runs a command and checks its exit code, and that no stack
// trace was printed.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
	if strings.Contains(ts.ReadFile("stderr"), "goroutine ") {
		ts.Fatalf("a stack trace was printed")
	}
}

// fits COLUMNS LINES checks that the last output fits on a screen.
func fits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: fits COLUMNS LINES")
	}
	columns, err := strconv.Atoi(args[0])
	ts.Check(err)
	rows, err := strconv.Atoi(args[1])
	ts.Check(err)
	lines := strings.Split(strings.TrimRight(ts.ReadFile("stdout"), "\n"), "\n")
	if len(lines) > rows {
		ts.Fatalf("%d lines, want at most %d", len(lines), rows)
	}
	for i, line := range lines {
		if n := utf8.RuneCountInString(line); n > columns {
			ts.Fatalf("line %d has %d columns, want at most %d", i+1, n, columns)
		}
	}
}

// json FIELD NAME puts a field of the last output, a JSON object, into a variable.
func jsonField(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: json FIELD NAME")
	}
	var fields map[string]string
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &fields))
	ts.Setenv(args[1], fields[args[0]])
}
