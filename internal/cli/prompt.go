package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/legible-health/legible/internal/errs"
)

// maxLine bounds one typed line in bytes; the longest text that is accepted fits.
const maxLine = 64 << 10

// What a person can type instead of an answer.
var (
	errBack = errors.New("back")
	errStop = errors.New("stop") // also the end of the input: the result is shown
)

// prompter asks and reads lines.
type prompter struct {
	in   *bufio.Reader
	out  io.Writer
	echo bool // repeat what is read: no terminal does it
}

func newPrompter(in io.Reader, out io.Writer, echo bool) *prompter {
	return &prompter{bufio.NewReaderSize(in, 4096), out, echo}
}

// item prints one line of a numbered list, wrapped under itself.
func (p *prompter) item(n int, text string) {
	for i, line := range wrap(text, width-5) {
		if i == 0 {
			fmt.Fprintf(p.out, "%3d  %s\n", n, line)
		} else {
			fmt.Fprintf(p.out, "     %s\n", line)
		}
	}
}

// say prints wrapped text.
func (p *prompter) say(text string) {
	for _, line := range wrap(text, width) {
		fmt.Fprintln(p.out, line)
	}
}

// ask prints a prompt and reads one answer. It returns errBack, errStop, or an error of
// the input.
func (p *prompter) ask(prompt string) (string, error) {
	fmt.Fprintf(p.out, "%s > ", prompt)
	if f, ok := p.out.(*bufio.Writer); ok {
		if err := f.Flush(); err != nil {
			return "", err
		}
	}
	line, err := p.line()
	if err != nil {
		fmt.Fprintln(p.out)
		return "", err
	}
	if p.echo {
		fmt.Fprintln(p.out, line)
	}
	switch strings.ToLower(line) {
	case "b":
		return "", errBack
	case "s":
		return "", errStop
	}
	return line, nil
}

// line reads up to the end of a line, without the spaces around it.
func (p *prompter) line() (string, error) {
	var line []byte
	for {
		part, err := p.in.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > maxLine:
			return "", errs.New(errs.TooLarge, "a line is longer than %d KiB; shorten it to what matters most", maxLine>>10)
		case err == nil, err == io.EOF && len(line) > 0:
			return strings.TrimSpace(string(line)), nil
		case err == io.EOF:
			return "", errStop
		case err != bufio.ErrBufferFull:
			return "", fmt.Errorf("read the answer: %w", err)
		}
	}
}

// unknown reports an answer that means "I don't know".
func unknown(answer string) bool {
	switch strings.ToLower(answer) {
	case "", "u", "unknown", "don't know", "dont know", "-":
		return true
	}
	return false
}
