package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"filippo.io/age"
	"golang.org/x/term"

	"github.com/legible-health/legible/internal/backup"
	"github.com/legible-health/legible/internal/config"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/wholefile"
)

type backupCmd struct {
	File      string   `arg:"" help:"File to write; it must not be there yet."`
	Recipient []string `short:"r" placeholder:"AGE1..." help:"Encrypt for an age recipient instead of a passphrase; may be repeated."`
	config.Storage
}

// Help adds to the command's help text.
func (cmd *backupCmd) Help() string {
	return "The file is of one moment even while people write. It is encrypted with age: for --recipient, or with the passphrase in " +
		"LEGIBLE_BACKUP_PASSPHRASE, or one that is asked for. The key file is not in it: keep a copy of that elsewhere."
}

func (cmd *backupCmd) Run(c *console) error {
	recipients, err := cmd.recipients(c)
	if err != nil {
		return err
	}
	return c.withStorage(cmd.Storage, func(ctx context.Context, s *storage) error {
		rows := 0
		err := writeNew(cmd.File, func(f io.Writer) (err error) {
			rows, err = backup.Write(ctx, f, s.store, time.Now(), recipients...)
			return err
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(c.out, "%d rows in %s\n", rows, cmd.File)
		if path := s.keys.Path(); path != "" {
			fmt.Fprintf(c.err, "Keep a copy of %s elsewhere: without it nothing in the backup can be read.\n", path)
		}
		return nil
	})
}

func (cmd *backupCmd) recipients(c *console) ([]age.Recipient, error) {
	if len(cmd.Recipient) == 0 {
		passphrase, err := c.passphrase("Passphrase for the backup", true)
		if err != nil {
			return nil, err
		}
		r, err := age.NewScryptRecipient(passphrase)
		return []age.Recipient{r}, err
	}
	var all []age.Recipient
	for _, text := range cmd.Recipient {
		r, err := age.ParseX25519Recipient(text)
		if err != nil {
			return nil, usage("--recipient: is not an age recipient, which begins with age1")
		}
		all = append(all, r)
	}
	return all, nil
}

// writeNew writes a backup to a file that must not be there.
func writeNew(name string, write func(io.Writer) error) error {
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return fileThere(name)
	}
	err := wholefile.Write(name, write)
	if errors.As(err, new(*fs.PathError)) || errors.As(err, new(*os.LinkError)) {
		return errs.New(errs.Unavailable, "write %s: %v", name, err)
	}
	return err
}

func fileThere(name string) error {
	return errs.New(errs.Conflict, "%s is there already; choose another name", name)
}

type restoreCmd struct {
	File     string `arg:"" help:"A backup."`
	Check    bool   `help:"Only check that it is whole and that the keys open every record."`
	Identity string `short:"i" placeholder:"FILE" help:"age identity file, for a backup made with --recipient."`
	JSON     bool   `help:"Print JSON."`
	config.Storage
}

// Help adds to the command's help text.
func (cmd *restoreCmd) Help() string {
	return "Restores into an empty database, embedded or PostgreSQL, whichever the backup came from; all or nothing. Put the key " +
		"file in its place first. Persons erased since the backup was made stay erased. Without --identity the passphrase is " +
		"LEGIBLE_BACKUP_PASSPHRASE, or asked for."
}

func (cmd *restoreCmd) Run(c *console) error {
	identities, err := cmd.identities(c)
	if err != nil {
		return err
	}
	ctx, stop := interruptible()
	defer stop()
	ring, err := ringFor(ctx, cmd.Storage)
	if err != nil {
		return err
	}
	f, err := os.Open(cmd.File)
	if err != nil {
		return errs.New(errs.Invalid, "%v", err)
	}
	defer f.Close()
	b, err := backup.Open(f, identities...)
	if err != nil {
		return err
	}
	if cmd.Check {
		report, err := backup.Check(b, ring, time.Now())
		return c.report(report, err, "The backup is whole and every record opens.", cmd.JSON)
	}
	db, _, err := openStore(ctx, cmd.Storage)
	if err != nil {
		return err
	}
	report, err := backup.Restore(ctx, b, db, ring, time.Now())
	return c.report(report, errors.Join(err, db.Close()), "Restored.", cmd.JSON)
}

func (c *console) report(r backup.Report, err error, done string, asJSON bool) error {
	switch {
	case err != nil:
		return err
	case asJSON:
		return c.writeJSON(r)
	}
	fmt.Fprintf(c.out, "%s Taken %s: %d accounts, %d persons, %d records.\n", done, r.At.Format(time.RFC3339),
		r.Rows["account"], r.Rows["person"], r.Rows["record"])
	if r.Erased > 0 {
		fmt.Fprintf(c.out, "%d persons were erased since and stay erased; %d of their records were left out.\n", r.Erased, r.Dropped)
	}
	return nil
}

func (cmd *restoreCmd) identities(c *console) ([]age.Identity, error) {
	if cmd.Identity == "" {
		passphrase, err := c.passphrase("Passphrase of the backup", false)
		if err != nil {
			return nil, err
		}
		id, err := age.NewScryptIdentity(passphrase)
		return []age.Identity{id}, err
	}
	f, err := os.Open(cmd.Identity)
	if err != nil {
		return nil, errs.New(errs.Invalid, "%v", err)
	}
	defer f.Close()
	ids, err := age.ParseIdentities(f)
	if err != nil {
		return nil, errs.New(errs.Invalid, "%s: is not an age identity file", cmd.Identity)
	}
	return ids, nil
}

// passphrase is the one of the environment, or asks a person, twice for a new one.
func (c *console) passphrase(what string, fresh bool) (string, error) {
	if p := os.Getenv("LEGIBLE_BACKUP_PASSPHRASE"); p != "" {
		return p, nil
	}
	if !c.interactive {
		return "", usage("set LEGIBLE_BACKUP_PASSPHRASE, or use --recipient and --identity")
	}
	first, err := c.secret(what)
	if err != nil || !fresh {
		return first, err
	}
	again, err := c.secret("The same again")
	if err == nil && first != again {
		err = usage("the two passphrases differ")
	}
	return first, err
}

// secret reads a line without showing it.
func (c *console) secret(what string) (string, error) {
	fmt.Fprintf(c.err, "%s: ", what)
	text, err := term.ReadPassword(int(os.Stdin.Fd()))
	fmt.Fprintln(c.err)
	if err == nil && len(text) == 0 {
		err = usage("the passphrase is empty")
	}
	return string(text), err
}
