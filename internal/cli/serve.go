package cli

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os/signal"
	"syscall"

	"github.com/legible-health/legible/internal/api"
	"github.com/legible-health/legible/internal/config"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/server"
	"github.com/legible-health/legible/internal/web"
)

type serveCmd struct {
	config.Config
	Quiet bool `short:"q" help:"Do not log requests."`
	Dev   bool `help:"Also serve /dev/components, for those who build pages."`
}

// Help adds to the command's help text.
func (cmd *serveCmd) Help() string {
	return "Nothing is stored yet, so there is no --data or --database so far; they come with the diary."
}

func (cmd *serveCmd) Run(c *console) error {
	if _, _, err := net.SplitHostPort(cmd.Addr); err != nil {
		return usage("--addr %q: use HOST:PORT, for example 127.0.0.1:8080", cmd.Addr)
	}
	level := slog.LevelInfo
	if cmd.Quiet {
		level = slog.LevelWarn
	}
	log := slog.New(slog.NewTextHandler(c.err, &slog.HandlerOptions{Level: level}))
	slog.SetDefault(log)

	svc, err := openService()
	if err != nil {
		return err
	}
	if err := checkCountry(svc, cmd.Country); err != nil {
		return err
	}
	v, err := versionsOf()
	if err != nil {
		return err
	}
	json, err := api.New(svc, log)
	if err != nil {
		return err
	}
	pages, err := web.New(svc, web.Options{Country: cmd.Country, Version: v.Version, Dev: cmd.Dev})
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	err = server.Run(ctx, cmd.Addr, server.New(json, pages, log), log, func(url string) {
		fmt.Fprintf(c.err, "Legible is at %s (stop with Ctrl-C). Nothing is stored.\n", url)
	})
	if err != nil {
		return errs.New(errs.Internal, "%v; choose another address with --addr", err)
	}
	return nil
}
