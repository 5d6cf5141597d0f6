package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/config"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/signature"
)

type verifyCmd struct {
	Signed string `arg:"" name:"file" help:"A signed opinion, as the pages give it out."`
	Keys   string `placeholder:"FILE" help:"Public keys as /.well-known/jwks.json gives them; then no database is opened."`
	JSON   bool   `help:"Print what was signed as JSON."`
	config.Storage
}

// Help adds to the command's help text.
func (cmd *verifyCmd) Help() string {
	return "Nothing goes over the network. Without --keys the keys are those of the instance in --data or --database. " +
		"Exit code 0 means that every byte is as it was signed; keep the file as it is, since a line end added by an editor breaks it."
}

// Run checks the file and prints who signed what.
func (cmd *verifyCmd) Run(c *console) error {
	file, err := c.readBounded(cmd.Signed, signature.MostBytes)
	if err != nil {
		return err
	}
	var keys []signature.Public
	if cmd.Keys != "" {
		text, err := c.readBounded(cmd.Keys, signature.MostBytes)
		if err != nil {
			return err
		}
		if keys, err = signature.ReadKeys(text); err != nil {
			return err
		}
	} else if keys, err = cmd.own(c); err != nil {
		return err
	}
	said, key, err := app.VerifyWith(file, keys)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return c.writeJSON(struct {
			Verified bool           `json:"verified"`
			Key      string         `json:"key"`
			Signed   *app.Statement `json:"signed"`
		}{true, key, said})
	}
	fmt.Fprintf(c.out, "verified: every byte is as it was signed\nsigned by: %s (%s, %s)\non: %s\nkey: %s\nfor: %s %s\nhow soon: %s\n",
		said.By.Name, said.By.Profession, said.By.Country, said.SignedAt.UTC().Format(time.RFC3339), key, said.Sort, said.Consultation, said.Opinion.Level)
	if said.CauseName != "" {
		fmt.Fprintf(c.out, "likely cause: %s\n", said.CauseName)
	}
	fmt.Fprintf(c.out, "\n%s\n", said.Opinion.Text)
	return nil
}

// own reads the keys of the instance.
func (cmd *verifyCmd) own(c *console) (keys []signature.Public, err error) {
	if cmd.Data == "" && cmd.Database == "" {
		return nil, usage("say where the public keys are: --keys FILE, or --data DIR or --database URL of the instance")
	}
	err = c.withStorage(cmd.Storage, func(ctx context.Context, s *storage) (err error) {
		keys, err = app.NewConsultations(s.keeper, nil).Keys(ctx)
		return err
	})
	if err == nil && len(keys) == 0 {
		err = errs.New(errs.NotFound, "nobody has signed anything here yet, so there are no keys")
	}
	return keys, err
}
