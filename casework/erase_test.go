package casework_test

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/checkpoint"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
	storeengine "github.com/wederhoor/wederhoor/store/storetest/engine"
	"github.com/wederhoor/wederhoor/tombstone"
)

// canaries are words of one person that stand nowhere but in their dossier.
var canaries = []string{"Wiebrand", "Zonnevijlle", "wiebrand@canary.example", "611223344", "STORY-CANARY", "WISH-CANARY", "MESSAGE-CANARY", "NOTE-CANARY", "FILE-CANARY", "REASON-CANARY", "DECISION-CANARY", "HOLD-CANARY"}

// wiebrand files, writes, is written to, and is rejected; an auditor reads it and says why.
func (w *world) wiebrand() string {
	w.t.Helper()
	c := complaint()
	c.Contact = dossier.Contact{Name: "Wiebrand Zonnevijlle", Email: "wiebrand@canary.example", Phone: "06 11223344"}
	c.Files = []dossier.NewFile{photo("f1")}
	reference := w.do(casework.Public(), "", c).Reference
	w.settle()
	w.do(complainant(reference), reference, dossier.AddMessage{Words: "MESSAGE-CANARY"})
	w.do(owner, reference, dossier.WriteNote{Words: "NOTE-CANARY"})
	w.do(owner, reference, dossier.PlaceHold{Until: "2026-04-01", Reason: "HOLD-CANARY"})
	w.do(owner, reference, dossier.LiftHold{Reason: "HOLD-CANARY"})
	must(w.t, w.GiveReason(w.t.Context(), staff("auditor", "", dossier.RoleAuditor), reference, "REASON-CANARY of Wiebrand"))
	return reference
}

func (w *world) withdrawn(reference string) {
	w.t.Helper()
	w.do(complainant(reference), reference, dossier.Withdraw{})
	w.settle()
}

func holding(text string) (found []string) {
	for _, c := range canaries {
		if strings.Contains(text, c) {
			found = append(found, c)
		}
	}
	return found
}

func (w *world) intact() {
	w.t.Helper()
	check, err := w.DB.Verify(w.t.Context(), w.Calendar())
	if err != nil || len(check.Faults) > 0 {
		w.t.Errorf("verify: %q, %v", check.Faults, err)
	}
	keys, err := checkpoint.ParseKeys(w.Seals.Public)
	must(w.t, err)
	sealed, err := w.DB.VerifyCheckpoints(w.t.Context(), keys, nil)
	if err != nil || len(sealed.Faults) > 0 || sealed.Checkpoints == 0 {
		w.t.Errorf("%d checkpoints: %q, %v", sealed.Checkpoints, sealed.Faults, err)
	}
}

func TestErase_LeavesNoTraceAndAWholeHistory(t *testing.T) {
	address := storetest.ToMigrate(t)
	w := newWorldAt(t, address)
	w.sealing()
	other := w.file().Reference
	reference := w.wiebrand()
	w.withdrawn(reference)
	w.hour() // a checkpoint is made
	var dropped []string
	w.DropFiles = func(_ context.Context, reference string) error { dropped = append(dropped, reference); return nil }
	if there := holding(storeengine.Written(t, address)); len(there) < len(canaries)-1 {
		t.Fatalf("only %q stand in the database: this test shows nothing", there)
	}

	tried, err := w.Erase(t.Context(), owner, reference, dossier.ToEverybody, true)
	must(t, err)
	if tried.Words < 8 || tried.Messages == 0 || tried.Links != 2 || tried.Reasons != 1 || tried.Files != 1 {
		t.Errorf("a dry run tells %+v", tried)
	}
	if !w.whole(reference).ErasedAt.IsZero() || !strings.Contains(text(w.fetch(owner, reference)), "NOTE-CANARY") {
		t.Fatal("a dry run did something")
	}
	done, err := w.Erase(t.Context(), owner, reference, dossier.ToEverybody, false)
	must(t, err)
	w.settle()
	if done != tried {
		t.Errorf("it took %+v, and a dry run told %+v", done, tried)
	}

	view := w.fetch(owner, reference)
	if found := holding(text(view)); len(found) > 0 {
		t.Errorf("the page still tells %q", found)
	}
	if i := slices.IndexFunc(view.Entries, func(e store.Entry) bool { return len(e.Erased) > 0 }); i < 0 || view.State.ErasedAt.IsZero() {
		t.Error("the page does not tell that words were erased")
	}
	for _, typed := range []string{"Wiebrand", "Zonnevijlle", "wiebrand@canary.example", "0611223344"} {
		if found, err := w.DB.Read().ReferencesOf(t.Context(), typed); err != nil || len(found) > 0 {
			t.Errorf("%s finds %q, %v", typed, found, err)
		}
	}
	if left, err := w.DB.Read().WouldErase(t.Context(), reference, dossier.ToEverybody); err != nil || left != (store.Erasure{Files: 1}) {
		t.Errorf("left: %+v, %v", left, err)
	}
	if found := holding(storeengine.Written(t, address)); slices.ContainsFunc(found, func(c string) bool { return c != "STORY-CANARY" && c != "WISH-CANARY" }) {
		t.Errorf("the database still holds %q", found)
	}
	if !reflect.DeepEqual(dropped, []string{reference}) {
		t.Errorf("files were dropped of %q", dropped)
	}
	if !strings.Contains(text(w.fetch(owner, other)), "STORY-CANARY") {
		t.Error("the words of another dossier went along")
	}
	w.intact()
	_, err = w.DB.Rebuild(t.Context(), w.Calendar())
	must(t, err)
	w.intact()
	if found := holding(text(w.fetch(owner, reference))); len(found) > 0 {
		t.Errorf("a rebuild brings back %q", found)
	}
}

// A notice that was made of the words before they went is not stored afterwards.
func TestErase_LeavesNothingOfANoticeThatIsBeingMade(t *testing.T) {
	address := storetest.ToMigrate(t)
	w := newWorldAt(t, address)
	c := complaint()
	c.Contact = dossier.Contact{Name: "Wiebrand Zonnevijlle", Address: "Zonnevijlle-straat 1, Utrecht", Phone: "06 11223344"}
	reference := w.do(casework.Public(), "", c).Reference
	w.settle()
	w.do(complainant(reference), reference, dossier.Withdraw{})
	tell, err := w.Prepare(t.Context())
	must(t, err)
	_, err = w.Erase(t.Context(), owner, reference, dossier.ToEverybody, false)
	must(t, err)
	became := tell()
	if len(became) == 0 {
		t.Fatal("no notice was being made: this test shows nothing")
	}
	for _, err := range became {
		if !errors.Is(err, store.ErrLeaseLost) {
			t.Errorf("a notice was stored after its dossier was erased: %v", err)
		}
	}
	w.settle()
	if left, err := w.DB.Read().WouldErase(t.Context(), reference, dossier.ToEverybody); err != nil || left != (store.Erasure{}) {
		t.Errorf("left: %+v, %v", left, err)
	}
	if found := holding(storeengine.Written(t, address)); slices.Contains(found, "Wiebrand") || slices.Contains(found, "Zonnevijlle") {
		t.Errorf("the database still holds %q", found)
	}
}

func TestErase_IsRefusedWhileTheDossierIsNeeded(t *testing.T) {
	w := newWorld(t)
	reference := w.wiebrand()
	for _, dry := range []bool{true, false} {
		_, err := w.Erase(t.Context(), owner, reference, dossier.ToEverybody, dry)
		if code := codeOf(err); code != "open" {
			t.Errorf("of an open dossier: %q", code)
		}
	}
	w.withdrawn(reference)
	w.do(owner, reference, dossier.PlaceHold{Until: "2026-12-31", Reason: "x"})
	if _, err := w.Erase(t.Context(), owner, reference, dossier.ToEverybody, false); codeOf(err) != "held" {
		t.Errorf("of one that is held: %v", err)
	}
	if _, err := w.Erase(t.Context(), assistant, reference, dossier.ToEverybody, false); codeOf(err) != "not_yours" {
		t.Errorf("by an assistant: %v", err)
	}
}

// A dossier that was merged is needed until the last one of the row is neither open nor held, however often one of them was merged again.
func TestErase_IsRefusedWhileAMergeFurtherOnIsNeeded(t *testing.T) {
	w := newWorld(t)
	a, b, c := w.file().Reference, w.file().Reference, w.file().Reference
	w.settle()
	w.do(owner, a, dossier.MergeInto{Into: b, Reason: "x"})
	w.do(owner, b, dossier.MergeInto{Into: c, Reason: "x"})
	w.settle()
	refused := func(when, code string) {
		t.Helper()
		for _, reference := range []string{a, b} {
			if _, err := w.Erase(t.Context(), owner, reference, dossier.ToEverybody, true); codeOf(err) != code {
				t.Errorf("%s: %s is erased: %v", when, reference, err)
			}
		}
		told := map[string]string{}
		for _, l := range w.kept(owner).Leaving {
			told[l.Reference] = ""
			if l.Not != nil {
				told[l.Reference] = l.Not.Code
			}
		}
		delete(told, c)
		if !maps.Equal(told, map[string]string{a: code, b: code}) {
			t.Errorf("%s: the page tells %q", when, told)
		}
	}
	refused("into one that is open", "merged_needed")
	w.withdrawn(c)
	w.do(owner, c, dossier.PlaceHold{Until: "2026-12-31", Reason: "x"})
	refused("into one that is held", "merged_needed")
	w.do(owner, c, dossier.LiftHold{Reason: "x"})
	refused("into one that is over", "")
	w.do(owner, b, dossier.PlaceHold{Until: "2026-12-31", Reason: "x"})
	if _, err := w.Erase(t.Context(), owner, a, dossier.ToEverybody, true); codeOf(err) != "merged_needed" {
		t.Errorf("into one that is held and was merged itself: %v", err)
	}
}

func codeOf(err error) string {
	if own, ok := err.(*casework.Error); ok && own.Refusal != nil { //nolint:errorlint // as pages do
		return own.Refusal.Code
	}
	return ""
}

// What is kept for as long as it should be goes by itself; what is held stays.
func TestRetention_ErasesWhatIsOverAndNothingElse(t *testing.T) {
	w := newWorld(t)
	over, held, open := w.wiebrand(), w.wiebrand(), w.file().Reference
	w.withdrawn(over)
	w.withdrawn(held)
	w.do(owner, held, dossier.PlaceHold{Until: "2030-01-01", Reason: "x"})
	kept := ours.Privacy.Keep[dossier.Withdrawn].N
	night := func(days int) {
		w.now = start.AddDate(0, 0, days)
		must(t, w.Standing(t.Context()))
		w.now = w.now.Add(24 * time.Hour)
		w.settle()
	}
	night(kept - 3)
	if expired, err := w.Expired(t.Context()); err != nil || len(expired) > 0 || !w.whole(over).ErasedAt.IsZero() {
		t.Fatalf("before its time: %q, %v", expired, err)
	}
	w.now = start.AddDate(0, 0, kept+1)
	if expired, err := w.Expired(t.Context()); err != nil || !slices.Equal(expired, []string{over}) {
		t.Errorf("a dry run tells %q, %v", expired, err)
	}
	night(kept + 1)
	if w.whole(over).ErasedAt.IsZero() || !w.whole(held).ErasedAt.IsZero() || !w.whole(open).ErasedAt.IsZero() {
		t.Error("not the one whose time was over went, or others")
	}
	if found := holding(text(w.fetch(owner, over))); len(found) > 0 {
		t.Errorf("left: %q", found)
	}
}

// One damaged dossier keeps no other from being erased when its time is over, from being told of, and from being erased again after a restore.
func TestRetention_OneDamagedDossierKeepsNoOtherFromItsTurn(t *testing.T) {
	address := storetest.ToMigrate(t)
	w := newWorldAt(t, address)
	damaged, held, over := w.wiebrand(), w.wiebrand(), w.wiebrand()
	w.withdrawn(damaged)
	w.do(owner, held, dossier.PlaceHold{Until: "2030-01-01", Reason: "x"})
	w.withdrawn(over)
	db := storeengine.SQL(t, address)
	storeengine.Unlock(t, db, "events")
	for _, reference := range []string{damaged, held} {
		storeengine.Exec(t, db, "update events set facts = '{' where number = 2 and dossier = (select id from dossiers where reference = $1)", reference)
	}
	references := func(k casework.Kept) (all []string) {
		for _, l := range k.Leaving {
			all = append(all, l.Reference)
		}
		return all
	}
	if k := w.kept(owner); !slices.Equal(references(k), []string{over}) || len(k.Holds) > 0 {
		t.Errorf("the page tells %+v", k)
	}
	w.now = start.AddDate(0, 0, ours.Privacy.Keep[dossier.Withdrawn].N+1)
	if expired, err := w.Expired(t.Context()); err != nil || !slices.Equal(expired, []string{over}) {
		t.Errorf("a dry run tells %q, %v", expired, err)
	}
	stones, _, err := tombstone.Make(filepath.Join(t.TempDir(), "tombstones"))
	must(t, err)
	for _, reference := range []string{damaged, over} {
		must(t, stones.Add(tombstone.Stone{Dossier: reference, Whose: string(dossier.ToEverybody), Ground: string(dossier.GroundRequest), At: w.now}))
	}
	must(t, w.Standing(t.Context()))
	w.now = w.now.Add(24 * time.Hour)
	w.settle()
	if w.whole(over).ErasedAt.IsZero() {
		t.Error("the night erased nothing")
	}
	w.Tombstones = stones
	if got, err := w.ApplyTombstones(t.Context()); err != nil || !slices.Equal(got.Damaged, []string{damaged}) {
		t.Errorf("restored: %+v, %v", got, err)
	}
}

// A backup of before an erasure does not bring back what was erased.
func TestTombstones_AreCarriedOutAfterARestore(t *testing.T) {
	stones, _, err := tombstone.Make(filepath.Join(t.TempDir(), "tombstones"))
	must(t, err)
	build := func(address string) (*world, string, string) {
		w := newWorldAt(t, address)
		n := uint64(0)
		w.Random = func() uint64 { n++; return n << 40 * 2654435761 }
		w.Tombstones = stones
		closed, open := w.wiebrand(), w.wiebrand()
		w.withdrawn(closed)
		return w, closed, open
	}
	w, closed, open := build(storetest.ToMigrate(t))
	w.withdrawn(open)
	for _, reference := range []string{closed, open} {
		_, err := w.Erase(t.Context(), owner, reference, dossier.ToEverybody, false)
		must(t, err)
	}
	w.settle()
	all, err := stones.Stones()
	if err != nil || len(all) != 2 || all[0].Dossier != closed || all[0].Ground != "request" {
		t.Fatalf("kept: %+v, %v", all, err)
	}

	address := storetest.ToMigrate(t)
	restored, again, stillOpen := build(address) // as it was before, in which one of them was open
	if again != closed || stillOpen != open {
		t.Fatal("it is not the same chain")
	}
	got, err := restored.ApplyTombstones(t.Context())
	must(t, err)
	if !reflect.DeepEqual(got, casework.Restored{Erased: []string{closed, open}, Open: []string{open}}) {
		t.Errorf("done: %+v", got)
	}
	restored.settle()
	for _, reference := range got.Erased {
		if found := holding(text(restored.fetch(owner, reference))); len(found) > 0 {
			t.Errorf("%s is back with %q", reference, found)
		}
	}
	if found := holding(storeengine.Written(t, address)); len(found) > 0 {
		t.Errorf("the restored database holds %q", found)
	}
	restored.do(owner, open, dossier.WriteNote{Words: "written after the restore"})
	if got, err := restored.ApplyTombstones(t.Context()); err != nil || len(got.Erased) > 0 {
		t.Errorf("a second time: %+v, %v", got, err)
	}
	if !strings.Contains(text(restored.fetch(owner, open)), "written after the restore") {
		t.Error("what was written after the restore is gone")
	}
	check, err := restored.DB.Verify(t.Context(), restored.Calendar())
	if err != nil || len(check.Faults) > 0 {
		t.Errorf("verify: %q, %v", check.Faults, err)
	}
}
