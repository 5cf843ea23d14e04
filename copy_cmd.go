package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/term"

	"github.com/wederhoor/wederhoor/store"
)

type copyCommand struct {
	policyFlag
	Keep   bool   `help:"Leave the old database without a mark, so that it can go on being served."`
	Unmark bool   `help:"Copy nothing: take the mark off FROM-URL, so that it can be served again."`
	From   string `arg:"" name:"from-url" help:"The database as it is: sqlite:PATH or postgres://USER@HOST/DATABASE."`
	To     string `arg:"" name:"to-url" optional:"" help:"The empty one that everything goes to. An SQLite file is made when there is none."`
}

// Help is shown by `wederhoor copy --help`.
func (copyCommand) Help() string {
	return "Copies a whole installation into another, empty database, from SQLite to PostgreSQL, back, or between two of a kind: dossiers, " +
		"accounts, sessions, links, keys, the register, what is still to be done. Nothing is ever written over: a database that holds " +
		"anything is refused.\n\n" +
		"Nobody can write to either database meanwhile; pages that only show something go on. Everything is written at once at the end: when it is interrupted " +
		"or the connection breaks, the new database stays empty, and the same command begins again. Before that, every row of " +
		"the new database is held against the old one, and every history is followed on both sides. A history that is damaged is " +
		"copied as it is, and told.\n\n" +
		"The old database keeps everything it holds and gets a mark that says where it went: a program that still serves it stops, and " +
		"serve refuses it. What somebody wrote there would be missing in the new one. --unmark takes that mark off again; --keep makes none, for a copy to try " +
		"something with.\n\n" +
		"A password of PostgreSQL need not stand in the address: PGPASSWORD, PGPASSFILE and ~/.pgpass are read too. The " +
		"policy is read for its calendar: give the one that serve uses. The exit code is 0 when the copy is whole."
}

func (cmd copyCommand) Run(ctx context.Context, c console) error {
	if cmd.Unmark {
		return cmd.unmark(ctx, c)
	}
	if cmd.To == "" {
		return errors.New("copy needs two addresses: the database as it is, and the empty one that everything goes to")
	}
	p, err := cmd.load()
	if err != nil {
		return err
	}
	from, err := openOld(ctx, cmd.From)
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }() // Copy has committed what there was
	to, err := openNew(ctx, cmd.To)
	if err != nil {
		return err
	}
	progress := &copyProgress{out: c.err, now: c.now}
	plan := store.CopyPlan{Calendar: p.NewCalendar(), Tell: progress.tell, Moved: store.Place(cmd.To)}
	if cmd.Keep {
		plan.Moved = ""
	}
	result, err := store.Copy(ctx, from, to, plan)
	progress.end()
	if closed := to.Close(); err == nil && closed != nil {
		err = fmt.Errorf("everything was copied, but the new database cannot be closed: %w", closed)
	}
	if err == nil || errors.Is(err, store.ErrUnmarked) {
		return errors.Join(cmd.report(c, result, err), copyError(ctx, err))
	}
	return copyError(ctx, err)
}

// openOld opens the database that is copied: one that is there and that was not moved.
func openOld(ctx context.Context, address string) (*store.DB, error) {
	db, err := openToRead(ctx, address)
	if errors.Is(err, store.ErrOlder) {
		return nil, errors.New("nothing was copied: the old database is of an older version: bring it up to date first, with wederhoor migrate --database")
	}
	if err != nil {
		return nil, fmt.Errorf("nothing was copied: the old database: %w", err)
	}
	if err := db.Here(ctx); err != nil {
		return nil, errors.Join(errMoved(err), db.Close())
	}
	return db, nil
}

func openNew(ctx context.Context, address string) (*store.DB, error) {
	db, err := store.Open(ctx, address)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("nothing was copied: the folder of the new database is not there: make it first: %w", err)
	case err != nil:
		return nil, fmt.Errorf("nothing was copied: the new database cannot be opened: %w", err)
	}
	return db, nil
}

// copyError says what became of a copy that failed.
func copyError(ctx context.Context, err error) error {
	var full *store.NotEmptyError
	var differs *store.DiffersError
	var unfit *store.UnfitError
	const again = "The new database is empty, the old one as it was."
	switch {
	case err == nil, errors.Is(err, store.ErrUnmarked):
		return err
	case ctx.Err() != nil:
		return errors.New("interrupted: nothing was copied. " + again + " The same command begins anew")
	case errors.Is(err, store.ErrSame):
		return errors.New("nothing was copied: both addresses lead to the same database")
	case errors.As(err, &full):
		return fmt.Errorf("nothing was copied: the new database holds something already, and nothing is written over: %s. Give an empty one",
			strings.Join(full.Tables, ", "))
	case errors.As(err, &unfit):
		if unfit.More > 0 {
			unfit.Rows = append(unfit.Rows, fmt.Sprintf("and %d rows more", unfit.More))
		}
		return fmt.Errorf("nothing was copied: the new database cannot hold these texts, because there are NUL characters in them, or bytes that are no text (UTF-8):\n  %s\n%s",
			strings.Join(unfit.Rows, "\n  "), again)
	case errors.As(err, &differs):
		return fmt.Errorf("the copy is not what was copied, and was thrown away: %s. %s Please tell those who maintain the program",
			strings.Join(differs.What, "; "), again)
	case errors.Is(err, store.ErrUnsure):
		return fmt.Errorf("the connection broke when the new database was to keep the copy, so that nobody can tell whether it did. Give the same command "+
			"again: when it says that the new database holds something, the copy is there, whole: %w", err)
	case errors.Is(err, store.ErrBusy):
		return fmt.Errorf("nothing was copied: somebody else keeps a database locked, or it is away. Stop serve and try again: %w", err)
	}
	return fmt.Errorf("nothing was copied: %w. %s", err, again)
}

// report says what was copied, and what to do now.
func (cmd copyCommand) report(c console, r store.Copied, failed error) error {
	table := tabwriter.NewWriter(c.out, 0, 4, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(table, "rows of\told\tnew\t")
	rows := int64(0)
	for _, t := range r.Tables {
		rows += t.New
		_, _ = fmt.Fprintf(table, "%s\t%d\t%d\t\n", t.Name, t.Old, t.New)
	}
	_ = table.Flush()
	_, _ = fmt.Fprintf(c.out, "\n%d rows in %d tables were copied; each is the same on both sides.\n", rows, len(r.Tables))
	_, _ = fmt.Fprintf(c.out, "%d dossiers with %d records were followed on both sides: %d differences within them.\n", r.Dossiers, r.Records, len(r.Faults))
	if len(r.Faults) > 0 {
		_, _ = fmt.Fprintln(c.out, "They were in the old database, and are in the new one as they were; wederhoor verify tells them at any time:")
		for _, fault := range r.Faults[:min(len(r.Faults), faultsShown)] {
			_, _ = fmt.Fprintln(c.out, "  "+fault)
		}
	}
	if len(r.Others) > 0 {
		_, _ = fmt.Fprintf(c.out, "Tables that are not this program's were left: %s.\n", strings.Join(r.Others, ", "))
	}
	old := store.Place(cmd.From)
	_, err := fmt.Fprintf(c.out, "\nServe the new database from now on: %s\n", store.Place(cmd.To))
	switch {
	case failed != nil:
		_, _ = fmt.Fprintf(c.out, "The old database, %s, must not be served any more: what is written there is missing in the new one.\n", old)
	case cmd.Keep:
		_, _ = fmt.Fprintf(c.out, "The old database, %s, is as it was and has no mark: what is written there from now on is missing in the new one.\n", old)
	default:
		_, _ = fmt.Fprintf(c.out, "The old database, %s, holds what it held and must not be served any more: it has a mark now that says where it went, and\n"+
			"takes nothing in. To go back to it, without what is written to the new one, give its address to wederhoor copy --unmark.\n", old)
	}
	return err
}

// faultsShown is how many faults are listed; verify lists them all.
const faultsShown = 20

// unmark lets a database be served again that was copied elsewhere.
func (cmd copyCommand) unmark(ctx context.Context, c console) error {
	if cmd.To != "" || cmd.Keep {
		return errors.New("--unmark takes one address alone: that of the database that says it was moved")
	}
	db, err := openFile(ctx, cmd.From)
	if err != nil {
		return err
	}
	err = db.Unmark(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return errors.Join(errors.New("the database has no mark that says it was moved; nothing was changed"), db.Close())
	}
	if err == nil {
		_, err = fmt.Fprintln(c.out, "The mark is off: the database can be served again. What was written to the one it was copied to is not in it.")
	}
	return errors.Join(err, db.Close())
}

// openFile opens a database that must be there, whatever its schema.
func openFile(ctx context.Context, address string) (*store.DB, error) {
	if path, file := strings.CutPrefix(address, "sqlite:"); file {
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("there is no such database: %w", err)
		}
	}
	db, err := store.Open(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	return db, nil
}

// copyProgress tells how far a copy is, at most once a second: on one line at a terminal, on a line each time otherwise.
type copyProgress struct {
	out io.Writer
	now func() time.Time

	stage   store.CopyStage
	began   time.Time // of the stage
	told    time.Time
	width   int // of the line that stands at the terminal
	started bool
}

const copyTold = time.Second // between two lines

func (p *copyProgress) tell(done store.CopyProgress) {
	now := p.now()
	if !p.started || done.Stage != p.stage {
		p.began, p.stage, p.started = now, done.Stage, true
	}
	if now.Sub(p.told) < copyTold {
		return
	}
	p.told = now
	p.say(copyLine(done, now.Sub(p.began)))
}

// copyLine is one line of progress.
func copyLine(done store.CopyProgress, took time.Duration) string {
	what := map[store.CopyStage]string{
		store.CopyRows: "copying " + done.Table, store.CompareRows: "comparing " + done.Table, store.WalkChains: "following histories",
	}[done.Stage]
	line := fmt.Sprintf("%s: %d of %d", what, done.Done, done.Total)
	seconds := took.Seconds()
	if seconds <= 0 || done.Done == 0 {
		return line
	}
	rate := float64(done.Done) / seconds
	left := time.Duration(float64(done.Total-done.Done) / rate * float64(time.Second))
	return fmt.Sprintf("%s, %.0f a second, %s left", line, rate, left.Round(time.Second))
}

func (p *copyProgress) say(line string) {
	if f, ok := p.out.(*os.File); !ok || !term.IsTerminal(int(f.Fd())) {
		_, _ = fmt.Fprintln(p.out, line)
		return
	}
	_, _ = fmt.Fprintf(p.out, "\r%-*s", p.width, line)
	p.width = len(line)
}

// end leaves the terminal's line to what comes next.
func (p *copyProgress) end() {
	if p.width > 0 {
		_, _ = fmt.Fprintln(p.out)
	}
}
