// Package store keeps everything in one database: histories, the rows made from them, jobs, messages, accounts and the
// client register. It holds all SQL and no rule.
package store

import (
	"context"
	"errors"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
)

// Errors that callers tell apart.
var (
	ErrNotFound = errors.New("store: not found")
	ErrTaken    = errors.New("store: already there") // a unique key: slot, reference, effect key, e-mail
	ErrNewer    = errors.New("store: the database is newer than this program")
)

// DB is an open database.
type DB struct{}

// Open opens "sqlite:PATH". It does not migrate.
func Open(ctx context.Context, url string) (*DB, error) { panic("store") }
func (db *DB) Close() error                             { panic("store") }

// Migrate brings the schema up to date, or says ErrNewer.
func (db *DB) Migrate(ctx context.Context) error { panic("store") }

// Ready reports whether the database answers and has this program's schema.
func (db *DB) Ready(ctx context.Context) error { panic("store") }

// Read is for lists and look-ups. Every look-up of a dossier takes the viewer's keys.
func (db *DB) Read() *Reader { panic("store") }

// Write runs act in a transaction and returns once it is durable. act does no I/O of its own and may run more
// than once; when it fails nothing of it stays.
func (db *DB) Write(ctx context.Context, act func(*Tx) error) error { panic("store") }

// Tx is one writing transaction.
type Tx struct{}

// Dossier is a loaded dossier inside a transaction.
type Dossier struct {
	ID    int64
	State dossier.State
}

// Load reads a dossier's history and evolves it. ErrNotFound when there is none.
func (tx *Tx) Load(reference string) (*Dossier, error) { panic("store") }

// New is an empty dossier; its first Append creates it under the reference that its first event names.
func (tx *Tx) New() *Dossier { panic("store") }

// Append adds what happened to the history, evolves d.State, and brings list, access, deadline, ban and slot rows
// up to date. It returns the records and the states after each. ErrTaken when somebody else appended first or a slot
// was taken.
func (tx *Tx) Append(d *Dossier, at time.Time, by dossier.Actor, terms dossier.Terms, cal dossier.Calendar,
	happenings []dossier.Happening) ([]Step, error) {
	panic("store")
}

// Step is one appended record with the states around it.
type Step struct {
	Before, After dossier.State
	Record        dossier.Record
}

// Parts of one event (number) or of all (0), by dossier.
func (tx *Tx) Parts(d *Dossier, number int) (map[int][]dossier.Part, error) { panic("store") }

// Terms pinned under a content hash; SaveTerms pins them (again is no error).
func (tx *Tx) Terms(hash string) (dossier.Terms, error)     { panic("store") }
func (tx *Tx) SaveTerms(hash string, t dossier.Terms) error { panic("store") }

// LockSpecialist makes booking and ban start wait for each other (a no-op on SQLite).
func (tx *Tx) LockSpecialist(id dossier.SpecialistID) error { panic("store") }

// SlotFree reports whether nobody has that start of that specialist.
func (tx *Tx) SlotFree(id dossier.SpecialistID, start time.Time) (bool, error) { panic("store") }

// HeldElsewhere lists the specialists whom an open ban of another dossier of the same person (client of the
// register, or the same folded e-mail or phone) keeps from contact.
func (tx *Tx) HeldElsewhere(d *Dossier) ([]dossier.SpecialistID, error) { panic("store") }

// GrantedElsewhere sums what other dossiers granted for the same treatment.
func (tx *Tx) GrantedElsewhere(d *Dossier) (dossier.Cents, error) { panic("store") }

// TalksWith lists references of other dossiers of the same person that have a talk planned with the specialist (R23), and
// EarlierTalk finds the last talk of the same person about the same branch and treatment date in another dossier (R8).
func (tx *Tx) TalksWith(d *Dossier, id dossier.SpecialistID) ([]string, error) { panic("store") }
func (tx *Tx) EarlierTalk(p Person, branch dossier.BranchID, date dossier.Date) (asked, ended time.Time, found bool, err error) {
	panic("store")
}

// BannedFor lists the specialists with whom any open dossier of that person has a running ban (R23).
func (tx *Tx) BannedFor(p Person) ([]dossier.SpecialistID, error) { panic("store") }

// Person is how dossiers of the same human are recognised: client of the register, or contact data.
type Person struct {
	Client       dossier.ClientID
	Email, Phone string
}

// Link is a private link: its token's hash, what it opens and for whom.
type Link struct {
	Hash      string // hex SHA-256 of the token
	Reference string
	Purpose   string // status, inquiry
	Fellow    int
	Expires   time.Time
}

func (tx *Tx) SaveLink(l Link) error                { panic("store") }
func (tx *Tx) LinkByHash(hash string) (Link, error) { panic("store") }

// Receipt makes a repeated submission give the first answer: result of an earlier act under the key, ErrNotFound if there
// is none. A key used for another request (digest) answers ErrTaken.
func (tx *Tx) Receipt(key, digest string) (result string, err error)      { panic("store") }
func (tx *Tx) SaveReceipt(key, digest, result string, at time.Time) error { panic("store") }

// Job is work that follows from an act.
type Job struct {
	ID       int64
	Kind     string
	Key      string // effect key: enqueueing the same again does nothing
	Payload  string // JSON, without personal data
	RunAt    time.Time
	Attempts int
	Token    int64 // fencing token of the lease
	Error    string
}

func (tx *Tx) Enqueue(j Job) error { panic("store") }

// Lease takes up to n due jobs for a minute; Done ends one inside the transaction of its effect (ErrNotFound
// when the lease was lost), Retry puts it off, Fail gives it up.
func (db *DB) Lease(ctx context.Context, now time.Time, n int) ([]Job, error) { panic("store") }
func (tx *Tx) Done(j Job) error                                               { panic("store") }
func (tx *Tx) Retry(j Job, at time.Time, reason string) error                 { panic("store") }
func (tx *Tx) Fail(j Job, reason string) error                                { panic("store") }

// Message is an outgoing message, rendered once, with {{link}} where a private link stands.
type Message struct {
	ID            int64
	Key           string // unique: dossier, record number, party and kind
	Reference     string
	Number        int // of the record it follows from
	To            dossier.Party
	Kind          string
	Name, Address string // of the recipient; personal data
	Language      string
	Subject, Body string
	Link          string // purpose of the link that belongs in it, or empty
	At            time.Time
	Class         dossier.Class // what a viewer must see to read it
	Person        string
}

func (tx *Tx) SaveMessage(m Message) error { panic("store") }

// Due lists deadlines that came and are not recorded, oldest first; NextDue is the first that is to come.
type Due struct {
	Reference string
	Kind      dossier.DeadlineKind
	Subject   string
	At        time.Time
}

func (r *Reader) Due(ctx context.Context, now time.Time, limit int) ([]Due, error) { panic("store") }
func (r *Reader) NextDue(ctx context.Context) (time.Time, bool, error)             { panic("store") }
func (r *Reader) NextJob(ctx context.Context) (time.Time, bool, error)             { panic("store") }

// Account of a member of staff.
type Account struct {
	ID          dossier.AccountID
	Name        string
	Email       string // folded, unique
	Hash        string // argon2id
	Roles       []dossier.Role
	Specialist  dossier.SpecialistID
	Branch      dossier.BranchID // of a receptionist
	Disabled    bool
	Failures    int
	LastFailure time.Time
}

func (tx *Tx) SaveAccount(a Account) error                                           { panic("store") }
func (r *Reader) Account(ctx context.Context, id dossier.AccountID) (Account, error) { panic("store") }
func (r *Reader) AccountByEmail(ctx context.Context, email string) (Account, error)  { panic("store") }
func (r *Reader) Accounts(ctx context.Context) ([]Account, error)                    { panic("store") }

// The client register.
func (tx *Tx) SaveBranches(bs []register.Branch) error        { panic("store") }
func (tx *Tx) SaveSpecialists(ss []register.Specialist) error { panic("store") }
func (tx *Tx) SaveClients(cs []register.Client) error         { panic("store") }
func (tx *Tx) SaveTreatments(ts []register.Treatment) error   { panic("store") }

func (r *Reader) Branches(ctx context.Context) ([]register.Branch, error) { panic("store") }
func (r *Reader) Specialists(ctx context.Context, branch dossier.BranchID) ([]register.Specialist, error) {
	panic("store")
} // "" for all
func (r *Reader) Treatment(ctx context.Context, id dossier.TreatmentID) (register.Treatment, error) {
	panic("store")
}
func (r *Reader) Client(ctx context.Context, id dossier.ClientID) (register.Client, error) {
	panic("store")
}

// PossibleClients finds by folded name, e-mail or phone, for Match; TreatmentsOf lists theirs; DayOf lists a branch's day.
func (r *Reader) PossibleClients(ctx context.Context, name, email, phone string) ([]register.Client, error) {
	panic("store")
}
func (r *Reader) TreatmentsOf(ctx context.Context, clients []dossier.ClientID) ([]register.Treatment, error) {
	panic("store")
}
func (r *Reader) DayOf(ctx context.Context, branch dossier.BranchID, day dossier.Date) ([]register.Treatment, []register.Client, error) {
	panic("store")
}

// Reader reads. It never writes.
type Reader struct{}

// Row is a dossier in a list.
type Row struct {
	Reference   string
	Phase       dossier.Phase
	Ending      dossier.Ending
	Branch      dossier.BranchID
	Complainant string // name; empty when the viewer may not see it
	Specialists []dossier.SpecialistID
	Handler     dossier.AccountID
	Severity    string
	Flags       []string // late, not_found, candidates, harm, ban, represented, suspected, withdrawing
	Received    time.Time
	Closed      time.Time
	NextKind    dossier.DeadlineKind
	NextDue     time.Time
	NextWho     dossier.Role
	Count       int
}

// Filter of a list. Empty fields do not filter.
type Filter struct {
	Queue   string         // todo (open, due first), mine, talks, closed, all
	Who     []dossier.Role // whose turn it is
	Phase   dossier.Phase
	Ending  dossier.Ending
	Branch  dossier.BranchID
	Handler dossier.AccountID
	Flag    string
	Search  string // reference, name, e-mail or phone
	After   string // cursor of the page before
	Limit   int    // 50 by default, 200 at most
}

// Page of a list; Next is the cursor of the page after, empty at the end.
type Page struct {
	Rows []Row
	Next string
}

// Queue lists the dossiers that the holder of the keys may see in lists.
func (r *Reader) Queue(ctx context.Context, keys []string, f Filter) (Page, error) { panic("store") }

// Counts per queue name for the same viewer, stopping at 1000.
func (r *Reader) Counts(ctx context.Context, keys []string, account dossier.AccountID) (map[string]int, error) {
	panic("store")
}

// Entry is a record with the words of it that the viewer may see.
type Entry struct {
	dossier.Record
	Parts []dossier.Part
}

// Loaded is one dossier as a viewer may see it: classes, cut state, visible records. ErrNotFound when the
// viewer may see nothing of it, the same as when it does not exist.
type Loaded struct {
	Classes  []string
	State    dossier.State // dossier.Cut
	Whole    dossier.State // for Possible and Choices alone; never shown
	Entries  []Entry
	Due      []dossier.Deadline // only those the viewer may know; all for holders of ClassSummary
	Messages []Message
}

func (r *Reader) Dossier(ctx context.Context, keys []string, reference string) (Loaded, error) {
	panic("store")
}
func (r *Reader) Link(ctx context.Context, hash string) (Link, error)           { panic("store") }
func (r *Reader) Terms(ctx context.Context, hash string) (dossier.Terms, error) { panic("store") }

// SlotsTaken of a specialist between two moments.
func (r *Reader) SlotsTaken(ctx context.Context, id dossier.SpecialistID, from, to time.Time) ([]time.Time, error) {
	panic("store")
}

// SpecialistDesk lists references in which the specialist has a talk or hearing, newest first.
func (r *Reader) SpecialistDesk(ctx context.Context, id dossier.SpecialistID) ([]string, error) {
	panic("store")
}

// Mailbox lists outgoing messages, newest first; the demo alone shows it.
func (r *Reader) Mailbox(ctx context.Context, to string, limit int) ([]Message, error) {
	panic("store")
}

// Session store for scs: token hashes, data, expiry.
func (db *DB) Sessions() *Sessions { panic("store") }

// Sessions implements scs.Store (and CtxStore) over the database; it keeps SHA-256 of tokens only.
type Sessions struct{}

// Check is what Verify found.
type Check struct {
	Dossiers, Records, Jobs int
	Faults                  []string // one line each, without personal data: "WH-…: record 4: digest differs"
}

// Verify walks every chain and rebuilds every list row from the events, and says what differs. Rebuild writes
// the rebuilt rows.
func (db *DB) Verify(ctx context.Context, cal dossier.Calendar) (Check, error) { panic("store") }
func (db *DB) Rebuild(ctx context.Context, cal dossier.Calendar) (int, error)  { panic("store") }
