package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/legible-health/legible/internal/config"
	"github.com/legible-health/legible/internal/errs"
)

// doctorCmd looks at everything an instance needs, changes nothing, and says of what is
// wrong how to mend it.
type doctorCmd struct {
	config.Config
	JSON bool `help:"Print JSON."`
}

// Help adds to the command's help text.
func (cmd *doctorCmd) Help() string {
	return "Give it the same flags, environment and configuration file as \"legible serve\". It changes nothing and sends no message; " +
		"it asks the mail server for its greeting and signs in there. Exit code 1 when something is wrong."
}

// Levels of what doctor finds.
const (
	well    = "ok"
	notice  = "notice" // works, and could be better
	ailment = "wrong"  // will not work, or data is in danger
)

// finding is one thing that doctor looked at.
type finding struct {
	Level string `json:"level"`
	About string `json:"about"`
	Text  string `json:"text"`
	Mend  string `json:"mend,omitempty"` // what to do; empty when all is well
}

// patient is what doctor looks at.
type patient struct {
	cmd      *doctorCmd
	serve    *serveCmd      // with the same settings
	storage  config.Storage // with its defaults
	kept     *storage       // nil while it cannot be opened
	now      time.Time
	findings []finding
}

func (p *patient) say(level, about, mend, format string, args ...any) {
	p.findings = append(p.findings, finding{level, about, fmt.Sprintf(format, args...), mend})
}

// doctorTimeout bounds each check: a server that does not answer is a finding.
const doctorTimeout = 20 * time.Second

func (cmd *doctorCmd) Run(c *console) error {
	ctx, stop := interruptible()
	defer stop()
	p := &patient{cmd: cmd, serve: &serveCmd{Config: cmd.Config}, now: time.Now()}
	for _, check := range []func(context.Context, *patient){
		checkSettings, checkClock, checkDatabase, checkKeys, checkDisk, checkBackups, checkJobs, checkTLS, checkMail, checkPush, checkContent,
	} {
		bounded, cancel := context.WithTimeout(ctx, doctorTimeout)
		check(bounded, p)
		cancel()
	}
	if p.kept != nil {
		if err := p.kept.close(); err != nil {
			return err
		}
	}
	return cmd.tell(c, p.findings)
}

func (cmd *doctorCmd) tell(c *console, list []finding) error {
	wrong := 0
	for _, f := range list {
		if f.Level == ailment {
			wrong++
		}
	}
	if cmd.JSON {
		e := json.NewEncoder(c.out)
		e.SetIndent("", "  ")
		if err := e.Encode(map[string]any{"wrong": wrong, "findings": list}); err != nil {
			return err
		}
	} else {
		for _, f := range list {
			fmt.Fprintf(c.out, "%-7s %-9s %s\n", f.Level, f.About, f.Text)
			if f.Mend != "" {
				fmt.Fprintf(c.out, "%-17s → %s\n", "", f.Mend)
			}
		}
	}
	if wrong > 0 {
		return failed{errs.New(errs.Unavailable, "%d things are wrong", wrong)}
	}
	return nil
}
