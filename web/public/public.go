// Package public is what clients see: the procedure in plain words with the form at its foot, the forms by themselves, the
// page behind a complainant's private link, and the question to a fellow client.
//
// It holds no rule of the procedure. It reads what was typed, hands it to casework, and shows what casework answers. What a
// person may do now is what casework.Fetch says they may.
package public

import (
	"net/http"
	"strings"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

type site struct{ *kit.App }

// Routes adds the public pages to the mux.
func Routes(mux *kit.Mux, app *kit.App) {
	s := site{app}
	page := func(pattern string, h kit.Handler) { mux.Handle(pattern, app.Handle(h)) }

	page("GET /{$}", s.procedure)
	page("GET /klacht", s.complaintForm)
	page("GET /gesprek", s.talkForm)

	// A browser that files is let in to what it filed.
	own := func(pattern string, h kit.Handler) { mux.Handle(pattern, app.Session(app.Guests, app.Handle(h))) }
	own("POST /klacht", s.fileComplaint)
	own("POST /gesprek", s.requestTalk)

	door := func(pattern string, h kit.Handler) { own(pattern, behind(h)) }
	door("GET /zaak", s.door)
	door("POST /zaak", s.askCode)
	door("GET /zaak/code", s.codePage)
	door("POST /zaak/code", s.enterCode)
	door("POST /zaak/sluiten", s.leave)
	door("GET /zaak/{page}", s.arrive(s.status, dossier.RoleComplainant))
	door("GET /zaak/{page}/bevestiging", s.confirmation)
	door("GET /zaak/{page}/complaint", s.stepTwoForm)
	door("POST /zaak/{page}/complaint", s.fileStepTwo)
	door("GET /zaak/{page}/gesprek.ics", s.calendarFile(casework.TalkAppointment))
	door("GET /zaak/{page}/toelichting.ics", s.calendarFile(casework.ExplanationAppointment))
	door("GET /zaak/{page}/withdrawal", s.withdrawalForm)
	door("GET /zaak/{page}/files/{id}", s.file(false))
	door("GET /zaak/{page}/files/{id}/preview", s.file(true))
	door("GET /zaak/{page}/{act}", s.backToStatus)
	door("POST /zaak/{page}/{act}", s.doAct)

	door("GET /navraag/{page}", s.arrive(s.question, dossier.RoleFellow))
	door("POST /navraag/{page}", s.answerQuestion)
	door("GET /navraag/{page}/klacht", s.ownComplaintForm)
	door("POST /navraag/{page}/klacht", s.fileOwnComplaint)

	for _, under := range []string{casework.StatusPath, casework.InquiryPath} {
		door(under, func(http.ResponseWriter, *http.Request) error { return errShut })
	}
}

// nav is the navigation of the public pages; here is the path of the page itself.
func nav(lang words.Lang, here string) []kit.NavItem {
	items := []kit.NavItem{
		{Label: words.Say(lang, "public.nav.procedure"), Path: "/"},
		{Label: words.Say(lang, "public.nav.talk"), Path: "/gesprek"},
		{Label: words.Say(lang, "public.nav.complaint"), Path: "/klacht"},
		{Label: words.Say(lang, "public.nav.follow"), Path: doorPath},
	}
	for i := range items {
		items[i].Current = items[i].Path == here
	}
	return items
}

// directory is what the client register can name: branches and specialists.
type directory struct {
	branches    []register.Branch
	specialists []register.Specialist
}

func (s site) directory(r *http.Request) (directory, error) {
	reader := s.Office.DB.Read()
	branches, err := reader.Branches(r.Context())
	if err != nil {
		return directory{}, err
	}
	specialists, err := reader.Specialists(r.Context(), "")
	return directory{branches, specialists}, err
}

// branchLabel is a branch as clients know it.
func branchLabel(b register.Branch) string {
	if b.City == "" || strings.Contains(b.Name, b.City) {
		return b.Name
	}
	return b.City + " – " + b.Name
}

func (d directory) branch(id dossier.BranchID) string {
	for _, b := range d.branches {
		if b.ID == string(id) {
			return branchLabel(b)
		}
	}
	return ""
}

func (d directory) specialist(id dossier.SpecialistID) string {
	for _, sp := range d.specialists {
		if sp.ID == string(id) {
			return sp.Name
		}
	}
	return ""
}

func (d directory) branchOptions() []kit.Option {
	options := make([]kit.Option, 0, len(d.branches))
	for _, b := range d.branches {
		options = append(options, kit.Option{Value: b.ID, Label: branchLabel(b)})
	}
	return options
}

// specialistOptions stand under their branches. Who has left can be complained about as well.
func (d directory) specialistOptions(activeOnly bool) []kit.Option {
	var options []kit.Option
	for _, b := range d.branches {
		for _, sp := range d.specialists {
			if sp.Branch == b.ID && (sp.Active || !activeOnly) {
				options = append(options, kit.Option{Value: sp.ID, Label: sp.Name, Group: branchLabel(b)})
			}
		}
	}
	return options
}

// findBranch takes the id that the list sends, or the name as people write it.
func (d directory) findBranch(typed string) (dossier.BranchID, bool) {
	for _, b := range d.branches {
		if typed == b.ID || strings.EqualFold(typed, b.Name) || strings.EqualFold(typed, branchLabel(b)) {
			return dossier.BranchID(b.ID), true
		}
	}
	return "", false
}

func (d directory) findSpecialist(typed string) (dossier.SpecialistID, bool) {
	for _, sp := range d.specialists {
		if typed == sp.ID || strings.EqualFold(typed, sp.Name) {
			return dossier.SpecialistID(sp.ID), true
		}
	}
	return "", false
}
