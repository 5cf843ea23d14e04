package accounts

import (
	"crypto/sha256"
	"encoding/hex"
)

// TokenHash is the SHA-256 of a token in hexadecimal, to look it up by. Whoever reads the
// database cannot turn it into the token; as tokens are random it needs no salt.
func TokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
