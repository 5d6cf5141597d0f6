package kb_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/kb"
)

// FuzzLoad puts anything into one file of a valid base: it loads, and then compiles,
// or every problem names a file.
func FuzzLoad(f *testing.F) {
	const name = "conditions/cramp.yaml"
	f.Add([]byte(tiny[name]))
	for _, old := range []string{"id: cramp\n", "estimate: true", "[0.1, 0.3]", "p: 0.9", "null"} {
		f.Add([]byte(strings.Replace(tiny[name], old, "- &a {x: *a}", 1)))
		f.Add([]byte(strings.Replace(tiny[name], old, "!!binary |\n  ? [", 1)))
	}
	f.Add([]byte("{a: {b: [c, ? d : e]}}\n...\n---\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		base, err := kb.Load(folder(map[string][]byte{name: text}))
		if err == nil {
			if _, err := base.Compile(); err != nil {
				t.Errorf("loads but does not compile: %v", err)
			}
			base.Lint(time.Time{})
			return
		}
		var problems kb.Problems
		if !errors.As(err, &problems) || len(problems) == 0 {
			t.Fatalf("Load: %v; want problems", err)
		}
		for _, p := range problems {
			if p.File == "" || p.Message == "" || p.Line < 0 {
				t.Errorf("problem %+v does not say where and what", p)
			}
		}
	})
}

// FuzzDecode reads anything as a compiled base, bare and as the parts of an archive. What
// decodes can be looked at.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("[null]"), []byte("{}"), []byte("[null]"))
	f.Add([]byte(`[{"id":"a"}]`), []byte(`{"conditions":[{"id":"c"}],"packed":["0 .1 .1 .1 7 .1 .1 .1"]}`), []byte(`[{"id":"a","sections":[{"blocks":[{"kind":"table","rows":[[]]}]}]}]`))
	f.Fuzz(func(t *testing.T, findings, rest, guide []byte) {
		for _, data := range [][]byte{findings, archive(t, findings, rest, guide)} {
			base, err := kb.Decode(data)
			if err != nil {
				continue
			}
			base.Lint(time.Time{})
			for _, r := range base.RedFlags {
				base.FindingsOf(&r.When)
			}
		}
	})
}

func archive(t *testing.T, findings, rest, guide []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, text := range map[string][]byte{"findings.json": findings, "rest.json": rest, "guide.json": guide} {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
