package pdf_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/labs"
	"github.com/legible-health/legible/internal/report"
	"github.com/legible-health/legible/internal/report/pdf"
)

type world struct {
	base    *kb.Base
	engine  *assess.Engine
	planner *care.Planner
	labs    *labs.Interpreter
	words   *i18n.Printer
}

var theWorld = sync.OnceValues(func() (*world, error) {
	base, err := kb.Load(os.DirFS("../../../knowledge"))
	if err != nil {
		return nil, err
	}
	engine, err := assess.New(base)
	if err != nil {
		return nil, err
	}
	words, err := i18n.Load(os.DirFS("../../web/messages"))
	if err != nil {
		return nil, err
	}
	return &world{base, engine, care.New(base), labs.New(base), words.For("en")}, nil
})

func open(t testing.TB) *world {
	t.Helper()
	w, err := theWorld()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

const today diary.Date = 20_750

var made = time.Date(2026, 10, 24, 9, 0, 0, 0, time.UTC)

func ptr[T any](v T) *T { return &v }

// person makes up somebody with the marks of one condition, more and more talkative; the
// last of them fill every list to the brim.
func (w *world) person(t testing.TB, i int) *report.Report {
	t.Helper()
	rng := rand.New(rand.NewPCG(uint64(i), 6))
	k := w.base.Conditions[i%len(w.base.Conditions)]
	p := clinical.Person{Sex: []clinical.Sex{clinical.Female, clinical.Male, clinical.Unknown}[i%3]}
	if i%7 != 0 {
		p.Age = ptr(float64((i * 13) % 95))
	}
	if i%11 == 0 && p.Sex == clinical.Female {
		p.Pregnant = ptr(true)
	}
	ev := clinical.Evidence{}
	for _, f := range w.base.Findings {
		if f.Kind != "yes_no" || rng.IntN(50) >= i {
			continue
		}
		if rng.IntN(3) == 0 {
			ev[f.ID] = clinical.Yes
		} else {
			ev[f.ID] = clinical.No
		}
	}
	for _, id := range k.Defining {
		ev[id] = clinical.Yes
	}
	in := report.Input{Base: w.base, Day: today, Person: p, Text: strings.Repeat("It pulls and burns, and I walk the house at night. ", i*4), Other: i%5 == 0}
	if i%10 != 9 {
		a := w.engine.Assess(assess.Case{Person: p, Evidence: ev}, assess.Options{Explain: 8})
		in.Said, in.Assessment, in.Plan = ev, a, w.planner.Plan(&care.Case{Person: p, Assessment: a})
	}
	if i%2 == 1 {
		w.kept(&in, i)
	}
	if i > 40 {
		in.Written = []report.Note{{Day: today - 3, By: strings.Repeat("a practice ", 10), Text: strings.Repeat("Seen and examined. ", 30)}}
	}
	return report.New(in)
}

// kept adds a diary.
func (w *world) kept(in *report.Input, i int) {
	in.Diary = true
	add := func(kind diary.Kind, day diary.Date, data diary.Data) {
		in.Entries = append(in.Entries, diary.Entry{ID: fmt.Sprintf("0190a5c4-0000-7000-8000-%012d", len(in.Entries)), Kind: kind, Day: day, Data: data})
	}
	for n := range min(i, 20) {
		add(diary.KindNight, today-diary.Date(20-n), &diary.Night{Cramps: ptr(n % 9), Urge: ptr(n % 4), Pain: ptr(n % 11), SleepHours: ptr(4.5 + float64(n%5)), Wakings: ptr(n % 6)})
	}
	for n := range i {
		a := w.base.Activities[n%len(w.base.Activities)]
		add(diary.KindActivity, today-5, &diary.Activity{Activity: a.ID, Helped: []string{"yes", "no", "unsure", ""}[n%4]})
		add(diary.KindMedicine, today-diary.Date(n), &diary.Medicine{Name: strings.Repeat("a long name of a tablet ", 8), Change: "started"})
		in.Questions = append(in.Questions, strings.Repeat("Why does it come back every night and not by day? ", 1+n%8))
		in.Suggested = append(in.Suggested, strings.Repeat("Which test would tell what it is? ", 1+n%5))
	}
	for n, a := range w.base.Analytes {
		if n > i {
			break
		}
		found, err := w.labs.Interpret(in.Person, in.Said, []labs.Result{{Analyte: a.ID, Value: "1", Unit: a.Unit, Confirmed: true}})
		if err == nil {
			in.Labs = append(in.Labs, report.Result{Day: today - 9, Reading: found.Readings[0]})
		}
	}
}

func write(t testing.TB, w *world, r *report.Report, size pdf.Paper) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pdf.Write(&b, pdf.Fit(r, w.words), size, made); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPageOneFitsOnePageWhateverTheReportHolds(t *testing.T) {
	w := open(t)
	for i := range 50 {
		if testing.Short() && i%6 != 5 {
			continue
		}
		r := w.person(t, i)
		d := pdf.Fit(r, w.words)
		if !pdf.PageOneFits(d) {
			t.Errorf("person %d: page one does not fit one page", i)
		}
		if i < 45 {
			continue
		}
		fullest := r.Document(w.words, report.Steps[0])
		if i%10 != 9 && i%2 == 1 && pdf.PageOneFits(fullest) {
			t.Errorf("person %d fits without limits: the test tests nothing", i)
		}
	}
}

func TestPageOneFitsWithTheLongestWords(t *testing.T) {
	w := open(t)
	long := strings.Repeat("Medium words, ", 30)
	many := func() (out []string) {
		for range 40 {
			out = append(out, long)
		}
		return out
	}
	r := w.person(t, 47)
	r.Name, r.OwnWords, r.Questions, r.Suggested = strings.Repeat("W", 100), strings.Repeat("W", 9000), many(), many()
	r.Urgency.Action, r.Urgency.Reasons = long[:200], many()
	r.RedFlags = report.RedFlags{Present: many(), Absent: many(), Open: many(), Unasked: 1000}
	for i := range r.Candidates {
		r.Candidates[i].Name, r.Candidates[i].Clinical = long, long+"x"
		for j := range r.Candidates[i].Terms {
			r.Candidates[i].Terms[j].Label = long
		}
	}
	if !pdf.PageOneFits(pdf.Fit(r, w.words)) {
		t.Error("the tightest limits do not fit one page")
	}
}

func TestFileIsTaggedWithTitleAndLanguage(t *testing.T) {
	w := open(t)
	for name, size := range map[string]pdf.Paper{"A4": pdf.A4, "Letter": pdf.Letter} {
		ctx, err := api.ReadContext(bytes.NewReader(write(t, w, w.person(t, 17), size)), model.NewDefaultConfiguration())
		if err != nil {
			t.Fatal(err)
		}
		c, err := ctx.Catalog()
		if err != nil {
			t.Fatal(err)
		}
		mark, err := ctx.DereferenceDict(c["MarkInfo"])
		if err != nil || mark.BooleanEntry("Marked") == nil || !*mark.BooleanEntry("Marked") {
			t.Errorf("%s: not marked as tagged: %v %v", name, mark, err)
		}
		if lang := c.StringLiteralEntry("Lang"); lang == nil || lang.Value() != "en" {
			t.Errorf("%s: language %v, want en", name, lang)
		}
		tree, err := ctx.DereferenceDict(c["StructTreeRoot"])
		if err != nil {
			t.Fatal(err)
		}
		roles := map[string]int{}
		count(t, ctx, tree, roles)
		for _, role := range []string{"Document", "H1", "H2", "H3", "P", "L", "LI", "LBody", "Table", "TR", "TH", "TD", "Figure"} {
			if roles[role] == 0 {
				t.Errorf("%s: no element %s", name, role)
			}
		}
		if roles["Figure"] != roles["alt"] {
			t.Errorf("%s: %d figures, %d with words in their place", name, roles["Figure"], roles["alt"])
		}
		if roles["TH"] != roles["scope"] {
			t.Errorf("%s: %d table headings, %d say of what", name, roles["TH"], roles["scope"])
		}
	}
}

// count walks the structure tree.
func count(t *testing.T, ctx *model.Context, d types.Dict, roles map[string]int) {
	t.Helper()
	if s := d.NameEntry("S"); s != nil {
		roles[*s]++
		if _, ok := d["Alt"]; ok {
			roles["alt"]++
		}
		if a, err := ctx.DereferenceDict(d["A"]); err == nil && a["Scope"] != nil {
			roles["scope"]++
		}
	}
	kids, ok := d["K"].(types.Array)
	if !ok {
		kids = types.Array{d["K"]}
	}
	for _, k := range kids {
		below, err := ctx.DereferenceDict(k)
		if err != nil {
			t.Fatal(err)
		}
		if below != nil && below["MCID"] == nil {
			count(t, ctx, below, roles)
		}
	}
}

func TestPaperOfACountry(t *testing.T) {
	for country, want := range map[string]pdf.Paper{"US": pdf.Letter, "ca": pdf.Letter, "GB": pdf.A4, "": pdf.A4, "A": pdf.A4, "XX": pdf.A4} {
		if got := pdf.PaperOf(country); got != want {
			t.Errorf("%q: %v, want %v", country, got, want)
		}
	}
}

func TestStrangeLettersAreDrawnAsBoxesAndSaidSo(t *testing.T) {
	w := open(t)
	r := w.person(t, 3)
	r.OwnWords = "Ноги болят, Łydka, πόδι: 脚が痛い 🦵\u200b\x00\u202e"
	text := extract(t, write(t, w, r, pdf.A4))
	for _, want := range []string{"Ноги болят", "Łydka", "πόδι", "□", "A box stands for"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text of the file lacks %q", want)
		}
	}
}

// tool finds a program of poppler or qpdf; without it the test is skipped, unless
// LEGIBLE_REQUIRE_PDF_TOOLS is set.
func tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("LEGIBLE_REQUIRE_PDF_TOOLS") != "" {
		t.Fatalf("%s is missing; scripts/tools.sh installs it", name)
	}
	t.Skipf("%s is not installed", name)
	return ""
}

func run(t testing.TB, name string, raw []byte, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		if a == "FILE" {
			args[i] = file
		}
	}
	out, err := exec.Command(tool(t, name), args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func extract(t testing.TB, raw []byte) string {
	t.Helper()
	return run(t, "pdftotext", raw, "FILE", "-")
}

// Every page says so when there is no such person.
func TestAnInventedPersonIsCalledThat(t *testing.T) {
	w := open(t)
	r := w.person(t, 0)
	r.Invented = true
	pages := strings.Split(strings.TrimRight(extract(t, write(t, w, r, pdf.A4)), "\f\n"), "\f")
	if len(pages) < 2 {
		t.Fatalf("%d pages", len(pages))
	}
	for i, text := range pages {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), "Invented for a demonstration") {
			t.Errorf("page %d does not say so:\n%s", i+1, text)
		}
	}
}

func TestWordsOfTwoLinesStayApart(t *testing.T) {
	w := open(t)
	r := &report.Report{Day: today, Checked: true, OwnWords: strings.Repeat("alpha beta ", 40)}
	text := run(t, "pdfinfo", write(t, w, r, pdf.A4), "-struct-text", "FILE")
	if !strings.Contains(text, "alpha beta alpha") || strings.Contains(text, "betaalpha") || strings.Contains(text, "alphabeta") {
		t.Errorf("words run together:\n%s", text)
	}
}

func TestOtherProgramsReadTheFile(t *testing.T) {
	w := open(t)
	for _, i := range []int{9, 17, 49} {
		r := w.person(t, i)
		raw := write(t, w, r, pdf.A4)
		if out := run(t, "qpdf", raw, "--check", "FILE"); strings.Contains(out, "WARNING") || !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("person %d: qpdf says\n%s", i, out)
		}
		info := run(t, "pdfinfo", raw, "FILE")
		for _, want := range []string{"Tagged:          yes", "Title:           Summary of leg trouble at night"} {
			if !strings.Contains(info, want) {
				t.Errorf("person %d: pdfinfo lacks %q:\n%s", i, want, info)
			}
		}
	}
}

// pdfinfo reads a page again for each of its parts, so the report is a short one.
func TestReadingOrderIsThatOfTheDocument(t *testing.T) {
	w := open(t)
	r := w.person(t, 7)
	r.Candidates, r.Criteria, r.Answers, r.Labs = r.Candidates[:1], r.Criteria[:1], nil, nil
	r.Candidates[0].Terms = r.Candidates[0].Terms[:2]
	inOrder(t, run(t, "pdfinfo", write(t, w, r, pdf.A4), "-struct-text", "FILE"), pdf.Fit(r, w.words))
}

// inOrder finds the headings in the order of the document.
func inOrder(t *testing.T, text string, d *report.Document) {
	t.Helper()
	flat := strings.Join(strings.Fields(strings.ReplaceAll(text, "\"", "")), " ")
	at := 0
	for _, s := range append(append([]report.Section{}, d.First...), d.Rest...) {
		i := strings.Index(flat[at:], s.Heading)
		if i < 0 {
			t.Errorf("%q does not come after what stands before it", s.Heading)
			return
		}
		at += i
	}
}

func BenchmarkWrite(b *testing.B) {
	w := open(b)
	for name, i := range map[string]int{"usual": 11, "longest": 47} {
		r := w.person(b, i)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				write(b, w, r, pdf.A4)
			}
		})
	}
}
