package mail

import (
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/words"
)

// staff are the receivers who are told of deadlines with what they are told.
var staff = map[dossier.Party][]string{
	dossier.ToHandlers: {"reminder", "overdue"}, dossier.ToDesk: {"reminder", "overdue"}, dossier.ToSpecialist("S12"): {"reminder"},
}

func TestR10_AlertsSayWhatIsDueByWhenAndWhereToLook(t *testing.T) {
	for to, list := range staff {
		for _, kind := range list {
			n := typical(t, to, kind, "nl")
			letter := render(t, n)
			contains(t, letter.Body, "- "+what(words.NL, sortOf(to), n.Data.Deadline)+", uiterlijk donderdag 19 maart 2026.", LinkPlaceholder, n.Data.Reference)
			contains(t, letter.Subject, n.Data.Reference)
			if letter.Link != "desk" {
				t.Errorf("%s to %s: link %q", kind, to, letter.Link)
			}
		}
	}
}

// Whoever gets hold of a mail learns nothing of anybody, nor of anybody's health.
func TestAlertsNameNobodyAndNothingOfHealth(t *testing.T) {
	for to, list := range staff {
		for _, kind := range list {
			for _, deadline := range dossier.DeadlineKinds() {
				for _, language := range languages {
					n := typical(t, to, kind, language)
					n.Data.Deadline = deadline
					letter := render(t, n)
					lacks(t, letter.Subject+letter.Body, n.Data.Specialist, n.Data.Branch, n.Data.Ground, n.Data.Reason, "gezondheid", "health", "schade", "harm")
				}
			}
		}
	}
}

func TestR13_ReminderOfTheAnswerNamesTheLetter(t *testing.T) {
	n := typical(t, dossier.ToHandlers, "reminder", "nl")
	lacks(t, render(t, n).Body, "nieuwe datum")
	n.Data.Deadline = dossier.DueAnswer
	contains(t, render(t, n).Body, "vóór die tijd een brief met de reden en een nieuwe datum")
}

// What takes place at a moment is not late when that comes: it is to be recorded.
func TestR16_HearingThatCameIsToBeRecordedAndNotCalledLate(t *testing.T) {
	n := typical(t, dossier.ToHandlers, "overdue", "nl")
	n.Data.Deadline, n.Data.Due = dossier.DueHearing, n.Data.At
	letter := render(t, n)
	contains(t, letter.Subject, "Vast te leggen")
	contains(t, letter.Body, "donderdag 5 maart 2026 om 14.05\u00a0uur", "Leg vast wat ervan is gekomen")
	lacks(t, letter.Body, "voorbij", "uiterlijk")
	own := typical(t, dossier.ToSpecialist("S12"), "reminder", "nl")
	own.Data.Deadline, own.Data.Due = dossier.DueHearing, own.Data.At
	contains(t, render(t, own).Body, "- Uw gesprek over de klacht, donderdag 5 maart 2026 om 14.05\u00a0uur.")
}

func TestR1_LapseOfATalkTellsTheDeskWhatFollows(t *testing.T) {
	for _, kind := range []dossier.DeadlineKind{dossier.DueTalk, dossier.DueTalkBooking} {
		n := typical(t, dossier.ToDesk, "overdue", "nl")
		n.Data.Deadline = kind
		contains(t, render(t, n).Body, "vervallen", "bericht van gekregen", "nieuw gesprek")
	}
}

// A complainant is reminded in kind words of what we wait for: all that can wait for them has a name.
func TestComplainantIsRemindedOfWhatWeWaitFor(t *testing.T) {
	for _, kind := range []dossier.DeadlineKind{
		dossier.DueTalkReply, dossier.DueStepTwo, dossier.DueProof, dossier.DueAuthority, dossier.DueOfferReply, dossier.DueClaim,
	} {
		for _, language := range languages {
			n := typical(t, dossier.ToComplainant, "reminder", language)
			n.Data.Deadline = kind
			body := render(t, n).Body
			contains(t, body, "- "+words.Say(words.Parse(language), "you.due."+string(kind))+", ")
			lacks(t, body, "te laat", "too late", "moet", "must")
		}
	}
}

func TestR5_RepresentativeIsRemindedOfTheirAuthorityByName(t *testing.T) {
	n := typical(t, dossier.ToComplainant, "reminder", "nl")
	n.Data.Authority, n.Data.Deadline = false, dossier.DueAuthority
	contains(t, render(t, n).Body, "bewijs gezien dat u namens deze persoon mag handelen", "uiterlijk donderdag 19 maart 2026")
}

func TestMovedDateIsToldWithTheOneBefore(t *testing.T) {
	n := typical(t, dossier.ToComplainant, "moved", "nl")
	contains(t, render(t, n).Body, "- Wij bellen u voor uw toelichting, uiterlijk donderdag 19 maart 2026. Dat was eerst woensdag 18 maart 2026.")
	n.Data.Moved[0].From, n.Data.Zone = n.Data.At, nil
	if body := render(t, n).Body; !strings.Contains(body, "eerst donderdag 5 maart 2026 om 13.05") {
		t.Errorf("in no zone:\n%s", body)
	}
}
