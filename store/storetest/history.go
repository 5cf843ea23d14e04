package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

func testAppend(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	c := o.Complaint()
	first := o.Act("", c, dossier.Complainant())
	o.Now = o.Now.Add(time.Hour)
	second := o.Act(c.Reference, dossier.WriteNote{Words: "Bellen na 17 uur"}, Owner)
	if first[0].Before.Count != 0 || first[0].Record.Number != 1 || first[0].Record.By != "complainant" {
		t.Errorf("the first step is %+v", first[0].Record)
	}
	last := second[len(second)-1]
	if !last.Record.At.Equal(o.Now) || last.Record.By != "A1" || last.Before.Count+1 != last.After.Count {
		t.Errorf("the last step is %+v", last.Record)
	}
	o.Write(func(tx *store.Tx) error {
		d, err := tx.Load(c.Reference)
		noErr(t, err)
		same(t, "the loaded state", d.State, last.After)
		_, err = tx.Load("WH-NONE")
		wantErr(t, err, store.ErrNotFound)
		return nil
	})
	o.Clean()
}

// An act that fails after an Append leaves nothing of it.
func testRefusedAppend(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reference := o.File()
	stop := errors.New("stop")
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		d, err := tx.Load(reference)
		noErr(t, err)
		_, err = o.Do(tx, d, dossier.WriteNote{Words: "weg"}, Owner)
		noErr(t, err)
		return stop
	})
	wantErr(t, err, stop)
	l, err := db.Read().Dossier(t.Context(), dossier.ViewerKeys(Owner), reference)
	noErr(t, err)
	if strings.Contains(asJSON(t, l), `"weg"`) {
		t.Error("a note of an act that failed stayed")
	}
	o.Clean()
}

func testReferenceTaken(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reference := o.File()
	other := o.Complaint()
	o.Write(func(tx *store.Tx) error {
		c := other
		c.Reference = reference
		_, err := o.Do(tx, tx.New(), c, dossier.Complainant())
		wantErr(t, err, store.ErrTaken)
		_, err = o.Do(tx, tx.New(), other, dossier.Complainant()) // the act may go on with another
		return err
	})
	c := o.Complaint()
	c.Reference = ""
	if _, err := o.Try("", c, dossier.Complainant()); err == nil {
		t.Error("a dossier without a reference was made")
	}
	o.Clean()
}

// The record's moment is never before the one before it, whatever the clock does.
func testTime(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reference := o.File()
	o.Now = o.Now.Add(-time.Hour)
	steps := o.Act(reference, dossier.WriteNote{Words: "eerder"}, Owner)
	if !steps[0].Record.At.Equal(Start) {
		t.Errorf("the record is of %v, want %v", steps[0].Record.At, Start)
	}
}

func testParts(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reference := o.File()
	o.Act(reference, dossier.WriteNote{Words: "Een notitie"}, Owner)
	o.Write(func(tx *store.Tx) error {
		d, err := tx.Load(reference)
		noErr(t, err)
		all, err := tx.Parts(d, 0)
		noErr(t, err)
		if texts := textsOf(all[1]); texts["story"] != "Het deed pijn." || texts["name"] != "Anna de Vries" {
			t.Errorf("the words of the filing are %v", texts)
		}
		one, err := tx.Parts(d, d.State.Count)
		noErr(t, err)
		if len(one) != 1 || textsOf(one[d.State.Count])["words"] != "Een notitie" {
			t.Errorf("the words of the note are %v", one)
		}
		return nil
	})
}

func textsOf(parts []dossier.Part) map[string]string {
	texts := map[string]string{}
	for _, p := range parts {
		texts[p.Name] = p.Text
	}
	return texts
}

// Erasing words leaves the chain whole, and takes them out of every row made from them.
func testErase(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reference := o.File()
	keys := dossier.ViewerKeys(Owner)
	o.Write(func(tx *store.Tx) error {
		d, err := tx.Load(reference)
		noErr(t, err)
		for _, name := range []string{"name", "email", "phone", "story"} {
			noErr(t, tx.ErasePart(d, 1, name))
		}
		wantErr(t, tx.ErasePart(d, 1, "name"), store.ErrNotFound)
		wantErr(t, tx.ErasePart(d, 1, "no_such_part"), store.ErrNotFound)
		return nil
	})
	o.Clean()
	l, err := db.Read().Dossier(t.Context(), keys, reference)
	noErr(t, err)
	if text := asJSON(t, l); strings.Contains(text, "Anna") || strings.Contains(text, "pijn") {
		t.Error("erased words are still there")
	}
	erased := slices.Sorted(slices.Values(l.Entries[0].Erased))
	same(t, "the erased names", erased, []string{"email", "name", "phone", "story"})
	page, err := db.Read().Queue(t.Context(), keys, store.Filter{Queue: "todo"})
	noErr(t, err)
	if page.Rows[0].Complainant != "" {
		t.Error("the list still names the complainant")
	}
	if rows := search(t, db, keys, "anna"); len(rows) != 0 {
		t.Error("the erased name is still found")
	}
	n, err := db.Rebuild(context.Background(), o.Cal)
	noErr(t, err)
	if n != 0 {
		t.Errorf("a rebuild changed %d dossiers", n)
	}
}

func testTerms(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	o.Write(func(tx *store.Tx) error {
		noErr(t, tx.SaveTerms(o.Hash, dossier.Terms{})) // pinned already: changes nothing
		terms, err := tx.Terms(o.Hash)
		noErr(t, err)
		same(t, "the terms", terms, o.Terms)
		_, err = tx.Terms("none")
		wantErr(t, err, store.ErrNotFound)
		return nil
	})
	terms, err := db.Read().Terms(t.Context(), o.Hash)
	noErr(t, err)
	same(t, "the terms read", terms, o.Terms)
}

func testVerify(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	o.File()
	o.Act(o.Talk(), dossier.BookTalk{Specialist: "S1", Start: Start.Add(24 * time.Hour), SlotFree: true}, Receptionist)
	o.Write(func(tx *store.Tx) error { return tx.Enqueue(store.Job{Kind: "match", Key: "k", RunAt: Start}) })
	check, err := db.Verify(t.Context(), o.Cal)
	noErr(t, err)
	if check.Dossiers != 2 || check.Records < 4 || check.Jobs != 1 || len(check.Faults) != 0 {
		t.Errorf("the check is %+v", check)
	}
}

func testRebuild(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	o.File()
	n, err := db.Rebuild(t.Context(), o.Cal)
	noErr(t, err)
	outdated, err := db.Read().Outdated(t.Context())
	noErr(t, err)
	if n != 0 || outdated != 0 {
		t.Errorf("a rebuild of rows that are right changed %d, %d are outdated", n, outdated)
	}
}
