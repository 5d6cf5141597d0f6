package web

import (
	"bytes"
	"errors"
	"io"
	"net/http"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
)

// ImportPath is where a whole diary comes in, and MaxImport bounds that request in bytes:
// the only one that is larger than a form.
const (
	ImportPath = "/diary/import"
	MaxImport  = maxImport + 1<<16
)

// maxImport bounds an imported file in bytes, and maxShownFaults the faults that are listed.
const (
	maxImport      = 20_000_000
	maxShownFaults = 20
)

// filesView is the way in and out for whole diaries.
type filesView struct {
	page
	diaryFrame
	Faults []diary.Fault // of a file that was refused
	More   int           // faults that are not listed
	done   *doneView
}

func (t *diaryTurn) filesShow() { t.files(http.StatusOK, filesView{}) }

func (t *diaryTurn) files(status int, v filesView) {
	v.page, v.diaryFrame = t.page(t.r, "diary-files", t.p.T("diary.files_title")), t.frame(nil)
	v.Path, v.Done = "/diary/files", v.done
	t.site.write(t.w, t.r, status, "diary-files", v)
}

// exportShow sends the whole diary as a file.
func (t *diaryTurn) exportShow() {
	write, kind := diary.WriteCSV, "text/csv; charset=utf-8"
	switch t.r.PathValue("format") {
	case "csv":
	case "json":
		write, kind = diary.WriteJSON, "application/json"
	default:
		t.notFound(t.w, t.r)
		return
	}
	entries, err := t.book.Entries(t.r.Context(), diary.FirstDay, t.today()+1)
	if err != nil {
		t.fail(t.w, t.r, err)
		return
	}
	h := t.w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="legible-diary-`+t.today().String()+`.`+t.r.PathValue("format")+`"`)
	h.Set("Cache-Control", "private, no-store")
	_ = write(t.w, entries) // the client may be gone
}

// importPost reads a file: everything in it or nothing.
func (t *diaryTurn) importPost() {
	t.r.Body = http.MaxBytesReader(t.w, t.r.Body, MaxImport)
	entries, err := t.readFile()
	var faults diary.Faults
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		t.trouble(t.w, t.r, http.StatusRequestEntityTooLarge)
		return
	case errors.As(err, &faults):
		shown := faults[:min(len(faults), maxShownFaults)]
		t.files(http.StatusUnprocessableEntity, filesView{Faults: shown, More: len(faults) - len(shown)})
		return
	case err != nil:
		t.files(http.StatusUnprocessableEntity, filesView{Faults: []diary.Fault{{Message: t.p.T("diary.files_none")}}})
		return
	}
	changes := make([]diary.Change, len(entries))
	for i, e := range entries {
		changes[i] = diary.Change{Entry: e}
	}
	merged, err := t.book.Change(t.r.Context(), changes...)
	if err != nil && len(merged) == 0 {
		t.fail(t.w, t.r, err)
		return
	}
	added, same, both := 0, 0, 0
	for _, m := range merged {
		switch m.Decision {
		case diary.Unchanged:
			same++
		case diary.KeepBoth:
			both++
		default:
			added++
		}
	}
	said, status := "diary.imported", http.StatusOK
	if err != nil { // the store failed on the way; reading the file again goes on where it stopped
		said, status = "diary.imported_part", errs.KindOf(err).Status()
	}
	t.files(status, filesView{done: &doneView{Said: t.p.T(said, "n", added, "same", same, "both", both), Choose: both > 0}})
}

// errNoFile says that the form came without a file.
var errNoFile = errs.Field("file", "choose a file")

// readFile reads the uploaded file; a brace at its beginning makes it JSON.
func (t *diaryTurn) readFile() ([]diary.Entry, error) {
	parts, err := t.r.MultipartReader()
	if err != nil {
		return nil, errNoFile
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, errNoFile
		}
		if err != nil {
			return nil, err
		}
		if part.FormName() != "file" {
			continue
		}
		text, err := io.ReadAll(part)
		if err != nil {
			return nil, err
		}
		return t.readEntries(text)
	}
}

func (t *diaryTurn) readEntries(text []byte) ([]diary.Entry, error) {
	o := diary.Import{Now: t.now, Zone: t.book.Zone(), MaxBytes: maxImport}
	trimmed := bytes.TrimLeft(text, "\ufeff \t\r\n")
	switch {
	case len(trimmed) == 0:
		return nil, errNoFile
	case trimmed[0] == '{':
		return diary.ReadJSON(bytes.NewReader(text), o)
	}
	return diary.ReadCSV(bytes.NewReader(text), o)
}
