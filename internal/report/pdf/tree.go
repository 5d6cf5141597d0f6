package pdf

// element is a node of the structure tree.
type element struct {
	role  string // H1, P, L, …
	alt   string // words in the place of a picture
	scope string // of TH: Column or Row
	kids  []kid
}

// kid is an element or a marked part of a page.
type kid struct {
	element *element
	page    int // from 0
	mcid    int
}

// open begins an element within the one that is open.
func (d *drawing) open(role string) *element {
	e := &element{role: role}
	if n := len(d.stack); n > 0 {
		up := d.stack[n-1]
		up.kids = append(up.kids, kid{element: e})
	}
	d.stack = append(d.stack, e)
	return e
}

func (d *drawing) close() { d.stack = d.stack[:len(d.stack)-1] }

// within draws the content of one element.
func (d *drawing) within(role string, draw func()) {
	d.open(role)
	draw()
	d.close()
}

// marked draws content that belongs to the open element.
func (d *drawing) marked(draw func()) {
	if d.dry {
		draw()
		return
	}
	e := d.stack[len(d.stack)-1]
	e.kids = append(e.kids, kid{page: d.page, mcid: d.marks[d.page]})
	d.f.RawWriteStr("/" + e.role + " <</MCID " + itoa(d.marks[d.page]) + ">> BDC")
	d.marks[d.page]++
	draw()
	d.f.RawWriteStr("EMC")
}

// artifact draws what is no content: rules, feet, what is repeated.
func (d *drawing) artifact(draw func()) {
	if d.dry {
		return
	}
	d.f.RawWriteStr("/Artifact BMC")
	draw()
	d.f.RawWriteStr("EMC")
}
