package dossier_test

import (
	"bytes"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
)

// FuzzDecodeEvent reads arbitrary bytes as stored facts. Whatever can be read must be written back to bytes that mean the
// same, and must neither stop Evolve nor anything that is made from the state: a rebuild goes through every record there is.
func FuzzDecodeEvent(f *testing.F) {
	for _, w := range openStates(f) {
		for _, r := range w.records {
			seed(f, r.Event)
		}
	}
	for _, e := range dossier.Events() {
		seed(f, e)
		f.Add(e.Name(), []byte(`null`))
	}
	f.Add("filed.2", []byte(`{}`))
	f.Add("filed.1", []byte(`{"named":["S1","S1",""],"received_at":"9999-12-31T23:59:59Z"}`))
	f.Add("ended.1", []byte(`{"ending":"offer_left_open"}`)) // where no offer was ever made
	bases := []dossier.State{{}}
	for _, w := range openStates(f) {
		bases = append(bases, w.state)
	}
	w := newWorld(f)
	f.Fuzz(func(t *testing.T, name string, facts []byte) {
		e, err := dossier.DecodeEvent(name, facts)
		if err != nil {
			return
		}
		if e.Name() != name {
			t.Fatalf("%q was read as %q", name, e.Name())
		}
		sameBytes(t, e)
		for _, before := range bases {
			r := dossier.Record{Number: before.Count + 1, At: w.now, By: "owner", Event: e}
			after := dossier.Evolve(before, r)
			dossier.Deadlines(after, w.terms, w.cal)
			dossier.Notices(before, after, e)
			for _, g := range dossier.Access(after) {
				dossier.Cut(after, g.Classes)
			}
			dossier.PersonOf(e)
		}
	})
}

func seed(f *testing.F, e dossier.Event) {
	f.Helper()
	facts, err := dossier.Encode(e)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(e.Name(), facts)
}

// sameBytes demands that an event, written and read, is written as the same bytes: they are what the chain is made of.
func sameBytes(t *testing.T, e dossier.Event) {
	t.Helper()
	first, err := dossier.Encode(e)
	if err != nil {
		t.Fatalf("what was read cannot be written: %v", err)
	}
	back, err := dossier.DecodeEvent(e.Name(), first)
	if err != nil {
		t.Fatalf("what was written cannot be read: %v", err)
	}
	second, err := dossier.Encode(back)
	if err != nil || !bytes.Equal(first, second) {
		t.Fatalf("written twice, it differs:\n%s\n%s (%v)", first, second, err)
	}
}
