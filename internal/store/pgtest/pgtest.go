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
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Server is a PostgreSQL.
type Server struct {
	url  string // of the database "postgres"
	next atomic.Int64

	// Of a server that the tests started; empty for the one of LEGIBLE_TEST_POSTGRES.
	bin, folder, options string
	as                   *syscall.SysProcAttr
	kept                 bool // its folder outlives the tests
}

var server *Server

// Main runs the tests of a package, with the server stopped at the end.
func Main(m *testing.M) int {
	defer func() {
		if server != nil {
			server.remove()
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
		missing(t, err)
		server = s
	}
	return server.URL(t)
}

// missing skips or fails where there is no server.
func missing(t testing.TB, err error) {
	t.Helper()
	switch {
	case err == nil:
	case os.Getenv("LEGIBLE_REQUIRE_POSTGRES") == "1":
		t.Fatalf("no PostgreSQL: %v", err)
	default:
		t.Skipf("no PostgreSQL (%v): set LEGIBLE_TEST_POSTGRES or install Debian's postgresql", err)
	}
}

// Own starts a server for one test alone, which may stop it; it is gone with the test.
// settings are added to its configuration, such as "fsync=on". Without Debian's packages
// the test is skipped, as in URL.
func Own(t testing.TB, settings ...string) *Server {
	t.Helper()
	s, err := launch("", settings...)
	missing(t, err)
	t.Cleanup(s.remove)
	return s
}

// Kept is Own with its data in a folder, made where it is missing, that stays. Its path
// is short enough for a socket's, and user postgres can enter the folder above. Its one
// database is at First.
func Kept(t testing.TB, folder string, settings ...string) *Server {
	t.Helper()
	s, err := launch(folder, settings...)
	missing(t, err)
	t.Cleanup(s.remove)
	return s
}

// First is the address of the database that the server came with.
func (s *Server) First() string { return s.url }

// URL makes an empty database and returns its address.
func (s *Server) URL(t testing.TB) string {
	t.Helper()
	made, err := s.database(t.Context())
	if err != nil {
		t.Fatalf("make a database: %v", err)
	}
	return made
}

// Stop ends the server at once, as a machine that fails would: nobody's transaction is
// finished.
func (s *Server) Stop(t testing.TB) {
	t.Helper()
	if err := s.control("stop", "-m", "immediate"); err != nil {
		t.Fatal(err)
	}
}

// Start starts it again and returns when it takes connections.
func (s *Server) Start(t testing.TB) {
	t.Helper()
	if err := s.begin(); err != nil {
		t.Fatal(err)
	}
}

// PID is the process of the server, the parent of those that serve connections.
func (s *Server) PID(t testing.TB) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.folder, "data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	return pid
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
		return &Server{url: given}, nil
	}
	return launch("")
}

// launch starts the server that a folder keeps, which is made where it is missing; "" is
// a folder of its own that is removed with it.
func launch(folder string, settings ...string) (*Server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	kept := folder != ""
	if kept {
		err = os.MkdirAll(folder, 0o755)
	} else {
		folder, err = os.MkdirTemp("", "pg") // short: a socket's path has 107 bytes at most
	}
	if err != nil {
		return nil, err
	}
	as, err := owner(folder)
	if err != nil {
		return nil, err
	}
	u := url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/postgres", RawQuery: url.Values{"host": {folder}}.Encode()}
	s := &Server{url: u.String(), bin: bin, folder: folder, as: as, kept: kept}
	for _, set := range append([]string{"listen_addresses=''", "fsync=off", "max_connections=60"}, settings...) {
		s.options += "-c " + set + " "
	}
	s.options += "-k " + folder
	if _, missing := os.Stat(s.data()); missing != nil {
		err = s.command("initdb", "-D", s.data(), "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
	}
	if err == nil {
		err = s.begin()
	}
	if err != nil {
		s.remove()
		return nil, err
	}
	return s, nil
}

func (s *Server) data() string { return filepath.Join(s.folder, "data") }

func (s *Server) begin() error {
	return s.control("start", "-l", filepath.Join(s.folder, "log"), "-o", s.options)
}

func (s *Server) control(action string, more ...string) error {
	return s.command("pg_ctl", append([]string{action, "-w", "-D", s.data()}, more...)...)
}

func (s *Server) command(name string, args ...string) error {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.SysProcAttr, cmd.Dir = s.as, s.folder
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}

// remove ends the server, if the tests started it, with all that it holds unless that
// is kept.
func (s *Server) remove() {
	switch {
	case s.folder == "":
		return
	case s.kept:
		_ = s.control("stop", "-m", "fast")
		return
	}
	_ = s.control("stop", "-m", "immediate") // it may have been stopped
	_ = os.RemoveAll(s.folder)
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
