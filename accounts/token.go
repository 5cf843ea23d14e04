package accounts

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
)

// tokenBytes makes tokens of 256 bits, which nobody guesses.
const tokenBytes = 32

// NewToken draws a secret of 256 bits from random (crypto/rand.Reader outside tests), written in
// 43 characters that need no escaping in an address. Only its TokenHash is to be stored. The
// error is that of the reader.
func NewToken(random io.Reader) (string, error) {
	var secret [tokenBytes]byte
	if _, err := io.ReadFull(random, secret[:]); err != nil {
		return "", fmt.Errorf("accounts: no randomness for a token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(secret[:]), nil
}

// TokenHash is the SHA-256 of a token in hexadecimal, to look it up by. Whoever reads the
// database cannot turn it into the token; as tokens are random it needs no salt.
func TokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
