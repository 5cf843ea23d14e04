package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/store"
)

// verifyFiles holds the bytes of files against the histories, and says how many differ.
func (v verifyCommand) verifyFiles(ctx context.Context, c console, db *store.DB) (wrong int, err error) {
	if v.WithoutFiles {
		_, err := fmt.Fprintln(c.out, "The files that people sent along were not looked at (--without-files).")
		return 0, err
	}
	if there, _, err := db.Read().WithFiles(ctx, 0, 1); err != nil || len(there) == 0 {
		return 0, err // nothing to look for, and no folder either, maybe
	}
	if err := v.isThere(v.Database); err != nil {
		return 0, err
	}
	kept, err := v.store(v.Database)
	if err != nil {
		return 0, err
	}
	check, err := casework.VerifyFiles(ctx, db, kept, func(fault string) { _, _ = fmt.Fprintln(c.out, fault) })
	if err != nil {
		return check.Faults, fmt.Errorf("not all files could be checked, only %d: %w\nSay where they are as serve is told, or leave them out with --without-files", check.Files, err)
	}
	_, err = fmt.Fprintf(c.out, "%d files checked, of which %d were taken out: %d differences.\n", check.Files, check.Out, check.Faults)
	return check.Faults, err
}

// isThere refuses a folder that is not: opening it would make an empty one, in which every file is missing.
func (f placeFlags) isThere(database string) error {
	if f.S3Endpoint != "" {
		return nil
	}
	folder, err := f.folder(database)
	if err != nil {
		return err
	}
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no folder %s with the files that people sent along: say with --files or --s3-endpoint where they are, or leave them out with --without-files", folder)
	} else if err != nil {
		return err
	}
	return nil
}
