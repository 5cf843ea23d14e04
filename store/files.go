package store

import (
	"context"
	"time"
)

// FileState is how far a file is.
type FileState string

// The states of a file.
const (
	FileComing   FileState = "coming"   // its bytes are being written
	FileWaiting  FileState = "waiting"  // there, and not seen by the virus scanner yet: nobody gets it
	FileClean    FileState = "clean"    // there
	FileInfected FileState = "infected" // the scanner found something, and its bytes are gone
	FileGoing    FileState = "going"    // its bytes are to be deleted: nobody gets it
)

// KeptFile is a file that is kept beside the database.
type KeptFile struct {
	ID        string
	Form      string // of the form it was sent with; empty once that is done
	Reference string // of the dossier it is in; while it has a form, of the one whose page that stands on; else empty
	Media     string
	Size      int64  // bytes
	Hash      string // SHA-256 in hexadecimal
	Preview   bool   // a small picture is kept beside it
	Name      string // as it was given, until it stands in a dossier; personal data
	At        time.Time
	State     FileState
}

// Same reports whether another is the same file under the same name: a form has it once.
func (f KeptFile) Same(other KeptFile) bool { return f.Hash == other.Hash && f.Name == other.Name }

var fileRows = insert("files", "id form dossier media size hash preview name at state", "")

const fileColumns = `id, form, coalesce((select d.reference from dossiers d where d.id = files.dossier), ''), media, size, hash, preview, name, at, state`

func readFile(row scanner) (KeptFile, error) {
	var f KeptFile
	var preview, at int64
	err := row.Scan(&f.ID, &f.Form, &f.Reference, &f.Media, &f.Size, &f.Hash, &preview, &f.Name, &at, &f.State)
	f.Preview, f.At = preview != 0, moment(at)
	return f, err
}

// SaveFile notes a file that is about to be kept, for a form.
func (tx *Tx) SaveFile(f KeptFile) error {
	var page any
	if f.Reference != "" {
		id, err := tx.dossierID(f.Reference)
		if err != nil {
			return err
		}
		page = id
	}
	return tx.later(fileRows, f.ID, f.Form, page, f.Media, f.Size, f.Hash, bit(f.Preview), f.Name, ms(f.At), string(f.State))
}

// FileIs changes the state of a file that is in one of the others. ErrNotFound when it is in none of them.
func (tx *Tx) FileIs(id string, now FileState, before ...FileState) error {
	a := arguments{list: []any{id, string(now)}}
	return tx.touch("update files set state = $2 where id = $1 and state in "+in(&a, before), a.list...)
}

// LockForm keeps others from saying what files a form has, until this transaction is over.
func (tx *Tx) LockForm(form string) error { return tx.lockNumbers(numberOf("form", form)) }

// FilesOfForm are the files that came with a form that is not done yet, in the order in which they came.
func (tx *Tx) FilesOfForm(form string) ([]KeptFile, error) {
	return tx.filesOfForm(form, FileWaiting, FileClean)
}

// FilesOfForm is the same, outside a transaction.
func (r *Reader) FilesOfForm(ctx context.Context, form string) ([]KeptFile, error) {
	return r.each(ctx).filesOfForm(form, FileWaiting, FileClean)
}

// InfectedOfForm are those that came with the form and in which the scanner found something afterwards: no act takes them.
func (r *Reader) InfectedOfForm(ctx context.Context, form string) ([]KeptFile, error) {
	return r.each(ctx).filesOfForm(form, FileInfected)
}

func (s queries) filesOfForm(form string, are ...FileState) ([]KeptFile, error) {
	if form == "" {
		return nil, nil
	}
	a := arguments{list: []any{form}}
	return all(s, readFile, "select "+fileColumns+" from files where form = $1 and state in "+in(&a, are)+" order by at, id", a.list...)
}

// FileBegins makes a file that came with a form one of a dossier. Its name is the dossier's from now on.
func (tx *Tx) FileBegins(d *Dossier, id string) error {
	return tx.touch("update files set dossier = $2, form = '', name = '' where id = $1 and form <> '' and state in ('waiting', 'clean')", id, d.ID)
}

// FileGoes has the bytes of a file deleted by whoever does that next. That there is none is no error.
func (tx *Tx) FileGoes(d *Dossier, id string) error {
	return tx.put("update files set state = 'going' where id = $1 and dossier = $2", id, d.ID)
}

// FilesGo has those of all files of a dossier deleted, and of those that wait with a form on its page. Their names go now.
func (tx *Tx) FilesGo(d *Dossier) error {
	return tx.put("update files set state = 'going', name = '' where dossier = $1", d.ID)
}

// FormFileGoes has a file deleted that was sent with a form. ErrNotFound when that form has no such file.
func (tx *Tx) FormFileGoes(form, id string) error {
	return tx.touch("update files set state = 'going' where id = $1 and form = $2 and form <> ''", id, form)
}

// DropFile takes away the row of a file whose bytes are gone.
func (tx *Tx) DropFile(id string) error {
	return tx.put("delete from files where id = $1 and state = 'going'", id)
}

// LeaveFiles has files deleted that came before a moment and stand in no dossier.
func (tx *Tx) LeaveFiles(before time.Time) error {
	return tx.put(`update files set state = 'going' where (dossier is null or form <> '') and at < $1 and state <> 'going'
		and not exists (select 1 from mails_in where mails_in.id = files.id)`, ms(before))
}

// FilesThat lists up to n files in a state, the oldest first.
func (r *Reader) FilesThat(ctx context.Context, are FileState, n int) ([]KeptFile, error) {
	return all(r.each(ctx), readFile, "select "+fileColumns+" from files where state = $1 order by at, id limit $2", string(are), n)
}

// FilesOf are the files of a dossier by their ids.
func (r *Reader) FilesOf(ctx context.Context, reference string) (map[string]KeptFile, error) {
	return r.each(ctx).filesOf(reference)
}

func (s queries) filesOf(reference string) (map[string]KeptFile, error) {
	list, err := all(s, readFile, "select "+fileColumns+" from files where dossier = (select id from dossiers where reference = $1)", reference)
	byID := make(map[string]KeptFile, len(list))
	for _, f := range list {
		byID[f.ID] = f
	}
	return byID, err
}

// HasFile reports whether there is a row for a file, in any state.
func (r *Reader) HasFile(ctx context.Context, id string) (bool, error) {
	return r.each(ctx).has("select 1 from files where id = $1", id)
}

// DropFilesOf takes away the rows of all files of a dossier, whose bytes are gone.
func (tx *Tx) DropFilesOf(reference string) error {
	return tx.put("delete from files where dossier = (select id from dossiers where reference = $1)", reference)
}
