// Command legible decodes night-time leg trouble: what it may be, how urgent it is and
// why. "legible help" lists what it can do.
package main

import (
	"os"

	"github.com/legible-health/legible/internal/cli"
)

func main() { os.Exit(cli.Main()) }
