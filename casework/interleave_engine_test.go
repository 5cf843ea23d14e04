package casework_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
	storeengine "github.com/wederhoor/wederhoor/store/storetest/engine"
)

// engine is a database engine on which several nodes can work on one database.
type engine struct {
	name   string
	create func(*testing.T) string                    // address of a new, empty database
	open   func(t *testing.T, address string) *sql.DB // for looking into it; closed with the test
	nodes  func(t *testing.T, address string, n int) place
	bubble func(*testing.T, func(*testing.T)) // what runs one schedule
	quiet  func(*stage)                       // waits until every act that was begun has ended, is held at a gate, or waits for another one
	tables string                             // query: the names of all tables

	// blocked is a world whose database somebody else keeps locked, and what ends that.
	blocked func(t *testing.T, from scene) (w *world, release func())

	oneWriter bool // one transaction writes at a time: where within it an act is held makes no difference to others
	batches   bool // a node commits several acts together

	crossed *atomic.Int64 // counts the transactions that were ended because two waited for each other; nil where that cannot be
}

// place is a copy of a database that nobody has open, and nodes that work on it. What is done there lasts until it is left.
type place struct {
	address string
	nodes   []node
	leave   func()
}

// node is a node's database, and the gate before it.
type node struct {
	gate *storetest.Gate
	db   *store.DB
}

// theEngine is the one that the tests run on.
func theEngine(t *testing.T) engine {
	if storeengine.Postgres() {
		return postgresEngine(t)
	}
	return sqliteEngine()
}

// sqliteEngine has its nodes in one process, each with its own connections, as two processes would: SQLite's locks are between
// connections. Time in the bubble is made up. It moves on only when everybody waits, so that waiting for a lock costs none.
func sqliteEngine() engine {
	return engine{
		name:   "SQLite",
		create: func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "scene.db") },
		nodes: func(t *testing.T, address string, n int) place {
			p := place{address: copyOfFile(t, address), leave: func() {}} // closed with the test
			for range n {
				gate := storetest.NewGate()
				gate.Prepare = waitInGo
				p.nodes = append(p.nodes, node{gate, openAt(t, p.address, store.Through(gate.Through))})
			}
			return p
		},
		open: func(t *testing.T, address string) *sql.DB {
			db, err := sql.Open("sqlite", strings.TrimPrefix(address, "sqlite:"))
			must(t, err)
			t.Cleanup(func() { must(t, db.Close()) })
			return db
		},
		bubble:  synctest.Test,
		quiet:   func(*stage) { synctest.Wait() },
		tables:  "select name from sqlite_schema where type = 'table'",
		blocked: blockedSQLite,

		oneWriter: true, batches: true,
	}
}

func copyOfFile(t *testing.T, address string) string {
	t.Helper()
	content, err := os.ReadFile(strings.TrimPrefix(address, "sqlite:"))
	must(t, err)
	path := filepath.Join(t.TempDir(), "copy.db")
	must(t, os.WriteFile(path, content, 0o600))
	return "sqlite:" + path
}

// blockedSQLite has another node write all the time.
func blockedSQLite(t *testing.T, from scene) (w *world, release func()) {
	t.Helper()
	address := copyOfFile(t, from.address)
	gate := storetest.NewGate()
	gate.Prepare = waitInGo
	other := openAt(t, address)
	w = worldOn(t, openAt(t, address, store.Through(gate.Through)), from.now)
	hold, held := make(chan struct{}), make(chan struct{})
	go other.Write(t.Context(), func(*store.Tx) error {
		close(held)
		<-hold
		return nil
	})
	<-held
	return w, func() { close(hold) }
}

// waitInGo makes a connection wait for locks where a bubble sees it. The driver does so by itself from the first call on that can
// be cancelled; until then the wait is the engine's own, of which the runtime knows nothing.
func waitInGo(conn driver.Conn) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	execer, ok := conn.(driver.ExecerContext)
	if !ok {
		return errors.New("no driver of SQLite")
	}
	_, err := execer.ExecContext(ctx, "select 1", nil)
	return err
}

// dumped are the queries whose rows make up an outcome. Salts and digests are left out, being random; the chain is checked apart.
var dumped = map[string]string{
	"dossiers":     "select reference from dossiers",
	"events":       "select d.reference, e.number, e.at, e.actor, e.kind, e.facts from events e join dossiers d on d.id = e.dossier",
	"parts":        "select d.reference, p.number, p.name, p.subject, p.person, p.class, p.body from parts p join dossiers d on d.id = p.dossier",
	"list":         "select d.reference, l.* from list l join dossiers d on d.id = l.dossier",
	"deadlines":    "select d.reference, t.position, t.kind, t.subject, t.due, t.who, t.reached, t.fires from deadlines t join dossiers d on d.id = t.dossier",
	"bans":         "select d.reference, b.specialist from bans b join dossiers d on d.id = b.dossier",
	"slots":        "select d.reference, s.specialist, s.start from slots s join dossiers d on d.id = s.dossier",
	"appointments": "select d.reference, a.specialist from appointments a join dossiers d on d.id = a.dossier",
	"jobs":         "select effect, kind, payload, status, run_at, due_at, attempts, error from jobs",
	"messages":     "select effect, party, kind, name, address, language, subject, body, link, at, class, person from messages",
	"links":        "select hash, purpose, fellow, expires, generation from links",
	"settings":     "select name, value from settings",
	"receipts":     "select key, digest, result, at from receipts",
}

// notDumped are tables that no act writes to by itself: rows that Verify makes from the history again, and what acts only read.
var notDumped = []string{
	"access", "words", "complainants", "promises", "terms", "migrations",
	"accounts", "logins", "factors", "recovery_codes", "identities", "tickets", "attempts", "account_log", "codes", "reads", "ledger", "files", "mails_in", "turns",
	"checkpoints", "checkpoint_heads", "sessions", "secrets", "branches", "specialists", "clients", "treatments",
	"letter_texts", "calendar_feeds",
}

// dump is everything in the database that acts do, a line for each row.
func (e engine) dump(t *testing.T, address string) string {
	t.Helper()
	db := e.open(t, address)
	var lines []string
	for table, query := range dumped {
		lines = append(lines, rowsOf(t, db, table, query)...)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func rowsOf(t *testing.T, db *sql.DB, table, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	must(t, err)
	defer rows.Close()
	columns, err := rows.Columns()
	must(t, err)
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	var lines []string
	for rows.Next() {
		must(t, rows.Scan(into...))
		line := table
		for i, column := range columns {
			if column != "dossier" { // numbers follow the order of filing alone
				line += fmt.Sprintf(" %s=%v", column, values[i])
			}
		}
		lines = append(lines, line)
	}
	must(t, rows.Err())
	return lines
}

// references lists every dossier.
func (e engine) references(t *testing.T, address string) []string {
	t.Helper()
	db := e.open(t, address)
	var list []string
	for _, line := range rowsOf(t, db, "", "select reference from dossiers order by reference") {
		list = append(list, strings.TrimPrefix(line, " reference="))
	}
	return list
}

func TestInterleaving_NoTableIsForgotten(t *testing.T) {
	e := theEngine(t)
	address := e.create(t)
	newWorldAt(t, address)
	db := e.open(t, address)
	for _, line := range rowsOf(t, db, "", e.tables) {
		name := strings.TrimPrefix(line, " name=")
		if dumped[name] == "" && !slices.Contains(notDumped, name) {
			t.Errorf("the table %s is compared nowhere", name)
		}
	}
}

func kindOf(err error) casework.ErrorKind {
	var own *casework.Error
	if errors.As(err, &own) {
		return own.Kind
	}
	return 0
}

// invariants is what must hold after whatever was done, whoever else did something meanwhile.
func (w *world) invariants(references []string) {
	w.t.Helper()
	granted := map[dossier.TreatmentID]dossier.Cents{}
	slots := map[string]string{}
	banned := map[dossier.ClientID][]dossier.SpecialistID{}
	states := map[string]dossier.State{}
	for _, reference := range references {
		s := w.whole(reference)
		states[reference] = s
		client := w.client(reference, s)
		if s.Open() {
			banned[client] = append(banned[client], s.Banned()...)
		} else if len(s.Banned()) > 0 {
			w.t.Errorf("%s has ended and its ban has not (R22)", reference)
		}
		if s.Talk.Status == dossier.TalkPlanned {
			slot := fmt.Sprint(s.Talk.Specialist, s.Talk.Start)
			if other := slots[slot]; other != "" {
				w.t.Errorf("%s and %s have the same slot (R1)", reference, other)
			}
			slots[slot] = reference
		}
		if treatment := s.Match.Treatment; treatment != nil {
			if granted[treatment.ID] += s.Granted(); granted[treatment.ID] > treatment.Price {
				w.t.Errorf("%s: %d granted for a treatment of %d (R19)", reference, granted[treatment.ID], treatment.Price)
			}
		}
		w.once(reference)
	}
	for reference, s := range states {
		for _, id := range dossier.Appointments(s) {
			if slices.Contains(banned[w.client(reference, s)], id) {
				w.t.Errorf("%s: an appointment with %s stands beside a ban (R23)", reference, id)
			}
		}
		if into := s.MergedInto; into != "" && states[into].Reference == "" {
			w.t.Errorf("%s was merged into %s, which is not there", reference, into)
		}
	}
	w.quiet()
}

// client is who complains: the client of the register, or the one with the same address.
func (w *world) client(reference string, s dossier.State) dossier.ClientID {
	w.t.Helper()
	if t := s.Match.Treatment; t != nil {
		return t.Client
	}
	view := w.fetch(owner, reference)
	for _, e := range view.Entries {
		for _, p := range e.Parts {
			if p.Name == "email" && p.Text == klaas.Email {
				return "C1"
			}
		}
	}
	return dossier.ClientID(reference)
}

// once checks what may stand in a history a single time between two reopenings.
func (w *world) once(reference string) {
	w.t.Helper()
	seen := map[string]int{}
	for _, e := range w.fetch(owner, reference).Entries {
		switch name := e.Event.Name(); e.Event.(type) {
		case dossier.Reopened, dossier.ReviewAsked:
			seen = map[string]int{}
		case dossier.Decided, dossier.Ended, dossier.FalsenessEstablished, dossier.Filed:
			if seen[name]++; seen[name] > 1 {
				w.t.Errorf("%s: %s twice", reference, name)
			}
		}
	}
}
