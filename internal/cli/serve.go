package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/api"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/config"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/fhirapi"
	"github.com/legible-health/legible/internal/passkey"
	"github.com/legible-health/legible/internal/server"
	"github.com/legible-health/legible/internal/web"
)

type serveCmd struct {
	contentFlag
	config.Config
	Quiet bool `short:"q" help:"Do not log requests."`
	Dev   bool `help:"Also serve /dev/components, for those who build pages."`

	demo bool // the people are invented, and every page says so
}

// Help adds to the command's help text.
func (cmd *serveCmd) Help() string {
	return "Without --data or --database nothing is kept. With --data DIR, everything is in DIR: legible.db and " +
		"legible.keys. Keep a copy of legible.keys apart from the backups; without it they cannot be read. " +
		"A reverse proxy in front must pass on Host, set X-Forwarded-Proto, and put the sender's address last in X-Forwarded-For."
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

	if cmd.Data != "" {
		frugal()
	}
	go web.Words() //nolint:errcheck // beside the content; asked for again below
	svc, err := cmd.service()
	if err != nil {
		return err
	}
	if err := checkCountry(svc, cmd.Country); err != nil {
		return err
	}
	letGo, err := cmd.rephraser(svc, log)
	if err != nil {
		return err
	}
	defer letGo()
	ctx, stop := interruptible()
	defer stop()
	kept, err := cmd.open(ctx)
	if err != nil {
		return err
	}
	defer kept.close() //nolint:errcheck // every write that was acknowledged is on disk
	running := program().Version
	json := api.New(svc, kept.keeper, log)
	words, err := web.Words()
	if err != nil {
		return err
	}
	fhir := fhirapi.New(svc, kept.keeper, fhirapi.Options{Version: running, Now: time.Now, Log: log, Invented: cmd.demo,
		Suggest: func(r *app.Request, a *app.Response) []string {
			return web.Suggested(svc.Base(), r, a, words.For(r.Locale))
		},
		Check: func(kept []byte) (*app.Request, error) { return web.KeptCheck(svc.Base(), kept) }})
	users, err := cmd.users(kept)
	if err != nil {
		return err
	}
	opts := web.Options{Country: cmd.Country, Version: running, Dev: cmd.Dev, Demo: cmd.demo, Running: cmd.running(), Keeper: kept.keeper, Users: users}
	if kept.keeper != nil {
		opts.Shares = app.NewShares(kept.keeper, account.Cost{})
		opts.Practitioners = app.NewPractitioners(kept.keeper)
		opts.Upkeep = kept.upkeep
	}
	if err := cmd.reminders(ctx, kept, &opts); err != nil {
		return err
	}
	if kept.keeper != nil {
		opts.Bookings = app.NewBookings(kept.keeper, svc, opts.Practitioners, opts.Reminders)
	}
	pages, err := web.New(svc, opts)
	if err != nil {
		return err
	}
	if cmd.Data != "" {
		trim(ctx)
	}
	folder, err := cmd.backups()
	if err != nil {
		return err
	}
	ended, saved := remindWhile(ctx, opts.Reminders, log), cmd.backUpWhile(ctx, kept, folder, log)
	defer func() { // the store is closed after them
		stop()
		<-ended
		<-saved
	}()
	ready := &server.Readiness{}
	if kept.upkeep != nil {
		ready.Check = func(ctx context.Context) error {
			return errors.Join(kept.store.Ping(ctx), kept.upkeep.Ready(ctx))
		}
	}
	at, err := cmd.place(ready)
	if err != nil {
		return err
	}
	h := server.New(server.Parts{API: json, FHIR: fhir, Pages: pages, Log: log, Ready: ready, Metrics: cmd.metrics(kept)})
	if kept.keeper == nil { // a diary does not need the 13 MB of the guide, and memory may be short
		h = server.AfterFirst(h, func() {
			_, _ = svc.Guide() // what fails is told to whoever asks
		})
	}
	err = server.Run(ctx, at, h, log, func(url string) {
		fmt.Fprintf(c.err, "Legible is at %s (stop with Ctrl-C). %s\n", url, cmd.where())
	})
	if err != nil {
		return errs.New(errs.Internal, "%v; choose another address with --addr", err)
	}
	return nil
}

// service prepares the use cases. A program that keeps data in a folder waits with what a
// diary does not need, any other prepares it beside the pages; an edited folder of
// knowledge is checked whole first.
func (cmd *serveCmd) service() (*app.Service, error) {
	if cmd.Knowledge != "" {
		return openService(cmd.Knowledge)
	}
	base, err := openBase("")
	if err != nil {
		return nil, err
	}
	svc := app.Later(base)
	if cmd.Data == "" {
		go svc.Parser()
		go svc.Engine()
	}
	return svc, nil
}

// open opens what is kept; without --data and --database there is nothing to open.
func (cmd *serveCmd) open(ctx context.Context) (*storage, error) {
	if cmd.Data == "" && cmd.Database == "" {
		return &storage{}, nil
	}
	return openStorage(ctx, cmd.Storage)
}

// users are those who sign in; nil where nothing is kept.
func (cmd *serveCmd) users(kept *storage) (*app.Users, error) {
	if kept.keeper == nil {
		return nil, nil
	}
	strong, err := strongRoles(cmd.Strong)
	if err != nil {
		return nil, err
	}
	return app.NewUsers(kept.keeper, passkey.Passkeys{}, app.UserOptions{Closed: cmd.Closed, Invented: cmd.demo, Strong: strong})
}

// strongRoles reads --strong-sign-in.
func strongRoles(names []string) (roles []account.Role, err error) {
	for _, name := range names {
		switch role := account.Role(strings.TrimSpace(name)); {
		case role == "none" && len(names) == 1:
		case !role.Valid():
			return nil, usage("--strong-sign-in: use %s, or none alone", account.RoleList())
		default:
			roles = append(roles, role)
		}
	}
	return roles, nil
}

// where says where data goes, without the address of a database, which may hold a password.
func (cmd *serveCmd) where() string {
	switch {
	case cmd.Data != "":
		return "What people record is kept in " + cmd.Data + "."
	case cmd.Database != "":
		return "What people record is kept in PostgreSQL."
	}
	return "Nothing is stored."
}
