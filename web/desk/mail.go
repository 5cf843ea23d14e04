package desk

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

const (
	mailPath = "/desk/mail"
	// mailLimit is how many mails of a list are shown, the newest first.
	mailLimit = 100
)

// mailLists are the lists of incoming mail: what waits, what became something, and what nothing follows from.
var mailLists = []struct {
	name   string
	states []store.MailState
}{
	{"waiting", []store.MailState{store.MailReview}},
	{"done", []store.MailState{store.MailComplaint, store.MailJoined, store.MailBounce}},
	{"passed", []store.MailState{store.MailIgnored, store.MailAside}},
}

// mailLine is a mail in a list.
type mailLine struct {
	Path, From, Subject, Came, State string
	Reference, Dossier               string // empty for none
	Why                              []string
}

type mailListData struct {
	scene
	Nav    []kit.NavItem
	Lists  []kit.NavItem
	Lines  []mailLine
	None   string
	More   bool
	Done   string
	Caught bool // the list is that of what waits
}

// mails lists the mails that came in.
func (d *desk) mails(w http.ResponseWriter, r *http.Request, s scene) error {
	which := 0
	data := mailListData{scene: s, Nav: s.nav("mail")}
	for i, l := range mailLists {
		if r.URL.Query().Get("list") == l.name {
			which = i
		}
	}
	for i, l := range mailLists {
		data.Lists = append(data.Lists, kit.NavItem{Label: s.say("mail.list." + l.name), Path: mailPath + "?list=" + l.name, Current: i == which})
	}
	list, err := d.app.Office.MailsIn(r.Context(), s.viewer, mailLists[which].states, mailLimit+1)
	if err != nil {
		return err
	}
	for _, m := range list[:min(len(list), mailLimit)] {
		data.Lines = append(data.Lines, s.mailLine(m))
	}
	data.More, data.Caught, data.None = len(list) > mailLimit, which == 0, s.say("mail.none.done")
	if data.Caught {
		data.None = s.say("mail.none")
	}
	if key := "mail.done." + r.URL.Query().Get("done"); words.Has(key) {
		data.Done = s.say(key)
	}
	return kit.Render(w, r, http.StatusOK, mailsTemplate(data))
}

func (s scene) mailLine(m store.MailIn) mailLine {
	line := mailLine{
		Path: mailPath + "/" + m.ID, From: plain(" ", m.Name, m.Sender), Subject: m.Subject, Came: s.moment(m.At), State: s.say("mail.is." + string(m.State)),
		Reference: m.Reference,
	}
	if line.From == "" {
		line.From = s.say("mail.no_sender")
	}
	if line.Subject == "" {
		line.Subject = s.say("mail.no_title")
	}
	if m.Reference != "" {
		line.Dossier = dossierPath(m.Reference)
	}
	for _, reason := range m.Reasons {
		if key := "mail.why." + reason; words.Has(key) {
			line.Why = append(line.Why, s.say(key))
		} else {
			line.Why = append(line.Why, reason) // the status code of a bounce
		}
	}
	return line
}

type mailData struct {
	scene
	mailLine
	Nav          []kit.NavItem
	To           string
	Size         string
	Text, Folded string
	Files        []string
	Gone         bool
	Waits        bool // something can still be made of it
	Inside       bool
	Typed, Wrong string // the reference, and what is wrong with it
	Problems     []kit.Problem
}

// mail shows one.
func (d *desk) mail(w http.ResponseWriter, r *http.Request, s scene) error {
	return d.showMail(w, r, s, http.StatusOK, "", "")
}

const mailReference = "reference"

// showMail shows a mail, with what was wrong with what was asked to be done with it.
func (d *desk) showMail(w http.ResponseWriter, r *http.Request, s scene, status int, typed, wrong string) error {
	m, err := d.app.Office.MailIn(r.Context(), s.viewer, r.PathValue("id"))
	if err != nil {
		return err
	}
	data := mailData{
		scene: s, mailLine: s.mailLine(m.MailIn), Nav: s.nav("mail"), Size: size(m.Size), Text: m.Read.Text, Folded: m.Read.Folded,
		Gone: m.Gone, Inside: m.Inside, Waits: m.Waits(), Typed: typed, Wrong: wrong,
	}
	if typed == "" {
		data.Typed = m.Reference
	}
	if wrong != "" {
		data.Problems = []kit.Problem{{Field: mailReference, Text: wrong}}
	}
	var to []string
	for _, a := range append(m.Read.To, m.Read.Cc...) {
		to = append(to, a.Email)
	}
	data.To = strings.Join(to, ", ")
	for _, a := range m.Read.Attachments {
		data.Files = append(data.Files, a.Name+" ("+size(int64(len(a.Data)))+")")
	}
	return kit.Render(w, r, status, mailTemplate(data))
}

// size is a number of bytes as people read it.
func size(bytes int64) string {
	if bytes < 1<<20 {
		return strconv.FormatInt((bytes+1023)>>10, 10) + " kB"
	}
	return strconv.FormatInt((bytes+1<<19)>>20, 10) + " MB"
}

// originalMail sends a mail as it came, to be saved.
func (d *desk) originalMail(w http.ResponseWriter, r *http.Request, s scene) error {
	f, err := d.app.Office.OriginalMail(r.Context(), s.viewer, r.PathValue("id"))
	if kit.KindOf(err) == casework.Refused {
		return d.mailRefused(w, r, s, "", err)
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	d.app.SendMade(w, r, "application/octet-stream", f.Name, func(_ context.Context, to io.Writer) error {
		_, err := io.Copy(to, f)
		return err
	})
	return nil
}

// fileMail makes a complaint of a mail. Sent twice it is done once.
func (d *desk) fileMail(w http.ResponseWriter, r *http.Request, s scene) error {
	if _, err := kit.ReadForm(w, r); err != nil {
		return err
	}
	if _, err := d.app.Office.FileMail(r.Context(), s.viewer, r.PathValue("id")); err != nil {
		return d.mailRefused(w, r, s, "", err)
	}
	return kit.SeeOther(w, r, mailPath+"?done=complaint")
}

// placeMail puts a mail into a dossier.
func (d *desk) placeMail(w http.ResponseWriter, r *http.Request, s scene) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	id, reference := r.PathValue("id"), form.Line(mailReference)
	if reference == "" {
		return d.showMail(w, r, s, http.StatusUnprocessableEntity, "", s.say("mail.do.missing"))
	}
	// Asked first: whoever clicks twice may not see the mail any more that they placed.
	_, err = d.app.Office.PlaceMail(r.Context(), s.viewer, id, reference)
	switch {
	case kit.KindOf(err) == casework.NotFound: // the dossier, or the mail itself, which is not shown then
		return d.showMail(w, r, s, http.StatusUnprocessableEntity, reference, s.say("mail.do.unknown"))
	case err != nil:
		return d.mailRefused(w, r, s, reference, err)
	}
	return kit.SeeOther(w, r, mailPath+"?done=place")
}

// asideMail puts a mail aside.
func (d *desk) asideMail(w http.ResponseWriter, r *http.Request, s scene) error {
	if err := d.app.Office.PutMailAside(r.Context(), s.viewer, r.PathValue("id")); err != nil {
		return d.mailRefused(w, r, s, "", err)
	}
	return kit.SeeOther(w, r, mailPath+"?done=aside")
}

// mailRefused shows the mail again, and why nothing happened.
func (d *desk) mailRefused(w http.ResponseWriter, r *http.Request, s scene, typed string, err error) error {
	if kit.KindOf(err) == casework.Refused {
		return d.showMail(w, r, s, http.StatusUnprocessableEntity, typed, kit.RefusalText(s.lang, kit.RefusalOf(err)))
	}
	status, text, ok := d.app.NotDone(r, err)
	if !ok {
		return err
	}
	return d.showMail(w, r, s, status, typed, text)
}

// toMail is where whoever had to sign in again before their act comes out.
func (d *desk) toMail(w http.ResponseWriter, r *http.Request, _ scene) error {
	return kit.SeeOther(w, r, mailPath)
}
