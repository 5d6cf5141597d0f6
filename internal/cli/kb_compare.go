package cli

import (
	"os"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/eval"
)

type kbCompareCmd struct {
	Dir  string `arg:"" optional:"" default:"knowledge" help:"The edited knowledge folder."`
	JSON bool   `help:"Print JSON."`
}

// Help adds to the command's help text.
func (cmd *kbCompareCmd) Help() string {
	return `Concludes the folder's own cases with the content inside the program and with the folder, and prints those that come
out differently. "legible eval --knowledge DIR --compare OLD.json" does the same on case files.`
}

func (cmd *kbCompareCmd) Run(c *console) error {
	before, err := openService("")
	if err != nil {
		return err
	}
	after, err := openService(cmd.Dir)
	if err != nil {
		return err
	}
	cases, err := eval.Vignettes(os.DirFS(cmd.Dir), after.Base())
	if err != nil {
		return errs.New(errs.Invalid, "%v", err)
	}
	effects := eval.Effects(&eval.Runner{Engine: before.Engine(), Parser: before.Parser()},
		&eval.Runner{Engine: after.Engine(), Parser: after.Parser()}, cases)
	if cmd.JSON {
		return c.writeJSON(effects)
	}
	return eval.WriteEffects(c.out, effects, len(cases))
}
