//go:build postgres

package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/store/storetest/pgtest"
)

// An act that the server keeps waiting is answered when its caller's time is over, and what became of it is found out with its key. The
// connection goes on to serve others after that.
func TestAnActThatWaitsTooLongIsAnsweredInTime(t *testing.T) {
	db := openBare(t)
	held, free := make(chan bool), make(chan bool)
	ended := make(chan error, 1)
	go func() {
		ended <- db.Write(context.Background(), func(tx *Tx) error {
			err := errors.Join(tx.lockNumbers(7), tx.send())
			close(held)
			<-free
			return err
		})
	}()
	<-held
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	err := db.Write(ctx, func(tx *Tx) error { return errors.Join(tx.lockNumbers(7), enqueue(tx, "late")) })
	if !errors.Is(err, ErrUnsure) {
		t.Errorf("answered %v, want %v", err, ErrUnsure)
	}
	close(free)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	for countJobs(t, db) == 0 { // it was done after all
		time.Sleep(time.Millisecond)
	}
	if err := db.Write(t.Context(), func(tx *Tx) error { return enqueue(tx, "next") }); err != nil {
		t.Error(err)
	}
}

// A server that takes few connections serves all acts on those it takes.
func TestFewConnectionsAreEnough(t *testing.T) {
	server := pgtest.Start(t, pgtest.Options{Settings: map[string]string{"max_connections": "6", "superuser_reserved_connections": "0"}})
	db, err := Open(t.Context(), server.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	countJobs(t, db) // which has the one connection for reading
	var all sync.WaitGroup
	for n := range 200 {
		all.Go(func() {
			err := db.Write(t.Context(), func(tx *Tx) error { return enqueue(tx, fmt.Sprint(n)) })
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := countJobs(t, db); n != 200 {
		t.Errorf("%d of 200", n)
	}
}
