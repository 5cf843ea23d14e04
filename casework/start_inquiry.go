package casework

import (
	"context"
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

// StartInquiry: a handler asks the other clients of that day (R15). All of the branch go along; Decide narrows them. The complainant is never among them, also when the register does not know which client they are.
func startInquiryOutside(ctx context.Context, o *Office, v Viewer, s dossier.State, c dossier.StartInquiry) (dossier.StartInquiry, error) {
	var err error
	c.Clients, err = o.fellowsOf(ctx, v, s)
	return c, err
}

// fellowsOf lists the other clients of the day of the treatment, as the register has them.
func (o *Office) fellowsOf(ctx context.Context, v Viewer, s dossier.State) ([]dossier.FellowContact, error) {
	about := register.Treatment{Branch: string(s.Branch), Date: string(s.TreatmentDate)}
	if t := s.Match.Treatment; t != nil {
		about = register.Treatment{Client: string(t.Client), Branch: string(t.Branch), Date: string(t.Date), Specialist: string(t.Specialist)}
	}
	visits, clients, err := o.DB.Read().DayOf(ctx, dossier.BranchID(about.Branch), dossier.Date(about.Date))
	if err != nil {
		return nil, err
	}
	own, err := o.claimantOf(ctx, v, s)
	if err != nil {
		return nil, err
	}
	var fellows []dossier.FellowContact
	for _, visit := range othersOf(visits, about, s.Accused()) {
		i := slices.IndexFunc(clients, func(cl register.Client) bool { return cl.ID == visit.Client })
		if i >= 0 && !own.is(clients[i]) {
			fellows = append(fellows, fellowContact(clients[i], visit))
		}
	}
	return fellows, nil
}

// othersOf lists one visit per other client of that day: the one with a specialist complained about, if there was one.
func othersOf(visits []register.Treatment, about register.Treatment, accused []dossier.SpecialistID) []register.Treatment {
	best := map[string]register.Treatment{}
	for _, t := range visits {
		_, seen := best[t.Client]
		if t.Date == about.Date && t.Branch == about.Branch && (!seen || slices.Contains(accused, dossier.SpecialistID(t.Specialist))) {
			best[t.Client] = t
		}
	}
	var others []register.Treatment
	for _, client := range register.OtherClientsOfDay(visits, about, false) {
		others = append(others, best[client])
	}
	return others
}

func fellowContact(c register.Client, visit register.Treatment) dossier.FellowContact {
	return dossier.FellowContact{
		Contact:    dossier.Contact{Name: c.Name, Email: c.Email, Phone: c.Phone},
		Client:     dossier.ClientID(c.ID),
		Specialist: dossier.SpecialistID(visit.Specialist),
	}
}

// claimant is who complains, as far as one can tell them from the clients of the register.
type claimant struct {
	client       dossier.ClientID // empty when nobody was matched
	names        []string
	email, phone string
}

// claimantOf reads the complainant's contact data with the viewer's own eyes.
func (o *Office) claimantOf(ctx context.Context, v Viewer, s dossier.State) (claimant, error) {
	var who claimant
	if t := s.Match.Treatment; t != nil {
		who.client = t.Client
	}
	loaded, err := o.DB.Read().Dossier(ctx, v.keys(), s.Reference)
	if err != nil {
		return who, err
	}
	contact, client := store.Contact(loaded.Entries)
	who.names = []string{contact.Name, client}
	who.email, who.phone = register.FoldEmail(contact.Email), contact.Phone
	return who, nil
}

// is reports whether a client may be the complainant: better one fellow too few than a complainant who is asked about
// their own complaint.
func (who claimant) is(c register.Client) bool {
	if who.client != "" && string(who.client) == c.ID {
		return true
	}
	if who.email != "" && who.email == register.FoldEmail(c.Email) || who.phone != "" && who.phone == c.Phone {
		return true
	}
	return who.client == "" && slices.ContainsFunc(who.names, func(name string) bool {
		return name != "" && register.CompareNames(name, c.Name) != register.Different
	})
}
