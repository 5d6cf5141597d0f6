package account

import (
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/argon2"

	"github.com/legible-health/legible/internal/errs"
)

// Cost is what a guess costs: argon2id with so much memory, passes and lanes.
type Cost struct {
	MemoryKiB uint32
	Passes    uint32
	Lanes     uint8
}

// Usual is the cost of new passwords: about 30 ms and 19 MiB on a small server.
var Usual = Cost{MemoryKiB: 19 << 10, Passes: 2, Lanes: 1}

// Sizes in bytes.
const (
	saltBytes = 16
	hashBytes = 32
)

// limits keep a damaged or forged line of the database from costing minutes or gigabytes.
var limits = Cost{MemoryKiB: 256 << 10, Passes: 16, Lanes: 8}

// Hash makes the PHC string of a password: $argon2id$v=19$m=…,t=…,p=…$salt$hash.
func Hash(rand io.Reader, password string, c Cost) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(rand, salt); err != nil {
		return "", fmt.Errorf("make a salt: %w", err)
	}
	return encode(c, salt, derive(password, salt, c)), nil
}

func derive(password string, salt []byte, c Cost) []byte {
	return argon2.IDKey([]byte(Normal(password)), salt, c.Passes, c.MemoryKiB, c.Lanes, hashBytes)
}

func encode(c Cost, salt, hash []byte) string {
	text := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.MemoryKiB, c.Passes, c.Lanes, text(salt), text(hash))
}

// Verify reports whether a password belongs to a PHC string, and whether the string
// should be made anew because the usual cost has changed since. The error is of a string
// that this program cannot read.
func Verify(phc, password string) (ok, stale bool, err error) {
	c, salt, want, err := decode(phc)
	if err != nil {
		return false, false, err
	}
	ok = subtle.ConstantTimeCompare(derive(password, salt, c), want) == 1
	return ok, ok && c != Usual, nil
}

func decode(phc string) (c Cost, salt, hash []byte, err error) {
	parts := strings.Split(phc, "$")
	broken := errs.New(errs.Internal, "a stored password is not in a form this program knows")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, broken
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.MemoryKiB, &c.Passes, &c.Lanes); err != nil {
		return c, nil, nil, broken
	}
	if c.MemoryKiB < 8 || c.MemoryKiB > limits.MemoryKiB || c.Passes < 1 || c.Passes > limits.Passes || c.Lanes < 1 || c.Lanes > limits.Lanes {
		return c, nil, nil, broken
	}
	salt, err = base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil || len(salt) < 8 {
		return c, nil, nil, broken
	}
	hash, err = base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(hash) != hashBytes || encode(c, salt, hash) != phc {
		return c, nil, nil, broken
	}
	return c, salt, hash, nil
}
