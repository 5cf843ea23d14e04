// Package policy reads the policy file: the terms, amounts, lists, calendar and texts that the
// chain sets for itself.
//
// The file that is built in (default.yaml) is a whole policy with the figures of the procedure,
// and its comments are the manual for whoever changes it. A file of the chain's own may be
// partial: what it leaves out keeps the built-in value, and a list replaces the built-in list as a whole.
//
// A policy decides what clients are promised, so a mistake in it must not be guessed at. Every
// key is checked, every mistake is reported with its line, and all of them at once; a policy
// with one mistake is not used at all.
//
// The part named Terms is pinned: a dossier keeps the terms it was filed under, found again by
// TermsHash. All else is live.
package policy

import (
	_ "embed"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/calendar"
	"github.com/wederhoor/wederhoor/dossier"
)

//go:embed default.yaml
var defaultFile []byte

// maxSize of a policy file in bytes. The built-in one is about 12 kB.
const maxSize = 1 << 20

// Policy is everything the chain sets for itself.
type Policy struct {
	Terms         dossier.Terms // pinned per dossier, by TermsHash
	Organisation  Organisation
	Languages     []string // "nl", "en"; the first is used when nothing else is known
	Calendar      Calendar
	LinkValid     dossier.Term   // how long a complainant's private link opens their page when nothing happens in the dossier any more (R7)
	Digest        calendar.Clock // when staff are told at the end of a working day what waits for them; NoDigest for never
	Reading       Reading
	Files         Files
	Mail          Mail
	RemedyLabels  []Remedy // labels of Terms.Remedies, in the same order
	Relations     []Relation
	Tips          []dossier.Text // R2
	OutsidePerson OutsidePerson
	OutsideBody   OutsideBody
	SignIn        SignIn
	Forms         Forms
	Privacy       Privacy
}

// SignIn is how staff come in.
type SignIn struct {
	TwoFactors []dossier.Role // the roles that must show two factors
	Breached   string         // file of further leaked passwords, see accounts.Breached; may be empty
}

// Organisation is the chain as it presents itself in letters and on pages.
type Organisation struct {
	Name              string
	Email             string
	Phone             string
	Address           string // postal address, several lines
	Website           string
	ComplaintsAddress string // e-mail address where complaints come in (R5)
	IBAN              string // account for claims (R26), without spaces; may be empty
}

// AddressLines are the lines of the postal address.
func (o Organisation) AddressLines() []string { return strings.Split(o.Address, "\n") }

// Calendar is what the file says about the chain's time; NewCalendar makes it work.
type Calendar struct {
	Zone        *time.Location
	Public      []string                         // public holidays observed, codes out of calendar.HolidayCodes
	Add         []calendar.Holiday               // single dates closed as well
	Remove      []dossier.Date                   // single public holidays worked
	Hours       map[time.Weekday][]calendar.Span // when specialists can be spoken
	SlotMinutes int
}

// Remedy is what a client can get (R19), with its label.
type Remedy struct {
	Code  dossier.RemedyKind
	Label dossier.Text
}

// Relation is how a representative stands to the client (R5).
type Relation struct {
	Code  string
	Label dossier.Text
	Proof dossier.Text // what shows that they may act; may be empty
}

// OutsidePerson handles a dossier when no handler of the chain may (R14).
type OutsidePerson struct {
	Name  string
	Email string
}

// OutsideBody is where a complainant can go after a rejection (R20).
type OutsideBody struct {
	Name dossier.Text
	URL  string
}

// Default is the built-in policy. Each call gives a new copy.
func Default() *Policy {
	p := &Policy{}
	if problems := apply(p, defaultFile); len(problems) > 0 {
		// The file is part of the program and its tests read it, so this is a broken build.
		panic("built-in policy: " + (&Error{File: "default.yaml", Problems: problems}).Error())
	}
	return p
}

// DefaultFile is the text of the built-in policy file with its comments, for an owner to start from.
func DefaultFile() []byte { return append([]byte(nil), defaultFile...) }

// Load reads a policy file over the built-in policy. An empty path gives the built-in policy.
// The error is an *Error when the file can be read but not used.
func Load(path string) (*Policy, error) {
	if path == "" {
		return Default(), nil
	}
	data, err := os.ReadFile(path) //nolint:gosec // whoever starts the program names the file
	if err != nil {
		return nil, fmt.Errorf("policy: %w", err)
	}
	return parseFile(path, data)
}

// Parse reads the text of a policy file over the built-in policy. The error is an *Error.
func Parse(data []byte) (*Policy, error) { return parseFile("policy", data) }

func parseFile(name string, data []byte) (*Policy, error) {
	p := Default()
	if problems := apply(p, data); len(problems) > 0 {
		return nil, &Error{File: name, Problems: problems}
	}
	return p, nil
}

// NewCalendar makes the calendar of this policy.
func (p *Policy) NewCalendar() *calendar.Calendar {
	c, err := calendar.New(p.Calendar.settings())
	if err != nil {
		// Only a Policy put together by hand can get here: a parsed one was checked.
		panic("policy: " + err.Error())
	}
	return c
}

func (c Calendar) settings() calendar.Settings {
	return calendar.Settings{
		Zone:   c.Zone,
		Public: c.Public,
		Add:    c.Add,
		Remove: c.Remove,
		Hours:  c.Hours,
		Slot:   time.Duration(c.SlotMinutes) * time.Minute,
	}
}

// Problem is one mistake in a policy file, in a plain sentence.
type Problem struct {
	Line int // counted from 1
	Text string
}

// Error is all that is wrong with a policy file, in order of line.
type Error struct {
	File     string
	Problems []Problem
}

// Error gives a line per problem: file, line and sentence.
func (e *Error) Error() string {
	lines := make([]string, 0, len(e.Problems))
	for _, p := range e.Problems {
		lines = append(lines, fmt.Sprintf("%s:%d: %s", e.File, p.Line, p.Text))
	}
	return strings.Join(lines, "\n")
}
