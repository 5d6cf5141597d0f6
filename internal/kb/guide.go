package kb

import (
	"bytes"
	"errors"
	"path"
	"regexp"
	"strings"
	"sync"
)

// guideFolder holds the articles, one Markdown file each.
const guideFolder = "guide"

// guide holds the articles of a base: loaded, or still packed in the compiled form. They
// are opened up when first asked for, because a check needs none of them.
type guide struct {
	packed   []byte // an archive with one part; nil when loaded
	once     sync.Once
	articles []*Article
	err      error
}

// Articles returns the articles of the guide, sorted by id. An error means that the
// compiled form is damaged.
func (b *Base) Articles() ([]*Article, error) {
	if b.guide == nil {
		return nil, nil
	}
	b.guide.once.Do(func() {
		if b.guide.packed != nil {
			b.guide.articles, b.guide.err = unpackArticles(b.guide.packed)
			b.guide.packed = nil
		}
	})
	return b.guide.articles, b.guide.err
}

// loadGuide reads the articles; a base without any is sound.
func (l *loader) loadGuide(b *Base) {
	names, err := entries(l.fsys, guideFolder)
	if err != nil {
		l.fail(guideFolder, err)
		return
	}
	b.guide = &guide{}
	for _, name := range names {
		if a := l.article(name); a != nil {
			b.guide.articles = append(b.guide.articles, a)
		}
	}
}

// frontMatter is what stands between two lines of three dashes at the top.
var frontMatter = regexp.MustCompile(`(?s)\A---[ \t]*\r?\n(.*?\n)---[ \t]*\r?\n`)

// markerColon finds the colon of a marker; without the blank after it, a text with a
// marker is plain YAML and needs no quotes.
var markerColon = regexp.MustCompile(`\{([A-Z]|fact|advice): +`)

func (l *loader) article(name string) *Article {
	f, ok := l.read(name)
	if !ok {
		return nil
	}
	if err := readableText(f.text); err != nil {
		line, msg := position(err)
		l.problem(name, line, "", "%s", msg)
		return nil
	}
	m := frontMatter.FindSubmatchIndex(f.text)
	if m == nil {
		l.problem(name, 1, "", "has no front matter: start with a line ---, the fields, and another line ---")
		return nil
	}
	// the first line becomes a comment, so that lines are counted as in the file
	f.entry = append([]byte("#\n"), markerColon.ReplaceAll(f.text[m[2]:m[3]], []byte("{$1:"))...)
	a := &Article{}
	if !l.fill(f, a) {
		return nil
	}
	p := l.in(f)
	if want := strings.TrimSuffix(path.Base(name), ".md"); a.ID != want {
		p.add("id", "%q differs from the file name %q: ids are unique because file names are; rename one", a.ID, want)
	}
	f.line("") // the lines of the front matter; those of the body join them
	above := bytes.Count(f.text[:m[1]], []byte("\n"))
	blocks := readBlocks(f.text[m[1]:], func(line int, format string, args ...any) {
		l.problem(name, above+line, "", format, args...)
	})
	a.Sections = sections(blocks, p, func(field string, line int) { f.lines[field] = above + line })
	l.keep(a, p)
	return a
}

// readableText looks at a file that is not YAML as a whole.
func readableText(text []byte) error {
	if err := readableBytes(text); err != nil {
		return err
	}
	if bytes.ContainsRune(text, 0) {
		return errors.New("holds a zero byte")
	}
	return nil
}
