package web

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// rewriteImports gives the modules that a script imports the address with their hash, so
// that a page never mixes scripts of two versions. A module that is imported imports none.
func (a *assets) rewriteImports() error {
	a.imports = map[string][]string{}
	for name, text := range a.files {
		if path.Ext(name) != ".js" {
			continue
		}
		for _, m := range importCall.FindAllSubmatch(text, -1) {
			a.imports[name] = append(a.imports[name], string(m[2]))
		}
	}
	for name, imported := range a.imports {
		text := string(a.files[name])
		for _, other := range imported {
			if a.files[other] == nil || len(a.imports[other]) > 0 {
				return fmt.Errorf("%s imports %s, which is missing or imports others itself", name, other)
			}
			text = strings.ReplaceAll(text, `"./`+other+`"`, `"./`+other+`?v=`+a.hash[other]+`"`)
		}
		a.keep(name, []byte(text))
	}
	return nil
}

var importCall = regexp.MustCompile(`(from|import) "\./([\w.-]+\.js)"`)
