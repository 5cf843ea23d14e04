package casework_test

import (
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// What the program does by itself, on two nodes at once and beside what people do.

func TestR9_R28_Interleaved_Jobs(t *testing.T) {
	d := newDrill(t)
	var reference string
	unnamed := complaint()
	unnamed.Specialists = nil
	from := d.scene(func(w *world) { reference = w.do(casework.Public(), "", unnamed).Reference })
	d.run(pair{name: "two nodes that look a complaint up and tell it", from: from, a: tick, b: tick, settle: true, twoNodes: true, aside: true})
	told := d.scene(func(w *world) {
		reference = w.do(casework.Public(), "", unnamed).Reference
		w.onlyLookUp()
	})
	d.run(pair{
		name: "looking up and corrected contact data", brief: true, from: told, a: tick,
		b:      order(complainant(reference), reference, dossier.CorrectContact{Contact: fenna}),
		settle: true,
	})
	d.run(pair{name: "looking up and withdrawing", brief: true, from: told, a: tick, b: order(complainant(reference), reference, dossier.Withdraw{}), settle: true})
}

// onlyLookUp leaves the look-up in the register as the one job to be done.
func (w *world) onlyLookUp() {
	w.t.Helper()
	jobs, err := w.DB.Lease(w.t.Context(), w.now, store.LeaseTime, 100)
	must(w.t, err)
	must(w.t, w.DB.Write(w.t.Context(), func(tx *store.Tx) error {
		for _, j := range jobs {
			if j.Kind != "match" {
				err = tx.Done(j, w.now)
			} else {
				err = tx.Retry(j, w.now, "")
			}
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

// A node that is so slow that its lease runs out finds its job done, and leaves no second effect.
func TestR9_R28_Interleaved_ALeaseThatRanOut(t *testing.T) {
	d := newDrill(t)
	from := d.scene(func(w *world) { w.do(casework.Public(), "", complaint()) })
	slow := func(w *world) string {
		w.Lease = time.Nanosecond // it is over as soon as it is given
		return tick(w)
	}
	d.run(pair{name: "a job whose lease ran out", from: from, a: slow, b: slow, settle: true, twoNodes: true, timeless: true})
}

func TestR1_R10_R19_Interleaved_Deadlines(t *testing.T) {
	d := newDrill(t)
	var reference string
	due := func(w *world) { // the moment at which the next deadline comes
		w.settle()
		next, known, err := w.Next(w.t.Context())
		must(w.t, err)
		if !known {
			w.t.Fatal("nothing will be due")
		}
		w.now = next.Add(time.Millisecond)
	}
	triage := d.scene(func(w *world) {
		reference = w.file().Reference
		due(w)
	})
	judge := dossier.Judge{Severity: "serious", Serious: true, Reason: "x"}
	d.run(pair{name: "two nodes that reach the end of triage", from: triage, a: tick, b: tick, settle: true, twoNodes: true})
	d.run(pair{name: "the end of triage and the judgement", from: triage, a: tick, b: order(owner, reference, judge), settle: true})
	talk := d.scene(func(w *world) {
		reference = w.talk("S1")
		due(w)
	})
	d.run(pair{name: "two nodes that let a talk lapse", brief: true, from: talk, a: tick, b: tick, settle: true, twoNodes: true})
	d.run(pair{
		name: "a talk that lapses and its record", brief: true, from: talk,
		a: tick, b: order(sanne, reference, dossier.RecordTalk{Content: "x"}), settle: true,
	})
	offer := d.scene(func(w *world) {
		reference = w.file().Reference
		w.toOffer(reference)
		w.do(owner, reference, dossier.MakeOffer{Refund: 15000, Words: "x"})
		due(w)
	})
	d.run(pair{name: "the end of an offer and its acceptance", brief: true, from: offer, a: tick, b: order(complainant(reference), reference, dossier.AcceptOffer{}), settle: true})
	d.run(pair{name: "the end of an offer and its refusal", brief: true, from: offer, a: tick, b: order(complainant(reference), reference, dossier.RefuseOffer{Why: "x"}), settle: true})
}

// What comes back every day comes once, however many nodes there are; and deadlines are moved once with a calendar that was changed.
func TestInterleaved_EveningsAndAChangedCalendar(t *testing.T) {
	d := newDrill(t)
	evening := d.scene(func(w *world) {
		w.stand()
		w.file()
		w.now = w.at("2026-03-03", half5)
	})
	d.run(pair{name: "two nodes at the end of a working day", brief: true, from: evening, a: tick, b: tick, settle: true, twoNodes: true, aside: true})
	var reference string
	open := d.scene(func(w *world) {
		w.stand()
		reference = w.serious(1)[0]
	})
	closed := closedOn("2026-03-05")
	under := func(does act) act {
		return func(w *world) string {
			w.Policy = closed
			return does(w)
		}
	}
	started := func(w *world) string {
		if err := w.Standing(w.t.Context()); err != nil {
			return "standing failed: " + err.Error()
		}
		return tick(w)
	}
	d.run(pair{name: "two nodes that start with another calendar", brief: true, from: open, a: under(started), b: under(started), settle: true, twoNodes: true})
	d.run(pair{
		name: "another calendar and an act", brief: true, from: open, settle: true,
		a: under(started), b: under(order(owner, reference, dossier.PlanExplanation{How: "call", Start: open.now.Add(day)})),
	})
}
