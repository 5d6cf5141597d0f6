package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/knowledge"
)

// contentFlag lets editors try what they changed.
type contentFlag struct {
	Knowledge string `help:"A knowledge folder in the place of the content inside the program." placeholder:"DIR"`
}

// openService loads a knowledge folder, or the content inside the program for "", and
// prepares the use cases.
func openService(dir string) (*app.Service, error) {
	base, err := openBase(dir)
	if err != nil {
		return nil, err
	}
	return app.New(base)
}

// openBase loads a knowledge folder, or the content inside the program for "".
func openBase(dir string) (*kb.Base, error) {
	load := func() (*kb.Base, error) { return kb.Open(knowledge.FS) }
	if dir != "" {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return nil, usage("%s is not a folder", dir)
		}
		load = func() (*kb.Base, error) { return kb.Load(os.DirFS(dir)) }
	}
	base, err := load()
	var problems kb.Problems
	switch {
	case errors.As(err, &problems):
		return nil, errs.New(errs.Invalid, "%s: %v", dir, err)
	case err != nil:
		return nil, fmt.Errorf("load the knowledge base: %w", err)
	}
	return base, nil
}

// readBounded reads a file, or c.in for "-", of at most limit bytes.
func (c *console) readBounded(name string, limit int64) ([]byte, error) {
	r := c.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, errs.New(errs.Invalid, "%v", err)
		}
		defer f.Close()
		r = f
	}
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if int64(len(data)) > limit {
		return nil, errs.New(errs.TooLarge, "%s: is larger than %d KiB", name, limit>>10)
	}
	return data, nil
}

// writeJSON prints a result for programs.
func (c *console) writeJSON(v any) error {
	enc := json.NewEncoder(c.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
