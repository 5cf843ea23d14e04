//go:build postgres

package casework_test

import (
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// What store/locks.go is for: with one of its locks left out by the nodes, and nothing else changed, acts that meet come out as they
// do in neither order. Were it not so, the interleavings would prove nothing of the locks, or the lock would be for nothing.

// withoutPerson leaves out the lock of the person an act is about.
func withoutPerson(statement string) string {
	return strings.ReplaceAll(statement, "pg_advisory_xact_lock(", "abs(")
}

func TestR19_R23_Interleaving_NoticesAPersonWhoIsNotLocked(t *testing.T) {
	d := newDrillOn(t, postgresWith(t, withoutPerson))
	var talk, first, again string
	var book dossier.BookTalk
	asked := d.scene(func(w *world) {
		talk = w.asked(klaas, "S1")
		book = dossier.BookTalk{Specialist: "S1", Start: w.slot(talk, "S1", 0)}
	})
	d.unlocked(pair{
		name: "booking and filing that names the specialist", from: asked,
		a: order(receptionist, talk, book), b: order(casework.Public(), "", complaint()),
	})
	offered := d.scene(func(w *world) {
		first, again = w.file().Reference, w.file().Reference
		for _, reference := range []string{first, again} {
			w.toOffer(reference)
			w.do(owner, reference, dossier.MakeOffer{Refund: 15000, Words: "x"})
		}
		w.settle()
	})
	d.unlocked(pair{
		name: "two acceptances for one treatment", from: offered,
		a: order(complainant(first), first, dossier.AcceptOffer{}), b: order(complainant(again), again, dossier.AcceptOffer{}),
	})
}

// unlocked plays a pair on nodes that leave something out, and wants that to be noticed.
func (d *drill) unlocked(p pair) {
	d.t.Helper()
	d.t.Run(p.name, func(t *testing.T) {
		p.unsound, p.twoNodes = true, true
		r := &round{drill: d, t: t, pair: p}
		r.play()
		t.Log(r.tally)
		if len(r.faults) == 0 || len(r.faults) == r.schedules {
			t.Errorf("of %d schedules %d ended as in neither order", r.schedules, len(r.faults))
		}
	})
}
