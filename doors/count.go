package doors

import (
	"context"
	"net/netip"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/store"
)

// Door is one way in, at which it is counted what goes wrong: by the name that is tried, by the address it comes from, and in all. The counters stand in
// the database, so that they hold across nodes (ASVS 6.3.1, 2.4.1). A name is slowed down as accounts.Attempts says.
type Door struct {
	Name    string             // keeps the counters of one door apart from those of another
	Address accounts.Allowance // of one address; a whole branch shares one
	All     accounts.Allowance // of everybody together
}

// The doors of staff. In all, so much is allowed as a chain on a Monday morning does not need, and as a thousand machines that guess would.
var (
	passwordDoor = Door{"password", accounts.Allowance{Burst: 60, Pause: 10 * time.Second}, accounts.Allowance{Burst: 1000, Pause: time.Second}}
	codeDoor     = Door{"code", accounts.Allowance{Burst: 60, Pause: 10 * time.Second}, accounts.Allowance{Burst: 1000, Pause: time.Second}}
	// Asking for a passkey, or going to the identity provider: nobody is tried by it, but each takes room in the database for a while.
	beginDoor = Door{"begin", accounts.Allowance{Burst: 60, Pause: 10 * time.Second}, accounts.Allowance{Burst: 1000, Pause: time.Second}}
)

// forgottenAtOnce is how many old counters are removed with each new attempt: more than it can add, so that they do not pile up.
const forgottenAtOnce = 10

// Attempt is one that counts as a failure until it is known to be none.
type Attempt struct {
	porter        *Porter
	door          Door
	name          string // key of the counter, empty when nobody is tried
	address       string // the same, empty when it is not counted
	before, after accounts.Attempts
}

// Count counts an attempt, before anybody looks whether it is right: looking takes time, and of many that come at the same moment no more may be looked at than of
// as many that come in turn. When it may not be made yet the error is of kind Wait, and nothing is counted. What came of the attempt can
// take it back: Succeeded, Unjudged. An attempt of which neither is said stays a failure.
//
// name is who is tried, as it was typed and folded, known or not, and empty when it is nobody yet; address where it comes from. Both are kept as digests alone. An address that stands for everybody, a
// proxy on the same machine, is not counted; of IPv6, the network of 64 bits is that every customer of a provider has to themselves.
func (p *Porter) Count(ctx context.Context, d Door, name, address string) (*Attempt, error) {
	a := &Attempt{porter: p, door: d}
	if name != "" {
		a.name = d.Name + ":name:" + p.digest("attempts", d.Name, "name", name)
	}
	if network := networkOf(address); network != "" {
		a.address = p.networkKey(d.Name, network)
	}
	var wait time.Duration
	err := p.DB.Write(ctx, func(tx *store.Tx) error {
		now := p.now()
		found, err := tx.Attempts(a.keys()...)
		if err != nil {
			return err
		}
		if wait = a.wait(found, now); wait > 0 {
			return nil
		}
		a.before = record(found[a.name])
		a.after = a.before.Failed(now)
		if err := a.save(tx, found, a.after, now, accounts.Allowance.Failed); err != nil {
			return err
		}
		return tx.ForgetAttempts(now.Add(-accounts.ForgetFailure), forgottenAtOnce)
	})
	if err == nil && wait > 0 {
		err = &Error{Kind: Wait, Wait: wait}
	}
	if err != nil {
		return nil, err
	}
	return a, nil
}

// Succeeded takes the attempt back and ends the record of the name. The address keeps what went wrong before: whoever has one name of their own must not be
// able to clear the way for guessing others.
func (a *Attempt) Succeeded(ctx context.Context) error {
	return a.porter.DB.Write(ctx, a.succeeded)
}

func (a *Attempt) succeeded(tx *store.Tx) error { return a.takeBack(tx, true) }

// Unjudged takes the attempt back: nobody looked whether it was right, because the database did not answer say. Nobody guessed anything.
func (a *Attempt) Unjudged(ctx context.Context) error {
	return a.porter.DB.Write(ctx, func(tx *store.Tx) error { return a.takeBack(tx, false) })
}

// TakeBack is Unjudged for who has an error to tell already. It goes on when they have gone, and waits no longer than afterTime.
func (a *Attempt) TakeBack(ctx context.Context) { a.beside(ctx, a.Unjudged) }

// Clear is Succeeded for who has an answer to give already, in the same way.
func (a *Attempt) Clear(ctx context.Context) { a.beside(ctx, a.Succeeded) }

// afterTime is how long an answer waits for a counter that does not change it.
const afterTime = 2 * time.Second

func (a *Attempt) beside(ctx context.Context, do func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), afterTime)
	defer cancel()
	if err := do(ctx); err != nil {
		a.porter.log().Warn("an attempt stays counted", "door", a.door.Name, "error", err.Error())
	}
}

func (a *Attempt) takeBack(tx *store.Tx, right bool) error {
	found, err := tx.Attempts(a.keys()...)
	if err != nil {
		return err
	}
	name := record(found[a.name])
	switch {
	case right:
		name = accounts.Attempts{}
	case name == a.after: // else somebody tried at the same moment, and that still counts
		name = a.before
	}
	return a.save(tx, found, name, a.porter.now(), accounts.Allowance.Undone)
}

// save writes all counters.
func (a *Attempt) save(
	tx *store.Tx, found map[string]store.Attempts, name accounts.Attempts, now time.Time,
	change func(accounts.Allowance, accounts.Attempts, time.Time) accounts.Attempts,
) error {
	if a.name != "" {
		if err := tx.SaveAttempts(a.name, store.Attempts(name)); err != nil {
			return err
		}
	}
	for key, allowance := range a.allowances() {
		if err := tx.SaveAttempts(key, store.Attempts(change(allowance, record(found[key]), now))); err != nil {
			return err
		}
	}
	return nil
}

func (a *Attempt) wait(found map[string]store.Attempts, now time.Time) time.Duration {
	wait := record(found[a.name]).Wait(now)
	for key, allowance := range a.allowances() {
		wait = max(wait, allowance.Wait(record(found[key]), now))
	}
	return wait
}

func (a *Attempt) allowances() map[string]accounts.Allowance {
	all := map[string]accounts.Allowance{a.door.Name + ":all": a.door.All}
	if a.address != "" {
		all[a.address] = a.door.Address
	}
	return all
}

func (a *Attempt) keys() []string {
	keys := []string{a.door.Name + ":all"}
	for _, key := range []string{a.name, a.address} {
		if key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}

func record(a store.Attempts) accounts.Attempts { return accounts.Attempts(a) }

// networkOf is what is counted of an address; empty when it is not one sender's.
func networkOf(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return ""
	}
	a = a.Unmap().WithZone("")
	if a.IsLoopback() {
		return ""
	}
	if a.Is4() {
		return a.String()
	}
	network, err := a.Prefix(64)
	if err != nil {
		return ""
	}
	return network.String()
}
