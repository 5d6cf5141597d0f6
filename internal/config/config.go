// Package config holds everything an operator can set. A flag wins over its environment
// variable, that over the configuration file, and that over the default. The file is YAML
// with the names of the flags, such as "mail-host: smtp.example.org". The tags are read
// by internal/cli.
package config

import "github.com/alecthomas/kong"

// Config is what "legible serve" can be told.
type Config struct {
	// Addr is where the server listens, as host:port. The default is reachable from this
	// machine only; ":8080" opens it to the network, which should sit behind a proxy that
	// adds HTTPS. Port 0 takes any free one. Environment: LEGIBLE_ADDR.
	Addr string `default:"127.0.0.1:8080" env:"LEGIBLE_ADDR" placeholder:"HOST:PORT" help:"Where to listen (default 127.0.0.1:8080: only this machine can reach it)."`

	// Closed lets nobody make an account by themselves: the operator does, with "legible
	// user add" and, for the first sign-in, "legible user codes". Environment: LEGIBLE_CLOSED.
	Closed bool `env:"LEGIBLE_CLOSED" help:"Nobody can make an account on the page; the operator adds them."`

	// Strong are the roles of accounts that a password alone does not let in: they need a
	// passkey, or codes of an app beside the password, and are shown how at their next
	// sign-in. The default is those who see what others have sent, or run the program;
	// "none" asks nobody. Environment: LEGIBLE_STRONG_SIGN_IN.
	Strong []string `name:"strong-sign-in" env:"LEGIBLE_STRONG_SIGN_IN" default:"practitioner,operator" placeholder:"ROLE" help:"Roles that must have a passkey, or codes of an app beside the password: person, practitioner, editor, operator; none for nobody."`

	Place
	Storage
	Reach
	TLS    TLS    `embed:"" prefix:"tls-"`
	Backup Backup `embed:"" prefix:"backup-"`
	Watch
	Model Model `embed:"" prefix:"model-"`
}

// Storage is where data and keys are kept. "legible serve" keeps nothing without Data or
// Database; commands that need stored data use the default folder then.
type Storage struct {
	// File is a configuration file. Environment: LEGIBLE_CONFIG.
	File kong.ConfigFlag `name:"config" placeholder:"FILE" help:"Configuration file (YAML; the names are those of the flags of serve). Also LEGIBLE_CONFIG."`

	// Data is a folder for the embedded database, made when it is missing. The default
	// of commands other than serve is $XDG_STATE_HOME/legible, or ~/.local/state/legible.
	// Environment: LEGIBLE_DATA.
	Data string `env:"LEGIBLE_DATA" placeholder:"DIR" help:"Folder of the embedded database."`

	// Database is the address of a PostgreSQL database, instead of Data. Where it holds a
	// password, set it in the environment: command lines can be seen by others.
	// Environment: LEGIBLE_DATABASE.
	Database string `env:"LEGIBLE_DATABASE" placeholder:"URL" help:"PostgreSQL instead of --data: postgres://USER:PASSWORD@HOST/NAME."`

	// KeyFile holds the instance's keys, without which the data cannot be read. The
	// default is legible.keys in the data folder. Environment: LEGIBLE_KEY_FILE.
	//
	// Three things come from the environment only: LEGIBLE_KEY_PASSPHRASE locks the key
	// file; LEGIBLE_KEYS is the text of a key file, instead of one; and
	// LEGIBLE_BACKUP_PASSPHRASE is for backup and restore.
	KeyFile string `name:"key-file" env:"LEGIBLE_KEY_FILE" placeholder:"FILE" help:"The instance's keys (default legible.keys in the data folder). Keep a copy elsewhere."`
}

// Place is where the person is.
type Place struct {
	// Country is an ISO 3166-1 alpha-2 code. It chooses the emergency number that is
	// shown; empty shows none. Environment: LEGIBLE_COUNTRY.
	Country string `env:"LEGIBLE_COUNTRY" placeholder:"GB" help:"Two-letter country code; chooses the emergency number shown."`
}
