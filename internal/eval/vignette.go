package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// Vignette is one of the knowledge base's own cases: a person with findings, own words
// or both, and what the program must make of them.
type Vignette struct {
	File     string // below the knowledge folder
	ID       string
	Person   clinical.Person
	Text     string            // empty when there are findings only
	Findings clinical.Evidence // empty when there are own words only
	Expect   Expectation
}

// Expectation is what must hold for a vignette. Empty fields ask for nothing.
type Expectation struct {
	Conditions []string           // one of these is among the first Within candidates
	Within     int                // ≥ 1 with Conditions, 0 without
	Urgency    []clinical.Urgency // accepted levels
	// Understood is what Text must be read as; what stands in NotUnderstood must not be
	// read as present.
	Understood    clinical.Evidence
	NotUnderstood []string
	Fires, Quiet  []string          // red flags that must and must not hold
	FloorBelow    *clinical.Urgency // the floor of the red flags stays below; nil asks for nothing
}

type vignetteFile struct {
	ID     string `yaml:"id"`
	Person struct {
		Age      *float64 `yaml:"age"`
		Sex      string   `yaml:"sex"`
		Pregnant *bool    `yaml:"pregnant"`
	} `yaml:"person"`
	Text     string         `yaml:"text"`
	Findings map[string]any `yaml:"findings"`
	Expect   struct {
		Conditions    []string       `yaml:"conditions"`
		Within        int            `yaml:"within"`
		Urgency       []string       `yaml:"urgency"`
		Understood    map[string]any `yaml:"understood"`
		NotUnderstood []string       `yaml:"not_understood"`
		Fires         []string       `yaml:"fires"`
		Quiet         []string       `yaml:"quiet"`
		FloorBelow    string         `yaml:"floor_below"`
	} `yaml:"expect"`
}

// Vignettes reads cases/*.yaml of a knowledge folder strictly, each file a list, in the
// order of file names. An unknown field, finding, condition or red flag, a repeated id
// or an expectation that asks for nothing is an error with file and id; all of them are
// reported together.
func Vignettes(fsys fs.FS, base *kb.Base) ([]Vignette, error) {
	names, err := fs.Glob(fsys, "cases/*.yaml")
	if err != nil {
		return nil, err
	}
	var out []Vignette
	var faults []error
	first := map[string]string{} // id → file
	for _, name := range names {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		var list []vignetteFile
		if err := yaml.UnmarshalWithOptions(text, &list, yaml.Strict()); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", name, err))
			continue
		}
		for i := range list {
			v, err := list[i].vignette(base)
			if err == nil && first[v.ID] != "" {
				err = fmt.Errorf("id: is also in %s: rename one", path.Base(first[v.ID]))
			}
			if err != nil {
				faults = append(faults, fmt.Errorf("%s: case %d %q: %w", name, i+1, list[i].ID, err))
				continue
			}
			first[v.ID], v.File = name, name
			out = append(out, v)
		}
	}
	return out, errors.Join(faults...)
}

func (f *vignetteFile) vignette(base *kb.Base) (Vignette, error) {
	v := Vignette{ID: f.ID, Text: strings.TrimSpace(f.Text)}
	if f.ID == "" {
		return v, errors.New("id: is missing")
	}
	sex, err := clinical.ParseSex(f.Person.Sex)
	if err != nil {
		return v, fmt.Errorf("person: %w", err)
	}
	v.Person = clinical.Person{Age: f.Person.Age, Sex: sex, Pregnant: f.Person.Pregnant}
	if err := v.Person.Check(); err != nil {
		return v, fmt.Errorf("person: %w", err)
	}
	if v.Findings, err = answers(base, "findings", f.Findings); err != nil {
		return v, err
	}
	if v.Text == "" && len(v.Findings) == 0 {
		return v, errors.New("has neither text nor findings")
	}
	return v, f.expectation(base, &v)
}

func (f *vignetteFile) expectation(base *kb.Base, v *Vignette) (err error) {
	x, e := &f.Expect, &v.Expect
	e.Conditions, e.Within, e.NotUnderstood, e.Fires, e.Quiet = x.Conditions, x.Within, x.NotUnderstood, x.Fires, x.Quiet
	if e.Understood, err = answers(base, "expect.understood", x.Understood); err != nil {
		return err
	}
	for _, s := range x.Urgency {
		u, err := clinical.ParseUrgency(s)
		if err != nil {
			return fmt.Errorf("expect.urgency: %w", err)
		}
		e.Urgency = append(e.Urgency, u)
	}
	if x.FloorBelow != "" {
		u, err := clinical.ParseUrgency(x.FloorBelow)
		if err != nil {
			return fmt.Errorf("expect.floor_below: %w", err)
		}
		e.FloorBelow = &u
	}
	return e.check(base, v)
}

func (e *Expectation) check(base *kb.Base, v *Vignette) error {
	for _, list := range []struct {
		field string
		ids   []string
		known func(string) bool
	}{
		{"conditions", e.Conditions, func(id string) bool { return base.Condition(id) != nil }},
		{"not_understood", e.NotUnderstood, func(id string) bool { return base.Finding(id) != nil }},
		{"fires", e.Fires, func(id string) bool { return base.RedFlag(id) != nil }},
		{"quiet", e.Quiet, func(id string) bool { return base.RedFlag(id) != nil }},
	} {
		for i, id := range list.ids {
			if !list.known(id) {
				return fmt.Errorf("expect.%s: unknown id %q", list.field, id)
			}
			if slices.Contains(list.ids[:i], id) {
				return fmt.Errorf("expect.%s: %q is listed twice", list.field, id)
			}
		}
	}
	for _, id := range e.Fires {
		if slices.Contains(e.Quiet, id) {
			return fmt.Errorf("expect: %q cannot both fire and be quiet", id)
		}
	}
	reads := len(e.Understood) + len(e.NotUnderstood)
	switch {
	case (len(e.Conditions) > 0) != (e.Within >= 1):
		return errors.New("expect.within: give conditions with a rank from 1, or neither")
	case reads > 0 && v.Text == "":
		return errors.New("expect.understood: there is no text to understand")
	case len(e.Conditions)+len(e.Urgency)+reads+len(e.Fires)+len(e.Quiet) == 0 && e.FloorBelow == nil:
		return errors.New("expect: asks for nothing")
	}
	return nil
}

// answers reads findings written as present, absent, unknown, a number or an option.
func answers(base *kb.Base, field string, given map[string]any) (clinical.Evidence, error) {
	ev := make(clinical.Evidence, len(given))
	for _, id := range sortedKeys(given) {
		f := base.Finding(id)
		if f == nil {
			return nil, fmt.Errorf("%s.%s: unknown finding", field, id)
		}
		var presence string
		value, err := json.Marshal(given[id])
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", field, id, err)
		}
		if s, ok := given[id].(string); ok && (f.Kind != "choice" || s == string(clinical.NotKnown)) {
			presence, value = s, nil
		}
		a, err := app.ParseAnswer(f, presence, value)
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", field, id, err)
		}
		ev[id] = a
	}
	return ev, nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
