package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/config"
	"github.com/legible-health/legible/internal/fhir"
)

// What is kept for one of an account's persons is on the page and in the document, and
// that of the others is not.
func TestTheReportJoinsTheDiaryOfOnePerson(t *testing.T) {
	dir := t.TempDir()
	o := config.Storage{Data: filepath.Join(dir, "data")}
	s, err := openStorage(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	day := time.Now().UTC().AddDate(0, 0, -1).Format(time.DateOnly)
	keep := func(name, analyte, value, unit string) {
		t.Helper()
		a, p, err := s.keeper.AddAccount(t.Context(), name, "person", "UTC")
		if err == nil {
			_, err = s.keeper.AddEntry(t.Context(), a, p.ID, []byte(`{"kind":"lab","day":"`+day+`","data":{"analyte":"`+analyte+`","value":"`+value+`","unit":"`+unit+`"}}`))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	keep("Anna", "potassium", "7.10", "mmol/L")
	keep("Ben", "ferritin", "18.0", "ug/L")
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) string {
		t.Helper()
		var out, complaints bytes.Buffer
		c := &console{in: strings.NewReader(""), out: &out, err: &complaints}
		if code := c.run(append([]string{"report", "--of", "anna", "--data", o.Data}, args...)); code != exitOK {
			t.Fatalf("%v: %d %s", args, code, complaints.String())
		}
		return out.String()
	}
	if text := run(); !strings.Contains(text, "7.10") || !strings.Contains(text, "Emergency.") || strings.Contains(text, "18.0") {
		t.Errorf("the page says:\n%s", text)
	}
	file := filepath.Join(dir, "page.json")
	run("--fhir", file)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	b, notes, err := fhir.Read(data)
	if err != nil || len(notes) > 0 || b.Head().ResourceType != "Bundle" {
		t.Fatalf("the file is no document: %v %v", err, notes)
	}
	for text, want := range map[string]bool{`"value":7.10`: true, "How soon: emergency": true, "18.0": false} {
		if bytes.Contains(data, []byte(text)) != want {
			t.Errorf("%q in the document: %v, want %v", text, !want, want)
		}
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read the file: %v %v", info.Mode(), err)
	}
}
