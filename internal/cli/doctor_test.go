package cli

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/config"
)

// Whoever asks while the first backup is under way, or was cut off, is told that, and not
// that anything is wrong.
func TestDoctorWhileTheFirstBackupIsWritten(t *testing.T) {
	t.Setenv("LEGIBLE_BACKUP_PASSPHRASE", "walnut ferry ochre")
	dir := t.TempDir()
	place := config.Storage{Data: filepath.Join(dir, "data")}
	c := &console{}
	var out bytes.Buffer
	err := c.withStorage(place, func(ctx context.Context, s *storage) error {
		_, err := s.upkeep.Do(ctx, app.BackupTask, time.Hour, func(context.Context) error {
			cmd := doctorCmd{Config: config.Config{Storage: place, Backup: config.Backup{Dir: dir, Every: time.Hour, Keep: 1}}}
			return cmd.Run(&console{out: &out})
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if text := out.String(); !strings.Contains(text, "the first one of this database is being written") || strings.Contains(text, ailment) {
		t.Error(text)
	}
}
