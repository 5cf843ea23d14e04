package accounts

import "time"

// How long a session of staff lasts. A day at the desk is one session; an unattended screen is
// not.
const (
	SessionIdle    = 30 * time.Minute   // without a request
	SessionMax     = 12 * time.Hour     // from signing in, whatever happens in between
	ReauthAfter    = 10 * time.Minute   // since the password, before a change to the account (ASVS 7.5.1)
	ResetValidity  = time.Hour          // of the link to choose a new password
	InviteValidity = 7 * 24 * time.Hour // of the link with which a new member of staff chooses the first
)

// Session is what is known of one sign-in. Generation is the account's at sign-in: raising the
// account's ends all its sessions at once (ASVS 7.4.2, 7.4.3).
type Session struct {
	Account    string
	Generation int
	Started    time.Time
	LastSeen   time.Time
	Proved     time.Time // when the password was last given
}

// NewSession is the session of an account that signs in now.
func NewSession(account string, generation int, now time.Time) Session {
	return Session{Account: account, Generation: generation, Started: now, LastSeen: now, Proved: now}
}

// Valid reports whether the session still holds. The moment a limit is reached it is over, and
// a session from the future, as after the clock was set back by more than a minute, is not valid.
func (s Session) Valid(now time.Time) bool {
	if s.Account == "" || s.Started.IsZero() || s.LastSeen.Before(s.Started) {
		return false
	}
	if now.Before(s.LastSeen.Add(-time.Minute)) {
		return false
	}
	return now.Sub(s.LastSeen) < SessionIdle && now.Sub(s.Started) < SessionMax
}

// ValidFor is Valid for an account as it is now: one that is disabled, or whose generation has
// moved on, has no valid session.
func (s Session) ValidFor(now time.Time, generation int, disabled bool) bool {
	return s.Valid(now) && s.Generation == generation && !disabled
}

// Seen is the session after a request.
func (s Session) Seen(now time.Time) Session {
	if now.After(s.LastSeen) {
		s.LastSeen = now
	}
	return s
}

// JustProved reports whether the password was given so lately that the account may be changed.
func (s Session) JustProved(now time.Time) bool {
	return s.Valid(now) && now.Sub(s.Proved) < ReauthAfter
}
