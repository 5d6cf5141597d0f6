package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/labs"
)

// labRow is one result as it stands in the form.
type labRow struct {
	Analyte, Value, Unit, Low, High string
	Confirmed, Out                  bool
	Read                            bool   // it came from a report
	Printed                         string // the unit as the report has it, where it is none of ours
	Doubt                           string // why the reader is not sure of it
	Seen                            bool   // a person has compared a doubtful one with the report
	ID                              string // of its diary entry, made when it is first shown with a result
}

// readLabRows reads the columns of the form: v, u, l, h and id belong to a by their place;
// ok and out name places.
func readLabRows(form url.Values) (rows []labRow) {
	column := func(name string, i int) string {
		if list := form[name]; i < len(list) {
			return strings.TrimSpace(strings.ToValidUTF8(list[i], "\uFFFD"))
		}
		return ""
	}
	for i := range form["a"] {
		if i >= labs.MostResults {
			break
		}
		n := strconv.Itoa(i)
		rows = append(rows, labRow{Analyte: column("a", i), Value: column("v", i), Unit: column("u", i), Low: column("l", i), High: column("h", i), ID: column("id", i),
			Confirmed: slices.Contains(form["ok"], n), Out: slices.Contains(form["out"], n), Seen: slices.Contains(form["seen"], n), Doubt: doubtOf(form, n)})
	}
	return rows
}

// doubtOf finds the doubt of a row, "3 This line can be …".
func doubtOf(form url.Values, n string) string {
	for _, d := range form["doubt"] {
		if text, ok := strings.CutPrefix(d, n+" "); ok {
			return strings.ToValidUTF8(text, "\uFFFD")
		}
	}
	return ""
}

// hiddenRows carries the rows from page to page.
func hiddenRows(rows []labRow) (out []field) {
	for i, r := range rows {
		out = append(out, field{"a", r.Analyte}, field{"v", r.Value}, field{"u", r.Unit}, field{"l", r.Low}, field{"h", r.High}, field{"id", r.ID})
		if r.Confirmed {
			out = append(out, field{"ok", strconv.Itoa(i)})
		}
		if r.Out {
			out = append(out, field{"out", strconv.Itoa(i)})
		}
		if r.Doubt != "" {
			out = append(out, field{"doubt", strconv.Itoa(i) + " " + r.Doubt})
		}
		if r.Seen {
			out = append(out, field{"seen", strconv.Itoa(i)})
		}
	}
	return out
}

// labsView is the first page: which tests, or a report.
type labsView struct {
	page
	stepView
	Groups []labGroup
	Report string
	Most   int
	Series []labSeries // of what is kept
	labsPerson
}

type labGroup struct {
	ID    string
	Boxes []box
}

func (t *labsTurn) choose(status int, wrong []problem) {
	p := t.printer(t.r)
	v := labsView{page: t.page(t.r, "labs", p.T("labs.title")), stepView: t.stepView(0, wrong), Report: strings.ToValidUTF8(t.text, "\uFFFD"), Most: labs.MostText, labsPerson: t.reader()}
	v.Hidden = append(v.Hidden, hiddenRows(t.rows)...)
	on := t.r.PostForm["pick"]
	for _, g := range labGroups {
		group := labGroup{ID: g.ID}
		for _, id := range g.Analytes {
			group.Boxes = append(group.Boxes, box{id, p.T("labs.short." + id), slices.Contains(on, id)})
		}
		v.Groups = append(v.Groups, group)
	}
	if t.r.Method == http.MethodGet {
		v.Series = t.keptSeries(p)
	}
	v.Path = "/labs"
	t.write(t.w, t.r, status, "labs", v)
}

// labsPerson says whether a diary is open, and whose.
type labsPerson struct {
	SignedIn bool
	Person   string // whose diary is open
	Keeps    bool   // a diary could be opened
}

// labsValues is the second page: the values, to be filled in or compared with the report.
type labsValues struct {
	page
	stepView
	Rows            []labRowView
	Report          []piece // of a pasted report, with what was read marked
	Unread          []string
	Read            bool
	Age             string
	Sexes, Pregnant []box
}

type labRowView struct {
	labRow
	N        int
	Nr       string
	Name     string
	Units    []box
	ErrValue string
	ErrRange string
	ErrUnit  string
	ErrSeen  string
}

func (t *labsTurn) values(status int, wrong []problem) {
	if len(t.rows) == 0 {
		t.choose(http.StatusUnprocessableEntity, []problem{{"pick", "labs.wrong.pick", nil}})
		return
	}
	p := t.printer(t.r)
	v := labsValues{page: t.page(t.r, "labs-values", p.T("labs.values_title")), stepView: t.stepView(0, wrong, "age", "sex", "pregnant"),
		Unread: t.unread, Read: len(t.read)+len(t.unread) > 0 || slices.ContainsFunc(t.rows, func(r labRow) bool { return r.Read }), Age: strings.ToValidUTF8(t.st.Age, "\uFFFD")}
	v.Hidden = append(v.Hidden, field{"day", t.day})
	for _, id := range []string{"female", "male", "intersex", "unknown"} {
		v.Sexes = append(v.Sexes, box{id, p.T("sex." + id), t.st.Sex == id})
	}
	for _, id := range []string{"no", "yes", "unknown"} {
		v.Pregnant = append(v.Pregnant, box{id, p.T("pregnant." + id), t.st.Pregnant == id})
	}
	if len(t.read) > 0 {
		v.Report = pieces(t.text, t.read)
	}
	for i, row := range t.rows {
		a := analyteOf(t.base, row.Analyte)
		if a == nil {
			continue // a tampered field
		}
		n := strconv.Itoa(i)
		r := labRowView{labRow: row, N: i, Nr: strconv.Itoa(i + 1), Name: a.Name, ErrValue: v.Err("v" + n), ErrRange: v.Err("l" + n), ErrUnit: v.Err("u" + n), ErrSeen: v.Err("s" + n)}
		for _, u := range t.svc.LabUnits(row.Analyte) {
			r.Units = append(r.Units, box{u, labs.ShowUnit(u), labs.SameUnit(u, row.Unit)})
		}
		v.Rows = append(v.Rows, r)
	}
	v.Path = "/labs"
	t.write(t.w, t.r, status, "labs-values", v)
}

// marking is a place of the report that was read, in code points, with its number.
type marking struct{ Start, End, Nr int }

// piece is a part of the report; Nr is empty for what was not read.
type piece struct{ Text, Nr string }

func pieces(text string, read []marking) (out []piece) {
	runes, at := []rune(strings.ToValidUTF8(text, "\uFFFD")), 0
	for _, m := range read {
		if m.Start < at || m.End > len(runes) {
			continue
		}
		out = append(out, piece{Text: string(runes[at:m.Start])}, piece{string(runes[m.Start:m.End]), strconv.Itoa(m.Nr)})
		at = m.End
	}
	return append(out, piece{Text: string(runes[at:])})
}
