package storetest

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

func testMessages(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reference := o.File()
	m := store.Message{
		Key: "m1", Reference: reference, Number: 1, To: "complainant", Kind: "filed", Name: "Anna", Address: "anna@example.nl",
		Language: "nl", Subject: "Uw klacht", Body: "Zie {{link}}", Link: "status", At: Start, Class: dossier.ClassComplaint,
	}
	hearing := m
	hearing.Key, hearing.To, hearing.Address, hearing.Class, hearing.Person = "m2", "specialist:S1", "s1@example.nl", dossier.ClassHearing, "S1"
	o.Write(func(tx *store.Tx) error {
		noErr(t, tx.SaveMessage(m))
		again := m
		again.Body = "anders"
		noErr(t, tx.SaveMessage(again))
		noErr(t, tx.SaveMessage(hearing))
		none := m
		none.Reference = "WH-NONE"
		wantErr(t, tx.SaveMessage(none), store.ErrNotFound)
		return nil
	})
	box, err := db.Read().Mailbox(t.Context(), "", 10)
	noErr(t, err)
	if len(box) != 2 || box[0].Key != "m2" {
		t.Fatalf("the mailbox holds %+v", box)
	}
	m.ID = box[1].ID
	same(t, "the first message", box[1], m)
	box, err = db.Read().Mailbox(t.Context(), "s1@example.nl", 10)
	noErr(t, err)
	same(t, "the specialist's mailbox", len(box), 1)
	for who, want := range map[*dossier.Actor]int{&Owner: 2, &Specialist1: 1, &Receptionist: 0} {
		l, err := db.Read().Dossier(t.Context(), dossier.ViewerKeys(*who), reference)
		noErr(t, err)
		if len(l.Messages) != want {
			t.Errorf("%s reads %d messages, want %d", who.Account, len(l.Messages), want)
		}
	}
}

func testLinks(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	l := store.Link{Hash: hashOf("token"), Reference: o.File(), Purpose: "inquiry", Fellow: 3, Expires: Start.Add(time.Hour)}
	o.Write(func(tx *store.Tx) error {
		noErr(t, tx.SaveLink(l))
		return tx.SaveLink(l)
	})
	got, err := db.Read().Link(t.Context(), l.Hash)
	noErr(t, err)
	same(t, "the link read", got, l)
	_, err = db.Read().Link(t.Context(), hashOf("other"))
	wantErr(t, err, store.ErrNotFound)

	next := l
	next.Hash, next.Generation = hashOf("the next"), 2
	o.Write(func(tx *store.Tx) error { return tx.SaveLink(next) })
	_, err = db.Read().Link(t.Context(), l.Hash)
	wantErr(t, err, store.ErrNotFound) // it took the place of the one before
	got, err = db.Read().LinkFor(t.Context(), l.Reference, "inquiry", 3)
	noErr(t, err)
	same(t, "the newest", got, next)
	_, err = db.Read().LinkFor(t.Context(), l.Reference, "inquiry", 4)
	wantErr(t, err, store.ErrNotFound)
	wantErr(t, db.Write(t.Context(), func(tx *store.Tx) error { return tx.SaveLink(store.Link{Hash: "h", Reference: "WH-0"}) }), store.ErrNotFound)
}

// A link that has not ended is put off, or brought forward; one that has stays ended, and one that ends within a day of it anyway is let be.
func testKeepLinks(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reference, until := o.File(), Start.AddDate(0, 0, 90)
	ends := map[string]time.Time{
		"soon": Start, "far off": Start.AddDate(5, 0, 0), "ended": Start.Add(-time.Millisecond), "as good": until.Add(-time.Hour), "other": Start.Add(time.Hour),
	}
	o.Write(func(tx *store.Tx) error {
		for purpose, at := range ends {
			noErr(t, tx.SaveLink(store.Link{Hash: hashOf(purpose), Reference: reference, Purpose: purpose, Expires: at}))
		}
		return tx.KeepLinks(reference, []string{"soon", "far off", "ended", "as good"}, Start, until)
	})
	for purpose, at := range ends {
		if purpose == "soon" || purpose == "far off" {
			at = until
		}
		got, err := db.Read().LinkFor(t.Context(), reference, purpose, 0)
		noErr(t, err)
		same(t, purpose, got.Expires, at)
	}
}

func testReceipts(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	o.Write(func(tx *store.Tx) error {
		_, err := tx.Receipt("key", "digest")
		wantErr(t, err, store.ErrNotFound)
		noErr(t, tx.SaveReceipt("key", "digest", "WH-1", Start))
		result, err := tx.Receipt("key", "digest")
		noErr(t, err)
		same(t, "the result", result, "WH-1")
		_, err = tx.Receipt("key", "another request")
		wantErr(t, err, store.ErrTaken)
		return nil
	})
	err := db.Write(t.Context(), func(tx *store.Tx) error { return tx.SaveReceipt("key", "digest", "WH-2", Start) })
	wantErr(t, err, store.ErrTaken)
	if err := db.Write(t.Context(), func(tx *store.Tx) error { return tx.SaveReceipt("", "d", "r", Start) }); err == nil {
		t.Error("a receipt without a key was kept")
	}
}

func testAccounts(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	a := store.Account{
		ID: "A1", Name: "Olga", Email: "olga@example.nl", Hash: "argon2id", Roles: []dossier.Role{dossier.RoleOwner, dossier.RoleSpecialist},
		Specialist: "S1", Branch: "B1", Disabled: true,
	}
	o.Write(func(tx *store.Tx) error {
		typed := a
		typed.Email = " Olga@Example.NL "
		noErr(t, tx.SaveAccount(typed))
		got, err := tx.Account("A1")
		same(t, "the account", got, a)
		return err
	})
	got, err := db.Read().AccountByEmail(t.Context(), "OLGA@example.nl")
	noErr(t, err)
	same(t, "the account by e-mail", got, a)
	a.Disabled = false
	o.Write(func(tx *store.Tx) error { return tx.SaveAccount(a) })
	got, err = db.Read().Account(t.Context(), "A1")
	noErr(t, err)
	same(t, "the changed account", got, a)
	b := store.Account{ID: "A2", Name: "Bas", Email: "olga@EXAMPLE.nl"}
	wantErr(t, db.Write(t.Context(), func(tx *store.Tx) error { return tx.SaveAccount(b) }), store.ErrTaken)
	b.Email = "bas@example.nl"
	o.Write(func(tx *store.Tx) error { return tx.SaveAccount(b) })
	list, err := db.Read().Accounts(t.Context())
	noErr(t, err)
	if len(list) != 2 || list[0].Name != "Bas" {
		t.Errorf("the accounts are %+v", list)
	}
	_, err = db.Read().Account(t.Context(), "none")
	wantErr(t, err, store.ErrNotFound)
	_, err = db.Read().AccountByEmail(t.Context(), "")
	wantErr(t, err, store.ErrNotFound)
}

func testSessions(t *testing.T, db *store.DB) {
	s := db.Sessions()
	soon := time.Now().Add(time.Hour)
	noErr(t, s.Commit("token", []byte("data"), soon))
	noErr(t, s.Commit("token", []byte("newer"), soon))
	noErr(t, s.Commit("old", []byte("data"), time.Now().Add(-time.Second)))
	find := func(token string) ([]byte, bool) {
		data, found, err := s.FindCtx(t.Context(), token)
		noErr(t, err)
		return data, found
	}
	if data, found := find("token"); !found || !bytes.Equal(data, []byte("newer")) {
		t.Errorf("found %q %v", data, found)
	}
	if _, found := find("old"); found {
		t.Error("found a session that has expired")
	}
	if _, found := find(hashOf("token")); found {
		t.Error("the stored hash opens the session")
	}
	noErr(t, s.Delete("token"))
	noErr(t, s.Delete("token"))
	if _, found := find("token"); found {
		t.Error("found a session that was ended")
	}
	noErr(t, s.Commit("token", []byte("of a page that began before"), soon))
	if _, found := find("token"); found {
		t.Error("a page brought back a session that was ended meanwhile")
	}
}

func testSecret(t *testing.T, db *store.DB) {
	one, err := db.Secret(t.Context(), "links")
	noErr(t, err)
	again, err := db.Secret(t.Context(), "links")
	noErr(t, err)
	other, err := db.Secret(t.Context(), "other")
	noErr(t, err)
	if len(one) != 32 || !bytes.Equal(one, again) || bytes.Equal(one, other) {
		t.Error("a secret is 32 bytes that stay, and another for each name")
	}
}

func testRegister(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	r := db.Read()
	branches := []register.Branch{{ID: "B2", Name: "Zuid", City: "Utrecht"}, {ID: "B1", Name: "Noord", City: "Zwolle"}}
	specialists := []register.Specialist{{ID: "S1", Name: "Ans", Branch: "B1", Active: true}, {ID: "S2", Name: "Ben", Branch: "B2"}}
	clients := []register.Client{
		{ID: "C1", Name: "Anna Meijer", Birth: "1980-01-02", Email: "Anna@example.nl", Phone: "+31612345678", Postcode: "1011AB"},
		{ID: "C2", Name: "Bea Jansen-de Vries", Email: "bea@example.nl"},
		{ID: "C3", Name: "Cas Jansen", Phone: "0612345679"},
	}
	var treatments []register.Treatment
	for i := range 250 {
		treatments = append(treatments, register.Treatment{
			ID: fmt.Sprintf("T%03d", i), Client: fmt.Sprintf("C%d", i%3+1), Branch: "B1", Specialist: "S1",
			Date: fmt.Sprintf("2026-02-%02d", i%28+1), Kind: "bleken", PriceCents: 15000, PaidCents: 14000, ShadesAdvertised: 4, ShadesAchieved: 3,
		})
	}
	for range 2 { // the second time changes the rows that are there
		o.Write(func(tx *store.Tx) error {
			noErr(t, tx.SaveBranches(branches))
			noErr(t, tx.SaveSpecialists(specialists))
			noErr(t, tx.SaveClients(clients))
			return tx.SaveTreatments(treatments)
		})
		clients[1].Address = "Kade 1"
	}
	gotBranches, err := r.Branches(t.Context())
	noErr(t, err)
	same(t, "the branches", gotBranches, []register.Branch{branches[1], branches[0]})
	for branch, want := range map[dossier.BranchID]int{"": 2, "B1": 1, "B9": 0} {
		list, err := r.Specialists(t.Context(), branch)
		noErr(t, err)
		if len(list) != want {
			t.Errorf("%d specialists of %q, want %d", len(list), branch, want)
		}
	}
	treatment, err := r.Treatment(t.Context(), "T007")
	noErr(t, err)
	same(t, "the treatment", treatment, treatments[7])
	client, err := r.Client(t.Context(), "C2")
	noErr(t, err)
	same(t, "the client", client, clients[1])
	_, err = r.Client(t.Context(), "C9")
	wantErr(t, err, store.ErrNotFound)
	possible := func(name, email, phone string, want ...string) {
		t.Helper()
		found, err := r.PossibleClients(t.Context(), name, email, phone)
		noErr(t, err)
		ids := []string{}
		for _, c := range found {
			ids = append(ids, c.ID)
		}
		slices.Sort(ids)
		same(t, "who may be "+name+email+phone, ids, append([]string{}, want...))
	}
	possible("A. Meyer", "", "", "C1")
	possible("Jansen", "", "", "C2", "C3")
	possible("B. de Vries", "", "", "C2")
	possible("Bea Jansen-de Vries", "", "", "C2", "C3")
	possible("", "ANNA@example.nl", "", "C1")
	possible("", "", "06 1234 5679", "C3")
	possible("Niemand", "", "")
	possible("", "", "")
	of, err := r.TreatmentsOf(t.Context(), []dossier.ClientID{"C1", "C3"})
	noErr(t, err)
	if len(of) != 84+83 || of[0].Date < of[len(of)-1].Date {
		t.Errorf("%d treatments, the first of %s", len(of), of[0].Date)
	}
	day, who, err := r.DayOf(t.Context(), "B1", "2026-02-01")
	noErr(t, err)
	if len(day) != 9 || len(who) != 3 {
		t.Errorf("%d treatments of %d clients on that day", len(day), len(who))
	}
	day, who, err = r.DayOf(t.Context(), "B2", "2026-02-01")
	noErr(t, err)
	if len(day) != 0 || len(who) != 0 {
		t.Error("another branch has treatments on that day")
	}
}

func testCodes(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reference := o.File()
	const most = 2
	use := func(what, reference, hash string, at time.Time, want bool) {
		t.Helper()
		o.Write(func(tx *store.Tx) error {
			right, err := tx.UseCode(reference, hash, at, most)
			noErr(t, err)
			same(t, what, right, want)
			return nil
		})
	}
	ends := Start.Add(time.Hour)
	save := func(hash string) {
		o.Write(func(tx *store.Tx) error { return tx.SaveCode(reference, hash, ends) })
	}
	use("one that is not there", reference, "a", Start, false)
	save("a")
	save("b")
	use("the one before", reference, "a", Start, false)
	use("the newest", reference, "b", Start, true)
	use("again", reference, "b", Start, false)
	save("c")
	use("of another dossier", "WH-0", "c", Start, false)
	use("too late", reference, "c", ends, false)
	use("wrong", reference, "x", Start, false)
	use("wrong again", reference, "y", Start, false)
	use("tried too often", reference, "c", Start, false)
	wantErr(t, db.Write(t.Context(), func(tx *store.Tx) error { return tx.SaveCode("WH-0", "h", ends) }), store.ErrNotFound)
	save("d")
	o.Write(func(tx *store.Tx) error { _, err := tx.Purge(ends.Add(time.Millisecond), 10); return err })
	use("purged", reference, "d", Start, false)

	o.Act(reference, dossier.CorrectContact{Contact: dossier.Contact{Name: "Anne Smit", Email: " Smit@Example.nl"}}, Owner)
	o.Write(func(tx *store.Tx) error {
		email, err := tx.Email(reference)
		noErr(t, err)
		same(t, "the address", email, "smit@example.nl")
		_, err = tx.Email("WH-0")
		wantErr(t, err, store.ErrNotFound)
		return nil
	})
}
