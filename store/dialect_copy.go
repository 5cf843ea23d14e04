package store

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
)

// copyEngine is everything in which one engine differs from another when a whole database is copied.
type copyEngine struct {
	name        string
	tables      string                       // query: the names of all tables
	identity    string                       // query: which database this is
	same        func(one, other string) bool // whether two answers to that are of one database
	source      string                       // data source of the connection that keeps others from writing
	asks        int                          // how often it asks for that
	inTheWay    func(error) bool             // whether somebody was in the way, so that asking again helps
	keepWriters string                       // statements that keep others from writing, at the start of a transaction
	counted     string                       // query: tables and columns with numbers that the engine gives out
	after       string                       // statement for when all rows are there
	values      int                          // values that one statement writes fastest
	refuse      []string                     // statements that make it refuse all writing; %s is a table in those that hold it
	accept      string                       // query: statements that undo those
}

// movedText is what a database that was moved says to whoever writes to it.
const movedText = "this database was moved"

func (db *DB) engine() copyEngine { return db.dialect.copying }

// copySQLite asks every few milliseconds, for half a minute: nobody queues for SQLite's lock, and a busy program, which wants it
// again as soon as it has let go, would keep it from whoever asks ten times a second.
func copySQLite(source string) copyEngine {
	return copyEngine{
		source:   source,
		asks:     6000,
		inTheWay: busySQLite,
		name:     "sqlite",
		tables:   `select name from sqlite_schema where type = 'table' and name not like 'sqlite\_%' escape '\' order by name`,
		identity: "select file from pragma_database_list where name = 'main'",
		same:     sameFile,
		values:   perInsert,
		refuse: []string{
			"create trigger moved_insert_%[1]s before insert on %[1]s begin select raise(abort, '" + movedText + "'); end",
			"create trigger moved_update_%[1]s before update on %[1]s begin select raise(abort, '" + movedText + "'); end",
			"create trigger moved_delete_%[1]s before delete on %[1]s begin select raise(abort, '" + movedText + "'); end",
		},
		accept: `select 'drop trigger ' || name from sqlite_schema where type = 'trigger' and name like 'moved\_%' escape '\'`,
	}
}

// copyPostgres begins again as an act does that waited crosswise with another.
func copyPostgres(source string) copyEngine {
	return copyEngine{
		source:   source,
		asks:     reruns,
		inTheWay: crossedPostgres,
		name:     "postgres",
		tables:   "select table_name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE' order by table_name",
		identity: "select system_identifier || ' ' || current_database() || ' ' || current_schema() from pg_control_system()",
		same:     func(one, other string) bool { return one == other },
		// One state of the database, as long as it takes, with the locks before the first look at it.
		keepWriters: "set transaction isolation level repeatable read; set local idle_in_transaction_session_timeout = 0; " +
			"set local statement_timeout = 0; lock table " + strings.Join(copiedNames(), ", ") + " in share row exclusive mode",
		counted: `select table_name, column_name from information_schema.columns
		where table_schema = current_schema() and is_identity = 'YES' order by table_name`,
		values: 8000,
		after:  "analyze " + strings.Join(copiedNames(), ", "),
		refuse: []string{
			`create function moved() returns trigger language plpgsql as 'begin raise exception ''` + movedText + `''; end'`,
			"create trigger moved before insert or update or delete or truncate on %s for each statement execute function moved()",
		},
		accept: "select 'drop function if exists moved() cascade'",
	}
}

func copiedNames() []string {
	names := make([]string, len(copiedTables))
	for i, t := range copiedTables {
		names[i] = t.name
	}
	return names
}

func sameFile(one, other string) bool {
	a, err := os.Stat(one)
	if err != nil {
		return false
	}
	b, err := os.Stat(other)
	return err == nil && os.SameFile(a, b)
}

// unfit is the place in a row of a text that the engine cannot hold, or -1.
func (h *held) unfit(row []any) int {
	if h.db.dialect.unfit == nil {
		return -1
	}
	return slices.IndexFunc(row, func(v any) bool {
		text, ok := v.(string)
		return ok && h.db.dialect.unfit(text)
	})
}

// settle does what is left when all rows are there: the next number that the engine gives out comes after the highest that is in
// use, and its planner knows how many rows there are.
func (h *held) settle(ctx context.Context) error {
	if h.e.counted != "" {
		counted, err := all(h.queries(ctx), func(row scanner) (c [2]string, err error) {
			err = row.Scan(&c[0], &c[1])
			return c, err
		}, h.e.counted)
		if err != nil {
			return err
		}
		for _, c := range counted {
			_, err := h.queries(ctx).has(fmt.Sprintf(`select setval(pg_get_serial_sequence('%[1]s', '%[2]s'), highest)
				from (select max(%[2]s) as highest from %[1]s) as used where highest > 0`, c[0], c[1]))
			if err != nil {
				return err
			}
		}
	}
	if h.e.after == "" {
		return nil
	}
	return h.conn.script(h.e.after)
}

// Place is a database address without what is nobody's business: the password, the user, and settings of the connection.
func Place(address string) string {
	if strings.HasPrefix(address, "sqlite:") {
		return address
	}
	u, err := url.Parse(address)
	if err != nil {
		return "another database"
	}
	place := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}
	query := url.Values{}
	for _, name := range []string{"host", "port", "dbname"} {
		if v := u.Query().Get(name); v != "" {
			query.Set(name, v)
		}
	}
	said, err := url.QueryUnescape(query.Encode())
	if err != nil {
		return place.String()
	}
	if said != "" {
		said = "?" + said
	}
	return place.String() + said
}
