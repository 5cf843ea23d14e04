package store

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"slices"
	"strings"

	"github.com/wederhoor/wederhoor/dossier"
)

// saltSize makes a seal say nothing about a short word, such as a name, once the salt is gone.
const saltSize = 16

// storedEvent is an event as its row holds it.
type storedEvent struct {
	number int
	at     int64
	by     string
	kind   string
	facts  string
	digest []byte
}

// storedPart is a part as its row holds it: without salt and body once erased.
type storedPart struct {
	dossier.Part
	number int
	salt   []byte
	seal   []byte
	erased bool
}

// sealed gives a part its salt and its seal.
func sealed(number int, p dossier.Part) storedPart {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // never fails: it ends the program instead
	return storedPart{Part: p, number: number, salt: salt, seal: sealOf(salt, p.Text)}
}

func sealOf(salt []byte, text string) []byte {
	h := sha256.New()
	hashFields(h, salt, []byte(text))
	return h.Sum(nil)
}

// link is the digest of an event: over the digest before it, everything its row says, and what each of its parts is together with
// its seal. Of the words only the seal counts, so that erasing them leaves the chain whole.
func link(previous []byte, e storedEvent, parts []storedPart) []byte {
	h := sha256.New()
	hashFields(h, previous)
	hashNumbers(h, int64(e.number), e.at)
	hashFields(h, []byte(e.by), []byte(e.kind), []byte(e.facts))
	parts = slices.Clone(parts)
	slices.SortFunc(parts, func(a, b storedPart) int { return strings.Compare(a.Name, b.Name) })
	for _, p := range parts {
		hashFields(h, []byte(p.Name), []byte(p.Subject), []byte(p.Person), []byte(p.Class), p.seal)
	}
	return h.Sum(nil)
}

// hashFields hashes fields with their lengths, so that none can borrow from its neighbour.
func hashFields(h hash.Hash, fields ...[]byte) {
	for _, f := range fields {
		hashNumbers(h, int64(len(f)))
		h.Write(f)
	}
}

func hashNumbers(h hash.Hash, values ...int64) {
	var b [8]byte
	for _, v := range values {
		binary.BigEndian.PutUint64(b[:], uint64(v)) //nolint:gosec // the bits are what is hashed
		h.Write(b[:])
	}
}
