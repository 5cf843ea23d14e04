package main

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// Nothing that is exported as CSV is taken for a formula, whatever stands in the database.
func TestASVS1_2_10_NoFormulaInAnyExport(t *testing.T) {
	p := newPast(t)
	p.closed("Wiebrand")
	raw := engine.SQL(t, p.url)
	for i, paid := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "2026-03-04"} {
		engine.Exec(t, raw, "insert into ledger (dossier, remedy, paid, amount) values (1, $1, $2, 1995)", i, paid)
	}
	code, out := p.command("ledger")
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if code != 0 || err != nil || len(rows) != 8 {
		t.Fatalf("%d, %d rows, %v: %s", code, len(rows), err, out)
	}
	for _, row := range rows {
		for _, text := range row {
			if strings.ContainsAny(text[:1], "=+-@\t\r") {
				t.Errorf("%q is a formula", text)
			}
		}
		if row[0] != "reference" && row[2] != "19.95" {
			t.Errorf("an amount is told as %q", row[2])
		}
	}
}
