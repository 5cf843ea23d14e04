package dossier_test

import (
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
)

// Each list of acts is refused in a state for the same reason, told in the same words.
func TestPossible_EveryActHasItsTime(t *testing.T) {
	inStepTwo := talkWithAct(t)
	inStepTwo.do(dossier.PassOnAct{Act: "bijwerken"}, complainant)
	inStepTwo.do(complaint(), complainant)
	withdrawnUnknown := unknown(t)
	withdrawnUnknown.do(dossier.Withdraw{}, complainant)
	for _, tc := range []struct {
		name  string
		world *world
		by    dossier.Actor
		code  string
		acts  []dossier.Kind
	}{
		{"before there is a dossier", newWorld(t), owner, "no_dossier", []dossier.Kind{
			"correct_contact", "add_message", "send_message", "write_note", "declare_conflict", "withdraw", "discontinue", "link", "unlink",
		}},
		{"before there is a dossier", newWorld(t), complainant, "no_dossier", []dossier.Kind{"share_talk", "add_message", "withdraw"}},
		{"before there is a dossier", newWorld(t), system, "no_dossier", []dossier.Kind{"reach", "stop_contact"}},
		{"before there is a dossier", newWorld(t), owner, "no_talk", []dossier.Kind{
			"book_talk", "answer_talk", "book_act", "complete_act", "lapse_talk", "decline_talk", "renew_talk",
		}},
		{"in step 1", booked(t), owner, "not_filed", []dossier.Kind{
			"choose_match", "ask_proof", "give_proof", "accept_authority", "mark_harm", "report_harm", "assign", "assign_outside",
			"record_attempt", "record_hours", "record_cost", "merge_into", "absorb", "raise_suspicion",
		}},
		{"in step 1", booked(t), system, "not_filed", []dossier.Kind{"record_match"}},
		{"in step 1", booked(t), owner, "wrong_step", []dossier.Kind{
			"judge", "plan_explanation", "record_explanation", "extend_term", "open_investigation", "start_inquiry", "record_inquiry_answer",
			"weigh_answer", "close_inquiry", "invite_to_hearing", "cancel_hearing", "record_hearing", "record_no_show", "skip_part",
			"record_finding", "take_decision", "make_offer", "refuse_offer", "close_with_standing_offer", "book_remedy", "carry_out", "answer_review",
		}},
		{"in step 1", booked(t), complainant, "no_act", []dossier.Kind{"pass_on_act"}},
		{"in step 1", booked(t), receptionist, "no_act", []dossier.Kind{"book_act", "complete_act"}},
		{"in step 2, after a talk", inStepTwo, receptionist, "no_talk", []dossier.Kind{
			"book_talk", "answer_talk", "book_act", "complete_act", "lapse_talk", "decline_talk", "renew_talk",
		}},
		{"in step 2, after a talk", inStepTwo, complainant, "no_talk", []dossier.Kind{"pass_on_act"}},
		{"in step 2, after a talk", inStepTwo, specialist1, "no_talk_planned", []dossier.Kind{"record_talk", "record_talk_attempt", "cancel_talk"}},
		{"when it is closed", rejected(t), owner, "closed", []dossier.Kind{
			"choose_match", "ask_proof", "give_proof", "mark_harm", "assign", "assign_outside", "record_attempt", "cancel_explanation",
			"withdraw", "settle_withdrawal", "discontinue", "merge_into", "absorb", "raise_suspicion", "drop_suspicion", "establish_false",
		}},
		{"when it is closed and nobody was found", withdrawnUnknown, owner, "closed", []dossier.Kind{"choose_match", "ask_proof", "give_proof", "raise_suspicion"}},
		{"while it is open", heard(t), owner, "not_closed", []dossier.Kind{"reopen"}},
	} {
		for _, k := range tc.acts {
			if code := refusalCode(dossier.Possible(tc.world.state, k, tc.world.env(tc.by))); code != tc.code {
				t.Errorf("%s: %s by %s is answered with %q, want %q", tc.name, k, tc.by.Name(), code, tc.code)
			}
		}
	}
}
