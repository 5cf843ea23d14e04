package dossier_test

import (
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

const otherReference = "WH-2222-2222"

// second is another open dossier of the same client and treatment, in which S2 is named.
func second(t testing.TB, edits ...func(*dossier.File)) *world {
	base := func(f *dossier.File) {
		f.Reference, f.Specialists = otherReference, []dossier.SpecialistID{S2}
	}
	return judged(t, append([]func(*dossier.File){base}, edits...)...)
}

// merge merges one dossier into another as casework does: the other absorbs first.
func merge(from, into *world, by dossier.Actor) {
	into.do(dossier.Absorb{Other: from.state.MergeFacts()}, by)
	from.do(dossier.MergeInto{Into: into.state.Reference, Reason: "Twee keer verstuurd.", Other: into.state.MergeFacts()}, by)
}

func TestMerge_SameClientAndTreatmentAlone(t *testing.T) {
	into := second(t)
	facts := func(edit func(*dossier.MergeFacts)) dossier.MergeInto {
		f := into.state.MergeFacts()
		edit(f)
		return dossier.MergeInto{Into: otherReference, Reason: "R", Other: f}
	}
	w := matched(t)
	for _, tc := range []struct {
		code string
		c    dossier.MergeInto
	}{
		{"no_dossier", dossier.MergeInto{Into: otherReference, Reason: "R"}},
		{"itself", facts(func(f *dossier.MergeFacts) { f.Reference = reference })},
		{"other_matter", facts(func(f *dossier.MergeFacts) { f.Client = "C2" })},
		{"other_matter", facts(func(f *dossier.MergeFacts) { f.Treatment = "T2" })},
		{"closed", facts(func(f *dossier.MergeFacts) { f.Phase = dossier.PhaseClosed })},
		{"closed", facts(func(f *dossier.MergeFacts) { f.Phase = dossier.PhaseTalk })},
	} {
		w.refused(tc.c, assistant, tc.code, "")
	}
	w.refused(dossier.MergeInto{Into: otherReference, Other: into.state.MergeFacts()}, assistant, "missing", "")
	w.refused(facts(func(*dossier.MergeFacts) {}), receptionist, "not_yours", "")
	w.refused(facts(func(*dossier.MergeFacts) {}), treatingBoss, "conflict", "R14")
	unknown(t).refused(facts(func(*dossier.MergeFacts) {}), assistant, "no_treatment", "R9")

	w.refused(dossier.Absorb{}, assistant, "other_matter", "")
	foreign := into.state.MergeFacts()
	foreign.Client = "C2"
	w.refused(dossier.Absorb{Other: foreign}, assistant, "other_matter", "")
	foreign = into.state.MergeFacts()
	foreign.Treatment = "T2"
	w.refused(dossier.Absorb{Other: foreign}, assistant, "other_matter", "")
}

// Every ban goes on in the other dossier, without a gap and without a word that it ended.
func TestMerge_KeepsAllBans(t *testing.T) {
	from, into := matched(t), second(t) // S1 by the match in both, S2 named in one
	from.do(dossier.Absorb{Other: &dossier.MergeFacts{
		Reference: "WH-3333-3333", Client: "C1", Treatment: "T1", ReceivedAt: from.now, Bans: []dossier.SpecialistID{S3}, Phase: dossier.PhaseTriage,
	}}, assistant)
	equal(t, "banned before", from.state.Banned(), []dossier.SpecialistID{S1, S3})
	merge(from, into, assistant)
	equal(t, "banned in one", into.state.Banned(), []dossier.SpecialistID{S2, S1, S3})
	equal(t, "banned in the other", len(from.state.Banned()), 0)
	from.told("complainant merged")
	equal(t, "ending", from.state.Ending, dossier.Discontinued)
	equal(t, "where to", from.state.MergedInto, otherReference)
}

// What came along in a merge starts again with the dossier it went into.
func TestMerge_BansStartAgainOnReopening(t *testing.T) {
	w := matched(t, func(f *dossier.File) { f.Specialists = nil })
	facts := second(t).state.MergeFacts()
	facts.Named = nil // S2 was investigated there without being named
	w.do(dossier.Absorb{Other: facts}, assistant)
	equal(t, "banned", w.state.Banned(), []dossier.SpecialistID{S1, S2})
	w.do(dossier.Withdraw{}, complainant)
	w.do(dossier.Reopen{Reason: "new_facts", Words: "W"}, owner)
	equal(t, "banned again", w.state.Banned(), []dossier.SpecialistID{S2, S1})
	other := otherTreatment()
	other.Specialist = S3
	w.do(dossier.ChooseMatch{TreatmentID: other.ID, Treatment: other, Reason: "Vergissing."}, assistant)
	equal(t, "corrected", w.state.Banned(), []dossier.SpecialistID{S2, S3})
}

// Where the other dossier no longer has bans, they end, and both are told.
func TestMerge_BanEndsWhereNoneRuns(t *testing.T) {
	from, into := matched(t), upheld(t, func(f *dossier.File) { f.Reference = otherReference })
	merge(from, into, assistant)
	equal(t, "banned", len(into.state.Banned()), 0)
	from.told("complainant ban_ended", "specialist:S1 ban_ended", "complainant merged")
}

// Whoever was named in a dossier that is merged in is complained about in the other, and kept apart.
func TestMerge_NamedAreBannedToo(t *testing.T) {
	facts := upheld(t, func(f *dossier.File) { f.Reference = otherReference }).state.MergeFacts()
	facts.Named = append(facts.Named, S3)
	into := matched(t)
	into.do(dossier.Absorb{Other: facts}, assistant)
	equal(t, "banned", into.state.Banned(), []dossier.SpecialistID{S1, S3})
}

// The earliest receipt counts, and with it the terms.
func TestMerge_EarliestReceipt(t *testing.T) {
	early := matched(t)
	late := second(t)
	late.state.ReceivedAt = late.state.ReceivedAt.Add(48 * time.Hour)
	due := early.due(dossier.DueAnswer).Due
	late.do(dossier.Absorb{Other: early.state.MergeFacts()}, assistant)
	equal(t, "received", late.state.ReceivedAt, early.state.ReceivedAt)
	equal(t, "answer", late.due(dossier.DueAnswer).Due, due)

	facts := late.state.MergeFacts()
	facts.ReceivedAt = facts.ReceivedAt.Add(time.Hour)
	early.do(dossier.Absorb{Other: facts}, assistant)
	equal(t, "unchanged", early.state.ReceivedAt, facts.ReceivedAt.Add(-time.Hour))
}

// One extension: whoever has had it brings it along.
func TestMerge_OneExtension(t *testing.T) {
	from, into := matched(t), second(t)
	from.do(dossier.ExtendTerm{Until: "2026-03-20", Reason: "R"}, assistant)
	merge(from, into, assistant)
	into.refused(dossier.ExtendTerm{Until: "2026-03-25", Reason: "R"}, assistant, "extended", "R13")
	equal(t, "answer", into.due(dossier.DueAnswer).Due, into.lastOf("2026-03-20"))
}

// Late is only what was late in both; harm in one is harm.
func TestMerge_FlagsAndConflicts(t *testing.T) {
	for _, tc := range []struct{ one, other, want bool }{{true, true, true}, {true, false, false}, {false, true, false}} {
		w := matched(t)
		w.state.Late = tc.one
		facts := second(t).state.MergeFacts()
		facts.Late = tc.other
		w.do(dossier.Absorb{Other: facts}, assistant)
		equal(t, "late", w.state.Late, tc.want)
	}
	from, into := matched(t), second(t)
	from.do(dossier.MarkHarm{Harm: true, Reason: "R"}, assistant)
	from.do(dossier.DeclareConflict{Account: "assistant2", Reason: "Een neef."}, owner)
	merge(from, into, assistant)
	equal(t, "harm", into.state.Harm, true)
	into.due(dossier.DueHarmReport)
	into.refused(dossier.WriteNote{Words: "W"}, assistant2, "conflict", "R14")
}

// What was granted is carried out before a dossier goes into another (R21).
func TestMerge_NotWithRemediesOpen(t *testing.T) {
	w := accepted(t)
	into := second(t).state.MergeFacts()
	w.refused(dossier.MergeInto{Into: otherReference, Reason: "R", Other: into}, assistant, "remedy_open", "R21")
	w = offered(t)
	w.do(dossier.MergeInto{Into: otherReference, Reason: "R", Other: into}, assistant)
}

// A merge that was a mistake is taken back by reopening: the dossier stands on its own again.
func TestMerge_Reopened(t *testing.T) {
	from, into := judged(t), second(t)
	merge(from, into, assistant)
	from.refused(dossier.Reopen{Reason: "mistake", Words: "W"}, assistant, "closer", "")
	from.do(dossier.Reopen{Reason: "mistake", Words: "W"}, owner)
	from.inPhase(dossier.PhaseExplanation)
	equal(t, "merged into", from.state.MergedInto, "")
	equal(t, "banned", from.state.Banned(), []dossier.SpecialistID{S1})
}

func TestLink_AndUnlink(t *testing.T) {
	w := matched(t)
	for _, tc := range []struct {
		c    dossier.Link
		code string
	}{
		{dossier.Link{Other: otherReference}, "no_dossier"},
		{dossier.Link{Other: reference, Exists: true}, "itself"},
		{dossier.Link{Exists: true}, "missing"},
	} {
		w.refused(tc.c, assistant, tc.code, "")
	}
	w.refused(dossier.Unlink{Other: otherReference}, assistant, "not_linked", "")
	w.do(dossier.Link{Other: otherReference, Why: "Zelfde dag.", Exists: true}, assistant)
	equal(t, "why", w.part("why").Class, dossier.ClassHandling)
	w.told()
	w.refused(dossier.Link{Other: otherReference, Exists: true}, assistant, "same", "")
	w.refused(dossier.Unlink{Other: "WH-3333-3333"}, assistant, "no_choice", "")
	w.refused(dossier.Unlink{Other: otherReference}, receptionist, "not_yours", "")
	w.do(dossier.Unlink{Other: otherReference}, assistant)
	equal(t, "links", len(w.state.Links), 0)
	newWorld(t).refused(dossier.Link{Other: otherReference, Exists: true}, assistant, "no_dossier", "")
}

// What was granted before a merge counts in the dossier that took it in, once, also when this one is reopened and merged again (R19).
func TestMerge_WhatWasGrantedCountsOnce(t *testing.T) {
	from, into := settled(t), second(t)
	granted := from.state.Granted()
	from.do(dossier.Reopen{Reason: "new_facts", Words: "W"}, owner)
	counted := func(inFrom, inInto dossier.Cents) {
		t.Helper()
		equal(t, "granted", []dossier.Cents{from.state.Granted(), into.state.Granted()}, []dossier.Cents{inFrom, inInto})
	}
	counted(granted, 0)
	merge(from, into, assistant)
	counted(0, granted)
	from.do(dossier.Reopen{Reason: "new_facts", Words: "W"}, owner)
	counted(0, granted)
	from.refused(dossier.ChooseMatch{TreatmentID: "T2", Treatment: otherTreatment(), Reason: "R"}, assistant, "granted", "R19")
	from.do(refund(100), assistant)
	from.do(dossier.AcceptOffer{Elsewhere: into.state.Granted()}, complainant)
	counted(100, granted)
	from.do(dossier.CarryOut{Remedy: len(from.state.Remedies), On: from.today()}, assistant)
	from.do(dossier.Reopen{Reason: "new_facts", Words: "W"}, owner)
	merge(from, into, assistant)
	counted(0, granted+100)
}
