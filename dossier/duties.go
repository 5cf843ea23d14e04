package dossier

// duty is what is fixed of a kind of deadline.
type duty struct {
	who  Role  // who must act
	late Party // who is told that it came and nothing was done; empty where its coming is simply the end
	// told: the complainant was told its date, as something that they wait for or must do themselves (R7).
	told bool
}

// duties is the one table of whose turn it is at each kind of deadline, and whom its coming is told to. The owner stands for all
// handlers. That a talk was not held lapses it; the desk, which books talks, sees to what follows.
var duties = map[DeadlineKind]duty{
	DueTalkBooking: {who: RoleReceptionist, late: ToDesk, told: true},
	DueTalk:        {who: RoleSpecialist, late: ToDesk, told: true},
	DueTalkReply:   {who: RoleComplainant, told: true}, // silence is an answer (R4)
	DueStepTwo:     {who: RoleComplainant, told: true}, // they may still file (R6)
	DueAct:         {who: RoleReceptionist, late: ToHandlers, told: true},
	DueMatch:       {who: RoleOwner, late: ToHandlers},
	DueProof:       {who: RoleComplainant, late: ToHandlers, told: true},
	DueAuthority:   {who: RoleComplainant, late: ToHandlers, told: true},
	DueTriage:      {who: RoleOwner, late: ToHandlers},
	DueHarmReport:  {who: RoleOwner, late: ToHandlers},
	DueCall:        {who: RoleOwner, late: ToHandlers, told: true},
	DueAppointment: {who: RoleOwner, late: ToHandlers},
	DueAnswer:      {who: RoleOwner, late: ToHandlers, told: true},
	DueInquiry:     {who: RoleOwner, late: ToHandlers},
	DueHearing:     {who: RoleSpecialist, late: ToHandlers},
	DueMinutes:     {who: RoleSpecialist, late: ToHandlers},
	DueOffer:       {who: RoleOwner, late: ToHandlers, told: true},
	DueOfferReply:  {who: RoleComplainant, late: ToHandlers, told: true},
	DueOfferStands: {who: RoleComplainant, told: true}, // the dossier is closed, or can be
	DueRemedy:      {who: RoleOwner, late: ToHandlers, told: true},
	DueWithdrawal:  {who: RoleOwner, late: ToHandlers, told: true},
	DueReview:      {who: RoleOwner, late: ToHandlers, told: true},
	DueClaim:       {who: RoleComplainant, late: ToHandlers, told: true},
	DueUndo:        {who: RoleOwner, late: ToHandlers, told: true},
}

// Reminds reports whether a deadline of that kind can be reminded of. An appointment is agreed on and stands in a calendar, and of an
// offer that was refused twice nobody need be reminded.
func Reminds(kind DeadlineKind) bool {
	_, known := duties[kind]
	return known && kind != DueAppointment && kind != DueOfferStands
}
