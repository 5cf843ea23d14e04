package store_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// A rebuild mends the other dossiers, leaves a damaged one as it is, and hides nothing of what Verify would tell.
func TestRebuildLeavesDamageToBeSeen(t *testing.T) {
	for _, damage := range []string{
		"update events set facts = '{' where dossier = 1 and number = 2",
		"delete from events where dossier = 1 and number = (select max(number) from events where dossier = 1)",
		"delete from events where dossier = 1",
	} {
		t.Run(damage, func(t *testing.T) {
			db, address := openAt(t)
			o, reference := history(t, db)
			in := engine.SQL(t, address)
			engine.Unlock(t, in, "events")
			engine.Exec(t, in, damage)
			engine.Exec(t, in, "update list set version = 0")
			n, err := db.Rebuild(t.Context(), o.Cal)
			var damaged *store.DamagedError
			if n != 1 || !errors.As(err, &damaged) || !slices.Equal(damaged.References, []string{reference}) {
				t.Errorf("%d dossiers were mended, %v", n, err)
			}
			check, err := db.Verify(t.Context(), o.Cal)
			if err != nil || len(check.Faults) == 0 {
				t.Errorf("the damage is hidden: %+v, %v", check, err)
			}
		})
	}
}
