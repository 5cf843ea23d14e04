package dossier_test

import (
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
)

// roleTable is who may ask for each kind of act at all: o owner, a assistant, u outside person, r receptionist,
// s specialist, c complainant, f fellow client, p the program. Auditors (d) and administrators (b) are in no row.
var roleTable = map[dossier.Kind]string{
	"request_talk": "oaurc", "book_talk": "oaur", "cancel_talk": "oaursc", "record_talk_attempt": "s", "record_talk": "s",
	"answer_talk": "oaurc", "pass_on_act": "c", "book_act": "oaur", "complete_act": "oaur", "lapse_talk": "oaurs",
	"decline_talk": "oaurc", "renew_talk": "oaurc", "share_talk": "c",

	"file": "oaurcfp", "record_match": "p", "choose_match": "oau", "tell_visit": "oaurc", "ask_proof": "oaur", "give_proof": "oaurc",
	"accept_authority": "oaur", "correct_contact": "oaurc", "add_message": "oaurc", "send_message": "oaur",
	"write_note": "oau", "record_breach": "oaursc",

	"judge": "oau", "mark_harm": "oau", "report_harm": "oau", "assign": "oau", "assign_outside": "oaurp", "declare_conflict": "oau",
	"plan_explanation": "oau", "cancel_explanation": "oau", "record_attempt": "oaur", "record_explanation": "oau", "extend_term": "oau",

	"open_investigation": "oau", "start_inquiry": "oau", "answer_inquiry": "f", "record_inquiry_answer": "oau", "weigh_answer": "oau",
	"close_inquiry": "oau", "invite_to_hearing": "oau", "cancel_hearing": "oau", "record_hearing": "oau", "record_no_show": "oau",
	"hand_in_statement": "s", "answer_minutes": "s", "skip_part": "oau", "record_finding": "oau",

	"take_decision": "oau", "make_offer": "oau", "accept_offer": "oaurc", "refuse_offer": "oaurc", "close_with_standing_offer": "oau",
	"book_remedy": "oaur", "carry_out": "oaur",

	"withdraw": "oaurc", "settle_withdrawal": "oau", "discontinue": "oau", "ask_review": "oaurc", "answer_review": "oau", "reopen": "oau",
	"merge_into": "oau", "absorb": "oau", "link": "oaup", "unlink": "oau",

	"raise_suspicion": "oau", "drop_suspicion": "oau", "establish_false": "oau", "undo_false": "oau", "send_claim": "oau",
	"record_claim_payment": "oau", "withdraw_claim": "oau", "write_off_claim": "oau", "repay_claim": "oau", "report_to_police": "oau",
	"inform_police": "oau", "send_apology": "oau", "record_hours": "oau", "record_cost": "oau",

	"add_files": "oaurc", "redact_file": "oau", "place_hold": "ou", "lift_hold": "ou", "erase": "oup",

	"reach": "p", "redate": "p", "stop_contact": "p",
}

func TestPossible_WhoMayDoWhat(t *testing.T) {
	actors := map[rune]dossier.Actor{
		'o': owner, 'a': assistant, 'u': outside, 'r': receptionist, 's': specialist3, 'c': complainant, 'f': fellow1, 'p': system,
		'd': auditor, 'b': admin,
	}
	w := matched(t)
	w.do(dossier.AssignOutside{Account: outside.Account}, system)
	for _, c := range dossier.Commands() {
		may, known := roleTable[c.Kind()]
		if !known {
			t.Errorf("%s: nobody has said who may do it", c.Kind())
		}
		for letter, by := range actors {
			refused := refusalCode(dossier.Possible(w.state, c.Kind(), w.env(by))) == "not_yours"
			if refused == strings.ContainsRune(may, letter) {
				t.Errorf("%s by %s: refused for the role: %v", c.Kind(), by.Name(), refused)
			}
		}
	}
	if len(roleTable) != len(dossier.Commands()) {
		t.Errorf("%d rows for %d commands", len(roleTable), len(dossier.Commands()))
	}
}

// Auditors read and administrators keep accounts: in no kind of state does the procedure take anything from either, nor from who is both.
func TestPossible_NothingForWhoOnlyReads(t *testing.T) {
	both := member("both", dossier.RoleAuditor, dossier.RoleAdministrator)
	for name, w := range accusedWorlds(t) {
		for _, c := range dossier.Commands() {
			for _, by := range []dossier.Actor{auditor, admin, both} {
				if _, err := dossier.Decide(w.state, c, w.env(by)); refusalCode(err) != "not_yours" {
					t.Errorf("%s: %s by %s is answered %q", name, c.Kind(), by.Name(), refusalCode(err))
				}
			}
		}
	}
	if _, err := dossier.Decide(dossier.State{}, complaint(), newWorld(t).env(auditor)); refusalCode(err) != "not_yours" {
		t.Errorf("an auditor who files is answered %q", refusalCode(err))
	}
}

func TestPossible_AnUnknownActIsRefused(t *testing.T) {
	w := matched(t)
	w.impossible("burn_dossier", owner, "unknown_act")
}

func TestPossible_AnswersAsDecideDoes(t *testing.T) {
	for name, w := range accusedWorlds(t) {
		for _, c := range dossier.Commands() {
			for _, by := range []dossier.Actor{owner, receptionist, specialist1, complainant, system} {
				possible := refusalCode(dossier.Possible(w.state, c.Kind(), w.env(by)))
				if possible == "" {
					continue // the fields may still be wrong
				}
				_, err := dossier.Decide(w.state, c, w.env(by))
				if got := refusalCode(err); got != possible {
					t.Errorf("%s: %s by %s: Decide says %q, Possible %q", name, c.Kind(), by.Name(), got, possible)
				}
			}
		}
	}
}

// Whatever anybody sends in whatever state, empty or not, is answered: with events or with a refusal, never with neither.
func TestDecide_AnswersEveryCommandInEveryState(t *testing.T) {
	everything := dossier.Actor{Account: "all", Specialist: S3, Fellow: 1, Roles: []dossier.Role{
		dossier.RoleOwner, dossier.RoleAssistant, dossier.RoleReceptionist, dossier.RoleSpecialist, dossier.RoleComplainant,
		dossier.RoleFellow, dossier.RoleSystem, dossier.RoleOutside, dossier.RoleAuditor, dossier.RoleAdministrator,
	}}
	worlds := accusedWorlds(t)
	worlds["new"], worlds["asked"], worlds["booked"], worlds["talked"] = newWorld(t), asked(t), booked(t), talked(t, true)
	for name, w := range worlds {
		for _, c := range dossier.Commands() {
			happened, err := dossier.Decide(w.state, c, w.env(everything))
			if _, stops := c.(dossier.StopContact); stops {
				continue // where nothing stands, nothing is to be stopped
			}
			if (err == nil) != (len(happened) > 0) || refusalCode(err) == "?" {
				t.Errorf("%s: %s gives %d events and %v", name, c.Kind(), len(happened), err)
			}
		}
	}
}
