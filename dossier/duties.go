package dossier

// duty is what is fixed of a kind of deadline.
type duty struct {
	who  Role  // who must act
	late Party // who is told that it came and nothing was done; empty where its coming is simply the end
	// awaited: the complainant waits for it, and was told by when (R7).
	awaited bool
}

// duties is the one table of whose turn it is at each kind of deadline, and whom its coming is told to. The owner stands for all
// handlers. That a talk was not held lapses it; the desk, which books talks, sees to what follows.
var duties = map[DeadlineKind]duty{
	DueTalkBooking: {who: RoleReceptionist, late: ToDesk, awaited: true},
	DueTalk:        {who: RoleSpecialist, late: ToDesk, awaited: true},
	DueTalkReply:   {who: RoleComplainant}, // silence is an answer (R4)
	DueStepTwo:     {who: RoleComplainant}, // they may still file (R6)
	DueAct:         {who: RoleReceptionist, late: ToHandlers, awaited: true},
	DueMatch:       {who: RoleOwner, late: ToHandlers},
	DueProof:       {who: RoleComplainant, late: ToHandlers},
	DueAuthority:   {who: RoleComplainant, late: ToHandlers},
	DueTriage:      {who: RoleOwner, late: ToHandlers},
	DueHarmReport:  {who: RoleOwner, late: ToHandlers},
	DueCall:        {who: RoleOwner, late: ToHandlers, awaited: true},
	DueAppointment: {who: RoleOwner, late: ToHandlers},
	DueAnswer:      {who: RoleOwner, late: ToHandlers, awaited: true},
	DueInquiry:     {who: RoleOwner, late: ToHandlers},
	DueHearing:     {who: RoleSpecialist, late: ToHandlers},
	DueMinutes:     {who: RoleSpecialist, late: ToHandlers},
	DueOffer:       {who: RoleOwner, late: ToHandlers, awaited: true},
	DueOfferReply:  {who: RoleComplainant, late: ToHandlers},
	DueOfferStands: {who: RoleComplainant}, // the dossier is closed, or can be
	DueRemedy:      {who: RoleOwner, late: ToHandlers, awaited: true},
	DueWithdrawal:  {who: RoleOwner, late: ToHandlers, awaited: true},
	DueReview:      {who: RoleOwner, late: ToHandlers, awaited: true},
	DueClaim:       {who: RoleComplainant, late: ToHandlers},
	DueUndo:        {who: RoleOwner, late: ToHandlers, awaited: true},
}

// Reminds reports whether a deadline of that kind can be reminded of. An appointment is agreed on and stands in a calendar, and of an
// offer that was refused twice nobody need be reminded.
func Reminds(kind DeadlineKind) bool {
	_, known := duties[kind]
	return known && kind != DueAppointment && kind != DueOfferStands
}
