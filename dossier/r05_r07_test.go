package dossier_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

func TestR5_AComplaintIsAboutSpecialistTreatmentOrBranchOrSeveral(t *testing.T) {
	for _, about := range [][]dossier.About{
		{dossier.AboutSpecialist},
		{dossier.AboutTreatment},
		{dossier.AboutBranch},
		{dossier.AboutSpecialist, dossier.AboutTreatment, dossier.AboutBranch},
	} {
		w := filed(t, func(f *dossier.File) { f.About = about })
		equal(t, "about", w.state.About, about)
	}
	w := newWorld(t)
	w.refused(complaint(func(f *dossier.File) { f.About = []dossier.About{"price"} }), complainant, "no_choice", "")
	w.refusedFields(complaint(func(f *dossier.File) { f.About = nil }), complainant, "About")
}

func TestR5_ItIsFiledByTheClientOrByStaffOnTheirBehalf(t *testing.T) {
	for _, by := range []dossier.Actor{complainant, receptionist, assistant, owner, fellow1} {
		w := newWorld(t)
		w.do(complaint(), by)
		w.inPhase(dossier.PhaseTriage)
		w.refused(complaint(), by, "already_filed", "R5")
	}
	newWorld(t).refused(complaint(), specialist1, "not_yours", "")
	newWorld(t).refused(complaint(), system, "not_mail", "R5") // it files only what comes by mail
	for _, channel := range []dossier.Channel{dossier.ByPhone, dossier.ByCounter, dossier.ByLetter, dossier.ByMail} {
		w := newWorld(t)
		w.do(complaint(func(f *dossier.File) { f.Channel = channel }), receptionist)
		equal(t, "channel", w.state.Channel, channel)
	}
	newWorld(t).refused(complaint(func(f *dossier.File) { f.Channel = "pigeon" }), receptionist, "no_choice", "")
}

func TestR5_ARepresentativeSaysForWhomAndInWhatRelation(t *testing.T) {
	w := newWorld(t)
	w.refusedFields(complaint(func(f *dossier.File) { f.ActingFor = "Sam" }), complainant, "Relation")
	w.refusedFields(complaint(func(f *dossier.File) { f.Relation = "parent" }), complainant, "ActingFor")
	w = filed(t, acting)
	f := only[dossier.Filed](t, w.lastStep)
	equal(t, "relation", f.Relation, "parent")
	equal(t, "represented", f.Represented, true)
	equal(t, "client", w.part("client_name").Class, dossier.ClassContact)
	equal(t, "for oneself", filed(t).state.Represented, false)
}

func acting(f *dossier.File) { f.ActingFor, f.Relation = "Sam de Boer", "parent" }

func TestR5_AuthorityIsShownBeforeAnythingAboutTheClientIsTold(t *testing.T) {
	w := filed(t, acting)
	if got := w.notices(); !slices.Contains(got, "complainant authority_asked") {
		t.Errorf("authority is not asked for: %q", got)
	}
	d := w.due(dossier.DueAuthority)
	equal(t, "due", d.Due, w.lastOf("2026-03-09"))
	equal(t, "who", d.Who, dossier.RoleComplainant)
	equal(t, "sees", w.sees(complainant), []string{"contact"})
	w.refused(dossier.SendMessage{Words: "Hallo."}, receptionist, "authority_missing", "R5")
	w.refused(dossier.Withdraw{}, complainant, "authority_missing", "R5")
	w.possible("add_message", complainant) // what they say is never refused

	w.refused(dossier.AcceptAuthority{Evidence: "Uittreksel."}, complainant, "not_yours", "")
	w.refusedFields(dossier.AcceptAuthority{}, receptionist, "Evidence")
	w.do(dossier.AcceptAuthority{Evidence: "Uittreksel gezien."}, receptionist)
	equal(t, "evidence", w.part("evidence").Class, dossier.ClassHandling)
	w.notDue(dossier.DueAuthority)
	equal(t, "sees the decision", dossier.Sees(w.sees(complainant), dossier.ClassDecision, ""), true)
	w.do(dossier.SendMessage{Words: "Hallo."}, receptionist)
	w.told("complainant message")
	w.refused(dossier.AcceptAuthority{Evidence: "Nog eens."}, receptionist, "no_authority_needed", "R5")
	w.do(dossier.Withdraw{}, complainant)

	w = filed(t) // the client
	w.refused(dossier.AcceptAuthority{Evidence: "Niet nodig."}, receptionist, "no_authority_needed", "R5")
	w.notDue(dossier.DueAuthority)
	equal(t, "told", slices.Contains(w.notices(), "complainant authority_asked"), false)
}

func TestR5_AnUnauthorisedRepresentativeDecidesNothingForTheClient(t *testing.T) {
	w := offered(t, acting)
	w.refused(dossier.AcceptOffer{}, complainant, "authority_missing", "R5")
	w.refused(dossier.RefuseOffer{Why: "Te weinig."}, complainant, "authority_missing", "R5")
	w.do(dossier.AcceptAuthority{Evidence: "Uittreksel gezien."}, assistant)
	w.do(dossier.AcceptOffer{}, complainant)

	w = rejected(t, acting)
	w.refused(dossier.AskReview{Words: "Nee."}, complainant, "authority_missing", "R5")
}

func TestR5_ItCountsFromTheMomentItReachedTheChain(t *testing.T) {
	friday := clock("2026-02-27 16:00")
	w := newWorld(t)
	w.do(complaint(func(f *dossier.File) { f.Channel, f.ReceivedAt = dossier.ByLetter, friday }), receptionist)
	equal(t, "received", w.state.ReceivedAt, friday)
	equal(t, "filed", w.state.FiledAt, clock("2026-03-02 10:00"))
	equal(t, "triage", w.due(dossier.DueTriage).Due, friday.Add(24*time.Hour))

	w = newWorld(t) // the form cannot say so
	w.do(complaint(func(f *dossier.File) { f.ReceivedAt = friday }), complainant)
	equal(t, "received", w.state.ReceivedAt, w.now)

	w = newWorld(t)
	future := complaint(func(f *dossier.File) { f.ReceivedAt = w.now.Add(time.Minute) })
	r := w.refused(future, receptionist, "future", "R5")
	equal(t, "field", r.Field, "ReceivedAt")
	early := complaint(func(f *dossier.File) { f.ReceivedAt = clock("2026-02-26 10:00") }) // before the treatment
	equal(t, "field", w.refused(early, receptionist, "future", "R5").Field, "TreatmentDate")
}

func TestR5_WhatIsMissingOrWrongIsNamedByItsField(t *testing.T) {
	w := newWorld(t)
	w.refusedFields(dossier.File{}, complainant, "Name", "Branch", "TreatmentDate", "About", "Story", "Email")
	for name, tc := range map[string]struct {
		edit  func(*dossier.File)
		field string
		code  string
	}{
		"no name":       {func(f *dossier.File) { f.Name = "  " }, "Name", "missing"},
		"no way back":   {func(f *dossier.File) { f.Email, f.Phone = "", " " }, "Email", "unreachable"},
		"tomorrow":      {func(f *dossier.File) { f.TreatmentDate = "2026-03-03" }, "TreatmentDate", "future"},
		"no such day":   {func(f *dossier.File) { f.TreatmentDate = "2026-02-30" }, "TreatmentDate", "bad_date"},
		"no such month": {func(f *dossier.File) { f.TreatmentDate = "2026-13-01" }, "TreatmentDate", "bad_date"},
		"long story":    {func(f *dossier.File) { f.Story = strings.Repeat("é", dossier.MaxWords+1) }, "Story", "too_long"},
		"long name":     {func(f *dossier.File) { f.Name = strings.Repeat("a", dossier.MaxLine+1) }, "Name", "too_long"},
	} {
		_, err := w.try(complaint(tc.edit), complainant)
		if refusalCode(err) != tc.code {
			t.Errorf("%s: %s", name, explain(err))
			continue
		}
		w.refusedFields(complaint(tc.edit), complainant, tc.field)
	}
	for name, edit := range map[string]func(*dossier.File){
		"phone alone":   func(f *dossier.File) { f.Email = "" },
		"e-mail alone":  func(f *dossier.File) { f.Phone = "" },
		"today":         func(f *dossier.File) { f.TreatmentDate = "2026-03-02" },
		"longest story": func(f *dossier.File) { f.Story = strings.Repeat("é", dossier.MaxWords) },
		"longest name":  func(f *dossier.File) { f.Name = strings.Repeat("é", dossier.MaxLine) },
		"no wish":       func(f *dossier.File) { f.Wish = "" },
		"other letters": func(f *dossier.File) { f.Story = "😡 שלום" },
	} {
		if _, err := newWorld(t).try(complaint(edit), complainant); err != nil {
			t.Errorf("%s: %s", name, explain(err))
		}
	}
}

func TestR5_ContactDetailsCanBeCorrected(t *testing.T) {
	w := matched(t)
	w.do(dossier.CorrectContact{Contact: dossier.Contact{Name: "Kim", Phone: "+31611111111"}}, complainant)
	equal(t, "e-mail", w.state.HasEmail, false)
	equal(t, "phone", w.state.HasPhone, true)
	equal(t, "language stays", w.state.Language, "nl")
	equal(t, "class", w.part("phone").Class, dossier.ClassContact)
	w.do(dossier.CorrectContact{Contact: contact(), Language: "en"}, receptionist)
	equal(t, "language", w.state.Language, "en")
	equal(t, "e-mail", w.state.HasEmail, true)
	w.refused(dossier.CorrectContact{Contact: dossier.Contact{Name: "Kim", Address: "Laan 2"}}, complainant, "unreachable", "R5")
	w.refused(dossier.CorrectContact{Contact: contact()}, specialist1, "not_yours", "")
	newWorld(t).refused(dossier.CorrectContact{Contact: contact()}, complainant, "no_dossier", "")
}

func TestR5_MessagesGoBothWaysAndNotesStayAmongHandlers(t *testing.T) {
	w := matched(t)
	w.do(dossier.AddMessage{Words: "Nog iets."}, complainant)
	w.told()
	equal(t, "class", w.part("words").Class, dossier.ClassComplaint)
	w.do(dossier.AddMessage{Words: "Belde nog."}, receptionist)
	w.do(dossier.SendMessage{Words: "Dank u."}, receptionist)
	w.told("complainant message")
	w.refused(dossier.SendMessage{Words: "Hallo."}, specialist1, "not_yours", "")
	w.refused(dossier.SendMessage{Words: "Hallo."}, complainant, "not_yours", "")
	w.refusedFields(dossier.AddMessage{}, complainant, "Words")
	w.do(dossier.WriteNote{Words: "Let op."}, assistant)
	w.told()
	equal(t, "the complainant reads the note", dossier.Sees(w.sees(complainant), w.part("words").Class, ""), false)
	equal(t, "the receptionist reads the note", dossier.Sees(w.sees(receptionist), w.part("words").Class, ""), false)
	equal(t, "another handler reads the note", dossier.Sees(w.sees(owner), w.part("words").Class, ""), true)
	w.refused(dossier.WriteNote{Words: "Let op."}, receptionist, "not_yours", "")
}

func TestR1_MessagesAboutATalkAreReadAtTheDesk(t *testing.T) {
	w := booked(t)
	w.do(dossier.AddMessage{Words: "Kan het later?"}, complainant)
	for _, by := range []dossier.Actor{owner, receptionist, complainant} {
		equal(t, by.Name(), slices.Contains(w.wordsFor(by), "words"), true)
	}
	equal(t, "specialist", slices.Contains(w.wordsFor(specialist1), "words"), false)
	w.do(dossier.WriteNote{Words: "Liever in de middag."}, owner)
	equal(t, "who wrote the note reads it", dossier.Sees(w.sees(owner), w.part("words").Class, ""), true)
}

func TestR6_NothingThatReachedUsIsRefusedAtTheDoor(t *testing.T) {
	late := filed(t, func(f *dossier.File) { f.TreatmentDate = "2020-01-01" })
	equal(t, "late", late.state.Late, true)
	equal(t, "unknown specialist", filed(t, func(f *dossier.File) { f.Specialists = []dossier.SpecialistID{"nobody"} }).state.Filed, true)
	equal(t, "unmatched", unknown(t).state.Filed, true)
	odd := filed(t, func(f *dossier.File) { f.Specialists = nil; f.About = []dossier.About{dossier.AboutSpecialist} })
	equal(t, "no specialist", odd.state.Accused(), nil)
	// whoever takes a letter down can do with a postal address
	byPost := complaint(func(f *dossier.File) { f.Channel, f.Email, f.Phone = dossier.ByLetter, "", "" })
	newWorld(t).do(byPost, receptionist)
	newWorld(t).refused(byPost, complainant, "unreachable", "R5")
	byPost.Address = ""
	newWorld(t).refused(byPost, receptionist, "unreachable", "R5")
	// a talk that ended, or a dossier that closed without a complaint, is no reason either
	w := talked(t, true)
	w.do(dossier.AnswerTalk{Solved: true}, complainant)
	w.do(complaint(), complainant)
	w.inPhase(dossier.PhaseTriage)
	// and a receptionist who is complained about may take it down, then sees no more of it
	accused := dossier.Actor{Account: "r", Roles: []dossier.Role{dossier.RoleReceptionist, dossier.RoleSpecialist}, Specialist: S1}
	w = newWorld(t)
	w.do(complaint(), accused)
	w.impossible("send_message", accused, "conflict")
}

func TestR7_TheComplainantIsToldAtOnce(t *testing.T) {
	w := filed(t)
	f := only[dossier.Filed](t, w.lastStep)
	equal(t, "reference", f.Reference, reference)
	equal(t, "state", w.state.Reference, reference)
	w.told("complainant filed", "complainant ban_started", "specialist:S1 ban_started")
	// what happens next and by when
	equal(t, "triage", w.due(dossier.DueTriage).Due, w.now.Add(24*time.Hour))
	equal(t, "answer", w.due(dossier.DueAnswer).Due, w.lastOf("2026-03-16"))
	// who came by the talk keeps the reference
	w = talked(t, false)
	w.do(complaint(func(f *dossier.File) { f.Reference = "WH-OTHER" }), complainant)
	equal(t, "reference", w.state.Reference, reference)
}
