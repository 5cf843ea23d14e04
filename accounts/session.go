package accounts

import "time"

// How long a session of staff lasts. A day at the desk is one session; an unattended screen is
// not.
const (
	SessionIdle = 30 * time.Minute // without a request
	SessionMax  = 12 * time.Hour   // from signing in, whatever happens in between
)

// How long a browser that opened a private link may be in. A complaint takes long to write, and a phone is laid aside.
const (
	GuestIdle = 2 * time.Hour  // without a request
	GuestMax  = 24 * time.Hour // from opening the link
)
