//go:build endurance

package endurance_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/files"
)

// photosKept holds what people remember to have sent along against what is kept: of each form that was acknowledged every photo is there, whole and once, and nothing
// else is.
func photosKept(deeds []*deed, k kept) []string {
	var j judged
	for _, d := range deeds {
		if d.outcome == done && d.opens() {
			j.photos(d, k)
		}
	}
	return j.faults
}

// photos are those of one form.
func (j *judged) photos(d *deed, k kept) {
	came := map[string][]added{}
	for _, a := range k.added[d.reference] {
		came[a.name] = append(came[a.name], a)
	}
	for _, p := range d.photos {
		if found := came[p.name]; len(found) != 1 {
			j.fault("%s: %s was acknowledged and is there %d times", d.reference, p.name, len(found))
		} else {
			j.photo(d.reference, p, found[0], k)
		}
		delete(came, p.name)
	}
	for _, name := range slices.Sorted(maps.Keys(came)) {
		j.fault("%s: nobody sent %s", d.reference, name)
	}
}

// photo holds one against its row and its bytes.
func (j *judged) photo(reference string, p photo, a added, k kept) {
	row, has := k.rows[a.id]
	bytes, there := k.stored[a.id]
	preview, shown := k.stored[files.PreviewOf(a.id)]
	for _, c := range []struct {
		wrong bool
		what  string
	}{
		{!has, "has no row"},
		{has && (row.reference != reference || row.form != ""), "has the row of another dossier or form"},
		{has && row.state != "clean", "is " + row.state},
		{has && (row.hash != a.hash || row.size != a.size), "has a row that differs from the history"},
		{!there, "has no bytes"},
		{there && (bytes.hash != a.hash || bytes.size != a.size), "has other bytes than the history says"},
		{there && bytes.picture != fmt.Sprintf("%d×%d", p.width, p.height), "is another picture: " + bytes.picture},
		{there && bytes.telltale, "was not cleaned"},
		{has && (!row.preview || !shown || preview.picture == ""), "has no whole preview"},
	} {
		if c.wrong {
			j.fault("%s: %s %s", reference, p.name, c.what)
		}
	}
}

// nothingBesides: after the night nothing is kept that is not in a dossier.
func nothingBesides(k kept) []string {
	var j judged
	for _, id := range slices.Sorted(maps.Keys(k.rows)) {
		if k.rows[id].reference == "" {
			j.fault("the row of file %s is left, which is in no dossier and %s", id, k.rows[id].state)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(k.stored)) {
		if id, ok := files.IDOf(name); !ok || k.rows[id].reference == "" {
			j.fault("%s is left in the folder, and in no dossier", name)
		}
	}
	return j.faults
}

// verifiedFiles does what `wederhoor verify` does with files, also while the program runs, and gives the faults.
func verifiedFiles(t *testing.T, database, folder string) (faults []string) {
	t.Helper()
	db := opened(t, database)
	store, err := files.OpenFolder(folder)
	must(t, err)
	_, err = casework.VerifyFiles(t.Context(), db, store, func(fault string) { faults = append(faults, "verify: "+fault) })
	must(t, err)
	must(t, db.Close())
	return faults
}

// filesFaults is both: what whoever sent photos finds missing, and what the program itself does.
func filesFaults(t *testing.T, deeds []*deed, database, folder string) []string {
	t.Helper()
	return append(photosKept(deeds, readKept(t, database, folder)), verifiedFiles(t, database, folder)...)
}
