//go:build endurance

package endurance_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest/pgtest"
)

// engines are both, each with a way to a new, empty database.
var engines = []struct {
	name     string
	database func(t *testing.T) string
}{
	{"sqlite", func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "wederhoor.db") }},
	{"postgres", postgres},
}

func postgres(t *testing.T) string { return pgtest.Start(t, pgtest.Options{}).Database(t) }

// The chain: so many clients that some complain twice and others never, and so few that they get in each other's way now and then.
const (
	branch      = "UTR"
	specialists = 12
	clients     = 400
	password    = "regen op het dak van zolder"
)

// staff are those who work at the desk in the tests.
var staff = []string{"owner", "assistant", "second", "third"}

func roleOf(account string) dossier.Role {
	if account == "owner" {
		return dossier.RoleOwner
	}
	return dossier.RoleAssistant
}

func addressOf(account string) string { return account + "@kliniek.example" }

// hashed is made once: hashing takes long on purpose.
var hashed = sync.OnceValues(func() (string, error) { return accounts.HashPassword(password) })

// visitDay is a day on which everybody was treated, and about which one can still complain.
var visitDay = time.Now().AddDate(0, 0, -2).Format(time.DateOnly)

func specialistOf(client int) string { return fmt.Sprintf("S%d", client%specialists+1) }

func emailOf(client int) string { return fmt.Sprintf("klant%d@post.example", client) }

// nameOf is a name without figures, as people have.
func nameOf(client int) string {
	letters := ""
	for n := client + 26; n > 0; n /= 26 {
		letters += string(rune('a' + n%26))
	}
	return "Anna " + strings.ToUpper(letters[:1]) + letters[1:] + "stra"
}

// prepared makes a database with the chain in it.
func prepared(t *testing.T, database string) {
	t.Helper()
	db := opened(t, database)
	must(t, db.Migrate(t.Context()))
	must(t, db.Write(t.Context(), fill))
	must(t, db.Close())
}

func opened(t *testing.T, database string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), database)
	must(t, err)
	return db
}

func fill(tx *store.Tx) error {
	var people []register.Client
	var visits []register.Treatment
	for n := range clients {
		id := fmt.Sprintf("C%d", n)
		people = append(people, register.Client{ID: id, Name: nameOf(n), Email: emailOf(n)})
		visits = append(visits, register.Treatment{
			ID: "T" + id, Client: id, Branch: branch, Specialist: specialistOf(n), Date: visitDay, Kind: "bleken",
			PriceCents: 20000, PaidCents: 19900, ShadesAdvertised: 6, ShadesAchieved: 3,
		})
	}
	var treating []register.Specialist
	for n := range specialists {
		id := specialistOf(n)
		treating = append(treating, register.Specialist{ID: id, Name: "Sanne " + id, Branch: branch, Active: true})
	}
	hash, err := hashed()
	errs := []error{
		err, tx.SaveBranches([]register.Branch{{ID: branch, Name: "Utrecht", City: "Utrecht"}}), tx.SaveSpecialists(treating),
		tx.SaveClients(people), tx.SaveTreatments(visits),
	}
	for _, account := range staff {
		errs = append(errs, tx.SaveAccount(store.Account{
			ID: dossier.AccountID(account), Name: account, Email: addressOf(account), Hash: hash, Roles: []dossier.Role{roleOf(account)},
		}))
	}
	return errors.Join(errs...)
}
