package casework

import (
	"context"
	"errors"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// outside gives a dossier to the outside person when no handler is free of conflict (R14). It follows from whatever can make
// somebody a party to the dossier; most often there is nothing to do.
func (o *Office) outside(ctx context.Context, job store.Job) error {
	m, err := payloadOf[dossierJob](job)
	if err != nil {
		return err
	}
	done := func(tx *store.Tx) error { return tx.Done(job, o.now()) }
	also := func(tx *store.Tx, _ Result) error { return done(tx) }
	loaded, err := o.DB.Read().Dossier(ctx, program().keys(), m.Reference)
	if err != nil {
		return err
	}
	c, err := assignOutsideOutside(ctx, o, program(), loaded.Whole, dossier.AssignOutside{})
	if err != nil {
		return err
	}
	if c.HandlersFree > 0 || c.Account == "" {
		return o.DB.Write(ctx, done)
	}
	_, err = o.perform(ctx, program(), Order{Reference: m.Reference, Command: c}, also)
	var own *Error
	if errors.As(err, &own) && own.Kind == Refused { // given already, or closed
		return o.DB.Write(ctx, done)
	}
	return err
}
