package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/files/filestest"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// keptFiles is an installation that takes files in, into a folder.
type keptFiles struct {
	*past
	folder string
}

func newKeptFiles(t *testing.T) keptFiles {
	t.Helper()
	k := keptFiles{newPast(t), t.TempDir()}
	store, err := files.OpenFolder(k.folder)
	k.must(err)
	k.KeepFiles(t.TempDir(), store, nil)
	return k
}

// filed is a complaint with so many photos, no two alike, and their ids in the order in which they stand in it.
func (k keptFiles) filed(photos int) (reference string, ids []string) {
	k.t.Helper()
	form := files.NewID()
	for i := range photos {
		k.must(k.TakeIn(k.t.Context(), form, "NAAM-KLAAS.jpg", bytes.NewReader(filestest.Photo(60+i, 40, 1))))
	}
	result, err := k.Do(k.t.Context(), casework.Public(), casework.Order{Key: form, Command: dossier.File{
		Contact: dossier.Contact{Name: "Klaas Kramer", Email: "klaas@example.org"}, Branch: "B1", TreatmentDate: "2026-03-02",
		About: []dossier.About{dossier.AboutTreatment}, Story: "STORY-CANARY", Wish: "x",
	}})
	k.must(err)
	said, err := k.DB.Read().FilesSaid(k.t.Context(), result.Reference)
	k.must(err)
	for _, f := range said.Said {
		ids = append(ids, string(f.ID))
	}
	if len(ids) != photos {
		k.t.Fatalf("%d files", len(ids))
	}
	return result.Reference, ids
}

func (k keptFiles) place(name string) string {
	return filepath.Join(k.folder, name[:2], name[2:4], name)
}

func (k keptFiles) settle() {
	k.t.Helper()
	for n := 1; n > 0; {
		var err error
		n, err = k.Tick(k.t.Context())
		k.must(err)
	}
}

// verify gives the exit code and the lines about files.
func (k keptFiles) verify(args ...string) (code int, about []string) {
	k.t.Helper()
	code, out := k.command(append([]string{"verify", "--files", k.folder}, args...)...)
	for line := range strings.Lines(out) {
		if strings.Contains(line, "file") {
			about = append(about, strings.TrimSpace(line))
		}
	}
	if strings.Contains(out, "NAAM") || strings.Contains(out, "Klaas") {
		k.t.Errorf("it says who it is about: %s", out)
	}
	return code, about
}

// finds demands that verify names this alone, and says so by its exit code.
func (k keptFiles) finds(wants ...string) {
	k.t.Helper()
	code, about := k.verify()
	if code != 1 || len(about) != len(wants)+1 {
		k.t.Fatalf("exit %d: %q, want %q", code, about, wants)
	}
	for i, want := range wants {
		if about[i] != want {
			k.t.Errorf("%q, want %q", about[i], want)
		}
	}
}

func TestVerify_FilesThatAreAsTheyWereTakenIn(t *testing.T) {
	k := newKeptFiles(t)
	reference, ids := k.filed(2)
	k.filed(1)
	if code, about := k.verify(); code != 0 || len(about) != 1 || about[0] != "3 files checked, of which 0 were taken out: 0 differences." {
		t.Errorf("exit %d: %q", code, about)
	}
	_, err := k.Do(t.Context(), staffOf("a-owner"), casework.Order{Reference: reference, Command: dossier.RedactFile{File: dossier.FileID(ids[0]), Reason: "x"}})
	k.must(err)
	k.settle()
	if code, about := k.verify(); code != 0 || about[0] != "3 files checked, of which 1 were taken out: 0 differences." {
		t.Errorf("after one was taken out: exit %d: %q", code, about)
	}
}

// One byte changed, one deleted, one preview deleted.
func TestVerify_NamesAFileThatDiffersOrIsMissing(t *testing.T) {
	k := newKeptFiles(t)
	reference, ids := k.filed(4)
	path := k.place(ids[1])
	raw, err := os.ReadFile(path)
	k.must(err)
	raw[len(raw)/2] ^= 1
	k.must(os.WriteFile(path, raw, 0o600))
	k.must(os.Remove(k.place(ids[2])))
	k.must(os.Remove(k.place(files.PreviewOf(ids[3]))))
	k.finds(
		reference+": file 2 ("+ids[1]+"): its bytes differ from what was taken in",
		reference+": file 3 ("+ids[2]+"): its bytes are missing",
		reference+": file 4 ("+ids[3]+"): its preview is missing",
	)
	if code, about := k.verify("--without-files"); code != 0 || !strings.Contains(about[0], "not looked at") {
		t.Errorf("--without-files: exit %d: %q", code, about)
	}
}

func TestVerify_NamesAFileThatIsStillThereAfterItWasTakenOut(t *testing.T) {
	k := newKeptFiles(t)
	reference, ids := k.filed(2)
	whole, err := os.ReadFile(k.place(ids[0]))
	k.must(err)
	preview, err := os.ReadFile(k.place(files.PreviewOf(ids[1])))
	k.must(err)
	for _, id := range ids {
		_, err := k.Do(t.Context(), staffOf("a-owner"), casework.Order{Reference: reference, Command: dossier.RedactFile{File: dossier.FileID(id), Reason: "x"}})
		k.must(err)
	}
	if code, about := k.verify(); code != 0 {
		t.Errorf("while they are being deleted: exit %d: %q", code, about)
	}
	k.settle()
	k.must(os.WriteFile(k.place(ids[0]), whole, 0o600)) // as a copy of the folder brings it back
	k.must(os.WriteFile(k.place(files.PreviewOf(ids[1])), preview, 0o600))
	k.finds(
		reference+": file 1 ("+ids[0]+"): it was taken out, and its bytes are still there",
		reference+": file 2 ("+ids[1]+"): it was taken out, and its preview is still there",
	)
}

func TestVerify_NamesAFileThatIsStillThereAfterItsDossierWasErased(t *testing.T) {
	k := newKeptFiles(t)
	reference, ids := k.filed(1)
	whole, err := os.ReadFile(k.place(ids[0]))
	k.must(err)
	_, err = k.Do(t.Context(), casework.Viewer{Actor: dossier.Complainant(), Only: reference}, casework.Order{Reference: reference, Command: dossier.Withdraw{}})
	k.must(err)
	if code, out := k.command("erase", reference); code != 0 {
		t.Fatal(out)
	}
	k.settle()
	if code, about := k.verify(); code != 0 {
		t.Fatalf("exit %d: %q", code, about)
	}
	k.must(os.WriteFile(k.place(ids[0]), whole, 0o600))
	k.finds(reference + ": file 1 (" + ids[0] + "): it was taken out, and its bytes are still there")
}

// A row that somebody put there, or took away, differs from the history too.
func TestVerify_NamesAFileWhoseRowDiffers(t *testing.T) {
	k := newKeptFiles(t)
	reference, ids := k.filed(3)
	sql := engine.SQL(t, k.url)
	for _, change := range []string{
		"update files set hash = 'x' where id = '" + ids[0] + "'",
		"update files set state = 'going' where id = '" + ids[1] + "'",
		"update files set id = '" + strings.Repeat("0", 32) + "' where id = '" + ids[2] + "'",
	} {
		_, err := sql.ExecContext(t.Context(), change)
		k.must(err)
	}
	k.finds(
		reference+": file 1 ("+ids[0]+"): its row differs from its history",
		reference+": file 2 ("+ids[1]+"): its row says that it is going, its history does not",
		reference+": file 3 ("+ids[2]+"): there is no row for it, so that nobody can open it",
		reference+": its history does not know the file "+strings.Repeat("0", 32),
	)
}

// A folder that is not there is no reason to call every file missing, nor to make one.
func TestVerify_AsksWhereTheFilesAre(t *testing.T) {
	k := newKeptFiles(t)
	gone := filepath.Join(t.TempDir(), "elsewhere")
	if code, out := k.command("verify", "--files", gone); code != 0 {
		t.Errorf("where nobody sent any: exit %d: %s", code, out)
	}
	k.filed(1)
	code, out := k.command("verify", "--files", gone)
	if code == 0 || !regexp.MustCompile(`there is no folder .*elsewhere.*--files.*--without-files`).MatchString(out) {
		t.Errorf("exit %d: %s", code, out)
	}
	if _, err := os.Stat(gone); err == nil {
		t.Error("it made one")
	}
}
