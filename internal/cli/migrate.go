package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/legible-health/legible/internal/backup"
	"github.com/legible-health/legible/internal/config"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/store"
)

type migrateCmd struct {
	From string `placeholder:"PLACE" help:"Copy from here: a data folder or a postgres:// address."`
	To   string `placeholder:"PLACE" help:"Into this empty one, likewise."`
	JSON bool   `help:"Print JSON."`
	config.Storage
}

// Help adds to the command's help text.
func (cmd *migrateCmd) Help() string {
	return "Alone it brings the database up to date, which every command does by itself. With --from and --to it copies everything, " +
		"all or nothing, then reads both databases and compares every row. Stop the server first. What is copied is only read; " +
		"interrupted, the command can simply be given again. " +
		"the same key file serves the copy (--key-file). Addresses with a password are safer in LEGIBLE_DATABASE: write --to env."
}

func (cmd *migrateCmd) Run(c *console) error {
	ctx, stop := interruptible()
	defer stop()
	if (cmd.From == "") != (cmd.To == "") {
		return usage("--from and --to go together")
	}
	if cmd.From != "" {
		return cmd.copy(ctx, c)
	}
	db, _, err := openStore(ctx, cmd.Storage)
	if err != nil {
		return err
	}
	defer db.Close()
	version, err := db.Version(ctx)
	if err == nil {
		_, err = fmt.Fprintf(c.out, "the database is at version %d\n", version)
	}
	return err
}

func (cmd *migrateCmd) copy(ctx context.Context, c *console) error {
	from, err := cmd.place(ctx, "--from", cmd.From)
	if err != nil {
		return err
	}
	defer from.Close() //nolint:errcheck // it was only read
	to, err := cmd.place(ctx, "--to", cmd.To)
	if err != nil {
		return err
	}
	moved, err := backup.Transfer(ctx, from, to)
	if err = errors.Join(err, to.Close()); err != nil {
		return err
	}
	if cmd.JSON {
		return c.writeJSON(moved)
	}
	for _, m := range moved {
		fmt.Fprintf(c.out, "%-14s %9d  %s\n", m.Table, m.Rows, m.SHA256[:16])
	}
	fmt.Fprintln(c.out, "Both databases hold the same rows. Serve the copy with the key file of the original.")
	return nil
}

// place opens a folder or an address; env is the address in the environment.
func (cmd *migrateCmd) place(ctx context.Context, flag, where string) (store.Store, error) {
	if where == "env" {
		if where = cmd.Database; where == "" {
			return nil, usage("%s env: LEGIBLE_DATABASE is not set", flag)
		}
	}
	o := store.Options{Data: where}
	if strings.Contains(where, "://") {
		o = store.Options{Database: where}
	}
	db, err := store.Open(ctx, o)
	if err != nil {
		return nil, errs.New(errs.KindOf(err), "%s: %v", flag, err)
	}
	return db, nil
}
