package cli

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// Where data is kept in a folder the machine may be a small one. In front of PostgreSQL it
// is not, and there collecting so often took a third of the time of requests. garbage is
// how much may gather, in percent of what lives: half, not four times as much as in a
// command that answers once. beside is what the runtime may hold besides, in bytes: stacks,
// its own tables, and pages that are free in part or for the moment. With 7 MB the collector
// hardly rested, and lists took twice as long.
const (
	garbage = 50
	beside  = 11 << 20
)

// frugal lets less garbage gather from the start on, so that starting does not scatter
// what stays over many times the memory that it needs. GOGC overrides it.
func frugal() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
}

// trim gives back what starting took, and keeps the memory that the runtime holds near to
// what lives until ctx ends: without a limit it keeps what a moment of many requests took.
// GOMEMLIMIT overrides the limit.
func trim(ctx context.Context) {
	debug.FreeOSMemory()
	forgetProgram()
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	bound()
	go func() {
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				bound()
			case <-ctx.Done():
				return
			}
		}
	}()
}

// bound sets the limit by what lived at the last collection. It follows what lives, so that
// a server with much to do is not kept collecting.
func bound() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	if live[0].Value.Kind() == metrics.KindUint64 {
		debug.SetMemoryLimit(int64(live[0].Value.Uint64())*(100+garbage)/100 + beside)
	}
}
