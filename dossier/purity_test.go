package dossier_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// histories are dossiers long enough to have every list filled. The kit itself looks at each act whether Decide or Evolve
// changed what they were given.
func histories(t *testing.T) []*world {
	merged := matched(t)
	merged.do(dossier.MergeInto{Into: "WH-OTHER", Reason: "Dubbel.", Other: &dossier.MergeFacts{
		Reference: "WH-OTHER", Client: "C1", Treatment: "T1", Phase: dossier.PhaseTriage,
	}}, assistant)
	again := rejected(t)
	again.do(dossier.Reopen{Reason: "new_facts", Words: "Foto."}, owner)
	return []*world{settled(t), fullTalk(t), establishedFalse(t), merged, again}
}

func TestEvolve_LeavesEarlierStatesUntouched(t *testing.T) {
	for _, w := range histories(t) {
		var states, copies []dossier.State
		s := dossier.State{}
		for _, r := range w.records {
			states, copies = append(states, s), append(copies, deepCopy(s))
			s = dossier.Evolve(s, r)
		}
		equal(t, "state", s, w.state)
		for i := range states {
			if !reflect.DeepEqual(states[i], copies[i]) {
				t.Errorf("the state before record %d was changed by a later one", i+1)
			}
		}
	}
}

// Two futures of one state do not touch each other: no list is shared in which both write.
func TestEvolve_TwoFuturesOfOneStateDoNotTouch(t *testing.T) {
	var events []dossier.Event
	for _, e := range dossier.Events() {
		events = append(events, throughStorage(t, filled(e)))
	}
	for _, w := range histories(t) {
		base := w.state
		kept := deepCopy(base)
		record := func(e dossier.Event) dossier.Record {
			return dossier.Record{Number: base.Count + 1, At: base.Last.Add(time.Hour), By: "owner", Event: e}
		}
		for _, one := range events {
			first := dossier.Evolve(base, record(one))
			firstKept := deepCopy(first)
			for _, other := range events {
				dossier.Evolve(base, record(other))
				dossier.Evolve(first, record(other))
			}
			if !reflect.DeepEqual(first, firstKept) || !reflect.DeepEqual(base, kept) {
				t.Fatalf("after %s: a state was changed by what came later", one.Name())
			}
		}
	}
}

// The same arguments always give the same answer.
func TestDecide_GivesTheSameAnswerTwice(t *testing.T) {
	for _, w := range histories(t) {
		for _, c := range dossier.Commands() {
			for _, by := range []dossier.Actor{owner, complainant, specialist1, system} {
				one, errOne := dossier.Decide(w.state, c, w.env(by))
				two, errTwo := dossier.Decide(w.state, c, w.env(by))
				if !reflect.DeepEqual(one, two) || !reflect.DeepEqual(errOne, errTwo) {
					t.Errorf("%s by %s gives two answers", c.Kind(), by.Name())
				}
			}
		}
	}
}

// What only looks at a state changes nothing in it, and what it hands out can be written to.
func TestLooking_ChangesNothing(t *testing.T) {
	for _, w := range histories(t) {
		kept := deepCopy(w.state)
		for _, by := range []dossier.Actor{owner, receptionist, specialist1, complainant, fellow1} {
			cut := w.cut(by)
			for i := range cut.Hearings {
				cut.Hearings[i].Count = 99
			}
			for i := range cut.Bans {
				cut.Bans[i].Breaches = 99
			}
		}
		w.deadlines()
		dossier.Appointments(w.state)
		w.state.MergeFacts()
		for _, id := range w.state.Accused() {
			_, _ = w.state.Hearing(id)
		}
		equal(t, "state", w.state, kept)
	}
}
