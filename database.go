package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"strings"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// openMigrated opens the database and brings its schema up to date.
func openMigrated(ctx context.Context, url string) (*store.DB, error) {
	db, err := store.Open(ctx, url)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	if err := db.Here(ctx); err != nil {
		return nil, errors.Join(errMoved(err), db.Close())
	}
	if err := db.Migrate(ctx); err != nil {
		if errors.Is(err, store.ErrNewer) {
			err = errors.New("it was made by a newer version of this program")
		}
		return nil, errors.Join(fmt.Errorf("bring the database up to date: %w", err), db.Close())
	}
	return db, nil
}

// rowsAnew makes the rows anew that another version of the program made: pages show rows. before is called when there are any. Dossiers
// that are damaged keep their rows, and are told as a store.DamagedError.
func rowsAnew(ctx context.Context, db *store.DB, cal dossier.Calendar, before func(outdated int)) error {
	outdated, err := db.Read().Outdated(ctx)
	if err != nil || outdated == 0 {
		return err
	}
	before(outdated)
	_, err = db.Rebuild(ctx, cal)
	return err
}

// errDamaged is what somebody at a terminal is told about damaged dossiers.
func errDamaged(err error) error {
	if damaged := (*store.DamagedError)(nil); errors.As(err, &damaged) {
		return fmt.Errorf("%d dossiers are damaged and keep the rows they have; wederhoor verify says what is wrong with them: %s",
			len(damaged.References), strings.Join(damaged.References, ", "))
	}
	return err
}

type migrateCommand struct {
	databaseFlag
	policyFlag
}

// Help is shown by `wederhoor migrate --help`.
func (migrateCommand) Help() string {
	return "Makes the database when there is none, and brings an older one to the schema of this version. serve does the same when " +
		"it starts; this is for whoever wants to do it beforehand. A database of a newer version is left alone.\n\n" +
		"List rows that another version made are made anew. The policy is read for its calendar, on which the deadlines in them depend: " +
		"give the one that serve uses."
}

func (m migrateCommand) Run(ctx context.Context, c console) error {
	p, err := m.load()
	if err != nil {
		return err
	}
	db, err := openMigrated(ctx, m.Database)
	if err != nil {
		return err
	}
	err = rowsAnew(ctx, db, p.NewCalendar(), func(outdated int) {
		_, _ = fmt.Fprintf(c.out, "Another version made the rows of %d dossiers: they are made anew.\n", outdated)
	})
	if err == nil {
		_, err = fmt.Fprintln(c.out, "The database is up to date.")
	}
	return errors.Join(errDamaged(err), db.Close())
}

type verifyCommand struct {
	databaseFlag
	policyFlag
	sealedFlags
	placeFlags
	WithoutFiles bool `help:"Leave the files out: they are kept where this machine cannot reach them."`
	Rebuild      bool `help:"Write list rows anew that differ from the history, and check after that."`
}

// Help is shown by `wederhoor verify --help`.
func (verifyCommand) Help() string {
	return "Walks the history of every dossier, checks that nothing in it was changed afterwards, makes every list row from the history " +
		"again, and says what differs. The exit code is 1 when something differs. Jobs that were given up are counted by kind.\n\n" +
		"Every checkpoint is computed anew from the histories, from who looked and from what was done with accounts, and its signature is checked. What was " +
		"removed with everything that belongs to it shows there, and nowhere else. A checkpoint that was kept elsewhere (--checkpoint) shows that " +
		"the newest ones are still there, and with a key of your own (--public-key) that nobody who has the database alone has made them anew.\n\n" +
		"Of each file that people sent along, the bytes that are kept (--files, or --s3-endpoint and what belongs to it, as serve has them) are held against the SHA-256 in the " +
		"history. One that is missing or differs is named, and one that is still there although it was taken out. --without-files leaves that out.\n\n" +
		"Nothing is written, unless --rebuild is given: then rows that differ are made anew first, and what is told is what still differs. " +
		"The history itself is never written.\n\n" +
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
	if v.Rebuild {
		if err := rebuild(ctx, c, db, p.NewCalendar()); err != nil {
			return err
		}
	}
	return v.report(ctx, c, db, p.NewCalendar())
}

// rebuild writes the rows anew that differ. What is damaged is told by the check that follows.
func rebuild(ctx context.Context, c console, db *store.DB, cal dossier.Calendar) error {
	n, err := db.Rebuild(ctx, cal)
	if damaged := (*store.DamagedError)(nil); err != nil && !errors.As(err, &damaged) {
		return err
	}
	_, err = fmt.Fprintf(c.out, "%d dossiers had rows that differed: they were made anew.\n", n)
	return err
}

// report says what differs.
func (v verifyCommand) report(ctx context.Context, c console, db *store.DB, cal dossier.Calendar) error {
	check, err := db.Verify(ctx, cal)
	if err != nil {
		return err
	}
	failed, err := db.Read().FailedJobs(ctx, math.MaxInt32)
	if err != nil {
		return err
	}
	for _, fault := range check.Faults {
		_, _ = fmt.Fprintln(c.out, fault)
	}
	if len(failed) > 0 {
		_, _ = fmt.Fprintf(c.out, "%d jobs were given up: %s.\n", len(failed), kindsOf(failed))
	}
	if check.Waiting > 0 {
		_, _ = fmt.Fprintf(c.out, "%d dossiers were counted by another calendar than that of this policy: what it says of their terms was neither "+
			"compared nor changed. serve counts them anew by its own policy, and records which terms moved.\n", check.Waiting)
	}
	_, err = fmt.Fprintf(c.out, "%d dossiers with %d records checked, %d jobs known: %d differences.\n",
		check.Dossiers, check.Records, check.Jobs, len(check.Faults))
	if err != nil {
		return err
	}
	faults, err := v.verify(ctx, c, db)
	if err != nil {
		return err
	}
	wrong, err := v.verifyFiles(ctx, c, db)
	if err == nil && len(check.Faults)+faults+wrong > 0 {
		return exitCode(1)
	}
	return err
}
