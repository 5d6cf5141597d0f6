package cli

import (
	"fmt"
	"io"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/triage"
	"github.com/legible-health/legible/knowledge"
)

type redFlagsCmd struct {
	Verify redFlagsVerifyCmd `cmd:"" help:"Visit every reachable combination: a further warning sign must never lower the urgency."`
}

type redFlagsVerifyCmd struct {
	JSON bool `help:"Print JSON."`
}

// verification is the result for programs.
type verification struct {
	Knowledge  string   `json:"knowledge"`
	Rules      int      `json:"rules"`
	Whole      int      `json:"whole"`    // rules of which every combination was visited at once
	Composed   int      `json:"composed"` // rules visited part by part
	States     int      `json:"states"`
	Raises     int      `json:"raises"`
	Violations []string `json:"violations"`
	NeverFired []string `json:"never_fired"`
}

func (cmd *redFlagsVerifyCmd) Run(c *console) error {
	base, err := kb.Open(knowledge.FS)
	if err != nil {
		return fmt.Errorf("load the knowledge base: %w", err)
	}
	report := triage.Compile(base).Verify(c.progress("rules"))
	if cmd.JSON {
		err = c.writeJSON(verification{
			Knowledge: base.Version, Rules: len(base.RedFlags), Whole: report.Whole, Composed: report.Composed,
			States: report.States, Raises: report.Steps,
			Violations: append([]string{}, report.Violations...), NeverFired: append([]string{}, report.NeverFired...),
		})
	} else {
		_, err = io.WriteString(c.out, report.String())
	}
	if err != nil {
		return err
	}
	if !report.OK() {
		return errs.New(errs.Invalid, "the rules have %d violations and %d that can never fire", len(report.Violations), len(report.NeverFired))
	}
	return nil
}

// progress counts on one line for a person who waits; nil when nobody watches.
func (c *console) progress(what string) func(done, total int) {
	if !c.interactive {
		return nil
	}
	return func(done, total int) {
		fmt.Fprintf(c.err, "\r%d of %d %s", done, total, what)
		if done == total {
			fmt.Fprintln(c.err)
		}
	}
}
