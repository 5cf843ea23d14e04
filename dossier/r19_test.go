package dossier_test

import (
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

func refund(cents dossier.Cents) dossier.MakeOffer {
	return dossier.MakeOffer{Refund: cents, Words: "Dit bieden wij u aan."}
}

// Founded or partly founded is upheld, for that part; nothing else can be decided of it.
func TestR19_FoundedIsUpheld(t *testing.T) {
	for _, outcome := range []dossier.Outcome{dossier.Founded, dossier.PartlyFounded} {
		w := found(t, outcome)
		w.refused(dossier.TakeDecision{Ground: "comfort", Reason: "R"}, assistant, "founded", "R19")
		w.refused(dossier.TakeDecision{Upheld: true, Ground: "comfort", Reason: "R"}, assistant, "ground_given", "R19")
		w.refused(dossier.TakeDecision{Upheld: true}, assistant, "missing", "")
		w.refused(dossier.TakeDecision{Upheld: true, Reason: "R"}, receptionist, "not_yours", "")
		w.do(dossier.TakeDecision{Upheld: true, Reason: "R"}, assistant)
		w.events(dossier.Decided{})
		w.told("complainant upheld")
		w.inPhase(dossier.PhaseOffer)
		w.due(dossier.DueOffer)
	}
	w := found(t, dossier.Unfounded)
	w.refused(dossier.TakeDecision{Upheld: true, Reason: "R"}, assistant, "unfounded", "R20")
}

// One part founded is enough.
func TestR19_UpheldForThatPart(t *testing.T) {
	w := heard(t)
	w.do(finding("specialist:S1", dossier.Unfounded), assistant)
	w.do(finding("treatment", dossier.PartlyFounded), assistant)
	w.do(dossier.TakeDecision{Upheld: true, Reason: "R"}, assistant)
	w.inPhase(dossier.PhaseOffer)
}

func TestR19_Remedies(t *testing.T) {
	for _, tc := range []struct {
		offer dossier.MakeOffer
		want  []dossier.OfferedRemedy
	}{
		{dossier.MakeOffer{Refund: 1}, []dossier.OfferedRemedy{{Kind: dossier.Refund, Amount: 1}}},
		{dossier.MakeOffer{FreeTreatment: 12_000}, []dossier.OfferedRemedy{{Kind: dossier.FreeTreatment, Amount: 12_000}}},
		{dossier.MakeOffer{Discount: 500, Apology: true}, []dossier.OfferedRemedy{{Kind: dossier.Discount, Amount: 500}, {Kind: dossier.Apology}}},
		{dossier.MakeOffer{Apology: true}, []dossier.OfferedRemedy{{Kind: dossier.Apology}}},
	} {
		w := upheld(t)
		tc.offer.Words = "Dit bieden wij u aan."
		e := only[dossier.Offered](t, w.do(tc.offer, assistant))
		equal(t, "remedies", e, dossier.Offered{Offer: 1, Remedies: tc.want})
		w.told("complainant offered")
		w.notDue(dossier.DueOffer)
		equal(t, "who answers", w.due(dossier.DueOfferReply).Who, dossier.RoleComplainant)
	}
}

func TestR19_OfferFaults(t *testing.T) {
	w := upheld(t)
	w.refused(dossier.MakeOffer{Words: "Niets."}, assistant, "empty_offer", "R19")
	w.refused(refund(-1), assistant, "bad_amount", "R19")
	w.refused(dossier.MakeOffer{Refund: 100}, assistant, "missing", "")
	w.refused(refund(100), receptionist, "not_yours", "")
	w.refusedFields(dossier.MakeOffer{Refund: -1, Discount: 1 << 40, Words: "W"}, assistant, "Refund", "Discount")
	w.terms.Remedies = []dossier.RemedyKind{dossier.Refund}
	w.refused(dossier.MakeOffer{Apology: true, Words: "W"}, assistant, "not_offered", "R19")
	w = found(t, dossier.Founded)
	w.refused(refund(100), assistant, "wrong_step", "")
}

// The ceiling is the price, to the cent, over all kinds together.
func TestR19_CeilingWithinAnOffer(t *testing.T) {
	w := upheld(t)
	r := w.refused(dossier.MakeOffer{Refund: 4_000, FreeTreatment: 4_000, Discount: 4_001, Words: "W"}, assistant, "ceiling", "R19")
	if !strings.Contains(r.Text.NL, "€\u00a0120,00") {
		t.Errorf("the refusal does not say what is left: %s", r.Text.NL)
	}
	w.do(dossier.MakeOffer{Refund: 4_000, FreeTreatment: 4_000, Discount: 4_000, Words: "W"}, assistant)
}

func TestR19_CeilingNeedsTheTreatment(t *testing.T) {
	w := unknown(t).after(time.Hour)
	w.do(seriousJudgement(), assistant)
	w.do(dossier.RecordExplanation{How: "call", Words: "W"}, assistant)
	w.do(dossier.OpenInvestigation{Subjects: []string{"branch"}}, assistant)
	w.do(skip(dossier.StepInquiry, "", "no_other_clients"), assistant)
	w.do(finding("branch", dossier.Founded), assistant)
	w.do(dossier.TakeDecision{Upheld: true, Reason: "R"}, assistant)
	w.refused(refund(100), assistant, "no_treatment", "R19")
	w.do(dossier.MakeOffer{Apology: true, Words: "W"}, assistant)
}

func TestR19_CeilingAcrossDossiers(t *testing.T) {
	w := upheld(t)
	c := refund(5_001)
	c.Elsewhere = 7_000
	w.refused(c, assistant, "ceiling", "R19")
	c.Refund = 5_000
	w.do(c, assistant)
	// Another dossier granted something since: the offer can no longer be accepted.
	w.refused(dossier.AcceptOffer{Elsewhere: 7_001}, complainant, "ceiling", "R19")
	w.do(dossier.AcceptOffer{Elsewhere: 7_000}, complainant)
}

func TestR19_CeilingAcrossReopenings(t *testing.T) {
	w := settled(t) // EUR 110.00 of EUR 120.00
	w.do(dossier.Reopen{Reason: "remedy_failed", Words: "W"}, owner)
	w.inPhase(dossier.PhaseOffer)
	w.refused(refund(1_001), assistant, "ceiling", "R19")
	w.do(refund(1_000), assistant)
	w.do(dossier.AcceptOffer{}, complainant)
	equal(t, "granted", w.state.Granted(), dossier.Cents(12_000))
}

func TestR19_CeilingAcrossMerges(t *testing.T) {
	old := settled(t)
	w := upheld(t)
	w.state.Reference = "WH-2222-2222"
	w.do(dossier.Absorb{Other: old.state.MergeFacts()}, assistant)
	w.refused(refund(1_001), assistant, "ceiling", "R19")
	w.do(refund(1_000), assistant)

	old.do(dossier.Reopen{Reason: "mistake", Words: "W"}, owner)
	facts := w.state.MergeFacts()
	old.do(dossier.MergeInto{Into: facts.Reference, Reason: "Dezelfde klacht.", Other: facts}, owner)
	equal(t, "counted once", old.state.Granted(), dossier.Cents(0))
}

// A treatment is with another specialist unless the client chooses otherwise.
func TestR19_AnotherSpecialist(t *testing.T) {
	book := func(id dossier.SpecialistID) dossier.BookRemedy {
		return dossier.BookRemedy{Remedy: 2, On: "2026-03-16", Specialist: id}
	}
	w := accepted(t)
	w.refused(book(S1), receptionist, "same_specialist", "R19")
	w.do(book(S2), receptionist)
	w = offered(t)
	e := only[dossier.OfferAccepted](t, w.do(dossier.AcceptOffer{SameSpecialist: true}, complainant))
	equal(t, "choice", e.SameSpecialist, true)
	w.do(book(S1), receptionist)
}

func TestR19_ClientAccepts(t *testing.T) {
	w := upheld(t)
	w.refused(dossier.AcceptOffer{}, complainant, "no_offer", "R19")
	w = offered(t)
	w.refused(dossier.AcceptOffer{}, specialist1, "not_yours", "")
	w.do(dossier.AcceptOffer{}, complainant)
	w.events(dossier.OfferAccepted{})
	w.inPhase(dossier.PhaseRemedy)
	equal(t, "remedies", len(w.state.Remedies), 2)
	w.notDue(dossier.DueOfferReply)
	w.refused(dossier.AcceptOffer{}, complainant, "no_offer", "R19")
	w.refused(dossier.RefuseOffer{Why: "Toch niet."}, complainant, "wrong_step", "")
}

// The client says why not; after two refusals the last offer stands, and the dossier may close.
func TestR19_TwoRefusals(t *testing.T) {
	w := offered(t)
	w.refused(dossier.RefuseOffer{}, complainant, "missing", "")
	w.refused(dossier.CloseWithStandingOffer{}, assistant, "offer_not_standing", "R19")
	w.do(dossier.RefuseOffer{Why: "Te weinig."}, complainant)
	w.events(dossier.OfferRefused{})
	equal(t, "why", w.part("why").Class, dossier.ClassDecision)
	w.refused(dossier.AcceptOffer{}, complainant, "no_offer", "R19")
	w.refused(dossier.RefuseOffer{Why: "Te weinig."}, complainant, "no_offer", "R19")
	w.refused(dossier.CloseWithStandingOffer{}, assistant, "offer_not_standing", "R19")
	w.due(dossier.DueOffer)
	w.do(offer(), assistant)
	w.do(dossier.RefuseOffer{Why: "Nog te weinig."}, complainant)
	w.events(dossier.OfferRefused{}, dossier.OfferStands{})
	w.told("complainant offer_stands")
	w.refused(dossier.RefuseOffer{Why: "Nee."}, complainant, "no_offer", "R19")
	w.do(dossier.CloseWithStandingOffer{}, assistant)
	equal(t, "ending", w.state.Ending, dossier.OfferLeftOpen)
	w.told("complainant offer_left_open")
}

func TestR19_ThirtyDaysWithoutAnswer(t *testing.T) {
	w := offered(t)
	due := w.due(dossier.DueOfferReply)
	equal(t, "30 days", due.Due, w.lastOf("2026-04-09"))
	w.remindAll(dossier.DueOfferReply)
	w.now = due.Due.Add(-time.Millisecond)
	w.refused(dossier.Reach{Deadline: dossier.DueOfferReply, Subject: "1"}, system, "not_due", "")
	w.reach(dossier.DueOfferReply)
	w.events(dossier.DeadlinePassed{}, dossier.OfferStands{})
	w.possible("close_with_standing_offer", assistant)
	w.notDue(dossier.DueOfferReply)
}

// The standing offer can be accepted until its end, also when the dossier was closed, and not after it.
func TestR19_StandingOffer(t *testing.T) {
	for _, closed := range []bool{false, true} {
		w := offered(t)
		w.reach(dossier.DueOfferReply)
		if closed {
			w.do(dossier.CloseWithStandingOffer{}, assistant)
		}
		until := w.due(dossier.DueOfferStands).Due
		w.now = until.Add(time.Millisecond)
		w.refused(dossier.AcceptOffer{}, complainant, "no_offer", "R19")
		w.now = until
		w.do(dossier.AcceptOffer{}, complainant)
		w.inPhase(dossier.PhaseRemedy)
		equal(t, "no ending any more", w.state.Ending, dossier.Ending(""))
		w.notDue(dossier.DueOfferStands)
	}
}

// A new offer takes the place of the one that is open or stands.
func TestR19_NewOfferReplaces(t *testing.T) {
	w := offered(t)
	w.do(refund(100), assistant)
	equal(t, "first", w.state.Offers[0].Status, "replaced")
	e := only[dossier.OfferAccepted](t, w.do(dossier.AcceptOffer{}, complainant))
	equal(t, "accepted", e.Offer, 2)
	equal(t, "granted", w.state.Granted(), dossier.Cents(100))
}

// A match cannot change under a remedy that was granted: the ceiling would be another's.
func TestR19_MatchIsFixedOnceGranted(t *testing.T) {
	other := otherTreatment()
	c := dossier.ChooseMatch{TreatmentID: other.ID, Treatment: other, Reason: "Vergissing."}
	w := accepted(t)
	w.refused(c, assistant, "granted", "R19")
}
