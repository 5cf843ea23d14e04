package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// locked are the tables in which nothing is to be changed.
var locked = []string{"dossiers", "events", "parts", "terms"}

// history makes two dossiers with several records and gives the reference of the first.
func history(t testing.TB, db *store.DB) (*storetest.Office, string) {
	o := storetest.NewOffice(t, db)
	reference := o.File(func(c *dossier.File) { c.Specialists = []dossier.SpecialistID{"S1", "S2"} })
	o.Now = o.Now.Add(time.Hour)
	o.Act(reference, dossier.WriteNote{Words: "Bellen"}, storetest.Owner)
	o.Act(o.Talk(), dossier.BookTalk{Specialist: "S3", Start: o.Now.Add(24 * time.Hour), SlotFree: true}, storetest.Receptionist)
	return o, reference
}

// TestR28_ShutAgainstChange: what is recorded cannot be changed or removed by a slip of SQL; words can be erased, not rewritten.
func TestR28_ShutAgainstChange(t *testing.T) {
	db, address := openAt(t)
	history(t, db)
	in := engine.SQL(t, address)
	for _, query := range []string{
		"update events set at = at + 1", "delete from events", "update parts set body = 'x'", "update parts set seal = salt",
		"update parts set class = 'summary'", "delete from parts", "update dossiers set reference = 'x'", "delete from dossiers",
		"update terms set body = '{}'", "delete from terms",
	} {
		if _, err := in.ExecContext(t.Context(), query); err == nil {
			t.Errorf("%q was carried out", query)
		}
	}
	engine.Exec(t, in, "update parts set body = null, salt = null where name = 'story'")
}

// TestR28_ChangesAreNoticed: whoever takes the locks off and changes a column of the history is found out, column by column.
func TestR28_ChangesAreNoticed(t *testing.T) {
	for change, fault := range map[string]string{
		"update events set at = at + 1 where dossier = 1 and number = 2":                              "record 2: digest differs",
		"update events set actor = 'A2' where dossier = 1 and number = 2":                             "record 2: digest differs",
		"update events set kind = 'note_written.1' where dossier = 1 and number = 2":                  "record 2: digest differs",
		"update events set facts = replace(facts, 'S1', 'S3') where dossier = 1 and number = 2":       "record 2: digest differs",
		"update events set digest = (select digest from terms) where dossier = 1 and number = 2":      "record 2: digest differs",
		"update events set number = 9 where dossier = 1 and number = 3":                               "record 9 stands at place",
		"update events set facts = '{' where dossier = 1 and number = 2":                              "record 2 cannot be read",
		"delete from events where dossier = 1 and number = 2":                                         "record 3 stands at place 2",
		"delete from events where dossier = 1 and number = (select max(number) from events)":          "list: count differs",
		"delete from events where dossier = 1":                                                        "no records",
		"update parts set body = 'anders' where name = 'story'":                                       `record 1: words of "story" differ`,
		"update parts set salt = seal where name = 'story'":                                           `record 1: words of "story" differ`,
		"update parts set seal = salt where name = 'story'":                                           "record 1: digest differs",
		"update parts set name = 'tale' where name = 'story'":                                         "record 1: digest differs",
		"update parts set subject = 'staff' where name = 'story'":                                     "record 1: digest differs",
		"update parts set person = 'S1' where name = 'story'":                                         "record 1: digest differs",
		"update parts set class = 'summary' where name = 'story'":                                     "record 1: digest differs",
		"update parts set number = 2 where name = 'story'":                                            "record 2: digest differs",
		"update parts set number = 99 where name = 'story'":                                           "words without a record",
		"delete from parts where name = 'story'":                                                      "record 1: digest differs",
		"update dossiers set reference = 'WH-2' where id = 1":                                         "the records are of another dossier",
		"update terms set body = '{}'":                                                                "its terms were changed",
		"delete from terms":                                                                           "its terms are missing",
		"update list set version = 0 where dossier = 1":                                               "list: version differs",
		"update list set phase = 'closed' where dossier = 1":                                          "list: phase differs",
		"delete from list where dossier = 1":                                                          "list: 0 rows stored, 1 expected",
		"update complainants set name = 'x' where dossier = 1":                                        "complainants: name differs",
		"update words set contact = 0 where dossier = 1 and contact = 1":                              "words: contact differs",
		"insert into words (word, dossier, contact) values ('x', 1, 0)":                               "words: ",
		"update access set classes = 'summary' where dossier = 1 and viewer = 'desk'":                 "access: classes differs",
		"insert into access values (1, 'specialist:S9', 0, 1, 1, 'summary')":                          "access: ",
		"update access set narrows = 0, list_rank = 1 where dossier = 1 and viewer = 'specialist:S1'": "access: narrows differs",
		"update deadlines set due = due + 1 where dossier = 1 and position = 0":                       "deadlines: due differs",
		"delete from bans where specialist = 'S1'":                                                    "bans: 1 rows stored, 2 expected",
		"update promises set kept = due where dossier = 1 and rule = 'R10'":                           "promises: kept differs",
		"delete from promises where dossier = 1 and rule = 'R13'":                                     "promises: 1 rows stored, 2 expected",
		"delete from slots": "slots: 0 rows stored, 1 expected",
	} {
		t.Run(change, func(t *testing.T) {
			db, address := openAt(t)
			o, _ := history(t, db)
			in := engine.SQL(t, address)
			engine.Unlock(t, in, locked...)
			o.Clean()
			engine.Exec(t, in, change)
			check, err := db.Verify(t.Context(), o.Cal)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(check.Faults, func(f string) bool { return strings.Contains(f, fault) }) {
				t.Errorf("faults are %q, want %q among them", check.Faults, fault)
			}
			for _, f := range check.Faults {
				if strings.Contains(f, "Anna") || strings.Contains(f, "example.nl") || strings.Contains(f, "anders") {
					t.Errorf("%q tells personal data", f)
				}
			}
		})
	}
}

// Rows that were spoiled come back as they were.
func TestRebuildMends(t *testing.T) {
	db, address := openAt(t)
	o, reference := history(t, db)
	in := engine.SQL(t, address)
	for _, table := range []string{"list", "complainants", "words", "access", "deadlines", "bans", "slots", "appointments", "promises"} {
		engine.Exec(t, in, "delete from "+table)
	}
	if n, err := db.Read().Outdated(t.Context()); n != 2 || err != nil {
		t.Errorf("%d dossiers are outdated, %v", n, err)
	}
	if n, err := db.Rebuild(t.Context(), o.Cal); n != 2 || err != nil {
		t.Errorf("%d dossiers were mended, %v", n, err)
	}
	o.Clean()
	l, err := db.Read().Dossier(t.Context(), dossier.ViewerKeys(storetest.Owner), reference)
	if err != nil || l.State.Reference != reference {
		t.Errorf("the dossier is not what it was: %v", err)
	}
}

// Words that were erased cannot be told from their seal, and nothing but the words is lost.
func TestErasedWordsLeaveTheFile(t *testing.T) {
	db, address := openAt(t)
	o, reference := history(t, db)
	o.Write(func(tx *store.Tx) error {
		d, err := tx.Load(reference)
		if err != nil {
			return err
		}
		return tx.ErasePart(d, 1, "name")
	})
	in := engine.SQL(t, address)
	var n int
	err := in.QueryRowContext(t.Context(), "select count(*) from parts where name = 'name' and body is null and salt is null and dossier = 1").Scan(&n)
	if err != nil || n != 1 {
		t.Errorf("%d parts without body and salt, %v", n, err)
	}
	for _, query := range []string{
		"select count(*) from complainants where name like '%Anna%'", "select count(*) from words where word in ('anna', 'vries')",
	} {
		if err := in.QueryRowContext(t.Context(), query).Scan(&n); err != nil || n != 0 {
			t.Errorf("%s: %d, %v", query, n, err)
		}
	}
	o.Clean()
}

// A viewer without the class contact, such as no role is now, finds by the reference and not by contact data.
func TestSearchByContactNeedsContact(t *testing.T) {
	db, address := openAt(t)
	_, reference := history(t, db)
	engine.Exec(t, engine.SQL(t, address), "update access set classes = 'summary', contact_rank = 0 where viewer = 'desk'")
	for typed, want := range map[string]int{"anna": 0, "anna de vries": 0, "anna@example.nl": 0, "0612345678": 0, reference: 1, reference[3:]: 1} {
		page, err := db.Read().Queue(t.Context(), dossier.ViewerKeys(storetest.Receptionist), store.Filter{Search: typed})
		if err != nil || len(page.Rows) != want {
			t.Errorf("%q finds %d, want %d (%v)", typed, len(page.Rows), want, err)
		}
		for _, row := range page.Rows {
			if row.Complainant != "" {
				t.Error("the row names the complainant")
			}
		}
	}
}
