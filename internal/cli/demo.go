package cli

import (
	"context"
	crand "crypto/rand"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/config"
	"github.com/legible-health/legible/internal/demo"
	"github.com/legible-health/legible/internal/diary"
)

// demoCmd serves invented people from a folder that is gone afterwards.
type demoCmd struct {
	Addr string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen (default 127.0.0.1:8080)."`
	Seed uint64 `default:"1" placeholder:"N" help:"Chance: the same number invents the same nights (default 1)."`
}

// Help adds to the command's help text.
func (cmd *demoCmd) Help() string {
	return fmt.Sprintf("Serves three invented people with %d nights each, whose names and pages say that they are. Everything is in a folder for "+
		"temporary files and is deleted when the program stops, or, if it was killed, when the next demo starts.", demo.Nights)
}

// demoName signs in; the password is made anew each time.
const demoName = "demo"

func (cmd *demoCmd) Run(c *console) (err error) {
	dir, remove, err := makeDemoFolder()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	place := config.Storage{Data: dir}
	password := crand.Text()
	if err := c.withStorage(place, func(ctx context.Context, s *storage) error { return cmd.fill(ctx, s, password) }); err != nil {
		return err
	}
	fmt.Fprintf(c.err, "Three invented people are in %s until this stops. Sign in as %s with the password %s\n", dir, demoName, password)
	serve := serveCmd{Config: config.Config{Addr: cmd.Addr, Closed: true, Storage: place}, Quiet: true, demo: true}
	serve.Model.Timeout = 5 * time.Second
	return serve.Run(c)
}

// fill makes the account and writes what its people kept up to last night.
func (cmd *demoCmd) fill(ctx context.Context, s *storage, password string) error {
	users, err := app.NewUsers(s.keeper, nil, app.UserOptions{Cost: account.Cost{}})
	if err != nil {
		return err
	}
	people := demo.People(diary.DateOf(time.Now().UTC().AddDate(0, 0, -1).Date()), rand.New(rand.NewPCG(cmd.Seed, 0)))
	secret, err := users.SignUp(ctx, app.SignUp{Name: demoName, Password: password, PersonName: people[0].Name, TimeZone: "UTC"}, app.Browser{})
	if err != nil {
		return err
	}
	visit, err := users.Visit(ctx, secret)
	if err != nil {
		return err
	}
	for i, p := range people {
		id := visit.Chosen.ID
		if i > 0 {
			m, err := users.AddMember(ctx, visit, app.Member{Relation: p.Relation, Name: p.Name, TimeZone: "UTC"})
			if err != nil {
				return err
			}
			id = m.ID
		}
		if err := keep(ctx, s.keeper, visit.Account, id, p.Entries); err != nil {
			return err
		}
	}
	return users.EndSession(ctx, visit, visit.Session)
}

// keep writes entries into a person's diary.
func keep(ctx context.Context, k *app.Keeper, a app.Account, person string, entries []diary.Entry) error {
	book, err := k.Book(ctx, a, person)
	if err != nil {
		return err
	}
	changes := make([]diary.Change, len(entries))
	for i, e := range entries {
		changes[i] = diary.Change{Entry: e}
	}
	_, err = book.Change(ctx, changes...)
	return err
}
