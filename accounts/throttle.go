package accounts

import "time"

// How sign-in slows down. The delay is capped, so that nobody can lock somebody else out for
// long by giving wrong passwords (ASVS 6.3.1).
const (
	FreeFailures  = 4                // wrong passwords that cost nothing
	FirstDelay    = 15 * time.Second // after the next one; it doubles with each further one
	MaxDelay      = 15 * time.Minute
	ForgetFailure = 24 * time.Hour // without another one, the count starts anew
)

// Attempts counts what went wrong for one account name, or from one address. Its zero value is
// a clean record. Names that no account has are counted too, or the delay would tell.
type Attempts struct {
	Failures int
	Last     time.Time // of the latest failure
}

// Delay is how long after the latest of that many failures the next attempt may be made.
func Delay(failures int) time.Duration {
	if failures <= FreeFailures {
		return 0
	}
	delay := FirstDelay
	for range failures - FreeFailures - 1 {
		if delay *= 2; delay >= MaxDelay {
			return MaxDelay
		}
	}
	return delay
}

// Wait is how long it takes until an attempt may be made, zero when it may be made now. While
// it is not zero the password is not looked at. It is never more than the delay: a clock that was set back shuts nobody out.
func (a Attempts) Wait(now time.Time) time.Duration {
	delay := Delay(a.current(now))
	return min(delay, max(0, a.Last.Add(delay).Sub(now)))
}

// Failed is the record after another wrong password.
func (a Attempts) Failed(now time.Time) Attempts {
	return Attempts{Failures: a.current(now) + 1, Last: now}
}

// Shut is how long it takes until an attempt may be made where so many may be made at once, and then none before they are forgotten.
func (a Attempts) Shut(tries int, now time.Time) time.Duration {
	if a.current(now) < tries {
		return 0
	}
	return min(ForgetFailure, max(0, a.Last.Add(ForgetFailure).Sub(now)))
}

// Allowance is how much may go wrong from where many come from, a branch behind one address or everybody together: so much at once, and one more
// after each pause.
type Allowance struct {
	Burst int
	Pause time.Duration
}

// Wait is how long it takes until an attempt may be made, zero when it may be made now.
func (l Allowance) Wait(a Attempts, now time.Time) time.Duration {
	a = l.left(a, now)
	if a.Failures < l.Burst {
		return 0
	}
	return min(l.Pause, max(0, a.Last.Add(l.Pause).Sub(now)))
}

// Failed is the record after another failure.
func (l Allowance) Failed(a Attempts, now time.Time) Attempts {
	a = l.left(a, now)
	a.Failures++
	return a
}

// Undone is the record when one of the failures turned out to be none.
func (l Allowance) Undone(a Attempts, now time.Time) Attempts {
	a = l.left(a, now)
	a.Failures = max(0, a.Failures-1)
	return a
}

// Level is how many count at a moment.
func (l Allowance) Level(a Attempts, now time.Time) int { return l.left(a, now).Failures }

// left is the record without what the pauses since have made good. Last is then when the present pause began.
func (l Allowance) left(a Attempts, now time.Time) Attempts {
	pauses := int(now.Sub(a.Last) / l.Pause)
	switch {
	case a.Failures == 0 || pauses >= a.Failures:
		return Attempts{Last: now}
	case pauses > 0:
		return Attempts{Failures: a.Failures - pauses, Last: a.Last.Add(time.Duration(pauses) * l.Pause)}
	}
	return a
}

func (a Attempts) current(now time.Time) int {
	if a.Failures > 0 && now.Sub(a.Last) >= ForgetFailure {
		return 0
	}
	return a.Failures
}
