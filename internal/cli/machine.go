package cli

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// machine names the processor, as figures about speed and accuracy must.
func machine() string {
	model := runtime.GOOS + "/" + runtime.GOARCH
	if f, err := os.Open("/proc/cpuinfo"); err == nil { // Linux; elsewhere the platform has to do
		defer f.Close()
		for sc := bufio.NewScanner(f); sc.Scan(); {
			if name, value, ok := strings.Cut(sc.Text(), ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%s, %d cores", model, runtime.NumCPU())
}
