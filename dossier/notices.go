package dossier

// Party is who is told something: "complainant", "specialist:S12", "fellow:3".
type Party string

// Notice is something a person is to be told because of an event (R1, R7, R15, R16, R18, R22-R24, R26, R27).
type Notice struct {
	To   Party
	Kind string // "filed", "ban_started", …: the name of the message's text
}

// Notices lists who is to be told what, given the event and the states around it.
func Notices(before, after State, e Event) []Notice { return nil }

// NoticeKinds lists every kind of notice to each sort of party, for whoever writes their texts.
func NoticeKinds() map[string][]string {
	return map[string][]string{
		"complainant": {
			"talk_requested", "talk_booked", "talk_cancelled", "talk_attempted", "talk_not_reached", "talk_held", "talk_lapsed",
			"talk_unsolved", "act_booked", "filed", "authority_asked", "proof_asked", "message", "ban_started", "ban_ended",
			"judged_serious", "rejected_at_triage", "explanation_planned", "explanation_cancelled", "called_not_reached",
			"term_extended", "investigation_opened", "investigation_completed", "investigation_discontinued", "upheld", "rejected",
			"offered", "offer_accepted", "offer_stands", "remedy_booked", "remedy_carried_out", "withdrawal_asked",
			"withdrawal_overruled", "solved_in_talk", "withdrawn", "discontinued", "settled", "offer_left_open",
			"established_false", "merged", "review_asked", "review_maintained", "reopened", "claim_sent", "claim_paid",
			"claim_withdrawn", "claim_repaid", "falseness_undone", "apology",
		},
		"specialist": {
			"talk_booked", "talk_cancelled", "talk_answered", "talk_shared", "ban_started", "ban_ended", "hearing_invited", "hearing_cancelled",
			"minutes", "finding", "investigation_completed", "investigation_discontinued",
		},
		"fellow": {"inquiry"},
	}
}
