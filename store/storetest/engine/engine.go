// Package engine is the database engine that tests run on: SQLite, unless WEDERHOOR_TEST_ENGINE asks for another one.
//
// Tests that are about one engine alone do not ask here. Those about SQLite stand in files that the build tag postgres leaves out, those
// about PostgreSQL in files that it puts in: so that each of them runs once, and none is skipped.
package engine

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/wederhoor/wederhoor/store/storetest/pgtest"
)

// variable names the engine.
const variable = "WEDERHOOR_TEST_ENGINE"

// Postgres reports whether the tests run on PostgreSQL.
func Postgres() bool {
	switch name := os.Getenv(variable); name {
	case "", "sqlite":
		return false
	case "postgres":
		return true
	default:
		panic(fmt.Sprintf("%s=%s: there are sqlite and postgres", variable, name))
	}
}

// Address is that of a new, empty database, which goes away with the test. Without PostgreSQL on the machine the test fails, when that
// is what was asked for.
func Address(t testing.TB) string {
	t.Helper()
	return Copy(t, nil)
}

// Copy is Address where many tests begin with the same in their database. Where a database can be copied, it is a copy of one that
// fill has filled, once; elsewhere it is empty: so the test fills it all the same, and finds that done or does it.
func Copy(t testing.TB, fill *Filling) string {
	t.Helper()
	if !Postgres() {
		return "sqlite:" + filepath.Join(t.TempDir(), "wederhoor test%20#1.db") // signs that mean something in an address
	}
	address, drop, err := postgres(fill)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(drop)
	return address
}

// Filling fills an empty database, and closes it.
type Filling struct {
	Fill func(address string) error

	once sync.Once
	name string
	err  error
}

func (f *Filling) template(server *pgtest.Server) (string, error) {
	if f == nil {
		return pgtest.Empty, nil
	}
	f.once.Do(func() { f.name, f.err = server.Template(f.Fill) })
	return f.name, f.err
}

// Lasting is Address for what several tests share: drop takes it away.
func Lasting() (address string, drop func(), err error) {
	if Postgres() {
		return postgres(nil)
	}
	folder, err := os.MkdirTemp("", "wederhoor-test-")
	return "sqlite:" + filepath.Join(folder, "lasting.db"), func() { _ = os.RemoveAll(folder) }, err
}

func postgres(fill *Filling) (address string, drop func(), err error) {
	server, err := pgtest.Shared()
	if err != nil {
		return "", nil, err
	}
	template, err := fill.template(server)
	if err != nil {
		return "", nil, err
	}
	return server.Make(template)
}
