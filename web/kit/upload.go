package kit

import (
	"bufio"
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/a-h/templ"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/words"
)

// The inputs of a form that takes files: the files themselves, a button that sends them without doing the form, and one for each that takes it
// off again.
const (
	FilesField  = "files"
	UploadField = "upload"
	RemoveField = "remove_file"
)

// uploadTime is how long a form with files may take: ten photos over a phone in a waiting room.
const uploadTime = 5 * time.Minute

const multipartForm = "multipart/form-data"

// HasFiles reports whether a request is of a form that takes files.
func HasFiles(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Content-Type"), multipartForm)
}

// WrongFile is a file that was not taken in, and why.
type WrongFile struct{ Name, Text string }

// FileInput is the input for files, with those that came already.
type FileInput struct {
	ID    string
	Hint  string
	Kept  []store.KeptFile
	Wrong []WrongFile
	Alone bool // the form is for files and nothing else, so that its own button adds them
}

// Bad reports whether a file was not taken in.
func (f FileInput) Bad() bool { return len(f.Wrong) > 0 }

// Problems are what is wrong, each beside the input.
func (f FileInput) Problems() []Problem {
	var list []Problem
	for _, w := range f.Wrong {
		list = append(list, Problem{Field: f.ID, Text: w.Name + ": " + w.Text})
	}
	return list
}

// TakesFiles reports whether files can be sent along at all.
func (a *App) TakesFiles() bool { return a.Office.Files != nil }

// FileInput is the input for the files of a form, by its token.
func (a *App) FileInput(ctx context.Context, id, token string, wrong []WrongFile) (FileInput, error) {
	limits := a.Office.Policy.Files
	in := FileInput{ID: id, Hint: words.Say(Lang(ctx), "files.hint", limits.PerForm, limits.Megabytes), Wrong: wrong}
	if !a.TakesFiles() {
		return in, nil
	}
	var err error
	in.Kept, err = a.Office.DB.Read().FilesOfForm(ctx, FormID(token))
	return in, err
}

// OnlyFiles reports whether a form was sent for its files alone: to add some, or to take one off.
func OnlyFiles(f *Form) bool { return f.Get(UploadField) != "" || f.Get(RemoveField) != "" }

// ReadUpload is ReadForm for one that takes files. Each is taken in while it is read, for the form whose token came before it; without one of this
// office they are passed over (ASVS 5.2.1). What was not taken in is listed; all else stays. Of a form with too many parts the first are given beside the error
// (TooMany), and no more is read.
func (a *App) ReadUpload(w http.ResponseWriter, r *http.Request) (*Form, []WrongFile, error) {
	return a.ReadUploadFor(w, r, "")
}

// ReadUploadFor is ReadUpload for a form on the page of a dossier that its viewer was let in to.
func (a *App) ReadUploadFor(w http.ResponseWriter, r *http.Request, reference string) (*Form, []WrongFile, error) {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != multipartForm || !a.TakesFiles() {
		form, err := readForm(w, r)
		return form, nil, err
	}
	limits := a.Office.Policy.Files
	most := int64(limits.PerForm)*int64(limits.Megabytes)<<20 + maxSent
	if r.ContentLength > most {
		return nil, nil, a.tooMuch(r)
	}
	a.giveTime(w)
	u := upload{app: a, r: r, reference: reference, form: EmptyForm(), left: maxKept}
	err = u.read(&heads{in: http.MaxBytesReader(w, r.Body, most)}, params["boundary"])
	var large *http.MaxBytesError
	switch {
	case errors.Is(err, errPairs):
		return u.form, u.wrong, &StatusError{Status: http.StatusRequestEntityTooLarge, Cause: errPairs}
	case errors.As(err, &large):
		return nil, nil, a.tooMuch(r)
	case err != nil:
		return nil, nil, &StatusError{Status: http.StatusBadRequest, Cause: err}
	}
	if err := a.takeOff(r, u.form); err != nil {
		return u.form, u.wrong, err
	}
	err = u.infected()
	return u.form, u.wrong, err
}

// infected tells of files that came before and in which the scanner found something only afterwards, and takes them off: the form comes back once
// for them, and can be sent without.
func (u *upload) infected() error {
	form := FormID(u.app.KeyOf(u.form))
	list, err := u.app.Office.DB.Read().InfectedOfForm(u.r.Context(), form)
	for _, f := range list {
		u.add(f.Name, words.Say(Lang(u.r.Context()), "files.wrong."+string(files.WhyInfected)))
		if err := u.app.Office.LeaveOut(u.r.Context(), form, f.ID); err != nil && KindOf(err) != casework.NotFound {
			return err
		}
	}
	return err
}

// tooMuch is for files that are together more than a form takes: a shorter text, which other forms ask for, would not help.
func (a *App) tooMuch(r *http.Request) error {
	lang, limits := Lang(r.Context()), a.Office.Policy.Files
	return &StatusError{Status: http.StatusRequestEntityTooLarge, Key: "kit.files_413", More: []string{
		words.Say(lang, "kit.files_413.fewer"),
		words.Say(lang, "kit.files_413.limits", limits.PerForm, limits.Megabytes),
		words.Say(lang, "kit.files_413.film"),
		words.Say(lang, "kit.files_413.call", PhoneText(a.Office.Policy.Organisation.Phone)),
	}}
}

// takeOff takes the file off that the form says.
func (a *App) takeOff(r *http.Request, form *Form) error {
	id, token := form.Get(RemoveField), a.KeyOf(form)
	if id == "" || token == "" {
		return nil
	}
	err := a.Office.LeaveOut(r.Context(), FormID(token), id)
	if KindOf(err) == casework.NotFound { // off already
		return nil
	}
	return err
}

// giveTime lets a request with files take longer than others.
func (a *App) giveTime(w http.ResponseWriter) {
	if a.Machine == nil {
		return
	}
	c, until := http.NewResponseController(w), a.Machine().Add(uploadTime)
	_ = c.SetReadDeadline(until) // where that cannot be set, the server's own holds
	_ = c.SetWriteDeadline(until.Add(time.Minute))
}

// upload is a form with files that is being read.
type upload struct {
	app       *App
	r         *http.Request
	reference string // of the dossier on whose page the form stands; empty for none
	form      *Form
	left      int // bytes of answers that may still be kept
	wrong     []WrongFile
	away      bool // where files are kept did not answer: the others of the form do not wait for it one after the other
}

// maxHead is how many bytes may stand before the content of a part, what was read ahead of it included. The library would keep ten million.
const maxHead = 32 << 10

// heads limits what stands between the contents of parts.
type heads struct {
	in     io.Reader
	within bool // it is content that is being read, of which there are other limits
	left   int
}

var errHead = errors.New("kit: what stands before a part of a form is too long")

func (h *heads) Read(p []byte) (int, error) {
	if h.within {
		return h.in.Read(p)
	}
	if h.left == 0 {
		return 0, errHead
	}
	n, err := h.in.Read(p[:min(len(p), h.left)])
	h.left -= n
	return n, err
}

func (u *upload) read(in *heads, boundary string) error {
	parts := multipart.NewReader(in, boundary)
	for n := 0; ; n++ {
		in.within, in.left = false, maxHead
		part, err := parts.NextPart()
		in.within = true
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case n > maxPairs:
			return errPairs
		}
		if name := part.FormName(); name == FilesField {
			err = u.file(part)
		} else if name != "" && len(name) <= maxName {
			err = u.answer(name, part)
		}
		if err == nil {
			_, err = io.Copy(io.Discard, part) // what nobody wanted to read
		}
		if err != nil {
			return err
		}
	}
}

// answer reads one, as parseForm does.
func (u *upload) answer(name string, from io.Reader) error {
	in := bufio.NewReader(from)
	var kept strings.Builder
	runes, cut := 0, false
	for {
		c, err := in.ReadByte()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if utf8.RuneStart(c) {
			runes++
		}
		if kept.Len() < maxValue && u.left > 0 {
			kept.WriteByte(c)
			u.left--
		} else {
			cut = true
		}
	}
	u.form.Add(name, wholeRunes(kept.String()))
	if cut {
		u.form.Long[name] = runes
	}
	return nil
}

// file takes one in. An input in which none was chosen sends an empty one without a name.
func (u *upload) file(part *multipart.Part) error {
	in := &noticing{in: part}
	if part.FileName() == "" {
		return nil
	}
	token := u.app.KeyOf(u.form)
	if token == "" {
		u.add(part.FileName(), words.Say(Lang(u.r.Context()), "files.wrong.form"))
		return nil
	}
	if err := u.app.Porter.Upload(u.r.Context(), Address(u.r)); err != nil {
		if doors.KindOf(err) != doors.Wait {
			return err
		}
		u.add(part.FileName(), words.Say(Lang(u.r.Context()), "files.wrong.busy"))
		return nil
	}
	if u.away {
		u.add(part.FileName(), words.Say(Lang(u.r.Context()), notKept))
		return nil
	}
	err := u.app.Office.TakeInFor(u.r.Context(), u.reference, FormID(token), part.FileName(), in)
	switch {
	case in.err != nil:
		return in.err // the way to the browser broke, not the file
	case err != nil:
		text, fault := whyWrong(Lang(u.r.Context()), u.app.Office.Policy.Files, err)
		if u.away = fault; fault {
			u.app.logCause(u.r, "file not kept", err)
		}
		u.add(part.FileName(), text)
	}
	return nil
}

func (u *upload) add(name, text string) {
	u.wrong = append(u.wrong, WrongFile{files.ShownName(name), text})
}

const notKept = "files.wrong.not_kept"

// whyWrong says why a file was not taken in, and what to do; fault when it is not the file but we.
func whyWrong(lang words.Lang, limits policy.Files, err error) (text string, fault bool) {
	why := files.WhyOf(err)
	switch {
	case why == files.WhyLarge:
		return words.Say(lang, "files.wrong.large", limits.Megabytes), false
	case why == files.WhyPixels:
		return words.Say(lang, "files.wrong.pixels", limits.Megapixels), false
	case why != "":
		return words.Say(lang, "files.wrong."+string(why)), false
	case errors.Is(err, casework.ErrTooManyFiles):
		return words.Say(lang, "files.wrong.many", limits.PerForm), false
	case errors.Is(err, files.ErrBusy):
		return words.Say(lang, "files.wrong.busy"), false
	}
	return words.Say(lang, notKept), true
}

// noticing remembers whether reading went wrong.
type noticing struct {
	in  io.Reader
	err error
}

func (n *noticing) Read(p []byte) (int, error) {
	got, err := n.in.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		n.err = err
	}
	return got, err
}

// FileLife is how long the address of a file is good.
const FileLife = time.Hour

// A file of a dossier is below the page of the dossier, and its preview below that.
const (
	filesBelow   = "/files/"
	previewBelow = "/preview"
)

// FileAddress is the address of a file for one session, signed, for FileLife (ASVS 5.4.1). It is worth nothing in another session, and gives no right that
// its viewer has not: who they are is asked besides.
func (a *App) FileAddress(page, id, session string, preview bool) string {
	path := page + filesBelow + url.PathEscape(id)
	if preview {
		path += previewBelow
	}
	until := a.MachineNow().Add(FileLife)
	return path + "?until=" + stamp(until) + "&sig=" + a.signFile(path, session, stamp(until))
}

func wrongID(id string, i int) string { return id + "-wrong-" + strconv.Itoa(i) }

// attrs name what describes the input.
func (f FileInput) attrs() templ.Attributes {
	described := f.ID + "-hint"
	for i := range f.Wrong {
		described += " " + wrongID(f.ID, i)
	}
	attrs := templ.Attributes{"aria-describedby": described}
	if f.Bad() {
		attrs["aria-invalid"] = "true"
	}
	return attrs
}

// DossierFiles are the files of a dossier for whoever sees a view of it, in their session. who names whoever took one out.
func (a *App) DossierFiles(ctx context.Context, v casework.View, page, session string, who func(by string) string) ([]DossierFile, error) {
	shown, err := a.Office.FilesIn(ctx, v)
	if err != nil {
		return nil, err
	}
	lang := Lang(ctx)
	list := make([]DossierFile, 0, len(shown))
	for _, f := range shown {
		one := DossierFile{Name: f.Name, Note: words.Moment(lang, f.At, a.Zone()) + " · " + words.Size(lang, f.Size)}
		switch {
		case f.There:
			one.Address = a.FileAddress(page, string(f.File), session, false)
		case f.Redacted:
			one.Note = words.Say(lang, "files.redacted", who(f.Out.By), words.Moment(lang, f.Out.At, a.Zone()))
			if f.Out.Why != "" {
				one.Note += ": " + f.Out.Why
			}
		case f.Infected:
			one.Note = words.Say(lang, "files.infected")
		case f.Waiting:
			one.Note = words.Say(lang, "files.waiting")
		default:
			one.Note = words.Say(lang, "files.gone")
		}
		if f.Preview {
			one.Preview = a.FileAddress(page, string(f.File), session, true)
		}
		list = append(list, one)
	}
	return list, nil
}
