//go:build endurance

package endurance_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// away is longer than files may wait for their form.
const away = 3 * 24 * time.Hour

// twoDaysLater makes all that is kept of files older while no node runs, and the night's work due: the next start does what it does in the night after
// the second day.
func twoDaysLater(t *testing.T, database, folder string) {
	t.Helper()
	k := readKept(t, database, folder)
	rows, stored, half := k.besides()
	t.Logf("the kills left %d rows of files that stand in no dossier, %d files in the folder that no dossier has, and %d half ones", rows, stored, half)
	then := time.Now().Add(-away)
	must(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return os.Chtimes(path, then, then)
	}))
	db := engine.SQL(t, database)
	engine.Exec(t, db, "update files set at = at - $1", away.Milliseconds())
	engine.Exec(t, db, "update jobs set due_at = $1 where kind = 'retention' and status = 'waiting'", time.Now().UnixMilli())
	if n := count(t, db, "select count(*) from jobs where kind = 'retention' and status = 'waiting' and due_at <= $1", time.Now().UnixMilli()); n != 1 {
		t.Fatalf("the night's work is waiting %d times", n)
	}
	must(t, db.Close())
}

// filesThere holds what people know now against what is kept now, and gives how many photos they know of.
func (c *crowd) filesThere(database string) (photos int) {
	c.t.Helper()
	deeds := c.acknowledged()
	for _, d := range deeds {
		photos += len(d.photos)
	}
	faults := filesFaults(c.t, deeds, database, c.folder)
	for _, fault := range faults[:min(5, len(faults))] {
		c.t.Errorf("after a restart: %s", fault)
	}
	return photos
}

// nothingInBetween: of what the program was working on when it was killed nothing is left on the disk. A file that was made and has no byte in it yet is nothing.
func nothingInBetween(t *testing.T, n *node) {
	t.Helper()
	for _, folder := range n.between {
		must(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			info, err := d.Info()
			if err == nil && info.Size() > 0 {
				t.Errorf("%s is left, of %d bytes", path, info.Size())
			}
			return err
		}))
	}
}
