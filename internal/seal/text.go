package seal

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"

	"github.com/legible-health/legible/internal/errs"
)

// The key file is text: a heading, the current key, the nodes of each key as
// "node ID BITS PREFIX SECRET", and "end COUNT" with the number of nodes: a node that is
// missing means an erased person, so a file that was cut short must not be read as one.
// Locked with a passphrase it is one line of parameters
// and one of ciphertext.
const (
	heading       = "legible-keys 1"
	lockedHeading = "legible-keys 1 locked"
)

// Strength of the passphrase's derivation: argon2id, RFC 9106's second choice.
const (
	lockTime    = 3
	lockMemory  = 64 << 10 // KiB
	lockThreads = 4
)

const about = `# The keys of this Legible instance. Whoever has this file and the database, or a backup, can read what is in them;
# without it nobody can. Keep a copy of the newest version in a safe place apart from the backups, and destroy older
# copies: a copy made before a person was erased still opens that person in old backups.
`

// Marshal writes the ring as the text of a key file, keys sorted by id.
func (r *Ring) Marshal() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n%scurrent %s\n", heading, about, r.current)
	count := 0
	for _, id := range r.IDs() {
		count += len(r.trees[id])
		for _, n := range r.trees[id] {
			fmt.Fprintf(&b, "node %s %d %016x %s\n", id, n.bits, n.prefix, base64.RawStdEncoding.EncodeToString(n.secret[:]))
		}
	}
	fmt.Fprintf(&b, "end %d\n", count)
	return b.Bytes()
}

// Parse reads the text of a key file. Errors are errs.Sealed and name the line, never
// what stands in it.
func Parse(text []byte) (*Ring, error) {
	r := (&Ring{}).clone()
	lines := bufio.NewScanner(bytes.NewReader(text))
	end := "" // the count, once it has been read
	count := 0
	for i := 1; lines.Scan(); i++ {
		line := strings.TrimSpace(lines.Text())
		switch {
		case i == 1 && line != heading:
			return nil, errs.New(errs.Sealed, "the key file does not begin with %q: it is not a key file of Legible, or needs its passphrase", heading)
		case i == 1 || line == "" || line[0] == '#':
			continue
		}
		words := strings.Fields(line)
		if end == "" && len(words) == 2 && words[0] == "end" {
			end = words[1]
			continue
		}
		if words[0] == "node" {
			count++
		}
		if err := r.line(words); err != nil {
			return nil, errs.New(errs.Sealed, "the key file is damaged in line %d: %v", i, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, errs.New(errs.Sealed, "the key file is damaged: %v", err)
	}
	if end != strconv.Itoa(count) {
		return nil, errs.New(errs.Sealed, "the key file is not whole: its last line should be the count of its nodes; put an undamaged copy back")
	}
	if !r.Has(r.current) {
		return nil, errs.New(errs.Sealed, "the key file does not hold its current key; put an undamaged copy back")
	}
	return r, nil
}

func (r *Ring) line(words []string) error {
	switch {
	case words[0] == "current" && len(words) == 2 && r.current == "":
		r.current = words[1]
		return nil
	case words[0] != "node" || len(words) != 5:
		return fmt.Errorf("not a line this program knows")
	}
	bits, err1 := strconv.Atoi(words[2])
	prefix, err2 := strconv.ParseUint(words[3], 16, 64)
	secret, err3 := base64.RawStdEncoding.DecodeString(words[4])
	if err1 != nil || err2 != nil || err3 != nil || bits < 0 || bits > depth || len(secret) != 32 {
		return fmt.Errorf("a node that cannot be used")
	}
	r.trees[words[1]] = append(r.trees[words[1]], node{prefix: prefix, bits: bits, secret: [32]byte(secret)})
	return nil
}

// Lock writes the ring sealed with a passphrase.
func (r *Ring) Lock(rand io.Reader, passphrase string) ([]byte, error) {
	salt := make([]byte, 16)
	if _, err := io.ReadFull(rand, salt); err != nil {
		return nil, fmt.Errorf("make a salt: %w", err)
	}
	sealed, err := encrypt(rand, stretch(passphrase, salt), r.Marshal(), []byte(lockedHeading))
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%s\n%x\n%s\n", lockedHeading, salt, base64.RawStdEncoding.EncodeToString(sealed)), nil
}

// IsLocked reports whether the text of a key file needs a passphrase.
func IsLocked(text []byte) bool { return bytes.HasPrefix(text, []byte(lockedHeading+"\n")) }

// Unlock reads what Lock wrote. errs.Sealed when the passphrase is not the right one.
func Unlock(text []byte, passphrase string) (*Ring, error) {
	lines := strings.Fields(strings.TrimPrefix(string(text), lockedHeading))
	if !IsLocked(text) || len(lines) != 2 {
		return nil, errs.New(errs.Sealed, "the locked key file is damaged; put an undamaged copy back")
	}
	salt, err1 := hex.DecodeString(lines[0])
	sealed, err2 := base64.RawStdEncoding.DecodeString(lines[1])
	if err1 != nil || err2 != nil {
		return nil, errs.New(errs.Sealed, "the locked key file is damaged; put an undamaged copy back")
	}
	plain, err := decrypt(stretch(passphrase, salt), sealed, []byte(lockedHeading))
	if err != nil {
		return nil, errs.New(errs.Sealed, "the key file does not open: wrong passphrase, or a damaged file")
	}
	return Parse(plain)
}

func stretch(passphrase string, salt []byte) []byte {
	return argon2.IDKey([]byte(passphrase), salt, lockTime, lockMemory, lockThreads, 32)
}
