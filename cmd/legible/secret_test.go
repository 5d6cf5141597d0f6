package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// No command prints a secret that it was given, whether it works, fails or is called in a
// wrong way, and wherever the secret came from.
func TestNoCommandPrintsASecret(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program many times")
	}
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	write := func(name, text string) string {
		if err := os.WriteFile(in(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return in(name)
	}
	secrets := map[string]string{
		"LEGIBLE_BACKUP_PASSPHRASE": "wombat-backup-quince",
		"LEGIBLE_KEY_PASSPHRASE":    "wombat-keys-quince",
		"LEGIBLE_MAIL_PASSWORD":     "wombat-mail-quince",
		"LEGIBLE_MODEL_KEY":         "wombat-model-quince",
		"LEGIBLE_METRICS_TOKEN":     "wombat-metrics-quince",
	}
	const gone = "postgres://wombat-user:wombat-database-quince@127.0.0.1:1/legible"
	run := func(env []string, args ...string) string {
		cmd := legible(t, args...)
		cmd.Env = append(os.Environ(), env...)
		for name, value := range secrets {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
		out, err := cmd.CombinedOutput()
		for _, word := range []string{"wombat", "quince"} {
			if strings.Contains(string(out), word) {
				t.Errorf("legible %s (%v) prints a secret:\n%s", strings.Join(args, " "), err, out)
			}
		}
		return string(out)
	}
	data, keys := in("data"), "--key-file="+in("data/legible.keys")
	if out := run(nil, "user", "add", "anna", "--data", data); !strings.Contains(out, "person") {
		t.Fatalf("no account was made:\n%s", out)
	}
	sealed, err := os.ReadFile(in("data/legible.keys"))
	if err != nil {
		t.Fatal(err)
	}
	if out := run(nil, "backup", in("kept.age"), "--data", data); !strings.Contains(out, "kept.age") {
		t.Fatalf("no backup was written:\n%s", out)
	}
	write("broken.keys", "wombat-keys-quince "+string(sealed))
	write("broken.age", "age-encryption.org/v1 wombat-quince")
	for name, text := range map[string]string{
		"as a setting": "mail-password: wombat-mail-quince\n", "as a list": "data:\n  - [wombat-quince]\n", "as a map": "mail-user: {name: wombat-quince}\n",
		"as text": "wombat-quince\n", "broken": "mail-user: \"wombat-quince\n", "doubled": "addr: wombat:1\naddr: wombat-quince:1\n", "tabs": "\tmail-user: wombat-quince\n", "a database": "database: " + gone + "\n",
	} {
		run(nil, "doctor", "--config", write(name+".yaml", text))
		run([]string{"LEGIBLE_CONFIG=" + in(name+".yaml")}, "user", "list")
	}
	for _, args := range [][]string{
		{"version"}, {"help"}, {"help", "serve"}, {"doctor", "--data", data}, {"doctor", "--data", data, "--mail-host", "127.0.0.1", "--mail-port", "1", "--mail-from", "a@example.org"},
		{"doctor", "--data", data, "--model-url", "http://127.0.0.1:1/v1", "--model-name", "x", "--backup-dir", in("none")},
		{"user", "list", "--data", data}, {"user", "add", "anna", "--data", data}, {"user", "lock", "anna", "--data", data}, {"token", "nobody", "--data", data}, {"key", "rotate", "--data", data},
		{"restore", in("kept.age"), "--check", "--data", data}, {"restore", in("kept.age"), "--data", in("again")}, {"restore", in("kept.age"), "--data", data}, {"restore", in("broken.age"), "--data", in("again2"), keys},
		{"restore", in("none.age"), "--data", in("again3")}, {"user", "list", "--data", data, "--key-file", in("broken.keys")}, {"serve", "--data", data, "--key-file", in("broken.keys")},
		{"backup", filepath.Join(dir, "none", "x"), "--data", data}, {"serve", "--mail-password=wombat-mail-quince"}, {"serve", "--backup-passphrase", "wombat-backup-quince"}, {"serve", "--metrics-token=wombat-quince"},
		{"serve", "--data", data, "--database", gone}, {"serve", "--database", gone}, {"serve", "--database", gone + "?sslmode=wombat"}, {"serve", "--database", strings.Replace(gone, "127", "[127", 1)}, {"doctor", "--database", gone, keys},
		{"migrate", "--database", gone}, {"migrate", "--from", gone, "--to", data}, {"migrate", "--from", data, "--to", gone}, {"backup", in("x"), "--database", gone, keys}, {"restore", in("kept.age"), "--database", gone, keys},
		{"serve", "--data", data, "--addr", "127.0.0.1:none"}, {"serve", "--data", data, "--tls-cert", in("broken.keys"), "--tls-key", in("broken.keys")},
	} {
		run(nil, args...)
	}
	for name, env := range map[string]string{
		"wrong passphrase of the keys": "LEGIBLE_KEY_PASSPHRASE=another", "keys that are none": "LEGIBLE_KEYS=wombat-quince-keys", "keys of another sort": "LEGIBLE_KEYS=legible-keys wombat-quince", "a database": "LEGIBLE_DATABASE=" + gone,
		"a passphrase that is too short": "LEGIBLE_BACKUP_PASSPHRASE=wombat",
	} {
		was := secrets
		secrets = map[string]string{}
		for _, args := range [][]string{{"user", "list", "--data", data}, {"doctor", "--data", data}, {"serve", "--data", data, "--addr", "none"}, {"backup", in(name), "--data", data}, {"migrate", "--from", data, "--to", "env"}} {
			if name == "a database" && args[0] != "migrate" {
				args = args[:len(args)-2]
			}
			run([]string{env}, args...)
		}
		secrets = was
	}
}
