//go:build endurance

package endurance_test

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/files/filestest"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// kept is what stands in the database and on the disk of the files that people sent along.
type kept struct {
	added  map[string][]added    // by the reference of the dossier, as its history has them
	rows   map[string]fileRow    // by id
	stored map[string]storedFile // by name, as the folder has them
}

// added is a file by the history of a dossier.
type added struct {
	id, hash string
	size     int64
	name     string
}

type fileRow struct {
	reference string // of the dossier it is in; empty when it is in none
	form      string
	hash      string
	size      int64
	preview   bool
	state     string
}

// storedFile is what is on the disk under a name.
type storedFile struct {
	hash     string
	size     int64
	picture  string // width × height; empty when it is no picture that can be read to its end
	telltale bool   // it still has in it where it was taken, or by what
}

// readKept reads all of it, also while people go on: what was acknowledged before is in all three.
func readKept(t *testing.T, database, folder string) kept {
	t.Helper()
	k := kept{added: map[string][]added{}, rows: map[string]fileRow{}, stored: map[string]storedFile{}}
	db := engine.SQL(t, database)
	k.readRows(t, db)
	rows(t, db, `select d.reference, e.kind, e.facts, coalesce(p.body, '') from events e join dossiers d on d.id = e.dossier
		left join parts p on p.dossier = e.dossier and p.number = e.number and p.name = 'name'
		where e.kind = '`+dossier.FileAdded{}.Name()+`' order by d.id, e.number`, func(scan scan) {
		var reference, kind, text, name string
		scan(&reference, &kind, &text, &name)
		event, err := dossier.DecodeEvent(kind, []byte(text))
		must(t, err)
		e := event.(dossier.FileAdded)
		k.added[reference] = append(k.added[reference], added{string(e.File), e.Hash, e.Size, name})
	})
	must(t, db.Close())
	k.readFolder(t, folder)
	return k
}

func (k kept) readRows(t *testing.T, db *sql.DB) {
	t.Helper()
	rows(t, db, `select f.id, coalesce(d.reference, ''), f.form, f.hash, f.size, f.preview, f.state
		from files f left join dossiers d on d.id = f.dossier and f.form = ''`, func(scan scan) {
		var id string
		var r fileRow
		var preview int
		scan(&id, &r.reference, &r.form, &r.hash, &r.size, &preview, &r.state)
		r.preview = preview != 0
		k.rows[id] = r
	})
}

// readFolder reads every file, of whatever name. One that is renamed or goes while it is read was not kept yet, or is not any more.
func (k kept) readFolder(t *testing.T, folder string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return ignoreGone(err)
		}
		data, err := os.ReadFile(path)
		if err == nil {
			k.stored[d.Name()] = looked(data)
		}
		return ignoreGone(err)
	})
	must(t, err)
}

func ignoreGone(err error) error {
	if os.IsNotExist(err) {
		return nil
	}
	return err
}

// looked is what there is to say of the bytes of a file.
func looked(data []byte) storedFile {
	sum := sha256.Sum256(data)
	f := storedFile{hash: hex.EncodeToString(sum[:]), size: int64(len(data))}
	if p, err := jpeg.Decode(bytes.NewReader(data)); err == nil {
		f.picture = fmt.Sprintf("%d×%d", p.Bounds().Dx(), p.Bounds().Dy())
	}
	for _, mark := range []string{filestest.Place, filestest.Camera, "Exif"} {
		f.telltale = f.telltale || bytes.Contains(data, []byte(mark))
	}
	return f
}

// inDossiers counts the files that stand in dossiers.
func (k kept) inDossiers() int {
	n := 0
	for _, list := range k.added {
		n += len(list)
	}
	return n
}

// besides counts what is on its way, or was left by the way: rows of no dossier, and what is on the disk and in none. half of it was being
// written.
func (k kept) besides() (rows, stored, half int) {
	for _, r := range k.rows {
		if r.reference == "" {
			rows++
		}
	}
	for name := range k.stored {
		switch r, known := k.rows[ofFile(name)]; {
		case strings.HasPrefix(name, "half-"):
			half++
		case !known || r.reference == "":
			stored++
		}
	}
	return rows, stored, half
}

// ofFile is the id of the file that a name in the folder is of: a preview has one letter more.
func ofFile(name string) string { return name[:min(len(name), 32)] }
