package casework_test

import (
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

var fenna = dossier.Contact{Name: "Fenna Post", Email: "fenna@example.org"}

// asked asks for a talk with a specialist and does not book it.
func (w *world) asked(contact dossier.Contact, id dossier.SpecialistID) string {
	w.t.Helper()
	reference := w.do(casework.Public(), "", dossier.RequestTalk{
		Contact: contact, Branch: "B1", TreatmentDate: visitDay, Specialist: id, Topic: "TOPIC-CANARY",
	}).Reference
	w.settle()
	return reference
}

// toOffer takes a complaint to the point where a solution is looked for.
func (w *world) toOffer(reference string) {
	w.t.Helper()
	w.toFinding(reference, dossier.Founded)
	w.do(owner, reference, dossier.TakeDecision{Upheld: true, Reason: "x"})
}

func TestR1_Interleaved_Bookings(t *testing.T) {
	d := newDrill(t)
	var first, second string
	var book dossier.BookTalk
	from := d.scene(func(w *world) {
		first, second = w.asked(klaas, "S1"), w.asked(fenna, "S1")
		book = dossier.BookTalk{Specialist: "S1", Start: w.slot(first, "S1", 0)}
	})
	d.run(pair{name: "two bookings of a slot", from: from, a: order(receptionist, first, book), b: order(owner, second, book)})
	d.run(pair{name: "two bookings of one talk", brief: true, from: from, a: order(receptionist, first, book), b: order(owner, first, book)})
}

func TestR23_Interleaved_BookingATalkAndABanStart(t *testing.T) {
	d := newDrill(t)
	var talk, filed string
	var book dossier.BookTalk
	unnamed := complaint()
	unnamed.Specialists = nil
	plain := d.scene(func(w *world) {
		talk = w.asked(klaas, "S1")
		book = dossier.BookTalk{Specialist: "S1", Start: w.slot(talk, "S1", 0)}
	})
	d.run(pair{
		name: "booking and filing that names the specialist", from: plain,
		a: order(receptionist, talk, book), b: order(casework.Public(), "", complaint()),
	})
	d.run(pair{
		name: "booking and filing in the same dossier", brief: true, from: plain,
		a: order(receptionist, talk, book), b: order(complainant(talk), talk, complaint()),
	})
	d.run(pair{
		name: "asking for a talk and filing", brief: true, from: plain,
		a: order(casework.Public(), "", dossier.RequestTalk{Contact: klaas, Branch: "B1", TreatmentDate: visitDay, Specialist: "S1"}),
		b: order(casework.Public(), "", complaint()),
	})
	unmatched := d.scene(func(w *world) {
		talk = w.asked(klaas, "S1")
		book = dossier.BookTalk{Specialist: "S1", Start: w.slot(talk, "S1", 0)}
		filed = w.do(casework.Public(), "", unnamed).Reference
	})
	d.run(pair{name: "booking and the match that finds the specialist", from: unmatched, a: order(receptionist, talk, book), b: tick, settle: true})
	matched := d.scene(func(w *world) {
		talk, filed = w.asked(klaas, "S2"), w.file().Reference
		book = dossier.BookTalk{Specialist: "S2", Start: w.slot(talk, "S2", 0)}
	})
	d.run(pair{
		name: "booking and a match corrected to the specialist", brief: true, from: matched,
		a: order(receptionist, talk, book), b: order(owner, filed, dossier.ChooseMatch{TreatmentID: "T3", Reason: "x"}),
	})
}

func TestR23_Interleaved_BookingATreatmentAndABanStart(t *testing.T) {
	d := newDrill(t)
	var first, again, closed string
	var book dossier.BookRemedy
	granted := func(w *world) {
		first = w.file().Reference
		w.toOffer(first)
		w.do(owner, first, dossier.MakeOffer{FreeTreatment: 9900, Words: "x"})
		w.do(complainant(first), first, dossier.AcceptOffer{SameSpecialist: true})
		book = dossier.BookRemedy{Remedy: w.whole(first).Remedies[0].Number, On: w.today(3), Specialist: "S1"}
	}
	plain := d.scene(granted)
	d.run(pair{
		name: "booking a treatment and filing", brief: true, from: plain,
		a: order(receptionist, first, book), b: order(casework.Public(), "", complaint()),
	})
	reopened := d.scene(func(w *world) {
		closed = w.file().Reference
		w.do(complainant(closed), closed, dossier.Withdraw{})
		granted(w)
		again = first
	})
	d.run(pair{
		name: "booking a treatment and a reopening", from: reopened,
		a: order(receptionist, again, book), b: order(assistant, closed, dossier.Reopen{Reason: "mistake", Words: "x"}),
	})
}

// Who is the same person may be known only by the act itself.
func TestR23_Interleaved_PersonsWhoTurnOutToBeOne(t *testing.T) {
	d := newDrill(t)
	var filed, talk, granted, hers string
	var book dossier.BookTalk
	corrected := func(reference string) act {
		return order(complainant(reference), reference, dossier.CorrectContact{Contact: fenna})
	}
	ban := d.scene(func(w *world) {
		filed, talk = w.file().Reference, w.asked(fenna, "S1")
		book = dossier.BookTalk{Specialist: "S1", Start: w.slot(talk, "S1", 0)}
	})
	d.run(pair{name: "corrected contact data and a booking", from: ban, a: corrected(filed), b: order(receptionist, talk, book)})
	planned := d.scene(func(w *world) { talk = w.talk("S1") })
	complains := complaint()
	complains.Contact = fenna
	d.run(pair{
		name: "corrected contact data and filing", brief: true, from: planned,
		a: corrected(talk), b: order(casework.Public(), "", complains),
	})
	chosen := d.scene(func(w *world) {
		unnamed := complaint()
		unnamed.Specialists = nil
		unnamed.Contact = dossier.Contact{Name: "Petra Partner", Email: "petra@example.org"}
		hers = w.do(casework.Public(), "", unnamed).Reference
		granted = w.file().Reference
		w.toOffer(granted)
		w.do(owner, granted, dossier.MakeOffer{FreeTreatment: 9900, Words: "x"})
		w.do(complainant(granted), granted, dossier.AcceptOffer{SameSpecialist: true})
		w.settle()
	})
	d.run(pair{
		name: "a chosen match and booking a treatment", brief: true, from: chosen,
		a: order(owner, hers, dossier.ChooseMatch{TreatmentID: "T1", Reason: "x"}),
		b: func(w *world) string {
			return order(receptionist, granted, dossier.BookRemedy{
				Remedy: w.whole(granted).Remedies[0].Number, On: chosen.today(3), Specialist: "S1",
			})(w)
		},
	})
}

// Two dossiers that are not of one person, each linked from the other: there each act waits for what the other keeps.
func TestR15_Interleaved_Links(t *testing.T) {
	d := newDrill(t)
	var one, two string
	from := d.scene(func(w *world) {
		c := complaint()
		c.Contact = fenna
		one, two = w.file().Reference, w.do(casework.Public(), "", c).Reference
		w.settle()
	})
	d.run(pair{
		name: "crosswise", from: from,
		a: order(owner, one, dossier.Link{Other: two, Why: "x"}), b: order(assistant, two, dossier.Link{Other: one, Why: "y"}),
	})
}

func TestR4_R23_Interleaved_BookingAnActAndABanStart(t *testing.T) {
	d := newDrill(t)
	var talk string
	from := d.scene(func(w *world) {
		talk = w.talk("S1")
		w.now = w.whole(talk).Talk.Start.Add(time.Minute)
		w.do(sanne, talk, dossier.RecordTalk{Solved: true, How: "x", ActKind: "repair_visit", Act: "x"})
		w.do(complainant(talk), talk, dossier.PassOnAct{})
		w.settle()
	})
	d.run(pair{
		name: "booking an act and filing", brief: true, from: from,
		a: order(receptionist, talk, dossier.BookAct{On: from.today(1)}), b: order(casework.Public(), "", complaint()),
	})
}

func TestR19_R20_Interleaved_Decisions(t *testing.T) {
	d := newDrill(t)
	var reference string
	upheld := dossier.TakeDecision{Upheld: true, Reason: "x"}
	rejected := dossier.TakeDecision{Ground: "unfounded", Reason: "x"}
	founded := d.scene(func(w *world) {
		reference = w.file().Reference
		w.toFinding(reference, dossier.Founded)
	})
	d.run(pair{name: "two decisions to uphold", from: founded, a: order(owner, reference, upheld), b: order(assistant, reference, upheld)})
	d.run(pair{
		name: "deciding and withdrawing", brief: true, from: founded,
		a: order(owner, reference, upheld), b: order(complainant(reference), reference, dossier.Withdraw{}),
	})
	unfounded := d.scene(func(w *world) {
		reference = w.file().Reference
		w.toFinding(reference, dossier.Unfounded)
	})
	d.run(pair{name: "two decisions to reject", from: unfounded, a: order(owner, reference, rejected), b: order(second, reference, rejected)})
	reviewed := d.scene(func(w *world) {
		reference = w.file().Reference
		w.toFinding(reference, dossier.Unfounded)
		w.do(owner, reference, rejected)
		w.do(complainant(reference), reference, dossier.AskReview{Words: "x"})
		w.settle()
	})
	d.run(pair{
		name: "two answers to a review", brief: true, from: reviewed,
		a: order(assistant, reference, dossier.AnswerReview{Maintained: true, Reason: "x"}),
		b: order(second, reference, dossier.AnswerReview{Reason: "x"}),
	})
}

func TestR19_Interleaved_Offers(t *testing.T) {
	d := newDrill(t)
	var reference string
	from := d.scene(func(w *world) {
		reference = w.file().Reference
		w.toOffer(reference)
		w.do(owner, reference, dossier.MakeOffer{Refund: 15000, Words: "x"})
		w.settle()
	})
	me, accept := complainant(reference), dossier.AcceptOffer{}
	better := dossier.MakeOffer{Refund: 19900, Words: "x"}
	d.run(pair{name: "two acceptances of one offer", from: from, a: order(me, reference, accept), b: order(receptionist, reference, accept)})
	d.run(pair{name: "acceptance and a new offer", from: from, a: order(me, reference, accept), b: order(owner, reference, better)})
	d.run(pair{name: "acceptance and refusal", brief: true, from: from, a: order(me, reference, accept), b: order(receptionist, reference, dossier.RefuseOffer{Why: "x"})})
	d.run(pair{name: "two new offers", brief: true, from: from, a: order(assistant, reference, better), b: order(owner, reference, better)})
}

func TestR19_Interleaved_TwoDossiersOfOneTreatment(t *testing.T) {
	d := newDrill(t)
	var first, again string
	most := dossier.MakeOffer{Refund: 15000, Words: "x"}
	upheld := func(w *world) {
		first, again = w.file().Reference, w.file().Reference
		w.toOffer(first)
		w.toOffer(again)
	}
	offered := d.scene(func(w *world) {
		upheld(w)
		w.do(owner, first, most)
		w.do(owner, again, most)
		w.settle()
	})
	d.run(pair{
		name: "two acceptances", from: offered,
		a: order(complainant(first), first, dossier.AcceptOffer{}), b: order(complainant(again), again, dossier.AcceptOffer{}),
	})
	half := d.scene(func(w *world) {
		upheld(w)
		w.do(owner, first, most)
		w.settle()
	})
	d.run(pair{
		name: "an acceptance and an offer", brief: true, from: half,
		a: order(complainant(first), first, dossier.AcceptOffer{}), b: order(owner, again, most),
	})
	plain := d.scene(upheld)
	d.run(pair{name: "two offers", brief: true, from: plain, a: order(owner, first, most), b: order(assistant, again, most)})
}

func TestR21_R26_Interleaved_Payments(t *testing.T) {
	d := newDrill(t)
	var reference string
	var paid dossier.CarryOut
	refund := d.scene(func(w *world) {
		reference = w.file().Reference
		w.toOffer(reference)
		w.do(owner, reference, dossier.MakeOffer{Refund: 15000, Words: "x"})
		w.do(complainant(reference), reference, dossier.AcceptOffer{})
		w.settle()
		paid = dossier.CarryOut{Remedy: w.whole(reference).Remedies[0].Number, On: w.today(0)}
	})
	d.run(pair{name: "a refund paid by two", brief: true, from: refund, a: order(owner, reference, paid), b: order(assistant, reference, paid)})
	claimed := d.scene(func(w *world) {
		reference = w.suspected()
		w.do(owner, reference, falsehood)
		w.do(assistant, reference, falsehood)
		w.do(owner, reference, dossier.SendClaim{})
		w.settle()
	})
	whole := dossier.RecordClaimPayment{Amount: 6995}
	d.run(pair{name: "a claim paid twice", brief: true, from: claimed, a: order(owner, reference, whole), b: order(assistant, reference, whole)})
	d.run(pair{
		name: "a claim paid and taken back", brief: true, from: claimed,
		a: order(owner, reference, whole), b: order(second, reference, dossier.UndoFalse{Reason: "x"}),
	})
}

var falsehood = dossier.EstablishFalse{NeverTreated: true, Knew: true, SoughtMoney: true, Evidence: "x"}

// suspected is a complaint by somebody whom the register does not know, after the term for proof.
func (w *world) suspected() string {
	w.t.Helper()
	c := complaint()
	c.Contact = dossier.Contact{Name: "Onbekende Bezoeker", Email: "onbekend@example.org"}
	reference := w.do(casework.Public(), "", c).Reference
	w.settle()
	w.do(owner, reference, dossier.RaiseSuspicion{Evidence: "x"})
	w.advance(9 * day)
	return reference
}

func TestR25_Interleaved_EstablishingFalseness(t *testing.T) {
	d := newDrill(t)
	var reference string
	none := d.scene(func(w *world) { reference = w.suspected() })
	d.run(pair{name: "two people establish", from: none, a: order(owner, reference, falsehood), b: order(assistant, reference, falsehood)})
	d.run(pair{name: "one person twice", brief: true, from: none, a: order(owner, reference, falsehood), b: order(owner, reference, falsehood)})
	d.run(pair{
		name: "establishing and dropping the suspicion", brief: true, from: none,
		a: order(owner, reference, falsehood), b: order(assistant, reference, dossier.DropSuspicion{Reason: "x"}),
	})
	one := d.scene(func(w *world) {
		reference = w.suspected()
		w.do(owner, reference, falsehood)
	})
	d.run(pair{name: "two people are the second", brief: true, from: one, a: order(assistant, reference, falsehood), b: order(second, reference, falsehood)})
	d.run(pair{
		name: "the second and proof", brief: true, from: one,
		a: order(assistant, reference, falsehood), b: order(complainant(reference), reference, dossier.GiveProof{Proof: "x"}),
	})
}

func TestR5_R7_Interleaved_FilingTwice(t *testing.T) {
	d := newDrill(t)
	var talk string
	from := d.scene(func(w *world) { talk = w.asked(klaas, "S1") })
	same := casework.Order{Command: complaint(), Key: "form"}
	changed := casework.Order{Command: complaint(), Key: "form"}
	other := complaint()
	other.Story = "something else"
	changed.Command = other
	d.run(pair{name: "the same form twice", from: from, a: ordered(casework.Public(), same), b: ordered(casework.Public(), same)})
	d.run(pair{name: "the same form, changed", brief: true, from: from, a: ordered(casework.Public(), same), b: ordered(casework.Public(), changed)})
	d.run(pair{
		name: "filing in one dossier from two pages", brief: true, from: from,
		a: order(complainant(talk), talk, complaint()), b: order(receptionist, talk, complaint()),
	})
	d.run(pair{name: "two complaints of one person", brief: true, from: from, a: order(casework.Public(), "", complaint()), b: order(casework.Public(), "", complaint())})
}

func TestR15_Interleaved_OneAnswerTwice(t *testing.T) {
	d := newDrill(t)
	var reference string
	from := d.scene(func(w *world) {
		reference = w.file().Reference
		w.inquire(reference, 1)
	})
	fellow := casework.Viewer{Actor: dossier.FellowClient(1), Only: reference}
	answer := dossier.AnswerInquiry{Words: "x"}
	d.run(pair{name: "an answer sent twice", brief: true, from: from, a: order(fellow, reference, answer), b: order(fellow, reference, answer)})
	d.run(pair{
		name: "an answer and the end of the inquiry", brief: true, from: from,
		a: order(fellow, reference, answer), b: order(owner, reference, dossier.RecordInquiryAnswer{Fellow: 1}),
	})
}

func TestInterleaved_EndingsAndPagesOutOfDate(t *testing.T) {
	d := newDrill(t)
	var reference string
	seen := 0
	from := d.scene(func(w *world) {
		reference = w.file().Reference
		seen = w.whole(reference).Count
	})
	judge := casework.Order{Reference: reference, Seen: seen, Command: dossier.Judge{Severity: "serious", Serious: true, Reason: "x"}}
	d.run(pair{
		name: "withdrawing and rejecting at triage", brief: true, from: from,
		a: order(complainant(reference), reference, dossier.Withdraw{}),
		b: order(owner, reference, dossier.Judge{Severity: "minor", Ground: "comfort", Reason: "x"}),
	})
	d.run(pair{name: "two judgements from one page", brief: true, from: from, a: ordered(owner, judge), b: ordered(assistant, judge)})
	d.run(pair{
		name: "assigning and a conflict of the one assigned", brief: true, from: from,
		a: order(owner, reference, dossier.Assign{Account: "assistant"}),
		b: order(second, reference, dossier.DeclareConflict{Account: "assistant", Reason: "x"}),
	})
}
