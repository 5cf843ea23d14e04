package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/wederhoor/wederhoor/store"
)

// openMigrated opens the database and brings its schema up to date.
func openMigrated(ctx context.Context, url string) (*store.DB, error) {
	db, err := store.Open(ctx, url)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	if err := db.Migrate(ctx); err != nil {
		if errors.Is(err, store.ErrNewer) {
			err = errors.New("it was made by a newer version of this program")
		}
		return nil, errors.Join(fmt.Errorf("bring the database up to date: %w", err), db.Close())
	}
	return db, nil
}

type migrateCommand struct{ databaseFlag }

// Help is shown by `wederhoor migrate --help`.
func (migrateCommand) Help() string {
	return "Makes the database when there is none, and brings an older one to the schema of this version. serve does the same when " +
		"it starts; this is for whoever wants to do it beforehand. A database of a newer version is left alone."
}

func (m migrateCommand) Run(ctx context.Context, c console) error {
	db, err := openMigrated(ctx, m.Database)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.out, "The database is up to date.")
	return errors.Join(err, db.Close())
}

type verifyCommand struct {
	databaseFlag
	policyFlag
}

// Help is shown by `wederhoor verify --help`.
func (verifyCommand) Help() string {
	return "Walks the history of every dossier, checks that nothing in it was changed afterwards, makes every list row from the history " +
		"again, and says what differs. Nothing is written. The exit code is 1 when something differs.\n\n" +
		"The policy is read for its calendar, on which the deadlines in the lists depend: give the one that serve uses."
}

func (v verifyCommand) Run(ctx context.Context, c console) error {
	p, err := v.load()
	if err != nil {
		return err
	}
	if path, file := strings.CutPrefix(v.Database, "sqlite:"); file {
		if _, err := os.Stat(path); err != nil {
			return fmt.Errorf("there is no database to check: %w", err) // opening would make an empty one
		}
	}
	db, err := store.Open(ctx, v.Database)
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	defer func() { _ = db.Close() }() // it was only read
	if err := db.Ready(ctx); err != nil {
		return fmt.Errorf("the database cannot be checked: %w", err)
	}
	check, err := db.Verify(ctx, p.NewCalendar())
	if err != nil {
		return err
	}
	for _, fault := range check.Faults {
		_, _ = fmt.Fprintln(c.out, fault)
	}
	_, err = fmt.Fprintf(c.out, "%d dossiers with %d records checked, %d jobs known: %d differences.\n",
		check.Dossiers, check.Records, check.Jobs, len(check.Faults))
	if err == nil && len(check.Faults) > 0 {
		return exitCode(1)
	}
	return err
}
