package public

import (
	"net/http"
	"path"
	"slices"

	"github.com/a-h/templ"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// sheet is a form as it is shown: what was typed before, and what is wrong with that.
type sheet struct {
	action   string // where it is sent
	page     string // address of the page it stands on
	key      string // token
	cut      bool   // it had too many parts, and the first alone were read
	stale    bool   // it was sent with a token that has expired, or without one: key is the token to send it with
	seen     int
	form     *kit.Form
	problems []kit.Problem
	dir      directory
	lang     words.Lang
	policy   *policy.Policy
	stepTwo  bool // after a talk in the same dossier
	gate     gate // what stands before a form that anybody can send; nothing before one behind a link
	files    kit.FileInput
	takes    bool // files
}

// sheetFor is an empty form.
func (s site) sheetFor(r *http.Request, action string) (sheet, error) {
	dir, err := s.directory(r)
	return sheet{
		action: action, page: action, key: s.NewKey(), form: kit.EmptyForm(), dir: dir, lang: kit.Lang(r.Context()), policy: s.Office.Policy,
		takes: s.TakesFiles(), files: kit.FileInput{ID: kit.FilesField},
	}, err
}

// sent is the form as it came in, with its token: sent again, it is the same form.
func (s site) sent(w http.ResponseWriter, r *http.Request, action string) (sheet, error) {
	form, wrong, err := s.ReadUpload(w, r)
	cut := kit.TooMany(err)
	if err != nil && !cut {
		return sheet{}, err
	}
	sh, err := s.sheetFor(r, action)
	if err != nil {
		return sh, err
	}
	sh.cut, sh.form, sh.key = cut, form, form.Get(kit.KeyField)
	if sh.stale = !s.Fresh(sh.key); sh.stale {
		sh.key = s.Renewed(sh.key)
	}
	sh.files, err = s.FileInput(r.Context(), kit.FilesField, sh.key, wrong)
	return sh, err
}

func (sh sheet) say(key string, args ...any) string { return words.Say(sh.lang, key, args...) }

// error is what is wrong with a field, or empty.
func (sh sheet) error(name string) string {
	for _, p := range sh.problems {
		if p.Field == name {
			return p.Text
		}
	}
	return ""
}

// input is a field with its label, hint, value and fault.
func (sh sheet) input(name string) kit.Input {
	in := kit.Input{
		ID: name, Label: sh.say("public.field." + name), Error: sh.error(name),
		Value: sh.form.Get(name), Values: sh.form.Values[name],
	}
	if key := "public.hint." + name; words.Has(key) {
		in.Hint = sh.say(key)
	}
	return in
}

func (sh sheet) required(name string) kit.Input {
	in := sh.input(name)
	in.Required = true
	return in
}

func (sh sheet) branch() kit.Input {
	in := sh.required("branch")
	in.Options, in.Empty = sh.dir.branchOptions(), sh.say("public.choose")
	if id, ok := sh.dir.findBranch(in.Value); ok {
		in.Value = string(id)
	}
	return in
}

func (sh sheet) specialist(activeOnly bool) kit.Input {
	in := sh.input("specialist")
	in.Options, in.Empty = sh.dir.specialistOptions(activeOnly), sh.say("public.specialist_unknown")
	if id, ok := sh.dir.findSpecialist(in.Value); ok {
		in.Value = string(id)
	}
	return in
}

func (sh sheet) date() kit.Input {
	in := sh.required("treatment_date")
	in.Short, in.Complete = true, "off"
	return in
}

func (sh sheet) about() kit.Input {
	in := sh.required("about")
	for _, subject := range subjects {
		in.Options = append(in.Options, kit.Option{
			Value: string(subject), Label: sh.say("about." + string(subject)), Hint: sh.say("public.hint.about." + string(subject)),
		})
	}
	return in
}

func (sh sheet) area(name string, rows int, required bool) kit.Input {
	in := sh.input(name)
	in.Rows, in.Required = rows, required
	return in
}

func (sh sheet) person(name, complete, kind string) kit.Input {
	in := sh.input(name)
	in.Complete, in.Type = complete, kind
	return in
}

func (sh sheet) relations() []kit.Option { return relationOptions(sh.lang, sh.policy.Relations) }

func relationOptions(lang words.Lang, relations []policy.Relation) []kit.Option {
	options := make([]kit.Option, 0, len(relations))
	for _, relation := range relations {
		options = append(options, kit.Option{Value: relation.Code, Label: kit.Pick(lang, relation.Label)})
	}
	return options
}

func (sh sheet) relation() kit.Input {
	in := sh.input("relation")
	in.Options, in.Empty = sh.relations(), sh.say("public.choose")
	return in
}

func (sh sheet) languages() kit.Input {
	in := sh.input("language")
	in.Plain = true
	for _, code := range sh.policy.Languages {
		in.Options = append(in.Options, kit.Option{Value: code, Label: sh.say("language." + code)})
	}
	if in.Value == "" {
		in.Value = string(sh.lang)
	}
	return in
}

// complaint reads the form of R5. The channel and the moment of receipt are casework's to say.
func (a *answers) complaint(sh sheet, today dossier.Date) dossier.File {
	file := dossier.File{
		Branch: a.branch(sh.dir), TreatmentDate: a.date("treatment_date", today), Specialists: a.specialists(sh.dir), About: a.about(),
		Story: a.words("story", true), Wish: a.words("wish", false), ShareTalk: a.checked("share_talk"),
		Contact: a.contact(), Language: a.language(), Channel: dossier.ByForm,
	}
	file.ActingFor, file.Relation = a.representative(sh.relations())
	return file
}

// inputs says in which input of the form a field of the command was typed.
var inputs = map[string]string{
	"Branch": "branch", "TreatmentDate": "treatment_date", "Specialists": "specialist", "Specialist": "specialist", "About": "about",
	"Story": "story", "Wish": "wish", "Name": "name", "Email": "email", "Phone": "phone", "Contact": "email", "Address": "address",
	"ActingFor": "acting_for", "Relation": "relation", "ShareTalk": "share_talk", "Language": "language", "Topic": "topic",
	"Words": "words", "Why": "why", "Proof": "proof", "Account": "account", "Solved": "solved", "Cause": "cause",
}

// refused names what the procedure said no to, beside the fields it is about.
func refused(lang words.Lang, refusal *dossier.Refusal) []kit.Problem {
	var problems []kit.Problem
	for _, one := range refusal.All() {
		problems = append(problems, kit.Problem{Field: inputs[one.Field], Text: kit.Pick(lang, one.Text)})
	}
	return problems
}

// switched handles the wish to see a half filled form in another language: nothing of it is lost.
func (s site) switched(w http.ResponseWriter, r *http.Request, sh *sheet) (*http.Request, bool) {
	wanted := sh.form.Get("switch")
	if wanted == "" {
		return r, false
	}
	lang := words.Parse(wanted)
	s.SetLang(w, lang)
	sh.lang = lang
	return kit.InLang(r, lang), true
}

// send does a form that opens or goes on with a dossier. What is refused comes back as the form itself.
func (s site) send(w http.ResponseWriter, r *http.Request, v casework.Viewer, sh sheet, order casework.Order, page func(sheet) templ.Component) error {
	if sh.stale {
		sh.problems = []kit.Problem{{Text: sh.say("public.fault.stale")}}
		return s.show(w, r, http.StatusUnprocessableEntity, sh, page)
	}
	order.Key = kit.FormID(sh.key)
	result, err := s.pass(r, v, sh, order)
	if text, status := s.heldUp(w, r, err); status != 0 {
		sh.problems = []kit.Problem{{Text: text}}
		return s.show(w, r, status, sh, page)
	}
	if refusal := kit.RefusalOf(err); refusal != nil {
		sh.problems = refused(sh.lang, refusal)
		if refusal.Code == formUsed {
			sh.key = s.NewKey()
		}
		return s.show(w, r, http.StatusUnprocessableEntity, sh, page)
	}
	if kit.KindOf(err) == casework.NotFound { // let in no more since the form was read
		return shutOn(w, r, sh.form)
	}
	if status, text, ok := s.NotDone(r, err); ok {
		sh.problems = []kit.Problem{{Text: text}}
		return s.show(w, r, status, sh, page)
	}
	if err != nil {
		return err
	}
	return s.confirm(w, r, result)
}

// confirm leads to the confirmation (R7). Whoever began a dossier is let in to it; when that cannot be saved they are led over the link,
// which can be opened again.
func (s site) confirm(w http.ResponseWriter, r *http.Request, result casework.Result) error {
	if result.Link == "" {
		s.stay(r, result)
		return kit.SeeOther(w, r, casework.StatusPath+result.Reference+"/bevestiging")
	}
	_, link, err := s.Office.ByToken(r.Context(), path.Base(result.Link))
	if err == nil {
		var page string
		if page, err = s.admit(r, link, byFiling); err == nil {
			return kit.SeeOther(w, r, page+"/bevestiging")
		}
	}
	s.Log.WarnContext(r.Context(), "not let in after filing", "error", err.Error())
	kit.PrivateLink(w)
	return kit.SeeOther(w, r, result.Link)
}

// formUsed is the code of the refusal of a key that came before with other answers.
const formUsed = "form_used"

func (s site) today() dossier.Date { return s.Calendar.Day(s.Now()) }

func (s site) complaintForm(w http.ResponseWriter, r *http.Request) error {
	sh, err := s.openSheet(r, "/klacht")
	if err != nil {
		return err
	}
	s.prefill(r, &sh)
	return s.show(w, r, http.StatusOK, sh, complaintPage)
}

// prefill takes branch and date out of the address, so that a link or a QR code in a branch can fill them in.
func (s site) prefill(r *http.Request, sh *sheet) {
	for _, name := range []string{"branch", "treatment_date", "specialist"} {
		if value := r.URL.Query().Get(name); value != "" {
			sh.form.Set(name, value)
		}
	}
}

func (s site) fileComplaint(w http.ResponseWriter, r *http.Request) error {
	sh, err := s.sentByAnybody(w, r, "/klacht")
	if err != nil {
		return err
	}
	return s.takeComplaint(w, r, casework.Public(), sh, casework.Order{})
}

// takeComplaint reads the form and files it, for whoever is at it.
func (s site) takeComplaint(w http.ResponseWriter, r *http.Request, v casework.Viewer, sh sheet, order casework.Order) error {
	if r, ok := s.switched(w, r, &sh); ok {
		return s.show(w, r, http.StatusOK, sh, complaintPage)
	}
	if status := s.keptOut(r, &sh); status != 0 {
		return s.show(w, r, status, sh, complaintPage)
	}
	if kit.OnlyFiles(sh.form) {
		return s.withFiles(w, r, sh)
	}
	a := answers{form: sh.form, lang: sh.lang}
	file := a.complaint(sh, s.today())
	if sh.problems = append(a.problems, sh.files.Problems()...); len(sh.problems) > 0 {
		return s.show(w, r, http.StatusUnprocessableEntity, sh, complaintPage)
	}
	order.Command = file
	return s.send(w, r, v, sh, order, complaintPage)
}

// withFiles shows a form again that was sent for its files alone, with all that was typed.
func (s site) withFiles(w http.ResponseWriter, r *http.Request, sh sheet) error {
	status := http.StatusOK
	if sh.problems = sh.files.Problems(); len(sh.problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return s.show(w, r, status, sh, complaintPage)
}

// fileInput is the input of the form for files.
func (sh sheet) fileInput() kit.FileInput {
	in := sh.files
	limits := sh.policy.Files
	in.Hint = sh.say("files.hint", limits.PerForm, limits.Megabytes)
	return in
}

// encoding is how the form is sent.
func (sh sheet) encoding() string {
	if sh.takes {
		return "multipart/form-data"
	}
	return "application/x-www-form-urlencoded"
}

func (s site) talkForm(w http.ResponseWriter, r *http.Request) error {
	sh, err := s.openSheet(r, "/gesprek")
	if err != nil {
		return err
	}
	s.prefill(r, &sh)
	return s.show(w, r, http.StatusOK, sh, talkPage)
}

func (s site) requestTalk(w http.ResponseWriter, r *http.Request) error {
	sh, err := s.sentByAnybody(w, r, "/gesprek")
	if err != nil {
		return err
	}
	if r, ok := s.switched(w, r, &sh); ok {
		return s.show(w, r, http.StatusOK, sh, talkPage)
	}
	if status := s.keptOut(r, &sh); status != 0 {
		return s.show(w, r, status, sh, talkPage)
	}
	a := answers{form: sh.form, lang: sh.lang}
	ask := dossier.RequestTalk{Branch: a.branch(sh.dir), TreatmentDate: a.date("treatment_date", s.today())}
	if ids := a.specialists(sh.dir); len(ids) > 0 {
		ask.Specialist = ids[0]
	}
	ask.Topic, ask.Contact, ask.Language = a.words("topic", false), a.contact(), a.language()
	ask.Channel = dossier.ByForm
	if sh.problems = a.problems; len(sh.problems) > 0 {
		return s.show(w, r, http.StatusUnprocessableEntity, sh, talkPage)
	}
	return s.send(w, r, casework.Public(), sh, casework.Order{Command: ask}, talkPage)
}

// stepTwoForm files in the dossier that began with a talk: what is known already is filled in.
func (s site) stepTwoForm(w http.ResponseWriter, r *http.Request) error {
	g, view, sh, err := s.stepTwo(r)
	if err != nil {
		return err
	}
	kind := dossier.File{}.Kind()
	if !slices.Contains(view.Acts, kind) {
		t := tried{act: act{path: "complaint", kind: kind}, form: kit.EmptyForm(), problems: refused(sh.lang, view.Why[kind])}
		return s.showTried(w, r, http.StatusUnprocessableEntity, g, t)
	}
	sh.form = known(view)
	return s.show(w, r, http.StatusOK, sh, complaintPage)
}

// fileStepTwo leaves it to casework whether this can be filed: a form that is sent twice is answered as it was the first time.
func (s site) fileStepTwo(w http.ResponseWriter, r *http.Request) error {
	g, view, empty, err := s.stepTwo(r)
	if err != nil {
		return err
	}
	sh, err := s.sent(w, r, empty.action)
	if err != nil {
		return err
	}
	sh.stepTwo = true
	return s.takeComplaint(w, r, g.Viewer, sh, casework.Order{Reference: view.State.Reference})
}

func (s site) stepTwo(r *http.Request) (guest, casework.View, sheet, error) {
	g, err := s.complainant(r)
	if err != nil {
		return g, casework.View{}, sheet{}, err
	}
	view, err := s.Office.Fetch(r.Context(), g.Viewer, g.Only, casework.PageStepTwo)
	if err != nil {
		return g, view, sheet{}, err
	}
	sh, err := s.sheetFor(r, g.path+"/complaint")
	sh.stepTwo = true
	return g, view, sh, err
}

// known is the form filled in with what the dossier has.
func known(view casework.View) *kit.Form {
	form := kit.EmptyForm()
	set := func(name, value string) {
		if value != "" {
			form.Set(name, value)
		}
	}
	set("branch", string(view.State.Branch))
	set("treatment_date", kit.TypedDate(view.State.TreatmentDate))
	set("specialist", string(view.State.Talk.Specialist))
	set("language", view.State.Language)
	who, _ := store.Contact(view.Entries)
	for name, value := range contactValues(who) {
		set(name, value)
	}
	return form
}

// contactValues are contact data by the names of their fields.
func contactValues(c dossier.Contact) map[string]string {
	return map[string]string{"name": c.Name, "email": c.Email, "phone": c.Phone, "address": c.Address}
}
