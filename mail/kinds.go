package mail

import (
	"maps"
	"slices"
	"strings"

	"github.com/wederhoor/wederhoor/dossier"
)

// kind is what is fixed for a kind of notice to one sort of receiver.
type kind struct {
	class dossier.Class        // what a viewer at the desk needs to read the stored letter
	due   dossier.DeadlineKind // whose moment belongs in Data.Due, if one runs
	link  string               // purpose of its link, where that is not the one of all letters to that sort of receiver
}

// Sorts of receivers: the part of a dossier.Party before the colon, and the folder of their texts.
const (
	complainant = "complainant"
	specialist  = "specialist"
	fellow      = "fellow"
	former      = "former" // whoever has the address that was the complainant's before
	handlers    = "handlers"
	desk        = "desk"
)

// links are the purposes of the private link that each sort of receiver gets. A former address gets none.
var links = map[string]string{complainant: "status", specialist: "desk", fellow: "inquiry", handlers: "desk", desk: "desk", ToAccount: "desk"}

var kinds = map[string]map[string]kind{
	complainant: toComplainant,
	specialist:  toSpecialist,
	fellow:      {"inquiry": {class: dossier.ClassInquiry, due: dossier.DueInquiry}},
	former:      toFormer,
	handlers:    toGroup(dossier.ClassHandling),
	desk:        toGroup(dossier.ClassPlanning),
	ToAccount:   toAccount,
}

// SignInChanged is the kind of the letter that tells a member of staff that their way in was changed; Data.Cause says what:
// password, email, factor_added, factor_removed, recovery_codes, recovery_code_used, identity_added, identity_removed, passkey_copied.
const SignInChanged = "sign_in_changed"

// The kinds of the letters with a link by which a password is chosen: to the invited, to who forgot theirs, and to whom the second factor was taken
// away. Data.Due is until when it works.
const (
	Invitation   = "invitation"
	Reset        = "reset"
	FactorsTaken = "factors_taken"
)

// toAccount is what staff are told about no dossier.
var toAccount = map[string]kind{
	"digest":      {class: dossier.ClassHandling},
	SignInChanged: {class: dossier.ClassHandling},
	Invitation:    {class: dossier.ClassHandling, link: Invitation},
	Reset:         {class: dossier.ClassHandling, link: Reset},
	FactorsTaken:  {class: dossier.ClassHandling, link: Reset},
}

// Kinds of letters that follow from no event: they tell a person about their own way in.
const (
	Code         = "code"          // a code that lets the complainant in; Data.Minutes is how long it works
	LinkRenewed  = "link_renewed"  // the complainant's address is another now, and the link with it
	AddressMoved = "address_moved" // to the former address, at Data.At
)

// ToFormer is the party of letters to the address that was the complainant's before.
const ToFormer dossier.Party = former

var toFormer = map[string]kind{AddressMoved: {class: dossier.ClassContact}}

var besideNotices = []string{Code, LinkRenewed}

var toComplainant = map[string]kind{
	Code:                         {class: dossier.ClassContact},
	LinkRenewed:                  {class: dossier.ClassContact},
	"talk_requested":             {class: dossier.ClassSummary, due: dossier.DueTalkBooking},
	"talk_booked":                {class: dossier.ClassPlanning},
	"talk_cancelled":             {class: dossier.ClassPlanning},
	"talk_attempted":             {class: dossier.ClassPlanning},
	"talk_not_reached":           {class: dossier.ClassPlanning, due: dossier.DueStepTwo},
	"talk_held":                  {class: dossier.ClassPlanning, due: dossier.DueTalkReply},
	"talk_lapsed":                {class: dossier.ClassPlanning, due: dossier.DueStepTwo},
	"talk_unsolved":              {class: dossier.ClassPlanning, due: dossier.DueStepTwo},
	"act_booked":                 {class: dossier.ClassPlanning},
	"act_cancelled":              {class: dossier.ClassPlanning},
	"filed":                      {class: dossier.ClassSummary, due: dossier.DueAnswer},
	"authority_asked":            {class: dossier.ClassSummary, due: dossier.DueAuthority},
	"proof_asked":                {class: dossier.ClassSummary, due: dossier.DueProof},
	"message":                    {class: dossier.ClassComplaint},
	"ban_started":                {class: dossier.ClassBan},
	"ban_ended":                  {class: dossier.ClassBan},
	"judged_serious":             {class: dossier.ClassSummary, due: dossier.DueCall},
	"rejected_at_triage":         {class: dossier.ClassDecision},
	"explanation_planned":        {class: dossier.ClassPlanning},
	"explanation_cancelled":      {class: dossier.ClassPlanning},
	"called_not_reached":         {class: dossier.ClassPlanning},
	"term_extended":              {class: dossier.ClassDecision},
	"investigation_opened":       {class: dossier.ClassSummary, due: dossier.DueAnswer},
	"investigation_completed":    {class: dossier.ClassSummary, due: dossier.DueAnswer},
	"investigation_discontinued": {class: dossier.ClassSummary},
	"upheld":                     {class: dossier.ClassDecision, due: dossier.DueOffer},
	"rejected":                   {class: dossier.ClassDecision},
	"offered":                    {class: dossier.ClassDecision, due: dossier.DueOfferReply},
	"offer_accepted":             {class: dossier.ClassDecision, due: dossier.DueRemedy},
	"offer_stands":               {class: dossier.ClassDecision, due: dossier.DueOfferStands},
	"remedy_booked":              {class: dossier.ClassPlanning},
	"remedy_unbooked":            {class: dossier.ClassPlanning},
	"remedy_carried_out":         {class: dossier.ClassDecision},
	"withdrawal_asked":           {class: dossier.ClassSummary, due: dossier.DueWithdrawal},
	"withdrawal_overruled":       {class: dossier.ClassSummary},
	"solved_in_talk":             {class: dossier.ClassSummary},
	"withdrawn":                  {class: dossier.ClassSummary},
	"discontinued":               {class: dossier.ClassSummary},
	"settled":                    {class: dossier.ClassSummary},
	"offer_left_open":            {class: dossier.ClassDecision, due: dossier.DueOfferStands},
	"established_false":          {class: dossier.ClassDecision},
	"merged":                     {class: dossier.ClassSummary},
	"review_asked":               {class: dossier.ClassSummary, due: dossier.DueReview},
	"review_maintained":          {class: dossier.ClassDecision},
	"reopened":                   {class: dossier.ClassSummary},
	"claim_sent":                 {class: dossier.ClassDecision, due: dossier.DueClaim},
	"claim_paid":                 {class: dossier.ClassDecision},
	"claim_withdrawn":            {class: dossier.ClassDecision},
	"claim_repaid":               {class: dossier.ClassDecision},
	"falseness_undone":           {class: dossier.ClassDecision, due: dossier.DueUndo},
	"apology":                    {class: dossier.ClassDecision},
	"reminder":                   {class: dossier.ClassSummary},
	"moved":                      {class: dossier.ClassSummary},
}

// toGroup is what handlers and desk are told alike: that a deadline comes near, or came. Who may see that class of the dossier is told.
func toGroup(class dossier.Class) map[string]kind {
	return map[string]kind{"reminder": {class: class}, "overdue": {class: class}}
}

var toSpecialist = map[string]kind{
	"talk_booked":                {class: dossier.ClassPlanning},
	"talk_cancelled":             {class: dossier.ClassPlanning},
	"talk_answered":              {class: dossier.ClassPlanning},
	"act_booked":                 {class: dossier.ClassPlanning},
	"act_cancelled":              {class: dossier.ClassPlanning},
	"remedy_booked":              {class: dossier.ClassPlanning},
	"remedy_unbooked":            {class: dossier.ClassPlanning},
	"talk_shared":                {class: dossier.ClassPlanning},
	"ban_started":                {class: dossier.ClassBan},
	"ban_ended":                  {class: dossier.ClassBan},
	"hearing_invited":            {class: dossier.ClassHearing},
	"hearing_cancelled":          {class: dossier.ClassHearing},
	"minutes":                    {class: dossier.ClassHearing, due: dossier.DueMinutes},
	"finding":                    {class: dossier.ClassFinding},
	"reminder":                   {class: dossier.ClassPlanning}, // of their own talk, hearing or minutes
	"investigation_completed":    {class: dossier.ClassSummary},
	"investigation_discontinued": {class: dossier.ClassSummary},
}

// Kinds lists every kind of letter to each sort of receiver: the notices of dossiers, what people are told about their own way in, and what
// staff are told about no dossier.
func Kinds() map[string][]string {
	all := dossier.NoticeKinds()
	all[complainant] = append(all[complainant], besideNotices...)
	all[former] = slices.Sorted(maps.Keys(toFormer))
	all[ToAccount] = slices.Sorted(maps.Keys(toAccount))
	return all
}

// DueOf is the kind of deadline whose moment belongs in Data.Due of a notice, empty when there is none. A letter about a
// rejection takes the moment until which a review can be asked for (R20), which is nobody's deadline.
func DueOf(to dossier.Party, kind string) dossier.DeadlineKind { return kinds[sortOf(to)][kind].due }

// sortOf is the part of a party before the colon.
func sortOf(to dossier.Party) string {
	sort, _, _ := strings.Cut(string(to), ":")
	return sort
}
