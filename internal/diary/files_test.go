package diary_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/diary"
)

var in = diary.Import{Now: now, Zone: berlin}

// distinct draws entries with different ids, in the order of Sort.
func distinct(t *rapid.T) []diary.Entry {
	list := rapid.SliceOfNDistinct(rapid.Custom(anyEntry), 0, 6, func(e diary.Entry) string { return e.ID }).Draw(t, "entries")
	diary.Sort(list)
	return list
}

func TestFilesRoundTrip(t *testing.T) {
	for name, way := range map[string]struct {
		write func(io.Writer, []diary.Entry) error
		read  func(io.Reader, diary.Import) ([]diary.Entry, error)
	}{
		"csv": {diary.WriteCSV, diary.ReadCSV}, "json": {diary.WriteJSON, diary.ReadJSON},
	} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				want := distinct(t)
				var b bytes.Buffer
				if err := way.write(&b, want); err != nil {
					t.Fatal(err)
				}
				got, err := way.read(&b, in)
				if err != nil {
					t.Fatalf("%v in\n%s", err, b.String())
				}
				if len(got)+len(want) > 0 && cmp.Diff(want, got) != "" {
					t.Fatal(cmp.Diff(want, got))
				}
			})
		})
	}
}

func TestATableMadeByHand(t *testing.T) {
	for name, text := range map[string]string{
		"commas":     "Day,cramps,sleep_hours,note\n2026-11-19,2,7.5,\"a, b\"\n2026-11-20,0,,\n",
		"semicolons": "\xef\xbb\xbfday;cramps;sleep_hours;note\r\n2026-11-19;2;7,5;a, b\r\n\r\n2026-11-20;0;;\r\n",
		"tabs":       "day\tcramps\tsleep_hours\tnote\n2026-11-19\t2\t7,5\ta, b\n2026-11-20\t0\t\t",
	} {
		got, err := diary.ReadCSV(strings.NewReader(text), in)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		again, _ := diary.ReadCSV(strings.NewReader(text), in)
		if len(got) != 2 || got[0].ID == got[1].ID || cmp.Diff(got, again) != "" {
			t.Fatalf("%s: %v", name, got)
		}
		want := []diary.Data{&diary.Night{Cramps: ptr(2), SleepHours: ptr(7.5), Note: "a, b"}, &diary.Night{Cramps: ptr(0)}}
		if diff := cmp.Diff(want, []diary.Data{got[0].Data, got[1].Data}); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestCSVNamesLineAndColumn(t *testing.T) {
	good := "day,cramps,pain,note\n"
	for i := range 5 {
		good += fmt.Sprintf("2026-11-%02d,1,2,\"two\nlines\"\n", i+10)
	}
	for _, c := range []struct {
		name, text   string
		line, column int
		want         string
	}{
		{"pain 11 on line 7", "day,cramps,pain\n" + strings.Repeat("2026-11-10,,1\n", 0) + "2026-11-01,1,1\n2026-11-02,1,1\n2026-11-03,1,1\n2026-11-04,1,1\n2026-11-05,1,1\n2026-11-06,1,11\n2026-11-07,1,1\n", 7, 3, "pain: must be a whole number from 0 to 10"},
		{"after cells of two lines", good + "2026-11-19,x,,\n", 12, 2, "cramps: must be a whole number"},
		{"future", "cramps,day\n1,2027-01-01\n", 2, 2, "day: has not come yet"},
		{"day twice", "day,cramps\n2026-11-01,1\n2026-11-01,2\n", 3, 1, "day: stands on line 2 too"},
		{"too few cells", "day,cramps\n2026-11-01\n", 2, 0, "has 1 cells, the header has 2"},
		{"unknown column", "day,crampz\n2026-11-01,1\n", 1, 2, "is not a known column"},
		{"no day column", "cramps\n1\n", 1, 0, "day: the header needs this column"},
		{"open quote", "day,note\n2026-11-01,\"x\n", 2, 0, "quote"},
		{"another kind's column", "day,kind,cramps,ml\n2026-11-01,night,1,200\n", 2, 4, "ml: does not belong to kind night"},
		{"list item", "day,tried\n2026-11-01,Heat!=yes\n", 2, 2, "tried[0].measure: must be an id"},
		{"time", "day,at,pain\n2026-11-01,yesterday,1\n", 2, 2, "at: must be a time"},
		{"hexadecimal", "day,pain\n2026-11-01,0x5\n", 2, 2, "pain: must be a whole number"},
		{"not UTF-8", "day,note\n2026-11-01,\xff\n", 2, 12, "save the table as CSV UTF-8"},
		{"day", "day,pain\n1.11.2026,1\n", 2, 1, "day: is not a date; write YYYY-MM-DD"},
		{"neither day nor time", "day,pain\n,1\n", 2, 1, "day: is missing"},
		{"id twice", "id,day,pain\n" + id1 + ",2026-11-01,1\n" + id1 + ",2026-11-02,1\n", 3, 1, "id: stands on line 2 too"},
		{"yes or no", "day,partner_kicks\n2026-11-01,perhaps\n", 2, 2, "must be yes or no"},
		{"empty file", "", 0, 0, "the file is empty"},
		{"empty row", "day,pain\n2026-11-01,\n", 2, 0, "says nothing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := diary.ReadCSV(strings.NewReader(c.text), in)
			var list diary.Faults
			if !errors.As(err, &list) || got != nil {
				t.Fatalf("got %d entries and error %v, want faults and nothing imported", len(got), err)
			}
			f := list[0]
			if f.Line != c.line || c.column > 0 && f.Column != c.column || !strings.Contains(f.String(), c.want) {
				t.Errorf("got %q, want line %d, column %d: %s", f, c.line, c.column, c.want)
			}
		})
	}
}

func TestJSONNamesLineAndColumn(t *testing.T) {
	one := `{"id":"` + id1 + `","kind":"night","day":"2026-11-20","data":{"pain":6}}`
	frame := func(entries ...string) string {
		return `{"format":"legible-diary","version":1,"entries":[` + "\n" + strings.Join(entries, ",\n") + "\n]}"
	}
	for _, c := range []struct {
		name, text   string
		line, column int
		want         string
	}{
		{"pain", frame(one, strings.Replace(one, "6}", "66}", 1)), 3, 1, "entries[1].id: stands on line 2 too"},
		{"range", frame(`{"kind":"night","day":"2026-11-20","data":{"pain":66}}`), 2, 51, "entries[0].data.pain: must be a whole number from 0 to 10"},
		{"type", frame(one, `{"kind":"night","day":"2026-11-19","data":{"pain":"x"}}`), 3, 51, "entries[1].data.pain"},
		{"syntax", frame(one, `{"kind" "night"}`), 3, 0, "is not valid JSON here"},
		{"frame", `{"format":"other","version":1,"entries":[]}`, 1, 1, "format: must be"},
		{"no list", `{"format":"legible-diary","version":1}`, 1, 1, "entries: must be a list"},
		{"not UTF-8", frame(one, "\"\xff\""), 3, 2, "is not UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := diary.ReadJSON(strings.NewReader(c.text), in)
			var list diary.Faults
			if !errors.As(err, &list) || got != nil {
				t.Fatalf("got %v and error %v, want faults", got, err)
			}
			f := list[0]
			if f.Line != c.line || c.name != "pain" && c.column > 0 && f.Column != c.column || !strings.Contains(f.String(), c.want) {
				t.Errorf("got %q, want line %d, column %d: %s", f, c.line, c.column, c.want)
			}
		})
	}
}

func TestFilesAreBounded(t *testing.T) {
	small := diary.Import{Now: now, Zone: berlin, MaxBytes: 40, MaxEntries: 1}
	if _, err := diary.ReadCSV(strings.NewReader(strings.Repeat("x", 41)), small); err == nil || !strings.Contains(err.Error(), "larger than 40 bytes") {
		t.Errorf("41 bytes: %v", err)
	}
	if _, err := diary.ReadCSV(strings.NewReader("day,pain\n2026-11-01,1\n2026-11-02,1\n"), small); err == nil || !strings.Contains(err.Error(), "more than 1 entries") {
		t.Errorf("two entries: %v", err)
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	var b bytes.Buffer
	e := diary.Entry{ID: id1, Kind: diary.KindNote, Day: diary.DateOf(2026, 11, 1), Data: &diary.Note{Text: `=HYPERLINK("http://x")`}}
	if err := diary.WriteCSV(&b, []diary.Entry{e}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `"'=HYPERLINK`) {
		t.Errorf("got %s", b.String())
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add("day,cramps,tried\n2026-11-01,1,a=yes|b\n")
	f.Add("kind;day;at;ml;what\ndrink;;2026-11-01T10:00:00Z;200;tea\n")
	f.Fuzz(func(t *testing.T, text string) {
		refile(t, text, diary.ReadCSV, diary.WriteCSV)
	})
}

func FuzzReadJSON(f *testing.F) {
	f.Add(`{"format":"legible-diary","version":1,"entries":[{"kind":"note","day":"2026-11-01","data":{"text":"x"}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		refile(t, text, diary.ReadJSON, diary.WriteJSON)
	})
}

// refile: what is read is valid, and the same after writing and reading again.
func refile(t *testing.T, text string, read func(io.Reader, diary.Import) ([]diary.Entry, error), write func(io.Writer, []diary.Entry) error) {
	got, err := read(strings.NewReader(text), in)
	if err != nil {
		return
	}
	for _, e := range got {
		if err := e.Check(now, berlin); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := write(&b, got); err != nil {
		t.Fatal(err)
	}
	again, err := read(&b, in)
	if err != nil {
		t.Fatal(err)
	}
	diary.Sort(got)
	if len(got)+len(again) > 0 && cmp.Diff(got, again) != "" {
		t.Error(cmp.Diff(got, again))
	}
}
