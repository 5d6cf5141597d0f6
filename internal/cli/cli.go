// Package cli is the command line: it reads flags, wires the packages together and
// speaks to people in a terminal. It is the only place where everything meets.
//
// Each command loads only what it needs. Results go to standard output; prompts,
// progress and errors to standard error, except in an interview, which is a
// conversation. Errors are one line, lower case, and say what to do. No colours.
package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"github.com/legible-health/legible/internal/errs"
)

// Exit codes of the contract; errs maps kinds of errors to them.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// commands are the subcommands; the fields of each are its flags.
type commands struct {
	Serve    serveCmd    `cmd:"" help:"Serve the pages and the JSON API. Keeps nothing without --data or --database."`
	Check    checkCmd    `cmd:"" help:"Check a complaint: asks in the terminal, or reads --text or --case."`
	Ask      askCmd      `cmd:"" help:"Ask the guide a question: answers are passages of it, with where they stand."`
	Report   reportCmd   `cmd:"" help:"Print the one page for a clinician, or write it as PDF or FHIR."`
	Eval     evalCmd     `cmd:"" help:"Measure on case files: right causes, right urgency, calibration."`
	KB       kbCmd       `cmd:"" name:"kb" help:"Look at and check the medical content."`
	RedFlags redFlagsCmd `cmd:"" name:"red-flags" help:"Prove properties of the red-flag rules."`
	User     userCmd     `cmd:"" help:"Accounts."`
	Practice practiceCmd `cmd:"" name:"practitioner" help:"Practitioners, and what you have checked of them."`
	Verify   verifyCmd   `cmd:"" help:"Check offline that a practitioner signed an opinion, and that it was not changed."`
	Token    tokenCmd    `cmd:"" help:"Make a bearer token for the API and print it."`
	Erase    eraseCmd    `cmd:"" help:"Erase a person for good, in old backups too."`
	Key      keyCmd      `cmd:"" help:"The instance's keys."`
	Backup   backupCmd   `cmd:"" help:"Write everything that is kept into an encrypted file, while serving."`
	Restore  restoreCmd  `cmd:"" help:"Read a backup into an empty database, or check it."`
	Migrate  migrateCmd  `cmd:"" help:"Bring the database up to date, or copy everything into another."`
	Doctor   doctorCmd   `cmd:"" help:"Look at everything an instance needs; say what is wrong and how to mend it."`
	Demo     demoCmd     `cmd:"" help:"Serve three invented people with a diary each; deletes itself."`
	Incident incidentCmd `cmd:"" help:"Tell people on the status page about trouble."`
	Version  versionCmd  `cmd:"" help:"Print the versions of the program and of its medical content."`
	Help     helpCmd     `cmd:"" help:"Show this help, or that of a command."`
}

const description = `Legible decodes what your legs are telling you at night: what it may be, how urgent it is and why.
It gives information, not a diagnosis. Exit codes: 0 ok, 1 failed, 2 bad usage.`

// console is what a command may read and write.
type console struct {
	in          io.Reader
	out, err    io.Writer
	interactive bool // a person is typing
}

// Main runs the program with the process's arguments and streams.
func Main() int {
	// The knowledge base is a few ten megabytes that never change: collecting less often
	// makes starting and answering faster and costs little memory. GOGC overrides it.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	out := bufio.NewWriter(os.Stdout)
	c := &console{in: os.Stdin, out: out, err: os.Stderr, interactive: term.IsTerminal(int(os.Stdin.Fd()))}
	code := c.run(os.Args[1:])
	if err := out.Flush(); err != nil && code == exitOK {
		fmt.Fprintf(os.Stderr, "legible: write the result: %v\n", err)
		return exitFailed
	}
	return code
}

// exited leaves kong's parser after it has printed a help text.
type exited struct{ code int }

func (c *console) run(args []string) (code int) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case exited:
			code = r.code
		default:
			panic(r)
		}
	}()
	parser, err := c.parser()
	if err != nil {
		return c.fail(err)
	}
	if len(args) == 0 {
		return c.fail(usage("no command given"))
	}
	for i, arg := range args { // kong would replace what is no text
		if !utf8.ValidString(arg) {
			return c.fail(usage("argument %d is not valid UTF-8", i+1))
		}
	}
	ctx, err := parser.Parse(args)
	if err != nil {
		if err.Error() == "unexpected argument "+args[0] {
			err = fmt.Errorf("there is no command %q", args[0])
		}
		return c.fail(usage("%v", err))
	}
	if err := ctx.Run(c); err != nil {
		return c.fail(err)
	}
	return exitOK
}

func (c *console) parser() (*kong.Kong, error) {
	file, err := fromEnvironment()
	if err != nil {
		return nil, usage("%v", err)
	}
	options := []kong.Option{kong.Configuration(readSettings)}
	if file != nil {
		options = append(options, kong.Resolvers(file))
	}
	return kong.New(&commands{}, append(options,
		kong.Name("legible"), kong.Description(description),
		kong.Writers(c.out, c.err), kong.Exit(func(code int) { panic(exited{code}) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: false, WrapUpperBound: 100}),
	)...)
}

// usage is a wrong command line.
func usage(format string, args ...any) error {
	return errs.New(errs.Usage, "%s; see \"legible help\"", fmt.Sprintf(format, args...))
}

// failed is an error whose details have been printed already.
type failed struct{ error }

// fail prints an error and returns the exit code that stands for it.
func (c *console) fail(err error) int {
	if !errors.As(err, new(failed)) {
		c.complain("%v", err)
	}
	return errs.KindOf(err).ExitCode()
}

// complain prints one error, with the program's name before each of its lines.
func (c *console) complain(format string, args ...any) {
	for line := range strings.Lines(fmt.Sprintf(format, args...)) {
		fmt.Fprintf(c.err, "legible: %s\n", strings.TrimRight(line, "\n"))
	}
}

// helpCmd shows a help text as if --help had been given.
type helpCmd struct {
	Command []string `arg:"" optional:"" help:"The command to explain."`
}

func (h *helpCmd) Run(c *console) error {
	parser, err := c.parser()
	if err != nil {
		return err
	}
	if _, err = parser.Parse(append(h.Command, "--help")); err != nil {
		return usage("%v", err)
	}
	return nil
}
