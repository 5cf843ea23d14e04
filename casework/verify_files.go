package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/store"
)

// FileCheck is what VerifyFiles found.
type FileCheck struct {
	Files  int // that histories have
	Mails  int // that came in, as they came
	Out    int // of those, taken out or erased, or refused by the virus scanner: without bytes
	Faults int
}

const (
	dossiersAtOnce = 100 // references that are read at a time
	unreadable     = 5   // files in a row that cannot be read: then it is not the files
)

// VerifyFiles holds what is kept of each file against its dossier's history: the bytes are there and have the SHA-256 that stands there, and those of a
// file that was taken out or erased are gone. Mails that came in are held against the digests of their rows. It tells each fault as a line without personal data: "WH-…: file 2 (id): …", of which the number
// is the file's place in the dossier. It takes the memory of one dossier, however large the files are; others can go on writing.
func VerifyFiles(ctx context.Context, db *store.DB, kept files.Store, tell func(fault string)) (FileCheck, error) {
	a := fileAudit{db: db, kept: kept, tell: tell}
	for after := int64(0); ; {
		references, last, err := db.Read().WithFiles(ctx, after, dossiersAtOnce)
		if err == nil && len(references) == 0 {
			err = a.mails(ctx)
		}
		if err != nil || len(references) == 0 {
			return a.check, err
		}
		for _, reference := range references {
			if err := a.dossier(ctx, reference); err != nil {
				return a.check, err
			}
		}
		after = last
	}
}

// fileAudit collects what VerifyFiles finds.
type fileAudit struct {
	db    *store.DB
	kept  files.Store
	tell  func(string)
	check FileCheck
	inRow int // files that could not be read, since one that could
}

func (a *fileAudit) fault(format string, args ...any) {
	a.check.Faults++
	a.tell(fmt.Sprintf(format, args...))
}

func (a *fileAudit) dossier(ctx context.Context, reference string) error {
	said, err := a.db.Read().FilesSaid(ctx, reference)
	if err != nil {
		if store.Followed(err) {
			return err
		}
		a.fault("%s: its files were not checked: its records cannot be followed", reference)
		return nil
	}
	for i, f := range said.Said {
		a.check.Files++
		if out(said, f) {
			a.check.Out++
		}
		if err := a.file(ctx, said, i); err != nil {
			return err
		}
		delete(said.Rows, string(f.ID))
	}
	for _, id := range slices.Sorted(maps.Keys(said.Rows)) {
		a.fault("%s: its history does not know the file %s", reference, id)
	}
	return nil
}

// mails holds each mail that came in against the digest that its row has.
func (a *fileAudit) mails(ctx context.Context) error {
	for after := ""; ; {
		list, err := a.db.Read().MailsAfter(ctx, after, dossiersAtOnce)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, m := range list {
			a.check.Mails++
			after = m.ID
			if err := a.mail(ctx, m); err != nil {
				return err
			}
		}
	}
}

func (a *fileAudit) mail(ctx context.Context, m store.MailIn) error {
	sum, err := a.sum(ctx, m.ID)
	if err == nil && sum == m.Digest {
		return nil
	}
	if _, gone := a.db.Read().MailIn(ctx, m.ID); errors.Is(gone, store.ErrNotFound) {
		return nil // it went meanwhile, with its dossier or because its time was over
	}
	switch {
	case errors.Is(err, files.ErrGone):
		a.fault("mail %s: its bytes are missing", m.ID)
	case err == nil:
		a.fault("mail %s: its bytes differ from what came in", m.ID)
	default:
		if a.inRow++; ctx.Err() != nil || a.inRow == unreadable {
			return err
		}
		a.fault("mail %s: its bytes cannot be read: %v", m.ID, err)
	}
	return nil
}

// file checks one. What looks wrong is looked at anew before it is told: the file may have been taken out meanwhile.
func (a *fileAudit) file(ctx context.Context, said store.DossierFiles, i int) error {
	wrong, err := a.wrong(ctx, said, i)
	if wrong == "" && err == nil {
		return nil
	}
	if err == nil {
		if said, err = a.db.Read().FilesSaid(ctx, said.Reference); err != nil {
			return err
		}
		if wrong, err = a.wrong(ctx, said, i); wrong == "" && err == nil {
			return nil
		}
	}
	name := fmt.Sprintf("%s: file %d (%s)", said.Reference, i+1, said.Said[i].ID)
	if err == nil {
		a.fault("%s: %s", name, wrong)
		return nil
	}
	if a.inRow++; ctx.Err() != nil || a.inRow == unreadable {
		return err
	}
	a.fault("%s: its bytes cannot be read: %v", name, err)
	return nil
}

// wrong says what is wrong with a file; empty when nothing is.
func (a *fileAudit) wrong(ctx context.Context, said store.DossierFiles, i int) (string, error) {
	f := said.Said[i]
	row, has := said.Rows[string(f.ID)]
	switch {
	case out(said, f) && row.State == store.FileGoing: // a job is about to delete it; one that gave up is told among the jobs
		return "", nil
	case out(said, f):
		return a.left(ctx, string(f.ID))
	}
	if wrong := wrongRow(row, has, f); wrong != "" {
		return wrong, nil
	}
	if wrong, err := a.wrongBytes(ctx, f); wrong != "" || err != nil || !row.Preview {
		return wrong, err
	}
	there, err := a.there(ctx, files.PreviewOf(string(f.ID)))
	if err == nil && !there {
		return "its preview is missing", nil
	}
	return "", err
}

// wrongRow says in what the row of a file differs from its history; empty when in nothing.
func wrongRow(row store.KeptFile, has bool, f dossier.FileState) string {
	switch {
	case !has:
		return "there is no row for it, so that nobody can open it"
	case row.Hash != f.Hash || row.Size != f.Size || row.Media != f.Media:
		return "its row differs from its history"
	case row.State != store.FileClean && row.State != store.FileWaiting:
		return fmt.Sprintf("its row says that it is %s, its history does not", row.State)
	}
	return ""
}

// wrongBytes says what is wrong with the bytes that are kept of a file; empty when nothing is.
func (a *fileAudit) wrongBytes(ctx context.Context, f dossier.FileState) (string, error) {
	sum, err := a.sum(ctx, string(f.ID))
	switch {
	case errors.Is(err, files.ErrGone):
		return "its bytes are missing", nil
	case err != nil:
		return "", err
	case sum != f.Hash:
		return "its bytes differ from what was taken in", nil
	}
	return "", nil
}

// out reports whether nothing of a file is to be there: it was taken out, erased with its dossier, or the virus scanner found something in it.
func out(said store.DossierFiles, f dossier.FileState) bool {
	return f.Redacted || said.Erased || said.Rows[string(f.ID)].State == store.FileInfected
}

// left says what is still there of a file that was taken out.
func (a *fileAudit) left(ctx context.Context, id string) (string, error) {
	for name, what := range map[string]string{id: "bytes are", files.PreviewOf(id): "preview is"} {
		there, err := a.there(ctx, name)
		if err != nil || there {
			return "it was taken out, and its " + what + " still there", err
		}
	}
	return "", nil
}

func (a *fileAudit) there(ctx context.Context, name string) (bool, error) {
	in, err := a.kept.Get(ctx, name)
	if errors.Is(err, files.ErrGone) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	a.inRow = 0
	return true, in.Close()
}

// sum is the SHA-256 of what is kept under a name, in hexadecimal.
func (a *fileAudit) sum(ctx context.Context, name string) (string, error) {
	in, err := a.kept.Get(ctx, name)
	if err != nil {
		return "", err
	}
	defer func() { _ = in.Close() }() // it was only read
	sum := sha256.New()
	if _, err := io.Copy(sum, in); err != nil {
		return "", err
	}
	a.inRow = 0
	return hex.EncodeToString(sum.Sum(nil)), nil
}
