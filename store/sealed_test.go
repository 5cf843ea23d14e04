package store_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/checkpoint"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// sealedPlace is an installation of two dossiers with three checkpoints, and what was kept of it elsewhere.
type sealedPlace struct {
	*storetest.Office
	t         *testing.T
	raw       *sql.DB // the attacker's way in
	key       checkpoint.Key
	reference string
	kept      []string
}

func newKey(t *testing.T) checkpoint.Key {
	t.Helper()
	file, _, err := checkpoint.NewKey("test")
	if err != nil {
		t.Fatal(err)
	}
	key, err := checkpoint.ParseKey([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func newSealed(t *testing.T) *sealedPlace {
	t.Helper()
	db, address := openAt(t)
	o, reference := history(t, db)
	p := &sealedPlace{Office: o, t: t, raw: engine.SQL(t, address), key: newKey(t), reference: reference}
	for i := range 3 {
		p.look("owner", i != 1)
		p.logAccount("owner")
		p.Now = p.Now.Add(time.Hour)
		p.Act(reference, dossier.WriteNote{Words: "Gebeld"}, storetest.Owner)
		if !p.seal(p.key) {
			t.Fatal("no checkpoint was made")
		}
	}
	p.kept = p.notes()
	return p
}

func (p *sealedPlace) look(viewer string, seen bool) {
	p.t.Helper()
	p.Write(func(tx *store.Tx) error {
		return errors.Join(
			tx.SaveRead(store.Read{At: p.Now, Reference: p.reference, Viewer: viewer, What: "dossier", Seen: seen, Reason: "Steekproef"}),
			tx.SaveRead(store.Read{At: p.Now, Reference: "none", Viewer: viewer, What: "dossier"}))
	})
}

func (p *sealedPlace) logAccount(account dossier.AccountID) {
	p.t.Helper()
	p.Write(func(tx *store.Tx) error {
		return tx.LogAccount(store.AccountEntry{At: p.Now, Account: account, Actor: account, Kind: "signed_in", Detail: "password"})
	})
}

// seal makes a checkpoint, as the job does.
func (p *sealedPlace) seal(key checkpoint.Key) (made bool) {
	p.t.Helper()
	heads, err := p.DB.Read().Heads(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	p.Write(func(tx *store.Tx) error {
		made, err = tx.Checkpoint(heads, p.Now, key.Sign)
		return err
	})
	return made
}

// notes are all checkpoints of the database.
func (p *sealedPlace) notes() (notes []string) {
	p.t.Helper()
	list, err := p.DB.Read().Checkpoints(p.t.Context(), 0, 1000)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, one := range list {
		notes = append(notes, one.Note)
	}
	return notes
}

func (p *sealedPlace) verify(db *store.DB, kept []string, public ...string) store.Sealed {
	p.t.Helper()
	keys, err := checkpoint.ParseKeys(public...)
	if err != nil {
		p.t.Fatal(err)
	}
	found, err := db.VerifyCheckpoints(p.t.Context(), keys, kept)
	if err != nil {
		p.t.Fatal(err)
	}
	return found
}

// unlock takes every trigger off, as somebody does who can change everything.
func (p *sealedPlace) unlock() {
	p.t.Helper()
	engine.Unlock(p.t, p.raw, "dossiers", "events", "parts", "terms", "reads", "account_log")
}

func (p *sealedPlace) exec(queries ...string) {
	p.t.Helper()
	for _, query := range queries {
		engine.Exec(p.t, p.raw, query)
	}
}

// withoutDossier removes a dossier with every row that is about it.
func withoutDossier(id int) []string {
	var queries []string
	for _, table := range strings.Fields("parts events list complainants words access deadlines bans slots appointments promises jobs messages links codes reads checkpoint_heads") {
		queries = append(queries, fmt.Sprintf("delete from %s where dossier = %d", table, id))
	}
	return append(queries, fmt.Sprintf("delete from dossiers where id = %d", id))
}

// R28: whoever can change everything in the database, and takes away all that belongs to what they change, is found out by the checkpoints.
func TestR28_CheckpointsShowWhatWasRemovedWithAllItsTraces(t *testing.T) {
	for name, c := range map[string]struct {
		attack []string
		fault  string
	}{
		"a dossier":                           {withoutDossier(2), "checkpoint 1: it is over 2 dossiers, of which 1 are left"},
		"a dossier that was acted in":         {withoutDossier(1), "checkpoint 2: it is over 1 dossiers, of which 0 are left"},
		"a dossier, but not that it was":      {slices.DeleteFunc(withoutDossier(2), func(q string) bool { return strings.Contains(q, "checkpoint_heads") }), "checkpoint 1: dossier 2: record 2 is gone"},
		"one look":                            {[]string{"delete from reads where id = 1"}, "checkpoint 1: who looked: 1 rows are there, 2 were"},
		"all looks":                           {[]string{"delete from reads"}, "checkpoint 3: who looked: 0 rows are there, 2 were"},
		"a refusal made a look":               {[]string{"update reads set seen = 1 where seen = 0"}, "checkpoint 2: who looked: rows were changed"},
		"who looked":                          {[]string{"update reads set viewer = 'A2' where id = 1"}, "checkpoint 1: who looked: rows were changed"},
		"when":                                {[]string{"update reads set at = at + 1 where id = 1"}, "checkpoint 1: who looked: rows were changed"},
		"at what":                             {[]string{"update reads set dossier = 2 where id = 1"}, "checkpoint 1: who looked: rows were changed"},
		"why":                                 {[]string{"update reads set reason = 'x' where id = 1"}, "who looked: 1 reasons were changed"},
		"why, with its seal":                  {[]string{"update reads set reason = 'x', salt = null, seal = '' where id = 1"}, "checkpoint 1: who looked: rows were changed"},
		"a look that never was":               {[]string{"insert into reads (id, at, dossier, viewer, what, seen, reason) values (-1, 1, 1, 'A1', 'dossier', 1, '')", "update reads set id = 90 where id = 6"}, "checkpoint 3: who looked: 1 rows are there, 2 were"},
		"what was done with an account":       {[]string{"delete from account_log where id = 2"}, "checkpoint 2: what was done with accounts: 0 rows are there, 1 were"},
		"who did it":                          {[]string{"update account_log set actor = 'x' where id = 2"}, "checkpoint 2: what was done with accounts: rows were changed"},
		"a checkpoint in between":             {[]string{"delete from checkpoint_heads where checkpoint = 2", "delete from checkpoints where number = 2"}, "checkpoint 3: 1 checkpoints before it are missing"},
		"the first checkpoint":                {[]string{"delete from checkpoint_heads where checkpoint = 1", "delete from checkpoints where number = 1"}, "checkpoint 2: 1 checkpoints before it are missing"},
		"a checkpoint under another's number": {[]string{"delete from checkpoint_heads where checkpoint >= 2", "delete from checkpoints where number = 2", "update checkpoints set number = 2 where number = 3"}, "checkpoint 2: its row is not what was signed"},
		"the moment of a checkpoint":          {[]string{"update checkpoints set at = at + 1 where number = 2"}, "checkpoint 2: its row is not what was signed"},
		"the root of a checkpoint":            {[]string{"update checkpoints set root = (select root from checkpoints where number = 1) where number = 2"}, "checkpoint 2: its row is not what was signed"},
		"the text of a checkpoint":            {[]string{"update checkpoints set note = replace(note, 'number 2', 'number 9') where number = 2"}, "checkpoint 2: it cannot be read"},
		"a head":                              {[]string{"update checkpoint_heads set number = 1 where checkpoint = 2"}, "checkpoint 2: "},
	} {
		t.Run(name, func(t *testing.T) {
			p := newSealed(t)
			if found := p.verify(p.DB, p.kept, p.key.Public); len(found.Faults) > 0 || found.Checkpoints != 3 || found.Reads != 6 || found.Kept != 3 {
				t.Fatalf("before anything was done: %+v", found)
			}
			p.unlock()
			p.exec(c.attack...)
			found := p.verify(p.DB, nil, p.key.Public)
			if !slices.Contains(found.Faults, c.fault) && !slices.ContainsFunc(found.Faults, func(f string) bool { return strings.HasSuffix(c.fault, ": ") && strings.HasPrefix(f, c.fault) }) {
				t.Errorf("faults are %q, want %q among them", found.Faults, c.fault)
			}
		})
	}
}

// The chain of a dossier that is written anew, every digest of it, is whole by itself; the checkpoint shows it.
func TestR28_CheckpointsShowAChainThatWasWrittenAnew(t *testing.T) {
	for name, cover := range map[string]bool{"and nothing else": false, "with the heads that checkpoints name": true} {
		t.Run(name, func(t *testing.T) {
			p := newSealed(t)
			p.unlock()
			p.exec("update events set actor = 'A2' where dossier = 1 and number = 2")
			rewrite(t, p.raw, 1)
			want := "checkpoint 1: " + p.reference + ": record 5 is another than it was"
			if cover {
				p.exec("update checkpoint_heads set digest = (select e.digest from events e where e.dossier = checkpoint_heads.dossier and e.number = checkpoint_heads.number)")
				want = "checkpoint 1: the dossiers that it is over are not those that it was over"
			}
			if check, err := p.DB.Verify(t.Context(), p.Cal); err != nil || len(check.Faults) > 0 {
				t.Fatalf("the chain is not whole: %q, %v", check.Faults, err)
			}
			if found := p.verify(p.DB, nil, p.key.Public); !slices.Contains(found.Faults, want) {
				t.Errorf("faults are %q, want %q", found.Faults, want)
			}
		})
	}
}

// rewrite makes the chain of a dossier anew from what its rows say, as docs tell that it is made.
func rewrite(t *testing.T, db *sql.DB, id int) {
	t.Helper()
	type record struct {
		number, at         int64
		actor, kind, facts string
	}
	records := rowsOf(t, db, func(row *sql.Rows) (r record, err error) {
		return r, row.Scan(&r.number, &r.at, &r.actor, &r.kind, &r.facts)
	}, "select number, at, actor, kind, facts from events where dossier = $1 order by number", id)
	var previous []byte
	for _, r := range records {
		h := sha256.New()
		field := func(b []byte) {
			_ = binary.Write(h, binary.BigEndian, int64(len(b)))
			h.Write(b)
		}
		field(previous)
		_ = binary.Write(h, binary.BigEndian, []int64{r.number, r.at})
		for _, text := range []string{r.actor, r.kind, r.facts} {
			field([]byte(text))
		}
		parts := rowsOf(t, db, func(row *sql.Rows) (p [5][]byte, err error) {
			return p, row.Scan(&p[0], &p[1], &p[2], &p[3], &p[4])
		}, "select name, subject, person, class, seal from parts where dossier = $1 and number = $2 order by name", id, r.number)
		for _, p := range parts {
			for _, b := range p {
				field(b)
			}
		}
		previous = h.Sum(nil)
		engine.Exec(t, db, "update events set digest = $1 where dossier = $2 and number = $3", previous, id, r.number)
	}
}

func rowsOf[T any](t *testing.T, db *sql.DB, read func(*sql.Rows) (T, error), query string, args ...any) (list []T) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		one, err := read(rows)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, one)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// The end of a history that is taken off, with its rows made anew, shows; the chain itself does not tell.
func TestR28_CheckpointsShowAHistoryThatWasCutShort(t *testing.T) {
	p := newSealed(t)
	p.unlock()
	p.exec("delete from parts where dossier = 1 and number = 7", "delete from events where dossier = 1 and number = 7",
		"update list set count = 6 where dossier = 1")
	if check, err := p.DB.Verify(t.Context(), p.Cal); err != nil || len(check.Faults) > 0 {
		t.Fatalf("the chain tells by itself: %q, %v", check.Faults, err)
	}
	want := "checkpoint 3: " + p.reference + ": record 7 is gone"
	if found := p.verify(p.DB, nil, p.key.Public); !slices.Equal(found.Faults, []string{want}) {
		t.Errorf("faults are %q, want %q", found.Faults, want)
	}
}

// The newest checkpoints that are taken off, with all that they were over, show by those that were kept elsewhere, and by nothing else.
func TestR28_ACheckpointThatWasKeptElsewhereShowsThatNewerOnesAreGone(t *testing.T) {
	p := newSealed(t)
	p.unlock()
	p.exec("delete from checkpoint_heads where checkpoint = 3", "delete from checkpoints where number = 3",
		"delete from reads where id > 4", "delete from account_log where id > 2",
		"delete from parts where dossier = 1 and number = 7", "delete from events where dossier = 1 and number = 7")
	if found := p.verify(p.DB, nil, p.key.Public); len(found.Faults) > 0 {
		t.Errorf("without one that was kept elsewhere: %q", found.Faults)
	}
	want := "checkpoint 3: it was kept elsewhere and is not in the database"
	if found := p.verify(p.DB, p.kept[2:], p.key.Public); !slices.Equal(found.Faults, []string{want}) {
		t.Errorf("faults are %q, want %q", found.Faults, want)
	}
}

// Everything made anew by somebody who has the database and the key in it: what was kept elsewhere shows it, and so does a key of one's own.
func TestR28_ADatabaseThatWasMadeAnewIsFoundOut(t *testing.T) {
	p := newSealed(t)
	other := newKey(t)
	p.unlock()
	p.exec(withoutDossier(2)...)
	p.exec("delete from checkpoint_heads", "delete from checkpoints")
	for range 3 {
		p.look("owner", true)
		p.seal(other)
	}
	if found := p.verify(p.DB, nil, other.Public); len(found.Faults) > 0 {
		t.Fatalf("it does not look whole: %q", found.Faults)
	}
	for name, c := range map[string]struct {
		found store.Sealed
		fault string
	}{
		"its own key alone":   {p.verify(p.DB, nil, p.key.Public), "checkpoint 3: it is not signed by a key that was given"},
		"both keys":           {p.verify(p.DB, nil, p.key.Public, other.Public), "checkpoint 3: it is the newest, and is not signed by the first of the keys that were given"},
		"what was kept":       {p.verify(p.DB, p.kept[:1], p.key.Public, other.Public), "checkpoint 1: it is not the one that was kept elsewhere"},
		"kept, and their key": {p.verify(p.DB, p.kept[:1], other.Public), "checkpoint 1: the one kept elsewhere is not signed by a key that was given"},
	} {
		if !slices.Contains(c.found.Faults, c.fault) {
			t.Errorf("%s: faults are %q, want %q", name, c.found.Faults, c.fault)
		}
	}
}

// A key that is replaced goes on checking what it signed; after the new one it signs nothing any more.
func TestAKeyCanBeReplaced(t *testing.T) {
	p := newSealed(t)
	fresh := newKey(t)
	p.look("owner", true)
	p.seal(fresh)
	if found := p.verify(p.DB, append(p.kept, p.notes()...), fresh.Public, p.key.Public); len(found.Faults) > 0 || found.Checkpoints != 4 {
		t.Errorf("%+v", found)
	}
	p.look("owner", true)
	p.seal(p.key)
	found := p.verify(p.DB, nil, fresh.Public, p.key.Public)
	if !slices.Contains(found.Faults, "checkpoint 5: it is signed by a key that was replaced before") {
		t.Errorf("faults are %q", found.Faults)
	}
}

// Where nothing was added no checkpoint is made, and each thing that is added makes one.
func TestR28_NothingNewMakesNoCheckpoint(t *testing.T) {
	p := newSealed(t)
	unsealed := func() bool {
		some, err := p.DB.Read().Unsealed(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return some
	}
	for name, add := range map[string]func(){
		"a look":    func() { p.look("owner", true) },
		"a sign-in": func() { p.logAccount("owner") },
		"an act":    func() { p.Act(p.reference, dossier.WriteNote{Words: "x"}, storetest.Owner) },
		"a dossier": func() { p.File() },
	} {
		if unsealed() || p.seal(p.key) {
			t.Errorf("before %s a checkpoint is made of nothing", name)
		}
		add()
		if !unsealed() || !p.seal(p.key) {
			t.Errorf("after %s none is made", name)
		}
	}
	if found := p.verify(p.DB, p.kept, p.key.Public); len(found.Faults) > 0 || found.Checkpoints != 7 || found.After != 0 {
		t.Errorf("%+v", found)
	}
}

// Two who make a checkpoint at the same time do not make the same one twice.
func TestR28_TwoCheckpointsAtOnceAreOne(t *testing.T) {
	p := newSealed(t)
	p.look("owner", true)
	heads, err := p.DB.Read().Heads(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p.seal(p.key)
	err = p.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Checkpoint(heads, p.Now, p.key.Sign)
		return err
	})
	if !errors.Is(err, store.ErrTaken) {
		t.Errorf("the second: %v", err)
	}
}

// A checkpoint waits for the looks that are being written, so that none with a lower number comes after it.
func TestR28_ACheckpointLeavesNoLookOut(t *testing.T) {
	p := newSealed(t)
	const people = 8
	done := make(chan error)
	for i := range people {
		go func() {
			var err error
			for range 20 {
				err = errors.Join(err, p.DB.Write(context.WithoutCancel(t.Context()), func(tx *store.Tx) error {
					return tx.SaveRead(store.Read{At: p.Now, Reference: p.reference, Viewer: fmt.Sprint("A", i), What: "dossier", Seen: true})
				}))
			}
			done <- err
		}()
	}
	left := people
	for left > 0 {
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
			left--
		default:
			p.seal(p.key)
		}
	}
	p.seal(p.key)
	if found := p.verify(p.DB, p.kept, p.key.Public); len(found.Faults) > 0 || found.After != 0 || found.Reads != 6+people*20 {
		t.Errorf("%+v", found)
	}
}

// What is copied is sealed as it was, on the other engine too, and goes on from there.
func TestR28_ACopyKeepsItsCheckpoints(t *testing.T) {
	eachRoute(t, func(t *testing.T, from, to string) {
		db := openDB(t, from)
		if err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		o, reference := history(t, db)
		p := &sealedPlace{Office: o, t: t, key: newKey(t), reference: reference}
		p.look("owner", false)
		p.logAccount("owner")
		p.seal(p.key)
		kept := p.notes()
		if _, err := copyAll(t, from, to, store.CopyPlan{}); err != nil {
			t.Fatal(err)
		}
		moved := openDB(t, to)
		if found := p.verify(moved, kept, p.key.Public); len(found.Faults) > 0 || found.Checkpoints != 1 || found.Reads != 2 {
			t.Errorf("%+v", found)
		}
		q := &sealedPlace{Office: storetest.NewOffice(t, moved), t: t, key: p.key, reference: reference}
		q.Now = p.Now.Add(time.Hour)
		q.look("owner", true)
		q.seal(q.key)
		if found := q.verify(moved, kept, p.key.Public); len(found.Faults) > 0 || found.Checkpoints != 2 {
			t.Errorf("afterwards: %+v", found)
		}
	})
}
