package storetest

import (
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// A dossier's facts are all of its records, for who may see it; for others there is none (R28).
func testFacts(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reference := o.File()
	o.Act(reference, dossier.WriteNote{Words: "Bellen na 17 uur"}, Owner)
	f, err := db.Read().Facts(t.Context(), []string{dossier.ViewHandlers}, reference)
	noErr(t, err)
	d, err := db.Read().Dossier(t.Context(), dossier.ViewerKeys(Owner), reference)
	noErr(t, err)
	same(t, "how many records", len(f.Records), d.State.Count)
	same(t, "the last of them", f.Records[len(f.Records)-1].Event, dossier.Event(dossier.NoteWritten{}))
	same(t, "faults", len(f.Faults), 0)
	_, err = db.Read().Facts(t.Context(), []string{dossier.ViewSpecialist("S9")}, reference)
	wantErr(t, err, store.ErrNotFound)
	_, err = db.Read().Facts(t.Context(), []string{dossier.ViewHandlers}, "WH-NONE")
	wantErr(t, err, store.ErrNotFound)
}

// They come with all terms that the dossier was under: those of the wish to talk, and those of the filing.
func testFactsTerms(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reference := o.Talk()
	first := o.Terms
	o.Hash, o.Terms.Triage = "later", dossier.Term{N: 2, Unit: dossier.Hours}
	o.Write(func(tx *store.Tx) error { return tx.SaveTerms(o.Hash, o.Terms) })
	o.Now = o.Now.Add(time.Hour)
	o.Act(reference, o.Complaint(func(f *dossier.File) { f.Reference = reference }), dossier.Complainant())
	f, err := db.Read().Facts(t.Context(), []string{dossier.ViewHandlers}, reference)
	noErr(t, err)
	same(t, "the sets of terms", len(f.Terms), 2)
	same(t, "triage as it is now", f.Terms["later"].Triage, o.Terms.Triage)
	for hash, terms := range f.Terms {
		if hash != "later" {
			same(t, "triage as it was", terms.Triage, first.Triage)
		}
	}
}
