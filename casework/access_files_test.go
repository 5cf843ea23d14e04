package casework_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/export"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/files/filestest"
	"github.com/wederhoor/wederhoor/words"
)

// keepsFiles has the office take files in.
func (w *world) keepsFiles() {
	w.t.Helper()
	folder, err := files.OpenFolder(w.t.TempDir())
	must(w.t, err)
	w.KeepFiles(w.t.TempDir(), folder, nil)
}

// adds has somebody add photos to a dossier, by a form of their own.
func (w *world) adds(v casework.Viewer, reference, form string, photos int) {
	w.t.Helper()
	for n := range photos { // no two of a dossier alike
		must(w.t, w.TakeIn(w.t.Context(), form, "mond.jpg", bytes.NewReader(filestest.Photo(60, 40, len(w.whole(reference).Files)+n+1))))
	}
	_, err := w.Do(w.t.Context(), v, casework.Order{Reference: reference, Command: dossier.AddFiles{}, Key: form})
	must(w.t, err)
}

// zipped are the files of an export, by name.
func (w *world) zipped(d *export.Document) map[string]string {
	w.t.Helper()
	var b bytes.Buffer
	must(w.t, w.WriteAccess(w.t.Context(), d, &b))
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	must(w.t, err)
	all := map[string]string{}
	for _, f := range z.File {
		from, err := f.Open()
		must(w.t, err)
		raw, err := io.ReadAll(from)
		must(w.t, err)
		all[f.Name] = string(raw)
	}
	return all
}

// The bytes of what the person sent along are in their export; what others added, and what was taken out, is named with the reason.
func TestAccess_HoldsTheFilesOfThePersonAndNoOthers(t *testing.T) {
	w := newWorld(t)
	w.keepsFiles()
	reference := w.file().Reference
	w.adds(complainant(reference), reference, "form-1", 2)
	w.adds(owner, reference, "form-2", 1)
	own := w.whole(reference).Files
	w.do(owner, reference, dossier.RedactFile{File: own[1].ID, Reason: "Een ander staat erop"})
	w.settle()

	d, err := w.MakeAccess(t.Context(), owner, reference, dossier.ToComplainant, words.NL)
	must(t, err)
	if n := d.Counts(); n.Files != 1 || n.Bytes != own[0].Size || len(d.Files) != 3 || d.Files[1].Redacted != export.TakenOut || d.Files[2].Redacted != export.OfOthers {
		t.Fatalf("%+v, %+v", n, d.Files)
	}
	tried := d.Counts()
	all := w.zipped(&d)
	if len(all) != 3 || d.Counts() != tried {
		t.Errorf("%d files in the zip; counted %+v, and %+v before", len(all), d.Counts(), tried)
	}
	sum := sha256.Sum256([]byte(all[d.Files[0].Name]))
	if hex.EncodeToString(sum[:]) != own[0].Hash {
		t.Error("the photo is not in it as it was kept")
	}
	if text := all[reference+".json"]; strings.Contains(text, own[2].Hash) || !strings.Contains(text, own[0].Hash) || !strings.Contains(text, "taken_out") {
		t.Errorf("the list says %s", text)
	}

	must(t, w.Files.Store.Delete(t.Context(), string(own[0].ID)))
	if all = w.zipped(&d); len(all) != 2 || d.Withheld()[export.Missing] != 1 {
		t.Errorf("a file that is not there: %d in the zip, %v", len(all), d.Withheld())
	}
}

// R14: an export is made by the owner, and by the outside person of what they handle; who has a conflict makes none, and neither does anybody else.
func TestAccess_R14_IsForTheOwnerAndTheOutsidePerson(t *testing.T) {
	w := newWorld(t)
	reference := w.file().Reference
	boss := staff("boss", "S1", dossier.RoleOwner, dossier.RoleSpecialist) // about whom Klaas complains
	for _, v := range []casework.Viewer{
		assistant, receptionist, sanne, daan, outsider, boss, staff("auditor", "", dossier.RoleAuditor), staff("keeper", "", dossier.RoleAdministrator),
		complainant(reference), casework.Public(),
	} {
		if _, err := w.MakeAccess(t.Context(), v, reference, dossier.ToComplainant, words.NL); kindOf(err) != casework.NotFound {
			t.Errorf("%s makes one: %v", v.Actor.Name(), err)
		}
		if _, _, err := w.Access(t.Context(), v, reference, dossier.ToComplainant, words.NL); kindOf(err) != casework.NotFound {
			t.Errorf("%s sees what would be in it: %v", v.Actor.Name(), err)
		}
	}
	if _, err := w.MakeAccess(t.Context(), owner, reference, dossier.ToComplainant, words.NL); err != nil {
		t.Error(err)
	}
	for _, about := range []dossier.Party{dossier.ToHandlers, dossier.ToSpecialist("S2"), dossier.ToFellow(1), "x", ""} {
		if _, err := w.MakeAccess(t.Context(), owner, reference, about, words.NL); kindOf(err) != casework.NotFound {
			t.Errorf("one of %q: %v", about, err)
		}
	}
}

// R3: an owner who held the talk themselves knows what was said, and makes no export that holds it.
func TestAccess_R3_NotByWhoHeldTheTalkEither(t *testing.T) {
	w := newWorld(t)
	reference := w.talk("S1")
	w.now = w.whole(reference).Talk.Start.Add(time.Minute)
	w.do(sanne, reference, dossier.RecordTalk{Content: "TALK-CANARY"})
	boss := staff("boss", "S1", dossier.RoleOwner, dossier.RoleSpecialist)
	for about, why := range map[dossier.Party]export.Reason{dossier.ToComplainant: export.OfTalk, dossier.ToSpecialist("S1"): export.OfOthers} {
		d, err := w.MakeAccess(t.Context(), boss, reference, about, words.NL)
		must(t, err)
		if text := w.zipped(&d)[reference+".json"]; strings.Contains(text, "TALK-CANARY") || strings.Contains(text, "TOPIC-CANARY") || d.Withheld()[why] == 0 {
			t.Errorf("%s gets %s", about, text)
		}
	}
}

// R23: what the specialist gets while the ban lasts holds nothing of who complains, and names nobody's contact data.
func TestAccess_R23_UnderABanNothingOfWhoComplains(t *testing.T) {
	w := newWorld(t)
	w.keepsFiles()
	reference := w.file().Reference
	w.settle()
	w.adds(complainant(reference), reference, "form-1", 1)
	if len(w.whole(reference).Banned()) == 0 {
		t.Fatal("no ban runs")
	}
	d, err := w.MakeAccess(t.Context(), owner, reference, dossier.ToSpecialist("S1"), words.NL)
	must(t, err)
	all := w.zipped(&d)[reference+".json"]
	for _, c := range []string{"Klaas", "klaas@example.org", "12345678", "STORY-CANARY", "WISH-CANARY", "mond"} {
		if strings.Contains(all, c) {
			t.Errorf("%s is in it", c)
		}
	}
	if len(d.Files) > 0 || len(d.Facts) > 0 || d.Counts().Messages == 0 || d.Withheld()[export.OfOthers] == 0 {
		t.Errorf("%+v, withheld %v", d.Counts(), d.Withheld())
	}
}
