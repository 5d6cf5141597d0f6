package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// Names of what a demo leaves under the folder for temporary files.
const (
	demoFolderName = "legible-demo-"
	demoLock       = "demo.lock"
)

// makeDemoFolder makes the folder of a demo and holds its lock until remove is called. A
// demo that was killed cannot remove its own, so the next one does.
func makeDemoFolder() (dir string, remove func() error, err error) {
	removeDeadDemos(os.TempDir())
	if dir, err = os.MkdirTemp("", demoFolderName); err != nil {
		return "", nil, err
	}
	// It gets its name once it is held, so that nobody finds a lock that is free already.
	fresh := filepath.Join(dir, demoLock+".new")
	release, err := holdFile(fresh, true)
	if err == nil {
		err = os.Rename(fresh, filepath.Join(dir, demoLock))
	}
	if err != nil {
		return "", nil, errors.Join(err, os.RemoveAll(dir))
	}
	return dir, func() error { return errors.Join(release(), os.RemoveAll(dir)) }, nil
}

// removeDeadDemos removes the folders of demos that nobody runs any more. What cannot be
// looked at or removed, such as the folder of somebody else, stays.
func removeDeadDemos(under string) {
	list, err := os.ReadDir(under)
	if err != nil {
		return
	}
	for _, x := range list {
		if !x.IsDir() || !strings.HasPrefix(x.Name(), demoFolderName) {
			continue
		}
		dir := filepath.Join(under, x.Name())
		release, err := holdFile(filepath.Join(dir, demoLock), false)
		if err != nil {
			continue // it runs, it is not ours, or it is no demo
		}
		_ = release() // some systems keep files that are open
		_ = os.RemoveAll(dir)
	}
}
