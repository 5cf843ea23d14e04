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
	names     map[string]accounts.Attempts
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

// wait is how long until the next attempt may be made; zero means now.
func (t *throttle) wait(email, address string, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	wait := t.names[email].Wait(now)
	if l := t.addresses[address]; l != nil && l.TokensAt(now) < 1 {
		wait = max(wait, addressPause)
	}
	return wait
}

func (t *throttle) failed(email, address string, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.forget(now)
	t.names[email] = t.names[email].Failed(now)
	if shared(address) {
		return
	}
	if t.addresses[address] == nil {
		t.addresses[address] = rate.NewLimiter(rate.Every(addressPause), addressBurst)
	}
	t.addresses[address].AllowN(now, 1)
}

// shared reports whether an address stands for everybody: a reverse proxy on the same machine.
func shared(address string) bool {
	a, err := netip.ParseAddr(address)
	return err != nil || a.IsLoopback()
}

// succeeded clears the name's record. The address keeps its own: whoever has one account must not be able to clear
// the way for guessing others.
func (t *throttle) succeeded(email string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.names, email)
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
