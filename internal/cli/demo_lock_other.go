//go:build !unix || solaris || illumos || aix

package cli

import (
	"errors"
	"os"
)

// holdFile makes the file. Where nothing tells whether another program runs, no folder but
// the own is removed.
func holdFile(path string, fresh bool) (release func() error, err error) {
	if !fresh {
		return nil, errors.ErrUnsupported
	}
	return func() error { return nil }, os.WriteFile(path, nil, 0o600)
}
