package share_test

import (
	"testing"

	"github.com/legible-health/legible/internal/share"
)

// A link from anywhere is refused or comes back as it was.
func FuzzParse(f *testing.F) {
	f.Add((&share.Link{URL: "https://legible.example/s/x/manifest", Label: "Legs"}).At("https://legible.example/s/x"))
	f.Add("shlink:/eyJ1cmwiOiJodHRwczovL3gifQ")
	f.Fuzz(func(t *testing.T, s string) {
		l, err := share.Parse(s)
		if err != nil {
			return
		}
		again, err := share.Parse(l.String())
		if err != nil || again.URL != l.URL || again.Key != l.Key || again.Flags != l.Flags || again.Label != l.Label {
			t.Errorf("%+v comes back as %+v, %v", l, again, err)
		}
	})
}

// A file from anywhere is refused or opens, and is never larger than asked for.
func FuzzOpen(f *testing.F) {
	key := must(share.NewKey(chance(1)))
	f.Add(must(share.Seal(chance(2), key, share.FHIR, []byte(`{"resourceType":"Basic"}`))))
	f.Add("e30..AAAA.AAAA.AAAA")
	f.Fuzz(func(t *testing.T, jwe string) {
		if _, plain, err := share.Open(key, jwe, 1000); err == nil && len(plain) > 1000 {
			t.Errorf("%d bytes", len(plain))
		}
	})
}

// What a viewer sends is refused or names its recipient.
func FuzzReadRequest(f *testing.F) {
	f.Add([]byte(`{"recipient":"Dr","passcode":"1234","embeddedLengthMax":10}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		if r, err := share.ReadRequest(body); err == nil && r.Recipient == "" {
			t.Error("nobody asks")
		}
	})
}
