package cli

import (
	"errors"
	"fmt"

	"github.com/legible-health/legible/internal/api"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/config"
	"github.com/legible-health/legible/internal/errs"
)

type checkCmd struct {
	contentFlag
	Text     string   `help:"The complaint in own words." placeholder:"\"...\""`
	Case     string   `help:"Read a request as JSON, as sent to /api/v1/assess; - is standard input." placeholder:"FILE|-"`
	Age      *float64 `help:"Age in years." placeholder:"62"`
	Sex      string   `help:"Sex registered at birth: female, male, intersex or unknown." placeholder:"female"`
	Pregnant *bool    `help:"Pregnant now (--no-pregnant: not pregnant)." negatable:""`
	JSON     bool     `help:"Print the assessment as JSON."`
	config.Place
}

// Help adds to the command's help text.
func (cmd *checkCmd) Help() string {
	return `Without --case it asks one question at a time. With --text it asks only when a person is typing and --json is not
given; otherwise it concludes from what it understood. Nothing is stored.`
}

func (cmd *checkCmd) Run(c *console) error {
	if cmd.Case != "" && (cmd.Text != "" || cmd.Age != nil || cmd.Sex != "" || cmd.Pregnant != nil) {
		return usage("--case holds the whole request; leave out --text, --age, --sex and --pregnant")
	}
	svc, err := openService(cmd.Knowledge)
	if err != nil {
		return err
	}
	if err := checkCountry(svc, cmd.Country); err != nil {
		return err
	}
	answer, err := cmd.assess(c, svc)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return c.writeJSON(answer)
	}
	return writeScreen(c.out, answer, screenOptions{understood: !cmd.asks(c)})
}

// asks reports whether the complaint is asked for in an interview.
func (cmd *checkCmd) asks(c *console) bool {
	return cmd.Case == "" && (cmd.Text == "" || c.interactive && !cmd.JSON)
}

func (cmd *checkCmd) assess(c *console, svc *app.Service) (*app.Response, error) {
	if cmd.Case != "" {
		return cmd.fromCase(c, svc)
	}
	r := &app.Request{Text: cmd.Text, Country: cmd.Country, Person: app.Person{Age: cmd.Age, Sex: cmd.Sex, Pregnant: cmd.Pregnant}}
	first, err := svc.Assess(r) // refuses what the flags hold before anything is asked
	if err != nil || !cmd.asks(c) {
		return first, fields(err)
	}
	out := c.out
	if cmd.JSON {
		out = c.err // the result alone goes to standard output
	}
	return newInterview(svc, r, c.in, out, !c.interactive).run()
}

func (cmd *checkCmd) fromCase(c *console, svc *app.Service) (*app.Response, error) {
	name := cmd.Case
	if name == "-" {
		name = "standard input"
	}
	data, err := c.readBounded(cmd.Case, api.MaxBody)
	if err != nil {
		return nil, err
	}
	r, err := api.ReadRequest(data)
	if err == nil {
		if r.Country == "" {
			r.Country = cmd.Country
		}
		var answer *app.Response
		if answer, err = svc.Assess(r); err == nil {
			return answer, nil
		}
	}
	if errs.KindOf(err) == errs.Invalid {
		return nil, errs.New(errs.Invalid, "%s: %v", name, err)
	}
	return nil, err
}

// fields names the flag instead of the request's field.
func fields(err error) error {
	var e *errs.Error
	if !errors.As(err, &e) {
		return err
	}
	if flag := map[string]string{"person.age": "--age", "person.sex": "--sex", "person.pregnant": "--pregnant", "text": "--text"}[e.Field]; flag != "" {
		return errs.New(errs.Usage, "%s", fmt.Sprintf("%s: %s", flag, e.Message))
	}
	return err
}
