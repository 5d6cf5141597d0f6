package main

import (
	"fmt"
	"math"
	rand2 "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/store"
	"github.com/legible-health/legible/internal/store/pgtest"
)

// What BenchmarkScale measures; LEGIBLE_LOAD_PERSONS sets how many persons.
const (
	scalePersons = 2000
	scaleNights  = 90
	scaleAsked   = 200 // requests of each kind
)

// BenchmarkScale gives persons a diary of 90 nights in the embedded database, copies it to
// a PostgreSQL of its own with "legible migrate", and serves each of them with the real
// program, and likewise two databases of 50 persons. It tells what a person more takes on disk,
// how long the copy took, and what a request costs in processor time, PostgreSQL's own
// included; "x-" is that divided by the same with 50 persons. Processor time says more
// than time where others use the machine as well.
func BenchmarkScale(b *testing.B) {
	persons := scalePersons
	if n, err := strconv.Atoi(os.Getenv("LEGIBLE_LOAD_PERSONS")); err == nil {
		persons = n
	}
	exe := built(b)
	server := pgtest.Own(b, "fsync=on", "shared_buffers=256MB", "max_wal_size=4GB")
	for b.Loop() {
		few, many := b.TempDir(), b.TempDir()
		begun := time.Now()
		fewGuests, manyGuests := seed(b, few, fewPersons, scaleNights), seed(b, many, persons, scaleNights)
		b.ReportMetric(round2(time.Since(begun).Seconds()), "seed-s")
		fewAt, manyAt := server.URL(b), server.URL(b)
		migrated(b, exe, server, few, fewAt)
		took := migrated(b, exe, server, many, manyAt)
		records := float64(persons * scaleNights)
		b.ReportMetric(records, "records")
		b.ReportMetric(round2(took.wall), "migrate-s")
		b.ReportMetric(round2(took.cpu), "migrate-cpu-s")
		more := float64(persons - fewPersons)
		b.ReportMetric(math.Round((embeddedBytes(b, many)-embeddedBytes(b, few))/more), "sqlite-B/person")
		b.ReportMetric(math.Round((serverBytes(b, manyAt)-serverBytes(b, fewAt))/more), "postgres-B/person")
		for name, two := range map[string][2]*loaded{
			"sqlite": {startOn(b, exe, fewGuests, scaleNights, "--data", few), startOn(b, exe, manyGuests, scaleNights, "--data", many)},
			"postgres": {startOn(b, exe, fewGuests, scaleNights, at(few, fewAt)...),
				startOn(b, exe, manyGuests, scaleNights, at(many, manyAt)...)},
		} {
			for _, op := range loadOps {
				pids := func(s *loaded) []int {
					if name == "sqlite" {
						return []int{s.pid}
					}
					return append([]int{s.pid}, family(server.PID(b))...)
				}
				small, large := two[0].cost(b, op, pids), two[1].cost(b, op, pids)
				b.ReportMetric(round2(large), name+"-"+op.name+"-cpu-ms")
				b.ReportMetric(round2(large/small), name+"-x-"+op.name)
				b.ReportMetric(round2(p99(two[1].took[op.name])), name+"-"+op.name+"-p99-ms")
			}
		}
	}
	b.ReportMetric(0, "ns/op") // the loop is one run, not an operation
}

// at are the settings that serve a copy with the keys of the original.
func at(folder, address string) []string {
	return []string{"--database", address, "--key-file", filepath.Join(folder, "legible.keys")}
}

// spent is how long something took, in seconds: by the clock and of processors.
type spent struct{ wall, cpu float64 }

// migrated copies a folder to PostgreSQL as an operator would.
func migrated(b *testing.B, exe string, server *pgtest.Server, from, to string) spent {
	b.Helper()
	before, begun := cpu(family(server.PID(b))), time.Now()
	cmd := exec.Command(exe, "migrate", "--from", from, "--to", "env")
	cmd.Env = append(os.Environ(), "LEGIBLE_DATABASE="+to)
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "the same rows") {
		b.Fatalf("%v\n%s", err, out)
	}
	own := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return spent{time.Since(begun).Seconds(), cpu(family(server.PID(b))) - before + own.Seconds()}
}

// embeddedBytes is the size of the file.
func embeddedBytes(b *testing.B, folder string) float64 {
	info, err := os.Stat(filepath.Join(folder, store.File))
	must(b, err)
	return float64(info.Size())
}

// serverBytes is the size of a database of PostgreSQL, with its own catalogues.
func serverBytes(b *testing.B, address string) float64 {
	s, err := store.Open(b.Context(), store.Options{Database: address})
	must(b, err)
	defer s.Close()
	n, err := s.Size(b.Context())
	must(b, err)
	return float64(n)
}

// cost asks the same thing again and again and returns what one answer takes of the
// processors, in ms.
func (s *loaded) cost(b *testing.B, op loadOp, pids func(*loaded) []int) float64 {
	half := len(s.guests) / 2
	guests := s.guests[:half]
	if op.name == "write" {
		guests = s.guests[half:]
	}
	chance := rand2.New(rand2.NewPCG(1, 1))
	ask := func(n int) {
		for range n {
			r := op.ask(s, guests[chance.IntN(len(guests))], chance)
			begun := time.Now()
			s.do(b, r)
			s.took[op.name] = append(s.took[op.name], float64(time.Since(begun).Microseconds())/1000)
		}
	}
	ask(scaleAsked / 4) // what is made once is made
	s.took[op.name] = nil
	before := cpu(pids(s))
	ask(scaleAsked)
	return (cpu(pids(s)) - before) / scaleAsked * 1000
}

// ticks is how many of the units of /proc/PID/stat make a second on Linux.
const ticks = 100

// cpu is the processor time that processes have had, in seconds, those of their children
// that have ended included.
func cpu(pids []int) (seconds float64) {
	for _, pid := range pids {
		fields := stat(pid)
		for _, i := range []int{11, 12, 13, 14} { // utime, stime, cutime, cstime
			if i < len(fields) {
				n, _ := strconv.ParseFloat(fields[i], 64)
				seconds += n / ticks
			}
		}
	}
	return seconds
}

// stat are the fields of /proc/PID/stat after the name, which may hold spaces; none for a
// process that has ended.
func stat(pid int) []string {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, rest, _ := strings.Cut(string(text), ") ")
	return strings.Fields(rest)
}

// family is a process with its children.
func family(parent int) []int {
	list, _ := filepath.Glob("/proc/[0-9]*")
	all := []int{parent}
	for _, path := range list {
		pid, _ := strconv.Atoi(filepath.Base(path))
		if f := stat(pid); len(f) > 1 && f[1] == strconv.Itoa(parent) {
			all = append(all, pid)
		}
	}
	return all
}
