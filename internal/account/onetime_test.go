package account_test

import (
	"bytes"
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/account"
)

// The values of RFC 6238, appendix B (SHA-1), of which apps show the last six digits.
func TestOneTimeCodesOfTheStandard(t *testing.T) {
	secret := []byte("12345678901234567890")
	for seconds, eight := range map[int64]string{59: "94287082", 1111111109: "07081804", 1111111111: "14050471", 1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130"} {
		now := time.Unix(seconds, 0)
		if got, err := account.OneTimeCode(secret, now); err != nil || got != eight[2:] {
			t.Errorf("at %d: %s, %v, want %s", seconds, got, err, eight[2:])
		}
		if step, ok := account.OneTimeStep(secret, eight[2:], now); !ok || step != seconds/30 {
			t.Errorf("at %d: step %d, %v", seconds, step, ok)
		}
	}
}

func TestOneTimeStep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret, err := account.NewOneTimeSecret(chance(rapid.Byte().Draw(t, "seed")))
		if err != nil {
			t.Fatal(err)
		}
		now := time.Unix(rapid.Int64Range(3600, 1<<33).Draw(t, "now"), 0)
		off := rapid.Int64Range(-5, 5).Draw(t, "spans off")
		code, err := account.OneTimeCode(secret, now.Add(time.Duration(off)*account.OneTimeSpan))
		if err != nil {
			t.Fatal(err)
		}
		step, ok := account.OneTimeStep(secret, code[:3]+" "+code[3:]+" ", now)
		if near := off >= -1 && off <= 1; near && (!ok || step != now.Unix()/30+off) {
			t.Fatalf("the code of %d spans off: step %d, %v", off, step, ok)
		} else if !near && ok && step == now.Unix()/30+off {
			t.Fatalf("the code of %d spans off was taken", off)
		}
		wrong := rapid.StringMatching(`[0-9]{0,5}|[0-9]{7,9}|[a-z]{6}`).Draw(t, "wrong")
		if _, ok := account.OneTimeStep(secret, wrong, now); ok {
			t.Fatalf("%q was taken", wrong)
		}
	})
	if _, err := account.NewOneTimeSecret(bytes.NewReader(nil)); err == nil {
		t.Error("a secret without chance")
	}
	if _, ok := account.OneTimeStep(make([]byte, 20), "123456", time.Unix(0, 0)); ok {
		t.Error("a wrong code in the first span")
	}
}

func TestOneTimeAddress(t *testing.T) {
	secret := []byte("12345678901234567890")
	if got := account.OneTimeText(secret); got != "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ" {
		t.Errorf("text %s", got)
	}
	for _, name := range []string{"anna", "Anna M", "a&secret=x", "ä/b?c#d", "a:b"} {
		address := account.OneTimeAddress("Legible: home", name, secret)
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/Legible  home:"+name {
			t.Errorf("%s: %v", address, err)
			continue
		}
		if q := u.Query(); q.Get("secret") != strings.ReplaceAll(account.OneTimeText(secret), " ", "") || q.Get("issuer") != "Legible  home" || strings.Contains(address, "+") {
			t.Errorf("%s", address)
		}
	}
}
