package cli

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/goccy/go-yaml"
)

// configEnv names a configuration file, as --config does.
const configEnv = "LEGIBLE_CONFIG"

// settings is a configuration file: the names of the flags of "legible serve" without
// dashes in front, and their values. A flag given stands above the environment, and that
// above the file.
type settings struct {
	values map[string]any
	lines  map[string]int // where each stands
}

// maxSettings bounds a configuration file in bytes.
const maxSettings = 64 << 10

// readSettings reads a file strictly: doubled names and nested values are refused.
func readSettings(r io.Reader) (kong.Resolver, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxSettings+1))
	if err != nil {
		return nil, fmt.Errorf("configuration file: %w", err)
	}
	if len(text) > maxSettings {
		return nil, fmt.Errorf("configuration file: it is longer than %d bytes", maxSettings)
	}
	s := &settings{values: map[string]any{}, lines: map[string]int{}}
	if err := yaml.Unmarshal(text, &s.values); err != nil {
		return nil, fmt.Errorf("configuration file: %s", yaml.FormatError(err, false, false))
	}
	for i, line := range strings.Split(string(text), "\n") {
		if name, _, ok := strings.Cut(line, ":"); ok {
			s.lines[strings.TrimSpace(name)] = i + 1
		}
	}
	for name, v := range s.values {
		if err := plainValue(v); err != nil {
			return nil, fmt.Errorf("configuration file: line %d: %s: %w", s.lines[name], name, err)
		}
	}
	return s, nil
}

// plainValue refuses what no flag can be.
func plainValue(v any) error {
	switch x := v.(type) {
	case map[string]any:
		return fmt.Errorf("write it as one name, such as mail-host, not nested")
	case nil:
		return fmt.Errorf("has no value")
	case []any:
		for _, y := range x {
			if _, ok := y.(string); !ok {
				return fmt.Errorf("is a list of something other than text")
			}
		}
	}
	return nil
}

// Validate implements kong.Resolver: every name must be a flag of "legible serve".
func (s *settings) Validate(app *kong.Application) error {
	known := map[string]bool{}
	for _, n := range app.Children {
		if n.Name == "serve" {
			for _, f := range n.Flags {
				known[f.Name] = f.Name != "config"
			}
		}
	}
	var wrong []string
	for name := range s.values {
		if !known[name] {
			wrong = append(wrong, fmt.Sprintf("configuration file: line %d: there is no setting %q; see \"legible help serve\"", s.lines[name], name))
		}
	}
	if len(wrong) > 0 {
		slices.Sort(wrong)
		return fmt.Errorf("%s", wrong[0])
	}
	return nil
}

// Resolve implements kong.Resolver.
func (s *settings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, env := range flag.Envs {
		if _, set := os.LookupEnv(env); set {
			return nil, nil
		}
	}
	v, ok := s.values[flag.Name]
	if !ok {
		return nil, nil
	}
	if list, ok := v.([]any); ok {
		words := make([]string, len(list))
		for i, x := range list {
			words[i] = fmt.Sprint(x)
		}
		return strings.Join(words, ","), nil
	}
	return fmt.Sprint(v), nil
}

// fromEnvironment is the file that the environment names; nil for none.
func fromEnvironment() (kong.Resolver, error) {
	path := os.Getenv(configEnv)
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", configEnv, err)
	}
	defer f.Close()
	return readSettings(f)
}
