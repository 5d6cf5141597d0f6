//go:build unix

package cli

import "golang.org/x/sys/unix"

// freeBytes is how much an ordinary user can still write at a place.
func freeBytes(path string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(path, &s); err != nil {
		return 0, err
	}
	return s.Bavail * uint64(s.Bsize), nil //nolint:unconvert // the type differs between systems
}
