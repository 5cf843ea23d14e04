package main

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
)

// That nothing can be read is told when it begins and when it is over, not at every look in between.
func TestJobsGivenUpThatCannotBeReadAreToldOnce(t *testing.T) {
	address := storetest.ToMigrate(t)
	db, err := store.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	var log lockedBuffer
	g := &givenUp{reader: db.Read(), log: slog.New(slog.NewTextHandler(&log, nil)), told: map[int64]int64{}}
	look := func(times int) {
		for range times {
			g.look(t.Context())
		}
	}
	for range 2 {
		look(2)
		change(t, address, "alter table jobs rename to jobs_away")
		look(3)
		change(t, address, "alter table jobs_away rename to jobs")
		look(2)
	}
	if away, back := strings.Count(log.String(), "level=ERROR"), strings.Count(log.String(), "level=INFO"); away != 2 || back != 2 {
		t.Errorf("away twice, told %d and %d times:\n%s", away, back, log.String())
	}
}
