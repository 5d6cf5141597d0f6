package assess_test

import (
	"os"
	"os/exec"
	"testing"
)

// TestPurePackagesCompileForBrowsers builds what an offline browser would need.
func TestPurePackagesCompileForBrowsers(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the standard library once")
	}
	args := []string{"build"}
	for _, pkg := range []string{"clinical", "errs", "bayes", "kb", "triage", "narrative", "assess", "care", "stat", "diary", "trend", "experiment"} {
		args = append(args, "github.com/legible-health/legible/internal/"+pkg)
	}
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("go build for js/wasm: %v\n%s", err, out)
	}
}
