package web

import (
	"fmt"
	"html/template"
	syntax "text/template/parse"
)

// A page is its own templates and the parts that its layout and they call, and no others.
// It needs copies, because html/template writes into them what it escapes; copies of all
// parts for every page would take tens of megabytes.

// gatherAll adds to a page the parts that it needs.
func gatherAll(page, parts *template.Template) error {
	needed, err := neededBy(page, parts)
	if err != nil {
		return err
	}
	for _, name := range needed {
		if _, err := page.AddParseTree(name, parts.Lookup(name).Tree.Copy()); err != nil {
			return err
		}
	}
	return nil
}

// neededBy names the parts that a page needs and has not got. An error names one that is
// nowhere.
func neededBy(page, parts *template.Template) ([]string, error) {
	open := []string{"layout"}
	for _, own := range page.Templates() {
		open = append(open, own.Name())
	}
	var needed []string
	seen := map[string]bool{}
	for ; len(open) > 0; open = open[1:] {
		name := open[0]
		if seen[name] {
			continue
		}
		seen[name] = true
		t := page.Lookup(name)
		if t == nil {
			if t = parts.Lookup(name); t == nil || t.Tree == nil {
				return nil, fmt.Errorf("there is no template %q", name)
			}
			needed = append(needed, name)
		}
		if t.Tree != nil { // a file of definitions only has none
			open = calls(open, t.Tree.Root)
		}
	}
	return needed, nil
}

// calls appends the names of the templates that a node calls.
func calls(names []string, n syntax.Node) []string {
	switch n := n.(type) {
	case *syntax.ListNode:
		if n != nil {
			for _, child := range n.Nodes {
				names = calls(names, child)
			}
		}
	case *syntax.TemplateNode:
		names = append(names, n.Name)
	case *syntax.IfNode:
		names = calls(calls(names, n.List), n.ElseList)
	case *syntax.RangeNode:
		names = calls(calls(names, n.List), n.ElseList)
	case *syntax.WithNode:
		names = calls(calls(names, n.List), n.ElseList)
	}
	return names
}
