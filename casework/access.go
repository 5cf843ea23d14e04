package casework

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/export"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/words"
)

// AccessExport is what is kept of one person in a dossier, for that person (GDPR, article 15): the complainant, a fellow client or a
// specialist. What is of others, what was said in a talk (R3), and how the complaint is judged is withheld, each time with the reason; so is what
// whoever makes it may not see. Here that is whoever has the command line, who reads as a handler does. A person of whom the dossier has nothing
// is NotFound, as a dossier is that is not there.
func (o *Office) AccessExport(ctx context.Context, reference string, about dossier.Party, lang words.Lang) (export.Document, error) {
	return o.accessExport(ctx, program().keys(), reference, about, lang)
}

// Access tells what an access export would hold, for its page at the desk, and records that its viewer saw that.
func (o *Office) Access(ctx context.Context, v Viewer, reference string, about dossier.Party, lang words.Lang) (View, export.Document, error) {
	return o.access(ctx, v, reference, PageAccess, about, lang)
}

// MakeAccess is the export itself, and records that the viewer was given it. WriteAccess writes it.
func (o *Office) MakeAccess(ctx context.Context, v Viewer, reference string, about dossier.Party, lang words.Lang) (export.Document, error) {
	_, d, err := o.access(ctx, v, reference, PageExport, about, lang)
	return d, err
}

func (o *Office) access(ctx context.Context, v Viewer, reference string, page Page, about dossier.Party, lang words.Lang) (View, export.Document, error) {
	view, err := o.Fetch(ctx, v, reference, page)
	if err != nil {
		return View{}, export.Document{}, err
	}
	d, err := o.accessExport(ctx, v.handling(), reference, about, lang)
	return view, d, err
}

// handling are the keys by which somebody handles dossiers. What they see of one besides, of a talk of their own for instance, is in no export (R3).
func (v Viewer) handling() []string {
	if v.Is(dossier.RoleOwner) {
		return []string{dossier.ViewHandlers, dossier.ViewAccount(v.Account)}
	}
	return []string{dossier.ViewAccount(v.Account)}
}

// WriteAccess writes an export with the bytes of its files, as they come. An error means that what was written is of no use.
func (o *Office) WriteAccess(ctx context.Context, d *export.Document, w io.Writer) error {
	return d.Zip(w, func(id string) (io.ReadCloser, error) {
		if o.Files == nil {
			return nil, export.ErrMissing
		}
		from, err := o.Files.Store.Get(ctx, id)
		if errors.Is(err, files.ErrGone) {
			o.log().Error("a file of a dossier is not where it is kept: see wederhoor verify", "reference", d.Reference, "file", id)
			return nil, export.ErrMissing
		}
		return from, err
	})
}

func (o *Office) accessExport(ctx context.Context, keys []string, reference string, about dossier.Party, lang words.Lang) (export.Document, error) {
	o.setup()
	loaded, err := o.DB.Read().Dossier(ctx, append(slices.Clone(keys), dossier.ViewComplainant), reference)
	if err != nil {
		return export.Document{}, public(err)
	}
	if !slices.Contains(AccessOf(loaded.Whole), about) {
		return export.Document{}, &Error{Kind: NotFound}
	}
	grants := dossier.Access(loaded.Whole)
	p := person{
		about: about, handlers: dossier.Seen(grants, keys), own: dossier.Seen(grants, []string{dossier.ViewComplainant}),
		unshown: loaded.Whole.Represented && !loaded.Whole.AuthorityShown,
	}
	d := export.Document{Reference: reference, About: string(about), Made: o.now(), Language: lang, Zone: o.cal.Zone()}
	if about == dossier.ToComplainant && !p.unshown {
		who, err := o.people(ctx)
		if err != nil {
			return export.Document{}, err
		}
		d.Facts = o.accessFacts(who, lang, loaded.Whole)
	}
	for _, e := range loaded.Entries {
		d.Records = append(d.Records, p.record(e))
	}
	for _, m := range loaded.Messages {
		if m.To == about {
			d.Messages = append(d.Messages, p.message(lang, m))
		}
	}
	d.Files, err = o.accessFiles(ctx, p, loaded)
	return d, public(err)
}

// AccessOf are those of whom an export of the dossier can be made: of whom it has words.
func AccessOf(s dossier.State) []dossier.Party {
	return append([]dossier.Party{dossier.ToComplainant}, dossier.Others(s)...)
}

// person is whom an export is for.
type person struct {
	about    dossier.Party
	handlers []string // classes that whoever makes it may see
	own      []string // classes that the complainant may see
	unshown  bool     // a representative, before authority was shown (R5)
}

// record is one record, as far as it is the person's to have.
func (p person) record(e store.Entry) export.Record {
	r := export.Record{Number: e.Number, At: e.At}
	given := false
	for _, part := range e.Parts {
		t := export.Text{Name: part.Name, Redacted: p.withheld(part)}
		switch {
		case t.Redacted != "":
		case slices.Contains(e.Erased, part.Name):
			t.Redacted = export.WasErased
		default:
			t.Text = part.Text
		}
		given = given || t.Redacted == "" || t.Redacted == export.WasErased
		r.Texts = append(r.Texts, t)
	}
	// Even that something happened can tell of others: who was asked in an inquiry, say (R15).
	if !given && (p.about != dossier.ToComplainant || !dossier.Sees(p.own, e.Event.Class(), dossier.PersonOf(e.Event))) {
		r.Texts, r.Redacted = nil, p.reason(e.Event.Class())
		return r
	}
	r.Kind, r.By = e.Event.Name(), sortOf(e.By)
	return r
}

// withheld is why a piece of words is not the person's to have here; empty when it is.
func (p person) withheld(part dossier.Part) export.Reason {
	switch {
	case !dossier.Sees(p.handlers, part.Class, part.Person):
		return export.OfTalk
	case p.about != dossier.ToComplainant:
		if (dossier.Erased{Whose: p.about}).Takes(part) {
			return ""
		}
		return export.OfOthers
	case part.Subject == dossier.OfFellow || part.Subject == dossier.OfSpecialist:
		return export.OfOthers
	case !dossier.Sees(p.own, part.Class, part.Person):
		return p.reason(part.Class)
	}
	return ""
}

// message is one that the person was sent. The link in it opens the dossier, and stands in no document.
func (p person) message(lang words.Lang, m store.Message) export.Message {
	if !dossier.Sees(p.handlers, m.Class, m.Person) {
		return export.Message{At: m.At, Redacted: export.OfTalk}
	}
	body := strings.NewReplacer(LinkPlaceholder, words.Say(lang, "export.message.link"), CodePlaceholder, words.Say(lang, "export.message.code")).Replace(m.Body)
	return export.Message{At: m.At, To: m.Address, Subject: m.Subject, Body: body}
}

// accessFiles are the files of a dossier, as far as they are the person's to have: those that whoever complains sent along. Only they can; what
// staff added is somebody else's until they say otherwise.
func (o *Office) accessFiles(ctx context.Context, p person, loaded store.Loaded) ([]export.File, error) {
	if p.about != dossier.ToComplainant || len(loaded.Whole.Files) == 0 {
		return nil, nil
	}
	rows, err := o.DB.Read().FilesOf(ctx, loaded.Whole.Reference)
	if err != nil {
		return nil, err
	}
	var list []export.File
	for _, e := range loaded.Entries {
		added, ok := e.Event.(dossier.FileAdded)
		if !ok {
			continue
		}
		i := slices.IndexFunc(loaded.Whole.Files, func(f dossier.FileState) bool { return f.ID == added.File })
		f := export.File{At: e.At, Redacted: p.fileWithheld(loaded.Whole, loaded.Whole.Files[i], rows[string(added.File)].State)}
		if f.Redacted != export.OfOthers && f.Redacted != export.NotShown {
			f.Media, f.Size, f.Hash = added.Media, added.Size, added.Hash
		}
		if f.Redacted == "" {
			f.ID = string(added.File)
			f.Name = fmt.Sprintf("%s-%02d%s", loaded.Whole.Reference, len(list)+1, files.Media(added.Media).Extension())
		}
		list = append(list, f)
	}
	return list, nil
}

// fileWithheld is why a file is not in the export; empty when it is.
func (p person) fileWithheld(s dossier.State, f dossier.FileState, is store.FileState) export.Reason {
	by := sortOf(f.By)
	switch {
	case p.unshown:
		return export.NotShown
	case by != "complainant" && by != "fellow": // another client who complains came by the question to them (R15)
		return export.OfOthers
	case !s.ErasedAt.IsZero():
		return export.WasErased
	case f.Redacted:
		return export.TakenOut
	case is == store.FileWaiting:
		return export.Unscanned
	case is == store.FileInfected:
		return export.Infected
	case is != store.FileClean:
		return export.Missing
	}
	return ""
}

func (p person) reason(class dossier.Class) export.Reason {
	switch {
	case p.unshown && p.about == dossier.ToComplainant:
		return export.NotShown
	case class == dossier.ClassInquiry, class == dossier.ClassHearing, p.about != dossier.ToComplainant:
		return export.OfOthers
	}
	return export.OfHandling
}

// sortOf says what sort of person recorded something, without a name.
func sortOf(by string) string {
	switch {
	case by == dossier.Complainant().Name():
		return "complainant"
	case by == dossier.System().Name():
		return "program"
	case len(by) > 7 && by[:7] == "fellow:":
		return "fellow"
	}
	return "staff"
}
