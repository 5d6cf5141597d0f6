package kb_test

import (
	"errors"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/knowledge"
)

const folderPath = "../../knowledge"

// TestKnowledge loads the real content; every faulty file is a failed subtest.
func TestKnowledge(t *testing.T) {
	base, err := kb.Load(os.DirFS(folderPath))
	var problems kb.Problems
	if errors.As(err, &problems) {
		for _, p := range problems {
			t.Run(p.File, func(t *testing.T) { t.Error(p) })
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range base.Lint(time.Now()) {
		t.Log(w)
	}
}

// TestCompiledFresh holds the compiled form against the files it was made from.
func TestCompiledFresh(t *testing.T) {
	if testing.Short() {
		t.Skip("reads every file of the content")
	}
	const remedy = "the compiled knowledge is stale: run go generate ./knowledge"
	want, err := kb.Load(os.DirFS(folderPath))
	if err != nil {
		t.Skip("the content does not load; see TestKnowledge")
	}
	data, err := os.ReadFile(folderPath + "/" + kb.CompiledName)
	if err != nil {
		t.Fatalf("%v; %s", err, remedy)
	}
	got, err := kb.Decode(data)
	if err != nil {
		t.Fatalf("%v; %s", err, remedy)
	}
	if got.Version != want.Version {
		t.Fatalf("version %s, the files are %s; %s", got.Version, want.Version, remedy)
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(kb.Base{})); diff != "" {
		t.Errorf("decoded base differs (-loaded +decoded); %s:\n%s", remedy, diff)
	}
	if diff := cmp.Diff(articles(t, want), articles(t, got)); diff != "" {
		t.Errorf("decoded guide differs (-loaded +decoded); %s:\n%s", remedy, diff)
	}
}

func articles(t *testing.T, b *kb.Base) []*kb.Article {
	t.Helper()
	all, err := b.Articles()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEmbedded(t *testing.T) {
	want, err := kb.ContentVersion(os.DirFS(folderPath))
	if err != nil {
		t.Fatal(err)
	}
	got, err := kb.ContentVersion(knowledge.FS)
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("embedded content is %s, the folder %s: a file is not embedded", got, want)
	}
}

func TestCompile(t *testing.T) {
	want := load(t, nil)
	data, err := want.Compile()
	if err != nil {
		t.Fatal(err)
	}
	got, err := kb.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(kb.Base{})); diff != "" {
		t.Errorf("decoded base differs (-loaded +decoded):\n%s", diff)
	}
	if diff := cmp.Diff(articles(t, want), articles(t, got)); diff != "" || len(articles(t, got)) != 1 {
		t.Errorf("decoded guide differs (-loaded +decoded):\n%s", diff)
	}
	for _, b := range []*kb.Base{want, got} {
		if b.Finding("calf_pain") == nil || b.Condition("cramp") == nil || b.Pattern("new_swelling") == nil || b.RedFlag("clot") == nil {
			t.Error("an entry cannot be looked up by id")
		}
	}
	again, err := load(t, nil).Compile()
	if err != nil || string(again) != string(data) {
		t.Errorf("two runs differ, error %v", err)
	}
}

func TestVersion(t *testing.T) {
	base := load(t, nil)
	if got, err := kb.ContentVersion(folder(nil)); err != nil || got != base.Version {
		t.Errorf("ContentVersion = %s, %v; Load says %s", got, err, base.Version)
	}
	changed := swap("model.yaml", "fitted: no", "fitted: yes")
	if got, err := kb.ContentVersion(folder(changed)); err != nil || got == base.Version {
		t.Errorf("ContentVersion = %s, %v after a change; want another", got, err)
	}
	if _, err := kb.ContentVersion(fstest.MapFS{}); err == nil {
		t.Error("ContentVersion of an empty folder succeeds")
	}
}

func TestOpen(t *testing.T) {
	base := load(t, nil)
	base.Model.Fitted = "by the compiled form" // tells which of both Open read
	data, err := base.Compile()
	if err != nil {
		t.Fatal(err)
	}
	stale := swap("model.yaml", "as_of: 2026", "as_of: 2027")
	stale[kb.CompiledName] = data
	for _, test := range []struct {
		name   string
		fsys   fstest.MapFS
		fitted string
	}{
		{"fresh", folder(map[string][]byte{kb.CompiledName: data}), "by the compiled form"},
		{"stale", folder(stale), "no"},
		{"broken", folder(map[string][]byte{kb.CompiledName: data[:100]}), "no"},
		{"missing", folder(nil), "no"},
	} {
		got, err := kb.Open(test.fsys)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		} else if got.Model.Fitted != test.fitted {
			t.Errorf("%s: read the base fitted %q, want %q", test.name, got.Model.Fitted, test.fitted)
		}
	}
}

func load(t testing.TB, changes map[string][]byte) *kb.Base {
	t.Helper()
	base, err := kb.Load(folder(changes))
	if err != nil {
		t.Fatal(err)
	}
	return base
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := kb.Load(knowledge.FS); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	data, err := os.ReadFile(folderPath + "/" + kb.CompiledName)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := kb.Decode(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkContentVersion(b *testing.B) {
	for b.Loop() {
		if _, err := kb.ContentVersion(knowledge.FS); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := kb.Open(knowledge.FS); err != nil {
			b.Fatal(err)
		}
	}
}
