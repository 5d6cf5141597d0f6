package eval

import (
	"fmt"
	"maps"
	"slices"

	"github.com/goccy/go-yaml"
)

// ReadMap reads diagnosis key → accepted condition ids from YAML. Ids without a
// condition are allowed; such a case counts as not covered.
func ReadMap(data []byte) (map[string][]string, error) {
	m := map[string][]string{}
	if err := yaml.UnmarshalWithOptions(data, &m, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("not a map of diagnosis keys to lists of condition ids: %s", yaml.FormatError(err, false, false))
	}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if len(m[key]) == 0 {
			return nil, fmt.Errorf("%s: has no condition id; name at least one", key)
		}
	}
	return m, nil
}
