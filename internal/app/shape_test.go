package app_test

import (
	"fmt"
	"sort"
)

// shape lists the fields of a JSON value with their types, sorted; a list is as its
// elements together.
func shape(path string, v any) []string {
	set := map[string]bool{}
	var walk func(string, any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, x := range v {
				walk(path+"."+k, x)
			}
		case []any:
			set[path+" list"] = true
			for _, x := range v {
				walk(path+"[]", x)
			}
		default:
			set[fmt.Sprintf("%s %T", path, v)] = true
		}
	}
	walk(path, v)
	out := make([]string, 0, len(set))
	for k := range set {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
