package share

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/errs"
)

// Bounds of the format.
const (
	KeyBytes = 32
	MaxURL   = 128 // characters of the manifest's address
	MaxLabel = 80  // characters
	maxLink  = 4096
	scheme   = "shlink:/"
)

// Key seals the files of one link. It is never kept.
type Key [KeyBytes]byte

// NewKey makes a key.
func NewKey(rand io.Reader) (k Key, err error) {
	if _, err := io.ReadFull(rand, k[:]); err != nil {
		return k, fmt.Errorf("make a key: %w", err)
	}
	return k, nil
}

// Flags say how a link is opened.
type Flags struct {
	LongTerm bool // L: the files may change, ask again later
	Passcode bool // P: opens with a passcode only
	Direct   bool // U: the address gives the one file itself, without a manifest
}

// String writes the flags in the order of the alphabet, as the format wants them.
func (f Flags) String() string {
	var s strings.Builder
	for _, x := range []struct {
		on     bool
		letter byte
	}{{f.LongTerm, 'L'}, {f.Passcode, 'P'}, {f.Direct, 'U'}} {
		if x.on {
			s.WriteByte(x.letter)
		}
	}
	return s.String()
}

// Link is what a link says.
type Link struct {
	URL     string // of the manifest, or of the file when Direct
	Key     Key
	Expires *time.Time // to the second; nil for never
	Flags   Flags
	Label   string // what is behind it, in a few words; may be empty
}

// payload is a link as JSON.
type payload struct {
	URL   string          `json:"url"`
	Flag  string          `json:"flag,omitempty"`
	Key   string          `json:"key"`
	Exp   json.RawMessage `json:"exp,omitempty"` // seconds since 1970
	Label string          `json:"label,omitempty"`
	V     *int            `json:"v,omitempty"` // 1 where it is missing
}

// Check reports a link that the format does not allow. errs.Invalid with the field url,
// label or flag.
func (l *Link) Check() error {
	if !address(l.URL) {
		return errs.Field("url", "must be an address of at most %d characters", MaxURL)
	}
	if !utf8.ValidString(l.Label) || utf8.RuneCountInString(l.Label) > MaxLabel {
		return errs.Field("label", "must be at most %d characters", MaxLabel)
	}
	if l.Flags.Passcode && l.Flags.Direct {
		return errs.Field("flag", "cannot be both P and U")
	}
	return nil
}

// address reports an absolute address of the web that is short enough.
func address(s string) bool {
	host, ok := strings.CutPrefix(s, "https://")
	if !ok {
		host, ok = strings.CutPrefix(s, "http://")
	}
	strange := func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("#\"<>\\^`{|}", r) }
	return ok && host != "" && host[0] != '/' && len(s) <= MaxURL && !strings.ContainsFunc(s, strange)
}

// String writes the link as shlink:/ and base64url. Whoever has this text and the
// passcode can read the files. It panics when Check would fail.
func (l *Link) String() string {
	if err := l.Check(); err != nil {
		panic("share: " + err.Error())
	}
	p := payload{URL: l.URL, Flag: l.Flags.String(), Key: b64(l.Key[:]), Label: l.Label}
	if l.Expires != nil {
		p.Exp = fmt.Append(nil, l.Expires.Unix())
	}
	var text bytes.Buffer
	lines := json.NewEncoder(&text)
	lines.SetEscapeHTML(false)
	if err := lines.Encode(p); err != nil {
		panic(err) // strings and numbers always encode
	}
	return scheme + b64(bytes.TrimSpace(text.Bytes()))
}

// At is the link as people open it: the page of a viewer, with the link after its "#".
func (l *Link) At(viewer string) string { return viewer + "#" + l.String() }

// Parse reads a link, with or without a viewer before it.
func Parse(s string) (*Link, error) {
	bad := errs.Field("link", "is not a SMART Health Link, or not all of it")
	if len(s) > maxLink {
		return nil, bad
	}
	if _, after, ok := strings.Cut(s, "#"); ok {
		s = after
	}
	text, ok := strings.CutPrefix(strings.TrimSpace(s), scheme)
	if !ok {
		return nil, bad
	}
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(text, "="))
	var p payload
	if err != nil || json.Unmarshal(raw, &p) != nil || p.V != nil && *p.V != 1 {
		return nil, bad
	}
	l := &Link{URL: p.URL, Label: p.Label}
	key, err := base64.RawURLEncoding.DecodeString(p.Key)
	if err != nil || len(key) != KeyBytes || !l.flags(p.Flag) || !l.expires(p.Exp) {
		return nil, bad
	}
	l.Key = Key(key)
	return l, l.Check()
}

// flags reads flags. One that is not known may change how a link is opened, so it is
// refused.
func (l *Link) flags(s string) bool {
	for _, r := range s {
		switch r {
		case 'L':
			l.Flags.LongTerm = true
		case 'P':
			l.Flags.Passcode = true
		case 'U':
			l.Flags.Direct = true
		default:
			return false
		}
	}
	return true
}

func (l *Link) expires(raw json.RawMessage) bool {
	if raw == nil || string(raw) == "null" {
		return true
	}
	var seconds float64
	if json.Unmarshal(raw, &seconds) != nil || seconds < 0 || seconds > 1<<37 {
		return false
	}
	t := time.Unix(int64(seconds), 0).UTC()
	l.Expires = &t
	return true
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
