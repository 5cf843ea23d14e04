package casework

import (
	"context"
	"errors"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

// ChooseMatch: whoever may handle the dossier picks the visit among the candidates, or corrects a wrong one (R9, R22). The
// register's row goes along, as it is now.
func chooseMatchOutside(ctx context.Context, o *Office, _ Viewer, _ dossier.State, c dossier.ChooseMatch) (dossier.ChooseMatch, error) {
	c.Treatment = nil
	t, err := o.DB.Read().Treatment(ctx, c.TreatmentID)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return c, nil
	case err != nil:
		return c, err
	}
	c.Treatment = new(treatmentOf(t))
	return c, nil
}

// chooseMatchInside looks for a talk about that visit in another dossier, where the complaint did not say when the visit was: it keeps the term
// open (R8).
func chooseMatchInside(w *work, d *store.Dossier, c dossier.ChooseMatch) (dossier.ChooseMatch, error) {
	if c.Treatment == nil || d.State.TreatmentDate != "" {
		return c, nil
	}
	var err error
	c.TalkAsked, c.TalkEnded, err = w.talkElsewhere(d, c.Treatment.Client, c.Treatment.Branch, c.Treatment.Date)
	return c, err
}

// treatmentOf is a visit of the register as an event keeps it; what was paid counts, not what was asked.
func treatmentOf(t register.Treatment) dossier.Treatment {
	return dossier.Treatment{
		ID: dossier.TreatmentID(t.ID), Client: dossier.ClientID(t.Client), Branch: dossier.BranchID(t.Branch),
		Specialist: dossier.SpecialistID(t.Specialist), Date: dossier.Date(t.Date), Price: dossier.Cents(t.PaidCents),
		ShadesAdvertised: t.ShadesAdvertised, ShadesAchieved: t.ShadesAchieved,
	}
}
