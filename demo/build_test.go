package demo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"modernc.org/sqlite"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// Tests do not wait for the disk.
func init() {
	sqlite.RegisterConnectionHook(func(conn sqlite.ExecQuerierContext, _ string) error {
		_, err := conn.ExecContext(context.Background(), "pragma synchronous = off", nil)
		return err
	})
}

func silent() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

func makeWorld(seed uint64, address string) (*World, error) {
	ctx := context.Background()
	db, err := store.Open(ctx, address)
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx); err != nil {
		return nil, err
	}
	if err := Prepare(ctx, db); err != nil {
		return nil, err
	}
	w, err := Open(ctx, db, policy.Default(), "http://127.0.0.1:8080", silent())
	if err != nil {
		return nil, err
	}
	return w, w.Make(ctx, seed, nil)
}

// first is the demo of seed 1, made once; tests read it and change nothing.
var first struct {
	sync.Once
	address string
	world   *World
	drop    func()
	err     error
}

func firstWorld(t *testing.T) *World {
	t.Helper()
	first.Do(func() {
		if first.address, first.drop, first.err = engine.Lasting(); first.err == nil {
			first.world, first.err = makeWorld(1, first.address)
		}
	})
	if first.err != nil {
		t.Fatal(first.err)
	}
	return first.world
}

func TestMain(m *testing.M) {
	files.BeChild()
	code := m.Run()
	if first.world != nil {
		_ = first.world.Office.DB.Close()
	}
	if first.drop != nil {
		first.drop()
	}
	os.Exit(code)
}

// seeds is how many other seeds are played: a scenario must hold wherever its days fall.
var seeds = flag.Int("seeds", 1, "how many other seeds to play")

// all are the dossiers of a demo, as the history has them.
func all(t *testing.T, db *store.DB) map[string]dossier.State {
	t.Helper()
	states := map[string]dossier.State{}
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		for _, reference := range references(t, db) {
			d, err := tx.Load(reference)
			if err != nil {
				return err
			}
			states[reference] = d.State
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return states
}

// references lists every dossier: by the messages about it, which each of them has.
func references(t *testing.T, db *store.DB) []string {
	t.Helper()
	messages, err := db.Read().Mailbox(t.Context(), "", 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	set := map[string]bool{}
	for _, m := range messages {
		set[m.Reference] = true
	}
	return slices.Sorted(maps.Keys(set))
}

func TestDemoShowsEverything(t *testing.T) {
	w := firstWorld(t)
	check, err := w.Office.DB.Verify(t.Context(), w.Office.Calendar())
	if err != nil || len(check.Faults) > 0 {
		t.Errorf("verify: %v, %d faults: %.5v", err, len(check.Faults), check.Faults)
	}
	if check.Dossiers < 380 || check.Dossiers > 450 {
		t.Errorf("%d dossiers", check.Dossiers)
	}
	if failed, err := w.Office.DB.Read().FailedJobs(t.Context(), 5); err != nil || len(failed) > 0 {
		t.Errorf("jobs given up: %v %v", failed, err)
	}
	states := all(t, w.Office.DB)
	if len(states) != check.Dossiers {
		t.Errorf("%d of %d dossiers have messages", len(states), check.Dossiers)
	}
	seen := map[string]int{}
	for _, s := range states {
		for _, what := range traits(s) {
			seen[what]++
		}
	}
	for _, want := range wanted() {
		if seen[want] == 0 {
			t.Errorf("no dossier shows %s", want)
		}
	}
	events(t, w, slices.Sorted(maps.Keys(states)))
}

// events counts what happened: the demo shows every kind of event.
func events(t *testing.T, w *World, references []string) {
	t.Helper()
	kinds := map[string]int{}
	keys := []string{dossier.ViewHandlers, dossier.ViewDesk, dossier.ViewComplainant}
	for n := range specialistNames {
		keys = append(keys, dossier.ViewSpecialist(dossier.SpecialistID(fmt.Sprintf("S%02d", n+1))))
	}
	for _, reference := range references {
		for _, key := range keys {
			loaded, err := w.Office.DB.Read().Dossier(t.Context(), []string{key}, reference)
			if err != nil {
				continue // not theirs to see
			}
			for _, e := range loaded.Entries {
				kinds[e.Event.Name()]++
			}
		}
	}
	for _, e := range dossier.Events() {
		if kinds[e.Name()] == 0 {
			t.Errorf("nothing in the demo is a %s", e.Name())
		}
	}
}

func wanted() []string {
	var want []string
	for _, p := range []dossier.Phase{
		dossier.PhaseTalk, dossier.PhaseTriage, dossier.PhaseExplanation, dossier.PhaseInvestigation, dossier.PhaseDecision, dossier.PhaseOffer,
		dossier.PhaseRemedy, dossier.PhaseReview, dossier.PhaseClosed,
	} {
		want = append(want, "phase "+string(p))
	}
	for _, e := range dossier.Endings() {
		want = append(want, "ending "+string(e))
	}
	for _, g := range policy.Default().Terms.Discontinue {
		want = append(want, "discontinued "+g.Code)
	}
	for _, g := range policy.Default().Terms.Grounds {
		want = append(want, "ground "+g.Code)
	}
	for _, r := range policy.Default().Terms.Remedies {
		want = append(want, "remedy "+string(r))
	}
	return append(want, "late", "not found", "candidates", "harm", "represented", "suspected", "withdrawing", "ban running", "outside person", "breach", "extended",
		"overdue", "claim paid", "claim withdrawn", "claim written_off", "police", "undone", "goes on without", "linked", "merged", "in English", "no e-mail")
}

// traits are what a dossier shows of the procedure.
func traits(s dossier.State) []string {
	has := []string{
		"phase " + string(s.Phase), "ending " + string(s.Ending), "ground " + s.Ground, "claim " + s.Claim.Settled, "discontinued " + s.EndReason,
	}
	for _, r := range s.Remedies {
		has = append(has, "remedy "+string(r.Kind))
	}
	for what, so := range map[string]bool{
		"late": s.Late, "harm": s.Harm, "represented": s.Represented, "suspected": s.Suspected, "withdrawing": s.Withdrawing, "ban running": len(s.Banned()) > 0,
		"not found":  s.Match.Outcome == dossier.MatchNobody || s.Match.Outcome == dossier.MatchNoVisit,
		"candidates": s.Match.Outcome == dossier.MatchCandidates, "outside person": s.Outside != "", "extended": s.Extended, "overdue": len(s.Reached) > 0,
		"police": !s.Police.IsZero(), "undone": !s.Undone.IsZero(), "goes on without": s.WithoutThem, "linked": len(s.Links) > 0, "merged": s.MergedInto != "",
		"in English": s.Language == "en", "no e-mail": !s.HasEmail,
		"breach": slices.ContainsFunc(s.Bans, func(b dossier.Ban) bool { return b.Breaches > 0 }),
	} {
		if so {
			has = append(has, what)
		}
	}
	return has
}

// The demo of a seed is the same each time, and on both engines: the second is always made on SQLite.
func TestSameSeedSameDemo(t *testing.T) {
	want := digest(t, firstWorld(t).Office.DB)
	if again := digestOf(t, 1); again != want {
		t.Error("the same seed gave two demos")
	}
	if engine.Postgres() {
		return // what other seeds make is no matter of the engine
	}
	for n := range *seeds {
		if other := digestOf(t, uint64(100+n)); other == want {
			t.Errorf("seed %d gave the demo of seed 1", 100+n)
		}
	}
}

func digestOf(t *testing.T, seed uint64) string {
	t.Helper()
	w, err := makeWorld(seed, "sqlite:"+filepath.Join(t.TempDir(), "demo.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Office.DB.Close() }()
	return digest(t, w.Office.DB)
}

// digest covers references, facts, words and messages of every dossier. Salts and private links are random, as they must be.
func digest(t *testing.T, db *store.DB) string {
	t.Helper()
	h := sha256.New()
	out := json.NewEncoder(h)
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		for _, reference := range references(t, db) {
			d, err := tx.Load(reference)
			if err != nil {
				return err
			}
			parts, err := tx.Parts(d, 0)
			if err != nil {
				return err
			}
			if err := out.Encode([]any{reference, d.State, parts}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	messages, err := db.Read().Mailbox(t.Context(), "", 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	lines := make([]string, len(messages))
	for n, m := range messages {
		lines[n] = fmt.Sprint(m.Key, m.To, m.Name, m.Address, m.Subject, m.Body, m.At)
	}
	slices.Sort(lines)
	if err := out.Encode(lines); err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(h.Sum(nil))
}
