package casework

import "github.com/wederhoor/wederhoor/dossier"

// Page is what somebody looks at. The record of who looked names it, so its text stays what it is.
type Page string

// The pages and files that show something of one dossier. Lists and counts are none of them.
const (
	PageDossier Page = "dossier" // at the desk
	PagePolice  Page = "police"  // made for a report to the police (R27)
	PageExplain Page = "explain" // the history told rule by rule (R28)
	PageReads   Page = "reads"   // who looked
	PageNews    Page = "news"    // what happened since the page was made, told by itself
	PageMine    Page = "mine"    // the desk of a specialist, on which each of their dossiers is told in a few lines
	PageAct     Page = "act"     // an act that was sent to a dossier that is not its sender's to see

	PageAccess Page = "access" // what an export for a person would hold (GDPR, article 15)
	PageExport Page = "export" // that export
	PageKept   Page = "kept"   // the list of what is kept, on which it is told why a hold was placed

	PageFile    Page = "file"    // one that was sent along
	PagePreview Page = "preview" // a small picture of one

	PageTalkFile        Page = "calendar_talk"
	PageExplanationFile Page = "calendar_explanation"
	PageHearingFile     Page = "calendar_hearing"

	PageStatus       Page = "status"       // the complainant's own (R7)
	PageConfirmation Page = "confirmation" // what follows filing
	PageWithdrawal   Page = "withdrawal"
	PageStepTwo      Page = "step_two" // the form of the complaint, filled in with what is known

	PageQuestion     Page = "question"      // to a fellow client (R15)
	PageOwnComplaint Page = "own_complaint" // the form of a fellow client's own

	PageMail Page = "mail" // one that came in, of the dossier that it is part of or names

	PageReason Page = "reason" // no page: the viewer said why they read what they open next
)

// Pages lists all of them, for whoever names them.
func Pages() []Page {
	return []Page{
		PageDossier, PagePolice, PageExplain, PageReads, PageNews, PageMine, PageAct, PageTalkFile, PageExplanationFile, PageHearingFile,
		PageStatus, PageConfirmation, PageWithdrawal, PageStepTwo, PageQuestion, PageOwnComplaint, PageReason, PageFile, PagePreview, PageAccess, PageExport, PageKept, PageMail,
	}
}

// calendarPages are the files of appointments.
var calendarPages = map[Appointment]Page{
	TalkAppointment: PageTalkFile, ExplanationAppointment: PageExplanationFile, HearingAppointment: PageHearingFile,
}

// onlyFor says of some pages who has them, beside those who see anything at all.
var onlyFor = map[Page]func(View, Viewer) bool{
	PagePolice:  func(v View, _ Viewer) bool { return v.handled() && !v.State.FalseAt.IsZero() }, // once falseness is established (R27)
	PageExplain: func(v View, _ Viewer) bool { return v.handled() },
	PageReads:   func(v View, by Viewer) bool { return v.handled() && by.SeesWhoLooked() },

	PageAccess: accessible,
	PageExport: accessible,

	PageStepTwo:    func(v View, _ Viewer) bool { return !v.Unproven },
	PageWithdrawal: func(v View, _ Viewer) bool { return !v.Unproven },
}

// Has reports whether the dossier has such a page for this viewer, who may see something of it.
func (v View) Has(by Viewer, page Page) bool {
	if only := onlyFor[page]; only != nil {
		return only(v, by)
	}
	for which, file := range calendarPages {
		if page == file {
			_, at := v.planned(by, which)
			return !at.IsZero()
		}
	}
	return true
}

// accessible reports whether the viewer answers whoever asks what is kept of them: the owner, and the outside person in what they handle (R14).
func accessible(v View, by Viewer) bool {
	return v.handled() && by.Staff() && by.Is(dossier.RoleOwner, dossier.RoleOutside)
}

// handled reports whether the view is that of somebody who handles the dossier, or reads as those do.
func (v View) handled() bool { return handles(v.Classes) }

func handles(classes []string) bool { return dossier.Sees(classes, dossier.ClassHandling, "") }

// SeesWhoLooked reports whether the viewer is shown who looked at the dossiers they may see: the owner and auditors.
func (v Viewer) SeesWhoLooked() bool {
	return v.Staff() && v.Is(dossier.RoleOwner, dossier.RoleAuditor)
}
