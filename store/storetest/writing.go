package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// Many write at the same time, some fail, and nobody suffers from another's failure.
func testTogether(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	const writers, each = 32, 12
	bad := errors.New("bad")
	var wg sync.WaitGroup
	var mu sync.Mutex
	var filed []string
	for w := range writers {
		complaints := make([]dossier.File, each)
		for i := range complaints {
			complaints[i] = o.Complaint()
		}
		wg.Go(func() {
			for i, c := range complaints {
				fails := w%4 == 0 && i%3 == 0
				err := db.Write(context.Background(), func(tx *store.Tx) error {
					if _, err := o.Do(tx, tx.New(), c, dossier.Complainant()); err != nil {
						return err
					}
					if fails {
						return bad
					}
					return nil
				})
				if fails != errors.Is(err, bad) {
					t.Errorf("writer %d: %v", w, err)
				}
				if err == nil {
					mu.Lock()
					filed = append(filed, c.Reference)
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	check, err := db.Verify(t.Context(), o.Cal)
	noErr(t, err)
	if want := writers*each - writers/4*each/3; check.Dossiers != want || len(filed) != want || len(check.Faults) != 0 {
		t.Errorf("%d answered, %d stored, want %d; faults %v", len(filed), check.Dossiers, want, check.Faults)
	}
}

// Who gives up before the act was taken gets nothing done; who gives up later is told what happened.
func testCancelled(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	ctx, cancel := context.WithCancel(t.Context())
	busy, free := make(chan bool), make(chan bool)
	go func() {
		_ = db.Write(context.Background(), func(*store.Tx) error { close(busy); <-free; return nil })
	}()
	<-busy
	waiting := o.Complaint()
	answer := make(chan error)
	go func() {
		answer <- db.Write(ctx, func(tx *store.Tx) error {
			_, err := o.Do(tx, tx.New(), waiting, dossier.Complainant())
			return err
		})
	}()
	cancel()
	wantErr(t, <-answer, context.Canceled)
	close(free)

	ctx, cancel = context.WithCancel(t.Context())
	c := o.Complaint()
	err := db.Write(ctx, func(tx *store.Tx) error {
		cancel() // within the act: it goes on under the writer's own context
		_, err := o.Do(tx, tx.New(), c, dossier.Complainant())
		return err
	})
	noErr(t, err)
	check, err := db.Verify(t.Context(), o.Cal)
	noErr(t, err)
	if check.Dossiers != 1 {
		t.Errorf("%d dossiers, want the one that was not given up", check.Dossiers)
	}
}

func testPanic(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	c := o.Complaint()
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		if _, err := o.Do(tx, tx.New(), c, dossier.Complainant()); err != nil {
			return err
		}
		panic("Anna de Vries")
	})
	var panicked *store.PanicError
	if !errors.As(err, &panicked) || strings.Contains(err.Error(), "Anna") {
		t.Fatalf("a panic came out as %v", err)
	}
	_, err = o.Try(c.Reference, dossier.WriteNote{Words: "x"}, Owner)
	wantErr(t, err, store.ErrNotFound)
	o.File()
	o.Clean()
}

// An act that overlooks an error of the transaction does not commit by halves.
func testBroken(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	start := Start.Add(24 * time.Hour)
	o.Act(o.Talk(), dossier.BookTalk{Specialist: "S1", Start: start, SlotFree: true}, Receptionist)
	second := o.Talk()
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		d, err := tx.Load(second)
		noErr(t, err)
		before := d.State.Count
		_, err = o.Do(tx, d, dossier.BookTalk{Specialist: "S1", Start: start, SlotFree: true}, Receptionist)
		wantErr(t, err, store.ErrTaken)
		if d.State.Count != before {
			t.Error("a failed Append changed the dossier")
		}
		return nil // as if nothing were the matter
	})
	wantErr(t, err, store.ErrTaken)
	o.Clean()
}

func testClosed(t *testing.T, db *store.DB) {
	noErr(t, db.Close())
	wantErr(t, db.Write(t.Context(), func(*store.Tx) error { return nil }), store.ErrClosed)
}

// A Tx that is kept after its act writes into nobody else's transaction.
func testKeptTx(t *testing.T, db *store.DB) {
	var kept *store.Tx
	noErr(t, db.Write(t.Context(), func(tx *store.Tx) error { kept = tx; return nil }))
	wantErr(t, kept.Enqueue(store.Job{Kind: "match", Key: "k"}), store.ErrClosed)
	_, err := kept.Load("WH-1")
	wantErr(t, err, store.ErrClosed)
	_, err = kept.BannedFor(store.Person{Email: "anna@example.nl"})
	wantErr(t, err, store.ErrClosed)
}

func testSlots(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	start := Start.Add(24 * time.Hour)
	reference := o.Talk()
	o.Act(reference, dossier.BookTalk{Specialist: "S1", Start: start, SlotFree: true}, Receptionist)
	free := func(id dossier.SpecialistID) (is bool) {
		o.Write(func(tx *store.Tx) (err error) { is, err = tx.SlotFree(id, start); return err })
		return is
	}
	if free("S1") || !free("S2") {
		t.Error("a slot is free that was booked, or the other way round")
	}
	taken, err := db.Read().SlotsTaken(t.Context(), "S1", start, start.Add(time.Minute))
	noErr(t, err)
	same(t, "the taken slots", taken, []time.Time{start})
	taken, err = db.Read().SlotsTaken(t.Context(), "S1", start.Add(time.Minute), start.Add(time.Hour))
	noErr(t, err)
	same(t, "the taken slots after that", len(taken), 0)
	o.Act(reference, dossier.CancelTalk{Cause: "client"}, Receptionist)
	if !free("S1") {
		t.Error("a cancelled talk keeps its slot")
	}
	o.Clean()
}

// Two book the same slot at the same moment: one gets it.
func testSlotRace(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	start := Start.Add(24 * time.Hour)
	references := make([]string, 8)
	for i := range references {
		references[i] = o.Talk()
	}
	errs := make(chan error, len(references))
	for _, reference := range references {
		go func() {
			_, err := o.Try(reference, dossier.BookTalk{Specialist: "S1", Start: start, SlotFree: true}, Receptionist)
			errs <- err
		}()
	}
	booked := 0
	for range references {
		if err := <-errs; err == nil {
			booked++
		} else {
			wantErr(t, err, store.ErrTaken)
		}
	}
	if booked != 1 {
		t.Errorf("%d got the same slot", booked)
	}
	o.Clean()
}

func testBans(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	first := o.File(about("S1", "S2"))
	second := o.File(about("S2"), named("Anna", "anna@example.nl", ""))
	o.File(about("S3"), named("Piet", "piet@example.nl", "0698765432"))
	held := func(reference string) (ids []dossier.SpecialistID) {
		o.Write(func(tx *store.Tx) error {
			d, err := tx.Load(reference)
			noErr(t, err)
			ids, err = tx.HeldElsewhere(d)
			return err
		})
		return ids
	}
	same(t, "held for the second", held(second), []string{"S1", "S2"})
	same(t, "held for the first", held(first), []string{"S2"})
	banned := func(p store.Person) (ids []dossier.SpecialistID) {
		o.Write(func(tx *store.Tx) (err error) { ids, err = tx.BannedFor(p); return err })
		return ids
	}
	same(t, "banned by e-mail", banned(store.Person{Email: " ANNA@example.nl"}), []string{"S1", "S2"})
	same(t, "banned by phone", banned(store.Person{Phone: "06-98765432"}), []string{"S3"})
	if ids := banned(store.Person{}); len(ids) != 0 {
		t.Errorf("nobody is banned from %v", ids)
	}
	o.Act(first, dossier.Withdraw{}, dossier.Complainant())
	same(t, "banned after withdrawal", banned(store.Person{Email: "anna@example.nl"}), []string{"S2"})
	o.Clean()
}

func visit(id dossier.TreatmentID) *dossier.Treatment {
	return &dossier.Treatment{ID: id, Client: "C1", Branch: "B1", Specialist: "S1", Date: "2026-02-27", Price: 15000}
}

func testGranted(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	first, second := o.File(), o.File(named("Iemand Anders", "ander@example.nl", ""))
	for _, reference := range []string{first, second} {
		o.Act(reference, dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: visit("T1")}, dossier.System())
	}
	o.Write(func(tx *store.Tx) error {
		d, err := tx.Load(first)
		noErr(t, err)
		_, err = tx.Append(d, o.Now, Owner, o.Terms, o.Cal, []dossier.Happening{
			{Event: dossier.Offered{Offer: 1, Remedies: []dossier.OfferedRemedy{{Kind: dossier.Refund, Amount: 5000}}}},
			{Event: dossier.OfferAccepted{Offer: 1}},
		})
		return err
	})
	o.Write(func(tx *store.Tx) error {
		for reference, want := range map[string]dossier.Cents{first: 0, second: 5000} {
			d, err := tx.Load(reference)
			noErr(t, err)
			sum, err := tx.GrantedElsewhere(d)
			noErr(t, err)
			if sum != want {
				t.Errorf("granted elsewhere is %d, want %d", sum, want)
			}
		}
		d, err := tx.Load(second)
		noErr(t, err)
		ids, err := tx.HeldElsewhere(d) // the same client of the register, whatever the address
		same(t, "held by the client id", ids, []string{"S1"})
		return err
	})
	o.Clean()
}

func testEarlierTalk(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reference := o.Talk()
	look := func(p store.Person, branch dossier.BranchID) (asked, ended time.Time, found bool) {
		o.Write(func(tx *store.Tx) (err error) {
			asked, ended, found, err = tx.EarlierTalk(p, branch, "2026-02-27")
			return err
		})
		return asked, ended, found
	}
	bram := store.Person{Email: "bram@example.nl"}
	asked, ended, found := look(bram, "B1")
	if !found || !asked.Equal(Start) || !ended.IsZero() {
		t.Errorf("the talk is %v %v %v", asked, ended, found)
	}
	if _, _, found := look(bram, "B2"); found {
		t.Error("found a talk about another branch")
	}
	if _, _, found := look(store.Person{Email: "x@example.nl"}, "B1"); found {
		t.Error("found a talk of somebody else")
	}
	o.Now = o.Now.Add(time.Hour)
	o.Act(reference, dossier.DeclineTalk{Cause: "will_not"}, dossier.Complainant())
	if _, ended, _ := look(bram, "B1"); !ended.Equal(o.Now) {
		t.Errorf("the talk ended %v, want %v", ended, o.Now)
	}
	mailed := o.File(named("Bram Jansen", "bram@example.nl", ""))
	for reference, want := range map[string]bool{mailed: true, reference: false} { // a dossier's own talk is not another's
		o.Write(func(tx *store.Tx) error {
			d, err := tx.Load(reference)
			noErr(t, err)
			asked, ended, err := tx.EarlierTalkOf(d, "", "B1", "2026-02-27")
			if asked.IsZero() == want || !ended.IsZero() != want {
				t.Errorf("of %s: %v %v", reference, asked, ended)
			}
			return err
		})
	}
}

func testAppointmentsWith(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	talk := o.Talk()
	o.Act(talk, dossier.BookTalk{Specialist: "S1", Start: Start.Add(24 * time.Hour), SlotFree: true}, Receptionist)
	filed := o.File(named("Bram Jansen", "", "0687654321"))
	o.Write(func(tx *store.Tx) error {
		d, err := tx.Load(filed)
		noErr(t, err)
		for id, want := range map[dossier.SpecialistID][]string{"S1": {talk}, "S2": nil} {
			talks, err := tx.AppointmentsWith(d, id)
			noErr(t, err)
			same(t, fmt.Sprintf("talks with %s", id), talks, want)
		}
		return nil
	})
}
