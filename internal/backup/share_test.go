package backup_test

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"encoding/base64"
	"io"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/backup"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/share"
	"github.com/legible-health/legible/internal/store"
	"github.com/legible-health/legible/internal/store/pgtest"
)

// A backup knows that there were links and who opened them, holds nothing of what was
// shared, and a restore opens none of them again: one may have been ended since.
func TestLinksEndWithARestore(t *testing.T) {
	for name, options := range map[string]store.Options{"embedded": {Data: t.TempDir()}, "postgres": {Database: pgtest.URL(t)}} {
		t.Run(name, func(t *testing.T) {
			s := open(t, options)
			u := s.user(t, "anna", 1)
			shares := app.NewShares(s.keeper, account.Cost{MemoryKiB: 64, Passes: 1, Lanes: 1})
			link, err := shares.Create(t.Context(), u.account, u.person, &app.ShareRequest{Label: marker, Days: 7, Base: "https://legible.example",
				Files: []app.SharedFile{{Name: marker, ContentType: share.HTML, Data: []byte("<p>" + marker + "</p>")}}})
			if err != nil {
				t.Fatal(err)
			}
			secret := strings.Split(link.URL, "/")[4]
			if _, err := shares.Manifest(t.Context(), secret, "192.0.2.1", &share.Request{Recipient: marker}, nil); err != nil {
				t.Fatal(err)
			}
			data := take(t, s)
			plain := unpacked(t, data)
			for what, text := range map[string]string{"what was shared": marker, "its base64": base64.StdEncoding.EncodeToString([]byte(marker))[:8],
				"the key": string(link.Key[:]), "the key in base64": base64.StdEncoding.EncodeToString(link.Key[:]), "the key in base64url": base64.RawURLEncoding.EncodeToString(link.Key[:]),
				"the secret": secret, "a file": "share_file"} {
				if strings.Contains(plain, text) {
					t.Errorf("the backup holds %s", what)
				}
			}
			if !strings.Contains(plain, `"table":"share"`) || !strings.Contains(plain, `"table":"share_opening"`) {
				t.Fatal("the backup knows of no links")
			}

			again := open(t, embedded(t))
			if _, err := backup.Restore(t.Context(), reader(t, data), again, s.ring(t), now); err != nil {
				t.Fatal(err)
			}
			restored := app.NewShares(app.NewKeeper(again, s.keys, func() time.Time { return now }, rand.Reader), account.Cost{})
			list, err := restored.Of(t.Context(), u.account, u.person)
			if err != nil || len(list) != 1 || list[0].State != app.ShareRevoked || list[0].Openings != 1 || list[0].Opened[0].By != marker || list[0].Label != marker {
				t.Errorf("restored %+v, %v", list, err)
			}
			if _, err := restored.Manifest(t.Context(), secret, "192.0.2.1", &share.Request{Recipient: "x"}, nil); errs.KindOf(err) != errs.Gone {
				t.Errorf("a link after a restore: %v", err)
			}
		})
	}
}

// unpacked is the inside of a backup.
func unpacked(t *testing.T, data []byte) string {
	t.Helper()
	sealed, err := age.Decrypt(bytes.NewReader(data), identity)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := gzip.NewReader(sealed)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(packed)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
