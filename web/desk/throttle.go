package desk

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/wederhoor/wederhoor/accounts"
)

// throttle slows down whoever guesses passwords: by the name that is tried, and by the address it comes from. It
// counts names that no account has too, or the delay would tell which exist.
type throttle struct {
	mu        sync.Mutex
	names     map[string]accounts.Attempts // by nameKey
	addresses map[string]*rate.Limiter
}

// What one address may get wrong: a whole branch shares one, so it is much at once and then little by little.
const (
	addressBurst = 60
	addressPause = 10 * time.Second
)

// maxTracked bounds the memory that guessing can take.
const maxTracked = 20_000

func newThrottle() *throttle {
	return &throttle{names: map[string]accounts.Attempts{}, addresses: map[string]*rate.Limiter{}}
}

// begin is how long until the next attempt may be made; zero means now, and then the attempt counts as a failure from here on:
// checking a password takes time, and of many sent at the same moment no more may be looked at than of as many sent in turn.
// What became of it can take that back.
func (t *throttle) begin(email, address string, now time.Time) (wait time.Duration, c counted) {
	t.mu.Lock()
	defer t.mu.Unlock()
	name := nameKey(email)
	wait = t.names[name].Wait(now)
	limiter := t.limiter(address)
	if limiter != nil && limiter.TokensAt(now) < 1 {
		wait = max(wait, addressPause)
	}
	if wait > 0 {
		return wait, counted{}
	}
	t.forget(now)
	c = counted{throttle: t, name: name, before: t.names[name], after: t.names[name].Failed(now), at: now}
	t.names[name] = c.after
	if limiter != nil {
		t.addresses[address] = limiter
		c.taken = limiter.ReserveN(now, 1)
	}
	return 0, c
}

// counted is an attempt that counts as a failure until it is known to be none.
type counted struct {
	throttle      *throttle
	name          string
	before, after accounts.Attempts
	at            time.Time
	taken         *rate.Reservation // of what the address has left; nil when that is not counted
}

// succeeded: the password was right.
func (c counted) succeeded() {
	c.throttle.clear(c.name)
	c.free()
}

// unjudged: the password was never looked at, because the database did not answer. Nobody guessed anything.
func (c counted) unjudged() {
	c.throttle.mu.Lock()
	defer c.throttle.mu.Unlock()
	c.free()
	switch {
	case c.throttle.names[c.name] != c.after: // somebody tried at the same moment, and that still counts
	case c.before == accounts.Attempts{}:
		delete(c.throttle.names, c.name)
	default:
		c.throttle.names[c.name] = c.before
	}
}

func (c counted) free() {
	if c.taken != nil {
		c.taken.CancelAt(c.at)
	}
}

// nameKey is what a name is counted under. It is short, however long a name is sent.
func nameKey(email string) string { return accounts.TokenHash(email) }

// limiter is what the address has left; nil when it is not one sender's.
func (t *throttle) limiter(address string) *rate.Limiter {
	if shared(address) {
		return nil
	}
	if l := t.addresses[address]; l != nil {
		return l
	}
	return rate.NewLimiter(rate.Every(addressPause), addressBurst)
}

// shared reports whether an address stands for everybody: a reverse proxy on the same machine.
func shared(address string) bool {
	a, err := netip.ParseAddr(address)
	return err != nil || a.IsLoopback()
}

// clear ends the record of a name. The address keeps that of earlier failures: whoever has one account must not be able to clear
// the way for guessing others.
func (t *throttle) clear(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.names, name)
}

// forget makes room when there are too many: records whose delay is over go first, and if that is not enough all.
func (t *throttle) forget(now time.Time) {
	if len(t.names) >= maxTracked {
		for name, a := range t.names {
			if a.Wait(now) == 0 {
				delete(t.names, name)
			}
		}
	}
	if len(t.names) >= maxTracked {
		clear(t.names)
	}
	if len(t.addresses) >= maxTracked {
		clear(t.addresses)
	}
}
