package dossier

import (
	"slices"
	"time"
)

// rule says who may ask for a kind of act, and when it makes sense. What the fields must be stands with
// the act itself.
type rule struct {
	who  []Role
	own  bool // an act of the accused specialist about their own side: R14's conflict does not forbid it
	when func(s State, env Env) *Refusal
}

var (
	handlers = []Role{RoleOwner, RoleAssistant, RoleOutside}
	desk     = append([]Role{RoleReceptionist}, handlers...)
	client   = append([]Role{RoleComplainant}, desk...) // the complainant, or staff on their behalf
	system   = []Role{RoleSystem}
	treating = []Role{RoleSpecialist}
)

// rules is the one table of who may do what and when. Every kind of command has a row.
var rules map[Kind]rule

// It is filled in init because the acts that it leads to look into it themselves.
func init() {
	rules = map[Kind]rule{
		// Step 1
		"request_talk":        {who: client, when: always(isNew)},
		"book_talk":           {who: desk, when: all(inTalk, talkIs("Er is al een gesprek gepland of gehouden.", "A talk is already planned or held.", TalkAsked, TalkHasLapsed, TalkUnsolved))},
		"cancel_talk":         {who: append([]Role{RoleSpecialist}, client...), own: true, when: all(talkPlanned, ownTalk)},
		"record_talk_attempt": {who: treating, own: true, when: all(talkPlanned, holdsTalk)},
		"record_talk":         {who: treating, own: true, when: all(talkPlanned, holdsTalk)},
		"answer_talk":         {who: client, when: all(inTalk, talkRecorded)},
		"pass_on_act":         {who: []Role{RoleComplainant}, when: all(inTalk, actAgreed)},
		"book_act":            {who: desk, when: all(inTalk, actOpen)},
		"complete_act":        {who: desk, when: all(inTalk, actOpen)},
		"lapse_talk":          {who: append([]Role{RoleSpecialist}, desk...), own: true, when: all(inTalk, talkIs("Er is geen gesprek dat kan vervallen.", "There is no talk that can lapse.", TalkAsked, TalkPlanned), ownTalk)},
		"decline_talk":        {who: client, when: all(inTalk, talkIs("Het gesprek is al voorbij.", "The talk is already over.", TalkAsked, TalkPlanned, TalkHasLapsed))},
		"renew_talk":          {who: client, when: all(inTalk, talkIs("Er is geen vervallen gesprek om opnieuw te plannen.", "There is no lapsed talk to plan anew.", TalkHasLapsed))},
		"share_talk":          {who: []Role{RoleComplainant}, when: all(exists, authorised, talkToShare)},

		// Step 2
		"file":             {who: append([]Role{RoleFellow, RoleSystem}, client...), when: always(canFile)}, // the program when it came by mail
		"record_match":     {who: system, when: all(filed, matchPending)},
		"choose_match":     {who: handlers, when: all(filed, open, matched)},
		"tell_visit":       {who: client, when: all(inPhase(PhaseTriage, PhaseExplanation, PhaseInvestigation), visitUntold)},
		"ask_proof":        {who: desk, when: all(filed, open, notFound)}, // again, when what came is no proof
		"give_proof":       {who: client, when: all(filed, open, notFound, proofAsked)},
		"accept_authority": {who: desk, when: all(filed, authorityMissing)},
		"correct_contact":  {who: client, when: exists},
		"add_message":      {who: client, when: exists},
		"send_message":     {who: desk, when: all(exists, authorised)},
		"write_note":       {who: handlers, when: exists},
		"record_breach":    {who: append([]Role{RoleSpecialist}, client...), own: true, when: banRunning},

		// Triage and explanation
		"judge":              {who: handlers, when: all(inPhase(PhaseTriage), notWithdrawing)},
		"mark_harm":          {who: handlers, when: all(filed, open)},
		"report_harm":        {who: handlers, when: all(filed, harmToReport)},
		"assign":             {who: handlers, when: all(filed, open)},
		"assign_outside":     {who: append([]Role{RoleSystem}, desk...), when: all(filed, open, noOutside)},
		"declare_conflict":   {who: handlers, when: exists},
		"plan_explanation":   {who: handlers, when: all(inPhase(PhaseExplanation, PhaseInvestigation), notWithdrawing)},
		"cancel_explanation": {who: handlers, when: all(open, planned)},
		"record_attempt":     {who: desk, when: all(filed, open)},
		"record_explanation": {who: handlers, when: inPhase(PhaseExplanation, PhaseInvestigation)},
		"extend_term":        {who: handlers, when: all(inPhase(PhaseTriage, PhaseExplanation, PhaseInvestigation, PhaseDecision), extendable)},

		// Investigation
		"open_investigation":    {who: handlers, when: all(inPhase(PhaseExplanation, PhaseInvestigation), notWithdrawing, explained)},
		"start_inquiry":         {who: handlers, when: all(investigating, inquiryNotStarted, visitKnown)},
		"answer_inquiry":        {who: []Role{RoleFellow}, when: all(inquiryRuns, ownAnswer)},
		"record_inquiry_answer": {who: handlers, when: all(investigating, inquiryRuns)},
		"weigh_answer":          {who: handlers, when: all(investigating, anyAnswer)},
		"close_inquiry":         {who: handlers, when: all(investigating, inquiryRuns)},
		"invite_to_hearing":     {who: handlers, when: all(investigating, someToHear)},
		"cancel_hearing":        {who: handlers, when: all(investigating, someInvited)},
		"record_hearing":        {who: handlers, when: all(investigating, someInvited)},
		"record_no_show":        {who: handlers, when: all(investigating, someInvited)},
		"hand_in_statement":     {who: treating, own: true, when: all(investigating, ownHearing)},
		"answer_minutes":        {who: treating, own: true, when: all(investigating, ownMinutes)},
		"skip_part":             {who: handlers, when: inPhase(PhaseExplanation, PhaseInvestigation)},
		"record_finding":        {who: handlers, when: all(investigating, notWithdrawing, bothHeard)},

		// Decision
		"take_decision":             {who: handlers, when: all(inPhase(PhaseDecision), notWithdrawing)},
		"make_offer":                {who: handlers, when: all(inPhase(PhaseOffer), notWithdrawing)},
		"accept_offer":              {who: client, when: all(offerThere, authorised)},
		"refuse_offer":              {who: client, when: all(inPhase(PhaseOffer), offerOpen, authorised)},
		"close_with_standing_offer": {who: handlers, when: all(inPhase(PhaseOffer), offerStands)},
		"book_remedy":               {who: desk, when: all(inPhase(PhaseRemedy), treatmentOpen)},
		"carry_out":                 {who: desk, when: all(inPhase(PhaseRemedy), remedyOpen)},

		// Endings
		"withdraw":          {who: client, when: all(exists, open, authorised, notWithdrawing)},
		"settle_withdrawal": {who: handlers, when: all(open, withdrawing)},
		"discontinue":       {who: handlers, when: all(exists, open)},
		"ask_review":        {who: client, when: all(rejectedNow, notReviewed, authorised, reviewInTime)},
		"answer_review":     {who: handlers, when: all(inPhase(PhaseReview), notWithdrawing, notDecider)},
		"reopen":            {who: handlers, when: all(closed, notFalse, notCloser)},
		"merge_into":        {who: handlers, when: all(filed, open, matchedFound, nothingToCarryOut, notWithdrawing)},
		"absorb":            {who: handlers, when: all(filed, open, matchedFound, notInReview)},
		"link":              {who: append([]Role{RoleSystem}, handlers...), when: exists}, // the program when an inquiry brought a complaint (R15)
		"unlink":            {who: handlers, when: all(exists, linked)},

		// False complaints, hours and costs
		"raise_suspicion":      {who: handlers, when: all(filed, open, undecided, notSuspected, notFound, proofWasAsked, undoneDone)},
		"drop_suspicion":       {who: handlers, when: all(open, suspected)},
		"establish_false":      {who: handlers, when: all(open, suspected, notFound, proofTermOver, notStatedYet)},
		"undo_false":           {who: handlers, when: all(isFalse, notEstablisher)},
		"send_claim":           {who: handlers, when: all(isFalse, noClaim)},
		"record_claim_payment": {who: handlers, when: claimCanBePaid},
		"withdraw_claim":       {who: handlers, when: claimRuns},
		"write_off_claim":      {who: handlers, when: claimRuns},
		"repay_claim":          {who: handlers, when: all(undone, paidClaim)},
		"report_to_police":     {who: handlers, when: all(isFalse, notReported)},
		"inform_police":        {who: handlers, when: all(undone, policeToTell)},
		"send_apology":         {who: handlers, when: all(undone, noApology)},
		"record_hours":         {who: handlers, when: filed},
		"record_cost":          {who: handlers, when: filed},

		// Files, holds and erasure
		"add_files":   {who: client, when: all(filed, open)},
		"redact_file": {who: handlers, when: fileThere},
		"place_hold":  {who: []Role{RoleOwner, RoleOutside}, when: exists},
		"lift_hold":   {who: []Role{RoleOwner, RoleOutside}, when: holdRuns},
		"erase":       {who: []Role{RoleOwner, RoleOutside, RoleSystem}, when: all(overToErase, notHeld, nothingDue)},

		// The program's own
		"reach":        {who: system, when: exists},
		"redate":       {who: system, when: exists},
		"stop_contact": {who: system, when: exists},
	}
}

// Possible tells whether the actor may do acts of that kind in this state at all, before any field is
// filled in: nil, or the *Refusal that says why not. The code "not_yours" means that the actor's role never does it.
func Possible(s State, k Kind, env Env) error {
	if r := possible(s, k, env); r != nil {
		return r
	}
	return nil
}

func possible(s State, k Kind, env Env) *Refusal {
	rule, ok := rules[k]
	if !ok {
		return refuse("", "unknown_act", "Deze handeling bestaat niet.", "There is no such act.")
	}
	if r := rule.allows(s, env.By); r != nil {
		return r
	}
	if !s.ErasedAt.IsZero() {
		return refuse("", "erased", "De gegevens van dit dossier zijn gewist. Er kan niets meer aan worden toegevoegd of veranderd.",
			"The data of this dossier were erased. Nothing can be added to it or changed any more.")
	}
	return rule.when(s, env)
}

// allows checks role and conflict (R14).
func (r rule) allows(s State, by Actor) *Refusal {
	if !by.Is(r.who...) {
		return refuse("", "not_yours", "Deze handeling hoort niet bij uw rol.", "This act does not belong to your role.")
	}
	if r.own && by.Is(RoleSpecialist) {
		return nil // ownTalk and its like check that it is their own
	}
	if s.Outside != by.Account && !by.Is(without(r.who, RoleOutside)...) { // the outside person has the dossiers they were given
		return refuse("R14", "not_yours", "Dit dossier is niet aan u toegewezen.", "This dossier was not given to you.")
	}
	if s.Conflicted(by) {
		return refuse("R14", "conflict", "U bent zelf betrokken bij deze klacht en kunt het dossier daarom niet behandelen.",
			"You are involved in this complaint yourself, so you cannot handle this dossier.")
	}
	return nil
}

type guard = func(s State, env Env) *Refusal

// all is the first refusal of several guards.
func all(guards ...guard) guard {
	return func(s State, env Env) *Refusal {
		for _, g := range guards {
			if r := g(s, env); r != nil {
				return r
			}
		}
		return nil
	}
}

// always lifts a guard that looks at the state alone.
func always(g func(State) *Refusal) guard { return func(s State, _ Env) *Refusal { return g(s) } }

// check is a guard that refuses when the state does not fit.
func check(rule, code, nl, en string, fits func(State) bool) guard {
	return func(s State, _ Env) *Refusal {
		if fits(s) {
			return nil
		}
		return refuse(rule, code, nl, en)
	}
}

func isNew(s State) *Refusal {
	if s.Phase == PhaseNone {
		return nil
	}
	return refuse("R1", "already_there", "Dit dossier bestaat al.", "This dossier is already there.")
}

func canFile(s State) *Refusal {
	if s.Filed {
		return refuse("R5", "already_filed", "Deze klacht is al ingediend. Voeg een bericht toe als u iets wilt aanvullen.",
			"This complaint has already been filed. Add a message if there is more to say.")
	}
	return nil
}

var (
	exists = check("", "no_dossier", "Er is nog geen dossier.", "There is no dossier yet.",
		func(s State) bool { return s.Phase != PhaseNone })
	open = check("", "closed", "Het dossier is gesloten. Heropen het eerst.", "The dossier is closed. Reopen it first.",
		State.Open)
	closed = check("", "not_closed", "Het dossier is nog open.", "The dossier is still open.",
		func(s State) bool { return s.Phase == PhaseClosed })
	filed = check("R5", "not_filed", "Er is nog geen officiële klacht ingediend.", "No official complaint has been filed yet.",
		func(s State) bool { return s.Filed })
	notWithdrawing = check("", "withdrawing", "De klager trekt de klacht in. Besluit eerst of u zonder de klager doorgaat.",
		"The complainant is withdrawing. First decide whether to go on without them.",
		func(s State) bool { return !s.Withdrawing })
	withdrawing = check("", "not_withdrawing", "De klager heeft niet gevraagd om in te trekken.", "The complainant did not ask to withdraw.",
		func(s State) bool { return s.Withdrawing })
	authorised = check("R5", "authority_missing", "De vertegenwoordiger heeft nog niet laten zien dat hij of zij namens de klant mag optreden.",
		"The representative has not yet shown that they may act for the client.",
		func(s State) bool { return !s.Represented || s.AuthorityShown })
	authorityMissing = check("R5", "no_authority_needed", "Er is geen machtiging nodig, of die is al vastgelegd.",
		"No authority is needed, or it has been recorded.",
		func(s State) bool { return s.Represented && !s.AuthorityShown })

	inTalk = check("R1", "no_talk", "Er loopt geen gesprek (stap 1) in dit dossier.", "There is no talk (step 1) in this dossier.",
		func(s State) bool { return s.Phase == PhaseTalk })
	talkPlanned = check("R1", "no_talk_planned", "Er is geen gesprek gepland.", "No talk is planned.",
		func(s State) bool { return s.Phase == PhaseTalk && s.Talk.Status == TalkPlanned })
	talkRecorded = check("R4", "talk_status", "Er is geen gesprek waarover de klant nog iets kan laten weten.", "No talk waits for the client's word.",
		func(s State) bool { return s.Talk.Recorded })
	actAgreed = check("R4", "no_act", "Er is geen afspraak gemaakt die kan worden doorgegeven.", "No act was agreed that could be passed on.",
		func(s State) bool { return s.Talk.ActKind != "" && !s.Talk.PassedOn })
	actOpen = check("R4", "no_act", "Er is geen doorgegeven afspraak die nog uitgevoerd moet worden.", "No act that was passed on is left to be done.",
		func(s State) bool { return s.Talk.actOpen() })
	talkToShare = check("R3", "nothing_to_share", "Er is geen gesprek om mee te nemen naar de klacht, of dat is al gedaan.", "There is no talk to take along to the complaint, or that was done already.",
		func(s State) bool { return len(s.Talk.HeldBy) > 0 && !s.Talk.Shared })

	matchPending = check("R9", "match_done", "Het klantensysteem is al geraadpleegd.", "The register has already been asked.",
		func(s State) bool { return s.Match.Outcome == MatchPending })
	matched = check("R9", "match_pending", "Het zoeken in het klantensysteem loopt nog. Probeer het zo nog eens.", "The register is still being searched. Try again in a moment.",
		func(s State) bool { return s.Match.Outcome != MatchPending })
	matchedFound = check("R9", "no_treatment", "Kies eerst de behandeling waar het om gaat.", "First choose the treatment it is about.",
		func(s State) bool { return s.Match.Outcome == MatchFound })
	notFound = check("R9", "found", "Bewijs is nu niet nodig. Het klantensysteem kent deze klant, of het zoeken loopt nog.",
		"Proof is not needed now. The register knows this client, or is still being searched.",
		func(s State) bool { return s.Match.Outcome == MatchNobody || s.Match.Outcome == MatchNoVisit })
	visitUntold = check("R9", "visit_known", "Het is al bekend om welk bezoek het gaat.", "It is already known which visit it is about.",
		func(s State) bool { return s.Match.Treatment == nil && (s.TreatmentDate == "" || s.Branch == "") })
	visitKnown = check("R15", "visit_unknown", "Nog niet bekend is om welk bezoek het gaat. Zoek eerst de behandeling op, of vul de datum en de vestiging in.",
		"It is not known yet which visit it is about. First look up the treatment, or fill in the date and the branch.",
		State.knowsDay)
	proofAsked = check("R9", "proof_not_asked", "Er is geen bewijs gevraagd.", "No proof was asked.",
		func(s State) bool { return !s.Match.ProofAsked.IsZero() })
	proofWasAsked = check("R9", "proof_not_asked", "Vraag de klager eerst om bewijs van het bezoek.",
		"First ask the complainant for proof of the visit.",
		func(s State) bool { return !s.Match.ProofAsked.IsZero() })

	harmToReport = check("R10", "no_harm", "Er is geen gezondheidsschade die nog gemeld moet worden.", "No harm to health is left to report.",
		func(s State) bool { return s.Harm && !s.Reported })
	noOutside = check("R14", "has_outside", "De externe behandelaar heeft het dossier al.", "The outside person already has the dossier.",
		func(s State) bool { return s.Outside == "" })
	planned = check("R12", "nothing_planned", "Er is geen telefoongesprek of bezoek gepland.", "No call or visit is planned.",
		func(s State) bool { return !s.PlannedStart.IsZero() })
	extendable = func(s State, env Env) *Refusal {
		if s.Extended || env.Terms.Extensions < 1 {
			return refuse("R13", "extended", "De termijn is al een keer verlengd. Dat kan maar één keer.",
				"The term has been extended once. It cannot be extended again.")
		}
		if env.Now.After(AnswerDue(s, env.Terms, env.Calendar)) {
			return refuse("R13", "term_over", "De termijn is al voorbij. Verlengen kan alleen zolang de termijn nog loopt.",
				"The term is over. It can be extended only before its end.")
		}
		return nil
	}
	explained = check("R12", "not_explained", "Laat de klager eerst toelichten, per telefoon of thuis, of leg vast waarom dat niet kan.",
		"First let the complainant explain, by phone or at home, or record why that cannot be.",
		func(s State) bool { return s.Explained || s.skipped(StepExplanation, "") })

	investigating = inPhase(PhaseInvestigation)

	inquiryNotStarted = check("R15", "inquiry_started", "De navraag is al begonnen of overgeslagen.", "The inquiry has begun or was skipped.",
		func(s State) bool { return s.Inquiry.Started.IsZero() && !s.skipped(StepInquiry, "") })
	inquiryRuns = check("R15", "no_inquiry", "Er loopt geen navraag.", "No inquiry is running.",
		func(s State) bool {
			return s.Phase == PhaseInvestigation && !s.Inquiry.Started.IsZero() && !s.Inquiry.Closed
		})
	anyAnswer = check("R15", "no_answer", "Er is nog geen antwoord binnen.", "No answer has come in yet.",
		func(s State) bool {
			return slices.ContainsFunc(s.Inquiry.Fellows, func(f FellowState) bool { return f.Answered })
		})
	someToHear = check("R16", "nobody_to_hear", "In dit onderzoek hoeft geen specialist gehoord te worden.",
		"No specialist is to be heard in this investigation.",
		func(s State) bool { return len(s.ToHear()) > 0 })
	someInvited = check("R16", "nobody_invited", "Er staat geen uitnodiging open.", "No invitation is open.",
		func(s State) bool { return len(s.invited()) > 0 })

	offerOpen = check("R19", "no_offer", "Er ligt geen aanbod om te beantwoorden.", "There is no offer to answer.",
		func(s State) bool { return len(s.Offers) > 0 && s.Offers[len(s.Offers)-1].Status == "open" })
	offerStands = check("R19", "offer_not_standing", "Sluiten kan pas als de klant vaak genoeg heeft geweigerd of als de tijd om te antwoorden voorbij is.",
		"Closing is possible when the client has refused often enough, or when the time to answer is over.",
		func(s State) bool { return len(s.Offers) > 0 && s.Offers[len(s.Offers)-1].Status == "stands" })
	remedyOpen = check("R21", "no_remedy", "Er is geen oplossing die nog uitgevoerd moet worden.", "No remedy is left to be carried out.",
		func(s State) bool { return len(s.openRemedies()) > 0 })
	nothingToCarryOut = check("R21", "remedy_open", "Voer eerst uit wat is toegezegd. Daarna kunt u samenvoegen.",
		"First carry out what was granted. Then the dossiers can be merged.",
		func(s State) bool { return len(s.openRemedies()) == 0 })
	treatmentOpen = check("R21", "no_treatment_remedy", "Er is geen toegezegde behandeling om in te plannen.", "No treatment that was granted is left to be booked.",
		func(s State) bool { return len(s.openTreatments()) > 0 })

	rejectedNow = check("R20", "not_rejected", "De klacht is niet afgewezen, dus er valt niets te herzien.",
		"The complaint was not rejected, so there is nothing to review.",
		func(s State) bool {
			return s.Phase == PhaseClosed && (s.Ending == Rejected || s.Ending == RejectedAtTriage)
		})
	notReviewed = check("R20", "reviewed", "Dit besluit is al herzien. Is de klager het er niet mee eens, dan kan de klacht naar een instantie van buiten.",
		"This decision has been reviewed. If the complainant disagrees, the complaint can go to the outside body.",
		func(s State) bool { return !s.Reviewed })
	notFalse = check("R27", "established_false", "Deze klacht is als vals vastgesteld. Draai eerst die vaststelling terug.",
		"This complaint was established as false. Undo that first.",
		func(s State) bool { return s.Ending != EstablishedFalse })
	notInReview = check("R20", "in_review", "Dit dossier wordt herbeoordeeld. Wat erbij komt, zou niet meer worden beoordeeld.",
		"This dossier is under review. What is added to it would no longer be judged.",
		func(s State) bool { return s.Phase != PhaseReview })
	linked = check("", "not_linked", "Dit dossier is aan geen ander gekoppeld.", "This dossier is linked to no other.",
		func(s State) bool { return len(s.Links) > 0 })

	undecided = check("R25", "decided", "Er is al een besluit genomen.", "A decision was already taken.",
		func(s State) bool { return !s.Decided })
	notSuspected = check("R25", "suspected", "Er staat al een vermoeden.", "A suspicion is already noted.",
		func(s State) bool { return !s.Suspected })
	suspected = check("R25", "not_suspected", "Er is geen vermoeden vastgelegd.", "No suspicion is noted.",
		func(s State) bool { return s.Suspected })
	undoneDone = check("R27", "undoing", "Rond eerst af wat bij het terugdraaien hoort: excuses, terugbetalen en de politie inlichten.", "First finish what the undoing asks for: apologies, repaying and informing the police.",
		func(s State) bool { return !s.undoOpen() })
	isFalse = check("R25", "not_false", "Deze klacht is niet als vals vastgesteld.", "This complaint was not established as false.",
		func(s State) bool { return s.Phase == PhaseClosed && s.Ending == EstablishedFalse })
	noClaim = check("R26", "claimed", "De vordering is al verstuurd.", "The claim has been sent.",
		func(s State) bool { return s.Claim.Sent.IsZero() })
	claimCanBePaid = check("R26", "no_claim", "Er loopt geen vordering.", "No claim is running.",
		func(s State) bool { // money may still come in for a claim that an undoing took back; it is repaid with the rest (R27)
			late := s.Claim.Settled == "withdrawn" && !s.Undone.IsZero() && !s.Claim.Repaid
			return !s.Claim.Sent.IsZero() && (s.Claim.Settled == "" || late)
		})
	claimRuns = check("R26", "no_claim", "Er loopt geen vordering.", "No claim is running.",
		func(s State) bool { return !s.Claim.Sent.IsZero() && s.Claim.Settled == "" })
	undone = check("R27", "not_undone", "Er is niets teruggedraaid.", "Nothing was undone.",
		func(s State) bool { return !s.Undone.IsZero() })
	paidClaim = check("R27", "nothing_to_repay", "Er is niets om terug te betalen.", "There is nothing to repay.",
		func(s State) bool { return s.Claim.Paid > 0 && !s.Claim.Repaid })
	notReported = check("R27", "reported", "De aangifte is al gedaan.", "The police have already been told.",
		func(s State) bool { return s.Police.IsZero() })
	policeToTell = check("R27", "no_report", "Er is geen aangifte die nog moet worden rechtgezet.", "No police report is left to be put right.",
		func(s State) bool { return !s.Police.IsZero() && !s.PoliceTold })
	fileThere = check("", "no_file", "Dit dossier heeft geen bestand dat kan worden weggehaald.", "This dossier has no file that could be taken out.",
		func(s State) bool { return len(s.filesThere()) > 0 })
	overToErase = check("", "open", "Het dossier is nog open, dus de gegevens zijn nodig. Rond het af of leg vast dat de klager intrekt; wis daarna. Een bestand kunt u nu al weghalen.",
		"The dossier is still open, so its data are needed. Finish it, or record that the complainant withdraws; then erase. A file can be taken out now.",
		func(s State) bool { return s.Phase == PhaseClosed })
	nothingDue = func(s State, env Env) *Refusal {
		waits := func(d Deadline) bool { return d.Kind != DueOfferStands || !d.Reached }
		if !slices.ContainsFunc(Deadlines(s, env.Terms, env.Calendar), waits) {
			return nil
		}
		return refuse("", "still_due", "Er staat in dit gesloten dossier nog iets open: een aanbod, een vordering of wat moet worden teruggedraaid. Rond dat eerst af.",
			"Something is left in this closed dossier: an offer, a claim, or what has to be undone. Finish that first.")
	}
	noApology = check("R27", "apologised", "De excuses zijn al verstuurd.", "The apologies have been sent.",
		func(s State) bool { return !s.Apologised })
)

// HeldUntil is the moment at which a hold ends by itself; zero when none was placed, or when it was lifted.
func HeldUntil(s State, cal Calendar) time.Time {
	if s.Hold == "" {
		return time.Time{}
	}
	return cal.EndOf(s.Hold)
}

// Held reports whether a hold keeps everything of the dossier from being erased.
func Held(s State, cal Calendar, now time.Time) bool { return !now.After(HeldUntil(s, cal)) }

func holdRuns(s State, env Env) *Refusal {
	if Held(s, env.Calendar, env.Now) {
		return nil
	}
	return refuse("", "no_hold", "Er is geen bewaarplicht vastgelegd die nog loopt.", "No hold is running.")
}

func notHeld(s State, env Env) *Refusal {
	if !Held(s, env.Calendar, env.Now) {
		return nil
	}
	return refuse("", "held", "Voor dit dossier geldt een bewaarplicht. Wissen kan pas als die voorbij is of is opgeheven.",
		"This dossier is under a hold. It can be erased when that is over or was lifted.")
}

func inPhase(phases ...Phase) guard {
	return check("", "wrong_step", "Dit kan nu niet. Het dossier staat bij een andere stap van de procedure.", "This cannot be done now. The dossier is at another step of the procedure.",
		func(s State) bool { return slices.Contains(phases, s.Phase) })
}

func talkIs(nl, en string, statuses ...TalkStatus) guard {
	return check("R4", "talk_status", nl, en, func(s State) bool { return slices.Contains(statuses, s.Talk.Status) })
}

// holdsTalk: what was said in a talk is written down by the specialist whose talk it is, and by nobody else (R3, R4).
func holdsTalk(s State, env Env) *Refusal {
	if env.By.Specialist != "" && s.Talk.Specialist == env.By.Specialist {
		return nil
	}
	return refuse("R3", "not_your_talk", "Dit is een gesprek met een andere specialist.", "This is a talk with another specialist.")
}

// ownTalk lets a specialist act on talks with themself alone. The client and the desk pass.
func ownTalk(s State, env Env) *Refusal {
	if !env.sidedSpecialist(s) {
		return nil
	}
	return holdsTalk(s, env)
}

// sidedSpecialist: the actor acts as a specialist with a side of their own, not as the desk.
func (env Env) sidedSpecialist(s State) bool {
	return env.By.Is(RoleSpecialist) && (!env.By.Is(desk...) || s.Conflicted(env.By))
}

func ownHearing(s State, env Env) *Refusal {
	if slices.Contains(s.ToHear(), env.By.Specialist) {
		return nil
	}
	return refuse("R16", "not_accused", "Dit onderzoek gaat niet over u.", "This investigation is not about you.")
}

func ownMinutes(s State, env Env) *Refusal {
	if h, _ := s.Hearing(env.By.Specialist); h.Held && h.Minutes == "" {
		return nil
	}
	return refuse("R16", "no_minutes", "Er ligt geen verslag waarop u nog moet reageren.", "No minutes wait for your answer.")
}

func ownAnswer(s State, env Env) *Refusal {
	for _, f := range s.Inquiry.Fellows {
		if f.Number == env.By.Fellow && !f.Done {
			return nil
		}
	}
	return refuse("R15", "answered", "Uw antwoord is al ontvangen. Dank u wel.", "Your answer has already been received. Thank you.")
}

func banRunning(s State, env Env) *Refusal {
	banned := s.Banned()
	if len(banned) == 0 {
		return refuse("R23", "no_ban", "Er loopt geen contactverbod.", "No contact ban is running.")
	}
	if env.sidedSpecialist(s) && !slices.Contains(banned, env.By.Specialist) {
		return refuse("R23", "not_concerned", "Dit contactverbod gaat niet over u.", "This contact ban does not concern you.")
	}
	return nil
}

func reviewInTime(s State, env Env) *Refusal {
	if env.Now.After(ReviewUntil(s, env.Terms, env.Calendar)) {
		return refuse("R20", "review_too_late", "De tijd om een herziening te vragen is voorbij. Een medewerker kan het dossier wel heropenen.",
			"The time to ask for a review is over. A member of staff can still reopen the dossier.")
	}
	return nil
}

// ReviewUntil is the last moment at which a review of a rejection can be asked (R20).
func ReviewUntil(s State, terms Terms, cal Calendar) time.Time {
	return cal.After(s.EndedAt, terms.Review)
}

func notDecider(s State, env Env) *Refusal {
	if env.By.Account != s.DecidedBy && env.By.Account != s.ClosedBy {
		return nil
	}
	return refuse("R20", "decider", "U heeft dit besluit zelf genomen. Iemand anders moet het herzien.",
		"You took this decision yourself. Somebody else must review it.")
}

func notCloser(s State, env Env) *Refusal {
	if env.By.Account != s.ClosedBy {
		return nil
	}
	return refuse("", "closer", "U heeft dit dossier zelf gesloten. Iemand anders moet het heropenen.",
		"You closed this dossier yourself. Somebody else must reopen it.")
}

func notEstablisher(s State, env Env) *Refusal {
	if !slices.Contains(s.FalseBy, env.By.Account) {
		return nil
	}
	return refuse("R27", "establisher", "U heeft dit zelf mee vastgesteld. Iemand anders moet het terugdraaien.",
		"You helped establish this. Somebody else must undo it.")
}

func notStatedYet(s State, env Env) *Refusal {
	if !slices.Contains(s.StatedBy, env.By.Account) {
		return nil
	}
	return refuse("R25", "second_person", "U heeft uw oordeel al gegeven. Een tweede persoon moet het bevestigen.",
		"You have given your judgement. A second person must confirm it.")
}

func proofTermOver(s State, env Env) *Refusal {
	if s.Match.ProofGiven || env.Now.After(env.Calendar.After(s.Match.ProofAsked, env.Terms.Proof)) {
		return nil
	}
	return refuse("R9", "proof_term", "De klager heeft nog tijd om bewijs te sturen.", "The complainant still has time to bring proof.")
}

func offerThere(s State, env Env) *Refusal {
	if _, ok := s.OpenOffer(env.Now); ok && (s.Phase == PhaseOffer || s.Phase == PhaseClosed && s.Ending == OfferLeftOpen) {
		return nil
	}
	return refuse("R19", "no_offer", "Er ligt geen aanbod dat u kunt aannemen.", "There is no offer that can be accepted.")
}

// bothHeard is R17: the complainant could explain, the inquiry is done, and every accused specialist could answer,
// or a coded reason stands for what is missing.
func bothHeard(s State, env Env) *Refusal {
	if r := explained(s, env); r != nil {
		return refuse("R17", r.Code, r.Text.NL, r.Text.EN)
	}
	if !s.Inquiry.Closed && !s.skipped(StepInquiry, "") {
		return refuse("R17", "inquiry_open", "Rond eerst de navraag bij de andere klanten af, of leg vast waarom die wordt overgeslagen.",
			"First finish the inquiry among the other clients, or record why it is skipped.")
	}
	for _, id := range s.ToHear() {
		if r := heard(s, env, id); r != nil {
			return r
		}
	}
	return nil
}

func heard(s State, env Env, id SpecialistID) *Refusal {
	if s.skipped(StepHearing, id) {
		return nil
	}
	h, _ := s.Hearing(id)
	if !h.Held {
		return refuse("R17", "not_heard", "Hoor eerst elke specialist over wie de klacht gaat, of leg vast waarom dat niet kan.",
			"First hear every specialist the complaint is about, or record why that cannot be.")
	}
	if len(s.against(id, h.Put)) > 0 {
		return refuse("R16", "answers_not_put", "Leg de specialist eerst de antwoorden uit de navraag voor die over hem of haar gaan.",
			"First put to the specialist the answers of the inquiry that speak against them.")
	}
	if h.Minutes == "" && !env.Now.After(env.Calendar.After(h.HeldAt, env.Terms.Minutes)) {
		return refuse("R16", "minutes_open", "De specialist heeft nog tijd om op het verslag te reageren.",
			"The specialist still has time to answer the minutes.")
	}
	return nil
}
