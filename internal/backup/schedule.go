package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"filippo.io/age"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
	"github.com/legible-health/legible/internal/wholefile"
)

// Folder is where backups are written again and again. Each is read back as a restore
// would, with the keys, before older ones are removed.
type Folder struct {
	Path string
	Keep int // backups that stay, newest first; at least 1
	// Passphrase encrypts; where it is empty, Recipients do.
	Passphrase string
	Recipients []age.Recipient
}

// backupName is what a backup in a folder is called; nothing else in it is touched.
var backupName = regexp.MustCompile(`^legible-\d{8}T\d{6}Z\.age$`)

// Write writes a backup, checks it and removes those beyond Keep. It returns its name in
// the folder. errs.Unavailable when the folder cannot be written. When the backup does not
// read back it gets the ending .damaged and the older ones all stay.
func (f *Folder) Write(ctx context.Context, from Source, ring *seal.Ring, now time.Time) (name string, report Report, err error) {
	to, back, err := f.keys()
	if err != nil {
		return "", report, err
	}
	name = "legible-" + now.UTC().Format("20060102T150405Z") + ".age"
	path := filepath.Join(f.Path, name)
	err = wholefile.Write(path, func(w io.Writer) error {
		_, err := Write(ctx, w, from, now, to...)
		return err
	})
	if err != nil {
		return "", report, unwritten(err)
	}
	if report, err = f.check(path, ring, now, back); err != nil {
		return "", report, errors.Join(fmt.Errorf("read back the backup %s: %w", name, err), os.Rename(path, path+".damaged"))
	}
	return name, report, f.prune()
}

// keys are what to encrypt for and what opens it again. With recipients that is an
// identity made for this one backup and forgotten after the check: the recipients' own
// stay where they are.
func (f *Folder) keys() (to []age.Recipient, back age.Identity, err error) {
	if f.Passphrase != "" {
		r, err := age.NewScryptRecipient(f.Passphrase)
		if err != nil {
			return nil, nil, fmt.Errorf("passphrase of backups: %w", err)
		}
		id, err := age.NewScryptIdentity(f.Passphrase)
		return []age.Recipient{r}, id, err
	}
	if len(f.Recipients) == 0 {
		return nil, nil, errs.New(errs.Usage, "backups need a passphrase or a recipient")
	}
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, nil, fmt.Errorf("make a key for the check: %w", err)
	}
	return append(slices.Clone(f.Recipients), id.Recipient()), id, nil
}

func (f *Folder) check(path string, ring *seal.Ring, now time.Time, back age.Identity) (Report, error) {
	file, err := os.Open(path)
	if err != nil {
		return Report{}, unwritten(err)
	}
	defer file.Close()
	b, err := Open(file, back)
	if err != nil {
		return Report{}, err
	}
	return Check(b, ring, now)
}

// Names lists the backups in the folder, newest first.
func (f *Folder) Names() ([]string, error) {
	list, err := os.ReadDir(f.Path)
	if err != nil {
		return nil, unwritten(err)
	}
	var names []string
	for _, x := range list {
		if x.Type().IsRegular() && backupName.MatchString(x.Name()) {
			names = append(names, x.Name())
		}
	}
	slices.Sort(names)
	slices.Reverse(names)
	return names, nil
}

func (f *Folder) prune() error {
	names, err := f.Names()
	if err != nil {
		return err
	}
	var failed []error
	for _, name := range names[min(max(f.Keep, 1), len(names)):] {
		if err := os.Remove(filepath.Join(f.Path, name)); err != nil {
			failed = append(failed, unwritten(err))
		}
	}
	return errors.Join(failed...)
}

// unwritten gives errors of files their kind.
func unwritten(err error) error {
	if errors.As(err, new(*fs.PathError)) || errors.As(err, new(*os.LinkError)) {
		return errs.New(errs.Unavailable, "the folder of backups: %v", err)
	}
	return err
}
