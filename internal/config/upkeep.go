package config

import "time"

// Backup is when and where "legible serve" writes backups by itself. The passphrase comes
// from the environment, LEGIBLE_BACKUP_PASSPHRASE; without one, Recipient is needed.
type Backup struct {
	// Environment: LEGIBLE_BACKUP_DIR, _EVERY, _KEEP, _RECIPIENT.
	Dir       string        `env:"LEGIBLE_BACKUP_DIR" placeholder:"DIR" help:"Folder for backups written while serving (default none are). Each is read back before older ones go."`
	Every     time.Duration `env:"LEGIBLE_BACKUP_EVERY" default:"24h" placeholder:"TIME" help:"How often (default 24h, at least 10m)."`
	Keep      int           `env:"LEGIBLE_BACKUP_KEEP" default:"14" placeholder:"N" help:"How many stay (default 14)."`
	Recipient []string      `env:"LEGIBLE_BACKUP_RECIPIENT" placeholder:"AGE1..." help:"Encrypt for an age recipient instead of a passphrase; may be repeated."`
}

// TLS lets the program speak HTTPS itself. Without it a proxy in front does.
type TLS struct {
	// Environment: LEGIBLE_TLS_CERT, _KEY. Both files are read again when they change.
	Cert string `env:"LEGIBLE_TLS_CERT" placeholder:"FILE" help:"Certificate with its chain, PEM: speak HTTPS."`
	Key  string `env:"LEGIBLE_TLS_KEY" placeholder:"FILE" help:"Its private key, PEM."`
}

// Watch is how others see whether the program fares well. LEGIBLE_METRICS_TOKEN, from the
// environment only, is a bearer token that opens /metrics to other machines; without one
// only this machine reads it.
type Watch struct {
	// Drain is for how long /readyz says no before a stop, so that a load balancer sends
	// nobody any more. Environment: LEGIBLE_DRAIN.
	Drain time.Duration `env:"LEGIBLE_DRAIN" default:"0s" placeholder:"TIME" help:"How long /readyz says no before stopping, for load balancers (default 0s, at most 1m)."`
}
