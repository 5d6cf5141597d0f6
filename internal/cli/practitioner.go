package cli

import (
	"context"
	"fmt"
	"text/tabwriter"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/config"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
)

type practiceCmd struct {
	List  practitionerListCmd  `cmd:"" help:"List practitioners with what was checked of them."`
	Check practitionerCheckCmd `cmd:"" help:"Write down a qualification that you have checked."`
	End   practitionerEndCmd   `cmd:"" help:"Take a qualification back."`
}

type practitionerListCmd struct {
	JSON bool `help:"Print JSON."`
	config.Storage
}

// listedPractitioner is one line of the list.
type listedPractitioner struct {
	Account        string                  `json:"account"` // name
	Name           string                  `json:"name"`    // empty without a profile
	State          string                  `json:"state"`
	Slug           string                  `json:"slug"`
	ToCheck        string                  `json:"to_check"`
	Qualifications []consult.Qualification `json:"qualifications"`
}

// inDirectory says in a word whether a practitioner is in the directory, and if not, why.
func inDirectory(v app.PractitionerView) string {
	switch {
	case v.Disabled:
		return "disabled"
	case !v.HasProfile():
		return "no profile"
	case v.Public:
		return "listed"
	case !v.Listed:
		return "not to be listed"
	}
	return "to be checked"
}

func (cmd *practitionerListCmd) Run(c *console) error {
	return c.withStorage(cmd.Storage, func(ctx context.Context, s *storage) error {
		all, err := app.NewPractitioners(s.keeper).All(ctx, app.Console)
		if err != nil {
			return err
		}
		if cmd.JSON {
			list := make([]listedPractitioner, len(all))
			for i, v := range all {
				list[i] = listedPractitioner{v.AccountName, v.Name, inDirectory(v), v.Slug, v.ToCheck, v.Qualifications}
			}
			return c.writeJSON(list)
		}
		return c.practitioners(all)
	})
}

// practitioners prints each with the qualifications below it.
func (c *console) practitioners(all []app.PractitionerView) error {
	if len(all) == 0 {
		_, err := fmt.Fprintln(c.out, "there is no practitioner; add one with: legible user add NAME --role practitioner")
		return err
	}
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, v := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\n", v.AccountName, inDirectory(v), v.Name)
		for _, q := range v.Qualifications {
			until := "no end"
			switch {
			case q.EndedAt != nil:
				until = "taken back " + q.EndedAt.Format("2006-01-02")
			case q.ValidUntil != "":
				until = "until " + q.ValidUntil
			}
			fmt.Fprintf(w, "  %s\t%s\t%s, %s, %s %s %s, checked by %s on %s\n", q.ID, until, q.Title, q.Holder, q.Register, q.Country, q.Number, q.CheckedBy, q.CheckedAt.Format("2006-01-02"))
		}
	}
	return w.Flush()
}

type practitionerCheckCmd struct {
	Name     string `arg:"" help:"Name of the account."`
	Title    string `required:"" placeholder:"TEXT" help:"What the qualification is, as the register has it."`
	Holder   string `required:"" placeholder:"NAME" help:"Whose it is, as the register has the name."`
	Register string `required:"" placeholder:"TEXT" help:"Who keeps the register, or gave the certificate."`
	Number   string `placeholder:"TEXT" help:"Number in the register."`
	Country  string `required:"" placeholder:"CC" help:"Country of the register, such as GB."`
	Way      string `default:"register" placeholder:"WAY" help:"How you checked it: register, document or issuer."`
	By       string `required:"" placeholder:"NAME" help:"Who checked it; everybody can read this name."`
	Until    string `placeholder:"DAY" help:"Last day on which it counts, such as 2030-12-31 (default: no end)."`
	JSON     bool   `help:"Print JSON."`
	config.Storage
}

// Help adds to the command's help text.
func (cmd *practitionerCheckCmd) Help() string {
	return "Everybody can read what you write down here on the practitioner's page. It cannot be changed later, only taken back."
}

func (cmd *practitionerCheckCmd) Run(c *console) error {
	return c.withStorage(cmd.Storage, func(ctx context.Context, s *storage) error {
		use := app.NewPractitioners(s.keeper)
		v, err := use.Named(ctx, app.Console, cmd.Name)
		if err != nil {
			return ofPractitioner(err, cmd.Name)
		}
		q, err := use.AddQualification(ctx, app.Console, v.Account, consult.Qualification{Title: cmd.Title, Holder: cmd.Holder, Register: cmd.Register, Number: cmd.Number,
			Country: cmd.Country, Way: cmd.Way, CheckedBy: cmd.By, ValidUntil: cmd.Until})
		if err != nil {
			return err
		}
		if cmd.JSON {
			return c.writeJSON(q)
		}
		_, err = fmt.Fprintln(c.out, q.ID)
		return err
	})
}

// ofPractitioner says how to add a practitioner who is not there.
func ofPractitioner(err error, name string) error {
	if errs.KindOf(err) == errs.NotFound {
		return errs.New(errs.NotFound, "there is no practitioner of that name; add one with: legible user add %s --role practitioner", name)
	}
	return err
}

type practitionerEndCmd struct {
	Name string `arg:"" help:"Name of the account."`
	ID   string `arg:"" help:"Id of the qualification, as the list has it."`
	config.Storage
}

func (cmd *practitionerEndCmd) Run(c *console) error {
	return c.withStorage(cmd.Storage, func(ctx context.Context, s *storage) error {
		use := app.NewPractitioners(s.keeper)
		v, err := use.Named(ctx, app.Console, cmd.Name)
		if err != nil {
			return ofPractitioner(err, cmd.Name)
		}
		return use.EndQualification(ctx, app.Console, v.Account, cmd.ID)
	})
}
