package dossier

import (
	"reflect"
	"slices"
	"time"
)

// Viewer keys: a group or one person. A viewer who signs in holds several of them.
const (
	ViewHandlers    = "handlers"    // owner and assistants, and auditors, who read what those read
	ViewDesk        = "desk"        // receptionists of all branches
	ViewComplainant = "complainant" // whoever holds the private link
)

// ViewDeskOf is the key of the receptionists of one branch.
func ViewDeskOf(id BranchID) string { return ViewDesk + ":" + string(id) }

// ViewSpecialist and ViewAccount are the keys of one person.
func ViewSpecialist(id SpecialistID) string { return "specialist:" + string(id) }
func ViewAccount(id AccountID) string       { return "account:" + string(id) }

// Grant lets whoever holds the key Viewer see the classes. With Only set, it takes away whatever the
// viewer's other keys would give (R14, R23).
type Grant struct {
	Viewer  string
	Classes []string // a Class, or Class:person ("hearing:S12")
	Only    bool
}

// Sees reports whether the classes cover words of that class and person.
func Sees(classes []string, class Class, person string) bool {
	return slices.Contains(classes, string(class)) ||
		person != "" && slices.Contains(classes, string(class)+":"+person)
}

// ViewerKeys are the keys a signed-in actor holds. An administrator holds none but their own, which opens nothing by itself.
func ViewerKeys(a Actor) []string {
	var keys []string
	if a.Is(RoleOwner, RoleAssistant, RoleAuditor) {
		keys = append(keys, ViewHandlers)
	}
	if a.Is(RoleReceptionist) {
		keys = append(keys, a.deskKey())
	}
	if a.Specialist != "" {
		keys = append(keys, ViewSpecialist(a.Specialist))
	}
	if a.Account != "" {
		keys = append(keys, ViewAccount(a.Account))
	}
	if a.Is(RoleComplainant) {
		keys = append(keys, ViewComplainant)
	}
	return keys
}

func (a Actor) deskKey() string {
	if a.Branch == "" {
		return ViewDesk
	}
	return ViewDeskOf(a.Branch)
}

// Seen is what the holder of the keys may see under the grants: the union of what they are given, or where there is an Only,
// what the Onlys alone give. Empty means: for this viewer the dossier does not exist.
func Seen(grants []Grant, keys []string) []string {
	var all []string
	only := false
	for _, g := range grants {
		if !slices.Contains(keys, g.Viewer) || only && !g.Only {
			continue
		}
		if g.Only && !only {
			only, all = true, nil
		}
		for _, c := range g.Classes {
			if !slices.Contains(all, c) {
				all = append(all, c)
			}
		}
	}
	return all
}

// Access says who may see which classes of this dossier (R3, R14, R23).
func Access(s State) []Grant {
	grants := []Grant{
		{Viewer: ViewHandlers, Classes: s.handlersSee()},
		{Viewer: ViewDesk, Classes: deskSees()},
		{Viewer: ViewComplainant, Classes: s.complainantSees()},
	}
	if branch := s.Desk(); branch != "" {
		grants = append(grants, Grant{Viewer: ViewDeskOf(branch), Classes: deskSees()})
	}
	if s.Outside != "" {
		grants = append(grants, Grant{Viewer: ViewAccount(s.Outside), Classes: s.handlersSee()})
	}
	for _, id := range s.sides() {
		grants = append(grants, s.specialistSees(id))
	}
	for _, id := range s.Conflicts {
		grants = append(grants, Grant{Viewer: ViewAccount(id), Only: true})
	}
	return grants
}

func classes(list ...Class) []string { return strs(list...) }

// of names a class as far as it belongs to one specialist.
func of(c Class, id SpecialistID) string { return string(c) + ":" + string(id) }

// handlersSee everything but the content of talks, unless the client shared it (R3).
func (s State) handlersSee() []string {
	if !s.Filed {
		return classes(ClassSummary, ClassContact, ClassPlanning, ClassHandling)
	}
	all := classes(ClassSummary, ClassContact, ClassComplaint, ClassPlanning, ClassInquiry, ClassHearing, ClassFinding,
		ClassDecision, ClassBan, ClassHandling)
	if s.Talk.Shared {
		all = append(all, string(ClassTalk))
	}
	return all
}

// deskSees what it takes to answer the phone and to book.
func deskSees() []string { return classes(ClassSummary, ClassContact, ClassPlanning, ClassBan) }

// Desk is the branch whose receptionists look after the dossier: where the treatment was that was found, or else the branch that
// was named.
func (s State) Desk() BranchID {
	if t := s.Match.Treatment; t != nil && t.Branch != "" {
		return t.Branch
	}
	return s.Branch
}

// complainantSees their own side. Before a representative has shown authority nothing about the client is told (R5).
func (s State) complainantSees() []string {
	if s.Represented && !s.AuthorityShown {
		return classes(ClassContact)
	}
	return classes(ClassSummary, ClassContact, ClassComplaint, ClassPlanning, ClassTalk, ClassFinding, ClassDecision, ClassBan)
}

// sides are the specialists who have a side in this dossier: in its talks or complained about.
func (s State) sides() []SpecialistID {
	ids := union(s.accusedHere(), s.Talk.HeldBy...)
	if s.Talk.Specialist != "" {
		ids = union(ids, s.Talk.Specialist)
	}
	for _, ban := range s.Bans {
		ids = union(ids, ban.Specialist)
	}
	return ids
}

// talkWish is the person of the words with which a client asked for a talk: whoever the talk is planned with reads them, which
// can be somebody else than was asked for.
const talkWish = "wish"

// specialistSees is the specialist's view: their talks, and what concerns their own hearing. Whoever is complained about sees
// that and nothing more, whatever else they are (R14, R23).
func (s State) specialistSees(id SpecialistID) Grant {
	see := []string{of(ClassTalk, id), of(ClassPlanning, id), of(ClassBan, id), of(ClassHearing, id)}
	planned := s.Phase == PhaseTalk && s.Talk.Status == TalkPlanned && s.Talk.Specialist == id
	if planned {
		see = append(see, string(ClassContact)) // to phone the client
	}
	if planned || slices.Contains(s.Talk.HeldBy, id) {
		see = append(see, of(ClassTalk, talkWish))
	}
	if s.Completed {
		see = append(see, of(ClassFinding, id)) // R18
	}
	return Grant{Viewer: ViewSpecialist(id), Classes: see, Only: slices.Contains(s.accusedHere(), id)}
}

// PersonOf is the specialist whom an event belongs to, or "". A viewer who holds the event's class for that person
// alone sees it.
func PersonOf(e Event) string {
	if found, ok := e.(SubjectFound); ok {
		return string(found.Subject.Specialist)
	}
	f := reflect.ValueOf(e).FieldByName("Specialist")
	if !f.IsValid() {
		return ""
	}
	return f.String()
}

// Cut is the state as somebody may know it who sees these classes: what they do not cover is zero.
func Cut(s State, classes []string) State {
	sees := func(c Class) bool { return Sees(classes, c, "") }
	mine := func(c Class, id SpecialistID) bool { return Sees(classes, c, string(id)) }
	if !sees(ClassSummary) {
		s = s.bare()
	}
	if !sees(ClassHandling) {
		s.Branch = s.Desk() // the treatment itself goes
		if day, _ := s.Visit(); s.TreatmentDate == "" {
			s.TreatmentDate = day
		}
		s.Conflicts, s.Links, s.StatedBy, s.FalseBy = nil, nil, nil, nil
		s.Hold, s.ErasedOf = "", nil
		s.Suspected, s.Minutes, s.HourCosts, s.Costs, s.Police, s.PoliceTold = false, 0, 0, 0, time.Time{}, false
		s.Match.Treatment, s.Match.Candidates, s.Harm, s.Reported = nil, nil, false, false
	}
	if !sees(ClassInquiry) {
		s.Inquiry = Inquiry{}
	}
	if !sees(ClassComplaint) {
		s.Files = nil
	}
	talk, act := s.Talk.apart()
	s.Talk = Talk{}
	if mine(ClassPlanning, talk.Specialist) {
		s.Talk = talk
	}
	if mine(ClassTalk, act.ActWith) || act.PassedOn && mine(ClassPlanning, act.ActWith) {
		s.Talk.agreed(act)
	}
	s.Hearings = keep(s.Hearings, func(h Hearing) bool { return mine(ClassHearing, h.Specialist) })
	s.Findings = keep(s.Findings, func(f Finding) bool { return mine(ClassFinding, f.Subject.Specialist) })
	s.Bans = keep(s.Bans, func(b Ban) bool { return mine(ClassBan, b.Specialist) })
	if !sees(ClassDecision) {
		s.Offers, s.Remedies, s.Claim, s.Decided, s.Upheld, s.Ground = nil, nil, Claim{}, false, false, ""
		s.Absorbed, s.Refusals, s.Apologised = 0, 0, false
	}
	return s
}

// bare is what even a narrow viewer knows: which dossier it is, and the visit it is about.
func (s State) bare() State {
	return State{
		Reference: s.Reference, TermsHash: s.TermsHash, Count: s.Count, Branch: s.Branch, TreatmentDate: s.TreatmentDate,
		Language: s.Language, Talk: s.Talk, Hearings: s.Hearings, Findings: s.Findings, Bans: s.Bans, Filed: s.Filed,
		Represented: s.Represented, AuthorityShown: s.AuthorityShown, ErasedAt: s.ErasedAt,
	}
}

func keep[T any](list []T, fits func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), func(x T) bool { return !fits(x) })
}
