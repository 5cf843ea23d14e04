package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/tombstone"
)

type tombstonesFlag struct {
	Tombstones string `name:"tombstones" env:"WEDERHOOR_TOMBSTONES" placeholder:"FILE" help:"File in which is kept what was erased, so that a backup does not bring it back. Keep it outside the database and its backups. No personal data are in it."`
}

// tombstones has an office keep what it erases in the file that is set, and erases what a backup brought back, before anybody is served. The file
// is made when there is none. What the database erased while another file was set, or none, is written to it too.
func (f tombstonesFlag) tombstones(ctx context.Context, office *casework.Office) error {
	if f.Tombstones == "" {
		office.Log.Warn("no tombstones are kept: what is erased comes back with a backup that is restored; set --tombstones")
		return nil
	}
	file, made, err := tombstone.Make(f.Tombstones)
	if err != nil {
		return fmt.Errorf("--tombstones: %w", err)
	}
	if made {
		office.Log.Warn("there was no file of tombstones, and one was made: after a restore this is the wrong file", "tombstones", f.Tombstones)
	}
	office.Tombstones = file
	if err := restore(ctx, office, office.Log); err != nil {
		return err
	}
	more, err := office.RememberErasures(ctx)
	if err != nil {
		return fmt.Errorf("--tombstones: %w", err)
	}
	if more > 0 {
		office.Log.Warn("the file of tombstones did not know of all erasures of the database: they were written to it", "tombstones", f.Tombstones, "erasures", more)
	}
	return nil
}

// kept is the file that is set, which must be there: by a wrong name nothing would be erased again, and nobody would know.
func (f tombstonesFlag) kept() (*tombstone.File, error) {
	if f.Tombstones == "" {
		return nil, errors.New("--tombstones: say which file")
	}
	file, err := tombstone.At(f.Tombstones)
	if errors.Is(err, tombstone.ErrNone) {
		return nil, fmt.Errorf("--tombstones: there is no file %s: nothing was erased again; name the file that serve was given", f.Tombstones)
	}
	if err != nil {
		return nil, fmt.Errorf("--tombstones: %w", err)
	}
	return file, nil
}

// restore erases again what a backup brought back.
func restore(ctx context.Context, office *casework.Office, log *slog.Logger) error {
	done, err := office.ApplyTombstones(ctx)
	if err != nil {
		return err
	}
	if len(done.Erased) > 0 {
		log.Warn("a backup brought erased data back: they were erased again", "dossiers", done.Erased)
	}
	if len(done.Open) > 0 {
		log.Warn("of these the words were erased, and the dossier is open or held in the backup: finish and erase it", "dossiers", done.Open)
	}
	return nil
}

type eraseCommand struct {
	databaseFlag
	policyFlag
	Email      string   `placeholder:"ADDRESS" help:"Every dossier of the complainant with this e-mail address."`
	Expired    bool     `help:"List the dossiers that the next night erases because their time is over. It erases none itself."`
	Whose      string   `default:"everybody" placeholder:"WHO" help:"Whose words: everybody, or of one dossier those of one person (fellow:2, specialist:S1)."`
	DryRun     bool     `help:"Tell what would be erased, and erase nothing."`
	References []string `arg:"" optional:"" help:"The dossiers, as WH-4F7Q-K2MA."`
}

// Help is shown by `wederhoor erase --help`.
func (eraseCommand) Help() string {
	return "Erases, on request of the person, what was said and written in a dossier, names, messages, links and files. That something was done, and " +
		"when, stays, and wederhoor verify still passes. This cannot be undone: try it with --dry-run first.\n\n" +
		"A dossier that is open or under a hold is not erased; what is told says what to do instead. serve can run meanwhile; it deletes the files " +
		"and keeps the tombstones, at once or when it is started next. The exit code is 1 when something was not erased."
}

func (e eraseCommand) Run(ctx context.Context, c console) error {
	office, end, err := openOffice(ctx, c, e.databaseFlag, e.policyFlag)
	if err != nil {
		return err
	}
	defer end()
	if e.Expired {
		return tellExpired(ctx, office, c)
	}
	references, err := e.named(ctx, office.DB)
	if err != nil {
		return err
	}
	failed := 0
	for _, reference := range references {
		gone, err := office.EraseAsProgram(ctx, reference, dossier.Party(e.Whose), e.DryRun)
		if err != nil {
			failed++
		}
		if err := e.tell(c, reference, gone, err); err != nil {
			return err
		}
	}
	if failed > 0 {
		return exitCode(1)
	}
	return nil
}

// openOffice is for commands that do what the desk does, or show it, over a database that is there and of this version. end closes it.
func openOffice(ctx context.Context, c console, d databaseFlag, p policyFlag) (office *casework.Office, end func(), err error) {
	own, err := p.load()
	if err != nil {
		return nil, nil, err
	}
	db, err := openToRead(ctx, d.Database)
	if err != nil {
		return nil, nil, err
	}
	key, err := db.Secret(ctx, "links")
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	office = &casework.Office{DB: db, Policy: own, Clock: c.now, Key: key, Base: "http://localhost", Log: newLog(c.err)}
	return office, func() { _ = db.Close() }, nil // every act has ended
}

// referenceOf reads a reference as somebody typed it.
func referenceOf(typed string) (string, error) {
	reference, ok := dossier.ParseReference(typed)
	if !ok {
		return "", fmt.Errorf("%q is not a reference: a character in it is wrong or missing; it looks like WH-4F7Q-K2MA", typed)
	}
	return reference, nil
}

// named are the dossiers that are asked for.
func (e eraseCommand) named(ctx context.Context, db *store.DB) ([]string, error) {
	var all []string
	for _, typed := range e.References {
		reference, err := referenceOf(typed)
		if err != nil {
			return nil, err
		}
		all = append(all, reference)
	}
	if e.Email != "" {
		found, err := db.Read().ReferencesOf(ctx, register.FoldEmail(e.Email))
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	if len(all) == 0 {
		return nil, errors.New("no dossier is named, or none has that e-mail address: nothing was erased")
	}
	return all, nil
}

func (e eraseCommand) tell(c console, reference string, gone store.Erasure, err error) error {
	what := "erased"
	if e.DryRun {
		what = "would be erased"
	}
	text := fmt.Sprintf("%s: %s: %d texts, %d messages, %d links, %d reasons of readers, %d files", reference, what, gone.Words, gone.Messages, gone.Links, gone.Reasons, gone.Files)
	var own *casework.Error
	var other *store.NotErasableError
	switch {
	case errors.As(err, &other):
		text = fmt.Sprintf("%s: not erased: of %q nothing can be erased by itself in this dossier; --whose can be: %s", reference, e.Whose, parties(other.Has))
	case errors.As(err, &own) && own.Refusal != nil:
		text = fmt.Sprintf("%s: not erased: %s", reference, own.Refusal.Text.EN)
	case errors.As(err, &own) && own.Kind == casework.NotFound:
		text = reference + ": not erased: there is no such dossier"
	case err != nil:
		return err
	}
	_, err = fmt.Fprintln(c.out, text)
	return err
}

func parties(all []dossier.Party) string {
	names := make([]string, len(all))
	for i, p := range all {
		names[i] = string(p)
	}
	return strings.Join(names, ", ")
}

func tellExpired(ctx context.Context, office *casework.Office, c console) error {
	list, err := office.Expired(ctx)
	if err != nil {
		return err
	}
	for _, reference := range list {
		if _, err := fmt.Fprintln(c.out, reference); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(c.out, "The next night erases %d dossiers.\n", len(list))
	return err
}

type tombstonesCommand struct {
	databaseFlag
	policyFlag
	tombstonesFlag
}

// Help is shown by `wederhoor tombstones --help`.
func (tombstonesCommand) Help() string {
	return "Erases again what a backup brought back: every erasure that stands in the file of --tombstones and not in the database. serve does the same " +
		"when it starts; this is for a database that is restored to be read by other means. A dossier that is open or held in the backup loses its " +
		"words as well, and is named, so that it can be finished and erased."
}

func (t tombstonesCommand) Run(ctx context.Context, c console) error {
	stones, err := t.kept()
	if err != nil {
		return err
	}
	p, err := policy.Load(t.Policy)
	if err != nil {
		return err
	}
	db, err := openMigrated(ctx, t.Database)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // every act has ended
	key, err := db.Secret(ctx, "links")
	if err != nil {
		return err
	}
	office := &casework.Office{DB: db, Policy: p, Clock: c.now, Key: key, Base: "http://localhost", Log: newLog(c.err), Tombstones: stones}
	done, err := office.ApplyTombstones(ctx)
	if err != nil {
		return err
	}
	if err := db.Scrub(ctx); err != nil {
		return err
	}
	for _, reference := range done.Erased {
		if _, err := fmt.Fprintln(c.out, reference+": erased again"); err != nil {
			return err
		}
	}
	for _, reference := range done.Open {
		if _, err := fmt.Fprintln(c.out, reference+": open or held in the backup; its words are gone: finish and erase it"); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(c.out, "%d dossiers were erased again.\n", len(done.Erased))
	return err
}
