package main

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/tombstone"
)

// command runs the program with a clock of the test's own.
func (p *past) command(args ...string) (code int, out string) {
	p.t.Helper()
	var b bytes.Buffer
	code = run(p.t.Context(), append(args, "--database", p.url), console{out: &b, err: &b, now: func() time.Time { return p.now }})
	return code, b.String()
}

func (p *past) closed(name string) string {
	p.t.Helper()
	result, err := p.Do(p.t.Context(), casework.Public(), casework.Order{Command: dossier.File{
		Contact: dossier.Contact{Name: name, Email: "Wiebrand@Example.org"}, Branch: "B1", TreatmentDate: "2026-03-02",
		About: []dossier.About{dossier.AboutTreatment}, Story: "STORY-CANARY", Wish: "x",
	}})
	p.must(err)
	_, err = p.Do(p.t.Context(), casework.Viewer{Actor: dossier.Complainant(), Only: result.Reference}, casework.Order{Reference: result.Reference, Command: dossier.Withdraw{}})
	p.must(err)
	return result.Reference
}

func TestErase_OnTheCommandLine(t *testing.T) {
	p := newPast(t)
	one, two := p.closed("Wiebrand"), p.closed("Wiebrand")
	held := func(c dossier.Command) {
		_, err := p.Do(t.Context(), staffOf("a-owner"), casework.Order{Reference: two, Command: c})
		p.must(err)
	}
	held(dossier.PlaceHold{Until: "2026-12-31", Reason: "x"})
	for _, dry := range []string{"--dry-run", ""} {
		args := []string{"erase", "--email", "wiebrand@example.ORG"}
		says := one + ": erased: "
		if dry != "" {
			args, says = append(args, dry), one+": would be erased: "
		}
		code, out := p.command(args...)
		if code != 1 || !strings.Contains(out, says) || !strings.Contains(out, two+": not erased: This dossier is under a hold") {
			t.Errorf("%s: %d, %s", dry, code, out)
		}
	}
	held(dossier.LiftHold{Reason: "x"})
	if code, out := p.command("erase", two); code != 0 || !strings.Contains(out, "texts") {
		t.Errorf("%d, %s", code, out)
	}
	if code, out := p.command("erase", "--email", "wiebrand@example.org"); code != 1 || !strings.Contains(out, "nothing was erased") {
		t.Errorf("when nothing is left: %d, %s", code, out)
	}
	if code, out := p.command("erase", "WH-22222"); code != 1 || !strings.Contains(out, "not a reference") {
		t.Errorf("%d, %s", code, out)
	}
	if code, out := p.command("verify"); code != 0 {
		t.Errorf("verify: %s", out)
	}
}

// Whose words go is checked before anything is asked of the database, and what can be chosen is said.
func TestErase_OfSomebodyWhomTheDossierDoesNotHave(t *testing.T) {
	p := newPast(t)
	result, err := p.Do(t.Context(), casework.Public(), casework.Order{Command: dossier.File{
		Contact: dossier.Contact{Name: "Klaas Kramer", Email: "klaas@example.org"}, Branch: "B1", TreatmentDate: "2026-03-02",
		About: []dossier.About{dossier.AboutSpecialist}, Story: "x", Wish: "x",
	}})
	p.must(err)
	for n := 1; n > 0; {
		n, err = p.Tick(t.Context())
		p.must(err)
	}
	_, err = p.Do(t.Context(), casework.Viewer{Actor: dossier.Complainant(), Only: result.Reference}, casework.Order{Reference: result.Reference, Command: dossier.Withdraw{}})
	p.must(err)
	erase := func(whose string, more ...string) (int, string) {
		return p.command(append([]string{"erase", result.Reference, "--whose", whose}, more...)...)
	}
	for _, whose := range []string{"complainant", "specialist:", "specialist:S9", "bob", "fellow:9", "fellow:x", "fellow:", ""} {
		for _, dry := range [][]string{nil, {"--dry-run"}} {
			code, out := erase(whose, dry...)
			if code != 1 || !strings.Contains(out, result.Reference+": not erased: of \""+whose+"\"") || !strings.Contains(out, "--whose can be: everybody, specialist:S1\n") {
				t.Errorf("%q %v: %d, %s", whose, dry, code, out)
			}
		}
	}
	if code, out := erase("specialist:S1"); code != 0 {
		t.Errorf("%d, %s", code, out)
	}
	if code, out := erase("specialist:S1"); code != 1 || !strings.Contains(out, "--whose can be: everybody\n") {
		t.Errorf("of what is gone: %d, %s", code, out)
	}
	if code, out := erase("everybody"); code != 0 {
		t.Errorf("%d, %s", code, out)
	}
	for _, whose := range []string{"everybody", "specialist:S1"} {
		if code, out := erase(whose); code != 1 || !strings.Contains(out, "were erased") {
			t.Errorf("of a dossier that was erased: %d, %s", code, out)
		}
	}
}

func TestErase_TellsWhatTheNextNightErases(t *testing.T) {
	p := newPast(t)
	reference := p.closed("Wiebrand")
	if code, out := p.command("erase", "--expired"); code != 0 || !strings.Contains(out, "erases 0 dossiers") {
		t.Errorf("%d, %s", code, out)
	}
	p.now = p.now.AddDate(2, 0, 2)
	if code, out := p.command("erase", "--expired"); code != 0 || !strings.HasPrefix(out, reference+"\n") {
		t.Errorf("%d, %s", code, out)
	}
}

func TestTombstones_OnTheCommandLine(t *testing.T) {
	p := newPast(t)
	reference := p.closed("Wiebrand")
	path := filepath.Join(t.TempDir(), "tombstones")
	if code, out := p.command("tombstones", "--tombstones", path); code != 1 || !strings.Contains(out, "there is no file "+path) || strings.Contains(out, "0 dossiers") {
		t.Errorf("of a file that is not there: %d, %s", code, out)
	}
	file, _, err := tombstone.Make(path)
	p.must(err)
	p.must(file.Add(tombstone.Stone{Dossier: reference, Whose: "everybody", Ground: "request", At: p.now}))
	for _, says := range []string{reference + ": erased again", "0 dossiers"} {
		if code, out := p.command("tombstones", "--tombstones", path); code != 0 || !strings.Contains(out, says) {
			t.Errorf("%d, %s", code, out)
		}
	}
	p.must(os.WriteFile(path, []byte("{}\n"), 0o600))
	if code, out := p.command("tombstones", "--tombstones", path); code != 1 || !strings.Contains(out, "line 1") {
		t.Errorf("%d, %s", code, out)
	}
}

// Each erasure gets its stone, also one that was done while no file was set, and who starts the program is told.
func TestTombstones_OfErasuresThatTheFileDoesNotKnow(t *testing.T) {
	p := newPast(t)
	reference := p.closed("Wiebrand")
	log := &lockedBuffer{}
	p.Log = slog.New(slog.NewJSONHandler(log, nil))
	p.must(tombstonesFlag{}.tombstones(t.Context(), p.Office))
	saysAll(t, "a start without a file", log.String(), `"WARN"`, "comes back with a backup", "--tombstones")
	_, err := p.EraseAsProgram(t.Context(), reference, dossier.ToEverybody, false)
	p.must(err)
	set := tombstonesFlag{filepath.Join(t.TempDir(), "tombstones")}
	kept := func() []tombstone.Stone {
		t.Helper()
		p.must(set.tombstones(t.Context(), p.Office))
		stones, err := p.Tombstones.Stones()
		p.must(err)
		return stones
	}
	if stones := kept(); len(stones) != 0 || strings.Contains(log.String(), "did not know") || !strings.Contains(log.String(), "one was made") {
		t.Errorf("what a job is still to do: %v\n%s", stones, log.String())
	}
	p.Tombstones = nil
	_, err = p.Tick(t.Context())
	p.must(err)
	for range 2 {
		if stones := kept(); len(stones) != 1 || stones[0].Dossier != reference || stones[0].Ground != "request" || !stones[0].At.Equal(p.now) {
			t.Errorf("kept are %v", stones)
		}
	}
	if n := strings.Count(log.String(), "did not know of all erasures"); n != 1 {
		t.Errorf("said %d times\n%s", n, log.String())
	}
}

func TestAccess_OnTheCommandLine(t *testing.T) {
	p := newPast(t)
	reference := p.closed("Wiebrand")
	path := filepath.Join(t.TempDir(), "out.zip")
	if code, out := p.command("access", reference, "--out", path, "--dry-run"); code != 0 || !strings.Contains(out, "records") {
		t.Errorf("%d, %s", code, out)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("a dry run writes: %v", err)
	}
	for want := range 2 { // the second time the file is there
		if code, out := p.command("access", reference, "--out", path); code != want {
			t.Errorf("%d, %s", code, out)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 || info.Size() < 1000 {
		t.Errorf("%v, %v", info, err)
	}
}

// What a dry run says is what then happens: of an access export, of an erasure, and of what the next night erases.
func TestDryRun_SaysWhatThenHappens(t *testing.T) {
	p := newPast(t)
	one, two := p.closed("Wiebrand"), p.closed("Wiebrand")
	zip := filepath.Join(t.TempDir(), "out.zip")
	_, tried := p.command("access", one, "--out", zip, "--dry-run")
	if code, done := p.command("access", one, "--out", zip); code != 0 || done != zip+": "+tried {
		t.Errorf("an export is said to be %q and is %q", tried, done)
	}
	_, tried = p.command("erase", one, "--dry-run")
	if code, done := p.command("erase", one); code != 0 || done != strings.Replace(tried, "would be erased", "erased", 1) {
		t.Errorf("an erasure is said to be %q and is %q", tried, done)
	}
	p.now = p.now.AddDate(2, 0, 2)
	if code, tried := p.command("erase", "--expired"); code != 0 || tried != two+"\nThe next night erases 1 dossiers.\n" {
		t.Errorf("the night is said to erase %q", tried)
	}
}
