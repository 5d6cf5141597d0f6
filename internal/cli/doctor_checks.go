package cli

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/store"
)

// checkSettings looks at what was set, as serve would.
func checkSettings(_ context.Context, p *patient) {
	o, err := withDefaults(p.cmd.Storage)
	if err != nil {
		p.say(ailment, "settings", "give --data or --database", "%v", err)
		return
	}
	p.storage = o
	if file := string(o.File); file != "" {
		hidden(p, "settings", file, "the configuration file")
	}
	if _, err := p.serve.baseURL(); err != nil {
		p.say(ailment, "settings", "set --url to an address without a path, such as https://legible.example", "%v", err)
		return
	}
	p.say(well, "settings", "", "they can be used")
}

// private complains about a file that anybody but its owner can read.
func private(p *patient, about, path, what string) {
	info, err := os.Stat(path)
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		p.say(ailment, about, "chmod 600 "+path, "%s can be read by other users of this machine", what)
	}
}

// hidden is private for a file that root may lend to the program's group.
func hidden(p *patient, about, path, what string) {
	info, err := os.Stat(path)
	if err == nil && info.Mode().Perm()&0o027 != 0 {
		p.say(ailment, about, "chmod 640 "+path+", with a group that has nobody but the program in it", "%s can be read by everybody on this machine, or changed by its group", what)
	}
}

// yearKnown is before any honest clock: this program did not exist.
var yearKnown = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func checkClock(_ context.Context, p *patient) {
	if p.now.Before(yearKnown) {
		p.say(ailment, "clock", "set the clock, and let it be kept right (timedatectl set-ntp true)", "it says %s", p.now.UTC().Format(time.RFC3339))
		return
	}
	p.say(well, "clock", "", "%s UTC", p.now.UTC().Format("2006-01-02 15:04"))
}

// checkDatabase opens what is there; it makes nothing.
func checkDatabase(ctx context.Context, p *patient) {
	o := p.storage
	if o.Database == "" {
		file := filepath.Join(o.Data, store.File)
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			p.say(notice, "database", "start \"legible serve --data "+o.Data+"\" once", "there is none yet at %s", file)
			return
		}
		private(p, "database", file, "the database")
	}
	kept, err := openStorage(ctx, p.storage)
	switch kind := errs.KindOf(err); {
	case err == nil:
	case kind == errs.Sealed:
		p.say(ailment, "keys", "put back the key file that belongs to this data", "%v", err)
		return
	case kind == errs.Outdated:
		p.say(ailment, "database", "use the newer program", "%v", err)
		return
	case kind == errs.Usage:
		p.say(ailment, "database", "see \"legible help serve\", and look into the configuration file and the environment", "%v", err)
		return
	default:
		p.say(ailment, "database", mendDatabase(o.Database != ""), "%v", err)
		return
	}
	p.kept = kept
	version, err := kept.store.Version(ctx)
	size, sized := kept.store.Size(ctx)
	if err = errors.Join(err, sized, kept.store.Intact(ctx)); err != nil {
		p.say(ailment, "database", "stop the program, keep a copy of the data folder, and restore the last backup", "%v", err)
		return
	}
	p.say(well, "database", "", "it opens, is whole, at version %d, %d MB", version, size>>20)
}

func mendDatabase(server bool) string {
	if server {
		return "see that PostgreSQL runs and takes connections from here, with the name and the password given"
	}
	return "see that the folder is there, that this user may write to it, and that the disk is not full"
}

// checkKeys looks at the key file, without which nothing can be read.
func checkKeys(_ context.Context, p *patient) {
	switch {
	case os.Getenv("LEGIBLE_KEYS") != "":
		p.say(well, "keys", "", "they come from the environment")
	case p.kept == nil:
	default:
		private(p, "keys", p.storage.KeyFile, "the key file")
		p.say(notice, "keys", "copy "+p.storage.KeyFile+" to a place apart from the backups, and again after each rotation",
			"they open the data; whether there is a copy elsewhere cannot be seen from here")
	}
}

// Room that should be free, in bytes.
const (
	roomWrong  = 100 << 20
	roomNotice = 1 << 30
)

func checkDisk(_ context.Context, p *patient) {
	for about, dir := range map[string]string{"disk": p.storage.Data, "backups": p.cmd.Backup.Dir} {
		if dir == "" || about == "disk" && p.storage.Database != "" {
			continue
		}
		free, err := freeBytes(dir)
		switch {
		case errors.Is(err, errors.ErrUnsupported) || errors.Is(err, fs.ErrNotExist):
		case err != nil:
			p.say(ailment, about, "see that the folder can be read", "%v", err)
		case free < roomWrong:
			p.say(ailment, about, "make room, or move the folder to a larger disk", "only %d MB are free at %s", free>>20, dir)
		case free < roomNotice:
			p.say(notice, about, "make room before it is full", "%d MB are free at %s", free>>20, dir)
		default:
			p.say(well, about, "", "%d MB are free at %s", free>>20, dir)
		}
	}
}

func checkBackups(ctx context.Context, p *patient) {
	f, err := p.serve.backups()
	if err != nil {
		p.say(ailment, "backups", "see \"legible help serve\"", "%v", err)
		return
	}
	if f == nil {
		p.say(notice, "backups", "set --backup-dir and a passphrase or recipient, or run \"legible backup\" from a timer", "the program makes none by itself")
		return
	}
	if names, err := f.Names(); err != nil {
		p.say(ailment, "backups", "make the folder, and let this user write to it", "%v", err)
		return
	} else if len(names) > 0 {
		p.say(well, "backups", "", "%d are in %s, the newest is %s", len(names), f.Path, names[0])
	}
	if p.kept == nil {
		return
	}
	switch b := p.kept.upkeep.Condition(ctx).Backup; {
	case b == nil:
		p.say(notice, "backups", "start \"legible serve\" with these settings", "none has been written yet")
	case b.Note != "":
		p.say(ailment, "backups", "mend what it says; it is tried again every few minutes", "the last one failed: %s", b.Note)
	case b.OKAt == nil:
		p.say(notice, "backups", "look again in a few minutes", "the first one of this database is being written")
	case p.now.Sub(*b.OKAt) > 2*p.cmd.Backup.Every:
		p.say(ailment, "backups", "see that \"legible serve\" runs with these settings", "the last good one is of %s", b.OKAt.UTC().Format(time.RFC3339))
	}
}

// lateJob is how long something due may wait.
const lateJob = 15 * time.Minute

func checkJobs(ctx context.Context, p *patient) {
	if p.kept == nil {
		return
	}
	first, _, err := p.kept.store.OpenJobs(ctx)
	if err == nil && first != nil && p.now.Sub(*first) > lateJob {
		p.say(ailment, "jobs", "see that \"legible serve\" runs, and look into its log", "a message has been due since %s", first.UTC().Format(time.RFC3339))
		return
	}
	p.say(well, "jobs", "", "nothing is overdue")
}

// renewBefore is how long before its end a certificate should have been renewed.
const renewBefore = 14 * 24 * time.Hour

func checkTLS(_ context.Context, p *patient) {
	t := p.cmd.TLS
	if t.Cert == "" && t.Key == "" {
		return
	}
	pair, err := tls.LoadX509KeyPair(t.Cert, t.Key)
	if err != nil {
		mend := "give both files, PEM, that belong together"
		if errors.Is(err, fs.ErrPermission) {
			mend = "let the program's group read it: chgrp and chmod 640, as docs/operate.md shows"
		}
		p.say(ailment, "TLS", mend, "%v", err)
		return
	}
	hidden(p, "TLS", t.Key, "the private key")
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	switch {
	case err != nil:
		p.say(ailment, "TLS", "ask for the certificate again", "%v", err)
	case p.now.After(leaf.NotAfter):
		p.say(ailment, "TLS", "renew it; the program takes the new files by itself", "the certificate ended on %s", leaf.NotAfter.Format(time.DateOnly))
	case p.now.Add(renewBefore).After(leaf.NotAfter):
		p.say(notice, "TLS", "renew it; the program takes the new files by itself", "the certificate ends on %s", leaf.NotAfter.Format(time.DateOnly))
	default:
		p.say(well, "TLS", "", "the certificate holds until %s", leaf.NotAfter.Format(time.DateOnly))
	}
}
