package pocketbase

import (
	"encoding/json"
	"fmt"
	"log"
	"net"
	"os"
	"testing"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// peerData names the folder in which this test binary is to be PocketBase.
const peerData = "LEGIBLE_BENCH_PEER"

// hello is what the peer prints when it can be asked.
type hello struct {
	URL            string
	Reader, Writer who
}

// who is somebody who signed in, and whose entries they reach.
type who struct{ Person, Token string }

func TestMain(m *testing.M) {
	if dir := os.Getenv(peerData); dir != "" {
		if err := peer(dir); err != nil {
			log.Fatal(err)
		}
		return
	}
	os.Exit(m.Run())
}

// peer is PocketBase as it comes, with a collection of diary entries and one user.
func peer(dir string) error {
	app := pocketbase.NewWithConfig(pocketbase.Config{DefaultDataDir: dir, HideStartBanner: true})
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.InstallerFunc = nil
		var h hello
		var err error
		if e.Listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			return err
		}
		h.URL = "http://" + e.Listener.Addr().String()
		if h.Reader, h.Writer, err = fill(e.App); err != nil {
			return err
		}
		line, err := json.Marshal(h)
		if err != nil {
			return err
		}
		fmt.Println(string(line))
		return e.Next()
	})
	app.RootCmd.SetArgs([]string{"serve"})
	return app.Start()
}

// fill makes the collections and two users. "entries" belong to a user and only the user
// reaches them, as in Legible; "open" asks nobody who they are, which is the least work
// PocketBase can have.
func fill(app core.App) (reader, writer who, err error) {
	users, err := app.FindCollectionByNameOrId("users")
	if err != nil {
		return reader, writer, err
	}
	for name, rules := range map[string][2]string{
		"entries": {"person = @request.auth.id", "@request.auth.id != '' && person = @request.auth.id"},
		"open":    {"", ""},
	} {
		c := core.NewBaseCollection(name)
		c.Fields.Add(
			&core.RelationField{Name: "person", CollectionId: users.Id, Required: true, MaxSelect: 1},
			&core.TextField{Name: "kind", Required: true}, &core.TextField{Name: "day", Required: true}, &core.JSONField{Name: "data"},
			&core.AutodateField{Name: "created", OnCreate: true}, &core.AutodateField{Name: "updated", OnCreate: true, OnUpdate: true},
		)
		c.AddIndex(name+"_day", false, "person, day", "")
		c.ListRule, c.CreateRule = types.Pointer(rules[0]), types.Pointer(rules[1])
		if err := app.Save(c); err != nil {
			return reader, writer, err
		}
	}
	if reader, err = user(app, users, "reader"); err != nil {
		return reader, writer, err
	}
	writer, err = user(app, users, "writer")
	return reader, writer, err
}

func user(app core.App, users *core.Collection, name string) (who, error) {
	u := core.NewRecord(users)
	u.SetEmail(name + "@example.com")
	u.SetRandomPassword()
	u.SetVerified(true)
	if err := app.Save(u); err != nil {
		return who{}, err
	}
	token, err := u.NewAuthToken()
	return who{u.Id, token}, err
}
