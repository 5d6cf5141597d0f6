//go:build linux || darwin || freebsd || netbsd || openbsd

package keyfile

import (
	"errors"
	"os"
	"syscall"
)

// lock waits until no other program holds the lock. A crash releases it.
func lock(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() { _ = f.Close() }, nil // closing releases it
}
