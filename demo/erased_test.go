package demo

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/files/filestest"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
	"github.com/wederhoor/wederhoor/tombstone"
	"github.com/wederhoor/wederhoor/words"
)

// installation is an office over a database and a folder of files of its own.
type installation struct {
	*casework.Office
	t       *testing.T
	address string
	folder  string
}

// copied is an installation over a copy of another one's database and files, made as a backup is: of SQLite the file itself.
func copied(t *testing.T, of *casework.Office, from, folder string, stones *tombstone.File) installation {
	t.Helper()
	i := installation{t: t, address: engine.Address(t), folder: t.TempDir()}
	if path, onDisk := strings.CutPrefix(i.address, "sqlite:"); onDisk {
		i.must(of.DB.Scrub(t.Context())) // all is in the file then
		raw, err := os.ReadFile(strings.TrimPrefix(from, "sqlite:"))
		i.must(errors.Join(err, os.WriteFile(path, raw, 0o600)))
	}
	db, err := store.Open(t.Context(), i.address)
	i.must(err)
	t.Cleanup(func() { _ = db.Close() })
	if engine.Postgres() {
		_, err := store.Copy(t.Context(), of.DB, db, store.CopyPlan{Calendar: of.Calendar()})
		i.must(err)
	}
	if folder != "" {
		i.must(os.CopyFS(i.folder, os.DirFS(folder)))
	}
	i.Office = &casework.Office{DB: db, Policy: of.Policy, Clock: of.Clock, Key: of.Key, Base: of.Base, Log: silent(), Tombstones: stones}
	kept, err := files.OpenFolder(i.folder)
	i.must(err)
	i.KeepFiles(t.TempDir(), kept, nil)
	return i
}

func (i installation) must(err error) {
	i.t.Helper()
	if err != nil {
		i.t.Fatal(err)
	}
}

func (i installation) ticked() {
	i.t.Helper()
	for n := 1; n > 0; {
		var err error
		n, err = i.Tick(i.t.Context())
		i.must(err)
	}
}

// said are the texts of dossiers that are long enough to be somebody's.
func said(t *testing.T, db *store.DB, references []string) (texts []string) {
	t.Helper()
	for _, reference := range references {
		for _, p := range partsOf(t, db, reference) {
			if len(p.Text) >= 12 {
				texts = append(texts, p.Text)
			}
		}
	}
	return texts
}

// photographed has complainants of open dossiers send two photos along and withdraw, until so many have.
func (i installation) photographed(many int) {
	i.t.Helper()
	states := all(i.t, i.DB)
	for _, reference := range references(i.t, i.DB) {
		if s := states[reference]; !s.Filed || !s.Open() {
			continue
		}
		if many == 0 {
			return
		}
		by := casework.Viewer{Actor: dossier.Complainant(), Only: reference}
		for n := range 2 {
			i.must(i.TakeIn(i.t.Context(), reference, "mond.jpg", bytes.NewReader(filestest.Photo(600, 400, n+1))))
		}
		_, err := i.Do(i.t.Context(), by, casework.Order{Reference: reference, Command: dossier.AddFiles{}, Key: reference})
		i.must(err)
		if _, err := i.Do(i.t.Context(), by, casework.Order{Reference: reference, Command: dossier.Withdraw{}}); err == nil {
			many--
		}
	}
	i.t.Fatalf("%d too few dossiers with photos can be withdrawn", many)
}

// bytesKept is how many files stand in the folder, previews among them.
func (i installation) bytesKept() (n int) {
	i.t.Helper()
	i.must(i.Files.Store.Each(i.t.Context(), func(string, time.Time) error { n++; return nil }))
	return n
}

// erasable are the dossiers that can be erased, and those that cannot.
func (i installation) erasable() (erased, kept []string) {
	i.t.Helper()
	for _, reference := range references(i.t, i.DB) {
		if _, err := i.EraseAsProgram(i.t.Context(), reference, dossier.ToEverybody, true); err == nil {
			erased = append(erased, reference)
		} else {
			kept = append(kept, reference)
		}
	}
	return erased, kept
}

// people are the names and addresses by which dossiers are looked for.
func (i installation) people(references []string) (typed []string) {
	i.t.Helper()
	for _, reference := range references {
		loaded, err := i.DB.Read().Dossier(i.t.Context(), []string{dossier.ViewHandlers}, reference)
		i.must(err)
		c, _ := store.Contact(loaded.Entries)
		for _, text := range []string{c.Name, c.Email} {
			if text != "" {
				typed = append(typed, text)
			}
		}
	}
	return typed
}

// gone is what must stand nowhere after an erasure.
type gone struct {
	dossiers []string
	texts    []string // said in them alone
	typed    []string // names and addresses of whoever complained in them
	kept     int      // files that are left
}

// Every dossier of the demo that can be erased is, some with photos among them: what only they held stands nowhere any more, not in the database (of SQLite:
// its files, unused pages and log; of PostgreSQL: any row), not in the folder of files, not in what is found, not in an export, and not in a backup of
// before that was restored. All histories are whole.
func TestErase_OverTheDemo(t *testing.T) {
	w := firstWorld(t)
	stones, _, err := tombstone.Make(filepath.Join(t.TempDir(), "tombstones"))
	if err != nil {
		t.Fatal(err)
	}
	o := copied(t, w.Office, first.address, "", stones)
	o.photographed(9)
	o.ticked()
	erased, kept := o.erasable()
	g := gone{dossiers: erased, texts: said(t, o.DB, erased), typed: o.people(erased)}
	withPhotos := 0
	for _, reference := range slices.Concat(erased, kept) {
		rows, err := o.DB.Read().FilesOf(t.Context(), reference) // the demo itself has files of which there are no bytes
		o.must(err)
		switch {
		case len(rows) == 0:
		case slices.Contains(erased, reference):
			withPhotos++
		default:
			g.kept += 2 * len(rows) // each with its preview
		}
	}
	elsewhere := strings.Join(said(t, o.DB, kept), "\n") + registered(t, first.address)
	before := engine.Written(t, o.address)
	g.texts = slices.DeleteFunc(g.texts, func(text string) bool {
		return strings.Contains(elsewhere, text) || !strings.Contains(before, text) // broken over two pages
	})
	if len(erased) < 50 || len(g.texts) < 200 || withPhotos < 5 || o.bytesKept() < g.kept+20 {
		t.Fatalf("%d dossiers, %d with photos, %d texts of their own, %d files, %d of others: this shows nothing", len(erased), withPhotos, len(g.texts), o.bytesKept(), g.kept)
	}
	o.must(o.DB.Scrub(t.Context()))
	restored := copied(t, o.Office, o.address, o.folder, stones) // a backup of before

	for _, reference := range erased {
		if _, err := o.EraseAsProgram(t.Context(), reference, dossier.ToEverybody, false); err != nil {
			t.Fatalf("%s: %v", reference, err)
		}
	}
	o.ticked()
	g.nowhere(t, "after the erasure", o)

	if restored.bytesKept() < g.kept+20 {
		t.Fatalf("the backup has %d files", restored.bytesKept())
	}
	done, err := restored.ApplyTombstones(t.Context())
	if err != nil || len(done.Erased) != len(erased) || len(done.Open) > 0 {
		t.Fatalf("%d were erased again, %q are open, %v", len(done.Erased), done.Open, err)
	}
	restored.ticked()
	g.nowhere(t, "after the restore", restored)
	t.Logf("%d dossiers, %d with photos, %d texts, %d names", len(erased), withPhotos, len(g.texts), len(g.typed))
}

func (g gone) nowhere(t *testing.T, when string, i installation) {
	t.Helper()
	all, left := engine.Written(t, i.address), 0
	for _, text := range g.texts {
		if standsIn(all, text) {
			left++
		}
	}
	if left > 0 {
		t.Errorf("%s: %d of %d texts still stand in the database", when, left, len(g.texts))
	}
	if n := i.bytesKept(); n != g.kept {
		t.Errorf("%s: %d files are kept, want %d", when, n, g.kept)
	}
	g.notFound(t, when, i)
	for _, reference := range g.dossiers {
		g.notGiven(t, when, i, reference)
	}
	check, err := i.DB.Verify(t.Context(), i.Calendar())
	if err != nil || len(check.Faults) > 0 {
		t.Errorf("%s: verify: %q, %v", when, check.Faults, err)
	}
}

// standsIn reports whether a database holds a text: as it is, in JSON, or as bytes that PostgreSQL shows in hexadecimal.
func standsIn(all, text string) bool {
	quoted, _ := json.Marshal(text)
	return strings.Contains(all, text) || strings.Contains(all, string(quoted[1:len(quoted)-1])) || engine.Postgres() && strings.Contains(all, hex.EncodeToString([]byte(text)))
}

// notFound: the search of the desk finds none of the dossiers by who complained in it.
func (g gone) notFound(t *testing.T, when string, i installation) {
	t.Helper()
	for _, typed := range g.typed {
		for after := ""; ; {
			page, err := i.DB.Read().Queue(t.Context(), []string{dossier.ViewHandlers}, store.Filter{Search: typed, After: after, Limit: 200})
			i.must(err)
			for _, row := range page.Rows {
				if slices.Contains(g.dossiers, row.Reference) {
					t.Errorf("%s: %s is found by who complained", when, row.Reference)
				}
			}
			if after = page.Next; after == "" {
				break
			}
		}
	}
}

// notGiven: an access export holds nothing, whoever it is for.
func (g gone) notGiven(t *testing.T, when string, i installation, reference string) {
	t.Helper()
	loaded, err := i.DB.Read().Dossier(t.Context(), []string{dossier.ViewHandlers}, reference)
	i.must(err)
	for _, about := range casework.AccessOf(loaded.Whole) {
		d, err := i.AccessExport(t.Context(), reference, about, words.NL)
		if n := d.Counts(); err != nil || n.Texts > 0 || n.Messages > 0 || n.Files > 0 {
			t.Errorf("%s: %s: an export for %s holds %+v, %v", when, reference, about, n, err)
		}
	}
}

// registered is what the client register says, which is no part of a dossier.
func registered(t *testing.T, address string) string {
	t.Helper()
	return strings.Join(engine.Column(t, engine.SQL(t, address), "select id || ' ' || name || ' ' || email || ' ' || phone || ' ' || address || ' ' || postcode || ' ' || number from clients union all select name || ' ' || email from accounts union all select name from specialists"), "\n")
}
