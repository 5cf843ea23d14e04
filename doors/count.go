package doors

import (
	"context"
	"maps"
	"net/netip"
	"slices"
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
	name          string                        // key of the counter of who is tried, empty when it is nobody
	tries         int                           // after which nothing is tried by that name any more; 0 where it is slowed down instead
	allowed       map[string]accounts.Allowance // the other counters, by key
	before, after accounts.Attempts
}

// Count counts an attempt, before anybody looks whether it is right: looking takes time, and of many that come at the same moment no more may be looked at than of
// as many that come in turn. When it may not be made yet the error is of kind Wait, and nothing is counted. What came of the attempt can
// take it back: Succeeded, Unjudged. An attempt of which neither is said stays a failure.
//
// name is who is tried, as it was typed and folded, known or not, and empty when it is nobody yet; address where it comes from. Both are kept as digests alone. An address that stands for everybody, a
// proxy on the same machine, is not counted. Of IPv6, it is the network of 64 bits that every customer of a provider has to themselves, and beside it the one of
// 48 bits that a site can have, and whoever rents a machine: it holds 65,536 of them.
func (p *Porter) Count(ctx context.Context, d Door, name, address string) (*Attempt, error) {
	a := &Attempt{porter: p, door: d, allowed: map[string]accounts.Allowance{d.Name + ":all": d.All}}
	if name != "" {
		a.name = d.Name + ":name:" + p.digest("attempts", d.Name, "name", name)
	}
	if network := networkOf(address); network != "" {
		a.allowed[p.networkKey(d.Name, network)] = d.Address
	}
	if site := siteOf(address); site != "" {
		a.allowed[p.networkKey(d.Name, site)] = ofSite(d.Address)
	}
	if err := p.count(ctx, a); err != nil {
		return nil, err
	}
	return a, nil
}

// count is Count of an attempt with its counters.
func (p *Porter) count(ctx context.Context, a *Attempt) error {
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
	return err
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
	for key, allowance := range a.allowed {
		if err := tx.SaveAttempts(key, store.Attempts(change(allowance, record(found[key]), now))); err != nil {
			return err
		}
	}
	return nil
}

func (a *Attempt) wait(found map[string]store.Attempts, now time.Time) time.Duration {
	name := record(found[a.name])
	wait := name.Wait(now)
	if a.tries > 0 {
		wait = name.Shut(a.tries, now)
	}
	for key, allowance := range a.allowed {
		wait = max(wait, allowance.Wait(record(found[key]), now))
	}
	return wait
}

func (a *Attempt) keys() []string {
	keys := slices.Collect(maps.Keys(a.allowed))
	if a.name != "" {
		keys = append(keys, a.name)
	}
	return keys
}

func record(a store.Attempts) accounts.Attempts { return accounts.Attempts(a) }

// networkOf is what is counted of an address; empty when it is not one sender's.
func networkOf(address string) string {
	a := sender(address)
	switch {
	case !a.IsValid():
		return ""
	case a.Is4():
		return a.String()
	}
	return netip.PrefixFrom(a, 64).Masked().String()
}

// siteOf is the wider network that is counted beside it, of IPv6 alone.
func siteOf(address string) string {
	a := sender(address)
	if !a.Is6() {
		return ""
	}
	return netip.PrefixFrom(a, 48).Masked().String()
}

// sitesShare is how much more goes wrong in a network of 48 bits than in one of 64 before it waits: some providers have all their customers of a town in one.
const sitesShare = 5

func ofSite(l accounts.Allowance) accounts.Allowance {
	return accounts.Allowance{Burst: sitesShare * l.Burst, Pause: l.Pause / sitesShare}
}

// sender is the address of one sender; the zero address when it is not one's.
func sender(address string) netip.Addr {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Addr{}
	}
	if a = a.Unmap().WithZone(""); a.IsLoopback() {
		return netip.Addr{}
	}
	return a
}
