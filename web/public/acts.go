package public

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// act is one thing a complainant can do on their page. Its path is the thing that comes to be: a message, a withdrawal.
type act struct {
	path   string
	kind   dossier.Kind
	urgent bool // waits for the complainant, and stands first
	read   func(a *answers) dossier.Command
}

// acts are in the order of the page. Which of them are there now is for casework to say.
var acts = []act{
	{"offer-acceptance", dossier.AcceptOffer{}.Kind(), true, func(a *answers) dossier.Command {
		return dossier.AcceptOffer{SameSpecialist: a.checked("same_specialist")}
	}},
	{"offer-refusal", dossier.RefuseOffer{}.Kind(), true, func(a *answers) dossier.Command {
		return dossier.RefuseOffer{Why: a.words("why", true)}
	}},
	{"talk-answer", dossier.AnswerTalk{}.Kind(), true, readTalkAnswer},
	{"agreed-act", dossier.PassOnAct{}.Kind(), true, func(*answers) dossier.Command { return dossier.PassOnAct{} }},
	{visitAct, dossier.TellVisit{}.Kind(), true, func(a *answers) dossier.Command {
		return dossier.TellVisit{
			Branch: dossier.BranchID(a.line("branch", true)), TreatmentDate: a.date("treatment_date", anyDay), About: a.about(),
		}
	}},
	{"proof", dossier.GiveProof{}.Kind(), true, func(a *answers) dossier.Command {
		return dossier.GiveProof{Proof: a.words("proof", true)}
	}},
	{"review", dossier.AskReview{}.Kind(), true, func(a *answers) dossier.Command {
		return dossier.AskReview{Words: a.words("review", true)}
	}},
	{"new-talk", dossier.RenewTalk{}.Kind(), true, func(*answers) dossier.Command { return dossier.RenewTalk{} }},
	{"messages", dossier.AddMessage{}.Kind(), false, func(a *answers) dossier.Command {
		return dossier.AddMessage{Words: a.words("words", true)}
	}},
	{filesAct, dossier.AddFiles{}.Kind(), false, func(*answers) dossier.Command { return dossier.AddFiles{} }},
	{"talk-sharing", dossier.ShareTalk{}.Kind(), false, func(*answers) dossier.Command { return dossier.ShareTalk{} }},
	{"talk-refusal", dossier.DeclineTalk{}.Kind(), false, readTalkRefusal},
	{"talk-cancellation", dossier.CancelTalk{}.Kind(), false, func(*answers) dossier.Command { return dossier.CancelTalk{Cause: "client"} }},
	{"breach", dossier.RecordBreach{}.Kind(), false, func(a *answers) dossier.Command {
		return dossier.RecordBreach{Specialist: dossier.SpecialistID(a.form.Line("specialist")), Words: a.words("breach", true)}
	}},
	{"contact", dossier.CorrectContact{}.Kind(), false, func(a *answers) dossier.Command {
		return dossier.CorrectContact{Contact: a.contact(), Language: a.language()}
	}},
	{"withdrawal", dossier.Withdraw{}.Kind(), false, func(a *answers) dossier.Command {
		return dossier.Withdraw{Why: a.words("why", false)}
	}},
}

// visitAct says which visit a complaint is about that came by mail without it.
const visitAct = "visit"

// anyDay is after every day that somebody means: that the visit was before the complaint came is for the dossier to say.
const anyDay dossier.Date = "9999-12-31"

// filesAct adds files to the dossier.
const filesAct = "files"

func readTalkAnswer(a *answers) dossier.Command {
	solved := a.form.Line("solved")
	if solved != "yes" && solved != "no" {
		a.fault("solved", "solved")
	}
	return dossier.AnswerTalk{Solved: solved == "yes", Account: a.words("account", false)}
}

func readTalkRefusal(a *answers) dossier.Command {
	cause := a.form.Line("cause")
	if cause != "cannot" && cause != "will_not" {
		a.fault("cause", "cause")
	}
	return dossier.DeclineTalk{Cause: cause}
}

// tried is an act that was sent and did not succeed: its form comes back with what was typed.
type tried struct {
	act      act
	form     *kit.Form
	key      string
	problems []kit.Problem
	wrong    []kit.WrongFile // files that were not taken in
	since    []store.Entry   // what happened meanwhile, when that is why
}

// doAct does one act in the complainant's dossier.
func (s site) doAct(w http.ResponseWriter, r *http.Request) error {
	g, err := s.complainant(r)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(acts, func(a act) bool { return a.path == r.PathValue("act") })
	if i < 0 {
		return kit.ErrNotFound
	}
	if acts[i].path == filesAct {
		if may, err := s.Office.May(r.Context(), g.Viewer, g.Only, acts[i].kind); err != nil || !may {
			return s.noFiles(w, r, g, acts[i], err)
		}
	}
	form, wrong, err := s.readAct(w, r, acts[i], g.Only)
	if err != nil {
		return err
	}
	t := tried{act: acts[i], form: form, key: s.KeyOf(form), wrong: wrong}
	a := answers{form: form, lang: kit.Lang(r.Context())}
	command := t.act.read(&a)
	switch {
	case len(a.problems) > 0, len(wrong) > 0:
		t.problems = append(a.problems, kit.FileInput{ID: kit.FilesField, Wrong: wrong}.Problems()...)
		return s.showTried(w, r, http.StatusUnprocessableEntity, g, t)
	case kit.OnlyFiles(form):
		return s.showTried(w, r, http.StatusOK, g, t)
	}
	if err := s.sentBehind(r.Context(), g.Viewer, kit.FormID(t.key)); err != nil {
		return s.acted(w, r, g, t, err)
	}
	result, err := s.Office.Do(r.Context(), g.Viewer, casework.Order{Reference: g.Only, Command: command, Seen: seen(form), Key: kit.FormID(t.key)})
	if err == nil {
		s.stay(r, result)
	}
	return s.acted(w, r, g, t, err)
}

// noFiles tells whoever may not add files why not. No byte of them was read. Without the id of a form it has no files, and so is refused: this asks why,
// and records that they tried.
func (s site) noFiles(w http.ResponseWriter, r *http.Request, g guest, a act, err error) error {
	if err == nil {
		_, err = s.Office.Do(r.Context(), g.Viewer, casework.Order{Reference: g.Only, Command: dossier.AddFiles{}})
	}
	return s.acted(w, r, g, tried{act: a, form: kit.EmptyForm()}, err)
}

// readAct reads the form of an act; files come with one alone.
func (s site) readAct(w http.ResponseWriter, r *http.Request, a act, reference string) (*kit.Form, []kit.WrongFile, error) {
	if a.path == filesAct {
		return s.ReadUploadFor(w, r, reference)
	}
	form, err := kit.ReadForm(w, r)
	return form, nil, err
}

// acted goes on after an act: back to the page, or the page again with what went wrong.
func (s site) acted(w http.ResponseWriter, r *http.Request, g guest, t tried, err error) error {
	lang := kit.Lang(r.Context())
	if err == nil {
		return kit.SeeOther(w, r, g.path+"?done="+t.act.path)
	}
	if text, status := s.heldUp(w, r, err); status != 0 {
		t.problems = []kit.Problem{{Text: text}}
		return s.showTried(w, r, status, g, t)
	}
	if refusal := kit.RefusalOf(err); refusal != nil {
		t.problems = refused(lang, refusal)
		if refusal.Code == formUsed || refusal.Code == casework.FilesLeft {
			t.key = ""
		}
		return s.showTried(w, r, http.StatusUnprocessableEntity, g, t)
	}
	if kit.KindOf(err) == casework.Stale {
		t.problems = []kit.Problem{{Text: words.Say(lang, "you.stale")}}
		t.since = kit.ErrorOf(err).Since
		return s.showTried(w, r, http.StatusConflict, g, t)
	}
	if kit.KindOf(err) == casework.NotFound { // let in no more since the form was read
		return shutOn(w, r, t.form)
	}
	if status, text, ok := s.NotDone(r, err); ok {
		t.problems = []kit.Problem{{Text: text}}
		return s.showTried(w, r, status, g, t)
	}
	return err
}

func (s site) showTried(w http.ResponseWriter, r *http.Request, status int, g guest, t tried) error {
	sv, err := s.statusOf(r, g, casework.PageStatus)
	if err != nil {
		return err
	}
	sv.tried = &t
	if t.act.path == filesAct && s.TakesFiles() {
		if sv.more, err = s.FileInput(r.Context(), filesAct+"-"+kit.FilesField, t.key, t.wrong); err != nil {
			return err
		}
	}
	if t.act.path == "withdrawal" && sv.may(t.act.kind) {
		return kit.Render(w, r, status, withdrawalPage(sv))
	}
	return kit.Render(w, r, status, statusPage(sv))
}

// seen is how many records the page had shown.
func seen(form *kit.Form) int {
	n, err := strconv.Atoi(form.Get(kit.SeenField))
	if err != nil || n < 0 {
		return 0 // a form without it is not checked; what the procedure refuses, it still refuses
	}
	return n
}
