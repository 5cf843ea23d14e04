package public

import (
	"net/http"
	"net/url"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// Whoever has no link at hand gets in by the reference of their dossier and a code that is mailed to them. Both forms answer the same whether
// there is such a dossier or not.

// The doors of those who have no account. Of each it is counted what comes from one address and what comes in all; of the last two what is
// tried of one dossier, too.
var (
	linkDoor  = doors.Door{Name: "link", Address: accounts.Allowance{Burst: 30, Pause: 10 * time.Second}, All: accounts.Allowance{Burst: 1000, Pause: time.Second}}
	askDoor   = doors.Door{Name: "ask", Address: accounts.Allowance{Burst: 20, Pause: time.Minute}, All: accounts.Allowance{Burst: 500, Pause: 5 * time.Second}}
	enterDoor = doors.Door{Name: "enter", Address: accounts.Allowance{Burst: 30, Pause: 20 * time.Second}, All: accounts.Allowance{Burst: 500, Pause: 2 * time.Second}}
)

// Where one asks for a code, enters it, and leaves.
const (
	doorPath  = "/zaak"
	codePath  = "/zaak/code"
	leavePath = "/zaak/sluiten"
)

// doorView is a page before which somebody stands who is not let in yet, or not any more.
type doorView struct {
	lang     words.Lang
	form     *kit.Form
	problems []kit.Problem
	typed    []string // what they wrote on a page that they were let into before
	inside   []string // references of the dossiers that this browser is let into
}

func (dv doorView) say(key string) string { return words.Say(dv.lang, key) }

func (dv doorView) input(name, complete string) kit.Input {
	in := kit.Input{
		ID: name, Label: dv.say("door.field." + name), Hint: dv.say("door.hint." + name), Complete: complete, Value: dv.form.Get(name), Required: true,
	}
	for _, p := range dv.problems {
		if p.Field == name {
			in.Error = p.Text
		}
	}
	return in
}

func (dv doorView) email() kit.Input {
	in := dv.input("email", "email")
	in.Type = "email"
	return in
}

func (dv doorView) code() kit.Input {
	in := dv.input("code", "one-time-code")
	in.Mode, in.Short = "numeric", true
	return in
}

func (dv *doorView) fault(field, key string) {
	dv.problems = append(dv.problems, kit.Problem{Field: field, Text: dv.say("door.fault." + key)})
}

// reference is the one that was typed.
func (dv *doorView) reference() string {
	reference, ok := dossier.ParseReference(dv.form.Get("reference"))
	if !ok {
		dv.fault("reference", "reference")
	}
	return reference
}

// door is the page at which one asks for a code.
func (s site) door(w http.ResponseWriter, r *http.Request) error {
	dv := doorView{lang: kit.Lang(r.Context()), form: kit.EmptyForm()}
	for _, p := range s.passages(r) {
		viewer, link, err := s.Office.ByHash(r.Context(), p.hash)
		switch {
		case kit.KindOf(err) == casework.NotFound:
		case err != nil:
			return err
		case viewer.Is(dossier.RoleComplainant):
			dv.inside = append(dv.inside, link.Reference)
		}
	}
	return kit.Render(w, r, http.StatusOK, doorPage(dv))
}

// askCode takes down who asks for a code. The answer says what happens if the two belong together, and nothing else.
func (s site) askCode(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	dv := doorView{lang: kit.Lang(r.Context()), form: form}
	reference, email := dv.reference(), kit.OneLine(form.Get("email"))
	if email == "" || !kit.IsEmail(email) {
		dv.fault("email", "email")
	}
	if len(dv.problems) > 0 {
		return kit.Render(w, r, http.StatusUnprocessableEntity, doorPage(dv))
	}
	// Both together are counted: whoever does not know the address keeps nobody waiting who does.
	attempt, err := s.Porter.Count(r.Context(), askDoor, reference+"\n"+register.FoldEmail(email), kit.Address(r))
	if doors.KindOf(err) == doors.Wait {
		dv.fault("", "wait")
		return kit.Render(w, r, http.StatusTooManyRequests, doorPage(dv))
	}
	if err != nil {
		return err
	}
	if err := s.Office.AskCode(r.Context(), reference, email); err != nil {
		attempt.TakeBack(r.Context())
		return err
	}
	return kit.SeeOther(w, r, codePath+"?"+url.Values{"reference": {reference}}.Encode())
}

// codePage is where the code is entered.
func (s site) codePage(w http.ResponseWriter, r *http.Request) error {
	dv := doorView{lang: kit.Lang(r.Context()), form: kit.EmptyForm()}
	if reference, ok := dossier.ParseReference(r.URL.Query().Get("reference")); ok {
		dv.form.Set("reference", reference)
	}
	return kit.Render(w, r, http.StatusOK, codeEntryPage(dv))
}

// enterCode lets in who has the code.
func (s site) enterCode(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	dv := doorView{lang: kit.Lang(r.Context()), form: form}
	reference := dv.reference()
	code, ok := casework.ParseCode(form.Get("code"))
	if !ok {
		dv.fault("code", "digits")
	}
	if len(dv.problems) > 0 {
		return kit.Render(w, r, http.StatusUnprocessableEntity, codeEntryPage(dv))
	}
	link, err := s.tryCode(r, reference, code)
	switch {
	case doors.KindOf(err) == doors.Wait:
		dv.fault("", "wait")
		return kit.Render(w, r, http.StatusTooManyRequests, codeEntryPage(dv))
	case kit.KindOf(err) == casework.NotFound:
		dv.fault("code", "code")
		return kit.Render(w, r, http.StatusUnprocessableEntity, codeEntryPage(dv))
	case err != nil:
		return err
	}
	page, err := s.admit(r, link, byCode)
	if err != nil {
		return err
	}
	return kit.SeeOther(w, r, page)
}

// tryCode counts the attempt, and then looks.
func (s site) tryCode(r *http.Request, reference, code string) (store.Link, error) {
	attempt, err := s.Porter.Count(r.Context(), enterDoor, reference, kit.Address(r))
	if err != nil {
		return store.Link{}, err
	}
	link, err := s.Office.EnterCode(r.Context(), reference, code)
	switch {
	case kit.KindOf(err) == casework.NotFound: // it stays counted
	case err != nil:
		attempt.TakeBack(r.Context())
	default:
		attempt.Clear(r.Context())
	}
	return link, err
}

// leave ends what the browser was let into, on a machine that others use too.
func (s site) leave(w http.ResponseWriter, r *http.Request) error {
	if err := s.Guests.Destroy(r.Context()); err != nil {
		return err
	}
	w.Header().Set("Clear-Site-Data", `"cache"`)
	return kit.SeeOther(w, r, doorPath)
}
