package desk

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// accessData is the page from which somebody is given what is kept of them (GDPR, article 15): first what would be in it, what not, and why.
type accessData struct {
	scene
	Nav       []kit.NavItem
	Reference string
	Path      string
	About     kit.Input // whose data
	Language  kit.Input // of the document
	In        []kit.Fact
	Out       []withheld
	Files     []kit.Fact // each with the reason why it is left out, if it is
}

// withheld is how much is left out for one reason.
type withheld struct{ Why, Count string }

// The fields of the form.
const (
	aboutField    = "about"
	languageField = "language"
)

// accessPage tells what an access export would hold, and makes nothing.
func (d *desk) accessPage(w http.ResponseWriter, r *http.Request, s scene) error {
	about, lang := s.accessAsked(r.URL.Query())
	v, doc, err := d.app.Office.Access(r.Context(), s.viewer, r.PathValue("ref"), about, lang)
	if err != nil {
		return err
	}
	n := doc.Counts()
	data := accessData{
		scene: s, Nav: s.nav(""), Reference: v.State.Reference, Path: s.pageOf(v, casework.PageAccess),
		About:    kit.Input{ID: aboutField, Label: s.say("access.about"), Value: string(about), Options: s.accessOptions(v), Plain: true},
		Language: kit.Input{ID: languageField, Label: s.say("access.language"), Value: string(lang), Options: s.languageOptions(), Plain: true},
		In: []kit.Fact{
			{Label: s.say("access.records"), Value: strconv.Itoa(n.Records)},
			{Label: s.say("access.texts"), Value: strconv.Itoa(n.Texts)},
			{Label: s.say("access.messages"), Value: strconv.Itoa(n.Messages)},
			{Label: s.say("access.files"), Value: strconv.Itoa(n.Files)},
		},
	}
	for _, one := range doc.WithheldInOrder() {
		data.Out = append(data.Out, withheld{words.Code(s.lang, "export.reason", one.Reason), strconv.Itoa(one.Count)})
	}
	for _, f := range doc.Files {
		what := f.Name
		if f.Redacted != "" {
			what = words.Code(s.lang, "export.reason", f.Redacted)
		}
		data.Files = append(data.Files, kit.Fact{Label: s.moment(f.At), Value: what})
	}
	return kit.Render(w, r, http.StatusOK, accessTemplate(data))
}

// makeAccess sends the export.
func (d *desk) makeAccess(w http.ResponseWriter, r *http.Request, s scene) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	about, lang := s.accessAsked(form.Values)
	doc, err := d.app.Office.MakeAccess(r.Context(), s.viewer, r.PathValue("ref"), about, lang)
	if err != nil {
		return err
	}
	d.app.SendMade(w, r, "application/zip", doc.Reference+".zip", func(ctx context.Context, to io.Writer) error {
		return d.app.Office.WriteAccess(ctx, &doc, to)
	})
	return nil
}

// accessAsked is whose data are asked for, and in which language: the complainant's and the viewer's own unless something else is said.
func (s scene) accessAsked(from url.Values) (about dossier.Party, lang words.Lang) {
	about, lang = dossier.ToComplainant, s.lang
	if asked := from.Get(aboutField); asked != "" {
		about = dossier.Party(asked)
	}
	if asked := from.Get(languageField); asked != "" {
		lang = words.Parse(asked)
	}
	return about, lang
}

// accessOptions are those of whom an export can be made.
func (s scene) accessOptions(v casework.View) []kit.Option {
	var options []kit.Option
	for _, p := range casework.AccessOf(v.Whole) {
		label := s.say("role.complainant")
		if p != dossier.ToComplainant {
			label = s.erasable(v, p)
		}
		options = append(options, kit.Option{Value: string(p), Label: label})
	}
	return options
}
