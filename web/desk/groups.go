package desk

import (
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
)

// group is a heading under which acts stand on the page of a dossier.
type group struct {
	Name  string // "desk.group." and the name make the key of its text
	Kinds []dossier.Kind
}

// groups hold every act of staff, in the order of the procedure.
var groups = []group{
	{"talk", []dossier.Kind{"book_talk", "record_talk", "record_talk_attempt", "cancel_talk", "lapse_talk", "decline_talk", "answer_talk", "pass_on_act", "book_act", "complete_act", "renew_talk", "share_talk"}},
	{"filing", []dossier.Kind{"file", "choose_match", "tell_visit", "ask_proof", "give_proof", "accept_authority", "correct_contact"}},
	{"triage", []dossier.Kind{"judge", "mark_harm", "report_harm", "assign", "assign_outside", "declare_conflict"}},
	{"explanation", []dossier.Kind{"plan_explanation", "record_explanation", "record_attempt", "cancel_explanation", "extend_term"}},
	{"investigation", []dossier.Kind{"open_investigation", "start_inquiry", "record_inquiry_answer", "weigh_answer", "close_inquiry", "invite_to_hearing", "record_hearing", "record_no_show", "cancel_hearing", "hand_in_statement", "answer_minutes", "skip_part", "record_finding"}},
	{"decision", []dossier.Kind{"take_decision", "make_offer", "accept_offer", "refuse_offer"}},
	{"remedies", []dossier.Kind{"book_remedy", "carry_out"}},
	{"endings", []dossier.Kind{"close_with_standing_offer", "withdraw", "settle_withdrawal", "discontinue", "ask_review", "answer_review", "reopen", "merge_into"}},
	{"false", []dossier.Kind{"raise_suspicion", "drop_suspicion", "establish_false", "undo_false", "send_claim", "record_claim_payment", "withdraw_claim", "write_off_claim", "repay_claim", "report_to_police", "inform_police", "send_apology"}},
	{"keeping", []dossier.Kind{"redact_file", "place_hold", "lift_hold", "erase"}},
	{"always", []dossier.Kind{"add_message", "send_message", "write_note", "record_breach", "record_hours", "record_cost", "link", "unlink"}},
}

// hidden are acts that no page of the desk offers: they open a dossier, come by a private link, or are the program's own.
var hidden = []dossier.Kind{"request_talk", "answer_inquiry", "record_match", "absorb", "add_files", "reach", "redate", "stop_contact"}

// answers says which acts meet a deadline, the likeliest first. It only orders what the page offers.
var answers = map[dossier.DeadlineKind][]dossier.Kind{
	dossier.DueTalkBooking: {"book_talk"},
	dossier.DueTalk:        {"record_talk", "record_talk_attempt", "book_talk"},
	dossier.DueStepTwo:     {"file"},
	dossier.DueAct:         {"complete_act", "book_act"},
	dossier.DueMatch:       {"choose_match"},
	dossier.DueProof:       {"give_proof"},
	dossier.DueAuthority:   {"accept_authority"},
	dossier.DueTriage:      {"judge"},
	dossier.DueHarmReport:  {"report_harm"},
	dossier.DueCall:        {"record_explanation", "plan_explanation", "record_attempt"},
	dossier.DueAppointment: {"record_explanation", "record_attempt"},
	dossier.DueAnswer:      {"take_decision", "record_finding"},
	dossier.DueInquiry:     {"record_inquiry_answer", "close_inquiry"},
	dossier.DueHearing:     {"record_hearing", "record_no_show", "hand_in_statement"},
	dossier.DueMinutes:     {"answer_minutes"},
	dossier.DueOffer:       {"make_offer"},
	dossier.DueOfferStands: {"close_with_standing_offer"},
	dossier.DueRemedy:      {"carry_out", "book_remedy"},
	dossier.DueWithdrawal:  {"settle_withdrawal"},
	dossier.DueReview:      {"answer_review"},
	dossier.DueClaim:       {"record_claim_payment"},
	dossier.DueUndo:        {"repay_claim", "inform_police", "send_apology"},
}

// usual are the acts that carry a phase on, shown first when no deadline asks for one of them.
var usual = map[dossier.Phase][]dossier.Kind{
	dossier.PhaseTalk:          {"book_talk", "record_talk", "book_act", "complete_act"},
	dossier.PhaseTriage:        {"choose_match", "judge"},
	dossier.PhaseExplanation:   {"open_investigation", "record_explanation", "plan_explanation", "extend_term"},
	dossier.PhaseInvestigation: {"start_inquiry", "invite_to_hearing", "weigh_answer", "record_hearing", "close_inquiry", "record_finding", "extend_term"},
	dossier.PhaseDecision:      {"take_decision", "extend_term"},
	dossier.PhaseRemedy:        {"carry_out", "book_remedy"},
	dossier.PhaseReview:        {"answer_review"},
}

// untold reports whether a complaint came by mail and it is still not known which visit it is about.
func untold(s dossier.State) bool {
	day, branch := s.Visit()
	return s.Filed && s.Open() && (day == "" || branch == "")
}

// foremost lists the acts that the deadlines ask for, the next one first, and then those that carry the phase on, as far as the
// viewer can do them.
func foremost(due []dossier.Deadline, s dossier.State, possible []dossier.Kind) []dossier.Kind {
	var wanted, first []dossier.Kind
	if slices.ContainsFunc(s.Inquiry.Fellows, func(f dossier.FellowState) bool { return f.Answered && !f.Weighed }) {
		wanted = append(wanted, "weigh_answer") // the inquiry cannot be closed before, and whoever is heard is asked about it
	}
	if untold(s) { // before it is judged: whether it is late, and who has a contact ban, follows from it
		wanted = append(wanted, "tell_visit")
		if s.Match.Outcome == dossier.MatchCandidates {
			wanted = []dossier.Kind{"choose_match", "tell_visit"}
		}
	}
	for _, d := range due {
		wanted = append(wanted, answers[d.Kind]...)
	}
	for _, kind := range append(wanted, usual[s.Phase]...) {
		if slices.Contains(possible, kind) && !slices.Contains(first, kind) {
			first = append(first, kind)
		}
	}
	return first
}

// grouped sorts acts under their headings; groups without any are left out.
func grouped(kinds []dossier.Kind) []group {
	var filled []group
	for _, g := range groups {
		here := slices.DeleteFunc(slices.Clone(g.Kinds), func(k dossier.Kind) bool { return !slices.Contains(kinds, k) })
		if len(here) > 0 {
			filled = append(filled, group{g.Name, here})
		}
	}
	return filled
}
