package policy

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/wederhoor/wederhoor/dossier"
)

// Hash identifies the pinned part of the policy: TermsHash of its Terms.
func (p *Policy) Hash() string { return TermsHash(p.Terms) }

// TermsHash is the SHA-256, in hexadecimal, of TermsJSON. A dossier stores it at filing and finds
// its terms again by it.
func TermsHash(t dossier.Terms) string {
	sum := sha256.Sum256(TermsJSON(t))
	return hex.EncodeToString(sum[:])
}

// TermsJSON is the canonical text of terms, as it is stored beside its hash: keys in alphabetical
// order, no white space, an empty list as [] whether it is nil or not. The order of fields in
// the Go struct therefore does not matter to the hash.
func TermsJSON(t dossier.Terms) []byte {
	text, err := json.Marshal(withLists(t))
	if err != nil {
		panic("policy: terms cannot be encoded: " + err.Error()) // plain strings and numbers always can
	}
	var tree any
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(&tree); err != nil {
		panic("policy: terms cannot be decoded: " + err.Error())
	}
	canonical, err := json.Marshal(tree) // maps are written in order of key
	if err != nil {
		panic("policy: terms cannot be encoded: " + err.Error())
	}
	return canonical
}

// TermsFromJSON reads what TermsJSON wrote.
func TermsFromJSON(text []byte) (dossier.Terms, error) {
	var t dossier.Terms
	err := json.Unmarshal(text, &t)
	return t, err
}

// withLists puts an empty list where there is none.
func withLists(t dossier.Terms) dossier.Terms {
	t.Remedies = list(t.Remedies)
	t.Severities = list(t.Severities)
	t.Grounds = list(t.Grounds)
	t.Skips = list(t.Skips)
	t.Discontinue = list(t.Discontinue)
	t.Reopen = list(t.Reopen)
	t.Authorities = list(t.Authorities)
	return t
}

func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
