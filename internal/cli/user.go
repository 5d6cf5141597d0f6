package cli

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/config"
	"github.com/legible-health/legible/internal/errs"
)

type userCmd struct {
	Add   userAddCmd   `cmd:"" help:"Add an account with a person of its own."`
	Codes userCodesCmd `cmd:"" help:"Make recovery codes, for a first sign-in or for somebody locked out."`
	List  userListCmd  `cmd:"" help:"List the accounts: name, role, whether shut out."`
	Lock  userLockCmd  `cmd:"" help:"Shut an account out at once: its browsers and tokens end."`

	Unlock userUnlockCmd `cmd:"" help:"Let an account in again."`
}

type userAddCmd struct {
	Name     string `arg:"" help:"Name of the account; unique, in any case of letters."`
	Role     string `default:"person" placeholder:"ROLE" help:"person, practitioner, editor or operator."`
	TimeZone string `placeholder:"ZONE" help:"Time zone of the person, such as Europe/London (default: this machine's)."`
	JSON     bool   `help:"Print JSON."`
	config.Storage
}

// added is the result of user add.
type added struct {
	Account string `json:"account"` // ids
	Person  string `json:"person"`
	Name    string `json:"name"`
	Role    string `json:"role"`
}

func (cmd *userAddCmd) Run(c *console) error {
	return c.withStorage(cmd.Storage, func(ctx context.Context, s *storage) error {
		zone := cmd.TimeZone
		if zone == "" {
			zone = localZone()
		}
		a, p, err := s.keeper.AddAccount(ctx, cmd.Name, cmd.Role, zone)
		if err != nil {
			return err
		}
		if cmd.JSON {
			return c.writeJSON(added{a.ID, p.ID, a.Name, a.Role})
		}
		_, err = fmt.Fprintf(c.out, "account  %s\nperson   %s\n", a.ID, p.ID)
		return err
	})
}

type userCodesCmd struct {
	Name string `arg:"" help:"Name of the account."`
	config.Storage
}

// Help adds to the command's help text.
func (cmd *userCodesCmd) Help() string {
	return "The codes are shown once, and the account's older ones work no more. Each lets its holder in once, at /account/recover."
}

func (cmd *userCodesCmd) Run(c *console) error {
	return c.withStorage(cmd.Storage, func(ctx context.Context, s *storage) error {
		codes, err := s.keeper.IssueCodes(ctx, cmd.Name)
		if err != nil {
			return ofAccount(err, cmd.Name)
		}
		_, err = fmt.Fprintln(c.out, strings.Join(codes, "\n"))
		return err
	})
}

type userListCmd struct{ config.Storage }

// Run lists the accounts by name.
func (cmd *userListCmd) Run(c *console) error {
	return c.withStorage(cmd.Storage, func(ctx context.Context, s *storage) error {
		list, err := s.keeper.Accounts(ctx)
		for _, a := range list {
			state := "open"
			if a.DisabledAt != nil {
				state = "shut since " + a.DisabledAt.Format(time.DateOnly)
			}
			fmt.Fprintf(c.out, "%-12s  %-24s  %s\n", a.Role, a.Name, state)
		}
		return err
	})
}

type userLockCmd struct {
	Name string `arg:"" help:"Name of the account."`
	config.Storage
}

// Run shuts an account out.
func (cmd *userLockCmd) Run(c *console) error {
	return c.withStorage(cmd.Storage, func(ctx context.Context, s *storage) error {
		return ofAccount(s.keeper.Lock(ctx, cmd.Name, true), cmd.Name)
	})
}

type userUnlockCmd struct {
	Name string `arg:"" help:"Name of the account."`
	config.Storage
}

// Run lets an account in again.
func (cmd *userUnlockCmd) Run(c *console) error {
	return c.withStorage(cmd.Storage, func(ctx context.Context, s *storage) error {
		return ofAccount(s.keeper.Lock(ctx, cmd.Name, false), cmd.Name)
	})
}

// ofAccount says how to add an account that is not there.
func ofAccount(err error, name string) error {
	if errs.KindOf(err) == errs.NotFound {
		return errs.New(errs.NotFound, "there is no account of that name; add it with: legible user add %s", name)
	}
	return err
}

// localZone is the name of this machine's time zone; UTC where it cannot be told.
func localZone() string {
	if name := os.Getenv("TZ"); name != "" && name[0] != ':' && name[0] != '/' {
		if _, err := time.LoadLocation(name); err == nil {
			return name
		}
	}
	if text, err := os.ReadFile("/etc/timezone"); err == nil {
		return strings.TrimSpace(string(text))
	}
	if target, err := os.Readlink("/etc/localtime"); err == nil {
		if _, name, ok := strings.Cut(target, "zoneinfo/"); ok {
			return name
		}
	}
	return "UTC"
}

type tokenCmd struct {
	Name  string `arg:"" help:"Name of the account."`
	Label string `default:"command line" placeholder:"TEXT" help:"What it is for."`
	Days  *int   `placeholder:"N" help:"Valid for so many days (default: until revoked)."`
	config.Storage
}

// Help adds to the command's help text.
func (cmd *tokenCmd) Help() string {
	return "The token is shown once: only its hash is kept. Whoever has it can read and change what the account can."
}

func (cmd *tokenCmd) Run(c *console) error {
	if cmd.Days != nil && *cmd.Days < 1 {
		return usage("--days: must be at least 1")
	}
	return c.withStorage(cmd.Storage, func(ctx context.Context, s *storage) error {
		var expires *time.Time
		if cmd.Days != nil {
			t := time.Now().AddDate(0, 0, *cmd.Days)
			expires = &t
		}
		token, err := s.keeper.AddToken(ctx, cmd.Name, cmd.Label, expires)
		if err != nil {
			return ofAccount(err, cmd.Name)
		}
		_, err = fmt.Fprintln(c.out, token)
		return err
	})
}

type eraseCmd struct {
	Person string `arg:"" help:"Id of the person."`
	Yes    bool   `help:"Do it. Without this nothing happens."`
	config.Storage
}

// Help adds to the command's help text.
func (cmd *eraseCmd) Help() string {
	return "Destroys the person's key and all their records. It cannot be undone, and older backups cannot be read for this " +
		"person either, unless a copy of the key file from before is kept: destroy such copies."
}

func (cmd *eraseCmd) Run(c *console) error {
	if !cmd.Yes {
		return usage("erasing cannot be undone; add --yes to do it")
	}
	return c.withStorage(cmd.Storage, func(ctx context.Context, s *storage) error {
		receipt, err := s.keeper.EraseAny(ctx, cmd.Person)
		if err != nil {
			return err
		}
		return c.writeJSON(receipt)
	})
}
