package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/export"
	"github.com/wederhoor/wederhoor/words"
)

type accessCommand struct {
	databaseFlag
	policyFlag
	Lang      string `enum:"nl,en" default:"nl" placeholder:"LANG" help:"Language of the document: ${enum}."`
	About     string `default:"complainant" placeholder:"WHO" help:"Whose data: complainant, fellow:2 or specialist:S1."`
	Out       string `placeholder:"FILE" help:"Where the zip is written; REFERENCE.zip in this folder when empty. A file that is there is not overwritten."`
	DryRun    bool   `help:"Tell how much would be in it, and write nothing."`
	Reference string `arg:"" help:"The dossier, as WH-4F7Q-K2MA."`
}

// Help is shown by `wederhoor access --help`.
func (accessCommand) Help() string {
	return "Writes what is kept of one person in a dossier, to give to that person (GDPR, article 15): a zip with a PDF to read and the same as " +
		"JSON. What is of others is left out, each time with the reason; so is what was said in a talk (R3), which the complainant reads on their own page. " +
		"Look it through before you give it: what people write can name others.\n\n" +
		"Nothing in the database is written, and serve can run meanwhile."
}

func (a accessCommand) Run(ctx context.Context, c console) error {
	reference, ok := dossier.ParseReference(a.Reference)
	if !ok {
		return fmt.Errorf("%q is not a reference: a character in it is wrong or missing; it looks like WH-4F7Q-K2MA", a.Reference)
	}
	p, err := a.load()
	if err != nil {
		return err
	}
	db, err := openToRead(ctx, a.Database)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // it was only read
	office := &casework.Office{DB: db, Policy: p, Clock: c.now, Log: newLog(c.err)}
	d, err := office.AccessExport(ctx, reference, dossier.Party(a.About), words.Parse(a.Lang))
	var own *casework.Error
	if errors.As(err, &own) && own.Kind == casework.NotFound {
		return fmt.Errorf("there is no dossier %s in this database", reference)
	}
	if err != nil {
		return err
	}
	return a.write(c, d)
}

func (a accessCommand) write(c console, d export.Document) (err error) {
	text := fmt.Sprintf("%d records, %d texts, %d messages, %d files; withheld:", len(d.Records), d.Texts(), len(d.Messages), len(d.Files))
	for _, reason := range export.Reasons() {
		text += fmt.Sprintf(" %s %d", reason, d.Withheld()[reason])
	}
	if a.DryRun {
		_, err := fmt.Fprintln(c.out, text)
		return err
	}
	path := a.Out
	if path == "" {
		path = d.Reference + ".zip"
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // the operator says where
	if err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := d.Zip(file); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, "%s: %s\n", path, text)
	return err
}
