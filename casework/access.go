package casework

import (
	"context"
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/export"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/words"
)

// AccessExport is what is kept of one person in a dossier, for that person (GDPR, article 15): the complainant, a fellow client or a
// specialist. What is of others, what was said in a talk (R3), and how the complaint is judged is withheld, each time with the reason; so is what
// whoever makes it may not see. Here that is whoever has the command line, who reads as a handler does.
func (o *Office) AccessExport(ctx context.Context, reference string, about dossier.Party, lang words.Lang) (export.Document, error) {
	o.setup()
	keys := program().keys()
	loaded, err := o.DB.Read().Dossier(ctx, append(slices.Clone(keys), dossier.ViewComplainant), reference)
	if err != nil {
		return export.Document{}, public(err)
	}
	grants := dossier.Access(loaded.Whole)
	p := person{
		about: about, handlers: dossier.Seen(grants, keys), own: dossier.Seen(grants, []string{dossier.ViewComplainant}),
		unshown: loaded.Whole.Represented && !loaded.Whole.AuthorityShown,
	}
	d := export.Document{Reference: reference, About: string(about), Made: o.now(), Language: lang, Zone: o.cal.Zone()}
	for _, e := range loaded.Entries {
		d.Records = append(d.Records, p.record(e))
	}
	for _, m := range loaded.Messages {
		if m.To == about && dossier.Sees(p.handlers, m.Class, m.Person) {
			d.Messages = append(d.Messages, export.Message{At: m.At, To: m.Address, Subject: m.Subject, Body: m.Body})
		}
	}
	if about == dossier.ToComplainant && !p.unshown {
		for _, f := range loaded.Whole.Files {
			d.Files = append(d.Files, export.File{Media: f.Media, Size: f.Size, Hash: f.Hash, Gone: f.Redacted})
		}
	}
	return d, nil
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
