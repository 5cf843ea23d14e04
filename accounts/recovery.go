package accounts

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"

	"golang.org/x/crypto/argon2"
)

// RecoveryCodes is how many codes an account gets, to come in by when the phone is lost. Each works once.
const RecoveryCodes = 10

// recoveryRunes is how long a code is: 50 bits, hashed as passwords are (ASVS 6.5.2).
const recoveryRunes = 10

// recoveryAlphabet has no signs that are taken for others.
const recoveryAlphabet = "abcdefghjkmnpqrstvwxyz0123456789"

// NewRecoveryCodes draws codes, as they are shown: "k7m2x-9pqrt".
func NewRecoveryCodes(random io.Reader) ([]string, error) {
	codes := make([]string, RecoveryCodes)
	for i := range codes {
		var drawn [recoveryRunes]byte
		if _, err := io.ReadFull(random, drawn[:]); err != nil {
			return nil, err
		}
		for j, b := range drawn {
			drawn[j] = recoveryAlphabet[int(b)%len(recoveryAlphabet)] // 256 is a multiple of 32
		}
		codes[i] = string(drawn[:recoveryRunes/2]) + "-" + string(drawn[recoveryRunes/2:])
	}
	return codes, nil
}

// RecoveryCode is a code as it was drawn, of what was typed: o, i, l and u are read as what they look like. ok is false when it can be none.
func RecoveryCode(typed string) (code string, ok bool) {
	var b strings.Builder
	for _, r := range strings.ToLower(typed) {
		switch r {
		case ' ', '-', '\u00a0', '\u2010', '\u2011', '\u2013':
			continue
		case 'o':
			r = '0'
		case 'i', 'l':
			r = '1'
		case 'u':
			r = 'v'
		}
		if !strings.ContainsRune(recoveryAlphabet, r) || b.Len() == recoveryRunes {
			return "", false
		}
		b.WriteRune(r)
	}
	return b.String(), b.Len() == recoveryRunes
}

// HashRecoveryCode is what is stored of a code that RecoveryCode gave: argon2id with the parameters of passwords. The salt is the account's, so
// that a code is looked up by its hash: of two who use it at the same moment one finds it.
func HashRecoveryCode(account, code string) string {
	salt := sha256.Sum256([]byte("recovery code\x00" + account))
	defer takeTurn()()
	return hex.EncodeToString(argon2.IDKey([]byte(code), salt[:16], hashing.Iterations, hashing.Memory, hashing.Parallelism, hashing.KeyLength))
}
