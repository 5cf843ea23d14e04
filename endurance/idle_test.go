//go:build endurance

package endurance_test

import (
	"context"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/store/storetest/engine"
	"github.com/wederhoor/wederhoor/store/storetest/pgtest"
)

// most is how many writes a minute are few.
const most = 10

// A program that has nothing to do leaves its disk alone.
func TestIdle(t *testing.T) {
	t.Parallel()
	for name, commits := range map[string]func(*testing.T) int{"sqlite": commitsOfSQLite, "postgres": commitsOfPostgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := commits(t)
			t.Logf("%d writes in a minute with nothing to do", n)
			if n >= most {
				t.Errorf("that is not fewer than %d", most)
			}
		})
	}
}

// settling is what a program that was just started gets to do what there is at first.
const settling = 5 * time.Second

func idle(t *testing.T, database string) *node {
	t.Helper()
	prepared(t, database)
	n := newNode(t, database)
	n.up()
	time.Sleep(settling)
	return n
}

// commitsOfSQLite looks whether somebody else wrote, so often that it misses none that is not followed by another within milliseconds.
func commitsOfSQLite(t *testing.T) (commits int) {
	database := engines[0].database(t)
	idle(t, database)
	db := engine.SQL(t, database)
	conn, err := db.Conn(context.Background())
	must(t, err)
	defer conn.Close()
	version := func() (v int) {
		must(t, conn.QueryRowContext(context.Background(), "pragma data_version").Scan(&v))
		return v
	}
	last := version()
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(5 * time.Millisecond) {
		if now := version(); now != last {
			commits, last = commits+1, now
		}
	}
	engine.Exec(t, engine.SQL(t, database), "create table something (n integer)")
	if version() == last {
		t.Error("a write of somebody else is not noticed")
	}
	return commits
}

// commitsOfPostgres asks how many numbers for writing transactions were given out.
func commitsOfPostgres(t *testing.T) int {
	database := pgtest.Start(t, pgtest.Options{Settings: map[string]string{"autovacuum": "off"}}).Database(t)
	idle(t, database)
	db := engine.SQL(t, database)
	next := func() int {
		return count(t, db, "select cast(cast(pg_snapshot_xmax(pg_current_snapshot()) as text) as bigint)")
	}
	first := next()
	time.Sleep(time.Minute)
	commits := next() - first
	engine.Exec(t, db, "create table something (n integer)")
	if next() == first+commits {
		t.Error("a write of somebody else is not noticed")
	}
	return commits
}
