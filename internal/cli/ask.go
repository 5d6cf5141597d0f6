package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/config"
	"github.com/legible-health/legible/internal/errs"
)

type askCmd struct {
	contentFlag
	Question []string `arg:"" help:"The question; several words need no quotes." placeholder:"QUESTION"`
	JSON     bool     `help:"Print the answer as JSON."`
	config.Place
}

// Help adds to the command's help text.
func (cmd *askCmd) Help() string {
	return `An answer is made of passages of the guide, word for word. What the guide does not cover is refused. Nothing is stored.`
}

func (cmd *askCmd) Run(c *console) error {
	svc, err := openService(cmd.Knowledge)
	if err != nil {
		return err
	}
	if err := checkCountry(svc, cmd.Country); err != nil {
		return err
	}
	a, err := svc.Ask(context.Background(), &app.AskRequest{Question: strings.Join(cmd.Question, " "), Country: cmd.Country})
	var e *errs.Error
	if errors.As(err, &e) && e.Field == "question" {
		return errs.New(errs.Usage, "question: %s", e.Message)
	}
	if err != nil {
		return err
	}
	if cmd.JSON {
		return c.writeJSON(a)
	}
	return writeAnswer(c.out, a)
}

// writeAnswer prints an answer, what is urgent first.
func writeAnswer(out io.Writer, a *app.AskResponse) error {
	var b bytes.Buffer
	if u := a.Urgent; u != nil {
		writeUrgency(&b, u)
	}
	for i, q := range a.Answer {
		p := a.Passages[i]
		if p.Heading != "" && p.Heading != p.Title {
			fmt.Fprintf(&b, "%s: %s\n", p.Title, p.Heading)
		} else {
			fmt.Fprintln(&b, p.Title)
		}
		fmt.Fprintf(&b, "%s\n", indented(q.Text))
		fmt.Fprintf(&b, "  [%s; %s%s]\n\n", p.URL, standing(p.Reviewed), dated(p.Date))
	}
	if !a.Answered {
		fmt.Fprintln(&b, a.Message)
	}
	for _, m := range a.ReadAs {
		fmt.Fprintf(&b, "(%q was read as %q.)\n", m.Word, m.As)
	}
	_, err := out.Write(b.Bytes())
	return err
}

func writeUrgency(b *bytes.Buffer, u *app.AskUrgency) {
	if u.Level == clinical.Emergency {
		fmt.Fprint(b, "EMERGENCY. ")
	} else {
		fmt.Fprint(b, "URGENT. ")
	}
	fmt.Fprintln(b, u.Action)
	for _, r := range u.Reasons {
		fmt.Fprintf(b, "  - %s\n", r.Text)
	}
	if u.Call != "" {
		fmt.Fprintf(b, "  Ring %s.\n", u.Call)
	}
	if u.CrisisLine != "" {
		fmt.Fprintf(b, "  Crisis line: %s.\n", u.CrisisLine)
	}
	fmt.Fprintf(b, "%s\n\n", u.Meanwhile)
}

func indented(text string) string { return "  " + strings.ReplaceAll(text, "\n", "\n  ") }

func standing(reviewed bool) string {
	if reviewed {
		return "reviewed by a clinician"
	}
	return "not yet reviewed by a clinician"
}

func dated(date string) string {
	if date == "" {
		return ""
	}
	return ", " + date
}
