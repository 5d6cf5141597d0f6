package web

import (
	"fmt"
	"html/template"
	syntax "text/template/parse"
)

// gatherAll adds to a page the parts that its layout and its own templates call, and no
// others. A page needs copies, because html/template writes into them what it escapes;
// copies of all parts for every page would take tens of megabytes.
func gatherAll(page, parts *template.Template) error {
	seen := map[string]bool{}
	for _, own := range page.Templates() {
		if err := gather(page, parts, own.Name(), seen); err != nil {
			return err
		}
	}
	return gather(page, parts, "layout", seen)
}

// gather adds the part called name, unless the page has its own, and all that it calls.
func gather(page, parts *template.Template, name string, seen map[string]bool) error {
	if seen[name] {
		return nil
	}
	seen[name] = true
	t := page.Lookup(name)
	if t == nil {
		part := parts.Lookup(name)
		if part == nil || part.Tree == nil {
			return fmt.Errorf("there is no template %q", name)
		}
		var err error
		if t, err = page.AddParseTree(name, part.Tree.Copy()); err != nil {
			return err
		}
	}
	if t.Tree == nil { // a file of definitions only
		return nil
	}
	for _, called := range calls(nil, t.Tree.Root) {
		if err := gather(page, parts, called, seen); err != nil {
			return err
		}
	}
	return nil
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
