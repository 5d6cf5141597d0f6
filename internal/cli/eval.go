package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/eval"
)

// maxEvalFile bounds the small files that eval reads, in bytes.
const maxEvalFile = 64 << 20

type evalCmd struct {
	contentFlag
	Files    []string `arg:"" help:"Case files, one JSON object a line." placeholder:"FILE.jsonl"`
	Mode     string   `default:"interview" help:"What the program is given: text (only the story), interview (the story, then answers to its questions) or given (all findings at once, no story)." placeholder:"text|interview|given"`
	Map      string   `help:"YAML file: diagnosis key to accepted condition ids." placeholder:"FILE.yaml"`
	JSON     bool     `xor:"form" help:"Print the report as JSON."`
	Markdown bool     `xor:"form" help:"Print a section for docs/accuracy.md."`
	Summary  bool     `xor:"form" help:"Print JSON without the cases, for the page \"How wrong it is\"."`
	Compare  string   `xor:"form" help:"Print what changed since a report saved with --json." placeholder:"OLD.json"`
}

func (cmd *evalCmd) Run(c *console) error {
	mode, err := eval.ParseMode(cmd.Mode)
	if err != nil {
		return usage("--%v", err)
	}
	var accepted map[string][]string
	if cmd.Map != "" {
		if accepted, err = cmd.readMap(c); err != nil {
			return err
		}
	}
	old, err := cmd.readOld(c)
	if err != nil {
		return err
	}
	svc, err := openService(cmd.Knowledge)
	if err != nil {
		return err
	}
	runner := &eval.Runner{Engine: svc.Engine(), Parser: svc.Parser(), Map: accepted}
	reader := eval.NewReader(svc.Base())
	var cases []eval.Case
	faults := 0
	for _, name := range cmd.Files {
		f, err := os.Open(name)
		if err != nil {
			faults++
			c.complain("%v", err)
			continue
		}
		more, bad := reader.Read(name, f)
		f.Close()
		cases = append(cases, more...)
		for _, line := range bad {
			c.complain("%v", line)
		}
		faults += len(bad)
	}
	if len(cases) == 0 {
		return errs.New(errs.Invalid, "no usable case in %s", strings.Join(cmd.Files, ", "))
	}
	if err := cmd.print(c, runner, runner.Evaluate(cases, mode), old); err != nil {
		return err
	}
	if faults > 0 {
		return errs.New(errs.Invalid, "%d could not be used and were left out; the figures are of the %d other cases", faults, len(cases))
	}
	return nil
}

func (cmd *evalCmd) readMap(c *console) (map[string][]string, error) {
	data, err := c.readBounded(cmd.Map, maxEvalFile)
	if err != nil {
		return nil, err
	}
	m, err := eval.ReadMap(data)
	if err != nil {
		return nil, errs.New(errs.Invalid, "%s: %v", cmd.Map, err)
	}
	return m, nil
}

func (cmd *evalCmd) readOld(c *console) (*eval.Report, error) {
	if cmd.Compare == "" {
		return nil, nil
	}
	data, err := c.readBounded(cmd.Compare, maxEvalFile)
	if err != nil {
		return nil, err
	}
	old := &eval.Report{}
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(old); err != nil || old.Mode == "" {
		return nil, errs.New(errs.Invalid, "%s: is not a report of \"legible eval --json\"", cmd.Compare)
	}
	return old, nil
}

func (cmd *evalCmd) print(c *console, runner *eval.Runner, report, old *eval.Report) error {
	switch {
	case cmd.Summary:
		return c.writeJSON(report.Summary(cmd.set(), runner.Map, runner.Engine.Base()))
	case cmd.JSON:
		return c.writeJSON(report)
	case cmd.Markdown:
		return cmd.markdown(c, report)
	case old != nil:
		if err := report.WriteChanges(c.out, old); err != nil {
			return errs.New(errs.Invalid, "%s: %v", cmd.Compare, err)
		}
		return nil
	}
	return report.WriteTable(c.out)
}

// set names the case files: "cases" for DIR/cases.jsonl.
func (cmd *evalCmd) set() string {
	var names []string
	for _, name := range cmd.Files {
		base := filepath.Base(name)
		names = append(names, strings.TrimSuffix(base, filepath.Ext(base)))
	}
	return strings.Join(names, "+")
}

func (cmd *evalCmd) markdown(c *console, report *eval.Report) error {
	v, err := versionsOf()
	if err != nil {
		return err
	}
	var names []string
	for _, name := range cmd.Files {
		names = append(names, filepath.Base(name))
	}
	command := "legible eval --mode " + cmd.Mode
	if cmd.Map != "" {
		command += " --map " + filepath.Base(cmd.Map)
	}
	return report.WriteMarkdown(c.out, eval.Origin{
		Title:   strings.Join(names, " and ") + ": " + cmd.Mode,
		Command: command + " " + strings.Join(names, " "),
		Date:    time.Now().Format(time.DateOnly),
		Program: v.Version,
		Machine: machine(),
	})
}

// Help adds to the command's help text.
func (cmd *evalCmd) Help() string {
	return fmt.Sprintf("A bad line is named with its file and line; the others still count, and the exit code is %d.", exitFailed)
}
