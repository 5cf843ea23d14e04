package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"strings"
)

type ledgerCommand struct {
	databaseFlag
}

// Help is shown by `wederhoor ledger --help`.
func (ledgerCommand) Help() string {
	return "Writes as CSV what was paid back in dossiers that were erased: reference, day and amount in euros, no names. The books need it for longer than " +
		"the dossier is kept; how long is said in the policy (privacy, ledger)."
}

func (l ledgerCommand) Run(ctx context.Context, c console) error {
	db, err := openToRead(ctx, l.Database)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // it was only read
	list, err := db.Read().Ledger(ctx)
	if err != nil {
		return err
	}
	rows := [][]string{{"reference", "date", "amount"}}
	for _, b := range list {
		rows = append(rows, []string{cell(b.Reference), cell(string(b.Paid)), cell(fmt.Sprintf("%d.%02d", b.Amount/100, b.Amount%100))})
	}
	return csv.NewWriter(c.out).WriteAll(rows)
}

// cell is text that no spreadsheet takes for a formula (ASVS 1.2.10).
func cell(text string) string {
	if strings.ContainsAny(text[:min(1, len(text))], "=+-@\t\r\n\x00") {
		return "'" + text
	}
	return text
}
