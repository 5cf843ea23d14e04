package openid

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/oauth2"
)

// Kind says what somebody can do about it.
type Kind int

const (
	// Away is for a provider that does not answer, or not as one. Later it may.
	Away Kind = iota + 1
	// Denied is for whoever the provider did not let in, or who turned back there.
	Denied
	// Stale is for an answer that this browser did not just ask for: the state is another, was used, or is too old (RFC 9700, 4.7).
	Stale
	// Rejected is for an answer of the provider that does not prove who somebody is.
	Rejected
)

// Error is why nobody came in. Its text is for the log: it holds no personal data and no secret.
type Error struct {
	Kind  Kind
	Cause error
}

// Error says what the provider did.
func (e *Error) Error() string {
	names := map[Kind]string{Away: "is away", Denied: "denied", Stale: "answered what was not asked", Rejected: "gave no proof"}
	return fmt.Sprintf("the identity provider %s: %.300s", names[e.Kind], e.Cause)
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Cause }

// KindOf is the kind of an error, 0 when it is of none.
func KindOf(err error) Kind {
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Kind
	}
	return 0
}

// code is how OAuth writes a reason.
var code = regexp.MustCompile(`^[a-z_]{1,60}$`)

// reason is the code of an error that came from outside, fit for the log.
func reason(text string) string {
	if !code.MatchString(text) {
		return "an error without a code"
	}
	return text
}

// exchangeError tells a provider that refused the code from one that is away. What else it said stays out of the log.
func exchangeError(err error) *Error {
	var refused *oauth2.RetrieveError
	switch {
	case errors.As(err, &refused) && refused.Response != nil && refused.Response.StatusCode >= 500:
		return &Error{Away, fmt.Errorf("the token endpoint answers %d", refused.Response.StatusCode)}
	case errors.As(err, &refused) && refused.Response != nil:
		return &Error{Rejected, fmt.Errorf("the token endpoint answers %d, %s", refused.Response.StatusCode, reason(refused.ErrorCode))}
	case strings.HasPrefix(err.Error(), "oauth2: "): // an answer that is none
		return &Error{Rejected, err}
	default:
		return &Error{Away, err}
	}
}
