package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/report"
	"github.com/legible-health/legible/internal/signature"
)

// signedFile is a statement signed with a key of the test, and the public keys.
func signedFile(t *testing.T) (file, keys []byte) {
	t.Helper()
	key, err := signature.FromSeed(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	said := app.Statement{Format: app.StatementFormat, Consultation: "c1", Sort: consult.Validation, SignedAt: time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC),
		By: app.Signer{Name: "Dr Dora", Profession: "physician", Country: "GB"}, Opinion: consult.Opinion{Level: clinical.Soon, Text: "It is the iron."}, Report: &report.Report{}}
	payload, err := json.Marshal(said)
	if err != nil {
		t.Fatal(err)
	}
	if file, err = key.Sign(payload); err != nil {
		t.Fatal(err)
	}
	keys, err = signature.WriteKeys([]signature.Public{key.Public()})
	if err != nil {
		t.Fatal(err)
	}
	return file, keys
}

// Offline, with saved keys: the file passes as it is, and fails with any byte changed.
func TestASignedFileIsVerifiedOffline(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	write := func(name string, content []byte) {
		t.Helper()
		if err := os.WriteFile(path(name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(args ...string) (code int, out, complaints string) {
		var o, e bytes.Buffer
		c := &console{in: strings.NewReader(""), out: &o, err: &e}
		code = c.run(append([]string{"verify"}, args...))
		return code, o.String(), e.String()
	}
	file, keys := signedFile(t)
	write("opinion.jws", file)
	write("jwks.json", keys)
	code, out, complaints := run(path("opinion.jws"), "--keys", path("jwks.json"))
	if code != exitOK || complaints != "" || !strings.Contains(out, "signed by: Dr Dora (physician, GB)") || !strings.Contains(out, "how soon: soon") || !strings.Contains(out, "It is the iron.") {
		t.Errorf("%d %s%s", code, out, complaints)
	}
	code, out, _ = run(path("opinion.jws"), "--keys", path("jwks.json"), "--json")
	var result struct {
		Verified bool
		Signed   app.Statement
	}
	if err := json.Unmarshal([]byte(out), &result); code != exitOK || err != nil || !result.Verified || result.Signed.By.Name != "Dr Dora" {
		t.Errorf("%d %v %s", code, err, out)
	}
	for i := 0; i < len(file); i += 1 + len(file)/40 {
		changed := bytes.Clone(file)
		changed[i] ^= 2
		write("changed.jws", changed)
		if code, out, complaints := run(path("changed.jws"), "--keys", path("jwks.json")); code != exitFailed && code != exitUsage || out != "" || complaints == "" {
			t.Fatalf("byte %d changed: %d %s%s", i, code, out, complaints)
		}
	}
	for want, args := range map[string][]string{
		"is not a JWKS":              {path("opinion.jws"), "--keys", path("opinion.jws")},
		"is not a signed opinion":    {path("jwks.json"), "--keys", path("jwks.json")},
		"--keys FILE, or --data DIR": {path("opinion.jws")},
		"no such file":               {path("none.jws"), "--keys", path("jwks.json")},
		"nobody has signed anything": {path("opinion.jws"), "--data", path("data")},
	} {
		if code, out, complaints := run(args...); code == exitOK || out != "" || !strings.Contains(complaints, want) {
			t.Errorf("%s: %d %s%s", want, code, out, complaints)
		}
	}
}
