//go:build endurance

package endurance_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

const (
	manyJobs    = 2000 // that are open when a node freezes
	frozenLease = "20s"
)

// Two nodes share a database, and one of them freezes with jobs in its hands, as a machine does that is paused: it does not know of it when
// it goes on. The other takes its jobs over and keeps nobody waiting; what the first still holds for its own is refused. In one case the
// node is caught with a transaction open, and what it has locked; in the other between two.
func TestR28_ANodeFreezes(t *testing.T) {
	t.Parallel()
	frozen := time.Duration(number(t, "ENDURANCE_FROZEN", 90)) * time.Second
	for name, within := range map[string]bool{"within a transaction": true, "between transactions": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFreeze(t, within)
			open := f.enqueue(manyJobs)
			f.catch()
			f.thaw(f.healthy)
			f.taken(frozen)
			f.thaw(f.node)
			f.refused()
			f.together(open)
		})
	}
}

// freeze is one run.
type freeze struct {
	t             *testing.T
	database      string
	db            *sql.DB
	node, healthy *node
	within        bool
	at            time.Time
	held          []string // effect keys of the jobs in the hands of the node when it froze
	deeds         []*deed
}

const frozenName = "frozen"

func newFreeze(t *testing.T, within bool) *freeze {
	t.Helper()
	f := &freeze{t: t, within: within, database: postgres(t)}
	prepared(t, f.database)
	f.db = engine.SQL(t, f.database)
	f.node = newNode(t, f.database+"&application_name="+frozenName, "--lease", frozenLease)
	f.healthy = newNode(t, f.database, "--lease", frozenLease)
	for _, n := range []*node{f.node, f.healthy} {
		n.up()
		n.signal(syscall.SIGSTOP)
	}
	return f
}

func (f *freeze) thaw(n *node) {
	f.t.Helper()
	n.signal(syscall.SIGCONT)
}

// enqueue files complaints while no node runs, until so many jobs are open.
func (f *freeze) enqueue(jobs int) (open int) {
	f.t.Helper()
	db := opened(f.t, f.database)
	defer db.Close()
	key, err := db.Secret(f.t.Context(), "links")
	must(f.t, err)
	office := &casework.Office{DB: db, Policy: policy.Default(), Clock: time.Now, Key: key, Base: f.node.base}
	for i := 0; ; i++ {
		if i%50 == 0 {
			if open = f.waiting(); open >= jobs {
				return open
			}
		}
		n := i % (2 * clients)
		d := &deed{kind: filing, key: fmt.Sprintf("form %d", i), mark: newMark(), email: emailOf(n), sent: 1, outcome: done}
		d.reference = do(f.t, office, casework.Public(), casework.Order{Key: d.key, Command: complaint(n, d)})
		f.deeds = append(f.deeds, d)
	}
}

func (f *freeze) waiting() int {
	f.t.Helper()
	return count(f.t, f.db, "select count(*) from jobs where status = 'waiting' and due_at <= $1", time.Now().UnixMilli())
}

func (f *freeze) leased() (effects []string) {
	f.t.Helper()
	rows(f.t, f.db, "select effect from jobs where status = 'leased'", func(scan scan) {
		var effect string
		scan(&effect)
		effects = append(effects, effect)
	})
	return effects
}

// transacting reports whether the node that freezes has a transaction open in which it changed jobs.
func (f *freeze) transacting() bool {
	f.t.Helper()
	return count(f.t, f.db, `select count(*) from pg_stat_activity a join pg_locks l on l.pid = a.pid join pg_class c on c.oid = l.relation
		where a.application_name = '`+frozenName+`' and a.state = 'idle in transaction' and a.datname = current_database()
			and c.relname = 'jobs' and l.mode = 'RowExclusiveLock'`) > 0
}

// catch freezes the node at a moment as wanted, with jobs in its hands.
func (f *freeze) catch() {
	f.t.Helper()
	for f.waiting() > 0 {
		f.thaw(f.node)
		time.Sleep(rand.N(20 * time.Millisecond))
		f.node.signal(syscall.SIGSTOP)
		time.Sleep(50 * time.Millisecond) // what the server was doing for it ends
		f.at = time.Now()
		if f.held = f.leased(); len(f.held) > 0 && f.transacting() == f.within {
			return
		}
	}
	f.t.Fatal("all jobs were done before the node could be caught as wanted")
}

// taken watches the other node do everything while the first is frozen; people go on using it.
func (f *freeze) taken(frozen time.Duration) {
	f.t.Helper()
	others := f.waiting()
	crowd := newCrowd(f.t, f.healthy)
	crowd.come()
	var released time.Duration
	if f.within {
		eventually(f.t, "the server ends the transaction of the frozen node", func() bool { return !f.transacting() })
		released = time.Since(f.at)
	}
	time.Sleep(max(0, 15*time.Second-time.Since(f.at)))
	crowd.leave()
	f.keep(crowd)
	held := "'" + strings.Join(f.held, "','") + "'"
	eventually(f.t, "the other node takes over", func() bool {
		return count(f.t, f.db, "select count(*) from jobs where status <> 'done' and effect in ("+held+")") == 0
	})
	took := time.Since(f.at)
	workedOff(f.t, f.database)
	f.t.Logf("frozen with %d jobs in its hands and %d more open; the server ended its transaction after %v, and the other node had done what it held "+
		"after %v, with a lease of %s. Meanwhile the slowest answer to people took %v",
		len(f.held), others, released.Round(time.Second), took.Round(time.Second), frozenLease, crowd.slowest().Round(time.Millisecond))
	time.Sleep(time.Until(f.at.Add(frozen)))
}

func (f *freeze) keep(c *crowd) {
	f.t.Helper()
	f.deeds = append(f.deeds, c.deeds...)
	for _, fault := range c.faults {
		f.t.Error(fault)
	}
}

// refused waits until the thawed node was told that what it held is not its own any more.
func (f *freeze) refused() {
	f.t.Helper()
	eventually(f.t, "the stale lease is refused", func() bool { return f.left() > 0 })
	f.t.Logf("thawed after %v", time.Since(f.at).Round(time.Second))
}

// left is how many jobs the node was refused because the other had taken them over.
func (f *freeze) left() int { return f.node.said(`"job left to the node that took it over"`) }

// together has both nodes work again, and judges.
func (f *freeze) together(open int) {
	f.t.Helper()
	crowd := newCrowd(f.t, f.node, f.healthy)
	crowd.calm = true
	crowd.come()
	time.Sleep(3 * time.Second)
	crowd.leave()
	crowd.deeds = append(crowd.deeds, f.deeds...)
	found := settled(f.t, crowd, f.database, f.node, f.healthy)
	for _, effect := range f.held {
		if job := found.jobs[effect]; job.token < 2 {
			f.t.Errorf("%s was in the hands of the frozen node and was taken %d times", effect, job.token)
		}
	}
	f.t.Logf("%d jobs were open at first; the %d in the hands of the frozen node were taken by the other and had their effect once; the node was refused %d",
		open, len(f.held), f.left())
}
