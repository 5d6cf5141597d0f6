package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/config"
)

// incidentCmd tells people about trouble on /status.
type incidentCmd struct {
	Begin incidentBeginCmd `cmd:"" help:"Tell of trouble that begins now; prints its id."`
	End   incidentEndCmd   `cmd:"" help:"Tell that it is over."`
	List  incidentListCmd  `cmd:"" help:"List what is told."`
}

type incidentBeginCmd struct {
	Text string `arg:"" help:"What people should know. Everybody can read it: no names."`
	config.Storage
}

// Run tells of trouble.
func (cmd *incidentBeginCmd) Run(c *console) error {
	return c.withStorage(cmd.Storage, func(ctx context.Context, s *storage) error {
		x, err := s.upkeep.Began(ctx, cmd.Text)
		if err == nil {
			fmt.Fprintln(c.out, x.ID)
		}
		return err
	})
}

type incidentEndCmd struct {
	ID string `arg:"" help:"Its id."`
	config.Storage
}

// Run tells that trouble is over.
func (cmd *incidentEndCmd) Run(c *console) error {
	return c.withStorage(cmd.Storage, func(ctx context.Context, s *storage) error { return s.upkeep.Ended(ctx, cmd.ID) })
}

type incidentListCmd struct{ config.Storage }

// Run lists incidents, newest first.
func (cmd *incidentListCmd) Run(c *console) error {
	return c.withStorage(cmd.Storage, func(ctx context.Context, s *storage) error {
		condition := s.upkeep.Condition(ctx)
		for _, x := range condition.Incidents {
			end := strings.Repeat(" ", len(time.DateTime))
			if x.EndedAt != nil {
				end = x.EndedAt.UTC().Format(time.DateTime)
			}
			fmt.Fprintf(c.out, "%s  %s  %s  %s\n", x.ID, x.BeganAt.UTC().Format(time.DateTime), end, x.Text)
		}
		return condition.Database
	})
}
