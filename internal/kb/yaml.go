package kb

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Bounds of one knowledge file, so that a hostile one can exhaust neither memory, nor
// the parser's stack, nor patience: the parser's time grows with the square of a line.
const (
	maxFile  = 256 << 10 // bytes
	maxLine  = 16 << 10  // bytes
	maxDepth = 60
)

// parse reads one YAML document. It refuses what is invalid UTF-8, huge, deep,
// indented by tabs, has a byte order mark, a duplicate key or a second document.
func parse(text []byte) (root ast.Node, err error) {
	defer func() {
		// The YAML library has panicked on malformed input before; a broken file must
		// stay an error.
		if r := recover(); r != nil {
			root, err = nil, fmt.Errorf("malformed YAML: %v", r)
		}
	}()
	if err := readable(text); err != nil {
		return nil, err
	}
	tree, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, err
	}
	switch {
	case len(tree.Docs) == 0 || tree.Docs[0].Body == nil:
		return nil, errors.New("the file is empty")
	case len(tree.Docs) > 1:
		return nil, errors.New("holds a second document: keep one entry a file and leave out ---")
	}
	return tree.Docs[0].Body, nil
}

// readable looks at the text before the parser sees it.
func readable(text []byte) error {
	if err := readableBytes(text); err != nil {
		return err
	}
	brackets := 0
	for i, line := range bytes.Split(text, []byte("\n")) {
		if bytes.HasPrefix(bytes.TrimLeft(line, " "), []byte("\t")) {
			return fmt.Errorf("[%d:1] indented by a tab: use spaces", i+1)
		}
		if len(line) > maxLine {
			return fmt.Errorf("[%d:1] the line is longer than %d bytes: break it", i+1, maxLine)
		}
		if tooDeep(line, &brackets) {
			return fmt.Errorf("[%d:1] nested deeper than %d levels", i+1, maxDepth)
		}
	}
	return nil
}

// readableBytes refuses what no text of the knowledge folder may be.
func readableBytes(text []byte) error {
	switch {
	case len(text) > maxFile:
		return fmt.Errorf("the file is larger than %d bytes: split it", maxFile)
	case !utf8.Valid(text):
		return errors.New("the file is not valid UTF-8: save it as UTF-8")
	case bytes.HasPrefix(text, []byte("\ufeff")):
		return errors.New("the file starts with a byte order mark: save it without one")
	case len(bytes.TrimSpace(text)) == 0:
		return errors.New("the file is empty")
	}
	return nil
}

// tooDeep counts indentation, the dashes and question marks that open several blocks
// on one line, and the brackets open since the start of the file.
func tooDeep(line []byte, brackets *int) bool {
	indent := len(line) - len(bytes.TrimLeft(line, " "))
	if indent/2+bytes.Count(line, []byte("- "))+bytes.Count(line, []byte("? ")) > maxDepth {
		return true
	}
	for _, c := range line {
		switch c {
		case '[', '{':
			*brackets++
		case ']', '}':
			*brackets = max(0, *brackets-1)
		}
		if *brackets > maxDepth {
			return true
		}
	}
	return false
}

var yamlPosition = regexp.MustCompile(`(?s)^\[(\d+):\d+\] (.*)$`)

// position splits "[line:column] message" and keeps the message's first line.
func position(err error) (line int, msg string) {
	msg = err.Error()
	if m := yamlPosition.FindStringSubmatch(msg); m != nil {
		fmt.Sscan(m[1], &line)
		msg = m[2]
	}
	msg, _, _ = strings.Cut(msg, "\n")
	return line, msg
}
