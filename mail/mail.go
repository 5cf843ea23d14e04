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

// ErrNoText is the cause when there is no text for a notice's kind, receiver and language.
var ErrNoText = errors.New("mail: no text for this notice")

// Notice is something to be told to one person.
type Notice struct {
	Kind     string        // one of dossier.NoticeKinds
	To       dossier.Party // "complainant", "specialist:S12", "fellow:3"
	Language string        // "nl" or "en"; Dutch when unknown
	Name     string        // of the receiver, for the salutation
	Data     Data
}

// Line is one line of a specification (R26) or of an offer (R19).
type Line struct {
	Label  string
	Amount int64 // euro cents; zero leaves the amount out
}

// Data is what texts can say. What a kind needs must be filled in; Render refuses a notice that lacks it.
// Nothing here may name the other side to the receiver, apart from the specialist whom the complainant
// named or who treated them.
type Data struct {
	Reference    string // "WH-2026-00123-K"
	Organisation string
	Phone        string // of the organisation
	Branch       string
	Specialist   string    // name of the specialist the notice is about
	At           time.Time // of an appointment, or of receipt
	Due          time.Time // until when something is expected of the receiver, or of us
	Date         dossier.Date
	Amount       int64 // euro cents
	Lines        []Line
	Words        string // what a member of staff wrote to the receiver
	Ground       string // label of the ground of a rejection (R20)
	Reason       string // label of a coded reason, or the reason in words
	Outcome      string // code of a finding: founded, partly_founded, unfounded
	OutsideBody  string // R20
	OutsideURL   string // R20
	IBAN         string // R26, as written for people; may be empty
	How          string // call or visit (R12); kind of an agreed act or remedy
	Cause        string // code of the event's cause
	Tips         []string
	Number       int // of an invitation, attempt or offer
	// HeldElsewhere: another open dossier still holds the contact ban that ends here (R22).
	HeldElsewhere bool
	// Authority: the receiver may be told about the client: they are the client, or a representative
	// who showed authority (R5).
	Authority bool
	Zone      *time.Location
	Terms     dossier.Terms
}

// Letter is a rendered message.
type Letter struct {
	Subject string
	Body    string        // plain text, lines ended by \n, with LinkPlaceholder where Link is not empty
	Link    string        // purpose of the private link: "status", "inquiry", "desk" or ""
	Class   dossier.Class // what a viewer at the desk must be allowed to see to read it
}
