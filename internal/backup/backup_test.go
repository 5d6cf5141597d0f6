package backup_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/backup"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/keyfile"
	"github.com/legible-health/legible/internal/seal"
	"github.com/legible-health/legible/internal/store"
	"github.com/legible-health/legible/internal/store/pgtest"
	"github.com/legible-health/legible/internal/store/tables"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var now = time.Date(2026, 11, 22, 7, 0, 0, 0, time.UTC)

// site is a store with its keys.
type site struct {
	store.Store
	keys   *keyfile.File
	keeper *app.Keeper
	folder string // of the embedded one
}

func embedded(t *testing.T) store.Options { return store.Options{Data: t.TempDir()} }

func clinic(t *testing.T) store.Options { return store.Options{Database: pgtest.URL(t)} }

func open(t *testing.T, o store.Options) *site {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	keys, err := keyfile.Create(filepath.Join(t.TempDir(), "keys"), "", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &site{s, keys, app.NewKeeper(s, keys, func() time.Time { return now }, rand.Reader), o.Data}
}

func (s *site) ring(t *testing.T) *seal.Ring {
	t.Helper()
	r, err := s.keys.Ring(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// marker is what is looked for where it must not be.
const marker = "Zanzibarr"

type user struct {
	account app.Account
	person  string
}

func (s *site) user(t *testing.T, name string, entries int) user {
	t.Helper()
	a, p, err := s.keeper.AddAccount(t.Context(), name, "person", "Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.keeper.AddToken(t.Context(), name, "test", nil); err != nil {
		t.Fatal(err)
	}
	u := user{a, p.ID}
	for i := range entries {
		s.write(t, u, i)
	}
	return u
}

func (s *site) write(t *testing.T, u user, i int) {
	t.Helper()
	raw := fmt.Appendf(nil, `{"kind":"note","day":"2026-11-21","data":{"text":"%s %d"}}`, marker, i)
	if _, err := s.keeper.AddEntry(t.Context(), u.account, u.person, raw); err != nil {
		t.Fatal(err)
	}
}

// rows is everything in a store, in the words of a dump.
func rows(t *testing.T, s backup.Source) (all []string) {
	t.Helper()
	if err := s.Dump(t.Context(), func(tb tables.Table, r tables.Row) error {
		all = append(all, fmt.Sprintf("%s %v", tb.Name, r))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

var identity = func() *age.X25519Identity {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		panic(err)
	}
	return id
}()

func take(t *testing.T, s backup.Source) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := backup.Write(t.Context(), &out, s, now, identity.Recipient()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func reader(t *testing.T, data []byte) *backup.Reader {
	t.Helper()
	b, err := backup.Open(bytes.NewReader(data), identity)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestABackupRestoresIntoEitherDatabase(t *testing.T) {
	kinds := map[string]func(*testing.T) store.Options{"embedded": embedded, "postgres": clinic}
	for from, openFrom := range kinds {
		for to, openTo := range kinds {
			t.Run(from+" to "+to, func(t *testing.T) {
				source := open(t, openFrom(t))
				anna := source.user(t, "anna", 30)
				source.user(t, "ben", 3)
				data := take(t, source)

				target := open(t, openTo(t))
				report, err := backup.Restore(t.Context(), reader(t, data), target, source.ring(t), now)
				if err != nil {
					t.Fatal(err)
				}
				if report.Opened != 33 || report.Rows["record"] != 33 || report.Rows["account"] != 2 || !report.At.Equal(now) {
					t.Errorf("report %+v", report)
				}
				if d := cmp.Diff(rows(t, source), rows(t, target)); d != "" {
					t.Errorf("the restored database differs (-source +restored):\n%s", d)
				}
				keeper := app.NewKeeper(target, source.keys, func() time.Time { return now }, rand.Reader)
				list, _, err := keeper.Entries(t.Context(), anna.account, anna.person, app.EntryQuery{Limit: 100})
				if err != nil || len(list) != 30 {
					t.Errorf("%d entries, %v", len(list), err)
				}
				_, err = backup.Restore(t.Context(), reader(t, data), target, source.ring(t), now)
				if err == nil || errs.KindOf(err) != errs.Conflict {
					t.Errorf("restored over something: %v", err)
				}
			})
		}
	}
}

// A backup taken while others write is of one moment: it holds every write acknowledged
// before it began, and each writer's entries without a gap.
func TestABackupUnderLoadIsOfOneMoment(t *testing.T) {
	for name, options := range map[string]func(*testing.T) store.Options{"embedded": embedded, "postgres": clinic} {
		t.Run(name, func(t *testing.T) {
			source := open(t, options(t))
			u := source.user(t, "anna", 20)
			ctx, stop := context.WithCancel(t.Context())
			var writers sync.WaitGroup
			for w := range 3 {
				writers.Go(func() {
					for i := 0; ctx.Err() == nil; i++ {
						raw := fmt.Appendf(nil, `{"kind":"note","day":"2026-11-20","data":{"text":"w%d %d"}}`, w, i)
						if _, err := source.keeper.AddEntry(t.Context(), u.account, u.person, raw); err != nil {
							t.Error(err)
							return
						}
					}
				})
			}
			var backups [][]byte
			for range 5 {
				backups = append(backups, take(t, source))
			}
			stop()
			writers.Wait()
			for _, data := range backups {
				target := open(t, embedded(t))
				if _, err := backup.Restore(t.Context(), reader(t, data), target, source.ring(t), now); err != nil {
					t.Fatal(err)
				}
				keeper := app.NewKeeper(target, source.keys, func() time.Time { return now }, rand.Reader)
				seen := map[string]bool{}
				if err := keeper.EachEntry(t.Context(), u.account, u.person, func(e app.KeptEntry) error {
					seen[strings.Trim(string(e.Encode()[bytes.Index(e.Encode(), []byte(`"text":"`))+8:]), `"}`)] = true
					return nil
				}); err != nil {
					t.Fatal(err)
				}
				for i := range 20 {
					if !seen[fmt.Sprintf("%s %d", marker, i)] {
						t.Errorf("entry %d, written before, is missing", i)
					}
				}
				for w := range 3 {
					n := 0
					for seen[fmt.Sprintf("w%d %d", w, n)] {
						n++
					}
					for i := n; i < n+50; i++ {
						if seen[fmt.Sprintf("w%d %d", w, i)] {
							t.Errorf("writer %d: entry %d is there and %d is not", w, i, n)
						}
					}
				}
			}
		})
	}
}

// What a thief finds: no word of what was entered in the database's files, while it is
// open and after, nor in a backup, opened or not.
func TestNothingEnteredStandsInFilesOrBackups(t *testing.T) {
	s := open(t, embedded(t))
	u := s.user(t, "anna", 50)
	search := func(what string) {
		t.Helper()
		files, err := filepath.Glob(filepath.Join(s.folder, "*"))
		if err != nil || len(files) == 0 {
			t.Fatalf("files %v, %v", files, err)
		}
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(text, []byte(marker)) {
				t.Errorf("%s: %s holds what was entered", what, filepath.Base(name))
			}
		}
	}
	search("open")
	data := take(t, s)
	plain, err := age.Decrypt(bytes.NewReader(data), identity)
	if err != nil {
		t.Fatal(err)
	}
	inside := unpack(t, plain)
	if bytes.Contains(data, []byte(marker)) || bytes.Contains(inside, []byte(marker)) {
		t.Error("the backup holds what was entered")
	}
	if !bytes.Contains(inside, []byte(u.person)) {
		t.Error("the inside of the backup was not searched: it does not even hold the person's id")
	}
	if bytes.Contains(inside, s.ring(t).Marshal()[300:340]) {
		t.Error("the backup holds the instance's keys")
	}
	s.Close()
	search("closed")
}

// After an erasure an old backup cannot be read for that person, and still is for others.
func TestAnErasedPersonStaysErasedInOldBackups(t *testing.T) {
	s := open(t, embedded(t))
	anna, ben := s.user(t, "anna", 5), s.user(t, "ben", 3)
	old := take(t, s)
	if _, err := s.keeper.Erase(t.Context(), anna.account, anna.person); err != nil {
		t.Fatal(err)
	}
	target := open(t, embedded(t))
	report, err := backup.Restore(t.Context(), reader(t, old), target, s.ring(t), now)
	if err != nil || report.Erased != 1 || report.Dropped != 5 || report.Opened != 3 {
		t.Fatalf("report %+v, %v", report, err)
	}
	keeper := app.NewKeeper(target, s.keys, func() time.Time { return now }, rand.Reader)
	if _, err := keeper.Book(t.Context(), anna.account, anna.person); errs.KindOf(err) != errs.NotFound {
		t.Errorf("the erased person: %v", err)
	}
	if list, _, err := keeper.Entries(t.Context(), ben.account, ben.person, app.EntryQuery{Limit: 9}); err != nil || len(list) != 3 {
		t.Errorf("the other person: %d entries, %v", len(list), err)
	}
}

func TestALostOrWrongKeyIsAClearRefusal(t *testing.T) {
	s, other := open(t, embedded(t)), open(t, embedded(t))
	s.user(t, "anna", 2)
	data := take(t, s)
	if report, err := backup.Check(reader(t, data), s.ring(t), now); err != nil || report.Opened != 2 {
		t.Errorf("check: %+v, %v", report, err)
	}
	_, err := backup.Check(reader(t, data), other.ring(t), now)
	if err == nil || errs.KindOf(err) != errs.Sealed {
		t.Errorf("checked with other keys: %v", err)
	}
	_, err = backup.Restore(t.Context(), reader(t, data), other, other.ring(t), now)
	if err == nil || errs.KindOf(err) != errs.Sealed {
		t.Errorf("restored with other keys: %v", err)
	}
	if left := rows(t, other); len(left) != 0 {
		t.Errorf("a refused restore left %d rows", len(left))
	}
	stranger, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Open(bytes.NewReader(data), stranger); err == nil || errs.KindOf(err) != errs.Sealed {
		t.Errorf("opened by a stranger: %v", err)
	}
	if _, err := backup.Open(strings.NewReader("no backup"), identity); err == nil || errs.KindOf(err) != errs.Invalid {
		t.Errorf("no backup: %v", err)
	}
}

// Cut anywhere or with any bit turned, a backup is refused whole.
func TestADamagedBackupIsRefusedWhole(t *testing.T) {
	s := open(t, embedded(t))
	s.user(t, "anna", 200)
	data := take(t, s)
	refused := func(what string, broken []byte) {
		t.Helper()
		b, err := backup.Open(bytes.NewReader(broken), identity)
		if err == nil {
			_, err = backup.Check(b, s.ring(t), now)
		}
		if err == nil || errs.KindOf(err) != errs.Invalid && errs.KindOf(err) != errs.Sealed {
			t.Errorf("%s: %v", what, err)
		}
	}
	for at := 0; at < len(data); at += len(data)/40 + 1 {
		refused(fmt.Sprintf("cut at %d of %d", at, len(data)), data[:at])
		turned := bytes.Clone(data)
		turned[at] ^= 1
		refused(fmt.Sprintf("a bit turned at %d of %d", at, len(data)), turned)
	}
	refused("cut by one byte", data[:len(data)-1])
	refused("something behind", append(bytes.Clone(data), 'x'))
}

func TestAPassphraseOpensABackup(t *testing.T) {
	s := open(t, embedded(t))
	s.user(t, "anna", 1)
	recipient, err := age.NewScryptRecipient("calm legs")
	if err != nil {
		t.Fatal(err)
	}
	recipient.SetWorkFactor(10) // quick
	var out bytes.Buffer
	if _, err := backup.Write(t.Context(), &out, s, now, recipient); err != nil {
		t.Fatal(err)
	}
	for passphrase, want := range map[string]errs.Kind{"calm legs": errs.Internal, "restless legs": errs.Sealed} {
		id, err := age.NewScryptIdentity(passphrase)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := backup.Open(bytes.NewReader(out.Bytes()), id); (err == nil) != (want == errs.Internal) || err != nil && errs.KindOf(err) != want {
			t.Errorf("%q: %v", passphrase, err)
		}
	}
}
