//go:build unix && !solaris && !illumos && !aix

package cli

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// holdFile locks a file, made when fresh, and fails at once when somebody holds it. The
// end of the program releases it, whatever the end was.
func holdFile(path string, fresh bool) (release func() error, err error) {
	flags := os.O_RDWR | unix.O_NOFOLLOW
	if fresh {
		flags |= os.O_CREATE | os.O_EXCL
	}
	f, err := os.OpenFile(path, flags, 0o600)
	if err != nil {
		return nil, err
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f.Close, nil
}
