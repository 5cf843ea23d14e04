package main

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/export"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
	"github.com/wederhoor/wederhoor/words"
)

// formulas are what spreadsheets take for one (ASVS 1.2.10).
var formulas = []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", `=cmd|'/c calc'!A1`, `=HYPERLINK("http://example.org","x")`}

// Nothing that the program writes for others to open is taken for a formula, or does anything by itself, whatever somebody typed. These are all of its exports: the ledger
// (CSV), what is kept of one person (a zip with a PDF and JSON), the history of a dossier as text, calendar files, and the dossier for the police, which is a page:
// web/desk TestASVS1_2_10_NoFormulaInTheDossierForThePolice.
func TestASVS1_2_10_NoFormulaInAnyExport(t *testing.T) {
	t.Run("ledger", ledgerHasNoFormula)
	t.Run("access", accessHasNoFormula)
	t.Run("history", historyHasNoFormula)
	t.Run("calendar", calendarHasNoFormula)
	t.Run("no other is a table", onlyTheLedgerIsATable)
}

func ledgerHasNoFormula(t *testing.T) {
	p := newPast(t)
	p.closed("Wiebrand")
	raw := engine.SQL(t, p.url)
	paid := append(slices.Clone(formulas), "2026-03-04")
	for i, on := range paid {
		engine.Exec(t, raw, "insert into ledger (dossier, remedy, paid, amount) values (1, $1, $2, 1995)", i, on)
	}
	code, out := p.command("ledger")
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if code != 0 || err != nil || len(rows) != len(paid)+1 {
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

// typed is a complaint in which everything that can be typed is a formula.
func (p *past) typed(text string) (reference string) {
	p.t.Helper()
	result, err := p.Do(p.t.Context(), casework.Public(), casework.Order{Command: dossier.File{
		Contact: dossier.Contact{Name: text, Email: "w@example.org", Address: text}, Branch: "B1", TreatmentDate: "2026-03-02",
		About: []dossier.About{dossier.AboutTreatment}, Story: text, Wish: text,
	}})
	p.must(err)
	p.settle()
	return result.Reference
}

// JSON holds what was typed as text, whole; the PDF has nothing that runs, leads elsewhere or is filled in.
func accessHasNoFormula(t *testing.T) {
	p := newPast(t)
	for _, text := range formulas {
		reference := p.typed(text)
		path := filepath.Join(t.TempDir(), "out.zip")
		if code, out := p.command("access", reference, "--out", path); code != 0 {
			t.Fatalf("%d, %s", code, out)
		}
		parts := unzipped(t, path)
		if names := sortedNames(parts); !slices.Equal(names, []string{reference + ".json", reference + ".pdf"}) {
			t.Errorf("the zip has %q", names)
		}
		var d export.Document
		if err := json.Unmarshal(parts[reference+".json"], &d); err != nil {
			t.Fatal(err)
		}
		if !hasText(d, strings.TrimSpace(text)) {
			t.Errorf("%q is not in it as text: %s", text, parts[reference+".json"])
		}
		for _, active := range []string{"/JavaScript", "/JS", "/OpenAction", "/AA", "/Launch", "/URI", "/AcroForm", "/Filespec", "/ObjStm"} {
			if bytes.Contains(parts[reference+".pdf"], []byte(active)) {
				t.Errorf("%q: the PDF has %s", text, active)
			}
		}
	}
}

func hasText(d export.Document, text string) bool {
	return slices.ContainsFunc(d.Records, func(r export.Record) bool {
		return slices.ContainsFunc(r.Texts, func(one export.Text) bool { return one.Text == text })
	})
}

func unzipped(t *testing.T, path string) map[string][]byte {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	parts := map[string][]byte{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[f.Name], err = io.ReadAll(in); err != nil {
			t.Fatal(err)
		}
	}
	return parts
}

func sortedNames(parts map[string][]byte) []string {
	var names []string
	for name := range parts {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// The history tells facts: nothing that was typed is in it.
func historyHasNoFormula(t *testing.T) {
	p := newPast(t)
	for _, text := range formulas {
		code, out := p.command("explain", p.typed(text))
		if code != 0 || strings.Contains(out, strings.TrimSpace(text)) && len(text) > 2 {
			t.Errorf("%q: %d, %s", text, code, out)
		}
		for line := range strings.Lines(out) {
			if strings.HasPrefix(line, "=") || strings.HasPrefix(line, "@") || strings.HasPrefix(line, "\t") {
				t.Errorf("%q is a formula", line)
			}
		}
	}
}

// calendarLine is a line of a calendar file: a property, or the rest of the line before it (RFC 5545, 3.1).
var calendarLine = regexp.MustCompile(`^([A-Z-]+[;:]| )`)

// A calendar file has nothing that a client typed. What the policy calls the chain is text in one line, whatever it is.
func calendarHasNoFormula(t *testing.T) {
	p := newPast(t)
	for _, text := range formulas {
		p.Policy.Organisation.Name = text + "\r\nATTACH:http://example.org/x\nBEGIN:VALARM"
		ref := p.at("2026-03-03 10:00", casework.Public(), "", dossier.RequestTalk{
			Contact: dossier.Contact{Name: text + "CANARY", Email: "w@example.org"}, Branch: "B1", TreatmentDate: "2026-03-02", Specialist: "S1", Topic: text + "CANARY",
		})
		slots, err := p.Slots(t.Context(), p.view(ref), "S1")
		p.must(err)
		p.at("2026-03-03 10:05", staffOf("a-assistant"), ref, dossier.BookTalk{Specialist: "S1", Start: slots[0]})
		file, err := p.CalendarFile(t.Context(), casework.Viewer{Actor: dossier.Complainant(), Only: ref}, ref, casework.TalkAppointment, words.NL)
		p.must(err)
		if strings.Contains(file, "CANARY") || !strings.HasPrefix(file, "BEGIN:VCALENDAR\r\n") {
			t.Errorf("what was typed is in it: %s", file)
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(file, "\r\n"), "\r\n") {
			if !calendarLine.MatchString(line) || strings.HasPrefix(line, "ATTACH") || line == "BEGIN:VALARM" || strings.ContainsAny(line, "\r\n") {
				t.Errorf("%q: a line is %q", text, line)
			}
		}
	}
}

func (p *past) view(reference string) casework.View {
	p.t.Helper()
	view, err := p.Fetch(p.t.Context(), staffOf("a-assistant"), reference, casework.PageDossier)
	p.must(err)
	return view
}

// Who writes another table for spreadsheets puts it on the list above.
func onlyTheLedgerIsATable(t *testing.T) {
	var tables []string
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range file.Imports {
			if name := strings.Trim(i.Path.Value, `"`); name == "encoding/csv" || strings.Contains(name, "excelize") || strings.Contains(name, "xlsx") {
				tables = append(tables, path)
			}
		}
		return nil
	})
	if err != nil || !slices.Equal(tables, []string{"ledger_cmd.go"}) {
		t.Errorf("tables are written by %q: %v", tables, err)
	}
}
