package casework_test

import (
	"database/sql"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
	storeengine "github.com/wederhoor/wederhoor/store/storetest/engine"
	"github.com/wederhoor/wederhoor/store/storetest/pgtest"
)

// On PostgreSQL every act has a transaction of its own, so where within one it is held does matter. The runtime knows nothing of a
// server's locks: who waits is what the server says.
//
// To copy a database takes longer than to run a schedule. So a copy is made once, with its nodes, and put back to what it was after
// each schedule.

// postgres is what one test has of the server.
type postgres struct {
	t       *testing.T
	rewrite func(statement string) string // done by the nodes to every statement, or nil
	crossed atomic.Int64                  // transactions that the server ended because two waited for each other

	mu    sync.Mutex
	looks map[string]*sql.DB // by address
	free  []*pgPlace         // the one that was used last is at the end
}

// pgPlace is a copy, which is used again.
type pgPlace struct {
	place
	of    string // address of what it is a copy of
	look  *sql.DB
	used  int
	close func()
}

// kept is how many places are kept, each of which has some ten connections.
const kept = 3

// postgresEngine has its nodes in one process; each has its own connections and a name by which the server knows them.
func postgresEngine(t *testing.T) engine {
	t.Helper()
	return postgresWith(t, nil)
}

// postgresWith has nodes that put other statements in the place of some.
func postgresWith(t *testing.T, rewrite func(statement string) string) engine {
	t.Helper()
	p := &postgres{t: t, rewrite: rewrite, looks: map[string]*sql.DB{}}
	return engine{
		name:    "PostgreSQL",
		create:  func(t *testing.T) string { return storeengine.Address(t) },
		open:    func(_ *testing.T, address string) *sql.DB { return p.look(address) },
		nodes:   p.nodes,
		blocked: p.blocked,
		bubble:  func(t *testing.T, f func(*testing.T)) { f(t) },
		quiet:   p.quiet,
		tables:  "select table_name as name from information_schema.tables where table_schema = 'public'",
		crossed: &p.crossed,
	}
}

// unhurried has nothing end because it takes long, and finds at once who wait for each other.
const unhurried = "&lock_timeout=0&idle_in_transaction_session_timeout=0&statement_timeout=0&deadlock_timeout=50ms"

// look is for looking into a database.
func (p *postgres) look(address string) *sql.DB {
	p.mu.Lock()
	defer p.mu.Unlock()
	db := p.looks[address]
	if db == nil {
		db = storeengine.SQL(p.t, address)
		db.SetMaxOpenConns(1)
		p.looks[address] = db
	}
	return db
}

// nodes takes a copy that is free, or makes one.
func (p *postgres) nodes(t *testing.T, address string, n int) place {
	t.Helper()
	here := p.take(address)
	if here == nil {
		here = p.copied(t, address)
	}
	given := here.place
	given.nodes = given.nodes[:n]
	for _, node := range given.nodes {
		node.gate.Hold(-1)
	}
	given.leave = func() {
		here.restore(t)
		p.giveBack(here)
	}
	return given
}

func (p *postgres) take(address string) *pgPlace {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, here := range p.free {
		if here.of == address {
			p.free = slices.Delete(p.free, i, i+1)
			return here
		}
	}
	return nil
}

func (p *postgres) giveBack(here *pgPlace) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.free = append(p.free, here); len(p.free) > kept {
		p.free[0].close()
		p.free = p.free[1:]
	}
}

func (p *postgres) copied(t *testing.T, address string) *pgPlace {
	t.Helper()
	copied, drop := p.copyOf(t, address)
	here := &pgPlace{place: place{address: copied}, of: address, look: p.look(copied)}
	for i := range 2 {
		gate := storetest.NewGate()
		gate.Rewrite, gate.Told = p.rewrite, p.told
		db, err := store.Open(t.Context(), copied+unhurried+"&application_name=node"+strconv.Itoa(i), store.Through(gate.Through))
		must(t, err)
		here.nodes = append(here.nodes, node{gate, db})
	}
	here.close = sync.OnceFunc(func() {
		for _, node := range here.nodes {
			must(p.t, node.db.Close())
		}
		must(p.t, here.look.Close())
		drop()
	})
	p.t.Cleanup(here.close)
	_, err := here.look.ExecContext(t.Context(), keeping)
	must(t, err)
	return here
}

func (p *postgres) copyOf(t *testing.T, address string) (copied string, drop func()) {
	t.Helper()
	server, err := pgtest.Shared()
	must(t, err)
	u, err := url.Parse(address)
	must(t, err)
	copied, drop, err = server.Make(strings.TrimPrefix(u.Path, "/"))
	must(t, err)
	return copied, drop
}

// blocked has somebody keep the tables locked in which every act, every job and every look writes, but lets them be read.
func (p *postgres) blocked(t *testing.T, from scene) (w *world, release func()) {
	t.Helper()
	address, drop := p.copyOf(t, from.address)
	p.t.Cleanup(drop)
	w = worldOn(t, openAt(p.t, address+"&lock_timeout=100ms"), from.now)
	tx, err := p.look(address).BeginTx(t.Context(), nil)
	must(t, err)
	_, err = tx.ExecContext(t.Context(), "lock table dossiers, jobs, reads in exclusive mode")
	must(t, err)
	return w, func() { must(t, tx.Rollback()) }
}

// told counts deadlocks.
func (p *postgres) told(err error) {
	var fault *pgconn.PgError
	if errors.As(err, &fault) && fault.Code == "40P01" {
		p.crossed.Add(1)
	}
}

// keeping keeps the rows of every table, and makes a function that puts back those of the tables that were changed. The triggers that
// keep history as it is are not asked.
const keeping = `
	create schema kept;
	do $$ declare name text; begin
		for name in select tablename from pg_tables where schemaname = 'public' loop
			execute format('create table kept.%I as table public.%I', name, name);
		end loop;
	end $$;
	create function kept.restore() returns void language plpgsql as $$ declare name text; changed bool; begin
		perform set_config('session_replication_role', 'replica', true);
		for name in select tablename from pg_tables where schemaname = 'public' loop
			execute format('select exists ((table public.%1$I except all table kept.%1$I) union all (table kept.%1$I except all table public.%1$I))', name)
				into changed;
			if changed then
				execute format('delete from public.%I', name);
				execute format('insert into public.%1$I overriding system value table kept.%1$I', name);
			end if;
		end loop;
	end $$;`

// sweeping is after how many schedules what they deleted is removed.
const sweeping = 50

func (here *pgPlace) restore(t *testing.T) {
	t.Helper()
	_, err := here.look.ExecContext(t.Context(), "select kept.restore()")
	must(t, err)
	if here.used++; here.used%sweeping == 0 {
		_, err := here.look.ExecContext(t.Context(), "vacuum")
		must(t, err)
	}
}

// waiting counts the transactions of nodes that wait for one that stands still: one of an act that is held. Those wait until it goes
// on, so there is no moment at which this looks so and is not.
const waiting = `select count(*) from pg_stat_activity w
	where w.datname = current_database() and w.application_name like 'node_' and w.wait_event_type = 'Lock' and exists (
		select 1 from pg_stat_activity h where h.pid = any(pg_blocking_pids(w.pid)) and h.application_name like 'node_' and h.state = 'idle in transaction')`

func (p *postgres) quiet(s *stage) {
	for ; !p.still(s); time.Sleep(200 * time.Microsecond) {
	}
}

// still reports whether each act that was begun has ended, is held, or waits for the one that is.
func (p *postgres) still(s *stage) bool {
	busy, held := 0, false
	for which, ended := range s.ended {
		if ended != nil && !s.over(which) {
			busy++
		}
	}
	for _, node := range s.nodes {
		if node.gate.Held() {
			held = true
			busy--
		}
	}
	if busy == 0 {
		return true
	}
	if !held {
		return false
	}
	var n int
	must(s.t, p.look(s.address).QueryRowContext(s.t.Context(), waiting).Scan(&n))
	return n == busy
}
