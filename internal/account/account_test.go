package account_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/errs"
	_ "github.com/legible-health/legible/internal/rapidtest" // fixed seed
)

// chance is the same in every run.
func chance(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

var cheap = account.Cost{MemoryKiB: 64, Passes: 1, Lanes: 1}

func TestCleanAndCheckName(t *testing.T) {
	for typed, want := range map[string]string{
		"  Anna  ": "Anna", "a\u0308nne": "änne", "Anna\t  M": "Anna M", "x": "", "": "", "an\u202ena": "", "a\x00b": "",
		strings.Repeat("é", 60): strings.Repeat("é", 60), strings.Repeat("e", 61): "", "anna@example.org": "anna@example.org", "\xff\xfe": "",
	} {
		got := account.CleanName(typed)
		switch err := account.CheckName(got); {
		case want == "" && err == nil:
			t.Errorf("%q was taken as %q", typed, got)
		case want != "" && (err != nil || got != want):
			t.Errorf("%q became %q, %v, want %q", typed, got, err, want)
		case err != nil && errs.KindOf(err) != errs.Invalid:
			t.Errorf("%q: %v", typed, err)
		}
	}
}

func TestCheckPassword(t *testing.T) {
	for password, want := range map[string]string{
		"correct horse battery":   "",
		"walnut ferry ochre":      "",
		"zahnrad wolke gießen":    "",
		"dF7kQ2mPx9Lw":            "",
		"夜に足がつることがあります":           "",
		"short one":               "at least 12",
		"12345678901":             "at least 12",
		strings.Repeat("ab", 129): "at most 256",
		"123456789012":            "easy",
		"abcdefghijklmnop":        "easy",
		"aaaaaaaaaaaaaaaa":        "easy",
		"abababababab":            "easy",
		"passwordpassword":        "easy",
		"P4$$w0rd2026!!":          "easy",
		"qwertyuiop12":            "easy",
		"iloveyouiloveyou":        "easy",
		"AnnaMiller1990":          "easy", // nothing beside the name
		"summer2026!!!":           "easy",
		"legible legible legs":    "easy",
		"1qaz2wsx3edc":            "stolen", // on every keyboard, and in every list
		"q1w2e3r4t5y6":            "stolen",
		"chickenwing101":          "stolen",
		"ChickenWing101!":         "stolen",
		"leavemealone2026":        "stolen",
		"chickenwing!2027":        "stolen",
		"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xffabcde": "cannot be read",
	} {
		err := account.CheckPassword("Anna Miller", password)
		switch {
		case want == "" && err != nil:
			t.Errorf("%q: %v", password, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%q: %v, want %q", password, err, want)
		case err != nil && strings.Contains(err.Error(), password):
			t.Errorf("the error repeats the password: %v", err)
		}
	}
}

func TestAPasswordVerifies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		password := rapid.String().Draw(t, "password")
		other := rapid.String().Filter(func(s string) bool { return account.Normal(s) != account.Normal(password) }).Draw(t, "other")
		phc, err := account.Hash(chance(rapid.Byte().Draw(t, "seed")), password, cheap)
		if err != nil {
			t.Fatal(err)
		}
		if ok, stale, err := account.Verify(phc, password); !ok || !stale || err != nil {
			t.Fatalf("right password: %v %v %v; it is cheaper than usual, so stale", ok, stale, err)
		}
		if ok, _, err := account.Verify(phc, other); ok || err != nil {
			t.Fatalf("wrong password: %v %v", ok, err)
		}
	})
}

// The string is the PHC form of argon2id, as other programs write it.
func TestThePHCString(t *testing.T) {
	phc, err := account.Hash(bytes.NewReader(bytes.Repeat([]byte{7}, 16)), "walnut", account.Usual)
	if err != nil {
		t.Fatal(err)
	}
	want := "$argon2id$v=19$m=19456,t=2,p=1$BwcHBwcHBwcHBwcHBwcHBw$"
	if !strings.HasPrefix(phc, want) || len(phc) != len(want)+43 {
		t.Errorf("%s, want %s and 43 more", phc, want)
	}
	if ok, stale, err := account.Verify(phc, "walnut"); !ok || stale || err != nil {
		t.Errorf("%v %v %v", ok, stale, err)
	}
	a, _ := account.Hash(chance(1), "walnut", cheap)
	b, _ := account.Hash(chance(2), "walnut", cheap)
	if a == b {
		t.Error("two salts give one string")
	}
	for name, broken := range map[string]string{
		"empty": "", "other kind": strings.Replace(phc, "argon2id", "argon2i", 1), "other version": strings.Replace(phc, "v=19", "v=16", 1),
		"costs gigabytes": strings.Replace(phc, "m=19456", "m=4194304", 1), "costs hours": strings.Replace(phc, "t=2", "t=9999", 1),
		"no lanes": strings.Replace(phc, "p=1", "p=0", 1), "cut": phc[:len(phc)-2], "more": phc + "$", "spaces": strings.Replace(phc, "m=", "m= ", 1),
		"salt": strings.Replace(phc, "BwcHBwcHBwcHBwcHBwcHBw", "Bwc", 1),
	} {
		if ok, _, err := account.Verify(broken, "walnut"); ok || err == nil {
			t.Errorf("%s: %v %v", name, ok, err)
		}
	}
	if _, err := account.Hash(bytes.NewReader(nil), "walnut", cheap); err == nil {
		t.Error("a password was hashed without a salt")
	}
}

func TestRecoveryCodes(t *testing.T) {
	codes, err := account.NewRecoveryCodes(chance(1))
	if err != nil || len(codes) != account.RecoveryCodes {
		t.Fatalf("%d codes, %v", len(codes), err)
	}
	seen := map[string]bool{}
	for _, c := range codes {
		read, ok := account.ReadRecoveryCode(c)
		if !ok || len(read) != 16 || seen[read] {
			t.Errorf("code %q reads as %q, %v", c, read, ok)
		}
		seen[read] = true
		for _, typed := range []string{strings.ToUpper(c), strings.ReplaceAll(c, "-", " "), " " + read + " ", strings.ReplaceAll(strings.ReplaceAll(c, "0", "O"), "1", "l")} {
			if got, ok := account.ReadRecoveryCode(typed); !ok || got != read {
				t.Errorf("%q reads as %q, want %q", typed, got, read)
			}
		}
		if account.HashRecoveryCode("a", c) != account.HashRecoveryCode("a", read) || account.HashRecoveryCode("a", c) == account.HashRecoveryCode("b", c) {
			t.Error("the hash depends on dashes, or not on the account")
		}
	}
	for _, typed := range []string{"", "abcd", "0000-0000-0000-00000", "0000-0000-0000-000u", "<script>", strings.Repeat("0", 1000)} {
		if _, ok := account.ReadRecoveryCode(typed); ok {
			t.Errorf("%q was read as a code", typed)
		}
	}
	if _, err := account.NewRecoveryCodes(bytes.NewReader(nil)); err == nil {
		t.Error("codes without chance")
	}
}

func TestSessionsExpire(t *testing.T) {
	start := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	for _, role := range append([]account.Role{"unknown"}, account.Roles...) {
		l := account.LifetimeOf(role)
		if l.Idle <= account.SeenEvery || l.Most <= l.Idle {
			t.Errorf("%s: %+v", role, l)
		}
		if got := account.Expires(role, start, start); !got.Equal(start.Add(l.Idle)) {
			t.Errorf("%s ends at %v", role, got)
		}
		if got := account.Expires(role, start, start.Add(l.Most-time.Second)); !got.Equal(start.Add(l.Most)) {
			t.Errorf("%s, used to the last, ends at %v", role, got)
		}
	}
	if account.LifetimeOf(account.Practitioner).Most > 24*time.Hour || account.LifetimeOf("unknown") != account.LifetimeOf(account.Operator) {
		t.Error("whoever sees data of others must sign in each day")
	}
}

func TestRoles(t *testing.T) {
	for _, role := range account.Roles {
		if !role.Valid() || !strings.Contains(account.RoleList(), string(role)) {
			t.Errorf("%s: Valid() = %v, listed in %q", role, role.Valid(), account.RoleList())
		}
	}
	if account.Role("nobody").Valid() {
		t.Error("an unknown role is taken")
	}
}

func TestLimits(t *testing.T) {
	l := account.SignInByName
	start := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	for _, x := range []struct {
		after time.Duration
		same  bool
		wait  time.Duration
	}{{0, true, 15 * time.Minute}, {14*time.Minute + 59*time.Second, true, time.Second}, {15 * time.Minute, false, 15 * time.Minute}} {
		now := start.Add(x.after)
		if same := l.SpanOf(now) == l.SpanOf(start); same != x.same {
			t.Errorf("after %v the span is the same: %v", x.after, same)
		}
		if same := l.Key("anna", now) == l.Key("anna", start); same != x.same {
			t.Errorf("after %v the key is the same: %v", x.after, same)
		}
		if got := l.Wait(now); got != x.wait {
			t.Errorf("after %v wait %v, want %v", x.after, got, x.wait)
		}
	}
	keys := map[string]bool{}
	for _, l := range []account.Limit{account.SignInByName, account.SignInByAddress, account.CodeByName, account.SignUpByAddress, account.KeyByAddress} {
		for _, whom := range []string{"anna", "ben"} {
			key := l.Key(whom, start)
			if strings.Contains(key, whom) || keys[key] {
				t.Errorf("key %q", key)
			}
			keys[key] = true
		}
	}
	if east := start.In(time.FixedZone("", 5*3600)); l.SpanOf(east) != l.SpanOf(start) {
		t.Error("the span depends on the time zone")
	}
}

func ExampleHash() {
	phc, _ := account.Hash(bytes.NewReader(make([]byte, 16)), "walnut ferry ochre", account.Usual)
	fmt.Println(phc[:50])
	// Output: $argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAA
}
