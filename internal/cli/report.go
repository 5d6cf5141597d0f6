package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/api"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/config"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/report/pdf"
	"github.com/legible-health/legible/internal/web"
)

type reportCmd struct {
	contentFlag
	Case     string   `help:"The answers of a check as JSON, as sent to /api/v1/assess; - is standard input." placeholder:"FILE|-"`
	Of       string   `help:"Join the diary of the account of this name." placeholder:"ACCOUNT"`
	Person   string   `help:"Which of the account's persons, by id or name (default: its own holder)." placeholder:"PERSON"`
	Name     string   `help:"Name to print." placeholder:"\"...\""`
	Question []string `help:"A question that the person wants answered; may be repeated." placeholder:"\"...\"" sep:"none"`
	PDF      string   `name:"pdf" help:"Write it as PDF; the file must not be there yet." placeholder:"FILE"`
	FHIR     string   `name:"fhir" help:"Write it as a FHIR document; the file must not be there yet." placeholder:"FILE"`
	config.Place
	config.Storage
}

// Help adds to the command's help text.
func (cmd *reportCmd) Help() string {
	return `Prints the one page for a clinician and its details as plain text, or writes it to files. --case is a check, --of
the diary that is kept for a person; give one or both. Nothing of it is stored. The audit says when a diary was joined.`
}

func (cmd *reportCmd) Run(c *console) error {
	switch {
	case cmd.Case == "" && cmd.Of == "":
		return usage("give --case FILE, --of ACCOUNT, or both")
	case cmd.Person != "" && cmd.Of == "":
		return usage("--person needs --of ACCOUNT")
	}
	svc, err := openService(cmd.Knowledge)
	if err != nil {
		return err
	}
	if err := checkCountry(svc, cmd.Country); err != nil {
		return err
	}
	now := time.Now()
	r := &app.ReportRequest{Name: cmd.Name, Questions: cmd.Question}
	if err := cmd.readCase(c, svc, r); err != nil {
		return err
	}
	if cmd.Of != "" {
		if now, err = cmd.join(c, r, now); err != nil {
			return err
		}
	}
	r.Day = diary.DateOf(now.Date())
	return cmd.write(c, svc, r, now)
}

// readCase reads the answers and lets the service refuse them under the name of the file.
func (cmd *reportCmd) readCase(c *console, svc *app.Service, r *app.ReportRequest) error {
	if cmd.Case == "" {
		return nil
	}
	name := cmd.Case
	if name == "-" {
		name = "standard input"
	}
	data, err := c.readBounded(cmd.Case, api.MaxBody)
	if err != nil {
		return err
	}
	in, err := api.ReadRequest(data)
	if err == nil {
		r.Request = *in
		if r.Country == "" {
			r.Country = cmd.Country
		}
		_, err = svc.Report(&app.ReportRequest{Request: r.Request})
	}
	if errs.KindOf(err) == errs.Invalid {
		return errs.New(errs.Invalid, "%s: %v", name, err)
	}
	return err
}

// join adds the diary and returns the time as the person's clock has it.
func (cmd *reportCmd) join(c *console, r *app.ReportRequest, now time.Time) (time.Time, error) {
	err := c.withStorage(cmd.Storage, func(ctx context.Context, s *storage) error {
		a, m, err := s.keeper.FindPerson(ctx, cmd.Of, cmd.Person)
		if err != nil {
			return ofPerson(err, cmd.Of)
		}
		book, err := s.keeper.Book(ctx, a, m.ID)
		if err != nil {
			return err
		}
		now = now.In(book.Zone())
		r.Diary, err = app.ReadReportDiary(ctx, book, diary.DateOf(now.Date()), diary.DayOf(now, book.Zone()))
		return err
	})
	return now, err
}

func ofPerson(err error, account string) error {
	var e *errs.Error
	if errors.As(err, &e) && e.Field == "person" {
		return errs.New(errs.Usage, "--person: %s", e.Message)
	}
	return ofAccount(err, account)
}

func (cmd *reportCmd) write(c *console, svc *app.Service, r *app.ReportRequest, now time.Time) error {
	words, err := web.Words()
	if err != nil {
		return err
	}
	if cmd.Case != "" {
		resp, err := svc.Assess(&r.Request)
		if err != nil {
			return err
		}
		r.Suggested = web.Suggested(svc.Base(), &r.Request, resp, words.For(r.Locale))
	}
	page, err := svc.Report(r)
	if err != nil {
		return reportFields(err)
	}
	doc := pdf.Fit(page, words.For(r.Locale))
	if cmd.PDF == "" && cmd.FHIR == "" {
		_, err := io.WriteString(c.out, doc.Text())
		return err
	}
	for _, name := range []string{cmd.PDF, cmd.FHIR} { // both or none
		if _, err := os.Lstat(name); name != "" && err == nil {
			return fileThere(name)
		}
	}
	if cmd.PDF != "" {
		err = writeNew(cmd.PDF, func(f io.Writer) error { return pdf.Write(f, doc, pdf.PaperOf(r.Country), now) })
	}
	if cmd.FHIR == "" || err != nil {
		return err
	}
	b, err := svc.Document(r, now)
	if err != nil {
		return err
	}
	data, err := fhir.Write(b)
	if err != nil {
		return err
	}
	return writeNew(cmd.FHIR, func(f io.Writer) error {
		_, err := io.Copy(f, bytes.NewReader(append(data, '\n')))
		return err
	})
}

// reportFields names the flag instead of the request's field.
func reportFields(err error) error {
	var e *errs.Error
	if errors.As(err, &e) && (e.Field == "name" || e.Field == "questions") {
		return errs.New(errs.Usage, "--%s: %s", strings.TrimSuffix(e.Field, "s"), e.Message)
	}
	return err
}
