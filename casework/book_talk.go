package casework

import (
	"context"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// BookTalk: the receptionist books a free slot with the specialist, once (R1). Who left has no free slots.
func bookTalkOutside(ctx context.Context, o *Office, _ Viewer, _ dossier.State, c dossier.BookTalk) (dossier.BookTalk, error) {
	c.Start = c.Start.UTC()
	active, err := o.active(ctx, c.Specialist)
	c.SlotFree = active && o.cal.IsSlot(c.Start)
	return c, err
}

// bookTalkInside looks again whether the slot is free (R1). A unique key keeps it from those who look at the same moment.
func bookTalkInside(w *work, _ *store.Dossier, c dossier.BookTalk) (dossier.BookTalk, error) {
	free, err := w.tx.SlotFree(c.Specialist, c.Start)
	c.SlotFree = c.SlotFree && free
	return c, err
}

// active reports whether the register has the specialist as one who still works here.
func (o *Office) active(ctx context.Context, id dossier.SpecialistID) (bool, error) {
	specialists, err := o.DB.Read().Specialists(ctx, "")
	for _, s := range specialists {
		if s.ID == string(id) {
			return s.Active, nil
		}
	}
	return false, err
}
