package cli

import (
	"context"
	"log/slog"
	"os"
	"time"

	"filippo.io/age"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/backup"
	"github.com/legible-health/legible/internal/server"
	"github.com/legible-health/legible/internal/web"
)

// Bounds of what an operator can set.
const (
	leastBackup = 10 * time.Minute
	mostDrain   = time.Minute
)

// place is where and how to serve.
func (cmd *serveCmd) place(ready *server.Readiness) (server.Place, error) {
	if (cmd.TLS.Cert == "") != (cmd.TLS.Key == "") {
		return server.Place{}, usage("--tls-cert and --tls-key go together")
	}
	if cmd.Drain < 0 || cmd.Drain > mostDrain {
		return server.Place{}, usage("--drain: use 0s to %v", mostDrain)
	}
	return server.Place{Addr: cmd.Addr, Cert: cmd.TLS.Cert, Key: cmd.TLS.Key, Drain: cmd.Drain, Ready: ready}, nil
}

// running is what the pages tell everybody about these settings.
func (cmd *serveCmd) running() web.Running {
	return web.Running{
		Mail: cmd.Mail.Host != "", Model: cmd.Model.URL != "", Backups: cmd.Backup.Dir != "",
		TLS: cmd.TLS.Cert != "", Metrics: os.Getenv(metricsToken) != "",
	}
}

// backups is the folder of backups; nil without one.
func (cmd *serveCmd) backups() (*backup.Folder, error) {
	b := cmd.Backup
	if b.Dir == "" {
		return nil, nil
	}
	if cmd.Data == "" && cmd.Database == "" {
		return nil, usage("--backup-dir: nothing is kept; give --data or --database")
	}
	if b.Every < leastBackup || b.Keep < 1 {
		return nil, usage("--backup-every takes %v or more, --backup-keep 1 or more", leastBackup)
	}
	f := &backup.Folder{Path: b.Dir, Keep: b.Keep, Passphrase: os.Getenv("LEGIBLE_BACKUP_PASSPHRASE")}
	for _, text := range b.Recipient {
		r, err := age.ParseX25519Recipient(text)
		if err != nil {
			return nil, usage("--backup-recipient: is not an age recipient, which begins with age1")
		}
		f.Recipients, f.Passphrase = append(f.Recipients, r), ""
	}
	if f.Passphrase == "" && len(f.Recipients) == 0 {
		return nil, usage("--backup-dir: set LEGIBLE_BACKUP_PASSPHRASE or --backup-recipient")
	}
	return f, nil
}

// upkeepPoll is how often is looked whether a task is due.
const upkeepPoll = time.Minute

// backUpWhile writes backups until ctx ends; the channel is closed when none is under way.
func (cmd *serveCmd) backUpWhile(ctx context.Context, kept *storage, f *backup.Folder, log *slog.Logger) <-chan struct{} {
	done := make(chan struct{})
	if f == nil {
		close(done)
		return done
	}
	go func() {
		defer close(done)
		for {
			_, err := kept.upkeep.Do(ctx, app.BackupTask, cmd.Backup.Every, func(ctx context.Context) error {
				ring, err := kept.keys.Ring(ctx)
				if err != nil {
					return err
				}
				name, report, err := f.Write(ctx, kept.store, ring, time.Now())
				if err == nil {
					log.Info("backup written and read back", "file", name, "records", report.Rows["record"])
				}
				return err
			})
			if err != nil && ctx.Err() == nil {
				log.Error("backup failed", "error", err)
			}
			select {
			case <-ctx.Done():
				return
			case <-time.After(upkeepPoll):
			}
		}
	}()
	return done
}

// sizes tells Prometheus how much is kept and how much is waiting to be done.
type sizes struct{ kept *storage }

var (
	bytesKept = prometheus.NewDesc("legible_database_bytes", "Size of the database.", nil, nil)
	overdue   = prometheus.NewDesc("legible_jobs_overdue_seconds", "How long the first job that is due has been waiting; 0 for none.", nil, nil)
	backupOK  = prometheus.NewDesc("legible_backup_last_ok_timestamp_seconds", "When a backup was last written and read back.", nil, nil)
)

// Describe implements prometheus.Collector.
func (s sizes) Describe(ch chan<- *prometheus.Desc) {
	ch <- bytesKept
	ch <- overdue
	ch <- backupOK
}

// sizesTimeout bounds what a scrape may wait for.
const sizesTimeout = 3 * time.Second

// Collect implements prometheus.Collector. What cannot be read is left out.
func (s sizes) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), sizesTimeout)
	defer cancel()
	gauge := func(d *prometheus.Desc, v float64) { ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v) }
	if n, err := s.kept.store.Size(ctx); err == nil {
		gauge(bytesKept, float64(n))
	}
	if first, _, err := s.kept.store.OpenJobs(ctx); err == nil {
		wait := 0.0
		if first != nil {
			wait = max(0, time.Since(*first).Seconds())
		}
		gauge(overdue, wait)
	}
	if c := s.kept.upkeep.Condition(ctx); c.Backup != nil && c.Backup.OKAt != nil {
		gauge(backupOK, float64(c.Backup.OKAt.Unix()))
	}
}

// metricsToken names what opens /metrics to other machines.
const metricsToken = "LEGIBLE_METRICS_TOKEN"

// metrics are what /metrics tells.
func (cmd *serveCmd) metrics(kept *storage) *server.Metrics {
	token := os.Getenv(metricsToken)
	if kept.store == nil {
		return server.NewMetrics(token)
	}
	return server.NewMetrics(token, sizes{kept})
}
