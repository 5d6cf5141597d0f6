package cli

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/kb"
)

type kbReviewCmd struct {
	ID          string `arg:"" name:"id" help:"KIND/ID, for example conditions/rls_adult or guide/restless_legs."`
	By          string `required:"" help:"Full name of the clinician who read the entry." placeholder:"NAME"`
	Credentials string `required:"" help:"Profession, and where it is registered." placeholder:"TEXT"`
	Until       string `required:"" help:"When it has to be read again." placeholder:"YYYY-MM-DD"`
	On          string `help:"When it was read; today if left out." placeholder:"YYYY-MM-DD"`
	Dir         string `default:"knowledge" help:"The knowledge folder."`
}

// Help adds to the command's help text.
func (cmd *kbReviewCmd) Help() string {
	return `Writes the review into the entry's file, after checking that the whole folder still loads. Only for somebody who has
read the entry: the name is shown to everyone who reads the page.`
}

// reviewLine is the review of an entry, at the margin: one line, or with its fields below it.
var reviewLine = regexp.MustCompile(`(?m)^reviewed:.*(\n[ \t]+\S.*)*$`)

func (cmd *kbReviewCmd) Run(c *console) error {
	name, err := cmd.file()
	if err != nil {
		return err
	}
	for flag, day := range map[string]string{"--until": cmd.Until, "--on": cmp.Or(cmd.On, cmd.Until)} {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return usage("%s %q: write the day as 2027-05-31", flag, day)
		}
	}
	file := filepath.Join(cmd.Dir, filepath.FromSlash(name))
	old, err := os.ReadFile(file)
	if err != nil {
		return errs.New(errs.NotFound, "there is no %s", file)
	}
	text, err := cmd.reviewed(old)
	if err != nil {
		return errs.New(errs.Invalid, "%s: %v", file, err)
	}
	if _, err := kb.Load(edited{os.DirFS(cmd.Dir), name, text}); err != nil {
		return errs.New(errs.Invalid, "nothing was written: %v", err)
	}
	if err := replaceFile(file, text); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, "%s: reviewed by %s until %s; run \"go generate ./knowledge\" next\n", file, cmd.By, cmd.Until)
	return err
}

// file is the entry's path below the knowledge folder.
func (cmd *kbReviewCmd) file() (string, error) {
	folder, id, both := cutLast(cmd.ID)
	if other, ok := otherNames[folder]; ok {
		folder = other
	}
	if !both || !entryID.MatchString(folder) || !entryID.MatchString(id) {
		return "", usage("%q: name the entry as KIND/ID, for example conditions/rls_adult", cmd.ID)
	}
	if folder == "guide" {
		return folder + "/" + id + ".md", nil
	}
	return folder + "/" + id + ".yaml", nil
}

// reviewed puts the review into the text of an entry.
func (cmd *kbReviewCmd) reviewed(old []byte) ([]byte, error) {
	on := cmd.On
	if on == "" {
		on = time.Now().Format(time.DateOnly)
	}
	quoted := func(text string) string {
		q, _ := json.Marshal(text) // a string of JSON is one of YAML
		return string(q)
	}
	// An article's body may hold such a line too: the front matter comes first.
	at := reviewLine.FindIndex(old)
	if at == nil {
		return nil, errors.New("has no field \"reviewed\"")
	}
	line := fmt.Sprintf("reviewed: {by: %s, credentials: %s, on: %s, until: %s}", quoted(cmd.By), quoted(cmd.Credentials), on, cmd.Until)
	return bytes.Join([][]byte{old[:at[0]], []byte(line), old[at[1]:]}, nil), nil
}

// edited is a folder in which one file has other text.
type edited struct {
	fs.FS
	name string
	text []byte
}

func (e edited) ReadFile(name string) ([]byte, error) {
	if name == e.name {
		return bytes.Clone(e.text), nil
	}
	return fs.ReadFile(e.FS, name)
}

func (e edited) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(e.FS, name) }

// replaceFile writes a file so that a crash leaves the old one or the new one.
func replaceFile(name string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".review-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(text); err != nil {
		f.Close()
		return err
	}
	if err := errors.Join(f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
