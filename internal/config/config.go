// Package config holds everything an operator can set. A flag wins over its environment
// variable, which wins over the default; there is no configuration file. The tags are
// read by internal/cli.
package config

// Config is what "legible serve" can be told.
type Config struct {
	// Addr is where the server listens, as host:port. The default is reachable from this
	// machine only; ":8080" opens it to the network, which should sit behind a proxy that
	// adds HTTPS. Port 0 takes any free one. Environment: LEGIBLE_ADDR.
	Addr string `default:"127.0.0.1:8080" env:"LEGIBLE_ADDR" placeholder:"HOST:PORT" help:"Where to listen (default 127.0.0.1:8080: only this machine can reach it)."`

	Place
}

// Place is where the person is.
type Place struct {
	// Country is an ISO 3166-1 alpha-2 code. It chooses the emergency number that is
	// shown; empty shows none. Environment: LEGIBLE_COUNTRY.
	Country string `env:"LEGIBLE_COUNTRY" placeholder:"GB" help:"Two-letter country code; chooses the emergency number shown."`
}
