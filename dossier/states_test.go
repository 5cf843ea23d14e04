package dossier_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// Ready-made states, each built on the one before by real acts.

func contact() dossier.Contact {
	return dossier.Contact{Name: "Kim de Boer", Email: "kim@example.nl", Phone: "+31612345678", Address: "Laan 1"}
}

// treatment is the visit as the register has it: of S1, for EUR 120.00.
func treatment() *dossier.Treatment {
	return &dossier.Treatment{
		ID: "T1", Client: "C1", Branch: B1, Specialist: S1, Date: treated, Price: 12_000, ShadesAdvertised: 8, ShadesAchieved: 3,
	}
}

// otherTreatment is another visit, of S2.
func otherTreatment() *dossier.Treatment {
	t := treatment()
	t.ID, t.Specialist = "T2", S2
	return t
}

// complaint is a complete complaint about S1 and the treatment; edits change it.
func complaint(edits ...func(*dossier.File)) dossier.File {
	f := dossier.File{
		Contact: contact(), Branch: B1, TreatmentDate: treated, Specialists: []dossier.SpecialistID{S1},
		About: []dossier.About{dossier.AboutSpecialist, dossier.AboutTreatment},
		Story: "Mijn tanden doen pijn.", Wish: "Geld terug.", Language: "nl",
		Channel: dossier.ByForm, Reference: reference, TermsHash: "terms1",
	}
	for _, edit := range edits {
		edit(&f)
	}
	return f
}

func wish() dossier.RequestTalk {
	return dossier.RequestTalk{
		Contact: contact(), Branch: B1, TreatmentDate: treated, Specialist: S1, Topic: "De kleur valt tegen.",
		Language: "nl", Channel: dossier.ByForm, Reference: reference, TermsHash: "terms1",
	}
}

// asked: a client asked for a talk.
func asked(t testing.TB) *world {
	w := newWorld(t)
	w.do(wish(), complainant)
	return w
}

// booked: the talk stands on Tuesday 3 March at 10:00 with S1.
func booked(t testing.TB) *world {
	w := asked(t)
	w.do(dossier.BookTalk{Specialist: S1, Start: clock("2026-03-03 10:00"), SlotFree: true}, receptionist)
	return w
}

// talked: it was held, and ended so.
func talked(t testing.TB, solved bool) *world {
	w := booked(t).until("2026-03-03 10:30")
	c := dossier.RecordTalk{Solved: solved, Content: "Wij spraken over de kleur."}
	if solved {
		c.How = "Ik legde uit dat de kleur nog bijtrekt."
	}
	w.do(c, specialist1)
	return w
}

// filed: the complaint is in and the register has not answered yet.
func filed(t testing.TB, edits ...func(*dossier.File)) *world {
	w := newWorld(t)
	w.do(complaint(edits...), complainant)
	return w
}

// matched: the register found the treatment.
func matched(t testing.TB, edits ...func(*dossier.File)) *world {
	w := filed(t, edits...)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: treatment()}, system)
	return w
}

// unknown: the register knows nobody; proof was asked.
func unknown(t testing.TB, edits ...func(*dossier.File)) *world {
	w := filed(t, edits...)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchNobody}, system)
	return w
}

func seriousJudgement() dossier.Judge {
	return dossier.Judge{Severity: "serious", Serious: true, Reason: "Pijn na de behandeling."}
}

// judged: serious enough; the assistant handles it.
func judged(t testing.TB, edits ...func(*dossier.File)) *world {
	w := matched(t, edits...).after(time.Hour)
	w.do(seriousJudgement(), assistant)
	return w
}

// rejectedAtTriage: not serious enough, by the assistant.
func rejectedAtTriage(t testing.TB, edits ...func(*dossier.File)) *world {
	w := matched(t, edits...).after(time.Hour)
	w.do(dossier.Judge{Severity: "minor", Ground: "comfort", Reason: "Het gaat om de stoel."}, assistant)
	return w
}

// explained: the complainant's own side is written down.
func explained(t testing.TB, edits ...func(*dossier.File)) *world {
	w := judged(t, edits...).after(time.Hour)
	w.do(dossier.RecordExplanation{How: "call", Words: "Het deed meteen pijn."}, assistant)
	return w
}

// investigating: opened into S1 and the treatment.
func investigating(t testing.TB, edits ...func(*dossier.File)) *world {
	w := explained(t, edits...)
	w.do(dossier.OpenInvestigation{Subjects: []string{"specialist:S1", "treatment"}}, assistant)
	return w
}

// others are the other clients of that day: two of S1, one of S2; the second has no e-mail address.
func others() []dossier.FellowContact {
	var list []dossier.FellowContact
	for i, id := range []dossier.SpecialistID{S1, S1, S2} {
		c := dossier.Contact{Name: fmt.Sprint("Klant ", i+1), Email: fmt.Sprintf("k%d@example.nl", i+1), Phone: "+3160000000"}
		if i == 1 {
			c.Email = ""
		}
		list = append(list, dossier.FellowContact{Contact: c, Client: dossier.ClientID(fmt.Sprint("F", i+1)), Specialist: id})
	}
	return list
}

// inquired: the other clients were asked; the first answered against S1, the others declined; closed.
func inquired(t testing.TB, edits ...func(*dossier.File)) *world {
	w := investigating(t, edits...)
	w.do(dossier.StartInquiry{Clients: others()}, assistant)
	w.do(dossier.AnswerInquiry{Words: "Mijn specialist had haast."}, fellow1)
	w.do(dossier.RecordInquiryAnswer{Fellow: 2}, assistant)
	w.do(dossier.RecordInquiryAnswer{Fellow: 3}, assistant)
	w.do(dossier.WeighAnswer{Fellow: 1, Against: []dossier.SpecialistID{S1}}, assistant)
	w.do(dossier.CloseInquiry{}, assistant)
	return w
}

// invited: S1 is to come on Tuesday 10 March at 14:00.
func invited(t testing.TB, edits ...func(*dossier.File)) *world {
	w := inquired(t, edits...)
	w.do(dossier.InviteToHearing{Specialist: S1, At: clock("2026-03-10 14:00"), Allegation: "Pijn na de behandeling."}, assistant)
	return w
}

// heard: S1 came, answered, and agreed with the minutes.
func heard(t testing.TB, edits ...func(*dossier.File)) *world {
	w := invited(t, edits...).until("2026-03-10 15:00")
	w.do(dossier.RecordHearing{Specialist: S1, Minutes: "Het ging zoals altijd.", Put: "Een klant merkte haast."}, assistant)
	w.do(dossier.AnswerMinutes{Agreed: true}, specialist1)
	return w
}

// found: each subject has this finding.
func found(t testing.TB, outcome dossier.Outcome, edits ...func(*dossier.File)) *world {
	w := heard(t, edits...)
	for _, sub := range []string{"specialist:S1", "treatment"} {
		w.do(dossier.RecordFinding{Subject: sub, Outcome: outcome, Reasons: "Zo bleek.", Measure: "Meer tijd per klant."}, assistant)
	}
	return w
}

// upheld: founded, so upheld by the assistant.
func upheld(t testing.TB, edits ...func(*dossier.File)) *world {
	w := found(t, dossier.Founded, edits...)
	w.do(dossier.TakeDecision{Upheld: true, Reason: "Het ging niet goed."}, assistant)
	return w
}

// rejected: unfounded, so rejected by the assistant; closed.
func rejected(t testing.TB, edits ...func(*dossier.File)) *world {
	w := found(t, dossier.Unfounded, edits...)
	w.do(dossier.TakeDecision{Ground: "unfounded", Reason: "Er bleek niets."}, assistant)
	return w
}

func offer(edits ...func(*dossier.MakeOffer)) dossier.MakeOffer {
	c := dossier.MakeOffer{Refund: 5_000, FreeTreatment: 6_000, Words: "Dit bieden wij u aan."}
	for _, edit := range edits {
		edit(&c)
	}
	return c
}

// offered: EUR 50.00 back and a treatment worth EUR 60.00.
func offered(t testing.TB, edits ...func(*dossier.File)) *world {
	w := upheld(t, edits...)
	w.do(offer(), assistant)
	return w
}

// accepted: the client accepts that offer, with another specialist.
func accepted(t testing.TB, edits ...func(*dossier.File)) *world {
	w := offered(t, edits...).after(time.Hour)
	w.do(dossier.AcceptOffer{}, complainant)
	return w
}

// settled: paid and treated; closed by the assistant.
func settled(t testing.TB, edits ...func(*dossier.File)) *world {
	w := accepted(t, edits...)
	w.do(dossier.CarryOut{Remedy: 1, On: w.today()}, assistant)
	w.do(dossier.BookRemedy{Remedy: 2, On: "2026-03-12", Specialist: S2}, receptionist)
	w.until("2026-03-12 17:00")
	w.do(dossier.CarryOut{Remedy: 2, On: "2026-03-12"}, assistant)
	return w
}

// withdrawn: by the complainant, at triage.
func withdrawn(t testing.TB, edits ...func(*dossier.File)) *world {
	w := matched(t, edits...)
	w.do(dossier.Withdraw{Why: "Laat maar."}, complainant)
	return w
}

// suspected: nobody was found, the time for proof passed, and a suspicion was noted.
func suspected(t testing.TB, edits ...func(*dossier.File)) *world {
	w := unknown(t, edits...).until("2026-03-11 09:00")
	w.do(dossier.RaiseSuspicion{Evidence: "De foto is van internet."}, assistant)
	return w
}

// establishedFalse: two people judged so; closed by the owner.
func establishedFalse(t testing.TB, edits ...func(*dossier.File)) *world {
	w := suspected(t, edits...)
	for _, by := range []dossier.Actor{assistant, owner} {
		w.do(dossier.EstablishFalse{NeverTreated: true, Knew: true, SoughtMoney: true, Evidence: "De foto is van internet."}, by)
	}
	return w
}
