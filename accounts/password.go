// Package accounts holds the rules of signing in: passwords, tokens, sessions and throttling.
// It is pure: the moment is handed in and randomness is read from the caller's reader, but for
// the salt of a password, which the hashing library draws itself.
package accounts

import (
	"errors"
	"runtime"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"
)

// The bounds of a password. There is no rule on kinds of characters, and no password expires
// (ASVS 6.2). The upper bounds keep a sign-in from hashing megabytes.
const (
	MinPasswordRunes = 12
	MaxPasswordRunes = 128
	MaxPasswordBytes = 512
)

// What CheckPolicy refuses. The texts are for logs; the page words them for people.
var (
	ErrPasswordShort  = errors.New("accounts: password too short")
	ErrPasswordLong   = errors.New("accounts: password too long")
	ErrPasswordCommon = errors.New("accounts: password easy to guess")
)

// minDistinct is how many different characters a password has at least.
const minDistinct = 5

// minOwn is how much of a password must be left when the account's own words are taken out.
const minOwn = 8

// CheckPolicy says whether a password may be chosen: nil, ErrPasswordShort, ErrPasswordLong or
// ErrPasswordCommon. Own are words that others know of the account: its name, its e-mail address, the
// chain. A password that consists of little else is refused, as are common ones with digits added.
func CheckPolicy(password string, own ...string) error {
	if len(password) > tooLong {
		return ErrPasswordLong
	}
	password = norm.NFC.String(password)
	runes := utf8.RuneCountInString(password)
	switch {
	case runes < MinPasswordRunes:
		return ErrPasswordShort
	case !fits(password):
		return ErrPasswordLong
	case distinct(password) < minDistinct, isCommon(password), isOwn(password, own):
		return ErrPasswordCommon
	}
	return nil
}

// tooLong is so many bytes that composing accents cannot make it fit: what is longer is not even looked at.
const tooLong = 8 * MaxPasswordBytes

// fits reports whether a password is no longer than one may be.
func fits(password string) bool {
	return len(password) <= MaxPasswordBytes && utf8.RuneCountInString(password) <= MaxPasswordRunes
}

func distinct(s string) int {
	seen := map[rune]bool{}
	for _, r := range strings.ToLower(s) {
		seen[r] = true
	}
	return len(seen)
}

// letters is the password as a guesser sees it: small letters without spaces and without the
// digits and signs around it.
func letters(password string) string {
	s := strings.ToLower(strings.Join(strings.Fields(password), ""))
	return strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}

func isOwn(password string, own []string) bool {
	rest := strings.ToLower(password)
	for _, text := range own {
		for _, word := range strings.FieldsFunc(strings.ToLower(text), isSeparator) {
			if utf8.RuneCountInString(word) >= 3 {
				rest = strings.ReplaceAll(rest, word, "")
			}
		}
	}
	return rest != strings.ToLower(password) && utf8.RuneCountInString(rest) < minOwn
}

func isSeparator(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// hashing are the parameters of argon2id: 19 MiB, two passes, one lane (OWASP's choice).
var hashing = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// dummyHash is of a random password nobody knows. It has the parameters of hashing, so that
// checking against it takes as long as checking against a real one.
const dummyHash = "$argon2id$v=19$m=19456,t=2,p=1$sAUytbXjEiJZD6Kds2PgSQ$gYJn5xmRFxK28vkXovaSQOeFG/CxAbD9zqpNhUT4vBk"

// turns bounds how many hashes are computed at a time: each takes 19 MiB and a processor, and
// whoever tries passwords by the thousand must not take the memory of the whole program.
var turns = make(chan struct{}, runtime.GOMAXPROCS(0))

func takeTurn() func() {
	turns <- struct{}{}
	return func() { <-turns }
}

// HashPassword gives the argon2id hash of a password, with its parameters and salt, to be
// stored. It refuses only what is longer than the bounds (ErrPasswordLong): whether a password
// may be chosen is asked of CheckPolicy before.
func HashPassword(password string) (string, error) {
	if len(password) > tooLong {
		return "", ErrPasswordLong
	}
	password = norm.NFC.String(password)
	if !fits(password) {
		return "", ErrPasswordLong
	}
	defer takeTurn()()
	return argon2id.CreateHash(password, hashing)
}

// CheckPassword reports whether the password has that hash. With the empty hash, of an account
// that is unknown or has no password, it works as long and answers false, so that the time it
// takes does not tell which accounts exist. A damaged hash matches nothing.
func CheckPassword(password, hash string) bool {
	if len(password) > tooLong {
		return false
	}
	password = norm.NFC.String(password)
	if !fits(password) {
		return false
	}
	known := hash != ""
	if !known {
		hash = dummyHash
	}
	defer takeTurn()()
	match, err := argon2id.ComparePasswordAndHash(password, hash)
	return err == nil && match && known
}
