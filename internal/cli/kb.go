package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/knowledge"
)

type kbCmd struct {
	Lint kbLintCmd `cmd:"" help:"Check the content: faults fail, warnings do not."`
	List kbListCmd `cmd:"" help:"List what there is, or the entries of one kind."`
	Show kbShowCmd `cmd:"" help:"Show one entry as it is written."`

	Compare kbCompareCmd `cmd:"" help:"Show what an edit changes for the own cases."`
	Review  kbReviewCmd  `cmd:"" help:"Record that a clinician has read an entry."`
}

type kbLintCmd struct {
	Dir  string `arg:"" optional:"" help:"A knowledge folder; without it, the content inside the program."`
	JSON bool   `help:"Print JSON."`
}

// lintReport is the result for programs.
type lintReport struct {
	Version  string       `json:"version"` // empty when there are problems
	Problems []kb.Problem `json:"problems"`
	Warnings []kb.Warning `json:"warnings"`
}

func (cmd *kbLintCmd) Run(c *console) error {
	var content fs.FS = knowledge.FS
	if cmd.Dir != "" {
		if info, err := os.Stat(cmd.Dir); err != nil || !info.IsDir() {
			return usage("%s is not a folder", cmd.Dir)
		}
		content = os.DirFS(cmd.Dir)
	}
	r := lintReport{Problems: []kb.Problem{}, Warnings: []kb.Warning{}}
	base, err := kb.Load(content)
	var problems kb.Problems
	switch {
	case errors.As(err, &problems):
		r.Problems = problems
	case err != nil:
		return err
	default:
		r.Version = base.Version
		r.Warnings = append(r.Warnings, base.Lint(time.Now())...)
	}
	if err := r.print(c, cmd.JSON); err != nil {
		return err
	}
	if len(r.Problems) > 0 {
		return errs.New(errs.Invalid, "the knowledge base has %d faults", len(r.Problems))
	}
	return nil
}

func (r *lintReport) print(c *console, asJSON bool) error {
	if asJSON {
		return c.writeJSON(r)
	}
	for _, p := range r.Problems {
		fmt.Fprintln(c.out, p)
	}
	for _, w := range r.Warnings {
		fmt.Fprintf(c.out, "warning: %s\n", w)
	}
	_, err := fmt.Fprintf(c.out, "%d faults, %d warnings\n", len(r.Problems), len(r.Warnings))
	return err
}

// kind is a folder of entries.
type kind struct {
	Folder  string `json:"kind"`
	Entries int    `json:"entries"`
	list    func(*kb.Base) []item
}

// item is one entry in a list.
type item struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func items[T any](list []*T, of func(*T) item) []item {
	out := make([]item, len(list))
	for i, x := range list {
		out[i] = of(x)
	}
	return out
}

var kinds = []kind{
	{Folder: "conditions", list: func(b *kb.Base) []item {
		return items(b.Conditions, func(x *kb.Condition) item { return item{x.ID, x.PlainName} })
	}},
	{Folder: "findings", list: func(b *kb.Base) []item {
		return items(b.Findings, func(x *kb.Finding) item { return item{x.ID, x.Question} })
	}},
	{Folder: "redflags", list: func(b *kb.Base) []item {
		return items(b.RedFlags, func(x *kb.RedFlag) item { return item{x.ID, x.Level.String() + ": " + x.Tells} })
	}},
	{Folder: "patterns", list: func(b *kb.Base) []item {
		return items(b.Patterns, func(x *kb.Pattern) item { return item{x.ID, x.Describe} })
	}},
	{Folder: "instruments", list: func(b *kb.Base) []item {
		return items(b.Instruments, func(x *kb.Instrument) item { return item{x.ID, x.Name} })
	}},
	{Folder: "medicines", list: func(b *kb.Base) []item {
		return items(b.Medicines, func(x *kb.Medicine) item { return item{x.ID, x.Name} })
	}},
	{Folder: "labs", list: func(b *kb.Base) []item {
		return items(b.Analytes, func(x *kb.Analyte) item { return item{x.ID, x.Name} })
	}},
	{Folder: "activities", list: func(b *kb.Base) []item {
		return items(b.Activities, func(x *kb.Activity) item { return item{x.ID, x.Name} })
	}},
	{Folder: "exercises", list: func(b *kb.Base) []item {
		return items(b.Exercises, func(x *kb.Exercise) item { return item{x.ID, x.Name} })
	}},
	{Folder: "emergency", list: func(b *kb.Base) []item {
		return items(b.Countries, func(x *kb.Country) item { return item{strings.ToLower(x.Code), x.Name + ": " + x.Ambulance} })
	}},
	{Folder: "guide", list: func(b *kb.Base) []item {
		articles, _ := b.Articles() // a damaged compiled form lists none
		return items(articles, func(x *kb.Article) item { return item{x.ID, x.Title} })
	}},
	{Folder: "sources", list: func(b *kb.Base) []item {
		return items(b.Sources, func(x *kb.Source) item { return item{x.ID, x.Title} })
	}},
}

// otherNames are what people call some kinds.
var otherNames = map[string]string{"red-flags": "redflags", "rules": "redflags", "analytes": "labs", "countries": "emergency", "articles": "guide"}

type kbListCmd struct {
	Kind string `arg:"" optional:"" help:"conditions, findings, redflags, …; without it, how many there are of each."`
	JSON bool   `help:"Print JSON."`
}

func (cmd *kbListCmd) Run(c *console) error {
	name := cmd.Kind
	if other, ok := otherNames[name]; ok {
		name = other
	}
	i := slices.IndexFunc(kinds, func(k kind) bool { return k.Folder == name })
	if i < 0 && name != "" {
		return usage("%q is no kind of entry; use one of %s", cmd.Kind, strings.Join(folders(), ", "))
	}
	base, err := kb.Open(knowledge.FS)
	if err != nil {
		return fmt.Errorf("load the knowledge base: %w", err)
	}
	if i >= 0 {
		return listItems(c, kinds[i].list(base), cmd.JSON)
	}
	counts := slices.Clone(kinds)
	for i := range counts {
		counts[i].Entries = len(counts[i].list(base))
	}
	if cmd.JSON {
		return c.writeJSON(counts)
	}
	t := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, k := range counts {
		fmt.Fprintf(t, "%s\t%d\n", k.Folder, k.Entries)
	}
	return t.Flush()
}

func listItems(c *console, list []item, asJSON bool) error {
	if asJSON {
		return c.writeJSON(list)
	}
	t := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, x := range list {
		fmt.Fprintf(t, "%s\t%s\n", x.ID, x.Name)
	}
	return t.Flush()
}

func folders() (names []string) {
	for _, k := range kinds {
		names = append(names, k.Folder)
	}
	return names
}

type kbShowCmd struct {
	ID string `arg:"" name:"id" help:"An id, or KIND/ID where kinds share it."`
}

var entryID = regexp.MustCompile(`^[a-z0-9_.-]+$`)

// Run prints the file of the entry: the content is written to be read.
func (cmd *kbShowCmd) Run(c *console) error {
	folder, id, _ := cutLast(strings.TrimSuffix(strings.TrimSuffix(cmd.ID, ".yaml"), ".md"))
	where := folders()
	if folder != "" {
		if other, ok := otherNames[folder]; ok {
			folder = other
		}
		where = []string{folder}
	}
	if !entryID.MatchString(id) || folder != "" && !slices.Contains(folders(), folder) {
		return errs.New(errs.NotFound, "there is no entry %q; \"legible kb list\" shows what there is", cmd.ID)
	}
	found := 0
	for _, folder := range where {
		name := path.Join(folder, id+kb.Suffix(folder))
		text, err := fs.ReadFile(knowledge.FS, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		if found++; found > 1 {
			fmt.Fprintln(c.out, "---")
		}
		fmt.Fprintf(c.out, "# knowledge/%s\n%s\n", name, bytes.TrimSpace(text))
	}
	if found == 0 {
		return errs.New(errs.NotFound, "there is no entry %q%s", cmd.ID, alike(id))
	}
	return nil
}

// cutLast splits KIND/ID.
func cutLast(s string) (folder, id string, both bool) {
	if i := strings.LastIndexByte(s, '/'); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return "", s, false
}

// alike suggests ids that share the most of their words with a wrong one.
func alike(id string) string {
	words := strings.FieldsFunc(id, func(r rune) bool { return r == '_' || r == '-' || r == '.' })
	best, names := 0, []string(nil)
	for _, folder := range folders() {
		entries, err := fs.ReadDir(knowledge.FS, folder)
		if err != nil {
			continue
		}
		for _, e := range entries {
			name := strings.TrimSuffix(e.Name(), kb.Suffix(folder))
			shared := 0
			for _, w := range words {
				if len(w) > 2 && strings.Contains(name, w) {
					shared++
				}
			}
			if shared > best {
				best, names = shared, nil
			}
			if shared == best && shared > 0 {
				names = append(names, folder+"/"+name)
			}
		}
	}
	if len(names) == 0 {
		return "; \"legible kb list\" shows what there is"
	}
	return "; did you mean " + strings.Join(names[:min(3, len(names))], ", ") + "?"
}
