//go:build endurance

package endurance_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/store/storetest/pgtest"
)

// long is longer than the program waits for its database before it asks people to try again.
const long = 12 * time.Second

// PostgreSQL is restarted under twenty people, by turns in order and by a cut, and is away for a moment or for long. It brings to disk
// what it commits, as a real one does. Who sends the same form again has one complaint, and nobody is shown a fault.
func TestR5_R6_PostgreSQLIsRestarted(t *testing.T) {
	t.Parallel()
	restarts := number(t, "ENDURANCE_RESTARTS", 20)
	server := pgtest.Start(t, pgtest.Options{Durable: true})
	database := server.Database(t)
	prepared(t, database)
	n := newNode(t, database, "--lease", lease)
	crowd := newCrowd(t, n)
	n.up()
	crowd.come()
	var readies, answers []time.Duration
	for round := range restarts {
		time.Sleep(rand.N(time.Second))
		end := server.Stop
		if round%2 == 1 {
			end = server.Kill
		}
		end(t)
		if round == restarts/2 || round == restarts/2+1 {
			time.Sleep(long)
		} else {
			time.Sleep(rand.N(time.Second))
		}
		server.Up(t)
		up := time.Now()
		took, ok := n.ready(up, up.Add(patience))
		if !ok {
			t.Fatalf("not ready %v after the database", patience)
		}
		readies = append(readies, took)
		eventually(t, "somebody's form is taken", func() bool { return crowd.heard().After(up) })
		answers = append(answers, crowd.heard().Sub(up))
	}
	settled(t, crowd, database, n)
	notTooLong(t, readies)
	if crowd.busy.Load() == 0 {
		t.Error("nobody was asked to try again, although the database was away for long")
	}
	t.Logf("PostgreSQL was restarted %d times, every other time by a cut. After it was back the program was ready in %s; the first form was taken after %s",
		restarts, spread(readies), spread(answers))
}
