// Package casework carries the procedure out: it loads, asks dossier to decide, appends, and enqueues what follows, each act in
// one transaction. Whoever is not allowed to see a dossier gets the same answer as for one that does not exist.
package casework

import (
	"context"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
)

// Office is where acts are done.
type Office struct {
	DB     *store.DB
	Policy *policy.Policy
	Clock  func() time.Time // passed in: main's clock, the demo's, a test's
	Key    []byte           // 32 bytes; private links are made of it
	Base   string           // base address of links, without a slash at its end
}

// Viewer is who asks: an actor, and for those who came by a private link the one dossier it opens.
type Viewer struct {
	dossier.Actor
	Name string // of a member of staff
	Only string // reference the link opens; empty for staff
}

// ErrorKind sorts errors for whoever renders them.
type ErrorKind int

// The kinds.
const (
	NotFound ErrorKind = iota + 1 // does not exist, or is not yours to see
	Refused                       // the procedure or a field says no; nothing happened
	Stale                         // somebody acted since the page was made; nothing happened
	Busy                          // try again in a moment
)

// Error is the one error of this package that is fit to be read by people.
type Error struct {
	Kind    ErrorKind
	Refusal *dossier.Refusal // for Refused
	Since   []store.Entry    // for Stale: what happened since, as far as the viewer may see it
	Cause   error            // for the log
}

func (e *Error) Error() string { panic("casework") }
func (e *Error) Unwrap() error { return e.Cause }

// Order is one act asked for.
type Order struct {
	Reference string // empty for RequestTalk and File in a new dossier
	Command   dossier.Command
	Seen      int    // records the page had shown; 0 skips the check
	Key       string // idempotency key of the form; empty means none
}

// Result of an act.
type Result struct {
	Reference string
	Count     int
	Link      string // path of the complainant's private page ("/zaak/TOKEN"), after RequestTalk and File by the complainant
}

// Do carries an order out for a viewer, and answers when it is durable.
func (o *Office) Do(ctx context.Context, v Viewer, order Order) (Result, error) { panic("casework") }

// View is one dossier as a viewer may see it, with the acts they may do now.
type View struct {
	store.Loaded
	Terms dossier.Terms
	Acts  []dossier.Kind
	Why   map[dossier.Kind]*dossier.Refusal // of acts that are not possible now, for the viewer's roles
}

// Fetch shows a dossier to a viewer.
func (o *Office) Fetch(ctx context.Context, v Viewer, reference string) (View, error) {
	panic("casework")
}

// ByToken opens a private link.
func (o *Office) ByToken(ctx context.Context, token string) (Viewer, store.Link, error) {
	panic("casework")
}

// LinkTo is the path of a private page: purpose "status" or "inquiry".
func (o *Office) LinkTo(reference, purpose string, fellow int) string { panic("casework") }

// Slots lists the free slots of a specialist in the coming time that R1 allows.
func (o *Office) Slots(ctx context.Context, id dossier.SpecialistID) ([]time.Time, error) {
	panic("casework")
}

// Tick does what is due now: fires deadlines in order, runs jobs. It returns how much it did. The demo clock calls it for every
// moment at which something falls due, so that nothing is skipped.
func (o *Office) Tick(ctx context.Context) (int, error) { panic("casework") }
