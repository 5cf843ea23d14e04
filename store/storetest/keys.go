package storetest

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

func testIdentities(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	someAccounts(o)
	const issuer = "https://login.example"
	i := store.Identity{Issuer: issuer, Subject: "s1", Account: "A1", Added: Start}
	second, elsewhere := i, i
	second.Subject, second.Added = "S1", Start.Add(time.Hour) // names of a provider differ by case
	elsewhere.Issuer, elsewhere.Account = issuer+"/", "A2"
	o.Write(func(tx *store.Tx) error {
		return errors.Join(tx.SaveIdentity(i), tx.SaveIdentity(second), tx.SaveIdentity(elsewhere))
	})
	theirs := i
	theirs.Account = "A2"
	wantErr(t, db.Write(t.Context(), func(tx *store.Tx) error { return tx.SaveIdentity(theirs) }), store.ErrTaken)
	nobody := store.Identity{Issuer: issuer, Subject: "s9", Account: "A9", Added: Start}
	wantErr(t, db.Write(t.Context(), func(tx *store.Tx) error { return tx.SaveIdentity(nobody) }), store.ErrNotFound)
	got, err := db.Read().Identity(t.Context(), issuer, "s1")
	noErr(t, err)
	same(t, "the identity", got, i)
	_, err = db.Read().Identity(t.Context(), issuer, "s2")
	wantErr(t, err, store.ErrNotFound)
	list, err := db.Read().Identities(t.Context(), "A1")
	noErr(t, err)
	same(t, "the identities", list, []store.Identity{i, second})
	remove := func(account dossier.AccountID) error {
		return db.Write(t.Context(), func(tx *store.Tx) error { return tx.RemoveIdentity(account, issuer, "s1") })
	}
	wantErr(t, remove("A2"), store.ErrNotFound)
	noErr(t, remove("A1"))
	o.Write(func(tx *store.Tx) error {
		_, err := tx.Identity(issuer, "s1")
		wantErr(t, err, store.ErrNotFound)
		return nil
	})
	var turn atomic.Int64
	linked := once(8, func() error {
		return db.Write(context.Background(), func(tx *store.Tx) error {
			mine := i
			mine.Account = []dossier.AccountID{"A1", "A2"}[turn.Add(1)%2]
			return tx.SaveIdentity(mine)
		})
	})
	same(t, "how many got an identity that all wanted at once", linked, 1)
}

func testPasskeys(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	someAccounts(o)
	f := store.Factor{ID: "F1", Account: "A1", Kind: store.FactorPasskey, Handle: "aB-_", Name: "Laptop", Secret: []byte{1}, Step: 5, Added: Start}
	shared, app := f, f
	shared.ID, shared.Handle, shared.Step = "F2", "AB-_", 0
	app.ID, app.Handle, app.Kind = "F3", "code", store.FactorTOTP
	o.Write(func(tx *store.Tx) error {
		return errors.Join(tx.SaveFactor(f), tx.SaveFactor(shared), tx.SaveFactor(app))
	})
	got, err := db.Read().Passkey(t.Context(), "aB-_")
	noErr(t, err)
	same(t, "the passkey", got, f)
	for _, handle := range []string{"ab-_", "code", ""} {
		_, err = db.Read().Passkey(t.Context(), handle)
		wantErr(t, err, store.ErrNotFound)
	}
	use := func(id string, counter int64) error {
		return db.Write(t.Context(), func(tx *store.Tx) error { return tx.UsePasskey(id, []byte{2}, counter, Start.Add(time.Hour)) })
	}
	for _, counter := range []int64{0, 4, 5} {
		wantErr(t, use("F1", counter), store.ErrNotFound)
	}
	noErr(t, use("F1", 7))
	f.Step, f.Secret, f.Used = 7, []byte{2}, Start.Add(time.Hour)
	got, err = db.Read().Passkey(t.Context(), "aB-_")
	noErr(t, err)
	same(t, "the passkey after its use", got, f)
	if once(8, func() error { return use("F1", 8) }) != 1 {
		t.Error("one answer was not taken once")
	}
	noErr(t, use("F2", 0))
	noErr(t, use("F2", 0))
	noErr(t, use("F2", 1))
	wantErr(t, use("F2", 0), store.ErrNotFound)
	wantErr(t, use("F9", 1), store.ErrNotFound)
}
