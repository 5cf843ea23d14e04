package casework

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/store"
)

// Files that people send along are taken in before the form they come with is done: each is cleaned, scanned and kept, and hangs on the id of its
// form. The act of the form, in its one transaction, makes them the dossier's. A row is written before the bytes are and goes after them, so
// that a program that is killed leaves no file that nobody knows of; what never came to stand in a dossier is swept at night.

// Keeping is where files go.
type Keeping struct {
	Cleaner *files.Cleaner
	Store   files.Store
	Scanner *files.Scanner // nil when there is none
}

// limits are what one file may cost by the policy; the other limits are those of the package files.
func (o *Office) limits() files.Limits {
	return files.Limits{Size: int64(o.Policy.Files.Megabytes) << 20, Pixels: int64(o.Policy.Files.Megapixels) * 1_000_000}
}

// KeepFiles has files taken in from now on: cleaned in a folder for what is being worked on, and kept in a store.
func (o *Office) KeepFiles(working string, store files.Store, scanner *files.Scanner) {
	o.Files = &Keeping{files.NewCleaner(o.limits(), working), store, scanner}
	o.DropFiles = o.dropFiles
	o.Does(jobFiles, o.deleteFiles)
	o.Does(jobScan, o.scanLater)
}

// ErrTooManyFiles says that a form has as many files as the policy lets it have.
var ErrTooManyFiles = errors.New("casework: the form has as many files as it may")

const (
	// keptWithoutDossier is how long a file waits for its form to be done; a form can be sent for a day after it was opened, and then be renewed.
	keptWithoutDossier = 48 * time.Hour
	// scanPause is how long a file waits for a virus scanner that does not answer, before it is asked again.
	scanPause = time.Minute
	// previewHolds is for how long a look at a preview is not recorded again: a page shows them each time.
	previewHolds = time.Hour
	// filesAtOnce is how many files a job deletes before it lets others go first.
	filesAtOnce = 50
)

// TakeIn takes in a file that comes with a form. name is as it was given. Errors: one with a files.Why says why it is refused; ErrTooManyFiles;
// files.ErrBusy, that the same file can be sent again in a while; any other says that it could not be kept. With an error nothing is kept. A file that the form
// has already is taken in once: a form that got no answer is sent again with all its files.
func (o *Office) TakeIn(ctx context.Context, form, name string, from io.Reader) error {
	return o.TakeInFor(ctx, "", form, name, from)
}

// TakeInFor is TakeIn for a form on the page of a dossier: an erasure of that takes the file too, also when the form is never done.
func (o *Office) TakeInFor(ctx context.Context, reference, form, name string, from io.Reader) error {
	if o.Files == nil || form == "" {
		return &Error{Kind: NotFound}
	}
	has, err := o.DB.Read().FilesOfForm(ctx, form)
	if err != nil {
		return err
	}
	full := len(has) >= o.Policy.Files.PerForm
	if full && !slices.ContainsFunc(has, func(f store.KeptFile) bool { return f.Name == files.CleanName(name, files.Media(f.Media)) }) {
		return ErrTooManyFiles // and none of them again
	}
	spooled, err := o.Files.Cleaner.Spool(from)
	if err != nil {
		return err
	}
	cleaned, err := o.Files.Cleaner.Clean(ctx, spooled)
	if err != nil {
		return err
	}
	defer cleaned.Close()
	row := store.KeptFile{Form: form, Reference: reference, Name: files.CleanName(name, cleaned.Media), Hash: cleaned.SHA256}
	switch {
	case slices.ContainsFunc(has, row.Same):
		return nil
	case full:
		return ErrTooManyFiles
	}
	return o.scanned(ctx, cleaned, row)
}

// scanned has the virus scanner look at a file, and keeps it.
func (o *Office) scanned(ctx context.Context, cleaned *files.Cleaned, row store.KeptFile) error {
	state, err := o.scan(ctx, cleaned.Body)
	if err != nil {
		return err
	}
	if _, err := cleaned.Body.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return o.putAway(ctx, cleaned, state, row)
}

// scan asks the virus scanner, where there is one. A file that it cannot tell of now waits.
func (o *Office) scan(ctx context.Context, body io.Reader) (store.FileState, error) {
	if o.Files.Scanner == nil {
		return store.FileClean, nil
	}
	err := o.Files.Scanner.Scan(ctx, body)
	switch {
	case err == nil:
		return store.FileClean, nil
	case files.WhyOf(err) != "":
		return "", err
	case ctx.Err() != nil:
		return "", ctx.Err()
	}
	o.log().Warn("a file waits for the virus scanner", "error", err)
	return store.FileWaiting, nil
}

// putAway stores a file and its preview: first a row, then the bytes, then the row says so.
func (o *Office) putAway(ctx context.Context, c *files.Cleaned, state store.FileState, row store.KeptFile) error {
	row.ID, row.Media, row.Size = files.NewID(), string(c.Media), c.Size
	row.Preview, row.At, row.State = c.Preview != nil, o.now(), store.FileComing
	if err := o.DB.Write(ctx, func(tx *store.Tx) error { return tx.SaveFile(row) }); err != nil {
		return err
	}
	err := o.Files.Store.Put(ctx, row.ID, c.Body, c.Size)
	if err == nil && c.Preview != nil {
		err = o.Files.Store.Put(ctx, files.PreviewOf(row.ID), c.Preview, c.PreviewSize)
	}
	if err == nil {
		err = o.DB.Write(ctx, func(tx *store.Tx) error { return o.arrived(tx, row, state) })
	}
	if err != nil {
		o.giveBack(context.WithoutCancel(ctx), row.ID)
	}
	return err
}

// arrived says that the bytes are there. One more than the form may have is none of it. A twin of one that came while this one did, as a double click sends, is that one: it goes at once.
func (o *Office) arrived(tx *store.Tx, row store.KeptFile, state store.FileState) error {
	if err := tx.LockForm(row.Form); err != nil {
		return err
	}
	list, err := tx.FilesOfForm(row.Form)
	switch {
	case err != nil:
		return err
	case slices.ContainsFunc(list, row.Same):
		return o.goes(tx, row.ID)
	case len(list) >= o.Policy.Files.PerForm:
		return ErrTooManyFiles
	}
	if err := tx.FileIs(row.ID, state, store.FileComing); err != nil || state == store.FileClean {
		return err
	}
	return enqueue(tx, store.Job{Kind: jobScan, Key: jobScan + ":" + row.ID, RunAt: o.now().Add(scanPause)}, fileJob{ID: row.ID})
}

// giveBack has what was kept of a file that did not get there deleted. When that cannot be noted either, the night does it.
func (o *Office) giveBack(ctx context.Context, id string) {
	if err := o.DB.Write(ctx, func(tx *store.Tx) error { return o.goes(tx, id) }); err != nil {
		o.log().Warn("a file that was not kept is left until the night", "error", err)
	}
}

// goes has what was written of a file that did not come to stand with its form deleted.
func (o *Office) goes(tx *store.Tx, id string) error {
	if err := tx.FileIs(id, store.FileGoing, store.FileComing); err != nil {
		return err
	}
	return o.enqueueFiles(tx, id)
}

// LeaveOut takes a file off a form that is not done yet. NotFound when the form has no such file.
func (o *Office) LeaveOut(ctx context.Context, form, id string) error {
	return public(o.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.FormFileGoes(form, id); err != nil {
			return err
		}
		return o.enqueueFiles(tx, id)
	}))
}

// newFiles are those that came with the form of an act, as its command takes them, after those that it names: no page names any. What a double click sent twice is taken
// once; the other goes when the act is done.
func (w *work) newFiles(named []dossier.NewFile) ([]dossier.NewFile, error) {
	list, err := w.tx.FilesOfForm(w.form)
	all := slices.Clone(named)
	for _, f := range list {
		if slices.ContainsFunc(all, func(has dossier.NewFile) bool { return has.Hash == f.Hash && has.Name == f.Name }) {
			w.left = append(w.left, f)
			continue
		}
		w.came = append(w.came, dossier.FileID(f.ID))
		all = append(all, dossier.NewFile{ID: dossier.FileID(f.ID), Media: f.Media, Size: f.Size, Hash: f.Hash, Name: f.Name})
	}
	return all, err
}

// leave has files go that came with the form of an act that is done, and that its dossier has already.
func (w *work) leave(left []store.KeptFile) error {
	if len(left) == 0 {
		return nil
	}
	for _, f := range left {
		if err := w.tx.FormFileGoes(w.form, f.ID); err != nil && !errors.Is(err, store.ErrNotFound) { // taken off the form meanwhile
			return err
		}
	}
	return w.office.enqueueFiles(w.tx, left[0].ID)
}

// AddFiles: the complainant and handlers add to a complaint what came with their form.
func addFilesInside(w *work, _ *store.Dossier, c dossier.AddFiles) (dossier.AddFiles, error) {
	var err error
	c.Files, err = w.newFiles(c.Files)
	c.Most = w.office.Policy.Files.PerDossier
	return c, err
}

// addMessageInside: a mail can have files with its words.
func addMessageInside(w *work, _ *store.Dossier, c dossier.AddMessage) (dossier.AddMessage, error) {
	var err error
	c.Files, err = w.newFiles(c.Files)
	c.Most = w.office.Policy.Files.PerDossier
	return c, err
}

// followFiles makes the rows of files say what the records say of them.
func (w *work) followFiles(d *store.Dossier, step store.Step) error {
	switch e := step.Record.Event.(type) {
	case dossier.FileAdded:
		return w.beginFile(d, e.File)
	case dossier.FileRedacted:
		return errors.Join(w.tx.FileGoes(d, string(e.File)), w.office.enqueueFiles(w.tx, string(e.File)))
	case dossier.Erased:
		if e.Whose == dossier.ToEverybody {
			return errors.Join(w.tx.FilesGo(d), w.office.enqueueFiles(w.tx, d.State.Reference))
		}
		return w.office.enqueueFiles(w.tx, d.State.Reference+":"+string(e.Whose)) // mails that came in
	}
	return nil
}

// beginFile makes a file the dossier's. One that came with the form of the act, and has gone since the act read what did, was taken off it by a
// page, the night or the scanner: the act is judged anew, so that no history tells of a file of which there is nothing.
func (w *work) beginFile(d *store.Dossier, id dossier.FileID) error {
	err := w.tx.FileBegins(d, string(id))
	if errors.Is(err, store.ErrNotFound) && slices.Contains(w.came, id) {
		return errMoved
	}
	return ignoreMissing(err)
}

// ignoreMissing is for commands that name their files themselves, as those of tests do where no files are kept: verify finds them.
func ignoreMissing(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// OpenFile is what a viewer gets of a file.
type OpenFile struct {
	io.ReadCloser
	Media string
	Name  string
	Size  int64 // bytes; 0 when it is not known
}

// File opens a file of a dossier for a viewer who may read the complaint's own words, or its preview, and records that they saw it: a
// preview once an hour. NotFound for everybody else, for a file that is no more, and for one that waits for the virus scanner. The caller
// closes it.
func (o *Office) File(ctx context.Context, v Viewer, reference, id string, preview bool) (OpenFile, error) {
	opened, err := o.file(ctx, v, reference, id, preview)
	page := PageFile
	if preview {
		page = PagePreview
		look := o.lookOf(v, reference, page)
		look.Seen = err == nil
		if before, failed := o.before(ctx, look, previewHolds); failed == nil && before && err == nil {
			return opened, nil
		}
	}
	if looked := o.looked(ctx, v, reference, page, err); looked != nil {
		if err == nil {
			_ = opened.Close()
		}
		return OpenFile{}, looked
	}
	return opened, nil
}

func (o *Office) file(ctx context.Context, v Viewer, reference, id string, preview bool) (OpenFile, error) {
	view, err := o.view(ctx, v, reference)
	if err != nil {
		return OpenFile{}, err
	}
	shown, err := o.FilesIn(ctx, view)
	if err != nil {
		return OpenFile{}, err
	}
	i := slices.IndexFunc(shown, func(f ShownFile) bool { return string(f.File) == id && f.There && (f.Preview || !preview) })
	if o.Files == nil || i < 0 {
		return OpenFile{}, &Error{Kind: NotFound}
	}
	f, name := shown[i], id
	opened := OpenFile{Media: f.Media, Name: f.Name, Size: f.Size}
	if preview {
		name, opened.Media, opened.Size = files.PreviewOf(id), string(files.JPEG), 0
	}
	opened.ReadCloser, err = o.Files.Store.Get(ctx, name)
	if errors.Is(err, files.ErrGone) {
		o.log().Error("a file of a dossier is not where it is kept: see wederhoor verify", "reference", reference, "file", id)
		return OpenFile{}, &Error{Kind: NotFound}
	}
	if err != nil {
		return OpenFile{}, &Error{Kind: Busy, Cause: err}
	}
	return opened, nil
}

// ShownFile is a file of a dossier as a viewer sees it.
type ShownFile struct {
	dossier.FileAdded
	Name     string
	At       time.Time
	By       string
	There    bool // it can be opened
	Preview  bool
	Waiting  bool // for the virus scanner
	Infected bool
	Redacted bool
	Out      TakenOut // where it is redacted
}

// TakenOut is who took a file out, when and why (R28).
type TakenOut struct {
	By  string // Record.By
	At  time.Time
	Why string // empty when that was erased
}

// FilesIn lists the files of a dossier that a view of it shows.
func (o *Office) FilesIn(ctx context.Context, v View) ([]ShownFile, error) {
	var shown []ShownFile
	for _, e := range v.Entries {
		switch event := e.Event.(type) {
		case dossier.FileAdded:
			shown = append(shown, ShownFile{FileAdded: event, Name: nameOf(event, e.Parts), At: e.At, By: e.By})
		case dossier.FileRedacted:
			if i := slices.IndexFunc(shown, func(f ShownFile) bool { return f.File == event.File }); i >= 0 {
				shown[i].Redacted, shown[i].Out = true, TakenOut{e.By, e.At, partOf(e.Parts, "reason")}
			}
		}
	}
	if len(shown) == 0 {
		return nil, nil
	}
	rows, err := o.DB.Read().FilesOf(ctx, v.State.Reference)
	for i := range shown {
		f := &shown[i]
		row := rows[string(f.File)]
		f.There = row.State == store.FileClean && !f.Redacted
		f.Preview, f.Waiting, f.Infected = f.There && row.Preview, row.State == store.FileWaiting, row.State == store.FileInfected
	}
	return shown, public(err)
}

// nameOf is the name that a file came with, or one by its sort when that is gone or not the viewer's to know.
func nameOf(added dossier.FileAdded, parts []dossier.Part) string {
	if name := partOf(parts, "name"); name != "" {
		return name
	}
	return files.CleanName("", files.Media(added.Media))
}

func partOf(parts []dossier.Part, name string) string {
	for _, p := range parts {
		if p.Name == name {
			return p.Text
		}
	}
	return ""
}
