package casework_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/checkpoint"
	"github.com/wederhoor/wederhoor/dossier"
	storeengine "github.com/wederhoor/wederhoor/store/storetest/engine"
)

// sealing gives a world a key to sign checkpoints with.
func (w *world) sealing() {
	w.t.Helper()
	key, err := checkpoint.KeyFrom([]byte("01234567890123456789012345678901"))
	must(w.t, err)
	w.Seals = &key
}

// checkpoints are the notes of all that were made.
func (w *world) checkpoints() (notes []string) {
	w.t.Helper()
	list, err := w.DB.Read().Checkpoints(w.t.Context(), 0, 1000)
	must(w.t, err)
	for _, one := range list {
		notes = append(notes, one.Note)
	}
	return notes
}

func (w *world) sealed(want int) {
	w.t.Helper()
	keys, err := checkpoint.ParseKeys(w.Seals.Public)
	must(w.t, err)
	found, err := w.DB.VerifyCheckpoints(w.t.Context(), keys, nil)
	must(w.t, err)
	if found.Checkpoints != want || len(found.Faults) > 0 {
		w.t.Errorf("%d checkpoints with faults %q, want %d", found.Checkpoints, found.Faults, want)
	}
}

// hour lets an hour pass, in which the program looks every minute.
func (w *world) hour() {
	w.t.Helper()
	for range 60 {
		w.now = w.now.Add(time.Minute)
		w.stand()
		w.settle()
		w.Rest()
	}
}

// Once an hour there is a checkpoint, and none for an hour in which nothing happened; after a long stop there is one, not one for each hour.
func TestR28_ACheckpointEveryHourInWhichSomethingHappens(t *testing.T) {
	w := newWorld(t)
	w.stand()
	w.settle()
	w.file()
	w.hour()
	if n := len(w.checkpoints()); n != 0 {
		t.Fatalf("%d checkpoints without a key", n)
	}
	w.sealing()
	w.hour()
	w.sealed(1)
	for range 3 {
		w.hour()
	}
	w.sealed(1)
	reference := w.file().Reference
	w.hour()
	w.sealed(2)
	w.fetch(owner, reference) // that somebody looked is something
	w.hour()
	w.sealed(3)
	w.do(owner, reference, dossier.WriteNote{Words: "x"})
	w.now = w.now.Add(100 * time.Hour)
	w.stand()
	w.settle()
	w.sealed(4)
}

// An hour in which nothing happens leaves no row.
func TestR28_AnHourWithoutChangeWritesNothing(t *testing.T) {
	l := newLooker(t)
	l.sealing()
	l.stand()
	l.file()
	l.hour()
	rows := func() (n int) {
		must(t, l.raw.QueryRowContext(t.Context(), "select (select count(*) from jobs) + (select count(*) from checkpoints) + (select count(*) from checkpoint_heads)").Scan(&n))
		return n
	}
	before := rows()
	for range 3 {
		l.hour()
	}
	if after := rows(); after != before {
		t.Errorf("%d rows more", after-before)
	}
}

// Of several nodes one makes the checkpoint of an hour.
func TestR28_NodesMakeACheckpointTogetherOnce(t *testing.T) {
	l := newLooker(t)
	l.sealing()
	l.file()
	nodes := []*world{l.world}
	for range 3 {
		other := worldOn(t, l.DB, l.now)
		other.sealing()
		nodes = append(nodes, other)
	}
	for range 3 {
		for _, n := range nodes {
			n.now = n.now.Add(time.Hour)
			n.stand()
		}
		for _, n := range nodes {
			n.settle()
		}
		l.do(casework.Public(), "", complaint())
	}
	l.sealed(3)
	var jobs int
	must(t, l.raw.QueryRowContext(t.Context(), "select count(*) from jobs where kind = 'seal' and status = 'done'").Scan(&jobs))
	if jobs != 3 {
		t.Errorf("%d jobs for 3 hours", jobs)
	}
}

// By hand one is made at any time, when there is something for it.
func TestR28_ACheckpointIsMadeByHand(t *testing.T) {
	w := newWorld(t)
	w.sealing()
	w.file()
	for _, want := range []bool{true, false} {
		made, err := w.Checkpoint(t.Context())
		if err != nil || made != want {
			t.Errorf("made: %v, %v; want %v", made, err, want)
		}
	}
	w.sealed(1)
}

// keptIn are the checkpoints of a folder.
func keptIn(t *testing.T, folder string) (notes []string) {
	t.Helper()
	files, err := checkpoint.Folder{Path: folder}.Files()
	must(t, err)
	for _, file := range files {
		content, err := os.ReadFile(file)
		must(t, err)
		found, _ := checkpoint.Split(string(content))
		notes = append(notes, found...)
	}
	return notes
}

func sameNotes(t *testing.T, when string, got, want []string) {
	t.Helper()
	if strings.Join(got, "") != strings.Join(want, "") {
		t.Errorf("%s: %d checkpoints are kept elsewhere, want %d", when, len(got), len(want))
	}
}

// A folder gets every checkpoint, those before it was set and those that were made while it was away too.
func TestR28_CheckpointsAreKeptElsewhere(t *testing.T) {
	w := newWorld(t)
	w.sealing()
	w.file()
	w.hour()
	folder := filepath.Join(t.TempDir(), "elsewhere")
	must(t, os.Mkdir(folder, 0o700))
	w.Kept = &checkpoint.Folder{Path: folder}
	w.hour()
	sameNotes(t, "one made before", keptIn(t, folder), w.checkpoints())
	w.file()
	w.hour()
	sameNotes(t, "the next", keptIn(t, folder), w.checkpoints())

	must(t, os.Rename(folder, folder+" away"))
	log := w.logged()
	w.file()
	w.hour()
	if !strings.Contains(log.String(), "checkpoints are not kept elsewhere") {
		t.Error("nobody is told that the folder is away")
	}
	w.sealed(3)
	must(t, os.Rename(folder+" away", folder))
	w.hour()
	sameNotes(t, "after it was away", keptIn(t, folder), w.checkpoints())
	w.now = w.now.AddDate(0, 1, 0)
	w.file()
	made, err := w.Checkpoint(t.Context())
	if !made || err != nil {
		t.Errorf("by hand: %v %v", made, err)
	}
	sameNotes(t, "by hand, in another month", keptIn(t, folder), w.checkpoints())
	if files, err := (checkpoint.Folder{Path: folder}).Files(); err != nil || len(files) != 2 {
		t.Errorf("%q, %v", files, err)
	}
}

// Deadlines do not wait for a folder on another machine that does not answer: here its file is a pipe that nobody writes to.
func TestR28_AFolderThatDoesNotAnswerHoldsNothingUp(t *testing.T) {
	w := newWorld(t)
	w.sealing()
	w.Kept = &checkpoint.Folder{Path: t.TempDir()}
	pipe := filepath.Join(w.Kept.Path, "checkpoints-2020-01.txt")
	must(t, syscall.Mkfifo(pipe, 0o600))
	ref := w.file()
	for range 26 { // hours
		w.now = w.now.Add(time.Hour)
		w.stand()
		w.settle()
	}
	if len(w.whole(ref.Reference).Reached) == 0 {
		t.Error("no deadline passed")
	}
	if len(w.checkpoints()) == 0 {
		t.Error("no checkpoint was made")
	}
	answers, err := os.OpenFile(pipe, os.O_WRONLY, 0) // whoever reads it is let go
	must(t, err)
	must(t, answers.Close())
	must(t, os.Remove(pipe))
	w.Rest()
	w.file()
	w.hour()
	sameNotes(t, "after it answers again", keptIn(t, w.Kept.Path), w.checkpoints())
}

// A newest checkpoint that cannot be read keeps nothing else from being done.
func TestR28_ADamagedCheckpointHoldsNothingUp(t *testing.T) {
	l := newLooker(t)
	l.sealing()
	ref := l.file()
	l.hour()
	storeengine.Exec(t, l.raw, "update checkpoints set note = 'damaged'")
	log := l.logged()
	for range 26 {
		l.now = l.now.Add(time.Hour)
		l.stand()
		l.settle()
	}
	if len(l.whole(ref.Reference).Reached) == 0 {
		t.Error("no deadline passed")
	}
	if !strings.Contains(log.String(), "no checkpoint is asked for") {
		t.Error("nobody is told")
	}
}

// A database whose checkpoints are not those that were kept says so in the log every hour, and adds nothing to them.
func TestR28_AnotherHistoryThanTheOneThatWasKeptIsTold(t *testing.T) {
	for name, attack := range map[string][]string{
		"the newest is gone":    {"delete from checkpoint_heads where checkpoint = 2", "delete from checkpoints where number = 2"},
		"the newest is another": {"update checkpoints set note = (select note from checkpoints where number = 1) where number = 2"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLooker(t)
			l.sealing()
			l.Kept = &checkpoint.Folder{Path: t.TempDir()}
			for range 2 {
				l.file()
				l.hour()
			}
			kept := keptIn(t, l.Kept.Path)
			if len(kept) != 2 {
				t.Fatalf("%d are kept", len(kept))
			}
			for _, query := range attack {
				storeengine.Exec(t, l.raw, query)
			}
			log := l.logged()
			l.hour()
			if !strings.Contains(log.String(), `"level":"ERROR"`) || !strings.Contains(log.String(), "see wederhoor verify --checkpoint") {
				t.Errorf("the log says %s", log)
			}
			if now := keptIn(t, l.Kept.Path); strings.Join(now[:2], "") != strings.Join(kept, "") || len(now) > 2 {
				t.Errorf("%d are kept now", len(now))
			}
		})
	}
}

// Somebody's look that is being written does not keep a checkpoint from being made for long, nor the other way round: both are there.
func TestR28_LooksAndCheckpointsLiveTogether(t *testing.T) {
	l := newLooker(t)
	l.sealing()
	reference := l.file().Reference
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 50 {
			_, _ = l.Fetch(t.Context(), owner, reference, casework.PageDossier)
		}
	}()
	for range 20 {
		if _, err := l.Checkpoint(t.Context()); err != nil {
			t.Error(err)
		}
	}
	<-done
	_, err := l.Checkpoint(t.Context())
	must(t, err)
	keys, err := checkpoint.ParseKeys(l.Seals.Public)
	must(t, err)
	found, err := l.DB.VerifyCheckpoints(t.Context(), keys, nil)
	if err != nil || len(found.Faults) > 0 || found.Reads != 50 || found.After != 0 {
		t.Errorf("%+v, %v", found, err)
	}
}
