package desk

import (
	"net/http"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/web/kit"
)

const (
	recoveryPath     = accountPath + "/recovery-codes"
	recoveryTextPath = recoveryPath + "/text"
)

// sessionCodes are recovery codes that were made a moment ago, until their owner goes on.
const sessionCodes = "recovery_codes"

// codesShown is how long they can be seen again: a page that is loaded anew shows them, one that was left open shows them to nobody.
const codesShown = 10 * time.Minute

// madeCodes are recovery codes as they wait to be kept by their owner.
type madeCodes struct {
	Codes []string // none where a second factor was added to another
	Login string   // that made them
	Until time.Time
	Next  string
	Kept  []kept
}

// showCodes shows codes by a page of their own: one that answers a form cannot be loaded anew.
func (d *desk) showCodes(w http.ResponseWriter, r *http.Request, s scene, codes []string, next string, waiting []kept) error {
	made := madeCodes{codes, s.staff.Login.ID, d.app.Office.Clock().Add(codesShown), next, waiting}
	if err := d.remember(r.Context(), sessionCodes, made); err != nil {
		return err
	}
	return kit.SeeOther(w, r, recoveryPath)
}

// codesMade are those that can be shown still.
func (d *desk) codesMade(r *http.Request, s scene) (made madeCodes, ok bool) {
	if err := d.recall(r.Context(), sessionCodes, &made); err != nil {
		return made, false
	}
	return made, made.Login == s.staff.Login.ID && d.app.Office.Clock().Before(made.Until)
}

func (d *desk) codesPage(w http.ResponseWriter, r *http.Request, s scene) error {
	made, ok := d.codesMade(r, s)
	if !ok {
		return kit.SeeOther(w, r, accountPath)
	}
	return kit.Render(w, r, http.StatusOK, codesTemplate(s, made))
}

// codesText are the codes as a file, to be put into a password manager.
func (d *desk) codesText(w http.ResponseWriter, r *http.Request, s scene) error {
	made, ok := d.codesMade(r, s)
	if !ok || len(made.Codes) == 0 {
		return kit.SeeOther(w, r, accountPath)
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+s.say("desk.recovery.file")+`"`)
	text := []string{s.say("desk.recovery.text", s.staff.Account.Email, d.app.Base), ""}
	_, _ = w.Write([]byte(strings.Join(append(text, made.Codes...), "\r\n") + "\r\n")) // an error here means that the reader has gone
	return nil
}
