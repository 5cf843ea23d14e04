//go:build endurance

package endurance_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// facts are what stands in the database, read with plain SQL while nobody writes.
type facts struct {
	read     time.Time
	dossiers map[string]history
	marks    map[string][]place // where each mark stands
	receipts map[string]receipt // by the key of the form
	jobs     map[string]job     // by effect key
	messages []message
}

// history is what there is of a dossier.
type history struct {
	records []dossier.Record
	email   string // of the complainant
	links   int    // that open the complainant's page
}

// place is one record.
type place struct {
	reference string
	number    int
}

type receipt struct {
	place
	at time.Time
}

type job struct {
	kind, status string
	due          time.Time
	token        int // how often it was taken
}

type message struct {
	place
	party, kind, address string
}

// readFacts reads all of it.
func readFacts(t *testing.T, address string) facts {
	t.Helper()
	f := facts{
		read: time.Now(), dossiers: map[string]history{}, marks: map[string][]place{}, receipts: map[string]receipt{}, jobs: map[string]job{},
	}
	db := engine.SQL(t, address)
	f.readDossiers(t, db)
	rows(t, db, `select p.body, d.reference, p.number from parts p join dossiers d on d.id = p.dossier where p.body like '`+marked+` %'
		group by p.body, d.reference, p.number`, func(scan scan) {
		var mark string
		var at place
		scan(&mark, &at.reference, &at.number)
		f.marks[mark] = append(f.marks[mark], at)
	})
	rows(t, db, "select key, result, at from receipts", func(scan scan) {
		var key, result string
		var at int64
		scan(&key, &result, &at)
		var kept struct {
			Reference string `json:"reference"`
			Count     int    `json:"count"`
		}
		must(t, json.Unmarshal([]byte(result), &kept))
		f.receipts[key] = receipt{place{kept.Reference, kept.Count}, time.UnixMilli(at)}
	})
	rows(t, db, "select effect, kind, status, due_at, token from jobs", func(scan scan) {
		var effect string
		var j job
		var due int64
		scan(&effect, &j.kind, &j.status, &due, &j.token)
		j.due = time.UnixMilli(due)
		f.jobs[effect] = j
	})
	rows(t, db, `select d.reference, m.number, m.party, m.kind, m.address from messages m join dossiers d on d.id = m.dossier`, func(scan scan) {
		var m message
		scan(&m.reference, &m.number, &m.party, &m.kind, &m.address)
		f.messages = append(f.messages, m)
	})
	must(t, db.Close())
	return f
}

func (f facts) readDossiers(t *testing.T, db *sql.DB) {
	t.Helper()
	rows(t, db, `select d.reference, coalesce(c.email, ''), (select count(*) from links l where l.dossier = d.id and l.purpose = 'status')
		from dossiers d left join complainants c on c.dossier = d.id`, func(scan scan) {
		var reference string
		var h history
		scan(&reference, &h.email, &h.links)
		f.dossiers[reference] = h
	})
	rows(t, db, "select d.reference, e.number, e.at, e.actor, e.kind, e.facts from events e join dossiers d on d.id = e.dossier order by d.id, e.number",
		func(scan scan) {
			var reference, kind, text string
			var r dossier.Record
			var at int64
			scan(&reference, &r.Number, &at, &r.By, &kind, &text)
			r.At = time.UnixMilli(at).UTC()
			var err error
			r.Event, err = dossier.DecodeEvent(kind, []byte(text))
			must(t, err)
			h := f.dossiers[reference]
			h.records = append(h.records, r)
			f.dossiers[reference] = h
		})
}

type scan func(into ...any)

// rows reads every row of a query.
func rows(t *testing.T, db *sql.DB, query string, read func(scan)) {
	t.Helper()
	list, err := db.QueryContext(context.Background(), query) //nolint:sqlclosecheck // closed below; must ends the test before
	must(t, err)
	defer list.Close()
	for list.Next() {
		read(func(into ...any) { must(t, list.Scan(into...)) })
	}
	must(t, list.Err())
}

// count is the answer of a query that counts.
func count(t *testing.T, db *sql.DB, query string, args ...any) int {
	t.Helper()
	var n int
	must(t, db.QueryRowContext(context.Background(), query, args...).Scan(&n))
	return n
}
