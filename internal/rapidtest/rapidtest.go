// Package rapidtest fixes the seed of property tests, so that they draw the same values
// in every run. Tests import it for that effect alone; -rapid.seed=N draws others.
package rapidtest

import (
	"flag"

	_ "pgregory.net/rapid" // registers the flag
)

func init() {
	if err := flag.Set("rapid.seed", "1"); err != nil {
		panic(err) // rapid has renamed its flag
	}
}
