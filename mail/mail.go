// Package mail renders what people are told: one text per kind of notice, sort of receiver and
// language. It knows words and paper, neither stores nor senders.
//
// A letter carries the reference and a private link, never details of anyone's health: whoever gets
// hold of a mail learns that there is a matter, not what it is about. Details stand behind the link. Where the
// link belongs, the body holds the placeholder {{link}}, which delivery fills in; so who reads a stored message
// at the desk cannot open the page of the one it was for.
package mail

import (
	"errors"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// LinkPlaceholder is what stands in a body where the private link belongs.
const LinkPlaceholder = "{{link}}"

// CodePlaceholder is what stands in a body where a code belongs.
const CodePlaceholder = "{{code}}"

// ErrNoText is the cause when there is no text for a notice's kind, receiver and language.
var ErrNoText = errors.New("mail: no text for this notice")

// Notice is something to be told to one person.
type Notice struct {
	Kind     string        // one of dossier.NoticeKinds
	To       dossier.Party // "complainant", "specialist:S12", "fellow:3", "handlers", "desk", "account:A12"
	Language string        // "nl" or "en"; Dutch when unknown
	Name     string        // of the receiver, for the salutation
	Data     Data
}

// Line is one line of a specification (R26).
type Line struct {
	Label  string
	Amount int64 // euro cents; zero leaves the amount out
}

// Data is what texts can say. Reference, Organisation and Phone are always needed, the rest where a kind's text names it:
// Render refuses a notice that lacks what its text cannot do without.
//
// Nothing here names the complainant: a specialist or a fellow client never gets to know from a letter who complained.
type Data struct {
	Reference    string // "WH-2026-00123-K"
	Organisation string
	Phone        string       // of the organisation
	Branch       string       // of the treatment
	Specialist   string       // name of the specialist the notice is about
	At           time.Time    // of an appointment; of receipt (filed)
	Due          time.Time    // until when something is expected of the receiver, or of us: see DueOf
	Date         dossier.Date // of what was booked, done or extended to; otherwise of the treatment
	Amount       int64        // euro cents
	Lines        []Line       // of a claim (R26)
	Ground       string       // label of the ground of a rejection (R20)
	Reason       string       // label of the coded reason of an ending or a reopening
	Outcome      string       // code of a finding: founded, partly_founded, unfounded
	Other        string       // reference of the dossier into which this one was merged
	OutsideBody  string       // R20
	OutsideURL   string       // R20
	IBAN         string       // R26, as written for people; may be empty
	How          string       // call or visit (R12); kind of a remedy (R21)
	Cause        string       // code of the event's cause, or of the ending
	Tips         []string     // R2
	Number       int          // of an invitation or attempt
	Minutes      int          // how long a code works
	// Deadline is what a reminder or an alert is about, and Due its moment.
	Deadline dossier.DeadlineKind
	Moved    []dossier.MovedDeadline // of which the complainant is told: dossier.MovedForComplainant
	Day      Day                     // of a digest
	// HeldElsewhere: another open dossier still holds the contact ban that ends here (R22).
	HeldElsewhere bool
	// Authority: the complainant may be told about the client: they are the client, or a representative
	// who showed authority. Without it they get texts that tell nothing about the client (R5).
	Authority bool
	Zone      *time.Location // the chain's own; UTC when nil
	Terms     dossier.Terms  // of the dossier
}

// Letter is a rendered message.
type Letter struct {
	Subject string
	Body    string        // plain text, lines ended by \n, with LinkPlaceholder where the private link belongs
	Link    string        // purpose of the private link: "status", "inquiry" or "desk"
	Class   dossier.Class // what a viewer at the desk must be allowed to see to read it
}
