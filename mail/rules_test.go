package mail

import (
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

func contains(t *testing.T, body string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(body, w) {
			t.Errorf("%q is not in:\n%s", w, body)
		}
	}
}

func lacks(t *testing.T, body string, not ...string) {
	t.Helper()
	for _, n := range not {
		if strings.Contains(strings.ToLower(body), strings.ToLower(n)) {
			t.Errorf("%q stands in:\n%s", n, body)
		}
	}
}

func TestR1_AppointmentGoesToBothAndALapseOffersBothRoads(t *testing.T) {
	for _, to := range []dossier.Party{dossier.ToComplainant, dossier.ToSpecialist("S12")} {
		contains(t, render(t, typical(t, to, "talk_booked", "nl")).Body, "donderdag 5 maart 2026 om 14.05\u00a0uur")
	}
	n := typical(t, dossier.ToComplainant, "talk_lapsed", "nl")
	contains(t, render(t, n).Body, "nieuw gesprek", "klacht in", "uiterlijk donderdag 19 maart 2026")
	n.Data.Cause = "ill"
	lacks(t, render(t, n).Body, "ziek") // no details of anyone's health in a mail
}

func TestR2_TipsComeWithRequestAndBookingAndNothingElse(t *testing.T) {
	each(t, func(t *testing.T, sort string, n Notice) {
		want := sort == complainant && (n.Kind == "talk_requested" || n.Kind == "talk_booked")
		if got := strings.Contains(render(t, n).Body, n.Data.Tips[0]); got != want {
			t.Errorf("tips: %v, want %v", got, want)
		}
	})
}

func TestR5_RepresentativeWithoutAuthorityIsToldNothingAboutTheClient(t *testing.T) {
	for _, kind := range dossier.NoticeKinds()[complainant] {
		for _, language := range languages {
			n := typical(t, dossier.ToComplainant, kind, language)
			n.Data.Authority = false
			d := n.Data
			letter := render(t, n)
			lacks(t, letter.Subject+letter.Body,
				d.Branch, d.Specialist, d.Ground, d.Reason, d.OutsideBody, d.IBAN, "2026-03-12", "12 maart", "12 March",
				"114", "69", "behandeling", "treatment", "contactverbod", "contact ban", "vals", "false", "gelijk", "upheld",
				"klantensysteem", "register")
			if letter.Class != kinds[complainant][kind].class {
				t.Errorf("%s: class %s", kind, letter.Class)
			}
		}
	}
}

func TestR5_RepresentativeWithAuthorityIsToldWhatTheClientWouldBe(t *testing.T) {
	n := typical(t, dossier.ToComplainant, "rejected", "nl")
	contains(t, render(t, n).Body, n.Data.Ground)
}

func TestR7_ComplainantIsToldReferenceWhatComesNextAndByWhen(t *testing.T) {
	n := typical(t, dossier.ToComplainant, "filed", "nl")
	letter := render(t, n)
	contains(t, letter.Subject, n.Data.Reference)
	contains(t, letter.Body, n.Data.Reference, LinkPlaceholder, "binnen 24 uur", "uiterlijk donderdag 19 maart 2026", n.Data.Phone)
}

func TestR9_NotFoundIsNotCalledFraud(t *testing.T) {
	for _, language := range languages {
		lacks(t, render(t, typical(t, dossier.ToComplainant, "proof_asked", language)).Body, "fraud", "vals", "verdacht", "suspicion")
	}
}

func TestR13_ExtensionNamesTheNewDate(t *testing.T) {
	contains(t, render(t, typical(t, dossier.ToComplainant, "term_extended", "nl")).Body, "uiterlijk donderdag 12 maart 2026")
}

func TestR15_QuestionToFellowClientsIsNeutral(t *testing.T) {
	n := typical(t, dossier.ToFellow(3), "inquiry", "nl")
	letter := render(t, n)
	lacks(t, letter.Subject+letter.Body,
		n.Data.Reference, n.Data.Specialist, n.Data.Ground, n.Data.Reason, "klager", "onderzoek", "specialist", "onze klacht", "een klacht ontvangen")
	contains(t, letter.Body, "vrijwillig", "nooit met uw naam", "Hebt u zelf een klacht", "uiterlijk donderdag 19 maart 2026", theBranch)

	n.Language = "en"
	letter = render(t, n)
	lacks(t, letter.Subject+letter.Body,
		n.Data.Reference, n.Data.Specialist, n.Data.Ground, n.Data.Reason, "complainant", "investigat", "specialist", "complaint about")
	contains(t, letter.Body, "voluntary", "never show your answer with your name", "complaint of your own")
}

func TestR16_AllegationStaysAtTheDesk(t *testing.T) {
	n := typical(t, dossier.ToSpecialist("S12"), "hearing_invited", "nl")
	letter := render(t, n)
	contains(t, letter.Body, "donderdag 5 maart 2026 om 14.05\u00a0uur", "uitnodiging 2", "In het programma leest u wat de klacht is", "verklaring")
	if letter.Link != "desk" || letter.Class != dossier.ClassHearing {
		t.Errorf("link %q, class %q", letter.Link, letter.Class)
	}
}

func TestR20_RejectionNamesGroundReviewAndOutsideBody(t *testing.T) {
	for _, kind := range []string{"rejected_at_triage", "rejected"} {
		n := typical(t, dossier.ToComplainant, kind, "nl")
		contains(t, render(t, n).Body,
			n.Data.Ground, "herbeoordeling, uiterlijk donderdag 19 maart 2026", "die dit besluit niet heeft genomen", n.Data.OutsideBody, n.Data.OutsideURL)
		n.Data.Due = time.Time{}
		contains(t, render(t, n).Body, "herbeoordeling, binnen 42 dagen")
		for _, missing := range []func(*Data){func(d *Data) { d.Ground = "" }, func(d *Data) { d.OutsideBody = "" }} {
			without := n
			missing(&without.Data)
			if _, err := Render(without); err == nil {
				t.Errorf("%s was rendered without its ground or outside body", kind)
			}
		}
	}
}

func TestR22_BothAreToldOfTheBanAndItsEnd(t *testing.T) {
	for _, to := range []dossier.Party{dossier.ToComplainant, dossier.ToSpecialist("S12")} {
		contains(t, render(t, typical(t, to, "ban_started", "nl")).Body, "contactverbod tussen u en", "eindigt als er een oordeel is")
		n := typical(t, to, "ban_ended", "nl")
		contains(t, render(t, n).Body, "is beëindigd", "mag weer")
		n.Data.HeldElsewhere = true
		body := render(t, n).Body
		contains(t, body, "In deze zaak", "geen contact met elkaar")
		lacks(t, body, "mag weer")
	}
}

// The data name nobody but the receiver and, to the complainant, the specialist; so a specialist's letters may not
// print any name but their own.
func TestR23_SpecialistsAndFellowClientsReadNoOtherName(t *testing.T) {
	each(t, func(t *testing.T, sort string, n Notice) {
		body := render(t, n).Body
		if strings.Count(body, n.Name) != 1 {
			t.Error("the receiver's name stands elsewhere than in the salutation")
		}
		if sort != complainant {
			lacks(t, body, n.Data.Specialist)
		}
	})
}

func TestR23_TalkCancelledByTheBanAsksNobodyToCall(t *testing.T) {
	n := typical(t, dossier.ToSpecialist("S12"), "talk_cancelled", "nl")
	n.Data.Cause = "ban"
	contains(t, render(t, n).Body, "Neem geen contact op")
	n = typical(t, dossier.ToComplainant, "talk_cancelled", "nl")
	n.Data.Cause = "ban"
	lacks(t, render(t, n).Body, "nieuw gesprek")
}

func TestR24_CompletedAndDiscontinuedAreTold(t *testing.T) {
	for kind, want := range map[string]string{"investigation_completed": "is afgerond", "investigation_discontinued": "is stopgezet"} {
		for _, authority := range []bool{true, false} {
			n := typical(t, dossier.ToComplainant, kind, "nl")
			n.Data.Authority = authority
			contains(t, render(t, n).Body, want)
		}
	}
}

func TestR26_ClaimIsALetterWithASpecification(t *testing.T) {
	n := typical(t, dossier.ToComplainant, "claim_sent", "nl")
	contains(t, render(t, n).Body,
		"- Vast bedrag: €\u00a069,95\n", "- Uren van medewerkers: €\u00a045,00\n", "Totaal: €\u00a0114,95",
		"uiterlijk donderdag 19 maart 2026", n.Data.IBAN, n.Data.Reference)
	n.Data.IBAN = ""
	lacks(t, render(t, n).Body, "op rekening")
	n.Data.Lines = nil
	if _, err := Render(n); err == nil {
		t.Error("a claim without specification was rendered")
	}
}

func TestR27_UndoingApologisesAndTakesEverythingBack(t *testing.T) {
	contains(t, render(t, typical(t, dossier.ToComplainant, "falseness_undone", "nl")).Body,
		"spijt ons", "krijgt u dat geld terug", "politie", "klacht weer op")
	contains(t, render(t, typical(t, dossier.ToComplainant, "apology", "nl")).Body, "onze excuses")
}
