package dossier_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

func TestSees_NobodysWordsAreNotGrantedByAnEmptyName(t *testing.T) {
	equal(t, "talk of nobody", dossier.Sees([]string{"talk:"}, dossier.ClassTalk, ""), false)
	equal(t, "talk of S1", dossier.Sees([]string{"talk:S1"}, dossier.ClassTalk, "S1"), true)
	equal(t, "talk of S2", dossier.Sees([]string{"talk:S1"}, dossier.ClassTalk, "S2"), false)
}

func TestViewerKeys_OneForEachThingAnActorIs(t *testing.T) {
	for _, tc := range []struct {
		by   dossier.Actor
		want []string
	}{
		{owner, []string{"handlers", "account:owner"}},
		{outside, []string{"account:outside"}},
		{receptionist, []string{"desk", "account:receptionist"}},
		{specialist1, []string{"specialist:S1", "account:s1"}},
		{treatingBoss, []string{"handlers", "specialist:S1", "account:boss"}},
		{complainant, []string{"complainant"}},
		{system, nil},
		{fellow1, nil},
	} {
		equal(t, tc.by.Name(), dossier.ViewerKeys(tc.by), tc.want)
	}
}

// A grant that is the only one takes away the others, wherever it stands among them.
func TestSeen_TheOnlyGrantTakesTheOthersAway(t *testing.T) {
	wide := dossier.Grant{Viewer: "a", Classes: []string{"summary", "contact"}}
	wider := dossier.Grant{Viewer: "b", Classes: []string{"contact", "talk"}}
	only := dossier.Grant{Viewer: "c", Classes: []string{"talk:S1"}, Only: true}
	none := dossier.Grant{Viewer: "d", Only: true}
	keys := []string{"a", "b", "c"}
	equal(t, "union", dossier.Seen([]dossier.Grant{wide, wider}, keys), []string{"summary", "contact", "talk"})
	for _, order := range [][]dossier.Grant{{wide, only, wider}, {only, wide, wider}, {wide, wider, only}, {wide, only, none, wider}} {
		equal(t, "only", dossier.Seen(order, keys), []string{"talk:S1"})
	}
	equal(t, "both", dossier.Seen([]dossier.Grant{only, none, wide}, append(keys, "d")), []string{"talk:S1"})
	ban := dossier.Grant{Viewer: "d", Classes: []string{"ban:S1"}, Only: true}
	equal(t, "two of them", dossier.Seen([]dossier.Grant{only, ban, wide}, append(keys, "d")), []string{"talk:S1", "ban:S1"})
	equal(t, "nothing", dossier.Seen([]dossier.Grant{wide, none}, append(keys, "d")), nil)
}

// viewers lists whom a dossier has grants for.
func viewers(s dossier.State) []string {
	var list []string
	for _, g := range dossier.Access(s) {
		list = append(list, g.Viewer)
	}
	return list
}

func TestAccess_NobodyIsNamedWhoIsNot(t *testing.T) {
	everywhere := []string{"handlers", "desk", "complainant", "desk:B1"}
	w := newWorld(t)
	c := wish()
	c.Specialist = ""
	w.do(c, complainant)
	equal(t, "a talk with whoever is free", viewers(w.state), everywhere)
	w = matched(t, func(f *dossier.File) { f.Specialists = nil })
	equal(t, "a complaint", viewers(w.state), append(slices.Clone(everywhere), "specialist:S1"))
	w.do(dossier.AssignOutside{Account: outside.Account}, system)
	equal(t, "with the outside person", viewers(w.state), append(slices.Clone(everywhere), "account:outside", "specialist:S1"))
}

// Who held a talk sees that one. Whom the next is planned with sees how to phone the client and what they wish to speak about,
// not what was said to the other (R3).
func TestR3_TheNextSpecialistSeesTheWishAlone(t *testing.T) {
	w := talked(t, false)
	w.do(dossier.BookTalk{Specialist: S2, Start: clock("2026-03-04 10:00"), SlotFree: true}, receptionist)
	equal(t, "held the first", w.sees(specialist1),
		[]string{"talk:S1", "planning:S1", "ban:S1", "hearing:S1", "talk:wish"})
	equal(t, "holds the next", w.sees(specialist2),
		[]string{"talk:S2", "planning:S2", "ban:S2", "hearing:S2", "contact", "talk:wish"})
	equal(t, "neither", w.sees(specialist3), nil)
}

// However a state came about: contact details go to a specialist for a talk in step 1 alone (R23).
func TestR23_NoContactDetailsOnceTheTalkIsOver(t *testing.T) {
	s := booked(t).state
	equal(t, "in the talk", slices.Contains(dossier.Seen(dossier.Access(s), dossier.ViewerKeys(specialist1)), "contact"), true)
	s.Phase = dossier.PhaseTriage
	equal(t, "after filing", slices.Contains(dossier.Seen(dossier.Access(s), dossier.ViewerKeys(specialist1)), "contact"), false)
}

// allClasses are what somebody would see who sees all.
var allClasses = []dossier.Class{
	dossier.ClassSummary, dossier.ClassContact, dossier.ClassComplaint, dossier.ClassPlanning, dossier.ClassTalk, dossier.ClassInquiry,
	dossier.ClassHearing, dossier.ClassFinding, dossier.ClassDecision, dossier.ClassBan, dossier.ClassHandling,
}

// differing lists the fields in which two states differ; those of the parts of a state by themselves.
func differing(a, b dossier.State) []string {
	var list []string
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range x.NumField() {
		name := x.Type().Field(i).Name
		if reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()) {
			continue
		}
		if x.Field(i).Kind() != reflect.Struct || x.Field(i).Type() == reflect.TypeFor[time.Time]() || y.Field(i).IsZero() {
			list = append(list, name)
			continue
		}
		for j := range x.Field(i).NumField() {
			if !reflect.DeepEqual(x.Field(i).Field(j).Interface(), y.Field(i).Field(j).Interface()) {
				list = append(list, name+"."+x.Field(i).Type().Field(j).Name)
			}
		}
	}
	slices.Sort(list)
	return list
}

// What a class covers is what is gone without it, field by field.
func TestCut_TakesAwayWhatAClassCovers(t *testing.T) {
	var full dossier.State
	n := 0
	fill(reflect.ValueOf(&full).Elem(), &n)
	full.Talk.PassedOn = false // else the act is no secret of the talk
	var every []string
	for _, class := range allClasses {
		every = append(every, string(class))
	}
	equal(t, "with all of them", differing(full, dossier.Cut(full, every)), nil)
	for class, want := range map[dossier.Class][]string{
		dossier.ClassHandling: {
			"Branch", // it is that of the desk then
			"Conflicts", "Costs", "ErasedOf", "FalseBy", "Harm", "Hold", "HourCosts", "Links", "Match.Candidates", "Match.Treatment", "Minutes", "Police",
			"PoliceTold", "Reported", "StatedBy", "Suspected",
		},
		dossier.ClassInquiry: {"Inquiry"},
		dossier.ClassTalk:    {"Talk.ActAgreed", "Talk.ActDone", "Talk.ActKind", "Talk.ActOn", "Talk.ActWith"},
		dossier.ClassPlanning: { // the act alone is left, to those who took part in the talk
			"Talk.Answered", "Talk.Asked", "Talk.Attempts", "Talk.ElsewhereAsked", "Talk.ElsewhereEnded", "Talk.Ended", "Talk.HeldBy",
			"Talk.Recorded", "Talk.ShareAsked", "Talk.Shared", "Talk.Since", "Talk.Solved", "Talk.Specialist", "Talk.Start", "Talk.Status",
		},
		dossier.ClassHearing:   {"Hearings"},
		dossier.ClassFinding:   {"Findings"},
		dossier.ClassBan:       {"Bans"},
		dossier.ClassContact:   nil,
		dossier.ClassComplaint: {"Files"},
		dossier.ClassDecision: {
			"Absorbed", "Apologised", "Claim", "Decided", "Ground", "Offers", "Refusals", "Remedies", "Upheld",
		},
	} {
		less := slices.DeleteFunc(slices.Clone(every), func(c string) bool { return c == string(class) })
		equal(t, fmt.Sprint("without ", class), differing(full, dossier.Cut(full, less)), want)
	}
}

// What belongs to one specialist is left to that one, and what is left without the summary is next to nothing.
func TestCut_LeavesToASpecialistWhatIsTheirs(t *testing.T) {
	var full dossier.State
	n := 0
	fill(reflect.ValueOf(&full).Elem(), &n)
	full.Talk.Specialist, full.Talk.ActWith, full.Talk.PassedOn = S1, S1, false
	full.Hearings[0].Specialist, full.Bans[0].Specialist, full.Findings[0].Subject.Specialist = S1, S1, S1
	own := dossier.Cut(full, []string{"talk:S1", "planning:S1", "ban:S1", "hearing:S1", "finding:S1"})
	equal(t, "talk", own.Talk, full.Talk)
	equal(t, "hearings", own.Hearings, full.Hearings[:1])
	equal(t, "findings", own.Findings, full.Findings[:1])
	equal(t, "bans", own.Bans, full.Bans[:1])
	other := dossier.Cut(full, []string{"talk:S2", "planning:S2", "ban:S2", "hearing:S2", "finding:S2"})
	kept := dossier.State{
		Reference: full.Reference, TermsHash: full.TermsHash, Count: full.Count, Branch: full.Branch, TreatmentDate: full.TreatmentDate,
		Language: full.Language, Filed: true, Represented: true, AuthorityShown: true, ErasedAt: full.ErasedAt,
		Hearings: []dossier.Hearing{}, Findings: []dossier.Finding{}, Bans: []dossier.Ban{},
	}
	equal(t, "of another", other, kept)
}
