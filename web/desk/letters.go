package desk

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// lettersPath is where the owner writes what the chain's letters say.
const lettersPath = "/desk/letters"

// letterLine is a letter in the list.
type letterLine struct {
	Path, Name string
	State      mark
	Since      string // who wrote it, and when; empty for the program's
}

type letterGroup struct {
	Title string
	Lines []letterLine
}

type lettersData struct {
	scene
	Nav       []kit.NavItem
	Of        words.Lang // of the letters
	Languages []kit.NavItem
	Groups    []letterGroup
}

// letters lists all texts there are in a language, and whose they are.
func (d *desk) letters(w http.ResponseWriter, r *http.Request, s scene) error {
	of := words.Parse(r.URL.Query().Get("of"))
	list, err := d.app.Office.OwnTexts(r.Context(), s.viewer, of)
	if err != nil {
		return err
	}
	data := lettersData{scene: s, Nav: s.nav("letters"), Of: of}
	for _, lang := range []words.Lang{words.NL, words.EN} {
		data.Languages = append(data.Languages, kit.NavItem{
			Label: words.Code(s.lang, "language", string(lang)), Path: lettersPath + "?of=" + string(lang), Current: lang == of,
		})
	}
	for _, t := range list {
		title := s.say("letters.to." + t.Sort)
		if n := len(data.Groups); n == 0 || data.Groups[n-1].Title != title {
			data.Groups = append(data.Groups, letterGroup{Title: title})
		}
		group := &data.Groups[len(data.Groups)-1]
		group.Lines = append(group.Lines, d.letterLine(s, t))
	}
	return kit.Render(w, r, http.StatusOK, lettersTemplate(data))
}

func (d *desk) letterLine(s scene, t casework.OwnText) letterLine {
	l := letterLine{Path: letterPath(t.Sheet), Name: d.letterName(t.Sheet), State: mark{s.say("letters.whose.ours"), ""}}
	switch {
	case len(t.Faults) > 0:
		l.State = mark{s.say("letters.whose.bad"), "bad"}
	case t.Own:
		l.State = mark{s.say("letters.whose.own"), "info"}
	}
	if t.Own {
		l.Since = s.version(t)
	}
	return l
}

func (s scene) version(t casework.OwnText) string {
	v := t.Versions[0]
	return s.say("letters.since", s.moment(v.At), s.dir.account(v.By))
}

// letterName is what a letter is called: by the subject of the program's text, without the example's reference.
func (d *desk) letterName(t casework.Sheet) string {
	letter, _, err := d.app.Office.ExampleLetter(t, t.Program())
	if err != nil || letter.Subject == "" {
		return t.Kind
	}
	name, _, _ := strings.Cut(letter.Subject, " (WH-")
	return name
}

func letterPath(t casework.Sheet) string {
	return lettersPath + "/" + string(t.Language) + "/" + t.Sort + "/" + t.Kind
}

// letterTry is a text as it is being written.
type letterTry struct {
	Subject, Body string
	Wrong         map[string]string // by the id of the input
	Example       string            // how it reads; empty when nobody asked
	Done, Style   string
}

// text is the subject and the body as one.
func (t letterTry) text() string { return t.Subject + "\n\n" + t.Body }

func tryOf(text string) letterTry {
	subject, body, _ := strings.Cut(text, "\n")
	return letterTry{Subject: subject, Body: strings.TrimLeft(body, "\n")}
}

func (t letterTry) problems() (list []kit.Problem) {
	for _, id := range []string{"subject", "body"} {
		if text := t.Wrong[id]; text != "" {
			for line := range strings.Lines(text) {
				list = append(list, kit.Problem{Field: id, Text: strings.TrimSuffix(line, "\n")})
			}
		}
	}
	return list
}

type letterWord struct{ Name, Means, Note string }

type letterVersion struct{ Title, Who, Text string }

type letterData struct {
	scene
	letterTry
	Nav                []kit.NavItem
	Name, To, Path, If string
	Of                 string // language of the letter, for lang
	Address            string // of a test; empty when there is none
	Seen               int
	Own, Bad           bool
	Words              []letterWord
	Program            string
	Versions           []letterVersion
}

// alwaysKnown are the words of which no text needs to ask whether they are known.
var alwaysKnown = []string{"letters.field.organisation", "letters.field.phone"}

// sheetOf is the text that a path names.
func sheetOf(r *http.Request) casework.Sheet {
	return casework.Sheet{Language: words.Lang(r.PathValue("of")), Sort: r.PathValue("to"), Kind: r.PathValue("kind")}
}

// letter is the page on which a text is written.
func (d *desk) letter(w http.ResponseWriter, r *http.Request, s scene) error {
	t, err := d.app.Office.OwnText(r.Context(), s.viewer, sheetOf(r))
	if err != nil {
		return err
	}
	try := tryOf(t.Text)
	if done := r.URL.Query().Get("done"); slices.Contains([]string{"saved", "restored"}, done) {
		try.Done, try.Style = s.say("letters.done."+done), "good"
	}
	return d.showLetter(w, r, s, http.StatusOK, t, try)
}

func (d *desk) showLetter(w http.ResponseWriter, r *http.Request, s scene, status int, t casework.OwnText, try letterTry) error {
	data := letterData{
		scene: s, letterTry: try, Nav: s.nav("letters"), Name: d.letterName(t.Sheet), To: s.say("letters.to." + t.Sort), Path: letterPath(t.Sheet),
		Of: string(t.Language), Address: s.staff.Account.Email, Seen: t.Version(),
		Own: t.Own, Bad: len(t.Faults) > 0, Program: t.Sheet.Program(),
	}
	for _, word := range t.Words() {
		line := letterWord{Name: "{{" + word.Name + "}}", Means: s.say(word.Key)}
		switch {
		case word.Must:
			line.Note = s.say("letters.words.must")
		case word.Ask:
			line.Note = s.say("letters.words.ask")
		}
		if data.If == "" && !word.Must && !word.Ask && !slices.Contains(alwaysKnown, word.Key) && !strings.Contains(word.Name, " ") {
			data.If = words.Say(t.Language, "letters.words.if."+string(t.Language), word.Name, word.Name)
		}
		data.Words = append(data.Words, line)
	}
	for _, v := range t.Versions {
		shown := letterVersion{Title: s.say("letters.version", v.Version), Who: s.say("letters.since", s.moment(v.At), s.dir.account(v.By)), Text: v.Text}
		if v.Text == "" {
			shown.Text = s.say("letters.version.back")
		}
		data.Versions = append(data.Versions, shown)
	}
	return kit.Render(w, r, status, letterTemplate(data))
}

// writeLetter does what a button of the page says with what was typed: saves it, shows how it reads, sends a test, or goes back to the program's text.
func (d *desk) writeLetter(w http.ResponseWriter, r *http.Request, s scene) error {
	t, err := d.app.Office.OwnText(r.Context(), s.viewer, sheetOf(r))
	if err != nil {
		return err
	}
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	try := typedLetter(form)
	switch form.Get("do") {
	case "preview":
		return d.previewLetter(w, r, s, t, try)
	case "test":
		return d.testLetter(w, r, s, t, try)
	case "restore":
		return d.saveLetter(w, r, s, t, try, "", form.Get("version"), "restored")
	default:
		return d.saveLetter(w, r, s, t, try, try.text(), form.Get("version"), "saved")
	}
}

func typedLetter(form *kit.Form) letterTry {
	return letterTry{Subject: strings.TrimSpace(form.Get("subject")), Body: strings.TrimSpace(strings.ReplaceAll(form.Get("body"), "\r\n", "\n"))}
}

func (d *desk) saveLetter(w http.ResponseWriter, r *http.Request, s scene, t casework.OwnText, try letterTry, text, seen, done string) error {
	number, err := strconv.Atoi(seen)
	if err != nil {
		number = -1
	}
	faults, err := d.app.Office.SaveOwnText(r.Context(), s.viewer, t.Sheet, number, text)
	switch {
	case kit.KindOf(err) == casework.Stale:
		try.Done, try.Style = s.say("letters.wrong.moved"), "bad"
		return d.showLetter(w, r, s, http.StatusConflict, t, try)
	case err != nil:
		return err
	case len(faults) > 0:
		return d.refuseLetter(w, r, s, t, try, faults)
	}
	return kit.SeeOther(w, r, letterPath(t.Sheet)+"?done="+url.QueryEscape(done))
}

// refuseLetter shows what was typed again, and beside each field what is wrong with it.
func (d *desk) refuseLetter(w http.ResponseWriter, r *http.Request, s scene, t casework.OwnText, try letterTry, faults []casework.Fault) error {
	wrong := map[string][]string{}
	faults = slices.SortedStableFunc(slices.Values(faults), func(a, b casework.Fault) int { return a.Line - b.Line })
	for _, f := range faults {
		field, text := "body", s.say("letters.fault."+f.Code, f.What)
		switch {
		case f.Line == 1:
			field = "subject"
		case f.Line > 2: // the body begins at the third line of the whole
			text = s.say("letters.fault.line", f.Line-2, text)
		}
		wrong[field] = append(wrong[field], text)
	}
	try.Wrong = map[string]string{}
	for field, list := range wrong {
		try.Wrong[field] = strings.Join(slices.Compact(list), "\n")
	}
	return d.showLetter(w, r, s, http.StatusUnprocessableEntity, t, try)
}

func (d *desk) previewLetter(w http.ResponseWriter, r *http.Request, s scene, t casework.OwnText, try letterTry) error {
	letter, faults, err := d.app.Office.ExampleLetter(t.Sheet, try.text())
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return d.refuseLetter(w, r, s, t, try, faults)
	}
	try.Example = s.say("letters.subject") + ": " + letter.Subject + "\n\n" + strings.ReplaceAll(letter.Body, casework.LinkPlaceholder, d.app.Base+"/…")
	return d.showLetter(w, r, s, http.StatusOK, t, try)
}

func (d *desk) testLetter(w http.ResponseWriter, r *http.Request, s scene, t casework.OwnText, try letterTry) error {
	mailed, faults, err := d.app.Office.TestLetter(r.Context(), s.viewer, t.Sheet, s.staff.Account.Email, try.text())
	switch {
	case kit.KindOf(err) == casework.NotFound: // the page is there: it is the address that is not
		try.Done, try.Style = s.say("letters.wrong.address"), "bad"
		return d.showLetter(w, r, s, http.StatusUnprocessableEntity, t, try)
	case err != nil:
		return err
	case len(faults) > 0:
		return d.refuseLetter(w, r, s, t, try, faults)
	}
	try.Done, try.Style = s.say("letters.done.stored"), "warn"
	if mailed {
		try.Done, try.Style = s.say("letters.done.tested"), "good"
	}
	return d.showLetter(w, r, s, http.StatusOK, t, try)
}

// mailPolicy lets the HTML part of a mail be shown as it is, with its own style and nothing else.
const mailPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"

var errBadLetter = errors.New("desk: the example of a letter cannot be made")

// letterMail is the HTML part of what was typed as a mail program shows it, as wide as the window or as a phone.
func (d *desk) letterMail(w http.ResponseWriter, r *http.Request, s scene) error {
	t, err := d.app.Office.OwnText(r.Context(), s.viewer, sheetOf(r))
	if err != nil {
		return err
	}
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	try := typedLetter(form)
	letter, faults, err := d.app.Office.ExampleLetter(t.Sheet, try.text())
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return d.refuseLetter(w, r, s, t, try, faults)
	}
	page, err := d.app.Office.ExampleMail(t.Sheet, letter)
	if err != nil {
		return errors.Join(errBadLetter, err)
	}
	if form.Get("do") == "phone" {
		page = strings.Replace(page, "</style>", "html { max-width: 22.5rem; margin: 0 auto; }\n</style>", 1)
	}
	w.Header().Set("Content-Security-Policy", mailPolicy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(page)) // an error here means that the reader has gone
	return nil
}
