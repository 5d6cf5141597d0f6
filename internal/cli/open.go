package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/knowledge"
)

// openService loads the knowledge inside the program and prepares the use cases.
func openService() (*app.Service, error) {
	base, err := kb.Open(knowledge.FS)
	if err != nil {
		return nil, fmt.Errorf("load the knowledge base: %w", err)
	}
	return app.New(base)
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
