// Command compile loads a knowledge folder and writes its compiled form into it:
//
//	go run ./internal/kb/compile knowledge
//
// go generate ./knowledge does the same.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/legible-health/legible/internal/kb"
)

func main() {
	dir := "knowledge"
	if len(os.Args) > 1 {
		dir = os.Args[1]
	}
	if err := compile(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func compile(dir string) error {
	base, err := kb.Load(os.DirFS(dir))
	if err != nil {
		return err
	}
	data, err := base.Compile()
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, kb.CompiledName), data, 0o644)
}
