package storetest

import (
	"testing"

	"github.com/wederhoor/wederhoor/calendar"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
)

// Rows say by which calendar they were counted; those of another are found, are left as they are by a rebuild, and are no faults.
func testUncounted(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	open, ended := o.File(), o.File()
	o.Act(ended, dossier.Withdraw{}, dossier.Complainant())
	p := policy.Default()
	p.Calendar.Add = append(p.Calendar.Add, calendar.Holiday{Date: "2026-03-03"}, calendar.Holiday{Date: "2026-03-04"})
	before, after := policy.Default().NewCalendar().Fingerprint(), p.NewCalendar()
	uncounted := func(by, from string, n int) []store.Uncounted {
		t.Helper()
		list, err := db.Read().Uncounted(t.Context(), by, from, n)
		noErr(t, err)
		return list
	}
	waiting := func(want int) {
		t.Helper()
		check, err := db.Verify(t.Context(), after)
		noErr(t, err)
		if check.Waiting != want || len(check.Faults) > 0 {
			t.Errorf("%d wait, want %d; faults: %v", check.Waiting, want, check.Faults)
		}
	}
	if list := uncounted(before, "", 10); len(list) != 0 {
		t.Errorf("by their own calendar %+v are uncounted", list)
	}
	both := []store.Uncounted{{Reference: open, Due: true}, {Reference: ended}}
	same(t, "by another", uncounted(after.Fingerprint(), "", 10), both)
	same(t, "the first", uncounted(after.Fingerprint(), "", 1), both[:1])
	same(t, "the rest", uncounted(after.Fingerprint(), open, 10), both[1:])
	waiting(2)
	n, err := db.Rebuild(t.Context(), after)
	noErr(t, err)
	if n != 0 {
		t.Errorf("a rebuild by another calendar changed %d", n)
	}
	o.Write(func(tx *store.Tx) error {
		d, err := tx.Load(open)
		noErr(t, err)
		same(t, "the calendar it was counted by", d.Counted, before)
		noErr(t, tx.Refresh(d, o.Terms, after))
		same(t, "the calendar it is counted by", d.Counted, after.Fingerprint())
		return nil
	})
	waiting(1)
	o.Cal = after
	o.Act(ended, dossier.WriteNote{Words: "x"}, Owner)
	waiting(0)
	same(t, "after all", len(uncounted(after.Fingerprint(), "", 10)), 0)
}
