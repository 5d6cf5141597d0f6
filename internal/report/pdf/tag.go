package pdf

import (
	"bytes"
	"fmt"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func init() { api.DisableConfigDir() } // else it would write its settings into the home folder

// tagger adds the structure tree to a document that has been drawn.
type tagger struct {
	x       *model.XRefTable
	pages   []types.IndirectRef
	parents [][]types.Object // by page and marked part: the element it belongs to
}

// tag writes raw with the tree under root. marks are the marked parts of each page.
func tag(w io.Writer, raw []byte, root *element, marks []int, lang string) error {
	conf := model.NewDefaultConfiguration()
	conf.WriteObjectStream = false // packing the objects takes a third of the time
	ctx, err := api.ReadContext(bytes.NewReader(raw), conf)
	if err != nil {
		return fmt.Errorf("read back the drawn report: %w", err)
	}
	if err := ctx.EnsurePageCount(); err != nil {
		return err
	}
	t := &tagger{x: ctx.XRefTable}
	for i, n := range marks {
		if err := t.page(i, n); err != nil {
			return err
		}
	}
	if err := t.catalog(root, lang); err != nil {
		return err
	}
	return api.WriteContext(ctx, w)
}

// page says where the marked parts of a page find their elements.
func (t *tagger) page(i, parts int) error {
	d, ref, _, err := t.x.PageDict(i+1, false)
	if err != nil {
		return err
	}
	d.Update("StructParents", types.Integer(i))
	d.Update("Tabs", types.Name("S"))
	t.pages = append(t.pages, *ref)
	t.parents = append(t.parents, make([]types.Object, parts))
	return nil
}

// catalog adds the tree, the language and the wish to show the title.
func (t *tagger) catalog(root *element, lang string) error {
	c, err := t.x.Catalog()
	if err != nil {
		return err
	}
	tree := types.Dict{"Type": types.Name("StructTreeRoot")}
	treeRef, err := t.x.IndRefForNewObject(tree)
	if err != nil {
		return err
	}
	top, err := t.add(root, *treeRef)
	if err != nil {
		return err
	}
	var numbers types.Array
	for i, list := range t.parents {
		ref, err := t.x.IndRefForNewObject(types.Array(list))
		if err != nil {
			return err
		}
		numbers = append(numbers, types.Integer(i), *ref)
	}
	parents, err := t.x.IndRefForNewObject(types.Dict{"Nums": numbers})
	if err != nil {
		return err
	}
	tree["K"], tree["ParentTree"], tree["ParentTreeNextKey"] = *top, *parents, types.Integer(len(t.parents))
	c.Update("StructTreeRoot", *treeRef)
	c.Update("MarkInfo", types.Dict{"Marked": types.Boolean(true)})
	c.Update("Lang", types.StringLiteral(lang))
	c.Update("ViewerPreferences", types.Dict{"DisplayDocTitle": types.Boolean(true)})
	delete(c, "Names") // empty
	return nil
}

// add writes an element and all below it.
func (t *tagger) add(e *element, parent types.IndirectRef) (*types.IndirectRef, error) {
	d := types.Dict{"Type": types.Name("StructElem"), "S": types.Name(e.role), "P": parent}
	ref, err := t.x.IndRefForNewObject(d)
	if err != nil {
		return nil, err
	}
	if e.alt != "" {
		text, err := types.EscapedUTF16String(e.alt)
		if err != nil {
			return nil, err
		}
		d["Alt"] = types.StringLiteral(*text)
		d["A"] = types.Dict{"O": types.Name("Layout"), "Placement": types.Name("Block")}
	}
	if e.scope != "" {
		d["A"] = types.Dict{"O": types.Name("Table"), "Scope": types.Name(e.scope)}
	}
	var kids types.Array
	for _, k := range e.kids {
		if k.element == nil {
			t.parents[k.page][k.mcid] = *ref
			kids = append(kids, types.Dict{"Type": types.Name("MCR"), "Pg": t.pages[k.page], "MCID": types.Integer(k.mcid)})
			continue
		}
		below, err := t.add(k.element, *ref)
		if err != nil {
			return nil, err
		}
		kids = append(kids, *below)
	}
	d["K"] = kids
	return ref, nil
}
