package desk

import "net/http"

// While a flood of forms comes in (doors.Flooded), those who judge are told so above what they look at, with two ways around it: the complaints of clients
// that the register knows, and those that match nobody.

// Where these two stand.
const (
	knownPath   = "/desk?flag=" + flagFound
	unknownPath = "/desk?flag=" + flagNotFound
)

func (d *desk) flooded(r *http.Request, s scene) (bool, error) {
	if !hasTurns(s.viewer.Actor) {
		return false, nil
	}
	return d.app.Porter.Flooded(r.Context())
}
