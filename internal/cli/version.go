package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/knowledge"
)

// version is set by the build: -ldflags "-X …/internal/cli.version=v1.2.3".
var version = ""

// versions says what exactly is running.
type versions struct {
	Version   string `json:"version"`   // of the program
	Commit    string `json:"commit"`    // empty when not built from a repository
	Modified  bool   `json:"modified"`  // built from files that differ from the commit
	Knowledge string `json:"knowledge"` // of the medical content inside
	Go        string `json:"go"`
	Platform  string `json:"platform"`
}

func versionsOf() (v versions, err error) {
	v = program()
	v.Knowledge, err = kb.ContentVersion(knowledge.FS)
	return v, err
}

// program is versionsOf without the content, all of which has to be read for that.
func program() versions {
	v := versions{Version: version, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	if info, ok := debug.ReadBuildInfo(); ok {
		if v.Version == "" && info.Main.Version != "(devel)" {
			v.Version = info.Main.Version
		}
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				v.Commit = s.Value
			case "vcs.modified":
				v.Modified = s.Value == "true"
			}
		}
	}
	if v.Version == "" {
		v.Version = "dev"
	}
	return v
}

type versionCmd struct {
	JSON bool `help:"Print JSON."`
}

func (cmd *versionCmd) Run(c *console) error {
	v, err := versionsOf()
	if err != nil {
		return err
	}
	if cmd.JSON {
		return c.writeJSON(v)
	}
	commit := v.Commit
	switch {
	case commit == "":
		commit = "unknown"
	case v.Modified:
		commit += " (modified)"
	}
	_, err = fmt.Fprintf(c.out, "legible    %s\ncommit     %s\nknowledge  %s\ngo         %s %s\n", v.Version, commit, v.Knowledge, v.Go, v.Platform)
	return err
}
