//go:build endurance

package endurance_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/files/filestest"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// The same of files: each fault is put into the folder or the database, as a kill at a bad moment could leave them.
func TestJudgeNoticesFiles(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		says   []string
		doctor func(t *testing.T, w *wentWell, id string)
	}{
		{"a file is missing", []string{"has no bytes", "verify: ", "its bytes are missing"}, func(t *testing.T, w *wentWell, id string) {
			must(t, os.Remove(w.path(id)))
		}},
		{"a byte is changed", []string{"has other bytes", "its bytes differ from what was taken in"}, func(t *testing.T, w *wentWell, id string) {
			w.rewrite(t, id, func(data []byte) []byte { data[len(data)/2] ^= 1; return data })
		}},
		{"a file is there by half", []string{"has other bytes", "is another picture", "its bytes differ"}, func(t *testing.T, w *wentWell, id string) {
			w.rewrite(t, id, func(data []byte) []byte { return data[:len(data)/2] })
		}},
		{"a file is empty", []string{"has other bytes", "its bytes differ"}, func(t *testing.T, w *wentWell, id string) {
			w.rewrite(t, id, func([]byte) []byte { return nil })
		}},
		{"a preview is missing", []string{"has no whole preview", "its preview is missing"}, func(t *testing.T, w *wentWell, id string) {
			must(t, os.Remove(w.path(files.PreviewOf(id))))
		}},
		{"a preview is there by half", []string{"has no whole preview"}, func(t *testing.T, w *wentWell, id string) {
			w.rewrite(t, files.PreviewOf(id), func(data []byte) []byte { return data[:len(data)/2] })
		}},
		{"a file is another's", []string{"is another picture"}, func(t *testing.T, w *wentWell, id string) {
			w.rewrite(t, id, func([]byte) []byte { return filestest.JPEG(7, 7) })
		}},
		{"a photo was kept as it came", []string{"was not cleaned"}, func(t *testing.T, w *wentWell, id string) {
			w.rewrite(t, id, func([]byte) []byte { return w.filed().photos[0].asSent() })
		}},
		{"a row is missing", []string{"has no row", "there is no row for it", "is left in the folder"}, func(t *testing.T, w *wentWell, id string) {
			w.sql(t, "delete from files where id = $1", id)
		}},
		{"a row says that a file is still coming", []string{"is coming", "its history does not"}, func(t *testing.T, w *wentWell, id string) {
			w.sql(t, "update files set state = 'coming' where id = $1", id)
		}},
		{"a row has another digest", []string{"differs from the history", "its row differs from its history"}, func(t *testing.T, w *wentWell, id string) {
			w.sql(t, "update files set hash = $2 where id = $1", id, strings.Repeat("0", 64))
		}},
		{"a row is of another dossier", []string{"has the row of another dossier", "its history does not know the file"}, func(t *testing.T, w *wentWell, id string) {
			w.sql(t, "update files set dossier = (select id from dossiers where reference = $2) where id = $1", id, w.deeds[1].reference)
		}},
		{"a row is still of its form", []string{"has the row of another dossier or form", "is in no dossier"}, func(t *testing.T, w *wentWell, id string) {
			w.sql(t, "update files set dossier = null, form = 'a' where id = $1", id)
		}},
		{"a file that came with no form is left", []string{"which is in no dossier and clean"}, func(t *testing.T, w *wentWell, id string) {
			w.sql(t, `insert into files (id, form, dossier, media, size, hash, preview, name, at, state)
				select $2, 'a', null, media, size, hash, preview, name, at, state from files where id = $1`, id, files.NewID())
		}},
		{"a half file is left", []string{"half-1 is left in the folder"}, func(t *testing.T, w *wentWell, id string) {
			must(t, os.WriteFile(filepath.Join(filepath.Dir(w.path(id)), "half-1"), []byte("half"), 0o600))
		}},
		{"bytes are left that no row knows", []string{"is left in the folder, and in no dossier"}, func(t *testing.T, w *wentWell, id string) {
			other := files.NewID()
			must(t, os.MkdirAll(filepath.Dir(w.path(other)), 0o700))
			must(t, os.WriteFile(w.path(other), []byte("whole"), 0o600))
		}},
	} {
		w := newWentWell(t)
		if faults := w.filesFaults(t); len(faults) > 0 {
			t.Fatalf("of what went well the judge says %q", faults)
		}
		c.doctor(t, w, readKept(t, w.database, w.folder).added[w.filed().reference][0].id)
		faults := strings.Join(w.filesFaults(t), "\n")
		for _, says := range c.says {
			if !strings.Contains(faults, says) {
				t.Errorf("%s: the judge says %q, and not %q", c.name, faults, says)
			}
		}
	}
}

// A history that has a photo twice, one of somebody else or none is noticed by whoever sent it.
func TestJudgeNoticesPhotosOfHistories(t *testing.T) {
	t.Parallel()
	w := newWentWell(t)
	for _, c := range []struct {
		name, says string
		doctor     func(reference string, list []added) []added
	}{
		{"an acknowledged photo is in no history", "is there 0 times", func(_ string, list []added) []added { return list[1:] }},
		{"a photo that was sent twice is there twice", "is there 2 times", func(_ string, list []added) []added { return append(list, list[0]) }},
		{"a photo is there that nobody sent", "nobody sent", func(_ string, list []added) []added {
			list[1].name = "iets anders.jpg"
			return append(list, list[1])
		}},
	} {
		k := readKept(t, w.database, w.folder)
		k.added[w.filed().reference] = c.doctor(w.filed().reference, slices.Clone(k.added[w.filed().reference]))
		if faults := strings.Join(photosKept(w.deeds, k), "\n"); !strings.Contains(faults, c.says) {
			t.Errorf("%s: the judge says %q, and not %q", c.name, faults, c.says)
		}
	}
	k := readKept(t, w.database, w.folder)
	k.added[w.deeds[1].reference] = k.added[w.filed().reference]
	if faults := strings.Join(photosKept(w.deeds, k), "\n"); !strings.Contains(faults, w.deeds[1].reference+": nobody sent") {
		t.Errorf("a photo stands in a complaint that had none: the judge says %q", faults)
	}
}

// filesFaults is all that is asked of files: after a restart, and after the night.
func (w *wentWell) filesFaults(t *testing.T) []string {
	t.Helper()
	return append(filesFaults(t, w.deeds[:3], w.database, w.folder), nothingBesides(readKept(t, w.database, w.folder))...)
}

func (w *wentWell) path(name string) string {
	return filepath.Join(w.folder, name[:2], name[2:4], name)
}

// rewrite changes the bytes of a file where they are kept.
func (w *wentWell) rewrite(t *testing.T, name string, how func([]byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(w.path(name))
	must(t, err)
	must(t, os.WriteFile(w.path(name), how(bytes.Clone(data)), 0o600))
}

func (w *wentWell) sql(t *testing.T, query string, args ...any) {
	t.Helper()
	db := engine.SQL(t, w.database)
	engine.Exec(t, db, query, args...)
	must(t, db.Close())
}
