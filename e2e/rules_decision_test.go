package e2e_test

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
)

func numeral(n int) string { return strconv.Itoa(n) }

func TestR19_HTTP_OffersNeverExceedThePriceAndAreAnsweredOnThePage(t *testing.T) {
	s := newSite(t)
	path, ref := s.fileComplaint()
	s.uphold(ref)
	s.as(assistant).desk(ref).has("€\u00a0199,00")
	s.as(assistant).refused(ref, "make_offer", "R19", "refund", "100,00", "discount", "99,01", "words", "Te veel.")
	s.as(assistant).refused(ref, "make_offer", "R19", "words", "Niets.")
	s.as(assistant).act(ref, "make_offer", "refund", "50", "words", "De helft.")
	s.guest(path).get(path).has("Ons aanbod", "€\u00a050,00", "De helft.")
	s.guest(path).post(path+"/offer-refusal", values("why", "")).is(http.StatusUnprocessableEntity)
	s.guest(path).answer(path, "offer-refusal", "why", "Te weinig.")
	s.as(assistant).desk(ref).has("Te weinig.")
	s.as(assistant).act(ref, "make_offer", "free_treatment", "199", "words", "Een nieuwe behandeling.")
	s.guest(path).get(path).has("bij een andere specialist")
	s.guest(path).answer(path, "offer-acceptance")
	s.as(receptionist).refused(ref, "book_remedy", "R19", "remedy", "1", "on", s.today(1), "specialist", "S1")
	s.as(receptionist).act(ref, "book_remedy", "remedy", "1", "on", s.today(1), "specialist", "S2")
	s.as(assistant).desk(ref).has("Daan Vermeulen")
}

func TestR19_HTTP_AfterTwoRefusalsTheLastOfferStands(t *testing.T) {
	s := newSite(t)
	path, ref := s.fileComplaint()
	s.uphold(ref)
	for n := range 2 {
		s.as(assistant).act(ref, "make_offer", "apology", "yes", "words", "Excuses.")
		s.as(assistant).refused(ref, "close_with_standing_offer", "R19")
		s.guest(path).answer(path, "offer-refusal", "why", "Nee, nummer "+numeral(n))
	}
	s.as(assistant).act(ref, "close_with_standing_offer")
	s.heard(ref, dossier.ToComplainant, "offered", "offered", "offer_stands", "offer_left_open")
	s.pass(60 * day)
	s.guest(path).answer(path, "offer-acceptance").has("U nam het aanbod aan")
}

func TestR20_HTTP_RejectionNamesAGroundAndTheWaysOn(t *testing.T) {
	s := newSite(t)
	path, ref := s.fileComplaint("name", "Fenna Post", "email", "fenna@example.org", "phone", "")
	s.investigate(ref)
	s.find(ref, dossier.Unfounded)
	s.as(assistant).desk(ref).has("R20", "6")
	s.as(assistant).refused(ref, "take_decision", "R20", "reason", "Zonder grond.")
	s.as(assistant).refused(ref, "take_decision", "", "ground", "late", "reason", "Was op tijd.")
	s.as(assistant).act(ref, "take_decision", "ground", "unfounded", "reason", "De klacht is ongegrond.")
	letter := s.message(ref, dossier.ToComplainant, "rejected")
	for _, text := range []string{"Ongegrond", "herbeoordeling", "niet heeft genomen", "Geschillencommissie"} {
		if !strings.Contains(letter.Body, text) {
			t.Errorf("the letter does not say %q:\n%s", text, letter.Body)
		}
	}
	for _, kind := range []string{"make_offer", "carry_out", "book_remedy"} {
		if s.as(assistant).desk(ref).offers(kind) {
			t.Errorf("a rejected complaint can still %s", kind)
		}
	}
	s.as(assistant).refused(ref, "make_offer", "", "refund", "10", "words", "x")

	s.guest(path).answer(path, "review", "review", "Kijk nog eens.")
	s.as(assistant).refused(ref, "answer_review", "R20", "maintained", "yes", "reason", "Mijn eigen besluit.")
	s.as(second).act(ref, "answer_review", "maintained", "yes", "reason", "Opnieuw bekeken.")
	s.heard(ref, dossier.ToComplainant, "rejected", "review_asked", "review_maintained")
	s.guest(path).get(path).has("Opnieuw bekeken.")
}

func TestR21_HTTP_FollowedUntilItIsCarriedOut(t *testing.T) {
	s := newSite(t)
	path, ref := s.fileComplaint()
	s.uphold(ref)
	s.as(assistant).act(ref, "make_offer", "refund", "100", "apology", "yes", "words", "Geld en excuses.")
	s.guest(path).answer(path, "offer-acceptance")
	s.pass(15 * day)
	s.as(owner).get("/desk/overview").has(ref)
	s.as(assistant).refused(ref, "carry_out", "", "remedy", "9", "on", s.today(0))
	s.as(assistant).act(ref, "carry_out", "remedy", "1", "on", s.today(0))
	if s.whole(ref).Phase != dossier.PhaseRemedy {
		t.Error("it closed before everything was carried out")
	}
	s.carryOut(ref)
	if s.whole(ref).Ending != dossier.Settled {
		t.Errorf("it ended as %q", s.whole(ref).Ending)
	}
	s.guest(path).get(path).has("Uitgevoerd op")
}

func TestR24_HTTP_EveryEndingIsTold(t *testing.T) {
	s := newSite(t)
	path, withdrawn := s.fileComplaint()
	s.guest(path).answer(path, "withdrawal", "why", "Laat maar.")
	s.heard(withdrawn, dossier.ToComplainant, "ban_ended", "withdrawn")

	_, stopped := s.fileComplaint()
	s.investigate(stopped)
	s.as(assistant).refused(stopped, "discontinue", "", "reason", "settled_elsewhere")
	s.as(assistant).act(stopped, "discontinue", "reason", "settled_elsewhere", "evidence", "Brief van de rechter.")
	s.heard(stopped, dossier.ToComplainant, "investigation_discontinued", "discontinued")
	s.heard(stopped, dossier.ToSpecialist("S1"), "investigation_discontinued")

	_, kept := s.fileComplaint()
	_, merged := s.fileComplaint()
	s.as(assistant).act(merged, "merge_into", "into", kept, "reason", "Twee keer ingediend.")
	s.heard(merged, dossier.ToComplainant, "merged")

	path, harmed := s.fileComplaint()
	s.as(assistant).act(harmed, "judge", "severity", "grave", "serious", "yes", "harm", "yes", "reason", "Brandwond.")
	s.guest(path).answer(path, "withdrawal", "why", "")
	s.as(assistant).act(harmed, "settle_withdrawal", "go_on", "yes", "reason", "Er is schade.")
	s.heard(harmed, dossier.ToComplainant, "withdrawal_asked", "withdrawal_overruled")

	_, rejected := s.fileComplaint()
	s.reject(rejected)
	s.heard(rejected, dossier.ToComplainant, "investigation_completed", "rejected")
	s.as(assistant).refused(rejected, "reopen", "", "reason", "mistake", "words", "Sloot het zelf.")
}

func TestR25_HTTP_OnlyTwoPeopleEstablishIt(t *testing.T) {
	s := newSite(t)
	_, known := s.fileComplaint()
	s.as(assistant).refused(known, "raise_suspicion", "R", "evidence", "x")
	path, ref := s.fileUnknown()
	s.pass(9 * day)
	s.as(assistant).act(ref, "raise_suspicion", "evidence", "Niemand kent deze klager.")
	s.guest(path).get(path).hasNot("vermoeden", "vals")
	s.as(assistant).refused(ref, "establish_false", "R25", "never_treated", "yes", "knew", "yes", "evidence", "x")
	s.state(assistant, ref)
	if !s.whole(ref).Open() {
		t.Error("one person established it alone")
	}
	s.as(assistant).refused(ref, "establish_false", "R25", "never_treated", "yes", "knew", "yes", "sought_money", "yes", "evidence", "x")
	s.state(second, ref)
	s.heard(ref, dossier.ToComplainant, "established_false")
	if s.whole(ref).Ending != dossier.EstablishedFalse {
		t.Errorf("it ended as %q", s.whole(ref).Ending)
	}
}

func TestR26_HTTP_TheClaimIsSpecifiedAndFollowed(t *testing.T) {
	s := newSite(t)
	_, known := s.fileComplaint()
	s.as(assistant).refused(known, "send_claim", "R25")
	path, ref := s.falsified()
	s.as(assistant).act(ref, "record_hours", "minutes", "60", "what", "Nazoeken")
	s.as(assistant).act(ref, "record_cost", "amount", "12,85", "what", "Aangetekende brief")
	s.as(assistant).act(ref, "send_claim")
	claim := s.message(ref, dossier.ToComplainant, "claim_sent")
	all := claim.Body + s.guest(path).get(path).text()
	for _, amount := range []string{"69,95", "45,00", "12,85", "127,80"} {
		if !strings.Contains(all, amount) {
			t.Errorf("neither letter nor page says %s:\n%s", amount, claim.Body)
		}
	}
	s.as(assistant).refused(ref, "record_claim_payment", "R26", "amount", "127,81")
	s.as(assistant).act(ref, "record_claim_payment", "amount", "27,80")
	s.as(assistant).act(ref, "write_off_claim", "reason", "Onbekend op dit adres.")
	s.as(assistant).refused(ref, "record_claim_payment", "R26", "amount", "1")
}

func TestR27_HTTP_FalsenessThatProvesWrongIsUndone(t *testing.T) {
	s := newSite(t)
	_, ref := s.falsified()
	s.as(assistant).act(ref, "send_claim")
	s.as(assistant).act(ref, "record_claim_payment", "amount", "69,95")
	s.as(assistant).act(ref, "report_to_police", "number", "PL0900")
	s.as(assistant).refused(ref, "repay_claim", "R27")
	s.as(assistant).refused(ref, "undo_false", "", "reason", "Stelde het zelf vast.")
	s.as(owner).act(ref, "undo_false", "reason", "De bon bleek echt.")
	for _, kind := range []string{"repay_claim", "inform_police"} {
		s.as(owner).act(ref, kind)
	}
	s.as(owner).act(ref, "send_apology", "words", "Het spijt ons zeer.")
	s.heard(ref, dossier.ToComplainant, "claim_sent", "falseness_undone", "claim_repaid", "apology")
	if !s.whole(ref).Open() {
		t.Error("the complaint was not taken up again")
	}
}

func TestR28_HTTP_WhoWhenAndWhatAndNothingChanges(t *testing.T) {
	s := newSite(t)
	_, ref := s.fileComplaint()
	s.as(assistant).act(ref, "record_hours", "minutes", "90", "what", "Nabellen")
	s.as(receptionist).refused(ref, "record_hours", "", "minutes", "5", "what", "x")
	s.as(owner).desk(ref).has("Arjen Assistent", "Nabellen", "dinsdag 3 maart 2026 om 10.00 uur")
	if n := s.whole(ref).Count; n < 3 {
		t.Errorf("only %d records", n)
	}
}

func TestR29_HTTP_WhatThePageSaysIsWhatIsMeasured(t *testing.T) {
	usual := newSite(t)
	usual.stranger().get("/").is(http.StatusOK).has("Ons doel: binnen 24 uur", "binnen 5 werkdagen na uw aanvraag", "€\u00a069,95", `action="/klacht"`)
	s := newSite(t, func(p *policy.Policy) {
		p.Terms.Triage.N, p.Terms.ClaimBase, p.Terms.Answer.N = 8, 1234, 10
	})
	page := s.stranger().get("/").is(http.StatusOK)
	page.has("Ons doel: binnen 8 uur", "€\u00a012,34", "10 dagen").hasNot("€\u00a069,95")
	path, ref := s.fileComplaint()
	s.guest(path).get(path).has("vrijdag 13 maart 2026")
	s.pass(9 * time.Hour)
	s.as(owner).get("/desk/overview").has(ref)
	english := s.stranger().get("/?lang=en")
	for english.status == http.StatusSeeOther || english.status == http.StatusFound {
		english = s.stranger().get(english.header.Get("Location"))
	}
	english.is(http.StatusOK).has("8 hours")
}

// One complaint is judged after 6 hours and one after 25: what the page promises decides what is measured of them.
func TestR29_HTTP_ThePromisesAreMeasuredByThePolicy(t *testing.T) {
	for hours, want := range map[int]string{4: "0 2 0 0%", 24: "1 1 0 50%", 48: "2 0 0 100%"} {
		s := newSite(t, func(p *policy.Policy) { p.Terms.Triage.N = hours })
		promised := "innen " + strconv.Itoa(hours) + " uur"
		s.stranger().get("/").is(http.StatusOK).has("Ons doel: b" + promised)
		_, soon := s.fileComplaint()
		_, late := s.fileComplaint("name", "Fenna Post", "email", "fenna@example.org")
		s.measured(assistant, "R10", "0 0 2 –")
		s.pass(6 * time.Hour)
		s.judge(soon)
		s.pass(19 * time.Hour)
		s.judge(late)
		for _, who := range []dossier.AccountID{owner, assistant} {
			s.as(who).get("/desk/overview").has("B" + promised)
			s.measured(who, "R10", want)
			s.measured(who, "R13", "0 0 2 –")
		}
		s.as(receptionist).get("/desk/overview").is(http.StatusNotFound)
		s.until(time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)) // the quarter after
		s.measured(owner, "R10", "0 0 0 –", want)
		s.measured(owner, "R13", "0 0 0 –", "0 2 0 0%") // nobody answered
	}
}

var (
	promiseRow  = regexp.MustCompile(`(?s)<th scope="row">[^<]*\((R\d+)\).*?</tr>`)
	promiseCell = regexp.MustCompile(`<td class="num"[^>]*>([^<]*)</td>`)
)

// measured demands what the overview says of a rule in this quarter, and in the one before if that is given: in time, too late,
// still open, and the part in time. The letter of R13 has a row after its own.
func (s *site) measured(who dossier.AccountID, rule string, want ...string) {
	s.t.Helper()
	var found []string
	quarters := strings.Split(s.as(who).get("/desk/overview").is(http.StatusOK).body, "<h2>Beloften ")[1:]
	for _, quarter := range quarters {
		for _, row := range promiseRow.FindAllStringSubmatch(quarter, -1) {
			if row[1] != rule {
				continue
			}
			var cells []string
			for _, cell := range promiseCell.FindAllStringSubmatch(row[0], -1) {
				cells = append(cells, cell[1])
			}
			found = append(found, strings.Join(cells, " "))
			break
		}
	}
	if len(found) != 2 || !slices.Equal(found[:len(want)], want) {
		s.t.Errorf("%s sees of %s: %q, want %q", who, rule, found, want)
	}
}
