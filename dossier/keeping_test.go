package dossier_test

import (
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// photo is a file that was taken in.
func photo(id dossier.FileID) dossier.NewFile {
	return dossier.NewFile{ID: id, Media: "image/jpeg", Size: 250_000, Hash: strings.Repeat("ab", 32), Name: "kies van Kim.jpg"}
}

// photographed: a complaint that came with one photo.
func photographed(t testing.TB) *world {
	return matched(t, func(f *dossier.File) { f.Files = []dossier.NewFile{photo("f1")} })
}

func TestFiles_ComeWithTheComplaintAndLater(t *testing.T) {
	w := filed(t, func(f *dossier.File) { f.Files = []dossier.NewFile{photo("f1")} })
	equal(t, "filed first", names(w.happened)[:2], []string{"filed.1", "file_added.1"})
	equal(t, "name", w.happened[1].Parts[0], dossier.Part{Name: "name", Subject: dossier.OfComplainant, Class: dossier.ClassComplaint, Text: "kies van Kim.jpg"})
	w.do(dossier.AddFiles{Files: []dossier.NewFile{photo("f2"), photo("f3")}, Most: 3}, receptionist)
	w.events(dossier.FileAdded{File: "f2", Media: "image/jpeg", Size: 250_000, Hash: strings.Repeat("ab", 32)},
		dossier.FileAdded{File: "f3", Media: "image/jpeg", Size: 250_000, Hash: strings.Repeat("ab", 32)})
	equal(t, "whose words", w.part("name").Subject, dossier.OfStaff)
	equal(t, "who added it", w.state.Files[1].By, string(receptionist.Account))

	w.refused(dossier.AddFiles{Files: []dossier.NewFile{photo("f4")}, Most: 3}, complainant, "too_many_files", "")
	w.refused(dossier.AddFiles{}, complainant, "no_files", "")
	asked(t).refused(dossier.AddFiles{Files: []dossier.NewFile{photo("f1")}}, complainant, "not_filed", "R5")
	withdrawn(t).refused(dossier.AddFiles{Files: []dossier.NewFile{photo("f1")}}, complainant, "closed", "")
}

// A file is seen by whoever may read the complaint, and by nobody else (R3, R14, R23).
func TestR23_FilesAreSeenWithTheComplaint(t *testing.T) {
	w := photographed(t)
	for _, by := range []dossier.Actor{owner, assistant, auditor, complainant} {
		equal(t, by.Name(), len(w.cut(by).Files), 1)
	}
	for _, by := range []dossier.Actor{receptionist, specialist1, specialist2, admin} {
		equal(t, by.Name(), len(w.cut(by).Files), 0)
	}
}

func TestFiles_OneThatIsTakenOutIsGoneAndSaysWhy(t *testing.T) {
	w := photographed(t)
	w.refused(dossier.RedactFile{File: "f9", Reason: "Van iemand anders."}, owner, "no_choice", "")
	w.refused(dossier.RedactFile{File: "f1"}, owner, "missing", "")
	w.do(dossier.RedactFile{File: "f1", Reason: "Van iemand anders."}, assistant)
	w.events(dossier.FileRedacted{File: "f1"})
	equal(t, "reason", w.part("reason"), dossier.Part{Name: "reason", Subject: dossier.OfStaff, Class: dossier.ClassComplaint, Text: "Van iemand anders."})
	equal(t, "redacted", w.state.Files[0].Redacted, true)
	w.impossible("redact_file", owner, "no_file")
	w.do(dossier.AddFiles{Files: []dossier.NewFile{photo("f2")}, Most: 1}, complainant) // one that is gone takes no place
}

func TestHold_KeepsEverythingUntilItsDayIsOver(t *testing.T) {
	w := withdrawn(t)
	w.refused(dossier.PlaceHold{Until: "2026-03-01", Reason: "Rechtszaak."}, owner, "past", "")
	w.do(dossier.PlaceHold{Until: "2026-03-20", Reason: "Rechtszaak."}, owner)
	equal(t, "reason", w.part("reason").Class, dossier.ClassHandling)
	w.impossible("erase", owner, "held")
	w.impossible("erase", system, "held")
	w.now = w.lastOf("2026-03-20")
	w.impossible("erase", owner, "held")
	w.after(time.Millisecond).possible("erase", owner)
	w.impossible("lift_hold", owner, "no_hold")

	w.do(dossier.PlaceHold{Until: "2027-03-20", Reason: "Hoger beroep."}, owner)
	equal(t, "seen by the complainant", w.cut(complainant).Hold, "")
	equal(t, "seen by a handler", w.cut(assistant).Hold, "2027-03-20")
	w.do(dossier.LiftHold{Reason: "Geschikt."}, owner)
	w.possible("erase", owner)
	w.impossible("lift_hold", owner, "no_hold")
}

func erase(whose dossier.Party) dossier.Erase { return dossier.Erase{Whose: whose, Sure: true} }

func TestErase_NotWhileTheDossierIsOpen(t *testing.T) {
	for name, w := range openStates(t) {
		_, err := dossier.Decide(w.state, erase(dossier.ToEverybody), w.env(owner))
		equal(t, name, refusalCode(err), "open")
	}
}

func TestErase_NotWhileSomethingIsLeftToDo(t *testing.T) {
	standing := offered(t)
	standing.reach(dossier.DueOfferReply)
	standing.do(dossier.CloseWithStandingOffer{}, owner)
	standing.refused(erase(dossier.ToEverybody), owner, "still_due", "")
	standing.reach(dossier.DueOfferStands)
	standing.do(erase(dossier.ToEverybody), owner)
	equal(t, "deadlines", len(standing.deadlines()), 0)

	claim := establishedFalse(t)
	claim.do(dossier.SendClaim{}, owner)
	claim.refused(erase(dossier.ToEverybody), owner, "still_due", "")
	claim.reach(dossier.DueClaim)
	claim.refused(erase(dossier.ToEverybody), owner, "still_due", "")
	claim.do(dossier.WriteOffClaim{Reason: "Oninbaar."}, owner)
	claim.do(erase(dossier.ToEverybody), owner)
}

func TestErase_AsksToBeSureAndIsDoneOnce(t *testing.T) {
	w := withdrawn(t)
	w.refused(dossier.Erase{Whose: dossier.ToEverybody}, owner, "missing", "")
	w.refused(dossier.Erase{Whose: dossier.ToEverybody, Sure: true, Needed: true}, owner, "merged_needed", "")
	w.do(erase(dossier.ToEverybody), owner)
	w.events(dossier.Erased{Whose: dossier.ToEverybody, Ground: dossier.GroundRequest})
	for _, c := range dossier.Commands() {
		for _, by := range []dossier.Actor{owner, assistant, receptionist, complainant, specialist1, system} {
			if code := refusalCode(dossier.Possible(w.state, c.Kind(), w.env(by))); code != "erased" && code != "not_yours" && code != "conflict" {
				t.Errorf("%s by %s is answered %q", c.Kind(), by.Name(), code)
			}
		}
	}
	retained := withdrawn(t)
	retained.do(dossier.Erase{Whose: dossier.ToEverybody, Sure: true, Ground: dossier.GroundRetention}, system)
	retained.events(dossier.Erased{Whose: dossier.ToEverybody, Ground: dossier.GroundRetention})
}

// One other person's words go, and the dossier goes on as it was.
func TestErase_OfOnePersonTakesTheirWordsAlone(t *testing.T) {
	w := rejected(t)
	w.refused(erase("fellow:9"), owner, "no_choice", "")
	w.do(erase(dossier.ToFellow(1)), owner)
	gone := dossier.Erased{Whose: dossier.ToFellow(1)}
	for _, h := range w.happened {
		for _, p := range h.Parts {
			equal(t, p.Name, gone.Takes(p), p.Subject == dossier.OfFellow && p.Person == "1")
		}
	}
	w.refused(erase(dossier.ToFellow(1)), owner, "no_choice", "") // once
	w.do(erase(dossier.ToSpecialist(S1)), owner)
	equal(t, "a statement", dossier.Erased{Whose: dossier.ToSpecialist(S1)}.Takes(dossier.Part{Subject: dossier.OfSpecialist, Person: "S1"}), true)
	equal(t, "another's", dossier.Erased{Whose: dossier.ToSpecialist(S1)}.Takes(dossier.Part{Subject: dossier.OfSpecialist, Person: "S2"}), false)
	w.possible("reopen", owner)
	equal(t, "seen by the complainant", len(w.cut(complainant).ErasedOf), 0)

	equal(t, "class of one", gone.Class(), dossier.ClassHandling) // R15: the complainant learns of nobody who answered
	equal(t, "class of all", dossier.Erased{Whose: dossier.ToEverybody}.Class(), dossier.ClassSummary)
	for _, subject := range []dossier.Subject{dossier.OfComplainant, dossier.OfStaff, dossier.OfFellow, dossier.OfSpecialist} {
		equal(t, string(subject), dossier.Erased{Whose: dossier.ToEverybody}.Takes(dossier.Part{Subject: subject, Person: "1"}), true)
	}
}
