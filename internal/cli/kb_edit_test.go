package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/clinical"
)

// content is a copy of the knowledge folder, to be edited.
func content(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("reads all content several times")
	}
	dir := filepath.Join(t.TempDir(), "knowledge")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "..", "knowledge"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A review goes into the file of the entry and nowhere else, and only if the content
// still loads with it.
func TestKBReview(t *testing.T) {
	dir := content(t)
	by := []string{"kb", "review", "--dir", dir, "--by", "A. Reader", "--credentials", "for a test only", "--on", "2026-02-03"}
	for entry, file := range map[string]string{
		"conditions/rls_adult":        "conditions/rls_adult.yaml",
		"red-flags/cauda_equina_core": "redflags/cauda_equina_core.yaml",
		"guide/restless_legs":         "guide/restless_legs.md",
	} {
		file = filepath.Join(dir, file)
		before := read(t, file)
		if code, _, stderr := command(t, append(by, "--until", "2028-02-03", entry)...); code != exitOK {
			t.Fatalf("%s: exit code %d: %s", entry, code, stderr)
		}
		want := strings.Replace(before, "reviewed: null", `reviewed: {by: "A. Reader", credentials: "for a test only", on: 2026-02-03, until: 2028-02-03}`, 1)
		if got := read(t, file); got != want {
			t.Errorf("%s became\n%s", entry, got)
		}
		// read again later: the new review takes the place of the old one
		if code, _, stderr := command(t, append(by, "--until", "2029-02-03", entry)...); code != exitOK {
			t.Errorf("%s again: exit code %d: %s", entry, code, stderr)
		}
		if got := read(t, file); strings.Count(got, "\nreviewed:") != 1 || !strings.Contains(got, "until: 2029-02-03") {
			t.Errorf("%s again became\n%s", entry, got)
		}
	}
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"ends before it begins": {append(by, "--until", "2026-01-01", "conditions/plmd"), "reviewed.until"},
		"no date":               {append(by, "--until", "next year", "conditions/plmd"), "--until"},
		"no kind":               {append(by, "--until", "2028-02-03", "plmd"), "KIND/ID"},
		"no entry":              {append(by, "--until", "2028-02-03", "conditions/nothing"), "there is no"},
		"outside":               {append(by, "--until", "2028-02-03", "conditions/../../x"), "KIND/ID"},
		"nobody":                {[]string{"kb", "review", "--dir", dir, "--by", " ", "--credentials", "x", "--until", "2028-02-03", "conditions/plmd"}, "reviewed.by"},
	} {
		t.Run(name, func(t *testing.T) {
			before := read(t, filepath.Join(dir, "conditions", "plmd.yaml"))
			code, _, stderr := command(t, tt.args...)
			if code == exitOK || !strings.Contains(stderr, tt.want) {
				t.Errorf("exit code %d, %q, want %q", code, stderr, tt.want)
			}
			if read(t, filepath.Join(dir, "conditions", "plmd.yaml")) != before {
				t.Error("the file was changed")
			}
		})
	}
}

// An edited number shows what it does to the own cases, and to a check.
func TestKBCompare(t *testing.T) {
	dir := content(t)
	if code, out, stderr := command(t, "kb", "compare", dir); code != exitOK || !strings.HasPrefix(out, "0 of ") {
		t.Fatalf("unchanged: exit code %d, %s%s", code, out, stderr)
	}
	file := filepath.Join(dir, "redflags", "clot_one_leg_newly_swollen.yaml")
	text := strings.Replace(read(t, file), "level: same_day", "level: emergency", 1)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, stderr := command(t, "kb", "compare", dir)
	if code != exitOK || strings.HasPrefix(out, "0 of ") || !strings.Contains(out, "same_day → emergency") {
		t.Errorf("with a higher level: exit code %d, %s%s", code, out, stderr)
	}
	story := []string{"check", "--json", "--text", "Since yesterday my left calf is swollen, warm and sore."}
	if _, out, _ := command(t, append(story, "--knowledge", dir)...); !strings.Contains(out, `"level": "`+clinical.Emergency.String()+`"`) {
		t.Errorf("a check with the edited content: %.400s", out)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(text, "level:", "levle:", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := command(t, "kb", "compare", dir); code != exitFailed || !strings.Contains(stderr, `clot_one_leg_newly_swollen.yaml`) {
		t.Errorf("a broken folder: exit code %d, %s", code, stderr)
	}
	if code, _, stderr := command(t, append(story, "--knowledge", filepath.Join(dir, "nothing"))...); code != exitUsage || !strings.Contains(stderr, "is not a folder") {
		t.Errorf("no folder: exit code %d, %s", code, stderr)
	}
}

// command runs one command as a terminal would.
func command(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, complaints bytes.Buffer
	c := &console{in: strings.NewReader(""), out: &out, err: &complaints}
	code = c.run(args)
	return code, out.String(), complaints.String()
}
