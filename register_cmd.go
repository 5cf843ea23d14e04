package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/wederhoor/wederhoor/store"
)

const (
	registerBatch = 1000      // lines that are saved in one transaction
	registerShown = 20        // wrong lines that are listed
	registerLine  = 64 * 1024 // bytes that a line can have
)

type registerCommand struct {
	databaseFlag
	File string `arg:"" help:"The file; - reads standard input."`
}

// Help is shown by `wederhoor register --help`.
func (registerCommand) Help() string {
	return "Adds branches, specialists, clients and treatments to the register, or changes those whose id is known. serve can run meanwhile. " +
		"Giving the same file again changes nothing.\n\n" +
		"The file is UTF-8 with one JSON object a line. Its \"kind\" says what it is, and which fields it has; [those in brackets] can be left out:\n\n" +
		"branch: id, name, [city]\n\n" +
		"specialist: id, name, branch, [active: true unless false is given, for who left]\n\n" +
		"client: id, name, [birth], [email], [phone], [address], [postcode]\n\n" +
		"treatment: id, client, branch, specialist, date, [treatment_kind], [price_cents or price], [paid_cents or paid], " +
		"[shades_advertised], [shades_achieved]\n\n" +
		"An id is up to 64 letters, digits, and any of . _ -, not dots alone. Dates are written 2026-02-28. Amounts are a number of cents in price_cents and " +
		"paid_cents, or a text in euros such as \"199,00\" in price and paid. A line replaces all that was known under its id.\n\n" +
		"A line that is wrong is refused, with its number and what is wrong; the first 20 are listed. All other lines are saved. The exit code " +
		"is 1 when a line was refused. The order of the lines does not matter."
}

func (r registerCommand) Run(ctx context.Context, c console) error {
	file := c.in
	if r.File != "-" {
		var err error
		if file, err = os.Open(r.File); err != nil {
			return err
		}
		defer func() { _ = file.Close() }() // it was only read
	}
	db, err := openMigrated(ctx, r.Database)
	if err != nil {
		return err
	}
	load := registerLoad{db: db, told: c.err, latest: latestDay(c.now())}
	err = load.all(ctx, file)
	_, said := fmt.Fprintf(c.out, "Saved: %d branches, %d specialists, %d clients, %d treatments. Refused: %d lines.\n",
		load.branches, load.specialists, load.clients, load.treatments, load.refused)
	if err = errors.Join(err, said, db.Close()); err == nil && load.refused > 0 {
		return exitCode(1)
	}
	return err
}

// latestDay is the latest day that it is anywhere on earth: no visit can have been later.
func latestDay(now time.Time) string { return now.UTC().Add(14 * time.Hour).Format(time.DateOnly) }

// registerLoad saves a file line by line, and counts.
type registerLoad struct {
	db     *store.DB
	told   io.Writer
	latest string

	number, refused                            int
	branches, specialists, clients, treatments int
	waiting                                    registerLines
	lines                                      int // that wait
}

func (l *registerLoad) all(ctx context.Context, file io.Reader) error {
	in := bufio.NewReaderSize(file, registerLine)
	for {
		line, end, err := l.next(in)
		if err != nil {
			return errors.Join(fmt.Errorf("line %d: %w", l.number, err), l.save(ctx))
		}
		if len(line) > 0 {
			l.take(line)
		}
		if end || l.lines >= registerBatch {
			if err := l.save(ctx); err != nil || end {
				return err
			}
		}
	}
}

// next reads a line without the spaces around it. One that is too long is refused and passed over, so that what follows is read.
func (l *registerLoad) next(in *bufio.Reader) (line []byte, end bool, err error) {
	l.number++
	line, err = in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		l.refuse(fmt.Errorf("longer than %d bytes", registerLine))
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = in.ReadSlice('\n')
		}
		line = nil
	}
	if end = errors.Is(err, io.EOF); end {
		err = nil
	}
	if l.number == 1 {
		line = bytes.TrimPrefix(line, []byte("\ufeff")) // what some programs put before UTF-8
	}
	return bytes.TrimSpace(line), end, err
}

func (l *registerLoad) take(line []byte) {
	if err := l.waiting.add(line, l.latest); err != nil {
		l.refuse(err)
		return
	}
	l.lines++
}

func (l *registerLoad) refuse(why error) {
	l.refused++
	switch {
	case l.refused <= registerShown:
		_, _ = fmt.Fprintf(l.told, "line %d: %v\n", l.number, why)
	case l.refused == registerShown+1:
		_, _ = fmt.Fprintln(l.told, "More lines are wrong; they are counted below.")
	}
}

// save writes what waits in one transaction.
func (l *registerLoad) save(ctx context.Context) error {
	w := l.waiting
	err := l.db.Write(ctx, func(tx *store.Tx) error {
		return errors.Join(tx.SaveBranches(w.branches), tx.SaveSpecialists(w.specialists), tx.SaveClients(w.clients), tx.SaveTreatments(w.treatments))
	})
	if err != nil {
		return fmt.Errorf("the %d lines before line %d were not saved: %w", l.lines, l.number+1, err)
	}
	l.branches += len(w.branches)
	l.specialists += len(w.specialists)
	l.clients += len(w.clients)
	l.treatments += len(w.treatments)
	l.waiting, l.lines = registerLines{}, 0
	return nil
}
