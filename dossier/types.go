package dossier

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Identifiers of things that live outside the dossier: in the client register and among the accounts.
type (
	BranchID     string
	SpecialistID string
	ClientID     string
	TreatmentID  string
	AccountID    string
)

// Role is what an actor may be in one act. A person can hold several.
type Role string

// The roles of the procedure. Complainant and Fellow come in by a private link, System is the
// program itself acting on a deadline or the register.
const (
	RoleOwner         Role = "owner"
	RoleAssistant     Role = "assistant"
	RoleReceptionist  Role = "receptionist"
	RoleSpecialist    Role = "specialist"
	RoleOutside       Role = "outside"       // the outside person of R14
	RoleAuditor       Role = "auditor"       // reads what those who judge read, does nothing
	RoleAdministrator Role = "administrator" // settings and accounts, no dossiers
	RoleComplainant   Role = "complainant"
	RoleFellow        Role = "fellow"
	RoleSystem        Role = "system"
)

// StaffRoles are the roles that an account can have.
func StaffRoles() []Role {
	return []Role{RoleOwner, RoleAssistant, RoleReceptionist, RoleSpecialist, RoleOutside, RoleAuditor, RoleAdministrator}
}

// Actor is who does something: a member of staff, the complainant, a fellow client or the program.
type Actor struct {
	Account    AccountID    // staff only
	Roles      []Role       // at least one
	Specialist SpecialistID // the register's name for this member of staff, if they treat clients (R14)
	Branch     BranchID     // whose dossiers a receptionist sees; empty for those of all branches
	Fellow     int          // the number of a fellow client within the inquiry, from 1
}

// Is reports whether the actor holds one of the roles.
func (a Actor) Is(roles ...Role) bool {
	return slices.ContainsFunc(a.Roles, func(r Role) bool { return slices.Contains(roles, r) })
}

// Staff reports whether the actor signed in with an account.
func (a Actor) Staff() bool { return a.Account != "" }

// Name is how a Record names the actor: an account id, "complainant", "fellow:3" or "system".
// It holds no personal data.
func (a Actor) Name() string {
	switch {
	case a.Account != "":
		return string(a.Account)
	case a.Fellow > 0:
		return fmt.Sprintf("fellow:%d", a.Fellow)
	case a.Is(RoleComplainant):
		return string(RoleComplainant)
	}
	return string(RoleSystem)
}

// Complainant, System and FellowClient are the actors without an account.
func Complainant() Actor            { return Actor{Roles: []Role{RoleComplainant}} }
func System() Actor                 { return Actor{Roles: []Role{RoleSystem}} }
func FellowClient(number int) Actor { return Actor{Roles: []Role{RoleFellow}, Fellow: number} }

// Class says what kind of words a part holds; Access grants classes, never single parts.
type Class string

// The classes. Talk, hearing and finding belong to a specialist too: Part.Person holds their id, and a
// viewer may hold the class for one person alone ("talk:S12").
const (
	ClassSummary   Class = "summary"   // that the dossier is there, its step, dates and flags
	ClassContact   Class = "contact"   // who the complainant is and how to reach them
	ClassComplaint Class = "complaint" // the story, the wish, messages, the explanation
	ClassPlanning  Class = "planning"  // appointments and acts to be booked
	ClassTalk      Class = "talk"      // what was said in the talk (R3)
	ClassInquiry   Class = "inquiry"   // fellow clients and their answers (R15)
	ClassHearing   Class = "hearing"   // invitation, minutes, statement (R16)
	ClassFinding   Class = "finding"   // finding and its reasons (R18)
	ClassDecision  Class = "decision"  // decision, offers, remedies (R19-R21)
	ClassBan       Class = "ban"       // contact ban and its breaches (R22, R23)
	ClassHandling  Class = "handling"  // notes, conflicts, links, suspicion, costs: among handlers
)

// Subject says whose personal data a part is, for erasure.
type Subject string

// The subjects.
const (
	OfComplainant Subject = "complainant"
	OfSpecialist  Subject = "specialist"
	OfFellow      Subject = "fellow"
	OfStaff       Subject = "staff"
)

// Part is one piece of words of an event: a name, an address, an answer, minutes. State never
// depends on it, so that it can be erased.
type Part struct {
	Name    string  `json:"name"` // snake_case, unique within the event: "story", "fellow_2_email"
	Subject Subject `json:"subject"`
	Person  string  `json:"person,omitempty"` // specialist id or fellow number it belongs to
	Class   Class   `json:"class"`
	Text    string  `json:"text"`
}

// Happening is one event that Decide answers with, and its words.
type Happening struct {
	Event Event
	Parts []Part
}

// Record is an event as it stands in the history.
type Record struct {
	Number int       // 1, 2, 3, … within the dossier
	At     time.Time // UTC, milliseconds; never before the record before it
	By     string    // Actor.Name
	Event  Event
}

// Env is what an act is judged in: the moment, the actor, the dossier's pinned terms, the live calendar and
// what other dossiers say.
type Env struct {
	Now      time.Time // max(clock, last record), UTC milliseconds
	By       Actor
	Terms    Terms
	Calendar Calendar
	// HeldElsewhere are the specialists between whom and this complainant another open dossier
	// holds a ban (R22).
	HeldElsewhere []SpecialistID
}

// Refusal is why a command was not carried out, in words for whoever asked. Nothing has happened.
type Refusal struct {
	Code   string // stable name: "slot_taken"
	Rule   string // "R1", or empty for plain input faults
	Field  string // Go name of the command's field that is at fault, or empty
	Text   Text
	Others []*Refusal // further faults of the same command
}

func (r *Refusal) Error() string {
	if r.Rule == "" {
		return r.Text.EN
	}
	return r.Text.EN + " (" + r.Rule + ")"
}

// All lists this refusal and the others found with it.
func (r *Refusal) All() []*Refusal { return append([]*Refusal{r}, r.Others...) }

// refusals collects faults so that one answer can name them all.
type refusals []*Refusal

func (rs *refusals) add(r *Refusal) {
	if r != nil {
		*rs = append(*rs, r)
	}
}

func (rs refusals) err() error {
	if len(rs) == 0 {
		return nil
	}
	first := *rs[0]
	first.Others = rs[1:]
	return &first
}

func refuse(rule, code, nl, en string) *Refusal {
	return &Refusal{Code: code, Rule: rule, Text: Text{NL: nl, EN: en}}
}

func refuseField(field, rule, code, nl, en string) *Refusal {
	r := refuse(rule, code, nl, en)
	r.Field = field
	return r
}

// MaxWords is the longest text a field of words may hold, in characters.
const MaxWords = 20_000

// MaxLine is the longest text a field of one line may hold, in characters.
const MaxLine = 300

func blank(s string) bool { return strings.TrimSpace(s) == "" }
