package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// firstMarked is the migration from which on programs of two ages may share a database.
const firstMarked = 10

// takesAway finds what an older program may not survive: something it reads or writes is
// gone, has another name, or takes less than it did.
var takesAway = regexp.MustCompile(`(?i)\b(DROP|RENAME|TRUNCATE|DELETE)\b|\bALTER\s+(COLUMN|TYPE)\b|\bADD\s+(CONSTRAINT|CHECK|FOREIGN|UNIQUE|PRIMARY)\b|\bCREATE\s+UNIQUE\s+INDEX\b|\bCREATE\s+TRIGGER\b|\bUPDATE\s`)

// broken says how a migration breaks the rule; empty for one that keeps it.
func broken(number int, text string) string {
	text = regexp.MustCompile(`--[^\n]*`).ReplaceAllString(text, "")
	mark := fmt.Sprintf("UPDATE compatibility SET needs = %d;", number)
	marked := strings.Contains(text, mark)
	rest := strings.ReplaceAll(text, mark, "")
	for _, made := range regexp.MustCompile(`(?i)CREATE TABLE (\w+)`).FindAllStringSubmatch(rest, -1) {
		// what is done to a table that the migration itself has made is nobody's loss
		rest = regexp.MustCompile(`(?i)\b(UPDATE|DELETE FROM|CREATE UNIQUE INDEX \w+ ON) `+made[1]+`\b`).ReplaceAllString(rest, "")
	}
	added := regexp.MustCompile(`(?is)\bADD COLUMN\b[^;]*?;`).FindAllString(rest, -1)
	switch {
	case strings.Contains(rest, "SET needs"):
		return "it marks another number than its own"
	case takesAway.MatchString(rest) && !marked:
		return "it takes something away and is not marked: " + takesAway.FindString(rest)
	}
	for _, column := range added {
		if strings.Contains(strings.ToUpper(column), "NOT NULL") && !strings.Contains(strings.ToUpper(column), "DEFAULT") && !marked {
			return "an older program cannot fill the new column"
		}
	}
	return ""
}

// Every migration only adds, or says that older programs cannot live with it; in both
// databases alike.
func TestMigrationsOnlyAddOrAreMarked(t *testing.T) {
	marked := map[string]bool{}
	for _, dialect := range []string{"sqlite", "postgres"} {
		files, err := filepath.Glob(filepath.Join(dialect, "migrations", "*.sql"))
		if err != nil || len(files) < firstMarked {
			t.Fatalf("%d migrations, %v", len(files), err)
		}
		for _, file := range files {
			digits, _, _ := strings.Cut(filepath.Base(file), "_")
			number, err := strconv.Atoi(digits)
			if err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if number <= firstMarked {
				continue
			}
			text := string(data)
			if why := broken(number, text); why != "" {
				t.Errorf("%s: %s", file, why)
			}
			is := strings.Contains(text, "\nUPDATE compatibility SET needs")
			if dialect == "sqlite" {
				marked[digits] = is
			} else if marked[digits] != is {
				t.Errorf("migration %s is marked in one database only", digits)
			}
			if is && dialect == "postgres" {
				for _, part := range []string{"LOCK TABLE compatibility IN ACCESS EXCLUSIVE MODE;", "pg_terminate_backend(pid, 5000)", fmt.Sprintf("::bigint < %d;", number)} {
					if !strings.Contains(text, part) {
						t.Errorf("%s lacks %q, by which older programs are ended: see 0010_compatibility.sql", file, part)
					}
				}
			}
		}
	}
}

func TestTheRuleOfMigrations(t *testing.T) {
	for text, want := range map[string]bool{
		"CREATE TABLE a (b TEXT);":                                              true,
		"CREATE TABLE a (b TEXT); CREATE UNIQUE INDEX c ON a (b);":              true,
		"ALTER TABLE a ADD COLUMN b TEXT;":                                      true,
		"ALTER TABLE a ADD COLUMN b TEXT NOT NULL DEFAULT '';":                  true,
		"-- DROP it later\nCREATE INDEX c ON a (b);":                            true,
		"UPDATE compatibility SET needs = 12; ALTER TABLE a DROP COLUMN b;":     true,
		"ALTER TABLE a DROP COLUMN b;":                                          false,
		"UPDATE compatibility SET needs = 11; ALTER TABLE a DROP COLUMN b;":     false,
		"ALTER TABLE a ADD COLUMN b TEXT NOT NULL;":                             false,
		"ALTER TABLE a RENAME COLUMN b TO c;":                                   false,
		"ALTER TABLE a ALTER COLUMN b TYPE bigint;":                             false,
		"ALTER TABLE a ALTER COLUMN b SET NOT NULL;":                            false,
		"CREATE UNIQUE INDEX c ON a (b);":                                       false,
		"UPDATE a SET b = 'other';":                                             false,
		"DELETE FROM a;":                                                        false,
		"ALTER TABLE a ADD CONSTRAINT c CHECK (b <> '');":                       false,
		"-- UPDATE compatibility SET needs = 12;\nALTER TABLE a DROP COLUMN b;": false,
	} {
		if why := broken(12, text); (why == "") != want {
			t.Errorf("%s: %q", text, why)
		}
	}
}
