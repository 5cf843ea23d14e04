package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/wederhoor/wederhoor/store"
)

// errMoved says of a database that was copied elsewhere where that is, and how to use it all the same.
func errMoved(err error) error {
	moved := (*store.MovedError)(nil)
	if !errors.As(err, &moved) {
		return err
	}
	return fmt.Errorf("this database was moved to %s and takes nothing in any more: what is written here would be missing there. "+
		"Use that one; or, to go back to this one without what was written there since, give its address to wederhoor copy --unmark", moved.To)
}

// movedLook is how long it takes at most until a program notices that its database was moved. The database itself refuses to be
// written from the first moment.
const movedLook = 5 * time.Second

// movedAway ends a program whose database is moved elsewhere while it serves it.
type movedAway struct {
	db  *store.DB
	log *slog.Logger
	err error // what to end with, once watch has ended
}

// watch looks until the context ends, and calls stop when the database was moved.
func (m *movedAway) watch(ctx context.Context, stop func()) {
	tick := time.NewTicker(movedLook)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := m.db.Here(ctx); errors.As(err, new(*store.MovedError)) {
			m.err = errMoved(err)
			m.log.Error("the database was moved: stopping")
			stop()
			return
		}
	}
}
