package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// route is from which engine to which one copies; the engines that there are decide.
type route struct {
	name     string
	from, to func(testing.TB) string
}

func eachRoute(t *testing.T, test func(t *testing.T, from, to string)) {
	for _, r := range routes {
		t.Run(r.name, func(t *testing.T) { test(t, r.from(t), r.to(t)) })
	}
}

func sqliteAddress(t testing.TB) string {
	return "sqlite:" + filepath.Join(t.TempDir(), "copy test%20#1.db") // signs that mean something in an address
}

func onSQLite(address string) bool { return strings.HasPrefix(address, "sqlite:") }

func openDB(t testing.TB, address string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// copyAll copies with the policy's calendar and closes both.
func copyAll(t testing.TB, from, to string, plan store.CopyPlan) (store.Copied, error) {
	return copyWith(t.Context(), t, from, to, plan)
}

func copyWith(ctx context.Context, t testing.TB, from, to string, plan store.CopyPlan) (store.Copied, error) {
	t.Helper()
	a, b := openDB(t, from), openDB(t, to)
	defer a.Close()
	defer b.Close()
	plan.Calendar = policy.Default().NewCalendar()
	return store.Copy(ctx, a, b, plan)
}

const copiedSession = "token of somebody who is signed in"

// fill makes an installation with something of everything, awkward values among it.
func fill(t testing.TB, address string) (o *storetest.Office, reference string) {
	t.Helper()
	db := openDB(t, address)
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	o = storetest.NewOffice(t, db)
	reference = o.File(func(c *dossier.File) {
		c.Specialists = []dossier.SpecialistID{"S1", "S2"}
		c.Name, c.Story = "Zoë ‘d’ Ávila 🦷", "Eén\nregel\tmet \"tekens\" \\ en '; -- 😀\u202e"
	})
	o.Now = o.Now.Add(time.Hour)
	o.Act(reference, dossier.WriteNote{Words: "Bellen"}, storetest.Owner)
	o.Act(o.Talk(), dossier.BookTalk{Specialist: "S3", Start: o.Now.Add(24 * time.Hour), SlotFree: true}, storetest.Receptionist)
	o.Write(func(tx *store.Tx) error {
		d, err := tx.Load(reference)
		if err != nil {
			return err
		}
		return errors.Join(
			tx.ErasePart(d, 1, "story"),
			tx.SaveMessage(store.Message{
				Key: "m1", Reference: reference, Number: 1, To: dossier.ToComplainant, Kind: "received", Name: "Zoë", Address: "zoe@example.nl",
				Language: "nl", Subject: "", Body: strings.Repeat("é🦷\n", 300_000), At: o.Now, Class: dossier.ClassContact,
			}),
			tx.Enqueue(store.Job{Kind: "notify", Key: "job with a dossier", Payload: "{}", RunAt: o.Now}),
			tx.Enqueue(store.Job{Kind: "digest", Key: "job without", Payload: "{}", RunAt: o.Now}),
			tx.SaveLink(store.Link{Hash: "h", Reference: reference, Purpose: "status"}),
			tx.SaveReceipt("key", "digest", reference, o.Now),
			tx.SaveAccount(store.Account{ID: "A1", Name: "Olga", Email: "olga@example.nl", Hash: "x", Roles: []dossier.Role{dossier.RoleOwner}}),
			tx.SaveAccount(store.Account{ID: "A2"}), // hardly anything but empty texts
			tx.SaveBranches([]register.Branch{{ID: "B1", Name: "Utrecht", City: ""}}),
			tx.SaveSpecialists([]register.Specialist{{ID: "S1", Name: "Sanne", Branch: "B1", Active: true}}),
			tx.SaveClients([]register.Client{{ID: "C1", Name: "Anna de Vries-Ångström", Email: "Anna@Example.nl"}}),
			tx.SaveTreatments([]register.Treatment{{ID: "T1", Client: "C1", Branch: "B1", Specialist: "S1", Date: "2026-02-27", PriceCents: 1 << 40}}),
		)
	})
	if err := db.Sessions().Commit(copiedSession, slices.Repeat([]byte{0, 255, 1}, 1<<20), time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Secret(t.Context(), "links"); err != nil {
		t.Fatal(err)
	}
	raw := engine.SQL(t, address)
	engine.Exec(t, raw, "update jobs set dossier = 1, status = 'leased', attempts = 1, token = 1 where effect = 'job with a dossier'")
	bytes := func(query string) {
		if _, err := raw.ExecContext(t.Context(), query, []byte{0, 255, 1}); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range []string{
		"settings (name, value) values ('a setting', '')",
		"logins (id, account, began, seen, device, method, factors) values ('L1', 'A1', 1, 2, 'Firefox', 'password', 2)",
		"recovery_codes (account, hash) values ('A1', 'r')",
		"identities (issuer, subject, account, added) values ('https://id.example', '1', 'A1', 1)",
		"tickets (hash, purpose, account, expires) values ('t', 'reset', 'A1', 1)",
		"attempts (key, failures, last) values ('name:x', 3, 1)",
		"account_log (id, at, account, actor, kind, detail) values (7, 1, 'A1', 'A1', 'signed_in', '')",
		"codes (dossier, hash, expires, tries) values (1, 'c', 1, 0)",
		"files (id, form, dossier, media, size, hash, preview, name, at, state) values ('f1', '', 1, 'image/jpeg', 5, 'h', 1, '', 1, 'clean')",
		"files (id, form, dossier, media, size, hash, preview, name, at, state) values ('f2', 'form', null, 'application/pdf', 5, 'h', 0, 'brief.pdf', 1, 'waiting')",
		"files (id, form, dossier, media, size, hash, preview, name, at, state) values ('f3', '', null, 'message/rfc822', 9, 'd', 0, '', 1, 'clean')",
		"mails_in (id, digest, place, at, taken, mail_id, sender, name, subject, sort, state, reasons, dossier, party, size, actor, acted) values ('f3', 'd', '1/2', 1, 2, 'm@x', 'anna@example.nl', 'Anna', 'Klacht', 'person', 'review', 'again', 1, '', 9, '', 0)",
		"turns (name, holder, until) values ('mailbox', 'n', 5)",
		"reads (id, at, dossier, viewer, what, seen, reason) values (7, 1, null, 'A1', 'dossier', 0, '')",
		"ledger (dossier, remedy, paid, amount) values (1, 1, '2026-03-04', 1000)",
		"letter_texts (language, receiver, kind, version, text, account, at) values ('nl', 'complainant', 'filed', 1, 'Eén\n\ntekst', 'A1', 1)",
		"calendar_feeds (account, hash, made) values ('A1', 'h', 1)",
	} {
		engine.Exec(t, raw, "insert into "+row)
	}
	bytes("insert into checkpoints (number, at, root, note) values (1, 1, $1, '')")
	bytes("insert into checkpoint_heads (checkpoint, dossier, number, digest) values (1, 1, 1, $1)")
	bytes(`insert into factors (id, account, kind, handle, name, secret, step, added, used) values ('F1', 'A1', 'totp', 'F1', 'Telefoon', $1, 5, 1, 0)`)
	engine.Exec(t, raw, "insert into secrets (name, value) values ('empty', $1)", []byte{})
	engine.Exec(t, raw, `insert into receipts (key, digest, result, at) with recursive counted (n) as (select 1 union all select n + 1 from counted where n < 1203)
		select 'filler ' || n, '', '', -9223372036854775807 - 1 from counted`) // more than go into two statements
	o.Clean()
	return o, reference
}

// dump is every row of every table as text, in some order that is the same for the same rows.
func dump(t testing.TB, address string) map[string][]string {
	t.Helper()
	raw := engine.SQL(t, address)
	catalogue := "select name from sqlite_schema where type = 'table'"
	if !onSQLite(address) {
		catalogue = "select table_name from information_schema.tables where table_schema = 'public'"
	}
	tables := map[string][]string{}
	for _, table := range read(t, raw, catalogue) {
		name := strings.Trim(table, `"[]`)
		if _, name, _ = strings.Cut(name, "="); name != "migrations" {
			tables[name] = read(t, raw, "select * from "+name)
		}
	}
	return tables
}

// read is the rows of a query as texts, sorted: column="value" for each column, in the order of the names.
func read(t testing.TB, raw *sql.DB, query string) []string {
	t.Helper()
	rows, err := raw.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	list := []string{}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		fields := make([]string, len(columns))
		for i, v := range values {
			fields[i] = fmt.Sprintf("%s=%v", columns[i], v)
			if b, ok := v.([]byte); ok {
				fields[i] = fmt.Sprintf("%s=x'%x'", columns[i], b)
			}
		}
		slices.Sort(fields)
		list = append(list, strings.Join(fields, "\x00"))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(list)
	return list
}

func sameDump(t testing.TB, want, got map[string][]string) {
	t.Helper()
	for name, rows := range want {
		if !slices.Equal(rows, got[name]) {
			t.Errorf("table %s: %d rows, and they differ from the %d that it had", name, len(got[name]), len(rows))
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d tables, want %d", len(got), len(want))
	}
}

// nothing checks that a database has no rows.
func nothing(t testing.TB, address string) {
	t.Helper()
	for name, rows := range dump(t, address) {
		if len(rows) > 0 {
			t.Errorf("table %s of what has to be empty holds %d rows", name, len(rows))
		}
	}
}

// The copy is the same in every row, and the old one as it was, in every row.
func TestCopyIsTheSame(t *testing.T) {
	eachRoute(t, func(t *testing.T, from, to string) {
		fill(t, from)
		before := dump(t, from)
		result, err := copyAll(t, from, to, store.CopyPlan{})
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range result.Tables {
			if n := int64(len(before[table.Name])); n == 0 || table.Old != n || table.New != n {
				t.Errorf("%s: %d rows, told of %d and %d", table.Name, n, table.Old, table.New)
			}
		}
		if len(result.Tables) != len(before) || result.Dossiers != 2 || result.Records != len(before["events"]) || len(result.Faults)+len(result.Others) != 0 {
			t.Errorf("told: %+v", result)
		}
		sameDump(t, before, dump(t, to))
		sameDump(t, before, dump(t, from))
	})
}

// What was copied goes on where it was: with the sessions, the next act, and numbers that nothing has yet.
func TestCopiedGoesOn(t *testing.T) {
	eachRoute(t, func(t *testing.T, from, to string) {
		o, reference := fill(t, from)
		if _, err := copyAll(t, from, to, store.CopyPlan{Moved: "there"}); err != nil {
			t.Fatal(err)
		}
		db := openDB(t, to)
		if data, found, err := db.Sessions().Find(copiedSession); err != nil || !found || len(data) != 3<<20 {
			t.Errorf("session: %d bytes, %t, %v", len(data), found, err)
		}
		o.DB, o.Now = db, o.Now.Add(time.Hour)
		o.Act(reference, dossier.WriteNote{Words: "Nog eens bellen"}, storetest.Owner)
		next := o.File()
		o.Write(func(tx *store.Tx) error {
			return errors.Join(
				tx.Enqueue(store.Job{Kind: "notify", Key: "new", Payload: "{}", RunAt: o.Now}),
				tx.SaveMessage(store.Message{Key: "new", Reference: next, Number: 1, At: o.Now}),
			)
		})
		o.Clean()
		raw := engine.SQL(t, to)
		for table, mark := range map[string]string{"dossiers": "reference = '" + next + "'", "jobs": "effect = 'new'", "messages": "effect = 'new'"} {
			var last bool
			if err := raw.QueryRowContext(t.Context(), "select id = (select max(id) from "+table+") from "+table+" where "+mark).Scan(&last); err != nil || !last {
				t.Errorf("a new row of %s is not the last (%v)", table, err)
			}
		}
	})
}

// Wherever a copy is interrupted, the new database is empty, the old one as it was and without a mark, and the next copy is whole.
func TestCopyInterrupted(t *testing.T) {
	eachRoute(t, func(t *testing.T, from, to string) {
		fill(t, from)
		before := dump(t, from)
		tellings := 0
		if _, err := copyAll(t, from, sqliteAddress(t), store.CopyPlan{Tell: func(store.CopyProgress) { tellings++ }}); err != nil {
			t.Fatal(err)
		}
		points := append([]int{1, tellings}, rand.Perm(tellings)[:3]...)
		for _, point := range points {
			ctx, interrupt := context.WithCancel(t.Context())
			n := 0
			_, err := copyWith(ctx, t, from, to, store.CopyPlan{Moved: "there", Tell: func(store.CopyProgress) {
				if n++; n >= point {
					interrupt()
				}
			}})
			interrupt()
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("interrupted at %d of %d: %v", point, tellings, err)
			}
			nothing(t, to)
			sameDump(t, before, dump(t, from))
		}
		if _, err := copyAll(t, from, to, store.CopyPlan{}); err != nil {
			t.Fatalf("after %v: %v", points, err)
		}
		sameDump(t, before, dump(t, to))
	})
}

// impatient is somebody with SQL who does not wait for a lock.
func impatient(t testing.TB, address string) *sql.DB {
	t.Helper()
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_pragma=busy_timeout(0)")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		return db
	}
	return engine.SQL(t, address+"&lock_timeout=1")
}

// While it is copied, everybody can read the old database, and nobody can write to it or to the new one.
func TestCopyKeepsWritersOut(t *testing.T) {
	eachRoute(t, func(t *testing.T, from, to string) {
		_, reference := fill(t, from)
		old, fresh, reader := impatient(t, from), impatient(t, to), openDB(t, from)
		stages := map[store.CopyStage]bool{}
		look := func(p store.CopyProgress) {
			if stages[p.Stage] {
				return
			}
			stages[p.Stage] = true
			for side, db := range map[string]*sql.DB{"old": old, "new": fresh} {
				_, err := db.ExecContext(t.Context(), "insert into branches (id, name, city) values ('B9', '', '')")
				if err == nil || !strings.Contains(err.Error(), "lock") {
					t.Errorf("writing to the %s database: %v", side, err)
				}
			}
			if _, err := reader.Read().Dossier(t.Context(), dossier.ViewerKeys(storetest.Owner), reference); err != nil {
				t.Errorf("reading the old database: %v", err)
			}
		}
		if _, err := copyAll(t, from, to, store.CopyPlan{Tell: look}); err != nil || len(stages) != 3 {
			t.Fatalf("%d stages, %v", len(stages), err)
		}
		for _, address := range []string{from, to} {
			engine.Exec(t, engine.SQL(t, address), "insert into branches (id, name, city) values ('B9', '', '')")
		}
	})
}

// What is acknowledged while a copy begins is in it, and nothing is acknowledged by the old database afterwards: each complaint is in the new one.
func TestCopyLosesNothingThatIsWrittenMeanwhile(t *testing.T) {
	eachRoute(t, func(t *testing.T, from, to string) {
		o, _ := fill(t, from)
		before := len(dump(t, from)["dossiers"])
		const writers, most = 4, 1000
		begun, filed := make(chan bool, writers*most), make(chan int, writers)
		for range writers {
			complaints := make([]dossier.File, most)
			for i := range complaints {
				complaints[i] = o.Complaint()
			}
			go func() {
				n := 0
				for _, c := range complaints {
					err := o.DB.Write(t.Context(), func(tx *store.Tx) error {
						_, err := o.Do(tx, tx.New(), c, dossier.Complainant())
						return err
					})
					if err != nil { // the database keeps writers out, or was moved
						break
					}
					n++
					begun <- true
				}
				filed <- n
			}()
		}
		for range 3 * writers {
			<-begun
		}
		_, err := copyAll(t, from, to, store.CopyPlan{Moved: "there"})
		acknowledged := 0
		for range writers {
			acknowledged += <-filed
		}
		if err != nil {
			t.Fatal(err)
		}
		if n := len(dump(t, to)["dossiers"]) - before; n != acknowledged {
			t.Errorf("%d complaints were acknowledged and %d are in the copy", acknowledged, n)
		}
		if n := len(dump(t, from)["dossiers"]) - before; n != acknowledged {
			t.Errorf("%d complaints were acknowledged and %d are in the old database", acknowledged, n)
		}
	})
}

// Nothing is ever written over: a database that holds anything, or anything of somebody else, is refused and stays as it is.
func TestCopyIntoWhatIsNotEmpty(t *testing.T) {
	eachRoute(t, func(t *testing.T, from, to string) {
		fill(t, from)
		refused := func(what string) {
			t.Helper()
			before := dump(t, to)
			_, err := copyAll(t, from, to, store.CopyPlan{Moved: "there"})
			full := (*store.NotEmptyError)(nil)
			if !errors.As(err, &full) || !slices.Equal(full.Tables, []string{what}) {
				t.Errorf("%s: %v", what, err)
			}
			sameDump(t, before, dump(t, to))
		}
		raw := engine.SQL(t, to)
		engine.Exec(t, raw, "create table elsewhere (n integer)")
		refused("another program's table elsewhere")
		if _, migrated := dump(t, to)["settings"]; migrated {
			t.Error("a database that was refused was migrated")
		}
		engine.Exec(t, raw, "drop table elsewhere")
		if err := openDB(t, to).Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		engine.Exec(t, raw, "insert into settings (name, value) values ('a', 'b')")
		refused("settings")
		engine.Exec(t, raw, "delete from settings")
		if _, err := copyAll(t, from, to, store.CopyPlan{}); err != nil {
			t.Errorf("into a schema without rows: %v", err)
		}
	})
}

func TestCopyRefusesTheSame(t *testing.T) {
	for _, r := range routes {
		from := r.from(t)
		fill(t, from)
		before := dump(t, from)
		if _, err := copyAll(t, from, from, store.CopyPlan{Moved: "there"}); !errors.Is(err, store.ErrSame) {
			t.Errorf("%s: the same address twice: %v", r.name, err)
		}
		sameDump(t, before, dump(t, from))
		if _, err := copyAll(t, r.to(t), sqliteAddress(t), store.CopyPlan{}); !errors.Is(err, store.ErrOlder) {
			t.Errorf("%s: from a database without a schema: %v", r.name, err)
		}
	}
}

// Damage is copied as it is, and told.
func TestCopyOfDamage(t *testing.T) {
	eachRoute(t, func(t *testing.T, from, to string) {
		_, reference := fill(t, from)
		raw := engine.SQL(t, from)
		if onSQLite(from) {
			engine.Exec(t, raw, "drop trigger events_fixed")
		} else {
			engine.Exec(t, raw, "alter table events disable trigger user")
		}
		engine.Exec(t, raw, "update events set at = at + 1 where number = 2 and dossier = (select id from dossiers where reference = $1)", reference)
		engine.Exec(t, raw, "create table somebody_elses (n integer)")
		before := dump(t, from)
		result, err := copyAll(t, from, to, store.CopyPlan{})
		if err != nil || !slices.Contains(result.Faults, reference+": record 2: digest differs") {
			t.Errorf("told: %q, %v", result.Faults, err)
		}
		if !slices.Equal(result.Others, []string{"somebody_elses"}) {
			t.Errorf("left: %q", result.Others)
		}
		delete(before, "somebody_elses")
		sameDump(t, before, dump(t, to))
	})
}

// A copy that came out otherwise than it went in is thrown away, whatever did that.
func TestCopyThatDiffers(t *testing.T) {
	for what, change := range map[string]struct{ onSQLite, onPostgres, told string }{
		"value": {
			"create trigger spoil after insert on messages begin update messages set body = 'anders' where id = new.id; end",
			"new.body := 'anders'; return new;",
			"rows of table messages are not what they were",
		},
		"row": {
			"create trigger spoil after insert on messages begin delete from messages where id = new.id; end",
			"return null;",
			"table messages has 0 rows, not 1",
		},
	} {
		t.Run(what, func(t *testing.T) {
			eachRoute(t, func(t *testing.T, from, to string) {
				fill(t, from)
				if err := openDB(t, to).Migrate(t.Context()); err != nil {
					t.Fatal(err)
				}
				raw := engine.SQL(t, to)
				if onSQLite(to) {
					engine.Exec(t, raw, change.onSQLite)
				} else {
					engine.Exec(t, raw, "create function spoil() returns trigger language plpgsql as 'begin "+strings.ReplaceAll(change.onPostgres, "'", "''")+" end'")
					engine.Exec(t, raw, "create trigger spoil before insert on messages for each row execute function spoil()")
				}
				_, err := copyAll(t, from, to, store.CopyPlan{Moved: "there"})
				differs := (*store.DiffersError)(nil)
				if !errors.As(err, &differs) || !slices.Equal(differs.What, []string{change.told}) {
					t.Errorf("told: %v", err)
				}
				nothing(t, to)
				if err := openDB(t, from).Here(t.Context()); err != nil {
					t.Errorf("the old database has a mark: %v", err)
				}
			})
		})
	}
}

// What was moved takes nothing in any more, into no table and from nobody, until the mark is taken off.
func TestMoved(t *testing.T) {
	eachRoute(t, func(t *testing.T, from, to string) {
		o, reference := fill(t, from)
		result, err := copyAll(t, from, to, store.CopyPlan{Moved: "postgres://db/there"})
		if err != nil {
			t.Fatal(err)
		}
		if err := openDB(t, to).Here(t.Context()); err != nil {
			t.Errorf("the new one: %v", err)
		}
		before := dump(t, from)
		moved := (*store.MovedError)(nil)
		if err := openDB(t, from).Here(t.Context()); !errors.As(err, &moved) || moved.To != "postgres://db/there" {
			t.Errorf("the old one: %v", err)
		}
		if _, err := copyAll(t, from, sqliteAddress(t), store.CopyPlan{}); !errors.As(err, &moved) {
			t.Errorf("copying it again: %v", err)
		}
		if _, err := o.Try("", o.Complaint(), dossier.Complainant()); err == nil { // by a program that has it open all the time
			t.Error("a complaint was taken")
		}
		if _, err := o.DB.Read().Dossier(t.Context(), dossier.ViewerKeys(storetest.Owner), reference); err != nil {
			t.Errorf("it cannot be read: %v", err)
		}
		raw := engine.SQL(t, from)
		for _, table := range result.Tables {
			columns := read(t, raw, "select * from "+table.Name)[0]
			column, _, _ := strings.Cut(columns, "=")
			for _, query := range []string{
				"insert into " + table.Name + " select * from " + table.Name, "delete from " + table.Name, "update " + table.Name + " set " + column + " = " + column,
			} {
				if _, err := raw.ExecContext(t.Context(), query); err == nil || !strings.Contains(err.Error(), "moved") && !strings.Contains(err.Error(), "history") && !strings.Contains(err.Error(), "terms") {
					t.Errorf("%s: %v", query, err)
				}
			}
		}
		sameDump(t, before, dump(t, from))
		db := openDB(t, from)
		if err := db.Unmark(t.Context()); err != nil {
			t.Fatal(err)
		}
		o.Act(reference, dossier.WriteNote{Words: "Toch hier"}, storetest.Owner)
		o.Clean()
		if err := errors.Join(db.Here(t.Context()), db.Ready(t.Context())); err != nil {
			t.Error(err)
		}
		if err := db.Unmark(t.Context()); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("once more: %v", err)
		}
	})
}

func TestPlaceHoldsNoSecret(t *testing.T) {
	for address, want := range map[string]string{
		"sqlite:/var/lib/a b.db": "sqlite:/var/lib/a b.db",
		"postgres://els:geheim@db.example:5433/wederhoor?sslmode=verify-full": "postgres://db.example:5433/wederhoor",
		"postgres:///wederhoor?host=/run/postgresql&user=u&password=geheim":   "postgres:///wederhoor?host=/run/postgresql",
		"postgres://els:geheim%zz@db.example/wederhoor":                       "another database",
	} {
		if got := store.Place(address); got != want {
			t.Errorf("%s is told as %s", address, got)
		}
	}
}
