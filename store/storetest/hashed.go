package storetest

import "github.com/alexedwards/argon2id"

// Hashed is a password as it is stored of an account, made with so little work that tests can sign in by the thousand. Checking a password does
// what the hash itself asks for; what the program hashes costs what it costs (accounts.HashPassword).
func Hashed(password string) string {
	hash, err := argon2id.CreateHash(password, &argon2id.Params{Memory: 8, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		panic(err)
	}
	return hash
}
