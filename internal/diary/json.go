package diary

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"
)

// What the first two fields of a diary file say.
const (
	fileFormat  = "legible-diary"
	fileVersion = 1
)

// WriteJSON writes all entries, in the order of Sort, one a line:
// {"format":"legible-diary","version":1,"entries":[…]}. entries is not changed.
func WriteJSON(w io.Writer, entries []Entry) error {
	sorted := slices.Clone(entries)
	Sort(sorted)
	if _, err := fmt.Fprintf(w, `{"format":%q,"version":%d,"entries":[`, fileFormat, fileVersion); err != nil {
		return err
	}
	for i, e := range sorted {
		sep := ",\n"
		if i == 0 {
			sep = "\n"
		}
		text, err := json.Marshal(e)
		if err != nil {
			return fmt.Errorf("write entry %s: %w", e.ID, err)
		}
		if _, err := io.WriteString(w, sep+string(text)); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "\n]}\n")
	return err
}

// ReadJSON reads what WriteJSON wrote. It is all or nothing: with any fault no entry is
// returned, and each fault, as Faults, names its line and column. An entry without id
// gets one made from its kind, day and place. Versions are dropped: the store counts its
// own.
func ReadJSON(r io.Reader, o Import) ([]Entry, error) {
	raw, err := o.readAll(r)
	if err != nil {
		return nil, err
	}
	root, fault := parseTree(raw)
	if fault != nil {
		return nil, Faults{*fault}
	}
	p := &faults{}
	list := readFrame(root, p)
	if len(list) > o.most() {
		p.add("entries", "must hold at most %d entries", o.most())
		list = nil
	}
	out, ids := make([]Entry, 0, len(list)), newNames()
	for i, n := range list {
		if len(p.list) >= mostFaults {
			break
		}
		out = append(out, o.entry(raw, n, fmt.Sprintf("entries[%d].", i), ids, p))
	}
	located(p.list, raw, true)
	if err := p.err(); err != nil {
		return nil, err
	}
	return out, nil
}

// readFrame checks what stands around the entries.
func readFrame(root *node, p *faults) []*node {
	var frame struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
		Entries *raw   `json:"entries"`
	}
	list := root.get("entries")
	shell := *root
	shell.fields = slices.Clone(root.fields)
	for i, m := range shell.fields {
		if m.value == list {
			shell.fields[i].value = &node{start: m.value.start, sort: 'n'}
		}
	}
	f := filler{p}
	f.structure(&shell, reflect.ValueOf(&frame).Elem(), "")
	switch {
	case len(p.list) > 0:
	case frame.Format != fileFormat || frame.Version != fileVersion:
		f.fault(root, "format", "must be %q, version %d", fileFormat, fileVersion)
	case list == nil || list.sort != '[':
		f.fault(root, "entries", "must be a list")
	default:
		return list.items
	}
	return nil
}

// entry reads one, with the place of each fault.
func (o Import) entry(raw []byte, n *node, prefix string, ids *names, p *faults) Entry {
	line, _ := place(raw, n.start)
	one := &faults{}
	e, dated := readEntry(n, one)
	e.settle(one, dated, o.Zone)
	if len(one.list) == 0 {
		ids.name(&e, line, one)
		e.Version = 0
	}
	if len(one.list) == 0 {
		e.check(one)
		e.checkTimes(one, o.Now, o.Zone)
	}
	for _, f := range one.list {
		if f.Line == 0 {
			f.Line = -n.find(f.Field) - 1
		}
		f.Field = prefix + f.Field
		p.list = append(p.list, f)
	}
	return e
}
