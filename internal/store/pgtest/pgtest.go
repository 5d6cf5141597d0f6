// Package pgtest gives tests a real PostgreSQL: the one of LEGIBLE_TEST_POSTGRES, or a
// throw-away server on a Unix socket from Debian's packages. Each test has a database
// of its own. Nothing but tests imports it.
package pgtest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Server is a running PostgreSQL.
type Server struct {
	url  string // of the database "postgres"
	stop func()
	next atomic.Int64
}

var server *Server

// Main runs the tests of a package, with the server stopped at the end.
func Main(m *testing.M) int {
	defer func() {
		if server != nil {
			server.stop()
		}
	}()
	return m.Run()
}

// URL makes an empty database and returns its address. Without a server the test is
// skipped, or fails when LEGIBLE_REQUIRE_POSTGRES is 1.
func URL(t *testing.T) string {
	t.Helper()
	if server == nil {
		s, err := start()
		if err != nil {
			if os.Getenv("LEGIBLE_REQUIRE_POSTGRES") == "1" {
				t.Fatalf("no PostgreSQL: %v", err)
			}
			t.Skipf("no PostgreSQL (%v): set LEGIBLE_TEST_POSTGRES or install Debian's postgresql", err)
		}
		server = s
	}
	made, err := server.database(t.Context())
	if err != nil {
		t.Fatalf("make a database: %v", err)
	}
	return made
}

func (s *Server) database(ctx context.Context) (string, error) {
	conn, err := pgx.Connect(ctx, s.url)
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx) //nolint:errcheck // nothing is under way
	name := fmt.Sprintf("legible_test_%d_%d", os.Getpid(), s.next.Add(1))
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'UTF8'"); err != nil {
		return "", err
	}
	u, err := url.Parse(s.url)
	if err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}

func start() (*Server, error) {
	if given := os.Getenv("LEGIBLE_TEST_POSTGRES"); given != "" {
		return &Server{url: given, stop: func() {}}, nil
	}
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "pg") // short: a socket's path has 107 bytes at most
	if err != nil {
		return nil, err
	}
	as, err := owner(folder)
	if err != nil {
		return nil, err
	}
	command := func(name string, args ...string) error {
		cmd := exec.Command(filepath.Join(bin, name), args...)
		cmd.SysProcAttr, cmd.Dir = as, folder
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w: %s", name, err, out)
		}
		return nil
	}
	data := filepath.Join(folder, "data")
	stop := func() {
		_ = command("pg_ctl", "stop", "-D", data, "-m", "immediate") // what is left goes with the folder
		_ = os.RemoveAll(folder)
	}
	err = command("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
	if err == nil {
		err = command("pg_ctl", "start", "-w", "-D", data, "-l", filepath.Join(folder, "log"),
			"-o", "-c listen_addresses='' -c fsync=off -c max_connections=60 -k "+folder)
	}
	if err != nil {
		stop()
		return nil, err
	}
	u := url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/postgres", RawQuery: url.Values{"host": {folder}}.Encode()}
	return &Server{url: u.String(), stop: stop}, nil
}

// binaries finds the newest server Debian has installed.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", fmt.Errorf("there is no /usr/lib/postgresql/*/bin/initdb")
	}
	slices.Sort(found)
	return filepath.Dir(found[len(found)-1]), nil
}

// owner lets user postgres own the folder and run the server where the tests run as
// root, which PostgreSQL refuses to do.
func owner(folder string) (*syscall.SysProcAttr, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, err1 := strconv.Atoi(u.Uid)
	gid, err2 := strconv.Atoi(u.Gid)
	if err1 != nil || err2 != nil {
		return nil, fmt.Errorf("user postgres has no usable ids")
	}
	if err := os.Chown(folder, uid, gid); err != nil {
		return nil, err
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
}
