// Package doors is who comes in: signing in, second factors, logins, and what is changed about accounts. It does for accounts what casework
// does for dossiers: each act is one transaction, one file holds one act, and whoever asks over whatever interface gets the same
// answer.
//
// The rules stand in accounts (passwords, codes, how guessing is slowed down). What acts ask for a second time, a password before factors change say, they take
// as an argument, so that no page and no interface can leave it out (ASVS 7.5.1).
package doors

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/doors/openid"
	"github.com/wederhoor/wederhoor/doors/passkey"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
)

// Porter keeps the doors. Its fields are set before first use and not changed after it.
type Porter struct {
	DB     *store.DB
	Policy *policy.Policy
	Clock  func() time.Time // real time, by which phones make their codes
	Dates  func() time.Time // what letters are dated by, where that is another clock (the demo's); Clock if nil
	Key    []byte           // 32 bytes
	Log    *slog.Logger     // never told personal data; slog.Default() if nil

	Breached *accounts.Breached // further passwords that may not be chosen; may be nil
	OpenID   *openid.Provider   // nil when the chain has no identity provider
	Passkeys *passkey.Keys      // nil where there can be none
}

// now is the clock as it is stored: UTC, milliseconds.
func (p *Porter) now() time.Time { return p.Clock().UTC().Truncate(time.Millisecond) }

func (p *Porter) log() *slog.Logger {
	if p.Log == nil {
		return slog.Default()
	}
	return p.Log
}

// Visitor is from where somebody comes to a door.
type Visitor struct {
	Address string // of the network; empty when it is not known
	Device  string // browser and system, for people to know their own devices by
	Known   string // what Know gave the browser when somebody signed in there
}

// Staff is a member of staff who has come in.
type Staff struct {
	Account store.Account
	Login   store.Login
	// MustSetUp says that the account must show two factors and has none: it can do nothing before it has one.
	MustSetUp bool
}

// By is who asks for something to be changed: an account, by one of its logins.
type By struct {
	Account dossier.AccountID
	Login   string
	Visitor Visitor
}

// Kind sorts errors for whoever words them.
type Kind int

// The kinds.
const (
	WrongPassword     Kind = iota + 1 // or no such account: nobody is told which
	WrongCode                         // wrong, used already, or of another time
	Wait                              // too much went wrong: how long it takes stands beside it
	Ended                             // signed out, or too long ago: sign in again
	Moved                             // somebody changed the same account at the same moment: try again
	Held                              // a colleague gave the account another address a short while ago: nothing that lets in goes there yet
	Unfit                             // the new password may not be chosen; Cause says why
	Missing                           // there is no such thing, or it is not yours
	LastFactor                        // of an account that must have one
	TooMany                           // factors
	Own                               // nobody does this to their own account
	LastAdministrator                 // nobody would be left who can administer accounts
	Unlinked                          // whom the identity provider names has no account here, or none that may come in
	TakenByOther                      // that identity is another account's
	BadKey                            // a passkey that proves nothing, or is not known
	Copied                            // a passkey that there is a copy of
	Prove                             // a form that lacks a proof of work
)

// Error is the one error of this package that people are told of.
type Error struct {
	Kind  Kind
	Wait  time.Duration
	Cause error
}

// Error is for the log.
func (e *Error) Error() string { return fmt.Sprintf("doors: refused (%d): %v", e.Kind, e.Cause) }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// KindOf is the kind of an error of this package, 0 of any other.
func KindOf(err error) Kind {
	var known *Error
	if errors.As(err, &known) {
		return known.Kind
	}
	return 0
}

// WaitOf is how long it takes until what was held up with kind Wait can be tried again; 0 for every other error.
func WaitOf(err error) time.Duration {
	var known *Error
	if errors.As(err, &known) && known.Kind == Wait {
		return known.Wait
	}
	return 0
}

func refuse(kind Kind) error { return &Error{Kind: kind} }

// RequiresTwo reports whether an account must show two factors: by the policy, for its roles.
func (p *Porter) RequiresTwo(a store.Account) bool {
	return slices.ContainsFunc(a.Roles, func(r dossier.Role) bool { return slices.Contains(p.Policy.SignIn.TwoFactors, r) })
}

// newID draws an id that nobody can guess.
func newID(prefix string) string { return prefix + "-" + strings.ToLower(rand.Text()) }

// mac is a digest that only this office can make.
func (p *Porter) mac(purpose string, parts ...string) []byte {
	if len(p.Key) < sha256.Size {
		panic("doors: a key of 32 bytes is needed") // a mistake of whoever wires the program
	}
	mac := hmac.New(sha256.New, p.Key)
	_, _ = fmt.Fprintf(mac, "doors\n%s\n%q", purpose, parts)
	return mac.Sum(nil)
}

func (p *Porter) digest(purpose string, parts ...string) string {
	return hex.EncodeToString(p.mac(purpose, parts...)[:16])
}

// unchanged loads an account within a transaction, for an act that has looked at its password before it: hashing takes too long to do it inside. Where the
// password is another meanwhile, or the account disabled, nothing happens.
func unchanged(tx *store.Tx, before store.Account) (store.Account, error) {
	a, err := tx.Account(before.ID)
	if errors.Is(err, store.ErrNotFound) {
		return a, refuse(Ended)
	}
	if err == nil && (a.Disabled || a.Hash != before.Hash) {
		err = refuse(Ended)
	}
	return a, err
}

// account that is there and not disabled.
func (p *Porter) account(ctx context.Context, id dossier.AccountID) (store.Account, error) {
	a, err := p.DB.Read().Account(ctx, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && a.Disabled {
		return store.Account{}, refuse(Ended)
	}
	return a, err
}

// settled is an entry for an act that was done. One that failed may go on while its caller has been told so (store.ErrUnsure): what it writes then is
// nobody's to read.
func settled(entry *Entry, err error) (Entry, error) {
	if err != nil {
		return Entry{}, err
	}
	return *entry, nil
}
