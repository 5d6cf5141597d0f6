package web

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/labs"
)

// laboratory is what the pages of laboratory results need of app.Service.
type laboratory interface {
	Labs(*app.LabsRequest) (*app.LabsResponse, error)
	ReadLabs(*app.LabsReadRequest) (*app.LabsRead, error)
	LabUnits(analyte string) []string
}

// labGroups put the analytes into the order of the page; each stands in one group.
var labGroups = []struct {
	ID       string
	Analytes []string
}{
	{"iron", []string{"ferritin", "transferrin_saturation", "haemoglobin", "mcv"}},
	{"minerals", []string{"potassium", "magnesium", "calcium_adjusted", "sodium", "phosphate"}},
	{"vitamins", []string{"vitamin_d_25oh", "b12", "mma"}},
	{"metabolism", []string{"tsh", "free_t4", "hba1c", "glucose_fasting", "creatinine", "egfr"}},
	{"muscle", []string{"ck", "crp", "esr", "d_dimer", "white_cells", "platelets"}},
	{"others", []string{"albumin", "alt", "alp", "bilirubin", "uric_acid", "pth", "serum_osmolality", "abi"}},
}

// checkLabs reports an analyte that the page lacks, or names in vain.
func checkLabs(base *kb.Base) error {
	seen := map[string]bool{}
	for _, g := range labGroups {
		for _, id := range g.Analytes {
			if seen[id] || analyteOf(base, id) == nil {
				return fmt.Errorf("web: the page of laboratory results names the analyte %q twice or in vain", id)
			}
			seen[id] = true
		}
	}
	for _, a := range base.Analytes {
		if !seen[a.ID] {
			return fmt.Errorf("web: the analyte %q has no group on the page of laboratory results", a.ID)
		}
	}
	return nil
}

func analyteOf(base *kb.Base, id string) *kb.Analyte {
	i := slices.IndexFunc(base.Analytes, func(a *kb.Analyte) bool { return a.ID == id })
	if i < 0 {
		return nil
	}
	return base.Analytes[i]
}

// labsTurn is one exchange about laboratory results. The state of a check travels along,
// so that a check that is under way can use them.
type labsTurn struct {
	turn
	rows   []labRow
	text   string    // of the report that was pasted
	unread []string  // lines of it that were not understood
	day    string    // of the sample, as typed
	read   []marking // places of the report that were understood
}

func (s *site) labsShow(w http.ResponseWriter, r *http.Request) {
	st := &state{Who: "self", Country: s.likelyCountry(r), Alarms: map[string]bool{}, Places: map[string]bool{}}
	t := &labsTurn{turn: turn{site: s, w: w, r: r, st: st}}
	t.choose(http.StatusOK, nil)
}

// labsPost takes every step. The button's value says which.
func (s *site) labsPost(w http.ResponseWriter, r *http.Request) {
	upload, ok := s.labsUpload(w, r)
	if !ok {
		return
	}
	read, err := s.readTurn(w, r)
	if read == nil {
		return
	}
	t := &labsTurn{turn: *read, rows: readLabRows(r.PostForm), text: upload, day: strings.TrimSpace(r.PostForm.Get("day"))}
	if t.text == "" {
		t.text = plainText(r.PostForm.Get("report"))
	}
	if err != nil {
		t.choose(http.StatusUnprocessableEntity, []problem{{"", "problem.state", nil}})
		return
	}
	t.step()
}

// labsUpload reads the file of a form that has one. False after it has answered.
func (s *site) labsUpload(w http.ResponseWriter, r *http.Request) (string, bool) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return "", true
	}
	r.Body = http.MaxBytesReader(w, r.Body, labs.MostFile+maxForm)
	if err := r.ParseMultipartForm(labs.MostFile + maxForm); err != nil {
		var large *http.MaxBytesError
		status := http.StatusUnprocessableEntity
		if errors.As(err, &large) {
			status = http.StatusRequestEntityTooLarge
		}
		s.trouble(w, r, status)
		return "", false
	}
	file, _, err := r.FormFile("file")
	if err != nil {
		return "", true // no file was chosen
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, labs.MostFile+1)) // one more is refused, not cut
	if err != nil {
		s.trouble(w, r, http.StatusUnprocessableEntity)
		return "", false
	}
	return string(text), true
}

func (t *labsTurn) step() {
	do, arg, _ := strings.Cut(t.do, ":")
	if chosen, on, ok := themeChosen(t.do); ok {
		keepTheme(t.w, t.r, chosen)
		switch on {
		case "labs-result":
			t.interpret(nil)
		case "labs-values":
			t.values(http.StatusOK, nil)
		default:
			t.choose(http.StatusOK, nil)
		}
		return
	}
	switch do {
	case "pick":
		t.pick()
	case "read":
		t.understand()
	case "edit":
		t.values(http.StatusOK, nil)
	case "interpret":
		t.interpret(nil)
	case "use": // a suggestion: "use:2:mg/dL:95"
		t.suggest(arg)
	case "save":
		t.save()
	default:
		t.choose(http.StatusOK, nil)
	}
}

// pick adds a row for each test that was ticked and has none.
func (t *labsTurn) pick() {
	for _, id := range valid(t.r.PostForm["pick"]) {
		has := slices.ContainsFunc(t.rows, func(r labRow) bool { return r.Analyte == id })
		if analyteOf(t.base, id) != nil && !has {
			t.rows = append(t.rows, labRow{Analyte: id, Unit: t.svc.LabUnits(id)[0]})
		}
	}
	if len(t.rows) == 0 {
		t.choose(http.StatusUnprocessableEntity, []problem{{"pick", "labs.wrong.pick", nil}})
		return
	}
	t.values(http.StatusOK, nil)
}

// understand reads a report: a table where its first line is a header, otherwise text.
func (t *labsTurn) understand() {
	if strings.TrimSpace(t.text) == "" {
		t.choose(http.StatusUnprocessableEntity, []problem{{"report", "labs.wrong.report", nil}})
		return
	}
	found, err := t.svc.ReadLabs(&app.LabsReadRequest{CSV: t.text})
	table := err == nil
	if !table {
		found, err = t.svc.ReadLabs(&app.LabsReadRequest{Text: t.text})
	}
	if err != nil {
		t.choose(http.StatusUnprocessableEntity, []problem{{"report", "labs.wrong.unreadable", nil}})
		return
	}
	for _, r := range found.Results {
		row := labRow{Analyte: r.Analyte, Value: r.Value, Unit: t.unitOf(r.Analyte, r.Unit), Low: r.Low, High: r.High, Read: true, Printed: r.Unit}
		for _, d := range r.Doubts {
			row.Doubt = d.Text
		}
		t.rows = append(t.rows, row)
		if !table {
			t.read = append(t.read, marking{r.Start, r.End, len(t.rows)})
		}
		if t.day == "" {
			t.day = r.Day
		}
	}
	for _, u := range found.Unread {
		line := u.Text
		if table {
			line = t.printer(t.r).T("labs.line", "n", strconv.Itoa(u.Line), "why", u.Why)
		}
		t.unread = append(t.unread, line)
	}
	if len(t.rows) == 0 {
		t.choose(http.StatusUnprocessableEntity, []problem{{"report", "labs.wrong.nothing", nil}})
		return
	}
	t.values(http.StatusOK, nil)
}

// unitOf is the unit of the list that a report means; empty when it is none of them.
func (t *labsTurn) unitOf(analyte, printed string) string {
	for _, u := range t.svc.LabUnits(analyte) {
		if labs.SameUnit(u, printed) {
			return u
		}
	}
	return ""
}

// suggest takes a reading that the page offered for a row: the unit, or the value too.
func (t *labsTurn) suggest(arg string) {
	i, rest, _ := strings.Cut(arg, ":")
	value, unit, _ := strings.Cut(rest, ":")
	n, err := strconv.Atoi(i)
	if err != nil || n < 0 || n >= len(t.rows) {
		t.values(http.StatusUnprocessableEntity, []problem{{"", "problem.state", nil}})
		return
	}
	if value == "as-is" {
		t.rows[n].Confirmed = true
	} else {
		t.rows[n].Value, t.rows[n].Unit, t.rows[n].Confirmed = value, unit, false
	}
	t.interpret(nil)
}

// askLabs interprets the rows that are filled in; at says which row each result stands for.
func (t *labsTurn) askLabs() (resp *app.LabsResponse, at []int, wrong []problem) {
	wrong = t.st.check()
	req := &app.LabsRequest{Country: t.st.Country}
	whole := t.st.request(t.base, t.printer(t.r).Lang())
	req.Person, req.Text, req.Evidence, req.Locale, req.About = whole.Person, whole.Text, whole.Evidence, whole.Locale, whole.About
	for i, row := range t.rows {
		if row.Out || strings.TrimSpace(row.Value) == "" {
			continue
		}
		if row.Doubt != "" && !row.Seen {
			wrong = append(wrong, problem{"s" + strconv.Itoa(i), "labs.wrong.doubt", []any{"name", t.name(row.Analyte)}})
		}
		at = append(at, i)
		req.Results = append(req.Results, app.LabResult{Analyte: row.Analyte, Value: row.Value, Unit: row.Unit, Low: row.Low, High: row.High, Confirmed: row.Confirmed, Age: t.ageThen(req.Person.Age)})
	}
	if len(wrong) > 0 {
		return nil, nil, wrong
	}
	if len(at) == 0 {
		return nil, nil, []problem{{"v0", "labs.wrong.empty", nil}}
	}
	resp, err := t.svc.Labs(req)
	var e *errs.Error
	switch {
	case err == nil:
		return resp, at, nil
	case errors.As(err, &e) && e.Kind == errs.Invalid:
		return nil, nil, []problem{labProblem(e.Field, at)}
	}
	return nil, nil, []problem{{"", "problem.state", nil}}
}

// ageThen is the age on the day of the sample; nil where the day is not told.
func (t *labsTurn) ageThen(age *float64) *float64 {
	day, err := diary.ParseDate(t.day)
	if err != nil || day < diary.FirstDay {
		return nil
	}
	return app.AgeAt(age, diary.DateOf(t.clock().Date()), day)
}

func (t *labsTurn) name(analyte string) string {
	if a := analyteOf(t.base, analyte); a != nil {
		return a.Name
	}
	return ""
}

// labProblem puts a fault of results[3].low beside its field.
func labProblem(field string, at []int) problem {
	var n int
	var name string
	if _, err := fmt.Sscanf(field, "results[%d].%s", &n, &name); err != nil || n < 0 || n >= len(at) {
		return problem{"", "problem.state", nil}
	}
	switch name {
	case "value":
		return problem{"v" + strconv.Itoa(at[n]), "labs.wrong.value", nil}
	case "low", "high":
		return problem{"l" + strconv.Itoa(at[n]), "labs.wrong.range", nil}
	}
	return problem{"u" + strconv.Itoa(at[n]), "labs.wrong.unit", nil}
}
