package casework_test

import (
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

func (w *world) kept(v casework.Viewer) casework.Kept {
	w.t.Helper()
	k, err := w.WhatIsKept(w.t.Context(), v)
	must(w.t, err)
	return k
}

// The owner and auditors see the holds that run, with the reason; not those that are over or were lifted, and not those of what they may not see (R14).
func TestKept_ListsTheHoldsThatRun(t *testing.T) {
	w := newWorld(t)
	held, over, lifted := w.file().Reference, w.file().Reference, w.file().Reference
	w.do(owner, held, dossier.PlaceHold{Until: "2026-06-01", Reason: "HOLD-CANARY"})
	w.do(owner, over, dossier.PlaceHold{Until: "2026-03-10", Reason: "x"})
	w.do(owner, lifted, dossier.PlaceHold{Until: "2026-06-01", Reason: "x"})
	w.do(owner, lifted, dossier.LiftHold{Reason: "x"})
	w.advance(10 * 24 * time.Hour)
	auditor := staff("auditor", "", dossier.RoleAuditor)
	list := w.kept(owner).Holds
	if len(list) != 1 || list[0].Reference != held || list[0].Until != "2026-06-01" || list[0].By != "owner" || list[0].Reason != "HOLD-CANARY" {
		t.Fatalf("%+v", list)
	}
	before, err := w.DB.Read().Reads(t.Context(), []string{dossier.ViewHandlers}, held, 0, 9)
	must(t, err)
	w.kept(owner)
	after, err := w.DB.Read().Reads(t.Context(), []string{dossier.ViewHandlers}, held, 0, 9)
	if err != nil || len(before) != 1 || len(after) != 1 || after[0].What != string(casework.PageKept) {
		t.Errorf("looks: %+v, then %+v, %v", before, after, err)
	}
	policy := *w.Policy
	policy.Reading.ReasonFrom = []dossier.Role{dossier.RoleAuditor}
	w.Policy = &policy
	if list := w.kept(auditor).Holds; len(list) != 1 || list[0].Reason != "" {
		t.Errorf("an auditor who is to say why they read sees %+v", list)
	}
	w.do(owner, held, dossier.DeclareConflict{Account: "owner", Reason: "familie"})
	if list := w.kept(owner).Holds; len(list) != 0 {
		t.Errorf("with a conflict the owner sees %+v", list)
	}
	for _, v := range []casework.Viewer{assistant, receptionist, sanne, outsider, staff("keeper", "", dossier.RoleAdministrator), complainant(held)} {
		if _, err := w.WhatIsKept(t.Context(), v); kindOf(err) != casework.NotFound {
			t.Errorf("%s sees it: %v", v.Actor.Name(), err)
		}
	}
}

// What the list says comes first is what the night erases, on the day that it says; what it says is kept stays.
func TestKept_ListsWhatIsErasedFirst(t *testing.T) {
	w := newWorld(t)
	first, held := w.file().Reference, w.file().Reference
	w.withdrawn(first)
	w.advance(24 * time.Hour)
	w.withdrawn(held)
	list := w.kept(owner).Leaving
	if len(list) != 2 || list[0].Reference != first || list[0].Not != nil || list[1].Reference != held {
		t.Fatalf("%+v", list)
	}
	if days := list[0].From.Sub(list[0].Closed) / (24 * time.Hour); int(days) != w.Policy.Privacy.Keep[dossier.Withdrawn].N {
		t.Errorf("it says after %d days", days)
	}
	w.now = list[1].From.Add(-time.Hour)
	if expired, err := w.Expired(t.Context()); err != nil || len(expired) != 1 || expired[0] != first {
		t.Errorf("before the second's time %q are over, %v", expired, err)
	}
	w.now = list[1].From.Add(time.Hour)
	w.do(owner, held, dossier.PlaceHold{Until: "2032-01-01", Reason: "x"})
	must(t, w.Standing(t.Context()))
	list = w.kept(owner).Leaving
	if len(list) != 2 || list[1].Not == nil || list[1].Not.Code != "held" {
		t.Fatalf("%+v", list)
	}
	w.advance(48 * time.Hour)
	if list = w.kept(owner).Leaving; len(list) != 1 || list[0].Reference != held {
		t.Errorf("after two nights there are %+v", list)
	}
}

// A talk of which no complaint came is told of once the time for one is over, until a handler ends it; then its time to be kept begins.
func TestKept_ListsTalksThatNobodyEnded(t *testing.T) {
	w := newWorld(t)
	reference := w.talk("S1")
	w.now = w.whole(reference).Talk.Start.Add(time.Minute)
	w.do(sanne, reference, dossier.RecordTalk{Content: "x"})
	if list := w.kept(owner).Talks; len(list) != 0 {
		t.Fatalf("while the complainant can file: %+v", list)
	}
	w.advance(30 * 24 * time.Hour)
	list := w.kept(owner).Talks
	if len(list) != 1 || list[0].Reference != reference || list[0].Since.IsZero() || list[0].Since.After(w.now) {
		t.Fatalf("%+v", list)
	}
	w.do(owner, reference, dossier.Discontinue{Reason: "talk_not_continued", Evidence: "Geen klacht gekomen"})
	k := w.kept(owner)
	if len(k.Talks) != 0 || len(k.Leaving) != 1 || k.Leaving[0].Reference != reference {
		t.Errorf("once it was ended: %+v", k)
	}
}

// What the page of the act says would go is what goes.
func TestWouldErase_IsWhatAnErasureTakes(t *testing.T) {
	w := newWorld(t)
	reference := w.wiebrand()
	if counts, err := w.WouldErase(t.Context(), w.fetch(owner, reference)); err != nil || len(counts) > 0 {
		t.Errorf("while it is open: %+v, %v", counts, err)
	}
	w.withdrawn(reference)
	counts, err := w.WouldErase(t.Context(), w.fetch(owner, reference))
	must(t, err)
	if counts[dossier.ToEverybody].Files != 1 || len(counts) < 2 {
		t.Errorf("%+v", counts)
	}
	if counts, err := w.WouldErase(t.Context(), w.fetch(assistant, reference)); err != nil || len(counts) > 0 {
		t.Errorf("for an assistant, who erases nothing: %+v, %v", counts, err)
	}
	done, err := w.Erase(t.Context(), owner, reference, dossier.ToEverybody, false)
	if err != nil || done != counts[dossier.ToEverybody] {
		t.Errorf("%+v went, %v", done, err)
	}
}
