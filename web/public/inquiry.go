package public

import (
	"net/http"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// inquiryView is the question to a fellow client (R15): it names neither the complainant nor the complaint.
type inquiryView struct {
	casework.Question
	sheet
	until    string
	answered bool // just now
	declined bool // just now
}

func (s site) asked(r *http.Request, page casework.Page) (casework.Viewer, inquiryView, error) {
	g, err := s.guest(r, casework.InquiryPath)
	if err != nil {
		return g.Viewer, inquiryView{}, err
	}
	question, err := s.Office.Question(r.Context(), g.Viewer, g.link, page)
	if err != nil {
		return g.Viewer, inquiryView{}, err
	}
	sh, err := s.sheetFor(r, g.path)
	return g.Viewer, inquiryView{Question: question, sheet: sh, until: words.Day(sh.lang, question.Until, s.Zone())}, err
}

func (s site) question(w http.ResponseWriter, r *http.Request) error {
	_, iv, err := s.asked(r, casework.PageQuestion)
	if err != nil {
		return err
	}
	iv.answered, iv.declined = r.URL.Query().Has("done"), r.URL.Query().Has("declined")
	return kit.Render(w, r, http.StatusOK, questionPage(iv))
}

func (s site) answerQuestion(w http.ResponseWriter, r *http.Request) error {
	v, iv, err := s.asked(r, casework.PageQuestion)
	if err != nil {
		return err
	}
	if iv.sheet, err = s.sent(w, r, iv.action); err != nil {
		return err
	}
	a := answers{form: iv.form, lang: iv.lang}
	declines := iv.form.Has("decline")
	answer := dossier.AnswerInquiry{Words: a.words("answer", !declines), Decline: declines}
	if iv.problems = a.problems; len(iv.problems) > 0 {
		return kit.Render(w, r, http.StatusUnprocessableEntity, questionPage(iv))
	}
	key := kit.FormID(s.KeyOf(iv.form))
	if err = s.sentBehind(r.Context(), v, key); err == nil {
		_, err = s.Office.Do(r.Context(), v, casework.Order{Reference: v.Only, Command: answer, Key: key})
	}
	if text, status := s.heldUp(w, r, err); status != 0 {
		iv.problems = []kit.Problem{{Text: text}}
		return kit.Render(w, r, status, questionPage(iv))
	}
	if refusal := kit.RefusalOf(err); refusal != nil {
		iv.problems = refused(iv.lang, refusal)
		iv.key = s.NewKey()
		return kit.Render(w, r, http.StatusUnprocessableEntity, questionPage(iv))
	}
	if kit.KindOf(err) == casework.NotFound {
		return shutOn(w, r, iv.form)
	}
	if status, text, ok := s.NotDone(r, err); ok {
		iv.problems = []kit.Problem{{Text: text}}
		return kit.Render(w, r, status, questionPage(iv))
	}
	if err != nil {
		return err
	}
	if declines {
		return kit.SeeOther(w, r, iv.action+"?declined=1")
	}
	return kit.SeeOther(w, r, iv.action+"?done=1")
}

// ownComplaintForm is for the fellow client who has a complaint of their own: it is filed apart, and handlers alone see where
// it came from.
func (s site) ownComplaintForm(w http.ResponseWriter, r *http.Request) error {
	_, iv, err := s.asked(r, casework.PageOwnComplaint)
	if err != nil {
		return err
	}
	iv.form.Set("branch", string(iv.Branch))
	iv.form.Set("treatment_date", kit.TypedDate(iv.Date))
	iv.action += "/klacht"
	return kit.Render(w, r, http.StatusOK, complaintPage(iv.sheet))
}

func (s site) fileOwnComplaint(w http.ResponseWriter, r *http.Request) error {
	v, iv, err := s.asked(r, casework.PageOwnComplaint)
	if err != nil {
		return err
	}
	sh, err := s.sent(w, r, iv.action+"/klacht")
	if err != nil {
		return err
	}
	return s.takeComplaint(w, r, v, sh, casework.Order{})
}
