package casework_test

import (
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// mergeStages are pairs of dossiers of one client and one treatment, at every stage of the procedure at which the first can be merged
// into the second.
var mergeStages = []struct {
	name  string
	later time.Duration // on the clock, with nothing done about what fell due
	build func(*world) (one, two string)
}{
	{"triage", 0, both((*world).filed, func(*world, string) {})},
	{"triage that is overdue", 25 * time.Hour, both((*world).filed, func(*world, string) {})},
	{"a link", 0, linkedPair},
	{"authority to be shown", 0, both((*world).filedForKlaas, func(*world, string) {})},
	{"a talk held before", 0, talkedPair},
	{"explanation", 0, both((*world).filed, (*world).planned)},
	{"harm", 0, both((*world).filed, (*world).harmed)},
	{"withdrawal", 0, both((*world).filed, (*world).withdrawing)},
	{"investigation", 0, both((*world).filed, (*world).investigate)},
	{"inquiry", 0, both((*world).filed, (*world).inquired)},
	{"hearing", 9 * day, both((*world).filed, (*world).invited)},
	{"minutes", 0, both((*world).filed, (*world).heardOnce)},
	{"finding", 0, both((*world).filed, (*world).allHeard)},
	{"decision", 0, both((*world).filed, func(w *world, reference string) { w.toFinding(reference, dossier.Founded) })},
	{"offer", 0, both((*world).filed, (*world).offered)},
	{"standing offer", 0, both((*world).filed, (*world).stands)},
	{"remedy", 0, remedyPair},
	{"booked remedy", 0, bookedPair},
	{"review", 0, both((*world).filed, (*world).reviewed)},
	{"suspicion", 0, both((*world).suspected, (*world).foundAfterAll)},
	{"files and a hold", 0, both((*world).filed, (*world).photographed)},
	{"undoing", 0, both((*world).undone, (*world).foundAfterAll)},
}

// both brings two dossiers to a stage.
func both(begin func(*world) string, bring func(*world, string)) func(*world) (one, two string) {
	return func(w *world) (one, two string) {
		one, two = begin(w), begin(w)
		bring(w, one)
		bring(w, two)
		w.settle()
		return one, two
	}
}

// photo is a file that was taken in.
func photo(id dossier.FileID) dossier.NewFile {
	return dossier.NewFile{ID: id, Media: "image/jpeg", Size: 250_000, Hash: strings.Repeat("ab", 32), Name: "FILE-CANARY.jpg"}
}

// photographed adds a file and places a hold.
func (w *world) photographed(reference string) {
	w.do(complainant(reference), reference, dossier.AddFiles{Files: []dossier.NewFile{photo("f1")}})
	w.do(owner, reference, dossier.PlaceHold{Until: "2026-12-31", Reason: "HOLD-CANARY"})
}

func (w *world) filed() string { return w.file().Reference }

func linkedPair(w *world) (one, two string) {
	one, two = w.filed(), w.filed()
	w.do(owner, one, dossier.Link{Other: two, Why: "x"})
	w.settle()
	return one, two
}

func (w *world) filedForKlaas() string {
	c := complaint()
	c.Contact = dossier.Contact{Name: "Petra Partner", Email: "petra@example.org"}
	c.ActingFor, c.Relation = klaas.Name, "partner"
	reference := w.do(casework.Public(), "", c).Reference
	w.settle()
	if w.whole(reference).Match.Outcome != dossier.MatchFound {
		w.do(owner, reference, dossier.ChooseMatch{TreatmentID: "T1", Reason: "x"})
	}
	return reference
}

// talkedPair has a talk in each: the second with another specialist, because by then a ban with the first runs.
func talkedPair(w *world) (one, two string) {
	return w.filedAfterTalk("S1", sanne), w.filedAfterTalk("S2", daan)
}

func (w *world) filedAfterTalk(id dossier.SpecialistID, specialist casework.Viewer) string {
	reference := w.talk(id)
	w.now = w.whole(reference).Talk.Start.Add(time.Minute)
	w.do(specialist, reference, dossier.RecordTalk{Content: "x"})
	w.do(complainant(reference), reference, complaint())
	w.settle()
	return reference
}

func (w *world) planned(reference string) {
	w.do(owner, reference, dossier.Judge{Severity: "serious", Serious: true, Reason: "x"})
	w.do(owner, reference, dossier.PlanExplanation{How: "call", Start: w.now.Add(day)})
}

func (w *world) harmed(reference string) {
	w.do(owner, reference, dossier.Judge{Severity: "grave", Serious: true, Harm: true, Reason: "x"})
}

func (w *world) withdrawing(reference string) {
	w.harmed(reference)
	w.do(complainant(reference), reference, dossier.Withdraw{})
}

func (w *world) inquired(reference string) {
	w.investigate(reference)
	w.do(owner, reference, dossier.StartInquiry{})
	w.do(casework.Viewer{Actor: dossier.FellowClient(1), Only: reference}, reference, dossier.AnswerInquiry{Words: "x"})
}

func (w *world) invited(reference string) {
	w.inquired(reference)
	w.do(owner, reference, dossier.WeighAnswer{Fellow: 1})
	w.do(owner, reference, dossier.InviteToHearing{Specialist: "S1", At: w.now.Add(8 * day), Allegation: "x"})
}

func (w *world) heardOnce(reference string) {
	w.investigate(reference)
	w.do(owner, reference, dossier.InviteToHearing{Specialist: "S1", At: w.now.Add(8 * day), Allegation: "x"})
	w.advance(8*day + time.Hour)
	w.do(owner, reference, dossier.RecordHearing{Specialist: "S1", Minutes: "x"})
}

func (w *world) allHeard(reference string) {
	w.heardOnce(reference)
	w.do(sanne, reference, dossier.AnswerMinutes{Agreed: true})
	w.do(owner, reference, dossier.StartInquiry{})
	for n := range w.whole(reference).Inquiry.Fellows {
		w.do(owner, reference, dossier.RecordInquiryAnswer{Fellow: n + 1})
	}
	if !w.whole(reference).Inquiry.Closed {
		w.do(owner, reference, dossier.CloseInquiry{})
	}
}

func (w *world) offered(reference string) {
	w.toOffer(reference)
	w.do(owner, reference, dossier.MakeOffer{Refund: 5000, FreeTreatment: 1000, Words: "x"})
}

func (w *world) stands(reference string) {
	w.toOffer(reference)
	for range 2 {
		w.do(owner, reference, dossier.MakeOffer{Refund: 5000, Words: "x"})
		w.do(complainant(reference), reference, dossier.RefuseOffer{Why: "x"})
	}
}

// remedyPair has the first at the start and the second where what was granted is to be carried out: no dossier with open remedies can
// be merged into another.
func remedyPair(w *world) (one, two string) {
	two = w.filed()
	w.offered(two)
	w.do(complainant(two), two, dossier.AcceptOffer{})
	return w.filed(), two
}

func bookedPair(w *world) (one, two string) {
	one, two = remedyPair(w)
	for _, r := range w.whole(two).Remedies {
		if r.Kind == dossier.FreeTreatment {
			w.do(receptionist, two, dossier.BookRemedy{Remedy: r.Number, On: w.today(3), Specialist: "S2"})
		}
	}
	w.settle()
	return one, two
}

func (w *world) reviewed(reference string) {
	w.toFinding(reference, dossier.Unfounded)
	w.do(owner, reference, dossier.TakeDecision{Ground: "unfounded", Reason: "x"})
	w.do(complainant(reference), reference, dossier.AskReview{Words: "x"})
}

// undone is a complaint that was established as false, claimed, in part paid, reported, and taken up again.
func (w *world) undone() string {
	reference := w.suspected()
	w.do(owner, reference, falsehood)
	w.do(assistant, reference, falsehood)
	w.do(owner, reference, dossier.SendClaim{})
	w.do(owner, reference, dossier.RecordClaimPayment{Amount: 1000})
	w.do(owner, reference, dossier.ReportToPolice{Number: "x"})
	w.do(second, reference, dossier.UndoFalse{Reason: "x"})
	return reference
}

func (w *world) foundAfterAll(reference string) {
	w.do(owner, reference, dossier.ChooseMatch{TreatmentID: "T1", Reason: "x"})
}
