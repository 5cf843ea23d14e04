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
	fileFlags
	Lang      string `enum:"nl,en" default:"nl" placeholder:"LANG" help:"Language of the document: ${enum}."`
	About     string `default:"complainant" placeholder:"WHO" help:"Whose data: complainant, fellow:2 or specialist:S1."`
	Out       string `placeholder:"FILE" help:"Where the zip is written; REFERENCE.zip in this folder when empty. A file that is there is not overwritten."`
	DryRun    bool   `help:"Tell how much would be in it, and write nothing."`
	Reference string `arg:"" help:"The dossier, as WH-4F7Q-K2MA."`
}

// Help is shown by `wederhoor access --help`.
func (accessCommand) Help() string {
	return "Writes what is kept of one person in a dossier, to give to that person (GDPR, article 15): a zip with a PDF to read, the same as " +
		"JSON, and the files that they sent along. What is of others is left out, each time with the reason; so is what was said in a talk (R3), which the complainant reads on their own page. " +
		"Look it through before you give it: what people write can name others.\n\n" +
		"Nothing in the database is written, and serve can run meanwhile."
}

func (a accessCommand) Run(ctx context.Context, c console) error {
	reference, err := referenceOf(a.Reference)
	if err != nil {
		return err
	}
	office, end, err := openOffice(ctx, c, a.databaseFlag, a.policyFlag)
	if err != nil {
		return err
	}
	defer end()
	if err := a.keep(office, a.Database); err != nil {
		return err
	}
	d, err := office.AccessExport(ctx, reference, dossier.Party(a.About), words.Parse(a.Lang))
	var own *casework.Error
	if errors.As(err, &own) && own.Kind == casework.NotFound {
		return fmt.Errorf("there is no dossier %s in this database, or it has nothing of %q: --about is complainant, fellow:2 or specialist:S1", reference, a.About)
	}
	if err != nil {
		return err
	}
	if a.DryRun {
		_, err := fmt.Fprintln(c.out, a.counted(d))
		return err
	}
	return a.write(ctx, c, office, d)
}

// counted says how much is in an export, and how much is withheld for each reason.
func (a accessCommand) counted(d export.Document) string {
	n := d.Counts()
	text := fmt.Sprintf("%d records, %d texts, %d messages, %d files of %d bytes; withheld:", n.Records, n.Texts, n.Messages, n.Files, n.Bytes)
	for _, reason := range export.Reasons() {
		text += fmt.Sprintf(" %s %d", reason, d.Withheld()[reason])
	}
	return text
}

// write writes the zip. What could not be finished is taken away again: half of it is of no use to anybody.
func (a accessCommand) write(ctx context.Context, c console, office *casework.Office, d export.Document) error {
	path := a.Out
	if path == "" {
		path = d.Reference + ".zip"
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // the operator says where
	if err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	if err := errors.Join(office.WriteAccess(ctx, &d, file), file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	_, err = fmt.Fprintf(c.out, "%s: %s\n", path, a.counted(d))
	return err
}
