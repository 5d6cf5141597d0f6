// Package wholefile writes files that are there whole or not at all, readable by their
// owner only: keys, and backups.
package wholefile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Write makes the file at path from what write gives, in the place of one that is there.
// After a crash the old file is there or the new one, and when Write returns nil the new
// one is on disk under its name. After an error of write, which comes back as it is, or
// of the disk, the old file is as it was.
func Write(path string, write func(io.Writer) error) error {
	folder := filepath.Dir(path)
	f, err := os.CreateTemp(folder, ".legible-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) //nolint:errcheck // it has been renamed
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
