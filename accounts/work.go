package accounts

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"math/bits"
	"strconv"
)

// A proof of work is a number that takes many tries to find and one to check. A browser finds one in about a second; whoever sends thousands of forms needs
// hours of computing for them. Each try is a derivation of a key, which browsers have built in: so a machine made for it is not much faster than a phone.

// The figures of a proof of work. web/static/proof.js does the same sum.
const (
	WorkRounds = 2000 // of PBKDF2-HMAC-SHA-256 in each try
	WorkBits   = 9    // zero bits that the derived key begins with: one try in 512
	MoreBits   = 2    // in addition when what is proved comes in crowds, too: four times the work
	workKey    = 4    // bytes of the derived key
)

// WorkDone reports whether a number is a proof of work for a task, of so many bits. A task is any text that is used once.
func WorkDone(task string, number uint32, zeroes int) bool {
	key, err := pbkdf2.Key(sha256.New, strconv.FormatUint(uint64(number), 10), []byte(task), WorkRounds, workKey)
	return err == nil && leadingZeroes(key) >= zeroes
}

func leadingZeroes(key []byte) int {
	n := 0
	for _, b := range key {
		n += bits.LeadingZeros8(b)
		if b != 0 {
			break
		}
	}
	return n
}

// FindWork finds a proof of work as a browser does. It is here for tests and for measuring what it costs.
func FindWork(task string, zeroes int) uint32 {
	for number := uint32(0); ; number++ {
		if WorkDone(task, number, zeroes) {
			return number
		}
	}
}
