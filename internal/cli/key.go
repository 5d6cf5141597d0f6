package cli

import (
	"context"
	"fmt"

	"github.com/legible-health/legible/internal/config"
)

type keyCmd struct {
	Rotate keyRotateCmd `cmd:"" help:"Make a fresh instance key and wrap every person's key with it."`
}

type keyRotateCmd struct {
	DropOld bool `help:"Then remove the older keys. Backups from before can no longer be read."`
	config.Storage
}

// Help adds to the command's help text.
func (cmd *keyRotateCmd) Help() string {
	return "The server may go on running. Older keys stay in the key file, because backups need them. Copy the key file to its " +
		"safe place again afterwards. With LEGIBLE_KEY_PASSPHRASE set, the file is written locked."
}

func (cmd *keyRotateCmd) Run(c *console) error {
	return c.withStorage(cmd.Storage, func(ctx context.Context, s *storage) error {
		id, persons, err := s.keeper.Rotate(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(c.out, "key %s wraps %d persons\n", id, persons)
		if !cmd.DropOld {
			return nil
		}
		n, err := s.keeper.DropKeys(ctx)
		if err == nil {
			fmt.Fprintf(c.out, "dropped %d older keys\n", n)
		}
		return err
	})
}
