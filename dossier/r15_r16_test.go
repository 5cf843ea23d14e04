package dossier_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

func TestR15_WholeBranchByDefault(t *testing.T) {
	w := investigating(t)
	w.refused(dossier.StartInquiry{Clients: others()}, receptionist, "not_yours", "")
	e := only[dossier.InquiryStarted](t, w.do(dossier.StartInquiry{Clients: others()}, assistant))
	equal(t, "clients", e.Clients, []dossier.Fellow{
		{Number: 1, Client: "F1", Specialist: S1, HasEmail: true},
		{Number: 2, Client: "F2", Specialist: S1},
		{Number: 3, Client: "F3", Specialist: S2, HasEmail: true},
	})
	w.refused(dossier.StartInquiry{Clients: others()}, assistant, "inquiry_started", "R15")
}

func TestR15_NarrowingNeedsReason(t *testing.T) {
	w := investigating(t)
	r := w.refused(dossier.StartInquiry{Narrow: true, Reason: " ", Clients: others()}, assistant, "missing", "R15")
	equal(t, "field", r.Field, "Reason")
	e := only[dossier.InquiryStarted](t, w.do(dossier.StartInquiry{Narrow: true, Reason: "Het gaat om de polijststap.", Clients: others()}, assistant))
	equal(t, "narrow", e.Narrow, true)
	for _, f := range e.Clients {
		equal(t, "specialist", f.Specialist, S1)
	}
	equal(t, "how many", len(e.Clients), 2)
	equal(t, "reason", w.part("reason").Class, dossier.ClassInquiry)
}

func TestR15_NobodyElse(t *testing.T) {
	w := investigating(t)
	w.refused(dossier.StartInquiry{}, assistant, "nobody_else", "R15")
	w.refused(dossier.StartInquiry{Narrow: true, Reason: "R", Clients: others()[2:]}, assistant, "nobody_else", "R15")
	w.do(dossier.SkipPart{Part: dossier.StepInquiry, Reason: "no_other_clients", Evidence: "Agenda van die dag."}, assistant)
	w.refused(dossier.StartInquiry{Clients: others()}, assistant, "inquiry_started", "R15")
}

// The question goes by link to who has an e-mail address; what is stored of it tells nothing of the complaint.
func TestR15_NeutralQuestion(t *testing.T) {
	w := investigating(t)
	happened := w.do(dossier.StartInquiry{Clients: others()}, assistant)
	w.told("fellow:1 inquiry", "fellow:3 inquiry")
	for _, p := range happened[0].Parts {
		if p.Subject != dossier.OfFellow || p.Class != dossier.ClassInquiry || p.Person == "" {
			t.Errorf("part %+v is not the fellow client's own", p)
		}
		if strings.Contains(p.Text, "Kim") || strings.Contains(p.Text, "pijn") {
			t.Errorf("part %q tells of the complaint", p.Name)
		}
	}
	equal(t, "phone kept", w.part("fellow_2_phone").Text, "+3160000000")
}

func TestR15_OneAnswerEach(t *testing.T) {
	w := investigating(t)
	w.refused(dossier.AnswerInquiry{Words: "Fijn."}, fellow1, "no_inquiry", "R15")
	w.do(dossier.StartInquiry{Clients: others()}, assistant)
	w.refused(dossier.AnswerInquiry{Words: " "}, fellow1, "missing", "R15")
	w.do(dossier.AnswerInquiry{Words: "Fijn."}, fellow1)
	w.events(dossier.InquiryAnswered{})
	equal(t, "answer", w.part("answer"), dossier.Part{
		Name: "answer", Subject: dossier.OfFellow, Person: "1", Class: dossier.ClassInquiry, Text: "Fijn.",
	})
	w.refused(dossier.AnswerInquiry{Words: "Toch niet."}, fellow1, "answered", "R15")
	w.refused(dossier.AnswerInquiry{Words: "Fijn."}, dossier.FellowClient(4), "answered", "R15")
	w.refused(dossier.AnswerInquiry{Words: "Fijn."}, complainant, "not_yours", "")
}

func TestR15_AnsweringIsVoluntary(t *testing.T) {
	w := investigating(t)
	w.do(dossier.StartInquiry{Clients: others()}, assistant)
	w.do(dossier.AnswerInquiry{Decline: true}, fellow1)
	w.events(dossier.InquiryUnanswered{})
	w.do(dossier.RecordInquiryAnswer{Fellow: 2}, assistant)
	w.events(dossier.InquiryUnanswered{})
	w.do(dossier.RecordInquiryAnswer{Fellow: 3}, assistant)
	w.do(dossier.CloseInquiry{}, assistant)
	w.events(dossier.InquiryClosed{})
}

func TestR15_ByPhone(t *testing.T) {
	w := investigating(t)
	w.refused(dossier.RecordInquiryAnswer{Fellow: 2, Answered: true, Words: "Goed."}, assistant, "no_inquiry", "R15")
	w.do(dossier.StartInquiry{Clients: others()}, assistant)
	w.refused(dossier.RecordInquiryAnswer{Fellow: 2, Answered: true}, assistant, "missing", "R15")
	w.refused(dossier.RecordInquiryAnswer{Fellow: 9, Answered: true, Words: "Goed."}, assistant, "no_choice", "")
	w.refused(dossier.RecordInquiryAnswer{Fellow: 2, Answered: true, Words: "Goed."}, specialist1, "not_yours", "")
	e := only[dossier.InquiryAnswered](t, w.do(dossier.RecordInquiryAnswer{Fellow: 2, Answered: true, Words: "Goed."}, assistant))
	equal(t, "event", e, dossier.InquiryAnswered{Fellow: 2, Phone: true})
	w.refused(dossier.RecordInquiryAnswer{Fellow: 2}, assistant, "no_choice", "")
}

func TestR15_OthersDoNotSeeWhoAnswered(t *testing.T) {
	w := inquired(t)
	for _, by := range []dossier.Actor{specialist1, specialist2, complainant, receptionist} {
		if slices.Contains(w.sees(by), string(dossier.ClassInquiry)) {
			t.Errorf("%s sees the inquiry", by.Name())
		}
		equal(t, "inquiry for "+by.Name(), w.cut(by).Inquiry.Fellows, nil)
	}
	equal(t, "inquiry for the handler", len(w.cut(assistant).Inquiry.Fellows), 3)
}

func TestR15_ClosingTheInquiry(t *testing.T) {
	w := investigating(t)
	w.refused(dossier.CloseInquiry{}, assistant, "no_inquiry", "R15")
	w.do(dossier.StartInquiry{Clients: others()}, assistant)
	w.do(dossier.AnswerInquiry{Words: "Fijn."}, dossier.FellowClient(3))
	w.refused(dossier.WeighAnswer{Fellow: 2}, assistant, "no_choice", "")
	due := w.due(dossier.DueInquiry).Due
	w.now = due
	w.refused(dossier.CloseInquiry{}, assistant, "inquiry_term", "R15")
	w.now = due.Add(time.Millisecond)
	w.refused(dossier.CloseInquiry{}, assistant, "not_weighed", "R16")
	w.do(dossier.WeighAnswer{Fellow: 3}, assistant) // against nobody
	w.do(dossier.CloseInquiry{}, assistant)
	w.notDue(dossier.DueInquiry)
	w.refused(dossier.AnswerInquiry{Words: "Toch nog."}, fellow1, "no_inquiry", "R15")
}

// Whoever has a complaint of their own files it from there. Handlers of both see that the two belong together, neither complainant does.
func TestR15_OwnComplaintOfAFellow(t *testing.T) {
	source := inquired(t)
	own := newWorld(t)
	own.do(complaint(func(f *dossier.File) { f.Source, f.Reference, f.Channel = reference, "WH-2222-2222", dossier.ByInquiry }), fellow1)
	equal(t, "links", own.state.Links, []string{reference})
	facts, err := dossier.Encode(only[dossier.Filed](t, own.lastStep))
	if err != nil || strings.Contains(string(facts), reference) {
		t.Fatalf("what every reader of a filing sees names the other dossier: %s %v", facts, err)
	}
	equal(t, "class of the link", dossier.Linked{}.Class(), dossier.ClassHandling)

	source.do(dossier.Link{Other: "WH-2222-2222", Exists: true, Mirror: true}, system)
	for _, w := range []*world{own, source} {
		equal(t, "links a handler sees", len(w.cut(assistant).Links), 1)
		equal(t, "links the complainant sees", len(w.cut(complainant).Links), 0)
		w.refused(dossier.Link{Other: "WH-3333-3333", Exists: true}, complainant, "not_yours", "")
	}
}

func TestR16_InvitationThreeWorkingDaysAhead(t *testing.T) {
	w := inquired(t).until("2026-03-05 10:00") // a Thursday
	ask := func(at string) dossier.InviteToHearing {
		return dossier.InviteToHearing{Specialist: S1, At: clock(at), Allegation: "Pijn na de behandeling."}
	}
	r := w.refused(ask("2026-03-09 23:59"), assistant, "notice", "R16")
	if !strings.Contains(r.Text.NL, "3 werkdagen") || !strings.Contains(r.Text.NL, "10 maart 2026") {
		t.Errorf("the refusal does not say from when: %s", r.Text.NL)
	}
	w.refused(ask("2026-03-10 00:00"), receptionist, "not_yours", "")
	e := only[dossier.HearingInvited](t, w.do(ask("2026-03-10 00:00"), assistant))
	equal(t, "invitation", e, dossier.HearingInvited{Specialist: S1, At: clock("2026-03-10 00:00"), Invitation: 1})
	p := w.part("allegation")
	equal(t, "allegation", p, dossier.Part{
		Name: "allegation", Subject: dossier.OfSpecialist, Person: "S1", Class: dossier.ClassHearing, Text: "Pijn na de behandeling.",
	})
	w.told("specialist:S1 hearing_invited")
	w.refused(ask("2026-03-12 10:00"), assistant, "invited", "R16")
}

func TestR16_WhoIsInvited(t *testing.T) {
	at := clock("2026-03-20 10:00")
	w := inquired(t)
	w.refused(dossier.InviteToHearing{Specialist: S3, At: at, Allegation: "A"}, assistant, "no_choice", "")
	w.refused(dossier.InviteToHearing{Specialist: S1, At: at}, assistant, "missing", "")

	w = explained(t)
	w.do(dossier.OpenInvestigation{Subjects: []string{"branch"}}, assistant)
	w.refused(dossier.InviteToHearing{Specialist: S1, At: at, Allegation: "A"}, assistant, "nobody_to_hear", "R16")

	two := func(f *dossier.File) { f.Specialists = []dossier.SpecialistID{S1, S3} }
	w = explained(t, two)
	w.do(dossier.OpenInvestigation{Subjects: []string{"specialist:S1"}}, assistant)
	w.refused(dossier.InviteToHearing{Specialist: S3, At: at, Allegation: "A"}, assistant, "not_accused", "R16")
}

// Into the treatment: whoever gave it is heard, without being investigated by name.
func TestR16_TreatmentHearsWhoGaveIt(t *testing.T) {
	w := explained(t, func(f *dossier.File) { f.Specialists = nil })
	w.do(dossier.OpenInvestigation{Subjects: []string{"treatment"}}, assistant)
	equal(t, "to hear", w.state.ToHear(), []dossier.SpecialistID{S1})
}

func TestR16_AnswersPutWithoutNames(t *testing.T) {
	w := invited(t)
	record := dossier.RecordHearing{Specialist: S1, Minutes: "Het ging zoals altijd."}
	w.refused(record, assistant, "hearing_ahead", "R16")
	w.until("2026-03-10 14:00")
	r := w.refused(record, assistant, "answers_not_put", "R16")
	equal(t, "field", r.Field, "Put")
	record.Put = "Een klant merkte haast."
	e := only[dossier.HearingHeld](t, w.do(record, assistant))
	equal(t, "put", e.Put, []int{1})
	for _, name := range []string{"minutes", "put"} {
		equal(t, name, w.part(name).Class, dossier.ClassHearing)
		equal(t, name+" of", w.part(name).Person, "S1")
	}
	w.told("specialist:S1 minutes")
	w.refused(dossier.InviteToHearing{Specialist: S1, At: clock("2026-03-20 10:00"), Allegation: "A"}, assistant, "heard", "R16")
}

// An answer that is weighed after the hearing is put to the specialist in another one.
func TestR16_LaterAnswerIsPutToo(t *testing.T) {
	w := heard(t)
	w.do(dossier.WeighAnswer{Fellow: 1, Against: nil}, assistant)
	w.possible("record_finding", assistant)
	w = investigating(t)
	w.do(dossier.StartInquiry{Clients: others()}, assistant)
	w.do(dossier.InviteToHearing{Specialist: S1, At: clock("2026-03-10 14:00"), Allegation: "Pijn."}, assistant)
	w.until("2026-03-10 15:00")
	w.do(dossier.RecordHearing{Specialist: S1, Minutes: "Goed."}, assistant)
	w.do(dossier.AnswerMinutes{Agreed: true}, specialist1)
	w.do(dossier.RecordInquiryAnswer{Fellow: 2, Answered: true, Words: "Slecht."}, assistant)
	w.do(dossier.WeighAnswer{Fellow: 2, Against: []dossier.SpecialistID{S1}}, assistant)
	w.do(dossier.CloseInquiry{}, assistant)
	w.refused(dossier.RecordFinding{Subject: "treatment", Outcome: dossier.Unfounded, Reasons: "R"}, assistant, "answers_not_put", "R16")
	w.do(dossier.InviteToHearing{Specialist: S1, At: clock("2026-03-16 10:00"), Allegation: "Nog een antwoord."}, assistant)
	w.until("2026-03-16 11:00")
	w.do(dossier.RecordHearing{Specialist: S1, Minutes: "Nee.", Put: "Een klant vond het slecht."}, assistant)
	w.impossible("record_finding", assistant, "minutes_open") // these minutes are new
	w.do(dossier.AnswerMinutes{Agreed: true}, specialist1)
	w.possible("record_finding", assistant)
}

func TestR16_Minutes(t *testing.T) {
	w := invited(t).until("2026-03-10 15:00")
	w.refused(dossier.AnswerMinutes{Agreed: true}, specialist1, "no_minutes", "R16")
	w.do(dossier.RecordHearing{Specialist: S1, Minutes: "M", Put: "P"}, assistant)
	w.refused(dossier.AnswerMinutes{Agreed: true}, specialist2, "no_minutes", "R16")
	w.refused(dossier.AnswerMinutes{Agreed: true}, assistant, "not_yours", "")
	r := w.refused(dossier.AnswerMinutes{}, specialist1, "missing", "R16")
	equal(t, "field", r.Field, "Remarks")
	e := only[dossier.MinutesAnswered](t, w.do(dossier.AnswerMinutes{Remarks: "Zo zei ik het niet."}, specialist1))
	equal(t, "event", e, dossier.MinutesAnswered{Specialist: S1})
	h, _ := w.state.Hearing(S1)
	equal(t, "noted", h.Minutes, "disagreed")
	w.refused(dossier.AnswerMinutes{Agreed: true}, specialist1, "no_minutes", "R16")
	w.possible("record_finding", assistant)
}

// The specialist has the policy's time for the minutes; silence after it does not hold the finding up.
func TestR16_MinutesTermEnds(t *testing.T) {
	w := invited(t).until("2026-03-10 15:00")
	w.do(dossier.RecordHearing{Specialist: S1, Minutes: "M", Put: "P"}, assistant)
	w.now = w.due(dossier.DueMinutes).Due
	w.impossible("record_finding", assistant, "minutes_open")
	w.after(time.Millisecond)
	w.possible("record_finding", assistant)
}

func TestR16_Statement(t *testing.T) {
	w := explained(t)
	w.refused(dossier.HandInStatement{Words: "Ik deed mijn werk."}, specialist1, "wrong_step", "")
	w = investigating(t)
	w.refused(dossier.HandInStatement{}, specialist1, "missing", "")
	w.refused(dossier.HandInStatement{Words: "Ik ook."}, specialist2, "not_accused", "R16")
	e := only[dossier.StatementHandedIn](t, w.do(dossier.HandInStatement{Words: "Ik deed mijn werk."}, specialist1))
	equal(t, "event", e, dossier.StatementHandedIn{Specialist: S1})
	equal(t, "words", w.part("words").Class, dossier.ClassHearing)
	equal(t, "of", w.part("words").Person, "S1")
}

func TestR16_NotAppearingIsRecorded(t *testing.T) {
	w := invited(t)
	w.refused(dossier.RecordNoShow{Specialist: S1}, assistant, "hearing_ahead", "R16")
	w.until("2026-03-10 14:30")
	e := only[dossier.HearingMissed](t, w.do(dossier.RecordNoShow{Specialist: S1}, assistant))
	equal(t, "event", e, dossier.HearingMissed{Specialist: S1, Invitation: 1})
	w.refused(dossier.RecordNoShow{Specialist: S1}, assistant, "nobody_invited", "R16")
	e2 := only[dossier.HearingInvited](t, w.do(dossier.InviteToHearing{Specialist: S1, At: clock("2026-03-16 10:00"), Allegation: "A"}, assistant))
	equal(t, "second invitation", e2.Invitation, 2)
}

func TestR16_InvitationTakenBack(t *testing.T) {
	w := inquired(t)
	w.refused(dossier.CancelHearing{Specialist: S1, Reason: "Ziek."}, assistant, "nobody_invited", "R16")
	w = invited(t)
	w.refused(dossier.CancelHearing{Specialist: S1}, assistant, "missing", "")
	w.do(dossier.CancelHearing{Specialist: S1, Reason: "De zaal is dicht."}, assistant)
	w.told("specialist:S1 hearing_cancelled")
	w.notDue(dossier.DueHearing)
	e := only[dossier.HearingInvited](t, w.do(dossier.InviteToHearing{Specialist: S1, At: clock("2026-03-16 10:00"), Allegation: "A"}, assistant))
	equal(t, "does not count", e.Invitation, 1)
}
