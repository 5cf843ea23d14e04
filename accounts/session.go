package accounts

import "time"

// How long a session of staff lasts. A day at the desk is one session; an unattended screen is
// not.
const (
	SessionIdle = 30 * time.Minute // without a request
	SessionMax  = 12 * time.Hour   // from signing in, whatever happens in between
)
