package checkpoint

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Key signs checkpoints, by Ed25519.
type Key struct {
	Public string // what checks its signatures: NAME+HASH+KEY, for all to know
	signer note.Signer
}

// Names of keys. OfDatabase is one that is kept in the database: whoever can write the database can sign with it as well.
const (
	OfDatabase  = "wederhoor-database"
	DefaultName = "wederhoor"
)

// algorithm is Ed25519's number in a signed note.
const algorithm = 1

// privatePrefix begins the text of a private key.
const privatePrefix = "PRIVATE+KEY+"

// errKey says no more than that: what is wrong with it may be the key.
var errKey = errors.New("checkpoint: this is no signing key: a line that begins with " + privatePrefix + " is wanted, as wederhoor signing-key writes it")

// NewKey makes the text of a file with a new private key, and its public key. A name is a word without a plus, such as the host name of
// the installation.
func NewKey(name string) (file, public string, err error) {
	if !validName(name) {
		return "", "", fmt.Errorf("checkpoint: %q is no name for a key: give a word without spaces and plus signs", name)
	}
	private, public, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return "", "", fmt.Errorf("checkpoint: %w", err)
	}
	return "# Signs the checkpoints of wederhoor. Keep it from everybody. Its public key is\n# " + public + "\n" + private + "\n", public, nil
}

func validName(name string) bool {
	return name != "" && len(name) <= 100 && !strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r == '+' || r > '~' })
}

// ParseKey reads a file as NewKey makes it: one line that is a key, beside lines that begin with #. Its error tells nothing of what is in it.
func ParseKey(file []byte) (Key, error) {
	var private []string
	lines := bufio.NewScanner(bytes.NewReader(file))
	for lines.Scan() {
		if line := strings.TrimSpace(lines.Text()); line != "" && !strings.HasPrefix(line, "#") {
			private = append(private, line)
		}
	}
	if lines.Err() != nil || len(private) != 1 {
		return Key{}, errKey
	}
	return keyOf(private[0])
}

// KeyFrom is the key of a database, made of a secret of 32 bytes.
func KeyFrom(secret []byte) (Key, error) {
	if len(secret) != ed25519.SeedSize {
		return Key{}, fmt.Errorf("checkpoint: the secret of a key has %d bytes, not %d", len(secret), ed25519.SeedSize)
	}
	public := append([]byte{algorithm}, ed25519.NewKeyFromSeed(secret).Public().(ed25519.PublicKey)...) //nolint:forcetypeassert // it is one
	sum := sha256.Sum256(append([]byte(OfDatabase+"\n"), public...))                                    // c2sp.org/signed-note: the hash of a key
	seed := base64.StdEncoding.EncodeToString(append([]byte{algorithm}, secret...))
	return keyOf(fmt.Sprintf("%s%s+%x+%s", privatePrefix, OfDatabase, sum[:4], seed))
}

func keyOf(private string) (Key, error) {
	signer, err := note.NewSigner(private)
	if err != nil || !validName(signer.Name()) {
		return Key{}, errKey
	}
	fields := strings.SplitN(private, "+", 5) // PRIVATE, KEY, name, hash; the rest has plus signs of its own
	seed, err := base64.StdEncoding.DecodeString(fields[len(fields)-1])
	if err != nil || len(seed) != 1+ed25519.SeedSize || seed[0] != algorithm {
		return Key{}, errKey
	}
	own := ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey) //nolint:forcetypeassert // it is one
	public, err := note.NewEd25519VerifierKey(signer.Name(), own)
	if err != nil {
		return Key{}, errKey
	}
	return Key{Public: public, signer: signer}, nil
}

// Sign is the checkpoint as a signed note.
func (k Key) Sign(c Checkpoint) (string, error) {
	signed, err := note.Sign(&note.Note{Text: c.Text()}, k.signer)
	if err != nil {
		return "", fmt.Errorf("checkpoint: %w", err)
	}
	return string(signed), nil
}

// Keys check signatures. The first is the one that signs now; those after it signed before, the later the earlier in the list.
type Keys struct {
	list []note.Verifier
}

// ParseKeys reads public keys.
func ParseKeys(public ...string) (Keys, error) {
	var k Keys
	for _, text := range public {
		verifier, err := note.NewVerifier(strings.TrimSpace(text))
		if err != nil {
			return Keys{}, fmt.Errorf("checkpoint: %q is no public key: it looks like NAME+HASH+KEY, as wederhoor signing-key tells it", text)
		}
		k.list = append(k.list, verifier)
	}
	return k, nil
}

// ErrSigned is of a note that none of the keys has signed.
var ErrSigned = errors.New("checkpoint: it is not signed by a key that was given")

// Open reads a signed note. key is which of the keys has signed it, 0 for the first; of several it is the first in the list. With ErrSigned
// comes what the note says all the same: somebody may want to know.
func (k Keys) Open(signed string) (c Checkpoint, key int, err error) {
	for i, verifier := range k.list {
		opened, err := note.Open([]byte(signed), note.VerifierList(verifier))
		if err == nil {
			c, err := Parse(opened.Text)
			return c, i, err
		}
	}
	if c, err = Read(signed); err == nil {
		err = ErrSigned
	}
	return c, len(k.list), err
}

// Read is what a signed note says, whoever signed it. Its error is ErrText.
func Read(signed string) (Checkpoint, error) { return Parse(textOf(signed)) }

// textOf is the text of a note, without its signatures.
func textOf(signed string) string {
	if at := strings.LastIndex(signed, "\n\n"); at >= 0 {
		return signed[:at+1]
	}
	return ""
}
