package seal

import (
	"crypto/sha256"
	"encoding/binary"
)

// depth is the number of levels of the key tree, one bit of a leaf's address each.
const depth = 64

// node is the root of a part of the tree: everything below a prefix of the address.
type node struct {
	prefix uint64 // address bits from the top; those below bits are zero
	bits   int    // how many bits of prefix count, 0–64
	secret [32]byte
}

// leafOf is where a person's key is wrapped: the first 64 bits of a hash of the id.
func leafOf(person string) uint64 {
	sum := sha256.Sum256([]byte("legible.leaf.v1\x00" + person))
	return binary.BigEndian.Uint64(sum[:8])
}

// covers reports whether a leaf lies below n.
func (n node) covers(leaf uint64) bool {
	return n.bits == 0 || (leaf^n.prefix)>>(depth-n.bits) == 0
}

// child goes one level down, to the side of bit. The two children of a node tell nothing
// of each other or of their parent (Goldreich, Goldwasser and Micali's construction).
func (n node) child(bit uint64) node {
	return node{prefix: n.prefix | bit<<(depth-n.bits-1), bits: n.bits + 1, secret: mac(n.secret, byte(bit))}
}

// side is the bit of the child on the way to a leaf.
func (n node) side(leaf uint64) uint64 { return leaf >> (depth - n.bits - 1) & 1 }

// mac is HMAC-SHA256 of one byte (RFC 2104). crypto/hmac gives the same and leaves half a
// kilobyte to the collector each time, and the way to a leaf has sixty-four levels.
func mac(key [32]byte, message byte) [32]byte {
	var inner [sha256.BlockSize + 1]byte
	var outer [sha256.BlockSize + sha256.Size]byte
	copy(inner[:], key[:])
	copy(outer[:], key[:])
	for i := range sha256.BlockSize {
		inner[i] ^= 0x36
		outer[i] ^= 0x5c
	}
	inner[sha256.BlockSize] = message
	sum := sha256.Sum256(inner[:])
	copy(outer[sha256.BlockSize:], sum[:])
	return sha256.Sum256(outer[:])
}

// tree is what is left of a key: all leaves at first, fewer after each puncture.
type tree []node

// leaf derives the secret of one leaf; false when it has been punctured.
func (t tree) leaf(leaf uint64) ([32]byte, bool) {
	for _, n := range t {
		if !n.covers(leaf) {
			continue
		}
		for n.bits < depth {
			n = n.child(n.side(leaf))
		}
		return n.secret, true
	}
	return [32]byte{}, false
}

// puncture returns the tree without one leaf: at most 63 nodes more. The receiver is
// not changed.
func (t tree) puncture(leaf uint64) tree {
	out := make(tree, 0, len(t)+depth)
	for _, n := range t {
		if !n.covers(leaf) {
			out = append(out, n)
			continue
		}
		for n.bits < depth {
			out = append(out, n.child(1-n.side(leaf)))
			n = n.child(n.side(leaf))
		}
	}
	return out
}
