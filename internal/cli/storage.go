package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
	_ "time/tzdata" // time zones where the system has none

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/config"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/keyfile"
	"github.com/legible-health/legible/internal/seal"
	"github.com/legible-health/legible/internal/store"
)

// storage is what is kept, opened. The zero value keeps nothing.
type storage struct {
	store  store.Store
	keys   *keyfile.File
	keeper *app.Keeper
	upkeep *app.Upkeep
}

func (s *storage) close() error {
	if s.store == nil {
		return nil
	}
	return s.store.Close()
}

// openStorage opens database and keys and makes sure that they belong together. A fresh
// database gets a fresh key file; one that holds persons never does.
func openStorage(ctx context.Context, o config.Storage) (*storage, error) {
	db, o, err := openStore(ctx, o)
	if err != nil {
		return nil, err
	}
	s := &storage{store: db}
	if s.keys, err = openKeys(ctx, db, o); err == nil {
		s.keeper = app.NewKeeper(db, s.keys, time.Now, rand.Reader)
		s.upkeep = app.NewUpkeep(s.keeper)
		err = errors.Join(s.keeper.Check(ctx), s.keeper.FinishErasures(ctx))
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// openStore opens the database and fills in the defaults.
func openStore(ctx context.Context, o config.Storage) (store.Store, config.Storage, error) {
	o, err := withDefaults(o)
	if err != nil {
		return nil, o, err
	}
	db, err := store.Open(ctx, store.Options{Data: o.Data, Database: o.Database})
	return db, o, err
}

// withDefaults fills in where data and keys are. The default folder is looked for only
// where it is needed: a container may have no home.
func withDefaults(o config.Storage) (config.Storage, error) {
	folder, file := o.Data, o.KeyFile == "" && os.Getenv("LEGIBLE_KEYS") == ""
	if folder == "" && (o.Database == "" || file) {
		var err error
		if folder, err = stateFolder(); err != nil {
			return o, err
		}
	}
	if o.Database == "" {
		o.Data = folder
	}
	if file {
		o.KeyFile = filepath.Join(folder, "legible.keys")
	}
	return o, nil
}

// stateFolder is where programs keep what must outlive them.
func stateFolder() (string, error) {
	if base := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(base) {
		return filepath.Join(base, "legible"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", usage("there is no home folder; give --data DIR")
	}
	return filepath.Join(home, ".local", "state", "legible"), nil
}

// readKeys reads the keys of the environment or of the key file; errs.NotFound when there
// are none.
func readKeys(o config.Storage) (*keyfile.File, error) {
	if text := os.Getenv("LEGIBLE_KEYS"); text != "" {
		return keyfile.FromText(text, keyPassphrase())
	}
	return keyfile.Open(o.KeyFile, keyPassphrase(), rand.Reader)
}

func keyPassphrase() string { return os.Getenv("LEGIBLE_KEY_PASSPHRASE") }

func openKeys(ctx context.Context, db store.Store, o config.Storage) (*keyfile.File, error) {
	keys, err := readKeys(o)
	if err == nil || errs.KindOf(err) != errs.NotFound {
		return keys, err
	}
	used, err := db.KeysInUse(ctx)
	switch {
	case err != nil:
		return nil, err
	case len(used) > 0:
		return nil, errs.New(errs.Sealed, "there is no key file at %s, and without it what is kept cannot be read: put it back, or name it with --key-file", o.KeyFile)
	}
	return keyfile.Create(o.KeyFile, keyPassphrase(), rand.Reader)
}

// ringFor reads the keys that a backup is to be checked with.
func ringFor(ctx context.Context, o config.Storage) (*seal.Ring, error) {
	o, err := withDefaults(o)
	if err != nil {
		return nil, err
	}
	keys, err := readKeys(o)
	if err != nil && errs.KindOf(err) == errs.NotFound {
		err = errs.New(errs.Sealed, "there is no key file at %s, and without the one that belongs to the backup it cannot be read: put it there, or name it with --key-file", o.KeyFile)
	}
	if err != nil {
		return nil, err
	}
	return keys.Ring(ctx)
}

// withStorage opens what is kept for one command.
func (c *console) withStorage(o config.Storage, fn func(context.Context, *storage) error) error {
	ctx, stop := interruptible()
	defer stop()
	s, err := openStorage(ctx, o)
	if err != nil {
		return err
	}
	return errors.Join(fn(ctx, s), s.close())
}

// interruptible is cancelled by Ctrl-C.
func interruptible() (context.Context, context.CancelFunc) {
	return signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
}
