package casework_test

import (
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
	storeengine "github.com/wederhoor/wederhoor/store/storetest/engine"
)

// While a form is filed somebody takes its file off, as the night and the scanner can too. On SQLite one of them waits for the other; on PostgreSQL the
// act has read the file before it waits.
func TestFiles_OneTakenOffTheFormMeanwhileIsNotInTheHistory(t *testing.T) {
	address := storetest.ToMigrate(t)
	w := newWorldAt(t, address)
	w.settle()
	id := files.NewID()
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		return tx.SaveFile(store.KeptFile{ID: id, Form: "FORM-1", Media: "image/jpeg", Size: 3, Hash: "h", Name: "a.jpg", At: w.now, State: store.FileClean})
	}))
	gone, filed := make(chan bool), make(chan bool)
	off, done := make(chan error), make(chan error)
	var result casework.Result
	go func() {
		off <- w.DB.Write(t.Context(), func(tx *store.Tx) error {
			err := tx.FormFileGoes("FORM-1", id)
			close(gone)
			<-filed
			return err
		})
	}()
	<-gone
	go func() {
		var err error
		result, err = w.Do(t.Context(), casework.Public(), casework.Order{Command: complaint(), Key: "FORM-1"})
		done <- err
	}()
	if storeengine.Postgres() {
		untilOneWaits(t, address)
	}
	close(filed)
	must(t, <-off)
	must(t, <-done)
	rows, err := w.DB.Read().FilesOf(t.Context(), result.Reference)
	must(t, err)
	if told := len(w.whole(result.Reference).Files); told != len(rows) {
		t.Errorf("the history tells of %d files, of which %d are there", told, len(rows))
	}
}

// untilOneWaits waits until a transaction waits for a row that another has.
func untilOneWaits(t *testing.T, address string) {
	t.Helper()
	db := storeengine.SQL(t, address)
	for {
		if n := storeengine.Column(t, db, "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"); n[0] != "0" {
			return
		}
		time.Sleep(time.Millisecond)
	}
}
