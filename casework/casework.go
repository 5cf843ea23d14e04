// Package casework carries the procedure out: it loads, asks dossier to decide, appends, and enqueues what follows, each act in
// one transaction. Whoever is not allowed to see a dossier gets the same answer as for one that does not exist.
//
// It holds no rule of the procedure. Who may do what and when stands in dossier (Possible, Decide); here stands how an act
// gets there: which facts from outside it needs (one file per act that needs some, listed in acts.go), what follows from its
// events (follow.go), and what it answers when it comes twice, late or from somebody else (do.go).
//
// The jobs that follow from acts are run here as well (tick.go, jobs.go and a file for each kind), not in a package of their own: a job's
// effect is an act or a message in the transaction that ends the job, so jobs and acts share the same machinery, and a package
// above this one could not be called by Tick.
package casework

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/wederhoor/wederhoor/calendar"
	"github.com/wederhoor/wederhoor/checkpoint"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/tombstone"
)

// Office is where acts are done. Its exported fields are set before first use and not changed after it.
type Office struct {
	DB     *store.DB
	Policy *policy.Policy
	Clock  func() time.Time // passed in: main's clock, the demo's, a test's
	Key    []byte           // 32 bytes; private links are made of it
	Base   string           // base address of links, without a slash at its end

	Seals *checkpoint.Key    // signs checkpoints; none are made without it
	Kept  *checkpoint.Folder // where they are kept beside the database; nil for nowhere

	Tombstones *tombstone.File // what was erased, kept outside the database; nil for nowhere
	// DropFiles deletes the bytes of all files of a dossier, and whatever was made of them. It can be called again. Nil where no files are kept.
	DropFiles func(ctx context.Context, reference string) error
	Files     *Keeping // where files go that are sent along; none are taken when nil

	Mailbox *Mailbox                                   // where mail comes in; none does when nil
	Post    Post                                       // who hands mails to a mail server; none are delivered when nil
	LinkOf  func(store.Message) (path string, ok bool) // the link in a message of another package; nil when there is none

	Log    *slog.Logger                                     // slog.Default() if nil; never told personal data
	Random func() uint64                                    // where references come from; the system's randomness if nil
	Wait   func(ctx context.Context, d time.Duration) error // how Run waits; a timer if nil
	Lease  time.Duration                                    // how long a job is kept from other nodes; store.LeaseTime if 0

	ticks  sync.Mutex   // one Tick at a time: deadlines are fired in order
	stood  dossier.Date // for which Standing has looked; under ticks
	count  counting     // what Standing and the job of a changed calendar know; under ticks
	sealed time.Time    // the hour for which askCheckpoint has looked; under ticks

	others  sync.Map   // kind of job -> who does it in another package
	keeping sync.Mutex // held while checkpoints are kept elsewhere

	once   sync.Once
	cal    *calendar.Calendar
	hash   string        // of the terms in force
	wake   chan struct{} // tells Run that there is work
	terms  sync.Map      // content hash -> dossier.Terms: a hash never changes its meaning
	pinned atomic.Bool   // the terms in force are in the database
}

// setup makes what follows from the policy alone.
func (o *Office) setup() {
	o.once.Do(func() {
		o.cal = o.Policy.NewCalendar()
		o.hash = o.Policy.Hash()
		o.wake = make(chan struct{}, 1)
	})
}

// Calendar is the live calendar of the policy.
func (o *Office) Calendar() *calendar.Calendar {
	o.setup()
	return o.cal
}

func (o *Office) log() *slog.Logger {
	if o.Log == nil {
		return slog.Default()
	}
	return o.Log
}

// now is the clock as histories write it: UTC, milliseconds.
func (o *Office) now() time.Time { return o.Clock().UTC().Truncate(time.Millisecond) }

// Viewer is who asks: an actor, and for those who came by a private link the one dossier it opens.
type Viewer struct {
	dossier.Actor
	Name string // of a member of staff
	Only string // reference the link opens; empty for staff and for whoever files on the public form
	// Unproven: nobody knows yet that the complainant is who they say: they came from the screen on which they filed.
	Unproven bool
}

// Public is whoever fills in a public form, without a link.
func Public() Viewer { return Viewer{Actor: dossier.Complainant()} }

// program is the program itself, acting on a deadline or on what the register says.
func program() Viewer { return Viewer{Actor: dossier.System()} }

func (v Viewer) isProgram() bool { return v.Is(dossier.RoleSystem) }

// keys are the viewer's keys for look-ups. The program reads as a handler does: what is said in a talk stays shut to it as well (R3).
func (v Viewer) keys() []string {
	if v.isProgram() {
		return []string{dossier.ViewHandlers}
	}
	return dossier.ViewerKeys(v.Actor)
}

// bound reports whether the viewer's way in leads to no other dossier than that one.
func (v Viewer) bound() bool { return !v.Staff() && !v.isProgram() }

// ErrorKind sorts errors for whoever renders them.
type ErrorKind int

// The kinds.
const (
	NotFound    ErrorKind = iota + 1 // does not exist, or is not yours to see
	Refused                          // the procedure or a field says no; nothing happened
	Stale                            // somebody acted since the page was made; nothing happened
	Busy                             // try again in a moment
	Unexplained                      // the viewer is to say first why they read the dossier
)

func (k ErrorKind) String() string {
	switch k {
	case NotFound:
		return "not found"
	case Refused:
		return "refused"
	case Stale:
		return "stale"
	case Busy:
		return "busy"
	case Unexplained:
		return "unexplained"
	}
	return "unknown"
}

// Error is the one error of this package that is fit to be read by people.
type Error struct {
	Kind    ErrorKind
	Refusal *dossier.Refusal // for Refused
	Since   []store.Entry    // for Stale: what happened since, as far as the viewer may see it
	Cause   error            // for the log
}

// Error is for the log: kinds and codes, no personal data.
func (e *Error) Error() string {
	switch {
	case e.Refusal != nil:
		return fmt.Sprintf("casework: %s: %s", e.Kind, e.Refusal.Code)
	case e.Cause != nil:
		return fmt.Sprintf("casework: %s: %v", e.Kind, e.Cause)
	}
	return "casework: " + e.Kind.String()
}

// Unwrap gives the refusal or the cause.
func (e *Error) Unwrap() error {
	if e.Refusal != nil {
		return e.Refusal
	}
	return e.Cause
}

// Order is one act asked for.
type Order struct {
	Reference string // empty for RequestTalk and File in a new dossier
	Command   dossier.Command
	Seen      int    // State.Count when the page was made; 0 skips the check
	Key       string // idempotency key of the form; empty means none
}

// Result of an act.
type Result struct {
	Reference string
	Count     int
	Renewed   string // hash of the complainant's link, where the act made a new one: those before it are void
	Link      string // path of the link for the complainant's screen ("/zaak/TOKEN"), after they began a dossier (R7); staff who do so for them get none
}
