package casework_test

import (
	"errors"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

func isNotFound(err error) bool {
	var own *casework.Error
	return errors.As(err, &own) && own.Kind == casework.NotFound
}

func TestR6_TheSameFormTwiceIsOneComplaint(t *testing.T) {
	w := newWorld(t)
	order := casework.Order{Command: complaint(), Key: "form-1"}
	var answers [4]casework.Result
	var wait sync.WaitGroup
	for i := range answers {
		wait.Go(func() {
			var err error
			if answers[i], err = w.Do(t.Context(), casework.Public(), order); err != nil {
				t.Errorf("submission %d: %v", i, err)
			}
		})
	}
	wait.Wait()
	for _, a := range answers[1:] {
		if a != answers[0] {
			t.Errorf("a repeated submission got %+v, the first %+v", a, answers[0])
		}
	}
	page, err := w.DB.Read().Queue(t.Context(), dossier.ViewerKeys(owner.Actor), store.Filter{Queue: "all"})
	must(t, err)
	if len(page.Rows) != 1 {
		t.Errorf("%d dossiers, want 1", len(page.Rows))
	}

	other := complaint()
	other.Story = "something else"
	failure := w.fails(casework.Public(), casework.Order{Command: other, Key: "form-1"})
	if failure.Kind != casework.Refused || failure.Refusal.Code != "form_used" {
		t.Errorf("the key with another complaint: %v", failure)
	}
}

func TestR5_CodesThatNobodyKnowsAreNamedByField(t *testing.T) {
	w := newWorld(t)
	wrong := complaint()
	wrong.Branch, wrong.Specialists, wrong.Relation, wrong.ActingFor = "NOWHERE", []dossier.SpecialistID{"S1", "S99"}, "neighbour?", "Mies"
	refusal := w.refused(casework.Public(), "", wrong, "no_choice")
	var fields []string
	for _, r := range refusal.All() {
		fields = append(fields, r.Field)
	}
	if want := []string{"Branch", "Specialists", "Relation"}; !reflect.DeepEqual(fields, want) {
		t.Errorf("fields at fault: %v, want %v", fields, want)
	}
}

func TestR5_OnlyStaffSayWhenAComplaintReachedTheChain(t *testing.T) {
	w := newWorld(t)
	earlier := w.now.Add(-20 * time.Hour)
	c := complaint()
	c.ReceivedAt, c.Channel = earlier, dossier.ByLetter
	byForm := w.do(casework.Public(), "", c)
	if s := w.whole(byForm.Reference); !s.ReceivedAt.Equal(w.now) || s.Channel != dossier.ByForm {
		t.Errorf("the form set receipt to %v by %s", s.ReceivedAt, s.Channel)
	}
	c.Contact = dossier.Contact{Name: "Iemand Anders", Email: "anders@example.org"}
	byLetter := w.do(receptionist, "", c)
	if s := w.whole(byLetter.Reference); !s.ReceivedAt.Equal(earlier) || s.Channel != dossier.ByLetter {
		t.Errorf("staff's receipt became %v by %s", s.ReceivedAt, s.Channel)
	}
}

func TestR9_MatchingRunsAfterFilingAsAJob(t *testing.T) {
	w := newWorld(t)
	c := complaint()
	c.Specialists = nil
	filed := w.do(casework.Public(), "", c)
	if s := w.whole(filed.Reference); s.Match.Outcome != dossier.MatchPending || len(s.Banned()) != 0 {
		t.Fatalf("before the job: match %q, bans %v", s.Match.Outcome, s.Banned())
	}
	w.settle()
	s := w.whole(filed.Reference)
	if s.Match.Outcome != dossier.MatchFound || s.Match.Treatment.ID != "T1" || s.Match.Treatment.Price != 19900 {
		t.Errorf("match: %+v", s.Match)
	}
	if !slices.Equal(s.Banned(), []dossier.SpecialistID{"S1"}) {
		t.Errorf("bans %v, want one with S1 (R22)", s.Banned())
	}
}

func TestR9_NobodyInTheRegisterAsksForProof(t *testing.T) {
	w := newWorld(t)
	c := complaint()
	c.Contact = dossier.Contact{Name: "Onbekende Bezoeker", Email: "onbekend@example.org"}
	filed := w.do(casework.Public(), "", c)
	w.settle()
	if s := w.whole(filed.Reference); s.Match.Outcome != dossier.MatchNobody || s.Match.ProofAsked.IsZero() {
		t.Errorf("match: %+v", s.Match)
	}
}

func TestR9_ChosenTreatmentComesFromTheRegister(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	w.refused(owner, filed.Reference, dossier.ChooseMatch{
		TreatmentID: "T99", Reason: "x", Treatment: &dossier.Treatment{ID: "T99", Specialist: "S2"},
	}, "no_treatment")
	w.do(owner, filed.Reference, dossier.ChooseMatch{TreatmentID: "T3", Reason: "other visit"})
	if s := w.whole(filed.Reference); s.Match.Treatment.Specialist != "S2" || s.Match.Treatment.Client != "C3" {
		t.Errorf("match: %+v", s.Match.Treatment)
	}
}

func TestR1_ASlotIsBookedOnce(t *testing.T) {
	w := newWorld(t)
	first := w.talk("S1")
	at := w.whole(first).Talk.Start
	other := w.do(casework.Public(), "", dossier.RequestTalk{
		Contact: dossier.Contact{Name: "Fenna Post", Email: "fenna@example.org"}, Branch: "B1", TreatmentDate: visitDay, Specialist: "S1",
	}).Reference
	w.refused(receptionist, other, dossier.BookTalk{Specialist: "S1", Start: at, SlotFree: true}, "slot_taken")
	w.refused(receptionist, other, dossier.BookTalk{Specialist: "S1", Start: at.Add(7 * time.Minute)}, "slot_taken")
	w.refused(receptionist, other, dossier.BookTalk{Specialist: "S3", Start: at}, "slot_taken")
	view := w.fetch(receptionist, other)
	slots, err := w.Slots(t.Context(), view, "S1")
	must(t, err)
	if slices.ContainsFunc(slots, at.Equal) {
		t.Error("a booked slot is still offered")
	}
	if left, err := w.Slots(t.Context(), view, "S3"); err != nil || len(left) != 0 {
		t.Errorf("slots of who left: %v, %v", left, err)
	}
}

// R1: the free slots that are offered are those that booking accepts, by the terms the dossier keeps and not by those in force.
func TestR1_SlotsEndWithTheTermOfTheDossier(t *testing.T) {
	w := newWorld(t)
	reference := w.do(casework.Public(), "", dossier.RequestTalk{
		Contact: klaas, Branch: "B1", TreatmentDate: visitDay, Specialist: "S1",
	}).Reference
	pinned := w.Policy.Terms.TalkHeld
	later := *w.Policy
	later.Terms.TalkHeld.N = 3 * pinned.N
	office := &casework.Office{DB: w.DB, Policy: &later, Clock: w.Clock, Key: w.Key, Base: w.Base, Log: w.Log}
	for range 2 { // on the day it was asked, and three days on: the term does not move along
		view, err := office.Fetch(t.Context(), receptionist, reference, casework.PageDossier)
		must(t, err)
		slots, err := office.Slots(t.Context(), view, "S1")
		must(t, err)
		last := w.Calendar().After(view.State.Talk.Asked, pinned)
		all := w.Calendar().Slots(last.Add(-24*time.Hour), last.Add(48*time.Hour))
		for _, at := range all {
			if slices.ContainsFunc(slots, at.Equal) == at.After(last) {
				t.Errorf("the slot at %s is offered: %v, and the term ends at %s", at, !at.After(last), last)
			}
		}
		if len(all) == 0 {
			t.Fatal("no slots around the end of the term")
		}
		w.advance(3 * day)
	}
	beyond := w.Calendar().Slots(w.Calendar().After(w.whole(reference).Talk.Asked, pinned), w.Clock().Add(30*day))[0]
	w.refused(receptionist, reference, dossier.BookTalk{Specialist: "S1", Start: beyond}, "slot_late")
}

func TestR8_ATalkInAnotherDossierKeepsTheTermOpen(t *testing.T) {
	w := newWorld(t)
	w.talk("S1")
	w.advance(9 * 24 * time.Hour) // past day 7; the talk lapsed meanwhile
	if s := w.whole(w.file().Reference); s.Late {
		t.Error("who followed step 1 is late for it")
	}
	other := complaint()
	other.Contact = dossier.Contact{Name: "Fenna Post", Email: "fenna@example.org"}
	if s := w.whole(w.do(casework.Public(), "", other).Reference); !s.Late {
		t.Error("a late complaint without a talk is not flagged")
	}
}

func TestR23_FilingCancelsTheTalkInAnotherDossier(t *testing.T) {
	w := newWorld(t)
	talk := w.talk("S1")
	w.file()
	s := w.whole(talk)
	if s.Talk.Status == dossier.TalkPlanned {
		t.Error("the appointment still stands")
	}
	for _, to := range []dossier.Party{"complainant", "specialist:S1"} {
		if !slices.Contains(w.told(talk, to), "talk_cancelled") {
			t.Errorf("%s was not told: %v", to, w.told(talk, to))
		}
	}
	w.refused(receptionist, talk, dossier.BookTalk{Specialist: "S1", Start: w.slot(talk, "S1", 3)}, "ban")
}

func TestR23_ATalkUnderOtherContactDataIsCancelledOnceTheClientIsKnown(t *testing.T) {
	w := newWorld(t)
	reference := w.do(casework.Public(), "", dossier.RequestTalk{
		Contact: dossier.Contact{Name: "K. Kramer", Phone: "0612345678"}, Branch: "B1", TreatmentDate: visitDay, Specialist: "S1",
	}).Reference
	w.do(receptionist, reference, dossier.BookTalk{Specialist: "S1", Start: w.slot(reference, "S1", 0)})
	w.file()
	if s := w.whole(reference); s.Talk.Status == dossier.TalkPlanned {
		t.Error("the appointment still stands")
	}
}

func TestR23_BookingAndBanStartCannotCross(t *testing.T) {
	for range 5 {
		w := newWorld(t)
		reference := w.do(casework.Public(), "", dossier.RequestTalk{
			Contact: klaas, Branch: "B1", TreatmentDate: visitDay, Specialist: "S1",
		}).Reference
		at := w.slot(reference, "S1", 0)
		var wait sync.WaitGroup
		wait.Go(func() {
			_, err := w.Do(t.Context(), receptionist, casework.Order{Reference: reference, Command: dossier.BookTalk{Specialist: "S1", Start: at}})
			var own *casework.Error
			if err != nil && !errors.As(err, &own) {
				t.Error(err)
			}
		})
		wait.Go(func() {
			if _, err := w.Do(t.Context(), casework.Public(), casework.Order{Command: complaint()}); err != nil {
				t.Error(err)
			}
		})
		wait.Wait()
		if s := w.whole(reference); s.Talk.Status == dossier.TalkPlanned {
			t.Fatal("an appointment and a contact ban stand side by side")
		}
	}
}

func TestR3_PassingOnAnActCopiesTheActAlone(t *testing.T) {
	w := newWorld(t)
	reference := w.talk("S1")
	w.now = w.whole(reference).Talk.Start.Add(time.Minute)
	w.do(sanne, reference, dossier.RecordTalk{
		Solved: true, Content: "CONTENT-CANARY", How: "HOW-CANARY", ActKind: "repair_visit", Act: "polish one tooth",
	})
	w.do(complainant(reference), reference, dossier.PassOnAct{Act: "made up"})
	desk := text(w.fetch(receptionist, reference))
	if !contains(desk, "polish one tooth") || contains(desk, "made up") {
		t.Errorf("the desk reads %q", desk)
	}
	if contains(desk, "CONTENT-CANARY", "HOW-CANARY", "TOPIC-CANARY") {
		t.Error("the desk reads what was said in the talk")
	}
}

func TestR14_TheAccountSaysWhichSpecialistAHandlerIs(t *testing.T) {
	w := newWorld(t)
	w.leaves("sanne")
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		return tx.SaveAccount(store.Account{
			ID: "both", Name: "both", Email: "both@chain.example", Roles: []dossier.Role{dossier.RoleAssistant}, Specialist: "S1",
		})
	}))
	filed := w.file()
	refusal := w.fails(owner, casework.Order{Reference: filed.Reference, Command: dossier.Assign{Account: "both"}})
	if refusal.Kind != casework.Refused || refusal.Refusal.Rule != "R14" {
		t.Errorf("got %v, want refused by R14", refusal)
	}
	w.refused(owner, filed.Reference, dossier.Assign{Account: "receptionist"}, "no_choice")
	w.do(owner, filed.Reference, dossier.Assign{Account: "assistant"})
	both := staff("both", "S1", dossier.RoleAssistant, dossier.RoleSpecialist)
	if view, err := w.Fetch(t.Context(), both, filed.Reference, casework.PageDossier); err == nil && contains(text(view), "STORY-CANARY") {
		t.Error("who is complained about reads the complaint as an assistant")
	}
}

func TestR14_TheOutsidePersonComesInWhenNoHandlerIsLeft(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	for _, id := range []dossier.AccountID{"assistant", "second"} {
		w.do(owner, filed.Reference, dossier.DeclareConflict{Account: id, Reason: "family"})
	}
	w.settle()
	if s := w.whole(filed.Reference); s.Outside != "" {
		t.Fatal("the outside person came in while the owner was free")
	}
	w.do(owner, filed.Reference, dossier.DeclareConflict{Account: "owner", Reason: "family"})
	w.settle()
	if s := w.whole(filed.Reference); s.Outside != "outsider" {
		t.Errorf("outside person: %q", s.Outside)
	}
	w.do(outsider, filed.Reference, dossier.WriteNote{Words: "taken over"})
}
