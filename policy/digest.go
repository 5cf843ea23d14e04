package policy

import (
	"gopkg.in/yaml.v3"

	"github.com/wederhoor/wederhoor/calendar"
)

// NoDigest is the time of day of digests that are not sent.
const NoDigest calendar.Clock = -1

// digest reads a time of day, or 'off'.
func (r *reader) digest(dst *calendar.Clock) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.scalar(n, "digest")
		if !ok {
			return
		}
		clock, known := calendar.ParseClock(text)
		switch {
		case text == "off":
			*dst = NoDigest
		case !known || clock >= 24*60:
			r.add(n.Line, "digest: %q is not a time of day; write for instance 17:30, or off", text)
		default:
			*dst = clock
		}
	}
}
